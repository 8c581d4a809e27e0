"""How good data are, in the words of a named scheme; a score means nothing outside its scheme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hutan.core.model.sourcing import EvidenceGrade


@dataclass(frozen=True, slots=True)
class QualityScheme:
    """A scheme of scores: its indicators in order, and the ends of its scale; `best` may be the lower or the higher end."""

    id: str
    name_zh: str
    name_en: str
    indicators: tuple[str, ...]
    best: Decimal
    worst: Decimal
    grade: EvidenceGrade
    source: str

    def allows(self, scores: tuple[Decimal, ...]) -> bool:
        """Whether there is one score an indicator, each on the scale."""
        low, high = sorted((self.best, self.worst))
        return len(scores) == len(self.indicators) and all(low <= score <= high for score in scores)


@dataclass(frozen=True, slots=True)
class QualityRating:
    """Scores that a named person gives to what `pattern` (shell wildcards) names: a source's data by ``source:ID``, a factor by its id."""

    pattern: str
    scheme: str
    scores: tuple[Decimal, ...]
    rated_by: str
    rated_on: date
    because: str
