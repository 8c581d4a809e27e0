"""Writes a tree as text that parses back to the same tree, with no more parentheses than needed."""

from __future__ import annotations

from typing import Final

from hutan.core.methods.formula.tree import Binary, Conditional, Expression, Name, Negative, Number, Operator, Power
from hutan.kernel.canonical import decimal_text

_SUM: Final = 1
_PRODUCT: Final = 2
_SIGNED: Final = 3
_POWER: Final = 4
_ATOM: Final = 5
_RANKS: Final = {Operator.ADD: _SUM, Operator.SUBTRACT: _SUM, Operator.MULTIPLY: _PRODUCT, Operator.DIVIDE: _PRODUCT}


def to_text(tree: Expression) -> str:
    """The canonical text of `tree`: ``parse(to_text(tree)) == tree``."""
    match tree:
        case Number(value):
            return decimal_text(value)
        case Name(name):
            return name
        case Negative(operand):
            return "-" + _enclosed(operand, to_text(operand), _SIGNED)
        case Power(base, exponent):
            return f"{_enclosed(base, to_text(base), _ATOM)}^{decimal_text(exponent)}"
        case Binary(operator, left, right):
            return _joined(operator, (left, to_text(left)), (right, to_text(right)))
        case Conditional(condition, then, otherwise):
            compared = f"{to_text(condition.left)} {condition.comparator.value} {to_text(condition.right)}"
            return f"if({compared}, {to_text(then)}, {to_text(otherwise)})"


def _joined(operator: Operator, left: tuple[Expression, str], right: tuple[Expression, str]) -> str:
    if operator in _RANKS:
        rank = _RANKS[operator]
        return f"{_enclosed(*left, rank)} {operator.value} {_enclosed(*right, rank + 1)}"
    tree, text = left
    same = isinstance(tree, Binary) and tree.operator is operator
    first = text.removeprefix(f"{operator.value}(").removesuffix(")") if same else text
    return f"{operator.value}({first}, {right[1]})"


def _enclosed(tree: Expression, text: str, least: int) -> str:
    return text if _rank(tree) >= least else f"({text})"


def _rank(tree: Expression) -> int:
    match tree:
        case Binary(operator):
            return _RANKS.get(operator, _ATOM)
        case Negative():
            return _SIGNED
        case Power():
            return _POWER
        case _:
            return _ATOM
