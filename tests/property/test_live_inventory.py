"""A live inventory is, byte for byte, the inventory calculated and sealed anew, whatever records leave it and come to it."""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from plain_library import ENERGY, GHGP, SH_MRV, plain
from plain_organization import (
    REPORTED,
    UNITS,
    certificate,
    inputs,
    monthly,
    organization,
    own_value,
    percent_95,
    record,
    share,
    site,
    source,
    trade,
)

from hutan.adapters.engines import engine
from hutan.core.inventory.calculation import Inputs, calculate
from hutan.core.model.activity_record import ActivityRecord, Estimate, RecordState
from hutan.core.model.organization import Delivery, Feed, Organization, SourceUse, Utility
from hutan.core.model.sourcing import FactorSpread
from hutan.kernel.ids import RecordId, SourceId
from hutan.kernel.periods import Period, year
from hutan.usecases.live_inventory import LiveInventory, changed, movements, started
from hutan.usecases.seal import seal

_SOURCES = (
    source("E1", "electricity", spread=percent_95("2")),
    source("E2", "electricity"),
    source("G", "natural_gas", spread=percent_95("3")),
    source("B", "wood_pellets"),
    source("F1", "electricity", at="T", spread=percent_95("5")),
    source("F2", "electricity", at="T"),
    source("D", "diesel", SourceUse.MOBILE, at="T"),
    source("H", "heat", at="U"),
)
# Internal meters: one on the electricity of a utility, one on what the utility delivers.
_THROUGH = replace(source("I1", "electricity"), use=SourceUse.INTERNAL)
_AIR = replace(source("I2", "electricity"), carrier="compressed_air", use=SourceUse.INTERNAL)
_UNITS = {**UNITS, "compressed_air": "Nm3"}
_FIRST, _LAST = date(2023, 11, 1), date(2026, 2, 1)
_MIDDLE = Period(date(2024, 2, 10), date(2024, 5, 20))
# An estimate that was sent in without method, and two whose methods state other spreads.
_ESTIMATES = (None, *(Estimate("mean_of_neighbors", (), "周岚", REPORTED, "抄表遗漏", percent_95(half)) for half in ("4", "9.5")))
_QUANTITIES = st.decimals(min_value=0, max_value=10**6, places=3) | st.sampled_from([Decimal(0), Decimal("0.000001")])


@functools.cache
def _organization() -> Organization:
    """Two sites, one of them held for a part of the time; a value of one's own from the middle of a month; a utility."""
    held = share(period=Period(date(2024, 3, 15), date(2025, 7, 1)))
    own = own_value("own-gas", "G", "ncv", "natural_gas", "0.039", "GJ/Nm3", Period(date(2024, 6, 11), date(2025, 2, 1)))
    made = organization((*_SOURCES, _THROUGH, _AIR), (site("S"), site("T", held), site("U", share(operational=False))), (own,))
    utility = Utility("air", "空压站", "air", (Feed(SourceId("E1"), SourceId("I1")),), None, (Delivery(SourceId("I2"), "line"),))
    spreads = (FactorSpread("grid*", percent_95("5")), FactorSpread("gas*", percent_95("4")))
    return replace(made, utilities=(utility,), factor_spreads=spreads)


@functools.cache
def _asked() -> Inputs:
    instruments = [certificate("c1", "150000"), trade("t1", "90000.5"), certificate("c2", "70000", at="T"), certificate("c3", "5000", number=2025)]
    records = [item for of in _SOURCES[:6] for item in monthly(of, "12345.678")]
    return inputs(_organization(), records, instruments, periods=(year(2024), year(2025), _MIDDLE), reported_on=REPORTED)


@functools.cache
def _live() -> LiveInventory:
    return started(_asked(), plain(GHGP, SH_MRV, ENERGY), engine("python"))


@st.composite
def _record(draw: st.DrawFn) -> ActivityRecord:
    """A record of some days, mostly within a month, of any source, inside or outside periods and boundary."""
    start = _FIRST + timedelta(days=draw(st.integers(min_value=0, max_value=(_LAST - _FIRST).days)))
    days = draw(st.integers(min_value=1, max_value=31) | st.integers(min_value=1, max_value=400))
    of = draw(st.sampled_from([*_SOURCES, _THROUGH, _AIR]))
    made = record(source("E", "electricity"), Period(start, start + timedelta(days=days)), draw(_QUANTITIES), draw(st.sampled_from(RecordState)))
    number = draw(st.integers(min_value=0, max_value=10**6))
    if made.state is RecordState.ESTIMATED:
        made = replace(made, estimate=draw(st.sampled_from(_ESTIMATES)))
    return replace(made, id=RecordId(f"{of.id}-{number}"), source_id=of.id, unit=_UNITS[of.carrier])


@st.composite
def _step(draw: st.DrawFn) -> tuple[list[int], list[int], list[ActivityRecord]]:
    """Places of records to remove, places of records to correct, and new records."""
    places = st.lists(st.integers(min_value=0, max_value=10**6), max_size=3)
    return draw(places), draw(places), draw(st.lists(_record(), max_size=3))


def _corrected(item: ActivityRecord) -> ActivityRecord:
    state = RecordState.ESTIMATED if item.state is RecordState.MEASURED else RecordState.MEASURED
    estimate = _ESTIMATES[1] if state is RecordState.ESTIMATED else None
    return replace(item, quantity=item.quantity + Decimal("1.5"), state=state, estimate=estimate)


def _assert_same(live: LiveInventory) -> None:
    asked, library = live.inputs(), plain(GHGP, SH_MRV, ENERGY)
    anew = calculate(asked, library, engine("python"))
    wanted = seal(asked, library, anew)
    found = live.sealed()
    different = [name for name in sorted({*wanted.chunks, *found.chunks}) if wanted.chunks.get(name) != found.chunks.get(name)]
    assert not different, [(name, wanted.chunks.get(name), found.chunks.get(name)) for name in different[:2]]
    assert found == wanted
    assert list(found.chunks) == list(wanted.chunks)
    for kept, inventory in zip(live.kept, anew, strict=True):
        assert kept.inventory(inventory.lines) == inventory


def test_the_start_is_the_calculation() -> None:
    _assert_same(_live())


@settings(max_examples=25)
@given(st.lists(_step(), min_size=1, max_size=4))
def test_any_sequence_of_changes_is_the_calculation_anew(steps: list[tuple[list[int], list[int], list[ActivityRecord]]]) -> None:
    live = _live()
    for gone, corrected, new in steps:
        held = list(live.inputs().records)
        removed = {place % len(held) for place in gone} if held else set()
        mended = {place % len(held) for place in corrected} - removed if held else set()
        before = live
        live = changed(live, [held[place] for place in sorted(removed | mended)], [*(_corrected(held[place]) for place in sorted(mended)), *new])
        for movement in movements(before, live):
            assert movement.old + movement.difference == movement.new
    _assert_same(live)


@settings(max_examples=10)
@given(st.lists(_record(), min_size=1, max_size=4))
def test_what_came_and_left_again_leaves_nothing_behind(records: list[ActivityRecord]) -> None:
    live = _live()
    back = changed(changed(live, [], records), records, [])
    assert back.sealed() == live.sealed()
    assert movements(live, back) == ()


def test_taking_everything_out_and_putting_it_in_again() -> None:
    live = _live()
    empty = changed(live, live.inputs().records, [])
    assert not empty.inputs().records
    _assert_same(empty)
    assert changed(empty, [], live.inputs().records).sealed() == live.sealed()
