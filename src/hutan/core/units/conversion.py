"""The exact factor between two units of one dimension."""

from __future__ import annotations

import functools
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Final

from hutan.core.units.unit import Unit
from hutan.kernel.errors import UnitError

_ROUNDED: Final = Context(prec=34, rounding=ROUND_HALF_EVEN)


@functools.lru_cache(maxsize=4096)
def conversion_factor(source: Unit, target: Unit) -> Decimal:
    """What a value in `source` is multiplied by to be stated in `target`.

    Exact whenever the factor ends in decimals (GJ to kgce does not, kgce to GJ does); otherwise to 34 digits, half-even.
    Between kWh and kgce this is plain arithmetic, 3600/29307; the standard's own coefficient 0.1229 is a factor, not a unit.

    Raises
    ------
    UnitError
        ``unit_mismatch``, if they measure different things.
    """
    if not source.same_dimension(target):
        raise UnitError("unit_mismatch", source=str(source), target=str(target))
    return _decimal(source.scale / target.scale)


def _decimal(ratio: Fraction) -> Decimal:
    places = _decimal_places(ratio.denominator)
    if places is None:
        return _ROUNDED.divide(Decimal(ratio.numerator), Decimal(ratio.denominator))
    return Decimal(f"{ratio.numerator * 10**places // ratio.denominator}E-{places}")


def _decimal_places(denominator: int) -> int | None:
    """Decimals that a fraction in lowest terms over `denominator` needs; None if it never ends."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else None
