"""What holds for every formula: text and tree, exact and floating values, slopes, units."""

from __future__ import annotations

import math
from decimal import Context, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from hutan.core.methods.formula import (
    Expression,
    TypedFormula,
    derivative,
    evaluate,
    names,
    order,
    parse,
    rounded,
    substituted,
    to_text,
    typecheck,
)
from hutan.core.methods.formula.arrays import evaluate_array
from hutan.core.methods.formula.tree import Binary, Comparator, Comparison, Conditional, Name, Negative, Number, Operator, Power
from hutan.core.units import DIMENSIONLESS, parse_unit
from hutan.kernel.errors import FormulaError

EXACT = Context(prec=60)
INPUTS = ("a", "b", "c")
SMOOTH = (Operator.ADD, Operator.MULTIPLY, Operator.DIVIDE)
TAME = (*SMOOTH, Operator.MINIMUM, Operator.MAXIMUM)

numbers = st.decimals(min_value=0, max_value=10**12, places=6).map(Number)
input_names = st.sampled_from(INPUTS).map(Name)
any_names = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True).filter(lambda name: name not in ("if", "min", "max")).map(Name)
comparators = st.sampled_from(Comparator)
wide = st.decimals(min_value=-(10**6), max_value=10**6, places=3)
positive = st.integers(min_value=500, max_value=2000).map(lambda thousandths: Decimal(thousandths) / 1000)
points = st.fixed_dictionaries(dict.fromkeys(INPUTS, positive))
wide_points = st.fixed_dictionaries(dict.fromkeys(INPUTS, wide))


def wild_trees(leaves: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    exponents = st.one_of(st.integers(-100, 100).map(Decimal), st.decimals(min_value=-100, max_value=100, places=2))

    def above(trees: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
        return st.one_of(
            st.builds(Negative, trees),
            st.builds(Binary, st.sampled_from(Operator), trees, trees),
            st.builds(Power, trees, exponents),
            st.builds(Conditional, st.builds(Comparison, comparators, trees, trees), trees, trees),
        )

    return st.recursive(leaves, above, max_leaves=12)


def tame_trees(operators: tuple[Operator, ...]) -> st.SearchStrategy[Expression]:
    """Without differences, so that no digits cancel; conditions compare inputs, so that both evaluators take one branch."""
    leaves: st.SearchStrategy[Expression] = st.one_of(input_names, positive.map(Number))
    conditions = st.builds(Comparison, comparators, input_names, input_names)

    def above(trees: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
        joined = st.builds(Binary, st.sampled_from(operators), trees, trees)
        powers = st.builds(Power, trees, st.sampled_from(["-2", "-1", "-0.5", "0", "0.5", "2", "3"]).map(Decimal))
        kinked = [st.builds(Conditional, conditions, trees, trees)] if operators is TAME else []
        return st.one_of(joined, powers, *kinked)

    return st.recursive(leaves, above, max_leaves=8)


def plain(tree: Expression) -> TypedFormula:
    return typecheck(tree, dict.fromkeys(INPUTS, DIMENSIONLESS), DIMENSIONLESS)


@given(wild_trees(st.one_of(numbers, any_names)))
def test_text_parses_back_to_the_same_tree(tree: Expression) -> None:
    text = to_text(tree)
    assume(len(text) <= 2000)
    assert parse(text) == tree
    assert to_text(parse(text)) == text


@given(st.one_of(st.text(max_size=60), st.text(alphabet="ab1.,()+-*/^<=> ifmnax×÷−", max_size=60)))
@example("if(a<b,a,b)^-2")
def test_any_text_is_a_formula_or_a_formula_error(text: str) -> None:
    try:
        tree = parse(text)
    except FormulaError as error:
        assert error.code.startswith("formula_")
    else:
        assert parse(to_text(tree)) == tree


@given(wild_trees(st.one_of(numbers, input_names)), wide_points)
def test_every_point_has_a_finite_value_or_an_error(tree: Expression, point: dict[str, Decimal]) -> None:
    for formula in (plain(tree), *(derivative(plain(tree), name) for name in sorted(names(tree)))):
        try:
            value = evaluate(formula, point)
        except FormulaError as error:
            assert error.code in ("formula_division_by_zero", "formula_power_undefined", "formula_out_of_range")
        else:
            assert value.is_finite()


@given(tame_trees(TAME), st.lists(points, min_size=1, max_size=5))
def test_arrays_agree_with_decimals(tree: Expression, at: list[dict[str, Decimal]]) -> None:
    formula = plain(tree)
    exact = [evaluate(formula, point) for point in at]
    assume(all(Decimal("1e-200") < abs(value) < Decimal("1e200") for value in exact))
    arrays = {name: np.array([float(point[name]) for point in at]) for name, _ in formula.inputs}
    result = np.broadcast_to(evaluate_array(formula, arrays), (len(at),))
    assert result.tolist() == pytest.approx([float(value) for value in exact], rel=1e-12, abs=0)


@given(wild_trees(st.one_of(numbers, input_names)), wide_points)
def test_arrays_have_a_value_where_decimals_have_one(tree: Expression, point: dict[str, Decimal]) -> None:
    formula = plain(tree)
    try:
        exact = evaluate(formula, point)
    except FormulaError:
        return
    assume(abs(exact) < Decimal("1e300"))
    result = evaluate_array(formula, {name: np.array([float(point[name])]) for name in INPUTS})
    assert np.isfinite(result).all()


@given(tame_trees(SMOOTH), points)
def test_slopes_agree_with_central_differences(tree: Expression, point: dict[str, Decimal]) -> None:
    formula = plain(tree)
    step = Decimal("1e-18")
    for name in sorted(names(tree)):
        above = evaluate(formula, point | {name: EXACT.add(point[name], step)})
        below = evaluate(formula, point | {name: EXACT.subtract(point[name], step)})
        difference = EXACT.divide(EXACT.subtract(above, below), 2 * step)
        size = max(abs(above), abs(difference), Decimal("1e-9"))
        assume(size < Decimal("1e20"))
        assert abs(EXACT.subtract(evaluate(derivative(formula, name), point), difference)) < EXACT.multiply(size, Decimal("1e-15"))


@given(tame_trees(TAME), tame_trees(TAME), points)
def test_the_slope_of_a_sum_is_the_sum_of_the_slopes(left: Expression, right: Expression, point: dict[str, Decimal]) -> None:
    with_a = [Binary(Operator.MULTIPLY, Name("a"), tree) for tree in (left, right)]
    whole = evaluate(derivative(plain(Binary(Operator.ADD, with_a[0], with_a[1])), "a"), point)
    parts = [evaluate(derivative(plain(tree), "a"), point) for tree in with_a]
    assert whole == EXACT.add(parts[0], parts[1])


@given(
    st.sampled_from(["a * b", "a * b * c * 44 / 12", "a * (1 - b) / c", "max(a * b, a * c)", "if(b < c, 2 * a, a / 3)", "a - a * b"]),
    points,
    st.integers(min_value=1, max_value=10**6),
)
def test_twice_the_activity_is_twice_the_emission(text: str, point: dict[str, Decimal], times: int) -> None:
    formula = plain(parse(text))
    once, more = evaluate(formula, point), evaluate(formula, point | {"a": EXACT.multiply(point["a"], Decimal(times))})
    assert abs(Fraction(more) - times * Fraction(once)) <= abs(Fraction(more)) / 10**57


@given(st.lists(positive, min_size=1, max_size=12), positive)
def test_a_period_split_into_months_has_the_same_total(months: list[Decimal], factor: Decimal) -> None:
    units = {"quantity": parse_unit("kWh"), "factor": parse_unit("tCO2/10^4 kWh")}
    formula = typecheck(parse("quantity * factor"), units, parse_unit("kg"))
    parts = sum(evaluate(formula, {"quantity": month, "factor": factor}) for month in months)
    assert parts == evaluate(formula, {"quantity": sum(months, Decimal(0)), "factor": factor})


@given(
    st.sampled_from(["a + b", "a - b", "min(a, b)", "max(b, a)", "if(a < b, a, 2 * b)", "(a * a - b * b) / (a + b)", "a * (a / b)^-1"]),
    st.tuples(wide, wide).filter(lambda pair: pair[0] + pair[1] != 0 and 0 not in pair),
    st.tuples(*[st.sampled_from(["kg", "t", "g"])] * 2),
)
def test_the_units_of_the_inputs_do_not_change_the_value(text: str, values: tuple[Decimal, Decimal], units: tuple[str, str]) -> None:
    per_kg = {"kg": Decimal(1), "t": Decimal("0.001"), "g": Decimal(1000)}
    in_kg = typecheck(parse(text), {"a": parse_unit("kg"), "b": parse_unit("kg")}, parse_unit("kg"))
    mixed = typecheck(parse(text), {"a": parse_unit(units[0]), "b": parse_unit(units[1])}, parse_unit("kg"))
    stated = {name: EXACT.multiply(value, per_kg[unit]) for name, value, unit in zip("ab", values, units, strict=True)}
    difference = evaluate(in_kg, dict(zip("ab", values, strict=True))) - evaluate(mixed, stated)
    assert abs(difference) < Decimal("1e-45")


@given(tame_trees(TAME), tame_trees(TAME), points)
def test_a_formula_written_out_has_the_value_of_its_steps(first: Expression, second: Expression, point: dict[str, Decimal]) -> None:
    step = evaluate(plain(first), point)
    assert evaluate(plain(substituted(second, {"b": first})), point) == evaluate(plain(second), point | {"b": step})


@given(st.permutations(["e", "d", "f", "g", "h"]))
def test_order_respects_every_use(chain: list[str]) -> None:
    definitions = {name: parse(" + ".join(["x", *chain[:rank]])) for rank, name in enumerate(chain)}
    assert order(definitions) == tuple(chain)


@given(st.decimals(min_value=-(10**20), max_value=10**20, places=14))
def test_rounding_is_nearest_and_settled(value: Decimal) -> None:
    result = rounded(value, 9)
    assert abs(Fraction(result) - Fraction(value)) <= Fraction(1, 2 * 10**9)
    assert rounded(result, 9) == result
    assert not (result == 0 and math.copysign(1, float(result)) < 0)
