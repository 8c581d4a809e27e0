"""Merkle trees over byte strings: a root that no two lists share, and proofs that one leaf is under it.

Source: RFC 6962, section 2.1.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

from hutan.kernel.errors import VerificationError

HASH_BYTES: Final = 32
_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"


def leaf_hash(leaf: bytes) -> bytes:
    """SHA-256 of a zero byte and the leaf; a leaf can so never pass for a node.

    Source: RFC 6962, section 2.1.
    """
    return hashlib.sha256(_LEAF + leaf).digest()


def hash_of_parts(parts: Iterable[bytes]) -> bytes:
    """The leaf hash of these parts joined, without joining them."""
    state = hashlib.sha256(_LEAF)
    for part in parts:
        state.update(part)
    return state.digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 of a one byte and the hashes of both subtrees.

    Source: RFC 6962, section 2.1.
    """
    return hashlib.sha256(_NODE + left + right).digest()


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """Root hash of the tree over `leaves`, in their order; that of an empty list is the hash of nothing.

    Source: RFC 6962, section 2.1.
    """
    return root_of_hashes([leaf_hash(leaf) for leaf in leaves])


def root_of_hashes(hashes: Sequence[bytes]) -> bytes:
    """Root over leaves of which only the hashes are held, as in a redacted list.

    Joining neighbours level by level, an odd last one moving up unchanged, gives the same tree as splitting at powers of two.
    """
    level = list(hashes)
    if not level:
        return hashlib.sha256(b"").digest()
    while len(level) > 1:
        level = joined_pairs(level) + (level[-1:] if len(level) % 2 else [])
    return level[0]


def joined_pairs(hashes: Sequence[bytes]) -> list[bytes]:
    """The nodes over neighboring pairs; an odd last hash is left out. The same as `node_hash` on each, in half the time."""
    digest = hashlib.sha256
    return [digest(_NODE + left + right).digest() for left, right in zip(hashes[::2], hashes[1::2], strict=False)]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The sibling hashes from leaf number `index`, counted from 0, up to the root.

    Raises
    ------
    VerificationError
        ``merkle_index``, if there is no such leaf.

    Source: RFC 6962, section 2.1.1.
    """
    _check_index(index, len(leaves))
    level = [leaf_hash(leaf) for leaf in leaves]
    proof = []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            proof.append(level[sibling])
        level = joined_pairs(level) + (level[-1:] if len(level) % 2 else [])
        index //= 2
    return tuple(proof)


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Nothing, if `proof` shows that `leaf` is number `index` of the `size` leaves under `root`.

    `size` and `root` belong together and must come from one trusted place, such as a checkpoint: a proof alone does not fix the size.

    Raises
    ------
    VerificationError
        ``merkle_index``, ``merkle_hash_length`` or ``merkle_proof_length`` for a proof that cannot belong to such a tree,
        ``merkle_root_differs`` if it leads to another root.

    Source: RFC 6962, section 2.1.1; RFC 9162, section 2.1.3.2.
    """
    check_hash_inclusion(leaf_hash(leaf), index, size, proof, root)


def check_hash_inclusion(hashed: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """The same for a leaf of which only the hash is held; raises as `check_inclusion` does."""
    _check_index(index, size)
    for value in (hashed, root, *proof):
        if len(value) != HASH_BYTES:
            raise VerificationError("merkle_hash_length", length=str(len(value)), expected=str(HASH_BYTES))
    expected = _proof_length(index, size)
    if len(proof) != expected:
        raise VerificationError("merkle_proof_length", length=str(len(proof)), expected=str(expected))
    computed, last = hashed, size - 1
    for sibling in proof:
        # Levels on which the node is a lone last one have no sibling and no step in the proof.
        while index == last and index % 2 == 0:
            index, last = index // 2, last // 2
        computed = node_hash(sibling, computed) if index % 2 else node_hash(computed, sibling)
        index, last = index // 2, last // 2
    if computed != root:
        raise VerificationError("merkle_root_differs", computed=computed.hex(), root=root.hex())


def _check_index(index: int, size: int) -> None:
    if not 0 <= index < size:
        raise VerificationError("merkle_index", index=str(index), size=str(size))


def _proof_length(index: int, size: int) -> int:
    """Levels on which node `index` of a tree of `size` leaves has a sibling."""
    length, last = 0, size - 1
    while last:
        length += index % 2 == 1 or index < last
        index, last = index // 2, last // 2
    return length
