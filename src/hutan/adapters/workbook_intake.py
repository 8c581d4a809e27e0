"""One workbook of activity data read into a book, with the bytes that its answers are written into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from hutan.adapters.tabular.reading import read_table
from hutan.adapters.tabular.table_file import load
from hutan.core.activity.book import Book
from hutan.core.activity.table import TableFile
from hutan.core.model.carrier import Carrier
from hutan.core.model.organization import Organization
from hutan.usecases.ingest import IngestOutcome, ingest

# The book of what was accepted, in the folder that a calculation writes to.
BOOK = "book.json"


@dataclass(frozen=True, slots=True)
class Intake:
    """One file that was handed in and what became of its rows."""

    name: str
    outcome: IngestOutcome
    data: bytes = field(repr=False)
    table: TableFile = field(repr=False)


def take_in(
    paths: Sequence[Path], book: Book, organization: Organization, carriers: Sequence[Carrier], reported_on: date, replaces: bool
) -> tuple[Book, tuple[Intake, ...]]:
    """The book with what the workbooks hold, one after the other.

    Raises
    ------
    InputError
        If a file cannot be used at all.
    """
    intakes = []
    for path in paths:
        data = load(path)
        table = read_table(path.name, data)
        outcome = ingest(table, organization, carriers, book, reported_on, replace=replaces)
        book = outcome.book
        intakes.append(Intake(path.name, outcome, data, table))
    return book, tuple(intakes)
