"""YAML as text: nothing is guessed, nothing is overwritten, and what is broken is named with line and column."""

from __future__ import annotations

import pytest

from hutan.adapters.yaml_text import read_yaml
from hutan.kernel.errors import InputError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 0.10", {"a": "0.10"}),
        ("a: 01", {"a": "01"}),
        ("a: 1e3", {"a": "1e3"}),
        ("a: yes", {"a": "yes"}),
        ("a: no", {"a": "no"}),
        ("a: null", {"a": "null"}),
        ("a: ~", {"a": "~"}),
        ("a:", {"a": ""}),
        ("a: 2024-01-01", {"a": "2024-01-01"}),
        ("a: 0x10", {"a": "0x10"}),
        ("a: 12:30:00", {"a": "12:30:00"}),
        ("310115: x", {"310115": "x"}),
        ("a: '上海'", {"a": "上海"}),
        ("a: [1, {b: 2}]", {"a": ["1", {"b": "2"}]}),
        ("base: &x {a: 1}\nother: *x", {"base": {"a": "1"}, "other": {"a": "1"}}),
        ("", None),
        ("# only a comment", None),
    ],
)
def test_scalars_stay_what_was_written(text: str, expected: object) -> None:
    assert read_yaml("f", text.encode()) == expected


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert read_yaml("f", b"\xef\xbb\xbfa: 1") == {"a": "1"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\nb: 2\na: 3", "3:1"),
        ("a:\n  b: 1\n  b: 2", "3:3"),
        ("a: [1, 2", "1:9"),
        ("a: b: c", "1:5"),
        ("a:\n\tb: 1", "2:1"),
        ("a: &x [*x]", "1:4"),
        ("a: *nowhere", "1:4"),
        ("[a]: 1", "1:1"),
        ("{b: 1}: 1", "1:1"),
        ("a: 1\n---\nb: 2", "2:1"),
        ("a: '1", "1:6"),
    ],
)
def test_what_is_broken_is_named_with_line_and_column(text: str, place: str) -> None:
    with pytest.raises(InputError) as error:
        read_yaml("组织.yaml", text.encode())
    params = dict(error.value.params)
    assert (error.value.code, params["file"], params["place"]) == ("yaml_broken", "组织.yaml", place)
    assert params["problem"]


@pytest.mark.parametrize("data", ["上海".encode("gb18030"), b"\xff\xfea\x00"])
def test_another_encoding_is_refused(data: bytes) -> None:
    with pytest.raises(InputError) as error:
        read_yaml("f", data)
    assert error.value.code == "yaml_not_utf8"


@pytest.mark.parametrize("text", ["a: \x00", "a: \x07"])
def test_control_characters_are_refused(text: str) -> None:
    with pytest.raises(InputError) as error:
        read_yaml("f", text.encode())
    assert error.value.code == "yaml_broken"


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(InputError) as error:
        read_yaml("f", b"[" * 3000)
    assert error.value.code == "yaml_broken"


def test_no_object_is_ever_built() -> None:
    assert read_yaml("f", b"!!python/object/apply:os.system ['true']") == ["true"]
