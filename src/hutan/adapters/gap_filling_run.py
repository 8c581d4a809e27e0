"""One filling of a gap over files: book and organization in, the book with its estimate out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hutan.adapters.book_file import book_bytes, parse_book
from hutan.adapters.organization_file import read_organization
from hutan.adapters.pack_store.carrier_tables import load_carriers
from hutan.adapters.production_file import read_production
from hutan.adapters.tabular.table_file import load, write_atomically
from hutan.adapters.workbook_intake import BOOK
from hutan.core.activity.gap_filling import FillOrder
from hutan.core.model.activity_record import ActivityRecord
from hutan.usecases.fill_gap import fill_gap


@dataclass(frozen=True, slots=True)
class FillRequest:
    """The order and the files it rests on; `stamp` says whether time stamps mark the start or the end of an interval."""

    order: FillOrder
    out: Path
    organization: Path
    production: Path | None
    intervals: tuple[Path, ...]
    stamp: str | None


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
    filled = fill_gap(request.order, book, organization, load_carriers(), production)
    write_atomically(place, book_bytes(filled.book))
    return filled.records
