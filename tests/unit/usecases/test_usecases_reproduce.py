"""A stranger repeats a result from its chunks, and every difference is named down to row and field."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from plain_library import GHGP, SH_MRV, released
from sealed_results import PLACE, sealed_result

from hutan.adapters.engines import ENGINE_NAMES, engine
from hutan.kernel.canonical import canonical
from hutan.kernel.errors import VerificationError
from hutan.usecases.reproduce import Difference, compare_chunk, read_inputs, read_request, reproduce
from hutan.usecases.seal import sealed


def _chunks() -> dict[str, bytes]:
    return dict(sealed_result().result.chunks)


def _reproduced(chunks: Mapping[str, bytes]) -> tuple[Difference, ...]:
    inputs = read_inputs(chunks, read_request(chunks))
    return reproduce(sealed(chunks), inputs, released(GHGP, SH_MRV).library, engine("python"))


@pytest.mark.parametrize("name", ENGINE_NAMES)
def test_nothing_differs(name: str) -> None:
    chunks = _chunks()
    inputs = read_inputs(chunks, read_request(chunks))
    assert inputs.organization == sealed_result().inputs.organization
    assert reproduce(sealed(chunks), inputs, released(GHGP, SH_MRV).library, engine(name)) == ()


def test_a_changed_figure_is_named_with_its_place_and_both_values() -> None:
    chunks = _chunks()
    totals = json.loads(chunks[f"totals/{PLACE}"])
    right = totals[0]["value"]
    totals[0]["value"] = "1"
    chunks[f"totals/{PLACE}"] = canonical(totals)
    assert _reproduced(chunks) == (Difference("difference_value", f"totals/{PLACE}[0].value", "1", right),)


def test_a_chunk_too_few_and_a_chunk_too_many() -> None:
    chunks = _chunks()
    chunks["lines/elsewhere"] = chunks.pop(f"gaps/{PLACE}")
    assert [(item.code, item.place) for item in _reproduced(chunks)] == [
        ("difference_chunk_missing", f"gaps/{PLACE}"),
        ("difference_chunk_extra", "lines/elsewhere"),
    ]


@pytest.mark.parametrize(
    ("stated", "found", "differences"),
    [
        (b'{"a":1}', b'{"a":1}', []),
        (b'{"a":1}', b'{"a":2}', [("c.a", "1", "2")]),
        (b'{"a":1,"b":{"c":[1,2]}}', b'{"a":1,"b":{"c":[1,3]}}', [("c.b.c[1]", "2", "3")]),
        (b'{"a":null}', b"{}", [("c.a", "None", "–")]),
        (b"{}", b'{"a":null}', [("c.a", "–", "None")]),
        (b"[1,2]", b"[1,2,3]", [("c [n]", "2", "3")]),
        (b"[1,2,3]", b"[1,3]", [("c [n]", "3", "2"), ("c[1]", "2", "3")]),
        (b'{"a":1.0}', b'{"a":1}', [("c.a", "1.0", "1")]),
        (b'{"a":true}', b'{"a":1}', [("c.a", "True", "1")]),
        (b'{"a":"1"}', b'{"a":1}', [("c.a", "1", "1")]),
        (b'{"a":{}}', b'{"a":[]}', [("c.a", "{}", "[]")]),
        (
            b'{"a":"' + b"x" * 200 + b'y"}',
            b'{"a":"' + b"x" * 200 + b'z"}',
            [("c.a", f"{'x' * 40}…{'x' * 38}y", f"{'x' * 40}…{'x' * 38}z")],
        ),
    ],
)
def test_differences_of_a_chunk(stated: bytes, found: bytes, differences: list[tuple[str, str, str]]) -> None:
    assert [(item.place, item.stated, item.found) for item in compare_chunk("c", stated, found)] == differences


@pytest.mark.parametrize(
    "stated",
    [b'{"a": 1}', b'{"a":1,"a":1}', b'{"a":2,"a":1}', b'{"\\u0061":1}', b'{"a":1}\n', b"not json", b"\xff", b"[" * 100000, b'{"a":1'],
    ids=["a blank", "a key twice", "a key twice with two values", "an escape", "a line end", "no JSON", "no text", "too deep", "cut off"],
)
def test_other_bytes_are_a_difference_even_if_they_say_the_same(stated: bytes) -> None:
    (difference,) = compare_chunk("c", stated, b'{"a":1}')
    assert (difference.code, difference.place) == ("difference_value", "c")
    assert difference.stated != difference.found


def test_only_the_first_differences_of_a_chunk_are_told() -> None:
    stated, found = canonical([{"a": number} for number in range(20)]), canonical([{"a": -number} for number in range(20)])
    assert len(compare_chunk("c", stated, found)) == 5


def _request(**changes: object) -> dict[str, bytes]:
    chunks = _chunks()
    request = {**json.loads(chunks["request"]), **changes}
    return {**chunks, "request": canonical({key: value for key, value in request.items() if value is not None})}


@pytest.mark.parametrize(
    ("chunks", "code"),
    [
        ({}, "result_chunk_missing"),
        ({"request": b"not json"}, "result_chunk_malformed"),
        ({"request": b"[]"}, "result_format_unknown"),
        (_request(format="hutan-result/9"), "result_format_unknown"),
        (_request(format=None), "result_format_unknown"),
        (_request(periods=None), "result_chunk_malformed"),
        (_request(periods=7), "result_chunk_malformed"),
        (_request(packs=[]), "result_chunk_malformed"),
        (_request(methods=None), "result_chunk_malformed"),
    ],
)
def test_a_request_that_cannot_be_read(chunks: dict[str, bytes], code: str) -> None:
    with pytest.raises(VerificationError) as error:
        read_request(chunks)
    assert error.value.code == code


@pytest.mark.parametrize(
    "chunks",
    [
        _request(periods=[]),
        _request(periods=["2024"]),
        _request(periods=["2024-01-01/2024-01-01"]),
        _request(reported_on="yesterday"),
        {**_chunks(), "inputs/instruments": b"{}"},
        {**_chunks(), "inputs/records/S/2024-01": b"null"},
        {**_chunks(), "inputs/organization": b"[1"},
        {name: data for name, data in _chunks().items() if name != "inputs/organization"},
        {name: data for name, data in _chunks().items() if name != "inputs/instruments"},
    ],
    ids=["no period", "no days", "empty period", "no day", "instruments no list", "records no list", "cut off", "no organization", "no instruments"],
)
def test_inputs_that_cannot_be_read(chunks: dict[str, bytes]) -> None:
    with pytest.raises(VerificationError):
        read_inputs(chunks, read_request(chunks))


@pytest.mark.parametrize("name", ["source_id", "site_id"])
def test_a_reference_to_nothing_is_malformed(name: str) -> None:
    chunks = _chunks()
    if name == "source_id":
        rows = json.loads(chunks["inputs/records/S/2024-01"])
        rows[0]["source_id"] = "nowhere"
        chunks["inputs/records/S/2024-01"] = canonical(rows)
    else:
        organization = json.loads(chunks["inputs/organization"])
        organization["sources"][0]["site_id"] = "nowhere"
        chunks["inputs/organization"] = canonical(organization)
    with pytest.raises(VerificationError) as error:
        read_inputs(chunks, read_request(chunks))
    assert "nowhere" in dict(error.value.params)["problem"]
