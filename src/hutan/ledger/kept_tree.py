"""A Merkle tree kept with its inner nodes: a changed leaf costs its path, a leaf that comes or goes what it shifts out of place.

The root is the one that `merkle.root_of_hashes` gives for the same leaves.

Source: RFC 6962, section 2.1.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hutan.ledger.merkle import joined_pairs, node_hash, root_of_hashes

# Nodes from `start` to before `end` stand also in the old level, `shift` places to the left.
_Run = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class KeptTree:
    """All levels of a tree, leaves first; every level is half as long as the one below it, an odd last node moving up."""

    levels: tuple[tuple[bytes, ...], ...]

    @property
    def root(self) -> bytes:
        return root_of_hashes(self.levels[-1])


def kept_tree(hashes: Sequence[bytes]) -> KeptTree:
    """The tree over leaves of which the hashes are given."""
    return _built(hashes, KeptTree(((),)), [])


def replaced(tree: KeptTree, changes: Mapping[int, bytes]) -> KeptTree:
    """The tree with other hashes for some of its leaves, by their number counted from 0."""
    touched, values, levels = sorted(changes), dict(changes), []
    for index, old in enumerate(tree.levels):
        level = list(old)
        for position in touched:
            level[position] = values[position]
        levels.append(tuple(level))
        if index + 1 < len(tree.levels):
            touched = sorted({position // 2 for position in touched})
            values = {position: _parent(level, position) for position in touched}
    return KeptTree(tuple(levels))


def spliced(tree: KeptTree, removed: Iterable[int], inserted: Sequence[tuple[int, bytes]]) -> KeptTree:
    """The tree without some leaves and with new ones.

    Parameters
    ----------
    tree
        The tree before.
    removed
        Numbers of leaves that go.
    inserted
        New hashes, each with the number of the old leaf before which it comes (the number of leaves: at the end); those with the same
        number come in the order given.
    """
    old, gone = tree.levels[0], set(removed)
    new: list[bytes] = []
    runs: list[_Run] = []
    places = sorted(inserted, key=lambda item: item[0])
    edges = sorted({0, len(old), *gone, *(position + 1 for position in gone), *(position for position, _ in places)})
    for start in edges:
        first = bisect.bisect_left(places, start, key=lambda item: item[0])
        new.extend(value for _, value in places[first : bisect.bisect_right(places, start, key=lambda item: item[0])])
        if start < len(old) and start not in gone:
            end = edges[bisect.bisect_right(edges, start)]
            runs.append((len(new), len(new) + end - start, len(new) - start))
            new.extend(old[start:end])
    return _built(new, tree, runs)


def _built(hashes: Sequence[bytes], tree: KeptTree, runs: list[_Run]) -> KeptTree:
    """All levels over `hashes`, taking over from `tree` what `runs` say is the same."""
    levels = [tuple(hashes)]
    while len(levels[-1]) > 1:
        level, depth = levels[-1], len(levels)
        old = tree.levels[depth] if depth < len(tree.levels) else ()
        # An odd last node moved up alone in the old tree, but has a neighbor now, or the other way round: it is made anew.
        full = len(tree.levels[depth - 1]) // 2 if old else 0
        runs = [run for found in runs if (run := _above(found, len(level) // 2, full)) is not None]
        upper: list[bytes] = []
        for start, end, shift in runs:
            upper.extend(joined_pairs(level[2 * len(upper) : 2 * start]))
            upper.extend(old[start - shift : end - shift])
        upper.extend(joined_pairs(level[2 * len(upper) :]))
        levels.append((*upper, *level[2 * len(upper) :]))
    return KeptTree(tuple(levels))


def _above(run: _Run, new_full: int, old_full: int) -> _Run | None:
    """The nodes above a run that have both children in it and the same place among pairs in both trees."""
    start, end, shift = run
    if shift % 2:
        return None
    above, moved = (start + 1) // 2, shift // 2
    last = min(end // 2, new_full, old_full + moved)
    return (above, last, moved) if above < last else None


def _parent(level: Sequence[bytes], position: int) -> bytes:
    left = 2 * position
    return node_hash(level[left], level[left + 1]) if left + 1 < len(level) else level[left]
