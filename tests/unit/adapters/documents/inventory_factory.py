"""An invented organization, a small library, and the inventories calculated from them: what the documents are tested on."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from report_library_factory import CARRIERS, SHANGHAI, library

from hutan.adapters.engines import engine
from hutan.core.activity.book import Book, OpenRefusal, SeenFile
from hutan.core.inventory.calculation import Inputs, calculate
from hutan.core.inventory.result import Inventory
from hutan.core.methods.library import Library
from hutan.core.model.activity_record import ActivityRecord, Estimate, RecordState
from hutan.core.model.instrument import ContractualInstrument, InstrumentType
from hutan.core.model.organization import Consolidation, EmissionSource, Meter, Organization, OwnershipShare, OwnValue, Site, SourceUse
from hutan.core.model.sourcing import Confirmation, FactorSpread, SpreadForm, StatedSpread
from hutan.kernel.ids import Digest, OrganizationId, RecordId, SiteId, SourceId
from hutan.kernel.periods import Period, year
from hutan.kernel.refusals import Address, Refusal, params_of

ROOT = Digest("3f9a6c1e" * 8)
_EVER = Period(date(2020, 1, 1), date(9999, 1, 1))
# Parts in a thousand of a year's use, January to December.
_SEASON = (96, 90, 84, 74, 72, 80, 96, 102, 84, 72, 70, 80)


@dataclass(frozen=True, slots=True)
class Sample:
    """Everything that the documents are made from."""

    inputs: Inputs
    library: Library
    inventories: tuple[Inventory, ...]


@functools.cache
def sample(years: tuple[int, ...] = (2023, 2024), established: bool = True) -> Sample:
    """Three packs over the years; without `established` no factor has a spread, so no interval covers enough."""
    organization = _organization(established)
    periods = tuple(year(number) for number in years)
    records = tuple(_records(organization.sources, years))
    inputs = Inputs(organization, records, _instruments(years[-1]), periods, date(2026, 3, 2))
    made = library()
    return Sample(inputs, made, calculate(inputs, made, engine("python")))


def book() -> Book:
    """One file seen, one row of it refused for two reasons."""
    file = Digest("a81f" * 16)
    reasons = (
        Refusal("amount_unreadable", Address(file, "浦东", "E9"), params_of(text="12,3o4")),
        Refusal("amount_missing", Address(file, "浦东", "E10")),
    )
    refusal = OpenRefusal("3fa2c1", file, "浦东", 9, (), ("amount",), reasons)
    return Book(refusals=(refusal,), files=(SeenFile(file, "用电台账2024.xlsx"),))


def renamed(item: Sample, name_zh: str) -> Sample:
    """The same results under another name of the organization and of its first source."""
    organization = item.inputs.organization
    sources = (replace(organization.sources[0], name_zh=name_zh), *organization.sources[1:])
    return replace(item, inputs=replace(item.inputs, organization=replace(organization, name_zh=name_zh, sources=sources)))


def emptied(item: Sample) -> Sample:
    """The same question without a single record."""
    inputs = replace(item.inputs, records=(), instruments=())
    return Sample(inputs, item.library, calculate(inputs, item.library, engine("python")))


def _organization(established: bool) -> Organization:
    spread = StatedSpread(SpreadForm.CERTIFICATE_K, (Decimal("0.5"), Decimal(2)), "检定证书 2023-E0417")
    meters = {name: Meter(f"DTSD-{name}", spread) for name in ("PD-E1", "MH-E1", "PD-G1")}
    sources = (
        _source("PD-E1", "PD", "浦东 1 号总表", "Pudong main meter 1", "electricity", SourceUse.PURCHASED, meters),
        _source("PD-G1", "PD", "浦东锅炉天然气", "Pudong boiler natural gas", "natural_gas", SourceUse.STATIONARY, meters),
        _source("MH-E1", "MH", "闵行总表", "Minhang main meter", "electricity", SourceUse.PURCHASED, meters),
        _source("MH-B1", "MH", "闵行生物质锅炉木屑颗粒", "Minhang biomass boiler wood pellets", "wood_pellets", SourceUse.STATIONARY, meters),
        _source("JD-D1", "JD", "嘉定叉车与货车柴油", "Jiading forklift and truck diesel", "diesel", SourceUse.MOBILE, meters),
        _source("JD-S1", "JD", "嘉定外购蒸汽", "Jiading purchased steam", "heat", SourceUse.PURCHASED, meters),
    )
    spreads = (
        FactorSpread("elec.*", StatedSpread(SpreadForm.PERCENT_95, (Decimal(6),), "电网因子评审 2025", "李静")),
        FactorSpread("gas.*", StatedSpread(SpreadForm.PERCENT_95, (Decimal(3),), "气质报告 2024", "李静")),
        FactorSpread("mrv.*", StatedSpread(SpreadForm.PERCENT_95, (Decimal(8),), "电网因子评审 2025", "李静")),
    )
    own = OwnValue(
        "wood-ncv", SourceId("MH-B1"), "NCV", "wood_pellets", "", Decimal("16.9"), "GJ/t", _EVER, "颗粒燃料检测报告 2024-02，收到基低位发热量", None
    )
    return Organization(
        id=OrganizationId("hupu-precision"),
        name_zh="沪浦精密机械（示例）有限公司",
        name_en="Hupu Precision Machinery (example) Co. Ltd.",
        credit_code="91310115HUTANDEM59",
        district_code="310115",
        industry_code="3484",
        industry_edition="2017",
        consolidation=Consolidation.OPERATIONAL_CONTROL,
        sites=(
            _site("PD", "浦东工厂", "Pudong plant", "310115", "1", date(2015, 1, 1)),
            _site("MH", "闵行工厂", "Minhang plant", "310112", "0.7", date(2018, 7, 1)),
            _site("JD", "嘉定物流中心", "Jiading logistics center", "310114", "1", date(2024, 4, 1)),
        ),
        sources=sources,
        own_values=(own,),
        confirmations=(Confirmation("gas.*", "李静（碳管理员）", date(2026, 2, 10), "与指南原文逐项核对"),),
        choices=(),
        factor_spreads=spreads if established else (),
    )


def _site(site_id: str, zh: str, en: str, district: str, share: str, start: date) -> Site:
    return Site(SiteId(site_id), zh, en, SHANGHAI, district, (OwnershipShare(Period(start, date(9999, 1, 1)), Decimal(share), True, True),))


def _source(source_id: str, site: str, zh: str, en: str, carrier: str, use: SourceUse, meters: dict[str, Meter]) -> EmissionSource:
    return EmissionSource(SourceId(source_id), SiteId(site), zh, en, carrier, use, meters.get(source_id))


_ESTIMATE = Estimate(
    method="mean_of_neighbors",
    parameters=(),
    asked_by="李静（碳管理员）",
    asked_on=date(2026, 2, 10),
    because="抄表遗漏",
    spread=StatedSpread(SpreadForm.PERCENT_95, (Decimal("2"),), "留一法误差"),
)


def _records(sources: Sequence[EmissionSource], years: Sequence[int]) -> list[ActivityRecord]:
    yearly = {"PD-E1": 8_400_000, "PD-G1": 610_000, "MH-E1": 5_150_000, "MH-B1": 420, "JD-D1": 96, "JD-S1": 3_100}
    units = {carrier.id: carrier.base_unit for carrier in CARRIERS}
    found = []
    for number in years:
        for source in sources:
            for month in year(number).months():
                if source.site_id == "JD" and month.start < date(2024, 4, 1):
                    continue
                quantity = Decimal(yearly[source.id]) * _SEASON[month.start.month - 1] / 1000 * (Decimal("0.94") if number == 2024 else 1)
                state = RecordState.ESTIMATED if (source.id, month.start.month) in (("MH-E1", 11), ("MH-E1", 12)) else RecordState.MEASURED
                cell = Address("a81f" * 16, source.site_id, f"E{month.start.month + 3}")
                key = RecordId(f"{source.id}-{month.start:%Y%m}")
                unit = units[source.carrier]
                estimate = _ESTIMATE if state is RecordState.ESTIMATED else None
                found.append(ActivityRecord(key, source.id, month, round(quantity, 3), unit, str(quantity), unit, state, "", "", cell, estimate))
    return found


def _instruments(number: int) -> tuple[ContractualInstrument, ...]:
    trade = ContractualInstrument(
        id="GPT-2024-01",
        type=InstrumentType.GREEN_POWER_TRADE,
        site_id=SiteId("PD"),
        claim_period=year(number),
        quantity_kwh=Decimal(2_000_000),
        rate_kg_per_kwh=Decimal(0),
        technology="wind",
        generated=year(number),
        cancelled_on=date(number + 1, 1, 20),
        cancelled_for_reporter=True,
        sole_claim=True,
        market="CN",
        inter_provincial=True,
        trading_platform="北京电力交易中心",
        contract_number="HT-0318",
        settlement_number="JS-0922",
        origin=Address("b" * 64, "凭证", "E4"),
    )
    certificate = replace(
        trade,
        id="GEC-2024-77",
        type=InstrumentType.CERTIFICATE,
        site_id=SiteId("MH"),
        quantity_kwh=Decimal(500_000),
        sole_claim=None,
        inter_provincial=None,
        contract_number="",
        settlement_number="",
    )
    return (certificate, trade)
