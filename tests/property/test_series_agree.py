"""An inventory over stored readings has the bytes of the one over records with the same sums: lines, totals, intervals, bindings, quality."""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_organization import UNITS, own_value, share
from stored_data import BOUGHT, NUMBER, PlainReadings, Row, asked, readings, three_levels, write_parquet

from hutan.adapters.engines import engine
from hutan.adapters.engines.stored_readings import ParquetReadings
from hutan.adapters.pack_store.library import load_packs
from hutan.core.inventory.calculation import calculate
from hutan.core.methods.library import Library
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.core.model.organization import Consolidation, Organization
from hutan.kernel.ids import RecordId, SourceId, pack_id
from hutan.kernel.periods import Period
from hutan.kernel.refusals import Address
from hutan.usecases.large_inventory import calculate_stored
from hutan.usecases.seal import seal

APART = ("inputs/", "checks/")
QUANTITIES = st.one_of(st.integers(1, 60).map(lambda number: number * 5), st.integers(0, 10**12 - 1)).map(lambda micro: Decimal(micro).scaleb(-6))
NAMES = st.sampled_from([str(item.id) for item in three_levels().sources])
MOMENTS = st.integers(0, 366 * 96 - 1).map(lambda number: datetime(NUMBER, 1, 1) + timedelta(minutes=15 * number))
ROWS = st.lists(st.tuples(NAMES, MOMENTS, QUANTITIES, st.sampled_from(["measured", "estimated"])), max_size=20)


@functools.cache
def library() -> Library:
    return load_packs((pack_id("ghgp-corporate/2004"), pack_id("energy-gbt2589/2020"))).library


def as_records(of: Organization, rows: list[Row]) -> tuple[ActivityRecord, ...]:
    """One record for each source, month and state, cut where a site was bought; its quantity is the sum of the readings."""
    carriers = {str(item.id): item.carrier for item in of.sources}
    sums: dict[tuple[str, Period, str], Decimal] = defaultdict(Decimal)
    for name, ts, quantity, state in rows:
        sums[name, _days(ts.date()), state] += quantity
    return tuple(
        ActivityRecord(
            id=RecordId(f"{name} {days} {state}"),
            source_id=SourceId(name),
            period=days,
            quantity=quantity,
            unit=UNITS[carriers[name]],
            printed_quantity="",
            printed_unit="",
            state=RecordState(state),
            document="",
            note="",
            origin=Address("file"),
        )
        for (name, days, state), quantity in sums.items()
    )


def _days(day: date) -> Period:
    start = day.replace(day=1)
    end = (start + timedelta(days=32)).replace(day=1)
    if start < BOUGHT < end:
        return Period(start, BOUGHT) if day < BOUGHT else Period(BOUGHT, end)
    return Period(start, end)


def both(of: Organization, rows: list[Row], stored: PlainReadings | ParquetReadings) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Chunks by the series and chunks by the line, without what says where the quantities came from."""
    question = asked(of)
    large = calculate_stored(question, library(), stored).sealed.chunks
    known = replace(question, records=as_records(of, rows))
    lines = seal(known, library(), calculate(known, library(), engine("python"))).chunks
    first, second = ({name: data for name, data in chunks.items() if not name.startswith(APART)} for chunks in (large, lines))
    return first, second


@pytest.mark.parametrize("part", ["1", "0.3", "0.7"])
def test_the_bytes_are_those_of_records(part: str, tmp_path: Path) -> None:
    plain = three_levels()
    late = share(part, period=Period(BOUGHT, date(9999, 1, 1)))
    sites = tuple(replace(site, ownership=(late if site.id == "L" else share(part),)) for site in plain.sites)
    of = replace(plain, consolidation=Consolidation.EQUITY_SHARE, sites=sites)
    rows = readings(of, 300)
    large, lines = both(of, rows, ParquetReadings(write_parquet(tmp_path / "readings.parquet", rows)))
    assert sorted(large) == sorted(lines)
    assert [name for name in lines if large[name] != lines[name]] == []
    assert any(name.startswith("lines/") for name in lines)
    assert any(name.startswith("intervals/") for name in lines)


@settings(max_examples=8)
@given(rows=ROWS, ncv=st.integers(1, 9999).map(lambda number: str(Decimal(number).scaleb(-4))))
def test_nor_do_ties_differ(rows: list[Row], ncv: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    of = replace(three_levels(), own_values=(own_value("own", "P-G", "NCV", "natural_gas", ncv, "MJ/Nm3"),))
    path = tmp_path_factory.mktemp("ties") / "empty"
    path.write_bytes(b"")
    large, lines = both(of, rows, PlainReadings(path, rows))
    assert [name for name in {*large, *lines} if large.get(name) != lines.get(name)] == []
