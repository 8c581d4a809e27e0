"""How long a first inventory takes, stage by stage, and how the two engines and a replay compare in one run.

Prints a table; the committed figures stand in ``benchmarks/first_inventory.md`` with what was measured on what.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from hutan.adapters.engines import engine
from hutan.adapters.organization_file import read_organization
from hutan.adapters.pack_store.library import load_packs
from hutan.adapters.replay import replay_archive
from hutan.adapters.result_archive import write_archive
from hutan.core.inventory.calculation import Inputs, calculate
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.core.model.organization import Organization
from hutan.kernel.ids import RecordId, SiteId, SourceId, pack_id
from hutan.kernel.periods import month, year
from hutan.kernel.refusals import Address
from hutan.usecases.seal import seal

METHODS = tuple(pack_id(text) for text in ("ghgp-corporate/2004", "sh-mrv/2012", "energy-gbt2589/2020"))
EXAMPLE = Path(__file__).parent.parent / "examples" / "organization.yaml"
YEARS = (2024, 2025)
ROUNDS = 3


def enlarged(organization: Organization, times: int) -> Organization:
    """The same sites and sources, `times` over under other ids; own values stay with the first and those for every source."""
    sites = [replace(site, id=SiteId(f"{site.id}-{copy}")) for copy in range(times) for site in organization.sites]
    sources = [
        replace(source, id=SourceId(f"{source.id}-{copy}"), site_id=SiteId(f"{source.site_id}-{copy}"))
        for copy in range(times)
        for source in organization.sources
    ]
    own = [value if value.source_id is None else replace(value, source_id=SourceId(f"{value.source_id}-0")) for value in organization.own_values]
    return replace(organization, sites=tuple(sites), sources=tuple(sources), own_values=tuple(own))


def monthly_records(organization: Organization, units: dict[str, str]) -> tuple[ActivityRecord, ...]:
    """One record a source and month."""
    nowhere = Address("benchmark")
    return tuple(
        ActivityRecord(
            RecordId(f"{source.id}-{number}-{index}"),
            source.id,
            month(number, index),
            Decimal(1000 + 37 * index),
            units[source.carrier],
            "",
            "",
            RecordState.MEASURED,
            "",
            "",
            nowhere,
        )
        for source in organization.sources
        for number in YEARS
        for index in range(1, 13)
    )


def seconds(work: Callable[[], object]) -> float:
    """Median time of a few runs [s]."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    organization = read_organization(EXAMPLE.name, EXAMPLE.read_bytes())
    loaded = load_packs(METHODS)
    units = {carrier.id: carrier.base_unit for carrier in loaded.library.carriers}
    print(f"three packs, two years, monthly records; median of {ROUNDS} runs [s]; ratios from the same run")
    print("| sources | records | lines | calculate (python) | calculate (duckdb) | duckdb / python | seal | replay / calculate |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    for times in (1, 10, 50):
        larger = enlarged(organization, times)
        inputs = Inputs(larger, monthly_records(larger, units), (), tuple(year(number) for number in YEARS), date(2026, 3, 20))
        plain, duck = engine("python"), engine("duckdb")
        inventories = calculate(inputs, loaded.library, plain)
        sealed = seal(inputs, loaded.library, inventories)
        archive = write_archive(sealed, loaded.folders)
        in_python = seconds(lambda inputs=inputs, plain=plain: calculate(inputs, loaded.library, plain))
        in_duckdb = seconds(lambda inputs=inputs, duck=duck: calculate(inputs, loaded.library, duck))
        sealing = seconds(lambda inputs=inputs, inventories=inventories: seal(inputs, loaded.library, inventories))
        replaying = seconds(lambda archive=archive: replay_archive(archive, "python"))
        lines = sum(len(inventory.lines) for inventory in inventories)
        print(
            f"| {len(larger.sources)} | {len(inputs.records)} | {lines} | {in_python:.2f} | {in_duckdb:.2f} "
            f"| {in_duckdb / in_python:.2f} | {sealing:.2f} | {replaying / in_python:.2f} |"
        )


if __name__ == "__main__":
    main()
