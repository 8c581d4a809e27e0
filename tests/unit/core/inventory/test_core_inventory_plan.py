"""Bindings: which rule meets which source, which value it takes on which days, and what is said where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from plain_library import GHGP, SH_MRV, factor, plain, plain_factors, with_factors
from plain_organization import (
    inputs,
    inventories,
    inventory,
    monthly,
    organization,
    own_value,
    record,
    site,
    source,
)

from hutan.core.factors.factor import Factor
from hutan.core.inventory.result import Gap, InputOrigin, Inventory
from hutan.core.methods.library import Library
from hutan.core.model.organization import EmissionSource, Organization, SourceUse
from hutan.core.model.sourcing import Confirmation, EvidenceGrade, FactorChoice
from hutan.kernel.errors import InputError, PackError
from hutan.kernel.periods import Period, month, year

METER, GAS = source("E", "electricity"), source("G", "natural_gas")
AUTHOR, DAY = "李静", date(2026, 2, 10)


def _changed(identifier: str, **changes: object) -> Library:
    """The plain library with one factor changed."""
    factors = [replace(item, **changes) if item.id == identifier else item for item in plain_factors()]  # type: ignore[arg-type]  # fields by name
    return with_factors(plain(), tuple(factors))


def _without(*identifiers: str) -> Library:
    return with_factors(plain(), tuple(item for item in plain_factors() if item.id not in identifiers))


def _and(*more: Factor) -> Library:
    return with_factors(plain(), (*plain_factors(), *more))


def _rules(found: Inventory, of: EmissionSource) -> list[str]:
    return sorted({binding.rule_id.partition(":")[2] for binding in found.bindings if binding.source_id == of.id})


def _codes(gaps: Sequence[Gap]) -> list[tuple[str, bool, tuple[str, ...]]]:
    return [(gap.code, gap.blocking, gap.measures) for gap in gaps]


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (source("X", "electricity"), ["electricity-location", "electricity-market"]),
        (source("X", "heat"), ["purchased-heat"]),
        (source("X", "steam"), ["purchased-heat"]),
        (source("X", "natural_gas"), ["stationary-combustion"]),
        (source("X", "diesel", SourceUse.MOBILE), ["mobile-combustion"]),
        (source("X", "wood_pellets"), ["stationary-combustion"]),
        (source("X", "wood_pellets", SourceUse.MOBILE), []),
        (source("X", "natural_gas", SourceUse.FEEDSTOCK), []),
        (source("X", "electricity", SourceUse.STATIONARY), []),
    ],
)
def test_rules_that_meet_a_source(of: EmissionSource, expected: list[str]) -> None:
    found = inventory(inputs(organization([of])), plain())
    assert _rules(found, of) == expected
    assert ("gap_no_rule" in [gap.code for gap in found.gaps]) is not bool(expected)


def test_a_source_without_a_rule_blocks_the_inventory_and_has_no_line() -> None:
    stock = source("X", "natural_gas", SourceUse.FEEDSTOCK)
    found = inventory(inputs(organization([stock]), monthly(stock, "10")), plain())
    (gap,) = found.gaps
    assert (gap.code, gap.source_id, gap.blocking) == ("gap_no_rule", "X", True)
    assert dict(gap.params) == {"pack": GHGP, "carrier": "natural_gas", "use": "feedstock"}
    assert found.lines == ()
    assert not found.complete()


def test_two_rules_for_one_place_are_refused() -> None:
    library = plain()
    (pack,) = library.methods
    twice = replace(pack, rules=(*pack.rules, replace(pack.rules[0], id=pack.rules[1].id)))
    with pytest.raises(PackError) as error:
        inventory(inputs(organization([GAS])), replace(library, methods=(twice,)))
    assert error.value.code == "rules_overlap"


@pytest.mark.parametrize(
    ("number", "reported_on", "expected"),
    [
        (2022, date(2026, 3, 20), "grid.2022"),
        (2023, date(2026, 3, 20), "grid.2023"),
        (2024, date(2026, 3, 20), "grid.2023"),
        (2023, date(2025, 12, 30), "grid.2022"),
        (2023, date(2025, 12, 31), "grid.2023"),
    ],
)
def test_vintage_of_the_grid_factor(number: int, reported_on: date, expected: str) -> None:
    asked = inputs(organization([METER]), monthly(METER, "1", number), periods=(year(number),), reported_on=reported_on)
    bound = [binding.inputs[0].reference for binding in inventory(asked, plain()).bindings]
    assert bound[0] == expected


def test_no_vintage_for_a_year_before_the_first() -> None:
    asked = inputs(organization([METER]), monthly(METER, "1", 2021), periods=(year(2021),))
    found = inventory(asked, plain())
    assert _codes(found.gaps) == [("gap_no_value", True, ("emission",)), ("gap_no_value", True, ("emission",))]
    assert found.lines == ()


def test_a_period_over_new_year_is_cut_where_the_factor_changes() -> None:
    """30 days of 10 kWh over the turn of the year: 15 at 0.6 and 15 at 0.5 kg/kWh."""
    period = Period(date(2022, 7, 1), date(2023, 7, 1))
    asked = inputs(organization([METER]), [record(METER, Period(date(2022, 12, 17), date(2023, 1, 16)), "300")], periods=(period,))
    found = inventory(asked, plain())
    lines = [line for line in found.lines if line.basis == "location"]
    assert [(line.month, line.quantity, line.amount) for line in lines] == [
        (date(2022, 12, 1), Decimal(150), Decimal(90)),
        (date(2023, 1, 1), Decimal(150), Decimal(75)),
    ]
    days = [binding.period for binding in found.bindings if binding.rule_id.endswith("location")]
    assert days == [Period(date(2022, 7, 1), date(2023, 1, 1)), Period(date(2023, 1, 1), date(2023, 7, 1))]


def test_the_province_comes_before_the_nation_and_the_nation_before_nothing() -> None:
    national = factor("grid.cn", "average_consumption_factor", "mee-grid-average", "electricity", "0.7", "kgCO2/kWh", gas="CO2", data_year=2023)
    for region, expected in (("CN-SH", "grid.2023"), ("CN-ZJ", "grid.cn")):
        asked = inputs(organization([METER], [site(region=region)]), monthly(METER, "1"))
        found = inventory(asked, _and(national))
        assert found.bindings[0].inputs[0].reference == expected


def test_own_value_for_part_of_a_year_cuts_the_month_by_days() -> None:
    """March, 310 Nm3: 10 days at the default 400 GJ/10^4 Nm3, 21 days at the own 300; 0.015 × 44/12 × 1000 = 55 kg/GJ."""
    own = own_value("ncv", "G", "NCV", "natural_gas", "300", "GJ/10^4 Nm3", Period(date(2024, 3, 11), date(2024, 10, 1)))
    asked = inputs(organization([GAS], own_values=[own]), monthly(GAS, "310"))
    found = inventory(asked, plain())
    march = [line for line in found.lines if line.measure == "CO2" and line.month == date(2024, 3, 1)]
    assert [line.quantity for line in march] == [Decimal(100), Decimal(210)]
    assert [line.amount for line in march] == [100 * Decimal("0.04") * 55, 210 * Decimal("0.03") * 55]
    april, october = ({line.amount for line in found.lines if line.measure == "CO2" and line.month == date(2024, m, 1)} for m in (4, 10))
    assert (april, october) == ({310 * Decimal("0.03") * 55}, {310 * Decimal("0.04") * 55})
    origins = {binding.period: binding.inputs[0].origin for binding in found.bindings}
    assert origins == {
        Period(date(2024, 1, 1), date(2024, 3, 11)): InputOrigin.FACTOR,
        Period(date(2024, 3, 11), date(2024, 10, 1)): InputOrigin.OWN_VALUE,
        Period(date(2024, 10, 1), date(2025, 1, 1)): InputOrigin.FACTOR,
    }


def test_own_value_of_a_source_comes_before_that_of_its_substance() -> None:
    general = own_value("all", None, "NCV", "natural_gas", "200", "GJ/10^4 Nm3")
    particular = own_value("one", "G", "NCV", "natural_gas", "300", "GJ/10^4 Nm3")
    other = source("H", "natural_gas")
    found = inventory(inputs(organization([GAS, other], own_values=[general, particular])), plain())
    assert {binding.source_id: binding.inputs[0].reference for binding in found.bindings} == {"G": "one", "H": "all"}


def test_own_value_of_the_substance_stands_on_days_that_the_source_has_none_of_its_own() -> None:
    general = own_value("all", None, "NCV", "natural_gas", "200", "GJ/10^4 Nm3")
    particular = own_value("one", "G", "NCV", "natural_gas", "300", "GJ/10^4 Nm3", Period(date(2024, 1, 1), date(2024, 4, 1)))
    found = inventory(inputs(organization([GAS], own_values=[general, particular])), plain())
    assert [binding.inputs[0].reference for binding in found.bindings] == ["one", "all"]


def test_own_value_of_another_parameter_or_substance_is_not_taken() -> None:
    values = [own_value("a", "G", "NCV", "diesel", "1", "GJ/t"), own_value("b", "G", "density", "natural_gas", "1", "kg/L")]
    found = inventory(inputs(organization([GAS], own_values=values)), plain())
    assert {bound.origin for binding in found.bindings for bound in binding.inputs} == {InputOrigin.FACTOR}


def _draft(identifier: str = "mee-steel.natural_gas.NCV") -> Library:
    return _changed(identifier, grade=EvidenceGrade.TRANSCRIPTION)


def test_a_draft_that_nobody_confirmed_is_a_gap_that_names_it() -> None:
    found = inventory(inputs(organization([GAS]), monthly(GAS, "10")), _draft())
    (gap,) = found.gaps
    assert (gap.code, gap.blocking) == ("gap_draft_unconfirmed", True)
    assert gap.measures == ("co2", "ch4", "n2o")
    assert dict(gap.params)["drafts"] == "mee-steel.natural_gas.NCV"
    assert found.lines == ()
    assert not found.complete()


def test_a_confirmed_draft_counts_and_is_named_with_the_person() -> None:
    confirmed = replace(organization([GAS]), confirmations=(Confirmation("mee-steel.natural_gas.*", AUTHOR, DAY, "compared"),))
    found = inventory(inputs(confirmed, monthly(GAS, "10")), _draft())
    assert found.complete()
    assert found.bindings[0].inputs[0].chosen_by == AUTHOR
    check = next(check for check in found.checks if check.code == "check_drafts_confirmed")
    assert (check.passed, dict(check.params)["items"]) == (False, f"mee-steel.natural_gas.NCV ({AUTHOR})")


def test_a_confirmation_of_something_else_confirms_nothing() -> None:
    confirmed = replace(organization([GAS]), confirmations=(Confirmation("mee-power.*", AUTHOR, DAY, "compared"),))
    assert not inventory(inputs(confirmed, monthly(GAS, "10")), _draft()).complete()


def test_own_value_closes_a_gap_without_a_factor() -> None:
    library = _without("mee-steel.natural_gas.NCV")
    missing = inventory(inputs(organization([GAS]), monthly(GAS, "10")), library)
    assert _codes(missing.gaps) == [("gap_no_value", True, ("co2", "ch4", "n2o"))]
    own = own_value("ncv", "G", "NCV", "natural_gas", "400", "GJ/10^4 Nm3")
    assert inventory(inputs(organization([GAS], own_values=[own]), monthly(GAS, "10")), library).complete()


def test_an_optional_input_that_is_not_held_is_disclosed_and_blocks_nothing() -> None:
    found = inventory(inputs(organization([GAS]), monthly(GAS, "10")), _without("ipcc.natural_gas.n2o"))
    assert _codes(found.gaps) == [("gap_left_out", False, ("n2o",))]
    assert found.complete()
    assert {line.measure for line in found.lines} == {"CO2", "CH4"}
    check = next(check for check in found.checks if check.code == "check_left_out")
    assert (check.passed, dict(check.params)["items"]) == (False, "G: N2O")


def test_a_missing_carbon_content_stops_only_the_carbon_dioxide() -> None:
    found = inventory(inputs(organization([GAS]), monthly(GAS, "10")), _without("mee-steel.natural_gas.carbon_content"))
    assert _codes(found.gaps) == [("gap_no_value", True, ("co2",))]
    assert {line.measure for line in found.lines} == {"CH4", "N2O"}
    assert not found.complete()


def _choosing(factor_id: str, pack: str = "*", parameter: str = "average_consumption_factor", substance: str = "electricity") -> Organization:
    return replace(organization([METER]), choices=(FactorChoice(pack, parameter, substance, factor_id, AUTHOR, DAY, "a substitute"),))


@pytest.mark.parametrize("pack", ["*", GHGP])
def test_a_choice_by_name_overrides_the_default(pack: str) -> None:
    found = inventory(inputs(_choosing("grid.2022", pack), monthly(METER, "1")), plain())
    bound = found.bindings[0].inputs[0]
    assert (bound.reference, bound.chosen_by) == ("grid.2022", AUTHOR)


def test_a_choice_for_another_pack_changes_nothing() -> None:
    asked = inputs(_choosing("grid.2022", SH_MRV), monthly(METER, "1"))
    assert inventory(asked, plain()).bindings[0].inputs[0].reference == "grid.2023"
    ghgp, sh_mrv = inventories(asked, plain(GHGP, SH_MRV))
    assert (ghgp.bindings[0].inputs[0].reference, sh_mrv.bindings[0].inputs[0].reference) == ("grid.2023", "sh.elec")


def test_a_choice_for_the_pack_whose_rule_it_is_counts() -> None:
    """The rule is ``ghgp-scope2/2015:electricity-location``, and that is the name its owner reads."""
    asked = inputs(_choosing("grid.2022", "ghgp-scope2/2015"), monthly(METER, "1"))
    assert inventory(asked, plain()).bindings[0].inputs[0].reference == "grid.2022"


def test_a_choice_cannot_climb_over_the_wall_of_the_parameter() -> None:
    found = inventory(inputs(_choosing("market.2023"), monthly(METER, "1")), plain())
    gap = found.gaps[0]
    assert (gap.code, gap.blocking) == ("gap_no_value", True)
    assert not any(line.basis == "location" for line in found.lines)


def test_a_choice_of_a_factor_that_is_not_held_is_refused() -> None:
    with pytest.raises(InputError) as error:
        inventory(inputs(_choosing("nowhere"), monthly(METER, "1")), plain())
    assert error.value.code == "factor_choice_unknown"


def test_every_binding_keeps_what_was_passed_over_and_why() -> None:
    found = inventory(inputs(organization([METER]), monthly(METER, "1")), plain())
    candidates = found.bindings[0].inputs[0].candidates
    assert [item.factor.id for item in candidates] == ["grid.2023", "grid.2022"]
    assert [code for code, _ in candidates[1].reasons][-1] == "factor_reason_newer_vintage_exists"


def test_one_month_asks_only_about_that_month() -> None:
    asked = inputs(organization([METER]), monthly(METER, "1000"), periods=(month(2024, 5),))
    found = inventory(asked, plain())
    assert {line.month for line in found.lines} == {date(2024, 5, 1)}
    assert found.total("location_based").value == 500
