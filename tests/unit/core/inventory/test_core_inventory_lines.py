"""Lines: every gas of every source in every month, exact and rounded once."""

from __future__ import annotations

import decimal
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext

import pytest
from plain_library import (
    ENERGY,
    GAS_CH4_KG_PER_NM3,
    GAS_KG_PER_NM3,
    GAS_N2O_KG_PER_NM3,
    GHGP,
    SH_MRV,
    plain,
)
from plain_organization import inputs, inventories, inventory, monthly, organization, own_value, record, share, site, source

from hutan.core.inventory.lines import binding_of
from hutan.core.inventory.plan import Question, plan
from hutan.core.inventory.result import Inventory, Line
from hutan.core.model.activity_record import RecordState
from hutan.core.model.organization import Consolidation, SourceUse
from hutan.kernel.errors import HutanError, InputError
from hutan.kernel.periods import Period, month, year

METER, GAS, WOOD = source("E", "electricity"), source("G", "natural_gas"), source("B", "wood_pellets")
CH4_AR5, N2O_AR5 = Decimal(28), Decimal(265)


def _by(lines: Sequence[Line]) -> dict[tuple[str, str, str], Line]:
    return {(line.source_id, line.basis, line.measure): line for line in lines}


def _january(found: Inventory) -> dict[tuple[str, str, str], Line]:
    return _by([line for line in found.lines if line.month == date(2024, 1, 1)])


def test_gases_of_a_fossil_fuel() -> None:
    lines = _january(inventory(inputs(organization([GAS]), monthly(GAS, "1000")), plain()))
    assert {key[2]: (line.amount, line.gwp, line.co2e_kg, line.scope) for key, line in lines.items()} == {
        "CO2": (1000 * GAS_KG_PER_NM3, Decimal(1), 1000 * GAS_KG_PER_NM3, "scope_1"),
        "CH4": (1000 * GAS_CH4_KG_PER_NM3, CH4_AR5, 1000 * GAS_CH4_KG_PER_NM3 * CH4_AR5, "scope_1"),
        "N2O": (1000 * GAS_N2O_KG_PER_NM3, N2O_AR5, 1000 * GAS_N2O_KG_PER_NM3 * N2O_AR5, "scope_1"),
    }
    assert lines["G", "", "CH4"].gwp_basis == "AR5-100 (8.A.1)"


def test_biogenic_carbon_stands_apart_and_its_other_gases_in_scope_1() -> None:
    """A tonne of pellets: 15 GJ × 0.03 tC/GJ × 44/12 = 1650 kg CO2; 0.45 kg CH4; 0.06 kg N2O."""
    found = inventory(inputs(organization([WOOD]), [record(WOOD, month(2024, 1), "2")]), plain())
    lines = _january(found)
    assert {key[2]: (line.amount, line.scope) for key, line in lines.items()} == {
        "CO2": (Decimal(3300), "outside_scopes"),
        "CH4": (Decimal("0.9"), "scope_1"),
        "N2O": (Decimal("0.12"), "scope_1"),
    }
    assert found.total("biogenic_co2").value == 3300
    assert found.total("biogenic_co2").apart
    assert found.total("location_based").value == Decimal("0.9") * CH4_AR5 + Decimal("0.12") * N2O_AR5


def test_biomass_of_the_city_and_of_the_energy_statement_stand_apart() -> None:
    asked = inputs(organization([WOOD]), [record(WOOD, month(2024, 1), "2")])
    sh_mrv, energy = inventories(asked, plain(SH_MRV, ENERGY))
    assert {total.id: total.value for total in sh_mrv.totals} == {"total": 0, "biogenic_co2": 3300}
    assert {total.id: total.value > 0 for total in energy.totals} == {"comprehensive": False, "feedstock": False, "non_fossil": True}


def test_electricity_stands_on_two_bases_and_heat_on_one() -> None:
    heat = source("H", "heat")
    found = inventory(inputs(organization([METER, heat]), monthly(METER, "1000") + monthly(heat, "10")), plain())
    assert {key: line.amount for key, line in _january(found).items()} == {
        ("E", "location", "CO2"): Decimal(500),
        ("E", "market", "CO2"): Decimal(800),
        ("H", "", "CO2"): Decimal(1100),
    }
    assert found.total("location_based").value == 12 * (500 + 1100)
    assert found.total("market_based").value == 12 * (800 + 1100)


def test_lines_of_the_city_market() -> None:
    heat = source("H", "heat")
    found = inventory(inputs(organization([METER, heat]), monthly(METER, "10000") + monthly(heat, "100")), plain(SH_MRV))
    assert found.total("total").value == 12 * (4200 + 6000)
    assert found.total("total").unit == "kgCO2"


def test_energy_in_standard_coal() -> None:
    """1000 Nm3 at 0.04 GJ are 40 GJ, that is 40 000 000 / 29 307 kgce; energy has neither gas nor warming potential."""
    stock = source("F", "natural_gas", SourceUse.FEEDSTOCK)
    records = [record(GAS, month(2024, 1), "1000"), record(stock, month(2024, 1), "1000"), record(METER, month(2024, 1), "10000")]
    found = inventory(inputs(organization([GAS, stock, METER]), records), plain(ENERGY))
    exact = Decimal(40_000_000) / 29307
    lines = _january(found)
    assert lines["G", "", "energy"].amount == exact.quantize(Decimal("1e-9"))
    assert {(line.gwp, line.co2e_kg) for line in found.lines} == {(None, None)}
    assert found.total("comprehensive").value == exact.quantize(Decimal("1e-9")) + 1229
    assert found.total("feedstock").value == exact.quantize(Decimal("1e-9"))


def test_measured_and_estimated_are_kept_apart() -> None:
    half = [Period(date(2024, 1, 1), date(2024, 1, 17)), Period(date(2024, 1, 17), date(2024, 2, 1))]
    records = [record(METER, half[0], "100"), record(METER, half[1], "50", RecordState.ESTIMATED)]
    found = inventory(inputs(organization([METER]), records), plain())
    location = [(line.state, line.amount) for line in found.lines if line.basis == "location"]
    assert location == [("estimated", Decimal(25)), ("measured", Decimal(50))]
    check = next(check for check in found.checks if check.code == "check_estimated_share")
    assert (check.passed, dict(check.params)) == (False, {"percent": "33.33"})


def test_amounts_are_rounded_once_half_even_at_a_thousand_millionth() -> None:
    """0.000001 kWh at 0.0005 kg/kWh is exactly half of the last place; at 0.0015 it is one and a half."""
    for value, expected in (("0.0005", "0"), ("0.0015", "0.000000002"), ("0.0025", "0.000000002"), ("0.00051", "0.000000001")):
        own = own_value("f", "E", "average_consumption_factor", "electricity", value, "kg/kWh")
        found = inventory(inputs(organization([METER], own_values=[own]), [record(METER, month(2024, 1), "0.000001")]), plain())
        assert _january(found)["E", "location", "CO2"].amount == Decimal(expected)


def test_a_share_does_not_round_before_the_last_place() -> None:
    """The product of 28 and more digits with a share is rounded once, not first to the 28 digits of the usual context."""
    quantity, factor, part = Decimal("999999999999.999999"), Decimal("0.123456789012345"), Decimal("0.333333333333333")
    own = own_value("f", "E", "average_consumption_factor", "electricity", str(factor), "kg/kWh")
    equity = replace(
        organization([METER], [site("S", share(str(part)))], [own]),
        consolidation=Consolidation.EQUITY_SHARE,
    )
    found = inventory(inputs(equity, [record(METER, month(2024, 1), quantity)]), plain())
    with localcontext(prec=200):
        exact = (quantity * factor * part).quantize(Decimal("1e-9"))
    assert _january(found)["E", "location", "CO2"].amount == exact


def test_the_decimal_context_of_the_caller_changes_nothing() -> None:
    asked = inputs(organization([METER, GAS]), monthly(METER, "123456.789012") + monthly(GAS, "98765.432101"))
    expected = inventory(asked, plain())
    with localcontext(prec=7, rounding=decimal.ROUND_UP):
        found = inventory(asked, plain())
    assert found.lines == expected.lines
    assert [total.value for total in found.totals] == [total.value for total in expected.totals]


def test_a_line_names_the_binding_that_says_why() -> None:
    asked = inputs(organization([METER, GAS]), monthly(METER, "1") + monthly(GAS, "1"))
    question = Question(asked.organization, plain(), year(2024), asked.reported_on)
    made = plan(question, plain().methods[0])
    for line in inventory(asked, plain()).lines:
        binding = binding_of(made, line)
        assert (binding.source_id, line.month in binding.period) == (line.source_id, True)


def test_a_record_in_another_unit_than_that_of_its_carrier_is_refused() -> None:
    """1000 MWh counted as 1000 kWh: only the doors stand between, and a result file comes through none of them."""
    wrong = replace(record(METER, month(2024, 1), "1000"), unit="MWh")
    with pytest.raises(HutanError):
        inventory(inputs(organization([METER]), [wrong]), plain())


def test_zero_is_a_reading_and_has_lines() -> None:
    found = inventory(inputs(organization([METER]), [record(METER, month(2024, 1), "0")]), plain())
    assert [line.amount for line in found.lines] == [0, 0]


def test_a_month_without_a_record_has_no_line_and_is_named() -> None:
    found = inventory(inputs(organization([METER]), monthly(METER, "1")[:11]), plain())
    assert date(2024, 12, 1) not in {line.month for line in found.lines}
    check = next(check for check in found.checks if check.code == "check_months_without_data")
    assert (check.passed, dict(check.params)) == (False, {"count": "1", "months": "E 2024-12"})


@pytest.mark.parametrize("unit", ["GJ/t", "kWh", "somethings"])
def test_an_own_value_in_a_unit_that_does_not_fit_is_an_error_with_a_code(unit: str) -> None:
    own = own_value("ncv", "G", "NCV", "natural_gas", "1", unit)
    with pytest.raises(HutanError) as error:
        inventory(inputs(organization([GAS], own_values=[own]), monthly(GAS, "1")), plain())
    assert error.value.code in ("formula_unit_mismatch", "unit_unknown")


def test_an_aggregated_own_factor_keeps_its_basis_and_is_disclosed() -> None:
    own = replace(own_value("f", "E", "average_consumption_factor", "electricity", "0.51", "kgCO2e/kWh"), gas="CO2e")
    found = inventory(inputs(organization([METER], own_values=[own]), [record(METER, month(2024, 1), "1000")]), plain())
    line = next(line for line in found.lines if line.basis == "location")
    assert (line.measure, line.gwp, line.gwp_basis, line.co2e_kg) == ("CO2e", None, "not stated", Decimal(510))
    check = next(check for check in found.checks if check.code == "check_aggregated_share")
    assert (check.passed, dict(check.params)["bases"]) == (False, "not stated")


@pytest.mark.parametrize("gas", ["CO2e", "co2"])
def test_an_own_factor_of_a_gas_that_the_pack_does_not_count_is_not_dropped_in_silence(gas: str) -> None:
    """The city market counts CO2 alone. A value in CO2e, or in a misspelt gas, leaves the electricity uncounted: that must be said or refused."""
    own = replace(own_value("f", "E", "local_mrv_default", "electricity", "0.42", "kgCO2/kWh"), gas=gas)
    asked = inputs(organization([METER], own_values=[own]), monthly(METER, "1000"))
    try:
        found = inventory(asked, plain(SH_MRV))
    except InputError:
        return
    assert found.lines or not found.complete()


@pytest.mark.parametrize("first", [GHGP, SH_MRV, ENERGY])
def test_an_inventory_does_not_depend_on_what_else_is_asked(first: str) -> None:
    """An own value that concerns one pack alone starts in mid-month; the other packs give the same lines with and without it beside them."""
    sources = [METER, GAS, WOOD, source("F", "natural_gas", SourceUse.FEEDSTOCK)]
    values = [
        own_value("sh", "E", "local_mrv_default", "electricity", "0.4", "kgCO2/kWh", Period(date(2024, 3, 12), date(2024, 9, 5))),
        own_value("ce", "E", "equivalent_energy", "electricity", "0.1", "kgce/kWh", Period(date(2024, 5, 6), date(2024, 5, 8))),
    ]
    records = [item for of in sources for item in monthly(of, "1000.000001")]
    asked = inputs(organization(sources, own_values=values), records)
    alone = inventory(asked, plain(first))
    beside = next(item for item in inventories(asked, plain(GHGP, SH_MRV, ENERGY)) if item.pack_id == first)
    assert beside.lines == alone.lines
    assert beside.checks == alone.checks
    assert [total.value for total in beside.totals] == [total.value for total in alone.totals]


def test_a_record_over_two_months_does_not_depend_on_what_else_is_asked() -> None:
    """0.000003 kWh over 60 days: January has 31/60 of it, 0.000002; cut at the 11th it has 0.000000 and 0.000001."""
    own = own_value("sh", "E", "local_mrv_default", "electricity", "0.4", "kgCO2/kWh", Period(date(2024, 1, 11), date(2025, 1, 1)))
    asked = inputs(organization([METER], own_values=[own]), [record(METER, Period(date(2024, 1, 1), date(2024, 3, 1)), "0.000003")])
    alone, beside = inventory(asked, plain()), inventories(asked, plain(GHGP, SH_MRV))[0]
    assert [line.quantity for line in beside.lines] == [line.quantity for line in alone.lines]
