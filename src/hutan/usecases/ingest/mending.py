"""Refusals stay open until their row is mended: which rows close which, and what is still open after a file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from hutan.core.activity.book import Book, CellText, ClosedBy, Closure, OpenRefusal, row_ticket
from hutan.core.activity.columns import Column, TableKind
from hutan.core.activity.reading import Finding, finding
from hutan.core.model.activity_record import ActivityRecord
from hutan.core.model.instrument import ContractualInstrument
from hutan.kernel.canonical import digest
from hutan.kernel.errors import InputError
from hutan.kernel.ids import Digest
from hutan.kernel.refusals import Address, Refusal
from hutan.usecases.ingest.row_reading import Note, RowReading, SheetRow

AnyReading = RowReading[ActivityRecord] | RowReading[ContractualInstrument]

_CONFLICT: Final = "rows_overlap"
_TICKET: Final = re.compile(r"(?<![0-9a-z])[0-9a-f]{6,64}(?![0-9a-z])")
# What tells one row from another. A mended row agrees with the refused one in at least two of three.
_IDENTITY: Final = {
    TableKind.ACTIVITY: (
        (Column.SOURCE, Column.METER, Column.SITE, Column.CARRIER),
        (Column.MONTH, Column.FROM, Column.TO),
        (Column.AMOUNT,),
    ),
    TableKind.INSTRUMENTS: ((Column.INSTRUMENT_ID,), (Column.SITE, Column.CLAIM_YEAR), (Column.ENERGY,)),
}
_SOURCE_COLUMNS: Final = frozenset(column.value for column in (Column.SOURCE, Column.METER, Column.SITE, Column.CARRIER))
_Cells = tuple[tuple[str, str], ...]
_Place = tuple[Digest, str, int]
_Trait = tuple[TableKind, _Cells, _Cells]
_TOLD_BEFORE: Final = {
    ClosedBy.RECORD: "row_mended_before",
    ClosedBy.INSTRUMENT: "row_mended_before",
    ClosedBy.LATER_REFUSAL: "row_sent_again_later",
    ClosedBy.WITHDRAWN: "row_withdrawn_before",
}


@dataclass(frozen=True, slots=True)
class Mended:
    """Rows after matching with open refusals, in their order; what is open now, and what was closed, all of it."""

    readings: tuple[AnyReading, ...]
    refusals: tuple[OpenRefusal, ...]
    closures: tuple[Closure, ...]


def mended(readings: Sequence[AnyReading], book: Book) -> Mended:
    """What a file's rows close and open.

    A row closes a refusal if its answer cell carries the ticket, if it is the same row of the same file, or if it agrees with the refused
    row in every cell but the faulty ones, and in two of source, period and amount. Where it differs in the source it is told so, and where
    its own value was held before it must not differ there: another meter may have the same figure. In another layout a row is known again by
    two of source, period and document. A row that is refused again takes the refusal over.
    """
    desk = _Desk(book)
    rows = [desk.handle(reading) for reading in readings]
    return Mended(tuple(rows), tuple(desk.open.values()), tuple(desk.closures.values()))


def withdraw(book: Book, ticket: str, reason: str) -> Book:
    """The book with one refusal closed because its row is not wanted after all; the reason is kept.

    Raises
    ------
    InputError
        ``ticket_not_open`` if no open refusal has this ticket, ``reason_missing`` if no reason is given.
    """
    refusal = book.refusal(ticket)
    if refusal is None:
        raise InputError("ticket_not_open", ticket=ticket)
    if not reason.strip():
        raise InputError("reason_missing", ticket=ticket)
    refusals = tuple(other for other in book.refusals if other.ticket != ticket)
    return replace(book, refusals=refusals, closures=(*book.closures, _closure(refusal, ClosedBy.WITHDRAWN, reason.strip())))


class _Desk:
    """Open refusals while the rows of one file pass by."""

    def __init__(self, book: Book) -> None:
        self.open = {refusal.ticket: refusal for refusal in book.refusals}
        # Rows of the file at hand are opened as they pass, and are no bills of each other.
        self._earlier = dict(self.open)
        self.closures = {closure.ticket: closure for closure in book.closures}
        self._seen = {seen.digest for seen in book.files}
        self._taken = {*self.open, *self.closures}
        self._own: dict[_Place, list[str]] = defaultdict(list)
        for refusal in book.refusals:
            self._own[refusal.file, refusal.sheet, refusal.row].append(refusal.ticket)
        for closure in book.closures:
            self._own[closure.file, closure.sheet, closure.row].append(closure.ticket)
        self._alike: dict[_Trait, list[OpenRefusal]] = defaultdict(list)
        for refusal in book.refusals:
            for trait in _traits({cell.column: cell.text for cell in refusal.cells}):
                self._alike[trait].append(refusal)

    def handle(self, reading: AnyReading) -> AnyReading:
        """The row, UNCHANGED if its refusal was closed before; opens and closes what it must."""
        row = reading.row
        own = self._own_ticket(row)
        if not reading.faults:
            return self._closing(reading, own)
        if own in self.closures:
            closed = self.closures[own]
            return reading.already_held(Note(finding(_TOLD_BEFORE[closed.by], reference=closed.reference)))
        ticket = own or row_ticket(row.file, _sheet_part(row), row.number, self._taken)
        self._taken.add(ticket)
        for earlier in self._carried(reading, own) or self._alike_to(reading, own):
            self._close(earlier, ClosedBy.LATER_REFUSAL, ticket)
        opened = _opened(reading, ticket)
        if ticket not in self.open or not _is_same(opened, self.open[ticket]):
            self.open[ticket] = opened
        return reading.entered(ticket)

    def _own_ticket(self, row: SheetRow) -> str:
        """The ticket under which this very row was refused before, or empty; of a row with several amounts each has its own."""
        tickets = self._own.get((row.file, row.sheet, row.number), [])
        if not tickets or not row.is_one_of:
            return tickets[-1] if tickets else ""
        whole = digest([row.file, _sheet_part(row), row.number])
        return next((ticket for ticket in tickets if whole.startswith(ticket)), "")

    def _closing(self, reading: AnyReading, own: str) -> AnyReading:
        """A row that is held now, after closing what it mends."""
        content = reading.content
        if content is None:
            return reading
        how = ClosedBy.RECORD if isinstance(content, ActivityRecord) else ClosedBy.INSTRUMENT
        carried = self._carried(reading, own)
        alike = [] if carried else self._alike_to(reading, own)
        same_bill = [] if carried or alike or not isinstance(content, ActivityRecord) else self._bills_of(content, reading, own)
        told = [Note(_taken_for_mended(refusal)) for ticket in alike if _differs_in_source(refusal := self.open[ticket], reading.row)]
        for ticket in (own, *carried, *alike, *same_bill):
            self._close(ticket, how, content.id)
        return reading.remarked(*told) if told else reading

    def _close(self, ticket: str, how: ClosedBy, reference: str) -> None:
        refusal = self.open.pop(ticket, None)
        if refusal is not None:
            self.closures[ticket] = _closure(refusal, how, reference)

    def _carried(self, reading: AnyReading, own: str) -> list[str]:
        """Open tickets that the answer cell names."""
        return [found for found in _TICKET.findall(reading.row.words(Column.ANSWER).casefold()) if found in self.open and found != own]

    def _alike_to(self, reading: AnyReading, own: str) -> list[str]:
        """The first open refusal of another file with which the row agrees; none for a row that came before, which was matched then."""
        if own in self.open or reading.row.file in self._seen or not self._alike:
            return []
        texts = _texts(reading.row)
        for refusal in (refusal for trait in _traits(texts) for refusal in self._alike.get(trait, ())):
            may_differ = reading.counted or not _differs_in_source(refusal, reading.row)
            if refusal.ticket in self.open and may_differ and _agrees(refusal, texts):
                return [refusal.ticket]
        return []

    def _bills_of(self, record: ActivityRecord, reading: AnyReading, own: str) -> list[str]:
        """The open refusal of another file that was the same bill in another layout, and all that only stood in each other's way there.

        Bought fuels may have several bills of one source and month, so of refusals without a conflict only the first is closed.
        """
        if own in self.open or reading.row.file in self._seen or not reading.counted:
            return []
        bills = [
            refusal
            for ticket, refusal in self._earlier.items()
            if ticket in self.open and refusal.file != reading.row.file and refusal.understood.is_bill_of(record)
        ]
        conflicts = [refusal.ticket for refusal in bills if all(item.code == _CONFLICT for item in refusal.refusals)]
        return conflicts or [refusal.ticket for refusal in bills][:1]


def _sheet_part(row: SheetRow) -> str:
    """The part of a sheet that tickets know a row by: the sheet, and the amount's cell where the row of the file has several."""
    return f"{row.sheet}!{row.place()}" if row.is_one_of else row.sheet


def _taken_for_mended(refusal: OpenRefusal) -> Finding:
    place = f"{refusal.sheet}!{refusal.row}" if refusal.sheet else str(refusal.row)
    return finding("row_taken_for_mended", ticket=refusal.ticket, place=place)


def _differs_in_source(refusal: OpenRefusal, row: SheetRow) -> bool:
    texts = _texts(row)
    return any(refusal.text(column) != texts.get(column, "") for column in _SOURCE_COLUMNS)


def _closure(refusal: OpenRefusal, how: ClosedBy, reference: str) -> Closure:
    return Closure(refusal.ticket, refusal.file, refusal.sheet, refusal.row, how, reference)


def _opened(reading: AnyReading, ticket: str) -> OpenRefusal:
    row = reading.row
    faulty = dict.fromkeys(column.value for fault in reading.faults for column in fault.columns)
    return OpenRefusal(
        ticket=ticket,
        file=row.file,
        sheet=row.sheet,
        row=row.number,
        cells=tuple(CellText(column, text) for column, text in _texts(row).items()),
        faulty=tuple(faulty),
        refusals=tuple(
            Refusal(fault.finding.code, Address(row.file, row.sheet, row.place(fault.columns)), fault.finding.params) for fault in reading.faults
        ),
        understood=reading.understood,
    )


def _texts(row: SheetRow) -> dict[str, str]:
    return {column.value: row.words(column) for column, _ in row.cells if column is not Column.ANSWER}


def _traits(texts: Mapping[str, str]) -> list[_Trait]:
    """Every two of the three things that tell rows apart, as far as they are filled in."""
    found: list[_Trait] = []
    for kind, groups in _IDENTITY.items():
        given = [tuple((column.value, texts[column.value]) for column in group if column.value in texts) for group in groups]
        found.extend((kind, first, second) for first, second in combinations(given, 2) if first and second)
    return found


def _agrees(refusal: OpenRefusal, texts: Mapping[str, str]) -> bool:
    """Whether a row differs from the refused one in nothing but the columns at fault."""
    refused = {cell.column: cell.text for cell in refusal.cells}
    return all(refused.get(column) == texts.get(column) for column in {*refused, *texts} - set(refusal.faulty))


def _is_same(one: OpenRefusal, other: OpenRefusal) -> bool:
    """Whether nothing but the wording of the reasons has changed, as it does with the day of handing in."""
    return [refusal.code for refusal in one.refusals] == [refusal.code for refusal in other.refusals] and (one.cells, one.faulty) == (
        other.cells,
        other.faulty,
    )
