"""A table of register readings as records: each row is read or refused, then readings of a meter explain each other or are refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import Final, TypeVar

from hutan.core.activity.amount_reading import read_amount
from hutan.core.activity.header import unit_in
from hutan.core.activity.metering.registers import Consumption, ReadingMark, RegisterReading, RolloverRule, consumption_of
from hutan.core.activity.period_reading import month_text, read_day
from hutan.core.activity.reading import Finding, Read, Unread, finding, folded, unusable, words_of
from hutan.core.activity.table import Cell, Row, Sheet, TableFile, cell_name
from hutan.core.model.activity_record import ActivityRecord
from hutan.core.model.carrier import Carrier
from hutan.core.model.organization import Organization
from hutan.kernel.canonical import decimal_text
from hutan.kernel.errors import InputError
from hutan.kernel.ids import SourceId
from hutan.kernel.periods import next_month
from hutan.kernel.refusals import Address, Refusal, Remark, params_of
from hutan.usecases.ingest.conversion import StatedUnit, stated_unit
from hutan.usecases.ingest.source_index import SourceIndex
from hutan.usecases.metering.metered_records import Metered, MeterIntake, metered_record

T = TypeVar("T")

_ROWS_SEARCHED: Final = 20
_CLOCK: Final = re.compile(r"[t ](\d{1,2}):(\d{2})(?::\d{2})?\s*$", re.IGNORECASE)
_ONE: Final = Decimal(1)


class RegisterColumn(Enum):
    """What a column of a table of readings holds."""

    SOURCE = "source"
    METER = "meter"
    DAY = "day"
    VALUE = "value"
    MULTIPLIER = "multiplier"
    DIGITS = "digits"
    MARK = "mark"
    UNIT = "unit"


_NAMES: Final = {
    RegisterColumn.SOURCE: "排放源 计量点 计量点位 测点 来源 source sourceid",
    RegisterColumn.METER: "表计 表号 电表 电表号 气表号 表计编号 计量表号 meter meterno meternumber meterid meterserial serial",
    RegisterColumn.DAY: "抄表日期 抄表时间 抄表日 日期 读数日期 day date readingdate readdate",
    RegisterColumn.VALUE: "表码 示数 读数 抄表示数 抄见示数 表底数 表读数 止码 reading register registervalue meterreading index",
    RegisterColumn.MULTIPLIER: "倍率 综合倍率 计量倍率 乘率 multiplier factor constant ratio",
    RegisterColumn.DIGITS: "位数 表码位数 整数位数 表盘位数 digits dials",
    RegisterColumn.MARK: "标记 读数类型 换表 末首 mark type",
    RegisterColumn.UNIT: "单位 计量单位 unit units uom",
}
_BY_NAME: Final = {name: column for column, names in _NAMES.items() for name in names.split()}
_MARKS: Final = {
    **dict.fromkeys(("", "常规", "抄表", "routine", "regular"), ReadingMark.ROUTINE),
    **dict.fromkeys(("末", "末次", "旧表末次", "拆", "拆表", "last", "removed"), ReadingMark.LAST),
    **dict.fromkeys(("首", "首次", "新表首次", "装", "装表", "first", "installed"), ReadingMark.FIRST),
}
_BRACKETS: Final = re.compile(r"[(\[（【].*$")


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet of readings below its heading: where each column stands, and the unit in the heading of the readings."""

    sheet: Sheet
    first_row: int
    columns: Mapping[RegisterColumn, int]
    unit_text: str

    def cell(self, row: Row, column: RegisterColumn) -> Cell | None:
        return row.cell(self.columns[column]) if column in self.columns else None


@dataclass(frozen=True, slots=True)
class _Line:
    """A row as read: the reading, and the unit it is stated in."""

    reading: RegisterReading
    stated: StatedUnit


def register_records(table: TableFile, organization: Organization, carriers: Iterable[Carrier], rule: RolloverRule) -> MeterIntake:
    """Records of every source between its readings.

    Raises
    ------
    InputError
        ``register_table_missing`` if no sheet has a heading with a day, a reading and a source or meter.
    """
    by_id = {carrier.id: carrier for carrier in carriers}
    index = SourceIndex(organization, by_id.values())
    tables = [found for sheet in table.sheets if (found := _table(sheet)) is not None]
    if not tables:
        raise InputError("register_table_missing", file=table.name)
    assumed = [Address(table.name, one.sheet.name) for one in tables if RegisterColumn.MULTIPLIER not in one.columns]
    remarks = [Remark("register_multiplier_assumed", address) for address in assumed]
    read = [_read_row(table, one, row, index) for one in tables for row in one.sheet.rows if row.number > one.first_row]
    refusals: list[Refusal] = [refusal for item in read if not isinstance(item, _Line) for refusal in item]
    lines, mixed = _one_unit([item for item in read if isinstance(item, _Line)])
    outcome = consumption_of([line.reading for line in lines], rule)
    refusals.extend((*mixed, *(Refusal(item.finding.code, item.origin, item.finding.params) for item in outcome.refusals)))
    remarks.extend(Remark(item.finding.code, item.origin, item.finding.params) for item in outcome.remarks)
    records: list[ActivityRecord] = []
    units = {line.reading.source_id: line.stated for line in lines}
    for item, made in _records(outcome.consumption, units, organization, by_id):
        if isinstance(made, Unread):
            refusals.append(Refusal(made.reason.code, item.last.origin, made.reason.params))
            continue
        records.append(replace(made.value, origin=replace(made.value.origin, file=table.digest)))
        told = (*made.remarks, *_cut(item))
        remarks.extend(Remark(remark.code, item.last.origin, remark.params) for remark in told)
    return MeterIntake(tuple(records), tuple(refusals), tuple(remarks))


def _one_unit(lines: Sequence[_Line]) -> tuple[list[_Line], list[Refusal]]:
    """Readings of sources that state one unit; the readings of the others are refused."""
    units: dict[SourceId, set[str]] = {}
    for line in lines:
        units.setdefault(line.reading.source_id, set()).add(str(line.stated.unit))
    kept = [line for line in lines if len(units[line.reading.source_id]) == 1]
    mixed = [line for line in lines if len(units[line.reading.source_id]) > 1]
    words = [(line, ", ".join(sorted(units[line.reading.source_id]))) for line in mixed]
    return kept, [Refusal("register_units_mixed", line.reading.origin, params_of(source=line.reading.source_id, units=text)) for line, text in words]


def _cut(item: Consumption) -> list[Finding]:
    """A period that is not whole months will be shared out by days."""
    if item.period.start.day == 1 and item.period.end.day == 1:
        return []
    if next_month(item.period.start) >= item.period.end:
        return []
    return [finding("reading_cut_by_days", source=item.source_id, period=month_text(item.period), days=item.period.days)]


def _table(sheet: Sheet) -> _Table | None:
    for row in sheet.rows[:_ROWS_SEARCHED]:
        columns: dict[RegisterColumn, int] = {}
        unit = ""
        for cell in row.cells:
            column = _BY_NAME.get(folded(_BRACKETS.sub("", cell.text)).replace("_", ""))
            if column is not None and column not in columns:
                columns[column] = cell.column
                unit = unit_in(cell.text) if column is RegisterColumn.VALUE else unit
        named = RegisterColumn.SOURCE in columns or RegisterColumn.METER in columns
        if named and RegisterColumn.DAY in columns and RegisterColumn.VALUE in columns:
            return _Table(sheet, row.number, columns, unit)
    return None


class _Trial:
    """Collects what is wrong in one row, so that all of it is told at once."""

    def __init__(self) -> None:
        self.faults: list[tuple[RegisterColumn, Finding]] = []

    def take(self, outcome: Read[T] | Unread, column: RegisterColumn) -> T | None:
        if isinstance(outcome, Unread):
            self.faults.append((column, outcome.reason))
            return None
        return outcome.value


def _read_row(table: TableFile, one: _Table, row: Row, index: SourceIndex) -> _Line | list[Refusal]:
    """One row to one reading, or to all that is wrong with it."""
    trial = _Trial()
    cells = {column: one.cell(row, column) for column in RegisterColumn}
    named = RegisterColumn.SOURCE if cells[RegisterColumn.SOURCE] else RegisterColumn.METER
    source = trial.take(index.named(words_of(cells[named])), named)
    day = trial.take(_day(cells[RegisterColumn.DAY]), RegisterColumn.DAY)
    value = trial.take(_figure(cells[RegisterColumn.VALUE]), RegisterColumn.VALUE)
    direct = RegisterColumn.MULTIPLIER not in one.columns
    multiplier = _ONE if direct else trial.take(_figure(cells[RegisterColumn.MULTIPLIER]), RegisterColumn.MULTIPLIER)
    digits = trial.take(_digits(cells[RegisterColumn.DIGITS]), RegisterColumn.DIGITS)
    mark = trial.take(_mark(cells[RegisterColumn.MARK]), RegisterColumn.MARK)
    unit = trial.take(stated_unit("", words_of(cells[RegisterColumn.UNIT]), one.unit_text), RegisterColumn.UNIT)
    if source is None or day is None or value is None or multiplier is None or digits is None or mark is None or unit is None:
        return [Refusal(reason.code, _address(table.name, one, row, column), reason.params) for column, reason in trial.faults]
    reading = RegisterReading(
        source_id=source.id,
        meter=words_of(cells[RegisterColumn.METER]) or (source.meter.serial if source.meter else source.id),
        day=day,
        value=value,
        multiplier=multiplier,
        digits=digits or None,
        origin=_address(table.name, one, row, RegisterColumn.VALUE),
        mark=mark,
        at=_clock(cells[RegisterColumn.DAY]),
    )
    return _Line(reading, unit)


def _address(file: str, one: _Table, row: Row, column: RegisterColumn) -> Address:
    return Address(file, one.sheet.name, cell_name(row.number, one.columns.get(column, one.columns[RegisterColumn.VALUE])))


def _day(cell: Cell | None) -> Read[date] | Unread:
    return read_day(cell) if cell is not None else Unread(finding("register_day_missing"))


def _clock(cell: Cell | None) -> time | None:
    """The time of day beside a day; None where there is none, and at midnight."""
    match = _CLOCK.search(cell.text) if cell is not None else None
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    return time(int(match[1]), int(match[2]))


def _figure(cell: Cell | None) -> Read[Decimal] | Unread:
    """The digits of a register, or a multiplier; leading zeros are usual there."""
    if cell is None:
        return Unread(finding("register_value_missing"))
    amount = read_amount(cell)
    return amount if isinstance(amount, Unread) else Read(amount.value.value, amount.remarks)


def _digits(cell: Cell | None) -> Read[int] | Unread:
    """The number of places before the point; 0 where it is not given."""
    if cell is None:
        return Read(0)
    text = words_of(cell)
    if problem := unusable(cell):
        return problem
    return Read(int(text)) if text.isascii() and text.isdecimal() and len(text) <= 2 else Unread(finding("register_digits_unreadable", text=text))


def _mark(cell: Cell | None) -> Read[ReadingMark] | Unread:
    text = folded(words_of(cell))
    return Read(_MARKS[text]) if text in _MARKS else Unread(finding("register_mark_unknown", text=words_of(cell)))


def _records(
    consumption: Sequence[Consumption], units: Mapping[SourceId, StatedUnit], organization: Organization, carriers: Mapping[str, Carrier]
) -> Iterator[tuple[Consumption, Read[ActivityRecord] | Unread]]:
    """Consumption over no time at all is none; where months are crossed, it is the days that share it out later."""
    for item in consumption:
        source = organization.source(item.source_id)
        note = f"{item.first.meter}: {decimal_text(item.first.value)} → {decimal_text(item.last.value)} × {decimal_text(item.first.multiplier)}"
        metered = Metered(source, item.period, item.quantity, units[item.source_id], item.last.origin, note)
        yield item, metered_record(metered, organization, carriers)
