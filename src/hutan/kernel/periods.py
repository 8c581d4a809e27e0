"""Periods are half-open: the first day is in, the last is not, so neighbours neither overlap nor leave a gap."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` (included) to `end` (excluded).

    Raises
    ------
    ValueError
        If the period is empty or runs backwards.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"empty period {self.start}..{self.end}")

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def overlaps(self, other: Period) -> bool:
        return self.start < other.end and other.start < self.end

    def covers(self, other: Period) -> bool:
        return self.start <= other.start and other.end <= self.end

    def intersection(self, other: Period) -> Period | None:
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start < end else None

    def split(self, cuts: Iterable[date]) -> tuple[Period, ...]:
        """The same days as consecutive periods, cut at every day of `cuts` that lies strictly inside."""
        edges = [self.start, *sorted({c for c in cuts if self.start < c < self.end}), self.end]
        return tuple(Period(a, b) for a, b in itertools.pairwise(edges))

    def months(self) -> Iterator[Period]:
        """Calendar months that the period touches, each clipped to it."""
        yield from self.split(month_starts(self))

    def __str__(self) -> str:
        return f"{self.start.isoformat()}/{self.end.isoformat()}"


def month(year: int, number: int) -> Period:
    """One calendar month."""
    return Period(date(year, number, 1), next_month(date(year, number, 1)))


def year(number: int) -> Period:
    """One calendar year."""
    return Period(date(number, 1, 1), date(number + 1, 1, 1))


def next_month(day: date) -> date:
    """First day of the month after the one `day` lies in."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def month_starts(period: Period) -> list[date]:
    """First days of months that lie strictly inside `period`."""
    starts, day = [], next_month(period.start)
    while day < period.end:
        starts.append(day)
        day = next_month(day)
    return starts


def from_inclusive(first: date, last: date) -> Period:
    """Half-open period from two days that are both included, as notices print them."""
    return Period(first, last + timedelta(days=1))


def parse_period(text: str) -> Period:
    """Read what ``str(period)`` wrote.

    Raises
    ------
    ValueError
        If the text is not two ISO days with a slash between.
    """
    first, _, last = text.partition("/")
    return Period(date.fromisoformat(first), date.fromisoformat(last))
