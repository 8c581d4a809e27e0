"""Ten million readings of a thousand sites: Parquet to lines, totals, intervals and digest, beside a bare scan and an as-of join of that file.

Every measurement runs in a process of its own; ratios are of one run. Prints tables; the committed figures stand in ``benchmarks/ten_million.md``.

    python benchmarks/ten_million.py                      1 and 10 million, PostgreSQL and Spark where they are at hand
    python benchmarks/ten_million.py --growth 1 10 100    the numbers of readings [million]; 100 takes 1 GB of disk and some minutes
    python benchmarks/ten_million.py --only-duckdb        neither PostgreSQL nor Spark
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from hutan.adapters.engines.stored_readings import ParquetReadings
from hutan.adapters.pack_store.library import load_packs
from hutan.core.activity.stored import StoredReadings
from hutan.core.inventory.calculation import Inputs
from hutan.core.methods.library import Library
from hutan.core.model.organization import Consolidation, EmissionSource, Meter, Organization, OwnershipShare, Site, SourceUse
from hutan.core.model.sourcing import SpreadForm, StatedSpread
from hutan.kernel.ids import OrganizationId, RegionId, SiteId, SourceId, pack_id
from hutan.kernel.periods import Period, year
from hutan.usecases.large_inventory import LargeResult, calculate_stored

METHODS = (pack_id("ghgp-corporate/2004"),)
YEAR = 2025
REPORTED = date(2026, 3, 20)
SITES = 1_000
MILLION = 1_000_000
ROUNDS = 5
LIMITS = {"bare": 3.0, "asof": 8.0, "memory_mb": 1024.0}

_EVER = date(2015, 1, 1)
# Provinces with a factor of their own, grid regions, and places without either, which fall back to the nation.
_PROVINCES = ("CN-SH", "CN-JS", "CN-ZJ", "CN-AH", "CN-SD", "CN-GD", "CN-SC", "CN-HB")
_GRIDS = ("CN-GRID-EAST", "CN-GRID-NORTH", "CN-GRID-SOUTH")
_NATION = ("CN-XZ",)
_REGIONS = (*_PROVINCES, *_GRIDS, *_NATION)
# Every twentieth site was bought in the middle of a month: its earlier readings lie outside every piece and must stay visible.
_BOUGHT_EVERY = 20
_BOUGHT = date(YEAR, 4, 16)


def company() -> Organization:
    """A company with one electricity meter at each of a thousand sites, half of the meters with a certificate."""
    sites, sources = [], []
    for number in range(SITES):
        since = _BOUGHT if number % _BOUGHT_EVERY == 7 else _EVER
        held = OwnershipShare(Period(since, date(9999, 1, 1)), Decimal(1), True, True)
        name = f"S{number:04}"
        sites.append(Site(SiteId(name), name, name, RegionId(_REGIONS[number % len(_REGIONS)]), "310115", (held,)))
        spread = StatedSpread(SpreadForm.PERCENT_95, (Decimal("0.5"),), "certificate", "") if number % 2 else None
        sources.append(EmissionSource(SourceId(f"{name}-E"), SiteId(name), name, name, "electricity", SourceUse.PURCHASED, Meter(name, spread)))
    return Organization(
        id=OrganizationId("thousand-sites"),
        name_zh="千站",
        name_en="A thousand sites",
        credit_code="91310115HUTANDEM59",
        district_code="310115",
        industry_code="3484",
        industry_edition="2017",
        consolidation=Consolidation.OPERATIONAL_CONTROL,
        sites=tuple(sites),
        sources=tuple(sources),
        own_values=(),
        confirmations=(),
        choices=(),
        factor_spreads=(),
    )


def question() -> tuple[Inputs, Library]:
    return Inputs(company(), (), (), (year(YEAR),), REPORTED), load_packs(METHODS).library


def write_readings(path: Path, count: int) -> None:
    """`count` quarter-hour readings in the order of time, as they arrive: kWh to six decimals, one in fifty estimated; the same on every machine."""
    import duckdb

    each = count // SITES
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'; SET memory_limit = '2GB'; SET preserve_insertion_order = true; SET enable_progress_bar = false")
        connection.execute(
            f"""
            copy (
              select 'S' || lpad((i % {SITES})::varchar, 4, '0') || '-E' as source_id,
                     timestamp '{YEAR}-01-01' + to_minutes(15 * (((i // {SITES}) * 35040) // {each})) as ts,
                     ((mixed % 100000000)::decimal(18,0) * 0.000001)::decimal(18,6) as quantity,
                     case when (i * 31) % 50 = 0 then 'estimated' else 'measured' end as state
              from (select i, xor(i * 2654435761 % 4294967296, (i * 40503 // 65536) % 16777216) * 48271 % 2147483647 as mixed
                    from range({each * SITES}) as numbers(i))
            ) to '{path}' (format parquet, compression zstd, row_group_size 1000000)
            """
        )


def file_of(folder: Path, millions: int) -> Path:
    return folder / f"readings-{millions}.parquet"


# What runs in a process of its own: each prints one line of JSON.


def stage_bare(path: Path, _: str) -> dict[str, object]:
    """The yardstick: DuckDB scans the file and sums exactly by source and month; once more by source alone."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        by_month = f"select source_id, year(ts), month(ts), sum(quantity), count(*) from '{path}' group by all"
        by_source = f"select source_id, sum(quantity), count(*) from '{path}' group by all"
        times = _times(lambda: connection.execute(by_month).fetchall())
        return {"seconds": times, "by_source": _times(lambda: connection.execute(by_source).fetchall())}


def stage_ours(path: Path, _: str) -> dict[str, object]:
    """From the file to lines, totals, intervals, chunks and roots; packs and the organization are read before."""
    inputs, library = question()
    # Packs and organization stay for the life of a process; they need not be searched for garbage again and again.
    gc.freeze()
    found: list[LargeResult] = []
    times = _times(lambda: found.append(calculate_stored(inputs, library, ParquetReadings(path))))
    return {"seconds": times, **_facts(found)}


def stage_postgres(path: Path, dsn: str) -> dict[str, object]:
    from hutan.adapters.engines.postgres_readings import postgres_readings

    start = time.perf_counter()
    with postgres_readings(path, dsn) as readings:
        return {"load": time.perf_counter() - start, **_once(readings)}


def stage_spark(path: Path, _: str) -> dict[str, object]:
    from hutan.adapters.engines.spark_readings import spark_readings

    start = time.perf_counter()
    with spark_readings(path) as readings:
        return {"load": time.perf_counter() - start, **_once(readings)}


def stage_asof(path: Path, _: str) -> dict[str, object]:
    """What a data frame would do: the newest factor on or before each reading, of the region, else of the wider ones; in floating point."""
    import polars as pl

    factors, sites = _asof_tables()
    known = pl.DataFrame(factors, schema=["region", "ts", "factor"], orient="row").with_columns(pl.col("ts").cast(pl.Datetime("us"))).sort("ts")
    places = pl.DataFrame(sites, schema=["source_id", "region_0", "region_1", "region_2"], orient="row")

    def work() -> float:
        lines = pl.scan_parquet(path).join(places.lazy(), on="source_id").sort("ts")
        for level in range(3):
            names = known.rename({"region": f"region_{level}", "factor": f"factor_{level}"}).lazy()
            lines = lines.join_asof(names, on="ts", by=f"region_{level}", check_sortedness=False)
        factor = pl.coalesce("factor_0", "factor_1", "factor_2")
        lines = lines.with_columns(co2=pl.col("quantity").cast(pl.Float64) * factor, month=pl.col("ts").dt.month())
        return float(lines.group_by("source_id", "month").agg(pl.col("co2").sum()).collect()["co2"].sum())

    totals: list[float] = []
    times = _times(lambda: totals.append(work()), rounds=3)
    return {"seconds": times, "total": totals[-1]}


def _asof_tables() -> tuple[list[tuple[str, date, float]], list[tuple[str, str, str, str]]]:
    inputs, library = question()
    rows = [item for item in library.factors.factors if item.parameter == "average_consumption_factor" and item.substance == "electricity"]
    factors = [(str(item.region), date(item.data_year, 1, 1), float(item.value)) for item in rows if item.data_year is not None]
    sites = []
    for source in inputs.organization.sources:
        path = library.regions.fallback_path(inputs.organization.site(source.site_id).region, date(YEAR, 1, 1))
        levels = [*map(str, path), "", ""][:3]
        sites.append((str(source.id), levels[0], levels[1], levels[2]))
    return factors, sites


STAGES: dict[str, Callable[[Path, str], dict[str, object]]] = {
    "bare": stage_bare,
    "ours": stage_ours,
    "asof": stage_asof,
    "postgres": stage_postgres,
    "spark": stage_spark,
}


def _once(readings: StoredReadings) -> dict[str, object]:
    inputs, library = question()
    start = time.perf_counter()
    found = [calculate_stored(inputs, library, readings)]
    return {"seconds": [time.perf_counter() - start], **_facts(found)}


def _facts(found: list[LargeResult]) -> dict[str, object]:
    """Digests, which every run must agree on, and what stands behind them."""
    roots = {(item.sealed.root, item.sealed.intervals_root) for item in found}
    if len(roots) != 1:
        raise SystemExit(f"the digest changed from run to run: {roots}")
    sealed = found[-1].sealed
    totals = {total.id: str(total.value) for inventory in found[-1].inventories for total in inventory.totals}
    lines = sum(data.count(b'"metered"') for name, data in sealed.chunks.items() if name.startswith("lines/"))
    return {"root": sealed.root, "intervals_root": sealed.intervals_root, "lines": lines, "chunks": len(sealed.chunks), "totals": totals}


def _times(work: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Seconds of each run; the first, which also warms the file cache, is left out."""
    times = []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return times[1:]


def run(stage: str, path: Path, argument: str = "") -> dict[str, object]:
    """A stage in a fresh process, with its peak memory [MB]."""
    command = [sys.executable, __file__, "--stage", stage, str(path), argument]
    # Of Java and of servers only the client is counted.
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def only_stage(name: str, path: Path, argument: str) -> None:
    found = STAGES[name](path, argument)
    print(json.dumps({**found, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def stage_write(path: Path, count: str) -> dict[str, object]:
    write_readings(path, int(count))
    return {}


STAGES["write"] = stage_write


def number(found: dict[str, object], name: str = "seconds") -> float:
    """A time or a memory of a stage; the median where there are several."""
    value = found[name]
    return float(statistics.median(value)) if isinstance(value, list) else float(str(value))


def growth(folder: Path, millions: list[int]) -> None:
    """Cost of the whole path at several numbers of readings, each beside the bare scan of the same file."""
    print("\n| readings [million] | Parquet [MB] | bare [s] | ours [s] | ours / bare | ours / ours before | peak memory [MB] |")
    print("|---:|---:|---:|---:|---:|---:|---:|")
    before = 0.0
    for size in millions:
        path = file_of(folder, size)
        if not path.exists():
            run("write", path, str(size * MILLION))
        bare, ours = run("bare", path), run("ours", path)
        took = number(ours)
        rise = f"{took / before:.2f}" if before else "–"
        print(
            f"| {size} | {path.stat().st_size / 1e6:.0f} | {number(bare):.2f} | {took:.2f} | {took / number(bare):.2f} | {rise} "
            f"| {number(ours, 'peak_mb'):.0f} |",
            flush=True,
        )
        before = took


def side_by_side(path: Path) -> dict[str, object]:
    """The three paths over ten million readings, and whether the limits are kept; returns what ours found."""
    bare, ours, asof = run("bare", path), run("ours", path), run("asof", path)
    scan, took = number(bare), number(ours)
    by_source = number(bare, "by_source")
    print("\n| path | median [s] | ratio to bare | peak memory [MB] |")
    print("|---|---:|---:|---:|")
    print(f"| bare DuckDB, by source | {by_source:.2f} | {by_source / scan:.2f} | |")
    print(f"| bare DuckDB, by source and month | {scan:.2f} | 1.00 | {number(bare, 'peak_mb'):.0f} |")
    print(f"| ours: lines, totals, intervals, digest | {took:.2f} | {took / scan:.2f} | {number(ours, 'peak_mb'):.0f} |")
    print(f"| Polars, three as-of joins, sums alone | {number(asof):.2f} | {number(asof) / scan:.2f} | {number(asof, 'peak_mb'):.0f} |")
    print(f"\nlines {ours['lines']}, chunks {ours['chunks']}, totals [kg CO2e] {ours['totals']}; Polars in floating point {asof['total']}")
    verdict("ours / bare", took / scan, LIMITS["bare"], took / scan <= LIMITS["bare"])
    verdict("Polars as-of / ours", number(asof) / took, LIMITS["asof"], number(asof) / took >= LIMITS["asof"])
    verdict("peak memory [MB]", number(ours, "peak_mb"), LIMITS["memory_mb"], number(ours, "peak_mb") < LIMITS["memory_mb"])
    return ours


def verdict(name: str, found: float, limit: float, kept: bool) -> None:
    print(f"{name}: {found:.2f}, limit {limit:g}: {'kept' if kept else 'NOT kept'}")


def engines(path: Path, ours: dict[str, object]) -> None:
    """The same digest from every engine at hand; an engine that is not is named."""
    print("\n| engine | load or start [s] | whole path [s] | root | intervals |")
    print("|---|---:|---:|---|---|")
    rows = [("DuckDB", {**ours, "load": 0.0})]
    if shutil.which("pg_config") and importlib.util.find_spec("psycopg"):
        sys.path.append(str(Path(__file__).parent.parent / "scripts"))
        from private_postgres import private_postgres

        with private_postgres() as dsn:
            rows.append(("PostgreSQL", run("postgres", path, dsn)))
    if shutil.which("java") and importlib.util.find_spec("pyspark"):
        rows.append(("Spark, local-cluster[2,1,1024]", run("spark", path)))
    for name, found in rows:
        roots = f"`{str(found['root'])[:16]}` | `{str(found['intervals_root'])[:16]}`"
        print(f"| {name} | {number(found, 'load'):.1f} | {number(found):.2f} | {roots} |")
    same = len({(found["root"], found["intervals_root"]) for _, found in rows}) == 1
    print(f"engines asked: {len(rows)} of 3; digests {'the same' if same else 'DIFFER'}")
    if not same:
        raise SystemExit(1)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--growth", nargs="+", type=int, default=[1, 10], help="numbers of readings [million]")
    parser.add_argument("--only-duckdb", action="store_true")
    parser.add_argument("--folder", type=Path, help="where the files are written and removed again; the system's temporary folder otherwise")
    parser.add_argument("--stage", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.stage:
        only_stage(asked.stage[0], Path(asked.stage[1]), asked.stage[2])
        return
    print(f"{SITES} sites, {len(_REGIONS)} regions of three levels, one pack, one year; {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    print(f"median of {ROUNDS} runs (as-of: 3) after one that warms")
    with tempfile.TemporaryDirectory(dir=asked.folder) as temporary:
        folder = Path(temporary)
        path = file_of(folder, 10)
        run("write", path, str(10 * MILLION))
        ours = side_by_side(path)
        growth(folder, asked.growth)
        if not asked.only_duckdb:
            engines(path, ours)


if __name__ == "__main__":
    main()
