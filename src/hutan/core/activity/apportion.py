"""A record's quantity by days, so that the portions add up to the record exactly and none is negative."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final

from hutan.core.activity.quantities import Reading
from hutan.core.model.activity_record import ActivityRecord
from hutan.kernel.periods import month_starts

_STEP: Final = Decimal("0.000001")
_EXACT: Final = Context(prec=60, rounding=ROUND_HALF_EVEN)


def apportion(record: ActivityRecord, cuts: Iterable[date]) -> tuple[Reading, ...]:
    """The record as readings that each lie in one month and between two neighbouring `cuts`.

    Every portion is quantity × days ÷ days of the record, to six decimals half-even, and never more than what is left;
    the last takes the remainder. Month starts are always cut at.
    """
    portions = record.period.split([*month_starts(record.period), *cuts])
    left = record.quantity
    readings = []
    for portion in portions:
        quantity = left if portion is portions[-1] else min(left, _share(record.quantity, portion.days, record.period.days))
        left = _EXACT.subtract(left, quantity)
        readings.append(Reading(record.source_id, portion.start, quantity, record.state))
    return tuple(readings)


def _share(quantity: Decimal, days: int, all_days: int) -> Decimal:
    return _EXACT.divide(_EXACT.multiply(quantity, Decimal(days)), Decimal(all_days)).quantize(_STEP, context=_EXACT)
