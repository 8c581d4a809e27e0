"""Budgets beside actuals: what is left, what was overrun, and that a month without data is none with zero."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from plain_library import GHGP, plain
from plain_organization import inputs, inventory, organization, record, site, source

from hutan.core.inventory.budgets import WHOLE, Budget, BudgetLine, BudgetPlan, Made, budget_lines
from hutan.core.model.activity_record import RecordState
from hutan.kernel.ids import SiteId
from hutan.kernel.periods import month, year

S, T = SiteId("S"), SiteId("T")
JANUARY, FEBRUARY, MARCH = (date(2023, number, 1) for number in (1, 2, 3))


def lines(*budgets: Budget, made: tuple[Made, ...] = ()) -> tuple[BudgetLine, ...]:
    """At 0.5 kg/kWh: S emits 50 kg in January and 60 kg in February, of which all is estimated; T 10 kg in January."""
    power = [source("A", "electricity", at="S"), source("B", "electricity", at="T")]
    records = [
        record(power[0], month(2023, 1), "100"),
        record(power[0], month(2023, 2), "120", RecordState.ESTIMATED),
        record(power[1], month(2023, 1), "20"),
    ]
    found = inventory(inputs(organization(power, [site("S"), site("T")]), records, (), (year(2023),)), plain())
    return budget_lines(BudgetPlan(GHGP, "location_based", "t", budgets, made), [found])


def test_a_month_within_and_a_month_over_budget() -> None:
    first, second = lines(Budget(S, JANUARY, Decimal(55), None), Budget(S, FEBRUARY, Decimal(55), None))
    assert (first.actual_kg, first.left_kg, first.running_kg, first.overrun) == (Decimal(50), Decimal(5), Decimal(5), False)
    assert (second.actual_kg, second.left_kg, second.running_kg, second.overrun) == (Decimal(60), Decimal(-5), Decimal(0), True)
    assert (first.estimated_kg, second.estimated_kg) == (Decimal(0), Decimal(60))


def test_the_organization_is_all_its_sites() -> None:
    (whole,) = lines(Budget(WHOLE, JANUARY, Decimal(100), None))
    assert (whole.actual_kg, whole.left_kg) == (Decimal(60), Decimal(40))


def test_intensity_is_per_unit_made_and_overruns_by_itself() -> None:
    made = (Made(S, JANUARY, Decimal(20)), Made(T, JANUARY, Decimal(5)))
    one, all_of = lines(Budget(S, JANUARY, Decimal(99), Decimal("2.4")), Budget(WHOLE, JANUARY, None, Decimal("2.4")), made=made)[::-1]
    assert (one.actual_intensity_kg, one.overrun) == (Decimal("2.5"), True)
    assert (all_of.actual_intensity_kg, all_of.overrun, all_of.left_kg) == (Decimal("2.4"), False, None)


def test_a_month_without_data_is_not_zero() -> None:
    (found,) = lines(Budget(S, MARCH, Decimal(55), Decimal(1)), made=(Made(S, MARCH, Decimal(20)),))
    assert (found.actual_kg, found.left_kg, found.actual_intensity_kg, found.overrun) == (None, None, None, False)


def test_nothing_made_has_no_intensity() -> None:
    (found,) = lines(Budget(S, JANUARY, None, Decimal(1)), made=(Made(S, JANUARY, Decimal(0)),))
    assert found.actual_intensity_kg is None
