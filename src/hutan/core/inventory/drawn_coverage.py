"""How far instruments cover consumption that is drawn: the rule of coverage itself, applied to every draw.

An instrument covers no more than it holds and no more than was used. So where a draw of the meter is high, a used-up instrument covers the
same energy and the residual grows; where it is low, the residual shrinks to nothing and the instrument covers less.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hutan.core.inventory.coverage import Pool
from hutan.core.uncertainty.drawing import DrawnRatios, Floats


@dataclass(frozen=True, slots=True)
class Claimed:
    """Consumption [kWh] that the same instruments may cover, by the meter it moves with."""

    claims: tuple[bool, ...]
    kwh_by_meter: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class DrawnPool:
    """Instruments [kWh] in the order of their use, and the consumptions they may cover."""

    held_kwh: tuple[float, ...]
    claimed: tuple[Claimed, ...]

    def shares(self, ratios: DrawnRatios) -> tuple[dict[int | None, Floats], ...]:
        """For each group of consumptions the share of it that each instrument covers, and under None what none covers, at every draw."""
        used = [np.sum([kwh * ratios.of(meter) for meter, kwh in group.kwh_by_meter.items()], axis=0) for group in self.claimed]
        left = [np.ones(ratios.count) for _ in self.claimed]
        found: tuple[dict[int | None, Floats], ...] = tuple({} for _ in self.claimed)
        for number, held in enumerate(self.held_kwh):
            members = [index for index, group in enumerate(self.claimed) if group.claims[number]]
            if members:
                part = _covered_part(held, np.sum([left[index] * used[index] for index in members], axis=0))
                for index in members:
                    found[index][number] = left[index] * part
                    left[index] = left[index] * (1.0 - part)
        for index, rest in enumerate(left):
            found[index][None] = rest
        return found


def _covered_part(held_kwh: float, open_kwh: Floats) -> Floats:
    """The part of what is open that an instrument covers: all of it, or as much as it holds."""
    enough = open_kwh <= held_kwh
    return np.where(enough, 1.0, held_kwh / np.where(enough, 1.0, open_kwh))


def drawn_pool(pool: Pool, meters: Sequence[str]) -> tuple[DrawnPool, tuple[int, ...]]:
    """The pool with its parts grouped by who may cover them, and the group of each part. `meters`: the meter's key for each part."""
    groups: dict[tuple[bool, ...], dict[str, float]] = {}
    keys = [tuple(claims[index] for claims in pool.claims) for index in range(len(pool.parts))]
    for key, part, meter in zip(keys, pool.parts, meters, strict=True):
        loads = groups.setdefault(key, {})
        loads[meter] = loads.get(meter, 0.0) + float(part.quantity)
    order = {key: number for number, key in enumerate(groups)}
    held = tuple(float(instrument.quantity_kwh) for instrument in pool.accepted)
    return DrawnPool(held, tuple(Claimed(key, loads) for key, loads in groups.items())), tuple(order[key] for key in keys)
