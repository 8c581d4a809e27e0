"""Location-based beside market-based, and every contractual instrument with the outcome of each criterion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from hutan.adapters.documents.blocks import Cell, Column, Row, Table
from hutan.adapters.documents.names import Subject
from hutan.adapters.documents.number_text import exact, four_digits, percent_of, tonnes
from hutan.core.instruments.criteria import Outcome
from hutan.core.inventory.coverage import RESIDUAL
from hutan.core.inventory.result import InstrumentVerdict, Inventory, Line
from hutan.core.model.instrument import ContractualInstrument

Group = Sequence[Inventory]


def basis_blocks(subject: Subject, group: Group) -> tuple[Table, ...]:
    """Both bases side by side where the pack counts a scope in two ways, and the instruments where it looks at any."""
    bases = tuple(dict.fromkeys(part.basis for total in group[0].pack.totals for part in total.parts if part.basis))
    tables = []
    if len(bases) > 1:
        tables.append(_bases(subject, group, bases))
    if any(item.instruments for item in group):
        tables.append(_instruments(subject, group))
    return tuple(tables)


def _bases(subject: Subject, group: Group, bases: tuple[str, ...]) -> Table:
    words = subject.labels
    unit = subject.unit(group[0].pack)
    columns = (
        Column(words.text("column_period")),
        Column(words.text("column_basis"), share=2),
        Column(words.text("column_kwh"), "right", 2),
        Column(words.text("column_covered_kwh"), "right", 2),
        Column(words.text("column_proxy_kwh"), "right", 2),
        Column(words.text("column_amount_plain", unit=unit), "right", 2),
    )
    rows = tuple(_basis_row(subject, inventory, basis) for inventory in group for basis in bases)
    return Table(_bases_caption(subject, group[-1], bases), columns, rows, words.text("bases_note"))


def _basis_row(subject: Subject, inventory: Inventory, basis: str) -> Row:
    lines = [line for line in inventory.lines if line.basis == basis]
    split = any(line.part for line in lines)
    covered = _kwh([line for line in lines if line.part not in ("", RESIDUAL)])
    proxy = _kwh([line for line in lines if line.part == RESIDUAL])
    return Row(
        (
            Cell(subject.period(inventory.period)),
            Cell(subject.labels.term("basis", basis)),
            Cell(four_digits(_kwh(lines)) if lines else subject.labels.text("no_data")),
            Cell(four_digits(covered) if split else "–"),
            Cell(four_digits(proxy) if split else "–"),
            Cell(four_digits(tonnes(_kg(lines))) if lines else "–"),
        )
    )


def _kwh(lines: Sequence[Line]) -> Decimal:
    """Energy behind lines, each quantity once however many gases it gives."""
    found = {(line.source_id, line.month, line.binding, line.part, line.state): line.quantity for line in lines}
    return sum(found.values(), Decimal(0))


def _kg(lines: Sequence[Line]) -> Decimal:
    return sum((line.stated() for line in lines), Decimal(0))


def _bases_caption(subject: Subject, last: Inventory, bases: tuple[str, ...]) -> str:
    first, second = (_kg([line for line in last.lines if line.basis == basis]) for basis in bases[:2])
    names = {"period": subject.period(last.period), "first": subject.labels.term("basis", bases[0]), "second": subject.labels.term("basis", bases[1])}
    if not first:
        return subject.labels.text("bases_caption_plain", **names)
    key = "bases_caption_same" if first == second else "bases_caption_higher" if second > first else "bases_caption_lower"
    return subject.labels.text(key, share=percent_of(abs(second - first) / first), **names)


def _instruments(subject: Subject, group: Group) -> Table:
    words = subject.labels
    columns = (
        Column(words.text("column_instrument"), share=4),
        Column(words.text("column_site"), share=3),
        Column(words.text("column_claim"), share=3),
        Column(words.text("column_verdict"), share=2),
        Column(words.text("column_claimed"), "right", 2),
        Column(words.text("column_covered"), "right", 2),
        Column(words.text("column_unused"), "right", 2),
    )
    verdicts = [verdict for item in group for verdict in item.instruments]
    rows = tuple(row for verdict in verdicts for row in _instrument_rows(subject, verdict))
    accepted = [verdict for verdict in verdicts if verdict.accepted]
    covered = four_digits(sum((verdict.covered_kwh for verdict in accepted), Decimal(0)))
    caption = words.text("instruments_caption", count=str(len(verdicts)), accepted=str(len(accepted)), covered=covered)
    return Table(caption, columns, rows, words.text("instruments_note"))


def _instrument_rows(subject: Subject, verdict: InstrumentVerdict) -> Iterator[Row]:
    words = subject.labels
    item = next(item for item in subject.inputs.instruments if item.id == verdict.instrument_id)
    yield Row(
        (
            Cell(words.text("instrument_name", type=words.term("instrument_type", item.type.value), id=item.id)),
            Cell(subject.site(item.site_id)),
            Cell(subject.period(item.claim_period)),
            Cell(words.text("verdict_counts" if verdict.accepted else "verdict_counts_not"), tone="plain" if verdict.accepted else "attention"),
            Cell(four_digits(item.quantity_kwh)),
            Cell(four_digits(verdict.covered_kwh)),
            Cell(four_digits(verdict.unused_kwh)),
        )
    )
    yield Row((Cell(_criteria_text(subject, item, verdict), tone="note"),), "remark")


def _criteria_text(subject: Subject, item: ContractualInstrument, verdict: InstrumentVerdict) -> str:
    """What the instrument conveys, then the criteria by outcome, those that stand against it first."""
    words = subject.labels
    said = [words.text("rate_unknown") if item.rate_kg_per_kwh is None else words.text("rate_given", rate=exact(item.rate_kg_per_kwh))]
    for outcome in (Outcome.FAILED, Outcome.UNKNOWN, Outcome.PASSED, Outcome.NOT_APPLICABLE):
        criteria = [_criterion(subject, key) for key, found in verdict.outcomes if found == outcome.value]
        if criteria:
            said.append(words.text("criterion_outcome", outcome=words.term("outcome", outcome.value), criterion=words.many(criteria)))
    return words.text("semicolon").join(said)


def _criterion(subject: Subject, key: str) -> str:
    name, _, argument = key.partition(":")
    return subject.labels.term("criterion", name).replace("{argument}", argument)
