"""Workbook model: sheets of cells with the truth of every row, and the catalogue of builders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from dirty_facts import Period

Plain = str | int | float | bool | date | None


@dataclass(frozen=True)
class Cell:
    """A cell with a formula, a cached value or a look of its own."""

    value: Plain = None
    formula: str = ""
    style: tuple[tuple[str, object], ...] = ()


Content = Plain | Cell | Decimal
Cells = Sequence[Content]


def styled(value: Plain, **style: object) -> Cell:
    """A cell with format properties."""
    return Cell(value, "", tuple(sorted(style.items())))


def calc(formula: str, value: Plain, **style: object) -> Cell:
    """A formula with the value that the last calculation left behind."""
    return Cell(value, formula, tuple(sorted(style.items())))


@dataclass(frozen=True)
class Truth:
    """What a careful clerk takes one row, or one cell of a wide row, to be."""

    file: str
    sheet: str
    row: int
    cell: str
    expect: str
    why: str
    source: str | None = None
    period: Period | None = None
    quantity: Decimal | None = None
    state: str | None = None

    def plain(self) -> dict[str, object]:
        """The record as it stands in truth.json."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "cell": self.cell,
            "expect": self.expect,
            "source": self.source,
            "period_start": self.period.start.isoformat() if self.period else None,
            "period_end": self.period.end.isoformat() if self.period else None,
            "quantity": str(self.quantity) if self.quantity is not None else None,
            "state": self.state,
            "why": self.why,
        }


@dataclass
class Sheet:
    """One sheet: rows as typed, looks, and the truth; q is the column of the amount."""

    book: Book
    name: str
    q: str = "E"
    rows: list[list[Content] | str] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    struck_rows: set[int] = field(default_factory=set)
    hidden_columns: list[str] = field(default_factory=list)
    hidden: bool = False

    @property
    def next(self) -> int:
        """Number of the row that comes next."""
        return len(self.rows) + 1

    def put(self, cells: Cells | str) -> int:
        """Append a row that needs no verdict (title, heading); a bare text is a raw CSV line."""
        self.rows.append(cells if isinstance(cells, str) else list(cells))
        return len(self.rows)

    def head(self, *cells: Content) -> int:
        """Append a title or heading row."""
        return self.put(cells)

    def blank(self, count: int = 1) -> None:
        """Append empty rows."""
        for _ in range(count):
            self.put([])

    def merge(self, area: str) -> None:
        """Merge an area; its first cell keeps the content."""
        self.merges.append(area)

    def mark(
        self,
        expect: str,
        row: int,
        column: str,
        why: str,
        source: str | None = None,
        period: Period | None = None,
        quantity: Decimal | None = None,
        state: str = "measured",
    ) -> None:
        """Record the verdict on a row that is already there."""
        named = state if expect in ("accept", "either") else None
        self.book.truths.append(
            Truth(
                self.book.file,
                self.name,
                row,
                f"{column}{row}",
                expect,
                why,
                source,
                period,
                quantity,
                named,
            )
        )

    def accept(
        self,
        cells: Cells | str,
        source: str,
        period: Period,
        quantity: Decimal,
        why: str,
        state: str = "measured",
        q: str = "",
    ) -> int:
        """Append a row that reads without doubt."""
        row = self.put(cells)
        self.mark("accept", row, q or self.q, why, source, period, quantity, state)
        return row

    def either(
        self,
        cells: Cells | str,
        source: str,
        period: Period,
        quantity: Decimal,
        why: str,
        state: str = "measured",
        q: str = "",
    ) -> int:
        """Append a row on which reasonable people differ."""
        row = self.put(cells)
        self.mark("either", row, q or self.q, why, source, period, quantity, state)
        return row

    def refuse(self, cells: Cells | str, why: str, q: str = "") -> int:
        """Append a row that must be asked back."""
        row = self.put(cells)
        self.mark("refuse", row, q or self.q, why)
        return row

    def ignore(self, cells: Cells | str, why: str, q: str = "") -> int:
        """Append a row that is no data."""
        row = self.put(cells)
        self.mark("ignore", row, q or self.q, why)
        return row


@dataclass
class Book:
    """One file to be written."""

    file: str
    title: str
    dirty: str
    encoding: str = "utf-8"
    delimiter: str = ","
    newline: str = "\r\n"
    final_newline: bool = True
    sheets: list[Sheet] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)

    def sheet(self, name: str = "Sheet1", q: str = "E") -> Sheet:
        """Start a sheet; a CSV file has one without a name."""
        made = Sheet(self, "" if self.file.endswith(".csv") else name, q)
        self.sheets.append(made)
        return made


Builder = Callable[[Book], None]


@dataclass(frozen=True)
class Entry:
    """One line of the catalogue: id, file, what the workbook is, what is dirty about it."""

    id: str
    file: str
    title: str
    dirty: str
    build: Builder


CATALOGUE: list[Entry] = []


def workbook(ident: str, name: str, title: str, dirty: str) -> Callable[[Builder], Builder]:
    """Enter a builder into the catalogue."""

    def enter(build: Builder) -> Builder:
        CATALOGUE.append(Entry(ident, f"{ident}_{name}", title, dirty, build))
        return build

    return enter


def made(entry: Entry) -> Book:
    """Build one workbook of the catalogue in memory."""
    book = Book(entry.file, entry.title, entry.dirty)
    entry.build(book)
    return book
