"""Readings of a register: what lies between two of them, and when nothing may be said."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from hutan.core.activity.metering.registers import ReadingMark, RegisterOutcome, RegisterReading, RolloverRule, consumption_of
from hutan.kernel.ids import SourceId
from hutan.kernel.periods import Period
from hutan.kernel.refusals import Address


def read(
    day: str,
    value: str,
    *,
    meter: str = "M1",
    multiplier: str = "1",
    digits: int | None = 4,
    mark: ReadingMark = ReadingMark.ROUTINE,
    at: time | None = None,
) -> RegisterReading:
    origin = Address("file", "sheet", day)
    return RegisterReading(SourceId("E"), meter, date.fromisoformat(day), Decimal(value), Decimal(multiplier), digits, origin, mark, at)


def outcome(*readings: RegisterReading) -> RegisterOutcome:
    return consumption_of(readings, RolloverRule())


def quantities(found: RegisterOutcome) -> list[Decimal]:
    return [item.quantity for item in found.consumption]


def refused(found: RegisterOutcome) -> list[str]:
    return [item.finding.code for item in found.refusals]


def told(found: RegisterOutcome) -> list[str]:
    return [item.finding.code for item in found.remarks]


def test_consumption_is_the_difference_times_the_multiplier_in_half_open_periods() -> None:
    found = outcome(read("2024-01-01", "100", multiplier="40"), read("2024-02-01", "150.5", multiplier="40"))
    assert quantities(found) == [Decimal(2020)]
    assert found.consumption[0].period == Period(date(2024, 1, 1), date(2024, 2, 1))
    assert refused(found) == told(found) == []


def test_the_order_of_the_rows_does_not_matter() -> None:
    readings = [read(f"2024-{number:02d}-01", str(number * number)) for number in range(1, 7)]
    assert outcome(*readings) == outcome(*reversed(readings))


def test_a_register_that_passed_its_highest_figure_goes_on_from_zero() -> None:
    usual = [read(f"2024-{number:02d}-01", str(8700 + 300 * number)) for number in range(1, 5)]
    found = outcome(*usual, read("2024-05-01", "0200"))
    # 9,900 to 10,200: the fourth span of some 300.
    assert quantities(found) == [Decimal(300)] * 4
    assert [item.rolled_over for item in found.consumption] == [False, False, False, True]
    assert told(found) == ["register_rolled_over"]


def test_a_rollover_that_the_history_does_not_bear_is_refused() -> None:
    usual = [read(f"2024-{number:02d}-01", str(1000 + 300 * number)) for number in range(1, 5)]
    found = outcome(*usual, read("2024-05-01", "0200"))
    assert len(found.consumption) == 3
    assert refused(found) == ["register_rollover_implausible"]


def test_a_rollover_without_history_is_refused() -> None:
    assert refused(outcome(read("2024-01-01", "9900"), read("2024-02-01", "200"))) == ["register_rollover_unproven"]


def test_a_register_of_unknown_length_never_rolls_over() -> None:
    usual = [read(f"2024-{number:02d}-01", str(8700 + 300 * number), digits=None) for number in range(1, 5)]
    found = outcome(*usual, read("2024-05-01", "200", digits=None))
    assert refused(found) == ["register_runs_backwards"]


def test_a_swapped_meter_needs_the_last_figure_of_the_old_and_the_first_of_the_new() -> None:
    old = [read("2024-01-01", "8856"), read("2024-01-18", "8971.4", mark=ReadingMark.LAST)]
    new = [read("2024-01-18", "0", meter="M2", mark=ReadingMark.FIRST), read("2024-02-01", "85.9", meter="M2")]
    found = outcome(*old, *new)
    assert quantities(found) == [Decimal("115.4"), Decimal("85.9")]
    assert refused(found) == []
    unexplained = outcome(old[0], new[1])
    assert quantities(unexplained) == []
    assert refused(unexplained) == ["register_meter_changed"]


def test_days_between_the_old_and_the_new_meter_are_told() -> None:
    old = [read("2024-01-01", "10"), read("2024-01-18", "20", mark=ReadingMark.LAST)]
    new = [read("2024-01-21", "0", meter="M2", mark=ReadingMark.FIRST), read("2024-02-01", "5", meter="M2")]
    found = outcome(*old, *new)
    assert quantities(found) == [Decimal(10), Decimal(5)]
    assert refused(found) == ["register_days_between"]


def test_another_multiplier_needs_a_pair_of_readings_too() -> None:
    found = outcome(read("2024-01-01", "10"), read("2024-02-01", "20", multiplier="40"))
    assert refused(found) == ["register_multiplier_changed"]
    pair = [read("2024-01-15", "15", mark=ReadingMark.LAST), read("2024-01-15", "15", multiplier="40", mark=ReadingMark.FIRST)]
    found = outcome(read("2024-01-01", "10"), *pair, read("2024-02-01", "20", multiplier="40"))
    assert quantities(found) == [Decimal(5), Decimal(200)]


def test_two_figures_for_one_day_are_both_refused_and_the_same_one_counts_once() -> None:
    first, last = read("2024-01-01", "10"), read("2024-03-01", "40")
    assert refused(outcome(first, read("2024-02-01", "20"), read("2024-02-01", "21"), last)) == ["reading_two_values"] * 2
    same = outcome(first, read("2024-02-01", "20"), read("2024-02-01", "20"), last)
    assert quantities(same) == [Decimal(10), Decimal(20)]
    assert told(same) == ["reading_repeated"]


def test_a_reading_after_noon_counts_for_the_next_day() -> None:
    found = outcome(read("2024-01-31", "10", at=time(23, 59)), read("2024-03-01", "20", at=time(8, 30)))
    assert found.consumption[0].period == Period(date(2024, 2, 1), date(2024, 3, 1))
    assert told(found) == ["reading_moved_to_midnight"] * 2


@pytest.mark.parametrize(
    ("reading", "code"),
    [
        (read("2024-02-01", "-1"), "register_value_unusable"),
        (read("2024-02-01", "NaN"), "register_value_unusable"),
        (read("2024-02-01", "20", multiplier="0"), "register_multiplier_unusable"),
        (read("2024-02-01", "20", digits=0), "register_digits_unusable"),
        (read("2024-02-01", "10000"), "register_value_too_long"),
    ],
)
def test_what_a_register_cannot_show_is_refused(reading: RegisterReading, code: str) -> None:
    found = outcome(read("2024-01-01", "10"), reading, read("2024-03-01", "40"))
    assert refused(found) == [code]
    assert quantities(found) == [Decimal(30)]
