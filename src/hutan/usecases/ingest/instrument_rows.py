"""One row of a sheet of certificates, green-power trades or supplier factors to one instrument, or to everything that is wrong with it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from hutan.core.activity.amount_reading import product, read_amount, rounded_quantity
from hutan.core.activity.columns import Column
from hutan.core.activity.period_reading import combined_period, read_day, read_year
from hutan.core.activity.reading import Read, Unread, finding, half_width, read_flag, read_instrument_type, read_words
from hutan.core.activity.table import Cell
from hutan.core.model.instrument import ContractualInstrument, InstrumentType
from hutan.core.units import conversion_factor, parse_unit
from hutan.kernel.canonical import decimal_text
from hutan.kernel.ids import SiteId
from hutan.kernel.periods import Period
from hutan.usecases.ingest.activity_rows import Intake, read_row_amount, read_row_unit
from hutan.usecases.ingest.conversion import StatedUnit
from hutan.usecases.ingest.row_reading import RowReading, RowTrial, SheetRow

# No power plant comes near it; a higher figure is in g/kWh or kg/MWh.
_HIGHEST_RATE: Final = Decimal(5)
_FLAGS: Final = (Column.CANCELLED_FOR_US, Column.SOLE_CLAIM, Column.INTER_PROVINCIAL)
_WORDS: Final = (Column.TECHNOLOGY, Column.MARKET, Column.PLATFORM, Column.CONTRACT, Column.SETTLEMENT)


def read_instrument_row(row: SheetRow, intake: Intake) -> RowReading[ContractualInstrument]:
    """The instrument in a row; facts not given stay unknown."""
    trial = RowTrial()
    number = _required(row, Column.INSTRUMENT_ID, trial)
    identifier = trial.take(read_words(number), Column.INSTRUMENT_ID) if number else None
    kind = _required(row, Column.TYPE, trial)
    kind_read: InstrumentType | None = trial.take(read_instrument_type(kind), Column.TYPE) if kind else None
    site_id = _site(row, intake, trial)
    claim_period = _claim_year(row, intake.reported_on, trial)
    quantity_kwh = _energy(row, trial)
    rate = _rate(row.cell(Column.RATE), trial)
    generated = _generated(row, intake.reported_on, trial)
    cancelled_on = _cancelled_on(row, intake.reported_on, trial)
    flags = [trial.take(read_flag(row.cell(column)), column) for column in _FLAGS]
    words = [trial.take(read_words(row.cell(column)), column) or "" for column in _WORDS]
    if identifier is None or kind_read is None or site_id is None or claim_period is None or quantity_kwh is None:
        return trial.reading(row, None)
    instrument = ContractualInstrument(
        id=half_width(identifier),
        type=kind_read,
        site_id=site_id,
        claim_period=claim_period,
        quantity_kwh=quantity_kwh,
        rate_kg_per_kwh=rate,
        technology=words[0],
        generated=generated,
        cancelled_on=cancelled_on,
        cancelled_for_reporter=flags[0],
        sole_claim=flags[1],
        market=words[1],
        inter_provincial=flags[2],
        trading_platform=words[2],
        contract_number=words[3],
        settlement_number=words[4],
        origin=row.origin(),
    )
    return trial.reading(row, instrument)


def _required(row: SheetRow, column: Column, trial: RowTrial) -> Cell | None:
    cell = row.cell(column)
    if cell is None:
        heading = row.header.heading(column)
        trial.fault(finding("cell_missing", column=heading.text if heading else column.value), column)
    return cell


def _site(row: SheetRow, intake: Intake, trial: RowTrial) -> SiteId | None:
    cell = _required(row, Column.SITE, trial)
    return trial.take(intake.index.site(row.words(Column.SITE)), Column.SITE) if cell else None


def _claim_year(row: SheetRow, reported_on: date, trial: RowTrial) -> Period | None:
    cell = _required(row, Column.CLAIM_YEAR, trial)
    claimed = trial.take(read_year(cell), Column.CLAIM_YEAR) if cell else None
    if claimed is not None and claimed.start > reported_on:
        trial.fault(finding("claim_year_in_future", year=claimed.start.year, reported_on=reported_on), Column.CLAIM_YEAR)
        return None
    return claimed


def _energy(row: SheetRow, trial: RowTrial) -> Decimal | None:
    amount = read_row_amount(row, Column.ENERGY, trial)
    stated = read_row_unit(row, Column.ENERGY, amount, trial)
    if amount is None or stated is None:
        return None
    return trial.take(_kilowatt_hours(amount.value, stated), Column.UNIT, Column.ENERGY)


def _kilowatt_hours(value: Decimal, stated: StatedUnit) -> Read[Decimal] | Unread:
    kilowatt_hour = parse_unit("kWh")
    if not stated.unit.same_dimension(kilowatt_hour):
        return Unread(finding("unit_wrong_kind", text=stated.text, carrier="电力 electricity", base="kWh"))
    return rounded_quantity(product(value, conversion_factor(stated.unit, kilowatt_hour)))


def _rate(cell: Cell | None, trial: RowTrial) -> Decimal | None:
    """The emission rate [kg CO2/kWh]; zero is an ordinary value here."""
    amount = trial.take(_plain_number(cell), Column.RATE) if cell else None
    if amount is not None and amount > _HIGHEST_RATE:
        trial.fault(finding("rate_implausible", rate=decimal_text(amount)), Column.RATE)
        return None
    return amount


def _plain_number(cell: Cell) -> Read[Decimal] | Unread:
    read = read_amount(cell)
    if isinstance(read, Unread):
        return read
    if read.value.unit_text:
        return Unread(finding("rate_with_unit", text=read.value.printed))
    return Read(read.value.value, tuple(remark for remark in read.remarks if remark.code != "amount_zero"))


def _generated(row: SheetRow, reported_on: date, trial: RowTrial) -> Period | None:
    first_cell, last_cell = row.cell(Column.GENERATED_FROM), row.cell(Column.GENERATED_TO)
    first = trial.take(read_day(first_cell), Column.GENERATED_FROM) if first_cell else None
    last = trial.take(read_day(last_cell, last_of_month=True), Column.GENERATED_TO) if last_cell else None
    unreadable = (first_cell is not None and first is None) or (last_cell is not None and last is None)
    if unreadable or (first is None and last is None):
        return None
    return trial.take(combined_period(None, first, last, reported_on), Column.GENERATED_FROM, Column.GENERATED_TO)


def _cancelled_on(row: SheetRow, reported_on: date, trial: RowTrial) -> date | None:
    cell = row.cell(Column.CANCELLED_ON)
    day = trial.take(read_day(cell), Column.CANCELLED_ON) if cell else None
    if day is not None and day > reported_on:
        trial.fault(finding("day_in_future", day=day, reported_on=reported_on), Column.CANCELLED_ON)
        return None
    return day
