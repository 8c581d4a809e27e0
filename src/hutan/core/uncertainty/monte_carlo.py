"""Monte Carlo beside first order: totals as the exact formulas give them for drawn inputs, and what their distribution says.

Source: IPCC 2006 Guidelines Vol. 1 Ch. 3, approach 2, with approach 1 run beside it; standard errors of quantiles from order statistics.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from typing import Final, Protocol

import numpy as np

from hutan.core.uncertainty.drawing import STREAM_DRAWS, DrawnRatios, Floats, drawn, mean_ratio
from hutan.core.uncertainty.lognormal import DIGITS
from hutan.core.uncertainty.propagation import LARGEST_RELATIVE_SD, InputSpread, IntervalResult
from hutan.core.uncertainty.reason import Reason
from hutan.core.uncertainty.rounding import stated
from hutan.core.uncertainty.simulated import Comparison, Estimate, SimulatedInterval, Simulation
from hutan.core.uncertainty.spreads import SpreadShape
from hutan.kernel.canonical import decimal_text
from hutan.kernel.refusals import params_of

# Floating point carries about 15 digits; sums over many lines lose a few of them, and what is stated must be the same on every machine.
_MOST_DIGITS: Final = 10
# An end that moves by a tenth of the half width changes the second digit of the interval.
_LARGEST_SHIFT: Final = Decimal("0.1")
# Differences of up to two standard errors are what chance alone brings about in 95 of 100 runs.
_CHANCE: Final = 2

Stream = Callable[[int], Floats]
Workers = Callable[[Stream, Iterable[int]], Iterable[Floats]]


class DrawnTotals(Protocol):
    """Totals as functions of drawn inputs: for `count` draws an array (totals, count) [kg]."""

    def __call__(self, ratios: DrawnRatios, /) -> Floats: ...


def sample(totals: DrawnTotals, spreads: Sequence[InputSpread], simulation: Simulation, workers: Workers = map) -> Floats:
    """Every total at every draw (totals, draws) [kg].

    Parameters
    ----------
    totals
        The exact formulas, evaluated at drawn inputs.
    spreads
        Every distinct uncertain input once.
    workers
        Maps a function over stream numbers and keeps their order, as ``map`` and the ``map`` of a pool do: the result is the same.
    """

    def stream(number: int) -> Floats:
        count = min(STREAM_DRAWS, simulation.draws - number * STREAM_DRAWS)
        return totals(drawn(spreads, simulation.seed, number, count))

    return np.concatenate(list(workers(stream, range(streams_of(simulation)))), axis=1)


def streams_of(simulation: Simulation) -> int:
    """How many streams the draws come from; the last may be used in part."""
    return -(-simulation.draws // STREAM_DRAWS)


def with_simulation(
    interval: IntervalResult, values: Floats, totals_at_mean: float, spreads: Sequence[InputSpread], size: Decimal, simulation: Simulation
) -> IntervalResult:
    """The first-order interval with the simulated one beside it, compared.

    Parameters
    ----------
    values
        The covered part at every draw (draws,) [kg].
    totals_at_mean
        The covered part where every input has the mean of its distribution [kg].
    spreads
        The inputs of this total.
    size
        Sum of the sizes of all lines [kg]: digits far below it are noise of floating point.
    """
    ordered = np.sort(values)
    mean, deviation, skewness = _moments(values)
    center = Estimate(*_cut(mean, deviation / math.sqrt(len(values)), size))
    low, median, high = (_quantile(ordered, share, size) for share in (0.025, 0.5, 0.975))
    comparison = _comparison(interval, low, high)
    found = SimulatedInterval(
        mean=center,
        median=median,
        low=low,
        high=high,
        standard_deviation=_to_digits(deviation, 3),
        skewness=Decimal(repr(skewness)).quantize(Decimal("0.01")),
        draws=simulation.draws,
        seed=simulation.seed,
        streams=streams_of(simulation),
        recipe=simulation.recipe,
        comparison=comparison,
        notes=(
            Reason("simulation_beside" if interval.first_order_fit else "simulation_chosen"),
            _ends_note(comparison),
            *_mean_notes(interval, center, totals_at_mean, spreads),
            *_below_zero(spreads),
        ),
    )
    return replace(interval, simulated=found)


def _moments(values: Floats) -> tuple[float, float, float]:
    mean = float(np.mean(values))
    from_mean = values - mean
    deviation = math.sqrt(float(np.sum(from_mean * from_mean)) / (len(values) - 1))
    # Where only noise of floating point is left there is no shape to speak of.
    flat = deviation <= abs(mean) * 1e-12
    return mean, deviation, 0.0 if flat else float(np.mean((from_mean / deviation) ** 3))


def _quantile(ordered: Floats, share: float, size: Decimal) -> Estimate:
    """The quantile between neighboring draws, with half the distance of the draws one standard deviation of its rank apart."""
    count = len(ordered)
    place = (count - 1) * share
    below = math.floor(place)
    above = min(below + 1, count - 1)
    value = float(ordered[below] + (ordered[above] - ordered[below]) * (place - below))
    reach = math.sqrt(count * share * (1 - share))
    first, last = max(math.floor(place - reach), 0), min(math.ceil(place + reach), count - 1)
    return Estimate(*_cut(value, float(ordered[last] - ordered[first]) * reach / (last - first), size))


def _cut(value: float, standard_error: float, size: Decimal) -> tuple[Decimal, Decimal]:
    """A value cut at the second digit of its standard error, and never finer than floating point supports."""
    error = _to_digits(standard_error, 2)
    with localcontext(DIGITS):
        finest = max(size.adjusted(), Decimal(repr(value)).adjusted()) - _MOST_DIGITS + 1
        place = max(error.adjusted() - 1, finest) if error else finest
        quantum = Decimal((0, (1,), place))
        return _plain(Decimal(repr(value)).quantize(quantum)), _plain(error if error >= quantum else Decimal(0))


def _to_digits(value: float, digits: int) -> Decimal:
    return stated(Decimal(repr(value)), digits) if value else Decimal(0)


def _plain(value: Decimal) -> Decimal:
    """The value in the one form that canonical text has for it."""
    return Decimal(decimal_text(value))


def _comparison(interval: IntervalResult, low: Estimate, high: Estimate) -> Comparison:
    if interval.low is None or interval.high is None or not interval.sigma:
        return Comparison(None, None, low.standard_error == high.standard_error == 0)
    half_width = (interval.high - interval.low) / 2
    shifts = [(end.value - first, end.standard_error) for end, first in ((low, interval.low), (high, interval.high))]
    agrees = all(abs(shift) <= max(_LARGEST_SHIFT * half_width, _CHANCE * error) for shift, error in shifts)
    below, above = (stated(shift / half_width, 2) for shift, _ in shifts)
    return Comparison(below, above, agrees)


def _ends_note(comparison: Comparison) -> Reason:
    if comparison.low_shift is None or comparison.high_shift is None:
        return Reason("simulation_without_width")
    params = params_of(low=_percent(comparison.low_shift), high=_percent(comparison.high_shift))
    return Reason("simulation_agrees" if comparison.agrees else "simulation_differs", params)


def _mean_notes(interval: IntervalResult, mean: Estimate, at_mean: float, spreads: Sequence[InputSpread]) -> Iterable[Reason]:
    """Why the mean of the draws is another than the stated value: inputs whose mean is, formulas that are not linear, or chance."""
    covered = float(interval.covered_total)
    room = _CHANCE * float(mean.standard_error)
    if abs(float(mean.value) - covered) <= room:
        return [Reason("simulated_mean_same")]
    notes = [
        *_leaning(SpreadShape.LOGNORMAL, "simulated_mean_lognormal", interval, spreads),
        *_leaning(SpreadShape.TRIANGULAR, "simulated_mean_triangular", interval, spreads),
    ]
    if abs(float(mean.value) - at_mean) > room:
        notes.append(Reason("simulated_mean_formula"))
    return notes


def _leaning(shape: SpreadShape, code: str, interval: IntervalResult, spreads: Sequence[InputSpread]) -> Iterable[Reason]:
    """The input of a shape that moves the mean most, by its part of the variance."""
    known = {spread.input_key: spread for spread in spreads if spread.shape is shape and abs(mean_ratio(spread) - 1.0) > 1e-9}
    leading = next((share.input_key for share in interval.variance_shares if share.input_key in known), None)
    if leading is not None:
        yield Reason(code, params_of(input=leading, percent=_percent(Decimal(repr(mean_ratio(known[leading]) - 1.0)))))


def _below_zero(spreads: Sequence[InputSpread]) -> Iterable[Reason]:
    """Normal inputs so wide that draws of them fall below zero, which no amount and no factor can."""
    for spread in sorted(spreads, key=lambda item: item.input_key):
        if spread.shape is SpreadShape.NORMAL and spread.relative_sd > LARGEST_RELATIVE_SD:
            share = math.erfc(1.0 / float(spread.relative_sd) / math.sqrt(2.0)) / 2
            yield Reason("simulated_below_zero", params_of(input=spread.input_key, percent=_percent(Decimal(repr(share)))))


def _percent(ratio: Decimal) -> str:
    return decimal_text(stated(100 * ratio, 2))
