"""Sums in plain Python: the definition that every other engine must agree with."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Context, Decimal
from typing import Final

from hutan.core.activity.quantities import ApplicabilityPiece, LineQuantity, Reading
from hutan.core.activity.sum_checks import check_pieces, check_readings
from hutan.kernel.ids import SourceId

OUTSIDE: Final = -1
_SUM: Final = Context(prec=38)
_STEP: Final = Decimal("0.000001")

_Key = tuple[SourceId, date, int, str]


class PlainPythonEngine:
    """Dictionaries and exact decimals; no dependency at all."""

    @property
    def name(self) -> str:
        return "python"

    def sum_quantities(self, readings: Sequence[Reading], pieces: Sequence[ApplicabilityPiece]) -> tuple[LineQuantity, ...]:
        """Sums per source, month, piece and state, in the order of their fields.

        Raises
        ------
        PackError
            If pieces of a source overlap.
        InputError
            If a quantity is not exact to six decimals.
        """
        check_pieces(pieces)
        check_readings(readings)
        by_source = _by_source(pieces)
        sums: dict[_Key, Decimal] = defaultdict(Decimal)
        counts: dict[_Key, int] = defaultdict(int)
        for reading in readings:
            piece = _piece_at(by_source.get(reading.source_id, []), reading.day)
            key = (reading.source_id, reading.day.replace(day=1), piece, reading.state.value)
            sums[key] = _SUM.add(sums[key], reading.quantity)
            counts[key] += 1
        return tuple(sorted(LineQuantity(*key, total.quantize(_STEP, context=_SUM), counts[key]) for key, total in sums.items()))


def _by_source(pieces: Sequence[ApplicabilityPiece]) -> dict[SourceId, list[ApplicabilityPiece]]:
    grouped: dict[SourceId, list[ApplicabilityPiece]] = defaultdict(list)
    for piece in sorted(pieces, key=lambda piece: piece.period):
        grouped[piece.source_id].append(piece)
    return grouped


def _piece_at(pieces: list[ApplicabilityPiece], day: date) -> int:
    position = bisect_right(pieces, day, key=lambda piece: piece.period.start) - 1
    return pieces[position].number if position >= 0 and day in pieces[position].period else OUTSIDE
