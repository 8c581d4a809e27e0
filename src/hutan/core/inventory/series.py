"""Lines by the series: one source under one binding over its months, worked out once and multiplied; for millions of readings.

A series gives the same lines as `lines.evaluate_plan`, to the last digit, wherever its formula is a multiple of the quantity and no contractual
instrument splits it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from hutan.core.activity.quantities import LineQuantity
from hutan.core.inventory.coverage import RESIDUAL, CoveredPart
from hutan.core.inventory.lines import Evaluation, evaluations_of, line_unit
from hutan.core.inventory.plan import Plan, Question
from hutan.core.inventory.quantities import Pieces
from hutan.core.inventory.result import Binding, BoundInput, Line
from hutan.core.methods.coefficients import coefficient, divides, is_near_tie, rounded_ratio
from hutan.core.methods.evaluation import QUANTITY, Units, output_inputs
from hutan.kernel.ids import KindId

_ONE: Final = Decimal(1)
MICRO: Final = -6
NANO: Final = -9
_DIGITS_TO_SPARE: Final = 40


@dataclass(frozen=True, slots=True)
class MonthOfSeries:
    """One line of a series in integers: quantity [10^-6 units], amount and CO2 equivalents [10^-9 kg]; the last is 0 for energy."""

    month: date
    quantity: int
    amount: int
    co2e: int


@dataclass(frozen=True, slots=True)
class LineSeries:
    """A line as it stands in its first month, with the months, and how strongly one unit of quantity moves the total with each input."""

    head: Line
    months: tuple[MonthOfSeries, ...]
    sensitivities: tuple[tuple[str, Decimal], ...]

    @property
    def quantity(self) -> Decimal:
        return Decimal(sum(item.quantity for item in self.months)).scaleb(MICRO)

    def stated(self, month: MonthOfSeries) -> int:
        """What totals add up [10^-9]."""
        return month.amount if self.head.co2e_kg is None else month.co2e

    def evaluations(self) -> Iterator[Evaluation]:
        """The lines themselves, for those who want them."""
        for item in self.months:
            quantity = Decimal(item.quantity).scaleb(MICRO)
            co2e = None if self.head.co2e_kg is None else Decimal(item.co2e).scaleb(NANO)
            line = replace(self.head, month=item.month, quantity=quantity, metered=quantity, amount=Decimal(item.amount).scaleb(NANO), co2e_kg=co2e)
            yield Evaluation(line, tuple((key, value * quantity) for key, value in self.sensitivities))


def series_of(question: Question, plan: Plan, quantities: Sequence[LineQuantity], pieces: Pieces) -> tuple[LineSeries, ...] | None:
    """All series of a plan in the order of their first lines; None where some formula is no multiple of the quantity."""
    found: list[LineSeries] = []
    for (number, state, _), months in _months(question, plan, quantities, pieces).items():
        own = _series(question, plan, plan.bindings[number], state, sorted(months.items()))
        if own is None:
            return None
        found.extend(own)
    found.sort(key=lambda item: (item.head.site_id, item.head.source_id, item.head.binding, item.head.state, item.head.measure, item.head.output))
    return tuple(found)


def _months(
    question: Question, plan: Plan, quantities: Sequence[LineQuantity], pieces: Pieces
) -> dict[tuple[int, str, str], dict[date, int]]:
    """Micro-units by binding, state and uncertain input, and by month, however other packs cut the days."""
    sums: dict[tuple[int, str, str], dict[date, int]] = defaultdict(dict)
    numbers: dict[int, tuple[int, ...]] = {}
    for item in quantities:
        if item.piece >= 0:
            if item.piece not in numbers:
                days = pieces.period(item.piece)
                numbers[item.piece] = tuple(one.number for one in plan.bindings_of(item.source_id) if one.period.covers(days))
            key = question.estimates.key(item.source_id, item.month, item.state)
            for number in numbers[item.piece]:
                months = sums[number, item.state, key]
                months[item.month] = months.get(item.month, 0) + int(item.quantity.scaleb(-MICRO))
    return sums


def _series(
    question: Question, plan: Plan, binding: Binding, state: str, months: Sequence[tuple[date, int]]
) -> list[LineSeries] | None:
    name = RESIDUAL if plan.rule(binding).instruments is not None else ""
    part = CoveredPart(binding, months[0][0], state, name, _ONE, _ONE, binding.inputs)
    found = []
    for number, unit in enumerate(evaluations_of(question, plan, part)):
        ratio = _ratio(plan, binding, unit.line)
        if ratio is None:
            return None
        warming = ratio * (1 if unit.line.gwp is None else Fraction(unit.line.gwp))
        amounts = list(_amounts(months, ratio, warming))
        if not _is_exact(plan, binding, unit.line, warming):
            for place in _undecided(months, ratio, warming):
                month, micro = months[place]
                quantity = Decimal(micro).scaleb(MICRO)
                lines = list(evaluations_of(question, plan, replace(part, month=month, quantity=quantity, metered=quantity)))
                amounts[place] = _as_evaluated(lines[number].line, micro)
        found.append(LineSeries(unit.line, tuple(amounts), unit.sensitivities))
    return found


def _ratio(plan: Plan, binding: Binding, line: Line) -> Fraction | None:
    """What one unit comes to after the share and the part of the component."""
    ratio = coefficient(*_formula(plan, binding, line), _values(_bound(plan, binding, line)))
    return None if ratio is None else ratio * Fraction(binding.share) * Fraction(line.component)


def _formula(plan: Plan, binding: Binding, line: Line) -> tuple[KindId, str, str, Units]:
    rule = plan.rule(binding)
    units = sorted([(QUANTITY, line.quantity_unit), *((item.name, item.unit) for item in _bound(plan, binding, line))])
    return rule.kind, line.output, line_unit(rule.kind, line), tuple(units)


def _bound(plan: Plan, binding: Binding, line: Line) -> list[BoundInput]:
    needed = output_inputs(plan.rule(binding).kind, line.output)
    return [item for item in binding.inputs if item.name in needed]


def _is_exact(plan: Plan, binding: Binding, line: Line, warming: Fraction) -> bool:
    """Whether the evaluator never rounds on its way: no quotient, and digits to spare for any quantity."""
    digits = len(str(warming.numerator)) + len(str(warming.denominator))
    return digits <= _DIGITS_TO_SPARE and not divides(*_formula(plan, binding, line))


def _undecided(months: Sequence[tuple[date, int]], ratio: Fraction, warming: Fraction) -> Iterator[int]:
    """Places of the months whose amounts or CO2 equivalents are too near a tie to know how the evaluator rounds them."""
    for place, (_, quantity) in enumerate(months):
        if any(is_near_tie(quantity * one.numerator * 1000, one.denominator) for one in (ratio, warming)):
            yield place


def _as_evaluated(line: Line, quantity: int) -> MonthOfSeries:
    return MonthOfSeries(line.month, quantity, int(line.amount.scaleb(-NANO)), int((line.co2e_kg or Decimal(0)).scaleb(-NANO)))


def _values(bound: Sequence[BoundInput]) -> dict[str, Decimal]:
    return {item.name: item.value for item in bound}


def _amounts(months: Sequence[tuple[date, int]], ratio: Fraction, warming: Fraction) -> Iterator[MonthOfSeries]:
    # A micro-unit times 1000 gives 10^-9 of the amount.
    over, under = ratio.numerator * 1000, ratio.denominator
    over_co2e, under_co2e = warming.numerator * 1000, warming.denominator
    for month, quantity in months:
        yield MonthOfSeries(month, quantity, rounded_ratio(quantity * over, under), rounded_ratio(quantity * over_co2e, under_co2e))
