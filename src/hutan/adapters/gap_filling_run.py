"""One filling of a gap over files: book and organization in, the book with its estimate out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hutan.adapters.book_file import book_bytes, parse_book
from hutan.adapters.interval_files import IntervalRule, read_intervals, values_of
from hutan.adapters.organization_file import read_organization
from hutan.adapters.pack_store.carrier_tables import load_carriers
from hutan.adapters.production_file import read_production
from hutan.adapters.tabular.table_file import load, write_atomically
from hutan.adapters.workbook_intake import BOOK
from hutan.core.activity.book import Book
from hutan.core.activity.gap_filling import FillMethod, FillOrder
from hutan.core.activity.metering.interval_series import StampMark
from hutan.core.model.activity_record import ActivityRecord
from hutan.core.model.carrier import Carrier
from hutan.core.model.organization import Organization
from hutan.usecases.fill_from_profile import ProfileOf, fill_from_profile, series_of_source
from hutan.usecases.fill_gap import Filled, fill_gap


@dataclass(frozen=True, slots=True)
class FillRequest:
    """The order and the files it rests on; `mark` says whether time stamps mark the start or the end of an interval."""

    order: FillOrder
    out: Path
    organization: Path
    production: Path | None
    intervals: tuple[Path, ...]
    mark: StampMark | None


def run_fill(request: FillRequest) -> tuple[ActivityRecord, ...]:
    """Fill the gap and write the book; the records that are new in it.

    Raises
    ------
    HutanError
        Before anything is written, if a file or the order cannot be used.
    """
    place = request.out / BOOK
    book = parse_book(load(place), place.name)
    organization = read_organization(request.organization.name, load(request.organization))
    production = read_production(request.production.name, load(request.production)) if request.production else {}
    carriers = (*organization.items, *load_carriers())
    if request.order.method is FillMethod.INTERVAL_PROFILE and request.intervals:
        filled = _from_intervals(request, book, organization, carriers)
    else:
        filled = fill_gap(request.order, book, organization, carriers, production)
    write_atomically(place, book_bytes(filled.book))
    return filled.records


def _from_intervals(request: FillRequest, book: Book, organization: Organization, carriers: Sequence[Carrier]) -> Filled:
    files = [(path.name, load(path)) for path in request.intervals]
    rule = IntervalRule(request.mark)
    series = series_of_source(read_intervals(files, rule).series, request.order, organization, carriers)
    return fill_from_profile(request.order, book, organization, carriers, ProfileOf(series, values_of(files, rule, series.name)))
