"""Inventories over readings that stay where they lie: an engine sums them, lines are worked out by the series, and the digest covers the sums.

The result is sealed as every other: its lines, totals, checks and intervals are those that `calculate` gives for the same quantities, byte for
byte. In place of ten million records it carries the file's SHA-256 and the exact sums by source and month: a replay proves everything from the
sums on, and whoever has the file proves the sums.
"""

from __future__ import annotations

import itertools
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext
from typing import Final

from hutan.core.activity.quantities import LineQuantity
from hutan.core.activity.stored import StoredReadings, StoredSum, edges_of, in_order, line_quantities
from hutan.core.inventory.boundary import shares_over
from hutan.core.inventory.calculation import DIGITS, Inputs, questions_of
from hutan.core.inventory.checks import checks_from, plan_checks
from hutan.core.inventory.estimates import NO_ESTIMATES, bare_estimates
from hutan.core.inventory.intervals import spread_of
from hutan.core.inventory.kept_totals import kept_total, total_of_kept
from hutan.core.inventory.plan import Plan, Question, plan
from hutan.core.inventory.portions import is_unbound
from hutan.core.inventory.quality import quality_from
from hutan.core.inventory.quantities import Pieces, pieces_for
from hutan.core.inventory.result import Inventory, Line
from hutan.core.inventory.series import LineSeries, MonthOfSeries, series_of
from hutan.core.inventory.series_sums import inputs_of_series, tally_of_series, uncovered_of_series
from hutan.core.methods.library import Library
from hutan.core.model.activity_record import RecordState
from hutan.core.uncertainty.propagation import InputSpread
from hutan.kernel.canonical import encoded
from hutan.kernel.codec import to_plain
from hutan.kernel.errors import InputError
from hutan.kernel.ids import SiteId, SourceId
from hutan.usecases.seal import SealedResult, inventory_values, lines_name, place_of, request_of, sealed

STORED: Final = "inputs/stored"
_MARKS: Final = ("\ue000", "\ue001", "\ue002", "\ue003")
# What stands for the binding, site and source of a line in the text of its shape; no binding has a number below 0.
_BINDING: Final = -1
_SITE: Final = SiteId("\ue004")
_SOURCE: Final = SourceId("\ue005")
_NAMED: Final = re.compile(f"(?<=\"binding\":){_BINDING}(?=,)|{_SITE}|{_SOURCE}")
_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class LargeResult:
    """Inventories without lines, which stand in the sealed chunks."""

    inventories: tuple[Inventory, ...]
    sealed: SealedResult


def calculate_stored(inputs: Inputs, library: Library, stored: StoredReadings) -> LargeResult:
    """One inventory for each pack and period over stored readings, sealed.

    Raises
    ------
    InputError
        ``stored_needs_lines`` if a pack splits electricity by contractual instruments or has a formula that is no multiple of the quantity: such
        a source belongs into records; ``stored_source_unknown`` for readings of a source that is not the organization's.
    PackError
        As `calculate` does.
    """
    if inputs.records or inputs.instruments:
        raise InputError("stored_needs_lines", pack="–")
    questions = questions_of(inputs, library, NO_ESTIMATES)
    asked = [(question, plan(question, pack)) for pack in library.methods for question in questions]
    pieces = pieces_for([made for _, made in asked])
    edges = edges_of(pieces.pieces)
    sums = stored.sums(edges)
    _check_sources(inputs, sums)
    estimates = bare_estimates((item.source_id, item.month) for item in sums if item.state == RecordState.ESTIMATED.value)
    asked = [(replace(question, estimates=estimates), made) for question, made in asked]
    quantities = line_quantities(sums, pieces.pieces, edges)
    chunks = _input_chunks(inputs, library, stored, sums)
    inventories = []
    with localcontext(DIGITS):
        for question, made in asked:
            series = _series(question, made, quantities, pieces)
            inventories.append(_inventory(question, made, series, quantities, pieces))
            chunks.update({name: encoded(value) for name, value in inventory_values(inventories[-1]).items()})
            chunks.update(line_chunks(place_of(made.pack.header.id, made.period), series))
    return LargeResult(tuple(inventories), sealed(chunks))


def _check_sources(inputs: Inputs, sums: Iterable[StoredSum]) -> None:
    known = {source.id for source in inputs.organization.sources}
    strange = sorted({item.source_id for item in sums} - known)
    if strange:
        raise InputError("stored_source_unknown", sources=", ".join(strange[:5]), count=str(len(strange)))


def _series(question: Question, made: Plan, quantities: Sequence[LineQuantity], pieces: Pieces) -> tuple[LineSeries, ...]:
    inside = [item for item in quantities if item.piece >= 0 and question.period.covers(pieces.period(item.piece))]
    series = series_of(question, made, inside, pieces)
    if series is None:
        raise InputError("stored_needs_lines", pack=made.pack.header.id)
    return series


def _inventory(question: Question, made: Plan, series: Sequence[LineSeries], quantities: Sequence[LineQuantity], pieces: Pieces) -> Inventory:
    spreads: dict[str, InputSpread | None] = {key: spread_of(question, key) for key in inputs_of_series(series)}
    outside = [item for item in quantities if is_unbound(question, made, item, pieces)]
    tally = tally_of_series(question, made, series, outside, spreads)
    totals = [kept_total(rule, spreads, tally, uncovered_of_series(rule, spreads, series)) for rule in made.pack.totals]
    return Inventory(
        pack=made.pack,
        period=made.period,
        bindings=made.bindings,
        lines=(),
        totals=tuple(total_of_kept(made, tally, kept) for kept in totals),
        gaps=made.gaps,
        checks=checks_from(question, plan_checks(made), tally, _months_without_data(question, quantities)),
        instruments=(),
        quality=quality_from(question, made, tally),
    )


def _months_without_data(question: Question, quantities: Iterable[LineQuantity]) -> list[str]:
    """Source and month where a source counts and no reading was found; whether a month is full is for the check of its readings to say."""
    held: dict[SourceId, set[date]] = defaultdict(set)
    for item in quantities:
        held[item.source_id].add(item.month)
    approach, gaps = question.organization.consolidation, []
    for source in question.organization.sources:
        for days, _ in shares_over(question.organization.site(source.site_id), approach, question.period):
            gaps += [f"{source.id} {month.start.isoformat()[:7]}" for month in days.months() if month.start.replace(day=1) not in held[source.id]]
    return gaps


def _input_chunks(inputs: Inputs, library: Library, stored: StoredReadings, sums: Iterable[StoredSum]) -> dict[str, bytes]:
    chunks = {"request": encoded(request_of(inputs, library)), "inputs/organization": encoded(to_plain(inputs.organization))}
    chunks.update({"inputs/instruments": b"[]", STORED: encoded([to_plain(stored.data())])})
    sites = {source.id: source.site_id for source in inputs.organization.sources}
    names = {source_id: _name_text(source_id) for source_id in sites}
    groups: dict[str, list[str]] = defaultdict(list)
    for item in in_order(sums):
        month = item.month.isoformat()
        groups[f"inputs/sums/{sites[item.source_id]}/{month[:7]}"].append(_sum_text(item, month, names[item.source_id]))
    chunks.update({name: f"[{','.join(rows)}]".encode() for name, rows in groups.items()})
    return chunks


def _sum_text(item: StoredSum, month: str, source_id: str) -> str:
    quantity = _decimal_text(int(item.quantity.scaleb(6)), 6)
    return (
        f'{{"bucket":{item.bucket},"month":"{month}","quantity":"{quantity}","reading_count":{item.reading_count},'
        f'"source_id":"{source_id}","state":"{item.state}"}}'
    )


def line_chunks(place: str, series: Iterable[LineSeries]) -> dict[str, bytes]:
    """The chunks of lines by site and month, each with the bytes that `seal` gives for the same lines."""
    rows: dict[str, list[str]] = defaultdict(list)
    names: dict[tuple[str, date], str] = {}
    shapes: dict[Line, tuple[str, ...]] = {}
    for item in series:
        template = _template(item.head, shapes)
        for month in item.months:
            key = (item.head.site_id, month.month)
            if key not in names:
                names[key] = lines_name(place, item.head.site_id, month.month)
            rows[names[key]].append(_line_text(template, month))
    return {name: f"[{','.join(texts)}]".encode() for name, texts in rows.items()}


def _template(head: Line, shapes: dict[Line, tuple[str, ...]]) -> tuple[str, ...]:
    """The text of a line between the figures that change with the month; lines of one shape differ in binding, site and source alone."""
    co2e_kg = None if head.co2e_kg is None else _ZERO
    shape = replace(
        head, site_id=_SITE, source_id=_SOURCE, binding=_BINDING, month=date.min, amount=_ZERO, quantity=_ZERO, metered=_ZERO, co2e_kg=co2e_kg
    )
    if shape not in shapes:
        shapes[shape] = _shape_text(shape)
    names = {str(_BINDING): str(head.binding), _SITE: _name_text(head.site_id), _SOURCE: _name_text(head.source_id)}
    return tuple(_NAMED.sub(lambda found: names[found[0]], text) for text in shapes[shape])


def _name_text(name: str) -> str:
    """A name as it stands between quotes."""
    return json.dumps(name, ensure_ascii=False)[1:-1]


def _shape_text(shape: Line) -> tuple[str, ...]:
    """The text of a line between amount, CO2 equivalents, quantity, month and quantity once more."""
    plain = to_plain(shape)
    if not isinstance(plain, dict):
        raise TypeError("a line is an object")
    marked: Mapping[str, object] = {**plain, "amount": _MARKS[0], "quantity": _MARKS[2], "metered": _MARKS[2], "month": _MARKS[3]}
    if shape.co2e_kg is not None:
        marked = {**marked, "co2e_kg": _MARKS[1]}
    text = encoded(marked).decode()
    places = sorted((text.index(mark, start), mark) for mark, start in _starts(text))
    edges = [0, *itertools.chain.from_iterable((place, place + 1) for place, _ in places), len(text)]
    return tuple(text[start:end] for start, end in itertools.pairwise(edges))[::2]


def _starts(text: str) -> Iterable[tuple[str, int]]:
    """Each mark with the place to look for it from; the quantity stands twice."""
    for mark in _MARKS:
        start = text.find(mark)
        while start >= 0:
            yield mark, start
            start = text.find(mark, start + 1)


def _line_text(template: tuple[str, ...], month: MonthOfSeries) -> str:
    quantity, day = _decimal_text(month.quantity, 6), month.month.isoformat()
    amount = _decimal_text(month.amount, 9)
    figures = [amount, quantity, day, quantity]
    if len(template) == len(figures) + 2:
        figures.insert(1, amount if month.co2e == month.amount else _decimal_text(month.co2e, 9))
    return "".join(itertools.chain.from_iterable(zip(template, (*figures, ""), strict=True)))


def _decimal_text(value: int, places: int) -> str:
    """An integer of 10^-places as canonical decimals."""
    digits = str(abs(value)).rjust(places + 1, "0")
    whole, rest = digits[:-places], digits[-places:].rstrip("0")
    text = f"{whole}.{rest}" if rest else whole
    return f"-{text}" if value < 0 else text

