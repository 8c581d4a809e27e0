"""How good the data are: the part that is measured, the part that is the firm's own, and scores of each scheme for itself."""

from __future__ import annotations

from collections.abc import Sequence

from hutan.adapters.documents.blocks import Cell, Column, Paragraph, Row, Section, Table
from hutan.adapters.documents.names import Subject
from hutan.adapters.documents.number_text import exact, percent_of
from hutan.adapters.documents.overviews import total_title
from hutan.core.inventory.result import Inventory, SchemeScore
from hutan.core.uncertainty.rounding import stated


def quality_section(subject: Subject, inventories: Sequence[Inventory]) -> tuple[Section, ...]:
    """Shares and scores of every total that is not stated apart."""
    words = subject.labels
    rows = tuple(row for inventory in inventories for row in _rows(subject, inventory))
    if not rows:
        return ()
    columns = (
        Column(words.text("column_total"), share=8),
        Column(words.text("column_measured"), "right", 2),
        Column(words.text("column_own_values"), "right", 2),
        Column(words.text("column_primary"), "right", 2),
        Column(words.text("column_scores"), share=9),
    )
    note = Paragraph(words.text("quality_note"), "note")
    return (Section(words.text("section_quality"), (note, Table(words.text("quality_caption"), columns, rows))),)


def _rows(subject: Subject, inventory: Inventory) -> tuple[Row, ...]:
    words = subject.labels
    found = [Row((Cell(words.text("place", pack=inventory.pack_id, period=subject.period(inventory.period))),), "group")]
    for quality in inventory.quality:
        total = inventory.total(quality.total_id)
        if not total.apart:
            shares = (quality.measured, quality.own_values, quality.primary)
            scores = words.text("semicolon").join(_score(subject, score) for score in quality.scores) or words.text("scores_none")
            found.append(Row((Cell(total_title(subject, inventory, total)), *(Cell(percent_of(share)) for share in shares), Cell(scores))))
    return tuple(found) if len(found) > 1 else ()


def _score(subject: Subject, score: SchemeScore) -> str:
    words = subject.labels
    scheme = next(item for item in subject.library.schemes if item.id == score.scheme)
    means = [f"{words.term('indicator', name)} {exact(stated(mean, 2))}" for name, mean in zip(score.indicators, score.means, strict=True)]
    name = scheme.name_zh if subject.language == "zh" else scheme.name_en
    scale = f"{exact(scheme.best)}–{exact(scheme.worst)}"
    return words.text("score_line", scheme=name, scale=scale, means=words.many(means), share=percent_of(score.rated_share))
