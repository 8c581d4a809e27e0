"""Months and days as people write them, and as spreadsheets change them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hutan.core.activity.period_reading import combined_period, month_text, months_are_padded, read_day, read_month, read_year
from hutan.core.activity.reading import Read, Unread
from hutan.core.activity.table import Cell, CellKind
from hutan.kernel.periods import Period, month, year

TODAY = date(2025, 3, 31)


def text(words: str) -> Cell:
    return Cell(0, CellKind.TEXT, words)


def number(value: str) -> Cell:
    return Cell(0, CellKind.NUMBER, value, number=Decimal(value))


def day(value: date) -> Cell:
    return Cell(0, CellKind.DATE, str(value), day=value)


@pytest.mark.parametrize(
    "cell",
    [
        text("2024-01"),
        text("2024/1"),
        text("2024/01"),
        text("2024.01"),
        text("2024年1月"),
        text("2024年01月份"),
        text("２０２４年１月"),
        text("202401"),
        number("202401"),
        text("Jan 2024"),
        text("January 2024"),
        text("jan. 2024"),
        text("2024 Jan"),
        text("2024-01-01"),
        text("2024-01-01 00:00:00"),
        text(" 2024 - 01 "),
        day(date(2024, 1, 1)),
        number("20240101"),
    ],
)
def test_january_in_all_its_forms(cell: Cell) -> None:
    assert read_month(cell) == Read(month(2024, 1))


def test_october_typed_as_text_stays_october() -> None:
    assert read_month(text("2024.10")) == Read(month(2024, 10))


@pytest.mark.parametrize("cell", [number("2024.1"), text("2024.1")])
def test_point_one_is_january_with_a_warning_of_the_trap(cell: Cell) -> None:
    outcome = read_month(cell)
    assert isinstance(outcome, Read)
    assert outcome.value == month(2024, 1)
    assert [remark.code for remark in outcome.remarks] == ["month_point_one"]


def test_point_one_is_october_where_the_column_pads_its_months() -> None:
    column = [number("2024.08"), number("2024.09"), number("2024.1"), number("2024.11")]
    assert months_are_padded(column)
    outcome = read_month(column[2], padded=True)
    assert isinstance(outcome, Read)
    assert outcome.value == month(2024, 10)
    assert [remark.code for remark in outcome.remarks] == ["month_point_ten"]


def test_point_one_as_text_in_a_padded_column_has_two_readings() -> None:
    outcome = read_month(text("2024.1"), padded=True)
    assert isinstance(outcome, Unread)
    assert outcome.reason.code == "month_two_readings"


def test_unpadded_columns_are_not_taken_for_padded() -> None:
    assert not months_are_padded([number("2024.1"), number("2024.11"), text("2024-01"), text("12.05")])


@pytest.mark.parametrize(
    ("cell", "expected", "code"),
    [
        (day(date(2024, 1, 31)), month(2024, 1), "month_from_day"),
        (text("2024年2月29日"), month(2024, 2), "month_from_day"),
        (text("24年1月"), month(2024, 1), "month_short_year"),
        (text("Jan-24"), month(2024, 1), "month_short_year"),
    ],
)
def test_near_misses_are_read_with_a_remark(cell: Cell, expected: Period, code: str) -> None:
    outcome = read_month(cell)
    assert isinstance(outcome, Read)
    assert outcome.value == expected
    assert [remark.code for remark in outcome.remarks] == [code]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (text("2024.13"), "month_number_wrong"),
        (text("2024-00"), "month_number_wrong"),
        (number("202413"), "month_number_wrong"),
        (text("2024"), "month_whole_year"),
        (number("2024"), "month_whole_year"),
        (text("2024年度"), "month_whole_year"),
        (text("2024年一季度"), "month_not_single"),
        (text("2024Q1"), "month_not_single"),
        (text("2024年1-3月"), "month_not_single"),
        (text("1月"), "month_without_year"),
        (number("3"), "month_without_year"),
        (text("上个月"), "month_unreadable"),
        (text("2024-02-30"), "day_not_in_calendar"),
        (number("45292"), "day_serial_number"),
        (text("1901-05"), "year_implausible"),
        (Cell(0, CellKind.BOOLEAN, "TRUE"), "month_unreadable"),
        (Cell(0, CellKind.ERROR, "#REF!"), "cell_error"),
    ],
)
def test_what_is_no_month_is_refused(cell: Cell, code: str) -> None:
    outcome = read_month(cell)
    assert isinstance(outcome, Unread)
    assert outcome.reason.code == code


def test_a_spreadsheet_day_number_comes_with_its_day() -> None:
    outcome = read_day(number("45292"))
    assert isinstance(outcome, Unread)
    assert dict(outcome.reason.params)["day"] == "2024-01-01"


@pytest.mark.parametrize(
    "cell", [text("2024-01-05"), text("2024/1/5"), text("2024.1.5"), text("2024年1月5日"), text("20240105"), day(date(2024, 1, 5))]
)
def test_days_in_all_their_forms(cell: Cell) -> None:
    assert read_day(cell) == Read(date(2024, 1, 5))


def test_a_month_stands_for_its_first_or_last_day_with_a_remark() -> None:
    first, last = read_day(text("2024-02")), read_day(text("2024-02"), last_of_month=True)
    assert isinstance(first, Read)
    assert isinstance(last, Read)
    assert (first.value, last.value) == (date(2024, 2, 1), date(2024, 2, 29))
    assert [remark.code for remark in last.remarks] == ["day_from_month"]


@pytest.mark.parametrize(("words", "code"), [("01/02/2024", "day_two_readings"), ("去年", "day_unreadable"), ("2023-02-29", "day_not_in_calendar")])
def test_what_is_no_day_is_refused(words: str, code: str) -> None:
    outcome = read_day(text(words))
    assert isinstance(outcome, Unread)
    assert outcome.reason.code == code


@pytest.mark.parametrize("cell", [text("2024"), text("2024年"), text("2024 年度"), number("2024")])
def test_years(cell: Cell) -> None:
    assert read_year(cell) == Read(year(2024))


def test_both_days_are_included() -> None:
    assert combined_period(None, date(2024, 1, 1), date(2024, 12, 31), TODAY) == Read(year(2024))


def test_days_outrank_the_month_and_say_so() -> None:
    outcome = combined_period(month(2024, 1), date(2023, 12, 26), date(2024, 1, 25), TODAY)
    assert isinstance(outcome, Read)
    assert outcome.value == Period(date(2023, 12, 26), date(2024, 1, 26))
    assert [remark.code for remark in outcome.remarks] == ["period_days_used"]


def test_days_that_fill_the_month_need_no_remark() -> None:
    assert combined_period(month(2024, 2), date(2024, 2, 1), date(2024, 2, 29), TODAY) == Read(month(2024, 2))


@pytest.mark.parametrize(
    ("whole", "first", "last", "code"),
    [
        (None, None, None, "period_missing"),
        (month(2024, 1), date(2024, 1, 1), None, "period_half"),
        (None, None, date(2024, 1, 1), "period_half"),
        (None, date(2024, 2, 1), date(2024, 1, 1), "period_backwards"),
        (None, date(2023, 1, 1), date(2024, 1, 2), "period_too_long"),
        (month(2025, 4), None, None, "period_in_future"),
        (None, date(2025, 3, 2), date(2025, 4, 1), "period_in_future"),
        (None, date(2024, 3, 1), date(2024, 4, 1), "period_end_two_readings"),
        (month(2024, 1), date(2024, 2, 1), date(2024, 2, 29), "period_outside_month"),
    ],
)
def test_periods_that_cannot_be_are_refused(whole: Period | None, first: date | None, last: date | None, code: str) -> None:
    outcome = combined_period(whole, first, last, TODAY)
    assert isinstance(outcome, Unread)
    assert outcome.reason.code == code


def test_a_month_that_ends_on_the_day_of_reporting_is_over() -> None:
    assert combined_period(month(2025, 3), None, None, TODAY) == Read(month(2025, 3))


def test_a_leap_year_is_not_too_long() -> None:
    assert combined_period(None, date(2024, 1, 1), date(2024, 12, 31), TODAY) == Read(year(2024))


@pytest.mark.parametrize(("period", "words"), [(month(2024, 12), "2024-12"), (Period(date(2024, 1, 2), date(2024, 1, 4)), "2024-01-02 – 2024-01-03")])
def test_periods_are_shown_with_included_days(period: Period, words: str) -> None:
    assert month_text(period) == words
