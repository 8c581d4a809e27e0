"""A seal is the same for the same inputs on every engine, and another for every other input."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from plain_library import ENERGY, GHGP, SH_MRV, released
from plain_organization import certificate
from sealed_results import PLACE, QUARTER, sealed_result

from hutan.adapters.engines import engine
from hutan.core.inventory.calculation import Inputs, calculate
from hutan.core.methods.kinds import KINDS
from hutan.core.model.activity_record import RecordState
from hutan.core.model.organization import Consolidation
from hutan.kernel.canonical import canonical, decimal_text
from hutan.kernel.ids import RecordId
from hutan.kernel.periods import year
from hutan.ledger.merkle import leaf_hash, node_hash
from hutan.usecases.seal import FORMAT, SealedResult, request_of, root_of, seal, sealed


def _sealed(asked: Inputs, *methods: str) -> SealedResult:
    library = released(*(methods or (GHGP, SH_MRV))).library
    return seal(asked, library, calculate(asked, library, engine("python")))


def test_the_same_inputs_give_the_same_seal() -> None:
    assert _sealed(sealed_result().inputs) == sealed_result().result


def test_every_engine_gives_the_same_seal_and_the_same_file() -> None:
    assert sealed_result("duckdb").result == sealed_result("python").result
    assert sealed_result("duckdb").archive == sealed_result("python").archive


def test_order_of_records_and_instruments_gives_the_same_root() -> None:
    """Records are sealed in the order of source, period and id; instruments in the order in which they were given."""
    asked = sealed_result().inputs
    assert _sealed(replace(asked, records=tuple(reversed(asked.records)))).root == sealed_result().result.root


def test_chunks_are_canonical_and_named_for_what_they_hold() -> None:
    chunks = sealed_result().result.chunks
    assert list(chunks) == sorted(chunks)
    assert all(canonical(json.loads(data)) == data for data in chunks.values())
    names = set(chunks)
    assert {"request", "inputs/organization", "inputs/instruments"} <= names
    assert {f"{kind}/{PLACE}" for kind in ("bindings", "gaps", "checks", "instruments", "totals", "intervals")} <= names
    assert {f"inputs/records/S/2024-{number:02d}" for number in range(1, 4)} <= names
    assert {f"lines/{PLACE}/S/2024-{number:02d}" for number in range(1, 4)} <= names


def test_every_record_and_line_is_in_one_chunk() -> None:
    chunks = sealed_result().result.chunks
    records = [row for name, data in chunks.items() if name.startswith("inputs/records/") for row in json.loads(data)]
    assert sorted(row["id"] for row in records) == sorted(record.id for record in sealed_result().inputs.records)
    for found in sealed_result().inventories:
        lines = [row for name, data in chunks.items() if name.startswith(f"lines/{found.pack_id}/") for row in json.loads(data)]
        assert sorted(row["amount"] for row in lines) == sorted(decimal_text(line.amount) for line in found.lines)


def test_one_changed_record_changes_one_chunk_of_inputs() -> None:
    asked = sealed_result().inputs
    changed = replace(asked, records=(replace(asked.records[0], note="x"), *asked.records[1:]))
    before, after = sealed_result().result.chunks, _sealed(changed).chunks
    assert [name for name in before if before[name] != after[name]] == ["inputs/records/S/2024-01"]


_CHANGES: list[tuple[str, Callable[[Inputs], Inputs]]] = [
    ("a quantity", lambda asked: replace(asked, records=(replace(asked.records[0], quantity=Decimal("1000.500001")), *asked.records[1:]))),
    ("a state", lambda asked: replace(asked, records=(replace(asked.records[0], state=RecordState.ESTIMATED), *asked.records[1:]))),
    ("a note", lambda asked: replace(asked, records=(replace(asked.records[0], note="x"), *asked.records[1:]))),
    ("a record's id", lambda asked: replace(asked, records=(replace(asked.records[0], id=RecordId("x")), *asked.records[1:]))),
    ("a record more", lambda asked: replace(asked, records=(*asked.records, replace(asked.records[0], id=RecordId("x"))))),
    ("a record less", lambda asked: replace(asked, records=asked.records[1:])),
    ("the name", lambda asked: replace(asked, organization=replace(asked.organization, name_zh="另一家"))),
    ("the approach", lambda asked: replace(asked, organization=replace(asked.organization, consolidation=Consolidation.EQUITY_SHARE))),
    ("no confirmation", lambda asked: replace(asked, organization=replace(asked.organization, confirmations=()))),
    ("no instrument", lambda asked: replace(asked, instruments=())),
    ("an instrument more", lambda asked: replace(asked, instruments=(*asked.instruments, certificate("x", "1")))),
    ("the day", lambda asked: replace(asked, reported_on=date(2026, 3, 21))),
    ("the period", lambda asked: replace(asked, periods=(year(2023), year(2024)))),
]


@pytest.mark.parametrize("change", [change for _, change in _CHANGES], ids=[name for name, _ in _CHANGES])
def test_anything_else_gives_another_root(change: Callable[[Inputs], Inputs]) -> None:
    assert _sealed(change(sealed_result().inputs)).root != sealed_result().result.root


def test_another_pack_gives_another_root() -> None:
    asked = sealed_result().inputs
    roots = {_sealed(asked, *methods).root for methods in ((GHGP,), (SH_MRV,), (GHGP, SH_MRV), (GHGP, SH_MRV, ENERGY))}
    assert len(roots) == 4


def test_the_request_names_packs_by_digest_and_kinds_with_their_formulas() -> None:
    asked, loaded = sealed_result().inputs, released(GHGP, SH_MRV)
    request = request_of(asked, loaded.library)
    assert request["format"] == FORMAT
    assert request["methods"] == [GHGP, SH_MRV]
    assert request["periods"] == [str(QUARTER)]
    assert request["packs"] == {folder.id: folder.digest() for folder in loaded.folders}
    kinds = request["kinds"]
    assert isinstance(kinds, list)
    assert {item["id"]: item["formulas"] for item in kinds} == {
        kind: dict(KINDS[kind].formulas) for kind in KINDS if kind in ("energy_transfer@1", "fuel_combustion@1")
    }


def test_the_root_is_that_of_the_tree_over_names_and_contents() -> None:
    """Three leaves: node(node(a, b), c). Source: RFC 6962, section 2.1."""
    chunks = {"b": b"2", "a": b"1", "c": b"3"}
    leaves = [leaf_hash(name.encode() + b"\0" + chunks[name]) for name in "abc"]
    assert root_of(chunks) == node_hash(node_hash(leaves[0], leaves[1]), leaves[2]).hex()
    assert root_of({}) == hashlib.sha256(b"").hexdigest()


def test_a_name_cannot_pass_for_a_content() -> None:
    assert root_of({"a": b"b"}) != root_of({"ab": b""})
    assert root_of({"a": b"1", "b": b"2"}) != root_of({"a": b"2", "b": b"1"})


def test_intervals_have_a_root_of_their_own() -> None:
    chunks = {"lines/x": b"1", "intervals/x": b"2"}
    changed = {**chunks, "intervals/x": b"3"}
    assert sealed(chunks).root == sealed(changed).root
    assert sealed(chunks).intervals_root != sealed(changed).intervals_root
    assert sealed(chunks).root == root_of({"lines/x": b"1"})
