"""Why emissions changed between two periods: more made, made elsewhere, made with more, or with dirtier supply; the parts add up exactly.

The emission of a source is production × the site's part of it × consumption per unit made × emission per unit consumed. The effect of one of the
four is its mean contribution over all 24 orders in which they can change (the Shapley value, also called the complete decomposition), worked
out in fractions: nothing is left over.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import Enum
from fractions import Fraction
from typing import Final

from hutan.core.inventory.result import Inventory, Line
from hutan.core.inventory.totals import belongs
from hutan.kernel.errors import InputError
from hutan.kernel.ids import SiteId, SourceId

_STEP: Final = Decimal("0.000000001")


class Effect(Enum):
    """What can change.

    ACTIVITY: production of the whole; STRUCTURE: the parts of the sites in it; INTENSITY: consumption per unit made; SUPPLY: emission per unit
    consumed, that is factors, warming potentials and what instruments cover. SCALE: the amounts of sources that belong to no production.
    """

    ACTIVITY = "activity"
    STRUCTURE = "structure"
    INTENSITY = "intensity"
    SUPPLY = "supply"
    SCALE = "scale"


_MADE: Final = (Effect.ACTIVITY, Effect.STRUCTURE, Effect.INTENSITY, Effect.SUPPLY)
_BARE: Final = (Effect.SCALE, Effect.SUPPLY)


@dataclass(frozen=True, slots=True)
class Production:
    """What each site made in a period, in one unit for all sites (pieces, tonnes, value added); sites that make nothing are left out."""

    unit: str
    by_site: tuple[tuple[SiteId, Decimal], ...]


@dataclass(frozen=True, slots=True)
class EffectOfSource:
    """The part of the change that one effect at one source makes [kg CO2e], to 1e-9."""

    source_id: SourceId
    site_id: SiteId
    effect: Effect
    change_kg: Decimal


@dataclass(frozen=True, slots=True)
class Decomposition:
    """The change of a total [kg CO2e] and its parts, which add up to it to the last digit."""

    total_id: str
    before_kg: Decimal
    after_kg: Decimal
    parts: tuple[EffectOfSource, ...]

    def by_effect(self) -> tuple[tuple[Effect, Decimal], ...]:
        """Sums in the order of `Effect`, those that occur."""
        sums: dict[Effect, Decimal] = defaultdict(Decimal)
        for part in self.parts:
            sums[part.effect] += part.change_kg
        return tuple((effect, sums[effect]) for effect in Effect if effect in sums)


def decomposed(before: Inventory, after: Inventory, total_id: str, made_before: Production, made_after: Production) -> Decomposition:
    """The change of one total from one inventory to the other.

    Raises
    ------
    InputError
        ``decomposition_units_differ`` if production is counted in two units; ``decomposition_nothing_made`` if a period made nothing.

    Source: Sun, J. W. (1998), Energy Economics 20, 85-100, complete decomposition; Albrecht et al. (2002), Energy Policy 30, 727-736,
    its identity with the Shapley value.
    """
    if made_before.unit != made_after.unit:
        raise InputError("decomposition_units_differ", before=made_before.unit, after=made_after.unit)
    whole = [sum((amount for _, amount in made.by_site), Decimal(0)) for made in (made_before, made_after)]
    if not all(whole):
        raise InputError("decomposition_nothing_made", unit=made_before.unit)
    sums = [_sums(inventory, total_id) for inventory in (before, after)]
    sites = {**sums[0].sites, **sums[1].sites}
    made = [{site: Fraction(amount) for site, amount in item.by_site} for item in (made_before, made_after)]
    parts: list[EffectOfSource] = []
    for source_id in sorted(sites):
        site_id = sites[source_id]
        states = [_state(side, source_id, made[index].get(site_id), Fraction(whole[index])) for index, side in enumerate(sums)]
        parts.extend(_effects(source_id, site_id, states[0], states[1]))
    totals = [inventory.total(total_id).value for inventory in (before, after)]
    return Decomposition(total_id, totals[0], totals[1], tuple(parts))


@dataclass(frozen=True, slots=True)
class _Sums:
    quantity: Mapping[SourceId, Decimal]
    emission: Mapping[SourceId, Decimal]
    sites: Mapping[SourceId, SiteId]


@dataclass(frozen=True, slots=True)
class _State:
    """One source in one period: the four factors, or quantity and supply alone where its site makes nothing; and its emission."""

    factors: tuple[Fraction, ...] | None
    bare: tuple[Fraction, Fraction]
    emission: Decimal


def _sums(inventory: Inventory, total_id: str) -> _Sums:
    rule = next(item for item in inventory.pack.totals if item.id == total_id)
    quantity: dict[SourceId, Decimal] = defaultdict(Decimal)
    emission: dict[SourceId, Decimal] = defaultdict(Decimal)
    sites: dict[SourceId, SiteId] = {}
    seen: set[tuple[object, ...]] = set()
    for line in inventory.lines:
        if belongs(rule, line):
            emission[line.source_id] += line.stated()
            sites[line.source_id] = line.site_id
            # A quantity stands in as many lines as it has gases and rules; it is consumed once.
            if _once(line) not in seen:
                seen.add(_once(line))
                quantity[line.source_id] += line.quantity
    return _Sums(quantity, emission, sites)


def _once(line: Line) -> tuple[object, ...]:
    return (line.source_id, line.month, line.state, line.part, line.quantity, line.metered)


def _state(sums: _Sums, source_id: SourceId, made: Fraction | None, whole: Fraction) -> _State:
    quantity, emission = Fraction(sums.quantity.get(source_id, Decimal(0))), sums.emission.get(source_id, Decimal(0))
    supply = Fraction(emission) / quantity if quantity else Fraction(0)
    factors = None if not made else (whole, made / whole, quantity / made, supply)
    return _State(factors, (quantity, supply), emission)


def _effects(source_id: SourceId, site_id: SiteId, before: _State, after: _State) -> list[EffectOfSource]:
    if before.factors is not None and after.factors is not None:
        found = zip(_MADE, _shapley(before.factors, after.factors), strict=True)
    else:
        found = zip(_BARE, _shapley(_present(before, after), _present(after, before)), strict=True)
    rounded = [(effect, _rounded(value)) for effect, value in found]
    # What rounding and a supply that exists in one period only leave over belongs to the largest part.
    rest = after.emission - before.emission - sum((value for _, value in rounded), Decimal(0))
    largest = max(range(len(rounded)), key=lambda index: abs(rounded[index][1]))
    values = [value + (rest if index == largest else 0) for index, (_, value) in enumerate(rounded)]
    return [EffectOfSource(source_id, site_id, effect, value) for (effect, _), value in zip(rounded, values, strict=True) if value]


def _present(state: _State, other: _State) -> tuple[Fraction, Fraction]:
    """Quantity and supply; a source that was not there has the supply of the period in which it is, so that its coming is a matter of scale."""
    quantity, supply = state.bare
    return (quantity, supply if quantity else other.bare[1])


def _shapley(before: Sequence[Fraction], after: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """The effect of each factor of a product."""
    places = range(len(before))
    effects = [Fraction(0)] * len(before)
    for order in itertools.permutations(places):
        current = list(before)
        for place in order:
            old = math.prod(current)
            current[place] = after[place]
            effects[place] += math.prod(current) - old
    return tuple(effect / math.factorial(len(before)) for effect in effects)


def _rounded(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_STEP, ROUND_HALF_EVEN)
