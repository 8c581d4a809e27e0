"""Axes: round numbers at the ticks, and every amount as whole ten-thousandths of the axis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal

from hutan.adapters.documents.blocks import FULL_LENGTH, Axis, Tick
from hutan.adapters.documents.number_text import grouped

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Scale:
    """From zero to `top` in steps of `step`."""

    top: Decimal
    step: Decimal
    unit: str

    def length(self, amount: Decimal) -> int:
        """`amount` on this axis, kept between its ends; what is below zero is not drawn."""
        ratio = amount / self.top * FULL_LENGTH
        return min(max(int(ratio.quantize(Decimal(1), ROUND_HALF_EVEN)), 0), FULL_LENGTH)

    def axis(self) -> Axis:
        count = int(self.top / self.step)
        values = [self.step * number for number in range(count + 1)]
        return Axis(tuple(Tick(self.length(value), grouped(_plain(value))) for value in values), self.unit)


def scale_over(amounts: Iterable[Decimal], unit: str, intervals: int = 5) -> Scale:
    """A scale that reaches the largest of `amounts` in at most so many steps."""
    largest = max([amount for amount in amounts if amount > 0], default=Decimal(1))
    power = Decimal(1).scaleb((largest / intervals).adjusted())
    step = next(power * size for size in _STEPS if power * size * intervals >= largest)
    count = (largest / step).to_integral_value(ROUND_CEILING)
    return Scale(step * count, step, unit)


def _plain(value: Decimal) -> Decimal:
    """Without exponent and trailing zeros."""
    text = format(value.normalize(), "f")
    return Decimal(text)
