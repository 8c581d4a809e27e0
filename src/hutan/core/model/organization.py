"""An organization: legal entity, sites, shares over time, emission sources and their meters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

from hutan.core.model.carrier import Carrier
from hutan.core.model.quality import QualityRating
from hutan.core.model.sourcing import Confirmation, FactorChoice, FactorSpread, StatedSpread
from hutan.kernel.ids import OrganizationId, RegionId, SiteId, SourceId
from hutan.kernel.periods import Period


class Consolidation(Enum):
    """How shares in a site decide what part of its emissions is counted. Source: GHG Protocol Corporate Standard, ch. 3."""

    OPERATIONAL_CONTROL = "operational_control"
    FINANCIAL_CONTROL = "financial_control"
    EQUITY_SHARE = "equity_share"


class SourceUse(Enum):
    """What a carrier is used for; decides scope, sign and which gases are asked for.

    Within the fence: fuels burned, energy bought or sold, what enters and leaves a process. INTERNAL is energy that a utility of the
    organization's own hands on: it is allocated, never counted again. Up and down the value chain: the fifteen categories.
    """

    STATIONARY = "stationary"
    MOBILE = "mobile"
    FEEDSTOCK = "feedstock"
    PURCHASED = "purchased"
    SOLD = "sold"
    INTERNAL = "internal"
    PROCESS_INPUT = "process_input"
    PROCESS_OUTPUT = "process_output"
    CAPTURED = "captured"
    GAS_ACQUIRED = "gas_acquired"
    GAS_RECOVERED = "gas_recovered"
    GAS_STOCKED = "gas_stocked"
    GAS_FILLED = "gas_filled"
    GAS_IN_EQUIPMENT = "gas_in_equipment"
    GAS_FED = "gas_fed"
    INTERNATIONAL_TRANSPORT = "international_transport"
    TREATED = "treated"
    INCINERATED = "incinerated"
    PURCHASED_GOODS = "purchased_goods"
    CAPITAL_GOODS = "capital_goods"
    UPSTREAM_TRANSPORT = "upstream_transport"
    WASTE_SENT_OUT = "waste_sent_out"
    BUSINESS_TRAVEL = "business_travel"
    COMMUTING = "commuting"
    UPSTREAM_LEASED = "upstream_leased"
    DOWNSTREAM_TRANSPORT = "downstream_transport"
    PROCESSING_OF_SOLD = "processing_of_sold"
    USE_OF_SOLD = "use_of_sold"
    END_OF_LIFE = "end_of_life"
    DOWNSTREAM_LEASED = "downstream_leased"
    FRANCHISED = "franchised"
    INVESTED = "invested"


# What every inventory must answer for, whatever else its method leaves to others.
ENERGY_USES: Final = frozenset((SourceUse.STATIONARY, SourceUse.MOBILE, SourceUse.FEEDSTOCK, SourceUse.PURCHASED))


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
    """One stream of one carrier at one site: a meter, a tank, a contract.

    `balance` names the balance that a stream belongs to with others (a furnace, a refrigerant store); empty where it stands alone.
    """

    id: SourceId
    site_id: SiteId
    name_zh: str
    name_en: str
    carrier: str
    use: SourceUse
    meter: Meter | None
    balance: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What an internal meter hands to `to`: another utility by its id, or a cost center, line or product by its name."""

    source_id: SourceId
    to: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A source that a utility lives on: all of it, or the part that the internal meter `through` counts, in the source's own unit."""

    source_id: SourceId
    through: SourceId | None


@dataclass(frozen=True, slots=True)
class Utility:
    """An internal product such as compressed air, chilled water or clean-room air, made from what `fed_by` counts and delivered by meters.

    `output` is the meter on what is made, where there is one; what no delivery meter counts of it is loss, borne by all users alike.
    """

    id: str
    name_zh: str
    name_en: str
    fed_by: tuple[Feed, ...]
    output: SourceId | None
    deliveries: tuple[Delivery, ...]


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
class Significance:
    """What a named person holds of a part of the inventory that a method lets the reporter judge: a category, by stated criteria, on a day."""

    category: str
    significant: bool
    criteria: str
    judged_by: str
    judged_on: date
    because: str


@dataclass(frozen=True, slots=True)
class Organization:
    """A legal entity with its sites, sources, own values, and what named persons confirmed or chose.

    `items` are carriers that no pack holds: materials bought, routes, products sold, named and counted by the organization itself.
    """

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
    items: tuple[Carrier, ...] = ()
    utilities: tuple[Utility, ...] = ()
    significance: tuple[Significance, ...] = ()
    ratings: tuple[QualityRating, ...] = ()
    _sites_by_id: Mapping[SiteId, Site] = field(init=False, repr=False, compare=False)
    _sources_by_id: Mapping[SourceId, EmissionSource] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_sites_by_id", {site.id: site for site in self.sites})
        object.__setattr__(self, "_sources_by_id", {source.id: source for source in self.sources})

    def site(self, site_id: SiteId) -> Site:
        return self._sites_by_id[site_id]

    def source(self, source_id: SourceId) -> EmissionSource:
        return self._sources_by_id[source_id]
