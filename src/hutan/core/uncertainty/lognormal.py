"""Lognormal measures of spread, each from each, at 30 digits.

`sigma_ln` is the standard deviation of the logarithm, the relative standard deviation is sigma over mean, GSD² the factor by which the
median is multiplied and divided. GSD² is read and written as exp(2 sigma_ln), as in life-cycle databases; a printed 95 % interval
uses 1.96.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final

DIGITS: Final = Context(prec=30, rounding=ROUND_HALF_EVEN)

Z_95: Final = Decimal("1.96")
Z_90: Final = Decimal("1.645")


def sigma_ln_of_gsd2(gsd2: Decimal) -> Decimal:
    """Half the logarithm of GSD². Source: ecoinvent report No. 1 (2007), uncertainty, as coded publicly."""
    return DIGITS.divide(DIGITS.ln(gsd2), Decimal(2))


def gsd2_of_sigma_ln(sigma_ln: Decimal) -> Decimal:
    """exp(2 sigma_ln). Source: ecoinvent report No. 1 (2007), uncertainty, as coded publicly."""
    return DIGITS.exp(DIGITS.multiply(Decimal(2), sigma_ln))


def relative_sd_of_sigma_ln(sigma_ln: Decimal) -> Decimal:
    """√(exp(sigma_ln²) - 1). Source: moments of the lognormal distribution."""
    return DIGITS.sqrt(DIGITS.subtract(DIGITS.exp(DIGITS.multiply(sigma_ln, sigma_ln)), Decimal(1)))


def sigma_ln_of_relative_sd(relative_sd: Decimal) -> Decimal:
    """√ln(1 + u²). Source: moments of the lognormal distribution."""
    return DIGITS.sqrt(DIGITS.ln(DIGITS.add(Decimal(1), DIGITS.multiply(relative_sd, relative_sd))))


def lognormal_mean(median: Decimal, sigma_ln: Decimal) -> Decimal:
    """median · exp(sigma_ln² / 2): a value entered as the median lies below the mean. Source: moments of the lognormal distribution."""
    half_variance = DIGITS.divide(DIGITS.multiply(sigma_ln, sigma_ln), Decimal(2))
    return DIGITS.multiply(median, DIGITS.exp(half_variance))


def lognormal_skewness(relative_sd: Decimal) -> Decimal:
    """u³ + 3u. Source: moments of the lognormal distribution."""
    return DIGITS.add(DIGITS.power(relative_sd, Decimal(3)), DIGITS.multiply(Decimal(3), relative_sd))
