"""Fallback runs from the narrow to the wide, by the day, and never abroad."""

from __future__ import annotations

from datetime import date

import pytest

from hutan.core.factors.regions import Membership, Region, RegionTable, country
from hutan.kernel.errors import InputError, PackError
from hutan.kernel.ids import RegionId

NEW_GRIDS = date(2021, 1, 1)


def regions(*memberships: tuple[str, str, int, date | None, date | None]) -> RegionTable:
    names = sorted({name for child, parent, *_ in memberships for name in (child, parent)})
    return RegionTable(
        tuple(Region(RegionId(name), name, name) for name in names),
        tuple(Membership(RegionId(child), RegionId(parent), order, start, end) for child, parent, order, start, end in memberships),
    )


TABLE = regions(
    ("CN-SC", "CN-GRID-CENTRAL", 1, None, NEW_GRIDS),
    ("CN-SC", "CN-GRID-SOUTHWEST", 1, NEW_GRIDS, None),
    ("CN-NM-EAST", "CN-NM", 1, None, None),
    ("CN-NM-EAST", "CN-GRID-NORTHEAST", 2, None, None),
    ("CN-NM", "CN", 1, None, None),
    ("CN-GRID-CENTRAL", "CN", 1, None, None),
    ("CN-GRID-SOUTHWEST", "CN", 1, NEW_GRIDS, None),
    ("CN-GRID-NORTHEAST", "CN", 1, None, None),
    ("CN", "GLOBAL", 1, None, None),
    ("GB", "GLOBAL", 1, None, None),
)


def test_membership_changes_on_its_day() -> None:
    assert TABLE.fallback_path("CN-SC", date(2020, 12, 31)) == ("CN-SC", "CN-GRID-CENTRAL", "CN", "GLOBAL")
    assert TABLE.fallback_path("CN-SC", NEW_GRIDS) == ("CN-SC", "CN-GRID-SOUTHWEST", "CN", "GLOBAL")


def test_two_parents_come_in_their_order_before_anything_wider() -> None:
    assert TABLE.fallback_path("CN-NM-EAST", NEW_GRIDS) == ("CN-NM-EAST", "CN-NM", "CN-GRID-NORTHEAST", "CN", "GLOBAL")


def test_the_world_falls_back_to_nothing() -> None:
    assert TABLE.fallback_path("GLOBAL", NEW_GRIDS) == ("GLOBAL",)


def test_another_country_is_never_on_the_path() -> None:
    chinese = [region.id for region in TABLE.regions if region.id.startswith("CN")]
    assert len(chinese) == 7
    assert all("GB" not in TABLE.fallback_path(region, NEW_GRIDS) for region in chinese)


def test_an_unknown_region_is_unusable_input() -> None:
    with pytest.raises(InputError) as caught:
        TABLE.fallback_path("CN-XX", NEW_GRIDS)
    assert caught.value.code == "region_unknown"
    assert dict(caught.value.params)["region"] == "CN-XX"


@pytest.mark.parametrize(
    ("memberships", "code"),
    [
        ([("A", "B", 1, None, None), ("A", "C", 1, NEW_GRIDS, None)], "region_memberships_overlap"),
        ([("A", "B", 1, None, NEW_GRIDS), ("A", "C", 1, date(2020, 12, 31), None)], "region_memberships_overlap"),
        ([("A", "B", 1, None, None), ("B", "A", 1, None, None)], "region_lies_in_itself"),
    ],
)
def test_memberships_that_disagree_are_refused(memberships: list[tuple[str, str, int, date | None, date | None]], code: str) -> None:
    with pytest.raises(PackError) as caught:
        regions(*memberships)
    assert caught.value.code == code


def test_a_parent_must_be_held() -> None:
    with pytest.raises(PackError) as caught:
        RegionTable((Region(RegionId("A"), "", ""),), (Membership(RegionId("A"), RegionId("B"), 1, None, None),))
    assert caught.value.code == "region_parent_unknown"


@pytest.mark.parametrize(("region", "expected"), [("CN-SH", "CN"), ("CN-GRID-EAST", "CN"), ("GB", "GB"), ("GLOBAL", "")])
def test_country_of_a_region(region: str, expected: str) -> None:
    assert country(region) == expected
