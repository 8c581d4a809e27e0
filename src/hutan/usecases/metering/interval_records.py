"""Interval data of an organization's meters as records of complete days, with every gap and every contradiction told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from hutan.core.activity.amount_reading import product, quotient
from hutan.core.activity.metering.interval_series import IntervalSeries, StampRange, complete_runs
from hutan.core.activity.reading import Read, Unread, finding
from hutan.core.model.activity_record import ActivityRecord
from hutan.core.model.carrier import Carrier
from hutan.core.model.organization import EmissionSource, Organization
from hutan.core.units import parse_unit
from hutan.kernel.canonical import decimal_text
from hutan.kernel.ids import SourceId
from hutan.kernel.refusals import Address, Refusal, Remark, params_of
from hutan.usecases.ingest.conversion import StatedUnit, known_unit
from hutan.usecases.ingest.source_index import SourceIndex
from hutan.usecases.metering.metered_records import Metered, MeterIntake, metered_record

_SHOWN: Final = 3
_MINUTES_AN_HOUR: Final = Decimal(60)


def interval_records(series: Sequence[IntervalSeries], organization: Organization, carriers: Iterable[Carrier], file: str) -> MeterIntake:
    """Records of every series whose name is a source of the organization; `file` is where they are said to come from."""
    by_id = {carrier.id: carrier for carrier in carriers}
    index = SourceIndex(organization, by_id.values())
    records: list[ActivityRecord] = []
    refusals: list[Refusal] = []
    remarks: list[Remark] = []
    taken: dict[SourceId, str] = {}
    for one in series:
        place = Address(file, one.name)
        resolved = index.named(one.name)
        source = None if isinstance(resolved, Unread) else resolved.value
        if source is not None and source.id in taken:
            resolved = Unread(finding("interval_two_series", source=source.id, first=taken[source.id], second=one.name))
        stated = stated_quantity(one, by_id.get(source.carrier) if source else None)
        problem = next((item.reason for item in (resolved, stated) if isinstance(item, Unread)), None)
        if problem is not None or source is None or isinstance(stated, Unread):
            refusals.extend([Refusal(problem.code, place, problem.params)] if problem else [])
            continue
        taken[source.id] = one.name
        made = _records(one, source, stated.value, organization, by_id)
        records.extend(item.value for item in made if isinstance(item, Read))
        refusals.extend(Refusal(item.reason.code, place, item.reason.params) for item in made if isinstance(item, Unread))
        refusals.extend(_told(one, source, place))
        remarks.extend(_noted(one, source, place))
    return MeterIntake(tuple(records), tuple(refusals), tuple(remarks))


def stated_quantity(series: IntervalSeries, carrier: Carrier | None) -> Read[StatedUnit] | Unread:
    """The unit that sums of the series are in; of a rate such as kW, that unit times hours."""
    if not series.unit_text:
        return Unread(finding("interval_unit_missing", name=series.name))
    unit = known_unit(series.unit_text)
    if unit is None:
        return Unread(finding("unit_not_known", text=series.unit_text))
    by_the_hour = unit * parse_unit("h")
    if carrier is not None and not unit.same_dimension(parse_unit(carrier.base_unit)) and by_the_hour.same_dimension(parse_unit(carrier.base_unit)):
        return Read(StatedUnit(by_the_hour, f"{series.unit_text}·h"))
    return Read(StatedUnit(unit, series.unit_text))


def summed(total: Decimal, series: IntervalSeries, stated: StatedUnit) -> Decimal:
    """A sum of intervals as a quantity: a sum of rates is multiplied by the hours of one interval."""
    if stated.text == series.unit_text:
        return total
    return quotient(product(total, Decimal(series.step_minutes)), _MINUTES_AN_HOUR)


def _records(
    series: IntervalSeries, source: EmissionSource, stated: StatedUnit, organization: Organization, carriers: Mapping[str, Carrier]
) -> list[Read[ActivityRecord] | Unread]:
    note = f"{series.step_minutes} min"
    return [
        metered_record(Metered(source, period, summed(total, series, stated), stated, Address("interval", series.name), note), organization, carriers)
        for period, total in complete_runs(series)
    ]


def _told(series: IntervalSeries, source: EmissionSource, place: Address) -> Iterator[Refusal]:
    """Intervals that do not count, and ranges in which there are none."""
    if series.conflicts:
        yield Refusal("interval_conflict", place, params_of(source=source.id, count=len(series.conflicts), stamps=_shown(series.conflicts)))
    if series.negative:
        yield Refusal("interval_negative", place, params_of(source=source.id, count=len(series.negative), stamps=_shown(series.negative)))
    if series.off_grid:
        params = params_of(source=source.id, count=len(series.off_grid), stamps=_shown(series.off_grid), step=series.step_minutes)
        yield Refusal("interval_off_grid", place, params)
    for gap in series.gaps:
        first, end = _range(gap, series)
        yield Refusal("interval_gap", place, params_of(source=source.id, first=first, end=end, count=gap.count))


def _noted(series: IntervalSeries, source: EmissionSource, place: Address) -> Iterator[Remark]:
    """How complete the series is, and what was counted once or looks stuck."""
    found = params_of(source=source.id, step=series.step_minutes, found=series.found, expected=series.expected, unit=series.unit_text)
    yield Remark("interval_read", place, found)
    if series.repeated:
        yield Remark("interval_repeated", place, params_of(source=source.id, count=series.repeated))
    if series.overlapping:
        yield Remark("interval_overlap", place, params_of(source=source.id, count=series.overlapping))
    for run in series.flat:
        first, end = _range(run.stamps, series)
        params = params_of(source=source.id, first=first, end=end, count=run.stamps.count, value=decimal_text(run.value), unit=series.unit_text)
        yield Remark("interval_flat", place, params)


def _range(stamps: StampRange, series: IntervalSeries) -> tuple[str, str]:
    return _text(stamps.first), _text(stamps.last + timedelta(minutes=series.step_minutes))


def _shown(stamps: Sequence[datetime]) -> str:
    return ", ".join(map(_text, stamps[:_SHOWN])) + (", …" if len(stamps) > _SHOWN else "")


def _text(stamp: datetime) -> str:
    return f"{stamp:%Y-%m-%d %H:%M}"
