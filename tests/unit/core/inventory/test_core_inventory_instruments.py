"""Instruments in an inventory: what they cover takes their rate, the rest the proxy for a residual mix, and together they are the meter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from plain_library import GHGP, SH_MRV, factor, plain, plain_factors, with_factors
from plain_organization import (
    certificate,
    inputs,
    inventories,
    inventory,
    monthly,
    organization,
    own_value,
    record,
    site,
    source,
    trade,
)

from hutan.core.inventory.coverage import RESIDUAL
from hutan.core.inventory.result import InstrumentVerdict, Inventory, Line
from hutan.core.model.instrument import ContractualInstrument, InstrumentType
from hutan.core.model.sourcing import EvidenceGrade
from hutan.kernel.ids import SiteId
from hutan.kernel.periods import Period, month, year

METER = source("E", "electricity")


def _found(*instruments: ContractualInstrument, pack: str = GHGP, kwh: str = "1000") -> Inventory:
    return inventory(inputs(organization([METER]), monthly(METER, kwh), instruments), plain(pack))


def _market(found: Inventory) -> list[Line]:
    return [line for line in found.lines if line.basis in ("market", "") and line.measure == "CO2"]


def _verdict(found: Inventory, identifier: str) -> InstrumentVerdict:
    return next(verdict for verdict in found.instruments if verdict.instrument_id == identifier)


def test_a_certificate_covers_a_part_and_the_rest_takes_the_proxy() -> None:
    """12 000 kWh, 6000 of them certified at 0: 6000 × 0.8 kg; the location-based total does not move."""
    found = _found(certificate("c", "6000"))
    assert found.total("market_based").value == 6000 * Decimal("0.8")
    assert found.total("location_based").value == 12000 * Decimal("0.5")
    verdict = _verdict(found, "c")
    assert (verdict.accepted, verdict.covered_kwh, verdict.unused_kwh) == (True, Decimal(6000), Decimal(0))
    check = next(check for check in found.checks if check.code == "check_residual_proxy")
    assert (check.passed, dict(check.params)["percent"]) == (False, "50.00")


def test_covered_and_residual_make_up_the_meter_exactly() -> None:
    found = _found(certificate("a", "1000.000001"), certificate("b", "3333.333333"), kwh="777.777777")
    for line in _market(found):
        assert line.metered == Decimal("777.777777")
    for month_start in {line.month for line in found.lines}:
        parts = [line for line in _market(found) if line.month == month_start]
        assert sum(line.quantity for line in parts) == Decimal("777.777777")
        assert {line.part for line in parts} == {"a", "b", RESIDUAL}
    assert sum(verdict.covered_kwh for verdict in found.instruments) == Decimal("4333.333334")


def test_more_certificates_than_consumption_leave_the_rest_unused() -> None:
    found = _found(certificate("c", "20000"))
    verdict = _verdict(found, "c")
    assert (verdict.covered_kwh, verdict.unused_kwh) == (Decimal(12000), Decimal(8000))
    assert found.total("market_based").value == 0
    assert {line.part for line in _market(found)} == {"c"}
    check = next(check for check in found.checks if check.code == "check_residual_proxy")
    assert check.passed


@pytest.mark.parametrize(
    "instrument",
    [
        replace(certificate("c", "6000"), sole_claim=None),
        replace(certificate("c", "6000"), sole_claim=False),
        replace(certificate("c", "6000"), cancelled_on=None),
        replace(certificate("c", "6000"), rate_kg_per_kwh=None),
        replace(certificate("c", "6000"), generated=None),
        replace(certificate("c", "6000"), market="VN"),
        replace(trade("c", "6000"), settlement_number=""),
    ],
    ids=["sole claim unknown", "claimed elsewhere", "not cancelled", "rate unknown", "vintage unknown", "other market", "not settled"],
)
def test_an_instrument_that_fails_or_lacks_a_fact_covers_nothing_and_stays_visible(instrument: ContractualInstrument) -> None:
    found = _found(instrument)
    assert found.total("market_based").value == 12000 * Decimal("0.8")
    verdict = _verdict(found, "c")
    assert (verdict.accepted, verdict.covered_kwh, verdict.unused_kwh) == (False, Decimal(0), Decimal(6000))
    assert {"failed", "unknown"} & {outcome for _, outcome in verdict.outcomes}


def test_an_instrument_keeps_its_own_rate() -> None:
    supplier = replace(trade("s", "6000"), type=InstrumentType.SUPPLIER_FACTOR, rate_kg_per_kwh=Decimal("0.25"))
    found = _found(supplier)
    assert found.total("market_based").value == 6000 * Decimal("0.25") + 6000 * Decimal("0.8")
    assert {line.amount for line in _market(found) if line.part == "s"} == {500 * Decimal("0.25")}


def test_instruments_cover_only_their_own_site_and_their_own_year() -> None:
    other = source("F", "electricity", at="T")
    of = organization([METER, other], [site("S"), site("T")])
    asked = inputs(of, monthly(METER, "1000") + monthly(other, "1000"), [certificate("c", "30000", "T"), certificate("d", "30000", number=2023)])
    found = inventory(asked, plain())
    assert {line.source_id for line in _market(found) if line.part == "c"} == {"F"}
    assert _verdict(found, "c").covered_kwh == 12000
    assert [verdict.instrument_id for verdict in found.instruments] == ["c"]
    assert found.total("market_based").value == 12000 * Decimal("0.8")


def test_an_instrument_covers_the_meters_of_its_site_pro_rata() -> None:
    small, large = source("A", "electricity"), source("B", "electricity")
    records = [record(small, month(2024, 1), "100"), record(large, month(2024, 1), "300")]
    asked = inputs(organization([small, large]), records, [certificate("c", "200")])
    covered = {line.source_id: line.quantity for line in _market(inventory(asked, plain())) if line.part == "c"}
    assert covered == {"A": 50, "B": 150}


def test_instruments_of_two_years_each_serve_their_own() -> None:
    records = monthly(METER, "1000", 2023) + monthly(METER, "1000", 2024)
    instruments = [certificate("a", "6000", number=2023), certificate("b", "3000", number=2024)]
    asked = inputs(organization([METER]), records, instruments, periods=(year(2023), year(2024)))
    first, second = inventories(asked, plain())
    assert [verdict.covered_kwh for verdict in (*first.instruments, *second.instruments)] == [6000, 3000]
    assert (first.total("market_based").value, second.total("market_based").value) == (6000 * Decimal("0.8"), 9000 * Decimal("0.8"))


def test_an_instrument_is_never_used_twice() -> None:
    """Every door refuses such a claim today; the core alone would count 6000 kWh in 2023 and the same 6000 kWh in 2024."""
    wide = replace(certificate("w", "6000"), claim_period=Period(date(2023, 7, 1), date(2024, 7, 1)))
    records = monthly(METER, "1000", 2023) + monthly(METER, "1000", 2024)
    asked = inputs(organization([METER]), records, [wide], periods=(year(2023), year(2024)))
    assert sum(verdict.covered_kwh for found in inventories(asked, plain()) for verdict in found.instruments) <= 6000


def test_a_claim_for_a_year_serves_no_shorter_inventory() -> None:
    """Used in full for one month it could be used in full for the next; the claim must lie within the period that is asked about."""
    asked = inputs(organization([METER]), monthly(METER, "1000"), [certificate("c", "6000")], periods=(month(2024, 5),))
    found = inventory(asked, plain())
    assert ("one_period", "failed") in _verdict(found, "c").outcomes
    assert found.total("market_based").value == 800


def test_green_power_of_the_city_market() -> None:
    """Traded across provinces in Beijing it counts 0; everything else 4.2 t CO2 per 10 000 kWh. Source: 沪环气候〔2023〕89号."""
    found = _found(trade("t", "5000"), pack=SH_MRV)
    assert found.total("total").value == 7000 * Decimal("0.42")
    assert {line.amount for line in _market(found) if line.part == "t"} == {0}
    assert _verdict(found, "t").covered_kwh == 5000


def test_a_certificate_alone_counts_nothing_in_the_city_market() -> None:
    found = _found(certificate("c", "5000"), pack=SH_MRV)
    assert found.total("total").value == 12000 * Decimal("0.42")
    assert found.instruments == ()


@pytest.mark.parametrize(
    ("instrument", "outcome"),
    [
        (replace(trade("t", "5000"), trading_platform="广州电力交易中心"), ("platform:北京电力交易中心", "failed")),
        (replace(trade("t", "5000"), inter_provincial=False), ("inter_provincial", "failed")),
        (replace(trade("t", "5000"), inter_provincial=None), ("inter_provincial", "unknown")),
        (replace(trade("t", "5000"), settlement_number=""), ("settled", "unknown")),
    ],
)
def test_green_power_that_the_city_does_not_accept(instrument: ContractualInstrument, outcome: tuple[str, str]) -> None:
    found = _found(instrument, pack=SH_MRV)
    assert found.total("total").value == 12000 * Decimal("0.42")
    assert outcome in _verdict(found, "t").outcomes


def test_green_power_takes_the_factor_of_the_pack_and_not_its_own_rate() -> None:
    found = _found(replace(trade("t", "5000"), rate_kg_per_kwh=Decimal("0.7")), pack=SH_MRV)
    assert found.total("total").value == 7000 * Decimal("0.42")
    assert found.bindings[0].covered is not None
    assert found.bindings[0].covered.reference == "sh.green"


def test_green_power_without_a_factor_for_it_stays_unused() -> None:
    library = with_factors(plain(SH_MRV), tuple(item for item in plain_factors() if item.id != "sh.green"))
    found = inventory(inputs(organization([METER]), monthly(METER, "1000"), [trade("t", "5000")]), library)
    assert found.total("total").value == 12000 * Decimal("0.42")
    assert (_verdict(found, "t").covered_kwh, _verdict(found, "t").unused_kwh) == (Decimal(0), Decimal(5000))


def test_each_pack_judges_by_its_own_rules() -> None:
    asked = inputs(organization([METER]), monthly(METER, "1000"), [certificate("c", "6000"), trade("t", "3000")])
    ghgp, sh_mrv = inventories(asked, plain(GHGP, SH_MRV))
    assert [verdict.instrument_id for verdict in ghgp.instruments] == ["c", "t"]
    assert ghgp.total("market_based").value == 3000 * Decimal("0.8")
    assert sh_mrv.total("total").value == 9000 * Decimal("0.42")


def test_an_instrument_for_a_site_without_electricity_stays_unused() -> None:
    of = organization([METER], [site("S"), site("T")])
    found = inventory(inputs(of, monthly(METER, "1000"), [certificate("c", "6000", "T")]), plain())
    assert (_verdict(found, "c").covered_kwh, _verdict(found, "c").unused_kwh) == (Decimal(0), Decimal(6000))


def test_order_of_instruments_changes_nothing() -> None:
    instruments = [certificate("b", "5000"), certificate("a", "9000"), trade("c", "100")]
    found = {_found(*order).lines for order in (tuple(instruments), tuple(reversed(instruments)))}
    assert len(found) == 1


def test_an_own_market_factor_stands_for_the_rest() -> None:
    own = own_value("m", "E", "average_factor_excluding_market_nonfossil", "electricity", "0.7", "kgCO2/kWh")
    asked = inputs(organization([METER], own_values=[own]), monthly(METER, "1000"), [certificate("c", "6000")])
    assert inventory(asked, plain()).total("market_based").value == 6000 * Decimal("0.7")


def test_a_meter_that_read_zero_keeps_its_lines_beside_an_instrument() -> None:
    asked = inputs(organization([METER]), [record(METER, month(2024, 1), "0")], [certificate("c", "10")])
    assert {line.basis for line in inventory(asked, plain()).lines} == {"location", "market"}


def test_a_draft_for_covered_energy_that_nobody_confirmed_does_not_make_it_zero() -> None:
    draft = factor(
        "sh.green", "local_mrv_green_power", "sh-mrv", "electricity", "0", "tCO2/10^4 kWh", gas="CO2", grade=EvidenceGrade.TRANSCRIPTION
    )
    others = tuple(item for item in plain_factors() if item.id != "sh.green")
    found = inventory(inputs(organization([METER]), monthly(METER, "1000"), [trade("t", "5000")]), with_factors(plain(SH_MRV), (*others, draft)))
    assert found.total("total").value == 12000 * Decimal("0.42")


def test_site_of_an_instrument_is_compared_as_a_whole() -> None:
    assert _found(replace(certificate("c", "6000"), site_id=SiteId("S1"))).total("market_based").value == 12000 * Decimal("0.8")
