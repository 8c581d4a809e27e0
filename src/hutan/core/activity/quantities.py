"""What an engine does: put each reading in its applicability piece and sum, exactly. It never multiplies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from hutan.core.model.activity_record import RecordState
from hutan.kernel.ids import SourceId
from hutan.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Reading:
    """A quantity that lies wholly in one month and one piece; `day` is its first day, `quantity` has at most six decimals."""

    source_id: SourceId
    day: date
    quantity: Decimal
    state: RecordState


@dataclass(frozen=True, slots=True)
class ApplicabilityPiece:
    """Days in which one set of factors applies to one source. Pieces of a source never overlap."""

    source_id: SourceId
    period: Period
    number: int


@dataclass(frozen=True, slots=True, order=True)
class LineQuantity:
    """The sum for source × month × piece × state; `piece` is -1 for readings outside every piece, which stay visible."""

    source_id: SourceId
    month: date
    piece: int
    state: str
    quantity: Decimal
    reading_count: int


class QuantityEngine(Protocol):
    """A place where readings are summed: any engine, any order, the same digits."""

    @property
    def name(self) -> str: ...

    def sum_quantities(self, readings: Sequence[Reading], pieces: Sequence[ApplicabilityPiece]) -> tuple[LineQuantity, ...]:
        """Sums in the order of their fields."""
        ...
