"""Everything that somebody might change in a result file, each with the words in which replay must answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from plain_library import GHGP, SH_MRV
from sealed_results import PLACE, Members, changed_json

from hutan.adapters.pack_store.folders import LOCK_NAME, PackFolder
from hutan.kernel.ids import pack_id

SH_PLACE = PLACE.replace(GHGP, SH_MRV)
JANUARY, RECORDS = f"lines/{PLACE}/S/2024-01", "inputs/records/S/2024-01"
ELECTRICITY, FUELS, CARRIERS = "factors-electricity-cn/2026.1", "factors-fuels-cn/2026.1", "carriers/2026.2"
SCOPE2, AR5 = "ghgp-scope2/2015", "gwp/ar5"
Edit = Callable[[Members], None]


def text(name: str, old: str, new: str) -> Edit:
    """Replace a text of one member, which must stand there."""

    def edit(members: Members) -> None:
        assert old.encode() in members[name], f"{old} does not stand in {name}"
        members[name] = members[name].replace(old.encode(), new.encode(), 1)

    return edit


def _inner(document: object, path: tuple[str | int, ...]) -> dict[str | int, object]:
    """The list or object that holds the last step of `path`."""
    for step in path[:-1]:
        document = document[step]  # type: ignore[index]  # a path leads through lists and objects
    return cast("dict[str | int, object]", document)


def put(chunk: str, value: object, *path: str | int) -> Edit:
    """Set one place of one chunk; the place must be there and hold something else."""

    def change(document: object) -> None:
        inner = _inner(document, path)
        assert inner[path[-1]] != value
        inner[path[-1]] = value

    return lambda members: changed_json(members, chunk, change)


def field_more(chunk: str, value: object, *path: str | int) -> Edit:
    """Add one field that was not there."""

    def change(document: object) -> None:
        inner = _inner(document, path)
        assert path[-1] not in inner
        inner[path[-1]] = value

    return lambda members: changed_json(members, chunk, change)


def drop(chunk: str, *path: str | int) -> Edit:
    """Take one row or field away."""

    def change(document: object) -> None:
        del _inner(document, path)[path[-1]]

    return lambda members: changed_json(members, chunk, change)


def append(chunk: str, make: Callable[[dict[str, object]], dict[str, object]]) -> Edit:
    """One more row, made from the first."""

    def change(document: object) -> None:
        assert isinstance(document, list)
        document.append(make(dict(document[0])))

    return lambda members: changed_json(members, chunk, change)


def pack(pack: str, file: str, old: str, new: str, *, agreed: bool) -> Edit:
    """Change a file of a pack; `agreed`: the request states the digest of the changed pack, and its lock is made anew."""

    def edit(members: Members) -> None:
        text(f"packs/{pack}/{file}", old, new)(members)
        if agreed:
            prefix = f"packs/{pack}/"
            folder = PackFolder(pack_id(pack), {name.removeprefix(prefix): data for name, data in members.items() if name.startswith(prefix)})
            members[prefix + LOCK_NAME] = folder.lock_bytes()
            put("request", folder.digest(), "packs", pack)(members)

    return edit


def remove(name: str) -> Edit:
    """Take one member away."""

    def edit(members: Members) -> None:
        del members[name]

    return edit


def add(name: str, data: bytes) -> Edit:
    """Add one member."""

    def edit(members: Members) -> None:
        assert name not in members
        members[name] = data

    return edit


def rewritten(chunk: str, change: Callable[[bytes], bytes]) -> Edit:
    """Change the bytes of one chunk."""

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


VALUE, MISSING, EXTRA = "difference_value", "difference_chunk_missing", "difference_chunk_extra"
DIGEST, RELEASED = "difference_pack_digest", "difference_pack_released"
_GRID = "Shanghai average electricity CO2 factor 2023,electricity,average_consumption_factor,"
_METHANE = "gwp.ch4_nonfossil.ar5.100,AR5,CH4,non_fossil,100,"
_GREEN = "parameter: local_mrv_green_power, substance: electricity, gas: CO2, series: [sh-mrv], region: "

TAMPERINGS = [
    # results
    Tampering("amount of a line", put(JANUARY, "1", 0, "amount"), VALUE, f"{JANUARY}[0].amount"),
    Tampering("equivalents of a line", put(JANUARY, "1", 0, "co2e_kg"), VALUE, f"{JANUARY}[0].co2e_kg"),
    Tampering("quantity of a line", put(JANUARY, "1", 0, "quantity"), VALUE, f"{JANUARY}[0].quantity"),
    Tampering("unit of a line", put(JANUARY, "MWh", 0, "quantity_unit"), VALUE, f"{JANUARY}[0].quantity_unit"),
    Tampering("scope of a line", put(JANUARY, "outside_scopes", 0, "scope"), VALUE, f"{JANUARY}[0].scope"),
    Tampering("line removed", drop(JANUARY, 0), VALUE, f"{JANUARY} [n]"),
    Tampering("line added", append(JANUARY, lambda row: {**row, "amount": "-5"}), VALUE, f"{JANUARY} [n]"),
    Tampering("month of lines removed", remove(f"chunks/{JANUARY}.json"), MISSING, JANUARY),
    Tampering("month of lines added", add(f"chunks/lines/{PLACE}/S/2025-01.json", b"[]"), EXTRA, f"lines/{PLACE}/S/2025-01"),
    Tampering("total", put(f"totals/{PLACE}", "1", 0, "value"), VALUE, f"totals/{PLACE}[0].value"),
    Tampering("slice of a total", put(f"totals/{PLACE}", "1", 0, "slices", 0, "value"), VALUE, "slices[0].value"),
    Tampering("total removed", drop(f"totals/{PLACE}", 2), VALUE, f"totals/{PLACE} [n]"),
    Tampering("total no longer apart", put(f"totals/{PLACE}", False, 2, "apart"), VALUE, f"totals/{PLACE}[2].apart"),
    Tampering("interval", put(f"intervals/{PLACE}", "0.1", 0, "interval", "coverage"), VALUE, f"intervals/{PLACE}[0].interval.coverage"),
    Tampering("interval said to stand", put(f"intervals/{PLACE}", True, 0, "interval", "established"), VALUE, "interval.established"),
    Tampering("intervals removed", remove(f"chunks/intervals/{PLACE}.json"), MISSING, f"intervals/{PLACE}"),
    Tampering("check removed", drop(f"checks/{PLACE}", 0), VALUE, f"checks/{PLACE} [n]"),
    Tampering("check turned", put(f"checks/{PLACE}", True, 5, "passed"), VALUE, f"checks/{PLACE}[5].passed"),
    Tampering("gap removed", drop(f"gaps/{PLACE}", 0), VALUE, f"gaps/{PLACE} [n]"),
    Tampering("verdict on an instrument", put(f"instruments/{SH_PLACE}", "9999", 0, "covered_kwh"), VALUE, "[0].covered_kwh"),
    Tampering("reference of a binding", put(f"bindings/{PLACE}", "x", 0, "inputs", 0, "reference"), VALUE, "inputs[0].reference"),
    Tampering("candidate passed over in silence", drop(f"bindings/{PLACE}", 0, "inputs", 0, "candidates", 1), VALUE, "candidates [n]"),
    Tampering("empty field taken away", drop(f"bindings/{PLACE}", 0, "covered"), VALUE, f"bindings/{PLACE}[0].covered"),
    Tampering("field added", field_more(JANUARY, "nothing to see", 0, "remark"), VALUE, f"{JANUARY}[0].remark"),
    Tampering("same values in other bytes", rewritten(JANUARY, lambda data: data.replace(b",", b", ")), VALUE, JANUARY),
    Tampering("a key twice", rewritten(f"totals/{PLACE}", lambda data: data.replace(b'"unit":', b'"unit":"t","unit":', 1)), VALUE, f"totals/{PLACE}"),
    Tampering("chunk that is no JSON", rewritten(JANUARY, lambda _: b"no json"), VALUE, JANUARY),
    # inputs, the results left as they were
    Tampering("quantity of a record", put(RECORDS, "1", 0, "quantity"), VALUE, JANUARY),
    Tampering("period of a record", put(RECORDS, "2024-01-31", 0, "period", "end"), VALUE, f"checks/{PLACE}"),
    Tampering("state of a record", put(RECORDS, "estimated", 0, "state"), VALUE, JANUARY),
    Tampering("source of a record", put(RECORDS, "E2", 0, "source_id"), VALUE, JANUARY),
    Tampering("source of a record that does not exist", put(RECORDS, "Е", 0, "source_id"), "result_chunk_malformed", "Е"),
    Tampering("record removed", drop(RECORDS, 0), VALUE, JANUARY),
    Tampering("record added", append(RECORDS, lambda row: {**row, "id": "more", "quantity": "1"}), VALUE, JANUARY),
    Tampering("month of records removed", remove(f"chunks/{RECORDS}.json"), EXTRA, JANUARY),
    Tampering("quantity that is no number", put(RECORDS, "1e3", 0, "quantity"), "value_malformed", f"{RECORDS}[0].quantity"),
    Tampering("own value", put("inputs/organization", "1", "own_values", 0, "value"), VALUE, f"bindings/{PLACE}"),
    Tampering("unit of an own value", put("inputs/organization", "kWh", "own_values", 0, "unit"), "result_not_calculable", "formula_unit_mismatch"),
    Tampering("own value removed", drop("inputs/organization", "own_values", 0), VALUE, f"bindings/{PLACE}"),
    Tampering("name behind a confirmation", put("inputs/organization", "李静静", "confirmations", 0, "confirmed_by"), VALUE, "chosen_by"),
    Tampering("name behind a choice", put("inputs/organization", "王五", "choices", 0, "chosen_by"), VALUE, f"bindings/{SH_PLACE}"),
    Tampering("confirmation removed", drop("inputs/organization", "confirmations", 0), VALUE, f"gaps/{PLACE}"),
    Tampering("approach", put("inputs/organization", "equity_share", "consolidation"), VALUE, f"bindings/{PLACE}[0].share"),
    Tampering("control", put("inputs/organization", False, "sites", 0, "ownership", 0, "operational_control"), EXTRA, JANUARY),
    Tampering("carrier of a source", put("inputs/organization", "coke_oven_gas", "sources", 2, "carrier"), VALUE, f"bindings/{PLACE}"),
    Tampering("region of a site", put("inputs/organization", "CN-ZJ", "sites", 0, "region"), VALUE, f"bindings/{PLACE}"),
    Tampering("meter taken away", put("inputs/organization", None, "sources", 0, "meter"), VALUE, f"intervals/{PLACE}"),
    Tampering("instrument added", append("inputs/instruments", lambda row: {**row, "id": "x"}), VALUE, f"instruments/{PLACE} [n]"),
    Tampering("instrument removed", drop("inputs/instruments", 0), VALUE, f"instruments/{PLACE} [n]"),
    Tampering("quantity of an instrument", put("inputs/instruments", "9000", 0, "quantity_kwh"), VALUE, f"instruments/{PLACE}[0]"),
    Tampering("instrument not cancelled", put("inputs/instruments", None, 0, "cancelled_on"), VALUE, f"instruments/{PLACE}[0].accepted"),
    # the question
    Tampering("period asked", put("request", ["2024-01-01/2024-03-31"], "periods"), EXTRA, JANUARY),
    Tampering("day of reporting", put("request", "2025-06-30", "reported_on"), VALUE, f"bindings/{PLACE}[0].inputs [n]"),
    Tampering("day of reporting, one later", put("request", "2026-03-21", "reported_on"), VALUE, f"bindings/{SH_PLACE}[0].inputs[0].candidates"),
    Tampering("methods asked", put("request", [SH_MRV], "methods"), EXTRA, f"totals/{PLACE}"),
    Tampering("organization asked about", put("request", "other", "organization"), VALUE, "request.organization"),
    Tampering("format of the request", put("request", "hutan-result/2", "format"), "result_format_unknown", "hutan-result/2"),
    Tampering("formula of a kind", put("request", "quantity * factor * 2", "kinds", 0, "formulas", "emission"), VALUE, "formulas.emission"),
    Tampering("version of a kind", put("request", "energy_transfer@2", "kinds", 0, "id"), VALUE, "request.kinds[0].id"),
    Tampering("pack list shorter", drop("request", "packs", AR5), "difference_pack_unlisted", AR5),
    Tampering("pack list longer", field_more("request", "0" * 64, "packs", "more/1"), VALUE, "request.packs.more/1"),
    Tampering("digest of a pack", put("request", "0" * 64, "packs", GHGP), DIGEST, GHGP),
    # packs
    Tampering("factor", pack(ELECTRICITY, "factors.csv", f"{_GRID}0.5737", f"{_GRID}0.0737", agreed=False), DIGEST, ELECTRICITY),
    Tampering("factor, moving figures", pack(ELECTRICITY, "factors.csv", f"{_GRID}0.5737", f"{_GRID}0.0737", agreed=False), VALUE, JANUARY),
    Tampering("factor, request agreeing", pack(ELECTRICITY, "factors.csv", f"{_GRID}0.5737", f"{_GRID}0.0737", agreed=True), RELEASED, ELECTRICITY),
    Tampering("name of a factor", pack(ELECTRICITY, "factors.csv", "Shanghai average", "Shаnghai average", agreed=True), RELEASED, ELECTRICITY),
    Tampering("input of a rule", pack(SH_MRV, "rules.yaml", f"{_GREEN}CN-SH", f"{_GREEN}CN", agreed=False), DIGEST, SH_MRV),
    Tampering("rule, request agreeing", pack(GHGP, "rules.yaml", 'least_coverage: "0.90"', 'least_coverage: "0.10"', agreed=True), RELEASED, GHGP),
    Tampering("rule of a required pack", pack(SCOPE2, "rules.yaml", '"vintage:24"', '"vintage:99"', agreed=True), RELEASED, SCOPE2),
    Tampering("warming potential", pack(AR5, "gwp.csv", f"{_METHANE}28", f"{_METHANE}1", agreed=True), RELEASED, AR5),
    Tampering("biogenic carrier", pack(CARRIERS, "carriers.csv", "gas,gas,Nm3,no", "gas,gas,Nm3,yes", agreed=True), RELEASED, CARRIERS),
    Tampering("worked case of a pack", pack(SH_MRV, "specs/purchased-energy.yaml", '"4.2"', '"4.3"', agreed=False), DIGEST, SH_MRV),
    Tampering("pack that cannot be read", pack(FUELS, "factors.csv", "0.02020", "0,02020", agreed=False), DIGEST, FUELS),
    Tampering("lock of a pack", text(f"packs/{GHGP}/{LOCK_NAME}", '"pack.yaml"', '"pack.yml"'), VALUE, f"{GHGP}/{LOCK_NAME}"),
    Tampering("file of a pack removed", remove(f"packs/{GHGP}/sources.yaml"), DIGEST, GHGP),
    Tampering("file of a pack added", add(f"packs/{GHGP}/more.yaml", b"x"), DIGEST, GHGP),
    Tampering("pack added", add("packs/more/1/pack.yaml", b"x"), "difference_pack_unlisted", "more/1"),
    Tampering("member outside", add("report.pdf", b"%PDF"), "result_member_extra", "report.pdf"),
]
