"""Merkle trees against the test vectors of Certificate Transparency, and against the definition of RFC 6962 word by word."""

from __future__ import annotations

import hashlib

import pytest

from hutan.kernel.errors import VerificationError
from hutan.ledger.merkle import check_inclusion, inclusion_proof, root_of_hashes, tree_root

# Leaves and roots of trees of size 1 to 8. Source: google/certificate-transparency, merkletree/merkle_tree_test.cc.
LEAVES = tuple(bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"))
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def by_definition(leaves: tuple[bytes, ...]) -> bytes:
    """MTH of RFC 6962, section 2.1, as it is written there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + by_definition(leaves[:k]) + by_definition(leaves[k:])).digest()


def path_by_definition(index: int, leaves: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """PATH of RFC 6962, section 2.1.1, as it is written there."""
    if len(leaves) == 1:
        return ()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if index < k:
        return (*path_by_definition(index, leaves[:k]), by_definition(leaves[k:]))
    return (*path_by_definition(index - k, leaves[k:]), by_definition(leaves[:k]))


def test_the_empty_tree() -> None:
    assert tree_root([]).hex() == EMPTY


@pytest.mark.parametrize("size", range(1, 9))
def test_published_roots(size: int) -> None:
    assert tree_root(LEAVES[:size]).hex() == ROOTS[size - 1]
    assert by_definition(LEAVES[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize("size", range(1, 9))
def test_proofs_are_those_of_the_definition_and_hold(size: int) -> None:
    leaves = LEAVES[:size]
    for index in range(size):
        proof = inclusion_proof(leaves, index)
        assert proof == path_by_definition(index, leaves)
        check_inclusion(leaves[index], index, size, proof, tree_root(leaves))


def test_a_published_proof() -> None:
    # Leaf 0 of 8. Source: google/certificate-transparency, merkletree/merkle_tree_test.cc.
    published = (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    )
    assert tuple(value.hex() for value in inclusion_proof(LEAVES, 0)) == published


def test_a_leaf_cannot_pass_for_a_node() -> None:
    first, second = (hashlib.sha256(b"\x00" + leaf).digest() for leaf in LEAVES[:2])
    assert tree_root([first + second]) != tree_root(LEAVES[:2])


def test_hashes_alone_give_the_same_root() -> None:
    assert root_of_hashes([hashlib.sha256(b"\x00" + leaf).digest() for leaf in LEAVES]) == tree_root(LEAVES)


PROOF = inclusion_proof(LEAVES[:7], 4)
ROOT = tree_root(LEAVES[:7])


@pytest.mark.parametrize(
    ("leaf", "index", "size", "proof", "root", "code"),
    [
        (LEAVES[5], 4, 7, PROOF, ROOT, "merkle_root_differs"),
        (LEAVES[4], 5, 7, PROOF, ROOT, "merkle_root_differs"),
        (LEAVES[4], 4, 5, PROOF, ROOT, "merkle_proof_length"),
        (LEAVES[4], 4, 7, PROOF[::-1], ROOT, "merkle_root_differs"),
        (LEAVES[4], 4, 7, PROOF, tree_root(LEAVES), "merkle_root_differs"),
        (LEAVES[4], 4, 7, PROOF[:-1], ROOT, "merkle_proof_length"),
        (LEAVES[4], 4, 7, (*PROOF, PROOF[0]), ROOT, "merkle_proof_length"),
        (LEAVES[4], 6, 7, PROOF, ROOT, "merkle_proof_length"),
        (LEAVES[4], 7, 7, PROOF, ROOT, "merkle_index"),
        (LEAVES[4], -1, 7, PROOF, ROOT, "merkle_index"),
        (LEAVES[4], 0, 0, (), ROOT, "merkle_index"),
        (LEAVES[4], 4, 7, (PROOF[0][:-1], *PROOF[1:]), ROOT, "merkle_hash_length"),
        (LEAVES[4], 4, 7, PROOF, ROOT + b"\x00", "merkle_hash_length"),
    ],
)
def test_what_proves_nothing_is_refused(leaf: bytes, index: int, size: int, proof: tuple[bytes, ...], root: bytes, code: str) -> None:
    with pytest.raises(VerificationError) as caught:
        check_inclusion(leaf, index, size, proof, root)
    assert caught.value.code == code


def test_there_is_no_proof_for_a_leaf_that_is_not_there() -> None:
    with pytest.raises(VerificationError) as caught:
        inclusion_proof(LEAVES, 8)
    assert caught.value.code == "merkle_index"
