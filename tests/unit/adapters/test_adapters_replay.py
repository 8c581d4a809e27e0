"""Replay: a result is reproduced from its file alone, and whoever changed something is told what.

Three layers catch three kinds of tampering, each tested below by name:

1. An edit of the file alone breaks a digest of the manifest: the member is named.
2. An edit covered up with new digests and roots, or with a pack put in the place of the released one, is caught by calculating again: what
   was changed no longer follows from the rest.
3. Whoever changes the *inputs*, calculates everything again and seals it honestly has made another true result of other inputs. No replay
   can tell it from the first, because nothing in it is wrong; only its root is another. That is what the log is for: the root of the first
   result stands there, and a witness has seen it. The last tests of this file hold that line: such a file replays, with another root.
   The words in ``README.txt`` are covered by the manifest alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_library import GHGP, SH_MRV, released
from sealed_results import MANIFEST, PLACE, closed, covered_up, opened, sealed_result
from tamperings import AR5, CARRIERS, DIGEST, ELECTRICITY, RECORDS, TAMPERINGS, Edit, Tampering, put

from hutan.adapters import replay
from hutan.adapters.engines import ENGINE_NAMES, engine
from hutan.adapters.pack_store.library import Finder, LoadedPacks, load_packs
from hutan.adapters.replay import ReplayOutcome, replay_archive
from hutan.adapters.result_archive import README, write_archive
from hutan.core.inventory.calculation import Inputs, calculate
from hutan.kernel.canonical import canonical, sha256_hex
from hutan.kernel.errors import InputError, VerificationError
from hutan.kernel.ids import PackId
from hutan.usecases.seal import seal

_LOADED: dict[tuple[object, ...], LoadedPacks] = {}


def _load(methods: Sequence[PackId], find: Finder, always: Sequence[PackId]) -> LoadedPacks:
    """The same packs give the same library; most tests here change none, and reading them takes the longest."""
    try:
        key = (*methods, *always, *(find(folder.id).digest() for folder in released(GHGP, SH_MRV).folders))
    except VerificationError:
        return load_packs(methods, find, always)
    if key not in _LOADED:
        _LOADED[key] = load_packs(methods, find, always)
    return _LOADED[key]


@pytest.fixture(autouse=True)
def _packs_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "load_packs", _load)


def _replay(data: bytes) -> ReplayOutcome:
    return replay_archive(data, "python")


def _found(data: bytes) -> list[tuple[str, str]]:
    """What replay says of a file: an error's code and values, or each difference's code and place."""
    try:
        outcome = _replay(data)
    except VerificationError as error:
        return [(error.code, " ".join(value for _, value in error.params))]
    return [(item.code, item.place) for item in outcome.differences]


@pytest.mark.parametrize("name", ENGINE_NAMES)
def test_an_untouched_result_is_reproduced(name: str) -> None:
    outcome = replay_archive(sealed_result().archive, name)
    assert outcome == ReplayOutcome(sealed_result().result.root, ())


def test_an_engine_that_does_not_exist_is_the_caller_s_mistake() -> None:
    with pytest.raises(InputError) as error:
        replay_archive(sealed_result().archive, "abacus")
    assert error.value.code == "engine_unknown"


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda tampering: tampering.name)
def test_a_tampering_covered_up_with_new_digests_is_named(tampering: Tampering) -> None:
    members = opened(sealed_result().archive)
    tampering.edit(members)
    found = _found(covered_up(members))
    assert any(code == tampering.code and tampering.names in place for code, place in found), found


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda tampering: tampering.name)
def test_the_same_tampering_without_new_digests_is_refused_by_the_member(tampering: Tampering) -> None:
    before, members = opened(sealed_result().archive), opened(sealed_result().archive)
    tampering.edit(members)
    touched = {name for name in before.keys() | members.keys() if before.get(name) != members.get(name)}
    ((code, member),) = _found(closed(members))
    assert code in ("result_member_differs", "result_member_missing", "result_member_extra")
    assert member in touched


def test_the_names_of_tamperings_are_unique() -> None:
    assert len({tampering.name for tampering in TAMPERINGS}) == len(TAMPERINGS)


def test_a_pack_that_the_calculation_needs_is_missing() -> None:
    members = {name: data for name, data in opened(sealed_result().archive).items() if not name.startswith("packs/gwp/ar5/")}
    assert _found(covered_up(members)) == [("result_pack_missing", AR5)]


def test_both_values_of_a_difference_are_told() -> None:
    members = opened(sealed_result().archive)
    right = json.loads(members[f"chunks/totals/{PLACE}.json"])[0]["value"]
    put(f"totals/{PLACE}", "1", 0, "value")(members)
    (difference,) = _replay(covered_up(members)).differences
    assert (difference.stated, difference.found) == ("1", right)


# What only the log tells ------------------------------------------------------------------------------------------------------------------


def _resealed(change: Callable[[Inputs], Inputs]) -> bytes:
    loaded = released(GHGP, SH_MRV)
    asked = change(sealed_result().inputs)
    result = seal(asked, loaded.library, calculate(asked, loaded.library, engine("python")))
    return write_archive(result, loaded.folders)


@pytest.mark.parametrize(
    "change",
    [
        lambda asked: replace(asked, records=(replace(asked.records[0], quantity=asked.records[0].quantity / 2), *asked.records[1:])),
        lambda asked: replace(asked, records=asked.records[1:]),
        lambda asked: replace(asked, organization=replace(asked.organization, name_zh="另一家公司")),
        lambda asked: replace(asked, instruments=()),
    ],
    ids=["half a quantity", "a record less", "another name", "no instruments"],
)
def test_an_honest_seal_of_other_inputs_is_reproduced_with_another_root(change: Callable[[Inputs], Inputs]) -> None:
    outcome = _replay(_resealed(change))
    assert outcome.differences == ()
    assert outcome.root != sealed_result().result.root


@pytest.mark.parametrize(
    "edit",
    [
        put("inputs/organization", "测试公司", "name_en"),
        put("inputs/organization", "Ｅ", "sources", 0, "name_zh"),
        put("inputs/organization", "Test сompany", "name_en"),
        put(RECORDS, "corrected", 0, "note"),
        put(RECORDS, "2000.5", 0, "printed_quantity"),
    ],
    ids=["name", "full-width letter", "Cyrillic letter", "note", "printed quantity"],
)
def test_an_input_that_moves_no_figure_can_be_changed_but_not_under_the_same_root(edit: Edit) -> None:
    members = opened(sealed_result().archive)
    edit(members)
    outcome = _replay(covered_up(members))
    assert outcome.differences == ()
    assert outcome.root != sealed_result().result.root


def test_the_words_of_the_readme_are_covered_by_the_manifest_alone() -> None:
    members = opened(sealed_result().archive)
    members[README] = b"Trust me."
    assert _found(closed(members)) == [("result_member_differs", README)]
    assert _replay(covered_up(members)) == ReplayOutcome(sealed_result().result.root, ())


# Whatever stands in a file, the answer is words and no crash --------------------------------------------------------------------------------

_JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=6),
    st.sampled_from(["", "0", "-1", "1E+999999999", "9" * 70, "2024-01-01/9999-12-31", "9999-12-31", "*", "[", "a/b", "../x"]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=1),
)


def _paths(document: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(document, dict):
        return [path, *(found for key, value in document.items() for found in _paths(value, (*path, key)))]
    if isinstance(document, list):
        return [path, *(found for index, value in enumerate(document[:2]) for found in _paths(value, (*path, index)))]
    return [path]


@settings(max_examples=30)
@given(st.sampled_from(["request", "inputs/organization", "inputs/instruments", RECORDS]), _JUNK, st.data())
def test_junk_anywhere_in_the_inputs_is_answered_in_words(chunk: str, junk: object, data: st.DataObject) -> None:
    members = opened(sealed_result().archive)
    document = json.loads(members[f"chunks/{chunk}.json"])
    path = data.draw(st.sampled_from([path for path in _paths(document) if path]))
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = junk
    members[f"chunks/{chunk}.json"] = json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
    _found(covered_up(members))


@pytest.mark.parametrize(
    ("pack", "file", "data"),
    [
        (GHGP, "rules.yaml", b"rules: ["),
        (GHGP, "rules.yaml", b"[" * 3000),
        (GHGP, "pack.yaml", b"\xff"),
        (GHGP, "pack.yaml", b""),
        (ELECTRICITY, "factors.csv", b'id,"value'),
        (ELECTRICITY, "factors.csv", b"id\n1\n"),
        (CARRIERS, "carriers.csv", b"id,base_unit\nx\n"),
        ("regions/2026.1", "regions.csv", b""),
        (AR5, "gwp.csv", b"\x00"),
        ("uncertainty/2026.1", "pedigree.csv", b"a,b\n1,2,3\n"),
    ],
)
def test_a_pack_full_of_junk_is_named(pack: str, file: str, data: bytes) -> None:
    members = opened(sealed_result().archive)
    members[f"packs/{pack}/{file}"] = data
    assert (DIGEST, pack) in _found(covered_up(members))


def test_a_manifest_that_agrees_with_itself_alone_is_not_enough() -> None:
    """Roots of another result in a manifest whose members are right."""
    members = opened(sealed_result().archive)
    members[MANIFEST] = canonical({**json.loads(members[MANIFEST]), "root": sha256_hex(b"")})
    assert _found(closed(members))[0][0] == "result_root_differs"
