"""Budgets of emissions and of intensity, unit by unit and month by month, beside what came of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from hutan.core.inventory.result import Inventory
from hutan.core.inventory.totals import belongs
from hutan.kernel.ids import SiteId

WHOLE: Final = SiteId("*")
_STEP: Final = Decimal("0.000000001")


@dataclass(frozen=True, slots=True)
class Budget:
    """What a unit may emit in a month [kg CO2e], in all or per unit of what it makes; `site_id` is a site, or `WHOLE` for the organization."""

    site_id: SiteId
    month: date
    total_kg: Decimal | None
    intensity_kg: Decimal | None


@dataclass(frozen=True, slots=True)
class Made:
    """What a site made in a month."""

    site_id: SiteId
    month: date
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class BudgetPlan:
    """Budgets under one total of one pack; `unit` is what production is counted in, empty where no intensity is budgeted."""

    pack: str
    total_id: str
    unit: str
    budgets: tuple[Budget, ...]
    made: tuple[Made, ...]


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A month of a unit: budget, actual and what is left (negative: overrun), in all and per unit made.

    Actuals are None where the month has no data, an intensity also where nothing was made. `running_kg` is what is left since January.
    """

    site_id: SiteId
    month: date
    total_kg: Decimal | None
    actual_kg: Decimal | None
    estimated_kg: Decimal
    left_kg: Decimal | None
    running_kg: Decimal | None
    intensity_kg: Decimal | None
    actual_intensity_kg: Decimal | None

    @property
    def overrun(self) -> bool:
        """Whether the month emitted more than it may, in all or per unit made."""
        above = self.intensity_kg is not None and self.actual_intensity_kg is not None and self.actual_intensity_kg > self.intensity_kg
        return above or (self.left_kg is not None and self.left_kg < 0)


def budget_lines(plan: BudgetPlan, inventories: Sequence[Inventory]) -> tuple[BudgetLine, ...]:
    """Every budget with its actual from the inventories of the plan's pack, by unit and month."""
    actual: dict[tuple[SiteId, date], Decimal] = defaultdict(Decimal)
    estimated: dict[tuple[SiteId, date], Decimal] = defaultdict(Decimal)
    for inventory in (item for item in inventories if item.pack_id == plan.pack):
        rule = next(total for total in inventory.pack.totals if total.id == plan.total_id)
        for line in (line for line in inventory.lines if belongs(rule, line)):
            for site_id in (line.site_id, WHOLE):
                actual[site_id, line.month.replace(day=1)] += line.stated()
                estimated[site_id, line.month.replace(day=1)] += line.stated() if line.state == "estimated" else 0
    made: dict[tuple[SiteId, date], Decimal] = defaultdict(Decimal)
    for item in plan.made:
        for site_id in (item.site_id, WHOLE):
            made[site_id, item.month] += item.quantity
    running: dict[tuple[SiteId, int], Decimal] = defaultdict(Decimal)
    found = []
    for budget in sorted(plan.budgets, key=lambda item: (item.site_id, item.month)):
        place = (budget.site_id, budget.month)
        emitted = actual.get(place)
        left = None if budget.total_kg is None or emitted is None else budget.total_kg - emitted
        if left is not None:
            running[budget.site_id, budget.month.year] += left
        found.append(
            BudgetLine(
                site_id=budget.site_id,
                month=budget.month,
                total_kg=budget.total_kg,
                actual_kg=emitted,
                estimated_kg=estimated.get(place, Decimal(0)),
                left_kg=left,
                running_kg=None if left is None else running[budget.site_id, budget.month.year],
                intensity_kg=budget.intensity_kg,
                actual_intensity_kg=_per_unit(emitted, made.get(place)),
            )
        )
    return tuple(found)


def _per_unit(emitted: Decimal | None, made: Decimal | None) -> Decimal | None:
    return None if emitted is None or not made else (emitted / made).quantize(_STEP, ROUND_HALF_EVEN)
