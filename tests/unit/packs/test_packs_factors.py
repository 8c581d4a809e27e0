"""The factor packs of this release: what they say they hold is what they hold, and the traps of public data are not in them.

Counts: the starter library has 157 electricity, 269 fuel, 27 process, 426 gas and 2,354 scope 3 rows; 14 and 104 are withheld.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest

from hutan.adapters.pack_store.folders import list_packs, packaged_root
from hutan.adapters.pack_store.tables import load_factor_table
from hutan.adapters.yaml_text import read_yaml
from hutan.core.factors.table import Factor
from hutan.core.model.sourcing import EvidenceGrade
from hutan.core.units import parse_unit

ELECTRICITY, FUELS, PROCESS, SCOPE3 = (
    "factors-electricity-cn/2026.1",
    "factors-fuels-cn/2026.1",
    "factors-process/2026.1",
    "factors-scope3-open/2026.1",
)
COLUMNS = (
    "id,name_zh,name_en,category,parameter,value,unit,gas,region,sector,data_year,valid_from,valid_to,gwp_basis,boundary,derived,source_title,"
    "source_publisher,source_year,source_clause_or_table,source_url,seen_at,licence,confidence,note,series,substance,grade,corroborated,status"
)
OURS = ("factors-", "gwp/", "refrigerant-blends/", "codes/", "regions/")
FACTORS = load_factor_table().factors


@dataclass(frozen=True)
class Sources:
    """What ``sources.yaml`` says of the rows."""

    rows: int
    source_rows: tuple[int, ...]
    grades: Counter[str]
    withheld: tuple[str, ...]
    withheld_rows: tuple[int, ...]
    hashes: tuple[str, ...]


def text(pack: str, name: str) -> str:
    family, _, edition = pack.partition("/")
    return packaged_root().joinpath(family, edition, name).read_text("utf-8")


def document(pack: str, name: str) -> dict[str, object]:
    found = read_yaml(name, text(pack, name).encode())
    assert isinstance(found, dict)
    return {str(key): value for key, value in found.items()}


def entries(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list)
    assert all(isinstance(item, dict) for item in value)
    return [{str(key): part for key, part in item.items()} for item in value]


def sources(pack: str) -> Sources:
    found = document(pack, "sources.yaml")
    listed = entries(found["sources"])
    withheld = entries(found.get("withheld", []))
    grades: Counter[str] = Counter()
    for item in listed:
        grades[str(item["grade"])] += int(str(item["rows"]))
    ids: list[str] = []
    for item in withheld:
        assert item["because"]
        assert item["instead"]
        assert isinstance(item["ids"], list)
        ids += [str(part) for part in item["ids"]]
    return Sources(
        int(str(found["rows"])),
        tuple(int(str(item["rows"])) for item in listed),
        grades,
        tuple(ids),
        tuple(int(str(item["rows"])) for item in withheld),
        tuple(str(item["sha256"]) for item in listed if "sha256" in item),
    )


def rows(pack: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text(pack, "factors.csv"), newline="")))


def of(pack: str) -> list[Factor]:
    return [factor for factor in FACTORS if factor.pack == pack]


def data_packs() -> list[str]:
    return [pack for pack in list_packs(packaged_root()) if pack.startswith(OURS)]


@pytest.mark.parametrize(
    ("pack", "count", "withheld", "grades"),
    [
        (ELECTRICITY, 157 - 14, 14, {"P": 40 + 11 + 5, "S": 1, "C": 100 - 14}),
        (FUELS, 269 - 104, 104, {"C": 100 + 21 + 44}),
        (PROCESS, 27 + 426, 0, {"P": 72, "S": 88, "C": 293}),
        (SCOPE3, 2354, 0, {"P": 623, "S": 715 + 1016}),
    ],
)
def test_rows_are_as_many_as_stated(pack: str, count: int, withheld: int, grades: dict[str, int]) -> None:
    said = sources(pack)
    assert len(of(pack)) == said.rows == sum(said.source_rows) == count
    assert len(said.withheld) == sum(said.withheld_rows) == withheld
    assert Counter(factor.grade.value for factor in of(pack)) == said.grades == Counter(grades)


@pytest.mark.parametrize("pack", [ELECTRICITY, FUELS, PROCESS, SCOPE3])
def test_columns_stand_in_their_order(pack: str) -> None:
    assert text(pack, "factors.csv").partition("\n")[0] == COLUMNS
    assert "\r" not in text(pack, "factors.csv")


def test_no_withheld_row_is_in_a_pack() -> None:
    withheld = {factor_id for pack in (ELECTRICITY, FUELS) for factor_id in sources(pack).withheld}
    assert len(withheld) == 14 + 104
    assert {"cn.elec.exmarket.2021.cn", "cn.elec.fossil.2022.cn", "cn.elec.footprint.2023.avg"} <= withheld
    assert sum(item.startswith("cn.fuel.gbt32151_22.") for item in withheld) == 104
    assert not withheld & {factor.id for factor in FACTORS}
    assert not any("CPCD core data" in factor.note for factor in FACTORS)


def test_headers_name_their_own_folder_and_ask_for_nothing() -> None:
    assert len(data_packs()) == 11
    for pack in data_packs():
        header = document(pack, "pack.yaml")
        assert header["id"] == pack
        assert header["edition"] == pack.partition("/")[2]
        assert header["status"] == "released"
        assert header["text_status"] in ("held", "partly", "not-held")
        assert header["requires"] == []
        assert set(header) == {
            "id", "edition", "title", "authority", "status", "text_status", "evidence_grade", "licence", "content", "requires",
        }  # fmt: skip


def test_hashes_of_the_files_behind_primary_rows_are_kept() -> None:
    assert sources(ELECTRICITY).hashes == (
        "d43b60a3eaad9f3fe59ca37c204d3d0e1b6ea52742a092f0d856971a3f018e5a",
        "68aa11aea4c3d14d2ee1c4859ae03552a986fad529bf7bf59136fa2e078e7718",
    )
    assert set(sources(SCOPE3).hashes) == {
        "804885cb9d8f02bbb97dcd92b79ca294080ba892ba67e3c95fcfbae52af359a6",
        "6025a14c4fe16675735efba1683030e4d36011e3973f3c4261f8231aa69c002f",
    }


@pytest.mark.parametrize("pack", [ELECTRICITY, FUELS, PROCESS, SCOPE3])
def test_every_row_has_a_source_a_licence_and_an_address_or_the_reason_there_is_none(pack: str) -> None:
    for row in rows(pack):
        assert row["source_title"], row["id"]
        assert row["source_publisher"] or row["series"] == "stoichiometric-carbonate", row["id"]
        assert row["licence"], row["id"]
        assert row["status"] == "active", row["id"]


def test_no_row_is_unverified_and_none_claims_what_it_cannot_show() -> None:
    assert not [factor.id for factor in FACTORS if factor.grade in (EvidenceGrade.UNCONFIRMED, EvidenceGrade.NOT_HELD)]
    assert not [factor.id for factor in FACTORS if factor.corroborated and "may share an ancestor" in factor.note]
    assert not [factor.id for factor in FACTORS if factor.corroborated]
    assert not [factor.id for factor in FACTORS if factor.spread is not None], "no source states a spread"


def test_nothing_points_to_files_a_reader_does_not_have() -> None:
    for pack in data_packs():
        for entry in packaged_root().joinpath(*pack.split("/")).iterdir():
            if entry.is_file():
                assert "reference/" not in entry.read_text("utf-8"), f"{pack}/{entry.name}"


def test_every_unit_is_known() -> None:
    for unit in {factor.unit for factor in FACTORS}:
        assert parse_unit(unit) is not None


def test_carbon_content_and_co2_factor_agree_by_44_over_12() -> None:
    by_id = {factor.id: factor for factor in FACTORS}
    derived = [factor for factor in FACTORS if factor.parameter == "co2_per_energy_unoxidised"]
    assert len(derived) == 25 + 5
    for factor in derived:
        content = by_id[type(factor.id)(factor.id.replace(".ef_unox_derived", ".cc"))]
        exact = content.value * 1000 * 44 / 12
        assert abs(exact - factor.value) <= Decimal("0.0005"), factor.id
        assert factor.derived


def test_averages_of_2021_and_2022_are_not_swapped() -> None:
    by_id = {factor.id: str(factor.value) for factor in FACTORS}
    assert [by_id[type(FACTORS[0].id)(f"cn.elec.avg.{year}.cn")] for year in (2021, 2022, 2023)] == ["0.5568", "0.5366", "0.5306"]
    assert [by_id[type(FACTORS[0].id)(f"cn.elec.avg.{year}.cn-sh")] for year in (2021, 2022, 2023)] == ["0.5834", "0.5849", "0.5737"]


def averages() -> Iterator[Factor]:
    yield from (factor for factor in FACTORS if factor.series == "mee-grid-average")


def test_each_vintage_has_the_nation_seven_grids_and_thirty_provinces() -> None:
    by_year: defaultdict[int | None, set[str]] = defaultdict(set)
    for factor in averages():
        by_year[factor.data_year].add(factor.region)
    assert set(by_year) == {2021, 2022, 2023}
    for found in by_year.values():
        assert len(found) == 1 + 7 + 30
        assert sum(region.startswith("CN-GRID-") for region in found) == 7
        assert "CN-XZ" not in found


def test_no_region_repeats_the_national_value() -> None:
    nation = {factor.data_year: factor.value for factor in averages() if factor.region == "CN"}
    assert not [factor.id for factor in averages() if factor.region != "CN" and factor.value == nation[factor.data_year]]


def test_windows_follow_one_another_day_by_day() -> None:
    ends = {factor.data_year: factor.superseded for factor in averages()}
    starts = {factor.data_year: factor.published for factor in averages()}
    assert ends[2021] == starts[2022]
    assert ends[2022] == starts[2023]
    assert ends[2023] is None


def test_shares_of_one_value_by_two_fuels_are_the_known_ones() -> None:
    shared: defaultdict[tuple[str, str, Decimal], set[str]] = defaultdict(set)
    for factor in FACTORS:
        if factor.parameter in ("NCV", "carbon_content") and factor.series in ("mee-steel", "mee-power"):
            shared[(factor.series, factor.parameter, factor.value)].add(factor.substance)
    twice = {key[:2]: sorted(fuels) for key, fuels in shared.items() if len(fuels) > 1 and "lpg" in fuels}
    assert twice == {("mee-steel", "carbon_content"): ["lng", "lpg"]}, "LNG prints the LPG figure; kept as printed"


def test_ipcc_fuels_go_by_the_names_of_bills_and_keep_the_printed_one() -> None:
    found = {factor.substance: factor.name_en for factor in FACTORS if factor.series == "ipcc-2006-stationary-manufacturing" and factor.gas == "CH4"}
    assert found["gasoline"].startswith("Motor Gasoline")
    assert found["diesel"].startswith("Diesel Oil")
    assert found["bituminous_coal"].startswith("Other Bituminous Coal")
    assert {"natural_gas", "lpg", "fuel_oil", "kerosene", "coke", "anthracite", "converter_gas"} <= set(found)


def test_a_desnz_thing_has_one_name_in_both_years() -> None:
    names: defaultdict[str, set[str]] = defaultdict(set)
    for factor in FACTORS:
        if factor.series in ("desnz-2023", "desnz-2025"):
            names[factor.id.split(".", 3)[3]].add(factor.substance)
    assert len([key for key, found in names.items() if len(found) == 1]) == len(names)


def test_foreign_rows_are_marked_by_their_region() -> None:
    assert Counter(factor.region for factor in of(SCOPE3)) == {"GB": 1172, "US": 1016, "GLOBAL": 166}
    assert "world" not in {factor.region for factor in FACTORS}
