"""One row of activity data to one record, or to everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from hutan.core.activity.amount_reading import Amount, read_amount, rounded_quantity
from hutan.core.activity.book import Understood, record_id
from hutan.core.activity.columns import Column
from hutan.core.activity.period_reading import combined_period, month_text, read_day, read_month
from hutan.core.activity.period_texts import read_span
from hutan.core.activity.reading import Read, Unread, finding, half_width, read_state, read_words
from hutan.core.activity.table import Cell, CellKind
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.core.model.carrier import Carrier
from hutan.core.model.organization import EmissionSource, Organization
from hutan.kernel.ids import SiteId
from hutan.kernel.periods import Period
from hutan.usecases.ingest.conversion import StatedUnit, in_base_unit, stated_unit, units_that_fit
from hutan.usecases.ingest.row_marks import says_estimated
from hutan.usecases.ingest.row_reading import Note, RowReading, RowTrial, SheetRow
from hutan.usecases.ingest.source_index import SourceIndex

_FrameKey = tuple[bool, bool, tuple[tuple[CellKind, str] | None, ...]]
_PERIOD_COLUMNS: Final = (Column.MONTH, Column.FROM, Column.TO)
_FRAME_COLUMNS: Final = (Column.SOURCE, Column.METER, Column.SITE, Column.CARRIER, *_PERIOD_COLUMNS)
# A spreadsheet keeps fifteen digits of a number; longer document numbers have lost their end.
_SAFE_DIGITS: Final = 15
_READING_DAY: Final = re.compile(r"抄表|read(?:ing)?\b", re.IGNORECASE)
_SCIENTIFIC: Final = re.compile(r"[0-9](?:\.[0-9]+)?e\+[0-9]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Intake:
    """What every row is read against."""

    organization: Organization
    index: SourceIndex
    carriers: Mapping[str, Carrier]
    reported_on: date
    frames: dict[_FrameKey, _Frame] = field(default_factory=dict)
    owned: dict[tuple[SiteId, Period], bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Of what and when a row is, and what is wrong with it; the same for all rows that say so in the same words."""

    source: EmissionSource | None
    carrier: Carrier | None
    period: Period | None
    faults: tuple[Note, ...]
    remarks: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class ActivityReading:
    """A row as read, and the unit it was stated in, for the summary of the file."""

    reading: RowReading[ActivityRecord]
    stated: StatedUnit | None = None
    carrier: Carrier | None = None


def read_activity_row(row: SheetRow, intake: Intake) -> ActivityReading:
    """The record in a row; all faults of the row are told at once."""
    trial = RowTrial(row.assumed)
    frame = _frame(row, intake)
    trial.faults.extend(frame.faults)
    trial.remarks.extend(frame.remarks)
    source, carrier, period = frame.source, frame.carrier, frame.period
    amount = read_row_amount(row, Column.AMOUNT, trial)
    stated = read_row_unit(row, Column.AMOUNT, amount, trial, carrier)
    state = _state(row, trial)
    document = trial.take(_document(row.cell(Column.DOCUMENT)), Column.DOCUMENT)
    note = _note(row, trial)
    understood = Understood(source.id if source else None, period, document or "")
    if source is None or carrier is None or period is None or amount is None or stated is None:
        return ActivityReading(trial.reading(row, None, understood), stated, carrier)
    quantity = _quantity(in_base_unit(amount.value, stated, carrier, source, period, intake.organization), trial)
    if quantity is None or state is None or document is None:
        return ActivityReading(trial.reading(row, None, understood), stated, carrier)
    if not _is_owned(intake, source, period, trial):
        return ActivityReading(trial.reading(row, None, understood), stated, carrier)
    record = ActivityRecord(
        id=record_id(source.id, period, quantity, carrier.base_unit, document, state),
        source_id=source.id,
        period=period,
        quantity=quantity,
        unit=carrier.base_unit,
        printed_quantity=amount.printed,
        printed_unit=stated.text,
        state=state,
        document=document,
        note=note,
        origin=row.origin(),
    )
    return ActivityReading(trial.reading(row, record, understood), stated, carrier)


def _frame(row: SheetRow, intake: Intake) -> _Frame:
    said = tuple([(cell.kind, cell.text) if (cell := row.by_column.get(column)) else None for column in _FRAME_COLUMNS])
    key = (row.padded_months, _days_are_readings(row), said)
    known = intake.frames.get(key)
    if known is None:
        trial = RowTrial()
        source = intake.index.resolve(row, trial)
        carrier = _carrier(source, intake, trial)
        period = read_row_period(row, trial, intake.reported_on)
        known = intake.frames[key] = _Frame(source, carrier, period, tuple(trial.faults), tuple(trial.remarks))
    return known


def _state(row: SheetRow, trial: RowTrial) -> RecordState | None:
    """Measured or estimated by the column for it; without a word there, estimated where the note or the source of the figure says so."""
    if row.cell(Column.STATE) is not None:
        return trial.take(read_state(row.cell(Column.STATE)), Column.STATE)
    for column in (Column.BASIS, Column.NOTE):
        if row.cell(column) is not None and says_estimated(row.words(column)):
            trial.remark(finding("state_from_words", text=row.words(column)), column)
            return RecordState.ESTIMATED
    return RecordState.MEASURED


def _note(row: SheetRow, trial: RowTrial) -> str:
    """The note of a row; an error in it is told, and takes nothing from the figure."""
    read = read_words(row.cell(Column.NOTE))
    if isinstance(read, Unread):
        trial.remark(finding("note_unreadable", text=row.words(Column.NOTE)), Column.NOTE)
        return ""
    return read.value


def _quantity(converted: Read[Decimal] | Unread, trial: RowTrial) -> Decimal | None:
    """The quantity to six decimals; a conversion that is remarked on says that itself."""
    value = trial.take(converted, Column.UNIT, Column.AMOUNT)
    rounded = None if value is None else rounded_quantity(value)
    if isinstance(rounded, Read) and isinstance(converted, Read) and converted.remarks:
        return rounded.value
    return None if rounded is None else trial.take(rounded, Column.AMOUNT)


def read_row_amount(row: SheetRow, column: Column, trial: RowTrial) -> Amount | None:
    """The figure of a row."""
    if row.amount_is_merged:
        trial.fault(finding("amount_merged"), column)
        return None
    cell = row.cell(column)
    if cell is None:
        trial.fault(finding("amount_missing"), column)
        return None
    return trial.take(read_amount(cell, row.comma_is_point), column)


def read_row_unit(row: SheetRow, column: Column, amount: Amount | None, trial: RowTrial, carrier: Carrier | None = None) -> StatedUnit | None:
    """The unit of a row, from the figure's cell, the unit column or the heading; else the one that the sheet names and that fits the carrier."""
    in_column = trial.take(read_words(row.cell(Column.UNIT)), Column.UNIT)
    if in_column is None:
        return None
    beside_figure = amount.unit_text if amount else ""
    if amount is None and not in_column and not row.heading_unit(column):
        return None
    if not beside_figure and not in_column and not row.heading_unit(column) and carrier is not None:
        said = units_that_fit(row.units_said, carrier)
        if len(said) == 1:
            trial.remark(finding("unit_from_sheet", text=said[0]), Column.UNIT)
            in_column = said[0]
    return trial.take(stated_unit(beside_figure, in_column, row.heading_unit(column)), Column.UNIT, *((column,) if beside_figure else ()))


def read_row_period(row: SheetRow, trial: RowTrial, reported_on: date) -> Period | None:
    """The period that month, first and last day of a row describe together."""
    faults_before = len(trial.faults)
    month_cell, first_cell, last_cell = (row.cell(column) for column in _PERIOD_COLUMNS)
    whole = trial.take(_whole(month_cell, row.padded_months), Column.MONTH) if month_cell else None
    first = trial.take(read_day(first_cell), Column.FROM) if first_cell else None
    last = trial.take(read_day(last_cell, last_of_month=True), Column.TO) if last_cell else None
    if len(trial.faults) > faults_before:
        return None
    present = tuple(column for column in _PERIOD_COLUMNS if row.cell(column)) or (Column.MONTH,)
    half = (first is None) != (last is None)
    combined = combined_period(whole, first, last, reported_on, from_reading_to_reading=_days_are_readings(row))
    return trial.take(combined, *((Column.FROM, Column.TO) if half else present))


def _whole(cell: Cell, padded: bool) -> Read[Period] | Unread:
    """A month, or a longer or shorter period that the cell names by itself."""
    read = read_month(cell, padded)
    if isinstance(read, Read) or cell.kind is not CellKind.TEXT:
        return read
    return read_span(cell.text) or read


def _days_are_readings(row: SheetRow) -> bool:
    """Whether both headings of days speak of readings, as 上次抄表日期 and 本次抄表日期 do."""
    if Column.FROM not in row.by_column:
        return False
    headings = (row.header.heading(Column.FROM), row.header.heading(Column.TO))
    return all(heading is not None and _READING_DAY.search(heading.text) for heading in headings)


def _carrier(source: EmissionSource | None, intake: Intake, trial: RowTrial) -> Carrier | None:
    if source is None:
        return None
    carrier = intake.carriers.get(source.carrier)
    if carrier is None:
        trial.fault(finding("source_carrier_unknown", source=source.id, carrier=source.carrier), Column.SOURCE)
    return carrier


def _document(cell: Cell | None) -> Read[str] | Unread:
    """The number of a bill as text, half-width so that one bill has one number; a remark where a spreadsheet has cut its digits."""
    read = read_words(cell)
    if cell is None or isinstance(read, Unread):
        return read
    words = Read(half_width(read.value))
    cut = cell.kind is CellKind.NUMBER and len(words.value) > _SAFE_DIGITS
    if cut or _SCIENTIFIC.fullmatch(words.value):
        return Read(words.value, (finding("document_digits_lost", text=words.value),))
    return words


def _is_owned(intake: Intake, source: EmissionSource, period: Period, trial: RowTrial) -> bool:
    """Whether any day of the period belongs to the organization; a remark where some do not. A row of none is told, and not counted."""
    key = source.site_id, period
    if key not in intake.owned:
        intake.owned[key] = _share_owned(intake.organization, source.site_id, period)
    whole = intake.owned[key]
    if whole:
        return True
    code = "period_before_ownership" if whole is None else "period_outside_ownership"
    trial.remark(finding(code, site=source.site_id, period=month_text(period)), *_PERIOD_COLUMNS)
    return whole is not None


def _share_owned(organization: Organization, site_id: SiteId, period: Period) -> bool | None:
    """Whether all days of the period belong to the organization; None where none does."""
    if not any(share.period.overlaps(period) for share in organization.site(site_id).ownership):
        return None
    return covered(organization, site_id, period)


def covered(organization: Organization, site_id: SiteId, period: Period) -> bool:
    """Whether the organization states a share in the site for every day of the period."""
    shares = organization.site(site_id).ownership
    cuts = [day for share in shares for day in (share.period.start, share.period.end)]
    return all(any(share.period.covers(part) for share in shares) for part in period.split(cuts))
