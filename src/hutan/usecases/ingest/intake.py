"""One file in: every row is answered, the book grows by what was accepted and keeps what was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, TypeVar

from hutan.core.activity.answers import RowAnswer, Verdict
from hutan.core.activity.book import Book, SeenFile, in_order
from hutan.core.activity.columns import TableKind
from hutan.core.activity.table import TableFile
from hutan.core.model.activity_record import ActivityRecord
from hutan.core.model.carrier import Carrier, CarrierFamily
from hutan.core.model.instrument import ContractualInstrument
from hutan.core.model.organization import Organization
from hutan.kernel.ids import SourceId
from hutan.kernel.refusals import Address, Refusal, Remark, params_of
from hutan.usecases.ingest.activity_rows import ActivityReading, Intake, read_activity_row
from hutan.usecases.ingest.conversion import unit_reading
from hutan.usecases.ingest.instrument_rows import read_instrument_row
from hutan.usecases.ingest.instrument_uniqueness import SettledInstruments, settled_instruments
from hutan.usecases.ingest.mending import AnyReading, Mended, mended
from hutan.usecases.ingest.row_reading import RowReading
from hutan.usecases.ingest.sheet_rows import rows_of
from hutan.usecases.ingest.source_index import SourceIndex
from hutan.usecases.ingest.uniqueness import Settled, settled

Content = TypeVar("Content")

_METERED: Final = frozenset((CarrierFamily.ELECTRICITY, CarrierFamily.HEAT, CarrierFamily.GAS))


@dataclass(frozen=True, slots=True)
class IngestOutcome:
    """What became of a file.

    `records` and `instruments` are those that are new in `book`; `answers` stand in the order of the file, one for every row somebody
    filled in and one for every sheet that cannot be read; `headers` gives the heading row of each sheet that has one; `unfilled` counts
    rows in which only the template's own cells stand.
    """

    records: tuple[ActivityRecord, ...]
    instruments: tuple[ContractualInstrument, ...]
    answers: tuple[RowAnswer, ...]
    headers: Mapping[str, int]
    book: Book
    file_remarks: tuple[Remark, ...]
    unfilled: int

    def count(self, verdict: Verdict) -> int:
        """How many rows ended so."""
        return sum(answer.verdict is verdict for answer in self.answers)


def ingest(
    table: TableFile, organization: Organization, carriers: Iterable[Carrier], book: Book, reported_on: date, *, replace: bool = False
) -> IngestOutcome:
    """Read a file of activity data or instruments into the book.

    The same file again changes nothing. Mended rows close the refusals of the rows they mend, alone or among others.

    Parameters
    ----------
    reported_on
        The day of handing in; periods that end later are refused.
    replace
        Whether rows may take the place of held values for the same days; those are kept as superseded.
    """
    by_id = {carrier.id: carrier for carrier in carriers}
    index = SourceIndex(organization, by_id.values())
    intake = Intake(organization, index, by_id, reported_on)
    sheets = rows_of(table, index)
    left_out: list[AnyReading] = [RowReading(row, None, (), (why,)) for row, why in sheets.left_out]
    read = [read_activity_row(row, intake) for row in sheets.rows if row.header.kind is TableKind.ACTIVITY]
    records = settled([item.reading for item in read], book, metered_sources(organization, by_id).__contains__, replace)
    claims = [read_instrument_row(row, intake) for row in sheets.rows if row.header.kind is TableKind.INSTRUMENTS]
    instruments = settled_instruments(claims, book, replace)
    matched = mended(_in_file_order(table, [*records.readings, *instruments.readings, *left_out]), book)
    return IngestOutcome(
        records=tuple(reading.content for reading in matched.readings if isinstance(reading.content, ActivityRecord) and reading.counted),
        instruments=tuple(reading.content for reading in matched.readings if isinstance(reading.content, ContractualInstrument) and reading.counted),
        answers=(*sheets.answers, *(_answer(reading) for reading in matched.readings)),
        headers=MappingProxyType(dict(sheets.headers)),
        book=_grown(book, table, records, instruments, matched),
        file_remarks=(*sheets.remarks, *_unit_remarks(table, read)),
        unfilled=sheets.unfilled,
    )


def metered_sources(organization: Organization, carriers: Mapping[str, Carrier]) -> frozenset[SourceId]:
    """Sources that have one quantity for any day: they have a meter, or what they carry always comes through one."""
    return frozenset(
        source.id for source in organization.sources if source.meter or (source.carrier in carriers and carriers[source.carrier].family in _METERED)
    )


def _in_file_order(table: TableFile, readings: Sequence[AnyReading]) -> list[AnyReading]:
    position = {sheet.name: index for index, sheet in enumerate(table.sheets)}
    return sorted(readings, key=lambda reading: (position[reading.row.sheet], reading.row.number))


def _answer(reading: AnyReading) -> RowAnswer:
    row = reading.row
    return RowAnswer(
        sheet=row.sheet,
        row=row.number,
        verdict=reading.verdict,
        refusals=tuple(Refusal(fault.finding.code, row.address(fault.columns), fault.finding.params) for fault in reading.faults),
        remarks=tuple(Remark(remark.finding.code, row.address(remark.columns), remark.finding.params) for remark in reading.remarks),
        ticket=reading.ticket,
    )


def _grown(book: Book, table: TableFile, records: Settled, instruments: SettledInstruments, matched: Mended) -> Book:
    """The book with what is new in it, what was replaced set aside, and what is open now."""
    new = [reading.content for reading in records.readings if reading.content and reading.counted]
    replaced = {record.id for record in records.superseded}
    new_instruments = [reading.content for reading in instruments.readings if reading.content and reading.counted]
    replaced_instruments = {instrument.id for instrument in instruments.superseded}
    is_seen = any(seen.digest == table.digest for seen in book.files)
    return Book(
        records=in_order([*(record for record in book.records if record.id not in replaced), *new]),
        instruments=tuple(
            sorted([*(held for held in book.instruments if held.id not in replaced_instruments), *new_instruments], key=lambda held: held.id)
        ),
        refusals=matched.refusals,
        closures=matched.closures,
        superseded=_joined(book.superseded, records.superseded),
        superseded_instruments=_joined(book.superseded_instruments, instruments.superseded),
        files=book.files if is_seen else (*book.files, SeenFile(table.digest, table.name)),
    )


def _joined(before: tuple[Content, ...], added: Sequence[Content]) -> tuple[Content, ...]:
    return (*before, *(item for item in added if item not in before))


def _unit_remarks(table: TableFile, read: Sequence[ActivityReading]) -> list[Remark]:
    """How each unit that is written otherwise than its base unit was read, once for the file."""
    counts = Counter(unit_reading(item.stated, item.carrier) for item in read if item.stated and item.carrier and item.reading.content)
    return [
        Remark("unit_read_as", Address(table.name), params_of(text=text, meaning=meaning, rows=count))
        for (text, meaning), count in sorted(counts.items())
        if text
    ]
