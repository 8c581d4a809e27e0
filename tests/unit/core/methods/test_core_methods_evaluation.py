"""Kinds evaluated in the units at hand, exactly, with their slopes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hutan.core.methods.evaluation import QUANTITY, evaluated, output_inputs, slope, typed_output
from hutan.core.methods.kinds import GAS_OF_CARRIER, GAS_OF_FACTOR, KINDS, Kind, kind
from hutan.core.methods.kinds.heel_use_abatement import BY_PRODUCTS
from hutan.core.units import parse_unit
from hutan.kernel.errors import FormulaError, PackError
from hutan.kernel.ids import KindId

FUEL, TRANSFER = KindId("fuel_combustion@1"), KindId("energy_transfer@1")
UNITS = (("carbon_content", "tC/GJ"), ("ncv", "GJ/t"), ("oxidation", "%"), (QUANTITY, "t"))
VALUES = {QUANTITY: Decimal(7), "ncv": Decimal("42.652"), "carbon_content": Decimal("0.0202"), "oxidation": Decimal(98)}


def test_inputs_of_each_output() -> None:
    assert output_inputs(FUEL, "co2") == ("carbon_content", "ncv", "oxidation", QUANTITY)
    assert output_inputs(FUEL, "ch4") == ("ch4_per_energy", "ncv", QUANTITY)
    assert output_inputs(FUEL, "n2o") == ("n2o_per_energy", "ncv", QUANTITY)
    assert output_inputs(TRANSFER, "emission") == ("factor", QUANTITY)


def test_value_in_the_unit_of_the_output() -> None:
    exact = Decimal(7) * Decimal("42.652") * Decimal("0.0202") * Decimal("0.98") * 44 / 12 * 1000
    assert abs(evaluated(FUEL, "co2", "kg", UNITS, VALUES) - exact) < Decimal("1e-20")
    assert abs(evaluated(FUEL, "co2", "t", UNITS, VALUES) * 1000 - exact) < Decimal("1e-20")


@pytest.mark.parametrize("name", [QUANTITY, "ncv", "carbon_content", "oxidation"])
def test_slope_of_a_product_is_the_value_over_the_input(name: str) -> None:
    value = evaluated(FUEL, "co2", "kg", UNITS, VALUES)
    assert abs(slope(FUEL, "co2", "kg", UNITS, VALUES, name) * VALUES[name] - value) < Decimal("1e-20")


@pytest.mark.parametrize(
    ("units", "code"),
    [
        ((("factor", "kg/GJ"), (QUANTITY, "t")), "formula_unit_mismatch"),
        ((("factor", "kgCO2e/kWh"), (QUANTITY, "kWh")), "formula_unit_mismatch"),
        (((QUANTITY, "kWh"),), "formula_unknown_name"),
    ],
)
def test_units_that_do_not_make_up_the_output_are_refused(units: tuple[tuple[str, str], ...], code: str) -> None:
    with pytest.raises(FormulaError) as error:
        typed_output(TRANSFER, "emission", "kg", units)
    assert error.value.code == code


def test_a_factor_in_equivalents_gives_equivalents() -> None:
    units = (("factor", "kgCO2e/kWh"), (QUANTITY, "kWh"))
    assert evaluated(TRANSFER, "emission", "kgCO2e", units, {"factor": Decimal("0.5"), QUANTITY: Decimal(4)}) == 2


def test_a_kind_that_this_release_does_not_know() -> None:
    with pytest.raises(PackError) as error:
        kind(KindId("gas_balance@9"))
    assert error.value.code == "kind_unknown"
    assert "energy_transfer@1" in dict(error.value.params)["known"]


@pytest.mark.parametrize("made", KINDS.values(), ids=str)
def test_a_kind_is_whole(made: Kind) -> None:
    """Every output has a formula, every input is used, every gas a unit of mass; the id carries a version."""
    assert made.id.rpartition("@")[2].isdigit()
    assert made.source
    assert {output.name for output in made.outputs} <= {name for name, _ in made.formulas}
    used = {name for output in made.outputs for name in output_inputs(made.id, output.name)}
    assert used == {QUANTITY, *made.inputs}
    for output in made.outputs:
        wanted = "kgce" if output.measure == "energy" else "kg"
        assert parse_unit(output.unit).same_dimension(parse_unit(wanted))
        gases = {"CO2", "CH4", "N2O", "CO2e", *(gas for _, gas in BY_PRODUCTS)}
        assert output.measure in {"energy", GAS_OF_FACTOR, GAS_OF_CARRIER, *gases}


def test_methane_of_combustion_carries_no_fossil_carbon_of_its_own() -> None:
    """Its carbon is in the CO2 line already. Source: GHG Protocol list of warming potentials 2024, as noted in the reference."""
    origins = {output.name: output.origin.value for output in kind(FUEL).outputs}
    assert origins == {"co2": "any", "ch4": "non_fossil", "n2o": "any"}
