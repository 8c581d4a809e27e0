"""What a workbook says of itself: its sheets and where they are, its texts, its formats, its calendar."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace
from typing import Final

from hutan.adapters.tabular.archive import Archive, Member
from hutan.adapters.tabular.number_formats import NumberFormat, built_in_format, format_of_code
from hutan.adapters.tabular.xml_parts import Element, elements, local_name, parse, unescaped
from hutan.kernel.errors import InputError

MAX_CELLS: Final = 2_000_000

_OTHER_FORMATS: Final = (
    ("content.xml", "OpenDocument (.ods)"),
    ("index/document.iwa", "Apple Numbers (.numbers)"),
    ("index.zip", "Apple Numbers (.numbers)"),
    ("word/document.xml", "Word (.docx)"),
    ("ppt/presentation.xml", "PowerPoint (.pptx)"),
    ("xl/workbook.bin", "Excel Binary (.xlsb)"),
)


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet and the member that holds it."""

    name: str
    member: Member
    hidden: bool


@dataclass(frozen=True, slots=True)
class Font:
    """The workbook's own font, so that text set in runs looks like the rest."""

    name: str
    size: str


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook without its cells. `zeros_unknown`: formulas were written without being computed, a stored 0 means nothing."""

    archive: Archive
    sheets: tuple[SheetPart, ...]
    strings: tuple[str, ...]
    formats: tuple[NumberFormat, ...]
    font: Font
    date_1904: bool
    zeros_unknown: bool


def open_workbook(file: str, data: bytes) -> Workbook:
    """The workbook in `data`; `file` is used in errors only.

    Raises
    ------
    InputError
        Whatever `Archive` and `parse` raise; ``file_other_format`` for another kind of document; ``file_not_a_table`` for an archive that
        holds none.
    """
    archive = Archive(file, data)
    main = _main_part(archive)
    relations = _relations(archive, main)
    found = elements(archive, main)
    styles = _related(archive, relations, "/styles")
    style_elements = elements(archive, styles) if styles else []
    strings = _related(archive, relations, "/sharedStrings")
    properties = _attributes(found, "workbookPr")
    return Workbook(
        archive,
        tuple(_sheets(archive, found, relations)),
        _strings(archive, strings) if strings else (),
        _formats(archive, style_elements),
        _font(style_elements),
        date_1904=properties.get("date1904") in ("1", "true"),
        zeros_unknown=_attributes(found, "calcPr").get("fullCalcOnLoad") in ("1", "true"),
    )


def related_part(archive: Archive, part: Member, ending: str) -> Member | None:
    """The first part that `part` relates to with a type of this ending, or None.

    Raises
    ------
    InputError
        ``file_damaged`` if the related part is not there.
    """
    return _related(archive, _relations(archive, part), ending)


@dataclass(frozen=True, slots=True)
class _Relation:
    id: str
    type: str
    target: str


def _main_part(archive: Archive) -> Member:
    for name, form in _OTHER_FORMATS:
        if archive.find(name) and not archive.find("[Content_Types].xml"):
            raise InputError("file_other_format", file=archive.file, format=form)
    root = archive.find("_rels/.rels")
    if root is None:
        raise InputError("file_not_a_table", file=archive.file)
    main = _related(archive, _relations_of(archive, root, ""), "/officeDocument")
    if main is None:
        raise InputError("file_not_a_table", file=archive.file)
    for name, form in _OTHER_FORMATS:
        if main.key == name:
            raise InputError("file_other_format", file=archive.file, format=form)
    return main


def _relations(archive: Archive, part: Member) -> list[_Relation]:
    folder, name = posixpath.split(part.key)
    member = archive.find(f"{folder}/_rels/{name}.rels")
    return _relations_of(archive, member, folder) if member else []


def _relations_of(archive: Archive, member: Member, folder: str) -> list[_Relation]:
    return [
        _Relation(
            element.attributes.get("Id", ""),
            element.attributes.get("Type", ""),
            posixpath.normpath(posixpath.join("/", folder, element.attributes.get("Target", ""))),
        )
        for element in elements(archive, member)
        if element.name == "Relationship" and element.attributes.get("TargetMode") != "External"
    ]


def _related(archive: Archive, relations: list[_Relation], ending: str) -> Member | None:
    target = next((relation.target for relation in relations if relation.type.endswith(ending)), None)
    if target is None:
        return None
    member = archive.find(target)
    if member is None:
        raise archive.damaged(target.lstrip("/"))
    return member


def _sheets(archive: Archive, found: list[Element], relations: list[_Relation]) -> list[SheetPart]:
    by_id = {relation.id: relation for relation in relations}
    sheets = []
    for element in found:
        if element.name != "sheet" or element.parent != "sheets":
            continue
        name = unescaped(element.attributes.get("name", ""))
        relation = by_id.get(element.attributes.get("id", ""))
        if relation is None:
            raise archive.damaged(name)
        if not relation.type.endswith("/worksheet"):
            continue
        member = archive.find(relation.target)
        if member is None:
            raise archive.damaged(relation.target.lstrip("/"))
        sheets.append(SheetPart(name, member, element.attributes.get("state", "visible") != "visible"))
    return sheets


def _attributes(found: list[Element], name: str) -> dict[str, str]:
    return next((element.attributes for element in found if element.name == name), {})


def _formats(archive: Archive, found: list[Element]) -> tuple[NumberFormat, ...]:
    """The number format of each cell style."""
    try:
        own = {
            int(element.attributes["numFmtId"]): format_of_code(element.attributes.get("formatCode", ""))
            for element in found
            if element.name == "numFmt" and element.parent == "numFmts"
        }
        styles = [e.attributes for e in found if e.name == "xf" and e.parent == "cellXfs"]
        struck = _struck_fonts(found)
        looks = [(int(style.get("numFmtId", "0")), int(style.get("fontId", "0")) in struck) for style in styles]
    except (KeyError, ValueError) as error:
        raise archive.damaged("styles") from error
    return tuple(_styled(own.get(number) or built_in_format(number), is_struck) for number, is_struck in looks)


def _styled(form: NumberFormat, is_struck: bool) -> NumberFormat:
    return replace(form, struck=True) if is_struck else form


def _struck_fonts(found: list[Element]) -> frozenset[int]:
    """Numbers of the fonts that strike through what they write."""
    struck: set[int] = set()
    number = -1
    for element in found:
        if element.name == "font" and element.parent == "fonts":
            number += 1
        elif element.name == "strike" and element.parent == "font" and element.attributes.get("val", "1") not in ("0", "false"):
            struck.add(number)
    return frozenset(struck)


def _font(found: list[Element]) -> Font:
    """The first font of the styles, which is the workbook's default."""
    name, size = "Calibri", "11"
    fonts = 0
    for element in found:
        fonts += element.name == "font" and element.parent == "fonts"
        if fonts == 1 and element.parent == "font":
            name = element.attributes.get("val", name) if element.name == "name" else name
            size = element.attributes.get("val", size) if element.name == "sz" else size
    return Font(name, size)


class _Strings:
    """Shared texts: all runs of an item, without the readings set above Chinese characters."""

    def __init__(self, file: str) -> None:
        self.found: list[str] = []
        self._file = file
        self._item: list[str] = []
        self._reading_aloud = False
        self._inside = False

    def start(self, name: str, attributes: list[str]) -> None:
        name = local_name(name)
        if name == "t":
            self._inside = not self._reading_aloud
        elif name == "si":
            self._item = []
        elif name == "rPh":
            self._reading_aloud = True

    def end(self, name: str) -> None:
        name = local_name(name)
        if name == "t":
            self._inside = False
        elif name == "rPh":
            self._reading_aloud = False
        elif name == "si":
            self.found.append(unescaped("".join(self._item)))
            if len(self.found) > MAX_CELLS:
                raise InputError("file_too_many_cells", file=self._file, limit=str(MAX_CELLS))

    def text(self, text: str) -> None:
        if self._inside:
            self._item.append(text)


def _strings(archive: Archive, member: Member) -> tuple[str, ...]:
    handler = _Strings(archive.file)
    parse(archive, member, archive.chunks(member), handler)
    return tuple(handler.found)
