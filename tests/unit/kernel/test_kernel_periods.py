"""Periods are half-open: neighbours neither overlap nor leave a gap."""

from __future__ import annotations

from datetime import date

import pytest

from hutan.kernel.periods import Period, from_inclusive, month, month_starts, next_month, parse_period, year

YEAR_2024 = year(2024)
QUARTER = Period(date(2024, 1, 15), date(2024, 4, 10))


def test_the_first_day_is_in_and_the_last_is_not() -> None:
    february = month(2024, 2)
    assert date(2024, 2, 1) in february
    assert date(2024, 2, 29) in february
    assert date(2024, 3, 1) not in february
    assert date(2024, 1, 31) not in february


@pytest.mark.parametrize("end", [date(2024, 1, 1), date(2023, 12, 31)])
def test_an_empty_period_is_refused(end: date) -> None:
    with pytest.raises(ValueError, match="empty period"):
        Period(date(2024, 1, 1), end)


def test_days() -> None:
    assert YEAR_2024.days == 366
    assert year(2023).days == 365
    assert month(2024, 2).days == 29
    assert from_inclusive(date(2024, 1, 1), date(2024, 1, 1)).days == 1


def test_neighbours_do_not_overlap() -> None:
    assert not month(2024, 1).overlaps(month(2024, 2))
    assert not month(2024, 2).overlaps(month(2024, 1))
    assert month(2024, 1).intersection(month(2024, 2)) is None
    assert QUARTER.overlaps(month(2024, 1))
    assert QUARTER.intersection(month(2024, 1)) == Period(date(2024, 1, 15), date(2024, 2, 1))


def test_covers() -> None:
    assert YEAR_2024.covers(QUARTER)
    assert YEAR_2024.covers(YEAR_2024)
    assert not QUARTER.covers(YEAR_2024)
    assert not month(2024, 1).covers(QUARTER)


def test_split_ignores_cuts_outside_and_on_the_edges() -> None:
    cuts = [date(2024, 4, 10), date(2024, 2, 1), date(2024, 1, 15), date(2024, 2, 1), date(2025, 1, 1)]
    assert QUARTER.split(cuts) == (Period(date(2024, 1, 15), date(2024, 2, 1)), Period(date(2024, 2, 1), date(2024, 4, 10)))
    assert QUARTER.split([]) == (QUARTER,)


def test_months_are_clipped_to_the_period() -> None:
    first, last = parse_period("2024-01-15/2024-02-01"), parse_period("2024-04-01/2024-04-10")
    assert tuple(QUARTER.months()) == (first, month(2024, 2), month(2024, 3), last)
    assert tuple(YEAR_2024.months()) == tuple(month(2024, number) for number in range(1, 13))
    assert month_starts(month(2024, 5)) == []


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2024, 1, 31), date(2024, 2, 1)),
        (date(2024, 12, 1), date(2025, 1, 1)),
        (date(2024, 12, 31), date(2025, 1, 1)),
        (date(2023, 2, 28), date(2023, 3, 1)),
    ],
)
def test_next_month(day: date, first: date) -> None:
    assert next_month(day) == first


def test_from_inclusive_is_how_notices_print_periods() -> None:
    assert from_inclusive(date(2024, 1, 1), date(2024, 12, 31)) == YEAR_2024


def test_a_period_is_read_as_it_was_written() -> None:
    assert str(YEAR_2024) == "2024-01-01/2025-01-01"
    assert parse_period("2024-01-01/2025-01-01") == YEAR_2024


@pytest.mark.parametrize("text", ["", "2024-01-01", "2024-01-01/", "2024-01-01/2024-13-01", "2025-01-01/2024-01-01", "2024/2025"])
def test_other_text_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match=r"Invalid isoformat|month must be|empty period"):
        parse_period(text)


def test_periods_sort_by_start_then_end() -> None:
    assert sorted([month(2024, 2), YEAR_2024, month(2024, 1)]) == [month(2024, 1), YEAR_2024, month(2024, 2)]
