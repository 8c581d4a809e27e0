"""A change taken apart: worked by hand, exact to the last digit, and indifferent to what did not change."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_library import plain
from plain_organization import inputs, inventory, monthly, organization, site, source

from hutan.core.inventory.decomposition import Decomposition, Effect, Production, decomposed
from hutan.core.inventory.result import Inventory
from hutan.kernel.errors import InputError
from hutan.kernel.ids import SiteId
from hutan.kernel.periods import year

POWER = [source("A", "electricity", at="S"), source("B", "electricity", at="T"), source("Q", "electricity", at="Q")]


def of(kwh: dict[str, str], number: int = 2023) -> Inventory:
    """Twelve months of the same amount at 0.6 kg/kWh in 2022 and 0.5 kg/kWh in 2023."""
    used = [item for item in POWER if item.id in kwh]
    records = [record for item in used for record in monthly(item, kwh[item.id], number)]
    asked = inputs(organization(POWER, [site("S"), site("T"), site("Q")]), records, (), (year(number),))
    return inventory(asked, plain())


def made(**amounts: str) -> Production:
    return Production("t", tuple((SiteId(name), Decimal(amount)) for name, amount in sorted(amounts.items())))


def effects(found: Decomposition) -> dict[Effect, Decimal]:
    assert sum((part.change_kg for part in found.parts), Decimal(0)) == found.after_kg - found.before_kg
    return dict(found.by_effect())


def test_more_made_the_same_way_is_activity_alone() -> None:
    found = decomposed(of({"A": "100"}), of({"A": "150"}), "location_based", made(S="10"), made(S="15"))
    assert effects(found) == {Effect.ACTIVITY: Decimal(300)}


def test_the_same_made_with_less_is_intensity_alone() -> None:
    found = decomposed(of({"A": "100"}), of({"A": "80"}), "location_based", made(S="10"), made(S="10"))
    assert effects(found) == {Effect.INTENSITY: Decimal(-120)}


def test_cleaner_supply_is_supply_alone() -> None:
    found = decomposed(of({"A": "100"}, 2022), of({"A": "100"}, 2023), "location_based", made(S="10"), made(S="10"))
    assert effects(found) == {Effect.SUPPLY: Decimal(-120)}


def test_work_moved_to_the_thrifty_site_is_structure_alone() -> None:
    before, after = of({"A": "100", "B": "40"}), of({"A": "50", "B": "60"})
    found = decomposed(before, after, "location_based", made(S="10", T="10"), made(S="5", T="15"))
    assert effects(found) == {Effect.STRUCTURE: Decimal(-180)}


def test_two_factors_that_change_share_their_product_evenly() -> None:
    """100 → 200 made at 12 → 6 kWh per unit; half of the joint effect belongs to each: (100·6 + 200·6)… worked by hand below."""
    found = decomposed(of({"A": "100"}), of({"A": "100"}), "location_based", made(S="100"), made(S="200"))
    # E = P · q/P · 0.5: P doubles, q/P halves. Shapley: ΔP · (c1 + c2)/2 · 0.5 = 100 · (12 + 6)/2 · 0.5 = 450, and the reverse.
    assert effects(found) == {Effect.ACTIVITY: Decimal(450), Effect.INTENSITY: Decimal(-450)}


def test_a_site_that_makes_nothing_changes_in_scale() -> None:
    found = decomposed(of({"A": "100", "Q": "10"}), of({"A": "100", "Q": "30"}), "location_based", made(S="10"), made(S="10"))
    assert effects(found) == {Effect.SCALE: Decimal(120)}


def test_a_site_that_came_is_scale_at_its_own_supply() -> None:
    found = decomposed(of({"A": "100"}), of({"A": "100", "B": "20"}), "location_based", made(S="10"), made(S="10", T="2"))
    assert {part.effect for part in found.parts if part.source_id == "B"} == {Effect.SCALE}
    assert sum(part.change_kg for part in found.parts if part.source_id == "B") == Decimal(120)


_AMOUNT = st.integers(1, 10**6).map(lambda value: str(Decimal(value).scaleb(-2)))


@given(kwh=st.tuples(_AMOUNT, _AMOUNT, _AMOUNT, _AMOUNT), made_by=st.tuples(_AMOUNT, _AMOUNT, _AMOUNT, _AMOUNT))
def test_the_parts_add_up_whatever_changes(kwh: tuple[str, ...], made_by: tuple[str, ...]) -> None:
    before, after = of({"A": kwh[0], "B": kwh[1]}, 2022), of({"A": kwh[2], "B": kwh[3]}, 2023)
    effects(decomposed(before, after, "location_based", made(S=made_by[0], T=made_by[1]), made(S=made_by[2], T=made_by[3])))


def test_what_cannot_be_compared_is_refused() -> None:
    found = of({"A": "100"})
    with pytest.raises(InputError, match="decomposition_units_differ"):
        decomposed(found, found, "location_based", made(S="1"), replace(made(S="1"), unit="piece"))
    with pytest.raises(InputError, match="decomposition_nothing_made"):
        decomposed(found, found, "location_based", made(S="1"), Production("t", ()))
