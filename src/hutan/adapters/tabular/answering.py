"""Her own file back, with one more column that answers each row; every byte she sent is still there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from hutan.adapters.tabular.answer_text import ANSWER_HEADER, ANSWER_MARK, BETWEEN, Language, answer_runs, answer_text, is_answer
from hutan.adapters.tabular.archive_rewriting import with_replaced
from hutan.adapters.tabular.csv_text import CsvText, Record, open_csv, records
from hutan.adapters.tabular.drawings import drawn_columns
from hutan.adapters.tabular.plain_rows import is_utf8
from hutan.adapters.tabular.sheet_answers import Edit, Runs, cells_to_write, earlier_column, edited, free_column, sheet_edits
from hutan.adapters.tabular.sheet_places import find_places
from hutan.adapters.tabular.sheet_reading import LAST_COLUMN, LAST_ROW, read_sheet
from hutan.adapters.tabular.workbook import SheetPart, Workbook, open_workbook
from hutan.core.activity.answers import RowAnswer
from hutan.core.activity.table import Sheet, TableFile
from hutan.kernel.errors import InputError

_NONE_READ: Final[Mapping[str, Sheet]] = MappingProxyType({})


def answered_file(data: bytes, table: TableFile, answers: Sequence[RowAnswer], headers: Mapping[str, int], language: Language = "both") -> bytes:
    """The file with its answers, whatever it is. Raises what `answered_workbook` and `answered_csv` raise.

    Parameters
    ----------
    table
        What reading `data` gave.
    headers
        Number of the header row by sheet name; a CSV file is one sheet with an empty name.
    """
    if table.encoding:
        return answered_csv(data, table.encoding, answers, headers.get(""), language)
    return answered_workbook(data, answers, headers, language, {sheet.name: sheet for sheet in table.sheets})


def answered_workbook(
    data: bytes, answers: Sequence[RowAnswer], headers: Mapping[str, int], language: Language, read: Mapping[str, Sheet] = _NONE_READ
) -> bytes:
    """The workbook with an answer at the end of each answered row.

    The answers stand in the first column right of everything the sheet uses, charts and pictures included. Where the header row has a
    column of answers already, they replace what it says of the same rows, and old answers to other rows go. Members of the archive that
    hold no answered sheet keep their compressed bytes.

    Parameters
    ----------
    headers
        Number of the header row by sheet name; a sheet without one gets answers and no header.
    read
        Sheets of these very bytes that were read before, by name; the others are read now.

    Raises
    ------
    InputError
        ``answer_no_free_column`` or ``answer_sheet_encoding``, or what reading the workbook raises.
    ValueError
        If an answer names a sheet or row that cannot be.
    """
    workbook = open_workbook("", data)
    by_sheet: dict[str, dict[int, list[RowAnswer]]] = {name: {} for name in headers}
    for answer in answers:
        by_sheet.setdefault(answer.sheet, {}).setdefault(answer.row, []).append(answer)
    parts = {part.name: part for part in workbook.sheets}
    if not parts.keys() >= by_sheet.keys():
        raise ValueError(f"no sheets {sorted(by_sheet.keys() - parts.keys())}")
    if not all(0 < answer.row <= LAST_ROW for answer in answers):
        raise ValueError("an answer to a row that no sheet has")
    contents: dict[str, bytes] = {}
    for name, rows in by_sheet.items():
        runs = {number: answer_runs(items, language) for number, items in rows.items()}
        xml = workbook.archive.read(parts[name].member)
        edits = answer_edits(workbook, parts[name], xml, headers.get(name), runs, read.get(name))
        if edits:
            contents[parts[name].member.name] = edited(xml, edits)
    return with_replaced(workbook.archive, contents)


def answer_edits(
    workbook: Workbook, part: SheetPart, xml: bytes, header_row: int | None, answers: Mapping[int, Runs], read: Sheet | None = None
) -> list[Edit]:
    """What to change in `xml`, the content of `part`, so that it shows the answers. Raises what `answered_workbook` raises."""
    sheet = read or read_sheet(workbook, part)
    column = earlier_column(sheet, header_row)
    if column is None and not answers:
        return []
    if not is_utf8(xml):
        raise InputError("answer_sheet_encoding", sheet=part.name)
    cells = cells_to_write(sheet, header_row, answers)
    at_column = column if column is not None else LAST_COLUMN + 1
    places = find_places(workbook.archive, part.member, xml, cells.keys(), at_column)
    if column is None:
        column = free_column(sheet, places, drawn_columns(workbook.archive, part.member))
    return sheet_edits(places, column, cells, workbook.font)


def answered_csv(data: bytes, encoding: str, answers: Sequence[RowAnswer], header_row: int | None, language: Language) -> bytes:
    """The CSV file with one more field in each record that is not blank; every other byte is the same.

    Shorter records are filled up with empty fields, so that the answers stand in one column. Where the header row has a column of answers
    already, its fields are replaced.

    Parameters
    ----------
    encoding
        What reading found.

    Raises
    ------
    InputError
        What reading the file raises.
    ValueError
        If the file is not in that encoding, or an answer names a row that is not there.
    """
    csv = open_csv("", data)
    if csv.encoding != encoding or csv.encoded(csv.text) != data:
        raise ValueError(f"not in {encoding}")
    found = list(records("", csv))
    by_row: dict[int, list[RowAnswer]] = {}
    for answer in answers:
        by_row.setdefault(answer.row, []).append(answer)
    if not {record.number for record in found} >= by_row.keys():
        raise ValueError("an answer to a row that is not there")
    texts = {row: answer_text(items, language) for row, items in by_row.items()}
    earlier = _earlier_field(found, header_row)
    if header_row is not None:
        texts[header_row] = BETWEEN.join(filter(None, (ANSWER_HEADER, texts.get(header_row, ""))))
    column = earlier if earlier is not None else max((len(record.fields) for record in found), default=0)
    parts, position = [], 0
    for record in found:
        start, end, content = _answered(csv, record, column, texts.get(record.number))
        parts += [csv.text[position:start], content]
        position = end
    return csv.encoded("".join((*parts, csv.text[position:])))


def _earlier_field(found: Sequence[Record], header_row: int | None) -> int | None:
    fields = next((record.fields for record in found if record.number == header_row), ())
    return next((index for index, field in enumerate(fields) if field.value.strip().startswith(ANSWER_MARK)), None)


def _answered(csv: CsvText, record: Record, column: int, text: str | None) -> tuple[int, int, str]:
    """Which part of the text becomes what."""
    if record.is_blank and text is None:
        return record.end, record.end, ""
    if column >= len(record.fields):
        missing = column - len(record.fields) + 1
        return record.end, record.end, csv.delimiter * missing + _quoted(text or "", csv.delimiter)
    field = record.fields[column]
    if text is None and not is_answer(field.value):
        return record.end, record.end, ""
    return field.start, field.end, _quoted(text or "", csv.delimiter)


def _quoted(text: str, delimiter: str) -> str:
    if not any(character in text for character in (delimiter, '"', "\r", "\n")):
        return text
    return '"' + text.replace('"', '""') + '"'
