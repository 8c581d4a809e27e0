"""What every row is told: accepted, accepted with a remark, or refused with cell, reason and hint."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from hutan.kernel.refusals import Refusal, Remark


class Verdict(Enum):
    """How a row ended. UNCHANGED: the same row was already held, nothing was counted twice."""

    ACCEPTED = "accepted"
    REMARKED = "remarked"
    REFUSED = "refused"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """The answer to one row. `ticket` names a refused row, so that a mended copy of it closes it."""

    sheet: str
    row: int
    verdict: Verdict
    refusals: tuple[Refusal, ...] = ()
    remarks: tuple[Remark, ...] = ()
    ticket: str = ""
