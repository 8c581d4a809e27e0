"""Says who: every value used with unit, source, grade, year and place, the person behind it, and why it was taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hutan.adapters.documents.blocks import Cell, Column, Row, Section, Table
from hutan.adapters.documents.input_uses import InputUse, SourceList, factor_of
from hutan.adapters.documents.names import Subject
from hutan.adapters.documents.number_text import exact
from hutan.core.factors.factor import Factor
from hutan.core.factors.selection import Candidate
from hutan.core.inventory.result import InputOrigin
from hutan.core.model.organization import OwnValue
from hutan.kernel.ids import PackId

_MOST_OTHERS = 3


def values_section(subject: Subject, uses: Sequence[InputUse], sources: SourceList) -> Section:
    """Factors, own values, and what named persons confirmed or chose."""
    factors = [use for use in uses if use.bound.origin is InputOrigin.FACTOR]
    blocks = [_factors(subject, factors, sources)]
    if subject.inputs.organization.own_values:
        blocks.append(_own_values(subject, uses))
    blocks += _words_of_persons(subject)
    return Section(subject.labels.text("section_values"), tuple(blocks))


def _factors(subject: Subject, uses: Sequence[InputUse], sources: SourceList) -> Table:
    words = subject.labels
    columns = (
        Column(words.text("column_factor"), share=7),
        Column(words.text("column_value"), "right", 3),
        Column(words.text("column_unit"), share=4),
        Column(words.text("column_grade"), "center", 2),
        Column(words.text("column_vintage"), share=4),
        Column(words.text("column_region"), share=3),
        Column(words.text("column_person"), share=5),
        Column(words.text("column_citation"), "center", 2),
    )
    rows = tuple(row for use in uses for row in _factor_rows(subject, use, sources))
    named = sum(1 for use in uses if use.bound.chosen_by)
    caption = words.text("factors_caption", count=str(len(uses)), rule=str(len(uses) - named), named=str(named))
    return Table(caption, columns, rows, words.text("factors_note"))


def _factor_rows(subject: Subject, use: InputUse, sources: SourceList) -> Iterator[Row]:
    factor = factor_of(subject.library, use.bound)
    if factor is None:
        return
    yield Row(
        (
            Cell(factor.name(subject.language)),
            Cell(exact(factor.value)),
            Cell(factor.unit),
            Cell(factor.grade.value),
            Cell(_vintage(subject, factor)),
            Cell(_region(subject, factor)),
            Cell(use.bound.chosen_by or subject.labels.text("by_rule")),
            Cell(sources.number(factor.citation)),
        )
    )
    yield Row((Cell(_factor_remark(subject, use, factor), tone="note"),), "remark")


def _vintage(subject: Subject, factor: Factor) -> str:
    words = subject.labels
    year = words.text("data_year", year=str(factor.data_year)) if factor.data_year else words.text("data_year_unknown")
    return words.text("vintage", year=year, published=factor.published.isoformat() if factor.published else words.text("day_unknown"))


def _region(subject: Subject, factor: Factor) -> str:
    region = subject.library.regions.find(factor.region)
    if region is None:
        return factor.region
    return (region.name_zh if subject.language == "zh" else region.name_en) or factor.region


def _factor_remark(subject: Subject, use: InputUse, factor: Factor) -> str:
    words = subject.labels
    chosen = next((item for item in use.candidates if item.factor.id == factor.id), None)
    others = [item for item in use.candidates if item.factor.id != factor.id]
    days = words.many([subject.period(period) for period in use.days])
    parts = [words.text("factor_use", id=factor.id, locator=factor.citation.locator or "–", packs=words.many(use.packs), days=days)]
    if chosen is not None and chosen.reasons:
        parts.append(words.text("factor_reasons", reasons=_reasons(subject, chosen)))
    if others:
        parts.append(words.text("factor_others", others=_others(subject, others)))
    return words.text("sentence_space").join(parts)


def _reasons(subject: Subject, candidate: Candidate) -> str:
    return subject.labels.text("sentence_space").join(subject.told(code, params)[0] for code, params in candidate.reasons)


def _others(subject: Subject, others: Sequence[Candidate]) -> str:
    words = subject.labels
    shown = [
        words.text("other_candidate", id=item.factor.id, value=f"{exact(item.factor.value)} {item.factor.unit}", reason=_last_reason(subject, item))
        for item in others[:_MOST_OTHERS]
    ]
    if len(others) > _MOST_OTHERS:
        shown.append(words.text("more_candidates", count=str(len(others) - _MOST_OTHERS)))
    return words.text("semicolon").join(shown)


def _last_reason(subject: Subject, item: Candidate) -> str:
    """What decided against it stands last among its reasons."""
    return subject.told(*item.reasons[-1])[0].rstrip("。.") if item.reasons else "–"


def _own_values(subject: Subject, uses: Sequence[InputUse]) -> Table:
    words = subject.labels
    columns = (
        Column(words.text("column_own_value"), share=6),
        Column(words.text("column_value"), "right"),
        Column(words.text("column_unit")),
        Column(words.text("column_applies"), share=4),
        Column(words.text("column_citation_text"), share=6),
        Column(words.text("column_packs"), share=5),
    )
    values = subject.inputs.organization.own_values
    packs = {use.bound.reference: use.packs for use in uses if use.bound.origin is InputOrigin.OWN_VALUE}
    rows = tuple(Row(_own_cells(subject, value, packs.get(value.id, ()))) for value in values)
    return Table(words.text("own_caption", count=str(len(values))), columns, rows)


def _own_cells(subject: Subject, own: OwnValue, packs: tuple[PackId, ...]) -> tuple[Cell, ...]:
    used = Cell("\n".join(packs), code=True) if packs else Cell(subject.labels.text("outside_formulas"), tone="note")
    return (Cell(subject.own_name(own)), Cell(exact(own.value)), Cell(own.unit), Cell(subject.days(own.period)), Cell(own.citation), used)


def _words_of_persons(subject: Subject) -> list[Table]:
    """Confirmations and choices as the organization file holds them, with name, day and reason."""
    words, entity = subject.labels, subject.inputs.organization
    columns = (
        Column(words.text("column_act")),
        Column(words.text("column_about"), share=6),
        Column(words.text("column_person"), share=3),
        Column(words.text("column_day")),
        Column(words.text("column_because"), share=5),
    )
    rows = [
        Row(
            (
                Cell(words.text("act_confirmed")),
                Cell(item.pattern, code=True),
                Cell(item.confirmed_by),
                Cell(item.confirmed_on.isoformat()),
                Cell(item.because),
            )
        )
        for item in entity.confirmations
    ]
    rows += [
        Row(
            (
                Cell(words.text("act_chosen")),
                Cell(f"{item.pack}: {item.factor}", code=True),
                Cell(item.chosen_by),
                Cell(item.chosen_on.isoformat()),
                Cell(item.because),
            )
        )
        for item in entity.choices
    ]
    if not rows:
        return []
    persons = dict.fromkeys([item.confirmed_by for item in entity.confirmations] + [item.chosen_by for item in entity.choices])
    return [Table(words.text("persons_caption", count=str(len(rows)), persons=words.many(tuple(persons))), columns, tuple(rows))]
