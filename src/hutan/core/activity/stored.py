"""Readings that an engine holds already, millions of them: it sums them where they lie, by source, month and applicability, exactly."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Final, Protocol

from hutan.core.activity.quantities import ApplicabilityPiece, LineQuantity
from hutan.core.activity.sum_checks import check_pieces
from hutan.kernel.ids import Digest, SourceId

OUTSIDE: Final = -1


@dataclass(frozen=True, slots=True, order=True)
class StoredSum:
    """The sum of one source's readings in one month between two neighbouring edges; `bucket` counts the edges up to the readings' days."""

    source_id: SourceId
    month: date
    bucket: int
    state: str
    quantity: Decimal
    reading_count: int


def in_order(sums: Iterable[StoredSum]) -> tuple[StoredSum, ...]:
    """The sums by source, month, edge and state, of which no two agree in all; many times quicker than comparing them whole."""
    return tuple(sorted(sums, key=attrgetter("source_id", "month", "bucket", "state")))


@dataclass(frozen=True, slots=True)
class StoredData:
    """What a result says of readings that it does not carry: their name, the SHA-256 of the file, how many there are."""

    name: str
    digest: Digest
    reading_count: int


class StoredReadings(Protocol):
    """A set of readings with columns source, time, quantity to six decimals, state, in whatever engine."""

    def data(self) -> StoredData: ...

    def sums(self, edges: Sequence[date]) -> tuple[StoredSum, ...]:
        """Sums by source, month, state and the number of `edges` on or before the reading's day, in any order."""
        ...


def edges_of(pieces: Iterable[ApplicabilityPiece]) -> tuple[date, ...]:
    """Days on which any piece of any source begins or ends inside a month: at month starts the sums are cut anyway."""
    return tuple(sorted({day for piece in pieces for day in (piece.period.start, piece.period.end) if day.day != 1}))


def line_quantities(sums: Iterable[StoredSum], pieces: Sequence[ApplicabilityPiece], edges: Sequence[date]) -> tuple[LineQuantity, ...]:
    """The sums in the pieces that they lie in; none is lost, and what lies in no piece is numbered -1.

    Raises
    ------
    PackError
        If pieces of a source overlap.
    """
    check_pieces(pieces)
    starts: dict[SourceId, list[ApplicabilityPiece]] = {}
    for piece in sorted(pieces, key=lambda item: item.period):
        starts.setdefault(piece.source_id, []).append(piece)
    found: dict[tuple[SourceId, date, int, str], tuple[Decimal, int]] = {}
    for item in sums:
        day = max(item.month, edges[item.bucket - 1]) if item.bucket else item.month
        key = (item.source_id, item.month, _piece_at(starts.get(item.source_id, []), day), item.state)
        quantity, count = found.get(key, (Decimal(0), 0))
        found[key] = (quantity + item.quantity, count + item.reading_count)
    return tuple(LineQuantity(*key, *found[key]) for key in sorted(found))


def _piece_at(pieces: list[ApplicabilityPiece], day: date) -> int:
    place = bisect_right(pieces, day, key=lambda piece: piece.period.start) - 1
    return pieces[place].number if place >= 0 and day in pieces[place].period else OUTSIDE
