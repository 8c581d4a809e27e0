"""Intervals of totals: shared inputs move their lines together, and only what has a sourced spread is covered."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, localcontext

import pytest
from plain_library import ENERGY, SH_MRV, plain
from plain_organization import (
    certificate,
    inputs,
    inventory,
    monthly,
    organization,
    own_value,
    percent_95,
    record,
    share,
    site,
    source,
)

from hutan.core.model.activity_record import ActivityRecord
from hutan.core.model.instrument import ContractualInstrument
from hutan.core.model.organization import Consolidation, EmissionSource, Organization
from hutan.core.model.sourcing import FactorSpread, SpreadForm, StatedSpread
from hutan.core.uncertainty.propagation import IntervalResult
from hutan.kernel.periods import month

Z = Decimal("1.96")
A, B = source("A", "electricity", spread=percent_95("5")), source("B", "electricity", spread=percent_95("5"))
UNMEASURED = source("C", "electricity")


def _with_spread(of: Organization, pattern: str, half_width: str) -> Organization:
    return replace(of, factor_spreads=(*of.factor_spreads, FactorSpread(pattern, percent_95(half_width, "李静"))))


def _interval(
    of: Organization, records: list[ActivityRecord], total: str = "location_based", instruments: tuple[ContractualInstrument, ...] = ()
) -> IntervalResult:
    return inventory(inputs(of, records, instruments), plain()).total(total).interval


def _january(of: EmissionSource, kwh: str) -> ActivityRecord:
    return record(of, month(2024, 1), kwh)


def _root(*squares: Decimal) -> Decimal:
    with localcontext(prec=40):
        return sum((item * item for item in squares), Decimal(0)).sqrt()


def _close(found: Decimal | None, expected: Decimal) -> bool:
    return found is not None and abs(found - expected) <= abs(expected) * Decimal("1e-25")


def test_two_meters_that_share_one_factor() -> None:
    """100 and 300 kg, 5 % on each meter, 7 % on the factor: √(28² + 5² + 15²) / 400 = 8.0390 %. Source: ADR 0007; IPCC 2006 Vol. 1 Ch. 3."""
    of = _with_spread(organization([A, B]), "grid.*", "7")
    found = _interval(of, [_january(A, "200"), _january(B, "600")])
    assert found.covered_total == 400
    assert _close(found.sigma, _root(28 / Z, 5 / Z, 15 / Z))
    assert found.half_width_percent is not None
    assert round(found.half_width_percent, 4) == Decimal("8.0390")
    assert (found.coverage, found.established) == (Decimal(1), True)


def test_twelve_months_of_one_meter_are_one_meter() -> None:
    """A year of one meter has the meter's 5 %, not 5 % / √12."""
    found = _interval(_with_spread(organization([A]), "grid.*", "7"), monthly(A, "100"))
    total = Decimal(600)
    assert _close(found.sigma, _root(total * Decimal("0.05") / Z, total * Decimal("0.07") / Z))


def test_gases_of_one_fuel_share_meter_and_heating_value() -> None:
    """E = q·ncv·(cc·of·44/12 + ch4·28 + n2o·265): meter and heating value move all three gases, carbon content the CO2 alone."""
    gas = source("G", "natural_gas", spread=percent_95("2"))
    of = organization([gas])
    for pattern, half_width in (("*.NCV", "3"), ("*.carbon_content", "4"), ("*.oxidation_rate", "1"), ("ipcc.*.ch4", "50"), ("ipcc.*.n2o", "60")):
        of = _with_spread(of, pattern, half_width)
    found = _interval(of, [record(gas, month(2024, 1), "1000")])
    co2, ch4, n2o = Decimal(2200), Decimal("0.04") * 28, Decimal("0.004") * 265
    whole = co2 + ch4 + n2o
    parts = [whole * 2, whole * 3, co2 * 4, co2 * 1, ch4 * 50, n2o * 60]
    assert found.total == whole
    assert _close(found.sigma, _root(*(part / 100 / Z for part in parts)))


def test_a_meter_without_a_spread_leaves_its_lines_uncovered() -> None:
    of = _with_spread(organization([A, UNMEASURED]), "grid.*", "7")
    found = _interval(of, [_january(A, "190"), _january(UNMEASURED, "10")])
    assert found.coverage == Decimal("0.95")
    assert found.established
    assert (found.total, found.covered_total) == (Decimal(100), Decimal(95))
    assert [(line.line_key, line.inputs) for line in found.uncovered] == [("C/2024-01/CO2/location/measured/2", ("meter:C",))]
    assert _close(found.sigma, _root(95 * Decimal("0.05") / Z, 95 * Decimal("0.07") / Z))


@pytest.mark.parametrize(("covered", "established"), [("89.99", False), ("90", True), ("90.01", True)])
def test_below_the_least_coverage_the_interval_is_not_established(covered: str, established: bool) -> None:
    of = _with_spread(organization([A, UNMEASURED]), "grid.*", "7")
    found = _interval(of, [_january(A, covered), _january(UNMEASURED, str(100 - Decimal(covered)))])
    assert found.established is established
    assert found.sigma is not None
    assert [reason.code for reason in found.reasons] == ([] if established else ["interval_not_established"])


def test_a_factor_without_a_spread_leaves_everything_uncovered() -> None:
    found = _interval(organization([A]), [_january(A, "100")])
    assert (found.sigma, found.low, found.high, found.coverage, found.established) == (None, None, None, Decimal(0), False)
    assert [reason.code for reason in found.reasons] == ["interval_not_stated"]


def test_no_line_no_interval() -> None:
    found = _interval(organization([A]), [])
    assert (found.total, found.sigma, found.coverage, found.established) == (Decimal(0), None, None, False)


@pytest.mark.parametrize(
    "spread",
    [
        StatedSpread(SpreadForm.PERCENT_95, (Decimal(5),), ""),
        StatedSpread(SpreadForm.PERCENT_95, (Decimal(5), Decimal(2)), "certificate"),
        StatedSpread(SpreadForm.PERCENT_95, (Decimal(0),), "certificate"),
        StatedSpread(SpreadForm.PEDIGREE, tuple(map(Decimal, ("0.0006", "1", "1", "2", "1", "1"))), "scores"),
    ],
    ids=["no source", "two values for one", "zero", "scores without a name"],
)
def test_a_spread_that_does_not_hold_covers_nothing(spread: StatedSpread) -> None:
    of = _with_spread(organization([source("A", "electricity", spread=spread)]), "grid.*", "7")
    assert _interval(of, [_january(A, "100")]).coverage == 0


def test_scores_of_a_named_person_cover_the_factor() -> None:
    """Variance 0.0006 + 0.0002 (temporal 2): √(exp(0.0008) - 1)."""
    scores = StatedSpread(SpreadForm.PEDIGREE, tuple(map(Decimal, ("0.0006", "1", "1", "2", "1", "1"))), "scores", "李静")
    of = replace(organization([A]), factor_spreads=(FactorSpread("grid.*", scores),))
    found = _interval(of, [_january(A, "200")])
    with localcontext(prec=40):
        factor_part = 100 * (Decimal("0.0008").exp() - 1).sqrt()
    assert found.coverage == 1
    assert found.sigma is not None
    assert abs(found.sigma - _root(factor_part, 5 / Z)) < Decimal("1e-20")


def test_the_first_pattern_that_matches_a_factor_counts() -> None:
    of = _with_spread(_with_spread(organization([A]), "grid.2023", "7"), "grid.*", "70")
    assert _close(_interval(of, [_january(A, "200")]).sigma, _root(5 / Z, 7 / Z))


def test_an_own_value_brings_its_own_spread() -> None:
    own = replace(own_value("f", "A", "average_consumption_factor", "electricity", "0.4", "kgCO2/kWh"), spread=percent_95("3"))
    found = _interval(organization([A], own_values=[own]), [_january(A, "250")])
    assert _close(found.sigma, _root(5 / Z, 3 / Z))


def test_one_own_value_for_two_meters_is_one_variable() -> None:
    own = replace(own_value("f", None, "average_consumption_factor", "electricity", "0.5", "kgCO2/kWh"), spread=percent_95("7"))
    found = _interval(organization([A, B], own_values=[own]), [_january(A, "200"), _january(B, "600")])
    assert _close(found.sigma, _root(28 / Z, 5 / Z, 15 / Z))


def test_a_share_scales_the_spread() -> None:
    of = _with_spread(organization([A], [site("S", share("0.5"))]), "grid.*", "7")
    found = _interval(replace(of, consolidation=Consolidation.EQUITY_SHARE), [_january(A, "400")])
    assert found.total == 100
    assert _close(found.sigma, _root(5 / Z, 7 / Z))


def test_what_no_instrument_covers_moves_with_the_whole_meter() -> None:
    """E = c·r + (q - c)·f with a contract c that does not move: ∂E/∂q · q = q·f, ∂E/∂f · f = (q - c)·f.

    1000 kWh at 5 %, 600 of them certified at 0, f = 0.8 kg/kWh at 10 %: √((800·5 %)² + (320·10 %)²), not 320·5 %.
    """
    of = _with_spread(organization([A]), "market.*", "10")
    found = _interval(of, [_january(A, "1000")], "market_based", (certificate("c", "600"),))
    assert found.total == 320
    assert _close(found.sigma, _root(Decimal(40) / Z, Decimal(32) / Z))
    assert found.coverage == 1


def test_a_rate_above_zero_has_no_spread_and_is_uncovered() -> None:
    of = _with_spread(organization([A]), "market.*", "10")
    instrument = replace(certificate("c", "600"), rate_kg_per_kwh=Decimal("0.2"))
    found = _interval(of, [_january(A, "1000")], "market_based", (instrument,))
    assert round(found.coverage or 0, 20) == round(Decimal(320) / 440, 20)
    assert [line.inputs for line in found.uncovered] == [("own:instrument:c",)]


def test_an_instrument_that_is_not_used_up_moves_with_the_meter() -> None:
    """2000 kWh claimed, 1000 metered: whatever the meter reads is covered, so E = q·r and both the meter (5 %) and the rate (4 %) move 200 kg."""
    instrument = replace(certificate("c", "2000"), rate_kg_per_kwh=Decimal("0.2"))
    of = _with_spread(organization([A]), "instrument:*", "4")
    found = inventory(inputs(of, [_january(A, "1000")], [instrument]), plain()).total("market_based").interval
    assert (found.total, found.uncovered) == (Decimal(200), ())
    assert _close(found.sigma, _root(Decimal(200) * Decimal("0.05") / Z, Decimal(200) * Decimal("0.04") / Z))


def test_an_instrument_that_is_used_up_does_not_move_with_the_meter() -> None:
    """600 of 1000 kWh are fixed by contract: E = 600·0.2 + (q − 600)·0.8, so the meter moves q·0.8 = 800 kg and the rate 120 kg."""
    instrument = replace(certificate("c", "600"), rate_kg_per_kwh=Decimal("0.2"))
    of = _with_spread(_with_spread(organization([A]), "instrument:*", "4"), "market.*", "10")
    found = inventory(inputs(of, [_january(A, "1000")], [instrument]), plain()).total("market_based").interval
    assert found.total == Decimal(440)
    expected = _root(Decimal(800) * Decimal("0.05") / Z, Decimal(120) * Decimal("0.04") / Z, Decimal(320) * Decimal("0.10") / Z)
    assert _close(found.sigma, expected)


def test_energy_and_the_city_market_have_intervals_of_their_own() -> None:
    for pack, total, pattern, factor_percent in ((SH_MRV, "total", "sh.*", 8), (ENERGY, "comprehensive", "ce.*", 1)):
        of = _with_spread(organization([A]), pattern, str(factor_percent))
        found = inventory(inputs(of, [_january(A, "1000")]), plain(pack)).total(total)
        size = found.value
        assert _close(found.interval.sigma, _root(size * Decimal("0.05") / Z, size * factor_percent / 100 / Z))


def test_variance_shares_add_up_to_one_and_name_what_to_measure_next() -> None:
    of = _with_spread(organization([A, B]), "grid.*", "7")
    found = _interval(of, [_january(A, "200"), _january(B, "600")])
    assert [item.input_key for item in found.variance_shares] == ["factor:grid.2023", "meter:B", "meter:A"]
    assert abs(sum((item.share for item in found.variance_shares), Decimal(0)) - 1) < Decimal("1e-25")


def test_low_and_high_stand_around_the_covered_part() -> None:
    found = _interval(_with_spread(organization([A]), "grid.*", "7"), [_january(A, "200")])
    assert found.sigma is not None
    assert _close(found.low, 100 - Z * found.sigma)
    assert _close(found.high, 100 + Z * found.sigma)
