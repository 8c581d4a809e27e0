"""The calendar of a source: which days it is held on, which months are there in full, in part or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from hutan.core.activity.apportion import apportion
from hutan.core.activity.history import month_of, uncovered
from hutan.core.activity.statistics import EXACT
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.core.model.organization import EmissionSource, Organization
from hutan.kernel.ids import SourceId
from hutan.kernel.periods import Period


class MonthState(Enum):
    """How much of a month is held: all of its days, some, none; or nothing is asked for, since nobody owns the site or no meter counts."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NONE = "none"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class MonthCell:
    """One month of one source; `estimated` where any of it is an estimate."""

    month: date
    state: MonthState
    estimated: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """The months of one source, and what its records add up to, how much of it estimated."""

    source_id: SourceId
    cells: tuple[MonthCell, ...]
    quantity: Decimal
    estimated: Decimal
    unit: str

    def estimated_percent(self) -> Decimal:
        """Share of estimates in the quantity [%], to two decimals."""
        if not self.quantity:
            return Decimal(0)
        return EXACT.divide(self.estimated * 100, self.quantity).quantize(Decimal("0.01"), context=EXACT)


def owned_days(organization: Organization, source: EmissionSource, within: Period) -> tuple[Period, ...]:
    """The days of `within` on which the organization states a share in the site of the source."""
    shares = organization.site(source.site_id).ownership
    cuts = [day for share in shares for day in (share.period.start, share.period.end)]
    return tuple(piece for piece in within.split(cuts) if any(share.period.covers(piece) for share in shares))


def missing_days(organization: Organization, source: EmissionSource, records: Sequence[ActivityRecord], within: Period) -> tuple[Period, ...]:
    """Owned days of `within` for which the source has no record, neighboring ones joined."""
    found: list[Period] = []
    for days in owned_days(organization, source, within):
        for gap in uncovered(records, days):
            if found and found[-1].end == gap.start:
                found[-1] = Period(found[-1].start, gap.end)
            else:
                found.append(gap)
    return tuple(found)


def month_grid(records: Iterable[ActivityRecord], organization: Organization, metered: frozenset[SourceId], within: Period) -> tuple[GridRow, ...]:
    """A row for every source of the organization; quantities are those of `within`."""
    by_source: dict[SourceId, list[ActivityRecord]] = defaultdict(list)
    for record in records:
        if record.period.overlaps(within):
            by_source[record.source_id].append(record)
    return tuple(_row(organization, source, by_source[source.id], source.id in metered, within) for source in organization.sources)


def _row(organization: Organization, source: EmissionSource, records: Sequence[ActivityRecord], metered: bool, within: Period) -> GridRow:
    whole, estimated = Decimal(0), Decimal(0)
    for record in records:
        for reading in apportion(record, (within.start, within.end)):
            if reading.day in within:
                whole += reading.quantity
                estimated += reading.quantity if reading.state is RecordState.ESTIMATED else 0
    months = [month_of(piece.start) for piece in within.months()]
    cells = tuple(_cell(organization, source, [record for record in records if record.period.overlaps(month)], metered, month) for month in months)
    return GridRow(source.id, cells, whole, estimated, records[0].unit if records else "")


def _cell(organization: Organization, source: EmissionSource, records: Sequence[ActivityRecord], metered: bool, month: Period) -> MonthCell:
    estimated = any(record.state is RecordState.ESTIMATED for record in records)
    if not owned_days(organization, source, month):
        return MonthCell(month.start, MonthState.NOT_ASKED, estimated)
    if not records:
        return MonthCell(month.start, MonthState.NONE if metered else MonthState.NOT_ASKED, False)
    complete = not metered or not missing_days(organization, source, records, month)
    return MonthCell(month.start, MonthState.COMPLETE if complete else MonthState.PARTIAL, estimated)
