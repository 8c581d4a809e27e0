"""Accounts of internal utilities: worked examples of reciprocal allocation, and what is said where an account cannot close."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from plain_organization import source
from utility_house import JANUARY, House, accounts, accounts_of, calculated, charge, counted, internal, used_outside

from hutan.core.inventory.result import UtilityAccount
from hutan.core.inventory.utilities import DELIVERED_MORE, LOOP_WITHOUT_USERS, METER_ABOVE_SOURCE, NOTHING_DELIVERED
from hutan.core.model.organization import Delivery, Feed, Utility
from hutan.kernel.ids import SourceId
from hutan.kernel.periods import month

_STEP = Decimal("0.000000001")


def _used(account: UtilityAccount) -> dict[str, Decimal]:
    return {use.to: use.co2e_kg for use in account.uses}


def _kg(**amounts: int) -> dict[str, Decimal]:
    return {name: Decimal(amount) for name, amount in amounts.items()}


def test_two_service_departments_of_a_published_example() -> None:
    """Y = 7,260 + 0.3 Z and Z = 4,000 + 0.2 Y give Y = 9,000 and Z = 5,800.

    Source: myessayhelp.xyz, Cost allocation, reciprocal method; costs read as kilograms.
    """
    handed = {("Y", "Z"): "20", ("Y", "production"): "80", ("Z", "Y"): "30", ("Z", "production"): "70"}
    found = accounts(House({"Y": "7260", "Z": "4000"}, handed))
    assert {name: charge(account) for name, account in found.items()} == _kg(Y=9000, Z=5800)
    assert {name: account.received_kg for name, account in found.items()} == _kg(Y=1740, Z=1800)
    assert _used(found["Y"])["production"] + _used(found["Z"])["production"] == 7260 + 4000
    assert {account.problem for account in found.values()} == {""}


def test_two_service_and_two_production_departments_of_a_published_example() -> None:
    """30,000 and 20,000, each handing 30 % to the other: x = 39,560 and y = 31,868; to production 15,824, 11,868, 9,560 and 12,747.

    Source: catargettestprep.com, Simultaneous equation method, example 1, printed to the rupee from the rounded x; costs read as kilograms.
    """
    handed = {("S1", "P1"): "4", ("S1", "P2"): "3", ("S1", "S2"): "3", ("S2", "P1"): "3", ("S2", "P2"): "4", ("S2", "S1"): "3"}
    found = accounts(House({"S1": "30000", "S2": "20000"}, handed))
    printed = {
        charge(found["S1"]): 39560,
        charge(found["S2"]): 31868,
        _used(found["S1"])["P1"]: 15824,
        _used(found["S1"])["P2"]: 11868,
        _used(found["S2"])["P1"]: 9560,
        _used(found["S2"])["P2"]: 12747,
    }
    assert all(abs(value - rounded) < 1 for value, rounded in printed.items())
    assert used_outside(found) == 50000


def test_what_is_lost_on_the_way_is_borne_by_all_users_alike() -> None:
    """Of 125 made 100 are delivered: the whole charge goes to the users, 3 to 1."""
    found = accounts(House({"air": "500"}, {("air", "line"): "75", ("air", "office"): "25"}, {"air": "125"}))["air"]
    assert found.made == 125 and found.delivered == 100 and found.intensity == 5
    assert found.problem == "" and _used(found) == _kg(line=375, office=125)


def test_three_utilities_that_use_each_other() -> None:
    """Every charge is what the utility was fed and what the others handed it, each by its share, and all of it ends with the users."""
    emitted = {"air": "1000", "water": "700", "cooling": "300"}
    handed = {
        ("air", "water"): "10",
        ("air", "cooling"): "20",
        ("air", "line"): "70",
        ("water", "air"): "5",
        ("water", "cooling"): "15",
        ("water", "line"): "30",
        ("cooling", "air"): "40",
        ("cooling", "water"): "40",
        ("cooling", "office"): "20",
    }
    found = accounts(House(emitted, handed))
    for name, account in found.items():
        received = sum((charge(found[maker]) * Decimal(handed.get((maker, name), "0")) / found[maker].delivered for maker in found), Decimal(0))
        assert abs(charge(account) - Decimal(emitted[name]) - received) < 3 * _STEP
        assert sum(_used(account).values(), Decimal(0)) == charge(account)
    assert used_outside(found) == 2000


def test_users_carry_to_the_digit_what_was_fed_where_nothing_divides() -> None:
    handed = {("A", "B"): "1", ("A", "P"): "2", ("B", "A"): "3", ("B", "P"): "4", ("B", "C"): "6", ("C", "A"): "7", ("C", "B"): "7"}
    found = accounts(House({"A": "0.000001", "B": "1", "C": "9999999.7"}, handed))
    assert used_outside(found) == sum((account.fed_kg for account in found.values()), Decimal(0)) == Decimal("10000000.700001")
    assert all(sum(_used(account).values(), Decimal(0)) == charge(account) for account in found.values())


def test_a_utility_that_uses_some_of_its_own() -> None:
    """A tenth goes into making it: 900 is the charge of nine tenths, so the whole is 1000."""
    found = accounts(House({"air": "900"}, {("air", "air"): "10", ("air", "line"): "90"}))["air"]
    assert charge(found) == 1000 and _used(found) == _kg(air=100, line=900)


def test_a_ring_without_users_outside_is_named() -> None:
    found = accounts(House({"A": "10", "B": "20"}, {("A", "B"): "1", ("B", "A"): "1"}))
    assert {account.problem for account in found.values()} == {LOOP_WITHOUT_USERS}
    assert {name: account.fed_kg for name, account in found.items()} == _kg(A=10, B=20)
    assert {name: account.received_kg for name, account in found.items()} == _kg(A=0, B=0)


def test_a_meter_at_zero_does_not_open_a_ring() -> None:
    found = accounts(House({"A": "10", "B": "20"}, {("A", "B"): "1", ("B", "A"): "1", ("B", "line"): "0"}))
    assert {account.problem for account in found.values()} == {LOOP_WITHOUT_USERS}


def test_a_utility_that_delivers_nothing_keeps_its_charge() -> None:
    found = accounts(House({"A": "10", "B": "20"}, {("A", "line"): "0", ("B", "A"): "1", ("B", "line"): "1"}))
    kept, given = found["A"], found["B"]
    assert kept.problem == NOTHING_DELIVERED and kept.received_kg == 10 and kept.intensity is None and kept.uses == ()
    assert given.problem == "" and _used(given) == _kg(A=10, line=10)


@pytest.mark.parametrize(("made", "problem"), [("99.999999", DELIVERED_MORE), ("100", ""), ("101", "")])
def test_more_delivered_than_made_is_named(made: str, problem: str) -> None:
    assert accounts(House({"air": "1"}, {("air", "line"): "100"}, {"air": made}))["air"].problem == problem


def _fed_through(readings: dict[str, tuple[str, str]]) -> UtilityAccount:
    """A utility on a sub-meter of a purchase: what both counted by month, as (purchase, sub-meter) [kWh]."""
    power, part, air = source("power", "electricity"), internal("part", "electricity"), internal("air-line")
    utility = Utility("air", "air", "air", (Feed(power.id, part.id),), None, (Delivery(air.id, "line"),))
    records = [counted(air, "10")]
    for number, pair in enumerate(readings.values(), start=1):
        records.extend(counted(each, amount, month(2024, number)) for each, amount in zip((power, part), pair, strict=True))
    return accounts_of(calculated((utility,), (power, part, air), records))["air"]


def test_a_sub_meter_takes_its_part_month_by_month() -> None:
    """At 0.5 kg/kWh: half of January's 100 kWh and a quarter of February's 400 kWh are 25 + 50 kg."""
    assert _fed_through({"January": ("100", "50"), "February": ("400", "100")}).fed_kg == 75


@pytest.mark.parametrize(("part", "problem"), [("100", ""), ("100.000001", METER_ABOVE_SOURCE)])
def test_a_sub_meter_above_its_source_is_named(part: str, problem: str) -> None:
    assert _fed_through({"January": ("100", part)}).problem == problem


def test_a_sub_meter_that_counted_nothing_brings_nothing() -> None:
    found = _fed_through({"January": ("100", "0")})
    assert found.fed_kg == 0 and _used(found) == _kg(line=0) and found.problem == ""


def test_no_accounts_without_utilities_and_none_for_what_stands_apart() -> None:
    power = source("power", "electricity")
    assert calculated((), (power,), [counted(power, "1")]).utilities == ()
    house = House({"air": "1"}, {("air", "line"): "1"})
    made = calculated(house.utilities(), [each for each, _ in house.streams()], [counted(each, amount) for each, amount in house.streams()])
    assert {account.total_id for account in made.utilities} == {total.id for total in made.totals if not total.apart}


def test_the_accounts_are_not_counted_again() -> None:
    """The total is that of the purchase alone, whatever is handed on."""
    power = source("power", "electricity")
    house = House({"air": "500"}, {("air", "line"): "1"})
    with_accounts = calculated(house.utilities(), [each for each, _ in house.streams()], [counted(each, amount) for each, amount in house.streams()])
    alone = calculated((), (replace(power, id=SourceId("power-air")),), [counted(replace(power, id=SourceId("power-air")), "1000", JANUARY)])
    assert [total.value for total in with_accounts.totals] == [total.value for total in alone.totals]
