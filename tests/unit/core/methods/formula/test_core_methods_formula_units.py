"""What units a formula accepts, and which factors between units it takes in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hutan.core.methods.formula import TypedFormula, evaluate, parse, typecheck
from hutan.core.units import parse_unit
from hutan.kernel.errors import FormulaError


def typed(text: str, output: str, **inputs: str) -> TypedFormula:
    return typecheck(parse(text), {name: parse_unit(unit) for name, unit in inputs.items()}, parse_unit(output))


def value(formula: TypedFormula, **values: str) -> Decimal:
    return evaluate(formula, {name: Decimal(text) for name, text in values.items()})


def test_a_product_is_scaled_once_at_the_end_and_exactly() -> None:
    """10 000 kWh at Shanghai's 4.2 tCO2 per 10 000 kWh.

    Source: 沪环气〔2022〕34号
    """
    emission = typed("quantity * factor", "kg", quantity="kWh", factor="tCO2/10^4 kWh")
    result = value(emission, quantity="10000", factor="4.2")
    assert result == 4200
    assert emission.text == "quantity * factor"
    assert emission.output == parse_unit("kg")


@pytest.mark.parametrize(
    ("text", "left", "right", "output", "expected"),
    [
        ("a + b", "kWh", "MWh", "kWh", "2001"),
        ("a + b", "MWh", "kWh", "kWh", "1002"),
        ("a - b", "t", "kg", "kg", "998"),
        ("max(a, b)", "kg", "t", "kg", "2000"),
        ("min(a, b)", "t", "kg", "t", "0.002"),
        ("if(a < b, a, b)", "t", "kg", "kg", "2"),
        ("if(a == b / 2, 1, 0)", "kg", "kg", "1", "1"),
        ("1 - a + b", "%", "%", "1", "1.01"),
        ("a * b", "t", "%", "kg", "20"),
        ("a^2 / b", "t", "t", "kg", "500"),
        ("a^-1 * b", "kg", "t", "1", "2000"),
        ("(a / b)^0.5", "kg", "kg", "1", "0.7071067811865475244008443621048490392848359376884740365883398690"),
        ("(a / b)^0.5", "g", "t", "1", "0.0007071067811865475244008443621048490392848359376884740365883398690"),
    ],
)
def test_operands_are_brought_to_the_unit_of_the_first(text: str, left: str, right: str, output: str, expected: str) -> None:
    formula = typed(text, output, a=left, b=right)
    assert value(formula, a="1", b="2") == pytest.approx(Decimal(expected), rel=Decimal("1e-58"), abs=Decimal(0))


def test_a_factor_that_does_not_end_in_decimals_stays_exact() -> None:
    assert value(typed("a", "kgce", a="kJ"), a="29307") == 1
    assert value(typed("a", "kgce", a="kWh"), a="9769") == 1200
    assert value(typed("a", "kWh", a="MJ"), a="3.6") == 1


def test_only_the_names_in_use_are_inputs_in_the_order_given() -> None:
    formula = typed("b * a", "kg", a="kg", unused="kWh", b="1")
    assert [name for name, _ in formula.inputs] == ["a", "b"]


def test_an_unknown_name_is_named_with_the_known_ones() -> None:
    with pytest.raises(FormulaError) as caught:
        typed("quantity * factr", "kg", quantity="kWh", factor="kg/kWh")
    assert caught.value.code == "formula_unknown_name"
    assert caught.value.params == (("name", "factr"), ("known", "quantity, factor"), ("formula", "quantity * factr"))


def test_a_wrong_result_names_both_units_and_the_formula() -> None:
    with pytest.raises(FormulaError) as caught:
        typed("quantity / factor", "kg", quantity="kWh", factor="kg/kWh")
    params = dict(caught.value.params)
    assert caught.value.code == "formula_unit_mismatch"
    assert (params["formula"], params["expected"]) == ("quantity / factor", "kg")
    assert params["actual"] == "kWh^2/kg"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("a + b", "a + b"),
        ("a * (1 - b)", "1 - b"),
        ("min(a, b)", "min(a, b)"),
        ("if(a < b, a, a)", "if(a < b, a, a)"),
        ("if(a < a, a, b)", "if(a < a, a, b)"),
        ("max(a, 0)", "max(a, 0)"),
    ],
)
def test_different_things_are_not_added_compared_or_exchanged(text: str, part: str) -> None:
    with pytest.raises(FormulaError) as caught:
        typed(text, "kg", a="kg", b="kWh")
    assert caught.value.code == "formula_operands_differ"
    assert dict(caught.value.params)["part"] == part


def test_a_carbon_dioxide_equivalent_is_not_a_mass() -> None:
    with pytest.raises(FormulaError, match="formula_unit_mismatch"):
        typed("quantity * factor", "kg", quantity="kWh", factor="kgCO2e/kWh")


def test_a_root_of_a_quantity_with_a_unit_is_refused() -> None:
    with pytest.raises(FormulaError, match="formula_exponent_unit"):
        typed("a^0.5", "kg", a="kg")


def test_the_same_formula_in_other_units_has_the_same_value() -> None:
    texts = {"quantity": "1234.567", "ncv": "42.652", "credit": "17.25"}
    first = value(typed("quantity * ncv - credit", "MJ", quantity="t", ncv="GJ/t", credit="GJ"), **texts)
    second = value(typed("quantity * ncv - credit", "MJ", quantity="kg", ncv="MJ/t", credit="MJ"), quantity="1234567", ncv="42652", credit="17250")
    assert first == second == Decimal("52639501.684")
