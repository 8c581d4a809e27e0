"""The values of a formula at many points at once, in floating point, as the exact evaluator would give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from hutan.core.methods.formula.decimals import evaluate
from hutan.core.methods.formula.tree import Binary, Comparator, Conditional, Expression, Name, Negative, Number, Operator, Power, excerpt
from hutan.core.methods.formula.typed_formula import TypedFormula
from hutan.kernel.errors import FormulaError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def evaluate_array(typed: TypedFormula, values: Mapping[str, Floats]) -> Floats:
    """The value of the formula at every point, in its output unit: always finite.

    Points at which floating point leaves its range are computed again by the exact evaluator, which decides whether there is
    a value. Where both sides of a condition agree to the last digits, the branch may differ from the exact one.

    Parameters
    ----------
    values
        An array of finite values for each input, in that input's unit; shapes are broadcast against each other.

    Returns
    -------
    numpy.ndarray
        In the broadcast shape of all inputs, also of those that the value does not depend on.

    Raises
    ------
    FormulaError
        If a value is missing or not finite, or the formula has no value at one of the points.
    """
    point = {name: _given(typed, name, values) for name, _ in typed.inputs}
    shape = np.broadcast_shapes(*(array.shape for array in point.values()))
    with np.errstate(all="ignore"):
        lanes = _lanes(typed.expression, point)
    result = np.broadcast_to(lanes.values, shape).copy()
    flat = result.reshape(-1)
    for index in np.flatnonzero(np.broadcast_to(lanes.doubtful, shape)):
        flat[index] = _exact(typed, {name: float(np.broadcast_to(array, shape).flat[index]) for name, array in point.items()})
    return result


def _given(typed: TypedFormula, name: str, values: Mapping[str, Floats]) -> Floats:
    if name not in values:
        raise FormulaError("formula_value_missing", name=name, formula=excerpt(typed.text))
    array = np.asarray(values[name], dtype=np.float64)
    finite = np.isfinite(array)
    if not finite.all():
        raise FormulaError("formula_value_not_finite", name=name, value=str(array[~finite].flat[0]), formula=excerpt(typed.text))
    return array


def _exact(typed: TypedFormula, values: Mapping[str, float]) -> float:
    value = float(evaluate(typed, {name: Decimal(repr(number)) for name, number in values.items()}))
    if not np.isfinite(value):
        raise FormulaError("formula_out_of_range", part=excerpt(typed.text), formula=excerpt(typed.text))
    return value


@dataclass(frozen=True, slots=True)
class _Lanes:
    """Values, and which of them rest on something that left the range of floating point."""

    values: Floats
    doubtful: Flags


def _lanes(tree: Expression, point: Mapping[str, Floats]) -> _Lanes:
    match tree:
        case Number(value):
            return _computed(np.asarray(float(value)))
        case Name(name):
            return _computed(point[name])
        case Negative(operand):
            inner = _lanes(operand, point)
            return _Lanes(-inner.values, inner.doubtful)
        case Power(base, exponent):
            inner = _lanes(base, point)
            return _computed(np.power(inner.values, float(exponent)), inner)
        case Binary(operator, left, right):
            return _joined(operator, _lanes(left, point), _lanes(right, point))
        case Conditional(condition, then, otherwise):
            sides = _lanes(condition.left, point), _lanes(condition.right, point)
            return _chosen(condition.comparator, sides, _lanes(then, point), _lanes(otherwise, point))


def _computed(values: Floats, *sources: _Lanes) -> _Lanes:
    doubtful: Flags = ~np.isfinite(values)
    for source in sources:
        doubtful = doubtful | source.doubtful
    return _Lanes(values, doubtful)


def _joined(operator: Operator, left: _Lanes, right: _Lanes) -> _Lanes:
    operations = {
        Operator.ADD: np.add,
        Operator.SUBTRACT: np.subtract,
        Operator.MULTIPLY: np.multiply,
        Operator.DIVIDE: np.divide,
        Operator.MINIMUM: np.minimum,
        Operator.MAXIMUM: np.maximum,
    }
    return _computed(operations[operator](left.values, right.values), left, right)


def _chosen(comparator: Comparator, sides: tuple[_Lanes, _Lanes], then: _Lanes, otherwise: _Lanes) -> _Lanes:
    comparisons = {
        Comparator.LESS: np.less,
        Comparator.LESS_OR_EQUAL: np.less_equal,
        Comparator.GREATER: np.greater,
        Comparator.GREATER_OR_EQUAL: np.greater_equal,
        Comparator.EQUAL: np.equal,
    }
    left, right = sides
    holds = comparisons[comparator](left.values, right.values)
    doubtful = left.doubtful | right.doubtful | np.where(holds, then.doubtful, otherwise.doubtful)
    return _Lanes(np.where(holds, then.values, otherwise.values), doubtful)
