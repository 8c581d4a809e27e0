"""The released table of carriers."""

from __future__ import annotations

import pytest

from hutan.adapters.pack_store.carrier_tables import load_carriers
from hutan.adapters.pack_store.tables import load_factor_table
from hutan.core.activity.reading import folded
from hutan.core.model.carrier import CarrierFamily
from hutan.core.units import parse_unit

BY_ID = {carrier.id: carrier for carrier in load_carriers()}


@pytest.mark.parametrize(
    ("identifier", "family", "unit"),
    [
        ("electricity", CarrierFamily.ELECTRICITY, "kWh"),
        ("heat", CarrierFamily.HEAT, "GJ"),
        ("steam", CarrierFamily.HEAT, "GJ"),
        ("natural_gas", CarrierFamily.GAS, "Nm3"),
        ("diesel", CarrierFamily.LIQUID_FUEL, "t"),
        ("anthracite", CarrierFamily.SOLID_FUEL, "t"),
    ],
)
def test_what_a_carrier_is_counted_in(identifier: str, family: CarrierFamily, unit: str) -> None:
    assert (BY_ID[identifier].family, BY_ID[identifier].base_unit) == (family, unit)


def test_only_wood_is_biogenic() -> None:
    assert [carrier.id for carrier in BY_ID.values() if carrier.biogenic] == ["wood_pellets"]


def test_no_name_belongs_to_two_carriers() -> None:
    owners: dict[str, set[str]] = {}
    for carrier in BY_ID.values():
        for name in (carrier.id, carrier.name_zh, carrier.name_en, *carrier.aliases):
            owners.setdefault(folded(name), set()).add(carrier.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_fuels_are_counted_in_the_unit_of_their_heating_values() -> None:
    units = [
        parse_unit(factor.unit) * parse_unit(BY_ID[factor.substance].base_unit)
        for factor in load_factor_table().factors
        if factor.parameter == "NCV" and factor.substance in BY_ID
    ]
    assert len(units) >= 20
    assert all(unit.same_dimension(parse_unit("GJ")) for unit in units)


@pytest.mark.parametrize(
    "identifier", ["natural_gas", "diesel", "gasoline", "anthracite", "bituminous_coal", "lignite", "coke", "lpg", "fuel_oil", "kerosene"]
)
def test_usual_fuels_have_a_heating_value_under_their_id(identifier: str) -> None:
    assert identifier in BY_ID
    assert any(factor.substance == identifier and factor.parameter == "NCV" for factor in load_factor_table().factors)
