"""Finding the heading of a sheet: which row it is, what each column holds, and which unit stands in a heading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hutan.core.activity.columns import AMOUNT_ENDINGS, AMOUNT_OF, HEADINGS, REQUIRED, Column, TableKind
from hutan.core.activity.table import Cell, CellKind, Row, Sheet, column_letters
from hutan.core.units import bill_unit

ROWS_SEARCHED: Final = 20
_DEEPEST: Final = 3
_FEWEST_COLUMNS: Final = 3
_FEWEST_WITH_AMOUNT: Final = 2

_BRACKETS: Final = re.compile(r"[(\[【〔]([^)\]】〕]*)[)\]】〕]")
_MARKS: Final = re.compile(r"[*★☆※:：]")
_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_LATIN: Final = re.compile(r"[a-z0-9]+")
_UNIT_SEPARATOR: Final = re.compile(r"[/,;:、\s]+")
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
    """The heading of a sheet, from `first_row` to `last_row`, both included; data begin below it."""

    kind: TableKind
    first_row: int
    last_row: int
    headings: tuple[Heading, ...]
    unknown: tuple[UnknownHeading, ...]
    twice: tuple[tuple[Heading, UnknownHeading], ...] = ()

    def heading(self, column: Column) -> Heading | None:
        return next((heading for heading in self.headings if heading.column is column), None)

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
        last_row = _last_row(sheet, row, rows)
        levels = [_spread_texts(sheet, number, rows) for number in range(row.number, last_row + 1)]
        for kind in TableKind:
            header = _matched(kind, row.number, last_row, levels)
            if _is_enough(header) and (best is None or len(header.headings) > len(best.headings)):
                best = header
    return best


def column_of(text: str, kind: TableKind) -> Column | None:
    """What a column with the heading `text` holds; Chinese and English parts must not contradict each other."""
    han, latin = _parts(text)
    known = HEADINGS[kind]
    named = {known[part] for part in (han, latin) if part in known}
    if not named and kind is TableKind.ACTIVITY and han.endswith(AMOUNT_ENDINGS):
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


def _is_enough(header: Header) -> bool:
    count = len(header.headings)
    return count >= _FEWEST_COLUMNS or (count >= _FEWEST_WITH_AMOUNT and header.heading(AMOUNT_OF[header.kind]) is not None)


def _matched(kind: TableKind, first_row: int, last_row: int, levels: Sequence[Mapping[int, _Spread]]) -> Header:
    headings: dict[Column, Heading] = {}
    origins: dict[Column, tuple[int, ...]] = {}
    unknown: list[UnknownHeading] = []
    twice: list[tuple[Heading, UnknownHeading]] = []
    for index in sorted({index for level in levels for index in level}):
        spreads = [level[index] for level in levels if index in level]
        texts = list(dict.fromkeys(spread.text for spread in spreads))
        whole, origin = " ".join(texts), tuple(spread.origin for spread in spreads)
        column = next((found for text in (whole, *reversed(texts)) if (found := column_of(text, kind))), None)
        if column is not None and column not in headings:
            headings[column] = Heading(index, column, whole, next((unit for text in texts if (unit := unit_in(text) or _bare_unit(text))), ""))
            origins[column] = origin
            continue
        unknown.append(UnknownHeading(index, whole))
        if column is not None and column is not Column.NOTE and origins[column] != origin:
            twice.append((headings[column], unknown[-1]))
    return Header(kind, first_row, last_row, tuple(headings.values()), tuple(unknown), tuple(twice))


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
