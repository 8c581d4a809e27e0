"""Redacted results: nothing of a bill is in them, nothing in them can be changed unseen, and two of one result share a root."""

from __future__ import annotations

import copy
import json
from decimal import Decimal

import pytest
from sealed_results import PLACE, sealed_result

from hutan.kernel.errors import VerificationError
from hutan.usecases.redact import Redacted, Shown, checked_document, leaves_of, redact, redacted_document
from hutan.usecases.redacted_totals import shown_totals

SECRET = bytes(range(32))
CHUNKS = sealed_result().result.chunks


def redacted(shown: Shown = Shown.TOTALS) -> Redacted:
    return redact(CHUNKS, SECRET, shown)


def document(shown: Shown = Shown.TOTALS) -> dict[str, object]:
    plain: dict[str, object] = json.loads(json.dumps(redacted_document(redacted(shown))))
    return plain


def test_every_word_of_the_result_is_a_leaf_once() -> None:
    paths = [leaf.path for leaf in leaves_of(CHUNKS)]
    assert paths == sorted(set(paths))
    records = [leaf for leaf in leaves_of(CHUNKS) if leaf.path.startswith("inputs/records/")]
    assert len([leaf for leaf in records if "." not in leaf.path.rpartition("#")[2]]) == len(sealed_result().inputs.records)


def test_totals_are_shown_and_add_up() -> None:
    found = {(total.pack, total.id): total for total in shown_totals(redacted())}
    for inventory in sealed_result().inventories:
        for total in inventory.totals:
            shown = found[inventory.pack_id, total.id]
            assert shown.value == total.value
            assert {dimension for dimension, _ in shown.parts} <= {"scope", "category", "gas", "state"}
            assert all(sum((value for _, value in parts), Decimal(0)) == total.value for _, parts in shown.parts)


@pytest.mark.parametrize(("shown", "dimensions"), [(Shown.SITES, {"site"}), (Shown.MONTHS, {"site", "month"})])
def test_more_is_shown_on_request(shown: Shown, dimensions: set[str]) -> None:
    seen = {dimension for total in shown_totals(redacted(shown)) for dimension, _ in total.parts}
    assert dimensions <= seen
    assert "source" not in seen


def test_no_bill_source_or_line_is_in_it() -> None:
    text = json.dumps(redacted_document(redacted(Shown.MONTHS)), ensure_ascii=False)
    for record in sealed_result().inputs.records:
        assert record.id not in text
        assert record.origin.file not in text or record.origin.file == ""
    assert "meter-E" not in text
    assert "inputs/" not in text
    assert "lines/" not in text


def test_redactions_of_one_result_share_their_root_and_other_secrets_do_not() -> None:
    assert redacted(Shown.TOTALS).root == redacted(Shown.MONTHS).root
    assert redact(CHUNKS, bytes(32), Shown.TOTALS).root != redacted().root


def test_what_was_written_is_read_back() -> None:
    assert checked_document(document()) == redacted()


def _shown(plain: dict[str, object]) -> list[dict[str, object]]:
    leaves = plain["leaves"]
    assert isinstance(leaves, list)
    return [leaf for leaf in leaves if "value" in leaf]


@pytest.mark.parametrize("change", ["value", "salt", "path", "digest", "order", "missing", "extra"])
def test_a_change_is_noticed(change: str) -> None:
    plain = copy.deepcopy(document())
    leaves = plain["leaves"]
    assert isinstance(leaves, list)
    total = next(leaf for leaf in _shown(plain) if str(leaf["path"]).startswith(f"totals/{PLACE}"))
    if change == "value":
        assert isinstance(total["value"], dict)
        total["value"]["value"] = "1"
    elif change == "salt":
        total["salt"] = "00" * 32
    elif change == "path":
        total["path"] = f"{total['path']}0"
    elif change == "digest":
        next(leaf for leaf in leaves if "digest" in leaf)["digest"] = "11" * 32
    elif change == "order":
        leaves[0], leaves[1] = leaves[1], leaves[0]
    elif change == "missing":
        leaves.pop()
    else:
        leaves.append({"digest": "11" * 32})
    with pytest.raises(VerificationError, match=r"redacted_root_differs|redacted_malformed"):
        checked_document(plain)


@pytest.mark.parametrize(
    "plain",
    [
        None,
        [],
        {},
        {"format": "hutan-redacted/1", "root": "00", "leaves": {}},
        {"format": "other", "root": "00", "leaves": []},
        {"format": "hutan-redacted/1", "root": "00", "leaves": [{"digest": "zz"}]},
        {"format": "hutan-redacted/1", "root": "00", "leaves": [{"path": 1, "salt": "00" * 32, "value": 1}]},
        {"format": "hutan-redacted/1", "root": "00", "leaves": [{"path": "a", "salt": "00" * 32, "value": 1.5}]},
        {"format": "hutan-redacted/1", "root": "00", "leaves": [{"path": "a", "salt": "00" * 32, "value": 1}] * 2},
    ],
)
def test_what_is_malformed_is_refused(plain: object) -> None:
    with pytest.raises(VerificationError, match="redacted_"):
        checked_document(plain)


def test_a_salt_opens_its_own_leaf_only() -> None:
    """The digests of two leaves with the same value differ, so that equal bills do not show as equal."""
    digests = [leaf.digest for leaf in redacted().leaves]
    assert len(set(digests)) == len(digests)


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="31 bytes"):
        redact(CHUNKS, SECRET[:31], Shown.TOTALS)
