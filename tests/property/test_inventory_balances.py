"""What must hold for every inventory: it is linear in its quantities, and how the same use is written down changes nothing."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from plain_library import ENERGY, GHGP, SH_MRV, plain
from plain_organization import certificate, inputs, inventories, inventory, monthly, organization, percent_95, record, source, trade

from hutan.adapters.engines import engine
from hutan.core.inventory.calculation import Inputs, calculate
from hutan.core.inventory.coverage import RESIDUAL
from hutan.core.inventory.result import Inventory
from hutan.core.inventory.totals import DIMENSIONS
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.core.model.organization import EmissionSource
from hutan.core.model.sourcing import FactorSpread
from hutan.kernel.ids import RecordId
from hutan.kernel.periods import Period, year
from hutan.usecases.seal import seal

SOURCES = (source("E", "electricity", spread=percent_95("2")), source("G", "natural_gas", spread=percent_95("3")), source("B", "wood_pellets"))
FEW = settings(max_examples=25)

# To three decimals every amount is exact at a thousand-millionth, so that what must be equal is equal to the last digit.
_QUANTITIES = st.decimals(min_value=0, max_value=10**6, places=3)
_DAYS = st.integers(min_value=0, max_value=364)


@st.composite
def _records(draw: st.DrawFn) -> list[ActivityRecord]:
    """Records of whole-day amounts in 2024, several of one source allowed, measured and estimated."""
    found = []
    for number in range(draw(st.integers(min_value=1, max_value=8))):
        start = date(2024, 1, 1) + timedelta(days=draw(_DAYS))
        days = draw(st.integers(min_value=1, max_value=(date(2025, 1, 1) - start).days))
        daily = draw(st.decimals(min_value=0, max_value=1000, places=3))
        made = record(draw(st.sampled_from(SOURCES)), Period(start, start + timedelta(days=days)), daily * days, draw(st.sampled_from(RecordState)))
        found.append(replace(made, id=RecordId(str(number))))
    return found


def _found(records: Sequence[ActivityRecord]) -> Inventory:
    return inventory(inputs(organization(SOURCES), records), plain())


def _values(found: Inventory) -> dict[tuple[str, str, str], Decimal]:
    slices = {(total.id, piece.dimension, piece.key): piece.value for total in found.totals for piece in total.slices if piece.value}
    return slices | {(total.id, "", ""): total.value for total in found.totals}


@FEW
@given(_records())
def test_twice_the_quantities_are_twice_the_amounts(records: list[ActivityRecord]) -> None:
    doubled = [replace(item, quantity=2 * item.quantity) for item in records]
    once, twice = _found(records), _found(doubled)
    assert [2 * line.amount for line in once.lines] == [line.amount for line in twice.lines]
    assert {key: 2 * value for key, value in _values(once).items()} == _values(twice)


@FEW
@given(_records(), st.data())
def test_one_record_or_two_adjacent_ones_of_the_same_daily_amount(records: list[ActivityRecord], data: st.DataObject) -> None:
    index = data.draw(st.integers(min_value=0, max_value=len(records) - 1))
    whole = records[index]
    assume(whole.period.days > 1)
    cut = whole.period.start + timedelta(days=data.draw(st.integers(min_value=1, max_value=whole.period.days - 1)))
    daily = whole.quantity / whole.period.days
    parts = [
        replace(whole, id=RecordId(f"{whole.id}{number}"), period=days, quantity=daily * days.days)
        for number, days in enumerate(whole.period.split([cut]))
    ]
    assert _values(_found([*records[:index], *parts, *records[index + 1 :]])) == _values(_found(records))


@FEW
@given(_records(), st.randoms(use_true_random=False))
def test_the_order_of_records_is_irrelevant(records: list[ActivityRecord], chance: object) -> None:
    shuffled = list(records)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random of Hypothesis
    assert _found(shuffled) == _found(records)


@FEW
@given(_records())
def test_a_year_is_the_sum_of_its_months(records: list[ActivityRecord]) -> None:
    asked = inputs(organization(SOURCES), records)
    whole, months = inventory(asked, plain()), inventories(replace(asked, periods=tuple(year(2024).months())), plain())
    for total in whole.totals:
        assert sum((found.total(total.id).value for found in months), Decimal(0)) == total.value


@FEW
@given(_records())
def test_slices_of_every_dimension_add_up(records: list[ActivityRecord]) -> None:
    for total in _found(records).totals:
        for dimension in DIMENSIONS:
            assert sum((piece.value for piece in total.slices if piece.dimension == dimension), Decimal(0)) == total.value


@FEW
@given(_records(), _QUANTITIES, _QUANTITIES)
def test_covered_and_residual_are_the_meter_whatever_the_instruments(records: list[ActivityRecord], first: Decimal, second: Decimal) -> None:
    instruments = [certificate("a", str(first)), trade("b", str(second))]
    found = inventory(inputs(organization(SOURCES), records, instruments), plain())
    market = [line for line in found.lines if line.basis == "market"]
    metered = sum((item.quantity for item in records if item.source_id == "E"), Decimal(0))
    covered = sum((verdict.covered_kwh for verdict in found.instruments), Decimal(0))
    residual = sum((line.quantity for line in market if line.part == RESIDUAL), Decimal(0))
    assert covered + residual == metered == sum((line.quantity for line in market), Decimal(0))
    assert covered == min(first + second, metered)
    for verdict, quantity in zip(found.instruments, (first, second), strict=True):
        assert verdict.covered_kwh + verdict.unused_kwh == quantity


@FEW
@given(_records())
def test_the_spread_grows_with_the_quantities_and_splitting_a_meter_by_months_does_not_shrink_it(records: list[ActivityRecord]) -> None:
    of = replace(organization(SOURCES), factor_spreads=(FactorSpread("*", percent_95("5")),))
    once = inventory(inputs(of, records), plain()).total("location_based").interval
    doubled = [replace(item, quantity=2 * item.quantity) for item in records]
    twice = inventory(inputs(of, doubled), plain()).total("location_based").interval
    assert once.coverage == twice.coverage
    assert (once.sigma is None) is (twice.sigma is None)
    if once.sigma and twice.sigma:
        assert abs(twice.sigma / once.sigma - 2) < Decimal("1e-20")


@functools.cache
def _asked(kind: str) -> Inputs:
    number = {"plain": "1000.000001", "awkward": "0.333333"}[kind]
    records = [item for of in SOURCES for item in monthly(of, number)]
    return inputs(organization(SOURCES), records, [certificate("c", "777.777777")])


@pytest.mark.parametrize("kind", ["plain", "awkward"])
def test_both_engines_seal_the_same_root(kind: str) -> None:
    library, asked = plain(GHGP, SH_MRV, ENERGY), _asked(kind)
    sealed = [seal(asked, library, calculate(asked, library, engine(name))) for name in ("python", "duckdb")]
    assert sealed[0] == sealed[1]


@settings(max_examples=4)
@given(_records())
def test_any_records_seal_the_same_root_on_both_engines(records: list[ActivityRecord]) -> None:
    asked = inputs(organization(SOURCES), records)
    roots = {seal(asked, plain(), calculate(asked, plain(), engine(name))).root for name in ("python", "duckdb")}
    assert len(roots) == 1


def test_sources_are_of_every_family_that_the_properties_speak_of() -> None:
    kinds: set[str] = {of.carrier for of in SOURCES if isinstance(of, EmissionSource)}
    assert kinds == {"electricity", "natural_gas", "wood_pellets"}
