"""Rows in the plain form nearly all writers use are taken out of a sheet's XML by pattern, five times as fast as by the parser.

Plain means: numbered row, numbered cells, attributes r, s, t in this order, a value without entities. All else is left for the parser, so
that it sees a well formed sheet with fewer rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

# Attributes in double quotes; spelled out, so that nothing inside one can look like the end of a tag. None that changes the namespace.
ATTRIBUTES: Final = r'(?: (?!xmlns)[^\s<>/&="\']+="[^<>&"]*")* ?'
# Possessive only on single characters: Python before 3.11.5 gets possessive groups wrong (gh-106052).
# Whole rows without a value (group 1; not too many at once, for each is remembered), or the beginning of a numbered row (group 2).
_NEXT_ROW: Final = re.compile(
    rf'((?:<row{ATTRIBUTES}(?:/>|>(?:<c{ATTRIBUTES}/>)*</row>)){{1,400}})|<row r="([0-9]{{1,7}})"{ATTRIBUTES}>',
)
_PLAIN: Final = r"[^<>&\x00-\x1f\x7f]*+"
_CELL: Final = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,6})")?(?: t="(n|s|b|e|str|inlineStr)")?(?:/>|>'
    rf"(?:<f>({_PLAIN})</f>)?(?:<v>({_PLAIN})</v>|<is><t(?: xml:space=\"preserve\")?>({_PLAIN})</t></is>)?</c>)"
)
_ROW_END: Final = "</row>"
_XML_DECLARATION: Final = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^<>]*\?>")
_ENCODING: Final = re.compile(rb"\sencoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
# Comments, CDATA and processing instructions may hold what looks like a row.
_HIDING_PLACE: Final = re.compile(rb"<[!?]")
_PLAIN_ROOT: Final = re.compile(rb"<worksheet[ \r\n>]")

# Letters of the column, row, style, type, formula, value, inline text; None for what is not there.
PlainCell = tuple[str, str, str | None, str | None, str | None, str | None, str | None]


class PlainRows:
    """Takes plain rows out of a stream of XML.

    Parameters
    ----------
    take
        Told of each plain row that has cells: its number as text, and the cells.
    """

    def __init__(self, take: Callable[[str, list[PlainCell]], None]) -> None:
        self._take = take

    def rest(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The same XML without its plain and its empty rows, as far as nothing could hide what looks like one.

        Raises
        ------
        ValueError
            If the bytes are not the UTF-8 they say they are.
        """
        kept = next(chunks, b"")
        begin = declaration_end(kept)
        if not is_utf8(kept) or not _PLAIN_ROOT.search(kept):
            yield kept
            yield from chunks
            return
        for chunk in chunks:
            piece = kept + chunk
            if _HIDING_PLACE.search(piece, begin):
                yield piece
                yield from chunks
                return
            begin = 0
            # Cut where a row begins, so that rows stay whole; else before the last tag, so that "<!" does.
            cut = max(piece.rfind(b"<row "), 0) or max(piece.rfind(b"<"), 0)
            yield self._without_rows(piece[:cut]) if cut else piece
            kept = piece[cut:] if cut else b""
        yield kept if _HIDING_PLACE.search(kept, begin) else self._without_rows(kept)

    def _without_rows(self, piece: bytes) -> bytes:
        text = piece.decode("utf-8")
        parts = []
        done = position = 0
        while match := _NEXT_ROW.search(text, position):
            position = match.end()
            end = position if match[1] else self._taken(text, match[2], position)
            if end:
                parts.append(text[done : match.start()])
                done = position = end
        parts.append(text[done:])
        return "".join(parts).encode("utf-8")

    def _taken(self, text: str, number: str, position: int) -> int:
        """Where the row ends that was taken; 0 if it is not plain."""
        matches = list(iter(_CELL.scanner(text, position).match, None))  # type: ignore[attr-defined]  # known to re, not to its stubs
        end: int = matches[-1].end() if matches else position
        if not text.startswith(_ROW_END, end):
            return 0
        self._take(number, [match.groups() for match in matches])
        return end + len(_ROW_END)


def declaration_end(xml: bytes) -> int:
    """Where the XML declaration ends; 0 where there is none."""
    declaration = _XML_DECLARATION.match(xml)
    return declaration.end() if declaration else 0


def is_utf8(xml: bytes) -> bool:
    """Whether XML that begins so is in UTF-8."""
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    declared = _ENCODING.search(xml, 0, declaration_end(xml))
    return declared is None or declared[1].lower() in (b"utf-8", b"us-ascii")


def hides_nothing(xml: bytes) -> bool:
    """Whether every row that can be seen in the XML is one."""
    return _HIDING_PLACE.search(xml, declaration_end(xml)) is None
