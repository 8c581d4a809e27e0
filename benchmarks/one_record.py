"""One record changed in a running process: how long new totals and the new digest take, beside calculating everything anew.

Prints a table; the committed figures stand in ``benchmarks/one_record.md`` with what was measured on what. Another number of records than
100,000 can be given as the first argument.
"""

from __future__ import annotations

import gc
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from first_inventory import EXAMPLE, METHODS, YEARS, enlarged, monthly_records

from hutan.adapters.engines import engine
from hutan.adapters.organization_file import read_organization
from hutan.adapters.pack_store.library import load_packs
from hutan.core.inventory.calculation import Inputs, calculate
from hutan.core.methods.library import Library
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.core.model.instrument import ContractualInstrument, InstrumentType
from hutan.core.model.organization import Organization
from hutan.kernel.ids import RecordId
from hutan.kernel.periods import Period, year
from hutan.kernel.refusals import Address
from hutan.usecases.live_inventory import LiveInventory, changed, movements, started, with_intervals
from hutan.usecases.seal import seal

RECORDS = 100_000
LIMIT_MS = 100
SEED = 20260320
ROUNDS = 200

Change = tuple[list[ActivityRecord], list[ActivityRecord]]


@dataclass(frozen=True)
class Times:
    """Milliseconds of many changes of one sort, by the clock and of the processor; the two differ where other work shares the machine."""

    name: str
    milliseconds: list[float]
    processor: list[float]

    def row(self, anew_s: float) -> str:
        ordered = sorted(self.milliseconds)
        median, p95, worst = statistics.median(ordered), ordered[int(len(ordered) * 0.95)], ordered[-1]
        return (
            f"| {self.name} | {len(ordered)} | {median:.1f} | {p95:.1f} | {worst:.1f} "
            f"| {statistics.median(self.processor):.1f} | {sorted(self.processor)[int(len(ordered) * 0.95)]:.1f} "
            f"| {median / LIMIT_MS:.2f} | {p95 / LIMIT_MS:.2f} | {anew_s * 1000 / median:,.0f} |"
        )


def certificates(organization: Organization, every: int) -> tuple[ContractualInstrument, ...]:
    """A certificate for a part of the electricity at one site in `every`, for each year."""
    generated = {number: Period(date(number, 1, 1), date(number, 7, 1)) for number in YEARS}
    return tuple(
        ContractualInstrument(
            id=f"{site.id}-{number}",
            type=InstrumentType.CERTIFICATE,
            site_id=site.id,
            claim_period=year(number),
            quantity_kwh=Decimal(5000),
            rate_kg_per_kwh=Decimal(0),
            technology="wind",
            generated=generated[number],
            cancelled_on=date(number + 1, 1, 15),
            cancelled_for_reporter=True,
            sole_claim=True,
            market="CN",
            inter_provincial=None,
            trading_platform="",
            contract_number="",
            settlement_number="",
            origin=Address("benchmark"),
        )
        for site in organization.sites[::every]
        for number in YEARS
    )


def corrected(record: ActivityRecord) -> Change:
    """Another quantity."""
    return [record], [replace(record, quantity=record.quantity + Decimal("12.5"))]


def estimated(record: ActivityRecord) -> Change:
    """The same quantity, now estimated, where it was measured."""
    return [record], [replace(record, state=RecordState.ESTIMATED)]


def removed(record: ActivityRecord) -> Change:
    """Nothing in its place."""
    return [record], []


def added(record: ActivityRecord) -> Change:
    """A second record of the same source and month."""
    return [], [replace(record, id=RecordId(f"{record.id}-second"))]


def measure(live: LiveInventory, changes: list[Change], name: str, intervals: bool = False) -> Times:
    """Each change on its own, from the same start: new totals and the new digest, with all intervals and their digest where asked for."""
    times, processor = [], []
    for left, came in changes:
        start, busy = time.perf_counter(), time.process_time()
        after = changed(live, left, came)
        _, root = movements(live, after), after.root
        if intervals:
            _ = with_intervals(after).intervals.root
        times.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - busy) * 1000)
        assert root != live.root
    return Times(name, times, processor)


def in_a_row(live: LiveInventory, changes: list[Change], name: str) -> Times:
    """Changes one after the other, each from what the one before left."""
    times, processor = [], []
    for left, came in changes:
        start, busy = time.perf_counter(), time.process_time()
        before, live = live, changed(live, left, came)
        _ = movements(before, live), live.root
        times.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - busy) * 1000)
    return Times(name, times, processor)


def lonely(live: LiveInventory, picked: list[ActivityRecord]) -> tuple[LiveInventory, list[Change]]:
    """An inventory in which some records are the only ones of their site and month, so that they take whole chunks with them."""
    places = {(live.asked.organization.source(item.source_id).site_id, item.period): item for item in picked}
    kept = set(places.values())
    others = [
        item for item in live.inputs().records if (live.asked.organization.source(item.source_id).site_id, item.period) in places and item not in kept
    ]
    return changed(live, others, []), [removed(item) for item in kept]


def timed(work: Callable[[], object]) -> float:
    """Time of one run [s]."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def resident_mb() -> float:
    """Largest memory of this process so far [MB]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def seal_anew(inputs: Inputs, library: Library) -> object:
    """The same result from nothing."""
    return seal(inputs, library, calculate(inputs, library, engine("python")))


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    organization = read_organization(EXAMPLE.name, EXAMPLE.read_bytes())
    library = load_packs(METHODS).library
    times_over = -(-wanted // (len(organization.sources) * 12 * len(YEARS)))
    larger = enlarged(organization, times_over)
    units = {carrier.id: carrier.base_unit for carrier in library.carriers}
    records = monthly_records(larger, units)[:wanted]
    inputs = Inputs(larger, records, certificates(larger, 10), tuple(year(number) for number in YEARS), date(2026, 3, 20))
    print(f"{len(larger.sites)} sites, {len(larger.sources)} sources, {len(records)} monthly records, {len(METHODS)} packs, {len(YEARS)} years")
    before_mb = resident_mb()
    begin = time.perf_counter()
    live = started(inputs, library, engine("python"))
    start_s = time.perf_counter() - begin
    live_mb = resident_mb()
    chance = random.Random(SEED)
    picked = chance.sample(records, min(ROUNDS, len(records)))
    alone, gone = lonely(live, picked[: ROUNDS // 4])
    empty = changed(alone, [item for left, _ in gone for item in left], [])
    gc.collect()
    found = [
        measure(live, [corrected(item) for item in picked], "a quantity corrected"),
        measure(live, [estimated(item) for item in picked], "measured becomes estimated"),
        measure(live, [added(item) for item in picked], "a record added"),
        measure(live, [removed(item) for item in picked], "a record removed"),
        measure(alone, gone, "the last record of a site and month removed"),
        measure(empty, [(came, left) for left, came in gone], "the first record of a site and month added"),
        in_a_row(live, [corrected(item) for item in picked], "corrected, one after the other"),
        measure(live, [corrected(item) for item in picked], "corrected, with all intervals and their digest", intervals=True),
    ]
    anew_s = timed(lambda: seal_anew(inputs, library))
    print(f"chunks: {live.exact.count()} exact, {live.intervals.count()} of intervals")
    print(f"start {start_s:.1f} s; calculate and seal anew {anew_s:.1f} s; start / anew {start_s / anew_s:.2f}")
    print(f"memory: {before_mb:.0f} MB before the start, {live_mb:.0f} MB after it, {resident_mb():.0f} MB at the end with everything anew beside it")
    columns = ("median [ms]", "p95 [ms]", "worst [ms]", "processor median [ms]", "processor p95 [ms]", "median / limit", "p95 / limit")
    print(f"| change | runs | {' | '.join(columns)} | anew / median |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for times in found:
        print(times.row(anew_s))


if __name__ == "__main__":
    main()
