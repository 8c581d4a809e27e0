"""The policy on base years and the events since: a YAML text that a carbon manager keeps; every problem in it is named with its key."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hutan.adapters.yaml_text import read_yaml
from hutan.core.inventory.base_year import BaseYearEvent, BaseYearPolicy, EventKind
from hutan.kernel.errors import InputError
from hutan.kernel.ids import PackId, SiteId, SourceId, pack_id


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Policy(_Document):
    base_year: int = Field(ge=1990, le=2100)
    pack: str
    total: str
    threshold_percent: Decimal = Field(gt=0, le=100)
    cumulative: bool = True
    by: str = Field(min_length=1)
    on: date
    because: str = Field(min_length=1)


class _Event(_Document):
    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    kind: EventKind
    effective: date
    known_on: date
    sites: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    to_pack: str = ""
    to_total: str = ""
    reported_elsewhere: bool = False
    by: str = Field(min_length=1)
    because: str = Field(min_length=1)


class _File(_Document):
    policy: _Policy
    events: tuple[_Event, ...] = ()


def read_base_year(name: str, data: bytes) -> tuple[BaseYearPolicy, tuple[BaseYearEvent, ...]]:
    """Policy and events.

    Raises
    ------
    InputError
        If the file is not YAML, a key is missing, misspelt or has a wrong value, or an event stands twice.
    """
    document = read_yaml(name, data)
    try:
        parsed = _File.model_validate(document)
        events = tuple(_event(item) for item in parsed.events)
        policy = _policy(parsed.policy)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise InputError("base_year_file_invalid", file=name, key=key, problem=first["msg"]) from error
    except ValueError as error:
        raise InputError("base_year_file_invalid", file=name, key="pack", problem=str(error)) from error
    ids = [event.id for event in events]
    twice = next((item for item in ids if ids.count(item) > 1), None)
    if twice is not None:
        raise InputError("base_year_file_invalid", file=name, key="events.id", problem=twice)
    return policy, events


def _policy(item: _Policy) -> BaseYearPolicy:
    return BaseYearPolicy(item.base_year, pack_id(item.pack), item.total, item.threshold_percent, item.cumulative, item.by, item.on, item.because)


def _event(item: _Event) -> BaseYearEvent:
    to_pack: PackId | None = pack_id(item.to_pack) if item.to_pack else None
    return BaseYearEvent(
        id=item.id,
        kind=item.kind,
        effective=item.effective,
        known_on=item.known_on,
        sites=tuple(SiteId(site) for site in item.sites),
        sources=tuple(SourceId(source) for source in item.sources),
        to_pack=to_pack,
        to_total=item.to_total,
        reported_elsewhere=item.reported_elsewhere,
        decided_by=item.by,
        because=item.because,
    )
