"""The base year recalculated: every event applied to what stood before it, its effect calculated and never estimated, both series kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from hutan.core.inventory.base_year import (
    NEVER,
    BaseYearEvent,
    BaseYearPolicy,
    EventKind,
    Judged,
    Series,
    SeriesYear,
    Verdict,
    percent_of,
    verdict_of,
)
from hutan.core.inventory.calculation import Inputs
from hutan.core.inventory.result import Inventory
from hutan.core.model.activity_record import ActivityRecord
from hutan.core.model.organization import OwnershipShare, OwnValue, Site
from hutan.kernel.errors import InputError
from hutan.kernel.ids import PackId, SiteId, SourceId
from hutan.kernel.periods import Period, year

# Calculates inputs under a pack, one inventory a period.
Calculator = Callable[[Inputs, PackId], tuple[Inventory, ...]]


@dataclass(frozen=True, slots=True)
class Recalculation:
    """What became of the base year: a verdict for every event in the order in which they became known, and every series that ever stood."""

    judged: tuple[Judged, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class _State:
    """What the series rests on: inputs, pack and total."""

    inputs: Inputs
    pack: PackId
    total_id: str


def recalculate(policy: BaseYearPolicy, events: Sequence[BaseYearEvent], base: Inputs, current: Inputs, calculator: Calculator) -> Recalculation:
    """Judge the events in the order in which they became known, and recalculate whenever the policy asks for it.

    `base` is what the base year was reported with, `current` what is known now: an acquired site and corrected records are taken from it.

    Raises
    ------
    InputError
        If the base year is not among the periods, an event names a site or source that is not there, an acquired site has no records for the base
        year, or a change of method names no pack.
    """
    if year(policy.base_year) not in base.periods:
        raise InputError("base_year_not_held", year=str(policy.base_year), held=", ".join(str(item) for item in base.periods))
    adopted = _State(base, policy.pack, policy.total_id)
    series = [_series(adopted, (), policy, calculator, policy.adopted_on)]
    judged: list[Judged] = []
    waiting: list[BaseYearEvent] = []
    pending, gathered = adopted, Decimal(0)
    for event in sorted(events, key=lambda item: (item.known_on, item.effective, item.id)):
        if event.kind in NEVER or event.reported_elsewhere:
            judged.append(Judged(event.id, Decimal(0), Decimal(0), gathered, Verdict.NEVER))
            continue
        before, after = pending, _applied(pending, event, current, year(policy.base_year))
        effect = _base_total(after, policy, calculator) - _base_total(before, policy, calculator)
        size = percent_of(effect, series[-1].years[_index(series[-1], policy)].total_kg)
        gathered += abs(size)
        verdict = verdict_of(policy, size, gathered)
        judged.append(Judged(event.id, effect, size, gathered, verdict))
        pending = after
        waiting.append(event)
        if verdict is not Verdict.WAITS:
            adopted, names = pending, tuple(item.id for item in waiting)
            series.append(_series(adopted, names, policy, calculator, event.known_on))
            waiting, gathered = [], Decimal(0)
    return Recalculation(tuple(judged), tuple(series))


def _index(series: Series, policy: BaseYearPolicy) -> int:
    return next(index for index, item in enumerate(series.years) if item.year == policy.base_year)


def _base_total(state: _State, policy: BaseYearPolicy, calculator: Calculator) -> Decimal:
    inputs = replace(state.inputs, periods=(year(policy.base_year),))
    (inventory,) = calculator(inputs, state.pack)
    return inventory.total(state.total_id).value


def _series(state: _State, events: tuple[str, ...], policy: BaseYearPolicy, calculator: Calculator, known_on: date) -> Series:
    from_base = tuple(item for item in state.inputs.periods if item.start.year >= policy.base_year)
    inventories = calculator(replace(state.inputs, periods=from_base), state.pack)
    years = tuple(_year(inventory, state.total_id) for inventory in inventories)
    return Series(known_on, state.pack, state.total_id, events, years)


def _year(inventory: Inventory, total_id: str) -> SeriesYear:
    total = inventory.total(total_id)
    parts = {
        dimension: tuple((item.key, item.value) for item in total.slices if item.dimension == dimension) for dimension in ("scope", "site")
    }
    return SeriesYear(inventory.period.start.year, total.value, parts["scope"], parts["site"])


def _applied(state: _State, event: BaseYearEvent, current: Inputs, base: Period) -> _State:
    """What the series would rest on with the event in it."""
    _check_names(event, state.inputs, current)
    if event.kind is EventKind.METHOD_CHANGE:
        if event.to_pack is None:
            raise InputError("base_year_event_incomplete", event=event.id, lacking="to_pack")
        return replace(state, pack=event.to_pack, total_id=event.to_total or state.total_id)
    changes = {
        EventKind.DIVESTMENT: _without_sites,
        EventKind.ACQUISITION: _with_sites,
        EventKind.OUTSOURCING: _without_sources,
        EventKind.INSOURCING: _with_sources,
        EventKind.ERROR_CORRECTION: _corrected,
    }
    return replace(state, inputs=changes[event.kind](state.inputs, event, current, base))


def _check_names(event: BaseYearEvent, inputs: Inputs, current: Inputs) -> None:
    known = {str(site.id) for item in (inputs, current) for site in item.organization.sites}
    known |= {str(source.id) for item in (inputs, current) for source in item.organization.sources}
    for name in (*event.sites, *event.sources):
        if name not in known:
            raise InputError("base_year_event_unknown", event=event.id, name=name)
    needs = event.sites if event.kind in (EventKind.DIVESTMENT, EventKind.ACQUISITION) else event.sources
    if event.kind is not EventKind.METHOD_CHANGE and not (needs or (event.kind is EventKind.ERROR_CORRECTION and event.sites)):
        raise InputError("base_year_event_incomplete", event=event.id, lacking="sites, sources")


def _without_sites(inputs: Inputs, event: BaseYearEvent, _: Inputs, __: Period) -> Inputs:
    """The sites were never held: for the whole of every year, so that the years can be compared."""
    sites = tuple(replace(site, ownership=()) if site.id in event.sites else site for site in inputs.organization.sites)
    return replace(inputs, organization=replace(inputs.organization, sites=sites))


def _with_sites(inputs: Inputs, event: BaseYearEvent, current: Inputs, base: Period) -> Inputs:
    """The sites were held from the first day of the base year on, with the share of the day of the event, and with their own records."""
    added = [_held_since(site, event, base) for site in current.organization.sites if site.id in event.sites]
    sources = tuple(source for source in current.organization.sources if source.site_id in event.sites)
    records = [item for item in current.records if item.source_id in {source.id for source in sources}]
    for site in added:
        own = {source.id for source in sources if source.site_id == site.id}
        if not any(item.source_id in own and item.period.overlaps(base) for item in records):
            raise InputError("base_year_acquired_without_data", event=event.id, site=site.id, year=str(base.start.year))
    names = {site.id for site in added}
    organization = replace(
        inputs.organization,
        sites=(*(site for site in inputs.organization.sites if site.id not in names), *added),
        sources=(*(source for source in inputs.organization.sources if source.site_id not in names), *sources),
        own_values=_merged(inputs, current),
    )
    kept = [item for item in inputs.records if item.source_id not in {source.id for source in sources}]
    return replace(inputs, organization=organization, records=(*kept, *records))


def _merged(inputs: Inputs, current: Inputs) -> tuple[OwnValue, ...]:
    known = {value.id for value in inputs.organization.own_values}
    return (*inputs.organization.own_values, *(value for value in current.organization.own_values if value.id not in known))


def _held_since(site: Site, event: BaseYearEvent, base: Period) -> Site:
    share = next((item for item in site.ownership if event.effective in item.period), None)
    if share is None:
        raise InputError("base_year_event_incomplete", event=event.id, lacking=f"{site.id} ownership {event.effective.isoformat()}")
    start = min(base.start, share.period.start)
    others = (item for item in site.ownership if item is not share and item.period.start >= share.period.end)
    return replace(site, ownership=(OwnershipShare(Period(start, share.period.end), *_shares(share)), *others))


def _shares(share: OwnershipShare) -> tuple[Decimal, bool, bool]:
    return share.equity_share, share.operational_control, share.financial_control


def _without_sources(inputs: Inputs, event: BaseYearEvent, _: Inputs, __: Period) -> Inputs:
    sources = tuple(source for source in inputs.organization.sources if source.id not in event.sources)
    records = tuple(item for item in inputs.records if item.source_id not in event.sources)
    return replace(inputs, organization=replace(inputs.organization, sources=sources), records=records)


def _with_sources(inputs: Inputs, event: BaseYearEvent, current: Inputs, base: Period) -> Inputs:
    added = tuple(source for source in current.organization.sources if source.id in event.sources)
    records = tuple(item for item in current.records if item.source_id in event.sources)
    for source in added:
        if not any(item.source_id == source.id and item.period.overlaps(base) for item in records):
            raise InputError("base_year_acquired_without_data", event=event.id, site=source.id, year=str(base.start.year))
    kept = tuple(source for source in inputs.organization.sources if source.id not in event.sources)
    organization = replace(inputs.organization, sources=(*kept, *added), own_values=_merged(inputs, current))
    return replace(inputs, organization=organization, records=(*(r for r in inputs.records if r.source_id not in event.sources), *records))


def _corrected(inputs: Inputs, event: BaseYearEvent, current: Inputs, base: Period) -> Inputs:
    """The records of the sources or sites concerned as they are known now, for the base year alone."""
    concerned = {source.id for source in inputs.organization.sources if source.id in event.sources or source.site_id in event.sites}
    kept = [item for item in inputs.records if item.source_id not in concerned or not item.period.overlaps(base)]
    return replace(inputs, records=(*kept, *_of(current, concerned, base)))


def _of(current: Inputs, sources: set[SourceId], base: Period) -> Iterator[ActivityRecord]:
    return (item for item in current.records if item.source_id in sources and item.period.overlaps(base))


def sites_of(series: Series) -> tuple[SiteId, ...]:
    """Every site that a series ever counts, in order."""
    return tuple(sorted({SiteId(key) for item in series.years for key, _ in item.by_site}))
