"""Derivatives as a person would write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hutan.core.methods.formula import TypedFormula, derivative, evaluate, parse, typecheck
from hutan.core.units import DIMENSIONLESS, parse_unit
from hutan.kernel.errors import FormulaError


def plain(text: str) -> TypedFormula:
    return typecheck(parse(text), dict.fromkeys(("a", "b", "c"), DIMENSIONLESS), DIMENSIONLESS)


@pytest.mark.parametrize(
    ("text", "slope"),
    [
        ("a", "1"),
        ("a - a + 5", "0"),
        ("-a", "-1"),
        ("3 * a - b", "3"),
        ("b - 2 * a", "-2"),
        ("a * b", "b"),
        ("b * a * c * 44 / 12", "b * c * 44 / 12"),
        ("a / b", "1 / b"),
        ("b / a", "-(b / a) / a"),
        ("a^2", "2 * a"),
        ("a^3 / 3", "3 * a^2 / 3"),
        ("a^-1", "-1 * a^-2"),
        ("a^0.5", "0.5 * a^-0.5"),
        ("a^1", "1"),
        ("a^0 + a", "1"),
        ("(2 * a)^2", "2 * (2 * a) * 2"),
        ("a * (1 - b)", "1 - b"),
        ("min(a, b)", "if(a <= b, 1, 0)"),
        ("max(a, b)", "if(a >= b, 1, 0)"),
        ("max(a, 2 * a)", "if(a >= 2 * a, 1, 2)"),
        ("min(a + b, a + c)", "1"),
        ("if(a < b, a^2, 3 * a)", "if(a < b, 2 * a, 3)"),
        ("if(b < c, a * 2, a * 2)", "2"),
    ],
)
def test_the_slope_in_a(text: str, slope: str) -> None:
    formula = plain(text)
    assert derivative(formula, "a").text == slope
    assert derivative(formula, "a").inputs == formula.inputs


def test_a_slope_is_in_output_unit_per_unit_of_the_input() -> None:
    emission = typecheck(parse("quantity * factor"), {"quantity": parse_unit("kWh"), "factor": parse_unit("tCO2/10^4 kWh")}, parse_unit("kg"))
    values = {"quantity": Decimal(10000), "factor": Decimal("4.2")}
    per_energy, per_factor = derivative(emission, "quantity"), derivative(emission, "factor")
    assert per_energy.output == parse_unit("kg/kWh")
    assert evaluate(per_energy, values) == Decimal("0.42")
    assert per_factor.output.same_dimension(parse_unit("kWh"))
    assert evaluate(per_factor, values) == 1000


def test_a_slope_can_be_taken_again() -> None:
    slope = derivative(derivative(plain("a^4 / b"), "a"), "a")
    assert evaluate(slope, {"a": Decimal(2), "b": Decimal(3)}) == 16


def test_a_slope_taken_again_and_again_ends_in_an_error_not_a_crash() -> None:
    slope = plain("a / (1 + a / (1 + a / (1 + a / (1 + a))))")
    with pytest.raises(FormulaError, match="formula_too_"):
        for _ in range(12):
            slope = derivative(slope, "a")


def test_the_deepest_formula_has_a_slope() -> None:
    text = "a"
    for _ in range(29):
        text = f"(b - c / {text})"
    slope = derivative(plain(text), "a")
    assert evaluate(slope, {"a": Decimal(1), "b": Decimal(2), "c": Decimal(1)}) == 1


def test_there_is_no_slope_in_what_is_no_input() -> None:
    with pytest.raises(FormulaError) as caught:
        derivative(plain("a * b"), "c")
    assert caught.value.code == "formula_unknown_name"
    assert dict(caught.value.params)["known"] == "a, b"


def test_constants_are_not_folded_where_digits_would_be_lost() -> None:
    long = "1." + "0" * 48 + "1"
    assert derivative(plain(f"{long} * (a * {long})"), "a").text == f"{long} * {long}"
