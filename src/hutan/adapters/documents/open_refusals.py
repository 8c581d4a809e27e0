"""Refusals that are still open, told in the reader's language, one entry for each reason."""

from __future__ import annotations

from collections.abc import Iterator

from hutan.adapters.documents.blocks import RefusalShown
from hutan.adapters.message_catalog import told
from hutan.core.activity.book import Book
from hutan.kernel.ids import Digest


def open_refusals(book: Book, language: str) -> tuple[RefusalShown, ...]:
    """What the book still waits for, by file, sheet and row."""
    order = sorted(book.refusals, key=lambda item: (book.file_name(item.file), item.sheet, item.row, item.ticket))
    return tuple(shown for item in order for shown in _reasons(book, item.ticket, language))


def _reasons(book: Book, ticket: str, language: str) -> Iterator[RefusalShown]:
    item = book.refusal(ticket)
    for refusal in item.refusals if item else ():
        text = told(refusal, language)
        file = book.file_name(Digest(refusal.address.file)) or refusal.address.file
        yield RefusalShown(ticket, file, refusal.address.sheet, refusal.address.cell, text.reason, text.hint)
