"""Utilities of the organization's own as metered internal products: what each is charged with, passed on to its users, mutual use solved.

Nothing is counted twice: the lines of an inventory stand as they are, and the accounts say to whom they belong. What users are given adds up to
what was fed in, to the last digit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Final

from hutan.core.activity.quantities import LineQuantity
from hutan.core.inventory.plan import Question
from hutan.core.inventory.result import Line, UtilityAccount, UtilityUse
from hutan.core.inventory.totals import belongs
from hutan.core.methods.pack import MethodPack, TotalRule
from hutan.core.model.organization import Feed, Utility
from hutan.kernel.ids import SourceId

LOOP_WITHOUT_USERS: Final = "utility_loop_without_users"
NOTHING_DELIVERED: Final = "utility_nothing_delivered"
DELIVERED_MORE: Final = "utility_delivered_more_than_made"
METER_ABOVE_SOURCE: Final = "utility_meter_above_source"

_STEP: Final = Decimal("0.000000001")


@dataclass(frozen=True, slots=True)
class _Flows:
    """What the internal meters counted: by source and month, and by utility to each user."""

    by_month: Mapping[tuple[SourceId, date], Decimal]
    by_source: Mapping[SourceId, Decimal]

    def delivered(self, utility: Utility) -> dict[str, Decimal]:
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for delivery in utility.deliveries:
            sums[delivery.to] += self.by_source.get(delivery.source_id, Decimal(0))
        return dict(sums)


def utility_accounts(
    question: Question, pack: MethodPack, lines: Sequence[Line], quantities: Sequence[LineQuantity]
) -> tuple[UtilityAccount, ...]:
    """Accounts of all utilities under every total that is not stated apart, in the order of the totals and of the organization.

    With D_u what utility u delivers, q_uv what it delivers to utility v, and E_u what its own sources emit, the charge x of each utility
    solves x_v = E_v + Σ_u q_uv / D_u · x_u, exactly, in fractions.

    Source: the step of reciprocal allocation in cost accounting; ISO 14044:2006, 4.3.4.2, physical allocation.
    """
    utilities = question.organization.utilities
    if not utilities:
        return ()
    flows = _flows(question, quantities)
    found: list[UtilityAccount] = []
    for rule in pack.totals:
        if not rule.apart:
            found.extend(_accounts(question, rule, [line for line in lines if belongs(rule, line)], flows))
    return tuple(found)


def _flows(question: Question, quantities: Sequence[LineQuantity]) -> _Flows:
    by_month: dict[tuple[SourceId, date], Decimal] = defaultdict(Decimal)
    by_source: dict[SourceId, Decimal] = defaultdict(Decimal)
    for item in quantities:
        if item.month in question.period:
            by_month[item.source_id, item.month] += item.quantity
            by_source[item.source_id] += item.quantity
    return _Flows(by_month, by_source)


def _accounts(question: Question, rule: TotalRule, lines: Sequence[Line], flows: _Flows) -> list[UtilityAccount]:
    utilities = question.organization.utilities
    emitted: dict[tuple[SourceId, date], Decimal] = defaultdict(Decimal)
    for line in lines:
        emitted[line.source_id, line.month] += line.stated()
    fed = {utility.id: sum((_fed(feed, emitted, flows) for feed in utility.fed_by), Fraction(0)) for utility in utilities}
    problems = {utility.id: _problem(utility, flows) for utility in utilities}
    charges = _solved(utilities, fed, flows)
    if charges is None:
        return [_account(question, rule, utility, flows, fed, fed, LOOP_WITHOUT_USERS) for utility in utilities]
    return [_account(question, rule, utility, flows, fed, charges, problems[utility.id]) for utility in utilities]


def _fed(feed: Feed, emitted: Mapping[tuple[SourceId, date], Decimal], flows: _Flows) -> Fraction:
    """What a feed brings: all its source emits, or month by month the part that the internal meter counts of it."""
    total = Fraction(0)
    for (source_id, month), value in emitted.items():
        if source_id == feed.source_id:
            whole = flows.by_month.get((source_id, month), Decimal(0))
            part = whole if feed.through is None else flows.by_month.get((feed.through, month), Decimal(0))
            total += Fraction(value) * (Fraction(part) / Fraction(whole) if whole else 0)
    return total


def _problem(utility: Utility, flows: _Flows) -> str:
    delivered = sum(flows.delivered(utility).values(), Decimal(0))
    if not delivered:
        return NOTHING_DELIVERED
    if utility.output is not None and delivered > flows.by_source.get(utility.output, Decimal(0)):
        return DELIVERED_MORE
    for feed in utility.fed_by:
        for (source_id, month), part in flows.by_month.items():
            if source_id == feed.through and part > flows.by_month.get((feed.source_id, month), Decimal(0)):
                return METER_ABOVE_SOURCE
    return ""


def _solved(utilities: Sequence[Utility], fed: Mapping[str, Fraction], flows: _Flows) -> dict[str, Fraction] | None:
    """The charge of each utility by elimination; None where a ring of utilities hands everything to itself."""
    ids = [utility.id for utility in utilities]
    shares = {utility.id: _shares(flows.delivered(utility)) for utility in utilities}
    rows = [[Fraction(one == other) - shares[other].get(one, Fraction(0)) for other in ids] + [fed[one]] for one in ids]
    for column in range(len(ids)):
        pivot = next((index for index in range(column, len(ids)) if rows[index][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for index in range(len(ids)):
            if index != column and rows[index][column]:
                factor = rows[index][column]
                rows[index] = [value - factor * above for value, above in zip(rows[index], rows[column], strict=True)]
    return {one: rows[index][-1] for index, one in enumerate(ids)}


def _shares(delivered: Mapping[str, Decimal]) -> dict[str, Fraction]:
    whole = sum(delivered.values(), Decimal(0))
    return {to: Fraction(quantity) / Fraction(whole) for to, quantity in delivered.items()} if whole else {}


def _account(
    question: Question,
    rule: TotalRule,
    utility: Utility,
    flows: _Flows,
    fed: Mapping[str, Fraction],
    charges: Mapping[str, Fraction],
    problem: str,
) -> UtilityAccount:
    delivered, charge = flows.delivered(utility), charges[utility.id]
    whole = sum(delivered.values(), Decimal(0))
    fed_kg, charged_kg = _rounded(fed[utility.id]), _rounded(charge)
    return UtilityAccount(
        utility_id=utility.id,
        total_id=rule.id,
        unit=_unit(question, utility),
        made=None if utility.output is None else flows.by_source.get(utility.output, Decimal(0)),
        delivered=whole,
        fed_kg=fed_kg,
        received_kg=charged_kg - fed_kg,
        intensity=_rounded(charge / Fraction(whole)) if whole else None,
        uses=_uses(delivered, charge, charged_kg),
        problem=problem,
    )


def _unit(question: Question, utility: Utility) -> str:
    """The unit of what is delivered, that of the first delivery meter."""
    source = question.organization.source(utility.deliveries[0].source_id)
    return question.library.carrier_of(source, question.organization).base_unit


def _uses(delivered: Mapping[str, Decimal], charge: Fraction, charged_kg: Decimal) -> tuple[UtilityUse, ...]:
    """Each user's part to 1e-9; the largest takes what rounding leaves, so that the parts add up to the charge."""
    parts = {to: _rounded(charge * share) for to, share in _shares(delivered).items()}
    if parts:
        largest = max(parts, key=lambda to: (delivered[to], to))
        parts[largest] += charged_kg - sum(parts.values(), Decimal(0))
    return tuple(UtilityUse(to, delivered[to], part) for to, part in sorted(parts.items()))


def _rounded(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_STEP, ROUND_HALF_EVEN)
