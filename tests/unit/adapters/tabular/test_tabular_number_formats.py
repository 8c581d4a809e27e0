"""Number formats of Excel for China and elsewhere: which show a day, which a time, which a number."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutan.adapters.tabular.number_formats import NumberFormat, Shows, built_in_format, day_and_text, format_of_code, shown_number, time_text

DAYS = [
    "yyyy-mm-dd",
    "yyyy/m/d;@",
    'yyyy"年"m"月"d"日";@',
    "[$-804]yyyy\\-mm",
    "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
    "mmm-yy",
    "m/d",
    "yyyy/m/d h:mm",
    "YYYY-MM-DD HH:MM:SS.000",
    'e"年"m"月"',
    "aaaa",
    "[DBNum1][$-804]yyyy年m月",
    "mmmmm",
]
TIMES = ["h:mm", "hh:mm:ss", "[h]:mm:ss", "mm:ss.0", "[m]", 'h"时"mm"分"', "上午/下午h时mm分", "h:mm AM/PM"]
NUMBERS = [
    "General",
    "G/通用格式",
    "0.00E+00",
    "##0.0E+0",
    '#,##0.00"度"',
    "0.00_);[Red]\\(0.00\\)",
    "0%",
    '0.0"kWh/d"',
    "0.0 \\d",
    "#,##0 [$€-407]",
    "@",
    "0.00 kWh",
    '"第"0"日"',
    "_-* #,##0.00_-",
    "# ?/?",
    "",
]


@pytest.mark.parametrize(("codes", "shows"), [(DAYS, Shows.DAY), (TIMES, Shows.TIME), (NUMBERS, Shows.NUMBER)])
def test_what_a_format_shows(codes: list[str], shows: Shows) -> None:
    assert [code for code in codes if format_of_code(code).shows is not shows] == []


def test_formats_known_by_number() -> None:
    assert {number for number in range(100) if built_in_format(number).shows is Shows.DAY} == {
        *range(14, 18),
        22,
        *range(27, 32),
        36,
        *range(50, 55),
        57,
        58,
    }
    assert {number for number in range(100) if built_in_format(number).shows is Shows.TIME} == {*range(18, 22), *range(32, 36), 45, 46, 47, 55, 56}


def test_filled_up_with_zeros() -> None:
    assert format_of_code("000000") == NumberFormat(Shows.NUMBER, 6)
    assert format_of_code("0.00_ ") == NumberFormat(Shows.NUMBER, 1, 2)
    assert format_of_code("0.00").text(Decimal("-2024.1")) == "-2024.10"
    assert format_of_code("0.00").text(Decimal("1.23456")) == "1.23456"
    assert format_of_code("0000").text(Decimal("-12")) == "-0012"
    assert format_of_code("General").text(Decimal("1E+3")) == "1000"


@given(st.integers(1, 2958465))
def test_serial_numbers_count_days(serial: int) -> None:
    day, text = day_and_text(Decimal(serial), date_1904=False)
    if serial == 60:
        assert (day, text) == (None, "1900-02-29")
    else:
        assert day == date(1899, 12, 31) + timedelta(serial if serial < 60 else serial - 1)
        assert text == day.isoformat()


def test_the_two_calendars_are_1462_days_apart() -> None:
    for serial in (0, 1, 40000):
        assert day_and_text(Decimal(serial + 1462), date_1904=False)[0] == day_and_text(Decimal(serial), date_1904=True)[0]


def test_clock_times_are_rounded_to_the_second() -> None:
    assert day_and_text(Decimal("45292.9999999999"), date_1904=False) == (date(2024, 1, 2), "2024-01-02")
    assert day_and_text(Decimal("45292.75"), date_1904=False) == (date(2024, 1, 1), "2024-01-01 18:00:00")
    assert time_text(Decimal("-0.5")) == "-12:00:00"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_stored_numbers_keep_fifteen_digits(value: float) -> None:
    shown = shown_number(repr(value))
    if value and not 1e-307 <= abs(value) < 1e307:
        assert shown is None or float(f"{value:.15g}") == pytest.approx(float(shown), rel=1e-14)
    else:
        assert shown is not None
        assert float(shown) == pytest.approx(float(f"{value:.15g}"), rel=1e-14)
        assert len(shown.normalize().as_tuple().digits) <= 15
