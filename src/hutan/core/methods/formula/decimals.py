"""The value of a formula, exact to 60 digits: a finite number or an error that names the part without a value."""

from __future__ import annotations

import decimal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final

from hutan.core.methods.formula.printing import to_text
from hutan.core.methods.formula.tree import (
    Binary,
    Comparator,
    Comparison,
    Conditional,
    Expression,
    Name,
    Negative,
    Number,
    Operator,
    Power,
    excerpt,
)
from hutan.core.methods.formula.typed_formula import TypedFormula
from hutan.kernel.errors import FormulaError

Operation = Callable[[Decimal, Decimal], Decimal]

PRECISION_DIGITS: Final = 60
_TRAPS: Final = [decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow, decimal.Underflow]


def evaluate(typed: TypedFormula, values: Mapping[str, Decimal]) -> Decimal:
    """The value of the formula in its output unit, not rounded beyond the 60 digits it is computed with.

    Only the taken branch of an ``if`` is computed. A power with exponent 0 is 1, of 0 as well. Values of other names are
    ignored, so that several formulas can be given the same values.

    Parameters
    ----------
    values
        A finite value for each input, in that input's unit.

    Raises
    ------
    FormulaError
        If a value is missing or not finite, or the formula has no value there.
    """
    for name, _ in typed.inputs:
        if name not in values:
            raise FormulaError("formula_value_missing", name=name, formula=excerpt(typed.text))
        if not values[name].is_finite():
            raise FormulaError("formula_value_not_finite", name=name, value=str(values[name]), formula=excerpt(typed.text))
    context = Context(prec=PRECISION_DIGITS, rounding=ROUND_HALF_EVEN, traps=_TRAPS)
    return _Evaluation(values, context, arithmetic(context), typed.text).value(typed.expression)


def rounded(value: Decimal, places: int) -> Decimal:
    """`value` to so many places after the point, ties to the even digit; never a negative zero.

    Raises
    ------
    FormulaError
        If the value is not finite or has more than 60 digits at those places.
    """
    context = Context(prec=PRECISION_DIGITS, rounding=ROUND_HALF_EVEN, traps=[])
    result = value.quantize(Decimal((0, (1,), -places)), context=context)
    if not result.is_finite():
        raise FormulaError("formula_rounding_digits", value=excerpt(str(value)), places=str(places), limit=str(PRECISION_DIGITS))
    return result if result else result.copy_abs()


def arithmetic(context: Context) -> Mapping[Operator, Operation]:
    """What each operator does, with the precision and traps of `context`."""
    return {
        Operator.ADD: context.add,
        Operator.SUBTRACT: context.subtract,
        Operator.MULTIPLY: context.multiply,
        Operator.DIVIDE: context.divide,
        Operator.MINIMUM: min,
        Operator.MAXIMUM: max,
    }


@dataclass(frozen=True, slots=True)
class _Evaluation:
    """One formula at one point."""

    values: Mapping[str, Decimal]
    context: Context
    operations: Mapping[Operator, Operation]
    text: str

    def value(self, tree: Expression) -> Decimal:
        match tree:
            case Number(value):
                return value
            case Name(name):
                return self.values[name]
            case Negative(operand):
                return self.value(operand).copy_negate()
            case Power(base, exponent):
                return self._power(tree, self.value(base), exponent)
            case Binary(operator, left, right):
                return self._joined(tree, operator, self.value(left), self.value(right))
            case Conditional(condition, then, otherwise):
                holds = _holds(condition, self.value(condition.left), self.value(condition.right))
                return self.value(then if holds else otherwise)

    def _power(self, part: Power, base: Decimal, exponent: Decimal) -> Decimal:
        whole = exponent == exponent.to_integral_value()
        if exponent == 0:
            return Decimal(1)
        if (base == 0 and exponent < 0) or (base < 0 and not whole):
            raise self._error("formula_power_undefined", part)
        try:
            return self.context.power(base, exponent)
        except decimal.DecimalException:
            raise self._error("formula_out_of_range", part) from None

    def _joined(self, part: Binary, operator: Operator, left: Decimal, right: Decimal) -> Decimal:
        if operator is Operator.DIVIDE and right == 0:
            raise self._error("formula_division_by_zero", part)
        try:
            return self.operations[operator](left, right)
        except decimal.DecimalException:
            raise self._error("formula_out_of_range", part) from None

    def _error(self, code: str, part: Expression) -> FormulaError:
        return FormulaError(code, part=excerpt(to_text(part)), formula=excerpt(self.text))


def _holds(condition: Comparison, left: Decimal, right: Decimal) -> bool:
    match condition.comparator:
        case Comparator.LESS:
            return left < right
        case Comparator.LESS_OR_EQUAL:
            return left <= right
        case Comparator.GREATER:
            return left > right
        case Comparator.GREATER_OR_EQUAL:
            return left >= right
        case Comparator.EQUAL:
            return left == right
