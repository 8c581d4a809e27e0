"""Every unit printed in the factor tables parses; what is not known is refused with its text."""

from fractions import Fraction

import pytest

from hutan.core.units import DIMENSIONLESS, parse_unit
from hutan.kernel.errors import UnitError

# The unit column of the factor tables, every distinct text.
ELECTRICITY = ["kgCO2/kWh", "kgCO2e/kWh", "tCO2/MWh", "tCO2/10^4 kWh", "tCO2/GJ", "tCO2e/MWh"]
FUELS = ["GJ/t", "tC/GJ", "%", "kgCO2/GJ", "GJ/10^4 Nm3", "kgCH4/TJ", "kgN2O/TJ"]
PROCESS = ["tCO2/t", "%/yr of nameplate", "fraction", "kgCH4/kgBOD"]
GASES = [
    "kg emitted/kg fed",
    "kg CF4/kg gas fed",
    "kg C2F6/kg gas fed",
    "kg C4F6/kg gas fed",
    "kg C4F8/kg gas fed",
    "kg C3F8/kg gas fed",
    "kg CH2F2/kg gas fed",
    "kg CH3F/kg gas fed",
    "kg CHF3/kg gas fed",
    "kg F2/kg gas fed",
    "kg C5F8/kg gas fed",
    "kg C2F4/kg gas fed",
    "kg/m2 substrate",
    "% of charge",
    "%/yr of charge",
    "kg",
    "tCO2/t pure carbonate",
    "tCO2/t CaO or CaO.MgO",
    "factor",
    "tCO2/t lime",
    "tCO2/t glass",
    "GJ/t NH3",
    "tCO2/t NH3",
    "% of gas used",
    "kg SF6/t Mg",
]
SCOPE3 = [
    "kgCO2e/tonnes",
    "kgCO2e/litres",
    "kgCO2e/kWh (Net CV)",
    "kgCO2e/kWh (Gross CV)",
    "kgCO2e/cubic metres",
    "kgCO2e/passenger.km",
    "kgCO2e/km",
    "kgCO2e/tonne.km",
    "kgCO2e/Room per night",
    "kgCO2e/per FTE Working Hour",
    "kgCO2e/kg",
    "kgCO2e/USD2022 (purchaser price)",
]


@pytest.mark.parametrize("text", ELECTRICITY + FUELS + PROCESS + GASES + SCOPE3)
def test_units_of_the_factor_tables_parse_and_keep_their_text(text: str) -> None:
    unit = parse_unit(text)
    assert str(unit) == text
    assert parse_unit(str(unit)) == unit


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("\uff4b\uff37\uff48", "kWh"),
        ("10⁴ Nm³", "10^4 Nm3"),
        ("GJ/10⁴Nm³", "GJ/10^4 Nm3"),
        ("kW·h", "kWh"),
        ("kW*h", "kWh"),
        ("m^3", "m3"),
        ("kg·m^-3", "kg/m³"),
        ("tCO2e/万元", "kgCO2e/10 CNY"),
        ("kgCO2e/(t·km)", "kgCO2e/tkm"),
        ("kgCO2e/t/km", "kgCO2e/tkm"),
        ("kgCO₂e/kWh", "kgCO2e/kWh"),
        ("万tCO2", "10^7 kgCO2"),
        ("  t  ", "t"),
        ("\uff05", "%"),
        ("kg HFC-134a", "kg"),
        ("t R22", "t"),
    ],
)
def test_ways_of_writing_one_unit(text: str, same: str) -> None:
    assert parse_unit(text) == parse_unit(same)


@pytest.mark.parametrize(
    "text",
    [
        *("", "/", "kg/", "kg//t", "()", "(kg", "kg)", "kg^", "kg^0", "10^4", "10^4 %", "104 kWh"),
        *("KWH", "kwh", "度", "kg unobtainium", "tce of coal", "°C", "Nm^2"),
    ],
)
def test_unknown_units_are_refused_with_their_text(text: str) -> None:
    with pytest.raises(UnitError) as caught:
        parse_unit(text)
    assert caught.value.code == "unit_unknown"
    assert caught.value.params == (("unit", text),)


def test_very_long_text_is_refused_without_descending_into_it() -> None:
    with pytest.raises(UnitError):
        parse_unit("(" * 50_000)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nm3", "m3"),
        ("kgCO2", "kgCO2e"),
        ("kWh", "kWh (Net CV)"),
        ("kWh (Net CV)", "kWh (Gross CV)"),
        ("USD", "USD2022 (purchaser price)"),
        ("USD", "CNY"),
        ("kW", "kWh"),
        ("L", "kg"),
        ("yr", "h"),
        ("pkm", "km"),
        ("%", "kg"),
    ],
)
def test_things_that_never_become_one_another(one: str, other: str) -> None:
    assert not parse_unit(one).same_dimension(parse_unit(other))


def test_gas_masses_are_plain_masses() -> None:
    assert parse_unit("tCO2") == parse_unit("t")
    assert parse_unit("kgCH4").same_dimension(parse_unit("tC"))
    assert parse_unit("tce").same_dimension(parse_unit("MJ"))


def test_products_and_ratios_cancel_in_size_and_in_text() -> None:
    carbon = parse_unit("tC/GJ") * parse_unit("GJ/t")
    assert carbon.is_dimensionless
    assert str(carbon) == "tC/t"
    emitted = parse_unit("kWh") * parse_unit("kgCO2/kWh")
    assert emitted == parse_unit("kg")
    assert str(emitted) == "kgCO2"
    assert str(parse_unit("kg") / parse_unit("t") / parse_unit("km")) == "kg/(t·km)"
    assert parse_unit("m") ** 3 == parse_unit("m3")
    assert parse_unit("h") ** -1 == DIMENSIONLESS / parse_unit("h")
    assert str(parse_unit("t") / parse_unit("t")) == "1"


def test_dimensionless_sizes() -> None:
    assert parse_unit("%").is_dimensionless
    assert parse_unit("%").scale == Fraction(1, 100)
    assert parse_unit("fraction") == DIMENSIONLESS == parse_unit("1")
    assert not parse_unit("%/yr of nameplate").is_dimensionless


def test_equal_units_hash_alike_whatever_their_text() -> None:
    assert len({parse_unit("MWh"), parse_unit("10^3 kWh"), parse_unit("kW·h") * parse_unit("1")}) == 2
