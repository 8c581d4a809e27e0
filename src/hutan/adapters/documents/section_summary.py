"""The first page: how much, how sure, says who; one picture with intervals, one table of methods side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hutan.adapters.documents.blocks import Axis, Bar, BarChart, BarGroup, Cell, Column, Fact, Facts, Paragraph, Row, Section, Table, Whisker
from hutan.adapters.documents.input_uses import InputUse
from hutan.adapters.documents.names import Subject
from hutan.adapters.documents.number_text import ends_kg, estimate, percent_of, tonnes
from hutan.adapters.documents.overviews import blocking_texts, coverage_text, first_total, marked, total_text, total_title
from hutan.adapters.documents.scales import Scale, scale_over
from hutan.adapters.documents.stacking import joined_legend, legend_of, segments_of
from hutan.adapters.documents.sums import by_pack, lines_of, main_totals
from hutan.core.inventory.result import InputOrigin, Inventory, Total
from hutan.core.model.sourcing import EvidenceGrade
from hutan.kernel.periods import Period


def summary_section(subject: Subject, inventories: Sequence[Inventory], uses: Sequence[InputUse], open_refusals: int) -> Section:
    """Three questions answered, the totals drawn, the methods compared."""
    words = subject.labels
    answers = Facts(
        (
            Fact(words.text("how_much"), _how_much(subject, inventories)),
            Fact(words.text("how_sure"), _how_sure(subject, inventories)),
            Fact(words.text("says_who"), _says_who(subject, inventories, uses, open_refusals)),
        )
    )
    blocks = (answers, _totals_chart(subject, inventories), _comparison(subject, inventories), Paragraph(words.text("comparison_note"), "note"))
    return Section(words.text("section_summary"), blocks, own_page=True)


def _latest(inventories: Sequence[Inventory]) -> tuple[Inventory, ...]:
    """Of each pack its last period."""
    return tuple(group[-1] for group in by_pack(inventories))


def _how_much(subject: Subject, inventories: Sequence[Inventory]) -> str:
    sentences = []
    for inventory in _latest(inventories):
        for total in main_totals(inventory):
            title = total_title(subject, inventory, total)
            text = total_text(subject, inventory, total)
            values = {"pack": inventory.pack_id, "period": subject.period(inventory.period), "title": title, "text": text}
            sentences.append(subject.labels.text("how_much_line", **values))
    return "\n".join(sentences)


def _how_sure(subject: Subject, inventories: Sequence[Inventory]) -> str:
    words, sentences = subject.labels, []
    for inventory in _latest(inventories):
        total = first_total(inventory)
        if total is not None:
            pack = inventory.pack.header.id
            if total.interval.variance_shares:
                top = total.interval.variance_shares[0]
                values = {"input": subject.input_key(top.input_key), "share": percent_of(top.share)}
                sentences.append(words.text("how_sure_line", pack=pack, coverage=coverage_text(total), **values))
            else:
                sentences.append(words.text("how_sure_none", pack=pack))
    return "\n".join(sentences)


def _says_who(subject: Subject, inventories: Sequence[Inventory], uses: Sequence[InputUse], open_refusals: int) -> str:
    words = subject.labels
    own = sum(1 for use in uses if use.bound.origin is InputOrigin.OWN_VALUE)
    named = sum(1 for use in uses if use.bound.origin is InputOrigin.FACTOR and use.bound.chosen_by)
    grades = Counter(use.bound.grade for use in uses if use.bound.origin is InputOrigin.FACTOR)
    graded = words.many(
        [words.text("grade_count", grade=grade.value, count=str(grades[grade.value])) for grade in EvidenceGrade if grades[grade.value]]
    )
    counts = {"count": str(len(uses)), "rule": str(len(uses) - own - named), "named": str(named), "own": str(own)}
    statuses = [words.text("status_line", pack=item.pack.header.id, status=_text_status(subject, item)) for item in _latest(inventories)]
    left_out = {(gap.source_id, gap.measures, gap.params) for item in inventories for gap in item.gaps if not gap.blocking and not gap.outside}
    missing = words.text("semicolon").join(blocking_texts(subject, inventories)) or words.text("nothing_missing")
    open_text = words.text("open_counts", missing=missing, left_out=str(len(left_out)), refused=str(open_refusals))
    return "\n".join((words.text("values_line", grades=graded or "–", **counts), words.text("texts_line", statuses=words.many(statuses)), open_text))


def _text_status(subject: Subject, inventory: Inventory) -> str:
    return subject.labels.term("text_status", inventory.pack.header.text_status.value)


def _totals_chart(subject: Subject, inventories: Sequence[Inventory]) -> BarChart:
    groups = by_pack(inventories)
    scales = {unit: _scale([item for item in inventories if _dimension(item) == unit], unit) for unit in {_dimension(item) for item in inventories}}
    drawn = tuple(_bar_group(subject, group, scales[_dimension(group[0])]) for group in groups)
    legend = joined_legend([legend_of(subject, item.pack, lines_of(item, total.id)) for item in inventories for total in main_totals(item)])
    caption = _headline(subject, inventories)
    alt = "; ".join(f"{group.title}: " + "; ".join(f"{bar.label} {bar.text}" for bar in group.bars) for group in drawn)
    return BarChart(caption, alt or caption, drawn, legend, subject.labels.text("totals_chart_note"))


def _dimension(inventory: Inventory) -> str:
    """Greenhouse gases and standard coal never share an axis."""
    return "tce" if inventory.pack.unit == "kgce" else "t"


def _scale(inventories: Sequence[Inventory], unit: str) -> Scale:
    totals = [total for inventory in inventories for total in main_totals(inventory)]
    return scale_over([tonnes((ends_kg(total.value, total.interval) or (total.value, total.value))[1]) for total in totals], unit)


def _bar_group(subject: Subject, group: Sequence[Inventory], scale: Scale) -> BarGroup:
    head = group[0].pack
    bars = tuple(_bar(subject, inventory, inventory.total(total.id), scale) for total in main_totals(group[0]) for inventory in group)
    title = subject.labels.text("group_title", title=head.header.title.text(subject.language), unit=subject.unit(head))
    return BarGroup(title, bars, Axis(scale.axis().ticks, subject.unit(head)))


def _bar(subject: Subject, inventory: Inventory, total: Total, scale: Scale) -> Bar:
    found = estimate(total.value, total.interval)
    ends = ends_kg(total.value, total.interval) if found.established else None
    whisker = Whisker(scale.length(tonnes(ends[0])), scale.length(tonnes(ends[1]))) if ends is not None else None
    text = found.text() if found.established else subject.labels.text("without_interval_short", value=found.value)
    lines = lines_of(inventory, total.id)
    return Bar(
        label=total_title(subject, inventory, total),
        detail=subject.period(inventory.period),
        text=marked(subject, inventory, total, text) if lines else subject.labels.text("no_data"),
        segments=segments_of(inventory.pack, lines, scale),
        whisker=whisker if lines else None,
    )


def _headline(subject: Subject, inventories: Sequence[Inventory]) -> str:
    """What the first method found for its last period, in one sentence; with its largest scope where there are several."""
    latest = _latest(inventories)[0]
    total = first_total(latest)
    if total is None:
        return subject.labels.text("totals_caption_plain")
    text = total_text(subject, latest, total)
    return subject.labels.text("totals_caption", period=subject.period(latest.period), title=total_title(subject, latest, total), text=text)


def _comparison(subject: Subject, inventories: Sequence[Inventory]) -> Table:
    words = subject.labels
    periods = sorted({inventory.period for inventory in inventories})
    changing = _change_wanted(periods)
    columns = [Column(words.text("column_total"), share=3), Column(words.text("column_unit"))]
    columns += [Column(subject.period(period), "right", 2) for period in periods]
    if changing:
        columns.append(Column(words.text("column_change"), "right"))
    rows: list[Row] = []
    for group in by_pack(inventories):
        header = group[0].pack.header
        rows.append(Row((Cell(words.text("pack_line", title=header.title.text(subject.language), id=header.id)),), "group"))
        for total in group[0].totals:
            rows.append(_comparison_row(subject, group, total, periods, changing))
    note = words.text("change_note") if changing else ""
    return Table(_comparison_caption(subject, inventories, periods), tuple(columns), tuple(rows), note)


def _change_wanted(periods: Sequence[Period]) -> bool:
    """Only periods of one length are compared; a leap day is let pass."""
    return len(periods) > 1 and abs(periods[0].days - periods[-1].days) <= 1


def _comparison_row(subject: Subject, group: Sequence[Inventory], first: Total, periods: Sequence[Period], changing: bool) -> Row:
    words = subject.labels
    held = {inventory.period: inventory for inventory in group}
    title = total_title(subject, group[0], first)
    cells = [Cell(words.text("apart_title", title=title) if first.apart else title), Cell(subject.unit(group[0].pack))]
    for period in periods:
        cells.append(Cell(_period_text(subject, held.get(period), first.id)))
    if changing:
        cells.append(Cell(_change(held.get(periods[0]), held.get(periods[-1]), first.id)))
    return Row(tuple(cells), "apart" if first.apart else "plain")


def _period_text(subject: Subject, inventory: Inventory | None, total_id: str) -> str:
    if inventory is None:
        return "–"
    total = inventory.total(total_id)
    if not lines_of(inventory, total_id):
        return subject.labels.text("no_data")
    found = estimate(total.value, total.interval)
    text = found.text() if found.established else subject.labels.text("without_interval_cell", value=found.value, coverage=coverage_text(total))
    return marked(subject, inventory, total, text)


def _change(first: Inventory | None, last: Inventory | None, total_id: str) -> str:
    """Per cent from the first period to the last; a dash where either is incomplete or empty."""
    if first is None or last is None or not (first.complete() and last.complete()):
        return "–"
    before, after = first.total(total_id).value, last.total(total_id).value
    if not before:
        return "–"
    text = percent_of((after - before) / before)
    return text if text.startswith(("−", "<", ">")) or text == "0 %" else f"+{text}"


def _comparison_caption(subject: Subject, inventories: Sequence[Inventory], periods: Sequence[Period]) -> str:
    count = len(by_pack(inventories))
    key = "comparison_caption" if count > 1 else "comparison_caption_one"
    return subject.labels.text(key, count=str(count), periods=subject.labels.many([subject.period(period) for period in periods]))
