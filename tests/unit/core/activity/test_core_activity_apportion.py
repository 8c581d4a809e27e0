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


def test_the_last_portion_takes_the_remainder() -> None:
    portions = apportion(record("1", date(2024, 1, 1), date(2024, 1, 4)), [date(2024, 1, 2), date(2024, 1, 3)])
    assert [portion.quantity for portion in portions] == [Decimal("0.333333"), Decimal("0.333333"), Decimal("0.333334")]


def test_tiny_amounts_never_give_a_negative_rest() -> None:
    days = [date(2024, 1, day) for day in range(2, 11)]
    portions = apportion(record("0.000006", date(2024, 1, 1), date(2024, 1, 11)), days)
    assert [portion.quantity * 10**6 for portion in portions] == [1, 1, 1, 1, 1, 1, 0, 0, 0, 0]


def test_cuts_outside_the_record_do_nothing() -> None:
    whole = record("5.5", date(2024, 1, 1), date(2024, 2, 1))
    assert [portion.quantity for portion in apportion(whole, [date(2023, 1, 1), date(2024, 1, 1), date(2024, 2, 1)])] == [Decimal("5.5")]
