"""One digest whatever engine sums the readings: plain Python, DuckDB, PostgreSQL, Spark."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
import stored_data
from stored_data import PlainReadings, Row, digests, readings, three_levels, write_parquet

from hutan.adapters.engines.spark_readings import LOCAL_CLUSTER
from hutan.adapters.engines.stored_readings import ParquetReadings
from hutan.kernel.errors import InputError


@dataclass(frozen=True)
class Stored:
    """A file and its rows."""

    path: Path
    rows: list[Row]

    @property
    def plain(self) -> PlainReadings:
        return PlainReadings(self.path, self.rows)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Stored:
    rows = readings(three_levels(), 400)
    return Stored(write_parquet(tmp_path_factory.mktemp("stored") / "readings.parquet", rows), rows)


def lacking_a_value(folder: Path) -> Path:
    """Two readings, one without a quantity."""
    import pyarrow as pa
    from pyarrow import parquet

    columns = {
        "source_id": pa.array(["P-E", "P-E"]),
        "ts": pa.array([datetime(2024, 1, 1), datetime(2024, 1, 2)], pa.timestamp("us")),
        "quantity": pa.array([Decimal(1), None], pa.decimal128(18, 6)),
        "state": pa.array(["measured", "measured"]),
    }
    parquet.write_table(pa.table(columns), folder / "lacking.parquet")
    return folder / "lacking.parquet"



def test_duckdb_gives_the_digest_of_plain_python(stored: Stored) -> None:
    assert digests(ParquetReadings(stored.path)) == digests(stored.plain)


def test_another_reading_gives_another_digest(stored: Stored) -> None:
    name, ts, quantity, state = stored.rows[0]
    other = PlainReadings(stored.path, [(name, ts, quantity.next_plus() if quantity < 1 else quantity - 1, state), *stored.rows[1:]])
    assert digests(other)[1] != digests(stored.plain)[1]


@pytest.mark.postgres
def test_postgresql_gives_the_digest_of_plain_python(stored: Stored) -> None:
    from hutan.adapters.engines.postgres_readings import postgres_readings
    from private_postgres import private_postgres

    with private_postgres() as dsn, postgres_readings(stored.path, dsn) as held:
        assert digests(held) == digests(stored.plain)


@pytest.mark.postgres
def test_postgresql_refuses_a_missing_value(tmp_path: Path) -> None:
    from hutan.adapters.engines.postgres_readings import postgres_readings
    from private_postgres import private_postgres

    path = lacking_a_value(tmp_path)
    with private_postgres() as dsn, postgres_readings(path, dsn) as held, pytest.raises(InputError, match="stored_values_missing"):
        held.sums(())


@pytest.mark.java
def test_two_spark_workers_give_the_digest_of_plain_python(stored: Stored) -> None:
    assert LOCAL_CLUSTER.startswith("local-cluster[2,")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run([sys.executable, stored_data.__file__, str(stored.path)], capture_output=True, text=True, env=environment, check=False)
    assert run.returncode == 0, run.stderr
    assert tuple(json.loads(run.stdout)) == digests(stored.plain)
