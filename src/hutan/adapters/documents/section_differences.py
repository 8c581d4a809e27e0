"""Why the methods differ: from the first method's total to each other one, step by step, every step with its largest causes."""

from __future__ import annotations

from collections.abc import Sequence

from hutan.adapters.documents.blocks import Block, Cell, Column, Paragraph, Row, Section, Table
from hutan.adapters.documents.names import Subject
from hutan.adapters.documents.number_text import exact, four_digits, tonnes
from hutan.adapters.documents.overviews import first_total, total_title
from hutan.core.inventory.differences import Cause, Comparison, Side, TotalDifference, compared
from hutan.core.inventory.result import Inventory
from hutan.core.methods.pack import ENERGY_UNIT

_CAUSES = 3


def differences_section(subject: Subject, inventories: Sequence[Inventory]) -> tuple[Section, ...]:
    """A table for each method after the first that states emissions, over the latest period; none where there is but one."""
    latest = [item for item in inventories if item.period == max(other.period for other in inventories) and item.pack.unit != ENERGY_UNIT]
    if len(latest) < 2:
        return ()
    words = subject.labels
    tables = [_table(subject, latest[0], other) for other in latest[1:]]
    blocks: list[Block] = [Paragraph(words.text("differences_note"), "note")]
    blocks += [table for table in tables if table is not None]
    return (Section(words.text("section_differences"), tuple(blocks)),)


def _table(subject: Subject, first: Inventory, second: Inventory) -> Table | None:
    totals = first_total(first), first_total(second)
    if totals[0] is None or totals[1] is None:
        return None
    words = subject.labels
    comparison = compared(first, totals[0].id, second, totals[1].id)
    columns = (
        Column(words.text("column_step"), share=5),
        Column(words.text("column_step_change", unit="t"), "right", 3),
        Column(words.text("column_causes"), share=16),
    )
    rows = [Row((Cell(total_title(subject, first, totals[0])), Cell(four_digits(tonnes(totals[0].value))), Cell(first.pack_id)), "sum")]
    rows += [_step(subject, comparison, cause) for cause, _ in comparison.bridge()]
    rows.append(Row((Cell(total_title(subject, second, totals[1])), Cell(four_digits(tonnes(totals[1].value))), Cell(second.pack_id)), "sum"))
    change = tonnes(totals[1].value - totals[0].value)
    moved = _signed(four_digits(change), change > 0)
    caption = words.text("differences_caption", first=first.pack_id, second=second.pack_id, period=subject.period(first.period), change=moved)
    return Table(caption, columns, tuple(rows))


def _step(subject: Subject, comparison: Comparison, cause: Cause) -> Row:
    own = [item for item in comparison.differences if item.cause is cause]
    change = tonnes(sum((item.change_kg for item in own), start=own[0].change_kg * 0))
    causes = [cause_text(subject, item) for item in own[:_CAUSES]]
    if len(own) > _CAUSES:
        causes.append(subject.labels.text("more_causes", count=str(len(own) - _CAUSES)))
    return Row((Cell(subject.labels.term("cause", cause.value)), Cell(_signed(four_digits(change), change > 0)), Cell("\n".join(causes))))


def cause_text(subject: Subject, item: TotalDifference) -> str:
    """One part of a difference in words: source, gas, change, and what stands behind it on either side."""
    change = tonnes(item.change_kg)
    head = f"{subject.source(item.source_id)} {item.measure} {_signed(four_digits(change), change > 0)} t"
    if item.cause is not Cause.FACTOR:
        return head
    other = {(bound.name, bound.reference) for bound in item.second.inputs} ^ {(bound.name, bound.reference) for bound in item.first.inputs}
    sides = (_inputs(subject, side, other) for side in (item.first, item.second))
    return subject.labels.text("cause_factor", head=head, first=next(sides), second=next(sides))


def _inputs(subject: Subject, side: Side, names: set[tuple[str, str]]) -> str:
    shown = [f"{exact(bound.value)} {bound.unit}" for bound in side.inputs if (bound.name, bound.reference) in names]
    return subject.labels.many(shown) or "–"


def _signed(text: str, positive: bool) -> str:
    return f"+{text}" if positive else text
