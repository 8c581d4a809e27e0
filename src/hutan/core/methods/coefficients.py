"""Formulas that are a number times the quantity, as that number: an exact ratio, so that a line is one multiplication of integers.

The decimal evaluator stays the definition; a property test holds both to the same digits.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from hutan.core.methods.evaluation import QUANTITY, Units, typed_output
from hutan.core.methods.formula import Expression, TypedFormula, derivative, names
from hutan.core.methods.formula.tree import Binary, Name, Negative, Number, Operator
from hutan.kernel.ids import KindId

# The evaluator's error stays far below this part of a value.
_DECIDED: Final = 10**50


def coefficient(kind_id: KindId, output: str, unit: str, units: Units, values: Mapping[str, Decimal]) -> Fraction | None:
    """What one unit of quantity comes to, in `unit`; None where the formula is no multiple of the quantity."""
    slope = _slope(kind_id, output, unit, units)
    return None if slope is None else _ratio(slope.expression, values)


@functools.lru_cache(maxsize=4096)
def _slope(kind_id: KindId, output: str, unit: str, units: Units) -> TypedFormula | None:
    """The derivative in the quantity, if the quantity is not in it and the formula vanishes with the quantity."""
    typed = typed_output(kind_id, output, unit, units)
    slope = derivative(typed, QUANTITY)
    plain = _is_plain(typed.expression) and _is_plain(slope.expression)
    return slope if plain and QUANTITY not in names(slope.expression) and _vanishes(typed.expression) else None


def _is_plain(tree: Expression) -> bool:
    """Sums, products and quotients only."""
    match tree:
        case Number() | Name():
            return True
        case Negative(operand):
            return _is_plain(operand)
        case Binary(operator, left, right):
            return operator not in (Operator.MINIMUM, Operator.MAXIMUM) and _is_plain(left) and _is_plain(right)
        case _:
            return False


def _vanishes(tree: Expression) -> bool:
    """Whether the quantity is a factor of every summand."""
    match tree:
        case Name(name):
            return name == QUANTITY
        case Negative(operand):
            return _vanishes(operand)
        case Binary(Operator.ADD | Operator.SUBTRACT, left, right):
            return _vanishes(left) and _vanishes(right)
        case Binary(Operator.MULTIPLY, left, right):
            return _vanishes(left) or _vanishes(right)
        case Binary(Operator.DIVIDE, left, _):
            return _vanishes(left)
        case _:
            return False


@functools.lru_cache(maxsize=4096)
def divides(kind_id: KindId, output: str, unit: str, units: Units) -> bool:
    """Whether the formula holds a quotient, which the evaluator rounds to its 60 digits before it goes on."""
    return _holds_quotient(typed_output(kind_id, output, unit, units).expression)


def _holds_quotient(tree: Expression) -> bool:
    match tree:
        case Negative(operand):
            return _holds_quotient(operand)
        case Binary(operator, left, right):
            return operator is Operator.DIVIDE or _holds_quotient(left) or _holds_quotient(right)
        case _:
            return False


def _ratio(tree: Expression, values: Mapping[str, Decimal]) -> Fraction | None:
    match tree:
        case Number(value):
            return Fraction(value)
        case Name(name):
            return Fraction(values[name])
        case Negative(operand):
            inner = _ratio(operand, values)
            return None if inner is None else -inner
        case Binary(operator, left, right):
            return _joined(operator, _ratio(left, values), _ratio(right, values))
        case _:
            return None


def _joined(operator: Operator, left: Fraction | None, right: Fraction | None) -> Fraction | None:
    if left is None or right is None or (operator is Operator.DIVIDE and not right):
        return None
    if operator is Operator.ADD:
        return left + right
    if operator is Operator.SUBTRACT:
        return left - right
    return left * right if operator is Operator.MULTIPLY else left / right


def is_near_tie(numerator: int, denominator: int) -> bool:
    """Whether a ratio lies so near the middle of two integers that 60 digits of it may fall on another side than the ratio itself."""
    return abs(2 * (numerator % denominator) - denominator) * _DECIDED <= 2 * abs(numerator)


def rounded_ratio(numerator: int, denominator: int) -> int:
    """The integer nearest to a ratio, ties to the even one; `denominator` is positive."""
    whole, rest = divmod(numerator, denominator)
    twice = 2 * rest
    return whole + (twice > denominator or (twice == denominator and whole % 2 == 1))
