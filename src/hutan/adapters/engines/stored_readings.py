"""Readings in Parquet, PostgreSQL or Spark, summed where they lie by one Ibis expression: exact decimals, the same digits everywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hutan.adapters.engines.parquet_columns import check_columns
from hutan.core.activity.stored import StoredData, StoredSum, in_order
from hutan.kernel.errors import InputError
from hutan.kernel.ids import Digest, SourceId

if TYPE_CHECKING:
    import ibis.expr.types as ir

COLUMNS: Final = {"source_id": "string", "ts": "timestamp", "quantity": "decimal(18,6)", "state": "string"}
_STEP: Final = Decimal("0.000001")
_BLOCK: Final = 1 << 20

_Row = Sequence[object]


def month_sums(readings: ir.Table, edges: Sequence[date]) -> ir.Table:
    """The one query: sums and counts by source, month, state and the number of edges up to the day; the month comes as text."""
    import ibis

    bucket: ir.IntegerValue = ibis.literal(0)
    for edge in edges:
        bucket = bucket + (readings.ts >= ibis.literal(datetime(edge.year, edge.month, edge.day), "timestamp")).cast("int32")
    lines = readings.select(
        source_id=readings.source_id,
        year=readings.ts.year(),
        number=readings.ts.month(),
        bucket=bucket,
        state=readings.state,
        quantity=readings.quantity.cast("decimal(38,6)"),
    )
    keys = ["source_id", "year", "number", "bucket", "state"]
    return lines.group_by(keys).aggregate(quantity=lines.quantity.sum(), reading_count=lines.count(), value_count=lines.quantity.count())


def query(dialect: str, table: str, edges: Sequence[date]) -> str:
    """The query in the words of a dialect that Ibis knows (``duckdb``, ``postgres``, ``pyspark``)."""
    import ibis

    return str(ibis.to_sql(month_sums(ibis.table(COLUMNS, name=table), edges), dialect=dialect))


class ParquetReadings:
    """Readings in one Parquet file, summed by DuckDB; memory stays within what its groups need."""

    def __init__(self, path: Path, threads: int | None = None) -> None:
        self._path, self._threads = path, threads

    def data(self) -> StoredData:
        import duckdb

        with duckdb.connect() as connection:
            ((count,),) = connection.execute(f"select count(*) from {_quoted(self._path)}").fetchall()
        return StoredData(self._path.name, _file_digest(self._path), int(count))

    def sums(self, edges: Sequence[date]) -> tuple[StoredSum, ...]:
        """Sums of the file.

        Raises
        ------
        InputError
            As `check_columns` does; ``stored_values_missing`` if a value is null.
        """
        import duckdb

        check_columns(self._path)
        with duckdb.connect() as connection:
            connection.execute("SET TimeZone = 'UTC'")
            if self._threads is not None:
                connection.execute(f"SET threads = {self._threads}")
            connection.execute(f"create view readings as select source_id, ts, quantity::decimal(18,6) as quantity, state from {_quoted(self._path)}")
            return _sums(connection.execute(query("duckdb", "readings", edges)).fetchall())


class QueriedReadings:
    """Readings in a table of another engine: PostgreSQL through a DB-API cursor, Spark through its session; `data` says which they are."""

    def __init__(self, dialect: str, table: str, data: StoredData, run: Callable[[str], Iterable[_Row]]) -> None:
        self._dialect, self._table, self._data, self._run = dialect, table, data, run

    def data(self) -> StoredData:
        return self._data

    def sums(self, edges: Sequence[date]) -> tuple[StoredSum, ...]:
        return _sums(self._run(query(self._dialect, self._table, edges)))


def _sums(rows: Iterable[Sequence[object]]) -> tuple[StoredSum, ...]:
    """The rows as sums. A sum skips nulls without a word, so they are counted beside it."""
    held = list(rows)
    lacking = sum(int(str(row[6])) - (0 if None in row else int(str(row[7]))) for row in held)
    if lacking:
        raise InputError("stored_values_missing", count=str(lacking))
    found = []
    for source_id, year, number, bucket, state, quantity, count, _ in held:
        month = date(int(str(year)), int(str(number)), 1)
        exact = (quantity if isinstance(quantity, Decimal) else Decimal(str(quantity))).quantize(_STEP)
        found.append(StoredSum(SourceId(str(source_id)), month, int(str(bucket)), str(state), exact, int(str(count))))
    return in_order(found)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _file_digest(path: Path) -> Digest:
    sha = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            sha.update(block)
    return Digest(sha.hexdigest())
