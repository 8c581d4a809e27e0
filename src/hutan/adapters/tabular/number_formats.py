"""Whether a number format shows a day, a time or a number, and which day a serial number is."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from enum import Enum
from types import MappingProxyType
from typing import Final

from hutan.kernel.canonical import decimal_text


class Shows(Enum):
    """What a person sees in a cell of this format."""

    NUMBER = "number"
    DAY = "day"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """`digits` before and `decimals` after the point are filled up with zeros, as ``000000`` and ``0.00`` do.

    `suffix` is a word that stands behind every number, as in ``0.00"kWh"``; none where the format scales the number. `struck` says that
    the style strikes the cell through.
    """

    shows: Shows
    digits: int = 0
    decimals: int = 0
    suffix: str = ""
    struck: bool = False

    def text(self, number: Decimal) -> str:
        """The number as a person reads it, but never with fewer digits than it has, and without separators of thousands."""
        sign, plain = ("-", decimal_text(-number)) if number < 0 else ("", decimal_text(number))
        whole, _, fraction = plain.partition(".")
        fraction = fraction.ljust(self.decimals, "0")
        return sign + whole.zfill(self.digits) + (f".{fraction}" if fraction else "")


GENERAL: Final = NumberFormat(Shows.NUMBER)

# Formats that a file names by number only. 27 to 36 and 50 to 58 as Excel for China shows them. Source: ISO/IEC 29500-1, 18.8.30.
_BUILT_IN: Final = MappingProxyType(
    {
        **{number: Shows.DAY for number in (14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58)},
        **{number: Shows.TIME for number in (18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56)},
    }
)

_TWO_DECIMALS: Final = 2

_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', re.DOTALL)
_ELAPSED: Final = re.compile(r"\[(?:h+|m+|s+)\]")
_HALF_DAY: Final = re.compile("am/pm|a/p|上午/下午|general|通用格式")
_DIGIT_PLACE: Final = re.compile(r"[0#?]")
_FRACTION_OF_SECOND: Final = re.compile(r"s\.0+")
_DAY_LETTER: Final = re.compile(r"[yd]|aaa|e(?![+-])")
_TIME_LETTER: Final = re.compile(r"[hs]")
_PADDED: Final = re.compile(r"(0+)(?:\.(0+))?")
_SUFFIXED: Final = re.compile(r'([#,]*0+(?:\.0+)?) ?"([^"]+)"')
_SCALED: Final = re.compile(r",(?![#0?])|!")

# Excel keeps a double and shows at most 15 significant digits of it.
_SHOWN: Final = Context(prec=15, rounding=ROUND_HALF_EVEN)
_EXACT: Final = Context(prec=400)
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_LARGEST_EXPONENT: Final = 307

_SECONDS_PER_DAY: Final = 86_400
_DAY_BEFORE_1900: Final = date(1899, 12, 31)
_FIRST_1904: Final = date(1904, 1, 1)
# Excel's 1900 has a 29 February, serial 60, that no calendar has.
_SERIAL_OF_NO_DAY: Final = 60
_TOO_WIDE: Final = "########"


def built_in_format(number: int) -> NumberFormat:
    """The format that a file names by number only."""
    if number == _TWO_DECIMALS:
        return format_of_code("0.00")
    return NumberFormat(_BUILT_IN[number]) if number in _BUILT_IN else GENERAL


@functools.lru_cache(maxsize=4096)
def format_of_code(code: str) -> NumberFormat:
    """The format that a code such as ``yyyy"年"m"月"`` or ``#,##0.00`` writes. Only its first section counts."""
    if suffixed := _SUFFIXED.fullmatch(code.partition(";")[0]):
        return _suffixed(suffixed[1], suffixed[2].strip())
    code = code.lower()
    elapsed = _ELAPSED.search(code) is not None
    plain = _HALF_DAY.sub("", _LITERAL.sub("", code).partition(";")[0])
    if padded := _PADDED.fullmatch(plain):
        return NumberFormat(Shows.NUMBER, len(padded[1]), len(padded[2] or ""))
    if _DIGIT_PLACE.search(_FRACTION_OF_SECOND.sub("s", plain)):
        return GENERAL
    if _DAY_LETTER.search(plain):
        return NumberFormat(Shows.DAY)
    if elapsed or _TIME_LETTER.search(plain):
        return NumberFormat(Shows.TIME)
    return NumberFormat(Shows.DAY) if "m" in plain else GENERAL


def _suffixed(places: str, word: str) -> NumberFormat:
    """A number with a word behind it; none where the format shows thousands or ten thousands of what the cell holds."""
    return GENERAL if _SCALED.search(places) else NumberFormat(Shows.NUMBER, suffix=word)


def shown_number(text: str) -> Decimal | None:
    """The number Excel shows for the stored `text`, to 15 significant digits; None where the text is no number a cell can hold."""
    if not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text)
    if len(text) > _SHOWN.prec:
        number = _SHOWN.plus(number)
    if not number:
        return Decimal(0)
    if abs(number.adjusted()) > _LARGEST_EXPONENT:
        return None
    return Decimal(decimal_text(number))


def day_and_text(serial: Decimal, date_1904: bool) -> tuple[date | None, str]:
    """The day a serial number stands for, with its text; no day for the serials that Excel itself cannot show as one."""
    seconds = int(_EXACT.multiply(serial, Decimal(_SECONDS_PER_DAY)).to_integral_value())
    days, second = divmod(seconds, _SECONDS_PER_DAY)
    try:
        day = _FIRST_1904 + timedelta(days) if date_1904 else _day_of_1900(days)
    except OverflowError:
        return None, _TOO_WIDE
    if days < 0:
        return None, _TOO_WIDE
    if day is None:
        return None, "1900-01-00" if days == 0 else "1900-02-29"
    return day, f"{day.isoformat()} {_clock(second)}" if second else day.isoformat()


def time_text(serial: Decimal) -> str:
    """Hours, minutes and seconds of a serial number, hours counted on beyond 24."""
    return _clock(int(_EXACT.multiply(serial, Decimal(_SECONDS_PER_DAY)).to_integral_value()))


def _day_of_1900(days: int) -> date | None:
    if days in (0, _SERIAL_OF_NO_DAY):
        return None
    return _DAY_BEFORE_1900 + timedelta(days if days < _SERIAL_OF_NO_DAY else days - 1)


def _clock(seconds: int) -> str:
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
