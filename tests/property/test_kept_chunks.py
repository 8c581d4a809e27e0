"""Kept chunks have the root of the chunks sealed anew, whatever contents change and whatever chunks come and go."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hutan.usecases.kept_chunks import kept_chunks, list_exchanged, rechunked, rows_exchanged
from hutan.usecases.seal import root_of

_NAMES = st.integers(min_value=0, max_value=30).map(lambda number: f"lines/{number}")
_CONTENTS = st.binary(max_size=3)


@given(st.dictionaries(_NAMES, _CONTENTS), st.lists(st.dictionaries(_NAMES, st.none() | _CONTENTS), max_size=4))
def test_any_changes_give_the_root_of_the_chunks_anew(first: dict[str, bytes], steps: list[dict[str, bytes | None]]) -> None:
    kept, wanted = kept_chunks(first), dict(first)
    for step in steps:
        kept = rechunked(kept, step)
        wanted = {name: content for name, content in {**wanted, **step}.items() if content is not None}
        assert kept.by_name() == wanted
        assert list(kept.by_name()) == sorted(wanted)
        assert kept.count() == len(wanted)
        assert kept.root == root_of(wanted)
        assert all(kept.find(name) == content for name, content in wanted.items())
        assert kept.find("lines/none") is None


def test_blocks_grow_and_shrink_with_what_they_hold() -> None:
    many = {f"lines/{number:05}": b"x" for number in range(2000)}
    kept = rechunked(kept_chunks({}), many)
    assert kept == kept_chunks(many)
    assert max(len(block.names) for block in kept.blocks) < len(many) // 2
    emptied = rechunked(kept, {name: None for name in many if name > "lines/00002"})
    assert emptied.by_name() == {"lines/00000": b"x", "lines/00001": b"x", "lines/00002": b"x"}
    assert emptied.root == root_of(emptied.by_name())
    assert rechunked(emptied, {"lines/00000": b"x"}) is emptied


def test_rows_of_some_sources_are_exchanged_and_all_others_kept() -> None:
    chunk = b'[{"n":1,"source_id":"A"},{"n":2,"source_id":"B"},{"n":3,"source_id":"B"}]'
    assert rows_exchanged(chunk, {"B"}, []) == b'[{"n":1,"source_id":"A"}]'
    assert rows_exchanged(chunk, {"A", "B"}, []) is None
    assert rows_exchanged(None, {"A"}, []) is None


def test_only_rows_that_differ_are_written_anew() -> None:
    assert list_exchanged(b'["a","b"]', ("a", "b"), ("a", "c")) == b'["a","c"]'
    assert list_exchanged(b"not read", ("a",), ("a",)) == b"not read"
