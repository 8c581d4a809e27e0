"""The rows of a worksheet that hold something, each cell with the place it has in the sheet; a million empty rows cost little."""

from __future__ import annotations

import re
from itertools import pairwise
from operator import attrgetter
from typing import Final

from hutan.adapters.tabular.cell_values import CellReader
from hutan.adapters.tabular.plain_rows import PlainCell, PlainRows
from hutan.adapters.tabular.workbook import MAX_CELLS, SheetPart, Workbook
from hutan.adapters.tabular.xml_parts import parse
from hutan.core.activity.table import Cell, MergedArea, Row, Sheet
from hutan.kernel.errors import InputError

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_383

_DIGITS: Final = "0123456789"
_LETTERS: Final = re.compile("[A-Z]{1,3}")
_AREA: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")


class _Unnumbered(Exception):
    """A row or cell without its place: the empty ones before it must be counted after all."""


def read_sheet(workbook: Workbook, part: SheetPart, room: int = MAX_CELLS) -> Sheet:
    """The sheet's rows that hold something.

    Parameters
    ----------
    room
        How many cells with a value may still come.

    Raises
    ------
    InputError
        ``file_too_many_cells``, ``file_damaged``, or what the archive and `parse` raise.
    """
    chunks = workbook.archive.chunks
    try:
        handler = _SheetHandler(workbook, room, places_wanted=True)
        parse(workbook.archive, part.member, PlainRows(handler.take).rest(chunks(part.member)), handler)
    except _Unnumbered:
        handler = _SheetHandler(workbook, room, places_wanted=False)
        parse(workbook.archive, part.member, chunks(part.member), handler)
    rows = sorted(handler.rows, key=attrgetter("number"))
    if any(row.number == following.number for row, following in pairwise(rows)):
        raise workbook.archive.damaged(part.member.name)
    return Sheet(part.name, tuple(rows), tuple(handler.merged), part.hidden)


def column_number(letters: str) -> int:
    """0 for ``A``, 26 for ``AA``.

    Raises
    ------
    ValueError
        If it is no column of a sheet.
    """
    if not _LETTERS.fullmatch(letters):
        raise ValueError(f"no column {letters}")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    if number - 1 > LAST_COLUMN:
        raise ValueError(f"no column {letters}")
    return number - 1


def merged_area(reference: str) -> MergedArea:
    """The area that ``A1:C2`` names.

    Raises
    ------
    ValueError
        If it names none.
    """
    match = _AREA.fullmatch(reference)
    if match is None:
        raise ValueError(f"no area {reference}")
    return MergedArea(int(match[2]), int(match[4] or match[2]), column_number(match[1]), column_number(match[3] or match[1]))


class _SheetHandler:
    """Told of elements and text, it gathers rows and merged areas."""

    def __init__(self, workbook: Workbook, room: int, places_wanted: bool) -> None:
        self.rows: list[Row] = []
        self.merged: list[MergedArea] = []
        self._file = workbook.archive.file
        self._read_cell = CellReader(workbook).cell
        self._room = room
        self._places_wanted = places_wanted
        self._columns: dict[str, int] = {}
        self._names: dict[str, str] = {}
        self._row = 0
        self._row_text = "0"
        self._column = -1
        self._cells: list[Cell] = []
        self._forget_cell()
        self._phonetic = False
        self._heard: list[str] | None = None

    def _forget_cell(self) -> None:
        self._kind = "n"
        self._style = "0"
        self._value: list[str] | None = None
        self._formula: list[str] | None = None

    def take(self, number: str, cells: list[PlainCell]) -> None:
        """A row in plain form."""
        columns, read_cell, found, last = self._columns, self._read_cell, [], -1
        for letters, row, style, kind, formula, value, inline in cells:
            column = columns.get(letters)
            if column is None:
                column = columns[letters] = column_number(letters)
            if row != number or column <= last:
                raise ValueError(f"cell {letters}{row} in row {number} out of order")
            last = column
            stored = inline if value is None else value
            if stored or formula is not None:
                cell = read_cell(column, kind or "n", style or "0", stored, formula)
                if cell is not None:
                    found.append(cell)
        if found:
            self._keep(int(number), found)

    def start(self, name: str, attributes: list[str]) -> None:
        local = self._names.get(name) or self._local(name)
        if local == "c":
            self._start_cell(attributes)
        elif local == "v":
            self._value = self._heard = []
        elif local == "row":
            self._start_row(attributes)
        elif local != "":
            self._start_other(local, attributes)

    def end(self, name: str) -> None:
        local = self._names[name]
        if local == "c":
            if self._value is not None or self._formula is not None:
                self._end_cell()
        elif local in ("v", "t", "f"):
            self._heard = None
        elif local == "rPh":
            self._phonetic = False
        elif local == "row" and self._cells:
            self._keep(self._row, self._cells)

    def text(self, text: str) -> None:
        if self._heard is not None:
            self._heard.append(text)

    def _local(self, name: str) -> str:
        """The local name of an element in the sheet's own namespace; others have none for us."""
        namespace, _, local = name.rpartition(" ")
        if not self._names:
            if local != "worksheet":
                raise ValueError(f"a sheet begins with {local}")
            self._namespace = namespace
        self._names[name] = local if namespace == self._namespace else ""
        return self._names[name]

    def _start_row(self, attributes: list[str]) -> None:
        number = _attribute(attributes, "r")
        if number is None and self._places_wanted:
            raise _Unnumbered
        row = int(number) if number is not None else self._row + 1
        self._row, self._row_text, self._column = row, str(row), -1
        self._cells = []

    def _start_cell(self, attributes: list[str]) -> None:
        self._forget_cell()
        reference = None
        for index in range(0, len(attributes), 2):
            key = attributes[index]
            if key == "r":
                reference = attributes[index + 1]
            elif key == "s":
                self._style = attributes[index + 1]
            elif key == "t":
                self._kind = attributes[index + 1]
        if reference is None and self._places_wanted:
            raise _Unnumbered
        column = self._column_of(reference) if reference is not None else self._column + 1
        if not self._column < column <= LAST_COLUMN:
            raise ValueError(f"cell {reference} in row {self._row} out of order")
        self._column = column

    def _column_of(self, reference: str) -> int:
        letters = reference.rstrip(_DIGITS)
        if reference[len(letters) :] != self._row_text:
            raise ValueError(f"cell {reference} in row {self._row}")
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = column_number(letters)
        return column

    def _start_other(self, local: str, attributes: list[str]) -> None:
        if local == "f":
            self._formula = self._heard = []
        elif local == "is":
            self._value = []
        elif local == "t" and self._value is not None and not self._phonetic:
            self._heard = self._value
        elif local == "rPh":
            self._phonetic = True
        elif local == "mergeCell":
            self.merged.append(merged_area(_attribute(attributes, "ref") or ""))

    def _end_cell(self) -> None:
        value = None if self._value is None else "".join(self._value)
        formula = None if self._formula is None else "".join(self._formula)
        cell = self._read_cell(self._column, self._kind, self._style, value, formula)
        if cell is not None:
            self._cells.append(cell)

    def _keep(self, number: int, cells: list[Cell]) -> None:
        if not 0 < number <= LAST_ROW:
            raise ValueError(f"row {number}")
        self._room -= len(cells)
        if self._room < 0:
            raise InputError("file_too_many_cells", file=self._file, limit=str(MAX_CELLS))
        self.rows.append(Row(number, tuple(cells)))


def _attribute(attributes: list[str], name: str) -> str | None:
    return next((attributes[index + 1] for index in range(0, len(attributes), 2) if attributes[index] == name), None)
