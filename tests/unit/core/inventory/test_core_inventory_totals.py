"""Totals are exact sums of lines, and their slices add up to them along every dimension; checks say what the reader must know."""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from plain_library import ENERGY, GHGP, SH_MRV, plain
from plain_organization import (
    certificate,
    inputs,
    inventories,
    inventory,
    monthly,
    organization,
    record,
    share,
    site,
    source,
    trade,
)

from hutan.adapters.engines import ENGINE_NAMES, engine
from hutan.core.inventory.calculation import Inputs, calculate
from hutan.core.inventory.checks import percent
from hutan.core.inventory.result import Inventory
from hutan.core.inventory.totals import DIMENSIONS, belongs
from hutan.core.model.activity_record import RecordState
from hutan.core.model.organization import Consolidation, SourceUse
from hutan.kernel.ids import RecordId
from hutan.kernel.periods import Period, month, year

METER, GAS = source("E", "electricity"), source("G", "natural_gas")


def _world() -> Inputs:
    """Two sites, one of them partly owned from April on; every kind of source; two years; instruments; awkward digits."""
    later = share("0.7", period=Period(date(2023, 4, 11), date(9999, 1, 1)))
    sites = [site("S"), site("T", later)]
    sources = [
        METER,
        GAS,
        source("B", "wood_pellets"),
        source("H", "heat"),
        source("E2", "electricity", at="T"),
        source("D", "diesel", SourceUse.MOBILE, at="T"),
        source("F", "natural_gas", SourceUse.FEEDSTOCK, at="T"),
    ]
    of = replace(organization(sources, sites), consolidation=Consolidation.EQUITY_SHARE)
    records = [item for number in (2023, 2024) for each in sources for item in monthly(each, "1234.567891", number)]
    records[5] = replace(records[5], state=RecordState.ESTIMATED)
    instruments = [certificate("c", "3333.333333"), trade("t", "777.000001", "T"), certificate("d", "100", number=2023)]
    return inputs(of, records, instruments, (year(2023), year(2024)))


@functools.cache
def _inventories() -> tuple[Inventory, ...]:
    return inventories(_world(), plain(GHGP, SH_MRV, ENERGY))


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_slices_add_up_to_the_total_exactly(dimension: str) -> None:
    for found in _inventories():
        for total in found.totals:
            slices = [piece for piece in total.slices if piece.dimension == dimension]
            assert sum((piece.value for piece in slices), Decimal(0)) == total.value
            assert len({piece.key for piece in slices}) == len(slices)


def test_totals_are_the_sums_of_their_lines() -> None:
    for found in _inventories():
        for total, rule in zip(found.totals, found.pack.totals, strict=True):
            assert total.value == sum((line.stated() for line in found.lines if belongs(rule, line)), Decimal(0))
            assert total.value == total.interval.total
            assert (total.id, total.unit, total.apart) == (rule.id, found.pack.unit, rule.apart)


def test_every_line_is_in_a_total_and_apart_totals_share_no_line_with_the_others() -> None:
    for found in _inventories():
        for line in found.lines:
            inside = [rule for rule in found.pack.totals if belongs(rule, line)]
            assert inside, line
            assert len({rule.apart for rule in inside}) == 1


def test_scopes_add_up_to_the_totals_of_both_bases() -> None:
    found = _inventories()[1]
    stated = {(line.scope, line.basis): Decimal(0) for line in found.lines}
    for line in found.lines:
        stated[line.scope, line.basis] += line.stated()
    shared = stated["scope_1", ""] + stated["scope_2", ""]
    assert found.total("location_based").value == shared + stated["scope_2", "location"]
    assert found.total("market_based").value == shared + stated["scope_2", "market"]
    assert found.total("biogenic_co2").value == stated["outside_scopes", ""]


def test_lines_stand_in_one_order_and_no_two_are_the_same() -> None:
    for found in _inventories():
        keys = [(line.site_id, line.source_id, line.month, line.binding, line.part, line.state, line.measure) for line in found.lines]
        assert keys == sorted(keys)
        assert len(set(keys)) == len(keys)


def test_inventories_come_by_pack_and_then_in_time() -> None:
    assert [(str(found.pack_id), found.period.start.year) for found in _inventories()] == [
        (GHGP, 2023),
        (GHGP, 2024),
        (SH_MRV, 2023),
        (SH_MRV, 2024),
        (ENERGY, 2023),
        (ENERGY, 2024),
    ]


@pytest.mark.parametrize("name", ENGINE_NAMES)
def test_every_engine_gives_the_same_inventories(name: str) -> None:
    assert calculate(_world(), plain(GHGP, SH_MRV, ENERGY), engine(name)) == _inventories()


def test_order_of_records_sources_and_instruments_changes_no_total() -> None:
    world = _world()
    turned = replace(world, records=tuple(reversed(world.records)), instruments=tuple(reversed(world.instruments)), periods=world.periods[::-1])
    assert inventories(turned, plain(GHGP, SH_MRV, ENERGY)) == _inventories()


def test_a_year_is_the_sum_of_its_months() -> None:
    asked = inputs(organization([METER, GAS]), monthly(METER, "1000.000001") + monthly(GAS, "99.999999"))
    whole = inventory(asked, plain())
    months = inventories(replace(asked, periods=tuple(year(2024).months())), plain())
    for total in whole.totals:
        assert sum((found.total(total.id).value for found in months), Decimal(0)) == total.value
    assert len(months) == 12


def test_no_records_no_lines_and_every_total_is_there() -> None:
    found = inventory(inputs(organization([METER])), plain())
    assert {total.id: total.value for total in found.totals} == {"location_based": 0, "market_based": 0, "biogenic_co2": 0}
    assert [check.code for check in found.checks if not check.passed] == ["check_months_without_data", "check_text_status"]


def test_checks_stand_in_one_order_and_all_are_listed() -> None:
    orders = {tuple(check.code for check in found.checks) for found in _inventories()}
    assert len(orders) == 1
    assert len(set(orders.pop())) == 12


def test_estimated_share_of_the_first_total() -> None:
    records = [record(METER, month(2024, 1), "300"), replace(record(METER, month(2024, 2), "100", RecordState.ESTIMATED), id=RecordId("x"))]
    found = inventory(inputs(organization([METER]), records), plain())
    check = next(check for check in found.checks if check.code == "check_estimated_share")
    assert dict(check.params) == {"percent": "25.00"}


def test_many_findings_are_counted_and_the_first_are_named() -> None:
    found = inventory(inputs(organization([METER, GAS])), plain())
    check = next(check for check in found.checks if check.code == "check_months_without_data")
    assert dict(check.params)["count"] == "24"
    assert dict(check.params)["months"] == "E 2024-01, E 2024-02, E 2024-03, E 2024-04, E 2024-05, E 2024-06 … (+18)"


def test_a_fuel_bought_without_a_meter_has_no_months_once_it_has_a_record() -> None:
    bought = replace(source("D", "diesel", SourceUse.MOBILE), meter=None)
    for records, passed in (([record(bought, month(2024, 3), "1")], True), ([], False)):
        found = inventory(inputs(organization([bought]), records), plain())
        assert next(check for check in found.checks if check.code == "check_months_without_data").passed is passed


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [("1", "3", "33.33"), ("1", "800", "0.12"), ("3", "800", "0.38"), ("0", "5", "0.00"), ("5", "0", "0")],
)
def test_percent_half_even(part: str, whole: str, expected: str) -> None:
    assert percent(Decimal(part), Decimal(whole)) == Decimal(expected)
