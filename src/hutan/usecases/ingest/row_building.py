"""The cells of a row as they are meant: merged and ditto cells filled, years and days completed, and what the sheet says of all rows put in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from hutan.core.activity.amount_reading import commas_are_points
from hutan.core.activity.columns import AMOUNT_OF, Column, TableKind, known_headings
from hutan.core.activity.period_reading import months_are_padded, read_day, read_month
from hutan.core.activity.period_texts import arabic, month_number
from hutan.core.activity.reading import Read, filled, finding, half_width, words_of
from hutan.core.activity.table import Cell, CellKind, Row, Sheet, TableFile
from hutan.core.units import bill_unit
from hutan.usecases.ingest.row_marks import is_void, says_use
from hutan.usecases.ingest.row_reading import Note, SheetRow
from hutan.usecases.ingest.sheet_context import section_site
from hutan.usecases.ingest.source_index import SourceIndex
from hutan.usecases.ingest.tables import Table

# Merged cells speak for every row they span, except where a figure would be counted once a row.
_SPREAD_DOWN: Final = frozenset(
    (
        Column.SOURCE,
        Column.METER,
        Column.SITE,
        Column.CARRIER,
        Column.MONTH,
        Column.YEAR,
        Column.UNIT,
        Column.STATE,
        Column.DOCUMENT,
        Column.TYPE,
        Column.CLAIM_YEAR,
    )
)
_DITTO: Final = frozenset(["同上", "同前", "〃", "″", '"', "''", "”", "〞", "ditto"])
_LONGEST_DITTO: Final = 8
# Bills and readings of a meter come once a month, seldom twice; who writes three days of one month means days.
_FEWEST_DAYS: Final = 3
_DITTO_COLUMNS: Final = (Column.SOURCE, Column.METER, Column.SITE, Column.CARRIER, Column.UNIT, Column.STATE)
_YEAR_CELL: Final = re.compile(r"((?:19|20)[0-9]{2}) ?年?度?")
_SLASHED: Final = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_DAY_FIRST: Final = re.compile(r"dd[/.-]mm", re.IGNORECASE)
_MONTHS_IN_YEAR: Final = 12
_STAMP: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[tT ]00:00(?::00(?:\.0+)?)?(?:[zZ]|[+-][0-9]{2}:?[0-9]{2})?")
_DAY_HEADING: Final = re.compile(r"日期|时间|日$|date|day|time", re.IGNORECASE)
_PERIOD_COLUMNS: Final = (Column.MONTH, Column.FROM, Column.TO)
_BRACKETED_UNIT: Final = re.compile(r"(.+?)\s*[(（\[]\s*([^)）\]]+?)\s*[)）\]]")


@dataclass(frozen=True, slots=True)
class _Traits:
    """What the columns of a table show together, beyond what any one cell does."""

    padded_months: bool = False
    comma_is_point: bool = False
    day_first: bool = False
    days_are_days: bool = False
    spread: Mapping[tuple[int, int], Cell] = field(default_factory=dict)
    merged_amounts: frozenset[int] = frozenset()
    tells_use: bool = False


@dataclass(slots=True)
class _Above:
    """What the rows so far leave for those below: the last words of each column, the last year, the site of the section."""

    cells: dict[Column, Cell] = field(default_factory=dict)
    year: Cell | None = None
    site: str = ""


def rows_below(file: TableFile, sheet: Sheet, table: Table, index: SourceIndex) -> list[SheetRow]:
    """The rows of a table in their order."""
    traits = _traits(sheet, table)
    above = _Above()
    rows: list[SheetRow] = []
    for row in table.rows:
        if table.header.heading(Column.SITE) is None and (site := section_site(row, index)):
            above.site = site
        cells = dict(_cells(row, table, traits))
        assumed: list[Note] = []
        if table.header.kind is TableKind.ACTIVITY:
            _complete(cells, assumed, table, traits, above, index)
        rows.append(
            SheetRow(
                file_name=file.name,
                file=file.digest,
                sheet=sheet.name,
                number=row.number,
                header=table.header,
                cells=tuple(cells.items()),
                padded_months=traits.padded_months,
                amount_is_merged=row.number in traits.merged_amounts,
                comma_is_point=traits.comma_is_point,
                units_said=table.context.units,
                assumed=tuple(assumed),
                is_one_of=table.is_one_of,
                says_void=any(cell.kind is CellKind.TEXT and is_void(cell.text) for cell in row.cells),
                tells_use=traits.tells_use,
            )
        )
    return rows


def _traits(sheet: Sheet, table: Table) -> _Traits:
    header = table.header
    columns = {heading.column: [cell for row in table.rows if (cell := row.cell(heading.index))] for heading in header.headings}
    months = columns.get(Column.MONTH, [])
    month = header.heading(Column.MONTH)
    spread, merged_amounts = _merged_cells(sheet, table)
    days = [cell for column in _PERIOD_COLUMNS for cell in columns.get(column, [])]
    headings = " ".join(heading.text for heading in header.headings if heading.column in _PERIOD_COLUMNS)
    return _Traits(
        padded_months=months_are_padded(months),
        comma_is_point=commas_are_points(columns.get(AMOUNT_OF[header.kind], [])),
        day_first=_DAY_FIRST.search(headings) is not None or _shows_day_first(days),
        days_are_days=month is not None and _DAY_HEADING.search(month.text) is not None and _shares_months(months),
        spread=spread,
        merged_amounts=merged_amounts,
        tells_use=any(says_use(cell.text) for cell in columns.get(Column.PART, [])),
    )


def _shows_day_first(cells: list[Cell]) -> bool:
    """Whether some ``31/01/2024`` can only have the day first, and none can only have the month first."""
    pairs = [(int(match[1]), int(match[2])) for cell in cells if (match := _SLASHED.fullmatch(half_width(cell.text)))]
    return any(first > _MONTHS_IN_YEAR for first, _ in pairs) and all(second <= _MONTHS_IN_YEAR for _, second in pairs)


def _shares_months(cells: list[Cell]) -> bool:
    """Whether a column holds so many days of one month that a day stands for itself and not for its month."""
    days = {read.value for cell in cells if _is_day(cell) and isinstance(read := read_day(cell), Read)}
    slashed = {half_width(cell.text) for cell in cells if _SLASHED.fullmatch(half_width(cell.text))}
    counts = Counter([*((day.year, day.month) for day in days), *(text[-7:] for text in slashed)])
    return max(counts.values(), default=0) >= _FEWEST_DAYS


def _is_day(cell: Cell) -> bool:
    return cell.kind is CellKind.DATE or (cell.kind is CellKind.TEXT and len(re.findall(r"[0-9]+", cell.text)) >= 3)


def _cells(row: Row, table: Table, traits: _Traits) -> Iterator[tuple[Column, Cell]]:
    by_index = {cell.column: cell for cell in row.cells}
    for heading in table.header.headings:
        cell = filled(by_index.get(heading.index)) or traits.spread.get((row.number, heading.index))
        if cell is not None:
            yield heading.column, cell


def _merged_cells(sheet: Sheet, table: Table) -> tuple[dict[tuple[int, int], Cell], frozenset[int]]:
    """Cells that merged areas carry to rows below their first, and the rows over which an amount is merged."""
    header = table.header
    by_index = {heading.index: heading.column for heading in header.headings}
    rows = {row.number: row for row in sheet.rows}
    bottom = max(rows)
    spread: dict[tuple[int, int], Cell] = {}
    merged_amounts: set[int] = set()
    for area in sheet.merged:
        column = by_index.get(area.first_column)
        top = rows.get(area.first_row)
        cell = filled(top.cell(area.first_column)) if top else None
        if column is None or cell is None or area.first_row <= header.last_row or area.first_row == area.last_row:
            continue
        if column is AMOUNT_OF[header.kind]:
            merged_amounts.update(range(area.first_row, min(area.last_row, bottom) + 1))
        elif column in _SPREAD_DOWN:
            spread.update({(number, area.first_column): cell for number in range(area.first_row + 1, min(area.last_row, bottom) + 1)})
    return spread, frozenset(merged_amounts)


def _complete(cells: dict[Column, Cell], assumed: list[Note], table: Table, traits: _Traits, above: _Above, index: SourceIndex) -> None:
    """Put in what is meant though not written in the row; nothing is put into a row that is empty."""
    if not cells:
        return
    _repeat(cells, assumed, above)
    _split_unit(cells)
    _split_label(cells, assumed, table, index)
    _say_context(cells, assumed, table, above)
    _say_months(cells, assumed, table, above)
    _say_days(cells, assumed, traits)


def _repeat(cells: dict[Column, Cell], assumed: list[Note], above: _Above) -> None:
    """Ditto marks become the words they stand for."""
    for column in _DITTO_COLUMNS:
        cell = cells.get(column)
        if cell is None:
            continue
        if len(cell.text) > _LONGEST_DITTO or cell.text.strip().casefold() not in _DITTO:
            above.cells[column] = cell
        elif (last := above.cells.get(column)) is not None:
            cells[column] = replace(last, column=cell.column)
            assumed.append(Note(finding("ditto_read", text=words_of(last)), (column,)))


def _split_unit(cells: dict[Column, Cell]) -> None:
    """``电力（度）`` in a column of carriers, where no column names the unit."""
    carrier = cells.get(Column.CARRIER)
    if carrier is None or Column.UNIT in cells or carrier.kind is not CellKind.TEXT:
        return
    match = _BRACKETED_UNIT.fullmatch(half_width(carrier.text))
    if match and bill_unit(match[2]) is not None:
        cells[Column.CARRIER] = replace(carrier, text=match[1])
        cells[Column.UNIT] = Cell(carrier.column, CellKind.TEXT, match[2])


def _split_label(cells: dict[Column, Cell], assumed: list[Note], table: Table, index: SourceIndex) -> None:
    """``嘉定柴油`` in a column of carriers, where no column names the site."""
    carrier = cells.get(Column.CARRIER)
    if carrier is None or carrier.kind is not CellKind.TEXT or table.header.heading(Column.SITE):
        return
    named = index.names.label(carrier.text)
    if len(named.sites) == 1 and len(named.carriers) == 1:
        cells[Column.SITE] = Cell(carrier.column, CellKind.TEXT, next(iter(named.sites)))
        cells[Column.CARRIER] = Cell(carrier.column, CellKind.TEXT, next(iter(named.carriers)))
        assumed.append(
            Note(finding("carrier_read_as", text=carrier.text.strip(), carrier=" + ".join((*named.sites, *named.carriers))), (Column.CARRIER,))
        )


def _say_months(cells: dict[Column, Cell], assumed: list[Note], table: Table, above: _Above) -> None:
    """A month without a year takes it from the column of years, which holds until the next one, else from what the sheet says."""
    above.year = cells.pop(Column.YEAR, None) or above.year
    cell = cells.get(Column.MONTH)
    if cell is None or cell.kind not in (CellKind.TEXT, CellKind.NUMBER):
        return
    number = month_number(words_of(cell))
    if number is None:
        text = _one_of_two(arabic(cell.text))
        if cell.kind is CellKind.TEXT and text != half_width(cell.text).casefold():
            cells[Column.MONTH] = replace(cell, text=text)
        return
    match = _YEAR_CELL.fullmatch(arabic(words_of(above.year))) if above.year else None
    year = match[1] if match else "" if table.header.heading(Column.YEAR) else table.context.year
    if year:
        cells[Column.MONTH] = Cell(cell.column, CellKind.TEXT, f"{year}-{number:02d}")
        if not match:
            assumed.append(Note(finding("year_from_sheet", text=words_of(cell), year=year), (Column.MONTH,)))


def _one_of_two(text: str) -> str:
    """A month written twice, ``2025年2月/feb``, once."""
    first, mark, second = text.partition("/")
    if not mark or (number := month_number(second.strip())) is None:
        return text
    read = read_month(Cell(0, CellKind.TEXT, first))
    return first.strip() if isinstance(read, Read) and read.value.start.month == number and not second.strip().isdecimal() else text


def _say_days(cells: dict[Column, Cell], assumed: list[Note], traits: _Traits) -> None:
    for column in _PERIOD_COLUMNS if traits.day_first else ():
        cell = cells.get(column)
        match = _SLASHED.fullmatch(half_width(cell.text)) if cell is not None and cell.kind is CellKind.TEXT else None
        if cell is not None and match:
            cells[column] = replace(cell, text=f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}")
            assumed.append(Note(finding("day_first_read", text=cell.text.strip(), day=cells[column].text), (column,)))
    _say_midnights(cells, assumed)
    month = cells.get(Column.MONTH)
    if month is not None and traits.days_are_days and _is_day(month) and Column.FROM not in cells and Column.TO not in cells:
        cells.pop(Column.MONTH)
        cells[Column.FROM] = cells[Column.TO] = month


def _say_midnights(cells: dict[Column, Cell], assumed: list[Note]) -> None:
    """From midnight to midnight: the later one ends the day before it."""
    first, last = cells.get(Column.FROM), cells.get(Column.TO)
    if first is None or last is None:
        return
    stamps = [_STAMP.fullmatch(half_width(cell.text)) if cell.kind is CellKind.TEXT else None for cell in (first, last)]
    if stamps[0] is None or stamps[1] is None:
        return
    try:
        start, end = date.fromisoformat(stamps[0][1]), date.fromisoformat(stamps[1][1])
    except ValueError:
        return
    if end > start:
        cells[Column.FROM] = replace(first, text=start.isoformat())
        cells[Column.TO] = replace(last, text=(end - timedelta(days=1)).isoformat())
        assumed.append(Note(finding("midnight_read", first=start, last=cells[Column.TO].text), (Column.TO,)))


def _say_context(cells: dict[Column, Cell], assumed: list[Note], table: Table, above: _Above) -> None:
    """What the sheet says of the source and the month, where the row has no column for it."""
    header = table.header
    context = table.context if not above.site else replace(table.context, site=above.site, source="")
    has_source = header.heading(Column.SOURCE) or header.heading(Column.METER) or (header.heading(Column.SITE) and header.heading(Column.CARRIER))
    wanted: list[Column] = []
    if not has_source:
        wanted = [Column.SOURCE] if context.source else [column for column in (Column.SITE, Column.CARRIER) if header.heading(column) is None]
    if header.heading(Column.FROM) is None and header.heading(Column.MONTH) is None:
        wanted.append(Column.MONTH)
    amount = header.heading(AMOUNT_OF[header.kind])
    for column in wanted:
        words = context.words(column)
        if words and column not in cells:
            cells[column] = Cell(amount.index if amount else 0, CellKind.TEXT, words)
            if column is Column.MONTH and context.month_is_said:
                continue
            assumed.append(Note(finding("sheet_says", column=known_headings(header.kind, column)[0], words=words), (column,)))
