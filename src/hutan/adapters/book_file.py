"""The book as a file: canonical JSON with its own digest, refused when damaged."""

from __future__ import annotations

import json
from typing import Final

from hutan.core.activity.book import Book
from hutan.kernel.canonical import canonical, sha256_hex
from hutan.kernel.codec import from_plain, to_plain
from hutan.kernel.errors import VerificationError

FORMAT: Final = "hutan-book/1"
_KEYS: Final = frozenset(("format", "digest", "book"))


def book_bytes(book: Book) -> bytes:
    """Canonical bytes of a book; equal books give equal bytes."""
    return _sealed(canonical(to_plain(book)))


def parse_book(data: bytes, name: str) -> Book:
    """The book that `book_bytes` wrote; `name` is used in errors only.

    Raises
    ------
    VerificationError
        If it is no book, was cut or changed since it was written, or was written by another version.
    """
    document = _document(data, name)
    if document.get("format") != FORMAT:
        raise VerificationError("book_format_unknown", file=name, found=str(document.get("format"))[:40], wanted=FORMAT)
    if document.keys() != _KEYS:
        raise VerificationError("book_malformed", file=name, problem=f"keys {', '.join(sorted(document))}"[:120])
    try:
        content = canonical(document["book"])
    except (TypeError, ValueError) as error:
        raise VerificationError("book_malformed", file=name, problem=str(error)[:120]) from error
    if sha256_hex(content) != document["digest"]:
        raise VerificationError("book_digest_differs", file=name, stated=str(document["digest"])[:64], found=sha256_hex(content))
    if _sealed(content) != data:
        raise VerificationError("book_malformed", file=name, problem="not in canonical form")
    try:
        return from_plain(Book, document["book"])
    except VerificationError as error:
        raise VerificationError("book_malformed", file=name, problem=str(error)[:200]) from error


def _sealed(content: bytes) -> bytes:
    """The whole file around the canonical bytes of a book; its keys stand in canonical order."""
    return b'{"book":' + content + b',"digest":"' + sha256_hex(content).encode() + b'","format":"' + FORMAT.encode() + b'"}\n'


def _document(data: bytes, name: str) -> dict[str, object]:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise VerificationError("book_malformed", file=name, problem=str(error)[:120]) from error
    if not isinstance(document, dict):
        raise VerificationError("book_malformed", file=name, problem=type(document).__name__)
    return document
