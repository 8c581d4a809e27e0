"""An instrument's number is used once: the same row again changes nothing, another row with that number is refused or replaces it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from hutan.core.activity.book import Book
from hutan.core.activity.columns import Column
from hutan.core.activity.reading import finding, folded
from hutan.core.model.instrument import ContractualInstrument
from hutan.kernel.refusals import Address
from hutan.usecases.ingest.row_reading import Note, RowReading

Reading = RowReading[ContractualInstrument]
_NOWHERE = Address("")


@dataclass(frozen=True, slots=True)
class SettledInstruments:
    """Rows after comparing, in their order, and the held instruments that they replace."""

    readings: tuple[Reading, ...]
    superseded: tuple[ContractualInstrument, ...] = ()


def settled_instruments(readings: Sequence[Reading], book: Book, replacing: bool) -> SettledInstruments:
    """Each instrument once, by its number."""
    held = {folded(instrument.id): instrument for instrument in book.instruments}
    before = {_facts(instrument) for instrument in book.superseded_instruments}
    rows = _once_in_file([_against_same_held(reading, held, before, replacing) for reading in readings])
    superseded: dict[str, ContractualInstrument] = {}
    for index, reading in enumerate(rows):
        other = held.get(folded(reading.content.id)) if reading.content and reading.counted else None
        if other is None:
            continue
        if replacing:
            superseded[other.id] = other
            rows[index] = reading.remarked(Note(finding("instrument_replaced", id=other.id), (Column.INSTRUMENT_ID,)))
        else:
            rows[index] = reading.refused(Note(finding("instrument_held_differs", id=other.id), (Column.INSTRUMENT_ID,)))
    return SettledInstruments(tuple(rows), tuple(superseded.values()))


def _against_same_held(reading: Reading, held: Mapping[str, ContractualInstrument], before: Set[ContractualInstrument], replacing: bool) -> Reading:
    """UNCHANGED where the same facts are held, or were held and then replaced."""
    if reading.content is None:
        return reading
    other = held.get(folded(reading.content.id))
    if other is not None and _facts(other) == _facts(reading.content):
        return reading.already_held(held=other)
    if _facts(reading.content) in before and not replacing:
        return reading.already_held(Note(finding("row_was_superseded"), (Column.ENERGY,)))
    return reading


def _once_in_file(readings: Sequence[Reading]) -> list[Reading]:
    """A repeated row is counted once; rows that share a number and differ are all refused, each naming the others."""
    by_number: dict[str, list[int]] = defaultdict(list)
    for index, reading in enumerate(readings):
        if reading.content is not None and reading.counted:
            by_number[folded(reading.content.id)].append(index)
    rows = list(readings)
    for indexes in by_number.values():
        differ = len({_facts(content) for index in indexes if (content := readings[index].content)}) > 1
        for index in indexes if differ else indexes[1:]:
            rows[index] = _refused_or_repeated(readings, index, indexes, differ)
    return rows


def _refused_or_repeated(readings: Sequence[Reading], index: int, indexes: Sequence[int], differ: bool) -> Reading:
    reading = readings[index]
    if not differ:
        first = readings[indexes[0]]
        return reading.already_held(Note(finding("row_repeated", first=first.row.seen_from(reading.row.sheet)), (Column.ENERGY,)), held=first.content)
    others = "; ".join(readings[other].row.seen_from(reading.row.sheet) for other in indexes if other != index)
    number = reading.content.id if reading.content else ""
    return reading.refused(Note(finding("instrument_number_twice", id=number, others=others), (Column.INSTRUMENT_ID,)))


def _facts(instrument: ContractualInstrument) -> ContractualInstrument:
    """The instrument without the place it was read from."""
    return replace(instrument, id=folded(instrument.id), origin=_NOWHERE)
