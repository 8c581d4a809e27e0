"""Workbooks written by hand, byte by byte where it matters, for the tests of the tabular adapter."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from hutan.adapters.tabular.reading import read_table
from hutan.core.activity.answers import RowAnswer, Verdict
from hutan.core.activity.table import Cell, Sheet
from hutan.core.model.carrier import Carrier, CarrierFamily
from hutan.core.model.organization import Consolidation, EmissionSource, Organization, OwnershipShare, Site, SourceUse
from hutan.kernel.ids import OrganizationId, RegionId, SiteId, SourceId
from hutan.kernel.periods import Period
from hutan.kernel.refusals import Address, Refusal, Remark, params_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# Style 1 a day, 2 a time, 3 six digits, 4 Chinese month, 5 two decimals, 6 a built-in day.
STYLES = (
    f'{XML}<styleSheet xmlns="{MAIN}"><numFmts count="4"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="[h]:mm:ss"/><numFmt numFmtId="166" formatCode="000000"/>'
    '<numFmt numFmtId="167" formatCode="yyyy&quot;年&quot;m&quot;月&quot;;@"/></numFmts>'
    '<fonts count="1"><font><sz val="12"/><name val="等线"/></font></fonts><fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs count="7"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="2"/>'
    '<xf numFmtId="14"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def sheet_xml(rows: str, after: str = "", namespace: str = MAIN) -> str:
    return f'{XML}<worksheet xmlns="{namespace}" xmlns:r="{RELATIONS}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def prefixed_xml(rows: str) -> str:
    """A sheet in which every element of `rows` has the prefix x."""
    return f'{XML}<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'


def parts(
    sheets: Mapping[str, str | bytes],
    strings: Sequence[str] = (),
    workbook_extra: str = "",
    states: Mapping[str, str] | None = None,
    styles: str = STYLES,
) -> dict[str, bytes]:
    """Members of a workbook. `strings` are the contents of ``si`` elements."""
    states = states or {}
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"' + (f' state="{states[name]}"' if name in states else "") + "/>"
        for number, name in enumerate(sheets, start=1)
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>' for number in range(1, len(sheets) + 1)
    )
    texts = "".join(f"<si>{item}</si>" for item in strings)
    kinds = {"workbook": "sheet.main", "styles": "styles", "sharedStrings": "sharedStrings"}
    kinds |= {f"worksheets/sheet{number}": "worksheet" for number in range(1, len(sheets) + 1)}
    typed = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' + "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{typed}</Types>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{workbook_extra}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}">{related}'
        f'<Relationship Id="s1" Type="{RELATIONS}/styles" Target="/xl/styles.xml"/>'
        f'<Relationship Id="s2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": styles,
        "xl/sharedStrings.xml": f'{XML}<sst xmlns="{MAIN}">{texts}</sst>',
        **{f"xl/worksheets/sheet{number}.xml": content for number, content in enumerate(sheets.values(), start=1)},
    }
    return {name: content.encode() if isinstance(content, str) else content for name, content in made.items()}


def zipped(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 2, 29, 12, 0, 0)), content, compression)
    return buffer.getvalue()


def book(rows: str, after: str = "", strings: Sequence[str] = (), workbook_extra: str = "") -> bytes:
    """A workbook with one sheet, named 电."""
    return zipped(parts({"电": sheet_xml(rows, after)}, strings, workbook_extra))


def only_sheet(data: bytes) -> Sheet:
    (sheet,) = read_table("电费.xlsx", data).sheets
    return sheet


def cells(data: bytes) -> dict[str, Cell]:
    """Cells of the only sheet by row and column, such as ``7,1``."""
    return {f"{row.number},{cell.column}": cell for row in only_sheet(data).rows for cell in row.cells}


def raw_member(data: bytes, name: str) -> bytes:
    """The compressed bytes of a member."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(name)
    start = info.header_offset
    start += 30 + int.from_bytes(data[start + 26 : start + 28], "little") + int.from_bytes(data[start + 28 : start + 30], "little")
    return data[start : start + info.compress_size]


def member(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def accepted(row: int, sheet: str = "电") -> RowAnswer:
    return RowAnswer(sheet, row, Verdict.ACCEPTED)


def refused(row: int, sheet: str = "电", cell: str = "B7", ticket: str = "3f9a2c") -> RowAnswer:
    refusal = Refusal("file_quote_open", Address("电费.xlsx", sheet, cell), params_of(file="电费.xlsx", row=row))
    return RowAnswer(sheet, row, Verdict.REFUSED, (refusal,), ticket=ticket)


def remarked(row: int, sheet: str = "电") -> RowAnswer:
    remark = Remark("file_empty", Address("电费.xlsx", sheet, f"C{row}"), params_of(file="a<b>&c.csv"))
    return RowAnswer(sheet, row, Verdict.REMARKED, (), (remark,))


CARRIERS = (
    Carrier("electricity", "电力", "electricity", CarrierFamily.ELECTRICITY, "kWh", False, ()),
    Carrier("steam", "蒸汽", "steam", CarrierFamily.HEAT, "GJ", False, ()),
    Carrier("natural_gas", "天然气", "natural gas", CarrierFamily.GAS, "Nm3", False, ()),
    Carrier("refinery_gas", "炼厂干气", "refinery gas", CarrierFamily.GAS, "t", False, ()),
    Carrier("diesel", "柴油", "diesel", CarrierFamily.LIQUID_FUEL, "t", False, ()),
    Carrier("anthracite", "无烟煤", "anthracite", CarrierFamily.SOLID_FUEL, "t", False, ()),
)


def organization(*carriers: str, sites: int = 1) -> Organization:
    """An organization with a source for each carrier named."""
    share = OwnershipShare(Period(date(2020, 1, 1), date(2030, 1, 1)), Decimal(1), True, True)
    made = tuple(Site(SiteId(f"S{n}"), f"{n}号厂区", f"Site {n}", RegionId("CN-SH"), "310115", (share,)) for n in range(1, sites + 1))
    sources = tuple(
        EmissionSource(SourceId(f"SRC-{n}"), SiteId("S1"), f"={carrier}，总表", carrier, carrier, SourceUse.PURCHASED, None)
        for n, carrier in enumerate(carriers, start=1)
    )
    return Organization(
        id=OrganizationId("demo"),
        name_zh="示例公司",
        name_en="Demo",
        credit_code="91310000MA1FL0000X",
        district_code="310115",
        industry_code="3311",
        industry_edition="2017",
        consolidation=Consolidation.OPERATIONAL_CONTROL,
        sites=made,
        sources=sources,
        own_values=(),
        confirmations=(),
        choices=(),
        factor_spreads=(),
    )
