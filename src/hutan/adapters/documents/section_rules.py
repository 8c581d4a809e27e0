"""By which rule: what it applies to, its formula in words, the clause it rests on, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hutan.adapters.documents.blocks import Cell, Column, Paragraph, Row, Section, Table
from hutan.adapters.documents.labels import Labels
from hutan.adapters.documents.names import Subject
from hutan.adapters.documents.sums import by_pack
from hutan.core.inventory.result import Inventory
from hutan.core.methods.kinds import Kind, kind
from hutan.core.methods.pack import MethodPack, Rule

_SINGLE_GASES = frozenset(("CO2", "CH4", "N2O"))
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_RATIO = re.compile(r"([0-9]+) / ([0-9]+)")
_SIGNS = str.maketrans({"*": "×", "-": "−"})


def rules_section(subject: Subject, inventories: Sequence[Inventory]) -> Section:
    """One table for each pack, with the rules that bound any source."""
    words = subject.labels
    tables = tuple(_rules(subject, group) for group in by_pack(inventories))
    return Section(words.text("section_rules"), (Paragraph(words.text("rules_intro")), *tables))


def _rules(subject: Subject, group: Sequence[Inventory]) -> Table:
    words, pack = subject.labels, group[0].pack
    bound = {binding.rule_id for item in group for binding in item.bindings}
    columns = (
        Column(words.text("column_rule"), share=5),
        Column(words.text("column_formula"), share=10),
        Column(words.text("column_clause"), share=6),
        Column(words.text("column_grade"), "center", 2),
    )
    used = [rule for rule in pack.rules if rule.id in bound]
    rows = tuple(row for rule in used for row in _rule_rows(subject, group, rule))
    caption = words.text("rules_caption", title=pack.header.title.text(subject.language), count=str(len(used)))
    return Table(caption, columns, rows)


def _rule_rows(subject: Subject, group: Sequence[Inventory], rule: Rule) -> Iterator[Row]:
    words = subject.labels
    sources = dict.fromkeys(binding.source_id for item in group for binding in item.bindings if binding.rule_id == rule.id)
    scope = group[0].pack.scope_title(rule.scope, subject.language)
    place = words.text("scope_basis", scope=scope, basis=words.term("basis", rule.basis)) if rule.basis else scope
    yield Row(
        (
            Cell(words.text("rule_name", category=words.term("category", rule.category), place=place)),
            Cell("\n".join(formula_words(kind(rule.kind), group[0].pack, words))),
            Cell(rule.clause),
            Cell(rule.grade.value),
        )
    )
    remark = words.text(
        "rule_remark",
        id=rule.id,
        kind=rule.kind,
        because=rule.because.text(subject.language),
        sources=words.many([subject.source(source) for source in sources]),
    )
    yield Row((Cell(remark, tone="note"),), "remark")


def formula_words(found: Kind, pack: MethodPack, words: Labels) -> tuple[str, ...]:
    """The formulas behind what the pack counts, with names in words and signs as in print."""
    texts = dict(found.formulas)
    wanted = [output.name for output in found.outputs if pack.unit == "kgce" or output.measure not in _SINGLE_GASES or output.measure in pack.gases]
    for name in wanted:
        wanted += [used for used in _NAME.findall(texts[name]) if used in texts and used not in wanted]
    return tuple(f"{words.term('input', name)} = {_in_words(text, words)}" for name, text in found.formulas if name in wanted)


def _in_words(text: str, words: Labels) -> str:
    pieces, at = [], 0
    for match in _NAME.finditer(text):
        pieces += [text[at : match.start()], words.term("input", match[0])]
        at = match.end()
    return "".join((*pieces, _RATIO.sub(r"\1/\2", text[at:]))).translate(_SIGNS)
