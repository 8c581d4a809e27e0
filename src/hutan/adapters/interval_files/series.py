"""Interval data summed by day, exactly: every row either counts once, or is told with file and row why it does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from hutan.adapters.interval_files import queries
from hutan.adapters.interval_files.columns import IntervalFile, open_intervals
from hutan.core.activity.metering.interval_series import FlatRun, IntervalDay, IntervalSeries, StampMark, StampRange
from hutan.kernel.errors import InputError
from hutan.kernel.refusals import Address, Refusal, Remark, params_of

if TYPE_CHECKING:
    import duckdb

_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class IntervalRule:
    """How files are read: what a stamp marks (None: told from 24:00, else the start is assumed and said), and when a figure is stuck.

    `flat_hours` is how long a figure above zero may stay the same before somebody should look. Source: our own choice.
    """

    mark: StampMark | None = None
    flat_hours: int = 24


@dataclass(frozen=True, slots=True)
class IntervalTables:
    """What is in the files: a series for each name, rows that do not count, and remarks."""

    series: tuple[IntervalSeries, ...]
    refusals: tuple[Refusal, ...]
    remarks: tuple[Remark, ...]


def read_intervals(files: Sequence[tuple[str, bytes]], rule: IntervalRule) -> IntervalTables:
    """All series in the files, given as (name, bytes), in order of their names.

    Raises
    ------
    InputError
        If a file cannot be used at all.
    """
    with _prepared(files, rule) as prepared:
        steps = prepared.steps()
        series = tuple(prepared.series(name, step, rule) for name, step in sorted(steps.items()))
        return IntervalTables(series, (*prepared.refusals, *prepared.unclear(steps)), tuple(prepared.remarks))


def values_of(files: Sequence[tuple[str, bytes]], rule: IntervalRule, name: str) -> Mapping[datetime, Decimal]:
    """Every interval of one series that counts, by its start."""
    with _prepared(files, rule) as prepared:
        return dict(prepared.rows(queries.VALUES, name))


@contextmanager
def _prepared(files: Sequence[tuple[str, bytes]], rule: IntervalRule) -> Iterator[_Prepared]:
    import duckdb

    opened = [open_intervals(name, data) for name, data in files]
    with duckdb.connect(config={"enable_external_access": "false"}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        yield _Prepared(connection, opened, rule)


class _Prepared:
    """Files parsed into slots: one row for each series and interval."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, files: Sequence[IntervalFile], rule: IntervalRule) -> None:
        self._connection = connection
        self._files = files
        self.refusals = [refusal for file in files for refusal in file.refusals]
        self.remarks: list[Remark] = []
        self._load()
        self._tell_rows()
        mark = self._mark(rule)
        connection.execute(queries.STEPS)
        connection.execute(queries.STARTS, {"at_end": mark is StampMark.END})
        connection.execute(queries.SLOTS)

    def rows(self, query: str, *parameters: object) -> list[tuple[datetime, Decimal]]:
        return [(row[0], row[1]) for row in self._connection.execute(query, list(parameters)).fetchall()]

    def _load(self) -> None:
        self._connection.execute(queries.RAW)
        for index, file in enumerate(self._files):
            self._connection.register("incoming", file.table)
            self._connection.execute(queries.INSERT, [index, file.heading_unit])
            self._connection.unregister("incoming")
        self._connection.execute(queries.PARSED)

    def _tell_rows(self) -> None:
        """Rows without a usable source, stamp or value, counted by file and reason; files that mix stamps with and without an offset."""
        for index, code, count, row, text in self._connection.execute(queries.FAULTS).fetchall():
            address = Address(self._files[index].name, "", str(row))
            self.refusals.append(Refusal(_FAULTS[code], address, params_of(count=count, text=str(text)[:40])))
        for index, with_offset, without in self._connection.execute(queries.MIXED).fetchall():
            params = params_of(offset=with_offset, plain=without)
            self.refusals.append(Refusal("interval_zones_mixed", Address(self._files[index].name), params))

    def _mark(self, rule: IntervalRule) -> StampMark:
        (count,) = self._connection.execute(queries.MIDNIGHTS).fetchone() or (0,)
        if rule.mark is StampMark.START and count:
            raise InputError("interval_stamp_is_end", count=str(count))
        if rule.mark is not None:
            return rule.mark
        code = "interval_stamps_end" if count else "interval_stamps_start"
        self.remarks.append(Remark(code, Address(self._files[0].name if self._files else "")))
        return StampMark.END if count else StampMark.START

    def steps(self) -> dict[str, int]:
        """Seconds from one interval to the next, for each series that has one step that fits into a day."""
        return {name: seconds for name, seconds in self._connection.execute(queries.CLEAR_STEPS).fetchall()}

    def unclear(self, steps: Mapping[str, int]) -> tuple[Refusal, ...]:
        """Series without a step, or in more than one unit."""
        found = []
        for name, count, units, file in self._connection.execute(queries.NAMES).fetchall():
            if name not in steps:
                found.append(Refusal("interval_step_unclear", Address(self._files[file].name), params_of(name=name, count=count)))
            elif units > 1:
                found.append(Refusal("interval_units_mixed", Address(self._files[file].name), params_of(name=name, units=units)))
        return tuple(found)

    def series(self, name: str, seconds: int, rule: IntervalRule) -> IntervalSeries:
        fetch = self._connection.execute
        repeated, overlapping, unit = fetch(queries.COUNTS, [name]).fetchone() or (0, 0, "")
        days = tuple(IntervalDay(day, found, Decimal(total)) for day, found, total in fetch(queries.DAYS, [name]).fetchall())
        slots = max(rule.flat_hours * _SECONDS * _SECONDS // seconds, 2)
        return IntervalSeries(
            name=name,
            unit_text=unit,
            step_minutes=seconds // _SECONDS,
            days=days,
            gaps=tuple(StampRange(*row) for row in fetch(queries.GAPS, {"name": name, "seconds": seconds}).fetchall()),
            repeated=repeated,
            overlapping=overlapping,
            conflicts=self._stamps(queries.CONFLICTS, name),
            negative=self._stamps(queries.NEGATIVE, name),
            off_grid=self._stamps(queries.OFF_GRID, name),
            flat=tuple(
                FlatRun(StampRange(first, last, count), value)
                for first, last, count, value in fetch(queries.FLAT, {"name": name, "seconds": seconds, "slots": slots}).fetchall()
            ),
        )

    def _stamps(self, query: str, name: str) -> tuple[datetime, ...]:
        return tuple(row[0] for row in self._connection.execute(query, [name]).fetchall())


_FAULTS: Final = {
    "source": "interval_source_missing",
    "stamp": "interval_stamp_unreadable",
    "blank": "interval_value_blank",
    "value": "interval_value_unreadable",
    "large": "interval_value_too_large",
}
