"""Register readings become consumption per half-open period: rollover, meter swap and multiplier, or a refusal that says why not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from itertools import pairwise
from typing import Final

from hutan.core.activity.reading import Finding, finding
from hutan.core.activity.statistics import EXACT, median
from hutan.kernel.canonical import decimal_text
from hutan.kernel.ids import SourceId
from hutan.kernel.periods import Period
from hutan.kernel.refusals import Address

_NOON: Final = time(12)
_MOST_DIGITS: Final = 12


class ReadingMark(Enum):
    """Why a register was read: in the ordinary way, for the last time before a change of meter or multiplier, or for the first time after it."""

    ROUTINE = "routine"
    LAST = "last"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class RegisterReading:
    """What a register showed at the beginning of `day`, or at `at` where the time was noted.

    `digits` counts the places before the point, None where it is not known; `multiplier` is what one unit of the register stands for in the
    unit of the source, such as current ratio × voltage ratio.
    """

    source_id: SourceId
    meter: str
    day: date
    value: Decimal
    multiplier: Decimal
    digits: int | None
    origin: Address
    mark: ReadingMark = ReadingMark.ROUTINE
    at: time | None = None


@dataclass(frozen=True, slots=True)
class RolloverRule:
    """When a register that went back may be taken to have passed its highest figure.

    The consumption a day that follows must not exceed `times_median` times the median of the source's other spans, of which there must be
    `least_spans`. Source: both figures are our own choice, to be set by whoever knows the site.
    """

    times_median: Decimal = Decimal(3)
    least_spans: int = 3


@dataclass(frozen=True, slots=True)
class Consumption:
    """What ran through a meter between two readings; `rolled_over` where the register passed its highest figure in between."""

    source_id: SourceId
    period: Period
    quantity: Decimal
    first: RegisterReading
    last: RegisterReading
    rolled_over: bool


@dataclass(frozen=True, slots=True)
class ReadingFinding:
    """What is to be said of a reading: a refusal or a remark, with the place it was read from."""

    finding: Finding
    origin: Address


@dataclass(frozen=True, slots=True)
class RegisterOutcome:
    """Consumption between readings that explain each other, refusals where they do not, and remarks."""

    consumption: tuple[Consumption, ...]
    refusals: tuple[ReadingFinding, ...]
    remarks: tuple[ReadingFinding, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    """Two neighboring readings and what lies between them; `reason` says why nothing can be stated."""

    first: RegisterReading
    last: RegisterReading
    quantity: Decimal | None
    went_back: bool = False
    reason: Finding | None = None

    def per_day(self) -> Decimal:
        return EXACT.divide(self.quantity or Decimal(0), Decimal((self.last.day - self.first.day).days))


def consumption_of(readings: Iterable[RegisterReading], rule: RolloverRule) -> RegisterOutcome:
    """Consumption of every source between its readings, whatever order they come in.

    Refused, with the reading at fault: a value that the register cannot show, two values of one meter for one day, a value below the one
    before it that no plausible rollover explains, another meter or multiplier that no pair of last and first reading explains.
    """
    by_source: dict[SourceId, list[RegisterReading]] = {}
    for reading in sorted(readings, key=_order):
        by_source.setdefault(reading.source_id, []).append(reading)
    consumption: list[Consumption] = []
    refusals: list[ReadingFinding] = []
    remarks: list[ReadingFinding] = []
    for own in by_source.values():
        usable = _once(_on_days(_showable(own, refusals), remarks), refusals, remarks)
        spans = [span for first, last in pairwise(usable) if (span := _span(first, last)) is not None]
        for span in _judged(spans, rule):
            if span.quantity is None:
                refusals.append(ReadingFinding(span.reason or finding("register_runs_backwards", **_words(span)), span.last.origin))
            else:
                period = Period(span.first.day, span.last.day)
                consumption.append(Consumption(span.first.source_id, period, span.quantity, span.first, span.last, span.went_back))
                remarks.extend(_rolled(span))
    return RegisterOutcome(tuple(consumption), tuple(refusals), tuple(remarks))


def _order(reading: RegisterReading) -> tuple[str, datetime, int, str, Decimal]:
    marks = {ReadingMark.LAST: 0, ReadingMark.ROUTINE: 1, ReadingMark.FIRST: 2}
    value = reading.value if reading.value.is_finite() else Decimal(-1)
    return reading.source_id, datetime.combine(reading.day, reading.at or time.min), marks[reading.mark], reading.meter, value


def _showable(readings: Sequence[RegisterReading], refusals: list[ReadingFinding]) -> list[RegisterReading]:
    kept = []
    for reading in readings:
        reason = _unshowable(reading)
        if reason is None:
            kept.append(reading)
        else:
            refusals.append(ReadingFinding(reason, reading.origin))
    return kept


def _unshowable(reading: RegisterReading) -> Finding | None:
    if not reading.value.is_finite() or reading.value < 0:
        return finding("register_value_unusable", value=reading.value)
    if not reading.multiplier.is_finite() or reading.multiplier <= 0:
        return finding("register_multiplier_unusable", value=reading.multiplier)
    if reading.digits is not None and not 1 <= reading.digits <= _MOST_DIGITS:
        return finding("register_digits_unusable", digits=reading.digits, most=_MOST_DIGITS)
    if reading.digits is not None and reading.value >= Decimal(10) ** reading.digits:
        return finding("register_value_too_long", value=decimal_text(reading.value), digits=reading.digits)
    return None


def _on_days(readings: Sequence[RegisterReading], remarks: list[ReadingFinding]) -> list[RegisterReading]:
    """Each reading at the beginning of a day: one taken after noon counts for the day that follows."""
    found = []
    for reading in readings:
        day = reading.day
        if reading.at is not None and reading.at != time.min:
            day = reading.day + timedelta(days=1) if reading.at >= _NOON else reading.day
            remark = finding("reading_moved_to_midnight", day=reading.day, at=f"{reading.at:%H:%M}", midnight=day)
            remarks.append(ReadingFinding(remark, reading.origin))
        found.append(replace(reading, day=day, at=None))
    return sorted(found, key=_order)


def _once(readings: Sequence[RegisterReading], refusals: list[ReadingFinding], remarks: list[ReadingFinding]) -> list[RegisterReading]:
    """Each meter once a day: the same figure again is counted once, two figures are refused, both of them."""
    groups: dict[tuple[date, str, Decimal, ReadingMark], list[RegisterReading]] = {}
    for reading in readings:
        groups.setdefault((reading.day, reading.meter, reading.multiplier, reading.mark), []).append(reading)
    kept = []
    for same in groups.values():
        values = sorted({reading.value for reading in same})
        if len(values) == 1:
            kept.append(same[0])
            remarks.extend(ReadingFinding(finding("reading_repeated", meter=one.meter, day=one.day), one.origin) for one in same[1:])
        else:
            shown = ", ".join(decimal_text(value) for value in values)
            refusals.extend(ReadingFinding(finding("reading_two_values", meter=one.meter, day=one.day, values=shown), one.origin) for one in same)
    return sorted(kept, key=_order)


def _span(first: RegisterReading, last: RegisterReading) -> _Span | None:
    """What lies between two readings; None at a change of meter or multiplier, where one register ends and the next begins."""
    if first.mark is ReadingMark.LAST and last.mark is ReadingMark.FIRST:
        if first.day == last.day:
            return None
        return _Span(first, last, None, reason=finding("register_days_between", old=first.meter, new=last.meter, first=first.day, last=last.day))
    reason = _unexplained(first, last)
    if reason is not None:
        return _Span(first, last, None, reason=reason)
    if first.day == last.day:
        # The same figure under two marks, such as a routine reading on the day of the swap.
        return None
    difference = last.value - first.value
    return _Span(first, last, EXACT.multiply(difference, first.multiplier), went_back=difference < 0)


def _unexplained(first: RegisterReading, last: RegisterReading) -> Finding | None:
    if first.meter != last.meter:
        return finding("register_meter_changed", old=first.meter, new=last.meter, first=first.day, last=last.day)
    if first.multiplier != last.multiplier:
        old, new = decimal_text(first.multiplier), decimal_text(last.multiplier)
        return finding("register_multiplier_changed", meter=first.meter, old=old, new=new, first=first.day, last=last.day)
    if last.mark is ReadingMark.FIRST:
        return finding("register_begins_anew", meter=first.meter, first=first.day, last=last.day)
    if first.day == last.day and first.value != last.value:
        values = f"{decimal_text(first.value)}, {decimal_text(last.value)}"
        return finding("reading_two_values", meter=first.meter, day=first.day, values=values)
    return None


def _judged(spans: Sequence[_Span], rule: RolloverRule) -> list[_Span]:
    """Spans in which a register that went back is either a rollover that the source's own history makes plausible, or has no quantity."""
    usual = [span.per_day() for span in spans if span.quantity is not None and not span.went_back]
    return [_rollover(span, usual, rule) if span.went_back else span for span in spans]


def _rollover(span: _Span, usual: Sequence[Decimal], rule: RolloverRule) -> _Span:
    digits = span.last.digits
    if digits is None or span.first.digits not in (digits, None):
        return replace(span, quantity=None)
    turned = replace(span, quantity=EXACT.multiply(span.last.value - span.first.value + Decimal(10) ** digits, span.first.multiplier))
    if len(usual) < rule.least_spans:
        reason = finding("register_rollover_unproven", spans=len(usual), least=rule.least_spans, **_words(span))
        return replace(span, quantity=None, reason=reason)
    bound = EXACT.multiply(rule.times_median, median(usual))
    if turned.per_day() > bound:
        reason = finding("register_rollover_implausible", per_day=_short(turned.per_day()), bound=_short(bound), **_words(span))
        return replace(span, quantity=None, reason=reason)
    return turned


def _rolled(span: _Span) -> list[ReadingFinding]:
    if not span.went_back or span.quantity is None:
        return []
    told = finding("register_rolled_over", quantity=decimal_text(span.quantity), digits=span.last.digits, **_words(span))
    return [ReadingFinding(told, span.last.origin)]


def _words(span: _Span) -> dict[str, object]:
    return {
        "meter": span.last.meter,
        "before": decimal_text(span.first.value),
        "after": decimal_text(span.last.value),
        "first": span.first.day,
        "last": span.last.day,
    }


def _short(value: Decimal) -> str:
    return decimal_text(value.quantize(Decimal("0.01"), context=EXACT))
