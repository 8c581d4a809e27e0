"""An organization: legal entity, sites, shares over time, emission sources and their meters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from hutan.core.model.sourcing import Confirmation, FactorChoice, FactorSpread, StatedSpread
from hutan.kernel.ids import OrganizationId, RegionId, SiteId, SourceId
from hutan.kernel.periods import Period


class Consolidation(Enum):
    """How shares in a site decide what part of its emissions is counted. Source: GHG Protocol Corporate Standard, ch. 3."""

    OPERATIONAL_CONTROL = "operational_control"
    FINANCIAL_CONTROL = "financial_control"
    EQUITY_SHARE = "equity_share"


class SourceUse(Enum):
    """What a carrier is used for; decides scope and which gases are asked for."""

    STATIONARY = "stationary"
    MOBILE = "mobile"
    FEEDSTOCK = "feedstock"
    PURCHASED = "purchased"


@dataclass(frozen=True, slots=True)
class OwnershipShare:
    """The share held in a site during a period; `equity_share` from 0 to 1."""

    period: Period
    equity_share: Decimal
    operational_control: bool
    financial_control: bool


@dataclass(frozen=True, slots=True)
class Meter:
    """A meter with the spread that its certificate states, where one is held."""

    serial: str
    spread: StatedSpread | None


@dataclass(frozen=True, slots=True)
class OwnValue:
    """A value measured or contracted by the organization; it outranks every default for its source.

    `source_id` empty: for every source of the organization with this substance. `gwp_basis`: the set that a value in CO2e rests on.
    """

    id: str
    source_id: SourceId | None
    parameter: str
    substance: str
    gas: str
    value: Decimal
    unit: str
    period: Period
    citation: str
    spread: StatedSpread | None
    gwp_basis: str = ""


@dataclass(frozen=True, slots=True)
class EmissionSource:
    """One stream of one carrier at one site: a meter, a tank, a contract."""

    id: SourceId
    site_id: SiteId
    name_zh: str
    name_en: str
    carrier: str
    use: SourceUse
    meter: Meter | None


@dataclass(frozen=True, slots=True)
class Site:
    """A place with its region for factor choice, district and shares over time."""

    id: SiteId
    name_zh: str
    name_en: str
    region: RegionId
    district_code: str
    ownership: tuple[OwnershipShare, ...]


@dataclass(frozen=True, slots=True)
class Organization:
    """A legal entity with its sites, sources, own values, and what named persons confirmed or chose."""

    id: OrganizationId
    name_zh: str
    name_en: str
    credit_code: str
    district_code: str
    industry_code: str
    industry_edition: str
    consolidation: Consolidation
    sites: tuple[Site, ...]
    sources: tuple[EmissionSource, ...]
    own_values: tuple[OwnValue, ...]
    confirmations: tuple[Confirmation, ...]
    choices: tuple[FactorChoice, ...]
    factor_spreads: tuple[FactorSpread, ...]
    _sites_by_id: Mapping[SiteId, Site] = field(init=False, repr=False, compare=False)
    _sources_by_id: Mapping[SourceId, EmissionSource] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_sites_by_id", {site.id: site for site in self.sites})
        object.__setattr__(self, "_sources_by_id", {source.id: source for source in self.sources})

    def site(self, site_id: SiteId) -> Site:
        return self._sites_by_id[site_id]

    def source(self, source_id: SourceId) -> EmissionSource:
        return self._sources_by_id[source_id]
