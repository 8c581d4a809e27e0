"""The organization file: a YAML text that a carbon manager writes and keeps; every problem in it is named with its key."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from hutan.adapters.yaml_text import read_yaml
from hutan.core.model.carrier import Carrier, CarrierFamily
from hutan.core.model.organization import (
    Consolidation,
    Delivery,
    EmissionSource,
    Feed,
    Meter,
    Organization,
    OwnershipShare,
    OwnValue,
    Significance,
    Site,
    SourceUse,
    Utility,
)
from hutan.core.model.quality import QualityRating
from hutan.core.model.sourcing import Confirmation, FactorChoice, FactorSpread, SpreadForm, StatedSpread
from hutan.kernel.errors import InputError
from hutan.kernel.ids import OrganizationId, RegionId, SiteId, SourceId
from hutan.kernel.periods import Period

# An ownership or value without an end is open; the far day stands for "until further notice".
OPEN_END = date(9999, 1, 1)

_OptionalDate = Annotated[date | None, BeforeValidator(lambda value: None if value in ("", None) else value)]


# Written out, a number with a large exponent would be as long as it says.
_Number = Annotated[Decimal, Field(max_digits=60)]


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class _Name(_Document):
    zh: str
    en: str = ""


class _Industry(_Document):
    code: str
    edition: str


class _Entity(_Document):
    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    name: _Name
    credit_code: str
    district: str
    industry: _Industry
    consolidation: Consolidation


class _Days(_Document):
    start: date = Field(alias="from")
    end: _OptionalDate = Field(default=None, alias="to")

    def period(self) -> Period:
        return Period(self.start, self.end or OPEN_END)


class _Share(_Days):
    equity_share: Decimal = Field(ge=0, le=1)
    operational_control: bool
    financial_control: bool


class _Spread(_Document):
    form: SpreadForm
    values: tuple[_Number, ...]
    source: str
    by: str = ""

    def stated(self) -> StatedSpread:
        return StatedSpread(self.form, self.values, self.source, self.by)


class _Meter(_Document):
    serial: str
    spread: _Spread | None = None


class _Source(_Document):
    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    name: _Name
    carrier: str
    use: SourceUse
    meter: _Meter | None = None
    balance: str = ""


class _Site(_Document):
    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    name: _Name
    region: str
    district: str = ""
    ownership: tuple[_Share, ...] = Field(min_length=1)
    sources: tuple[_Source, ...] = ()


class _Item(_Document):
    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    name: _Name
    family: CarrierFamily
    unit: str
    biogenic: bool = False
    gas: str = ""
    substance: str = ""


class _Feed(_Document):
    source: str
    through: str = ""


class _Delivery(_Document):
    meter: str
    to: str = Field(min_length=1)


class _Utility(_Document):
    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    name: _Name
    fed_by: tuple[_Feed, ...] = Field(min_length=1)
    output: str = ""
    deliveries: tuple[_Delivery, ...] = Field(min_length=1)


class _Significance(_Document):
    category: str
    significant: bool
    criteria: str = Field(min_length=1)
    by: str = Field(min_length=1)
    on: date
    because: str = Field(min_length=1)


class _Rating(_Document):
    pattern: str = Field(min_length=1)
    scheme: str
    scores: tuple[_Number, ...] = Field(min_length=1)
    by: str = Field(min_length=1)
    on: date
    because: str = Field(min_length=1)


class _OwnValue(_Days):
    id: str
    source: str = ""
    parameter: str
    substance: str
    gas: str = ""
    value: _Number
    unit: str
    citation: str = Field(min_length=1)
    spread: _Spread | None = None
    gwp_basis: str = ""


class _Confirmation(_Document):
    pattern: str
    by: str = Field(min_length=1)
    on: date
    because: str = Field(min_length=1)


class _Choice(_Document):
    pack: str = "*"
    parameter: str
    substance: str
    factor: str
    by: str = Field(min_length=1)
    on: date
    because: str = Field(min_length=1)


class _FactorSpread(_Spread):
    pattern: str


class _File(_Document):
    organization: _Entity
    items: tuple[_Item, ...] = ()
    sites: tuple[_Site, ...] = Field(min_length=1)
    utilities: tuple[_Utility, ...] = ()
    significance: tuple[_Significance, ...] = ()
    ratings: tuple[_Rating, ...] = ()
    own_values: tuple[_OwnValue, ...] = ()
    confirmations: tuple[_Confirmation, ...] = ()
    choices: tuple[_Choice, ...] = ()
    factor_spreads: tuple[_FactorSpread, ...] = ()


def read_organization(name: str, data: bytes) -> Organization:
    """The organization that the file describes; `name` is used in errors only.

    Raises
    ------
    InputError
        If the file is not YAML, a key is missing, misspelt or has a wrong value, or an id is used twice.
    """
    document = read_yaml(name, data)
    try:
        parsed = _File.model_validate(document)
        organization = _organization(parsed)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise InputError("organization_invalid", file=name, key=key, problem=first["msg"], count=str(error.error_count())) from error
    except ValueError as error:
        raise InputError("organization_invalid", file=name, key="from/to", problem=str(error), count="1") from error
    _check_references(name, organization)
    return organization


def _organization(file: _File) -> Organization:
    entity = file.organization
    return Organization(
        id=OrganizationId(entity.id),
        name_zh=entity.name.zh,
        name_en=entity.name.en or entity.name.zh,
        credit_code=entity.credit_code,
        district_code=entity.district,
        industry_code=entity.industry.code,
        industry_edition=entity.industry.edition,
        consolidation=entity.consolidation,
        sites=tuple(_site(site) for site in file.sites),
        sources=tuple(_source(site, source) for site in file.sites for source in site.sources),
        own_values=tuple(_own_value(value) for value in file.own_values),
        confirmations=tuple(Confirmation(c.pattern, c.by, c.on, c.because) for c in file.confirmations),
        choices=tuple(FactorChoice(c.pack, c.parameter, c.substance, c.factor, c.by, c.on, c.because) for c in file.choices),
        factor_spreads=tuple(FactorSpread(spread.pattern, spread.stated()) for spread in file.factor_spreads),
        items=tuple(_item(item) for item in file.items),
        utilities=tuple(_utility(utility) for utility in file.utilities),
        ratings=tuple(QualityRating(r.pattern, r.scheme, r.scores, r.by, r.on, r.because) for r in file.ratings),
        significance=tuple(Significance(s.category, s.significant, s.criteria, s.by, s.on, s.because) for s in file.significance),
    )


def _item(item: _Item) -> Carrier:
    name_en = item.name.en or item.name.zh
    return Carrier(item.id, item.name.zh, name_en, item.family, item.unit, item.biogenic, (), item.gas, item.substance)


def _utility(utility: _Utility) -> Utility:
    return Utility(
        id=utility.id,
        name_zh=utility.name.zh,
        name_en=utility.name.en or utility.name.zh,
        fed_by=tuple(Feed(SourceId(feed.source), SourceId(feed.through) if feed.through else None) for feed in utility.fed_by),
        output=SourceId(utility.output) if utility.output else None,
        deliveries=tuple(Delivery(SourceId(delivery.meter), delivery.to) for delivery in utility.deliveries),
    )


def _site(site: _Site) -> Site:
    shares = tuple(OwnershipShare(share.period(), share.equity_share, share.operational_control, share.financial_control) for share in site.ownership)
    return Site(SiteId(site.id), site.name.zh, site.name.en or site.name.zh, RegionId(site.region), site.district, shares)


def _source(site: _Site, source: _Source) -> EmissionSource:
    meter = None
    if source.meter is not None:
        meter = Meter(source.meter.serial, source.meter.spread.stated() if source.meter.spread else None)
    name_en = source.name.en or source.name.zh
    return EmissionSource(SourceId(source.id), SiteId(site.id), source.name.zh, name_en, source.carrier, source.use, meter, source.balance)


def _own_value(value: _OwnValue) -> OwnValue:
    return OwnValue(
        id=value.id,
        source_id=SourceId(value.source) if value.source else None,
        parameter=value.parameter,
        substance=value.substance,
        gas=value.gas,
        value=value.value,
        unit=value.unit,
        period=value.period(),
        citation=value.citation,
        spread=value.spread.stated() if value.spread else None,
        gwp_basis=value.gwp_basis,
    )


def _twice(keys: Iterable[str]) -> str | None:
    return next((key for key, count in Counter(keys).items() if count > 1), None)


def _check_references(name: str, organization: Organization) -> None:
    for key, twice in (
        ("sites.id", _twice(site.id for site in organization.sites)),
        ("sites.sources.id", _twice(source.id for source in organization.sources)),
        ("own_values.id", _twice(value.id for value in organization.own_values)),
        ("items.id", _twice(item.id for item in organization.items)),
        ("utilities.id", _twice(utility.id for utility in organization.utilities)),
    ):
        if twice is not None:
            raise InputError("organization_id_twice", file=name, key=key, id=twice)
    known = {source.id for source in organization.sources}
    for value in organization.own_values:
        if value.source_id is not None and value.source_id not in known:
            raise InputError("organization_source_unknown", file=name, id=value.id, source=value.source_id)
    _check_utilities(name, organization)
    for site in organization.sites:
        _check_ownership(name, site)
    _check_own_values(name, organization)


def _check_utilities(name: str, organization: Organization) -> None:
    """Utilities stand on sources that are there; what they deliver passes through internal meters."""
    known = {source.id: source.use for source in organization.sources}
    for utility in organization.utilities:
        internal = [delivery.source_id for delivery in utility.deliveries]
        internal += [item for item in (utility.output, *(feed.through for feed in utility.fed_by)) if item is not None]
        for source_id in (*internal, *(feed.source_id for feed in utility.fed_by)):
            if source_id not in known:
                raise InputError("organization_source_unknown", file=name, id=utility.id, source=source_id)
        for source_id in internal:
            if known[source_id] is not SourceUse.INTERNAL:
                raise InputError("utility_meter_not_internal", file=name, utility=utility.id, source=source_id)


def _check_ownership(name: str, site: Site) -> None:
    periods = sorted(share.period for share in site.ownership)
    for before, after in itertools.pairwise(periods):
        if before.overlaps(after):
            raise InputError("organization_shares_overlap", file=name, site=site.id, first=str(before), second=str(after))


def _check_own_values(name: str, organization: Organization) -> None:
    values = organization.own_values
    for index, first in enumerate(values):
        for second in values[index + 1 :]:
            if _place(first) == _place(second) and first.period.overlaps(second.period):
                raise InputError("organization_values_overlap", file=name, first=first.id, second=second.id)


def _place(value: OwnValue) -> tuple[str | None, str, str, str]:
    return (value.source_id, value.parameter, value.substance, value.gas)
