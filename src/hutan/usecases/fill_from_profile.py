"""A gap filled from the meter's own interval data: what was counted stays, the missing intervals come from the weeks around."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from hutan.core.activity.book import Book
from hutan.core.activity.gap_filling import FillOrder, estimated_record, spread_of
from hutan.core.activity.history import month_of, uncovered
from hutan.core.activity.metering.interval_profile import ProfileFill, profile
from hutan.core.activity.metering.interval_series import IntervalSeries
from hutan.core.activity.reading import Finding, Read, Unread
from hutan.core.activity.statistics import EXACT
from hutan.core.model.activity_record import ActivityRecord
from hutan.core.model.carrier import Carrier
from hutan.core.model.organization import Organization
from hutan.kernel.errors import InputError
from hutan.kernel.periods import Period
from hutan.kernel.refusals import params_of
from hutan.usecases.fill_gap import Filled, base_unit, entered, source_of
from hutan.usecases.ingest.conversion import in_base_unit
from hutan.usecases.ingest.source_index import SourceIndex
from hutan.usecases.metering.interval_records import stated_quantity, summed


@dataclass(frozen=True, slots=True)
class ProfileOf:
    """One series of interval data and its values by the start of each interval, as far as they count."""

    series: IntervalSeries
    values: Mapping[datetime, Decimal]


def series_of_source(
    series: Iterable[IntervalSeries], order: FillOrder, organization: Organization, carriers: Sequence[Carrier]
) -> IntervalSeries:
    """The one series that is called by the id, a name or the meter of the source.

    Raises
    ------
    InputError
        ``fill_source_unknown``; ``fill_no_series``, naming the series there are.
    """
    source, index, listed = source_of(organization, order.source_id), SourceIndex(organization, carriers), tuple(series)
    found = [one for one in listed if isinstance(named := index.named(one.name), Read) and named.value.id == source.id]
    if len(found) != 1:
        raise InputError("fill_no_series", source=source.id, count=str(len(found)), names=", ".join(one.name for one in listed) or "–")
    return found[0]


def fill_from_profile(order: FillOrder, book: Book, organization: Organization, carriers: Sequence[Carrier], data: ProfileOf) -> Filled:
    """Fill the days of a month for which the book holds nothing, each missing interval from the same weekday and time around it.

    Raises
    ------
    InputError
        If nobody stands for it, nothing is missing, or the weeks around have nothing to go by.
    """
    unit = base_unit(order, organization, carriers)
    gaps = uncovered([record for record in book.records if record.source_id == order.source_id], month_of(order.month))
    if not gaps:
        raise InputError("fill_nothing_missing", source=order.source_id, month=order.month.isoformat()[:7])
    return entered(book, [_record(order, gap, unit, organization, {carrier.id: carrier for carrier in carriers}, data) for gap in gaps])


def _record(
    order: FillOrder, gap: Period, unit: str, organization: Organization, carriers: Mapping[str, Carrier], data: ProfileOf
) -> ActivityRecord:
    slots = _slots(gap, data.series.step_minutes)
    missing = [slot for slot in slots if slot not in data.values]
    counted = sum((data.values[slot] for slot in slots if slot in data.values), Decimal(0))
    made = profile(data.values, missing)
    if made is None:
        raise InputError("fill_no_alike_intervals", source=order.source_id, first=str(missing[0]), series=data.series.name)
    total = EXACT.add(counted, made.total)
    quantity = _in_base_unit(order, gap, total, organization, carriers, data.series)
    parameters = params_of(series=data.series.name, missing=len(missing), intervals=len(slots), errors=len(made.errors))
    return estimated_record(order, gap, quantity, unit, parameters, spread_of(_relative(made, total), len(made.errors), order.method.value))


def _slots(gap: Period, step_minutes: int) -> list[datetime]:
    first = datetime(gap.start.year, gap.start.month, gap.start.day)
    return [first + timedelta(minutes=minute) for minute in range(0, gap.days * 24 * 60, step_minutes)]


def _relative(made: ProfileFill, total: Decimal) -> tuple[Decimal, ...]:
    """Errors of the estimated part relative to the whole, of which the counted part has none."""
    return tuple(EXACT.divide(error, total) for error in made.errors) if total else ()


def _in_base_unit(
    order: FillOrder, gap: Period, total: Decimal, organization: Organization, carriers: Mapping[str, Carrier], series: IntervalSeries
) -> Decimal:
    source = source_of(organization, order.source_id)
    carrier = carriers[source.carrier]
    stated = stated_quantity(series, carrier)
    if isinstance(stated, Unread):
        raise _unusable(stated.reason)
    converted = in_base_unit(summed(total, series, stated.value), stated.value, carrier, source, gap, organization)
    if isinstance(converted, Unread):
        raise _unusable(converted.reason)
    return converted.value


def _unusable(reason: Finding) -> InputError:
    return InputError(reason.code, **dict(reason.params))
