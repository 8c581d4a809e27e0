"""An organization with six sources, and tables built cell by cell, for the tests of ingest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hutan.core.activity.answers import RowAnswer
from hutan.core.activity.book import Book
from hutan.core.activity.table import Cell, CellKind, MergedArea, Row, Sheet, TableFile
from hutan.core.model.carrier import Carrier, CarrierFamily
from hutan.core.model.organization import (
    Consolidation,
    EmissionSource,
    Meter,
    Organization,
    OwnershipShare,
    OwnValue,
    Site,
    SourceUse,
)
from hutan.kernel.canonical import digest
from hutan.kernel.ids import OrganizationId, RegionId, SiteId, SourceId
from hutan.kernel.periods import Period
from hutan.usecases.ingest import IngestOutcome, ingest

TODAY = date(2025, 3, 31)
SINCE = Period(date(2020, 1, 1), date(2030, 1, 1))
HEADINGS = (
    "排放源 Source *",
    "月份 Month *",
    "起始日 From",
    "截止日 To (含 included)",
    "数量 Amount *",
    "单位 Unit *",
    "状态 State",
    "单据号 Document no.",
    "备注 Note",
)
SHEET = "活动数据 Activity"
INSTRUMENT_SHEET = "绿电绿证 Instruments"
INSTRUMENT_HEADINGS = (
    "凭证编号 Instrument ID *",
    "类型 Type *",
    "站点 Site *",
    "用于年份 Claim year *",
    "电量 Energy *",
    "单位 Unit *",
    "发电起 Generated from",
    "发电止 Generated to (含 included)",
    "技术 Technology",
    "排放因子 Rate kgCO2/kWh",
    "核销日期 Cancelled on",
    "为本单位核销 Cancelled for us",
    "唯一声明 Sole claim",
    "市场 Market",
    "跨省 Inter-provincial",
    "交易平台 Platform",
    "合同号 Contract",
    "结算单号 Settlement",
)
CARRIERS = (
    Carrier("electricity", "电力", "electricity", CarrierFamily.ELECTRICITY, "kWh", False, ("电", "外购电力")),
    Carrier("natural_gas", "天然气", "natural gas", CarrierFamily.GAS, "Nm3", False, ("燃气",)),
    Carrier("steam", "蒸汽", "steam", CarrierFamily.HEAT, "GJ", False, ()),
    Carrier("diesel", "柴油", "diesel", CarrierFamily.LIQUID_FUEL, "t", False, ("0#柴油",)),
    Carrier("anthracite", "无烟煤", "anthracite", CarrierFamily.SOLID_FUEL, "t", False, ()),
)


def source(number: str, site: str, name_zh: str, carrier: str, serial: str = "") -> EmissionSource:
    meter = Meter(serial, None) if serial else None
    use = SourceUse.STATIONARY if carrier in ("natural_gas", "diesel", "anthracite") else SourceUse.PURCHASED
    return EmissionSource(SourceId(number), SiteId(site), name_zh, number.lower(), carrier, use, meter)


def own_value(parameter: str, value: str, unit: str, source_id: str = "", substance: str = "", period: Period = SINCE) -> OwnValue:
    return OwnValue(
        id=f"own-{parameter}",
        source_id=SourceId(source_id) if source_id else None,
        parameter=parameter,
        substance=substance,
        gas="",
        value=Decimal(value),
        unit=unit,
        period=period,
        citation="contract",
        spread=None,
    )


def organization(*own_values: OwnValue) -> Organization:
    share = (OwnershipShare(SINCE, Decimal(1), True, True),)
    return Organization(
        id=OrganizationId("demo"),
        name_zh="示例公司",
        name_en="Demo",
        credit_code="91350100M000100Y43",
        district_code="310115",
        industry_code="3311",
        industry_edition="2017",
        consolidation=Consolidation.OPERATIONAL_CONTROL,
        sites=(
            Site(SiteId("PLANT"), "一厂", "Plant", RegionId("CN-SH"), "310115", share),
            Site(SiteId("DEPOT"), "仓库", "Depot", RegionId("CN-SH"), "310115", share),
        ),
        sources=(
            source("EL-1", "PLANT", "一厂总表", "electricity", "M-1001"),
            source("EL-2", "DEPOT", "仓库电表", "electricity", "M-1002"),
            source("NG-1", "PLANT", "锅炉天然气", "natural_gas", "G-77"),
            source("ST-1", "PLANT", "外购蒸汽", "steam", "S-5"),
            source("DI-1", "DEPOT", "叉车柴油", "diesel"),
            source("CO-1", "PLANT", "锅炉用煤", "anthracite"),
        ),
        own_values=own_values,
        confirmations=(),
        choices=(),
        factor_spreads=(),
    )


def cell(column: int, value: object) -> Cell | None:
    """A cell as a workbook would give it: numbers and dates typed, text as text, None for empty."""
    if value is None or value == "":
        return None
    if isinstance(value, Cell):
        return replace(value, column=column)
    if isinstance(value, (int, Decimal)):
        return Cell(column, CellKind.NUMBER, str(value), number=Decimal(value))
    if isinstance(value, date):
        return Cell(column, CellKind.DATE, value.isoformat(), day=value)
    return Cell(column, CellKind.TEXT, str(value))


def row(number: int, values: Sequence[object]) -> Row:
    return Row(number, tuple(made for column, value in enumerate(values) if (made := cell(column, value))))


def sheet(
    rows: Iterable[Sequence[object]],
    headings: Sequence[object] = HEADINGS,
    name: str = SHEET,
    hidden: bool = False,
    merged: tuple[MergedArea, ...] = (),
) -> Sheet:
    """A sheet with its heading in row 1 and data from row 2."""
    every = [row(number, values) for number, values in enumerate([headings, *rows], start=1)]
    return Sheet(name, tuple(made for made in every if made.cells), merged, hidden)


def table(*sheets: Sheet, name: str = "upload.xlsx") -> TableFile:
    """A file whose digest is that of its contents."""
    content = [[item.name, row.number, cell.column, cell.text] for item in sheets for row in item.rows for cell in row.cells]
    return TableFile(name, digest(content), sheets)


def take_in(
    file: TableFile, book: Book | None = None, replacing: bool = False, of: Organization | None = None, reported_on: date = TODAY
) -> IngestOutcome:
    return ingest(file, of or organization(), CARRIERS, book or Book(), reported_on, replace=replacing)


def codes(answer: RowAnswer) -> list[str]:
    """Codes of what a row was told."""
    return [refusal.code for refusal in answer.refusals] + [remark.code for remark in answer.remarks]


def one(values: Sequence[object], of: Organization | None = None) -> tuple[IngestOutcome, RowAnswer]:
    """The outcome and the answer for a file of one row."""
    outcome = take_in(table(sheet([values])), of=of)
    assert len(outcome.answers) == 1
    return outcome, outcome.answers[0]
