"""Where in a sheet's XML its rows begin and end, to the byte, so that a cell can be put in without touching anything else."""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from hutan.adapters.tabular.archive import Archive, Member
from hutan.adapters.tabular.plain_rows import ATTRIBUTES, hides_nothing
from hutan.adapters.tabular.sheet_reading import LAST_COLUMN, LAST_ROW, column_number
from hutan.adapters.tabular.xml_parts import local_name, new_parser

_DIGITS: Final = "0123456789"
_TAG: Final = re.compile(rb"<(?:([^\s<>/:]+):)?[^\s<>/]+(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>")
# A numbered row of numbered cells, whole; what a cell holds may be any tags but those of cells and rows (group 2: all cells).
_PLAIN_ROW: Final = re.compile(
    rf'<row r="([0-9]{{1,7}})"{ATTRIBUTES}(?:/>|>((?:<c r="[A-Z]{{1,3}}[0-9]{{1,7}}"{ATTRIBUTES}'
    r"(?:/>|>(?:<(?!/?c[ />]|/?row[ />]|\?)[^<>]*>|[^<>])*</c>))*)</row>)".encode()
)
_CELL_START: Final = b'<c r="'
_ROW_END: Final = len(b"</row>")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag from `start` to `end`; `prefix` is its namespace prefix with the colon, or empty."""

    start: int
    end: int
    prefix: str
    closes_itself: bool


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell's bytes and its style."""

    start: int
    end: int
    style: str


@dataclass(slots=True)
class RowPlace:
    """A row: its opening tag, where a cell in the answer column goes, and the cell that stands there, if any."""

    tag: Tag
    insert_at: int
    cell: CellPlace | None = None


@dataclass(slots=True)
class SheetPlaces:
    """Rows asked for by number, rows that are not there with the place where they would begin, and all columns in use."""

    data_tag: Tag | None = None
    rows: dict[int, RowPlace] = field(default_factory=dict)
    missing: dict[int, int] = field(default_factory=dict)
    columns: set[int] = field(default_factory=set)


class _Incomplete(Exception):
    """Rows passed over by pattern were needed after all."""


def find_places(archive: Archive, member: Member, xml: bytes, wanted: Collection[int], column: int) -> SheetPlaces:
    """Places in `xml`, the content of `member`.

    Parameters
    ----------
    wanted
        Numbers of the rows whose places are asked for.
    column
        The column, from 0, in which a cell is wanted; beyond the last one where it is not known yet.

    Raises
    ------
    InputError
        ``file_damaged`` if the sheet is not well formed, has rows out of order or no place for rows.
    """
    try:
        return _Finder(archive, member, xml, wanted, column, by_pattern=hides_nothing(xml)).places()
    except _Incomplete:
        return _Finder(archive, member, xml, wanted, column, by_pattern=False).places()


class _Finder:
    """Plain rows are found by pattern and kept from the parser, which sees the rest; or the parser sees all."""

    def __init__(self, archive: Archive, member: Member, xml: bytes, wanted: Collection[int], column: int, by_pattern: bool) -> None:
        self._damaged = archive.damaged(member.name)
        self._xml = xml
        self._wanted = frozenset(wanted)
        self._waiting = sorted(wanted, reverse=True)
        self._column = column
        self._by_pattern = by_pattern
        self._found = SheetPlaces()
        self._letters: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._parser = new_parser(archive.file)
        self._number, self._at_column = 0, -1
        self._row: RowPlace | None = None
        self._cell: tuple[int, str] | None = None
        self._names: dict[str, str] = {}
        self._inside = False
        self._skipped_at: list[int] = [0]
        self._skipped: list[int] = [0]

    def places(self) -> SheetPlaces:
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        try:
            for piece in self._rest() if self._by_pattern else [self._xml]:
                self._parser.Parse(piece, False)
            self._parser.Parse(b"", True)
        except (expat.ExpatError, ValueError) as error:
            raise self._damaged from error
        if self._found.data_tag is None:
            raise self._damaged
        if self._by_pattern and self._found.missing:
            raise _Incomplete
        self._found.columns.update(column_number(letters) for letters in self._letters)
        return self._found

    def _rest(self) -> Iterator[bytes]:
        """The XML without its plain rows, with note taken of what was left out where."""
        position = kept = 0
        for match in _PLAIN_ROW.finditer(self._xml):
            if not self._takes(match):
                continue
            if match.start() > position:
                yield self._xml[position : match.start()]
                kept += match.start() - position
                self._skipped_at.append(kept)
                self._skipped.append(self._skipped[-1])
            position = match.end()
            self._skipped[-1] += position - match.start()
        yield self._xml[position:]

    def _takes(self, match: re.Match[bytes]) -> bool:
        """Whether the row needs no parser: it is not wanted, or has no cell in the wanted column because none is known yet."""
        number = int(match[1])
        if number in self._wanted:
            if self._column <= LAST_COLUMN:
                return False
            tag = Tag(match.start(), match.start(2) if match[2] is not None else match.end(), "", match[2] is None)
            self._found.rows[number] = RowPlace(tag, match.end() - _ROW_END)
        if match[2]:
            start = self._xml.rfind(_CELL_START, match.start(), match.end()) + len(_CELL_START)
            self._letters.add(self._xml[start : start + 3].rstrip(b'0123456789"').decode())
        return True

    def _here(self) -> int:
        index = self._parser.CurrentByteIndex
        return index + self._skipped[bisect.bisect_right(self._skipped_at, index) - 1]

    def _tag(self) -> Tag:
        match = _TAG.match(self._xml, self._here())
        if match is None:
            raise self._damaged
        prefix = f"{match[1].decode('utf-8')}:" if match[1] else ""
        return Tag(match.start(), match.end(), prefix, match[0].endswith(b"/>"))

    def _local(self, name: str) -> str:
        local = self._names[name] = local_name(name)
        return local

    def _start(self, name: str, attributes: list[str]) -> None:
        local = self._names.get(name) or self._local(name)
        if local == "c" and self._inside:
            if self._row is None and attributes and attributes[0] == "r":
                self._letters.add(attributes[1].rstrip(_DIGITS))
            else:
                self._start_cell(dict(zip(attributes[::2], attributes[1::2], strict=True)))
        elif local == "row" and self._inside:
            self._start_row(dict(zip(attributes[::2], attributes[1::2], strict=True)))
        elif local == "sheetData":
            self._found.data_tag, self._inside = self._tag(), True

    def _start_row(self, attributes: dict[str, str]) -> None:
        if "r" not in attributes and self._by_pattern:
            raise _Incomplete
        number = int(attributes.get("r", self._number + 1))
        if number <= self._number:
            raise ValueError(f"row {number} after row {self._number}")
        self._number, self._at_column = number, -1
        self._miss_rows_before(number)
        if number in self._wanted:
            self._row = self._found.rows[number] = RowPlace(self._tag(), -1)

    def _miss_rows_before(self, number: int) -> None:
        while self._waiting and self._waiting[-1] < number:
            missed = self._waiting.pop()
            if missed not in self._found.rows:
                self._found.missing[missed] = self._here()

    def _start_cell(self, attributes: dict[str, str]) -> None:
        letters = attributes["r"].rstrip(_DIGITS) if "r" in attributes else ""
        if letters:
            self._letters.add(letters)
        self._at_column = self._column_of(letters) if letters else self._at_column + 1
        self._found.columns.add(self._at_column)
        if self._row is None or self._at_column < self._column:
            return
        if self._at_column == self._column:
            self._cell = self._here(), attributes.get("s", "")
        elif self._row.insert_at < 0:
            self._row.insert_at = self._here()

    def _column_of(self, letters: str) -> int:
        if letters not in self._numbers:
            self._numbers[letters] = column_number(letters)
        return self._numbers[letters]

    def _end(self, name: str) -> None:
        local = self._names[name]
        if local == "c" and self._cell is not None and self._row is not None:
            self._row.cell = CellPlace(self._cell[0], self._end_of(self._cell[0]), self._cell[1])
            self._cell = None
        elif local == "row" and self._row is not None:
            if self._row.insert_at < 0:
                self._row.insert_at = self._here()
            self._row = None
        elif local == "sheetData":
            self._inside = False
            self._miss_rows_before(LAST_ROW + 1)

    def _end_of(self, start: int) -> int:
        """Where an element ends whose end is being told."""
        tag = _TAG.match(self._xml, start)
        if tag is not None and tag[0].endswith(b"/>"):
            return tag.end()
        return self._xml.index(b">", self._here()) + 1
