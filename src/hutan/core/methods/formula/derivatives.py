"""The derivative of a formula in one of its inputs, as another formula."""

from __future__ import annotations

import decimal
from decimal import Context, Decimal
from typing import Final

from hutan.core.methods.formula.decimals import PRECISION_DIGITS, arithmetic
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
    limited,
)
from hutan.core.methods.formula.typed_formula import TypedFormula
from hutan.kernel.errors import FormulaError

# Four times the depth of a formula and some room: each level of a formula adds at most three to its derivative.
_DEPTH_LIMIT: Final = 400
_ZERO: Final = Number(Decimal(0))
_ONE: Final = Number(Decimal(1))
_EXACT: Final = [decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow, decimal.Underflow, decimal.Inexact]


def derivative(typed: TypedFormula, name: str) -> TypedFormula:
    """The partial derivative in `name`, in output unit per unit of `name`; it takes the same inputs.

    ``min``, ``max`` and ``if`` are differentiated piece by piece; where ``min`` or ``max`` has a tie, its first operand counts.
    Constants are folded where that is exact, and terms that are zero are left out.

    Raises
    ------
    FormulaError
        If `name` is not an input, or a derivative taken again and again has grown beyond measure.
    """
    units = dict(typed.inputs)
    if name not in units:
        raise FormulaError("formula_unknown_name", name=name, known=", ".join(units) or "—", formula=excerpt(typed.text))
    slope = limited(_slope(typed.expression, name), _DEPTH_LIMIT)
    return TypedFormula(slope, to_text(slope), typed.inputs, typed.output / units[name])


def _slope(tree: Expression, name: str) -> Expression:
    match tree:
        case Number():
            return _ZERO
        case Name(own):
            return _ONE if own == name else _ZERO
        case Negative(operand):
            return _negated(_slope(operand, name))
        case Power(base, exponent):
            return _product(_product(_constant(exponent), _power(base, _less_one(exponent))), _slope(base, name))
        case Binary(operator, left, right):
            return _joined_slope(operator, (left, _slope(left, name)), (right, _slope(right, name)))
        case Conditional(condition, then, otherwise):
            return _chosen(condition, _slope(then, name), _slope(otherwise, name))


def _joined_slope(operator: Operator, first: tuple[Expression, Expression], second: tuple[Expression, Expression]) -> Expression:
    (left, left_slope), (right, right_slope) = first, second
    match operator:
        case Operator.ADD:
            return _sum(left_slope, right_slope)
        case Operator.SUBTRACT:
            return _difference(left_slope, right_slope)
        case Operator.MULTIPLY:
            return _sum(_product(left_slope, right), _product(left, right_slope))
        case Operator.DIVIDE:
            return _quotient(_difference(left_slope, _product(_quotient(left, right), right_slope)), right)
        case Operator.MINIMUM:
            return _chosen(Comparison(Comparator.LESS_OR_EQUAL, left, right), left_slope, right_slope)
        case Operator.MAXIMUM:
            return _chosen(Comparison(Comparator.GREATER_OR_EQUAL, left, right), left_slope, right_slope)


def _sum(left: Expression, right: Expression) -> Expression:
    if left == _ZERO:
        return right
    return left if right == _ZERO else _folded(Binary(Operator.ADD, left, right))


def _difference(left: Expression, right: Expression) -> Expression:
    if left == _ZERO:
        return _negated(right)
    return left if right == _ZERO else _folded(Binary(Operator.SUBTRACT, left, right))


def _product(left: Expression, right: Expression) -> Expression:
    if _ZERO in (left, right):
        return _ZERO
    if left == _ONE:
        return right
    return left if right == _ONE else _folded(Binary(Operator.MULTIPLY, left, right))


def _quotient(left: Expression, right: Expression) -> Expression:
    return left if left == _ZERO or right == _ONE else _folded(Binary(Operator.DIVIDE, left, right))


def _less_one(exponent: Decimal) -> Decimal:
    return Context(prec=2 * PRECISION_DIGITS).subtract(exponent, Decimal(1))


def _power(base: Expression, exponent: Decimal) -> Expression:
    if exponent == 0:
        return _ONE
    return base if exponent == 1 else Power(base, exponent)


def _negated(tree: Expression) -> Expression:
    if isinstance(tree, Negative):
        return tree.operand
    return tree if tree == _ZERO else Negative(tree)


def _chosen(condition: Comparison, then: Expression, otherwise: Expression) -> Expression:
    return then if then == otherwise else Conditional(condition, then, otherwise)


def _constant(value: Decimal) -> Expression:
    return Negative(Number(value.copy_abs())) if value < 0 else Number(value.copy_abs())


def _folded(tree: Binary) -> Expression:
    """The constant that two constants make, if it is exact; else the tree."""
    left, right = _value(tree.left), _value(tree.right)
    if left is None or right is None:
        return tree
    try:
        return _constant(arithmetic(Context(prec=PRECISION_DIGITS, traps=_EXACT))[tree.operator](left, right))
    except decimal.DecimalException:
        return tree


def _value(tree: Expression) -> Decimal | None:
    match tree:
        case Number(value):
            return value
        case Negative(Number(value)):
            return value.copy_negate()
        case _:
            return None
