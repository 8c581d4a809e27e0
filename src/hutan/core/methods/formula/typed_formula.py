"""A formula whose units fit: plain arithmetic on the values of its inputs, each in its own unit."""

from __future__ import annotations

from dataclasses import dataclass

from hutan.core.methods.formula.tree import Expression
from hutan.core.units import Unit


@dataclass(frozen=True, slots=True)
class TypedFormula:
    """A formula checked against its units.

    Parameters
    ----------
    expression
        The arithmetic, with the scale factors between units written into it.
    text
        The formula as its author means it, in canonical form; for messages and traces.
    inputs
        Every name that needs a value, and the unit of that value.
    output
        The unit of the value.
    """

    expression: Expression
    text: str
    inputs: tuple[tuple[str, Unit], ...]
    output: Unit
