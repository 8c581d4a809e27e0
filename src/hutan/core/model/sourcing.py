"""Who says so: evidence grades, citations, spreads as their source states them, and what a named person confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum


class EvidenceGrade(Enum):
    """How well a fact is held. P, P½ and S become defaults; C only where two independent transcriptions agree."""

    OFFICIAL = "P"
    OFFICIAL_PART = "P½"
    SECONDARY = "S"
    TRANSCRIPTION = "C"
    UNCONFIRMED = "B"
    NOT_HELD = "N"
    OWN = "own"


class SpreadForm(Enum):
    """How a source states a spread; ``core.uncertainty`` turns each form into a standard deviation."""

    PERCENT_95 = "percent_95"
    PERCENT_90 = "percent_90"
    CERTIFICATE_K = "certificate_k"
    LOW_HIGH_95 = "low_high_95"
    GSD2 = "gsd2"
    GSD = "gsd"
    VARIANCE_LN = "variance_ln"
    TRIANGULAR = "triangular"
    UNIFORM = "uniform"
    PEDIGREE = "pedigree"


@dataclass(frozen=True, slots=True)
class StatedSpread:
    """A spread in the words of its source.

    `values` by form: ``percent_95`` and ``percent_90`` (half width [%]); ``certificate_k`` (half width [%], k);
    ``low_high_95``, ``uniform`` (low, high); ``triangular`` (low, mode, high); ``gsd2``, ``gsd``, ``variance_ln``
    (the number); ``pedigree`` (variance of ln data of the basic part, then five scores 1 to 5).
    """

    form: SpreadForm
    values: tuple[Decimal, ...]
    source: str
    stated_by: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a value can be read: document, publisher, year, clause or table, address."""

    title: str
    publisher: str
    year: str
    locator: str
    url: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A named person stands by draft values whose id matches `pattern` (shell wildcards), for a reason, on a day."""

    pattern: str
    confirmed_by: str
    confirmed_on: date
    because: str


@dataclass(frozen=True, slots=True)
class FactorChoice:
    """A named person picks one factor for a need that no default meets: a substitute, or a proxy from abroad."""

    pack: str
    parameter: str
    substance: str
    factor: str
    chosen_by: str
    chosen_on: date
    because: str


@dataclass(frozen=True, slots=True)
class FactorSpread:
    """A spread that a named person states for factors whose id matches `pattern`."""

    pattern: str
    spread: StatedSpread
