"""Portions of a record by days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hutan.core.activity.apportion import apportion
from hutan.core.activity.book import record_id
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.kernel.ids import SourceId
from hutan.kernel.periods import Period
from hutan.kernel.refusals import Address


def record(quantity: str, start: date, end: date) -> ActivityRecord:
    period, amount, source = Period(start, end), Decimal(quantity), SourceId("EL-1")
    identifier = record_id(source, period, amount, "kWh", "", RecordState.MEASURED)
    return ActivityRecord(identifier, source, period, amount, "kWh", quantity, "kWh", RecordState.MEASURED, "", "", Address("f"))


def test_a_bill_over_two_months_is_cut_at_the_month() -> None:
    portions = apportion(record("31", date(2023, 12, 26), date(2024, 1, 26)), ())
    assert [(portion.day, portion.quantity) for portion in portions] == [(date(2023, 12, 26), Decimal(6)), (date(2024, 1, 1), Decimal(25))]


def test_portions_are_differences_of_what_has_run_up() -> None:
    """A third, two thirds and the whole: 0.333333, 0.666667, 1."""
    portions = apportion(record("1", date(2024, 1, 1), date(2024, 1, 4)), [date(2024, 1, 2), date(2024, 1, 3)])
    assert [portion.quantity for portion in portions] == [Decimal("0.333333"), Decimal("0.333334"), Decimal("0.333333")]


def test_a_portion_is_the_same_whatever_else_is_cut() -> None:
    whole = record("100", date(2024, 1, 20), date(2024, 3, 11))
    coarse = {portion.day: portion.quantity for portion in apportion(whole, ())}
    fine = apportion(whole, [date(2024, 1, 23), date(2024, 2, 7), date(2024, 2, 8)])
    by_month: dict[date, Decimal] = {}
    for portion in fine:
        first = max(date(2024, 1, 20), portion.day.replace(day=1))
        by_month[first] = by_month.get(first, Decimal(0)) + portion.quantity
    assert by_month == coarse


def test_tiny_amounts_never_give_a_negative_rest() -> None:
    days = [date(2024, 1, day) for day in range(2, 11)]
    portions = apportion(record("0.000006", date(2024, 1, 1), date(2024, 1, 11)), days)
    assert [portion.quantity * 10**6 for portion in portions] == [1, 0, 1, 0, 1, 1, 0, 1, 0, 1]


def test_cuts_outside_the_record_do_nothing() -> None:
    whole = record("5.5", date(2024, 1, 1), date(2024, 2, 1))
    assert [portion.quantity for portion in apportion(whole, [date(2023, 1, 1), date(2024, 1, 1), date(2024, 2, 1)])] == [Decimal("5.5")]
