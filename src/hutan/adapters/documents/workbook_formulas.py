"""A kind's formula as a spreadsheet formula over cells, its unit scale apart where it is one factor at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from hutan.core.methods.evaluation import QUANTITY, Units, output_inputs, typed_output
from hutan.core.methods.formula.tree import Binary, Conditional, Expression, Name, Negative, Number, Operator, Power
from hutan.kernel.canonical import decimal_text
from hutan.kernel.ids import KindId

_SUM, _PRODUCT, _POWER, _ATOM = 1, 2, 3, 4
_RANKS: Final = {Operator.ADD: _SUM, Operator.SUBTRACT: _SUM, Operator.MULTIPLY: _PRODUCT, Operator.DIVIDE: _PRODUCT}
_FUNCTIONS: Final = {Operator.MINIMUM: "MIN", Operator.MAXIMUM: "MAX"}


@dataclass(frozen=True, slots=True)
class ScaledFormula:
    """An expression over inputs in their own units, and the ratio that brings its value to the output's unit."""

    expression: Expression
    multiplier: Decimal
    divisor: Decimal


def scaled_formula(kind_id: KindId, output: str, unit: str, units: Units) -> ScaledFormula:
    """The formula of an output in `unit` with `units` of its inputs, ``quantity`` among them."""
    needed = output_inputs(kind_id, output)
    typed = typed_output(kind_id, output, unit, tuple((name, text) for name, text in units if name in needed)).expression
    plain = typed_output(kind_id, output, "1", tuple((name, "1") for name in needed)).expression
    return _split(typed, plain) or ScaledFormula(typed, Decimal(1), Decimal(1))


def _split(typed: Expression, plain: Expression) -> ScaledFormula | None:
    """The scale that unit checking put at the end; None if it stands inside, as between two summands."""
    if typed == plain:
        return ScaledFormula(plain, Decimal(1), Decimal(1))
    match typed:
        case Binary(Operator.MULTIPLY, inner, Number(factor)) if inner == plain:
            return ScaledFormula(plain, factor, Decimal(1))
        case Binary(Operator.DIVIDE, inner, Number(divisor)) if inner == plain:
            return ScaledFormula(plain, Decimal(1), divisor)
        case Binary(Operator.DIVIDE, Binary(Operator.MULTIPLY, inner, Number(factor)), Number(divisor)) if inner == plain:
            return ScaledFormula(plain, factor, divisor)
    return None


def cell_formula(tree: Expression, cells: Mapping[str, str]) -> str:
    """`tree` in spreadsheet notation, each name replaced by its cell."""
    match tree:
        case Number(value):
            return decimal_text(value)
        case Name(name):
            return cells[name]
        case Negative(operand):
            return f"(-{_enclosed(operand, cells, _ATOM)})"
        case Power(base, exponent):
            return f"{_enclosed(base, cells, _ATOM)}^({decimal_text(exponent)})"
        case Binary(operator, left, right) if operator in _FUNCTIONS:
            return f"{_FUNCTIONS[operator]}({cell_formula(left, cells)},{cell_formula(right, cells)})"
        case Binary(operator, left, right):
            rank = _RANKS[operator]
            return f"{_enclosed(left, cells, rank)}{operator.value}{_enclosed(right, cells, rank + 1)}"
        case Conditional(condition, then, otherwise):
            sign = condition.comparator.value.replace("==", "=")
            compared = f"{cell_formula(condition.left, cells)}{sign}{cell_formula(condition.right, cells)}"
            return f"IF({compared},{cell_formula(then, cells)},{cell_formula(otherwise, cells)})"


def _enclosed(tree: Expression, cells: Mapping[str, str], least: int) -> str:
    text = cell_formula(tree, cells)
    return text if _rank(tree) >= least else f"({text})"


def _rank(tree: Expression) -> int:
    match tree:
        case Binary(operator):
            return _RANKS.get(operator, _ATOM)
        case Power():
            return _POWER
        case _:
            return _ATOM


__all__ = ["QUANTITY", "ScaledFormula", "cell_formula", "scaled_formula"]
