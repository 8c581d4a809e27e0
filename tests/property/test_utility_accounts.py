"""What must hold for every house of internal utilities: users outside carry what was fed in, to the digit, and every account closes."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from utility_house import House, accounts, charge, used_outside

from hutan.core.inventory.utilities import LOOP_WITHOUT_USERS, NOTHING_DELIVERED

_NAMES = ("A", "B", "C", "D")
_USERS = ("line", "office")
_AMOUNTS = st.decimals(min_value=0, max_value=10**6, places=6)
FEW = settings(max_examples=60, deadline=None)


@st.composite
def _houses(draw: st.DrawFn) -> House:
    names = _NAMES[: draw(st.integers(min_value=1, max_value=4))]
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from((*names, *_USERS))), unique=True, min_size=len(names), max_size=20))
    handed = {pair: str(draw(_AMOUNTS)) for pair in pairs}
    # A utility has at least one delivery meter, be it at zero.
    handed |= {(name, "line"): str(draw(_AMOUNTS)) for name in names if not any(maker == name for maker, _ in handed)}
    return House({name: str(draw(st.decimals(min_value=0, max_value=10**6, places=3))) for name in names}, handed)


@FEW
@given(_houses())
def test_users_outside_carry_what_was_fed_in_to_the_digit(house: House) -> None:
    found = accounts(house)
    if any(account.problem == LOOP_WITHOUT_USERS for account in found.values()):
        assert {account.problem for account in found.values()} == {LOOP_WITHOUT_USERS}
        return
    kept = sum((charge(account) for account in found.values() if account.problem == NOTHING_DELIVERED), Decimal(0))
    assert used_outside(found) + kept == sum((account.fed_kg for account in found.values()), Decimal(0))


@FEW
@given(_houses())
def test_every_account_closes_and_utilities_receive_what_utilities_give(house: House) -> None:
    found = accounts(house)
    for name, account in found.items():
        if account.problem:
            continue
        assert sum((use.co2e_kg for use in account.uses), Decimal(0)) == charge(account)
        given_to = sum((use.co2e_kg for maker in found.values() for use in maker.uses if use.to == name), Decimal(0))
        assert account.received_kg == given_to
        assert all(use.co2e_kg >= 0 for use in account.uses)


@FEW
@given(_houses())
def test_twice_what_is_fed_in_is_twice_what_is_carried(house: House) -> None:
    doubled = House({name: str(2 * Decimal(kg)) for name, kg in house.emitted_kg.items()}, house.handed)
    once, twice = accounts(house), accounts(doubled)
    for name, account in once.items():
        assert abs(2 * charge(account) - charge(twice[name])) <= Decimal("0.0000001")
