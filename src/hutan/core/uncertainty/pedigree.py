"""The pedigree matrix: what scores from 1 to 5 add to the variance of the logarithm, in one named system."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final

from hutan.core.uncertainty.lognormal import DIGITS, sigma_ln_of_gsd2


class PedigreeIndicator(Enum):
    """What is scored. Sample size belongs to older data sets and is not among the five scores that are asked for."""

    RELIABILITY = "reliability"
    COMPLETENESS = "completeness"
    TEMPORAL = "temporal_correlation"
    GEOGRAPHICAL = "geographical_correlation"
    TECHNOLOGICAL = "technological_correlation"
    SAMPLE_SIZE = "sample_size"


SCORED_INDICATORS: Final = (
    PedigreeIndicator.RELIABILITY,
    PedigreeIndicator.COMPLETENESS,
    PedigreeIndicator.TEMPORAL,
    PedigreeIndicator.GEOGRAPHICAL,
    PedigreeIndicator.TECHNOLOGICAL,
)


class PedigreeFactorKind(Enum):
    """How a system writes its factors: as GSD², or as variance of ln data."""

    GSD2 = "gsd2"
    VARIANCE_LN = "variance_ln"


@dataclass(frozen=True, slots=True)
class PedigreeFactor:
    """One cell of the matrix with the document it comes from."""

    indicator: PedigreeIndicator
    score: int
    factor: Decimal
    kind: PedigreeFactorKind
    description: str
    source: str

    def variance_ln(self) -> Decimal:
        """Variance of ln data; for a GSD² factor U it is (ln U / 2)²."""
        if self.kind is PedigreeFactorKind.VARIANCE_LN:
            return self.factor
        sigma_ln = sigma_ln_of_gsd2(self.factor)
        return DIGITS.multiply(sigma_ln, sigma_ln)


@dataclass(frozen=True, slots=True)
class PedigreeTable:
    """The usable cells of one system, named in every result that rests on it."""

    system: str
    factors: tuple[PedigreeFactor, ...]

    def variance_ln(self, indicator: PedigreeIndicator, score: Decimal) -> Decimal | None:
        """What `score` adds for `indicator`; None where the system has no such cell, which is never read as a score of 1."""
        for cell in self.factors:
            if cell.indicator is indicator and cell.score == score:
                return cell.variance_ln()
        return None
