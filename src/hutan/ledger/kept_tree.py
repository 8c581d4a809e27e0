"""A Merkle tree kept so that leaves may change, come and go anywhere for the price of a few hashes each.

In a tree of this kind a leaf that comes or goes shifts all leaves after it to other neighbors. So the roots of small full subtrees are kept for
every leaf that one could begin at, wherever it may come to stand; only the levels above them are joined anew. The root is the one that
`merkle.root_of_hashes` gives for the same leaves.

Source: RFC 6962, section 2.1.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hutan.ledger.merkle import HASH_BYTES, node_hash, root_of_hashes

# Each height kept costs as many hashes to begin with as there are leaves; above the last one 1/32 of the leaves are left to join.
HEIGHTS: Final = 5

# Leaves from `start` to before `end` stood `shift` places to the left of that before.
_Run = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class KeptTree:
    """``subtrees[h]`` holds the roots over 2^h leaves from number 0, 1, 2 … on, one after the other; `root` is that over all leaves.

    ``subtrees[0]`` are the leaves' own hashes. One string of bytes a height: it is copied at every change, and is copied fast.
    """

    subtrees: tuple[bytes, ...]
    root: bytes


def kept_tree(hashes: Sequence[bytes]) -> KeptTree:
    """The tree over leaves of which the hashes are given."""
    return _built(b"".join(hashes), (), [])


def spliced(tree: KeptTree, removed: Iterable[int], inserted: Sequence[tuple[int, bytes]]) -> KeptTree:
    """The tree without some leaves and with new ones; a leaf that changes is removed and inserted in its place.

    Parameters
    ----------
    tree
        The tree before.
    removed
        Numbers of leaves that go, counted from 0.
    inserted
        New hashes, each with the number of the old leaf before which it comes (the number of leaves: at the end); those with the same
        number come in the order given.
    """
    old, gone = memoryview(tree.subtrees[0]), set(removed)
    size = len(old) // HASH_BYTES
    pieces: list[bytes | memoryview] = []
    runs: list[_Run] = []
    places = sorted(inserted, key=lambda item: item[0])
    edges = sorted({0, size, *gone, *(position + 1 for position in gone), *(position for position, _ in places)})
    reached = 0
    for start in edges:
        first, last = (side(places, start, key=lambda item: item[0]) for side in (bisect.bisect_left, bisect.bisect_right))
        pieces.extend(value for _, value in places[first:last])
        reached += last - first
        if start < size and start not in gone:
            end = edges[bisect.bisect_right(edges, start)]
            runs.append((reached, reached + end - start, reached - start))
            pieces.append(old[start * HASH_BYTES : end * HASH_BYTES])
            reached += end - start
    return _built(b"".join(pieces), tree.subtrees, runs)


def _built(leaves: bytes, old: Sequence[bytes], runs: Sequence[_Run]) -> KeptTree:
    """The tree over `leaves`, taking over from `old` the subtrees that lie in one of `runs`."""
    subtrees = [leaves]
    for height in range(1, HEIGHTS + 1):
        below, half = subtrees[-1], 2 ** (height - 1)
        pieces: list[bytes | memoryview] = []
        reached = 0
        for start, end, shift in runs:
            last = end - 2 * half + 1
            if start < last:
                pieces.extend(_joined(below, reached, start, half))
                pieces.append(memoryview(old[height])[(start - shift) * HASH_BYTES : (last - shift) * HASH_BYTES])
                reached = last
        pieces.extend(_joined(below, reached, len(below) // HASH_BYTES - half, half))
        subtrees.append(b"".join(pieces))
    width = 2**HEIGHTS
    whole = len(leaves) // HASH_BYTES // width * width
    nodes, rest = _hashes(subtrees[-1], 0, whole, width), _hashes(leaves, whole, len(leaves) // HASH_BYTES, 1)
    return KeptTree(tuple(subtrees), root_of_hashes([*nodes, root_of_hashes(rest)] if rest else nodes))


def _joined(below: bytes, start: int, end: int, half: int) -> list[bytes]:
    """The subtrees that begin from `start` to before `end`, each from the two of half its leaves."""
    beside = _hashes(below, start + half, end + half, 1)
    return [node_hash(left, right) for left, right in zip(_hashes(below, start, end, 1), beside, strict=True)]


def _hashes(joined: bytes, start: int, end: int, step: int) -> list[bytes]:
    """Every `step`-th hash from `start` to before `end`."""
    return [joined[place : place + HASH_BYTES] for place in range(start * HASH_BYTES, end * HASH_BYTES, step * HASH_BYTES)]
