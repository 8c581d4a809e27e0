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
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_library import GHGP, SH_MRV, released
from sealed_results import MANIFEST, PLACE, Members, changed_json, closed, covered_up, opened, sealed_result

from hutan.adapters import replay
from hutan.adapters.engines import ENGINE_NAMES, engine
from hutan.adapters.pack_store.folders import LOCK_NAME, PackFolder
from hutan.adapters.pack_store.library import Finder, LoadedPacks, load_packs
from hutan.adapters.replay import ReplayOutcome, replay_archive
from hutan.adapters.result_archive import README, write_archive
from hutan.core.inventory.calculation import Inputs, calculate
from hutan.kernel.canonical import canonical, sha256_hex
from hutan.kernel.errors import InputError, VerificationError
from hutan.kernel.ids import PackId, pack_id
from hutan.usecases.seal import seal

SH_PLACE = PLACE.replace(GHGP, SH_MRV)
JANUARY, RECORDS = f"lines/{PLACE}/S/2024-01", "inputs/records/S/2024-01"
ELECTRICITY, FUELS, CARRIERS = "factors-electricity-cn/2026.1", "factors-fuels-cn/2026.1", "carriers/2026.1"
SCOPE2, AR5 = "ghgp-scope2/2015", "gwp/ar5"
Edit = Callable[[Members], None]


_LOADED: dict[tuple[object, ...], LoadedPacks] = {}


def _load(methods: Sequence[PackId], find: Finder) -> LoadedPacks:
    """The same packs give the same library; most tests here change none, and reading them takes the longest."""
    try:
        key = (*methods, *(find(folder.id).digest() for folder in released(GHGP, SH_MRV).folders))
    except VerificationError:
        return load_packs(methods, find)
    if key not in _LOADED:
        _LOADED[key] = load_packs(methods, find)
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


# What is changed -------------------------------------------------------------------------------------------------------------------------


def _text(name: str, old: str, new: str) -> Edit:
    """Replace a text of one member, which must stand there."""

    def edit(members: Members) -> None:
        assert old.encode() in members[name], f"{old} does not stand in {name}"
        members[name] = members[name].replace(old.encode(), new.encode(), 1)

    return edit


def _put(chunk: str, value: object, *path: str | int) -> Edit:
    """Set one place of one chunk; the place must be there and hold something else."""

    def change(document: object) -> None:
        inner = document
        for step in path[:-1]:
            inner = inner[step]  # type: ignore[index]  # a path through lists and objects
        assert inner[path[-1]] != value  # type: ignore[index]  # as above
        inner[path[-1]] = value  # type: ignore[index]  # as above

    return lambda members: changed_json(members, chunk, change)


def _field(chunk: str, value: object, *path: str | int) -> Edit:
    """Add one field that was not there."""

    def change(document: object) -> None:
        inner = document
        for step in path[:-1]:
            inner = inner[step]  # type: ignore[index]  # a path through lists and objects
        assert isinstance(inner, dict)
        assert path[-1] not in inner
        inner[str(path[-1])] = value

    return lambda members: changed_json(members, chunk, change)


def _drop(chunk: str, *path: str | int) -> Edit:
    def change(document: object) -> None:
        inner = document
        for step in path[:-1]:
            inner = inner[step]  # type: ignore[index]  # a path through lists and objects
        del inner[path[-1]]  # type: ignore[attr-defined]  # as above

    return lambda members: changed_json(members, chunk, change)


def _append(chunk: str, make: Callable[[dict[str, object]], dict[str, object]]) -> Edit:
    """One more row, made from the first."""

    def change(document: object) -> None:
        assert isinstance(document, list)
        document.append(make(dict(document[0])))

    return lambda members: changed_json(members, chunk, change)


def _pack(pack: str, file: str, old: str, new: str, *, agreed: bool) -> Edit:
    """Change a file of a pack; `agreed`: the request states the digest of the changed pack, and its lock is made anew."""

    def edit(members: Members) -> None:
        _text(f"packs/{pack}/{file}", old, new)(members)
        if agreed:
            prefix = f"packs/{pack}/"
            folder = PackFolder(pack_id(pack), {name.removeprefix(prefix): data for name, data in members.items() if name.startswith(prefix)})
            members[prefix + LOCK_NAME] = folder.lock_bytes()
            _put("request", folder.digest(), "packs", pack)(members)

    return edit


def _remove(name: str) -> Edit:
    def edit(members: Members) -> None:
        del members[name]

    return edit


def _add(name: str, data: bytes) -> Edit:
    def edit(members: Members) -> None:
        assert name not in members
        members[name] = data

    return edit


def _bytes(chunk: str, change: Callable[[bytes], bytes]) -> Edit:
    def edit(members: Members) -> None:
        before = members[f"chunks/{chunk}.json"]
        members[f"chunks/{chunk}.json"] = change(before)
        assert members[f"chunks/{chunk}.json"] != before

    return edit


@dataclass(frozen=True, slots=True)
class Tampering:
    """An edit, and the code and the words with which it must be answered once it is covered up with new digests."""

    name: str
    edit: Edit
    code: str
    names: str


_VALUE, _MISSING, _EXTRA = "difference_value", "difference_chunk_missing", "difference_chunk_extra"
_DIGEST, _RELEASED = "difference_pack_digest", "difference_pack_released"
_GRID = "Shanghai average electricity CO2 factor 2023,electricity,average_consumption_factor,"
_METHANE = "gwp.ch4_nonfossil.ar5.100,AR5,CH4,non_fossil,100,"
_GREEN = "parameter: local_mrv_green_power, substance: electricity, gas: CO2, series: [sh-mrv], region: "

TAMPERINGS = [
    # results
    Tampering("amount of a line", _put(JANUARY, "1", 0, "amount"), _VALUE, f"{JANUARY}[0].amount"),
    Tampering("equivalents of a line", _put(JANUARY, "1", 0, "co2e_kg"), _VALUE, f"{JANUARY}[0].co2e_kg"),
    Tampering("quantity of a line", _put(JANUARY, "1", 0, "quantity"), _VALUE, f"{JANUARY}[0].quantity"),
    Tampering("unit of a line", _put(JANUARY, "MWh", 0, "quantity_unit"), _VALUE, f"{JANUARY}[0].quantity_unit"),
    Tampering("scope of a line", _put(JANUARY, "outside_scopes", 0, "scope"), _VALUE, f"{JANUARY}[0].scope"),
    Tampering("line removed", _drop(JANUARY, 0), _VALUE, f"{JANUARY} [n]"),
    Tampering("line added", _append(JANUARY, lambda row: {**row, "amount": "-5"}), _VALUE, f"{JANUARY} [n]"),
    Tampering("month of lines removed", _remove(f"chunks/{JANUARY}.json"), _MISSING, JANUARY),
    Tampering("month of lines added", _add(f"chunks/lines/{PLACE}/S/2025-01.json", b"[]"), _EXTRA, f"lines/{PLACE}/S/2025-01"),
    Tampering("total", _put(f"totals/{PLACE}", "1", 0, "value"), _VALUE, f"totals/{PLACE}[0].value"),
    Tampering("slice of a total", _put(f"totals/{PLACE}", "1", 0, "slices", 0, "value"), _VALUE, "slices[0].value"),
    Tampering("total removed", _drop(f"totals/{PLACE}", 2), _VALUE, f"totals/{PLACE} [n]"),
    Tampering("total no longer apart", _put(f"totals/{PLACE}", False, 2, "apart"), _VALUE, f"totals/{PLACE}[2].apart"),
    Tampering("interval", _put(f"intervals/{PLACE}", "0.1", 0, "interval", "coverage"), _VALUE, f"intervals/{PLACE}[0].interval.coverage"),
    Tampering("interval said to stand", _put(f"intervals/{PLACE}", True, 0, "interval", "established"), _VALUE, "interval.established"),
    Tampering("intervals removed", _remove(f"chunks/intervals/{PLACE}.json"), _MISSING, f"intervals/{PLACE}"),
    Tampering("check removed", _drop(f"checks/{PLACE}", 0), _VALUE, f"checks/{PLACE} [n]"),
    Tampering("check turned", _put(f"checks/{PLACE}", True, 5, "passed"), _VALUE, f"checks/{PLACE}[5].passed"),
    Tampering("gap removed", _drop(f"gaps/{PLACE}", 0), _VALUE, f"gaps/{PLACE} [n]"),
    Tampering("verdict on an instrument", _put(f"instruments/{SH_PLACE}", "9999", 0, "covered_kwh"), _VALUE, "[0].covered_kwh"),
    Tampering("reference of a binding", _put(f"bindings/{PLACE}", "x", 0, "inputs", 0, "reference"), _VALUE, "inputs[0].reference"),
    Tampering("candidate passed over in silence", _drop(f"bindings/{PLACE}", 0, "inputs", 0, "candidates", 1), _VALUE, "candidates [n]"),
    Tampering("empty field taken away", _drop(f"bindings/{PLACE}", 0, "covered"), _VALUE, f"bindings/{PLACE}[0].covered"),
    Tampering("field added", _field(JANUARY, "nothing to see", 0, "remark"), _VALUE, f"{JANUARY}[0].remark"),
    Tampering("same values in other bytes", _bytes(JANUARY, lambda data: data.replace(b",", b", ")), _VALUE, JANUARY),
    Tampering("a key twice", _bytes(f"totals/{PLACE}", lambda data: data.replace(b'"unit":', b'"unit":"t","unit":', 1)), _VALUE, f"totals/{PLACE}"),
    Tampering("chunk that is no JSON", _bytes(JANUARY, lambda _: b"no json"), _VALUE, JANUARY),
    # inputs, the results left as they were
    Tampering("quantity of a record", _put(RECORDS, "1", 0, "quantity"), _VALUE, JANUARY),
    Tampering("period of a record", _put(RECORDS, "2024-01-31", 0, "period", "end"), _VALUE, f"checks/{PLACE}"),
    Tampering("state of a record", _put(RECORDS, "estimated", 0, "state"), _VALUE, JANUARY),
    Tampering("source of a record", _put(RECORDS, "E2", 0, "source_id"), _VALUE, JANUARY),
    Tampering("source of a record that does not exist", _put(RECORDS, "Е", 0, "source_id"), "result_chunk_malformed", "Е"),
    Tampering("record removed", _drop(RECORDS, 0), _VALUE, JANUARY),
    Tampering("record added", _append(RECORDS, lambda row: {**row, "id": "more", "quantity": "1"}), _VALUE, JANUARY),
    Tampering("month of records removed", _remove(f"chunks/{RECORDS}.json"), _EXTRA, JANUARY),
    Tampering("quantity that is no number", _put(RECORDS, "1e3", 0, "quantity"), "value_malformed", f"{RECORDS}[0].quantity"),
    Tampering("own value", _put("inputs/organization", "1", "own_values", 0, "value"), _VALUE, f"bindings/{PLACE}"),
    Tampering("unit of an own value", _put("inputs/organization", "kWh", "own_values", 0, "unit"), "result_not_calculable", "formula_unit_mismatch"),
    Tampering("own value removed", _drop("inputs/organization", "own_values", 0), _VALUE, f"bindings/{PLACE}"),
    Tampering("name behind a confirmation", _put("inputs/organization", "李静静", "confirmations", 0, "confirmed_by"), _VALUE, "chosen_by"),
    Tampering("name behind a choice", _put("inputs/organization", "王五", "choices", 0, "chosen_by"), _VALUE, f"bindings/{SH_PLACE}"),
    Tampering("confirmation removed", _drop("inputs/organization", "confirmations", 0), _VALUE, f"gaps/{PLACE}"),
    Tampering("approach", _put("inputs/organization", "equity_share", "consolidation"), _VALUE, f"bindings/{PLACE}[0].share"),
    Tampering("control", _put("inputs/organization", False, "sites", 0, "ownership", 0, "operational_control"), _EXTRA, JANUARY),
    Tampering("carrier of a source", _put("inputs/organization", "diesel", "sources", 2, "carrier"), _VALUE, f"bindings/{PLACE}"),
    Tampering("region of a site", _put("inputs/organization", "CN-ZJ", "sites", 0, "region"), _VALUE, f"bindings/{PLACE}"),
    Tampering("meter taken away", _put("inputs/organization", None, "sources", 0, "meter"), _VALUE, f"intervals/{PLACE}"),
    Tampering("instrument added", _append("inputs/instruments", lambda row: {**row, "id": "x"}), _VALUE, f"instruments/{PLACE} [n]"),
    Tampering("instrument removed", _drop("inputs/instruments", 0), _VALUE, f"instruments/{PLACE} [n]"),
    Tampering("quantity of an instrument", _put("inputs/instruments", "9000", 0, "quantity_kwh"), _VALUE, f"instruments/{PLACE}[0]"),
    Tampering("instrument not cancelled", _put("inputs/instruments", None, 0, "cancelled_on"), _VALUE, f"instruments/{PLACE}[0].accepted"),
    # the question
    Tampering("period asked", _put("request", ["2024-01-01/2024-03-31"], "periods"), _EXTRA, JANUARY),
    Tampering("day of reporting", _put("request", "2025-06-30", "reported_on"), _VALUE, f"bindings/{PLACE}[0].inputs [n]"),
    Tampering("day of reporting, one later", _put("request", "2026-03-21", "reported_on"), _VALUE, f"bindings/{SH_PLACE}[0].inputs[0].candidates"),
    Tampering("methods asked", _put("request", [SH_MRV], "methods"), _EXTRA, f"totals/{PLACE}"),
    Tampering("organization asked about", _put("request", "other", "organization"), _VALUE, "request.organization"),
    Tampering("format of the request", _put("request", "hutan-result/2", "format"), "result_format_unknown", "hutan-result/2"),
    Tampering("formula of a kind", _put("request", "quantity * factor * 2", "kinds", 0, "formulas", "emission"), _VALUE, "formulas.emission"),
    Tampering("version of a kind", _put("request", "energy_transfer@2", "kinds", 0, "id"), _VALUE, "request.kinds[0].id"),
    Tampering("pack list shorter", _drop("request", "packs", AR5), "difference_pack_unlisted", AR5),
    Tampering("pack list longer", _field("request", "0" * 64, "packs", "more/1"), _VALUE, "request.packs.more/1"),
    Tampering("digest of a pack", _put("request", "0" * 64, "packs", GHGP), _DIGEST, GHGP),
    # packs
    Tampering("factor", _pack(ELECTRICITY, "factors.csv", f"{_GRID}0.5737", f"{_GRID}0.0737", agreed=False), _DIGEST, ELECTRICITY),
    Tampering("factor, moving figures", _pack(ELECTRICITY, "factors.csv", f"{_GRID}0.5737", f"{_GRID}0.0737", agreed=False), _VALUE, JANUARY),
    Tampering("factor, request agreeing", _pack(ELECTRICITY, "factors.csv", f"{_GRID}0.5737", f"{_GRID}0.0737", agreed=True), _RELEASED, ELECTRICITY),
    Tampering("name of a factor", _pack(ELECTRICITY, "factors.csv", "Shanghai average", "Shаnghai average", agreed=True), _RELEASED, ELECTRICITY),
    Tampering("input of a rule", _pack(SH_MRV, "rules.yaml", f"{_GREEN}CN-SH", f"{_GREEN}CN", agreed=False), _DIGEST, SH_MRV),
    Tampering("rule, request agreeing", _pack(GHGP, "rules.yaml", 'least_coverage: "0.90"', 'least_coverage: "0.10"', agreed=True), _RELEASED, GHGP),
    Tampering("rule of a required pack", _pack(SCOPE2, "rules.yaml", '"vintage:24"', '"vintage:99"', agreed=True), _RELEASED, SCOPE2),
    Tampering("warming potential", _pack(AR5, "gwp.csv", f"{_METHANE}28", f"{_METHANE}1", agreed=True), _RELEASED, AR5),
    Tampering("biogenic carrier", _pack(CARRIERS, "carriers.csv", "gas,gas,Nm3,no", "gas,gas,Nm3,yes", agreed=True), _RELEASED, CARRIERS),
    Tampering("worked case of a pack", _pack(SH_MRV, "specs/purchased-energy.yaml", '"4.2"', '"4.3"', agreed=False), _DIGEST, SH_MRV),
    Tampering("pack that cannot be read", _pack(FUELS, "factors.csv", "0.02020", "0,02020", agreed=False), _DIGEST, FUELS),
    Tampering("lock of a pack", _text(f"packs/{GHGP}/{LOCK_NAME}", '"pack.yaml"', '"pack.yml"'), _VALUE, f"{GHGP}/{LOCK_NAME}"),
    Tampering("file of a pack removed", _remove(f"packs/{GHGP}/sources.yaml"), _DIGEST, GHGP),
    Tampering("file of a pack added", _add(f"packs/{GHGP}/more.yaml", b"x"), _DIGEST, GHGP),
    Tampering("pack added", _add("packs/more/1/pack.yaml", b"x"), "difference_pack_unlisted", "more/1"),
    Tampering("member outside", _add("report.pdf", b"%PDF"), "result_member_extra", "report.pdf"),
]


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
    _put(f"totals/{PLACE}", "1", 0, "value")(members)
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
        _put("inputs/organization", "测试公司", "name_en"),
        _put("inputs/organization", "Ｅ", "sources", 0, "name_zh"),
        _put("inputs/organization", "Test сompany", "name_en"),
        _put(RECORDS, "corrected", 0, "note"),
        _put(RECORDS, "2000.5", 0, "printed_quantity"),
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
        (GHGP, "rules.yaml", b"[" * 50000),
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
    assert (_DIGEST, pack) in _found(covered_up(members))


def test_a_manifest_that_agrees_with_itself_alone_is_not_enough() -> None:
    """Roots of another result in a manifest whose members are right."""
    members = opened(sealed_result().archive)
    members[MANIFEST] = canonical({**json.loads(members[MANIFEST]), "root": sha256_hex(b"")})
    assert _found(closed(members))[0][0] == "result_root_differs"
