"""Redacted results as files, and the opening that the owner keeps: the secret that every salt comes from, and the result it belongs to."""

from __future__ import annotations

import json
from dataclasses import dataclass

from hutan.adapters.result_archive import read_archive
from hutan.kernel.canonical import canonical
from hutan.kernel.errors import VerificationError
from hutan.kernel.ids import Digest
from hutan.usecases.redact import SECRET_BYTES, Redacted, Shown, checked_document, redact, redacted_document

OPENING_FORMAT = "hutan-opening/1"


@dataclass(frozen=True, slots=True)
class Opening:
    """What ties redactions to a result; as confidential as the result itself."""

    secret: bytes
    result_root: Digest
    redacted_root: Digest


def redaction(result: bytes, secret: bytes, shown: Shown) -> tuple[bytes, bytes]:
    """The bytes of a redacted result and of its opening. Raises as `read_archive` does."""
    archive = read_archive(result)
    redacted = redact(archive.result.chunks, secret, shown)
    opening = {"format": OPENING_FORMAT, "secret": secret.hex(), "result": archive.result.root, "redacted": redacted.root}
    return canonical(redacted_document(redacted)), canonical(opening)


def read_redacted(data: bytes) -> Redacted:
    """A redacted result whose root stands.

    Raises
    ------
    VerificationError
        If it is malformed, or anything in it was changed.
    """
    return checked_document(_json(data))


def read_opening(data: bytes) -> Opening:
    """The opening in a file.

    Raises
    ------
    VerificationError
        ``opening_malformed``.
    """
    plain = _json(data)
    if not isinstance(plain, dict) or set(plain) != {"format", "secret", "result", "redacted"} or plain["format"] != OPENING_FORMAT:
        raise VerificationError("opening_malformed")
    try:
        secret = bytes.fromhex(str(plain["secret"]))
    except ValueError as error:
        raise VerificationError("opening_malformed") from error
    if len(secret) != SECRET_BYTES:
        raise VerificationError("opening_malformed")
    return Opening(secret, Digest(str(plain["result"])), Digest(str(plain["redacted"])))


def check_against(redacted: Redacted, result: bytes, opening: Opening) -> None:
    """Nothing, if the redacted result is one of the result, as somebody sees who holds both and the opening.

    Raises
    ------
    VerificationError
        ``redacted_of_another`` naming both roots.
    """
    found = redact(read_archive(result).result.chunks, opening.secret, Shown.TOTALS).root
    if found != redacted.root:
        raise VerificationError("redacted_of_another", stated=redacted.root, found=found)


def _json(data: bytes) -> object:
    try:
        plain: object = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise VerificationError("redacted_malformed", problem=str(error)) from error
    return plain
