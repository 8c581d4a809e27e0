"""Reading months and days: every common way to write them, and a refusal or a remark wherever a spreadsheet may have changed what was typed."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from hutan.core.activity.reading import Finding, Read, Unread, finding, unusable, words_of
from hutan.core.activity.table import Cell, CellKind
from hutan.kernel.periods import Period, from_inclusive, month, next_month, year

LONGEST_PERIOD_DAYS: Final = 366
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_MONTHS_IN_YEAR: Final = 12
_CENTURY: Final = 2000
# Day numbers of a spreadsheet for 1990-01-01 to 2100-12-31, counted from 1899-12-30.
_SERIAL_START: Final = date(1899, 12, 30)
_SERIALS: Final = range(32874, 73416)

_MONTH_NAMES: Final = {
    name: number for number, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1)
}
_LONG_NAMES: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "sept",
]

_NUMBERED_MONTH: Final = (
    re.compile(r"(?P<year>[0-9]{4}) ?[-/.年] ?(?P<month>[0-9]{1,2}) ?(?:月份?)?"),
    re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})"),
)
_NAMED_MONTH: Final = (
    re.compile(r"(?P<name>[a-z]{3,9})\.?[ ,/-]*(?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})[ ,/-]*(?P<name>[a-z]{3,9})\.?"),
)
_SHORT_YEAR: Final = (
    re.compile(r"(?P<year>[0-9]{2}) ?年 ?(?P<month>[0-9]{1,2}) ?月份?"),
    re.compile(r"(?P<name>[a-z]{3,9})\.?[ '-]+(?P<year>[0-9]{2})"),
)
_DAY: Final = (
    re.compile(r"(?P<year>[0-9]{4}) ?[-/.年] ?(?P<month>[0-9]{1,2}) ?[-/.月] ?(?P<day>[0-9]{1,2}) ?日?(?:[t ][0-9]{1,2}:[0-9]{2}(?::[0-9.]+)?)?"),
    re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
)
_DAY_OR_MONTH_FIRST: Final = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})")
_WHOLE_YEAR: Final = re.compile(r"([0-9]{4}) ?(?:年度?|全年)?")
_SEVERAL_MONTHS: Final = re.compile(r"[0-9]{2,4}.*(?:季|q[1-4]|半年|h[12]|[-~至到].*[0-9]).*|.*季度|q[1-4].*")
_NO_YEAR: Final = re.compile(r"[0-9]{1,2} ?(?:月份?)?|[a-z]{3,9}")
_ONE_DIGIT_MONTH: Final = re.compile(r"([0-9]{4})\.1")
_PADDED_MONTH: Final = re.compile(r"[0-9]{4}\.0[1-9]")


def months_are_padded(cells: Iterable[Cell]) -> bool:
    """Whether a column writes months with two digits after a point (``2024.01``); there ``2024.1`` is what a spreadsheet left of ``2024.10``."""
    return any(_PADDED_MONTH.fullmatch(words_of(cell)) for cell in cells)


@functools.lru_cache(maxsize=4096)
def read_month(cell: Cell, padded: bool = False) -> Read[Period] | Unread:
    """The calendar month that a cell names; any day stands for its month, with a remark.

    Parameters
    ----------
    padded
        Whether the column writes months with two digits after a point, see `months_are_padded`.
    """
    if problem := unusable(cell):
        return problem
    if cell.kind is CellKind.BOOLEAN:
        return Unread(finding("month_unreadable", text=cell.text))
    text = words_of(cell).casefold()
    if _ONE_DIGIT_MONTH.fullmatch(text):
        return _one_digit_month(cell, int(text[:4]), padded)
    return _numbered_month(text) or _named_month(text) or _month_of_day(text) or Unread(_why_no_month(cell, text))


def read_day(cell: Cell, last_of_month: bool = False) -> Read[date] | Unread:
    """The day in a cell; where only a month stands there, its first day, or its last if `last_of_month`, with a remark."""
    if problem := unusable(cell):
        return problem
    text = words_of(cell).casefold()
    day = _day(text) or _serial_day_refused(text)
    if day is not None:
        return day if isinstance(day, Unread) else Read(day)
    whole = _numbered_month(text) or _named_month(text)
    if isinstance(whole, Read):
        chosen = whole.value.end - timedelta(days=1) if last_of_month else whole.value.start
        return Read(chosen, (*whole.remarks, finding("day_from_month", text=words_of(cell), day=chosen)))
    if _DAY_OR_MONTH_FIRST.fullmatch(text):
        return Unread(finding("day_two_readings", text=words_of(cell)))
    return whole or Unread(finding("day_unreadable", text=words_of(cell)))


def read_year(cell: Cell) -> Read[Period] | Unread:
    """A calendar year."""
    if problem := unusable(cell):
        return problem
    match = _WHOLE_YEAR.fullmatch(words_of(cell))
    if match is None:
        return Unread(finding("year_unreadable", text=words_of(cell)))
    number = int(match[1])
    return Read(year(number)) if _FIRST_YEAR <= number <= _LAST_YEAR else Unread(finding("year_implausible", year=number))


def combined_period(
    whole_month: Period | None, first: date | None, last: date | None, reported_on: date, *, from_reading_to_reading: bool = False
) -> Read[Period] | Unread:
    """The period that month, first and last day describe together; both days are included, and they outrank the month.

    Refused: nothing given, only one of two days, days in the wrong order, more than 366 days, a last day after `reported_on`,
    days that lie wholly outside the month, and from the first of a month to the first of another, where the last day may be meant or not.

    Parameters
    ----------
    from_reading_to_reading
        Whether the days are those on which a meter was read: the later one belongs to the next period.
    """
    if (first is None) != (last is None):
        return Unread(finding("period_half", given=first or last))
    if first is None or last is None:
        return _ended(whole_month, reported_on) if whole_month else Unread(finding("period_missing"))
    run = _run_of_days(first, last, from_reading_to_reading)
    if isinstance(run, Unread):
        return run
    period, last = run, run.end - timedelta(days=1)
    if whole_month is None or whole_month == period:
        return _ended(period, reported_on)
    if not whole_month.overlaps(period):
        return Unread(finding("period_outside_month", first=first, last=last, month=month_text(whole_month)))
    ended = _ended(period, reported_on)
    return ended if isinstance(ended, Unread) else Read(period, (finding("period_days_used", first=first, last=last, month=month_text(whole_month)),))


def _run_of_days(first: date, last: date, from_reading_to_reading: bool) -> Period | Unread:
    """The days from first to last; the last is one of them, unless both are days on which a meter was read."""
    if last < first:
        return Unread(finding("period_backwards", first=first, last=last))
    if from_reading_to_reading and last == first:
        return Unread(finding("period_without_days", day=first))
    if not from_reading_to_reading and first.day == 1 and last.day == 1 and last > first:
        return Unread(finding("period_end_two_readings", first=first, last=last))
    period = Period(first, last) if from_reading_to_reading else from_inclusive(first, last)
    if period.days > LONGEST_PERIOD_DAYS:
        return Unread(finding("period_too_long", days=period.days, longest=LONGEST_PERIOD_DAYS))
    return period


def month_text(period: Period) -> str:
    """``2024-01`` for a whole month, else both included days."""
    if period.start.day == 1 and period.end == next_month(period.start):
        return f"{period.start:%Y-%m}"
    return f"{period.start.isoformat()} – {(period.end - timedelta(days=1)).isoformat()}"


def _ended(period: Period, reported_on: date) -> Read[Period] | Unread:
    last = period.end - timedelta(days=1)
    return Read(period) if last <= reported_on else Unread(finding("period_in_future", last=last, reported_on=reported_on))


def _month(year_number: int, number: int, *remarks: Finding) -> Read[Period] | Unread:
    if not _FIRST_YEAR <= year_number <= _LAST_YEAR:
        return Unread(finding("year_implausible", year=year_number))
    if not 1 <= number <= _MONTHS_IN_YEAR:
        return Unread(finding("month_number_wrong", number=number))
    return Read(month(year_number, number), remarks)


def _one_digit_month(cell: Cell, year_number: int, padded: bool) -> Read[Period] | Unread:
    """``2024.1``: January, or what a number format left of a typed ``2024.10``. The other rows of the column tell which."""
    if not padded:
        return _month(year_number, 1, finding("month_point_one", text=cell.text, year=year_number))
    if cell.kind is CellKind.NUMBER:
        return _month(year_number, 10, finding("month_point_ten", text=cell.text, year=year_number))
    return Unread(finding("month_two_readings", text=cell.text, year=year_number))


def _numbered_month(text: str) -> Read[Period] | Unread | None:
    for form in _NUMBERED_MONTH:
        if match := form.fullmatch(text):
            return _month(int(match["year"]), int(match["month"]))
    if match := _SHORT_YEAR[0].fullmatch(text):
        full = _CENTURY + int(match["year"])
        return _month(full, int(match["month"]), finding("month_short_year", text=text, year=full))
    return None


def _named_month(text: str) -> Read[Period] | Unread | None:
    for form in _NAMED_MONTH:
        match = form.fullmatch(text)
        if match and (number := _month_number(match["name"])):
            return _month(int(match["year"]), number)
    match = _SHORT_YEAR[1].fullmatch(text)
    if match and (number := _month_number(match["name"])):
        full = _CENTURY + int(match["year"])
        return _month(full, number, finding("month_short_year", text=text, year=full))
    return None


def _month_number(name: str) -> int | None:
    return _MONTH_NAMES.get(name[:3]) if name in _LONG_NAMES or name in _MONTH_NAMES else None


def _month_of_day(text: str) -> Read[Period] | Unread | None:
    day = _day(text)
    if day is None or isinstance(day, Unread):
        return day
    remarks = () if day.day == 1 else (finding("month_from_day", day=day, month=f"{day:%Y-%m}"),)
    return _month(day.year, day.month, *remarks)


def _day(text: str) -> date | Unread | None:
    match = next((match for form in _DAY if (match := form.fullmatch(text))), None)
    if match is None:
        return None
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return Unread(finding("day_not_in_calendar", text=text))
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else Unread(finding("year_implausible", year=day.year))


def _serial_day_refused(text: str) -> Unread | None:
    """A bare day number of a spreadsheet: it is not taken, because two ways of counting are in use, four years apart."""
    if text.isdecimal() and int(text) in _SERIALS:
        return Unread(finding("day_serial_number", text=text, day=_SERIAL_START + timedelta(days=int(text))))
    return None


def _why_no_month(cell: Cell, text: str) -> Finding:
    serial = _serial_day_refused(text)
    if serial:
        return serial.reason
    if _WHOLE_YEAR.fullmatch(text):
        return finding("month_whole_year", text=cell.text)
    if _NO_YEAR.fullmatch(text):
        return finding("month_without_year", text=cell.text)
    if _SEVERAL_MONTHS.fullmatch(text):
        return finding("month_not_single", text=cell.text)
    return finding("month_unreadable", text=cell.text)
