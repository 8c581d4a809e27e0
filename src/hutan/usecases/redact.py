"""A result without the bills: what is shown, and for all that is withheld a salted digest, under one root that both halves share.

Every row of every chunk is a leaf, and so is every entry of a list inside a row: a total may be shown without its parts by source. A leaf is
HMAC-SHA-256 under a salt of its own, because figures can be guessed and a plain digest would confirm the guess. All salts come from one secret,
the opening, which stays with the owner; whoever holds the result and the opening gets the same root, and so do two redactions of one result.

Source: RFC 2104 (HMAC), RFC 6962 section 2.1 (tree); the idea of SD-JWT.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from hutan.kernel.canonical import canonical
from hutan.kernel.errors import VerificationError
from hutan.kernel.ids import Digest
from hutan.ledger.merkle import HASH_BYTES, leaf_hash, root_of_hashes

FORMAT: Final = "hutan-redacted/1"
SECRET_BYTES: Final = 32


class Shown(Enum):
    """How much is shown: totals with their parts by scope, category and gas; also by site; also by month. Never a source, a line or a bill."""

    TOTALS = "totals"
    SITES = "sites"
    MONTHS = "months"


_DIMENSIONS: Final = {
    Shown.TOTALS: frozenset(("scope", "category", "gas", "state")),
    Shown.SITES: frozenset(("scope", "category", "gas", "state", "site")),
    Shown.MONTHS: frozenset(("scope", "category", "gas", "state", "site", "month")),
}
_OPEN_CHUNKS: Final = ("request", "totals/", "intervals/", "checks/", "quality/")
# Lists inside rows that name sources or bills.
_CLOSED_LISTS: Final = frozenset(("uncovered", "variance_shares", "params", "reasons", "notes"))


@dataclass(frozen=True, slots=True)
class Leaf:
    """One thing that is committed to: a row without its lists, or an entry of such a list; `path` is unique in the result."""

    path: str
    value: object


@dataclass(frozen=True, slots=True)
class RedactedLeaf:
    """A leaf as it is handed on: shown with path, value and salt, or withheld with its digest alone, for a path may name a site or a bill."""

    digest: Digest
    path: str = ""
    value: object = None
    salt: str = ""

    @property
    def shown(self) -> bool:
        return bool(self.salt)


@dataclass(frozen=True, slots=True)
class Redacted:
    """A redacted result: its root, and every leaf in the order of the paths that the result gives them."""

    root: Digest
    leaves: tuple[RedactedLeaf, ...]

    def value(self, path: str) -> object:
        """What is shown at a path; None where nothing is."""
        return next((leaf.value for leaf in self.leaves if leaf.path == path and leaf.shown), None)


def leaves_of(chunks: Mapping[str, bytes]) -> tuple[Leaf, ...]:
    """Everything that a result says, leaf by leaf, in order of path."""
    found = [leaf for name, data in chunks.items() for leaf in _chunk_leaves(name, json.loads(data))]
    return tuple(sorted(found, key=lambda leaf: leaf.path))


def _chunk_leaves(name: str, plain: object) -> Iterator[Leaf]:
    rows = plain if isinstance(plain, list) else [plain]
    for index, row in enumerate(rows):
        yield from _row_leaves(f"{name}#{index:06d}", row)


def _row_leaves(path: str, row: object) -> Iterator[Leaf]:
    """The row without its lists of rows, then each entry of those; dictionaries are walked into."""
    if not isinstance(row, dict):
        yield Leaf(path, row)
        return
    lists = {key: value for key, value in row.items() if isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value)}
    inner = {key: value for key, value in row.items() if isinstance(value, dict)}
    yield Leaf(path, {key: value for key, value in row.items() if key not in lists and key not in inner})
    for key, value in inner.items():
        yield from _row_leaves(f"{path}.{key}", value)
    for key, items in lists.items():
        for index, item in enumerate(items):
            yield from _row_leaves(f"{path}.{key}#{index:06d}", item)


def salt_of(secret: bytes, path: str) -> bytes:
    """The salt of a leaf; knowing some salts tells nothing of the others."""
    return hmac.new(secret, path.encode(), hashlib.sha256).digest()


def commitment(salt: bytes, leaf: Leaf) -> bytes:
    """The salted digest of a leaf; the path is part of it, so that no row can stand in for another."""
    return hmac.new(salt, canonical([leaf.path, leaf.value]), hashlib.sha256).digest()


def redact(chunks: Mapping[str, bytes], secret: bytes, shown: Shown) -> Redacted:
    """The result with all withheld that `shown` does not show.

    Raises
    ------
    ValueError
        If the secret has not 32 bytes.
    """
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"the secret has {len(secret)} bytes, not {SECRET_BYTES}")
    open_to = _opener(shown)
    found = []
    for leaf in leaves_of(chunks):
        salt = salt_of(secret, leaf.path)
        digest = Digest(commitment(salt, leaf).hex())
        found.append(RedactedLeaf(digest, leaf.path, leaf.value, salt.hex()) if open_to(leaf) else RedactedLeaf(digest))
    return Redacted(_root(found), tuple(found))


def _opener(shown: Shown) -> Callable[[Leaf], bool]:
    dimensions = _DIMENSIONS[shown]

    def is_open(leaf: Leaf) -> bool:
        if not leaf.path.startswith(_OPEN_CHUNKS):
            return False
        lists = {part.partition("#")[0] for part in leaf.path.partition("#")[2].split(".")[1:]}
        if lists & _CLOSED_LISTS:
            return False
        return "slices" not in lists or (isinstance(leaf.value, dict) and leaf.value.get("dimension") in dimensions)

    return is_open


def _root(leaves: list[RedactedLeaf]) -> Digest:
    return Digest(root_of_hashes([leaf_hash(bytes.fromhex(leaf.digest)) for leaf in leaves]).hex())


def redacted_document(redacted: Redacted) -> dict[str, object]:
    """The redacted result as a JSON value."""
    leaves = [
        {"path": leaf.path, "salt": leaf.salt, "value": leaf.value} if leaf.shown else {"digest": leaf.digest}
        for leaf in redacted.leaves
    ]
    return {"format": FORMAT, "root": redacted.root, "leaves": leaves}


def checked_document(plain: object) -> Redacted:
    """A redacted result out of a JSON value, once every shown value has the digest that makes up its root.

    Raises
    ------
    VerificationError
        ``redacted_malformed``, or ``redacted_root_differs`` if a value, a path or their order was changed.
    """
    if not isinstance(plain, dict) or set(plain) != {"format", "root", "leaves"} or plain["format"] != FORMAT:
        raise VerificationError("redacted_malformed", problem="format, root, leaves")
    if not isinstance(plain["leaves"], list) or not isinstance(plain["root"], str):
        raise VerificationError("redacted_malformed", problem="leaves, root")
    leaves = [_read_leaf(item) for item in plain["leaves"]]
    paths = [leaf.path for leaf in leaves if leaf.shown]
    if paths != sorted(set(paths)):
        raise VerificationError("redacted_malformed", problem="path")
    root = _root(leaves)
    if root != plain["root"]:
        raise VerificationError("redacted_root_differs", stated=plain["root"], found=root)
    return Redacted(root, tuple(leaves))


def _read_leaf(plain: object) -> RedactedLeaf:
    if isinstance(plain, dict) and set(plain) == {"digest"}:
        return RedactedLeaf(Digest(_hash(plain["digest"], "digest").hex()))
    if not isinstance(plain, dict) or set(plain) != {"path", "salt", "value"} or not isinstance(plain["path"], str):
        raise VerificationError("redacted_malformed", problem="path, salt, value")
    path = plain["path"]
    salt = _hash(plain["salt"], path)
    try:
        digest = commitment(salt, Leaf(path, plain["value"])).hex()
    except (TypeError, ValueError) as error:
        raise VerificationError("redacted_malformed", problem=path) from error
    return RedactedLeaf(Digest(digest), path, plain["value"], salt.hex())


def _hash(value: object, path: str) -> bytes:
    try:
        found = bytes.fromhex(value) if isinstance(value, str) else b""
    except ValueError:
        found = b""
    if len(found) != HASH_BYTES or found.hex() != value:
        raise VerificationError("redacted_malformed", problem=path)
    return found
