"""The tree of a formula: immutable, comparable, and small enough to walk."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final

from hutan.kernel.errors import FormulaError

LENGTH_LIMIT: Final = 2000
DEPTH_LIMIT: Final = 60
SIZE_LIMIT: Final = 10_000
EXPONENT_LIMIT: Final = 100
DIGITS_LIMIT: Final = 60
_EXCERPT_LENGTH: Final = 160


class Operator(Enum):
    """What joins two expressions."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"
    MINIMUM = "min"
    MAXIMUM = "max"


class Comparator(Enum):
    """What compares two expressions."""

    LESS = "<"
    LESS_OR_EQUAL = "<="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="
    EQUAL = "=="


@dataclass(frozen=True, slots=True)
class Number:
    """A constant, finite and not negative; a negative constant is a `Negative` of one, as it is written.

    Raises
    ------
    FormulaError
        If the value is negative or not finite.
    """

    value: Decimal

    def __post_init__(self) -> None:
        if not self.value.is_finite() or self.value < 0:
            raise FormulaError("formula_constant_unfit", value=str(self.value))


@dataclass(frozen=True, slots=True)
class Name:
    """An input, or another formula."""

    name: str


@dataclass(frozen=True, slots=True)
class Negative:
    """Minus an expression."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Binary:
    """Two expressions joined: sum, difference, product, quotient, the smaller or the larger of both."""

    operator: Operator
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Power:
    """A base raised to a constant."""

    base: Expression
    exponent: Decimal


@dataclass(frozen=True, slots=True)
class Comparison:
    """A condition; it stands only in a `Conditional`."""

    comparator: Comparator
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Conditional:
    """One of two expressions; the other is never evaluated."""

    condition: Comparison
    then: Expression
    otherwise: Expression


Expression = Number | Name | Negative | Binary | Power | Conditional


def children(tree: Expression) -> tuple[Expression, ...]:
    """The expressions directly below."""
    match tree:
        case Number() | Name():
            return ()
        case Negative(operand):
            return (operand,)
        case Power(base, _):
            return (base,)
        case Binary(_, left, right):
            return (left, right)
        case Conditional(condition, then, otherwise):
            return (condition.left, condition.right, then, otherwise)


def names(tree: Expression) -> frozenset[str]:
    """The names that need a value."""
    found: set[str] = set()
    waiting: list[Expression] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Name):
            found.add(node.name)
        waiting.extend(children(node))
    return frozenset(found)


def limited(tree: Expression, depth_limit: int = DEPTH_LIMIT) -> Expression:
    """The same tree, if it is small enough to be walked by recursion and in reasonable time.

    Raises
    ------
    FormulaError
        If it is too deep or has too many parts.
    """
    waiting: list[tuple[Expression, int]] = [(tree, 1)]
    size = 0
    while waiting:
        node, depth = waiting.pop()
        size += 1
        if depth > depth_limit:
            raise FormulaError("formula_too_deep", limit=str(depth_limit))
        if size > SIZE_LIMIT:
            raise FormulaError("formula_too_large", limit=str(SIZE_LIMIT))
        waiting.extend((child, depth + 1) for child in children(node))
    return tree


def excerpt(text: str) -> str:
    """The text on one line, its end left out where it is long: for messages."""
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT_LENGTH else line[:_EXCERPT_LENGTH] + "…"
