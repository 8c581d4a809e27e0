"""Filling a gap by a named method that somebody asks for; its interval comes from the method's own errors, or is not stated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

from hutan.core.activity.amount_reading import rounded_quantity
from hutan.core.activity.book import record_id
from hutan.core.activity.history import measured_months, month_of, months_between, months_later, per_day, uncovered
from hutan.core.activity.reading import Unread, finding
from hutan.core.activity.regression import line_through
from hutan.core.activity.statistics import EXACT, mean, root_mean_square, t_quantile
from hutan.core.model.activity_record import ActivityRecord, Estimate, RecordState
from hutan.core.model.sourcing import SpreadForm, StatedSpread
from hutan.kernel.canonical import decimal_text
from hutan.kernel.ids import SourceId
from hutan.kernel.periods import Period
from hutan.kernel.refusals import Address, Params, params_of

# Fewer errors than these say too little about a method: then no interval is stated. Our own choice.
LEAST_ERRORS: Final = 6
# A month further away than this is no neighbor. Our own choice.
FURTHEST_NEIGHBOR: Final = 3
_YEAR: Final = 12
_STEP: Final = Decimal("0.000001")
_HUNDRED: Final = Decimal(100)


class FillMethod(Enum):
    """The methods by which a gap may be filled; none is ever chosen by itself."""

    MEAN_OF_NEIGHBORS = "mean_of_neighbors"
    SAME_PERIOD_LAST_YEAR = "same_period_last_year"
    REGRESSION_ON_PRODUCTION = "regression_on_production"
    INTERVAL_PROFILE = "interval_profile"


@dataclass(frozen=True, slots=True)
class FillOrder:
    """Which month of which source is to be filled, by which method, and who asks for it, when and why."""

    source_id: SourceId
    month: date
    method: FillMethod
    asked_by: str
    asked_on: date
    because: str


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a method says of a gap: quantity for a whole month, its errors relative to it, and the degrees of freedom of those errors."""

    quantity: Decimal
    errors: tuple[Decimal, ...]
    degrees: int
    parameters: Params


def fill_month(
    order: FillOrder, records: Sequence[ActivityRecord], unit: str, production: Mapping[date, Decimal]
) -> tuple[ActivityRecord, ...] | Unread:
    """Estimated records for the days of the month for which nothing is held.

    A gap that is a part of the month gets its share of the month by days; since errors of whole months say little about a few days, no
    interval is stated for it.

    Parameters
    ----------
    records
        What the book holds; only measured whole months of the source are learned from.
    production
        Output of each month, in any unit, for ``regression_on_production``; else empty.
    """
    own = [record for record in records if record.source_id == order.source_id]
    whole = month_of(order.month)
    gaps = uncovered(own, whole)
    if not gaps:
        return Unread(finding("fill_nothing_missing", source=order.source_id, month=_text(order.month)))
    predicted = _predict(order, measured_months(own), production)
    if isinstance(predicted, Unread):
        return predicted
    if predicted.quantity <= 0:
        return Unread(finding("fill_not_positive", source=order.source_id, month=_text(order.month), value=decimal_text(_tidy(predicted.quantity))))
    return tuple(_record(order, gap, predicted, unit) for gap in gaps)


def spread_of(errors: Sequence[Decimal], degrees: int, what: str) -> StatedSpread | None:
    """t(0.975) times the root mean square of relative errors, as a half width [%]; None where they are too few or all zero.

    Source: prediction interval of a normal distribution with estimated spread; errors by leaving one out (Stone 1974).
    """
    if len(errors) < LEAST_ERRORS or degrees < 1:
        return None
    half = EXACT.multiply(_HUNDRED, EXACT.multiply(t_quantile(degrees), root_mean_square(errors)))
    half = _tidy(half)
    if not half:
        return None
    source = f"{what}: 留一法误差 leave-one-out errors, n = {len(errors)}, t = {decimal_text(t_quantile(degrees))}"
    return StatedSpread(SpreadForm.PERCENT_95, (half,), source)


def estimated_record(
    order: FillOrder, period: Period, quantity: Decimal, unit: str, parameters: Params, spread: StatedSpread | None
) -> ActivityRecord:
    """A record that says of itself that it was estimated, how, and at whose wish."""
    rounded = rounded_quantity(quantity)
    value = Decimal(0) if isinstance(rounded, Unread) else rounded.value
    return ActivityRecord(
        id=record_id(order.source_id, period, value, unit, "", RecordState.ESTIMATED),
        source_id=order.source_id,
        period=period,
        quantity=value,
        unit=unit,
        printed_quantity=decimal_text(value),
        printed_unit=unit,
        state=RecordState.ESTIMATED,
        document="",
        note=order.because,
        origin=Address("estimate", order.method.value),
        estimate=Estimate(order.method.value, parameters, order.asked_by, order.asked_on, order.because, spread),
    )


def _record(order: FillOrder, gap: Period, predicted: Prediction, unit: str) -> ActivityRecord:
    whole = month_of(order.month)
    quantity = EXACT.divide(EXACT.multiply(predicted.quantity, Decimal(gap.days)), Decimal(whole.days))
    spread = spread_of(predicted.errors, predicted.degrees, order.method.value) if gap == whole else None
    parameters = (*predicted.parameters, *params_of(days=gap.days, days_of_month=whole.days, errors=len(predicted.errors)))
    return estimated_record(order, gap, quantity, unit, parameters, spread)


def _predict(order: FillOrder, history: Mapping[date, Decimal], production: Mapping[date, Decimal]) -> Prediction | Unread:
    if order.method is FillMethod.MEAN_OF_NEIGHBORS:
        return _mean_of_neighbors(order, history)
    if order.method is FillMethod.SAME_PERIOD_LAST_YEAR:
        return _same_period_last_year(order, history)
    if order.method is FillMethod.REGRESSION_ON_PRODUCTION:
        return _regression(order, history, production)
    return Unread(finding("fill_needs_intervals", method=order.method.value))


def _mean_of_neighbors(order: FillOrder, history: Mapping[date, Decimal]) -> Prediction | Unread:
    """Days of the month × mean of what the nearest measured months before and after used a day.

    Errors: every month of the history, estimated from months as far away from it as the neighbors are from the gap.
    """
    before = max((month for month in history if month < order.month), default=None)
    after = min((month for month in history if month > order.month), default=None)
    if before is None or after is None or max(months_between(before, order.month), months_between(order.month, after)) > FURTHEST_NEIGHBOR:
        return Unread(finding("fill_no_neighbors", source=order.source_id, month=_text(order.month), furthest=FURTHEST_NEIGHBOR))
    back, forth = months_between(before, order.month), months_between(order.month, after)
    rates = {month: per_day(month, quantity) for month, quantity in history.items()}
    pairs = [
        (rates[month], mean([rates[first], rates[last]]))
        for month in rates
        if (first := months_later(month, -back)) in rates and (last := months_later(month, forth)) in rates
    ]
    errors = _relative(pairs)
    rate = mean([rates[before], rates[after]])
    return Prediction(_of_month(order.month, rate), errors, len(errors), params_of(before=_text(before), after=_text(after)))


def _same_period_last_year(order: FillOrder, history: Mapping[date, Decimal]) -> Prediction | Unread:
    """Days of the month × what the same month of the year before used a day. Errors: every month that has one a year before it."""
    before = months_later(order.month, -_YEAR)
    if before not in history:
        return Unread(finding("fill_no_last_year", source=order.source_id, month=_text(order.month), before=_text(before)))
    rates = {month: per_day(month, quantity) for month, quantity in history.items()}
    errors = _relative([(rates[month], rates[last]) for month in rates if (last := months_later(month, -_YEAR)) in rates])
    return Prediction(_of_month(order.month, rates[before]), errors, len(errors), params_of(before=_text(before)))


def _regression(order: FillOrder, history: Mapping[date, Decimal], production: Mapping[date, Decimal]) -> Prediction | Unread:
    """A straight line through (production, quantity) of measured months. Errors: each month against the line through all the others."""
    if order.month not in production:
        return Unread(finding("fill_no_production", source=order.source_id, month=_text(order.month)))
    pairs = {month: (production[month], history[month]) for month in history if month in production}
    line = line_through(list(pairs.values()))
    if line is None or len(pairs) < LEAST_ERRORS:
        return Unread(finding("fill_too_few_pairs", source=order.source_id, pairs=len(pairs), least=LEAST_ERRORS))
    lowest, highest = min(x for x, _ in pairs.values()), max(x for x, _ in pairs.values())
    if not lowest <= production[order.month] <= highest:
        asked, low, high = (decimal_text(value) for value in (production[order.month], lowest, highest))
        return Unread(finding("fill_beyond_history", source=order.source_id, month=_text(order.month), production=asked, low=low, high=high))
    estimate = line.at(production[order.month])
    errors = _errors_from_line(list(pairs.values()), estimate)
    used = sorted({*pairs, order.month})
    series = "; ".join(f"{_text(month)} {decimal_text(production[month])}" for month in used)
    intercept, slope = (decimal_text(_tidy(value)) for value in (line.intercept, line.slope))
    return Prediction(estimate, errors, len(errors) - 2, params_of(intercept=intercept, slope=slope, production=series))


def _errors_from_line(pairs: list[tuple[Decimal, Decimal]], estimate: Decimal) -> tuple[Decimal, ...]:
    """How far each month lies from the line through all the others, relative to the estimate."""
    if estimate <= 0:
        return ()
    lines = [(x, y, line_through([*pairs[:index], *pairs[index + 1 :]])) for index, (x, y) in enumerate(pairs)]
    return tuple(EXACT.divide(EXACT.subtract(y, line.at(x)), estimate) for x, y, line in lines if line is not None)


def _relative(pairs: Sequence[tuple[Decimal, Decimal]]) -> tuple[Decimal, ...]:
    """(actual − estimated) ÷ estimated; nothing can be said where nothing was estimated."""
    return tuple(EXACT.divide(EXACT.subtract(actual, estimated), estimated) for actual, estimated in pairs if estimated)


def _of_month(month: date, rate: Decimal) -> Decimal:
    return EXACT.multiply(rate, Decimal(month_of(month).days))


def _text(month: date) -> str:
    return month.isoformat()[:7]


def _tidy(value: Decimal) -> Decimal:
    return Decimal(decimal_text(value.quantize(_STEP, context=EXACT)))
