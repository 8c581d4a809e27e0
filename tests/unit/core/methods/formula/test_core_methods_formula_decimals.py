"""Exact values, rounding, and points at which a formula has no value."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest

from hutan.core.methods.formula import TypedFormula, evaluate, parse, rounded, typecheck
from hutan.core.units import DIMENSIONLESS, parse_unit
from hutan.kernel.errors import FormulaError


def plain(text: str, *names: str) -> TypedFormula:
    return typecheck(parse(text), dict.fromkeys(names or ("a", "b"), DIMENSIONLESS), DIMENSIONLESS)


def at(text: str, a: str = "0", b: str = "0") -> Decimal:
    return evaluate(plain(text), {"a": Decimal(a), "b": Decimal(b)})


def test_carbon_dioxide_of_a_tonne_of_diesel() -> None:
    """1 t of diesel: 42.652 GJ/t, 0.0202 tC/GJ, 98 % oxidized, 44/12.

    Source: 企业温室气体排放核算与报告指南 发电设施, 表1; GB/T 32150-2015
    """
    units = {"quantity": "t", "ncv": "GJ/t", "carbon_content": "tC/GJ", "oxidation": "%"}
    formula = parse("quantity * ncv * carbon_content * oxidation * 44 / 12")
    co2 = typecheck(formula, {name: parse_unit(unit) for name, unit in units.items()}, parse_unit("tCO2"))
    values = {"quantity": Decimal(1), "ncv": Decimal("42.652"), "carbon_content": Decimal("0.0202"), "oxidation": Decimal(98)}
    by_hand = Fraction(42652, 1000) * Fraction(202, 10000) * Fraction(98, 100) * Fraction(44, 12)
    result = evaluate(co2, values)
    assert abs(Fraction(result) - by_hand) < Fraction(1, 10**58)
    assert rounded(result, 9) == Decimal("3.095909637")
    in_kg = typecheck(formula, {name: parse_unit(unit) for name, unit in units.items()}, parse_unit("kg"))
    assert rounded(evaluate(in_kg, values), 6) == Decimal("3095.909637")


@pytest.mark.parametrize(
    ("text", "a", "b", "expected"),
    [
        ("a + b", "0.1", "0.2", "0.3"),
        ("a - b", "1", "1e-40", "0." + "9" * 40),
        ("-a^2", "3", "0", "-9"),
        ("(-a)^3", "3", "0", "-27"),
        ("a^-2", "8", "0", "0.015625"),
        ("a^0", "0", "0", "1"),
        ("a^0.5", "0", "0", "0"),
        ("a^0.5", "2.25", "0", "1.5"),
        ("min(a, b, 3)", "5", "4", "3"),
        ("max(a, b, 3)", "5", "4", "5"),
        ("if(a < b, 1, 2)", "1", "1", "2"),
        ("if(a <= b, 1, 2)", "1", "1", "1"),
        ("if(a > b, 1, 2)", "1", "1", "2"),
        ("if(a >= b, 1, 2)", "1", "1", "1"),
        ("if(a == b, 1, 2)", "1", "1.0", "1"),
        ("if(a == 0, 0, b / a)", "0", "7", "0"),
        ("if(a > 0, a^-1, (-a)^0.5)", "4", "0", "0.25"),
    ],
)
def test_values(text: str, a: str, b: str, expected: str) -> None:
    assert at(text, a, b) == Decimal(expected)


def test_a_quotient_has_sixty_digits_whatever_the_surroundings() -> None:
    with decimal.localcontext(prec=5, rounding=decimal.ROUND_UP):
        assert at("a / b", "1", "3") == Decimal("0." + "3" * 60)
        assert at("a / b", "2", "3") == Decimal("0." + "6" * 59 + "7")


@pytest.mark.parametrize(
    ("text", "a", "b", "code", "part"),
    [
        ("1 + a / b", "1", "0", "formula_division_by_zero", "a / b"),
        ("a / (b - b)", "0", "5", "formula_division_by_zero", "a / (b - b)"),
        ("2 * a^-1", "0", "0", "formula_power_undefined", "a^-1"),
        ("a^0.5 + b", "-1", "0", "formula_power_undefined", "a^0.5"),
        ("a^-0.5", "0", "0", "formula_power_undefined", "a^-0.5"),
        ("b + (a * a)^100", "1e9000", "0", "formula_out_of_range", "(a * a)^100"),
        ("a * b", "1e600000", "1e600000", "formula_out_of_range", "a * b"),
        ("a * b", "1e-600000", "1e-600000", "formula_out_of_range", "a * b"),
        ("a / b", "1e-999999999", "7", "formula_out_of_range", "a / b"),
    ],
)
def test_where_there_is_no_value_the_part_is_named(text: str, a: str, b: str, code: str, part: str) -> None:
    with pytest.raises(FormulaError) as caught:
        at(text, a, b)
    assert caught.value.code == code
    assert caught.value.params == (("part", part), ("formula", text))


def test_a_missing_value_is_not_zero() -> None:
    with pytest.raises(FormulaError, match="formula_value_missing"):
        evaluate(plain("a * b"), {"a": Decimal(0)})


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_values_are_finite(value: str) -> None:
    with pytest.raises(FormulaError, match="formula_value_not_finite"):
        at("if(b > 0, a, b)", a=value)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("2.5", 0, "2"),
        ("3.5", 0, "4"),
        ("0.0000000005", 9, "0.000000000"),
        ("0.0000000015", 9, "0.000000002"),
        ("-0.0000000001", 9, "0.000000000"),
        ("-1.25", 1, "-1.2"),
        ("7", 3, "7.000"),
    ],
)
def test_rounding_is_half_even_and_knows_no_negative_zero(value: str, places: int, expected: str) -> None:
    assert f"{rounded(Decimal(value), places):f}" == expected


@pytest.mark.parametrize("value", ["1e60", "NaN", "Infinity"])
def test_what_cannot_be_stated_at_those_places_is_not_rounded(value: str) -> None:
    with pytest.raises(FormulaError, match="formula_rounding_digits"):
        rounded(Decimal(value), 9)
