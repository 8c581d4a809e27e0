"""How anyone checks it: documents cited, packs with their digests, replay, and the places to sign."""

from __future__ import annotations

from collections.abc import Sequence

from hutan.adapters.documents.blocks import Cell, Column, Command, Paragraph, Row, Section, Signature, Signatures, Table
from hutan.adapters.documents.input_uses import SourceList
from hutan.adapters.documents.names import Subject, short_digest
from hutan.core.inventory.result import Inventory
from hutan.kernel.ids import Digest


def sources_section(subject: Subject, sources: SourceList) -> Section:
    """Documents by the number under which values cite them, and every pack the result rests on."""
    words = subject.labels
    columns = (
        Column(words.text("column_number")),
        Column(words.text("column_document"), share=6),
        Column(words.text("column_publisher"), share=3),
        Column(words.text("column_year")),
        Column(words.text("column_url"), share=5),
    )
    rows = tuple(
        Row((Cell(sources.number(item)), Cell(item.title), Cell(item.publisher or "–"), Cell(item.year or "–"), Cell(item.url or "–", code=True)))
        for item in sources.citations
    )
    documents = Table(words.text("sources_list_caption", count=str(len(rows))), columns, rows)
    return Section(words.text("section_sources"), (documents, _packs(subject)))


def _packs(subject: Subject) -> Table:
    words = subject.labels
    columns = (
        Column(words.text("column_pack"), share=5),
        Column(words.text("column_title"), share=7),
        Column(words.text("column_status")),
        Column(words.text("column_text_status")),
        Column(words.text("column_grade"), share=3),
        Column(words.text("column_digest"), share=5),
    )
    rows = tuple(
        Row(
            (
                Cell(header.id, code=True),
                Cell(header.title.text(subject.language)),
                Cell(words.term("pack_status", header.status.value)),
                Cell(words.term("text_status", header.text_status.value)),
                Cell(header.evidence_grade),
                Cell(short_digest(header.digest)),
            )
        )
        for header in subject.library.headers
    )
    return Table(words.text("packs_caption", count=str(len(rows))), columns, rows, words.text("packs_note"))


def replay_section(subject: Subject, root: Digest) -> Section:
    """The command, what it answers, and the digest in full."""
    words = subject.labels
    return Section(
        words.text("section_replay"),
        (
            Paragraph(words.text("replay_intro")),
            Command("hutan replay result.zip"),
            Paragraph(words.text("replay_digest")),
            Command(root),
            Paragraph(words.text("replay_limits"), "note"),
        ),
        kept=True,
    )


def signature_section(subject: Subject, inventories: Sequence[Inventory]) -> Section:
    """The responsible party states, the verifier opines: two signatures that never stand for each other."""
    words = subject.labels
    complete = all(item.complete() for item in inventories)
    statement = words.text("party_statement" if complete else "party_statement_incomplete", organization=subject.organization())
    party = Signature(words.text("party_title"), statement, _lines(subject, "party_lines"))
    verifier = Signature(words.text("verifier_title"), words.text("verifier_statement"), _lines(subject, "verifier_lines"))
    return Section(words.text("section_signatures"), (Paragraph(words.text("signature_intro")), Signatures((party, verifier))), own_page=True)


def _lines(subject: Subject, key: str) -> tuple[str, ...]:
    return tuple(subject.labels.text(key).split("|"))
