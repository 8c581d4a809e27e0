"""Many points at once: shapes, branches, and points where floating point gives up but the exact evaluator does not."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from hutan.core.methods.formula import TypedFormula, derivative, evaluate, parse, typecheck
from hutan.core.methods.formula.arrays import evaluate_array
from hutan.core.units import DIMENSIONLESS
from hutan.kernel.errors import FormulaError


def plain(text: str) -> TypedFormula:
    return typecheck(parse(text), dict.fromkeys(("a", "b"), DIMENSIONLESS), DIMENSIONLESS)


@pytest.mark.parametrize(
    "text",
    [
        "a + b",
        "a - b",
        "a * b / 3",
        "-a^3 + b^-2",
        "min(a, b, 1.5)",
        "max(a, b, 1.5)",
        "if(a < b, a, b^2)",
        "if(a <= b, a, b^2)",
        "if(a > b, a, b^2)",
        "if(a >= b, a, b^2)",
        "if(a == b, a, b^2)",
    ],
)
def test_arrays_agree_with_decimals(text: str) -> None:
    a, b = np.array([0.5, 1.0, 2.0, -3.0]), np.array([0.25, 1.0, 4.0, 3.0])
    exact = [float(evaluate(plain(text), {"a": Decimal(repr(x)), "b": Decimal(repr(y))})) for x, y in zip(a.tolist(), b.tolist(), strict=True)]
    np.testing.assert_allclose(evaluate_array(plain(text), {"a": a, "b": b}), exact, rtol=1e-14)


def test_the_branch_not_taken_does_no_harm() -> None:
    a, b = np.array([0.0, 2.0]), np.array([1.0, 1.0])
    assert evaluate_array(plain("if(a == 0, 0, b / a)"), {"a": a, "b": b}).tolist() == [0.0, 0.5]
    assert evaluate_array(plain("if(a > 1, a^0.5, (-a)^0.5 + b)"), {"a": a**2, "b": b}).tolist() == [1.0, 2.0]


def test_points_beyond_floating_point_are_computed_exactly() -> None:
    a, b = np.array([1e200, 2.0, 1e-200]), np.array([1e200, 4.0, 1e-200])
    assert evaluate_array(plain("a * a / (b * b)"), {"a": a, "b": b}).tolist() == [1.0, 0.25, 1.0]
    assert evaluate_array(plain(f"a * 1{'0' * 400} / 1{'0' * 400}"), {"a": a}).tolist() == a.tolist()


def test_shapes_are_broadcast_over_all_inputs() -> None:
    a, b = np.arange(1.0, 4.0), np.arange(1.0, 3.0).reshape(2, 1)
    assert evaluate_array(plain("a * b"), {"a": a, "b": b}).tolist() == [[1.0, 2.0, 3.0], [2.0, 4.0, 6.0]]
    slope = derivative(plain("5 * a + b"), "a")
    assert evaluate_array(slope, {"a": a, "b": b}).tolist() == [[5.0] * 3] * 2
    assert evaluate_array(plain("44 / 11"), {}).shape == ()


def test_the_inputs_are_left_alone() -> None:
    a = np.array([1.0, 2.0])
    result = evaluate_array(plain("a"), {"a": a})
    result[0] = 9.0
    assert a.tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    ("text", "a", "code"),
    [
        ("1 / a", [1.0, 0.0], "formula_division_by_zero"),
        ("a^0.5", [1.0, -1.0], "formula_power_undefined"),
        ("a^2", [1.0, 1e300], "formula_out_of_range"),
        ("a", [1.0, np.nan], "formula_value_not_finite"),
        ("a", [1.0, np.inf], "formula_value_not_finite"),
    ],
)
def test_a_point_without_a_value_is_an_error(text: str, a: list[float], code: str) -> None:
    with pytest.raises(FormulaError, match=code):
        evaluate_array(plain(text), {"a": np.array(a)})


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(FormulaError, match="formula_value_missing"):
        evaluate_array(plain("a * b"), {"a": np.array([1.0])})
