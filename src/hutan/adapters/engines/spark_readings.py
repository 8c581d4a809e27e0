"""Readings of a Parquet file on Spark: summed by its workers with the query that every engine runs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hutan.adapters.engines.parquet_columns import check_columns
from hutan.adapters.engines.stored_readings import COLUMNS, ParquetReadings, QueriedReadings
from hutan.core.activity.stored import StoredData, StoredSum

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_VIEW: Final = "hutan_readings"
LOCAL_CLUSTER: Final = "local-cluster[2,1,1024]"


class SparkReadings:
    """A view of one Spark session; the session stops when `spark_readings` ends."""

    def __init__(self, session: SparkSession, data: StoredData) -> None:
        self._queried = QueriedReadings("pyspark", _VIEW, data, lambda query: [tuple(row) for row in session.sql(query).collect()])

    def data(self) -> StoredData:
        return self._queried.data()

    def sums(self, edges: Sequence[date]) -> tuple[StoredSum, ...]:
        return self._queried.sums(edges)


@contextmanager
def spark_readings(path: Path, master: str = LOCAL_CLUSTER) -> Iterator[SparkReadings]:
    """The readings of a file as a view on a Spark that starts and stops here; `master` as Spark names it. Raises as `check_columns` does."""
    from pyspark.sql import SparkSession

    check_columns(path)

    # Workers of a local cluster look for each other by the machine's name otherwise.
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master(master).appName("hutan")
    for name, value in _settings().items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        session.sparkContext.setLogLevel("ERROR")
        session.read.parquet(str(path)).select(*COLUMNS).createOrReplaceTempView(_VIEW)
        yield SparkReadings(session, ParquetReadings(path).data())
    finally:
        # Without it the workers print pages of errors when Python ends.
        session.stop()


def _settings() -> dict[str, str]:
    """Months cut in UTC, overflow an error, no page of its own, two shuffle partitions for a few thousand sums."""
    return {
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
