"""Units printed on Chinese bills and what each is worth."""

from decimal import Decimal

import pytest

from hutan.core.units import bill_unit, conversion_factor, parse_unit


@pytest.mark.parametrize(
    ("printed", "target", "factor"),
    [
        ("度", "kWh", "1"),
        ("千瓦时", "kWh", "1"),
        ("万度", "MWh", "10"),
        ("万千瓦时", "MWh", "10"),
        ("兆瓦时", "kWh", "1000"),
        ("亿千瓦时", "MWh", "100000"),
        ("KWH", "kWh", "1"),
        ("kwh", "kWh", "1"),
        ("Kw·h", "kWh", "1"),
        ("kW·h", "kWh", "1"),
        ("\uff2b\uff37\uff28", "kWh", "1"),
        ("k W h", "kWh", "1"),
        ("mwh", "MWh", "1"),
        ("万kWh", "kWh", "10000"),
        ("10⁴kWh", "kWh", "10000"),
        ("\u00d710^4 kWh", "kWh", "10000"),
        ("立方", "m3", "1"),
        ("方", "m3", "1"),
        ("立方米", "m3", "1"),
        ("m³", "m3", "1"),
        ("M3", "m3", "1"),
        ("㎥", "m3", "1"),
        ("万立方", "m3", "10000"),
        ("万方", "m3", "10000"),
        ("万立方米", "m3", "10000"),
        ("标方", "Nm3", "1"),
        ("标立方", "Nm3", "1"),
        ("Nm³", "Nm3", "1"),
        ("nm³", "Nm3", "1"),
        ("NM3", "Nm3", "1"),
        ("万标方", "Nm3", "10000"),
        ("吉焦", "GJ", "1"),
        ("百万千焦", "GJ", "1"),
        ("gj", "GJ", "1"),
        ("大卡", "kJ", "4.1868"),
        ("千卡", "kJ", "4.1868"),
        ("kgce", "kJ", "29307"),
        ("吨标煤", "GJ", "29.307"),
        ("吨标准煤", "kgce", "1000"),
        ("千克标准煤", "MJ", "29.307"),
        ("TCE", "kgce", "1000"),
        ("公斤", "kg", "1"),
        ("千克", "kg", "1"),
        ("斤", "kg", "0.5"),
        ("吨", "kg", "1000"),
        ("T", "kg", "1000"),
        ("KG", "kg", "1"),
        ("万吨", "t", "10000"),
        ("升", "L", "1"),
        ("公升", "L", "1"),
        ("\uff08吨\uff09", "t", "1"),
        ("平方", "m2", "1"),
        ("万元", "CNY", "10000"),
        ("亿元", "万元", "10000"),
        ("吨公里", "tkm", "1"),
    ],
)
def test_units_on_bills(printed: str, target: str, factor: str) -> None:
    unit = bill_unit(printed)
    assert unit is not None
    assert conversion_factor(unit, parse_unit(target)) == Decimal(factor)
    assert parse_unit(str(unit)) == unit


def test_a_mu_is_a_fifteenth_of_a_hectare() -> None:
    unit = bill_unit("亩")
    assert unit is not None
    assert 15 * unit.scale == parse_unit("ha").scale


@pytest.mark.parametrize(
    "printed",
    ["", "kW", "千瓦", "kW/h", "kVA", "ml", "ML", "Mg", "mg", "104kWh", "桶", "加仑", "个", "万", "10^4", "()", "kWh吨", "\uff1f"],
)
def test_what_is_not_a_known_unit_or_has_two_readings_is_none(printed: str) -> None:
    unit = bill_unit(printed)
    assert unit is None


def test_case_is_exact_where_two_readings_occur() -> None:
    assert bill_unit("mL") == parse_unit("mL")
    assert bill_unit("毫升") == parse_unit("mL")


def test_normal_cubic_metres_stay_apart() -> None:
    normal = bill_unit("标方")
    plain = bill_unit("方")
    assert normal is not None
    assert plain is not None
    assert not normal.same_dimension(plain)


def test_texts_are_symbols() -> None:
    assert str(bill_unit("万度")) == "10^4 kWh"
    assert str(bill_unit("百万大卡")) == "10^6 kcal"
