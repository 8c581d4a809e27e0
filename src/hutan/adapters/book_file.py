"""The book as a file: canonical JSON with its own digest, written whole or not at all, and refused when damaged."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Final

from hutan.core.activity.book import Book
from hutan.kernel.canonical import canonical, sha256_hex
from hutan.kernel.codec import from_plain, to_plain
from hutan.kernel.errors import InputError, VerificationError

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


def read_book(path: Path) -> Book:
    """The book in a file.

    Raises
    ------
    InputError
        If the file cannot be read.
    VerificationError
        If it is damaged, see `parse_book`.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError("book_unreadable", file=path.name, problem=error.strerror or str(error)) from error
    return parse_book(data, path.name)


def write_book(book: Book, path: Path) -> None:
    """Put the book in place of what was at `path`, so that a reader or a power cut finds the old file or the new one, never half of one.

    Raises
    ------
    InputError
        If the folder cannot be written to.
    """
    data = book_bytes(book)
    try:
        _replace_file(path, data)
    except OSError as error:
        raise InputError("book_unwritable", file=path.name, problem=error.strerror or str(error)) from error


def _sealed(content: bytes) -> bytes:
    """Canonical content with its digest and format around it, itself canonical JSON: the keys are in order."""
    return b'{"book":' + content + canonical({"digest": sha256_hex(content), "format": FORMAT}).replace(b"{", b",", 1) + b"\n"


def _replace_file(path: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            os.chmod(temporary, path.stat().st_mode & 0o777)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _document(data: bytes, name: str) -> dict[str, object]:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise VerificationError("book_malformed", file=name, problem=str(error)[:120]) from error
    if not isinstance(document, dict):
        raise VerificationError("book_malformed", file=name, problem=type(document).__name__)
    return document
