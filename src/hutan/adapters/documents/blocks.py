"""What a document consists of, whatever prints it: paragraphs, facts, tables and pictures, every figure already text.

Lengths in pictures are whole ten-thousandths of the axis; `color` names a colour of the house, ``scope_1`` or ``biogenic``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FULL_LENGTH = 10_000

Tone = Literal["plain", "note", "attention", "refusal"]
Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a bar; `hatched` where the data behind it are estimated."""

    length: int
    color: str
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    tone: Tone = "plain"
    block: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Command:
    """Something to type, or a digest: set so that every character can be told apart."""

    text: str
    block: Literal["command"] = "command"


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what it is."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values in two columns, without a number."""

    rows: tuple[Fact, ...]
    block: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `share` is its part of the width that columns without one (0) leave over.

    In a table with remarks every column has a share: a remark spans columns, and must not decide how wide they are.
    """

    title: str
    align: Align = "left"
    share: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """Text, and below or beside it a small bar; `code`: an identifier that may be broken anywhere."""

    text: str
    bar: tuple[Segment, ...] = ()
    tone: Tone = "plain"
    code: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of one row. A ``remark`` has one cell and belongs to the row above it; ``group`` and ``more`` have one over the whole width."""

    cells: tuple[Cell, ...]
    role: Literal["plain", "sum", "apart", "group", "remark", "more"] = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """A numbered table; its caption says what was found."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    block: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and what stands there."""

    position: int
    text: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Ticks from zero upwards, and the unit they are in."""

    ticks: tuple[Tick, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """What a colour or texture stands for."""

    text: str
    color: str
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Whisker:
    """The 95 % interval, drawn from `low` to `high`."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A lying bar with its whisker where there is one, and the figure in words beside it."""

    label: str
    detail: str
    text: str
    segments: tuple[Segment, ...]
    whisker: Whisker | None


@dataclass(frozen=True, slots=True)
class BarGroup:
    """Bars that share a heading and an axis."""

    title: str
    bars: tuple[Bar, ...]
    axis: Axis


@dataclass(frozen=True, slots=True)
class BarChart:
    """A numbered picture of lying bars; `alt` says the same in words."""

    caption: str
    alt: str
    groups: tuple[BarGroup, ...]
    legend: tuple[LegendEntry, ...]
    note: str = ""
    block: Literal["bars"] = "bars"


@dataclass(frozen=True, slots=True)
class Stack:
    """One month: what counts, and apart from it what does not. `lacking`: some source has days without data, so the stack is too low."""

    label: str
    segments: tuple[Segment, ...]
    apart: tuple[Segment, ...]
    text: str
    lacking: bool


@dataclass(frozen=True, slots=True)
class StackPanel:
    """The months of one period."""

    title: str
    stacks: tuple[Stack, ...]


@dataclass(frozen=True, slots=True)
class StackChart:
    """A numbered picture of months, panels side by side on one axis; `lacking` says what an empty outline means, where there is one."""

    caption: str
    alt: str
    panels: tuple[StackPanel, ...]
    axis: Axis
    legend: tuple[LegendEntry, ...]
    lacking: str = ""
    note: str = ""
    block: Literal["stacks"] = "stacks"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, and the lines to fill in."""

    title: str
    statement: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign, side by side."""

    places: tuple[Signature, ...]
    block: Literal["signatures"] = "signatures"


Block = Paragraph | Command | Facts | Table | BarChart | StackChart | Signatures


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it; `own_page`: starts on a new page; `kept`: is not broken across pages."""

    title: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()
    own_page: bool = False
    kept: bool = False


@dataclass(frozen=True, slots=True)
class PartOfTotal:
    """One scope, site or source within a total; `share` as text and as ten-thousandths, of which `estimated` are estimated."""

    name: str
    value: str
    share: str
    length: int
    estimated: int
    color: str


@dataclass(frozen=True, slots=True)
class TotalShown:
    """A total in words: ``12.4 ± 0.9 tCO2e (95 %)``, or the value and that no interval is established, with the coverage."""

    title: str
    text: str
    coverage: str
    established: bool
    apart: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """One method over one period, short enough for a screen."""

    method: str
    pack: str
    period: str
    unit: str
    totals: tuple[TotalShown, ...]
    scopes: tuple[PartOfTotal, ...]
    sites: tuple[PartOfTotal, ...]
    complete: bool
    gaps: tuple[str, ...]
    outside: int
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefusalShown:
    """One reason why a row was not accepted, in the reader's language; `ticket` names the row, which is still open."""

    ticket: str
    file: str
    sheet: str
    cell: str
    reason: str
    hint: str


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A report in one language: everything that any output says."""

    language: str
    title: str
    subtitle: str
    organization: str
    running_title: str
    digest: str
    digest_short: str
    cover: tuple[Fact, ...]
    standing: str
    complete: bool
    overviews: tuple[Overview, ...]
    refusals: tuple[RefusalShown, ...]
    sections: tuple[Section, ...]
