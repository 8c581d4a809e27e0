"""One method: totals, months, scopes, categories, gases, sites and sources over its periods side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from hutan.adapters.documents.blocks import Block, Cell, Column, Fact, Facts, Paragraph, Row, Section, Segment, Stack, StackChart, StackPanel, Table
from hutan.adapters.documents.names import Subject, month_text, scope_color
from hutan.adapters.documents.number_text import exact, four_digits, percent, percent_of, tonnes
from hutan.adapters.documents.overviews import coverage_text, first_total, share_length, total_text, total_title
from hutan.adapters.documents.scales import Scale, scale_over
from hutan.adapters.documents.section_instruments import basis_blocks
from hutan.adapters.documents.stacking import joined_legend, legend_of, segments_of
from hutan.adapters.documents.sums import Sum, apart_lines, category_of, largest_first, main_lines, months_lacking, sums_by
from hutan.core.inventory.result import Inventory, Line
from hutan.kernel.ids import SiteId, SourceId

Group = Sequence[Inventory]


def method_section(subject: Subject, group: Group) -> Section:
    """All that one pack found, period beside period."""
    pack = group[0].pack
    blocks: tuple[Block, ...] = (
        _facts(subject, group),
        _totals(subject, group),
        *_months(subject, group),
        *_parts_note(subject, group),
        *_breakdowns(subject, group),
        *basis_blocks(subject, group),
    )
    title = subject.labels.text("pack_line", title=pack.header.title.text(subject.language), id=pack.header.id)
    return Section(title, blocks)


def _facts(subject: Subject, group: Group) -> Facts:
    pack, words = group[0].pack, subject.labels
    header = pack.header
    warming = words.text("gwp_set", edition=pack.gwp.edition, years=str(pack.gwp.horizon_years)) if pack.gwp else words.text("gwp_none")
    gases = words.many(pack.gases) if pack.gases else words.text("energy_measured")
    return Facts(
        (
            Fact(words.text("fact_authority"), header.authority.text(subject.language)),
            Fact(
                words.text("fact_text_status"),
                words.text("status_grade", status=words.term("text_status", header.text_status.value), grade=header.evidence_grade),
            ),
            Fact(words.text("fact_gases"), gases),
            Fact(words.text("fact_gwp"), warming),
            Fact(words.text("fact_values_used"), warming_text(subject, group) or "–"),
        )
    )


def warming_text(subject: Subject, group: Group) -> str:
    """The warming potentials that were applied, each with its set."""
    used = {(line.measure, line.gwp, line.gwp_basis) for item in group for line in item.lines if line.gwp is not None and line.gwp_basis}
    return subject.labels.many(
        [f"{gas} {exact(value)}（{basis}）" if subject.language == "zh" else f"{gas} {exact(value)} ({basis})" for gas, value, basis in sorted(used)]
    )


def _totals(subject: Subject, group: Group) -> Table:
    words = subject.labels
    columns = [Column(words.text("column_total"), share=3)]
    for inventory in group:
        columns += [Column(subject.period(inventory.period), share=3), Column(words.text("column_coverage"), "right")]
    rows = []
    for total in group[0].totals:
        title = total_title(subject, group[0], total)
        cells = [Cell(words.text("apart_title", title=title) if total.apart else title)]
        for inventory in group:
            own = inventory.total(total.id)
            cells += [Cell(total_text(subject, inventory, own, "without_interval_brief")), Cell(coverage_text(own))]
        rows.append(Row(tuple(cells), "apart" if total.apart else "plain"))
    return Table(_totals_caption(subject, group), tuple(columns), tuple(rows))


def _totals_caption(subject: Subject, group: Group) -> str:
    last = group[-1]
    total = first_total(last)
    if total is None:
        return subject.labels.text("totals_caption_plain")
    return subject.labels.text(
        "totals_caption", period=subject.period(last.period), title=total_title(subject, last, total), text=total_text(subject, last, total)
    )


def _months(subject: Subject, group: Group) -> tuple[StackChart, ...]:
    if not any(main_lines(item) or apart_lines(item) for item in group):
        return ()
    sums = [found.value_kg for item in group for lines in (main_lines(item), apart_lines(item)) for found in sums_by(lines, _month).values()]
    scale = scale_over([tonnes(value) for value in sums], subject.unit(group[0].pack), intervals=4)
    panels = tuple(_panel(subject, item, scale) for item in group)
    legend = joined_legend([legend_of(subject, item.pack, (*main_lines(item), *apart_lines(item))) for item in group])
    caption = _months_caption(subject, group)
    alt = "; ".join(f"{panel.title}: " + ", ".join(_stack_text(subject, stack) for stack in panel.stacks) for panel in panels)
    lacking = subject.labels.text("legend_lacking") if any(stack.lacking for panel in panels for stack in panel.stacks) else ""
    return (StackChart(caption, alt, panels, scale.axis(), legend, lacking, _months_note(subject, group)),)


def _parts_note(subject: Subject, group: Group) -> tuple[Paragraph, ...]:
    total = first_total(group[0])
    if total is None:
        return ()
    return (Paragraph(subject.labels.text("parts_note", title=total_title(subject, group[0], total)), "note"),)


def _month(line: Line) -> str:
    return month_text(line.month)


def _panel(subject: Subject, inventory: Inventory, scale: Scale) -> StackPanel:
    lacking = months_lacking(subject.inputs, subject.library, inventory.period)
    main, apart = (_by_month(lines) for lines in (main_lines(inventory), apart_lines(inventory)))
    stacks = []
    for period in inventory.period.months():
        month = month_text(period.start)
        own = main.get(month, [])
        text = four_digits(tonnes(sum((line.stated() for line in own), Decimal(0)))) if own else subject.labels.text("no_data")
        counted, beside = (segments_of(inventory.pack, lines, scale) for lines in (own, apart.get(month, [])))
        stacks.append(Stack(str(period.start.month), counted, beside, text, period.start.replace(day=1) in lacking))
    return StackPanel(subject.period(inventory.period), tuple(stacks))


def _by_month(lines: Sequence[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(_month(line), []).append(line)
    return found


def _stack_text(subject: Subject, stack: Stack) -> str:
    text = f"{stack.label} {stack.text}"
    return subject.labels.text("incomplete_cell", text=text) if stack.lacking else text


def _months_caption(subject: Subject, group: Group) -> str:
    last = group[-1]
    sums = sums_by(main_lines(last), _month)
    if not sums:
        return subject.labels.text("months_caption_plain")
    top = largest_first(sums)[0]
    whole = sum((item.value_kg for item in sums.values()), Decimal(0))
    return subject.labels.text(
        "months_caption",
        month=top,
        value=four_digits(tonnes(sums[top].value_kg)),
        unit=subject.unit(last.pack),
        share=percent(sums[top].value_kg, whole),
    )


def _months_note(subject: Subject, group: Group) -> str:
    words, notes = subject.labels, []
    total = first_total(group[0])
    if total is not None:
        notes.append(words.text("months_note", title=total_title(subject, group[0], total)))
    if any(apart_lines(item) for item in group):
        notes.append(words.text("months_note_apart"))
    if any(line.stated() < 0 for item in group for line in item.lines):
        notes.append(words.text("months_note_negative"))
    return "".join(notes) if subject.language == "zh" else " ".join(notes)


@dataclass(frozen=True, slots=True)
class _Dimension:
    """One way of taking a total apart: how lines are told apart, what the parts are called, in which colour."""

    column: str
    caption: str
    key: Callable[[Inventory, Line], str]
    name: Callable[[str], str]
    color: Callable[[str], str]


def _breakdowns(subject: Subject, group: Group) -> tuple[Table, ...]:
    pack, words = group[0].pack, subject.labels
    dimensions = [
        _Dimension("column_category", "category_caption", category_of, lambda key: words.term("category", key), lambda _: "neutral"),
        _Dimension(
            "column_scope",
            "scope_caption",
            lambda _, line: line.scope,
            lambda key: pack.scope_title(key, subject.language),
            lambda key: scope_color(pack, key),
        ),
        _Dimension("column_gas", "gas_caption", lambda _, line: line.measure, lambda key: key, lambda _: "neutral"),
        _Dimension("column_site", "site_caption", lambda _, line: line.site_id, lambda key: subject.site(SiteId(key)), lambda _: "neutral"),
        _Dimension("column_source", "source_caption", lambda _, line: line.source_id, lambda key: subject.source(SourceId(key)), lambda _: "neutral"),
    ]
    tables = (_breakdown(subject, group, item) for item in dimensions)
    return tuple(table for table in tables if len(table.rows) > 1)


def _breakdown(subject: Subject, group: Group, dimension: _Dimension) -> Table:
    words = subject.labels
    unit = subject.unit(group[0].pack)
    columns = [Column(words.text(dimension.column), share=4)]
    for inventory in group:
        columns += [
            Column(words.text("column_amount", period=subject.period(inventory.period), unit=unit), "right", 2),
            Column(words.text("column_share"), share=3),
        ]
    sums = [sums_by(main_lines(item), partial(dimension.key, item)) for item in group]
    wholes = [sum((found.value_kg for found in by.values()), Decimal(0)) for by in sums]
    order = largest_first(sums[-1])
    order += [key for by in reversed(sums[:-1]) for key in largest_first(by) if key not in order]
    rows = [_part_row(key, dimension, sums, wholes) for key in dict.fromkeys(order)]
    if len(rows) > 1:
        rows.append(_sum_row(words.text("sum"), wholes))
    return Table(_breakdown_caption(subject, group, dimension, sums[-1], wholes[-1], order), tuple(columns), tuple(rows))


def _part_row(key: str, dimension: _Dimension, sums: Sequence[dict[str, Sum]], wholes: Sequence[Decimal]) -> Row:
    cells = [Cell(dimension.name(key))]
    for by, whole in zip(sums, wholes, strict=True):
        cells += _part_cells(by.get(key), whole, dimension.color(key))
    return Row(tuple(cells))


def _sum_row(title: str, wholes: Sequence[Decimal]) -> Row:
    cells = [Cell(title)]
    for whole in wholes:
        cells += [Cell(four_digits(tonnes(whole))), Cell("")]
    return Row(tuple(cells), "sum")


def _part_cells(found: Sum | None, whole_kg: Decimal, color: str) -> tuple[Cell, Cell]:
    if found is None:
        return Cell("–"), Cell("")
    length, estimated = share_length(found.value_kg, whole_kg), share_length(found.estimated_kg, whole_kg)
    bar = tuple(segment for segment in (Segment(length - estimated, color), Segment(estimated, color, True)) if segment.length > 0)
    return Cell(four_digits(tonnes(found.value_kg))), Cell(percent(found.value_kg, whole_kg), bar)


def _breakdown_caption(subject: Subject, group: Group, dimension: _Dimension, sums: dict[str, Sum], whole_kg: Decimal, order: Sequence[str]) -> str:
    """The largest part of the last period: what was found, not what the table is."""
    if not sums or not whole_kg:
        return subject.labels.text("no_data")
    top = order[0]
    return subject.labels.text(
        dimension.caption, period=subject.period(group[-1].period), name=dimension.name(top), share=percent_of(sums[top].value_kg / whole_kg)
    )
