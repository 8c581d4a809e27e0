"""The example group under six packs, changed record by record: utilities, processes, gases, sold energy and the value chain among them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from plain_library import ENERGY, GHGP, SH_MRV, released

from hutan.adapters.engines import engine
from hutan.adapters.organization_file import read_organization
from hutan.core.inventory.calculation import Inputs, calculate
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.kernel.ids import RecordId
from hutan.kernel.periods import month, year
from hutan.kernel.refusals import Address
from hutan.usecases.live_inventory import LiveInventory, changed, started
from hutan.usecases.seal import seal

GROUP = Path(__file__).parents[2] / "examples" / "group" / "organization.yaml"
METHODS = (GHGP, "ghgp-scope3/2011", "iso-14064-1/2018", "gbt-32150/2015", SH_MRV, ENERGY)


def _inputs() -> Inputs:
    """Two months of every second source, and every internal meter."""
    organization = read_organization(GROUP.name, GROUP.read_bytes())
    library = released(*METHODS).library
    records = []
    for number, source in enumerate(organization.sources):
        unit = library.carrier_of(source, organization).base_unit
        for index in (1, 2) if number % 2 or source.use.value == "internal" else ():
            key, quantity = RecordId(f"{source.id}-{index}"), Decimal(100 + 7 * number + index)
            records.append(
                ActivityRecord(key, source.id, month(2025, index), quantity, unit, "", "", RecordState.MEASURED, "", "", Address("test"))
            )
    return Inputs(organization, tuple(records), (), (year(2025),), date(2026, 3, 20))


def _assert_same(live: LiveInventory) -> None:
    anew = calculate(live.inputs(), live.library, live.engine)
    wanted, found = seal(live.inputs(), live.library, anew), live.sealed()
    assert [name for name in sorted({*wanted.chunks, *found.chunks}) if wanted.chunks.get(name) != found.chunks.get(name)] == []
    assert found == wanted


def test_every_record_of_the_group_may_change() -> None:
    inputs = _inputs()
    live = started(inputs, released(*METHODS).library, engine("python"))
    assert any(kept.utilities for kept in live.kept)
    _assert_same(live)
    for number, record in enumerate(inputs.records):
        other = replace(record, quantity=record.quantity * 2, state=RecordState.ESTIMATED if number % 3 else record.state)
        live = changed(live, [record], [] if number % 4 == 0 else [other])
        if number % 12 == 0:
            _assert_same(live)
    _assert_same(live)
    first = [replace(record, id=RecordId(f"{record.id}-again"), period=month(2025, 3)) for record in inputs.records]
    _assert_same(changed(live, [], first))
