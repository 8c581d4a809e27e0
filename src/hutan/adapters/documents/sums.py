"""Lines of one inventory added up in the ways a report needs, exactly, with the estimated part kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hutan.core.inventory.calculation import Inputs
from hutan.core.inventory.checks import uncovered_months
from hutan.core.inventory.plan import Question
from hutan.core.inventory.result import Inventory, Line, Total
from hutan.core.inventory.totals import belongs
from hutan.core.methods.library import Library
from hutan.core.methods.pack import MethodPack, TotalRule
from hutan.core.model.activity_record import RecordState
from hutan.kernel.periods import Period

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sum:
    """What lines add up to [kg], and how much of it rests on estimated data."""

    value_kg: Decimal = _NOTHING
    estimated_kg: Decimal = _NOTHING

    def plus(self, line: Line) -> Sum:
        amount = line.stated()
        estimated = amount if line.state == RecordState.ESTIMATED.value else _NOTHING
        return Sum(self.value_kg + amount, self.estimated_kg + estimated)


def sums_by(lines: Iterable[Line], key: Callable[[Line], str]) -> dict[str, Sum]:
    """Sums by a key, in the order in which keys first occur."""
    found: dict[str, Sum] = {}
    for line in lines:
        name = key(line)
        found[name] = found.get(name, Sum()).plus(line)
    return found


def largest_first(sums: dict[str, Sum]) -> list[str]:
    """Keys by size, ties by name."""
    return sorted(sums, key=lambda name: (-sums[name].value_kg, name))


def rule_of(pack: MethodPack, total_id: str) -> TotalRule:
    """How the pack adds up a total."""
    return next(rule for rule in pack.totals if rule.id == total_id)


def lines_of(inventory: Inventory, total_id: str) -> tuple[Line, ...]:
    """The lines that a total adds up."""
    rule = rule_of(inventory.pack, total_id)
    return tuple(line for line in inventory.lines if belongs(rule, line))


def main_totals(inventory: Inventory) -> tuple[Total, ...]:
    """The totals that are not stated apart."""
    return tuple(total for total in inventory.totals if not total.apart)


def main_lines(inventory: Inventory) -> tuple[Line, ...]:
    """The lines of the pack's first total, on which a report's breakdowns rest; none where the pack states no such total."""
    totals = main_totals(inventory)
    return lines_of(inventory, totals[0].id) if totals else ()


def apart_lines(inventory: Inventory) -> tuple[Line, ...]:
    """The lines of all totals stated apart."""
    rules = [rule_of(inventory.pack, total.id) for total in inventory.totals if total.apart]
    return tuple(line for line in inventory.lines if any(belongs(rule, line) for rule in rules))


def category_of(inventory: Inventory, line: Line) -> str:
    """The category of the rule behind a line."""
    rule_id = inventory.bindings[line.binding].rule_id
    return next(rule.category for rule in inventory.pack.rules if rule.id == rule_id)


def by_pack(inventories: Sequence[Inventory]) -> tuple[tuple[Inventory, ...], ...]:
    """Inventories of one pack together, packs in the order asked, periods in time."""
    groups: dict[str, list[Inventory]] = {}
    for inventory in inventories:
        groups.setdefault(inventory.pack_id, []).append(inventory)
    return tuple(tuple(sorted(group, key=lambda item: item.period)) for group in groups.values())


def months_lacking(inputs: Inputs, library: Library, period: Period) -> frozenset[date]:
    """First days of months of `period` in which some source that counts has days without data."""
    question = Question(inputs.organization, library, period, inputs.reported_on)
    records = defaultdict(list)
    for record in inputs.records:
        records[record.source_id].append(record.period)
    sources = inputs.organization.sources
    found = (month for source in sources for month in uncovered_months(question, source, records[source.id]))
    return frozenset(date(month.start.year, month.start.month, 1) for month in found)
