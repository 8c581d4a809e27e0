"""A metered quantity as a record of the book, and records entered where they stand in nobody's way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from hutan.core.activity.amount_reading import rounded_quantity
from hutan.core.activity.book import Book, SeenFile, in_order, record_id
from hutan.core.activity.period_reading import LONGEST_PERIOD_DAYS, month_text
from hutan.core.activity.reading import Read, Unread, finding
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.core.model.carrier import Carrier
from hutan.core.model.organization import EmissionSource, Organization
from hutan.kernel.canonical import decimal_text
from hutan.kernel.periods import Period
from hutan.kernel.refusals import Address, Refusal, Remark, params_of
from hutan.usecases.ingest.conversion import StatedUnit, in_base_unit


@dataclass(frozen=True, slots=True)
class MeterIntake:
    """What files of readings hold: records, what was refused, what should be known."""

    records: tuple[ActivityRecord, ...]
    refusals: tuple[Refusal, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Metered:
    """A quantity that ran through a meter in a period, in the unit that was stated, and the place it was read from."""

    source: EmissionSource
    period: Period
    quantity: Decimal
    stated: StatedUnit
    origin: Address
    note: str


def metered_record(metered: Metered, organization: Organization, carriers: Mapping[str, Carrier]) -> Read[ActivityRecord] | Unread:
    """The record in the carrier's base unit; refused where the unit does not lead there, or the period is too long."""
    source = metered.source
    if metered.period.days > LONGEST_PERIOD_DAYS:
        return Unread(finding("period_too_long", days=metered.period.days, longest=LONGEST_PERIOD_DAYS))
    if source.carrier not in carriers:
        return Unread(finding("source_carrier_unknown", source=source.id, carrier=source.carrier))
    carrier = carriers[source.carrier]
    converted = in_base_unit(metered.quantity, metered.stated, carrier, source, metered.period, organization)
    if isinstance(converted, Unread):
        return converted
    rounded = rounded_quantity(converted.value)
    if isinstance(rounded, Unread):
        return rounded
    record = ActivityRecord(
        id=record_id(source.id, metered.period, rounded.value, carrier.base_unit, "", RecordState.MEASURED),
        source_id=source.id,
        period=metered.period,
        quantity=rounded.value,
        unit=carrier.base_unit,
        printed_quantity=decimal_text(metered.quantity),
        printed_unit=metered.stated.text,
        state=RecordState.MEASURED,
        document="",
        note=metered.note,
        origin=metered.origin,
    )
    return Read(record, converted.remarks)


def enter_records(book: Book, files: Sequence[SeenFile], intake: MeterIntake, replaces: bool) -> tuple[Book, MeterIntake]:
    """The book with the records whose days it does not hold, and what became of each.

    What is held already changes nothing. With `replaces`, a record takes the place of held ones, estimates too, that lie within its days;
    they are kept as superseded. Anything else that overlaps is refused.
    """
    held = {record.id: record for record in book.records}
    superseded = list(book.superseded)
    new: list[ActivityRecord] = []
    refusals = list(intake.refusals)
    for record in intake.records:
        if record.id in held:
            continue
        rivals = [other for other in held.values() if other.source_id == record.source_id and other.period.overlaps(record.period)]
        if rivals and not (replaces and all(record.period.covers(other.period) for other in rivals)):
            refusals.append(_stands_in_the_way(record, rivals))
            continue
        superseded.extend(other for other in rivals if other not in superseded)
        held = {key: other for key, other in held.items() if other not in rivals} | {record.id: record}
        new.append(record)
    known = {seen.digest for seen in book.files}
    grown = replace(
        book,
        records=in_order(held.values()),
        superseded=tuple(superseded),
        files=(*book.files, *(file for file in files if file.digest not in known)),
    )
    return grown, replace(intake, records=tuple(new), refusals=tuple(refusals))


def _stands_in_the_way(record: ActivityRecord, rivals: Sequence[ActivityRecord]) -> Refusal:
    code = "held_differs" if all(other.period == record.period for other in rivals) else "held_overlaps"
    shown = "; ".join(_amount(other) for other in rivals[:3]) + ("; …" if len(rivals) > 3 else "")
    return Refusal(code, record.origin, params_of(held=shown, amount=_amount(record)))


def _amount(record: ActivityRecord) -> str:
    return f"{decimal_text(record.quantity)} {record.unit}, {month_text(record.period)}"
