"""How the workbook's sheets are written: columns with headings in both languages, text that never becomes a formula, fixed looks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

_PINE, _WHITE, _LINE, _TINT = "#1F6F54", "#FFFFFF", "#D5DAD6", "#F2F5F1"
_HEADING_HEIGHT = 32


class Style(Enum):
    """Number formats by what a cell holds."""

    TEXT = "@"
    PLAIN = "General"
    AMOUNT = "#,##0.000"
    TONNES = "#,##0.0000"
    MONTH = "yyyy-mm"
    RATIO = "0.00%"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column with its heading in both languages; `width` in characters."""

    zh: str
    en: str
    style: Style = Style.TEXT
    width: int = 14


@dataclass(frozen=True, slots=True)
class Live:
    """A formula and the value it had when the workbook was written, for programs that do not compute."""

    formula: str
    value: Decimal | str


Content = str | Decimal | date | Live | None


class ReportBook:
    """A workbook in memory; the same content and day give the same bytes."""

    def __init__(self, title: str, created: date) -> None:
        self._buffer = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._workbook = xlsxwriter.Workbook(self._buffer, options)
        self._workbook.set_properties({"title": title, "author": "hutan", "created": datetime(created.year, created.month, created.day)})
        self._heading: Format = self._workbook.add_format(
            {"bold": True, "font_color": _WHITE, "bg_color": _PINE, "border": 1, "border_color": _LINE, "valign": "vcenter", "text_wrap": True}
        )
        self._title: Format = self._workbook.add_format({"bold": True, "font_size": 14, "font_color": _PINE})
        self._block: Format = self._workbook.add_format({"bold": True, "bg_color": _TINT})
        self._formats: dict[Style, Format] = {style: self._workbook.add_format({"num_format": style.value, "valign": "top"}) for style in Style}

    def sheet(self, name: str) -> Sheet:
        """A new sheet."""
        worksheet: Worksheet = self._workbook.add_worksheet(name)
        worksheet.hide_gridlines(2)
        return Sheet(worksheet, self._heading, self._title, self._block, self._formats)

    def data(self) -> bytes:
        """The bytes of the finished workbook."""
        self._workbook.close()
        return self._buffer.getvalue()


@dataclass(slots=True)
class Sheet:
    """One sheet, written from the top down; `row` is the next free one, from 0."""

    worksheet: Worksheet
    heading: Format
    title: Format
    block: Format
    formats: dict[Style, Format]
    row: int = 0

    def write_title(self, text: str) -> None:
        self.worksheet.write_string(self.row, 0, text, self.title)
        self.row += 1

    def write_fact(self, name: str, value: str) -> None:
        self.worksheet.write_string(self.row, 0, name)
        self.worksheet.write_string(self.row, 1, value)
        self.row += 1

    def write_block(self, text: str, columns: int) -> None:
        """A heading over several columns, after an empty row."""
        self.row += 1
        for column in range(columns):
            self.worksheet.write_blank(self.row, column, None, self.block)
        self.worksheet.write_string(self.row, 0, text, self.block)
        self.row += 1

    def write_headings(self, columns: Sequence[SheetColumn], widths: bool = True) -> None:
        self.worksheet.set_row(self.row, _HEADING_HEIGHT)
        for index, column in enumerate(columns):
            self.worksheet.write_string(self.row, index, f"{column.zh}\n{column.en}", self.heading)
            if widths:
                self.worksheet.set_column(index, index, column.width)
        self.row += 1

    def write_row(self, columns: Sequence[SheetColumn], contents: Sequence[Content]) -> None:
        for index, (column, content) in enumerate(zip(columns, contents, strict=True)):
            self._write(index, content, self.formats[column.style])
        self.row += 1

    def _write(self, column: int, content: Content, style: Format) -> None:
        if isinstance(content, Live):
            value = content.value if isinstance(content.value, str) else float(content.value)
            self.worksheet.write_formula(self.row, column, content.formula, style, value)
        elif isinstance(content, Decimal):
            self.worksheet.write_number(self.row, column, float(content), style)
        elif isinstance(content, str):
            self.worksheet.write_string(self.row, column, content, style)
        elif content is not None:
            self.worksheet.write_datetime(self.row, column, datetime(content.year, content.month, content.day), style)


def cell(row: int, column: int, fixed: bool = False) -> str:
    """``B7`` for row 6 and column 1, or ``$B$7``."""
    return str(xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed))


def cell_in(sheet: str, row: int, column: int) -> str:
    """A cell of another sheet, fixed."""
    return f"'{sheet}'!{cell(row, column, fixed=True)}"


def column_in(sheet: str, column: int, first: int, last: int) -> str:
    """Rows `first` to `last` of a column of another sheet, fixed."""
    return f"'{sheet}'!{cell(first, column, fixed=True)}:{cell(last, column, fixed=True)}"
