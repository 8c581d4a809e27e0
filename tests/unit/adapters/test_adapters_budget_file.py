"""Tables of budgets as people keep them; a cell that cannot be read is named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from plain_organization import organization, site

from hutan.adapters.budget_file import BudgetTable, read_budget
from hutan.core.inventory.budgets import WHOLE, Budget, Made
from hutan.kernel.errors import InputError
from hutan.kernel.ids import SiteId
from hutan.kernel.periods import year

S = SiteId("S")


def read(text: str) -> BudgetTable:
    return read_budget("budget.csv", text.encode(), organization([], [site("S")]))


def test_budgets_and_production_are_read() -> None:
    found = read("站点,月份,预算(tCO2e),强度预算,产出,产出单位\nS,2025-03,1.5,12,100,万元\n全部,2025年4月,2,,,\n")
    assert found.unit == "万元"
    assert found.budgets == (Budget(S, date(2025, 3, 1), Decimal(1500), Decimal(12)), Budget(WHOLE, date(2025, 4, 1), Decimal(2000), None))
    assert found.made == (Made(S, date(2025, 3, 1), Decimal(100)),)
    assert found.production(year(2025)).by_site == ((S, Decimal(100)),)
    assert found.production(year(2024)).by_site == ()


def test_english_headings_do_as_well() -> None:
    assert read("site,month,budget\nS,2025-01,3\n").budgets == (Budget(S, date(2025, 1, 1), Decimal(3000), None),)


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ("a,b\n1,2\n", "budget_headings_missing", "budget.csv"),
        ("站点,月份,预算\nX,2025-01,3\n", "budget_site_unknown", "A2"),
        ("站点,月份,预算\nS,2025-13,3\n", "budget_cell_unread", "B2"),
        ("站点,月份,预算\nS,,3\n", "budget_cell_unread", "B2"),
        ("站点,月份,预算\nS,2025-01,three\n", "budget_cell_unread", "C2"),
        ("站点,月份,预算\nS,2025-01,3\nS,2025-01,4\n", "budget_place_twice", "A3"),
        ("站点,月份,产出,产出单位\nS,2025-01,3,t\nS,2025-02,4,万元\n", "budget_units_differ", "t, 万元"),
        ("", "file_empty", "budget.csv"),
    ],
)
def test_what_cannot_be_used_is_named(text: str, code: str, named: str) -> None:
    with pytest.raises(InputError, match=code) as raised:
        read(text)
    assert named in str(raised.value)
