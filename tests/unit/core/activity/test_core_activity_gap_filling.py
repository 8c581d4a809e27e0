"""Gaps filled by named methods, each worked by hand, with an interval from the method's own errors."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from plain_organization import record, source

from hutan.core.activity.gap_filling import FillMethod, FillOrder, fill_month, spread_of
from hutan.core.activity.metering.interval_profile import profile
from hutan.core.activity.reading import Unread
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.kernel.periods import Period, month

POWER = source("E", "electricity")


def order(method: FillMethod, gap: date = date(2024, 5, 1)) -> FillOrder:
    return FillOrder(POWER.id, gap, method, "周岚", date(2025, 1, 10), "抄表遗漏")


def history(per_day: dict[tuple[int, int], str], without: tuple[int, int] = (2024, 5)) -> list[ActivityRecord]:
    days = {key: month(*key) for key in per_day if key != without}
    return [record(POWER, period, Decimal(per_day[key]) * period.days) for key, period in days.items()]


def filled(
    method: FillMethod, records: list[ActivityRecord], production: dict[date, Decimal] | None = None, gap: date = date(2024, 5, 1)
) -> ActivityRecord:
    found = fill_month(order(method, gap), records, "kWh", production or {})
    assert not isinstance(found, Unread), found
    (only,) = found
    return only


def refused(method: FillMethod, records: list[ActivityRecord], production: dict[date, Decimal] | None = None) -> str:
    found = fill_month(order(method), records, "kWh", production or {})
    assert isinstance(found, Unread)
    return found.reason.code


def test_the_mean_of_the_neighbors_by_the_day() -> None:
    made = filled(FillMethod.MEAN_OF_NEIGHBORS, history({(2024, 4): "100", (2024, 6): "120"}))
    assert made.quantity == 31 * 110
    assert (made.state, made.period) == (RecordState.ESTIMATED, month(2024, 5))
    assert made.estimate is not None
    assert (made.estimate.method, made.estimate.asked_by, made.estimate.because) == ("mean_of_neighbors", "周岚", "抄表遗漏")
    # Two months say nothing of how far the method is off.
    assert made.estimate.spread is None


def test_its_interval_is_t_times_the_root_mean_square_of_the_errors() -> None:
    # 100 and 110 a day in turn: every month with two neighbors is off by 10 %, or by 10/110; six of them can be tried.
    turn = {(2024, number): "100" if number % 2 else "110" for number in range(1, 13)}
    made = filled(FillMethod.MEAN_OF_NEIGHBORS, history(turn))
    errors = [Decimal(-10) / 110, Decimal(10) / 100]
    assert made.estimate is not None
    assert made.estimate.spread is not None
    # Months 2, 3, 7 to 11 have both neighbors: 3, 7, 9, 11 are odd (estimated 110), 2, 8, 10 even (estimated 100).
    mean_square = (4 * errors[0] ** 2 + 3 * errors[1] ** 2) / 7
    wanted = Decimal("2.365") * mean_square.sqrt() * 100
    assert abs(made.estimate.spread.values[0] - wanted) < Decimal("0.000001")


def test_the_same_month_of_the_year_before_by_the_day() -> None:
    made = filled(FillMethod.SAME_PERIOD_LAST_YEAR, history({(2024, 1): "50"}), gap=date(2025, 1, 1))
    assert made.quantity == 31 * 50
    leap = filled(FillMethod.SAME_PERIOD_LAST_YEAR, history({(2024, 2): "50"}), gap=date(2025, 2, 1))
    assert leap.quantity == 28 * 50


def test_a_line_through_production() -> None:
    records = [record(POWER, month(2024, number), Decimal(1000 + 20 * number)) for number in (1, 2, 3, 4, 6, 7, 8)]
    production = {date(2024, number, 1): Decimal(number) for number in range(1, 9)}
    made = filled(FillMethod.REGRESSION_ON_PRODUCTION, records, production)
    assert made.quantity == 1100
    assert made.estimate is not None
    # Every point lies on the line: errors of zero are no claim of certainty.
    assert made.estimate.spread is None
    assert dict(made.estimate.parameters)["slope"] == "20"


def test_production_beyond_the_history_is_refused() -> None:
    records = [record(POWER, month(2024, number), Decimal(1000 + 20 * number)) for number in (1, 2, 3, 4, 6, 7, 8)]
    production = {date(2024, number, 1): Decimal(90 if number == 5 else number) for number in range(1, 9)}
    assert refused(FillMethod.REGRESSION_ON_PRODUCTION, records, production) == "fill_beyond_history"
    assert refused(FillMethod.REGRESSION_ON_PRODUCTION, records) == "fill_no_production"
    assert refused(FillMethod.REGRESSION_ON_PRODUCTION, records[:5], production) == "fill_too_few_pairs"


def test_what_has_nothing_to_go_by_is_refused() -> None:
    far = history({(2024, 1): "100", (2024, 9): "100"})
    assert refused(FillMethod.MEAN_OF_NEIGHBORS, far) == "fill_no_neighbors"
    assert refused(FillMethod.SAME_PERIOD_LAST_YEAR, far) == "fill_no_last_year"
    assert refused(FillMethod.INTERVAL_PROFILE, far) == "fill_needs_intervals"
    assert refused(FillMethod.MEAN_OF_NEIGHBORS, [*far, record(POWER, month(2024, 5), "1")]) == "fill_nothing_missing"
    assert refused(FillMethod.MEAN_OF_NEIGHBORS, history({(2024, 4): "0", (2024, 6): "0"})) == "fill_not_positive"


def test_a_part_of_a_month_gets_its_share_by_days_and_no_interval() -> None:
    turn = {(2024, number): "100" if number % 2 else "110" for number in range(1, 13)}
    part = record(POWER, Period(date(2024, 5, 1), date(2024, 5, 22)), "2100")
    made = filled(FillMethod.MEAN_OF_NEIGHBORS, [*history(turn), part])
    assert made.period == Period(date(2024, 5, 22), date(2024, 6, 1))
    assert made.quantity == 10 * 110
    assert made.estimate is not None
    assert made.estimate.spread is None


def test_estimates_are_never_learned_from() -> None:
    records = history({(2024, 4): "100", (2024, 6): "120"})
    guessed = record(POWER, month(2024, 3), "999999", RecordState.ESTIMATED)
    assert filled(FillMethod.MEAN_OF_NEIGHBORS, [*records, guessed]) == filled(FillMethod.MEAN_OF_NEIGHBORS, records)


@pytest.mark.parametrize("count", [0, 5])
def test_too_few_errors_state_no_interval(count: int) -> None:
    assert spread_of([Decimal("0.1")] * count, count, "test") is None


def test_missing_intervals_come_from_the_same_hour_of_the_weeks_around() -> None:
    first = datetime(2024, 3, 4)
    values = {first + timedelta(hours=hour): Decimal(10 if (hour // 24) % 7 < 5 else 2) for hour in range(24 * 7 * 12)}
    monday, saturday = first + timedelta(weeks=5, hours=9), first + timedelta(weeks=5, days=5, hours=9)
    known = {stamp: value for stamp, value in values.items() if stamp not in (monday, saturday)}
    made = profile(known, [monday, saturday])
    assert made is not None
    assert made.total == 12
    assert set(made.errors) == {Decimal(0)}
    assert profile({monday + timedelta(hours=1): Decimal(1)}, [monday]) is None
