"""Activity data: what was metered or bought, in which period, and which cell of which file says so."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from hutan.kernel.ids import RecordId, SourceId
from hutan.kernel.periods import Period
from hutan.kernel.refusals import Address


class RecordState(Enum):
    """Measured, or estimated by the person who sent it."""

    MEASURED = "measured"
    ESTIMATED = "estimated"


@dataclass(frozen=True, slots=True)
class ActivityRecord:
    """One quantity of one source in one period.

    `quantity` is in `unit`, the base unit of the carrier, to at most six decimals; `printed_quantity` and `printed_unit` are what the file
    said. `document` is the bill's number where one was given. `origin` names file digest, sheet and cell.
    """

    id: RecordId
    source_id: SourceId
    period: Period
    quantity: Decimal
    unit: str
    printed_quantity: str
    printed_unit: str
    state: RecordState
    document: str
    note: str
    origin: Address
