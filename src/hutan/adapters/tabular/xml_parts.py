"""XML parts of a workbook, read piece by piece; document types and entities are refused, so nothing can unfold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol
from xml.parsers import expat

from hutan.adapters.tabular.archive import Archive, Member
from hutan.kernel.errors import InputError

# A single tag or comment longer than this is no spreadsheet, and costs the parser time that grows with its square.
_LONGEST_TOKEN_BYTES: Final = 16 * 2**20

_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_NOT_ALLOWED: Final = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


class PartHandler(Protocol):
    """What is told of elements and text. Names are namespace, blank, local name; attributes are name, value, name, value."""

    def start(self, name: str, attributes: list[str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a small part, with names without namespace."""

    name: str
    parent: str
    attributes: dict[str, str]


class _Elements:
    def __init__(self) -> None:
        self.found: list[Element] = []
        self._open: list[str] = [""]

    def start(self, name: str, attributes: list[str]) -> None:
        local = local_name(name)
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        self.found.append(Element(local, self._open[-1], {local_name(key): value for key, value in pairs}))
        self._open.append(local)

    def end(self, name: str) -> None:
        self._open.pop()

    def text(self, text: str) -> None:
        """Small parts say everything in attributes."""


def local_name(name: str) -> str:
    """The name without its namespace."""
    return name.rpartition(" ")[2]


def elements(archive: Archive, member: Member) -> list[Element]:
    """All elements of a small part in document order. Raises what `parse` raises."""
    handler = _Elements()
    parse(archive, member, archive.chunks(member), handler)
    return handler.found


def parse(archive: Archive, member: Member, chunks: Iterable[bytes], handler: PartHandler) -> None:
    """Tell `handler` what the part holds.

    Raises
    ------
    InputError
        ``file_xml_entities`` for a document type; ``file_damaged`` if the part is not well formed or the handler finds a value that
        cannot be (ValueError).
    """
    parser = new_parser(archive.file)
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    try:
        _feed(parser, chunks)
    except (expat.ExpatError, ValueError) as error:
        raise archive.damaged(member.name) from error


def new_parser(file: str) -> expat.XMLParserType:
    """A parser that knows namespaces and refuses document types; `file` is named in the refusal."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.ordered_attributes = True

    def refuse(name: str, system_id: str | None, public_id: str | None, has_internal_subset: bool) -> None:
        raise InputError("file_xml_entities", file=file)

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _feed(parser: expat.XMLParserType, chunks: Iterable[bytes]) -> None:
    fed = 0
    for chunk in chunks:
        parser.Parse(chunk, False)
        fed += len(chunk)
        if fed - parser.CurrentByteIndex > _LONGEST_TOKEN_BYTES:
            raise ValueError("token too long")
    parser.Parse(b"", True)


def unescaped(text: str) -> str:
    """Text in which ``_x000D_`` stands for a character. Source: ISO/IEC 29500-1, 22.9.2.19 (ST_Xstring)."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    return match[0] if 0xD800 <= number <= 0xDFFF else chr(number)


def escaped(text: str) -> str:
    """`text` so that `unescaped` gives it back and XML may hold it."""
    safe = _ESCAPED.sub(lambda match: f"_x005F_x{match[1]}_", text)
    return _NOT_ALLOWED.sub(lambda match: f"_x{ord(match[0]):04X}_", safe)
