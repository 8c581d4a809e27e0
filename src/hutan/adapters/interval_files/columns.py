"""Files of interval data as columns of text: source, time stamp, value and unit, whatever the file calls them."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from hutan.adapters.tabular.csv_text import open_csv, records
from hutan.kernel.errors import InputError
from hutan.kernel.refusals import Address, Refusal, params_of

if TYPE_CHECKING:
    import pyarrow as pa

PARQUET_MAGIC: Final = b"PAR1"
_ZIP: Final = b"PK\3\4"
_BRACKETS: Final = re.compile(r"[(\[【〔/_]\s*([^)\]】〕]*?)\s*[)\]】〕]?$")
_NOT_LETTERS: Final = re.compile(r"[^a-z0-9\u4e00-\u9fff]+")


class IntervalColumn(Enum):
    """What a column holds."""

    SOURCE = "source"
    STAMP = "stamp"
    VALUE = "value"
    UNIT = "unit"


_NAMES: Final = {
    IntervalColumn.SOURCE: "source sourceid meter meterid meterno meternumber meterserial device point tag 排放源 计量点 计量点位 测点 表计 表号 "
    "电表 电表号 表计编号 设备 设备编号",
    IntervalColumn.STAMP: "timestamp time datetime stamp ts readingtime datatime 时间 时刻 时间戳 数据时间 采集时间 日期时间 抄表时间",
    IntervalColumn.VALUE: "value energy power consumption quantity amount reading usage load kwh kw mwh mw 数值 值 电量 用电量 有功电量 "
    "功率 有功功率 负荷 用量 数量 气量 流量 热量 蒸汽量",
    IntervalColumn.UNIT: "unit units uom 单位 计量单位",
}
_BY_NAME: Final = {name: column for column, names in _NAMES.items() for name in names.split()}


@dataclass(frozen=True, slots=True)
class IntervalFile:
    """The columns of one file as text, the unit that the value's heading names, and rows that cannot be told apart into columns."""

    name: str
    table: pa.Table
    heading_unit: str
    refusals: tuple[Refusal, ...]


def open_intervals(name: str, data: bytes) -> IntervalFile:
    """The columns of a CSV or Parquet file, known by its content.

    Raises
    ------
    InputError
        ``file_empty``, ``interval_file_unreadable``, ``interval_column_missing``, ``interval_column_twice``, and those of CSV files.
    """
    if not data:
        raise InputError("file_empty", file=name)
    if data.startswith(_ZIP):
        raise InputError("interval_file_unreadable", file=name, problem="zip / xlsx")
    return _parquet(name, data) if data.startswith(PARQUET_MAGIC) else _csv(name, data)


def heading(text: str) -> tuple[IntervalColumn | None, str]:
    """What a column with this heading holds, and the unit in it: ``电量(kWh)``, ``power_kW``, ``value [MWh]``."""
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _BRACKETS.search(plain)
    head, unit = (plain[: match.start()], match[1]) if match and match.start() else (plain, "")
    whole = _NOT_LETTERS.sub("", plain.casefold())
    if whole in _BY_NAME:
        column = _BY_NAME[whole]
        return column, plain if column is IntervalColumn.VALUE and whole in ("kwh", "kw", "mwh", "mw") else ""
    return _BY_NAME.get(_NOT_LETTERS.sub("", head.casefold())), unit


def _columns(name: str, headings: Sequence[str]) -> tuple[dict[IntervalColumn, int], str]:
    found: dict[IntervalColumn, int] = {}
    unit = ""
    for index, text in enumerate(headings):
        column, stated = heading(text)
        if column is None:
            continue
        if column in found:
            raise InputError("interval_column_twice", file=name, first=headings[found[column]], second=text)
        found[column] = index
        unit = stated if column is IntervalColumn.VALUE else unit
    for column in (IntervalColumn.SOURCE, IntervalColumn.STAMP, IntervalColumn.VALUE):
        if column not in found:
            raise InputError("interval_column_missing", file=name, column=column.value, known=", ".join(_NAMES[column].split()[:12]))
    return found, unit


def _csv(name: str, data: bytes) -> IntervalFile:
    import pyarrow as pa
    from pyarrow import csv

    text = open_csv(name, data)
    first = next(record for record in records(name, text) if not record.is_blank)
    found, unit = _columns(name, [field.value for field in first.fields])
    names = [str(index) for index in range(len(first.fields))]
    ragged: list[str] = []

    def on_ragged(row: csv.InvalidRow) -> str:
        ragged.append(row.text)
        return "skip"

    body = text.text[first.end :].lstrip("\r\n").encode()
    if not body:
        raise InputError("file_empty", file=name)
    try:
        whole = csv.read_csv(
            io.BytesIO(body),
            read_options=csv.ReadOptions(column_names=names, use_threads=False),
            parse_options=csv.ParseOptions(delimiter=text.delimiter, invalid_row_handler=on_ragged),
            convert_options=csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )
    except pa.ArrowInvalid as error:
        raise InputError("interval_file_unreadable", file=name, problem=str(error)[:120]) from error
    refusals = (Refusal("interval_row_ragged", Address(name), params_of(count=len(ragged), first=ragged[0][:60])),) if ragged else ()
    return IntervalFile(name, _chosen(whole, found, first.number + 1), unit, refusals)


def _parquet(name: str, data: bytes) -> IntervalFile:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        whole = parquet.read_table(io.BytesIO(data))
        found, unit = _columns(name, whole.column_names)
        texts = pa.table({str(index): _as_text(whole.column(index)) for index in found.values()})
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError("interval_file_unreadable", file=name, problem=str(error)[:120]) from error
    return IntervalFile(name, _chosen(texts, {column: texts.column_names.index(str(index)) for column, index in found.items()}, 1), unit, ())


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A typed column as it would be written: instants in UTC with ``Z``, floating numbers with as few digits as tell them apart."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_timestamp(column.type):
        wall = column.cast(pa.timestamp("us", column.type.tz)).cast(pa.timestamp("us"))
        text = pc.strftime(wall, format="%Y-%m-%d %H:%M:%S")
        return pc.binary_join_element_wise(text, "Z", "") if column.type.tz else text
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    return column.cast(pa.string())


def _chosen(table: pa.Table, found: dict[IntervalColumn, int], first_row: int) -> pa.Table:
    import pyarrow as pa

    empty = pa.nulls(table.num_rows, pa.string())
    columns = {column.value: table.column(found[column]) if column in found else empty for column in IntervalColumn}
    return pa.table({**columns, "row": pa.array(range(first_row, first_row + table.num_rows), pa.int64())})
