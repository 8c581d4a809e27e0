"""Every check over the records of a book, in a fixed order, and nothing but findings comes out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from hutan.core.activity.checks.calendar import missing_days, month_grid, owned_days
from hutan.core.activity.checks.findings import RecordFinding, Severity
from hutan.core.activity.checks.outliers import OutlierRule, out_of_line, points_of
from hutan.core.activity.period_reading import month_text
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.core.model.organization import EmissionSource, Organization
from hutan.kernel.canonical import decimal_text
from hutan.kernel.ids import SourceId
from hutan.kernel.periods import Period
from hutan.kernel.refusals import Address, Params, params_of

_NOWHERE: Final = Address("")
# A figure of fewer digits comes again by chance.
_TELLING_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class CheckScope:
    """What records are checked against: the organization, the sources with one quantity for any day, the days asked about, the rule."""

    organization: Organization
    metered: frozenset[SourceId]
    within: Period
    rule: OutlierRule


def check_records(records: Iterable[ActivityRecord], scope: CheckScope) -> tuple[RecordFinding, ...]:
    """Findings in order of source and time; the history outside the days asked about serves as a yardstick and is not judged."""
    by_source: dict[SourceId, list[ActivityRecord]] = defaultdict(list)
    for record in records:
        by_source[record.source_id].append(record)
    found: list[RecordFinding] = []
    estimated = {item.source_id: item for item in _estimated(records_within(by_source, scope.within), scope)}
    for source in scope.organization.sources:
        own = sorted(by_source[source.id], key=lambda record: (record.period, record.id))
        found.extend(sorted(_of_source(source, own, scope), key=lambda item: (item.period, item.code)))
        found.extend([estimated[source.id]] if source.id in estimated else [])
    return tuple(found)


def records_within(by_source: dict[SourceId, list[ActivityRecord]], within: Period) -> list[ActivityRecord]:
    """All records that touch the days asked about."""
    return [record for own in by_source.values() for record in own if record.period.overlaps(within)]


def _of_source(source: EmissionSource, records: Sequence[ActivityRecord], scope: CheckScope) -> Iterator[RecordFinding]:
    metered = source.id in scope.metered
    if metered:
        yield from (_gap(source, days) for days in missing_days(scope.organization, source, records, scope.within))
    measured = [record for record in records if record.state is RecordState.MEASURED]
    unit = f"{records[0].unit}/d" if records and metered else records[0].unit if records else ""
    judged = [
        *(_side_by_side(records) if metered else _deliveries(records)),
        *_outside_ownership(source, records, scope),
        *_zeros(records),
        *out_of_line(points_of(measured, metered), scope.rule, unit),
    ]
    yield from (item for item in judged if item.period.overlaps(scope.within))


def _gap(source: EmissionSource, days: Period) -> RecordFinding:
    params = params_of(source=source.id, period=month_text(days), days=days.days)
    return RecordFinding("finding_gap", params, Severity.MUST, source.id, days, "–", f"{days.days} d", _NOWHERE)


def _side_by_side(records: Sequence[ActivityRecord]) -> Iterator[RecordFinding]:
    """Of a metered source: the same days twice, overlapping days, and the same telling figure in two periods running."""
    furthest: ActivityRecord | None = None
    for record in records:
        if furthest is not None and record.period.overlaps(furthest.period):
            code = "finding_repeated" if record.period == furthest.period else "finding_overlap"
            yield _two(code, record, furthest, Severity.MUST)
        if furthest is None or record.period.end > furthest.period.end:
            furthest = record
    for before, record in pairwise(records):
        if record.quantity == before.quantity and _is_telling(record.quantity) and not record.period.overlaps(before.period):
            yield _two("finding_same_figure", record, before, Severity.LOOK)


def _deliveries(records: Sequence[ActivityRecord]) -> Iterator[RecordFinding]:
    """Of bought fuel: one document in two records of the same amount."""
    seen: dict[tuple[str, Decimal], ActivityRecord] = {}
    for record in records:
        if record.document:
            first = seen.setdefault((record.document, record.quantity), record)
            if first is not record:
                yield _two("finding_same_document", record, first, Severity.LOOK)


def _outside_ownership(source: EmissionSource, records: Sequence[ActivityRecord], scope: CheckScope) -> Iterator[RecordFinding]:
    for record in records:
        owned = owned_days(scope.organization, source, record.period)
        outside = record.period.days - sum(days.days for days in owned)
        if outside:
            yield _one("finding_outside_ownership", record, Severity.LOOK, params_of(days=outside, site=source.site_id), "0 d")


def _zeros(records: Sequence[ActivityRecord]) -> Iterator[RecordFinding]:
    for index, record in enumerate(records[1:-1], start=1):
        if not record.quantity and records[index - 1].quantity and records[index + 1].quantity:
            yield _one("finding_zero_between", record, Severity.LOOK, (), f"{_shown(records[index - 1])} / {_shown(records[index + 1])}")


def _estimated(records: Sequence[ActivityRecord], scope: CheckScope) -> Iterator[RecordFinding]:
    for row in month_grid(records, scope.organization, scope.metered, scope.within):
        if row.estimated:
            value = f"{decimal_text(row.estimated_percent())} %"
            percent, estimated = decimal_text(row.estimated_percent()), decimal_text(row.estimated)
            params = params_of(source=row.source_id, percent=percent, estimated=estimated, unit=row.unit)
            yield RecordFinding("finding_estimated_share", params, Severity.LOOK, row.source_id, scope.within, value, "0 %", _NOWHERE)


def _one(code: str, record: ActivityRecord, severity: Severity, more: Params, expected: str) -> RecordFinding:
    params = (*params_of(source=record.source_id, period=month_text(record.period), value=_shown(record)), *more)
    return RecordFinding(code, params, severity, record.source_id, record.period, _shown(record), expected, record.origin)


def _two(code: str, record: ActivityRecord, other: ActivityRecord, severity: Severity) -> RecordFinding:
    there = f"{_shown(other)}, {month_text(other.period)}"
    params = params_of(source=record.source_id, period=month_text(record.period), value=_shown(record), other=there)
    return RecordFinding(code, params, severity, record.source_id, record.period, _shown(record), there, record.origin)


def _shown(record: ActivityRecord) -> str:
    return f"{decimal_text(record.quantity)} {record.unit}"


def _is_telling(quantity: Decimal) -> bool:
    return len(quantity.normalize().as_tuple().digits) >= _TELLING_DIGITS
