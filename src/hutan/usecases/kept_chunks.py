"""Chunks kept with the tree over them: another content costs its path, a chunk that comes or goes what it shifts."""

from __future__ import annotations

import bisect
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from hutan.kernel.canonical import canonical
from hutan.kernel.codec import to_plain
from hutan.kernel.ids import Digest
from hutan.ledger.kept_tree import KeptTree, kept_tree, replaced, spliced
from hutan.ledger.merkle import hash_of_parts
from hutan.usecases.seal import leaf_of


@dataclass(frozen=True, slots=True)
class KeptChunks:
    """Chunks by name, their names in order, and the tree whose leaves they are."""

    contents: Mapping[str, bytes]
    names: tuple[str, ...]
    tree: KeptTree

    @property
    def root(self) -> Digest:
        """The root that `seal.root_of` gives."""
        return Digest(self.tree.root.hex())

    def ordered(self) -> dict[str, bytes]:
        """The chunks in the order of their names."""
        return {name: self.contents[name] for name in self.names}


def kept_chunks(contents: Mapping[str, bytes]) -> KeptChunks:
    """Chunks with a new tree."""
    names = tuple(sorted(contents))
    return KeptChunks(dict(contents), names, kept_tree([_hash(name, contents[name]) for name in names]))


def rechunked(kept: KeptChunks, changes: Mapping[str, bytes | None]) -> KeptChunks:
    """The chunks with other contents for some names; None: there is no such chunk any more."""
    moved = {name: content for name, content in changes.items() if kept.contents.get(name) != content}
    contents = dict(kept.contents)
    for name, content in moved.items():
        if content is None:
            del contents[name]
        else:
            contents[name] = content
    gone = sorted(name for name, content in moved.items() if content is None)
    come = sorted(name for name in moved if name in contents and name not in kept.contents)
    stay = {name: content for name, content in moved.items() if content is not None and name in kept.contents}
    tree = replaced(kept.tree, {_place(kept, name): _hash(name, content) for name, content in stay.items()})
    if not gone and not come:
        return KeptChunks(contents, kept.names, tree)
    inserted = [(_place(kept, name), _hash(name, contents[name])) for name in come]
    tree = spliced(tree, [_place(kept, name) for name in gone], inserted)
    left = set(gone)
    # Sorting names that are in order already but for the few at the end costs little more than reading them.
    names = sorted([*(name for name in kept.names if name not in left), *come])
    return KeptChunks(contents, tuple(names), tree)


def rows_exchanged(chunk: bytes | None, source_ids: Collection[str], rows: Iterable[object]) -> bytes | None:
    """A chunk of rows in the order of their sources, with these rows in place of those of some sources; None if no row is left."""
    held: list[dict[str, object]] = json.loads(chunk) if chunk else []
    kept = [row for row in held if row["source_id"] not in source_ids]
    new = [row for row in (to_plain(value) for value in rows) if isinstance(row, dict)]
    merged = sorted([*kept, *new], key=lambda row: str(row["source_id"]))
    return canonical(merged) if merged else None


def _place(kept: KeptChunks, name: str) -> int:
    return bisect.bisect_left(kept.names, name)


def _hash(name: str, content: bytes) -> bytes:
    return hash_of_parts((leaf_of(name, b""), content))
