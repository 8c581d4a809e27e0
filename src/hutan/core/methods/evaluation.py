"""A kind's formulas, checked against the units at hand, evaluated exactly, and their slope in every input."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from decimal import Decimal

from hutan.core.methods.formula import Expression, TypedFormula, derivative, evaluate, names, order, parse, substituted, typecheck, vanishes_with
from hutan.core.methods.kinds import kind
from hutan.core.units import parse_unit
from hutan.kernel.ids import KindId

QUANTITY = "quantity"

Units = tuple[tuple[str, str], ...]


@functools.cache
def output_inputs(kind_id: KindId, output: str) -> tuple[str, ...]:
    """Names of the inputs, ``quantity`` among them, that an output needs."""
    return tuple(sorted(names(_written_out(kind_id)[output])))


@functools.cache
def _written_out(kind_id: KindId) -> Mapping[str, Expression]:
    """Every formula of a kind in its inputs alone."""
    trees = {name: parse(text) for name, text in kind(kind_id).formulas}
    done: dict[str, Expression] = {}
    for name in order(trees):
        done[name] = substituted(trees[name], done)
    return done


@functools.lru_cache(maxsize=4096)
def typed_output(kind_id: KindId, output: str, unit: str, units: Units) -> TypedFormula:
    """The formula of one output with the units of its inputs.

    Raises
    ------
    FormulaError
        If the units do not make up the output's unit.
    """
    return typecheck(_written_out(kind_id)[output], {name: parse_unit(text) for name, text in units}, parse_unit(unit))


@functools.lru_cache(maxsize=4096)
def _typed_slope(kind_id: KindId, output: str, unit: str, units: Units, name: str) -> TypedFormula:
    return derivative(typed_output(kind_id, output, unit, units), name)


def evaluated(kind_id: KindId, output: str, unit: str, units: Units, values: Mapping[str, Decimal]) -> Decimal:
    """The value of an output in `unit`, not yet rounded."""
    return evaluate(typed_output(kind_id, output, unit, units), values)


def slope(kind_id: KindId, output: str, unit: str, units: Units, values: Mapping[str, Decimal], name: str) -> Decimal:
    """The partial derivative of an output in one input, in `unit` per unit of that input."""
    return evaluate(_typed_slope(kind_id, output, unit, units, name), values)


def proportional_part(kind_id: KindId, output: str, unit: str, units: Units) -> TypedFormula | None:
    """What an output is per unit of the quantity, where it is proportional to it; None where it is not, or that cannot be seen."""
    typed = typed_output(kind_id, output, unit, units)
    per_unit = _typed_slope(kind_id, output, unit, units, QUANTITY)
    return per_unit if vanishes_with(typed.expression, QUANTITY) and QUANTITY not in names(per_unit.expression) else None
