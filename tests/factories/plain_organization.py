"""Organizations, records and instruments for tests, each from as few words as the test needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hutan.adapters.engines import engine
from hutan.core.inventory.calculation import Inputs, calculate
from hutan.core.inventory.result import Inventory
from hutan.core.methods.library import Library
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.core.model.instrument import ContractualInstrument, InstrumentType
from hutan.core.model.organization import Consolidation, EmissionSource, Meter, Organization, OwnershipShare, OwnValue, Site, SourceUse
from hutan.core.model.sourcing import SpreadForm, StatedSpread
from hutan.kernel.ids import OrganizationId, RecordId, RegionId, SiteId, SourceId
from hutan.kernel.periods import Period, year
from hutan.kernel.refusals import Address

EVER = Period(date(2000, 1, 1), date(9999, 1, 1))
REPORTED = date(2026, 3, 20)
UNITS = {"electricity": "kWh", "natural_gas": "Nm3", "diesel": "t", "wood_pellets": "t", "heat": "GJ", "steam": "GJ", "bituminous_coal": "t"}
_USES = {"electricity": SourceUse.PURCHASED, "heat": SourceUse.PURCHASED, "steam": SourceUse.PURCHASED}


def percent_95(half_width: str, by: str = "") -> StatedSpread:
    """A spread of ± `half_width` [%] at 95 %."""
    return StatedSpread(SpreadForm.PERCENT_95, (Decimal(half_width),), "certificate", by)


def share(equity: str = "1", operational: bool = True, financial: bool = True, period: Period = EVER) -> OwnershipShare:
    return OwnershipShare(period, Decimal(equity), operational, financial)


def site(identifier: str = "S", *shares: OwnershipShare, region: str = "CN-SH") -> Site:
    """A site; held in full and for ever if no share is given."""
    return Site(SiteId(identifier), identifier, identifier, RegionId(region), "310115", shares or (share(),))


def source(identifier: str, carrier: str, use: SourceUse | None = None, at: str = "S", spread: StatedSpread | None = None) -> EmissionSource:
    """A metered source; `spread` is that of its meter."""
    chosen = use or _USES.get(carrier, SourceUse.STATIONARY)
    return EmissionSource(SourceId(identifier), SiteId(at), identifier, identifier, carrier, chosen, Meter(f"meter-{identifier}", spread))


def own_value(identifier: str, of: str | None, parameter: str, substance: str, value: str, unit: str, period: Period = EVER) -> OwnValue:
    source_id = SourceId(of) if of else None
    return OwnValue(identifier, source_id, parameter, substance, "", Decimal(value), unit, period, "own measurement", None)


def organization(sources: Sequence[EmissionSource], sites: Sequence[Site] = (), own_values: Sequence[OwnValue] = ()) -> Organization:
    """An organization under operational control; use ``dataclasses.replace`` for what differs."""
    return Organization(
        id=OrganizationId("test"),
        name_zh="测试公司",
        name_en="Test company",
        credit_code="91310115HUTANDEM59",
        district_code="310115",
        industry_code="3484",
        industry_edition="2017",
        consolidation=Consolidation.OPERATIONAL_CONTROL,
        sites=tuple(sites) or (site(),),
        sources=tuple(sources),
        own_values=tuple(own_values),
        confirmations=(),
        choices=(),
        factor_spreads=(),
    )


def record(of: EmissionSource, period: Period, quantity: str | Decimal, state: RecordState = RecordState.MEASURED) -> ActivityRecord:
    unit = UNITS[of.carrier]
    key = RecordId(f"{of.id} {period}")
    return ActivityRecord(key, of.id, period, Decimal(quantity), unit, str(quantity), unit, state, "", "", Address("file", "sheet", "A1"))


def monthly(of: EmissionSource, quantity: str | Decimal, number: int = 2024) -> list[ActivityRecord]:
    """Twelve records of the same quantity."""
    return [record(of, month, quantity) for month in year(number).months()]


def certificate(identifier: str, quantity_kwh: str, at: str = "S", number: int = 2024) -> ContractualInstrument:
    """A certificate that meets every criterion of the GHG Protocol."""
    return ContractualInstrument(
        id=identifier,
        type=InstrumentType.CERTIFICATE,
        site_id=SiteId(at),
        claim_period=year(number),
        quantity_kwh=Decimal(quantity_kwh),
        rate_kg_per_kwh=Decimal(0),
        technology="wind",
        generated=Period(date(number, 1, 1), date(number, 7, 1)),
        cancelled_on=date(number + 1, 1, 15),
        cancelled_for_reporter=True,
        sole_claim=True,
        market="CN",
        inter_provincial=None,
        trading_platform="",
        contract_number="",
        settlement_number="",
        origin=Address("file", "sheet", "B2"),
    )


def trade(identifier: str, quantity_kwh: str, at: str = "S", number: int = 2024) -> ContractualInstrument:
    """A green-power trade that meets every criterion of the GHG Protocol and of the Shanghai notice."""
    return replace(
        certificate(identifier, quantity_kwh, at, number),
        type=InstrumentType.GREEN_POWER_TRADE,
        inter_provincial=True,
        trading_platform="北京电力交易中心",
        contract_number="C-1",
        settlement_number="J-1",
    )


def inputs(
    of: Organization,
    records: Iterable[ActivityRecord] = (),
    instruments: Iterable[ContractualInstrument] = (),
    periods: Sequence[Period] = (year(2024),),
    reported_on: date = REPORTED,
) -> Inputs:
    return Inputs(of, tuple(records), tuple(instruments), tuple(periods), reported_on)


def inventories(asked: Inputs, library: Library) -> tuple[Inventory, ...]:
    """The calculation in plain Python."""
    return calculate(asked, library, engine("python"))


def inventory(asked: Inputs, library: Library) -> Inventory:
    """The one inventory of a question with one pack and one period."""
    (only,) = inventories(asked, library)
    return only
