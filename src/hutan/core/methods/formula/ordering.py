"""Formulas that use each other by name: in which order to compute them, and one written out in full."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from hutan.core.methods.formula.tree import Binary, Comparison, Conditional, Expression, Name, Negative, Number, Power, limited, names
from hutan.kernel.errors import FormulaError


def order(definitions: Mapping[str, Expression]) -> tuple[str, ...]:
    """The names of the formulas, each after those that it uses. The same definitions give the same order.

    Raises
    ------
    FormulaError
        If a formula needs its own value, directly or through others.
    """
    uses = {name: sorted(names(definitions[name]) & definitions.keys()) for name in sorted(definitions)}
    try:
        return tuple(TopologicalSorter(uses).static_order())
    except CycleError as error:
        raise FormulaError("formula_cycle", path=" → ".join(_from_first(error.args[1]))) from None


def substituted(tree: Expression, definitions: Mapping[str, Expression]) -> Expression:
    """`tree` with every name that is defined replaced by its formula. What is put in is not searched again.

    Raises
    ------
    FormulaError
        If the formula written out is too deep or has too many parts.
    """
    return limited(_replaced(limited(tree), definitions))


def _replaced(tree: Expression, definitions: Mapping[str, Expression]) -> Expression:
    match tree:
        case Number():
            return tree
        case Name(name):
            return definitions.get(name, tree)
        case Negative(operand):
            return Negative(_replaced(operand, definitions))
        case Power(base, exponent):
            return Power(_replaced(base, definitions), exponent)
        case Binary(operator, left, right):
            return Binary(operator, _replaced(left, definitions), _replaced(right, definitions))
        case Conditional(condition, then, otherwise):
            compared = Comparison(condition.comparator, _replaced(condition.left, definitions), _replaced(condition.right, definitions))
            return Conditional(compared, _replaced(then, definitions), _replaced(otherwise, definitions))


def _from_first(found: list[str]) -> list[str]:
    """The cycle from each formula to the one it uses, begun at the name that sorts first."""
    ring = found[:0:-1]
    start = ring.index(min(ring))
    return [*ring[start:], *ring[:start], ring[start]]
