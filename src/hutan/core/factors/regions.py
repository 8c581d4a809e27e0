"""Regions and what they fall back to: a province to its grid, to the nation, to the world; never to another country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Final

from hutan.kernel.errors import InputError, PackError
from hutan.kernel.ids import RegionId

GLOBAL: Final = RegionId("GLOBAL")


@dataclass(frozen=True, slots=True)
class Region:
    """A region and its names."""

    id: RegionId
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Membership:
    """`region` lies in `parent` from `start` (included) to `end` (excluded); None: without limit. `order` ranks several parents."""

    region: RegionId
    parent: RegionId
    order: int
    start: date | None
    end: date | None

    def holds(self, on: date) -> bool:
        return (self.start is None or self.start <= on) and (self.end is None or on < self.end)


@dataclass(frozen=True, slots=True)
class RegionTable:
    """Regions with their dated memberships.

    Raises
    ------
    PackError
        If a region has two parents of one order on one day, lies in a region that is not held, or lies in itself.
    """

    regions: tuple[Region, ...]
    memberships: tuple[Membership, ...]
    _by_id: Mapping[str, Region] = field(init=False, repr=False, compare=False)
    _parents: Mapping[str, tuple[Membership, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {region.id: region for region in self.regions})
        parents = {
            region.id: tuple(sorted((item for item in self.memberships if item.region == region.id), key=lambda item: item.order))
            for region in self.regions
        }
        object.__setattr__(self, "_parents", parents)
        _check_parents(self.memberships, self._by_id)
        for region in self.regions:
            _check_loops(region.id, parents)

    def find(self, region_id: str) -> Region | None:
        return self._by_id.get(region_id)

    def fallback_path(self, region: str, on: date) -> tuple[RegionId, ...]:
        """The region itself and every wider one a factor may be taken from on that day, nearest first.

        Raises
        ------
        InputError
            If the region is not held.
        """
        if region not in self._by_id:
            raise InputError("region_unknown", region=region, known=", ".join(self._by_id))
        path: list[RegionId] = []
        waiting = [RegionId(region)]
        while waiting:
            step = waiting.pop(0)
            if step not in path:
                path.append(step)
                waiting.extend(item.parent for item in self._parents[step] if item.holds(on))
        return tuple(path)


def country(region: str) -> str:
    """The country part of a region id: ``CN`` for ``CN-SH`` and ``CN-GRID-EAST``; empty for the world."""
    return "" if region == GLOBAL else region.partition("-")[0]


def _check_parents(memberships: Iterable[Membership], known: Mapping[str, Region]) -> None:
    groups: dict[tuple[str, int], list[Membership]] = {}
    for item in memberships:
        if item.region not in known or item.parent not in known:
            raise PackError("region_parent_unknown", region=item.region, parent=item.parent)
        groups.setdefault((item.region, item.order), []).append(item)
    for items in groups.values():
        for earlier, later in pairwise(sorted(items, key=lambda item: item.start or date.min)):
            if earlier.end is None or (later.start or date.min) < earlier.end:
                raise PackError("region_memberships_overlap", region=later.region, first=earlier.parent, second=later.parent)


def _check_loops(region: RegionId, parents: Mapping[RegionId, tuple[Membership, ...]]) -> None:
    """No region lies in itself, whatever the day."""
    seen: list[str] = []
    waiting = [item.parent for item in parents[region]]
    while waiting:
        step = waiting.pop()
        if step == region:
            raise PackError("region_lies_in_itself", region=region)
        if step not in seen:
            seen.append(step)
            waiting.extend(item.parent for item in parents[step])
