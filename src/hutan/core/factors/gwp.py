"""Global warming potentials by species, origin, report and horizon; a missing one is an error that names gas and set, never zero."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Final

from hutan.core.factors.factor import CO2E, Factor
from hutan.core.factors.reasons import standing
from hutan.core.model.sourcing import Citation, Confirmation, EvidenceGrade
from hutan.kernel.errors import InputError, PackError
from hutan.kernel.ids import PackId
from hutan.kernel.refusals import Address, Refusal, params_of

CO2: Final = "CO2"
_MONTREAL: Final = frozenset({"CFC", "HCFC"})
_IGNORED: Final = str.maketrans("", "", " -–—‐_.,，、()（）")


class GwpOrigin(Enum):
    """Where the carbon of a gas comes from. ANY: the one value a report prints without regard to origin."""

    ANY = "any"
    FOSSIL = "fossil"
    NON_FOSSIL = "non_fossil"


@dataclass(frozen=True, slots=True)
class GwpValue:
    """One warming potential [kgCO2e/kg]; `set_name` says report, horizon [years] and table."""

    id: str
    species: str
    origin: GwpOrigin
    edition: str
    horizon_years: int
    value: Decimal
    grade: EvidenceGrade
    corroborated: bool
    set_name: str
    family: str
    name_zh: str
    name_en: str
    aliases: tuple[str, ...]
    citation: Citation
    licence: str
    note: str
    pack: PackId
    seen_at: str = ""

    @property
    def outside_basket(self) -> bool:
        """CFC and HCFC stand outside the Kyoto basket: they may be disclosed, and enter no scope total unseen."""
        return self.family in _MONTREAL


_Key = tuple[str, GwpOrigin, str, int]


@dataclass(frozen=True, slots=True)
class GwpTable:
    """Warming potentials of the packs in use.

    Raises
    ------
    PackError
        If an id stands twice, a value is not positive, CO2 is not 1, or one name means two gases.
    """

    values: tuple[GwpValue, ...]
    _by_key: Mapping[_Key, tuple[GwpValue, ...]] = field(init=False, repr=False, compare=False)
    _species: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _check_values(self.values)
        by_key: dict[_Key, tuple[GwpValue, ...]] = {}
        for item in self.values:
            key = (item.species, item.origin, item.edition, item.horizon_years)
            by_key[key] = (*by_key.get(key, ()), item)
        object.__setattr__(self, "_by_key", by_key)
        object.__setattr__(self, "_species", _names(self.values))

    def species(self, name: str) -> str | None:
        """The gas that a name stands for: ``HFC-134a`` for ``R134a``, ``PFC-14`` for ``CF4`` and 四氟化碳; None for an unknown name."""
        return self._species.get(_plain(name))

    def family(self, name: str) -> str:
        """The family a gas belongs to, such as ``HFC``; empty for a gas that no table holds."""
        species = self.species(name)
        return next((item.family for item in self.values if item.species == species), "") if species else ""

    def gwp(self, species: str, origin: str, edition: str, horizon_years: int) -> GwpValue:
        """The warming potential of one gas.

        `origin` is a value of `GwpOrigin`. Where the report has no value of its own for an origin, its one value for all origins stands;
        where it splits the gas, ``any`` gives only what the report prints without regard to origin. CO2 is 1 in every set.

        Raises
        ------
        InputError
            ``gwp_missing`` if the report's table has no value; ``gwp_conflict`` if two printings of it disagree.
        """
        report = edition.upper()
        name = self.species(species) or species
        if name.upper() == CO2:
            return _co2(report, horizon_years)
        found = self._by_key.get((name, GwpOrigin(origin), report, horizon_years)) or self._unsplit(name, report, horizon_years)
        if not found:
            raise InputError("gwp_missing", gas=species, edition=report, horizon=str(horizon_years))
        if len(found) > 1:
            values = ", ".join(f"{item.value} ({item.id})" for item in found)
            raise InputError("gwp_conflict", gas=species, edition=report, horizon=str(horizon_years), values=values)
        return found[0]

    def _unsplit(self, name: str, report: str, horizon_years: int) -> tuple[GwpValue, ...]:
        split = any((name, origin, report, horizon_years) in self._by_key for origin in (GwpOrigin.FOSSIL, GwpOrigin.NON_FOSSIL))
        return () if split else self._by_key.get((name, GwpOrigin.ANY, report, horizon_years), ())


def draft_refusal(value: GwpValue, confirmations: Iterable[Confirmation], address: Address) -> Refusal | None:
    """A refusal if the value is a draft that nobody confirmed, else None."""
    if standing(value.id, value.grade, value.corroborated, confirmations).usable:
        return None
    return Refusal("gwp_draft_not_confirmed", address, params_of(gas=value.species, set=value.set_name, value=value.value, id=value.id))


def restatement_refusal(factor: Factor, edition: str, horizon_years: int, address: Address) -> Refusal | None:
    """A refusal if `factor` arrives as CO2e on another basis than the one wanted: what is already added up cannot be taken apart."""
    wanted = f"{edition.upper()} GWP{horizon_years}"
    if factor.gas != CO2E or factor.gwp_basis == wanted or factor.gwp_basis.startswith(f"{wanted} "):
        return None
    return Refusal("factor_restatement_refused", address, params_of(factor=factor.id, basis=factor.gwp_basis or "–", wanted=wanted))


def _co2(report: str, horizon_years: int) -> GwpValue:
    return GwpValue(
        id="gwp.co2",
        species=CO2,
        origin=GwpOrigin.ANY,
        edition=report,
        horizon_years=horizon_years,
        value=Decimal(1),
        grade=EvidenceGrade.OFFICIAL,
        corroborated=True,
        set_name=f"{report}-{horizon_years}",
        family=CO2,
        name_zh="二氧化碳",
        name_en="Carbon dioxide",
        aliases=(),
        citation=Citation("definition of the metric: CO2 is its reference gas", "IPCC", "", "", ""),
        licence="",
        note="",
        pack=PackId(""),
    )


def _plain(name: str) -> str:
    """A name without case, width, blanks, hyphens and brackets."""
    return unicodedata.normalize("NFKC", name).casefold().translate(_IGNORED)


def _names(values: Iterable[GwpValue]) -> dict[str, str]:
    names: dict[str, str] = {}
    for item in values:
        own = (item.species, *item.aliases) if item.origin is not GwpOrigin.ANY else (item.species, item.name_zh, item.name_en, *item.aliases)
        for name in filter(None, map(_plain, own)):
            if names.setdefault(name, item.species) != item.species:
                raise PackError("gwp_name_ambiguous", name=name, first=names[name], second=item.species)
    return names


def _check_values(values: Iterable[GwpValue]) -> None:
    seen: set[str] = set()
    for item in values:
        if item.id in seen:
            raise PackError("factor_duplicate", factor=item.id, first=item.pack, second=item.pack)
        if item.value <= 0 or (item.species == CO2 and item.value != 1):
            raise PackError("factor_value_implausible", factor=item.id, value=str(item.value), unit="kgCO2e/kg")
        seen.add(item.id)
