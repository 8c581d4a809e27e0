"""Refrigerant blends: the warming potential of a mixture from its composition, exact, and only if every component has one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from hutan.core.factors.gwp import GwpOrigin, GwpTable, GwpValue
from hutan.core.model.sourcing import Citation, EvidenceGrade
from hutan.kernel.errors import InputError, PackError
from hutan.kernel.ids import PackId

_WHOLE_PERCENT: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class BlendShare:
    """A component and its nominal share [mass %]."""

    component: str
    mass_percent: Decimal


@dataclass(frozen=True, slots=True)
class Blend:
    """A blend with its nominal composition; `usable` is false where the composition held is known to be wrong."""

    id: str
    name: str
    shares: tuple[BlendShare, ...]
    usable: bool
    grade: EvidenceGrade
    corroborated: bool
    citation: Citation
    note: str
    pack: PackId


@dataclass(frozen=True, slots=True)
class BlendPart:
    """A component of a blend with the warming potential it was given."""

    share: BlendShare
    gwp: GwpValue


@dataclass(frozen=True, slots=True)
class BlendGwp:
    """The warming potential of a blend [kgCO2e/kg], not rounded, and what it was added up from."""

    value: Decimal
    parts: tuple[BlendPart, ...]
    blend: Blend


@dataclass(frozen=True, slots=True)
class BlendTable:
    """Blends of the packs in use.

    Raises
    ------
    PackError
        If a blend stands twice or its shares do not add up to 100 %.
    """

    blends: tuple[Blend, ...]
    _by_name: Mapping[str, Blend] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_name: dict[str, Blend] = {}
        for blend in self.blends:
            total = sum((share.mass_percent for share in blend.shares), Decimal(0))
            if total != _WHOLE_PERCENT or _plain(blend.name) in by_name:
                raise PackError("blend_broken", blend=blend.name, total=str(total))
            by_name[_plain(blend.name)] = blend
        object.__setattr__(self, "_by_name", by_name)

    def find(self, name: str) -> Blend | None:
        """The blend of that name; ``R-410A``, ``R410A`` and ``r410a`` are one."""
        return self._by_name.get(_plain(name))


def blend_gwp(name: str, edition: str, horizon_years: int, blends: BlendTable, gwps: GwpTable) -> BlendGwp:
    """Sum of share × warming potential, one report for all components, exact.

    Raises
    ------
    InputError
        ``blend_unknown``; ``blend_not_usable`` where its composition is known to be wrong; ``blend_component_missing`` where the report
        has no value for a component; ``gwp_conflict`` as for a single gas.
    """
    blend = blends.find(name)
    if blend is None:
        raise InputError("blend_unknown", blend=name)
    if not blend.usable:
        raise InputError("blend_not_usable", blend=blend.name, note=blend.note)
    parts = tuple(BlendPart(share, _component(blend, share, edition, horizon_years, gwps)) for share in blend.shares)
    value = sum((part.share.mass_percent * part.gwp.value for part in parts), Decimal(0)).scaleb(-2)
    return BlendGwp(value, parts, blend)


def _component(blend: Blend, share: BlendShare, edition: str, horizon_years: int, gwps: GwpTable) -> GwpValue:
    try:
        return gwps.gwp(share.component, GwpOrigin.ANY.value, edition, horizon_years)
    except InputError as error:
        if error.code != "gwp_missing":
            raise
        raise InputError(
            "blend_component_missing", blend=blend.name, component=share.component, edition=edition.upper(), horizon=str(horizon_years)
        ) from error


def _plain(name: str) -> str:
    return name.casefold().replace("-", "").replace(" ", "")
