"""Interval data of one meter: which stamps are there, which are not, and the days that are complete enough to believe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Final

from hutan.core.activity.statistics import EXACT
from hutan.kernel.periods import Period

MINUTES_A_DAY: Final = 1440
# China keeps UTC+8 all year; summer time was last used in 1991, and older stamps are refused.
OFFSET_MINUTES: Final = 480


class StampMark(Enum):
    """Whether a time stamp names the start of its interval or the end, as files do that know 24:00."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class StampRange:
    """Neighboring intervals, by the start of the first and of the last, and how many they are."""

    first: datetime
    last: datetime
    count: int


@dataclass(frozen=True, slots=True)
class FlatRun:
    """A figure above zero that did not change from interval to interval."""

    stamps: StampRange
    value: Decimal


@dataclass(frozen=True, slots=True)
class IntervalDay:
    """A day with the intervals that are held of it, and their exact sum in the unit of the file."""

    day: date
    found: int
    total: Decimal


@dataclass(frozen=True, slots=True)
class IntervalSeries:
    """Everything found under one name.

    Intervals that are given twice with one value count once (`repeated` within a file, `overlapping` between files); given twice with two
    values (`conflicts`), or below zero (`negative`), they do not count and are missing.
    """

    name: str
    unit_text: str
    step_minutes: int
    days: tuple[IntervalDay, ...]
    gaps: tuple[StampRange, ...]
    repeated: int
    overlapping: int
    conflicts: tuple[datetime, ...]
    negative: tuple[datetime, ...]
    off_grid: tuple[datetime, ...]
    flat: tuple[FlatRun, ...]

    @property
    def per_day(self) -> int:
        return MINUTES_A_DAY // self.step_minutes

    @property
    def found(self) -> int:
        return sum(day.found for day in self.days)

    @property
    def expected(self) -> int:
        """Intervals from the beginning of the first day to the end of the last."""
        return ((self.days[-1].day - self.days[0].day).days + 1) * self.per_day if self.days else 0


def complete_runs(series: IntervalSeries) -> Iterator[tuple[Period, Decimal]]:
    """Days on which no interval is missing, neighboring ones of a month joined, with their sum."""
    start: date | None = None
    end, total = date.min, Decimal(0)
    for day in series.days:
        if day.found < series.per_day:
            continue
        if start is not None and day.day == end and day.day.day != 1:
            end, total = end + timedelta(days=1), EXACT.add(total, day.total)
            continue
        if start is not None:
            yield Period(start, end), total
        start, end, total = day.day, day.day + timedelta(days=1), day.total
    if start is not None:
        yield Period(start, end), total
