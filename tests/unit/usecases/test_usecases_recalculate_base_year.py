"""Recalculation of a base year: exact effects, verdicts alone and together, nothing for growth, every series kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from plain_library import GHGP, SH_MRV, plain
from plain_organization import inputs, inventories, monthly, organization, record, share, site, source

from hutan.core.inventory.base_year import BaseYearEvent, BaseYearPolicy, EventKind, Series, Verdict, as_known_on, percent_of
from hutan.core.inventory.calculation import Inputs
from hutan.core.inventory.result import Inventory
from hutan.core.model.organization import Site
from hutan.kernel.errors import InputError
from hutan.kernel.ids import PackId, SiteId, SourceId, pack_id
from hutan.kernel.periods import Period, month, year
from hutan.usecases.recalculate_base_year import Recalculation, recalculate

BASE = 2023
POLICY = BaseYearPolicy(BASE, pack_id(GHGP), "location_based", Decimal(5), True, "Li", date(2024, 2, 1), "policy")
GAMMA = [source("A", "electricity", at="A"), source("B", "electricity", at="B"), source("C", "electricity", at="C")]


def calculator(asked: Inputs, pack: PackId) -> tuple[Inventory, ...]:
    """At 0.5 kg/kWh in 2023 and after."""
    return inventories(asked, plain(pack))


def event(
    identifier: str,
    kind: EventKind,
    known: date = date(2024, 6, 1),
    *,
    sites: tuple[SiteId, ...] = (),
    sources: tuple[SourceId, ...] = (),
    to_pack: PackId | None = None,
    reported_elsewhere: bool = False,
) -> BaseYearEvent:
    to_total = "total" if to_pack else ""
    return BaseYearEvent(identifier, kind, date(2024, 7, 1), known, sites, sources, to_pack, to_total, reported_elsewhere, "Li", "test")


def base(*sites: Site, kwh: dict[str, str] | None = None) -> Inputs:
    """A emits 600 kg, B 300 kg and C 60 kg in a year, unless told otherwise."""
    used = kwh or {"A": "100", "B": "50", "C": "10"}
    records = [item for each in GAMMA if each.id in used for number in (BASE, 2024) for item in monthly(each, used[each.id], number)]
    return inputs(organization(GAMMA, sites or [site("A"), site("B"), site("C")]), records, (), (year(BASE), year(2024)))


def judge(*events: BaseYearEvent, on: Inputs | None = None, current: Inputs | None = None, policy: BaseYearPolicy = POLICY) -> Recalculation:
    asked = on or base()
    return recalculate(policy, events, asked, current or asked, calculator)


def totals(series: Series) -> list[Decimal]:
    return [item.total_kg for item in series.years]


def at(*names: str) -> tuple[SiteId, ...]:
    return tuple(SiteId(name) for name in names)


def test_a_sold_plant_leaves_the_base_year_and_every_year_after() -> None:
    found = judge(event("sale", EventKind.DIVESTMENT, sites=at("B")))
    (judged,) = found.judged
    assert (judged.effect_kg, judged.verdict) == (Decimal(-300), Verdict.RECALCULATES)
    assert [totals(series) for series in found.series] == [[Decimal(960), Decimal(960)], [Decimal(660), Decimal(660)]]
    assert dict(found.series[1].years[0].by_site) == {"A": Decimal(600), "C": Decimal(60)}


def test_a_plant_sold_in_the_middle_of_a_year_leaves_all_of_it() -> None:
    sold = site("B", share(period=Period(date(2020, 1, 1), date(2024, 7, 1))))
    found = judge(event("sale", EventKind.DIVESTMENT, sites=at("B")), on=base(site("A"), sold, site("C")))
    assert [totals(series) for series in found.series] == [[Decimal(960), Decimal(810)], [Decimal(660), Decimal(660)]]


def test_an_acquired_plant_enters_with_its_own_base_year() -> None:
    """Company Gamma of the Corporate Standard, chapter 5, in our own figures: what C emitted in the base year is added to A and B."""
    bought = site("C", share(period=Period(date(2024, 7, 1), date(2099, 1, 1))))
    before = base(site("A"), site("B"), site("C", share("0", operational=False, financial=False)), kwh={"A": "100", "B": "50"})
    now = base(site("A"), site("B"), bought)
    found = judge(event("buy", EventKind.ACQUISITION, sites=at("C")), on=before, current=now)
    assert [totals(series) for series in found.series] == [[Decimal(900), Decimal(900)], [Decimal(960), Decimal(960)]]


def test_an_acquired_plant_without_data_is_asked_for() -> None:
    now = base(kwh={"A": "100", "B": "50"})
    with pytest.raises(InputError, match="base_year_acquired_without_data"):
        judge(event("buy", EventKind.ACQUISITION, sites=at("C")), on=base(kwh={"A": "100", "B": "50"}), current=now)


@pytest.mark.parametrize(
    "kind",
    [EventKind.ORGANIC_GROWTH, EventKind.ORGANIC_DECLINE, EventKind.SITE_OPENED, EventKind.SITE_CLOSED, EventKind.LATER_GRID_FACTOR],
)
def test_growth_and_later_factors_never_recalculate(kind: EventKind) -> None:
    found = judge(event("growth", kind, sites=at("A")))
    assert [item.verdict for item in found.judged] == [Verdict.NEVER]
    assert len(found.series) == 1


def test_what_is_counted_under_another_heading_changes_nothing() -> None:
    found = judge(event("out", EventKind.OUTSOURCING, sources=(SourceId("B"),), reported_elsewhere=True))
    assert (found.judged[0].verdict, len(found.series)) == (Verdict.NEVER, 1)


def test_small_events_wait_and_recalculate_together() -> None:
    """C is 6.25 % in all; two events of 3.125 % each wait and cross 5 % together."""
    half = base(kwh={"A": "97", "B": "50", "C": "10"})
    first = event("one", EventKind.ERROR_CORRECTION, sources=(SourceId("A"),))
    second = event("two", EventKind.OUTSOURCING, date(2024, 9, 1), sources=(SourceId("C"),))
    found = judge(first, second, current=half, policy=replace(POLICY, threshold_percent=Decimal(7)))
    assert [item.verdict for item in found.judged] == [Verdict.WAITS, Verdict.TOGETHER]
    assert [item.effect_kg for item in found.judged] == [Decimal(-18), Decimal(-60)]
    assert found.series[1].events == ("one", "two")
    assert totals(found.series[1])[0] == Decimal(882)


def test_without_cumulation_small_events_wait_for_ever() -> None:
    events = (event("one", EventKind.OUTSOURCING, sources=(SourceId("C"),)), event("two", EventKind.OUTSOURCING, sources=(SourceId("B"),)))
    found = judge(*events, policy=replace(POLICY, threshold_percent=Decimal(35), cumulative=False))
    assert [item.verdict for item in found.judged] == [Verdict.WAITS, Verdict.WAITS]
    assert len(found.series) == 1


def test_a_rise_does_not_hide_a_fall() -> None:
    """+60 kg and −60 kg are 12.5 % of movement, not nothing."""
    now = base(kwh={"A": "110", "B": "40", "C": "10"})
    events = [event(name, EventKind.ERROR_CORRECTION, date(2024, number, 1), sources=(SourceId(name),)) for name, number in (("A", 3), ("B", 4))]
    found = judge(*events, current=now, policy=replace(POLICY, threshold_percent=Decimal(10)))
    assert [item.verdict for item in found.judged] == [Verdict.WAITS, Verdict.TOGETHER]
    assert totals(found.series[1])[0] == Decimal(960)


def test_a_change_of_method_is_calculated_under_the_new_one() -> None:
    found = judge(event("method", EventKind.METHOD_CHANGE, to_pack=pack_id(SH_MRV)))
    assert found.judged[0].verdict is Verdict.RECALCULATES
    assert (found.series[1].pack, found.series[1].total_id) == (SH_MRV, "total")
    assert totals(found.series[1])[0] == totals(found.series[0])[0] + found.judged[0].effect_kg


def test_an_error_is_corrected_in_the_base_year_alone() -> None:
    now = base()
    now = replace(now, records=(*(r for r in now.records if r.source_id != "A"), *(record(GAMMA[0], month(BASE, n), "80") for n in range(1, 13))))
    found = judge(event("error", EventKind.ERROR_CORRECTION, sources=(SourceId("A"),)), current=now)
    assert [totals(series) for series in found.series] == [[Decimal(960), Decimal(960)], [Decimal(840), Decimal(960)]]


def test_every_series_stays_and_is_found_by_the_day() -> None:
    found = judge(event("sale", EventKind.DIVESTMENT, date(2024, 8, 1), sites=at("B")))
    first, second = found.series
    assert as_known_on(found.series, date(2024, 1, 31)) is None
    assert as_known_on(found.series, date(2024, 7, 31)) is first
    assert as_known_on(found.series, date(2024, 8, 1)) is second


def test_the_order_in_which_events_are_written_does_not_matter() -> None:
    events = [event("sale", EventKind.DIVESTMENT, date(2024, 8, 1), sites=at("B")), event("out", EventKind.OUTSOURCING, sources=(SourceId("C"),))]
    assert judge(*events) == judge(*reversed(events))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (event("e", EventKind.DIVESTMENT, sites=at("X")), "base_year_event_unknown"),
        (event("e", EventKind.DIVESTMENT), "base_year_event_incomplete"),
        (event("e", EventKind.METHOD_CHANGE), "base_year_event_incomplete"),
        (event("e", EventKind.OUTSOURCING, sources=(SourceId("X"),)), "base_year_event_unknown"),
    ],
)
def test_an_event_that_cannot_be_applied_is_named(wrong: BaseYearEvent, code: str) -> None:
    with pytest.raises(InputError, match=code):
        judge(wrong)


def test_a_base_year_that_the_result_does_not_hold_is_named() -> None:
    with pytest.raises(InputError, match="base_year_not_held"):
        judge(policy=replace(POLICY, base_year=2020))


def test_per_cent_of_nothing_is_nothing() -> None:
    assert percent_of(Decimal(5), Decimal(0)) == 0
    assert percent_of(Decimal(1), Decimal(3)) == Decimal("33.333333")
