"""Characters that the report's font can show; any other is written as its code point, so that nothing turns into a box or vanishes."""

from __future__ import annotations

import functools
import struct
import unicodedata
from bisect import bisect_right
from pathlib import Path

# Written by the template as lowered digits.
_LOWERED = frozenset("₀₁₂₃₄₅₆₇₈₉")


def printable(text: str, font: Path) -> str:
    """`text` with every character that `font` cannot show as ``‹U+1F600›``; controls and joiners, which are never shown, are kept out."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character, font) for character in text)


def _shown(character: str, font: Path) -> str:
    if character in ("\n", " ") or character in _LOWERED:
        return character
    if unicodedata.category(character) in ("Cc", "Cf"):
        return ""
    return character if _holds(ord(character), font) else f"‹U+{ord(character):04X}›"


def _holds(code_point: int, font: Path) -> bool:
    starts, ends = _ranges(font)
    index = bisect_right(starts, code_point) - 1
    return index >= 0 and code_point <= ends[index]


@functools.cache
def _ranges(font: Path) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and last code points of the groups in the font's character map.

    Source: OpenType specification, cmap table, subtable format 12.
    """
    with font.open("rb") as file:
        (tables,) = struct.unpack(">4xH6x", file.read(12))
        directory = file.read(16 * tables)
        records = (struct.unpack(">4s4xII", directory[at : at + 16]) for at in range(0, len(directory), 16))
        offset, length = next((offset, length) for tag, offset, length in records if tag == b"cmap")
        file.seek(offset)
        cmap = file.read(length)
    (count,) = struct.unpack(">2xH", cmap[:4])
    subtables = (struct.unpack(">4xI", cmap[4 + 8 * index : 12 + 8 * index])[0] for index in range(count))
    at = next(start for start in subtables if struct.unpack(">H", cmap[start : start + 2])[0] == 12)
    (groups,) = struct.unpack(">12xI", cmap[at : at + 16])
    found = [struct.unpack(">II4x", cmap[at + 16 + 12 * index : at + 28 + 12 * index]) for index in range(groups)]
    return tuple(start for start, _ in found), tuple(end for _, end in found)
