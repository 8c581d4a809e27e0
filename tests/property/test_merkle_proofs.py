"""Proofs hold for every leaf of every list, and for nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutan.kernel.errors import VerificationError
from hutan.ledger.merkle import check_hash_inclusion, check_inclusion, inclusion_proof, leaf_hash, node_hash, root_of_hashes, tree_root

LEAVES = st.lists(st.binary(max_size=8), min_size=1, max_size=40)


@given(LEAVES, st.data())
def test_every_leaf_is_proven(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    check_inclusion(leaves[index], index, len(leaves), inclusion_proof(leaves, index), tree_root(leaves))


@given(LEAVES, st.data())
def test_a_change_anywhere_breaks_the_proof(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof, root = inclusion_proof(leaves, index), tree_root(leaves)
    flat = bytearray(leaf_hash(leaves[index]) + b"".join(proof) + root)
    flat[data.draw(st.integers(0, len(flat) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    parts = [bytes(flat[start : start + 32]) for start in range(0, len(flat), 32)]
    with pytest.raises(VerificationError):
        check_hash_inclusion(parts[0], index, len(leaves), parts[1:-1], parts[-1])


@given(st.binary(max_size=8), st.integers(-3, 50), st.integers(-3, 50), st.lists(st.binary(max_size=33), max_size=7), st.binary(max_size=33))
def test_nonsense_is_always_a_verification_error(leaf: bytes, index: int, size: int, proof: list[bytes], root: bytes) -> None:
    with pytest.raises(VerificationError):
        check_inclusion(leaf, index, size, proof, root)


@given(LEAVES, LEAVES)
def test_different_lists_have_different_roots(one: list[bytes], other: list[bytes]) -> None:
    assert (tree_root(one) == tree_root(other)) == (one == other)


@given(st.lists(st.binary(max_size=4), min_size=5, max_size=8))
def test_a_tree_splits_at_the_largest_power_of_two(leaves: list[bytes]) -> None:
    assert tree_root(leaves) == node_hash(tree_root(leaves[:4]), tree_root(leaves[4:]))


@given(LEAVES)
def test_the_root_needs_only_the_hashes(leaves: list[bytes]) -> None:
    assert root_of_hashes([leaf_hash(leaf) for leaf in leaves]) == tree_root(leaves)
