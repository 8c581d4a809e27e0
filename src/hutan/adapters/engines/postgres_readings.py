"""Readings of a Parquet file in PostgreSQL: copied in whole, counted, and summed there by the query that every engine runs."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hutan.adapters.engines.parquet_columns import check_columns
from hutan.adapters.engines.stored_readings import COLUMNS, ParquetReadings, QueriedReadings
from hutan.core.activity.stored import StoredData, StoredSum
from hutan.kernel.errors import InputError

if TYPE_CHECKING:
    import psycopg

_TABLE: Final = "hutan_readings"
_TYPES: Final = {"source_id": "text", "ts": "timestamp", "quantity": "numeric(18,6)", "state": "text"}
_BATCH: Final = 200_000


class PostgresReadings:
    """A temporary table of one connection; it is gone when `postgres_readings` ends."""

    def __init__(self, connection: psycopg.Connection, data: StoredData) -> None:
        self._queried = QueriedReadings("postgres", _TABLE, data, lambda query: connection.execute(query).fetchall())

    def data(self) -> StoredData:
        return self._queried.data()

    def sums(self, edges: Sequence[date]) -> tuple[StoredSum, ...]:
        return self._queried.sums(edges)


@contextmanager
def postgres_readings(path: Path, dsn: str) -> Iterator[PostgresReadings]:
    """The readings of a file in a temporary table of the database that `dsn` names.

    Raises
    ------
    InputError
        As `check_columns` does; ``stored_copy_incomplete`` if the table does not hold as many rows as the file.
    """
    import psycopg

    check_columns(path)
    data = ParquetReadings(path).data()
    with psycopg.connect(dsn) as connection:
        connection.execute("set time zone 'UTC'")
        columns = ", ".join(f"{name} {kind}" for name, kind in _TYPES.items())
        connection.execute(f"create temporary table {_TABLE} ({columns})")
        _copy(connection, path)
        row = connection.execute(f"select count(*) from {_TABLE}").fetchone()
        held = int(row[0]) if row else 0
        if held != data.reading_count:
            raise InputError("stored_copy_incomplete", file=path.name, stated=str(data.reading_count), found=str(held))
        connection.execute(f"analyze {_TABLE}")
        yield PostgresReadings(connection, data)


def _copy(connection: psycopg.Connection, path: Path) -> None:
    """All rows, a batch at a time, so that memory does not grow with the file."""
    import pyarrow.csv as arrow_csv
    from pyarrow import parquet

    options = arrow_csv.WriteOptions(include_header=False)
    with connection.cursor() as cursor, cursor.copy(f"copy {_TABLE} ({', '.join(COLUMNS)}) from stdin (format csv)") as copy:
        for batch in parquet.ParquetFile(path).iter_batches(_BATCH, columns=list(COLUMNS)):
            text = io.BytesIO()
            arrow_csv.write_csv(batch.select(list(COLUMNS)), text, options)
            copy.write(text.getvalue())
