"""A report as content in one language, so that paper, screen and workbook say the same."""

from __future__ import annotations

from collections.abc import Sequence

from hutan.adapters.documents.blocks import Fact, RefusalShown, ReportContent, Section
from hutan.adapters.documents.input_uses import input_uses, source_list
from hutan.adapters.documents.names import Subject, short_digest, subject
from hutan.adapters.documents.open_refusals import open_refusals
from hutan.adapters.documents.overviews import blocking_texts, overview
from hutan.adapters.documents.section_boundary import boundary_section
from hutan.adapters.documents.section_certainty import certainty_section
from hutan.adapters.documents.section_closing import replay_section, signature_section, sources_section
from hutan.adapters.documents.section_differences import differences_section
from hutan.adapters.documents.section_findings import findings_section
from hutan.adapters.documents.section_method import method_section
from hutan.adapters.documents.section_quality import quality_section
from hutan.adapters.documents.section_rules import rules_section
from hutan.adapters.documents.section_summary import summary_section
from hutan.adapters.documents.section_utilities import utilities_section
from hutan.adapters.documents.section_values import values_section
from hutan.adapters.documents.sums import by_pack
from hutan.core.activity.book import Book
from hutan.core.inventory.calculation import Inputs
from hutan.core.inventory.result import Inventory
from hutan.core.methods.library import Library
from hutan.kernel.ids import Digest

__all__ = ["ReportContent", "report_content"]


def report_content(inputs: Inputs, library: Library, inventories: Sequence[Inventory], root: Digest, book: Book, language: str) -> ReportContent:
    """Everything that any output says about these inventories, in ``zh`` or ``en``.

    Parameters
    ----------
    root
        Digest of the sealed result.
    book
        What was handed in: the names of its files, and what was not accepted and is still open.

    Raises
    ------
    ValueError
        If there is no inventory to report on.
    """
    if not inventories:
        raise ValueError("no inventory to report on")
    about = subject(inputs, library, book, language)
    refusals = open_refusals(book, language)
    words = about.labels
    return ReportContent(
        language=language,
        title=words.text("title"),
        subtitle=words.many([about.period(period) for period in sorted(inputs.periods)]),
        organization=about.organization(),
        running_title=words.text("running_title", organization=about.organization()),
        digest=root,
        digest_short=short_digest(root),
        cover=_cover(about, inventories, root),
        standing=_standing(about, inventories, len(refusals)),
        complete=all(item.complete() for item in inventories),
        overviews=tuple(overview(about, item) for item in inventories),
        refusals=refusals,
        sections=_sections(about, inventories, root, refusals),
    )


def _cover(about: Subject, inventories: Sequence[Inventory], root: Digest) -> tuple[Fact, ...]:
    words, entity = about.labels, about.inputs.organization
    packs = [
        words.text("pack_line", title=group[0].pack.header.title.text(about.language), id=group[0].pack.header.id) for group in by_pack(inventories)
    ]
    return (
        Fact(words.text("fact_organization"), about.organization()),
        Fact(words.text("fact_credit_code"), entity.credit_code),
        Fact(words.text("fact_industry"), words.text("industry", code=entity.industry_code, edition=entity.industry_edition)),
        Fact(words.text("fact_periods"), words.many([about.period(period) for period in sorted(about.inputs.periods)])),
        Fact(words.text("fact_consolidation"), words.term("consolidation", entity.consolidation.value)),
        Fact(words.text("fact_packs"), "\n".join(packs)),
        Fact(words.text("fact_reported_on"), about.inputs.reported_on.isoformat()),
        Fact(words.text("fact_digest"), short_digest(root)),
    )


def _standing(about: Subject, inventories: Sequence[Inventory], refused: int) -> str:
    """Whether the inventory is complete, and that nobody has verified it."""
    words = about.labels
    reasons = blocking_texts(about, inventories)
    said = [words.text("standing_incomplete", reasons=words.text("semicolon").join(reasons)) if reasons else words.text("standing_complete")]
    if refused:
        said.append(words.text("standing_refused", count=str(refused)))
    said.append(words.text("standing_unverified"))
    return words.text("sentence_space").join(said)


def _sections(about: Subject, inventories: Sequence[Inventory], root: Digest, refusals: Sequence[RefusalShown]) -> tuple[Section, ...]:
    uses = input_uses(inventories, about.inputs.instruments)
    sources = source_list(about.library, uses, inventories)
    methods = tuple(method_section(about, group) for group in by_pack(inventories))
    return (
        summary_section(about, inventories, uses, len(refusals)),
        boundary_section(about),
        Section(about.labels.text("section_results"), (), methods),
        *differences_section(about, inventories),
        *utilities_section(about, inventories),
        certainty_section(about, inventories),
        *quality_section(about, inventories),
        values_section(about, uses, sources),
        rules_section(about, inventories),
        findings_section(about, inventories, refusals),
        sources_section(about, sources),
        replay_section(about, root),
        signature_section(about, inventories),
    )
