"""Whatever is typed into a cell, reading it gives a value or a reason, and what was written plainly comes back exactly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from hutan.core.activity.amount_reading import QUANTITY_LIMIT, read_amount, rounded_quantity
from hutan.core.activity.period_reading import combined_period, read_day, read_month, read_year
from hutan.core.activity.reading import Read, Unread, read_flag, read_instrument_type, read_state
from hutan.core.activity.table import Cell, CellKind
from hutan.kernel.canonical import decimal_text
from hutan.kernel.periods import month

TODAY = date(2025, 3, 31)
TEXTS = st.text(max_size=30) | st.text(alphabet="0123456789.,-/ 年月日度万约~eE+（）%无季Q至", max_size=14)
AMOUNTS = st.decimals(min_value=0, max_value="999999999999.999999", places=6)


def text(words: str) -> Cell:
    return Cell(0, CellKind.TEXT, words)


@given(TEXTS)
def test_reading_never_fails(words: str) -> None:
    cell = text(words)
    for outcome in (read_amount(cell), read_month(cell), read_month(cell, True), read_day(cell), read_year(cell)):
        assert isinstance(outcome, (Read, Unread))
    for said in (read_state(cell), read_flag(cell), read_instrument_type(cell)):
        assert isinstance(said, (Read, Unread))


@given(TEXTS)
def test_an_amount_that_was_read_is_finite_not_negative_and_below_the_limit(words: str) -> None:
    outcome = read_amount(text(words))
    if isinstance(outcome, Read):
        assert 0 <= outcome.value.value < QUANTITY_LIMIT
        assert isinstance(rounded_quantity(outcome.value.value), (Read, Unread))


@given(AMOUNTS)
def test_plain_figures_come_back_exactly(value: Decimal) -> None:
    for written in (decimal_text(value), f"{value:,f}", f"{value:,f}".replace(",", " "), f"{value:f}度"):
        outcome = read_amount(text(written))
        assert isinstance(outcome, Read)
        assert outcome.value.value == value


@given(AMOUNTS)
def test_numbers_come_back_exactly(value: Decimal) -> None:
    outcome = read_amount(Cell(0, CellKind.NUMBER, str(value), number=value))
    assert isinstance(outcome, Read)
    assert outcome.value.value == value


@given(st.decimals(min_value=0, max_value="1e13", allow_nan=False, allow_infinity=False))
def test_rounding_is_stable(value: Decimal) -> None:
    first = rounded_quantity(value)
    if isinstance(first, Read):
        assert rounded_quantity(first.value) == Read(first.value)
        assert abs(first.value - value) <= Decimal("0.0000005")


@given(st.integers(1990, 2100), st.integers(1, 12))
def test_every_way_to_write_a_month_means_that_month(year: int, number: int) -> None:
    for written in (f"{year}-{number:02d}", f"{year}/{number}", f"{year}年{number}月", f"{year}{number:02d}", f"{year}.{number:02d}"):
        assert read_month(text(written)) == Read(month(year, number))


@given(st.dates(date(1990, 1, 1), date(2024, 12, 31)), st.dates(date(1990, 1, 1), date(2024, 12, 31)))
@example(date(2023, 1, 1), date(2024, 1, 1))
def test_both_given_days_are_in_the_period(first: date, last: date) -> None:
    outcome = combined_period(None, first, last, TODAY)
    # From one first of a month to another, the last day may be in the period or not: its sender is asked.
    ambiguous = first.day == last.day == 1 and first < last
    if isinstance(outcome, Read):
        assert not ambiguous
        assert first in outcome.value
        assert last in outcome.value
        assert outcome.value.days == (last - first).days + 1
    else:
        assert ambiguous == (outcome.reason.code == "period_end_two_readings")
        assert ambiguous or last < first or (last - first).days >= 366
