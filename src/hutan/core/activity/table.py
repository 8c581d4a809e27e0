"""A file of rows as it was sent: every cell keeps its place, so that every answer can name it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from hutan.kernel.ids import Digest


class CellKind(Enum):
    """What a cell holds. ERROR is a value such as ``#DIV/0!``; FORMULA_ONLY a formula without a stored value."""

    # See `Column`: the hash of an Enum by its name is slow, and cells are looked up by it.
    __hash__ = object.__hash__

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    FORMULA_ONLY = "formula_only"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not empty.

    `text` is what a person reads in it; `number` and `day` are set by kind. `shown_unit` is a word that the number format puts behind a
    number, and `struck` says that the cell is struck through.
    """

    column: int
    kind: CellKind
    text: str
    number: Decimal | None = None
    day: date | None = None
    shown_unit: str = ""
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row with at least one cell; `number` counts from 1 as the file does, `cells` are in column order (0-based)."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell | None:
        for cell in self.cells:
            if cell.column == column:
                return cell
        return None


@dataclass(frozen=True, slots=True)
class MergedArea:
    """Merged cells; rows from 1, columns from 0, all four ends included. The value stands in the first cell."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows that are not empty. A CSV file is one sheet with an empty name."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[MergedArea, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class TableFile:
    """A workbook or CSV file: name without folder, SHA-256 of its bytes, sheets, and the encoding found for text files."""

    name: str
    digest: Digest
    sheets: tuple[Sheet, ...]
    encoding: str = ""


def column_letters(column: int) -> str:
    """``A`` for 0, ``Z`` for 25, ``AA`` for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """``B7`` for row 7, column 1."""
    return f"{column_letters(column)}{row}"
