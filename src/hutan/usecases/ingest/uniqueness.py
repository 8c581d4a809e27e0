"""Nothing is counted twice: rows against each other, and rows against what the book holds."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final

from hutan.core.activity.book import Book, in_order
from hutan.core.activity.columns import Column
from hutan.core.activity.period_reading import LONGEST_PERIOD_DAYS, month_text
from hutan.core.activity.reading import finding
from hutan.core.model.activity_record import ActivityRecord
from hutan.kernel.canonical import decimal_text
from hutan.kernel.ids import RecordId, SourceId
from hutan.kernel.periods import Period
from hutan.usecases.ingest.row_reading import Note, RowReading

_OVERLAP_COLUMNS: Final = (Column.AMOUNT, Column.MONTH, Column.FROM, Column.TO)
_DETAIL_COLUMNS: Final = (Column.DOCUMENT, Column.STATE, Column.NOTE)
_SHOWN: Final = 3
_FEWEST_TO_COMPARE: Final = 4
_OUT_OF_SCALE: Final = 1000

Reading = RowReading[ActivityRecord]
_Key = tuple[SourceId, Period, Decimal, str]


@dataclass(frozen=True, slots=True)
class Settled:
    """Rows after comparing, in their order, and the held records that they replace."""

    readings: tuple[Reading, ...]
    superseded: tuple[ActivityRecord, ...] = ()


def settled(readings: Sequence[Reading], book: Book, is_metered: Callable[[SourceId], bool], replace: bool) -> Settled:
    """Each row once.

    A metered source has one quantity for any day: the same again is counted once, another for the same days is refused. Of fuel that is
    bought, any number of deliveries may fall in one period, so only the same delivery again (source, period, amount, document) is one.
    With `replace`, a row takes the place of what is held for its days.
    """
    comparison = _Comparison(book, is_metered, replace)
    # Repetitions first: of rows that say the same but for a document, the first one stands for all, the next time the file comes too.
    rows, copies = _counted_once(readings, comparison.key)
    rows = [comparison.against_same_held(reading) for reading in rows]
    rows = _without_wrong_scale(rows)
    rows = _without_overlaps(rows, is_metered)
    kept_keys = {comparison.key(reading.content) for reading in readings if reading.content}
    rows = [comparison.against_held(reading, kept_keys) for reading in rows]
    for index, first in copies.items():
        rows[index] = _copy_of(rows[index], rows[first])
    return Settled(tuple(rows), tuple(comparison.superseded.values()))


class _Comparison:
    """What the book holds, by what makes two records the same."""

    def __init__(self, book: Book, is_metered: Callable[[SourceId], bool], replace: bool) -> None:
        self._is_metered = is_metered
        self._replace = replace
        self._held = {self.key(record): record for record in book.records}
        self._by_source: dict[SourceId, list[ActivityRecord]] = defaultdict(list)
        self._by_bill: dict[tuple[SourceId, Period, str], list[ActivityRecord]] = defaultdict(list)
        for record in in_order(book.records):
            self._by_source[record.source_id].append(record)
            self._by_bill[record.source_id, record.period, record.document].append(record)
        self._starts = {source_id: [record.period.start for record in records] for source_id, records in self._by_source.items()}
        self._superseded_ids = {record.id for record in book.superseded}
        self.superseded: dict[RecordId, ActivityRecord] = {}

    def key(self, record: ActivityRecord) -> _Key:
        return record.source_id, record.period, record.quantity, "" if self._is_metered(record.source_id) else record.document

    def against_same_held(self, reading: Reading) -> Reading:
        """UNCHANGED where the same quantity is held, or was held and then replaced."""
        record = reading.content
        if record is None or not reading.counted:
            return reading
        held = self._held.get(self.key(record))
        if held is None:
            replaced_before = record.id in self._superseded_ids and not self._replace
            return reading.already_held(Note(finding("row_was_superseded"), (Column.AMOUNT,))) if replaced_before else reading
        if _details(record) == _details(held):
            return reading.already_held(held=held)
        return reading if self._replace else reading.already_held(Note(finding("held_details_differ"), _DETAIL_COLUMNS), held=held)

    def against_held(self, reading: Reading, kept: set[_Key]) -> Reading:
        """Refused, remarked or replacing where the book holds something else for the same days."""
        record = reading.content
        if record is None or not reading.counted:
            return reading
        same = self._held.get(self.key(record))
        if same is not None:
            self.superseded[same.id] = same
            return reading.remarked(Note(finding("record_details_replaced"), _DETAIL_COLUMNS))
        if self._is_metered(record.source_id):
            return self._metered(reading, record, [held for held in self._near(record) if held.period.overlaps(record.period)], kept)
        same_bill = self._by_bill.get((record.source_id, record.period, record.document), [])
        return self._bought(reading, record, [held for held in same_bill if self.key(held) not in kept])

    def _near(self, record: ActivityRecord) -> Sequence[ActivityRecord]:
        """Held records of the source that may overlap; none is longer than the longest period."""
        held, starts = self._by_source.get(record.source_id, []), self._starts.get(record.source_id, [])
        first = bisect_left(starts, record.period.start - timedelta(days=LONGEST_PERIOD_DAYS))
        return held[first : bisect_left(starts, record.period.end)]

    def _metered(self, reading: Reading, record: ActivityRecord, rivals: Sequence[ActivityRecord], kept: set[_Key]) -> Reading:
        if not rivals:
            return reading
        replaceable = self._replace and all(record.period.covers(held.period) and self.key(held) not in kept for held in rivals)
        if replaceable:
            return self._replacing(reading, rivals)
        code = "held_differs" if all(held.period == record.period for held in rivals) else "held_overlaps"
        return reading.refused(Note(finding(code, held=_shown(rivals), amount=_amount(record)), _overlap_columns(reading)))

    def _bought(self, reading: Reading, record: ActivityRecord, same_bill: Sequence[ActivityRecord]) -> Reading:
        if same_bill and self._replace:
            return self._replacing(reading, same_bill)
        if same_bill and record.document:
            return reading.remarked(Note(finding("same_document_held", document=record.document, held=_shown(same_bill)), (Column.DOCUMENT,)))
        return reading

    def _replacing(self, reading: Reading, rivals: Sequence[ActivityRecord]) -> Reading:
        self.superseded.update({held.id: held for held in rivals})
        return reading.remarked(Note(finding("record_replaced", held=_shown(rivals)), (Column.AMOUNT,)))


def _counted_once(rows: Sequence[Reading], key: Callable[[ActivityRecord], _Key]) -> tuple[list[Reading], dict[int, int]]:
    """Rows in which a repetition stands without content, and for each repetition the index of the row it repeats."""
    first_of: dict[_Key, int] = {}
    copies: dict[int, int] = {}
    kept = list(rows)
    for index, reading in enumerate(rows):
        if reading.content is None or not reading.counted:
            continue
        first = first_of.setdefault(key(reading.content), index)
        if first != index:
            copies[index] = first
            place = rows[first].row.seen_from(reading.row.sheet)
            kept[index] = reading.already_held(Note(finding("row_repeated", first=place), (Column.AMOUNT,)), held=rows[first].content)
    return kept, copies


def _copy_of(copy: Reading, first: Reading) -> Reading:
    """A repetition of a refused row is refused with it."""
    return copy.refused(*first.faults) if first.faults else copy


def _without_overlaps(rows: Sequence[Reading], is_metered: Callable[[SourceId], bool]) -> list[Reading]:
    """Refuses every row whose days another row of the same metered source claims too, each naming the other."""
    by_source: dict[SourceId, list[tuple[Period, int]]] = defaultdict(list)
    for index, reading in enumerate(rows):
        if reading.content is not None and reading.counted and is_metered(reading.content.source_id):
            by_source[reading.content.source_id].append((reading.content.period, index))
    rivals: dict[int, list[int]] = defaultdict(list)
    for claimed in by_source.values():
        longest = -1
        # Whoever reaches furthest so far overlaps every later row that any earlier one overlaps: one look back finds all.
        for period, index in sorted(claimed):
            holder = rows[longest].content if longest >= 0 else None
            if holder is not None and period.start < holder.period.end:
                rivals[index].append(longest)
                rivals[longest].append(index)
            if holder is None or period.end > holder.period.end:
                longest = index
    kept = list(rows)
    for index, others in rivals.items():
        kept[index] = rows[index].refused(_overlap(rows[index], [rows[other] for other in others]))
    return kept


def _without_wrong_scale(rows: Sequence[Reading]) -> list[Reading]:
    """Refuses a row whose use a day is a thousand times that of the other rows of its source: its unit is off by ten thousand, or a million."""
    by_source: dict[SourceId, list[tuple[Decimal, int]]] = defaultdict(list)
    for index, reading in enumerate(rows):
        if reading.content is not None and reading.counted and reading.content.quantity:
            by_source[reading.content.source_id].append((reading.content.quantity / reading.content.period.days, index))
    kept = list(rows)
    for daily in by_source.values():
        if len(daily) < _FEWEST_TO_COMPARE:
            continue
        usual = sorted(daily)[len(daily) // 2][0]
        for use, index in daily:
            record = rows[index].content
            if use >= usual * _OUT_OF_SCALE and record is not None:
                times = f"{use / usual:.0f}"
                kept[index] = rows[index].refused(
                    Note(finding("amount_out_of_scale", amount=_amount(record), times=times), (Column.AMOUNT, Column.UNIT))
                )
    return kept


def _overlap(reading: Reading, others: Sequence[Reading]) -> Note:
    named = [f"{other.row.seen_from(reading.row.sheet)} ({_amount(other.content)})" for other in others[:_SHOWN] if other.content]
    text = "; ".join(named) + ("; …" if len(others) > _SHOWN else "")
    return Note(finding("rows_overlap", amount=_amount(reading.content) if reading.content else "", others=text), _overlap_columns(reading))


def _overlap_columns(reading: Reading) -> tuple[Column, ...]:
    return tuple(column for column in _OVERLAP_COLUMNS if column in reading.row.columns)


def _details(record: ActivityRecord) -> tuple[str, str, str]:
    return record.document, record.state.value, record.note


def _amount(record: ActivityRecord) -> str:
    return f"{decimal_text(record.quantity)} {record.unit}, {month_text(record.period)}"


def _shown(records: Sequence[ActivityRecord]) -> str:
    return "; ".join(_amount(record) for record in records[:_SHOWN]) + ("; …" if len(records) > _SHOWN else "")
