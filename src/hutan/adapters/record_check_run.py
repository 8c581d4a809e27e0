"""One check over files: everything is read and entered as a calculation would, and only findings come out; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hutan.adapters.book_file import parse_book
from hutan.adapters.meter_files import MeterFile, MeterFiles, take_in_meters
from hutan.adapters.organization_file import read_organization
from hutan.adapters.pack_store.carrier_tables import load_carriers
from hutan.adapters.tabular.table_file import load
from hutan.adapters.workbook_intake import BOOK, Intake, take_in
from hutan.core.activity.book import Book
from hutan.core.activity.checks import CheckScope, OutlierRule, RecordFinding, check_records
from hutan.core.activity.checks.calendar import GridRow, month_grid
from hutan.core.model.organization import Organization
from hutan.kernel.errors import InputError
from hutan.kernel.periods import Period, next_month, year
from hutan.usecases.ingest import metered_sources


@dataclass(frozen=True, slots=True)
class CheckOrder:
    """The files to look at, besides what the book in `out` holds already; `year` asks about all days of that year."""

    workbooks: tuple[Path, ...]
    meters: MeterFiles
    organization: Path
    out: Path | None
    year: int | None
    reported_on: date


@dataclass(frozen=True, slots=True)
class CheckedRecords:
    """What was read and what was found; `grid` has a row a source and a cell a month of `within`."""

    organization: Organization
    intakes: tuple[Intake, ...]
    meters: tuple[MeterFile, ...]
    within: Period
    grid: tuple[GridRow, ...]
    findings: tuple[RecordFinding, ...]


def run_check(order: CheckOrder) -> CheckedRecords:
    """Read everything and check it.

    Raises
    ------
    HutanError
        If a file cannot be used, or there is no record at all.
    """
    organization = read_organization(order.organization.name, load(order.organization))
    carriers = (*organization.items, *load_carriers())
    book = Book() if order.out is None else parse_book(load(order.out / BOOK), BOOK)
    book, intakes = take_in(order.workbooks, book, organization, carriers, order.reported_on, replaces=False)
    book, meters = take_in_meters(order.meters, book, organization, carriers, replaces=False)
    within = _within(order, book)
    metered = metered_sources(organization, {carrier.id: carrier for carrier in carriers})
    findings = check_records(book.records, CheckScope(organization, metered, within, OutlierRule()))
    return CheckedRecords(organization, intakes, meters, within, month_grid(book.records, organization, metered, within), findings)


def _within(order: CheckOrder, book: Book) -> Period:
    """The year that was asked for, else the whole months from the first record to the last."""
    if order.year is not None:
        return year(order.year)
    if not book.records:
        raise InputError("inventory_without_records", files=", ".join(path.name for path in order.workbooks) or "–")
    first = min(record.period.start for record in book.records).replace(day=1)
    last = max(record.period.end for record in book.records)
    return Period(first, last if last.day == 1 else next_month(last))
