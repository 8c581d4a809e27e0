"""Finding the heading of a sheet: which row it is, what each column holds, and which unit stands in a heading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hutan.core.activity.amount_columns import AmountColumn, is_amount, is_meant, is_no_amount, is_total_heading, period_of
from hutan.core.activity.columns import AMOUNT_ENDINGS, AMOUNT_OF, HEADINGS, REQUIRED, Column, TableKind
from hutan.core.activity.table import Cell, CellKind, Row, Sheet, column_letters
from hutan.core.units import bill_unit

ROWS_SEARCHED: Final = 20
_DEEPEST: Final = 3
_FEWEST_COLUMNS: Final = 3
_FEWEST_WITH_AMOUNT: Final = 2
_WEIGHT_BY_MONTH: Final = 3

_BRACKETS: Final = re.compile(r"[(\[【〔]([^)\]】〕]*)[)\]】〕]")
_MARKS: Final = re.compile(r"[*★☆※:：]")
_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_LATIN: Final = re.compile(r"[a-z0-9]+")
_UNIT_SEPARATOR: Final = re.compile(r"[/,;:、_\s]+")
_UNIT_WORDS: Final = re.compile(r"^(?:计量)?单位|^unit", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a sheet: what it holds, the words above it, and the unit among them, empty where there is none."""

    index: int
    column: Column
    text: str
    unit_text: str = ""


@dataclass(frozen=True, slots=True)
class UnknownHeading:
    """A column whose heading we do not know, or that repeats one we do."""

    index: int
    text: str

    def __str__(self) -> str:
        return f"{column_letters(self.index)} “{self.text}”"


@dataclass(frozen=True, slots=True)
class Header:
    """The heading of a sheet, from `first_row` to `last_row`, both included; data begin below it.

    `amounts` are the columns of amounts where there are several: one a month, or one a source.
    """

    kind: TableKind
    first_row: int
    last_row: int
    headings: tuple[Heading, ...]
    unknown: tuple[UnknownHeading, ...]
    twice: tuple[tuple[Heading, UnknownHeading], ...] = ()
    amounts: tuple[AmountColumn, ...] = ()

    def heading(self, column: Column) -> Heading | None:
        for heading in self.headings:
            if heading.column is column:
                return heading
        return None

    @property
    def is_by_month(self) -> bool:
        return any(amount.period_text for amount in self.amounts)

    def missing(self) -> tuple[Column, ...]:
        """For each thing every row needs and no column gives: the column that usually gives it."""
        here = {heading.column for heading in self.headings}
        return tuple(choices[0][0] for choices in REQUIRED[self.kind] if not any(here.issuperset(choice) for choice in choices))


@dataclass(frozen=True, slots=True)
class _Spread:
    """A text of a heading row, and the column in which it stands; a merged area carries it to others."""

    text: str
    origin: int


def find_header(sheet: Sheet) -> Header | None:
    """The heading among the first twenty rows that names most columns; None where no row names enough of them.

    Enough are three columns, or two of which one is the amount. Merged headings count for every column they span, and a heading may
    take up to three rows.
    """
    best: Header | None = None
    rows = {row.number: row for row in sheet.rows}
    for row in sheet.rows[:ROWS_SEARCHED]:
        if len(row.cells) < _FEWEST_WITH_AMOUNT:
            continue
        last_row = _last_row(sheet, row, rows)
        levels = [_spread_texts(sheet, number, rows) for number in range(row.number, last_row + 1)]
        for kind in TableKind:
            header = _matched(kind, row.number, last_row, levels)
            if _is_enough(header) and (best is None or _weight(header) > _weight(best)):
                best = header
    return best


def column_of(text: str, kind: TableKind) -> Column | None:
    """What a column with the heading `text` holds; Chinese and English parts must not contradict each other."""
    han, latin = _parts(text)
    known = HEADINGS[kind]
    named = {known[part] for part in (han, latin) if part in known}
    if kind is TableKind.ACTIVITY and Column.AMOUNT in named | ({Column.AMOUNT} if not named else set()) and is_no_amount(text):
        return None
    if not named and kind is TableKind.ACTIVITY and (han.endswith(AMOUNT_ENDINGS) or is_amount(text)):
        return Column.AMOUNT
    return named.pop() if len(named) == 1 else None


def unit_in(text: str) -> str:
    """The unit named in a heading: in brackets, or after a stroke, comma or blank; empty where there is none."""
    plain = unicodedata.normalize("NFKC", text)
    tail = _UNIT_SEPARATOR.split(_MARKS.sub(" ", _BRACKETS.sub(" ", plain)).strip())[1:]
    for candidate in [*_BRACKETS.findall(plain), *tail]:
        unit_text = _UNIT_WORDS.sub("", candidate.strip()).strip(" :")
        if unit_text and bill_unit(unit_text) is not None:
            return unit_text
    return ""


def _parts(text: str) -> tuple[str, str]:
    """Chinese and Latin letters of a heading, each run together, without brackets, marks and the unit."""
    plain = _MARKS.sub(" ", _BRACKETS.sub(" ", unicodedata.normalize("NFKC", text)))
    first, *tail = _UNIT_SEPARATOR.split(plain.strip())
    unit_text = unit_in(text)
    words = " ".join([first, *(word for word in tail if word != unit_text)]).casefold()
    return "".join(_HAN.findall(words)), "".join(_LATIN.findall(words))


def _weight(header: Header) -> int:
    """How much of a table a heading explains; several columns of amounts weigh as much as those they stand for."""
    return len(header.headings) + (_WEIGHT_BY_MONTH if header.is_by_month else 0)


def _is_enough(header: Header) -> bool:
    count = len(header.headings)
    if header.is_by_month:
        return count > 0
    return count >= _FEWEST_COLUMNS or (count >= _FEWEST_WITH_AMOUNT and header.heading(AMOUNT_OF[header.kind]) is not None)


def _matched(kind: TableKind, first_row: int, last_row: int, levels: Sequence[Mapping[int, _Spread]]) -> Header:
    columns = [_words_above(index, levels) for index in sorted({index for level in levels for index in level})]
    by_month = _by_month(columns) if kind is TableKind.ACTIVITY else ()
    taken = {amount.index for amount in by_month}
    headings: dict[Column, Heading] = {}
    origins: dict[Column, tuple[int, ...]] = {}
    unknown: list[UnknownHeading] = []
    twice: list[tuple[Heading, UnknownHeading]] = []
    for above in columns:
        if above.index in taken:
            continue
        column = _column_above(above, kind)
        if by_month and column in (Column.AMOUNT, Column.MONTH):
            column = None
        if column is not None and column not in headings:
            headings[column] = Heading(above.index, column, above.whole, above.unit_text)
            origins[column] = above.origin
            continue
        unknown.append(UnknownHeading(above.index, above.whole))
        if column is not None and column is not Column.NOTE and origins[column] != above.origin:
            twice.append((headings[column], unknown[-1]))
    header = Header(kind, first_row, last_row, tuple(headings.values()), tuple(unknown), tuple(twice), by_month)
    return header if by_month or kind is not TableKind.ACTIVITY else _with_amount(header, columns)


@dataclass(frozen=True, slots=True)
class _Above:
    """The words above one column, from top to bottom, and the columns in which they stand."""

    index: int
    texts: tuple[str, ...]
    origin: tuple[int, ...]

    @property
    def whole(self) -> str:
        return " ".join(self.texts)

    @property
    def unit_text(self) -> str:
        return next((unit for text in self.texts if (unit := unit_in(text) or _bare_unit(text))), "")


def _words_above(index: int, levels: Sequence[Mapping[int, _Spread]]) -> _Above:
    spreads = [level[index] for level in levels if index in level]
    return _Above(index, tuple(dict.fromkeys(spread.text for spread in spreads)), tuple(spread.origin for spread in spreads))


def _column_above(above: _Above, kind: TableKind) -> Column | None:
    """What a column holds by all words above it, else by the lowest of them that is known."""
    if kind is TableKind.ACTIVITY and any(is_no_amount(text) for text in above.texts):
        found = next((column for text in (above.whole, *reversed(above.texts)) if (column := column_of(text, kind))), None)
        return None if found is Column.AMOUNT else found
    return next((found for text in (above.whole, *reversed(above.texts)) if (found := column_of(text, kind))), None)


def _by_month(columns: Sequence[_Above]) -> tuple[AmountColumn, ...]:
    """Columns of amounts, one a month; none where fewer than two columns name different months, or one month stands twice."""
    found = [
        AmountColumn(above.index, above.whole, above.unit_text, period)
        for above in columns
        if (period := period_of(list(above.texts))) and not any(is_no_amount(text) for text in above.texts)
    ]
    periods = {amount.period_text for amount in found}
    return tuple(found) if len(periods) >= _FEWEST_WITH_AMOUNT and len(periods) == len(found) else ()


def _with_amount(header: Header, columns: Sequence[_Above]) -> Header:
    """The header with the amount that is meant where several are named, or with a column that is headed by its unit alone."""
    amounts = [
        above
        for above in columns
        if _column_above(above, header.kind) is Column.AMOUNT and not (is_total_heading(above.whole) and not is_meant(above.whole))
    ]
    meant = [above for above in amounts if is_meant(above.whole)]
    if not amounts and header.heading(Column.AMOUNT) is None:
        meant = [above for above in columns if above.unit_text and _bare_unit(above.whole)]
    if len(amounts) > 1 and not meant:
        amounts = [above for above in columns if above in amounts or _may_be_amount(above, header.kind)]
    if len(amounts) != 1 and len(meant) == 1:
        amounts = meant
    if len(amounts) == 1:
        return _with_one(header, amounts[0])
    several = tuple(AmountColumn(above.index, above.whole, above.unit_text) for above in amounts)
    return replace(header, amounts=several) if len(several) > 1 else header


def _may_be_amount(above: _Above, kind: TableKind) -> bool:
    """Whether a column beside columns of amounts is one too, by the unit in its heading."""
    plain = not any(is_no_amount(text) or is_total_heading(text) for text in above.texts)
    return bool(above.unit_text) and plain and _column_above(above, kind) is None


def _with_one(header: Header, above: _Above) -> Header:
    chosen = Heading(above.index, Column.AMOUNT, above.whole, above.unit_text)
    others = [heading for heading in header.headings if heading.column is not Column.AMOUNT and heading.index != above.index]
    twice = tuple(pair for pair in header.twice if pair[0].column is not Column.AMOUNT)
    unread = [heading for heading in header.headings if heading.column is Column.AMOUNT and heading.index != above.index]
    unknown = (*(item for item in header.unknown if item.index != above.index), *(UnknownHeading(item.index, item.text) for item in unread))
    headings = tuple(sorted((*others, chosen), key=lambda item: item.index))
    return replace(header, headings=headings, unknown=tuple(sorted(unknown, key=lambda item: item.index)), twice=twice)


def _bare_unit(text: str) -> str:
    return text if bill_unit(text) is not None else ""


def _last_row(sheet: Sheet, row: Row, rows: Mapping[int, Row]) -> int:
    """Last row of a heading that begins in `row`: as deep as its merged cells, or one row of units or headings below it."""
    begun = [area for area in sheet.merged if area.first_row == row.number and area.last_row - area.first_row < _DEEPEST]
    deep = max((area.last_row for area in begun), default=row.number)
    below = rows.get(deep + 1)
    if deep > row.number or below is None or not all(cell.kind is CellKind.TEXT for cell in below.cells):
        return deep
    spans = {index for area in begun for index in range(area.first_column, area.last_column + 1)}
    continues = all(_continues(cell) for cell in below.cells) or any(_names_column(cell) for cell in below.cells if cell.column in spans)
    return deep + 1 if continues else deep


def _continues(cell: Cell) -> bool:
    """Whether a cell under a heading is a unit of its own."""
    return bill_unit(cell.text) is not None


def _names_column(cell: Cell) -> bool:
    return any(column_of(cell.text, kind) for kind in TableKind)


def _spread_texts(sheet: Sheet, number: int, rows: Mapping[int, Row]) -> dict[int, _Spread]:
    """Texts of one row by column; the text of a merged area stands in every cell of it."""
    row = rows.get(number)
    texts = {cell.column: _Spread(" ".join(cell.text.split()), cell.column) for cell in row.cells if cell.text.strip()} if row else {}
    for area in sheet.merged:
        top = rows.get(area.first_row) if area.first_row <= number <= area.last_row else None
        cell = top.cell(area.first_column) if top else None
        if cell is not None and cell.text.strip():
            spread = _Spread(" ".join(cell.text.split()), area.first_column)
            texts.update({index: spread for index in range(area.first_column, area.last_column + 1)})
    return texts
