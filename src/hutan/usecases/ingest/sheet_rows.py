"""From a file to rows below known headings; every sheet, column and row that is left out is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from hutan.core.activity.amount_reading import commas_are_points
from hutan.core.activity.answers import RowAnswer, Verdict
from hutan.core.activity.columns import AMOUNT_OF, PREFILLED, Column, known_headings
from hutan.core.activity.header import Header, column_of, find_header
from hutan.core.activity.period_reading import months_are_padded
from hutan.core.activity.reading import filled, finding, folded, words_of
from hutan.core.activity.table import Cell, CellKind, Row, Sheet, TableFile, cell_name, column_letters
from hutan.kernel.refusals import Address, Refusal, Remark, params_of
from hutan.usecases.ingest.row_marks import left_out
from hutan.usecases.ingest.row_reading import Note, SheetRow

_GUIDES: Final = frozenset(["说明", "guide", "说明guide", "填写说明", "填表说明", "使用说明", "readme"])
_CHOICE_LISTS: Final = frozenset(["lists", "list", "列表"])
# Merged cells speak for every row they span, except where a figure would be counted once a row.
_SPREAD_DOWN: Final = frozenset(
    (
        Column.SOURCE,
        Column.METER,
        Column.SITE,
        Column.CARRIER,
        Column.MONTH,
        Column.UNIT,
        Column.STATE,
        Column.DOCUMENT,
        Column.TYPE,
        Column.CLAIM_YEAR,
    )
)
_FEWEST_HEADINGS: Final = 2
_COLUMNS_NAMED: Final = 20


@dataclass(frozen=True, slots=True)
class SheetRows:
    """What a file holds: rows to read, rows left out and why, answers already certain, heading rows, remarks, and rows left blank."""

    rows: tuple[SheetRow, ...] = ()
    left_out: tuple[tuple[SheetRow, Note], ...] = ()
    answers: tuple[RowAnswer, ...] = ()
    headers: tuple[tuple[str, int], ...] = ()
    remarks: tuple[Remark, ...] = ()
    unfilled: int = 0


def rows_of(table: TableFile) -> SheetRows:
    """All rows of all sheets."""
    parts = [_sheet(table, sheet) for sheet in table.sheets]
    if not any(part.headers for part in parts):
        parts.append(SheetRows(remarks=(Remark("file_without_table", Address(table.name)),)))
    return SheetRows(
        rows=tuple(row for part in parts for row in part.rows),
        left_out=tuple(item for part in parts for item in part.left_out),
        answers=tuple(answer for part in parts for answer in part.answers),
        headers=tuple(header for part in parts for header in part.headers),
        remarks=tuple(remark for part in parts for remark in part.remarks),
        unfilled=sum(part.unfilled for part in parts),
    )


def _sheet(table: TableFile, sheet: Sheet) -> SheetRows:
    header = find_header(sheet)
    address = Address(table.name, sheet.name)
    if header is None or sheet.hidden or folded(sheet.name) in _GUIDES:
        return SheetRows(remarks=tuple(_why_left_out(sheet, address, header is not None)))
    named = ((sheet.name, header.last_row),)
    refusals = tuple(_sheet_refusals(table, sheet, header))
    if refusals:
        return SheetRows(answers=(RowAnswer(sheet.name, header.last_row, Verdict.REFUSED, refusals),), headers=named)
    data = [row for row in sheet.rows if row.number > header.last_row]
    every = _below(table, sheet, header, data)
    filled_in = [(row, _no_data(row)) for row in every if table.encoding or _is_answerable(row)]
    return SheetRows(
        rows=tuple(row for row, why in filled_in if why is None),
        left_out=tuple((row, why) for row, why in filled_in if why is not None),
        headers=named,
        remarks=tuple(_column_remarks(address, header, data)),
        unfilled=len(every) - len(filled_in),
    )


def _why_left_out(sheet: Sheet, address: Address, has_header: bool) -> Iterator[Remark]:
    """The remark on a sheet that is not read; none for empty sheets, and for those of a template that hold no data."""
    name = folded(sheet.name)
    if sheet.hidden:
        if has_header and name not in _CHOICE_LISTS:
            yield Remark("sheet_hidden", address)
    elif name in _GUIDES:
        if has_header:
            yield Remark("sheet_is_guide", address)
    elif sheet.rows:
        yield Remark("sheet_unrecognized", address)


def _is_answerable(row: SheetRow) -> bool:
    """Whether somebody wrote more into a row than a template does."""
    return bool(row.columns - PREFILLED[row.header.kind]) or row.amount_is_merged


def _no_data(row: SheetRow) -> Note | None:
    """Why a row is no data: it says so itself, or repeats the heading as printed pages do."""
    if why := left_out(row):
        return Note(why)
    kind = row.header.kind
    amount = row.cell(AMOUNT_OF[kind])
    if amount is None or amount.kind is not CellKind.TEXT or column_of(amount.text, kind) is not AMOUNT_OF[kind]:
        return None
    repeated = sum(column_of(cell.text, kind) is column for column, cell in row.cells)
    return Note(finding("row_heading_left_out")) if repeated >= _FEWEST_HEADINGS else None


def _below(table: TableFile, sheet: Sheet, header: Header, data: list[Row]) -> list[SheetRow]:
    month = header.heading(Column.MONTH)
    padded = month is not None and months_are_padded(cell for row in data if (cell := row.cell(month.index)))
    spread, merged_amounts = _merged_cells(sheet, header)
    amount = header.heading(AMOUNT_OF[header.kind])
    comma = amount is not None and commas_are_points(cell for row in data if (cell := row.cell(amount.index)))
    return [
        SheetRow(
            file_name=table.name,
            file=table.digest,
            sheet=sheet.name,
            number=row.number,
            header=header,
            cells=tuple(_cells(row, header, spread)),
            padded_months=padded,
            amount_is_merged=row.number in merged_amounts,
            comma_is_point=comma,
        )
        for row in data
    ]


def _cells(row: Row, header: Header, spread: Mapping[tuple[int, int], Cell]) -> Iterator[tuple[Column, Cell]]:
    for heading in header.headings:
        cell = filled(row.cell(heading.index)) or spread.get((row.number, heading.index))
        if cell is not None:
            yield heading.column, cell


def _merged_cells(sheet: Sheet, header: Header) -> tuple[dict[tuple[int, int], Cell], frozenset[int]]:
    """Cells that merged areas carry to rows below their first, and the rows over which an amount is merged."""
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


def _sheet_refusals(table: TableFile, sheet: Sheet, header: Header) -> Iterator[Refusal]:
    address = Address(table.name, sheet.name, cell_name(header.last_row, 0))
    for column in header.missing():
        known = known_headings(header.kind, column)
        yield Refusal("column_missing", address, params_of(sheet=sheet.name, column=known[0], known=" / ".join(known)))
    for first, second in header.twice:
        place = Address(table.name, sheet.name, cell_name(header.last_row, second.index))
        yield Refusal("column_twice", place, params_of(first=f"{column_letters(first.index)} “{first.text}”", second=second))


def _column_remarks(address: Address, header: Header, data: list[Row]) -> Iterator[Remark]:
    """Columns with something in them that will not be read."""
    known = {heading.index for heading in header.headings}
    used = sorted({cell.column for row in data for cell in row.cells if cell.column not in known and words_of(cell)})
    if used:
        texts = {heading.index: str(heading) for heading in header.unknown}
        named = [texts.get(index, column_letters(index)) for index in used[:_COLUMNS_NAMED]]
        yield Remark("columns_unread", address, params_of(columns=", ".join(named) + (", …" if len(used) > _COLUMNS_NAMED else "")))
