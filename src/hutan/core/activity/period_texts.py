"""Periods written as text that are no single month: days from and to, several months, quarters, halves, years; and months without a year."""

from __future__ import annotations

import functools
import re
from datetime import date, timedelta
from typing import Final

from hutan.core.activity.reading import Read, Unread, finding, half_width
from hutan.kernel.periods import Period, from_inclusive, month

_LONGEST_DAYS: Final = 366
_YEARS: Final = range(1990, 2101)
_MONTHS_IN_QUARTER: Final = 3
_MONTHS_IN_HALF: Final = 6
_MONTHS_IN_YEAR: Final = 12

_DIGITS: Final = {name: str(number) for number, names in enumerate(("〇零", "一", "二", "三", "四", "五", "六", "七", "八", "九")) for name in names}
_CHINESE_YEAR: Final = re.compile(f"[{''.join(_DIGITS)}]{{4}}(?=年)")
_CHINESE_NUMBER: Final = re.compile("(?:十[一二]?|[一二三四五六七八九])(?=月|季|半年)")
_TENS: Final = {"十": "10", "十一": "11", "十二": "12"}
_DASHES: Final = re.compile(r"\s*(?:[–—~∼〜～]+|至|到|\bto\b)\s*")
_FRAME: Final = re.compile(r"^(?:自|从|from )|(?:起|止)(?=~|$)")
_BEFORE_DASH: Final = re.compile("起~")

_DAY: Final = r"(?P<y{0}>[0-9]{{4}})[-/.年] ?(?P<m{0}>[0-9]{{1,2}})[-/.月] ?(?P<d{0}>[0-9]{{1,2}})日?"
_LATER_DAY: Final = r"(?:(?P<y2>[0-9]{4})[-/.年] ?)?(?P<m2>[0-9]{1,2})[-/.月] ?(?P<d2>[0-9]{1,2})日?"
_DAYS: Final = (
    re.compile(_DAY.format(1) + r" ?[~-] ?" + _LATER_DAY),
    re.compile(r"(?P<y1>[0-9]{4})(?P<m1>[0-9]{2})(?P<d1>[0-9]{2}) ?[~-] ?(?P<y2>[0-9]{4})(?P<m2>[0-9]{2})(?P<d2>[0-9]{2})"),
)
_SEVERAL_MONTHS: Final = re.compile(r"(?P<y1>[0-9]{4})年 ?(?P<m1>[0-9]{1,2})月?份?[~-](?:(?P<y2>[0-9]{4})年 ?)?(?P<m2>[0-9]{1,2})月份?")
_QUARTER: Final = (
    re.compile(r"(?P<year>[0-9]{4})年?[- ]?(?:第?(?P<part>[1-4])季度?|q(?P<letter>[1-4]))"),
    re.compile(r"q(?P<letter>[1-4])[- ]?(?P<year>[0-9]{4})(?P<part>)"),
)
_HALF: Final = re.compile(r"(?P<year>[0-9]{4})年?[- ]?(?:(?P<part>[上下])半年|h(?P<letter>[12]))")
_YEAR: Final = re.compile(r"(?P<year>[0-9]{4})(?:年度|年?全年)")
_BARE_MONTH: Final = re.compile(r"(?P<month>[0-9]{1,2}) ?(?:月份?)?")
_ENGLISH: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_MONTH: Final = re.compile(r"(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?")
_MONTH_BEFORE_YEAR: Final = re.compile(r"(?P<month>0?[1-9]|1[0-2])/(?P<year>[12][0-9]{3})")


@functools.lru_cache(maxsize=4096)
def arabic(text: str) -> str:
    """`text`, half-width and in lower case, with the Chinese numerals of years and months as digits: ``二〇二四年十一月`` is ``2024年11月``."""
    plain = half_width(text).casefold()
    plain = _CHINESE_YEAR.sub(lambda match: "".join(_DIGITS[digit] for digit in match[0]), plain)
    return _CHINESE_NUMBER.sub(lambda match: _TENS.get(match[0]) or _DIGITS[match[0]], plain)


@functools.lru_cache(maxsize=4096)
def month_number(text: str) -> int | None:
    """The month that a text without a year names, as ``3月``, ``三月份``, ``04`` or ``March`` do; None where it names none."""
    plain = arabic(text).strip()
    if match := _BARE_MONTH.fullmatch(plain):
        number = int(match["month"])
        return number if 1 <= number <= _MONTHS_IN_YEAR else None
    if match := _ENGLISH_MONTH.fullmatch(plain):
        return _ENGLISH.index(match[1][:3]) + 1
    return None


def read_span(text: str) -> Read[Period] | Unread | None:
    """The period of a text that names days from and to, both included, or several months; None where the text has no such form."""
    plain = _DASHES.sub("~", arabic(text))
    plain = _FRAME.sub("", _BEFORE_DASH.sub("~", plain)).strip()
    if match := _MONTH_BEFORE_YEAR.fullmatch(plain):
        return _checked(month(int(match["year"]), int(match["month"])))
    for form in _DAYS:
        if match := form.fullmatch(plain):
            return _days(match, text)
    if match := _SEVERAL_MONTHS.fullmatch(plain):
        return _months(match, text)
    return _named_part(plain, text)


def _named_part(plain: str, text: str) -> Read[Period] | Unread | None:
    for form in _QUARTER:
        if match := form.fullmatch(plain):
            return _run(int(match["year"]), int(match["part"] or match["letter"]), _MONTHS_IN_QUARTER, text)
    if match := _HALF.fullmatch(plain):
        return _run(int(match["year"]), 1 if match["part"] == "上" or match["letter"] == "1" else 2, _MONTHS_IN_HALF, text)
    if match := _YEAR.fullmatch(plain):
        return _run(int(match["year"]), 1, _MONTHS_IN_YEAR, text)
    return None


def _run(year_number: int, part: int, length: int, text: str) -> Read[Period] | Unread:
    if year_number not in _YEARS:
        return Unread(finding("year_implausible", year=year_number))
    first = (part - 1) * length + 1
    return _told(Period(month(year_number, first).start, month(year_number, first + length - 1).end), text)


def _days(match: re.Match[str], text: str) -> Read[Period] | Unread:
    year_number = int(match["y1"])
    try:
        first = date(year_number, int(match["m1"]), int(match["d1"]))
        last = date(int(match["y2"] or year_number), int(match["m2"]), int(match["d2"]))
    except ValueError:
        return Unread(finding("day_not_in_calendar", text=text))
    if last < first:
        return Unread(finding("period_backwards", first=first, last=last))
    if first.day == 1 and last.day == 1 and last > first:
        return Unread(finding("period_end_two_readings", first=first, last=last))
    return _told(from_inclusive(first, last), text)


def _months(match: re.Match[str], text: str) -> Read[Period] | Unread:
    year_number = int(match["y1"])
    ends = int(match["m1"]), int(match["m2"])
    if not all(1 <= number <= _MONTHS_IN_YEAR for number in ends):
        return Unread(finding("month_number_wrong", number=next(number for number in ends if not 1 <= number <= _MONTHS_IN_YEAR)))
    first, last = month(year_number, ends[0]), month(int(match["y2"] or year_number), ends[1])
    if last.start < first.start:
        return Unread(finding("period_backwards", first=first.start, last=last.end - timedelta(days=1)))
    return _told(Period(first.start, last.end), text)


def _told(period: Period, text: str) -> Read[Period] | Unread:
    checked = _checked(period)
    if isinstance(checked, Unread):
        return checked
    return Read(period, (finding("period_from_text", text=half_width(text), first=period.start, last=period.end - timedelta(days=1)),))


def _checked(period: Period) -> Read[Period] | Unread:
    if period.start.year not in _YEARS or period.end.year not in _YEARS:
        return Unread(finding("year_implausible", year=period.start.year))
    if period.days > _LONGEST_DAYS:
        return Unread(finding("period_too_long", days=period.days, longest=_LONGEST_DAYS))
    return Read(period)
