"""Portions of a record: exact, never negative, each in one month and one piece."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hutan.core.activity.apportion import apportion
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.kernel.ids import RecordId, SourceId
from hutan.kernel.periods import Period
from hutan.kernel.refusals import Address

STEP = Decimal("0.000001")
FIRST = date(2023, 1, 1)
DAYS = st.integers(0, 800).map(lambda number: FIRST + timedelta(days=number))
QUANTITIES = st.decimals(min_value=0, max_value="999999999999.999999", places=6) | st.integers(0, 400).map(lambda steps: steps * STEP)


@st.composite
def records(draw: st.DrawFn) -> ActivityRecord:
    start = draw(DAYS)
    period = Period(start, start + timedelta(days=draw(st.integers(1, 366))))
    quantity = draw(QUANTITIES)
    return ActivityRecord(RecordId(""), SourceId("s"), period, quantity, "kWh", "", "", RecordState.MEASURED, "", "", Address(""))


@given(records(), st.lists(DAYS, max_size=20))
def test_portions_add_up_to_the_record(record: ActivityRecord, cuts: list[date]) -> None:
    portions = apportion(record, cuts)
    assert sum((portion.quantity for portion in portions), Decimal(0)) == record.quantity
    assert all(portion.quantity >= 0 for portion in portions)
    assert all(portion.quantity % STEP == 0 for portion in portions)


@given(records(), st.lists(DAYS, max_size=20))
def test_portions_lie_between_cuts_and_in_one_month(record: ActivityRecord, cuts: list[date]) -> None:
    starts = [portion.day for portion in apportion(record, cuts)]
    ends = [*starts[1:], record.period.end]
    assert starts[0] == record.period.start
    for start, end in zip(starts, ends, strict=True):
        last = end - timedelta(days=1)
        assert (start.year, start.month) == (last.year, last.month)
        assert not any(start < cut < end for cut in cuts)


@given(records(), st.lists(DAYS, max_size=5))
def test_portions_follow_the_days(record: ActivityRecord, cuts: list[date]) -> None:
    portions = apportion(record, cuts)
    ends = [*(portion.day for portion in portions[1:]), record.period.end]
    for portion, end in zip(portions, ends, strict=True):
        fair = record.quantity * (end - portion.day).days / record.period.days
        assert abs(portion.quantity - fair) <= STEP * len(portions)
