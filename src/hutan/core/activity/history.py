"""A source's own history: what was measured in whole months, and which days nothing is held for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from hutan.core.activity.apportion import apportion
from hutan.core.activity.statistics import EXACT
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.kernel.periods import Period, next_month


def month_of(day: date) -> Period:
    """The calendar month that `day` lies in."""
    first = day.replace(day=1)
    return Period(first, next_month(first))


def months_later(month: date, count: int) -> date:
    """First day of the month `count` months after that of `month`; earlier if negative."""
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def months_between(first: date, last: date) -> int:
    """How many months `last` lies after `first`."""
    return (last.year - first.year) * 12 + last.month - first.month


def covered_days(records: Iterable[ActivityRecord], within: Period) -> set[date]:
    """Days of `within` for which some record stands."""
    found: set[date] = set()
    for record in records:
        inside = record.period.intersection(within)
        if inside is not None:
            found.update(inside.start + timedelta(days=count) for count in range(inside.days))
    return found


def uncovered(records: Iterable[ActivityRecord], within: Period) -> tuple[Period, ...]:
    """The days of `within` for which no record stands, in as few periods as possible."""
    held = covered_days(records, within)
    days = [within.start + timedelta(days=count) for count in range(within.days)]
    edges = [day for day in days if (day in held) != (day - timedelta(days=1) in held)]
    return tuple(piece for piece in within.split(edges) if piece.start not in held)


def measured_months(records: Sequence[ActivityRecord]) -> dict[date, Decimal]:
    """What one source's measured records add up to in each calendar month that they cover to the last day, in order of time."""
    measured = [record for record in records if record.state is RecordState.MEASURED]
    sums: dict[date, Decimal] = defaultdict(Decimal)
    touching: dict[date, list[ActivityRecord]] = defaultdict(list)
    for record in measured:
        for reading in apportion(record, ()):
            month = reading.day.replace(day=1)
            sums[month] = EXACT.add(sums[month], reading.quantity)
            touching[month].append(record)
    return {month: sums[month] for month in sorted(sums) if not uncovered(touching[month], month_of(month))}


def per_day(month: date, quantity: Decimal) -> Decimal:
    """`quantity` of a whole month, by the day."""
    return EXACT.divide(quantity, Decimal(month_of(month).days))
