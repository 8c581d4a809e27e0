"""Monte Carlo beside first order: both intervals, which one is stated and why, draws and seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from hutan.adapters.documents.blocks import Block, Cell, Column, Paragraph, Row, Table
from hutan.adapters.documents.names import Subject
from hutan.adapters.documents.number_text import four_digits, grouped, percent_of, tonnes
from hutan.adapters.documents.overviews import first_total, total_title
from hutan.adapters.documents.sums import by_pack
from hutan.core.inventory.result import Inventory, Total
from hutan.core.uncertainty.propagation import IntervalResult
from hutan.core.uncertainty.reason import Reason
from hutan.core.uncertainty.simulated import Estimate, IntervalMethod, SimulatedInterval


def simulated_blocks(subject: Subject, inventories: Sequence[Inventory]) -> Iterator[Block]:
    """Nothing where nothing was simulated; else how, the table, and what is to be said of the totals that matter."""
    found = next((total.interval.simulated for item in inventories for total in item.totals if total.interval.simulated), None)
    if found is None:
        return
    counts = {"draws": grouped(Decimal(found.draws)), "seed": str(found.seed), "streams": str(found.streams)}
    yield Paragraph(subject.labels.text("simulation_method", recipe=found.recipe, **counts))
    yield _table(subject, inventories)
    yield from _notes(subject, inventories)


def deviations(interval: IntervalResult) -> str:
    """How far the ends lie from the covered part: ``± 12 %``, or ``−21 % / +33 %`` where they were simulated; a dash where there is no interval."""
    if interval.half_width_percent is None or interval.ends is None:
        return "–"
    if interval.method is IntervalMethod.FIRST_ORDER:
        return f"± {percent_of(interval.half_width_percent / 100)}"
    below, above = ((end - interval.covered_total) / abs(interval.covered_total) for end in interval.ends)
    return f"{_signed(below)} / {_signed(above)}"


def reason_text(subject: Subject, reason: Reason) -> tuple[str, str]:
    """A reason and its remedy, with inputs by their names."""
    params = tuple((name, subject.input_key(value) if name == "input" else value) for name, value in reason.params)
    return subject.told(reason.code, params)


def _signed(ratio: Decimal) -> str:
    text = percent_of(ratio)
    return text if ratio <= 0 or text.startswith("<") else f"+{text}"


def _table(subject: Subject, inventories: Sequence[Inventory]) -> Table:
    words = subject.labels
    columns = (
        Column(words.text("column_total"), share=4),
        Column(words.text("column_period")),
        Column(words.text("column_first_order"), "right", 3),
        Column(words.text("column_monte_carlo"), "right", 5),
        Column(words.text("column_median"), "right", 3),
        Column(words.text("column_draws_mean"), "right", 3),
        Column(words.text("column_skewness"), "right"),
        Column(words.text("column_stated_method"), share=2),
    )
    rows: list[Row] = []
    for group in by_pack(inventories):
        found = [_row(subject, item, item.total(total.id)) for total in group[0].totals for item in group if item.total(total.id).interval.simulated]
        if found:
            rows.append(Row((Cell(words.text("group_title", title=group[0].pack.header.id, unit=subject.unit(group[0].pack))),), "group"))
            rows += found
    return Table(words.text("simulated_caption"), columns, tuple(rows), words.text("simulated_note"))


def _row(subject: Subject, inventory: Inventory, total: Total) -> Row:
    interval = total.interval
    return Row(
        (
            Cell(total_title(subject, inventory, total)),
            Cell(subject.period(inventory.period)),
            Cell(_first_order(subject, interval)),
            *((Cell(text) for text in _simulated(subject, interval.simulated)) if interval.simulated else ()),
            Cell(subject.labels.text(f"method_{interval.method.value}")),
        ),
        "apart" if total.apart else "plain",
    )


def _first_order(subject: Subject, interval: IntervalResult) -> str:
    if interval.low is None or interval.high is None:
        return "–"
    return subject.labels.text("interval_ends", low=four_digits(tonnes(interval.low)), high=four_digits(tonnes(interval.high)))


def _simulated(subject: Subject, found: SimulatedInterval) -> tuple[str, str, str, str]:
    ends = subject.labels.text("interval_ends", low=_with_error(found.low), high=_with_error(found.high))
    return ends, _with_error(found.median), _with_error(found.mean), grouped(found.skewness)


def _with_error(figure: Estimate) -> str:
    """A figure and its standard error in tonnes, both at the second digit of the error."""
    value, error = tonnes(figure.value), tonnes(figure.standard_error)
    if not error:
        return four_digits(value)
    place = Decimal((0, (1,), error.adjusted() - 1))
    return f"{_at(value, place)} ± {_at(error, place)}"


def _at(value: Decimal, place: Decimal) -> str:
    return grouped(Decimal(format(value.quantize(place, ROUND_HALF_EVEN), "f")))


def _notes(subject: Subject, inventories: Sequence[Inventory]) -> Iterator[Paragraph]:
    """Of leading totals, and of every total whose stated interval is the simulated one."""
    for inventory in inventories:
        leading = first_total(inventory)
        for total in inventory.totals:
            chosen = total.interval.method is IntervalMethod.MONTE_CARLO
            if total.interval.simulated is not None and (chosen or total == leading):
                told = [reason_text(subject, reason) for reason in total.interval.simulated.notes]
                text = subject.labels.text("sentence_space").join(part for pair in told for part in pair if part)
                place = {"pack": inventory.pack.header.id, "period": subject.period(inventory.period)}
                title = total_title(subject, inventory, total)
                yield Paragraph(subject.labels.text("simulated_reason", total=title, text=text, **place), "attention" if chosen else "note")
