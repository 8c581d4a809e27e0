"""Values against a source's own history: slips of a power of ten, confused units, and what lies too far out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from hutan.core.activity.checks.findings import RecordFinding, Severity
from hutan.core.activity.history import months_later
from hutan.core.activity.period_reading import month_text
from hutan.core.activity.statistics import EXACT, median, modified_z
from hutan.core.model.activity_record import ActivityRecord
from hutan.kernel.canonical import decimal_text
from hutan.kernel.refusals import Params, params_of

_POWERS: Final = (1, 2, 3, 4)
# From here on a confused unit is likelier than a slipped point: 1,000 lies between kWh and MWh, 10,000 between kWh and 万kWh.
_UNIT_POWER: Final = 3
_NEAREST: Final = 2
_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class OutlierRule:
    """What counts as too far out.

    `threshold` is compared with the modified z-score. A value that differs from what is expected by less than `least_change` is never told
    of. A ratio counts as a power of ten if it lies within the factor `slip_tolerance` of it. Below `least_values` nothing is judged.

    Source: threshold 3.5 from B. Iglewicz and D. C. Hoaglin, How to Detect and Handle Outliers, ASQC Quality Press 1993; the other three are
    our own choice.
    """

    threshold: Decimal = Decimal("3.5")
    least_change: Decimal = Decimal("0.3")
    slip_tolerance: Decimal = Decimal(2)
    least_values: int = 6


@dataclass(frozen=True, slots=True)
class Point:
    """One record as it is compared: use a day for metered sources, the amount of a delivery for bought fuels."""

    value: Decimal
    middle: date
    record: ActivityRecord


def points_of(records: Sequence[ActivityRecord], metered: bool) -> tuple[Point, ...]:
    """Records of one source in order of time."""
    points = []
    for record in sorted(records, key=lambda record: (record.period, record.id)):
        value = EXACT.divide(record.quantity, Decimal(record.period.days)) if metered else record.quantity
        points.append(Point(value, (record.period.start + timedelta(days=record.period.days // 2)).replace(day=1), record))
    return tuple(points)


def out_of_line(points: Sequence[Point], rule: OutlierRule, unit: str) -> tuple[RecordFinding, ...]:
    """Slips first; what slipped is left out of the history that the rest is measured by."""
    slips = {index: power for index in range(len(points)) if (power := slip(points, index, rule))}
    found = [_slip_finding(points, index, power, unit) for index, power in slips.items()]
    rest = [point for index, point in enumerate(points) if index not in slips]
    found.extend(outlying for index in range(len(rest)) if (outlying := _outlier(rest, index, rule, unit)) is not None)
    return tuple(sorted(found, key=lambda item: item.period))


def slip(points: Sequence[Point], index: int, rule: OutlierRule) -> int:
    """The power of ten by which a value seems to have slipped, 0 if none.

    Its ratio to the median of all others is near a power of ten, and so is that to the same month of the year before or, without one, to
    the nearest values in time: a season that comes back, or that its neighbors share, is no slip.
    """
    point = points[index]
    others = [other.value for at, other in enumerate(points) if at != index and other.value > 0]
    if point.value <= 0 or len(others) < rule.least_values - 1:
        return 0
    power = _power(point.value, median(others), rule)
    if not power:
        return 0
    before = _year_before(points, index)
    reference = before.value if before is not None and before.value > 0 else _nearby(points, index)
    return power if reference is not None and _power(point.value, reference, rule) == power else 0


def _power(value: Decimal, reference: Decimal, rule: OutlierRule) -> int:
    for power in (sign * size for size in _POWERS for sign in (1, -1)):
        ratio = EXACT.divide(value, EXACT.multiply(reference, Decimal(10) ** power))
        if ratio * rule.slip_tolerance >= 1 and ratio <= rule.slip_tolerance:
            return power
    return 0


def _year_before(points: Sequence[Point], index: int) -> Point | None:
    """The one value of the same month a year earlier."""
    wanted = months_later(points[index].middle, -_YEAR)
    found = [point for point in points if point.middle == wanted]
    return found[0] if len(found) == 1 else None


def _nearby(points: Sequence[Point], index: int) -> Decimal | None:
    """The median of the two values before and the two after, as far as there are any."""
    near = [*points[max(index - _NEAREST, 0) : index], *points[index + 1 : index + 1 + _NEAREST]]
    values = [point.value for point in near if point.value > 0]
    return median(values) if values else None


def _outlier(points: Sequence[Point], index: int, rule: OutlierRule, unit: str) -> RecordFinding | None:
    """A value too far from the history: by its ratio to the year before where enough months have one, else by its size."""
    point = points[index]
    ratios = _ratios(points)
    mine = ratios.get(index)
    if mine is not None and len(ratios) >= rule.least_values:
        usual = median(ratios.values())
        before = EXACT.divide(point.value, mine) if mine else Decimal(0)
        score = modified_z(mine, list(ratios.values()))
        if not _is_out(mine, usual, score, rule):
            return None
        expected = EXACT.multiply(before, usual)
        return _finding("finding_outlier_year", point, expected, unit, Severity.LOOK, _scored(score, rule))
    values = [other.value for other in points]
    if len(values) < rule.least_values or point.value <= 0:
        return None
    usual, near = median(values), _nearby(points, index)
    score = modified_z(point.value, values)
    # A season moves step by step: what its neighbors share is no outlier.
    if not _is_out(point.value, usual, score, rule) or near is None or not _changed(point.value, near, rule):
        return None
    return _finding("finding_outlier", point, usual, unit, Severity.LOOK, _scored(score, rule))


def _ratios(points: Sequence[Point]) -> dict[int, Decimal]:
    """For every value that has one: its ratio to the value of the same month a year earlier."""
    found = {}
    for index, point in enumerate(points):
        before = _year_before(points, index)
        if before is not None and before.value > 0:
            found[index] = EXACT.divide(point.value, before.value)
    return found


def _is_out(value: Decimal, usual: Decimal, score: Decimal | None, rule: OutlierRule) -> bool:
    # No score: more than half of the history is one and the same value, and any other lies infinitely many deviations away.
    return (score is None or abs(score) > rule.threshold) and _changed(value, usual, rule)


def _changed(value: Decimal, expected: Decimal, rule: OutlierRule) -> bool:
    return abs(value - expected) > EXACT.multiply(rule.least_change, expected)


def _scored(score: Decimal | None, rule: OutlierRule) -> Params:
    return params_of(score="∞" if score is None else _short(abs(score)), threshold=decimal_text(rule.threshold))


def _slip_finding(points: Sequence[Point], index: int, power: int, unit: str) -> RecordFinding:
    point = points[index]
    factor = ("×" if power > 0 else "÷") + decimal_text(Decimal(10) ** abs(power))
    expected = EXACT.divide(point.value, Decimal(10) ** power)
    code = "finding_unit_slip" if abs(power) >= _UNIT_POWER else "finding_slip"
    return _finding(code, point, expected, unit, Severity.MUST, params_of(factor=factor))


def _finding(code: str, point: Point, expected: Decimal, unit: str, severity: Severity, more: Params) -> RecordFinding:
    record = point.record
    value, wanted = f"{_short(point.value)} {unit}", f"{_short(expected)} {unit}"
    params = (*params_of(source=record.source_id, period=month_text(record.period), value=value, expected=wanted), *more)
    return RecordFinding(code, params, severity, record.source_id, record.period, value, wanted, record.origin)


def _short(value: Decimal) -> str:
    """Four significant digits, in plain notation."""
    step = Decimal(1).scaleb(min(value.adjusted() - 3, 0)) if value else Decimal(1)
    return decimal_text(value.quantize(step, context=EXACT))
