"""Two totals over one set of data: every kilogram of the difference has one cause, and the causes add up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_library import ENERGY, GHGP, SH_MRV, plain
from plain_organization import certificate, inputs, inventories, monthly, organization, own_value, site, source

from hutan.core.inventory.differences import Cause, Comparison, compared
from hutan.core.inventory.result import Inventory
from hutan.core.model.organization import SourceUse
from hutan.kernel.errors import InputError
from hutan.kernel.periods import year

SOURCES = [source("E", "electricity"), source("G", "natural_gas"), source("F", "natural_gas", SourceUse.FEEDSTOCK)]


def found(kwh: str = "100", gas: str = "10", certificates: str = "") -> dict[str, Inventory]:
    own = [
        own_value(name, None, parameter, "natural_gas", value, unit)
        for name, parameter, value, unit in (
            ("ncv", "NCV", "400", "GJ/10^4 Nm3"),
            ("carbon", "carbon_content", "0.015", "tC/GJ"),
            ("oxidation", "oxidation_rate", "100", "%"),
        )
    ]
    of = organization(SOURCES, [site("S")], own)
    held = [certificate("c", certificates, number=2023)] if certificates else []
    records = [*monthly(SOURCES[0], kwh, 2023), *monthly(SOURCES[1], gas, 2023)]
    asked = inputs(of, records, held, (year(2023),))
    return {item.pack_id: item for item in inventories(asked, plain(GHGP, SH_MRV, ENERGY))}


def checked(comparison: Comparison) -> dict[Cause, Decimal]:
    steps = dict(comparison.bridge())
    assert sum(steps.values(), Decimal(0)) == comparison.second.value - comparison.first.value
    assert sum((item.change_kg for item in comparison.differences), Decimal(0)) == comparison.second.value - comparison.first.value
    return steps


def test_from_the_city_market_to_the_protocol() -> None:
    """The same gas and power: another factor of power, and two gases that the city does not count."""
    both = found()
    steps = checked(compared(both[SH_MRV], "total", both[GHGP], "location_based"))
    assert set(steps) == {Cause.FACTOR, Cause.GASES}
    assert steps[Cause.GASES] == Decimal(120) * (Decimal("0.00004") * 28 + Decimal("0.000004") * 265)


def test_a_factor_says_what_it_was_and_is() -> None:
    both = found()
    power = next(item for item in compared(both[SH_MRV], "total", both[GHGP], "location_based").differences if item.source_id == "E")
    assert power.cause is Cause.FACTOR
    assert [bound.name for bound in (*power.first.inputs, *power.second.inputs)] == ["factor", "factor"]
    assert power.first.rule != power.second.rule
    assert power.first.clause


def test_certificates_are_a_cause_of_their_own() -> None:
    both = found(certificates="1200")
    steps = checked(compared(both[GHGP], "location_based", both[GHGP], "market_based"))
    assert set(steps) <= {Cause.INSTRUMENTS, Cause.FACTOR}
    assert Cause.INSTRUMENTS in steps


def test_a_source_that_only_one_counts() -> None:
    full, without_gas = found(), found()
    lines = tuple(line for line in without_gas[GHGP].lines if line.source_id != "G")
    value = sum((line.stated() for line in lines if line.basis != "market"), Decimal(0))
    totals = tuple(replace(item, value=value) if item.id == "location_based" else item for item in without_gas[GHGP].totals)
    other = replace(without_gas[GHGP], lines=lines, totals=totals)
    assert set(checked(compared(full[GHGP], "location_based", other, "location_based"))) == {Cause.NOT_IN_SECOND}
    assert set(checked(compared(other, "location_based", full[GHGP], "location_based"))) == {Cause.NOT_IN_FIRST}


def test_other_data_are_told_as_such() -> None:
    steps = checked(compared(found()[GHGP], "location_based", found(kwh="90")[GHGP], "location_based"))
    assert steps == {Cause.QUANTITY: Decimal(-60)}


def test_a_total_does_not_differ_from_itself() -> None:
    both = found()
    assert compared(both[GHGP], "location_based", both[GHGP], "location_based").differences == ()


def test_energy_and_emissions_are_not_compared() -> None:
    both = found()
    with pytest.raises(InputError, match="totals_not_comparable"):
        compared(both[GHGP], "location_based", both[ENERGY], "comprehensive")


@given(kwh=st.integers(0, 10**6), gas=st.integers(0, 10**5), certificates=st.integers(1, 10**6))
def test_causes_add_up_whatever_the_data(kwh: int, gas: int, certificates: int) -> None:
    both = found(str(kwh), str(gas), str(certificates))
    for first, second in (((GHGP, "market_based"), (SH_MRV, "total")), ((SH_MRV, "total"), (GHGP, "market_based"))):
        checked(compared(both[first[0]], first[1], both[second[0]], second[1]))
