"""How sure: intervals with their coverage, what has no sourced spread, and what to measure better first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from hutan.adapters.documents.blocks import FULL_LENGTH as _FULL
from hutan.adapters.documents.blocks import Axis, Bar, BarChart, BarGroup, Block, Cell, Column, Paragraph, Row, Section, Segment, Table, Tick, Whisker
from hutan.adapters.documents.names import Subject
from hutan.adapters.documents.number_text import four_digits, percent, percent_of, tonnes, with_interval
from hutan.adapters.documents.overviews import coverage_text, first_total, total_title
from hutan.adapters.documents.section_simulated import deviations, reason_text, simulated_blocks
from hutan.adapters.documents.sums import by_pack, lines_of
from hutan.core.inventory.intervals import line_key
from hutan.core.inventory.result import Inventory, Total
from hutan.core.uncertainty.propagation import IntervalResult
from hutan.core.uncertainty.reason import Reason

_MOST_INPUTS = 6
_MOST_UNCOVERED = 12
# The inputs with the largest effects are named; a long list of reasons of one sort is read by nobody.
_MOST_REASONS = 3


def certainty_section(subject: Subject, inventories: Sequence[Inventory]) -> Section:
    """Intervals of every total, the ranking of inputs, the lines outside."""
    words = subject.labels
    blocks: list[Block] = [
        Paragraph(words.text("interval_method")),
        Paragraph(words.text("gwp_left_out")),
        _intervals(subject, inventories),
        *_reasons(subject, inventories),
        *simulated_blocks(subject, inventories),
    ]
    ranking = _ranking(subject, inventories)
    if ranking.groups:
        blocks.append(ranking)
    blocks.append(_uncovered(subject, inventories))
    return Section(words.text("section_certainty"), tuple(blocks))


def _intervals(subject: Subject, inventories: Sequence[Inventory]) -> Table:
    words = subject.labels
    columns = (
        Column(words.text("column_total"), share=4),
        Column(words.text("column_period")),
        Column(words.text("column_total_value"), "right", 2),
        Column(words.text("column_covered_interval"), "right", 3),
        Column(words.text("column_half_width"), "right"),
        Column(words.text("column_coverage"), share=2),
        Column(words.text("column_standing"), share=3),
    )
    rows: list[Row] = []
    for group in by_pack(inventories):
        rows.append(Row((Cell(words.text("group_title", title=group[0].pack.header.id, unit=subject.unit(group[0].pack))),), "group"))
        rows += [_interval_row(subject, item, item.total(total.id)) for total in group[0].totals for item in group]
    standing = [total for item in inventories for total in item.totals if total.interval.established]
    count = sum(len(item.totals) for item in inventories)
    return Table(
        words.text("intervals_caption", count=str(count), established=str(len(standing))), columns, tuple(rows), words.text("intervals_note")
    )


def _interval_row(subject: Subject, inventory: Inventory, total: Total) -> Row:
    words, interval = subject.labels, total.interval
    covered = with_interval(interval.covered_total, interval).text() if interval.is_stated else "–"
    empty = not lines_of(inventory, total.id)
    standing = "no_data" if empty else "interval_established" if interval.established else "interval_not_established"
    share = int((interval.coverage or Decimal(0)) * _FULL)
    return Row(
        (
            Cell(total_title(subject, inventory, total)),
            Cell(subject.period(inventory.period)),
            Cell("–" if empty else four_digits(tonnes(total.value))),
            Cell(covered),
            Cell(deviations(interval)),
            Cell(coverage_text(total), (Segment(share, "pine"),) if share else ()),
            Cell(words.text(standing), tone="plain" if interval.established else "attention"),
        ),
        "apart" if total.apart else "plain",
    )


def _reasons(subject: Subject, inventories: Sequence[Inventory]) -> Iterator[Paragraph]:
    """Why an interval of a leading total does not stand, or is a first approximation."""
    for inventory in inventories:
        total = first_total(inventory)
        reasons = _largest_first(total.interval) if total else []
        place = {"pack": inventory.pack.header.id, "period": subject.period(inventory.period)}
        told: Counter[str] = Counter()
        for reason in reasons:
            told[reason.code] += 1
            if told[reason.code] <= _MOST_REASONS:
                text, hint = reason_text(subject, reason)
                yield Paragraph(subject.labels.text("interval_reason", reason=text, hint=hint, **place), "attention")
        left = sum(count - _MOST_REASONS for count in told.values() if count > _MOST_REASONS)
        if left:
            yield Paragraph(subject.labels.text("interval_reasons_more", count=str(left), **place), "attention")


def _largest_first(interval: IntervalResult) -> list[Reason]:
    """Reasons of the whole, then those of an input, by its part of the variance."""
    ranks = {share.input_key: rank for rank, share in enumerate(interval.variance_shares)}
    return sorted(interval.reasons, key=lambda reason: ranks.get(dict(reason.params).get("input", ""), -1))


def _ranking(subject: Subject, inventories: Sequence[Inventory]) -> BarChart:
    """Shares of the variance by input for the last period of each pack: the longest bar is to be measured better first."""
    words = subject.labels
    groups = tuple(group for item in (group[-1] for group in by_pack(inventories)) for group in _ranking_group(subject, item))
    first = groups[0].bars[0] if groups else None
    caption = words.text("ranking_caption", input=first.label, share=first.text) if first else ""
    alt = "; ".join(f"{group.title}: " + ", ".join(f"{bar.label} {bar.text}" for bar in group.bars) for group in groups)
    return BarChart(caption, alt, groups, (), words.text("ranking_note"))


def _ranking_group(subject: Subject, inventory: Inventory) -> Iterator[BarGroup]:
    total = first_total(inventory)
    shares = total.interval.variance_shares if total else ()
    if total is None or not shares:
        return
    bars = [_ranked(subject.input_key(item.input_key), item.share) for item in shares[:_MOST_INPUTS]]
    rest = sum((item.share for item in shares[_MOST_INPUTS:]), Decimal(0))
    if rest:
        bars.append(_ranked(subject.labels.text("ranking_rest", count=str(len(shares) - _MOST_INPUTS)), rest))
    title = subject.labels.text(
        "ranking_group", pack=inventory.pack.header.id, period=subject.period(inventory.period), coverage=coverage_text(total)
    )
    yield BarGroup(title, tuple(bars), Axis((Tick(0, "0"), Tick(_FULL // 2, "50"), Tick(_FULL, "100")), "%"))


def _ranked(name: str, share: Decimal) -> Bar:
    length = min(int(share * _FULL), _FULL)
    whisker: Whisker | None = None
    return Bar(name, "", percent_of(share), (Segment(length, "pine"),) if length else (), whisker)


def _uncovered(subject: Subject, inventories: Sequence[Inventory]) -> Table:
    words = subject.labels
    columns = (
        Column(words.text("column_source"), share=4),
        Column(words.text("column_gas")),
        Column(words.text("column_missing_spread"), share=7),
        Column(words.text("column_lines"), "right"),
        Column(words.text("column_share_of_total"), "right"),
    )
    rows: list[Row] = []
    for item in (group[-1] for group in by_pack(inventories)):
        total = first_total(item)
        found = _uncovered_rows(subject, item, total) if total else []
        if found:
            place = words.text("uncovered_group", pack=item.pack.header.id, period=subject.period(item.period))
            rows += [Row((Cell(place),), "group"), *found[:_MOST_UNCOVERED]]
            if len(found) > _MOST_UNCOVERED:
                rows.append(Row((Cell(words.text("more_rows", count=str(len(found) - _MOST_UNCOVERED))),), "more"))
    key = "uncovered_caption" if rows else "uncovered_none"
    return Table(words.text(key), columns, tuple(rows))


def _uncovered_rows(subject: Subject, inventory: Inventory, total: Total) -> list[Row]:
    """Uncovered lines of one total by source, gas and missing inputs, the largest first."""
    lines = {line_key(line): line for line in lines_of(inventory, total.id)}
    groups: dict[tuple[str, str, tuple[str, ...]], list[Decimal]] = {}
    for item in total.interval.uncovered:
        line = lines[item.line_key]
        groups.setdefault((subject.source(line.source_id), line.measure, item.inputs), []).append(line.stated())
    order = sorted(groups, key=lambda key: (-sum(abs(value) for value in groups[key]), key))
    return [
        Row(
            (
                Cell(source),
                Cell(subject.labels.term("measure", measure)),
                Cell(subject.labels.many([subject.input_key(key) for key in inputs]) or subject.labels.text("no_input_stated")),
                Cell(str(len(groups[source, measure, inputs]))),
                Cell(percent(sum(groups[source, measure, inputs], Decimal(0)), total.value)),
            )
        )
        for source, measure, inputs in order
    ]
