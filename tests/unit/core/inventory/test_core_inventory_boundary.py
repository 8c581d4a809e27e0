"""Consolidation: what part of a site counts, on which days, and what becomes of readings that do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from plain_library import GHGP, SH_MRV, plain
from plain_organization import inputs, inventory, monthly, organization, record, share, site, source

from hutan.core.inventory.boundary import consolidated_share, shares_over
from hutan.core.inventory.result import Inventory
from hutan.core.model.organization import Consolidation, Organization, Site
from hutan.kernel.periods import Period, month, year

METER = source("E", "electricity")


def _organization(at: Site, approach: Consolidation = Consolidation.OPERATIONAL_CONTROL) -> Organization:
    return replace(organization([METER], [at]), consolidation=approach)


def _location(found: Inventory) -> Decimal:
    return found.total("location_based").value


def _check(found: Inventory, code: str) -> tuple[bool, dict[str, str]]:
    check = next(check for check in found.checks if check.code == code)
    return check.passed, dict(check.params)


@pytest.mark.parametrize(
    ("approach", "equity", "operational", "financial", "expected"),
    [
        (Consolidation.OPERATIONAL_CONTROL, "0.7", True, False, "1"),
        (Consolidation.OPERATIONAL_CONTROL, "1", False, True, "0"),
        (Consolidation.FINANCIAL_CONTROL, "0.2", False, True, "1"),
        (Consolidation.FINANCIAL_CONTROL, "0.9", True, False, "0"),
        (Consolidation.EQUITY_SHARE, "0.7", False, False, "0.7"),
        (Consolidation.EQUITY_SHARE, "0", True, True, "0"),
    ],
)
def test_share_under_each_approach(approach: Consolidation, equity: str, operational: bool, financial: bool, expected: str) -> None:
    assert consolidated_share(share(equity, operational, financial), approach) == Decimal(expected)


def test_shares_are_cut_to_the_period_and_days_without_ownership_are_left_out() -> None:
    spring, autumn = Period(date(2023, 3, 1), date(2024, 6, 1)), Period(date(2024, 9, 1), date(2030, 1, 1))
    at = site("S", share("0.4", period=autumn), share("0.3", period=spring))
    assert shares_over(at, Consolidation.EQUITY_SHARE, year(2024)) == (
        (Period(date(2024, 1, 1), date(2024, 6, 1)), Decimal("0.3")),
        (Period(date(2024, 9, 1), date(2025, 1, 1)), Decimal("0.4")),
    )


@pytest.mark.parametrize(
    ("approach", "expected"),
    [(Consolidation.OPERATIONAL_CONTROL, "6000"), (Consolidation.FINANCIAL_CONTROL, "6000"), (Consolidation.EQUITY_SHARE, "4200")],
)
def test_a_site_held_at_seventy_percent(approach: Consolidation, expected: str) -> None:
    """12 × 1000 kWh at 0.5 kg/kWh; the quantity stays what the meter read, only the emission is shared."""
    found = inventory(inputs(_organization(site("S", share("0.7")), approach), monthly(METER, "1000")), plain())
    assert _location(found) == Decimal(expected)
    assert {line.quantity for line in found.lines} == {Decimal(1000)}


def test_forty_percent_of_a_joint_venture() -> None:
    """A 40 % equity share counts 40 % of the venture's emissions. Source: seedling.earth, what is the equity share approach."""
    at = _organization(site("S", share("0.4", operational=False, financial=False)), Consolidation.EQUITY_SHARE)
    found = inventory(inputs(at, monthly(METER, "1000")), plain())
    assert _location(found) == Decimal("0.4") * 12 * 1000 * Decimal("0.5")


def test_share_that_changes_within_a_month() -> None:
    """January 310 kWh: 15 days at 0.5 and 16 days at 0.7 of 0.5 kg/kWh."""
    change = date(2024, 1, 16)
    before, after = share("0.5", period=Period(date(2020, 1, 1), change)), share("0.7", period=Period(change, date(9999, 1, 1)))
    found = inventory(inputs(_organization(site("S", before, after), Consolidation.EQUITY_SHARE), [record(METER, month(2024, 1), "310")]), plain())
    lines = [line for line in found.lines if line.basis == "location"]
    assert [line.quantity for line in lines] == [Decimal(150), Decimal(160)]
    assert [line.amount for line in lines] == [Decimal("37.5"), Decimal("56")]
    assert _check(found, "check_outside_boundary")[0]


def test_readings_before_the_site_was_held_are_named_and_not_counted() -> None:
    held = share(period=Period(date(2024, 4, 1), date(9999, 1, 1)))
    found = inventory(inputs(_organization(site("S", held)), monthly(METER, "1000")), plain())
    assert _location(found) == 9 * 1000 * Decimal("0.5")
    assert _check(found, "check_outside_boundary") == (False, {"count": "3", "readings": "E 2024-01, E 2024-02, E 2024-03"})
    assert _check(found, "check_months_without_data")[0]


@pytest.mark.parametrize(
    "at",
    [
        site("S", share(period=year(2019))),
        site("S", share("0.4", operational=False)),
    ],
    ids=["not held", "held without control"],
)
@pytest.mark.parametrize("pack", [GHGP, SH_MRV])
def test_a_site_outside_the_boundary_has_no_lines_and_its_readings_are_named(at: Site, pack: str) -> None:
    found = inventory(inputs(_organization(at), monthly(METER, "1000")), plain(pack))
    assert found.lines == ()
    assert all(total.value == 0 for total in found.totals)
    passed, params = _check(found, "check_outside_boundary")
    assert (passed, params["count"]) == (False, "12")
    assert found.complete()


def test_what_is_missing_for_a_site_outside_the_boundary_blocks_nothing() -> None:
    """Coal has no factor in the plain library; at a site that is not held nobody has to close that gap."""
    coal = source("C", "bituminous_coal")
    gone = site("S", share(period=year(2019)))
    found = inventory(inputs(organization([coal], [gone]), monthly(coal, "10")), plain())
    assert found.complete(), found.gaps


def test_months_without_data_are_those_in_which_the_site_counts() -> None:
    held = share(period=Period(date(2024, 11, 10), date(9999, 1, 1)))
    found = inventory(inputs(_organization(site("S", held)), [record(METER, month(2024, 12), "5")]), plain())
    assert _check(found, "check_months_without_data") == (False, {"count": "1", "months": "E 2024-11"})
    covered = [record(METER, Period(date(2024, 11, 10), date(2024, 12, 1)), "5"), record(METER, month(2024, 12), "5")]
    assert _check(inventory(inputs(_organization(site("S", held)), covered), plain()), "check_months_without_data")[0]
