"""What reading one row gave: a value or faults, each with the columns it concerns, and the remarks beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from hutan.core.activity.answers import Verdict
from hutan.core.activity.book import NOT_UNDERSTOOD, Understood
from hutan.core.activity.columns import AMOUNT_OF, Column
from hutan.core.activity.header import Header
from hutan.core.activity.reading import Finding, Read, Unread, words_of
from hutan.core.activity.table import Cell, cell_name
from hutan.kernel.ids import Digest
from hutan.kernel.refusals import Address

T = TypeVar("T")
Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class Note:
    """A finding and the columns it is about."""

    finding: Finding
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row below a heading: its cells by what they hold.

    `padded_months` and `comma_is_point` are traits of its columns, see ``months_are_padded`` and ``commas_are_points``. `units_said` are units
    that the sheet names for all rows, and `assumed` tells what else the row takes from around it. `is_one_of` is set where the
    row of the file holds other amounts too, each of which is a row of its own here. `says_void` is set where any
    cell of the row says so, and `tells_use` where the table tells rows of use from rows of purchase or stock.
    """

    file_name: str
    file: Digest
    sheet: str
    number: int
    header: Header
    cells: tuple[tuple[Column, Cell], ...]
    padded_months: bool = False
    amount_is_merged: bool = False
    comma_is_point: bool = False
    units_said: tuple[str, ...] = ()
    assumed: tuple[Note, ...] = ()
    is_one_of: bool = False
    says_void: bool = False
    tells_use: bool = False
    by_column: Mapping[Column, Cell] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_column", dict(self.cells))

    def cell(self, column: Column) -> Cell | None:
        return self.by_column.get(column)

    def words(self, column: Column) -> str:
        return words_of(self.cell(column))

    def heading_unit(self, column: Column) -> str:
        heading = self.header.heading(column)
        return heading.unit_text if heading else ""

    @property
    def columns(self) -> frozenset[Column]:
        return frozenset(self.by_column)

    def place(self, columns: tuple[Column, ...] = ()) -> str:
        """The cell that a remark on `columns` points at: the first of them that the sheet has, else the amount."""
        for column in (*columns, AMOUNT_OF[self.header.kind]):
            heading = self.header.heading(column)
            if heading is not None:
                return cell_name(self.number, heading.index)
        return cell_name(self.number, 0)

    def address(self, columns: tuple[Column, ...] = ()) -> Address:
        """The place as its owner knows it, with the name of the file."""
        return Address(self.file_name, self.sheet, self.place(columns))

    def origin(self) -> Address:
        """The place of the amount as records keep it, with the digest of the file."""
        return Address(self.file, self.sheet, self.place())

    def seen_from(self, sheet: str) -> str:
        """The amount's cell as named from `sheet`: ``E7``, or ``Sheet!E7`` from another one."""
        return self.place() if sheet == self.sheet else f"{self.sheet}!{self.place()}"


@dataclass(frozen=True, slots=True)
class RowReading(Generic[Content]):
    """One row, read. `content` is None where there are faults, and for rows that carry nothing; `counted` is false for what is held already.

    `ticket` is given to a refused row once it is entered in the book.
    """

    row: SheetRow
    content: Content | None
    faults: tuple[Note, ...] = ()
    remarks: tuple[Note, ...] = ()
    counted: bool = True
    ticket: str = ""
    understood: Understood = NOT_UNDERSTOOD

    @property
    def verdict(self) -> Verdict:
        if self.faults:
            return Verdict.REFUSED
        if not self.counted:
            return Verdict.UNCHANGED
        return Verdict.REMARKED if self.remarks else Verdict.ACCEPTED

    def refused(self, *faults: Note) -> RowReading[Content]:
        return replace(self, content=None, faults=self.faults + faults, counted=True)

    def remarked(self, *remarks: Note) -> RowReading[Content]:
        return replace(self, remarks=self.remarks + remarks)

    def entered(self, ticket: str) -> RowReading[Content]:
        return replace(self, ticket=ticket)

    def already_held(self, *remarks: Note, held: Content | None = None) -> RowReading[Content]:
        """The row as one with nothing new in it, standing for `held`; what was remarked on reading it was told the first time."""
        return replace(self, content=held or self.content, faults=(), remarks=remarks, counted=False)


class RowTrial:
    """Collects what is wrong in one row, so that all of it is told at once."""

    def __init__(self, assumed: tuple[Note, ...] = ()) -> None:
        self.faults: list[Note] = []
        self.remarks: list[Note] = list(assumed)

    def take(self, outcome: Read[T] | Unread, *columns: Column) -> T | None:
        """The value that was read, or None; fault and remarks are kept with `columns`."""
        if isinstance(outcome, Unread):
            self.faults.append(Note(outcome.reason, columns))
            return None
        self.remarks.extend(Note(remark, columns) for remark in outcome.remarks)
        return outcome.value

    def fault(self, reason: Finding, *columns: Column) -> None:
        self.faults.append(Note(reason, columns))

    def remark(self, reason: Finding, *columns: Column) -> None:
        self.remarks.append(Note(reason, columns))

    def reading(self, row: SheetRow, content: Content | None, understood: Understood = NOT_UNDERSTOOD) -> RowReading[Content]:
        return RowReading(row, None if self.faults else content, tuple(self.faults), tuple(self.remarks), understood=understood)
