"""What a caller sees of a live inventory: moved totals, lines, and records that it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from plain_library import GHGP, SH_MRV, plain
from plain_organization import certificate, inputs, monthly, organization, percent_95, site, source

from hutan.adapters.engines import engine
from hutan.core.inventory.calculation import calculate
from hutan.core.model.activity_record import ActivityRecord, Estimate, RecordState
from hutan.core.model.sourcing import FactorSpread
from hutan.kernel.errors import InputError
from hutan.kernel.ids import RecordId, SiteId, SourceId, pack_id
from hutan.kernel.periods import year
from hutan.usecases.live_inventory import LiveInventory, Movement, changed, movements, started, with_intervals
from hutan.usecases.seal import seal

GAS = source("G", "natural_gas", spread=percent_95("3"))
POWER = source("E", "electricity", at="T")
ASKED = inputs(
    organization((GAS, POWER), (site("S"), site("T"))), [*monthly(GAS, "100"), *monthly(POWER, "1000")], [certificate("c", "600", at="T")]
)


def _started() -> LiveInventory:
    return started(ASKED, plain(GHGP, SH_MRV), engine("python"))


def _corrected() -> LiveInventory:
    first = ASKED.records[0]
    return changed(_started(), [first], [replace(first, quantity=Decimal(110))])


def test_moved_totals_are_told_with_old_new_and_difference() -> None:
    # Ten normal cubic meters more: 22 kg CO2, and methane and nitrous oxide with them under the GHG Protocol.
    found = movements(_started(), _corrected())
    assert [(item.pack_id, item.total_id) for item in found] == [
        (pack_id(GHGP), "location_based"),
        (pack_id(GHGP), "market_based"),
        (pack_id(SH_MRV), "total"),
    ]
    last = found[-1]
    assert last == Movement(pack_id(SH_MRV), year(2024), "total", last.unit, last.old, last.old + 22, Decimal(22))


def test_nothing_moved_where_nothing_changed() -> None:
    live = _started()
    assert movements(live, changed(live, [], [])) == ()
    assert changed(live, [], []).root == live.root


def test_a_change_leaves_the_inventory_before_as_it_was() -> None:
    live = _started()
    root, value = live.root, live.inventory(pack_id(GHGP), year(2024)).value("location_based")
    changed(live, live.inputs().records, [])
    assert (live.root, live.inventory(pack_id(GHGP), year(2024)).value("location_based")) == (root, value)
    assert len(live.inputs().records) == len(ASKED.records)


def test_totals_come_with_slices_and_interval() -> None:
    live = _corrected()
    (wanted, *_) = calculate(live.inputs(), live.library, live.engine)
    assert live.totals(pack_id(GHGP), year(2024)) == wanted.totals
    assert any(total.interval.uncovered for total in wanted.totals)


def test_intervals_are_worked_out_once_and_only_where_they_are_stale() -> None:
    live = _corrected()
    assert live.stale
    ready = with_intervals(live)
    assert not ready.stale
    assert with_intervals(ready) is ready
    anew = seal(live.inputs(), live.library, calculate(live.inputs(), live.library, live.engine))
    assert ready.intervals_root == live.intervals_root == anew.intervals_root


def test_lines_of_a_site_and_month() -> None:
    live = _corrected()
    wanted = [line for line in calculate(live.inputs(), live.library, live.engine)[0].lines if (line.site_id, line.month) == ("S", date(2024, 1, 1))]
    assert wanted
    assert list(live.lines(pack_id(GHGP), year(2024), SiteId("S"), date(2024, 1, 1))) == wanted
    assert live.lines(pack_id(GHGP), year(2024), SiteId("S"), date(2023, 1, 1)) == ()


def test_the_same_record_twice_leaves_one_by_one() -> None:
    live, first = _started(), ASKED.records[0]
    twice = changed(live, [], [first])
    assert twice.root != live.root
    assert changed(twice, [first], []).root == live.root


@pytest.mark.parametrize("engine_name", ["python", "duckdb"])
def test_every_engine_gives_the_same(engine_name: str) -> None:
    first = ASKED.records[0]
    live = started(ASKED, plain(GHGP, SH_MRV), engine(engine_name))
    assert changed(live, [first], [replace(first, quantity=Decimal(110))]).sealed() == _corrected().sealed()


def test_a_record_that_is_not_held_cannot_be_removed() -> None:
    other = replace(ASKED.records[0], state=RecordState.ESTIMATED)
    with pytest.raises(InputError) as caught:
        changed(_started(), [other], [])
    assert caught.value.code == "live_record_not_held"
    with pytest.raises(InputError) as caught:
        changed(_started(), [ASKED.records[0], ASKED.records[0]], [])
    assert caught.value.code == "live_record_not_held"


def test_a_record_of_an_unknown_source_cannot_come() -> None:
    with pytest.raises(InputError) as caught:
        changed(_started(), [], [replace(ASKED.records[0], source_id=SourceId("X"))])
    assert caught.value.code == "live_source_unknown"


def test_a_record_in_another_unit_cannot_come() -> None:
    with pytest.raises(InputError) as caught:
        changed(_started(), [], [replace(ASKED.records[0], id=RecordId("new"), unit="t")])
    assert caught.value.code == "record_unit_differs"


def test_a_quantity_that_engines_cannot_hold_cannot_come() -> None:
    with pytest.raises(InputError) as caught:
        changed(_started(), [], [replace(ASKED.records[0], id=RecordId("new"), quantity=Decimal("0.0000001"))])
    assert caught.value.code == "reading_not_exact"


@pytest.mark.parametrize("first_index", [0, 4, 11])
def test_another_spread_of_one_estimate_moves_the_run_of_estimates_that_it_stands_in(first_index: int) -> None:
    # Gas has a meter and, in three months, estimates of 4 %; the input of a run is one, so one month's other spread moves all of them.
    def estimated(half: str, index: int) -> ActivityRecord:
        method = Estimate("mean_of_neighbors", (), "周岚", date(2025, 1, 10), "抄表遗漏", percent_95(half))
        return replace(own[index], state=RecordState.ESTIMATED, estimate=method)

    own = [record for record in ASKED.records if record.source_id == GAS.id]
    months = [index for index in (first_index - 1, first_index, first_index + 1) if 0 <= index < len(own)]
    spread_out = replace(ASKED.organization, factor_spreads=(FactorSpread("*", percent_95("5")),))
    live = started(replace(ASKED, organization=spread_out), plain(GHGP, SH_MRV), engine("python"))
    live = changed(live, [own[index] for index in months], [estimated("4", index) for index in months])
    before, live = live, changed(live, [estimated("4", first_index)], [estimated("9.5", first_index)])
    anew = calculate(live.inputs(), live.library, live.engine)
    assert live.sealed() == seal(live.inputs(), live.library, anew)
    assert live.root != before.root
    assert live.intervals_root != before.intervals_root
    key = f"estimate:{GAS.id}/2024-{months[0] + 1:02d}"
    assert all(key in one.inventory(pack_id(GHGP), year(2024)).totals[0].effects for one in (before, live))
