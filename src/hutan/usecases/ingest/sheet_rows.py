"""From a file to rows below known headings; every sheet, column and row that is left out is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hutan.core.activity.answers import RowAnswer, Verdict
from hutan.core.activity.columns import AMOUNT_OF, PREFILLED, known_headings
from hutan.core.activity.header import Header, column_of, find_header
from hutan.core.activity.reading import finding, folded, words_of
from hutan.core.activity.table import CellKind, Row, Sheet, TableFile, cell_name, column_letters
from hutan.kernel.refusals import Address, Refusal, Remark, params_of
from hutan.usecases.ingest.row_building import rows_below
from hutan.usecases.ingest.row_marks import left_out
from hutan.usecases.ingest.row_reading import Note, SheetRow
from hutan.usecases.ingest.source_index import SourceIndex
from hutan.usecases.ingest.tables import Table, stacked, tables_of

_SUMMARIES: Final = frozenset(["汇总", "汇总表", "总表", "summary"])
_GUIDES: Final = frozenset(["说明", "guide", "说明guide", "填写说明", "填表说明", "使用说明", "readme"])
_CHOICE_LISTS: Final = frozenset(["lists", "list", "列表"])
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


def rows_of(table: TableFile, index: SourceIndex) -> SheetRows:
    """All rows of all sheets."""
    parts = [_sheet(table, sheet, index) for sheet in table.sheets]
    if not any(part.headers for part in parts):
        parts.append(SheetRows(remarks=(Remark("file_without_table", Address(table.name)),)))
    return _together(parts)


def _together(parts: Sequence[SheetRows]) -> SheetRows:
    return SheetRows(
        rows=tuple(row for part in parts for row in part.rows),
        left_out=tuple(item for part in parts for item in part.left_out),
        answers=tuple(answer for part in parts for answer in part.answers),
        headers=tuple(header for part in parts for header in part.headers),
        remarks=tuple(remark for part in parts for remark in part.remarks),
        unfilled=sum(part.unfilled for part in parts),
    )


def _sheet(table: TableFile, sheet: Sheet, index: SourceIndex) -> SheetRows:
    header = find_header(sheet)
    address = Address(table.name, sheet.name)
    if header is None or sheet.hidden or folded(sheet.name) in _GUIDES:
        return SheetRows(remarks=tuple(_why_left_out(sheet, address, header is not None)))
    if folded(sheet.name) in _SUMMARIES and any(other is not sheet and find_header(other) for other in table.sheets):
        return SheetRows(headers=((sheet.name, header.last_row),), remarks=(Remark("sheet_is_summary", address),))
    parts = [_block(table, sheet, below, above, rows, index) for below, above, rows in stacked(sheet, header)]
    whole = _together(parts)
    return replace(whole, headers=whole.headers[:1])


def _block(file: TableFile, sheet: Sheet, header: Header, above: tuple[Row, ...], rows: tuple[Row, ...], index: SourceIndex) -> SheetRows:
    """The rows below one heading."""
    named = ((sheet.name, header.last_row),)
    tables = tables_of(sheet, header, rows, above, index)
    refusals = tuple(_sheet_refusals(file, sheet, header, tables))
    if refusals:
        return SheetRows(answers=(RowAnswer(sheet.name, header.last_row, Verdict.REFUSED, refusals),), headers=named)
    parts = [_rows(file, sheet, table, index) for table in tables]
    answered = {row.number for part in parts for row in (*part.rows, *(row for row, _ in part.left_out))}
    unfilled = sum(row.number not in answered for row in rows)
    remarks = tuple(_column_remarks(Address(file.name, sheet.name), header, tables, rows))
    return replace(_together(parts), headers=named, remarks=remarks, unfilled=unfilled)


def _rows(file: TableFile, sheet: Sheet, table: Table, index: SourceIndex) -> SheetRows:
    every = rows_below(file, sheet, table, index)
    must_answer = bool(file.encoding) and not table.is_one_of
    filled_in = [(row, _no_data(row)) for row in every if must_answer or _is_answerable(row)]
    return SheetRows(
        rows=tuple(row for row, why in filled_in if why is None),
        left_out=tuple((row, why) for row, why in filled_in if why is not None),
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


def _sheet_refusals(file: TableFile, sheet: Sheet, header: Header, tables: Sequence[Table]) -> Iterator[Refusal]:
    address = Address(file.name, sheet.name, cell_name(header.last_row, 0))
    for column in tables[0].missing() if tables else header.missing():
        known = known_headings(header.kind, column)
        yield Refusal("column_missing", address, params_of(sheet=sheet.name, column=known[0], known=" / ".join(known)))
    if tables:
        return
    for first, second in header.twice:
        place = Address(file.name, sheet.name, cell_name(header.last_row, second.index))
        yield Refusal("column_twice", place, params_of(first=f"{column_letters(first.index)} “{first.text}”", second=second))


def _column_remarks(address: Address, header: Header, tables: Sequence[Table], data: Sequence[Row]) -> Iterator[Remark]:
    """Columns with something in them that will not be read."""
    known = {heading.index for heading in header.headings} | {heading.index for table in tables for heading in table.header.headings}
    used = sorted({cell.column for row in data for cell in row.cells if cell.column not in known and words_of(cell)})
    if used:
        texts = {heading.index: str(heading) for heading in header.unknown}
        named = [texts.get(index, column_letters(index)) for index in used[:_COLUMNS_NAMED]]
        yield Remark("columns_unread", address, params_of(columns=", ".join(named) + (", …" if len(used) > _COLUMNS_NAMED else "")))
