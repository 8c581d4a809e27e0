"""Activity records kept by source in the order of a calculation, and what follows from them alone: months without data, quantities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from hutan.core.activity.quantities import ApplicabilityPiece, LineQuantity, QuantityEngine
from hutan.core.inventory.checks import source_gaps
from hutan.core.inventory.plan import Question
from hutan.core.inventory.quantities import Pieces, readings_for
from hutan.core.model.activity_record import ActivityRecord
from hutan.core.model.organization import Organization
from hutan.kernel.errors import InputError
from hutan.kernel.ids import RecordId, SourceId
from hutan.kernel.periods import Period

Records = Mapping[SourceId, tuple[ActivityRecord, ...]]
# Months without data of every source, each as source and month, in the order of the organization's sources.
Months = Mapping[SourceId, tuple[str, ...]]


def records_by_source(records: Iterable[ActivityRecord]) -> dict[SourceId, tuple[ActivityRecord, ...]]:
    """The records of each source in the order of their periods and ids."""
    found: dict[SourceId, list[ActivityRecord]] = defaultdict(list)
    for record in records:
        found[record.source_id].append(record)
    return {source_id: tuple(sorted(own, key=_order)) for source_id, own in found.items()}


def _order(record: ActivityRecord) -> tuple[Period, RecordId]:
    return record.period, record.id


def exchanged_records(organization: Organization, held: Records, removed: Iterable[ActivityRecord], added: Iterable[ActivityRecord]) -> Records:
    """The records without some and with others.

    Raises
    ------
    InputError
        ``live_record_not_held`` or ``live_source_unknown``.
    """
    known = {source.id for source in organization.sources}
    own: dict[SourceId, list[ActivityRecord]] = {}
    for record in removed:
        rows = own.setdefault(record.source_id, list(held.get(record.source_id, ())))
        if record not in rows:
            raise InputError("live_record_not_held", record=record.id[:12], source=record.source_id, period=str(record.period))
        rows.remove(record)
    for record in added:
        if record.source_id not in known:
            raise InputError("live_source_unknown", record=record.id[:12], source=record.source_id)
        own.setdefault(record.source_id, list(held.get(record.source_id, ()))).append(record)
    exchanged = {**held, **{source_id: tuple(sorted(rows, key=_order)) for source_id, rows in own.items()}}
    return {source_id: rows for source_id, rows in exchanged.items() if rows} if any(not rows for rows in own.values()) else exchanged


def months_without_data_of(question: Question, records: Records, sources: Iterable[SourceId]) -> Months:
    """The gaps of these sources."""
    organization = question.organization
    return {
        source_id: source_gaps(
            question,
            organization.source(source_id),
            [record.period for record in records.get(source_id, ()) if record.period.overlaps(question.period)],
        )
        for source_id in sources
    }


def quantities_of(
    engine: QuantityEngine, records: Records, pieces: Mapping[SourceId, tuple[ApplicabilityPiece, ...]], sources: Iterable[SourceId]
) -> tuple[LineQuantity, ...]:
    """What the engine sums for these sources, each within its own pieces. Raises as the engine does."""
    chosen = sorted(sources)
    own = Pieces(tuple(piece for source_id in chosen for piece in pieces.get(source_id, ())))
    readings = readings_for((record for source_id in chosen for record in records.get(source_id, ())), own)
    return engine.sum_quantities(readings, own.pieces)
