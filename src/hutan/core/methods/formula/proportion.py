"""How a formula depends on one input, read from its tree: not at all, or vanishing with it."""

from __future__ import annotations

from hutan.core.methods.formula.tree import Binary, Expression, Name, Negative, Operator, Power


def vanishes_with(tree: Expression, name: str) -> bool:
    """Whether the value is certainly zero where the input is zero, whatever the other inputs are."""
    match tree:
        case Name(own):
            return own == name
        case Negative(operand):
            return vanishes_with(operand, name)
        case Power(base, exponent):
            return exponent > 0 and vanishes_with(base, name)
        case Binary(Operator.MULTIPLY, left, right):
            return vanishes_with(left, name) or vanishes_with(right, name)
        case Binary(Operator.DIVIDE, left, _):
            return vanishes_with(left, name)
        case Binary(_, left, right):
            return vanishes_with(left, name) and vanishes_with(right, name)
        case _:
            return False
