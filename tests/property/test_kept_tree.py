"""A kept tree has the root of the tree built anew, whatever is replaced, taken out or put in."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given

from hutan.ledger.kept_tree import kept_tree, replaced, spliced
from hutan.ledger.merkle import leaf_hash, root_of_hashes

_SIZES = st.integers(min_value=0, max_value=70)


def _hashes(count: int, mark: str = "old") -> list[bytes]:
    return [leaf_hash(f"{mark} {number}".encode()) for number in range(count)]


@given(_SIZES)
def test_a_new_tree_has_the_root_of_its_leaves(count: int) -> None:
    assert kept_tree(_hashes(count)).root == root_of_hashes(_hashes(count))


@given(st.integers(min_value=1, max_value=70), st.data())
def test_replaced_leaves(count: int, data: st.DataObject) -> None:
    chosen = data.draw(st.sets(st.integers(min_value=0, max_value=count - 1)))
    leaves = _hashes(count)
    tree = kept_tree(leaves)
    after = replaced(tree, {number: leaf_hash(f"new {number}".encode()) for number in chosen})
    for number in chosen:
        leaves[number] = leaf_hash(f"new {number}".encode())
    assert after == kept_tree(leaves)
    assert after.root == root_of_hashes(leaves)
    assert tree == kept_tree(_hashes(count))


@given(_SIZES, st.data())
def test_leaves_that_come_and_go(count: int, data: st.DataObject) -> None:
    old = _hashes(count)
    gone = data.draw(st.sets(st.integers(min_value=0, max_value=count - 1), max_size=6)) if count else set()
    places = sorted(data.draw(st.lists(st.integers(min_value=0, max_value=count), max_size=6)))
    inserted = list(zip(places, _hashes(len(places), "new"), strict=True))
    wanted: list[bytes] = []
    for number in range(count + 1):
        wanted.extend(value for place, value in inserted if place == number)
        wanted.extend(old[number : number + 1] if number not in gone else [])
    tree = kept_tree(old)
    after = spliced(tree, gone, inserted)
    assert after == kept_tree(wanted)
    assert after.root == root_of_hashes(wanted)
    assert tree == kept_tree(old)


def test_a_second_splice_rests_on_the_first() -> None:
    leaves = _hashes(37)
    once = spliced(kept_tree(leaves), [3], [(36, leaf_hash(b"x"))])
    twice = spliced(once, [36], [(0, leaf_hash(b"y"))])
    assert twice.root == root_of_hashes([leaf_hash(b"y"), *leaves[:3], *leaves[4:36], leaf_hash(b"x")])
