"""Chunks kept with the tree over them: another content costs its path, a chunk that comes or goes what it shifts."""

from __future__ import annotations

import bisect
import itertools
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hutan.kernel.canonical import canonical
from hutan.kernel.codec import to_plain
from hutan.kernel.ids import Digest
from hutan.ledger.kept_tree import KeptTree, kept_tree, spliced
from hutan.ledger.merkle import hash_of_parts
from hutan.usecases.seal import leaf_of

_BLOCK: Final = 256


@dataclass(frozen=True, slots=True)
class _Block:
    """Some neighbors: their names in order, and their contents in the same order."""

    names: tuple[str, ...]
    contents: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class KeptChunks:
    """Chunks in the order of their names, and the tree whose leaves they are.

    They stand in blocks, so that a change copies the few blocks that it touches and not 100,000 pointers.
    """

    blocks: tuple[_Block, ...]
    tree: KeptTree

    @property
    def root(self) -> Digest:
        """The root that `seal.root_of` gives."""
        return Digest(self.tree.root.hex())

    def count(self) -> int:
        """How many chunks there are."""
        return sum(len(block.names) for block in self.blocks)

    def find(self, name: str) -> bytes | None:
        """The content of a chunk, if there is one of that name."""
        return _found(self.blocks[_block_of(self.blocks, name)], name) if self.blocks else None

    def by_name(self) -> dict[str, bytes]:
        """All chunks, in the order of their names."""
        return {name: content for block in self.blocks for name, content in zip(block.names, block.contents, strict=True)}


def kept_chunks(contents: Mapping[str, bytes]) -> KeptChunks:
    """Chunks with a new tree."""
    names = sorted(contents)
    return KeptChunks(tuple(_blocks({name: contents[name] for name in names})), kept_tree([_hash(name, contents[name]) for name in names]))


def rechunked(kept: KeptChunks, changes: Mapping[str, bytes | None]) -> KeptChunks:
    """The chunks with other contents for some names; None: there is no such chunk any more."""
    moved = {name: changes[name] for name in sorted(changes) if changes[name] != kept.find(name)}
    if not moved:
        return kept
    held = kept.blocks or (_Block((), ()),)
    starts = list(itertools.accumulate((len(block.names) for block in held), initial=0))
    blocks, gone, come = list(held), [], []
    # From the last block on, so that the places of those before it stay as they are.
    for number, names in reversed([(number, list(names)) for number, names in itertools.groupby(moved, lambda name: _block_of(held, name))]):
        block = held[number]
        content_of = dict(zip(block.names, block.contents, strict=True))
        for name in names:
            place, content = starts[number] + bisect.bisect_left(block.names, name), moved[name]
            if content_of.pop(name, None) is not None:
                gone.append(place)
            if content is not None:
                content_of[name] = content
                come.append((place, _hash(name, content)))
        blocks[number : number + 1] = _blocks({name: content_of[name] for name in sorted(content_of)})
    return KeptChunks(tuple(blocks), spliced(kept.tree, gone, come))


def _blocks(contents: Mapping[str, bytes]) -> list[_Block]:
    """These chunks, which are in order, in blocks of no more than twice the usual size; none if there are no chunks."""
    names = list(contents)
    size = _BLOCK if len(names) > 2 * _BLOCK else 2 * _BLOCK
    parts = [names[start : start + size] for start in range(0, len(names), size)]
    return [_Block(tuple(part), tuple(contents[name] for name in part)) for part in parts]


def _block_of(blocks: Sequence[_Block], name: str) -> int:
    """The block in which a chunk stands or would stand; the first one for what comes before all."""
    return max(bisect.bisect_right(blocks, name, key=lambda block: block.names[0] if block.names else "") - 1, 0)


def _found(block: _Block, name: str) -> bytes | None:
    place = bisect.bisect_left(block.names, name)
    return block.contents[place] if place < len(block.names) and block.names[place] == name else None


def rows_exchanged(chunk: bytes | None, source_ids: Collection[str], rows: Iterable[object]) -> bytes | None:
    """A chunk of rows in the order of their sources, with these rows in place of those of some sources; None if no row is left."""
    held: list[dict[str, object]] = json.loads(chunk) if chunk else []
    kept = [row for row in held if row["source_id"] not in source_ids]
    new = [row for row in (to_plain(value) for value in rows) if isinstance(row, dict)]
    merged = sorted([*kept, *new], key=lambda row: str(row["source_id"]))
    return canonical(merged) if merged else None


def list_exchanged(chunk: bytes, before: Sequence[object], after: Sequence[object]) -> bytes:
    """A chunk that lists `before`, now listing `after`, which is as long; what is the same is not written anew."""
    moved = {index: value for index, (old, value) in enumerate(zip(before, after, strict=True)) if value is not old and value != old}
    if not moved:
        return chunk
    rows: list[object] = json.loads(chunk)
    for index, value in moved.items():
        rows[index] = to_plain(value)
    return canonical(rows)


def _hash(name: str, content: bytes) -> bytes:
    return hash_of_parts((leaf_of(name, b""), content))
