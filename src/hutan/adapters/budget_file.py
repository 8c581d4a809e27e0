"""A table of budgets and production, one row a unit and month, as a workbook or CSV file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from hutan.adapters.tabular.reading import read_table
from hutan.core.activity.amount_reading import read_amount
from hutan.core.activity.period_reading import read_month
from hutan.core.activity.reading import Unread, folded
from hutan.core.activity.table import Cell, Row, cell_name
from hutan.core.inventory.budgets import WHOLE, Budget, BudgetPlan, Made
from hutan.core.inventory.decomposition import Production
from hutan.core.model.organization import Organization
from hutan.kernel.errors import InputError
from hutan.kernel.ids import SiteId
from hutan.kernel.periods import Period

_HEADINGS: Final = {
    "site": ("站点", "单位", "site", "unit"),
    "month": ("月份", "month"),
    "total": ("预算", "排放预算", "预算tco2e", "budget", "budgettco2e"),
    "intensity": ("强度预算", "强度预算kgco2e", "intensity", "intensitykgco2e"),
    "made": ("产出", "产量", "工业增加值", "production", "made", "output"),
    "made_unit": ("产出单位", "计量单位", "productionunit", "madeunit"),
}
_ALL: Final = frozenset(("全部", "合计", "集团", "all", "*"))


@dataclass(frozen=True, slots=True)
class BudgetTable:
    """What the file says; `unit` is the one in which all production is counted, empty where there is none."""

    unit: str
    budgets: tuple[Budget, ...]
    made: tuple[Made, ...]

    def plan(self, pack: str, total_id: str) -> BudgetPlan:
        return BudgetPlan(pack, total_id, self.unit, self.budgets, self.made)

    def production(self, period: Period) -> Production:
        """What each site made in a period."""
        sums: dict[SiteId, Decimal] = {}
        for item in self.made:
            if item.month in period:
                sums[item.site_id] = sums.get(item.site_id, Decimal(0)) + item.quantity
        return Production(self.unit, tuple(sorted(sums.items())))


def read_budget(name: str, data: bytes, organization: Organization) -> BudgetTable:
    """Budgets and production of the sites of an organization; a row without site, or of all sites, is the organization's own.

    Raises
    ------
    InputError
        Naming the cell, if a heading, site, month or figure cannot be read, a place stands twice, or production is counted in two units.
    """
    sheet = read_table(name, data).sheets[0]
    columns, first = _columns(name, sheet.rows)
    sites = {folded(text): site.id for site in organization.sites for text in (site.id, site.name_zh, site.name_en)}
    budgets: dict[tuple[SiteId, date], Budget] = {}
    made: list[Made] = []
    units: set[str] = set()
    for row in (row for row in sheet.rows if row.number > first):
        place = (_site(name, row, columns, sites), _month(name, row, columns))
        total, intensity, quantity = (_figure(name, row, columns.get(key)) for key in ("total", "intensity", "made"))
        if place in budgets:
            raise InputError("budget_place_twice", file=name, cell=cell_name(row.number, 0), site=place[0], month=place[1].isoformat()[:7])
        budgets[place] = Budget(*place, None if total is None else total.scaleb(3), intensity)
        if quantity is not None:
            made.append(Made(*place, quantity))
            units.add(_words(row, columns.get("made_unit")))
    if len(units) > 1:
        raise InputError("budget_units_differ", file=name, units=", ".join(sorted(units)))
    return BudgetTable(next(iter(units), ""), tuple(budgets.values()), tuple(made))


def _columns(name: str, rows: Sequence[Row]) -> tuple[dict[str, int], int]:
    known = {alias: key for key, aliases in _HEADINGS.items() for alias in aliases}
    for row in rows[:20]:
        found = {known[text]: cell.column for cell in row.cells if (text := folded(cell.text).replace("(", "").replace(")", "")) in known}
        if "month" in found and ("total" in found or "intensity" in found or "made" in found):
            return found, row.number
    raise InputError("budget_headings_missing", file=name, known=", ".join(aliases[0] for aliases in _HEADINGS.values()))


def _site(name: str, row: Row, columns: dict[str, int], sites: dict[str, SiteId]) -> SiteId:
    text = _words(row, columns.get("site"))
    if not text or folded(text) in _ALL:
        return WHOLE
    if folded(text) not in sites:
        raise InputError("budget_site_unknown", file=name, cell=cell_name(row.number, columns["site"]), site=text, known=", ".join(sites.values()))
    return sites[folded(text)]


def _month(name: str, row: Row, columns: dict[str, int]) -> date:
    cell = row.cell(columns["month"])
    read = None if cell is None else read_month(cell)
    if read is None or isinstance(read, Unread):
        raise InputError("budget_cell_unread", file=name, cell=cell_name(row.number, columns["month"]), text=cell.text if cell else "–")
    return read.value.start


def _figure(name: str, row: Row, column: int | None) -> Decimal | None:
    cell: Cell | None = None if column is None else row.cell(column)
    if cell is None or column is None:
        return None
    read = read_amount(cell)
    if isinstance(read, Unread):
        raise InputError("budget_cell_unread", file=name, cell=cell_name(row.number, column), text=cell.text)
    return read.value.value


def _words(row: Row, column: int | None) -> str:
    cell = None if column is None else row.cell(column)
    return cell.text.strip() if cell else ""
