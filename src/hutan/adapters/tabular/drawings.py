"""How far to the right charts and pictures of a sheet reach, so that no answer hides behind one."""

from __future__ import annotations

from typing import Final

from hutan.adapters.tabular.archive import Archive, Member
from hutan.adapters.tabular.workbook import related_part
from hutan.adapters.tabular.xml_parts import local_name, parse

# A column of the default width [English metric units], for pictures that say their size and not their last column.
_COLUMN_WIDTH_EMU: Final = 609_600


class _Anchors:
    def __init__(self) -> None:
        self.columns: list[int] = []
        self._open: list[str] = []
        self._heard = ""

    def start(self, name: str, attributes: list[str]) -> None:
        self._open.append(local_name(name))
        self._heard = ""
        if self._open[-2:] == ["oneCellAnchor", "ext"] and self.columns:
            width = dict(zip(attributes[::2], attributes[1::2], strict=True)).get("cx", "0")
            self.columns.append(self.columns[-1] + int(width) // _COLUMN_WIDTH_EMU)

    def end(self, name: str) -> None:
        if self._open[-2:] in (["from", "col"], ["to", "col"]):
            self.columns.append(int(self._heard))
        self._open.pop()

    def text(self, text: str) -> None:
        self._heard += text


def drawn_columns(archive: Archive, sheet: Member) -> list[int]:
    """Columns, from 0, in which a chart or picture of the sheet begins or ends.

    Raises
    ------
    InputError
        ``file_damaged``.
    """
    drawing = related_part(archive, sheet, "/drawing")
    if drawing is None:
        return []
    handler = _Anchors()
    parse(archive, drawing, archive.chunks(drawing), handler)
    return handler.columns
