"""One finding of a check: what was found where, what was expected instead, and how serious it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from hutan.kernel.ids import SourceId
from hutan.kernel.periods import Period
from hutan.kernel.refusals import Address, Params


class Severity(Enum):
    """MUST: cannot be right as it stands, or is missing. LOOK: may be right, and somebody should say so."""

    MUST = "must"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class RecordFinding:
    """What a check says of a record or of the lack of one. `value` and `expected` are in words, with units; `origin` is empty where no record is."""

    code: str
    params: Params
    severity: Severity
    source_id: SourceId
    period: Period
    value: str
    expected: str
    origin: Address
