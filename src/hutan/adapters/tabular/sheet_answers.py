"""A sheet's XML with a column of answers: cells are put in, or replaced where an earlier round put them, and nothing else changes."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from hutan.adapters.tabular.answer_text import ANSWER_HEADER, ANSWER_MARK, BETWEEN, TextRun, header_runs, is_answer
from hutan.adapters.tabular.sheet_places import CellPlace, SheetPlaces
from hutan.adapters.tabular.sheet_reading import LAST_COLUMN
from hutan.adapters.tabular.workbook import Font
from hutan.adapters.tabular.xml_parts import escaped
from hutan.core.activity.table import Sheet, cell_name
from hutan.kernel.errors import InputError

Runs = tuple[TextRun, ...]

_ATTRIBUTE: Final = {'"': "&quot;"}


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes from `start` to `end` become `content`; nothing is lost where `start` is `end`."""

    start: int
    end: int
    content: bytes


def edited(xml: bytes, edits: Iterable[Edit]) -> bytes:
    """`xml` with the edits made."""
    parts, position = [], 0
    for edit in sorted(edits, key=lambda item: item.start):
        parts += [xml[position : edit.start], edit.content]
        position = edit.end
    return b"".join((*parts, xml[position:]))


def earlier_column(sheet: Sheet, header_row: int | None) -> int | None:
    """The column of an earlier round's answers, or None."""
    row = next((row for row in sheet.rows if row.number == header_row), None)
    cells = row.cells if row else ()
    return next((cell.column for cell in cells if cell.text.strip().startswith(ANSWER_MARK)), None)


def cells_to_write(sheet: Sheet, header_row: int | None, answers: Mapping[int, Runs]) -> dict[int, Runs]:
    """What the answer column shall hold, by row. An earlier answer to a row that has none now becomes no runs."""
    cells = dict(answers)
    column = earlier_column(sheet, header_row)
    earlier = {row.number: cell.text for row in sheet.rows if column is not None and (cell := row.cell(column))}
    if header_row is not None and (header_row in answers or _says_more(earlier.pop(header_row, None))):
        cells[header_row] = header_runs() + _continued(answers.get(header_row, ()))
    cells.update((number, ()) for number, text in earlier.items() if number not in cells and is_answer(text))
    return cells


def _says_more(header: str | None) -> bool:
    """Whether a header is not there yet, or goes on with an answer of an earlier round."""
    return header is None or header.startswith(ANSWER_HEADER + BETWEEN)


def _continued(runs: Runs) -> Runs:
    return (TextRun(BETWEEN, runs[0].color), *runs) if runs else ()


def free_column(sheet: Sheet, places: SheetPlaces, beside: Iterable[int]) -> int:
    """The first column right of all cells, merged areas and what else stands there (`beside`, columns from 0).

    Raises
    ------
    InputError
        ``answer_no_free_column``.
    """
    used = max((*places.columns, *(area.last_column for area in sheet.merged), *beside), default=-1)
    if used >= LAST_COLUMN:
        raise InputError("answer_no_free_column", sheet=sheet.name)
    return used + 1


def sheet_edits(places: SheetPlaces, column: int, cells: Mapping[int, Runs], font: Font) -> list[Edit]:
    """The edits that put `cells` into the column.

    Rows that are not there are put in; a row or sheet without content, written as one tag, gets an opening and a closing one.
    """
    edits: list[Edit] = []
    new_rows: dict[int, list[bytes]] = {}
    data_tag = places.data_tag
    prefix = data_tag.prefix if data_tag else ""
    for number, runs in sorted(cells.items()):
        place = places.rows.get(number)
        if place is not None and place.cell is not None:
            edits.append(Edit(place.cell.start, place.cell.end, _cell(place.tag.prefix, number, column, runs, font, place.cell)))
        elif not runs:
            continue
        elif place is None:
            cell = _cell(prefix, number, column, runs, font, None)
            new_rows.setdefault(places.missing[number], []).append(_element(prefix, "row", f' r="{number}"', cell))
        elif place.tag.closes_itself:
            cell = _cell(place.tag.prefix, number, column, runs, font, None)
            edits.append(Edit(place.tag.end - 2, place.tag.end, b">" + cell + f"</{place.tag.prefix}row>".encode()))
        else:
            edits.append(Edit(place.insert_at, place.insert_at, _cell(place.tag.prefix, number, column, runs, font, None)))
    for position, rows in new_rows.items():
        if data_tag is not None and data_tag.closes_itself:
            edits.append(Edit(position - 2, position, b">" + b"".join(rows) + f"</{prefix}sheetData>".encode()))
        else:
            edits.append(Edit(position, position, b"".join(rows)))
    return edits


def _cell(prefix: str, row: int, column: int, runs: Runs, font: Font, old: CellPlace | None) -> bytes:
    """A cell with these runs; a cell that stood there keeps its style, and without runs keeps nothing else."""
    style = f' s="{old.style}"' if old is not None and old.style else ""
    place = f' r="{cell_name(row, column)}"{style}'
    if not runs:
        return f"<{prefix}c{place}/>".encode() if style else b""
    texts = b"".join(_run(prefix, run, font) for run in runs)
    return _element(prefix, "c", f'{place} t="inlineStr"', _element(prefix, "is", "", texts))


def _run(prefix: str, run: TextRun, font: Font) -> bytes:
    text = escape(escaped(run.text)).encode()
    return _element(prefix, "r", "", _look(prefix, run.bold, run.color, font) + _element(prefix, "t", ' xml:space="preserve"', text))


@functools.lru_cache(maxsize=256)
def _look(prefix: str, is_bold: bool, color: str, font: Font) -> bytes:
    bold = f"<{prefix}b/>" if is_bold else ""
    name, size = escape(font.name, _ATTRIBUTE), escape(font.size, _ATTRIBUTE)
    look = f'{bold}<{prefix}sz val="{size}"/><{prefix}color rgb="{color}"/><{prefix}rFont val="{name}"/>'
    return _element(prefix, "rPr", "", look.encode())


def _element(prefix: str, name: str, attributes: str, content: bytes) -> bytes:
    return f"<{prefix}{name}{attributes}>".encode() + content + f"</{prefix}{name}>".encode()
