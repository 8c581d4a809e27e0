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

    What has run up by a day is quantity × days so far ÷ days of the record, to six decimals half-even; a portion is the difference of two
    such figures. So portions add up to the record, none is negative, and a portion between two days is the same whatever else is cut.
    Month starts are always cut at.
    """
    run_up = Decimal(0)
    readings = []
    for portion in record.period.split([*month_starts(record.period), *cuts]):
        so_far = (portion.end - record.period.start).days
        until = record.quantity if portion.end == record.period.end else _share(record.quantity, so_far, record.period.days)
        readings.append(Reading(record.source_id, portion.start, _EXACT.subtract(until, run_up), record.state))
        run_up = until
    return tuple(readings)


def _share(quantity: Decimal, days: int, all_days: int) -> Decimal:
    return _EXACT.divide(_EXACT.multiply(quantity, Decimal(days)), Decimal(all_days)).quantize(_STEP, context=_EXACT)
