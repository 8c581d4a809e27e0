"""Interval data as meters and utilities hand them out: every value counts once, or is told with place and reason."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hutan.adapters.interval_files import IntervalRule, IntervalTables, read_intervals, values_of
from hutan.core.activity.metering.interval_series import IntervalSeries, StampMark, complete_runs
from hutan.kernel.errors import InputError
from hutan.kernel.periods import Period

DAY = datetime(2024, 3, 1)
QUARTER = timedelta(minutes=15)
START, END = IntervalRule(StampMark.START), IntervalRule(StampMark.END)


def rows(days: int = 2, value: str = "1.5", first: datetime = DAY) -> list[tuple[str, str]]:
    return [(f"{first + QUARTER * number:%Y-%m-%d %H:%M}", value) for number in range(96 * days)]


def csv(found: list[tuple[str, str]], heading: str = "计量点,时间,电量(kWh)", encoding: str = "utf-8") -> bytes:
    return (heading + "\n" + "".join(f"E1,{stamp},{value}\n" for stamp, value in found)).encode(encoding)


def read(data: bytes, rule: IntervalRule = START, name: str = "load.csv") -> IntervalTables:
    return read_intervals([(name, data)], rule)


def only(tables: IntervalTables) -> IntervalSeries:
    (series,) = tables.series
    return series


def runs(tables: IntervalTables) -> list[tuple[Period, Decimal]]:
    return list(complete_runs(only(tables)))


def test_whole_days_are_summed_exactly() -> None:
    tables = read(csv(rows()))
    assert runs(tables) == [(Period(date(2024, 3, 1), date(2024, 3, 3)), Decimal(288))]
    assert only(tables).step_minutes == 15
    assert tables.refusals == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk", "gb18030"])
def test_the_encodings_of_exports_are_read(encoding: str) -> None:
    assert runs(read(csv(rows(), encoding=encoding))) == runs(read(csv(rows())))


def test_parquet_gives_what_csv_gives() -> None:
    stamps, values = zip(*rows(), strict=True)
    table = pa.table(
        {
            "source": ["E1"] * len(stamps),
            "timestamp": pa.array([datetime.strptime(stamp, "%Y-%m-%d %H:%M") for stamp in stamps], pa.timestamp("us")),
            "value": pa.array([Decimal(value) for value in values], pa.decimal128(18, 6)),
            "unit": ["kWh"] * len(stamps),
        }
    )
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    assert runs(read(buffer.getvalue(), name="load.parquet")) == runs(read(csv(rows())))


def test_stamps_that_mark_the_end_belong_to_the_interval_before() -> None:
    late = [(f"{DAY + QUARTER * (number + 1):%Y-%m-%d %H:%M}", "1") for number in range(96)]
    assert runs(read(csv(late), END)) == [(Period(date(2024, 3, 1), date(2024, 3, 2)), Decimal(96))]
    # The same stamps taken for starts leave the first day one interval short.
    assert runs(read(csv(late), START)) == []


def test_24_00_says_by_itself_that_stamps_mark_the_end() -> None:
    late = [(f"{DAY + QUARTER * (number + 1):%Y-%m-%d %H:%M}", "1") for number in range(95)] + [("2024-03-01 24:00", "1")]
    tables = read(csv(late), IntervalRule())
    assert runs(tables) == [(Period(date(2024, 3, 1), date(2024, 3, 2)), Decimal(96))]
    assert "interval_stamps_end" in [remark.code for remark in tables.remarks]
    with pytest.raises(InputError) as refused:
        read(csv(late), START)
    assert refused.value.code == "interval_stamp_is_end"


def test_a_missing_interval_takes_its_day_out_and_is_told() -> None:
    found = rows(days=3)
    del found[96 + 40]
    tables = read(csv(found))
    assert [period for period, _ in runs(tables)] == [Period(date(2024, 3, 1), date(2024, 3, 2)), Period(date(2024, 3, 3), date(2024, 3, 4))]
    (gap,) = only(tables).gaps
    assert (gap.first, gap.count) == (DAY + QUARTER * 136, 1)


def test_the_same_value_twice_counts_once_and_two_values_count_not_at_all() -> None:
    found = rows()
    same = read(csv([*found, found[3]]))
    assert runs(same) == runs(read(csv(found)))
    assert only(same).repeated == 1
    other = read(csv([*found, (found[3][0], "9")]))
    assert only(other).conflicts == (DAY + QUARTER * 3,)
    assert [period for period, _ in runs(other)] == [Period(date(2024, 3, 2), date(2024, 3, 3))]


NO_VALUES = [("", "interval_value_blank"), ("–", "interval_value_unreadable"), ("1e400", "interval_value_too_large")]


@pytest.mark.parametrize(("value", "code"), NO_VALUES)
def test_a_value_that_is_none_is_told_with_its_row(value: str, code: str) -> None:
    found = rows()
    found[5] = (found[5][0], value)
    tables = read(csv(found))
    assert code in [refusal.code for refusal in tables.refusals]
    assert [period for period, _ in runs(tables)] == [Period(date(2024, 3, 2), date(2024, 3, 3))]


def test_negative_values_do_not_count() -> None:
    found = rows()
    found[5] = (found[5][0], "-1")
    assert only(read(csv(found))).negative == (DAY + QUARTER * 5,)


def test_one_figure_for_more_than_a_day_looks_stuck() -> None:
    (run,) = only(read(csv(rows(days=2)))).flat
    assert run.stamps.count == 192
    assert only(read(csv(rows(days=2, value="0")))).flat == ()


def test_files_of_one_series_go_on_from_each_other_in_any_order() -> None:
    whole = rows(days=4)
    parts = [("a.csv", csv(whole[:200])), ("b.csv", csv(whole[200:]))]
    assert read_intervals(parts, START).series == read_intervals(parts[::-1], START).series == read(csv(whole)).series


def test_values_are_given_by_the_start_of_their_interval() -> None:
    values = values_of([("load.csv", csv(rows(days=1)))], START, "E1")
    assert len(values) == 96
    assert values[DAY + QUARTER * 95] == Decimal("1.5")


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"PAR1", "时间,数\n1,2\n".encode()])
def test_a_file_that_cannot_be_used_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(InputError) as refused:
        read(data)
    assert "load.csv" in str(dict(refused.value.params))
