"""What the reader must know: checks with their outcome, what is not quantified and why, what was not accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hutan.adapters.documents.blocks import Cell, Column, Paragraph, RefusalShown, Row, Section, Table
from hutan.adapters.documents.names import Subject
from hutan.adapters.documents.sums import by_pack
from hutan.core.inventory.result import Check, Inventory
from hutan.kernel.ids import SourceId
from hutan.kernel.periods import Period
from hutan.kernel.refusals import Params


@dataclass(frozen=True, slots=True)
class _Open:
    """A gap whatever its days: the same want in two periods is one want."""

    code: str
    source_id: SourceId
    measures: tuple[str, ...]
    blocking: bool
    params: Params


def findings_section(subject: Subject, inventories: Sequence[Inventory], refusals: Sequence[RefusalShown]) -> Section:
    """Checks, gaps and open refusals; an empty list is said to be empty."""
    return Section(
        subject.labels.text("section_findings"),
        (_checks(subject, inventories), _gaps(subject, inventories), *_outside(subject, inventories), _refusals(subject, refusals)),
    )


def _checks(subject: Subject, inventories: Sequence[Inventory]) -> Table:
    """One row for each check and outcome; packs and periods that share an outcome stand in one row."""
    words = subject.labels
    places: dict[Check, list[Inventory]] = {}
    for item in inventories:
        for check in item.checks:
            key = check if not check.passed else Check(check.code, True, ())
            places.setdefault(key, []).append(item)
    codes = list(dict.fromkeys(check.code for item in inventories for check in item.checks))
    order = sorted(places, key=lambda check: (check.passed, codes.index(check.code)))
    columns = (
        Column(words.text("column_check"), share=4),
        Column(words.text("column_outcome"), share=2),
        Column(words.text("column_where"), share=6),
        Column(words.text("column_says"), share=9),
    )
    rows = tuple(_check_row(subject, check, places[check], len(inventories)) for check in order)
    open_checks = sum(1 for check in order if not check.passed)
    return Table(words.text("checks_caption", count=str(len(codes)), open=str(open_checks)), columns, rows)


def _places(subject: Subject, found: Sequence[Inventory]) -> str:
    """One line for each pack, with its periods."""
    words = subject.labels
    lines = (
        words.text("place", pack=group[0].pack_id, period=words.many([subject.period(item.period) for item in group])) for group in by_pack(found)
    )
    return "\n".join(lines)


def _check_row(subject: Subject, check: Check, places: Sequence[Inventory], inventories: int) -> Row:
    words = subject.labels
    everywhere = len(places) == inventories
    if check.passed:
        where = Cell(words.text("everywhere" if everywhere else "elsewhere"))
        return Row((Cell(words.term("check", check.code)), Cell(words.text("check_passed")), where, Cell("–")))
    reason, hint = subject.told(check.code, check.params)
    where = Cell(words.text("everywhere") if everywhere else _places(subject, places))
    says = Cell(f"{reason}{words.text('sentence_space')}{hint}")
    return Row((Cell(words.term("check", check.code)), Cell(words.text("check_open"), tone="attention"), where, says))


def _gaps(subject: Subject, inventories: Sequence[Inventory]) -> Table:
    words = subject.labels
    days: dict[_Open, list[Period]] = {}
    for item in inventories:
        for gap in (gap for gap in item.gaps if not gap.outside):
            days.setdefault(_Open(gap.code, gap.source_id, gap.measures, gap.blocking, gap.params), []).append(gap.period)
    columns = (
        Column(words.text("column_source"), share=5),
        Column(words.text("column_days"), share=5),
        Column(words.text("column_measures"), share=2),
        Column(words.text("column_weight"), share=3),
        Column(words.text("column_reason"), share=12),
    )
    order = sorted(days, key=lambda gap: (not gap.blocking, gap.source_id))
    rows = tuple(_gap_row(subject, gap, days[gap]) for gap in order)
    blocking = sum(1 for gap in order if gap.blocking)
    key = "gaps_caption" if rows else "gaps_none"
    return Table(words.text(key, blocking=str(blocking), left_out=str(len(order) - blocking)), columns, rows)


def _outside(subject: Subject, inventories: Sequence[Inventory]) -> tuple[Table, ...]:
    """Sources that a method is not about, one row a method and reason; no table where there are none."""
    words = subject.labels
    groups: dict[tuple[str, str], list[SourceId]] = {}
    for item in inventories:
        for gap in (gap for gap in item.gaps if gap.outside):
            sources = groups.setdefault((item.pack_id, dict(gap.params).get("clause", "")), [])
            if gap.source_id not in sources:
                sources.append(gap.source_id)
    rows = []
    for (pack, clause), sources in groups.items():
        names = words.many([subject.source(item) for item in sources])
        rows.append(Row((Cell(pack), Cell(clause or words.text("outside_silent")), Cell(str(len(sources))), Cell(names))))
    columns = (
        Column(words.text("column_method"), share=6),
        Column(words.text("column_clause"), share=4),
        Column(words.text("column_count"), share=2),
        Column(words.text("column_source"), share=15),
    )
    return (Table(words.text("outside_caption"), columns, tuple(rows)),) if rows else ()


def _gap_row(subject: Subject, gap: _Open, periods: Sequence[Period]) -> Row:
    words = subject.labels
    reason, hint = subject.told(gap.code, gap.params)
    measures = words.many([words.term("measure", measure) for measure in gap.measures]) or words.text("all_measures")
    return Row(
        (
            Cell(subject.source(gap.source_id)),
            Cell(words.many([subject.period(period) for period in sorted(set(periods))])),
            Cell(measures),
            Cell(words.text("gap_blocking" if gap.blocking else "gap_disclosed"), tone="refusal" if gap.blocking else "attention"),
            Cell(f"{reason}{words.text('sentence_space')}{hint}"),
        )
    )


def _refusals(subject: Subject, refusals: Sequence[RefusalShown]) -> Table | Paragraph:
    words = subject.labels
    if not refusals:
        return Paragraph(words.text("refusals_none"))
    columns = (
        Column(words.text("column_cell"), share=6),
        Column(words.text("column_refused_because"), share=6),
        Column(words.text("column_hint"), share=8),
    )
    rows = tuple(Row((Cell(_address(item), tone="refusal", code=True), Cell(item.reason), Cell(item.hint or "–"))) for item in refusals)
    return Table(words.text("refusals_caption", count=str(len(refusals))), columns, rows, words.text("refusals_note"))


def _address(item: RefusalShown) -> str:
    place = "!".join(part for part in (item.sheet, item.cell) if part)
    return f"{item.file} {place} #{item.ticket}"
