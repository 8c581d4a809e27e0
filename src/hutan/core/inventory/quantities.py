"""From records to the exact quantities that lines stand on: pieces in which no input changes, and readings cut to fit them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hutan.core.activity.apportion import apportion
from hutan.core.activity.quantities import ApplicabilityPiece, Reading
from hutan.core.inventory.plan import Plan
from hutan.core.model.activity_record import ActivityRecord
from hutan.kernel.ids import SourceId
from hutan.kernel.periods import Period, month_starts


@dataclass(frozen=True, slots=True)
class Pieces:
    """Every piece of every source, numbered; the same for all packs, so that quantities are summed once."""

    pieces: tuple[ApplicabilityPiece, ...]

    def period(self, number: int) -> Period:
        return self.pieces[number].period


def pieces_for(plans: Sequence[Plan]) -> Pieces:
    """The coarsest pieces in which no binding of any plan changes."""
    edges: dict[SourceId, set[date]] = {}
    for plan in plans:
        for binding in plan.bindings:
            edges.setdefault(binding.source_id, set()).update((binding.period.start, binding.period.end))
    bound = {source: [binding.period for plan in plans for binding in plan.bindings_of(source)] for source in edges}
    found: list[ApplicabilityPiece] = []
    for source in sorted(edges):
        ordered = sorted(edges[source])
        for start, end in itertools.pairwise(ordered):
            if any(start in days for days in bound[source]):
                found.append(ApplicabilityPiece(source, Period(start, end), len(found)))
    return Pieces(tuple(found))


def readings_for(records: Iterable[ActivityRecord], pieces: Pieces) -> tuple[Reading, ...]:
    """Records cut at months and piece edges, so that each reading lies in one month and one piece."""
    edges: dict[SourceId, set[date]] = {}
    for piece in pieces.pieces:
        edges.setdefault(piece.source_id, set()).update((piece.period.start, piece.period.end))
    found: list[Reading] = []
    for record in records:
        cuts = edges.get(record.source_id, set()) | set(month_starts(record.period))
        found.extend(apportion(record, cuts))
    return tuple(found)
