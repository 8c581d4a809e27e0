"""Totals: exact sums of lines, sliced by scope, gas, site, month and source, each with its interval."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from hutan.core.inventory.intervals import interval_of
from hutan.core.inventory.lines import Evaluation
from hutan.core.inventory.plan import Plan, Question
from hutan.core.inventory.result import Line, Slice, Total
from hutan.core.methods.pack import TotalRule

DIMENSIONS = ("scope", "category", "gas", "site", "month", "source", "state")


def totals_of(question: Question, plan: Plan, evaluations: Sequence[Evaluation]) -> tuple[Total, ...]:
    """Every total that the pack states, in its order."""
    return tuple(_total(question, plan, rule, evaluations) for rule in plan.pack.totals)


def _total(question: Question, plan: Plan, rule: TotalRule, evaluations: Sequence[Evaluation]) -> Total:
    members = [item for item in evaluations if belongs(rule, item.line)]
    return Total(
        id=rule.id,
        value=sum((item.line.stated() for item in members), Decimal(0)),
        unit=plan.pack.unit,
        apart=rule.apart,
        slices=slices_of([item.line for item in members]),
        interval=interval_of(question, plan, members),
    )


def belongs(rule: TotalRule, line: Line) -> bool:
    """Whether a total adds up this line."""
    return any((part.scope, part.basis) == (line.scope, line.basis) for part in rule.parts)


def slices_of(lines: Sequence[Line]) -> tuple[Slice, ...]:
    """The sum of the lines along each dimension; the slices of a dimension add up to the total exactly."""
    found: list[Slice] = []
    for dimension in DIMENSIONS:
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for line in lines:
            sums[slice_key(dimension, line)] += line.stated()
        found.extend(Slice(dimension, key, sums[key]) for key in sorted(sums))
    return tuple(found)


def slice_key(dimension: str, line: Line) -> str:
    """Which slice of a dimension a line is in."""
    keys = {
        "scope": line.scope,
        "category": line.category,
        "gas": line.measure,
        "site": line.site_id,
        "month": line.month.isoformat()[:7],
        "source": line.source_id,
        "state": line.state,
    }
    return keys[dimension]
