"""Spreads that a source publishes for a class of inputs; what the source does not cover has none here."""

from __future__ import annotations

from dataclasses import dataclass

from hutan.core.model.sourcing import EvidenceGrade, StatedSpread


@dataclass(frozen=True, slots=True)
class DefaultSpread:
    """A usable row of the table of defaults: which inputs it is for, under which condition, and on whose word."""

    id: str
    kind: str
    subject: str
    condition: str
    spread: StatedSpread
    grade: EvidenceGrade
