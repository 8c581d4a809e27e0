"""Writing of workbooks to disk and the check of the truth against what was written."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import xlsxwriter
from dirty_core import Book, Cell, Content, Plain, Sheet, Truth
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_cell_to_rowcol
from xlsxwriter.worksheet import Worksheet

STAMP = datetime(2026, 3, 20, 8, 0, 0)
DATE_LOOK = ("num_format", "yyyy-mm-dd")


class XlsxWriter:
    """Writes one book with formulas, cached values, merges, looks and hidden parts."""

    def __init__(self, book: Book, path: Path) -> None:
        self.book = book
        self.out = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False})
        self.out.set_properties({"created": STAMP, "author": "能源统计员"})
        self.looks: dict[tuple[tuple[str, object], ...], Format] = {}

    def look(self, style: tuple[tuple[str, object], ...]) -> Format | None:
        """The format object of a style, made once."""
        if not style:
            return None
        if style not in self.looks:
            self.looks[style] = self.out.add_format(dict(style))
        return self.looks[style]

    def cell(self, target: Worksheet, row: int, column: int, content: Content, struck: bool) -> None:
        """Write one cell."""
        cell = content if isinstance(content, Cell) else Cell(as_plain(content))
        style = cell.style + ((("font_strikeout", True),) if struck else ())
        value = cell.value
        if isinstance(value, date) and not any(k == "num_format" for k, _ in style):
            style += (DATE_LOOK,)
        look = self.look(style)
        if cell.formula:
            target.write_formula(row, column, cell.formula, look, "" if value is None else value)
        elif isinstance(value, date):
            target.write_datetime(row, column, datetime(value.year, value.month, value.day), look)
        elif isinstance(value, str):
            target.write_string(row, column, value, look)
        elif value is not None:
            target.write(row, column, value, look)

    def sheet(self, sheet: Sheet) -> None:
        """Write one sheet."""
        target = self.out.add_worksheet(sheet.name)
        for index, cells in enumerate(sheet.rows):
            if isinstance(cells, str):
                raise TypeError(f"{self.book.file}: raw line in a workbook")
            for column, content in enumerate(cells):
                self.cell(target, index, column, content, index + 1 in sheet.struck_rows)
        for area in sheet.merges:
            first, last = (xl_cell_to_rowcol(part) for part in area.split(":"))
            target.merge_range(*first, *last, "")
            self.cell(target, first[0], first[1], sheet.rows[first[0]][first[1]], False)
        for hidden in sorted(sheet.hidden_rows):
            target.set_row(hidden - 1, None, None, {"hidden": True})
        for letter in sheet.hidden_columns:
            target.set_column(f"{letter}:{letter}", None, None, {"hidden": True})
        if sheet.hidden:
            target.hide()

    def write(self) -> None:
        """Write all sheets and close."""
        for sheet in self.book.sheets:
            self.sheet(sheet)
        self.out.close()


def as_plain(content: Plain | Decimal) -> Plain:
    """A decimal becomes a spreadsheet number."""
    if isinstance(content, Decimal):
        return int(content) if content == content.to_integral_value() else float(content)
    return content


def csv_text(content: Content) -> str:
    """A cell as it prints in a text file."""
    value = content.value if isinstance(content, Cell) else content
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def write_csv(book: Book, path: Path) -> None:
    """Write a text file; rows that are bare texts go out verbatim."""
    lines: list[str] = []
    for cells in book.sheets[0].rows:
        if isinstance(cells, str):
            lines.append(cells)
            continue
        buffer = io.StringIO()
        csv.writer(buffer, delimiter=book.delimiter).writerow([csv_text(c) for c in cells])
        lines.append(buffer.getvalue().removesuffix("\r\n"))
    text = book.newline.join(lines) + (book.newline if book.final_newline else "")
    path.write_bytes(text.encode(book.encoding))


def write(book: Book, folder: Path) -> None:
    """Write a book in the form that its name asks for."""
    path = folder / book.file
    if book.file.endswith(".csv"):
        write_csv(book, path)
    else:
        XlsxWriter(book, path).write()


def read_back(book: Book, folder: Path) -> dict[str, list[list[object]]]:
    """The rows of the written file, by sheet."""
    path = folder / book.file
    if book.file.endswith(".csv"):
        text = path.read_bytes().decode(book.encoding)
        found: list[list[object]] = [list(r) for r in csv.reader(io.StringIO(text, newline=""), delimiter=book.delimiter)]
        # A spreadsheet takes a line sep=; away before it counts rows.
        return {"": found[1:] if text.startswith("sep=") else found}
    loaded = openpyxl.load_workbook(path, data_only=True)
    return {w.title: [list(r) for r in w.iter_rows(values_only=True)] for w in loaded.worksheets}


def faults(book: Book, folder: Path) -> list[str]:
    """What in the truth does not fit the file on disk."""
    found: list[str] = []
    rows = read_back(book, folder)
    seen: set[tuple[str, str]] = set()
    listed: dict[str, set[int]] = {}
    for truth in book.truths:
        where = f"{book.file}!{truth.sheet}!{truth.cell}"
        listed.setdefault(truth.sheet, set()).add(truth.row)
        cells = rows.get(truth.sheet, [])
        if (truth.sheet, truth.cell) in seen:
            found.append(f"{where}: listed twice")
        seen.add((truth.sheet, truth.cell))
        if truth.row > len(cells) or not any(c not in (None, "") for c in cells[truth.row - 1]):
            found.append(f"{where}: no such row")
        elif truth.expect == "accept" and content_at(cells, truth.cell) in (None, ""):
            found.append(f"{where}: no amount in the cell")
        if truth.expect in ("accept", "either") and (problem := value_fault(truth)):
            found.append(f"{where}: {problem}")
    for name, cells in rows.items():
        found += [
            f"{book.file}!{name}!{n}: figures in a row without a verdict"
            for n in loose_rows(cells, listed.get(name, set()))
        ]
    return found


def value_fault(truth: Truth) -> str:
    """What is wrong with the values a row must have; empty where nothing is."""
    if truth.source is None or truth.period is None or truth.quantity is None:
        return "values missing"
    return "values cannot be" if truth.period.start >= truth.period.end or truth.quantity < 0 else ""


def content_at(cells: list[list[object]], address: str) -> object:
    """What the addressed cell holds."""
    row, column = xl_cell_to_rowcol(address)
    return cells[row][column] if column < len(cells[row]) else None


def loose_rows(cells: list[list[object]], listed: set[int]) -> list[int]:
    """Rows without a verdict that hold numbers."""
    return [
        n
        for n, row in enumerate(cells, 1)
        if n not in listed and any(isinstance(c, (int, float)) and not isinstance(c, bool) for c in row)
    ]
