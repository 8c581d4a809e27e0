"""A unit as a value: an exact size, a dimension, and the symbols it is written with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

Powers = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """Two units are equal when they measure the same thing in the same size, however they are written.

    `scale` is the size in base units, an exact ratio; `dimension` the powers of what is measured, in order of name;
    `symbols` the powers of the symbols it is written with, in order of writing, and no part of the comparison.
    """

    scale: Fraction
    dimension: Powers
    symbols: Powers = field(default=(), compare=False)

    def __str__(self) -> str:
        over = [_power_text(symbol, power) for symbol, power in self.symbols if power > 0]
        under = [_power_text(symbol, -power) for symbol, power in self.symbols if power < 0]
        text = "·".join(over) or "1"
        if under:
            text += "/" + (under[0] if len(under) == 1 else f"({'·'.join(under)})")
        return text

    def __mul__(self, other: Unit) -> Unit:
        return Unit(self.scale * other.scale, _sorted(self.dimension + other.dimension), _summed(self.symbols + other.symbols))

    def __truediv__(self, other: Unit) -> Unit:
        return self * other**-1

    def __pow__(self, exponent: int) -> Unit:
        return Unit(
            Fraction(self.scale**exponent),
            _sorted((name, power * exponent) for name, power in self.dimension),
            _summed((symbol, power * exponent) for symbol, power in self.symbols),
        )

    def same_dimension(self, other: Unit) -> bool:
        """Whether a value in one can be stated in the other."""
        return self.dimension == other.dimension

    @property
    def is_dimensionless(self) -> bool:
        """True for a plain number, a per cent, or a ratio of like units; the size may still differ from 1."""
        return not self.dimension


def _power_text(symbol: str, power: int) -> str:
    return symbol if power == 1 else f"{symbol}^{power}"


def _summed(powers: Iterable[tuple[str, int]]) -> Powers:
    sums: dict[str, int] = {}
    for name, power in powers:
        sums[name] = sums.get(name, 0) + power
    return tuple((name, power) for name, power in sums.items() if power)


def _sorted(powers: Iterable[tuple[str, int]]) -> Powers:
    return tuple(sorted(_summed(powers)))


DIMENSIONLESS = Unit(Fraction(1), ())
