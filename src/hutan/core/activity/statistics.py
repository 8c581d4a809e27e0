"""The few statistics that checks and gap filling rest on, in exact decimals: median, deviation from it, quantiles of Student's t."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from types import MappingProxyType
from typing import Final

EXACT: Final = Context(prec=60, rounding=ROUND_HALF_EVEN)

# Scales the median of absolute deviations so that it estimates a normal distribution's standard deviation: 0.6745 = Φ⁻¹(0.75).
MAD_SCALE: Final = Decimal("0.6745")

# Two-sided 95 %: t(0.975) by degrees of freedom.
# Source: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, table of the t distribution, column 0.975.
_T_975: Final = MappingProxyType(
    {1: Decimal("12.706"), 2: Decimal("4.303"), 3: Decimal("3.182"), 4: Decimal("2.776"), 5: Decimal("2.571")}
    | {6: Decimal("2.447"), 7: Decimal("2.365"), 8: Decimal("2.306"), 9: Decimal("2.262"), 10: Decimal("2.228")}
    | {11: Decimal("2.201"), 12: Decimal("2.179"), 13: Decimal("2.160"), 14: Decimal("2.145"), 15: Decimal("2.131")}
    | {16: Decimal("2.120"), 17: Decimal("2.110"), 18: Decimal("2.101"), 19: Decimal("2.093"), 20: Decimal("2.086")}
    | {21: Decimal("2.080"), 22: Decimal("2.074"), 23: Decimal("2.069"), 24: Decimal("2.064"), 25: Decimal("2.060")}
    | {26: Decimal("2.056"), 27: Decimal("2.052"), 28: Decimal("2.048"), 29: Decimal("2.045"), 30: Decimal("2.042")}
    | {40: Decimal("2.021"), 60: Decimal("2.000"), 100: Decimal("1.984")}
)


def median(values: Iterable[Decimal]) -> Decimal:
    """The middle value, or the mean of the two middle ones.

    Raises
    ------
    ValueError
        If there is no value.
    """
    ordered = sorted(values)
    if not ordered:
        raise ValueError("median of nothing")
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return EXACT.divide(EXACT.add(ordered[middle - 1], ordered[middle]), Decimal(2))


def median_deviation(values: Sequence[Decimal]) -> Decimal:
    """MAD: the median of the absolute deviations from the median."""
    center = median(values)
    return median([abs(EXACT.subtract(value, center)) for value in values])


def modified_z(value: Decimal, values: Sequence[Decimal]) -> Decimal | None:
    """0.6745 (value − median) ÷ MAD; None where more than half of the values are alike, so that MAD is zero.

    Source: B. Iglewicz and D. C. Hoaglin, How to Detect and Handle Outliers, ASQC Quality Press 1993, section 3.3.
    """
    deviation = median_deviation(values)
    if not deviation:
        return None
    return EXACT.divide(EXACT.multiply(MAD_SCALE, EXACT.subtract(value, median(values))), deviation)


def mean(values: Sequence[Decimal]) -> Decimal:
    """The arithmetic mean of at least one value."""
    return EXACT.divide(sum(values, Decimal(0)), Decimal(len(values)))


def root_mean_square(values: Sequence[Decimal]) -> Decimal:
    """√(Σ v² ÷ n) of at least one value."""
    return EXACT.sqrt(mean([EXACT.multiply(value, value) for value in values]))


def t_quantile(degrees: int) -> Decimal:
    """t(0.975); between the rows of the table, that of the next lower row, which is the wider one."""
    return _T_975[max(row for row in _T_975 if row <= degrees)]
