"""A spread as its source states it, turned into one standard deviation; what cannot be turned is a problem with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import Enum
from types import MappingProxyType
from typing import Final

from hutan.core.model.sourcing import SpreadForm, StatedSpread
from hutan.core.uncertainty.lognormal import DIGITS, Z_90, Z_95, relative_sd_of_sigma_ln, sigma_ln_of_gsd2
from hutan.core.uncertainty.pedigree import SCORED_INDICATORS, PedigreeTable
from hutan.kernel.canonical import decimal_text
from hutan.kernel.refusals import Params, params_of


class SpreadShape(Enum):
    """The distribution that a stated spread implies."""

    NORMAL = "normal"
    LOGNORMAL = "lognormal"
    TRIANGULAR = "triangular"
    UNIFORM = "uniform"


@dataclass(frozen=True, slots=True)
class StandardSpread:
    """`relative_sd` is standard deviation over mean; `sigma_ln` the standard deviation of the logarithm, for lognormal shapes only.

    `pedigree_system` names the system where scores were used, and is empty otherwise. `bounds` are the stated corners over the stated
    mode (triangular; over the mean where the mode is zero) or over the middle (uniform); other shapes have none.
    """

    relative_sd: Decimal
    sigma_ln: Decimal | None
    shape: SpreadShape
    source: str
    stated_by: str
    pedigree_system: str
    bounds: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class SpreadProblem:
    """Why a stated spread cannot be used; the input it was meant for stays without one."""

    code: str
    params: Params = ()


@dataclass(frozen=True, slots=True)
class _Measure:
    relative_sd: Decimal
    sigma_ln: Decimal | None
    shape: SpreadShape
    bounds: tuple[Decimal, ...] = ()


_VALUE_COUNTS: Final = MappingProxyType(
    {
        SpreadForm.PERCENT_95: 1,
        SpreadForm.PERCENT_90: 1,
        SpreadForm.CERTIFICATE_K: 2,
        SpreadForm.LOW_HIGH_95: 2,
        SpreadForm.GSD2: 1,
        SpreadForm.GSD: 1,
        SpreadForm.VARIANCE_LN: 1,
        SpreadForm.TRIANGULAR: 3,
        SpreadForm.UNIFORM: 2,
        SpreadForm.PEDIGREE: 1 + len(SCORED_INDICATORS),
    }
)


def standard_spread(stated: StatedSpread, pedigree: PedigreeTable) -> StandardSpread | SpreadProblem:
    """The standard deviation that `stated` implies.

    A missing or unknown pedigree score is a problem, never a score of 1; so is a spread of zero, since no measured value is exact. Pedigree
    scores count only with the name of the person who entered them.

    Source: IPCC 2006 Guidelines, Vol. 1 Ch. 3 (half widths); ecoinvent data quality guideline v3, pedigree, as coded publicly.
    """
    problem = _problem_of(stated)
    if problem is not None:
        return problem
    with localcontext(DIGITS):
        measure = _pedigree(stated.values, pedigree) if stated.form is SpreadForm.PEDIGREE else _MEASURES[stated.form](stated.values)
    if isinstance(measure, SpreadProblem):
        return measure
    if measure.relative_sd <= 0:
        return SpreadProblem("spread_not_positive", params_of(form=stated.form.value, values=_text(stated.values)))
    system = pedigree.system if stated.form is SpreadForm.PEDIGREE else ""
    return StandardSpread(measure.relative_sd, measure.sigma_ln, measure.shape, stated.source, stated.stated_by, system, measure.bounds)


def _problem_of(stated: StatedSpread) -> SpreadProblem | None:
    if not stated.source.strip():
        return SpreadProblem("spread_source_missing")
    if len(stated.values) != _VALUE_COUNTS[stated.form] or not all(value.is_finite() for value in stated.values):
        expected = _VALUE_COUNTS[stated.form]
        return SpreadProblem("spread_values", params_of(form=stated.form.value, expected=expected, values=_text(stated.values)))
    if stated.form is SpreadForm.PEDIGREE and not stated.stated_by.strip():
        return SpreadProblem("spread_pedigree_unsigned")
    return None


def _text(values: tuple[Decimal, ...]) -> str:
    return ", ".join(decimal_text(value) if value.is_finite() else str(value) for value in values)


def _not_positive(form: SpreadForm, values: tuple[Decimal, ...]) -> SpreadProblem:
    return SpreadProblem("spread_not_positive", params_of(form=form.value, values=_text(values)))


def _out_of_order(form: SpreadForm, values: tuple[Decimal, ...]) -> SpreadProblem:
    return SpreadProblem("spread_out_of_order", params_of(form=form.value, values=_text(values)))


def _percent_95(values: tuple[Decimal, ...]) -> _Measure | SpreadProblem:
    return _Measure(values[0] / 100 / Z_95, None, SpreadShape.NORMAL)


def _percent_90(values: tuple[Decimal, ...]) -> _Measure | SpreadProblem:
    return _Measure(values[0] / 100 / Z_90, None, SpreadShape.NORMAL)


def _certificate(values: tuple[Decimal, ...]) -> _Measure | SpreadProblem:
    percent, k = values
    if k <= 0:
        return _not_positive(SpreadForm.CERTIFICATE_K, values)
    return _Measure(percent / 100 / k, None, SpreadShape.NORMAL)


def _low_high(values: tuple[Decimal, ...]) -> _Measure | SpreadProblem:
    low, high = values
    if not 0 < low < high:
        return _out_of_order(SpreadForm.LOW_HIGH_95, values)
    return _lognormal((high / low).ln() / (2 * Z_95))


def _gsd2(values: tuple[Decimal, ...]) -> _Measure | SpreadProblem:
    return _lognormal(sigma_ln_of_gsd2(values[0])) if values[0] > 1 else _not_positive(SpreadForm.GSD2, values)


def _gsd(values: tuple[Decimal, ...]) -> _Measure | SpreadProblem:
    return _lognormal(values[0].ln()) if values[0] > 1 else _not_positive(SpreadForm.GSD, values)


def _variance_ln(values: tuple[Decimal, ...]) -> _Measure | SpreadProblem:
    return _lognormal(values[0].sqrt()) if values[0] > 0 else _not_positive(SpreadForm.VARIANCE_LN, values)


def _lognormal(sigma_ln: Decimal) -> _Measure:
    return _Measure(relative_sd_of_sigma_ln(sigma_ln), sigma_ln, SpreadShape.LOGNORMAL)


def _triangular(values: tuple[Decimal, ...]) -> _Measure | SpreadProblem:
    low, mode, high = values
    if not (0 <= low <= mode <= high and low < high):
        return _out_of_order(SpreadForm.TRIANGULAR, values)
    mean = (low + mode + high) / 3
    bounds = tuple(corner / (mode or mean) for corner in values)
    return _Measure(triangular_sd(low, mode, high) / mean, None, SpreadShape.TRIANGULAR, bounds)


def _uniform(values: tuple[Decimal, ...]) -> _Measure | SpreadProblem:
    low, high = values
    if not 0 <= low < high:
        return _out_of_order(SpreadForm.UNIFORM, values)
    middle = (low + high) / 2
    return _Measure(uniform_sd(low, high) / middle, None, SpreadShape.UNIFORM, (low / middle, high / middle))


def _pedigree(values: tuple[Decimal, ...], table: PedigreeTable) -> _Measure | SpreadProblem:
    basic, scores = values[0], values[1:]
    if basic < 0:
        return _not_positive(SpreadForm.PEDIGREE, values)
    variance = basic
    for indicator, score in zip(SCORED_INDICATORS, scores, strict=True):
        added = table.variance_ln(indicator, score)
        if added is None:
            params = params_of(indicator=indicator.value, score=decimal_text(score), system=table.system)
            return SpreadProblem("spread_pedigree_score", params)
        variance += added
    return _lognormal(variance.sqrt())


def triangular_sd(low: Decimal, mode: Decimal, high: Decimal) -> Decimal:
    """√((a² + b² + c² - ab - ac - bc) / 18). Source: moments of the triangular distribution."""
    with localcontext(DIGITS):
        squares = low * low + mode * mode + high * high
        return ((squares - low * mode - low * high - mode * high) / 18).sqrt()


def uniform_sd(low: Decimal, high: Decimal) -> Decimal:
    """(b - a) / √12. Source: moments of the uniform distribution."""
    with localcontext(DIGITS):
        return (high - low) / Decimal(12).sqrt()


_MEASURES: Final[MappingProxyType[SpreadForm, Callable[[tuple[Decimal, ...]], _Measure | SpreadProblem]]] = MappingProxyType(
    {
        SpreadForm.PERCENT_95: _percent_95,
        SpreadForm.PERCENT_90: _percent_90,
        SpreadForm.CERTIFICATE_K: _certificate,
        SpreadForm.LOW_HIGH_95: _low_high,
        SpreadForm.GSD2: _gsd2,
        SpreadForm.GSD: _gsd,
        SpreadForm.VARIANCE_LN: _variance_ln,
        SpreadForm.TRIANGULAR: _triangular,
        SpreadForm.UNIFORM: _uniform,
    }
)
