"""What every engine may rely on before it sums: pieces that do not overlap, and quantities that an exact decimal column holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Final

from hutan.core.activity.quantities import ApplicabilityPiece, Reading
from hutan.kernel.errors import InputError, PackError
from hutan.kernel.ids import SourceId

_FEWEST_EXPONENT: Final = -6
_LIMIT: Final = Decimal(10) ** 12


def check_pieces(pieces: Iterable[ApplicabilityPiece]) -> None:
    """Nothing, if the pieces of each source lie apart.

    Raises
    ------
    PackError
        ``pieces_overlap``, naming the source and the two periods: a day would be counted twice.
    """
    by_source: dict[SourceId, list[ApplicabilityPiece]] = defaultdict(list)
    for piece in pieces:
        by_source[piece.source_id].append(piece)
    for source_id, own in by_source.items():
        own.sort(key=lambda piece: piece.period)
        for before, after in pairwise(own):
            if before.period.overlaps(after.period):
                raise PackError("pieces_overlap", source=source_id, first=str(before.period), second=str(after.period))


def check_readings(readings: Iterable[Reading]) -> None:
    """Nothing, if every quantity is finite, below 10^12 in size and has at most six decimals.

    Raises
    ------
    InputError
        ``reading_not_exact``, naming source, day and quantity: it would be rounded on the way into an engine.
    """
    for reading in readings:
        exponent = reading.quantity.normalize().as_tuple().exponent
        if not isinstance(exponent, int) or exponent < _FEWEST_EXPONENT or abs(reading.quantity) >= _LIMIT:
            raise InputError("reading_not_exact", source=reading.source_id, day=reading.day.isoformat(), quantity=str(reading.quantity))
