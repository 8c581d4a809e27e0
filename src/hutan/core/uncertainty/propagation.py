"""The 95 % interval of a sum whose lines share inputs: one factor serving many lines is one random variable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from typing import Final

from hutan.core.uncertainty.lognormal import DIGITS, Z_95, lognormal_skewness
from hutan.core.uncertainty.reason import Reason
from hutan.core.uncertainty.rounding import stated
from hutan.core.uncertainty.simulated import IntervalMethod, SimulatedInterval
from hutan.core.uncertainty.spreads import SpreadShape
from hutan.kernel.canonical import decimal_text
from hutan.kernel.errors import InputError
from hutan.kernel.refusals import params_of

# Wide enough that adding lines, each to at most 30 digits, rounds nothing: no order of lines gives another digit.
_EXACT_SUM: Final = Context(prec=100, rounding=ROUND_HALF_EVEN)

# Above this the first-order formula no longer fits; the figure is common practice, its text was not read.
LARGEST_RELATIVE_SD: Final = Decimal("0.3")
# A skewness g moves both ends of a 95 % interval by about g (1.96² - 1) / 6 standard deviations (Cornish-Fisher, first term);
# at 0.4 that is a tenth of the half width.
LARGEST_SKEWNESS: Final = Decimal("0.4")


@dataclass(frozen=True, slots=True)
class InputSpread:
    """An uncertain input with a sourced spread, counted once however many lines it serves.

    `input_key` names a factor in its version, a meter, a weighbridge, a warming potential: whatever is wrong in one place.
    `bounds` are the corners of a triangular or uniform shape over its mode or middle; none: it is symmetric, as wide as `relative_sd` says.
    """

    input_key: str
    relative_sd: Decimal
    shape: SpreadShape
    source: str
    bounds: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Contribution:
    """How a line moves with one of its inputs: (∂E/∂k)·k [kg], signed; for a product it is the line's emission itself."""

    input_key: str
    sensitivity_kg: Decimal


@dataclass(frozen=True, slots=True)
class LineUncertainty:
    """A line's emission [kg], negative where it is subtracted, with a contribution for every uncertain input it has."""

    line_key: str
    emission_kg: Decimal
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class UncoveredLine:
    """A line left out of the interval, with its inputs that have no sourced spread; none named: no input of it was stated at all."""

    line_key: str
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VarianceShare:
    """The part of the variance that one input causes, 0 to 1: where measuring better helps most."""

    input_key: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class IntervalResult:
    """The interval of the covered part of a total, with the share that is covered.

    `sigma`, `low`, `high` (covered total ± 1.96 sigma) are None where nothing is covered: the interval is not stated. `half_width_percent` is
    of the covered total. `established`: coverage reaches the least share asked for, so the interval stands for the total. All in the
    unit of the lines [kg] and at 30 digits; print them through ``rounding.stated``. `simulated` stands beside it where it was asked for,
    and in its place where the first-order formula is unfit (`method`).
    """

    total: Decimal
    covered_total: Decimal
    sigma: Decimal | None
    low: Decimal | None
    high: Decimal | None
    half_width_percent: Decimal | None
    coverage: Decimal | None
    established: bool
    uncovered: tuple[UncoveredLine, ...]
    variance_shares: tuple[VarianceShare, ...]
    first_order_fit: bool
    reasons: tuple[Reason, ...]
    simulated: SimulatedInterval | None = None

    @property
    def is_stated(self) -> bool:
        """Whether there is an interval at all."""
        return self.sigma is not None

    @property
    def method(self) -> IntervalMethod:
        """Monte Carlo where the first-order formula is unfit and a simulation is there, else first order."""
        chosen = self.simulated is not None and not self.first_order_fit
        return IntervalMethod.MONTE_CARLO if chosen else IntervalMethod.FIRST_ORDER

    @property
    def ends(self) -> tuple[Decimal, Decimal] | None:
        """Low and high end of the covered part by the chosen method; None where no interval is stated."""
        if self.simulated is not None and self.method is IntervalMethod.MONTE_CARLO:
            return self.simulated.low.value, self.simulated.high.value
        return None if self.low is None or self.high is None else (self.low, self.high)


@dataclass(frozen=True, slots=True)
class InputEffect:
    """The summed effect of one input on the total, in standard deviations [kg], signed."""

    spread: InputSpread
    effect: Decimal


@dataclass(frozen=True, slots=True)
class CoveredSums:
    """What the interval of a total rests on, added up: all lines, the covered ones, and each input over the covered lines [kg].

    The sizes are sums of absolute values, `variance` is that of the effects' squares; `effects` come in any order, `uncovered` in that of the
    lines.
    """

    total: Decimal
    size: Decimal
    covered_total: Decimal
    covered_size: Decimal
    covered_count: int
    variance: Decimal
    effects: tuple[InputEffect, ...]
    uncovered: tuple[UncoveredLine, ...]


def combine(lines: Sequence[LineUncertainty], spreads: Sequence[InputSpread], least_share: Decimal) -> IntervalResult:
    """Interval of the sum of `lines`: σ² = Σ_k (Σ_i c_ik)² u_k² over the lines whose every input has a spread.

    A line without spread for one of its inputs is uncovered: neither 0 % nor a typical value is put in its place.
    Subtracted lines keep their sign, so that an input shared by both sides of a difference cancels as far as it is shared.

    Raises
    ------
    InputError
        ``spread_stated_twice``, if an input has two different spreads.

    Source: IPCC 2006 Guidelines Vol. 1 Ch. 3, approach 1, with every shared input counted once.
    """
    known = _by_input(spreads)
    covered = [line for line in lines if _is_covered(line, known)]
    effects = _effects(covered, known)
    sums = CoveredSums(
        total=_sum(line.emission_kg for line in lines),
        size=_sum(abs(line.emission_kg) for line in lines),
        covered_total=_sum(line.emission_kg for line in covered),
        covered_size=_sum(abs(line.emission_kg) for line in covered),
        covered_count=len(covered),
        variance=_sum(item.effect * item.effect for item in effects),
        effects=effects,
        uncovered=tuple(UncoveredLine(line.line_key, _missing(line, known)) for line in lines if not _is_covered(line, known)),
    )
    return interval_of_sums(sums, least_share)


def interval_of_sums(sums: CoveredSums, least_share: Decimal) -> IntervalResult:
    """The interval of lines that are added up already; see `combine`."""
    with localcontext(DIGITS):
        return _interval(sums, least_share)


def input_effect(spread: InputSpread, sensitivity_kg: Decimal) -> InputEffect:
    """The effect of an input that all covered lines together move with by `sensitivity_kg`."""
    return InputEffect(spread, DIGITS.multiply(sensitivity_kg, spread.relative_sd))


def _interval(sums: CoveredSums, least_share: Decimal) -> IntervalResult:
    covered_total, size = sums.covered_total, sums.size
    coverage = sums.covered_size / size if size else None
    established = bool(sums.covered_count) and size > 0 and sums.covered_size >= _EXACT_SUM.multiply(least_share, size)
    sigma = _EXACT_SUM.plus(sums.variance).sqrt() if sums.covered_count else None
    unfit = _unfit(sums.effects, sigma)
    return IntervalResult(
        total=sums.total,
        covered_total=covered_total,
        sigma=sigma,
        low=None if sigma is None else covered_total - Z_95 * sigma,
        high=None if sigma is None else covered_total + Z_95 * sigma,
        half_width_percent=None if sigma is None or not covered_total else 100 * Z_95 * sigma / abs(covered_total),
        coverage=coverage,
        established=established,
        uncovered=sums.uncovered,
        variance_shares=_variance_shares(sums.effects, sigma),
        first_order_fit=sigma is not None and not unfit,
        reasons=_standing(sigma, coverage, established, least_share) + unfit,
    )


def _by_input(spreads: Sequence[InputSpread]) -> dict[str, InputSpread]:
    known: dict[str, InputSpread] = {}
    for spread in spreads:
        if known.setdefault(spread.input_key, spread) != spread:
            raise InputError("spread_stated_twice", input=spread.input_key)
    return known


def _is_covered(line: LineUncertainty, known: Mapping[str, InputSpread]) -> bool:
    return bool(line.contributions) and not _missing(line, known)


def _missing(line: LineUncertainty, known: Mapping[str, InputSpread]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.input_key for item in line.contributions if item.input_key not in known))


def _effects(covered: Sequence[LineUncertainty], known: Mapping[str, InputSpread]) -> tuple[InputEffect, ...]:
    sensitivities: dict[str, list[Decimal]] = {}
    for line in covered:
        for item in line.contributions:
            sensitivities.setdefault(item.input_key, []).append(item.sensitivity_kg)
    return tuple(input_effect(known[key], _sum(values)) for key, values in sorted(sensitivities.items()))


def _sum(values: Iterable[Decimal]) -> Decimal:
    """Sum of `values`, which are themselves worked out at the width of the sum if they come from a generator."""
    with localcontext(_EXACT_SUM):
        return sum(values, Decimal(0))


def _variance_shares(effects: tuple[InputEffect, ...], sigma: Decimal | None) -> tuple[VarianceShare, ...]:
    if not sigma:
        return ()
    shares = (VarianceShare(item.spread.input_key, (item.effect / sigma) ** 2) for item in effects)
    return tuple(sorted(shares, key=lambda item: (-item.share, item.input_key)))


def _standing(sigma: Decimal | None, coverage: Decimal | None, established: bool, least_share: Decimal) -> tuple[Reason, ...]:
    if sigma is None:
        return (Reason("interval_not_stated"),)
    if established:
        return ()
    percent = "0" if coverage is None else decimal_text(stated(100 * coverage))
    return (Reason("interval_not_established", params_of(coverage=percent, least=decimal_text(100 * least_share))),)


def _unfit(effects: tuple[InputEffect, ...], sigma: Decimal | None) -> tuple[Reason, ...]:
    """Reasons why the first-order formula does not fit: an input with a large spread, or a total that leans to one side."""
    if not sigma:
        return ()
    large = sorted((item.spread for item in effects if item.spread.relative_sd > LARGEST_RELATIVE_SD), key=lambda spread: spread.input_key)
    reasons = [
        Reason("interval_large_spread", params_of(input=spread.input_key, percent=decimal_text(stated(100 * spread.relative_sd))))
        for spread in large
    ]
    lognormal = (item for item in effects if item.spread.shape is SpreadShape.LOGNORMAL)
    skewness = _sum((item.effect / sigma) ** 3 * lognormal_skewness(item.spread.relative_sd) for item in lognormal)
    if abs(skewness) > LARGEST_SKEWNESS:
        reasons.append(Reason("interval_skewed", params_of(skewness=decimal_text(stated(skewness, 2)))))
    return tuple(reasons)
