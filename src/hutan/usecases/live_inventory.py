"""Inventories that stay calculated while records come and go: new totals and the new digest for the price of what changed.

How to use it::

    live = started(inputs, library, engine)            # everything once, as long as a calculation takes
    after = changed(live, [old_record], [new_record])  # only what moves; `live` stays as it was
    after.root                                         # the digest of the result
    for movement in movements(live, after): ...        # total, old, new, difference
    after.totals(pack_id, period)                      # with slices and intervals
    after.sealed()                                     # the whole result, byte for byte that of `seal`

Nothing else than records may differ: another organization, pack, instrument or day of reporting is another start.
"""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext

from hutan.core.activity.quantities import ApplicabilityPiece, LineQuantity, QuantityEngine
from hutan.core.inventory.calculation import DIGITS, Inputs, check_units, questions_of
from hutan.core.inventory.estimates import ESTIMATE, NO_ESTIMATES, estimates_in, estimates_with
from hutan.core.inventory.kept_inventory import Exchange, KeptInventory, exchange, kept_inventory
from hutan.core.inventory.kept_records import (
    Months,
    Records,
    exchanged_records,
    months_without_data_of,
    quantities_of,
    records_by_source,
)
from hutan.core.inventory.kept_totals import Spreads, spreads_with, value_of
from hutan.core.inventory.plan import plan
from hutan.core.inventory.portions import Portion, Span, affected, feeding_sources, portion_of, utility_sources
from hutan.core.inventory.quantities import Pieces, pieces_for
from hutan.core.inventory.result import Line, Total, UtilityAccount
from hutan.core.inventory.utilities import utility_accounts
from hutan.core.methods.library import Library
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.kernel.canonical import canonical
from hutan.kernel.codec import from_plain
from hutan.kernel.ids import Digest, PackId, SiteId, SourceId
from hutan.kernel.periods import Period
from hutan.usecases.kept_chunks import KeptChunks, kept_chunks, list_exchanged, rechunked, rows_exchanged
from hutan.usecases.kept_texts import TotalText, intervals_bytes, retexted, text_of, totals_bytes
from hutan.usecases.seal import INTERVALS, SealedResult, chunks_of, finding_chunks, inventory_values, lines_name, place_of, records_name


@dataclass(frozen=True, slots=True)
class LiveInventory:
    """Inputs, inventories and sealed chunks as they are at one moment; a change gives another value and leaves this one as it is.

    `asked` is without records, which stand by source, in order; `months` are the months without data by period; `texts` go with `kept`. Of
    `intervals`, those of the inventories numbered in `stale` are still as they were: `with_intervals` brings them up to date.
    """

    asked: Inputs
    library: Library
    engine: QuantityEngine
    pieces: Pieces
    source_pieces: Mapping[SourceId, tuple[ApplicabilityPiece, ...]]
    records: Records
    spreads: Spreads
    months: Mapping[Period, Months]
    kept: tuple[KeptInventory, ...]
    texts: tuple[tuple[TotalText, ...], ...]
    exact: KeptChunks
    intervals: KeptChunks
    stale: frozenset[int]

    @property
    def root(self) -> Digest:
        """The digest of the result: the root over its exact chunks."""
        return self.exact.root

    @property
    def intervals_root(self) -> Digest:
        """The root over the chunks of intervals, which are worked out for it where they are stale."""
        return with_intervals(self).intervals.root

    def inventory(self, pack_id: PackId, period: Period) -> KeptInventory:
        """One pack over one period: totals, checks, verdicts on instruments, accounts of utilities."""
        return next(kept for kept in self.kept if (kept.plan.pack.header.id, kept.plan.period) == (pack_id, period))

    def totals(self, pack_id: PackId, period: Period) -> tuple[Total, ...]:
        """The totals of one pack over one period with slices and intervals, in the pack's order."""
        return self.inventory(pack_id, period).stated_totals()

    def lines(self, pack_id: PackId, period: Period, site_id: SiteId, month: date) -> tuple[Line, ...]:
        """The lines of a site in the month that begins on `month`."""
        chunk = self.exact.find(lines_name(place_of(pack_id, period), site_id, month)) or b"[]"
        rows: list[object] = json.loads(chunk)
        return tuple(from_plain(Line, row) for row in rows)

    def inputs(self) -> Inputs:
        """The inputs with all records as they are now."""
        records = itertools.chain.from_iterable(self.records[source_id] for source_id in sorted(self.records))
        return replace(self.asked, records=tuple(records))

    def sealed(self) -> SealedResult:
        """The whole result, as `seal.seal` gives it for these inputs."""
        whole = with_intervals(self)
        chunks = {**whole.exact.by_name(), **whole.intervals.by_name()}
        return SealedResult(dict(sorted(chunks.items())), whole.exact.root, whole.intervals.root)


@dataclass(frozen=True, slots=True)
class Movement:
    """A total that a change moved; `difference` is new less old, all in `unit`."""

    pack_id: PackId
    period: Period
    total_id: str
    unit: str
    old: Decimal
    new: Decimal
    difference: Decimal


def started(inputs: Inputs, library: Library, engine: QuantityEngine) -> LiveInventory:
    """Calculate and seal once, and keep what a change needs; takes as long as `calculate` and `seal` and raises as they do.

    Live intervals are first order: drawing anew at each change would cost more than the change, so `inputs` are kept without simulation.
    """
    inputs = replace(inputs, simulation=None)
    questions = questions_of(inputs, library, estimates_in(inputs.records))
    asked = [(question, plan(question, pack)) for pack in library.methods for question in questions]
    pieces = pieces_for([made for _, made in asked])
    check_units(inputs.organization, library, inputs.records)
    records, source_pieces = records_by_source(inputs.records), _pieces_by_source(pieces)
    quantities = quantities_of(engine, records, source_pieces, {*records, *source_pieces})
    every = [source.id for source in inputs.organization.sources]
    months = {question.period: months_without_data_of(question, records, every) for question in questions}
    chunks = chunks_of(inputs, library, ())
    spreads: Spreads = {}
    kept: list[KeptInventory] = []
    texts: list[tuple[TotalText, ...]] = []
    with localcontext(DIGITS):
        for question, made in asked:
            portion = portion_of(question, made, quantities, pieces, inputs.instruments)
            lines = [item.line for item in portion.evaluations]
            spreads = spreads_with(question, spreads, portion.evaluations)
            utilities = utility_accounts(question, made.pack, lines, quantities)
            kept.append(kept_inventory(question, made, inputs.instruments, portion, spreads, months[question.period], utilities))
            texts.append(tuple(text_of(total) for total in kept[-1].totals))
            chunks.update({name: canonical(value) for name, value in inventory_values(kept[-1].inventory(lines)).items()})
    return LiveInventory(
        asked=replace(inputs, records=()),
        library=library,
        engine=engine,
        pieces=pieces,
        source_pieces=source_pieces,
        records=records,
        spreads=spreads,
        months=months,
        kept=tuple(kept),
        texts=tuple(texts),
        exact=kept_chunks({name: content for name, content in chunks.items() if not name.startswith(INTERVALS)}),
        intervals=kept_chunks({name: content for name, content in chunks.items() if name.startswith(INTERVALS)}),
        stale=frozenset(),
    )


def changed(live: LiveInventory, removed: Iterable[ActivityRecord], added: Iterable[ActivityRecord]) -> LiveInventory:
    """The inventories after some records left and others came; a record that is corrected leaves as it was and comes as it is.

    Raises
    ------
    InputError
        ``live_record_not_held`` if a record to remove is not held exactly as given, ``live_source_unknown`` if one to add belongs to no
        source of the organization; and as `calculate` does.
    PackError, FormulaError, UnitError
        As `calculate` does.
    """
    left, came = tuple(removed), tuple(added)
    estimated = {record.source_id for record in (*left, *came) if _is_estimate(record)}
    if not estimated:
        return _exchanged(live, left, came)
    # Estimates of one source are inputs that depend on each other: all of them leave, and come back as inputs of the same names and other spreads.
    records = exchanged_records(live.asked.organization, live.records, left, came)
    held, wanted = ([record for name in sorted(estimated) for record in of.get(name, ()) if _is_estimate(record)] for of in (live.records, records))
    measured_left, measured_came = ([record for record in side if not _is_estimate(record)] for side in (left, came))
    without = _exchanged(live, [*measured_left, *held], measured_came)
    return _exchanged(_with_estimates(without, estimated, wanted), (), wanted)


def _is_estimate(record: ActivityRecord) -> bool:
    return record.state is RecordState.ESTIMATED


def _with_estimates(live: LiveInventory, sources: Collection[SourceId], records: Sequence[ActivityRecord]) -> LiveInventory:
    """The same, ready for these estimates of `sources`, none of whose estimates it holds any more."""
    questions = {kept.question.period: kept.question for kept in live.kept}
    estimates = estimates_with(next(iter(questions.values())).estimates, sources, records) if questions else NO_ESTIMATES
    questions = {period: replace(question, estimates=estimates) for period, question in questions.items()}
    starts = tuple(f"{ESTIMATE}:{source_id}/" for source_id in sources)
    spreads = {key: spread for key, spread in live.spreads.items() if not key.startswith(starts)}
    return replace(live, spreads=spreads, kept=tuple(replace(kept, question=questions[kept.question.period]) for kept in live.kept))


def _exchanged(live: LiveInventory, left: Sequence[ActivityRecord], came: Sequence[ActivityRecord]) -> LiveInventory:
    """The inventories after measured records left and others came, or estimates of sources that hold no others."""
    records = exchanged_records(live.asked.organization, live.records, left, came)
    check_units(live.asked.organization, live.library, came)
    spans = frozenset((record.source_id, month.start.replace(day=1)) for record in (*left, *came) for month in record.period.months())
    touched = sorted({source_id for source_id, _ in spans})
    questions = {kept.question.period: kept.question for kept in live.kept}
    months = {period: {**held, **months_without_data_of(questions[period], records, touched)} for period, held in live.months.items()}
    with localcontext(DIGITS):
        reworks = _reworks(live, records, spans)
        spreads = live.spreads
        for rework in reworks:
            spreads = spreads_with(live.kept[0].question, spreads, rework.after.evaluations)
        chunks: dict[str, bytes | None] = _record_chunks(live, records, (*left, *came))
        kept, texts, stale = list(live.kept), list(live.texts), set(live.stale)
        for index, (held, rework) in enumerate(zip(live.kept, reworks, strict=True)):
            found = months[held.question.period]
            if rework.is_idle(held) and found == live.months[held.question.period]:
                continue
            kept[index], moves = exchange(held, rework.before, rework.after, spreads, found, rework.utilities)
            pairs = zip(live.texts[index], kept[index].totals, moves.moved, strict=True)
            texts[index] = tuple(retexted(text, total, moved) for text, total, moved in pairs)
            chunks.update(_inventory_changes(live, held, kept[index], texts[index], moves))
            stale.add(index)
    return replace(
        live,
        records=records,
        spreads=spreads,
        months=months,
        kept=tuple(kept),
        texts=tuple(texts),
        exact=rechunked(live.exact, chunks),
        stale=frozenset(stale),
    )


def with_intervals(live: LiveInventory) -> LiveInventory:
    """The same with all intervals and their chunks up to date; for those who need them more than once.

    A change of one line moves every input's share of the variance, so this costs what an organization has of inputs and lines without spread.
    """
    changes: dict[str, bytes | None] = {}
    with localcontext(DIGITS):
        for index in sorted(live.stale):
            kept = live.kept[index]
            changes[f"{INTERVALS}{_place(kept)}"] = intervals_bytes(kept, live.texts[index])
    return replace(live, intervals=rechunked(live.intervals, changes), stale=frozenset()) if changes else live


def movements(before: LiveInventory, after: LiveInventory) -> tuple[Movement, ...]:
    """Every total that differs between two moments of one live inventory, packs and periods in their order."""
    found: list[Movement] = []
    for old, new in zip(before.kept, after.kept, strict=True):
        for one, other in zip(old.totals, new.totals, strict=True):
            value, moved = value_of(old.tally, one.rule), value_of(new.tally, other.rule)
            if value != moved:
                pack, period = new.plan.pack, new.plan.period
                found.append(Movement(pack.header.id, period, one.rule.id, pack.unit, value, moved, DIGITS.subtract(moved, value)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Rework:
    """What the affected quantities of one inventory came to and come to now, and the accounts of its utilities now."""

    before: Portion
    after: Portion
    utilities: tuple[UtilityAccount, ...]

    def is_idle(self, held: KeptInventory) -> bool:
        """Whether nothing of the inventory moved, its months without data apart."""
        return self.before == self.after and self.utilities == held.utilities


def _reworks(live: LiveInventory, records: Records, spans: frozenset[Span]) -> tuple[_Rework, ...]:
    """The work on each inventory, in their order."""
    organization = live.asked.organization
    works = [affected(organization, kept.ties, spans) for kept in live.kept]
    sources = frozenset(source_id for work in works for source_id in work.sources())
    before = quantities_of(live.engine, live.records, live.source_pieces, sources)
    after = quantities_of(live.engine, records, live.source_pieces, sources)
    found = []
    for kept, work in zip(live.kept, works, strict=True):
        portions = [portion_of(kept.question, kept.plan, work.among(items), live.pieces, work.instruments) for items in (before, after)]
        moves_utilities = not work.sources().isdisjoint(utility_sources(organization))
        utilities = _utilities(live, kept, records) if moves_utilities else kept.utilities
        found.append(_Rework(portions[0], portions[1], utilities))
    return tuple(found)


def _utilities(live: LiveInventory, kept: KeptInventory, records: Records) -> tuple[UtilityAccount, ...]:
    """The accounts anew from the sources and meters that they look at."""
    organization = live.asked.organization
    feeding = feeding_sources(organization)
    work = affected(organization, kept.ties, (), feeding)
    quantities: tuple[LineQuantity, ...] = quantities_of(
        live.engine, records, live.source_pieces, work.sources() | utility_sources(organization)
    )
    portion = portion_of(kept.question, kept.plan, work.among(quantities), live.pieces, work.instruments)
    lines = [item.line for item in portion.evaluations if item.line.source_id in feeding]
    return utility_accounts(kept.question, kept.plan.pack, lines, quantities)


def _pieces_by_source(pieces: Pieces) -> dict[SourceId, tuple[ApplicabilityPiece, ...]]:
    found: dict[SourceId, list[ApplicabilityPiece]] = defaultdict(list)
    for piece in pieces.pieces:
        found[piece.source_id].append(piece)
    return {source_id: tuple(own) for source_id, own in found.items()}


def _place(kept: KeptInventory) -> str:
    return place_of(kept.plan.pack.header.id, kept.plan.period)


def _record_chunks(live: LiveInventory, records: Records, moved: Iterable[ActivityRecord]) -> dict[str, bytes | None]:
    """The chunks of records in which something left or came."""
    touched: dict[str, set[SourceId]] = defaultdict(set)
    for record in moved:
        site_id = live.asked.organization.source(record.source_id).site_id
        touched[records_name(site_id, record.period.start)].add(record.source_id)
    found: dict[str, bytes | None] = {}
    for name, source_ids in touched.items():
        rows = [record for source_id in source_ids for record in records.get(source_id, ()) if name.endswith(record.period.start.isoformat()[:7])]
        found[name] = rows_exchanged(live.exact.find(name), source_ids, rows)
    return found


def _inventory_changes(
    live: LiveInventory, before: KeptInventory, kept: KeptInventory, texts: tuple[TotalText, ...], moves: Exchange
) -> dict[str, bytes | None]:
    """The chunks of one inventory in which something moved."""
    place = _place(kept)
    found: dict[str, bytes | None] = {}
    rows: dict[str, dict[SourceId, tuple[Line, ...]]] = defaultdict(dict)
    for (site_id, source_id, month), lines in moves.lines.items():
        rows[lines_name(place, site_id, month)][source_id] = lines
    for name, by_source in rows.items():
        found[name] = rows_exchanged(live.exact.find(name), by_source, itertools.chain.from_iterable(by_source.values()))
    values = finding_chunks(place, kept.checks, (), kept.quality(), kept.utilities)
    found.update({name: canonical(value) for name, value in values.items()})
    name = f"instruments/{place}"
    found[name] = list_exchanged(live.exact.find(name) or b"[]", before.verdicts, kept.verdicts)
    if any(moved.slices for moved in moves.moved):
        found[f"totals/{place}"] = totals_bytes(kept, texts)
    return found
