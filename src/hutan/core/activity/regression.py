"""A straight line through points by least squares, in exact decimals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from hutan.core.activity.statistics import EXACT, mean

_FEWEST_POINTS: Final = 3


@dataclass(frozen=True, slots=True)
class Line:
    """y = intercept + slope · x."""

    intercept: Decimal
    slope: Decimal

    def at(self, x: Decimal) -> Decimal:
        return EXACT.add(self.intercept, EXACT.multiply(self.slope, x))


def line_through(points: Sequence[tuple[Decimal, Decimal]]) -> Line | None:
    """The line with the least sum of squared distances in y; None for fewer than three points, or where x never changes."""
    if len(points) < _FEWEST_POINTS:
        return None
    center_x, center_y = mean([x for x, _ in points]), mean([y for _, y in points])
    apart = [(EXACT.subtract(x, center_x), EXACT.subtract(y, center_y)) for x, y in points]
    square = sum((EXACT.multiply(x, x) for x, _ in apart), Decimal(0))
    if not square or len({x for x, _ in points}) == 1:
        return None
    slope = EXACT.divide(sum((EXACT.multiply(x, y) for x, y in apart), Decimal(0)), square)
    return Line(EXACT.subtract(center_y, EXACT.multiply(slope, center_x)), slope)
