"""Stored readings for tests: the same rows as a Parquet file and as a plain sum in Python, which is the definition."""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from plain_organization import inputs, organization, percent_95, share, site, source

from hutan.adapters.engines.spark_readings import spark_readings
from hutan.adapters.pack_store.library import load_packs
from hutan.core.activity.stored import StoredData, StoredReadings, StoredSum
from hutan.core.inventory.calculation import Inputs
from hutan.core.model.organization import Organization
from hutan.kernel.canonical import canonical, sha256_hex
from hutan.kernel.ids import Digest, SourceId, pack_id
from hutan.kernel.periods import Period, year
from hutan.usecases.large_inventory import calculate_stored

Row = tuple[str, datetime, Decimal, str]

METHODS = (pack_id("ghgp-corporate/2004"), pack_id("energy-gbt2589/2020"))
NUMBER = 2024
BOUGHT = date(NUMBER, 4, 16)


def three_levels() -> Organization:
    """Sites in a province, in a grid region, in a place that falls back to the nation, and one bought in the middle of a month."""
    late = share(period=Period(BOUGHT, date(9999, 1, 1)))
    sites = (site("P", region="CN-JS"), site("G", region="CN-GRID-EAST"), site("N", region="CN-XZ"), site("L", late, region="CN-SH"))
    spread = percent_95("0.5")
    sources = [source(f"{place.id}-E", "electricity", at=place.id, spread=spread if place.id != "N" else None) for place in sites]
    return organization([*sources, source("P-G", "natural_gas", at="P", spread=spread)], sites)


def asked(of: Organization) -> Inputs:
    return inputs(of, periods=(year(NUMBER),))


def readings(of: Organization, each: int, seed: int = 1) -> list[Row]:
    """`each` readings of every source in quarter hours over the year, in mixed order; some on the very edges of months and of ownership."""
    chance = random.Random(seed)
    edges = [datetime(NUMBER, 1, 1), datetime(NUMBER, 4, 15, 23, 45), datetime(NUMBER, 4, 16), datetime(NUMBER, 12, 31, 23, 45)]
    rows: list[Row] = []
    for item in of.sources:
        times = [*edges, *(datetime(NUMBER, 1, 1) + timedelta(minutes=15 * chance.randrange(366 * 96)) for _ in range(each))]
        rows += [(str(item.id), ts, Decimal(chance.randrange(10**12)).scaleb(-6), chance.choice(("measured", "estimated"))) for ts in times]
    chance.shuffle(rows)
    return rows


def write_parquet(path: Path, rows: Sequence[Row]) -> Path:
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.table(
        {
            "source_id": pa.array([row[0] for row in rows], pa.string()),
            "ts": pa.array([row[1] for row in rows], pa.timestamp("us")),
            "quantity": pa.array([row[2] for row in rows], pa.decimal128(18, 6)),
            "state": pa.array([row[3] for row in rows], pa.string()),
        }
    )
    parquet.write_table(table, path)
    return path


def digests(of: StoredReadings) -> tuple[str, str, str]:
    """SHA-256 of the whole sealed result, and its two roots."""
    sealed = calculate_stored(asked(three_levels()), load_packs(METHODS).library, of).sealed
    whole = sha256_hex(canonical({name: sha256_hex(data) for name, data in sealed.chunks.items()}))
    return whole, sealed.root, sealed.intervals_root


class PlainReadings:
    """Rows in a list, summed by dictionaries; `path` is the file that holds the same."""

    def __init__(self, path: Path, rows: Sequence[Row]) -> None:
        self._path, self._rows = path, rows

    def data(self) -> StoredData:
        return StoredData(self._path.name, Digest(sha256_hex(self._path.read_bytes())), len(self._rows))

    def sums(self, edges: Sequence[date]) -> tuple[StoredSum, ...]:
        found: dict[tuple[str, date, int, str], list[Decimal]] = defaultdict(list)
        for name, ts, quantity, state in self._rows:
            found[name, ts.date().replace(day=1), sum(edge <= ts.date() for edge in edges), state].append(quantity)
        return tuple(
            StoredSum(SourceId(name), month, bucket, state, sum(values, Decimal(0)), len(values))
            for (name, month, bucket, state), values in found.items()
        )


if __name__ == "__main__":
    # Spark leaves sockets open until Python ends, so a test gives it a Python of its own.
    with spark_readings(Path(sys.argv[1])) as summed_by_spark:
        print(json.dumps(digests(summed_by_spark)))
