"""When a base year is recalculated: events as they became known, each with its effect, against the policy's threshold, alone or together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import Enum
from typing import Final

from hutan.kernel.ids import PackId, SiteId, SourceId

_STEP: Final = Decimal("0.000001")


class EventKind(Enum):
    """What happened. Structure, method and error may call for recalculation; growth, shrinkage and later grid factors never do."""

    DIVESTMENT = "divestment"
    ACQUISITION = "acquisition"
    OUTSOURCING = "outsourcing"
    INSOURCING = "insourcing"
    METHOD_CHANGE = "method_change"
    ERROR_CORRECTION = "error_correction"
    ORGANIC_GROWTH = "organic_growth"
    ORGANIC_DECLINE = "organic_decline"
    SITE_OPENED = "site_opened"
    SITE_CLOSED = "site_closed"
    LATER_GRID_FACTOR = "later_grid_factor"


# Source: GHG Protocol Corporate Standard, chapter 5: no recalculation for organic growth or decline, nor for facilities that did not exist in the
# base year; a factor of a later year describes that year, not the base year.
NEVER: Final = frozenset(
    (EventKind.ORGANIC_GROWTH, EventKind.ORGANIC_DECLINE, EventKind.SITE_OPENED, EventKind.SITE_CLOSED, EventKind.LATER_GRID_FACTOR)
)


@dataclass(frozen=True, slots=True)
class BaseYearEvent:
    """One event: from which day it holds, when it became known, what it concerns, and who says so.

    `sites` and `sources` concerned; `to_pack` and `to_total` for a change of method; `reported_elsewhere`: an activity moved in or out that the
    total counts under another heading all the same, so that nothing changes.
    """

    id: str
    kind: EventKind
    effective: date
    known_on: date
    sites: tuple[SiteId, ...]
    sources: tuple[SourceId, ...]
    to_pack: PackId | None
    to_total: str
    reported_elsewhere: bool
    decided_by: str
    because: str


@dataclass(frozen=True, slots=True)
class BaseYearPolicy:
    """Which total of which pack in which year, the threshold [%] of it, and whether small events add up; known since `adopted_on`."""

    base_year: int
    pack: PackId
    total_id: str
    threshold_percent: Decimal
    cumulative: bool
    adopted_by: str
    adopted_on: date
    because: str


class Verdict(Enum):
    """What an event does: RECALCULATES alone, TOGETHER with others that waited, WAITS below the threshold, NEVER whatever its size."""

    RECALCULATES = "recalculates"
    TOGETHER = "together"
    WAITS = "waits"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Judged:
    """An event with its effect on the base year as it then stood [kg CO2e], in per cent of it, what had gathered by then, and the verdict."""

    event_id: str
    effect_kg: Decimal
    effect_percent: Decimal
    gathered_percent: Decimal
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class SeriesYear:
    """One year of a series [kg CO2e], with its parts by scope and by site."""

    year: int
    total_kg: Decimal
    by_scope: tuple[tuple[str, Decimal], ...]
    by_site: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Series:
    """The years as they stood from a day on; `events` are those that led to it, none for the series as first reported."""

    known_on: date
    pack: PackId
    total_id: str
    events: tuple[str, ...]
    years: tuple[SeriesYear, ...]


def percent_of(effect_kg: Decimal, base_kg: Decimal) -> Decimal:
    """An effect in per cent of the base year, to six decimals."""
    return (100 * effect_kg / base_kg).quantize(_STEP, ROUND_HALF_EVEN) if base_kg else Decimal(0)


def verdict_of(policy: BaseYearPolicy, effect_percent: Decimal, gathered_percent: Decimal) -> Verdict:
    """Whether an event of this size recalculates; what waited counts with its size, so that rise and fall do not hide each other.

    Source: GHG Protocol Corporate Standard, chapter 5, significance threshold and cumulative effect.
    """
    if abs(effect_percent) >= policy.threshold_percent:
        return Verdict.RECALCULATES
    if policy.cumulative and gathered_percent >= policy.threshold_percent:
        return Verdict.TOGETHER
    return Verdict.WAITS


def as_known_on(series: Sequence[Series], day: date) -> Series | None:
    """The series that stood on a day: the last that was known by then; None before the first."""
    known = [item for item in series if item.known_on <= day]
    return known[-1] if known else None
