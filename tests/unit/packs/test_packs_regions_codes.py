"""Regions and code lists of this release."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date

from hutan.adapters.pack_store.folders import packaged_root
from hutan.adapters.pack_store.tables import load_factor_table, load_region_table

REGIONS = load_region_table()
TODAY = date(2026, 3, 20)


def rows(*place: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(packaged_root().joinpath(*place).read_text("utf-8"), newline="")))


def test_thirty_one_provinces_reach_the_nation_and_the_world() -> None:
    provinces = [region.id for region in REGIONS.regions if region.id.startswith("CN-") and len(region.id) == 5]
    assert len(provinces) == 31
    for province in provinces:
        assert REGIONS.fallback_path(province, TODAY)[-2:] == ("CN", "GLOBAL")


def test_shanghai_lies_in_the_east_grid() -> None:
    for day in (date(2012, 7, 1), TODAY):
        assert REGIONS.fallback_path("CN-SH", day) == ("CN-SH", "CN-GRID-EAST", "CN", "GLOBAL")


def test_inner_mongolia_is_split_between_two_grids() -> None:
    assert REGIONS.fallback_path("CN-NM", TODAY) == ("CN-NM", "CN", "GLOBAL")
    assert REGIONS.fallback_path("CN-NM-EAST", TODAY) == ("CN-NM-EAST", "CN-NM", "CN-GRID-NORTHEAST", "CN", "GLOBAL")
    assert REGIONS.fallback_path("CN-NM-WEST", TODAY) == ("CN-NM-WEST", "CN-NM", "CN-GRID-NORTH", "CN", "GLOBAL")


def test_the_southwest_grid_is_one_of_the_seven_since_2021() -> None:
    grids = [region.id for region in REGIONS.regions if region.id.startswith("CN-GRID-")]
    assert len(grids) == 7
    assert REGIONS.fallback_path("CN-GRID-SOUTHWEST", date(2020, 12, 31)) == ("CN-GRID-SOUTHWEST",)
    assert REGIONS.fallback_path("CN-GRID-SOUTHWEST", date(2021, 1, 1)) == ("CN-GRID-SOUTHWEST", "CN", "GLOBAL")


def test_every_region_of_a_factor_is_held() -> None:
    held = {region.id for region in REGIONS.regions}
    assert {factor.region for factor in load_factor_table().factors} <= held


def test_every_region_has_both_names() -> None:
    assert not [region.id for region in REGIONS.regions if not (region.name_zh and region.name_en)]


def test_industry_codes_are_text_with_their_section() -> None:
    found = rows("codes", "2026.1", "gbt4754_2017.csv")
    assert Counter(row["level"] for row in found) == {"section": 20, "division": 97, "group": 473, "class": 1381}
    assert len({row["code"] for row in found}) == len(found) == 1971
    assert {row["code"] for row in found} >= {"A", "01", "011", "0111"}
    assert not [row["code"] for row in found if row["name_en"]], "no English name was seen, none is invented"


def test_sixteen_districts() -> None:
    found = rows("codes", "2026.1", "shanghai_districts.csv")
    assert len(found) == 16
    assert {row["parent_code"] for row in found} == {"310000"}
    assert {row["code"]: row["name_zh"] for row in found}["310101"] == "黄浦区"
