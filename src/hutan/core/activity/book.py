"""The book: every record held, every refusal still open, everything that was replaced. A value; a change makes a new one."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final

from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.core.model.instrument import ContractualInstrument
from hutan.kernel.canonical import decimal_text, digest, encoded, sha256_hex
from hutan.kernel.ids import Digest, RecordId, SourceId
from hutan.kernel.periods import Period
from hutan.kernel.refusals import Refusal

TICKET_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file that was taken in, by the digest of its bytes; `name` is the one it first came under."""

    digest: Digest
    name: str


@dataclass(frozen=True, slots=True)
class CellText:
    """What stood in one column of a refused row; `column` is the value of a ``Column``."""

    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What could be read of a row although it was refused; by it a mended row in another layout is known again."""

    source_id: SourceId | None = None
    period: Period | None = None
    document: str = ""

    def is_bill_of(self, record: ActivityRecord) -> bool:
        """Whether `record` agrees in two of source, period and document, and contradicts none that was read."""
        pairs = (
            (self.source_id, record.source_id),
            (self.period, record.period),
            (self.document or None, record.document or None),
        )
        known = [mine == other for mine, other in pairs if mine is not None and other is not None]
        return len(known) > 1 and all(known)


NOT_UNDERSTOOD: Final = Understood()


@dataclass(frozen=True, slots=True)
class OpenRefusal:
    """A row that waits to be mended: where it stood, all its cells, the columns at fault and why.

    The addresses in `refusals` name the file by its digest, as records do.
    """

    ticket: str
    file: Digest
    sheet: str
    row: int
    cells: tuple[CellText, ...]
    faulty: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    understood: Understood = NOT_UNDERSTOOD

    def text(self, column: str) -> str:
        return next((cell.text for cell in self.cells if cell.column == column), "")


class ClosedBy(Enum):
    """How a refusal ends: mended, sent again and still refused, or withdrawn by the person who sent it."""

    RECORD = "record"
    INSTRUMENT = "instrument"
    LATER_REFUSAL = "later_refusal"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Closure:
    """A refusal that is no longer open: `reference` is the id of the record or instrument, the later ticket, or the reason given."""

    ticket: str
    file: Digest
    sheet: str
    row: int
    by: ClosedBy
    reference: str


@dataclass(frozen=True, slots=True)
class Book:
    """What an organization has handed in so far.

    `records` are in order of source, period and id, `instruments` in order of id, whatever order the files came in; the rest is in order of
    arrival. Superseded values were accepted once and later replaced; they count for nothing and are kept.
    """

    records: tuple[ActivityRecord, ...] = ()
    instruments: tuple[ContractualInstrument, ...] = ()
    refusals: tuple[OpenRefusal, ...] = ()
    closures: tuple[Closure, ...] = ()
    superseded: tuple[ActivityRecord, ...] = ()
    superseded_instruments: tuple[ContractualInstrument, ...] = ()
    files: tuple[SeenFile, ...] = ()

    def refusal(self, ticket: str) -> OpenRefusal | None:
        return next((refusal for refusal in self.refusals if refusal.ticket == ticket), None)

    def file_name(self, file: Digest) -> str:
        return next((seen.name for seen in self.files if seen.digest == file), "")


def record_id(source_id: SourceId, period: Period, quantity: Decimal, unit: str, document: str, state: RecordState) -> RecordId:
    """The id of a record, from what it says and not from where it stood: the same bill from another file has the same id."""
    # Plain already, as `digest` would make it: ids are made by the hundred thousand.
    said = [source_id, period.start.isoformat(), period.end.isoformat(), decimal_text(quantity), unit, document, state.value]
    return RecordId(sha256_hex(encoded(said)))


def row_ticket(file: Digest, sheet: str, row: int, taken: Container[str] = frozenset()) -> str:
    """The name of a refused row: the first six hexadecimal digits of a digest, or more of them if those are `taken` by another row."""
    whole = digest([file, sheet, row])
    return next(whole[:length] for length in range(TICKET_DIGITS, len(whole) + 1) if whole[:length] not in taken)


def in_order(records: Iterable[ActivityRecord]) -> tuple[ActivityRecord, ...]:
    """Records in the order of the book."""
    return tuple(sorted(records, key=lambda record: (record.source_id, record.period, record.id)))
