"""Two packs side by side, and the effect of the second on a result that was sealed with the first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from hutan.adapters.engines import engine
from hutan.adapters.pack_store.library import load_packs
from hutan.adapters.pack_store.method_packs import read_header, read_parameters
from hutan.adapters.pack_store.tables import FACTORS_CSV, factors_of
from hutan.adapters.pack_store.user_store import find_pack
from hutan.adapters.recalculation import Recalculation
from hutan.core.factors.factor import Factor
from hutan.core.inventory.calculation import calculate
from hutan.core.inventory.differences import Comparison, compared
from hutan.core.inventory.result import Gap, Inventory
from hutan.core.methods.pack import MethodPack
from hutan.core.methods.pack_changes import PackChange, factor_changes, method_changes
from hutan.kernel.errors import InputError
from hutan.kernel.ids import PackId


def changes_of(before: PackId, after: PackId) -> tuple[PackChange, ...]:
    """Every difference of two packs of the same content.

    Raises
    ------
    InputError
        If a pack is not there, or one holds rules and the other data.
    """
    contents = [read_header(find_pack(name)).content for name in (before, after)]
    if contents[0] != contents[1]:
        raise InputError("packs_not_alike", first=before, second=after, contents=", ".join(contents))
    changes = factor_changes(_factors(before), _factors(after))
    if contents[0] == "method":
        return (*method_changes(_method(before), _method(after)), *changes)
    return changes


def _method(name: PackId) -> MethodPack:
    return load_packs((name,), find_pack).library.methods[0]


def _factors(name: PackId) -> tuple[Factor, ...]:
    folder = find_pack(name)
    own = factors_of(folder) if FACTORS_CSV in folder.files else ()
    return (*own, *read_parameters(folder))


@dataclass(frozen=True, slots=True)
class Effect:
    """One period: the way from one pack's first total to the other's, and what the other leaves open that the first did not."""

    comparison: Comparison
    after: Inventory
    new_gaps: tuple[Gap, ...]


def effect_of(found: Recalculation, before: PackId, after: PackId, reported_on: date) -> tuple[Effect, ...]:
    """What `after` makes of the data that a result was sealed with under `before`, period by period.

    Raises
    ------
    InputError
        If the result was not calculated under `before`, or a pack states no total.
    """
    sealed = [item for item in found.inventories if item.pack_id == before]
    if not sealed:
        raise InputError("result_without_pack", pack=before, known=", ".join(sorted({item.pack_id for item in found.inventories})))
    loaded = load_packs((after,), find_pack)
    inputs = replace(found.inputs, periods=tuple(item.period for item in sealed), reported_on=reported_on)
    new = calculate(inputs, loaded.library, engine("python"))
    return tuple(_effect(one, other) for one, other in zip(sealed, new, strict=True))


def _effect(before: Inventory, after: Inventory) -> Effect:
    known = {(gap.source_id, gap.measures) for gap in before.gaps if not gap.outside}
    gaps = tuple(gap for gap in after.gaps if not gap.outside and (gap.source_id, gap.measures) not in known)
    return Effect(compared(before, _first_total(before), after, _first_total(after)), after, gaps)


def _first_total(inventory: Inventory) -> str:
    return next(total.id for total in inventory.totals if not total.apart)
