"""Numbers as they are printed: as many digits as the interval supports, thousands apart, masses in tonnes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from hutan.core.uncertainty.propagation import IntervalResult
from hutan.core.uncertainty.rounding import stated
from hutan.core.uncertainty.simulated import IntervalMethod
from hutan.kernel.canonical import decimal_text

_HUNDRED = Decimal(100)
# Up to 3.54 the first two digits of a half width are kept, from 3.55 on one: the loss from rounding it stays below a tenth or so.
_TWO_DIGITS_UP_TO = 354


@dataclass(frozen=True, slots=True)
class StatedEstimate:
    """A value and, where the interval stands for it, its half width at 95 % or, if simulated, both its ends; all as text in one unit."""

    value: str
    half_width: str
    ends: tuple[str, str] | None = None

    @property
    def established(self) -> bool:
        return bool(self.half_width) or self.ends is not None

    def text(self) -> str:
        if self.ends is not None:
            return f"{self.value} ({self.ends[0]} – {self.ends[1]})"
        return f"{self.value} ± {self.half_width}" if self.half_width else self.value


def tonnes(value_kg: Decimal) -> Decimal:
    """Kilograms as tonnes (kgce as tce), exactly."""
    return value_kg.scaleb(-3)


def grouped(value: Decimal) -> str:
    """`value` with thousands apart and a minus sign, without exponent."""
    return format(value, ",f").replace("-", "−") if value else "0"


def four_digits(value: Decimal) -> str:
    """A figure whose own interval is not stated, at four significant digits."""
    return grouped(stated(value))


def exact(value: Decimal) -> str:
    """All digits, as inputs are printed in their source."""
    return decimal_text(value)


def percent(part: Decimal, whole: Decimal) -> str:
    """`part` of `whole` with its sign: ``61 %``, ``0.4 %``, ``< 0.1 %``; a dash where there is no whole."""
    return percent_of(part / whole) if whole else "–"


def percent_of(ratio: Decimal) -> str:
    """A ratio as per cent: whole from 10 % on, one decimal below; what is not nothing never reads as nothing."""
    value = _HUNDRED * ratio
    size = abs(value)
    if 0 < size < Decimal("0.05"):
        return "< 0.1 %" if value > 0 else "> −0.1 %"
    if size >= Decimal("99.5") and size < _HUNDRED:
        return f"{grouped(value.quantize(Decimal('0.1'), ROUND_HALF_EVEN))} %" if size < Decimal("99.95") else "> 99.9 %"
    places = Decimal(1) if size >= Decimal("9.95") or not size else Decimal("0.1")
    return f"{grouped(value.quantize(places, ROUND_HALF_EVEN))} %"


def ends_kg(value_kg: Decimal, interval: IntervalResult) -> tuple[Decimal, Decimal] | None:
    """Both ends [kg] around a value that the covered part is all or a part of; None where no interval is stated.

    What has no sourced spread adds nothing to them but its amount, which the coverage beside them tells.
    """
    if interval.ends is None:
        return None
    rest = value_kg - interval.covered_total
    return rest + interval.ends[0], rest + interval.ends[1]


def estimate(value_kg: Decimal, interval: IntervalResult) -> StatedEstimate:
    """A total [kg] in tonnes with as many digits as its interval supports; four where the interval is not established."""
    if not interval.established or interval.ends is None:
        return StatedEstimate(four_digits(tonnes(value_kg)), "")
    return with_interval(value_kg, interval)


def with_interval(value_kg: Decimal, interval: IntervalResult) -> StatedEstimate:
    """A value [kg] in tonnes with the interval of the covered part around it, by the method that is stated."""
    ends = ends_kg(value_kg, interval)
    if ends is None:
        return StatedEstimate(four_digits(tonnes(value_kg)), "")
    low, high = (tonnes(end) for end in ends)
    half_width = (high - low) / 2
    if interval.method is IntervalMethod.FIRST_ORDER or half_width <= 0:
        return with_half_width(tonnes(value_kg), half_width)
    # Ends of their own are told apart only with the second digit of the half width.
    quantum = Decimal((0, (1,), half_width.adjusted() - 1))
    return StatedEstimate(_cut(tonnes(value_kg), quantum), _cut(half_width, quantum), (_cut(low, quantum), _cut(high, quantum)))


def with_half_width(value: Decimal, half_width: Decimal) -> StatedEstimate:
    """Value and half width cut at the same place: two digits of the half width up to 3.54, else one."""
    if half_width <= 0:
        return StatedEstimate(four_digits(value), "0")
    place = half_width.adjusted()
    leading = int(half_width.scaleb(2 - place))
    quantum = Decimal((0, (1,), place - 1 if leading <= _TWO_DIGITS_UP_TO else place))
    return StatedEstimate(_cut(value, quantum), _cut(half_width, quantum))


def _cut(value: Decimal, quantum: Decimal) -> str:
    steps = (value / quantum).quantize(Decimal(1), ROUND_HALF_EVEN)
    return grouped(Decimal(format(steps * quantum, "f")))
