"""A workbook or CSV file, known by its content and not by its name, as rows whose cells keep their places."""

from __future__ import annotations

import re
from typing import Final

from hutan.adapters.tabular.csv_text import open_csv, records
from hutan.adapters.tabular.sheet_reading import read_sheet
from hutan.adapters.tabular.table_file import MAX_FILE_BYTES, too_large
from hutan.adapters.tabular.workbook import MAX_CELLS, open_workbook
from hutan.core.activity.table import Cell, CellKind, Row, Sheet, TableFile
from hutan.kernel.canonical import sha256_hex
from hutan.kernel.errors import InputError

_ZIP: Final = b"PK\3\4"
_COMPOUND_FILE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_OLD_WORKBOOKS: Final = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
# Other documents by their first bytes; systems that export "Excel" as a web page name it .xls.
_OTHER_STARTS: Final = (
    (re.compile(rb"%PDF"), "PDF"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|table|meta|style|script|div)\b", re.IGNORECASE), "HTML"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\b"), "XML"),
)
_SIGNATURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"PK")


def read_table(name: str, data: bytes) -> TableFile:
    """The rows of an .xlsx, .xlsm or CSV file.

    Numbers are what Excel shows, to 15 significant digits; days are known by their number format. A CSV file has text only, and its rows
    count as a spreadsheet would count them. A cell of blanks only is empty.

    Parameters
    ----------
    name
        Name of the file, with or without folder.
    data
        All bytes of the file.

    Raises
    ------
    InputError
        If the file cannot be used at all; every code names what it is and what would help.
    """
    file = re.split(r"[\\/]", name)[-1]
    if len(data) > MAX_FILE_BYTES:
        raise too_large(file, len(data))
    if not data:
        raise InputError("file_empty", file=file)
    if data.startswith(_ZIP):
        return TableFile(file, sha256_hex(data), _workbook_sheets(file, data))
    _refuse_others(file, data)
    return _csv_table(file, data)


def _workbook_sheets(file: str, data: bytes) -> tuple[Sheet, ...]:
    workbook = open_workbook(file, data)
    sheets: list[Sheet] = []
    room = MAX_CELLS
    for part in workbook.sheets:
        sheets.append(read_sheet(workbook, part, room))
        room -= sum(len(row.cells) for row in sheets[-1].rows)
    return tuple(sheets)


def _refuse_others(file: str, data: bytes) -> None:
    if data.startswith(_COMPOUND_FILE):
        raise InputError(_compound_code(data), file=file)
    for pattern, form in _OTHER_STARTS:
        if pattern.match(data):
            raise InputError("file_other_format", file=file, format=form)
    if data.startswith(_SIGNATURES):
        raise InputError("file_not_a_table", file=file)


def _compound_code(data: bytes) -> str:
    """What an OLE compound file holds: an encrypted workbook, a workbook of before 2007, or something else."""
    if _ENCRYPTED in data:
        return "file_password"
    return "file_old_xls" if any(name in data for name in _OLD_WORKBOOKS) else "file_not_a_table"


def _csv_table(file: str, data: bytes) -> TableFile:
    csv = open_csv(file, data)
    rows: list[Row] = []
    room = MAX_CELLS
    for record in records(file, csv):
        cells = tuple(Cell(column, CellKind.TEXT, field.value) for column, field in enumerate(record.fields) if field.value.strip())
        room -= len(cells)
        if room < 0:
            raise InputError("file_too_many_cells", file=file, limit=str(MAX_CELLS))
        if cells:
            rows.append(Row(record.number, cells))
    return TableFile(file, sha256_hex(data), (Sheet("", tuple(rows)),), csv.encoding)
