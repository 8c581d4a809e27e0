"""Find a factor by words, and see for a place and a day which rows there are, how well they are held, and why each would or would not do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import Enum
from typing import Final

from hutan.core.factors.reasons import Reason, reason, standing
from hutan.core.factors.regions import RegionTable, country
from hutan.core.factors.table import Factor, FactorTable

# Words of the trade for what the rows call by an English key; names in the rows themselves are searched anyway.
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "电": ("electricity",),
    "电力": ("electricity",),
    "用电": ("electricity",),
    "power": ("electricity",),
    "热": ("heat",),
    "热力": ("heat",),
    "蒸汽": ("heat",),
    "steam": ("heat",),
    "天然气": ("natural_gas", "natural gas"),
    "汽油": ("gasoline", "petrol"),
    "petrol": ("gasoline",),
    "柴油": ("diesel",),
    "煤": ("coal", "anthracite", "lignite"),
    "煤炭": ("coal", "anthracite", "lignite"),
    "液化石油气": ("lpg",),
    "液化天然气": ("lng",),
    "制冷剂": ("refrigeration", "refrigerant"),
    "半导体": ("semiconductor",),
    "货运": ("freighting",),
    "运输": ("freighting",),
    "差旅": ("business_travel", "business travel"),
    "酒店": ("hotel",),
    "材料": ("material_use", "material use"),
    "废弃物": ("waste",),
    "供水": ("water_supply", "water supply"),
    "污水": ("wastewater", "water_treatment"),
}


class FactorState(Enum):
    """Where a factor stands on a day; in the order in which they are shown."""

    PUBLISHED = "published"
    DAY_UNKNOWN = "day_unknown"
    SUPERSEDED = "superseded"
    NOT_YET_PUBLISHED = "not_yet_published"


@dataclass(frozen=True, slots=True)
class Found:
    """A factor that the words hit, with its state on the day and the reasons that would count for or against it in the place."""

    factor: Factor
    state: FactorState
    reasons: tuple[Reason, ...]


def search(table: FactorTable, regions: RegionTable, text: str, region: str, on: date, limit: int) -> tuple[Found, ...]:
    """At most `limit` factors that every word of `text` hits: the nearest meaning first, then the nearest region, then the newest.

    Raises
    ------
    InputError
        If the region is not held.
    """
    path = regions.fallback_path(region, on)
    words = tuple(text.casefold().split())
    hits: list[tuple[tuple[int, int, int, int, str], Factor]] = []
    for factor in table.factors if words else ():
        distance = _distance(words, factor)
        if distance is not None:
            state = list(FactorState).index(_state(factor, on))
            hits.append(((distance, _steps(factor, region, path), state, -(factor.data_year or 0), factor.id), factor))
    hits.sort(key=lambda hit: hit[0])
    return tuple(Found(factor, _state(factor, on), tuple(_reasons(factor, region, path, on))) for _, factor in hits[:limit])


def similar_ids(table: FactorTable, factor_id: str) -> tuple[str, ...]:
    """Ids that look like the one asked for."""
    return tuple(get_close_matches(factor_id, [factor.id for factor in table.factors], n=3, cutoff=0.75))


def _state(factor: Factor, on: date) -> FactorState:
    if factor.published and factor.published > on:
        return FactorState.NOT_YET_PUBLISHED
    if factor.superseded and factor.superseded <= on:
        return FactorState.SUPERSEDED
    return FactorState.PUBLISHED if factor.published else FactorState.DAY_UNKNOWN


def _distance(words: Sequence[str], factor: Factor) -> int | None:
    """How far the farthest word is from the factor, 0 for the same; None if a word does not hit it."""
    keys = (factor.substance, factor.category, factor.name_zh.casefold(), factor.name_en.casefold())
    if " ".join(words) in keys or "_".join(words) in keys:
        return 0
    rest = f"{factor.id} {factor.series} {factor.parameter} {factor.region}".casefold()
    distances = [_word_distance(word, factor.id, keys, rest) for word in words]
    known = [distance for distance in distances if distance is not None]
    return max(known) if len(known) == len(distances) else None


def _word_distance(word: str, factor_id: str, keys: tuple[str, ...], rest: str) -> int | None:
    meant = _WORDS.get(word, ())
    if word == factor_id or word in keys:
        return 0
    if any(item in keys for item in meant):
        return 1
    if any(word in key for key in keys):
        return 2
    if any(item in key for item in meant for key in keys):
        return 3
    return 4 if word in rest else None


def _steps(factor: Factor, region: str, path: Sequence[str]) -> int:
    """Steps down the fallback path; other places of the country after it, other countries last."""
    if factor.region in path:
        return list(path).index(factor.region)
    return len(path) + (country(factor.region) != country(region))


def _reasons(factor: Factor, region: str, path: Sequence[str], on: date) -> Iterator[Reason]:
    if factor.region == region:
        yield reason("factor_reason_exact_region", region=region)
    elif factor.region in path:
        yield reason("factor_reason_region_fallback", wanted=region, taken=factor.region)
    elif country(factor.region) == country(region):
        yield reason("factor_reason_region_elsewhere", region=factor.region, wanted=region)
    else:
        yield reason("factor_reason_proxy_never_automatic", region=factor.region)
    if factor.published is None:
        yield reason("factor_reason_publication_day_unknown")
    elif factor.published > on:
        yield reason("factor_reason_not_yet_published", published=factor.published, reported=on)
    if factor.superseded and factor.superseded <= on:
        yield reason("factor_reason_superseded", superseded=factor.superseded, reported=on)
    stands = standing(factor.id, factor.grade, factor.corroborated, ())
    if stands.reason:
        yield stands.reason
