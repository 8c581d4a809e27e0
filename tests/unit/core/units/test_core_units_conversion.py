"""Conversion factors are exact wherever they end in decimals, and agree with an independent library."""

import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import pytest

from hutan.core.units import conversion_factor, parse_unit
from hutan.kernel.errors import UnitError


@pytest.mark.parametrize(
    ("source", "target", "factor"),
    [
        ("MWh", "kWh", "1000"),
        ("kWh", "MWh", "0.001"),
        ("MWh", "MJ", "3600"),
        ("kWh", "GJ", "0.0036"),
        ("10^4 kWh", "MWh", "10"),
        ("10^8 kWh", "MWh", "100000"),
        ("10^4 Nm3", "Nm3", "10000"),
        ("GJ/10^4 Nm3", "MJ/Nm3", "0.1"),
        ("tCO2/10^4 kWh", "kgCO2/kWh", "0.1"),
        ("tCO2/MWh", "kgCO2/kWh", "1"),
        ("tC/GJ", "kgC/MJ", "1"),
        ("tC/GJ", "kgC/kWh", "3.6"),
        ("kgCH4/TJ", "kgCH4/GJ", "0.001"),
        ("tCO2e", "kgCO2e", "1000"),
        ("kgCO2e/tonnes", "kgCO2e/kg", "0.001"),
        ("kgCO2e/tonne.km", "gCO2e/tkm", "1000"),
        ("kgCO2e/litres", "kgCO2e/m3", "1000"),
        ("kWh (Net CV)", "kWh (Net CV)", "1"),
        ("%", "fraction", "0.01"),
        ("fraction", "%", "100"),
        ("万元", "CNY", "10000"),
        # GB/T 2589 as transcribed: 1 kgce = 29 307 kJ; 7000 kcal of 4.1868 kJ are 29 307.6 kJ.
        ("kgce", "kJ", "29307"),
        ("tce", "GJ", "29.307"),
        ("tce", "kgce", "1000"),
        ("kcal", "kJ", "4.1868"),
        ("Gcal", "GJ", "4.1868"),
    ],
)
def test_exact_factors(source: str, target: str, factor: str) -> None:
    found = conversion_factor(parse_unit(source), parse_unit(target))
    assert found == Decimal(factor)
    assert format(found, "f") == factor


def test_seven_thousand_kilocalories_are_not_quite_a_kilogram_of_standard_coal() -> None:
    assert 7000 * conversion_factor(parse_unit("kcal"), parse_unit("kJ")) == Decimal("29307.6")


@pytest.mark.parametrize(
    ("source", "target", "ratio"),
    [("GJ", "kWh", Fraction(2500, 9)), ("kWh", "kgce", Fraction(3600, 29307)), ("mu", "m2", Fraction(2000, 3))],
)
def test_endless_factors_are_rounded_once(source: str, target: str, ratio: Fraction) -> None:
    found = conversion_factor(parse_unit(source), parse_unit(target))
    assert len(found.as_tuple().digits) == 34
    assert abs(Fraction(found) - ratio) <= ratio / 10**33


def test_the_standard_rounds_the_electricity_equivalent_itself() -> None:
    # GB/T 2589 prints 0.1229 kgce/kWh; plain arithmetic gives 0.12284.
    found = conversion_factor(parse_unit("kWh"), parse_unit("kgce"))
    assert found.quantize(Decimal("0.00001")) == Decimal("0.12284")


def test_a_mismatch_names_both_units() -> None:
    with pytest.raises(UnitError) as caught:
        conversion_factor(parse_unit("Nm3"), parse_unit("m3"))
    assert caught.value.code == "unit_mismatch"
    assert caught.value.params == (("source", "Nm3"), ("target", "m3"))


def test_agrees_with_an_independent_unit_library() -> None:
    pint = pytest.importorskip("pint")
    registry = pint.UnitRegistry(non_int_type=Decimal)
    pairs = [("MWh", "MJ"), ("TJ", "GJ"), ("kW*h", "J"), ("km", "m"), ("ha", "m2"), ("L", "m3"), ("t", "g"), ("d", "h")]
    theirs = {"m2": "m**2", "m3": "m**3", "ha": "hectare", "t": "metric_ton", "d": "day"}
    for source, target in pairs:
        expected = registry.Quantity(Decimal(1), theirs.get(source, source)).to(theirs.get(target, target)).magnitude
        assert conversion_factor(parse_unit(source), parse_unit(target)) == pytest.approx(expected, rel=Decimal("1e-24"))


def test_importing_units_loads_no_unit_library() -> None:
    script = "import sys, hutan.core.units; print(sorted({'pint', 'numpy', 'hutan.core.model'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
