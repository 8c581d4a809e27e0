"""Draws of uncertain inputs: one random variable an input however many lines it serves, the same from any worker, in any order.

What is drawn is an input over its stated value. The stated value is the mean of a normal shape, the middle of a uniform one, the mode of a
triangular one (its mean where the mode is zero) and the median of a lognormal one, which is how GSD², a GSD and pedigree scores are defined: the
mean of a lognormal input lies above its stated value by exp(sigma_ln² / 2). A normal shape is not cut off at zero.

A draw rests on the raw 64-bit words of Philox alone, which NumPy keeps as they are, keyed by seed and stream and counted from a digest of the
input's key; its normal and other variates, which NumPy may change, are not used. So an input has the same draws in every total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import localcontext
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hutan.core.uncertainty.lognormal import DIGITS, lognormal_mean, sigma_ln_of_relative_sd
from hutan.core.uncertainty.normal_quantile import normal_quantile
from hutan.core.uncertainty.propagation import InputSpread
from hutan.core.uncertainty.spreads import SpreadShape
from hutan.kernel.canonical import sha256_hex

Floats = NDArray[np.float64]

# Draws of one stream: few enough that a vector stays in the processor's cache.
STREAM_DRAWS: Final = 2_000

_MANTISSA_BITS: Final = 52
_DIGEST_DIGITS: Final = 32


@dataclass(frozen=True, slots=True)
class DrawnRatios:
    """Every uncertain input over its stated value, drawn `count` times."""

    count: int
    rows: Mapping[str, int]
    values: Floats

    def of(self, input_key: str) -> Floats:
        """The draws of one input (count,); ones for an input without a spread, which stays at its stated value."""
        row = self.rows.get(input_key)
        return np.ones(self.count) if row is None else self.values[row]


def drawn(spreads: Sequence[InputSpread], seed: int, stream: int, count: int) -> DrawnRatios:
    """`count` draws of every input from one stream, at most `STREAM_DRAWS`; fewer are the first ones of more."""
    ordered = sorted(spreads, key=lambda spread: spread.input_key)
    values = np.empty((len(ordered), count))
    for row, spread in enumerate(ordered):
        values[row] = _ratios(spread, _uniforms(spread.input_key, seed, stream, count))
    return DrawnRatios(count, {spread.input_key: row for row, spread in enumerate(ordered)}, values)


def at_means(spreads: Sequence[InputSpread]) -> DrawnRatios:
    """A single draw in which every input has the mean of its distribution."""
    means = np.array([[mean_ratio(spread)] for spread in spreads]).reshape(len(spreads), 1)
    return DrawnRatios(1, {spread.input_key: row for row, spread in enumerate(spreads)}, means)


def mean_ratio(spread: InputSpread) -> float:
    """The mean of an input over its stated value: 1 for normal and uniform shapes."""
    if spread.shape is SpreadShape.LOGNORMAL:
        with localcontext(DIGITS):
            return float(lognormal_mean(DIGITS.create_decimal(1), sigma_ln_of_relative_sd(spread.relative_sd)))
    return sum(_triangle(spread)) / 3 if spread.shape is SpreadShape.TRIANGULAR else 1.0


def drawn_together(shares: Sequence[float], ratios: Sequence[Floats]) -> tuple[Floats, ...]:
    """Shares that sum to one, moved by draws of their own and brought back to a sum of one: what one gains the others lose.

    Parameters
    ----------
    shares
        The stated shares, summing to 1.
    ratios
        For each share the draws of what it was measured by, over its stated value.
    """
    weights = [share * ratio for share, ratio in zip(shares, ratios, strict=True)]
    whole: Floats = np.sum(weights, axis=0)
    return tuple(weight / whole for weight in weights)


def _uniforms(input_key: str, seed: int, stream: int, count: int) -> Floats:
    """Numbers strictly between 0 and 1, of 52 bits and a half, so that neither end is ever reached."""
    start = int(sha256_hex(input_key.encode())[:_DIGEST_DIGITS], 16) << 128
    words = np.random.Philox(key=np.array([seed, stream], dtype=np.uint64), counter=start).random_raw(count)
    whole: Floats = (words >> np.uint64(64 - _MANTISSA_BITS)).astype(np.float64)
    return (whole + 0.5) * 2.0**-_MANTISSA_BITS


def _ratios(spread: InputSpread, uniforms: Floats) -> Floats:
    match spread.shape:
        case SpreadShape.NORMAL:
            return 1.0 + float(spread.relative_sd) * normal_quantile(uniforms)
        case SpreadShape.LOGNORMAL:
            return np.exp(float(sigma_ln_of_relative_sd(spread.relative_sd)) * normal_quantile(uniforms))
        case SpreadShape.TRIANGULAR:
            return _triangular(_triangle(spread), uniforms)
        case SpreadShape.UNIFORM:
            half = float(spread.relative_sd) * 3.0**0.5
            low, high = (float(bound) for bound in spread.bounds) if spread.bounds else (1.0 - half, 1.0 + half)
            return low + (high - low) * uniforms


def _triangle(spread: InputSpread) -> tuple[float, float, float]:
    half = float(spread.relative_sd) * 6.0**0.5
    low, mode, high = (float(bound) for bound in spread.bounds) if spread.bounds else (1.0 - half, 1.0, 1.0 + half)
    return low, mode, high


def _triangular(corners: tuple[float, float, float], uniforms: Floats) -> Floats:
    low, mode, high = corners
    rising = low + np.sqrt(uniforms * (high - low) * (mode - low))
    falling = high - np.sqrt((1.0 - uniforms) * (high - low) * (high - mode))
    return np.where(uniforms * (high - low) < mode - low, rising, falling)
