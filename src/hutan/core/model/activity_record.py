"""Activity data: what was metered or bought, in which period, and which cell of which file says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from hutan.core.model.sourcing import StatedSpread
from hutan.kernel.codec import LATER
from hutan.kernel.ids import RecordId, SourceId
from hutan.kernel.periods import Period
from hutan.kernel.refusals import Address, Params


class RecordState(Enum):
    """Measured, or estimated by the person who sent it."""

    MEASURED = "measured"
    ESTIMATED = "estimated"


@dataclass(frozen=True, slots=True)
class Estimate:
    """How a quantity was estimated, kept with it for ever: the named method with its parameters, who asked for it, when and why.

    `spread` comes from the method's own errors over the source's history; None where that history is too short to state one.
    """

    method: str
    parameters: Params
    asked_by: str
    asked_on: date
    because: str
    spread: StatedSpread | None


@dataclass(frozen=True, slots=True)
class ActivityRecord:
    """One quantity of one source in one period.

    `quantity` is in `unit`, the base unit of the carrier, to at most six decimals; `printed_quantity` and `printed_unit` are what the file
    said. `document` is the bill's number where one was given. `origin` names file digest, sheet and cell. `estimate` is there where we
    filled a gap by a method; an estimate that was sent in has none.
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
    estimate: Estimate | None = field(default=None, metadata=LATER)
