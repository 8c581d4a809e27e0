"""Totals simulated where their first-order interval is unfit, or everywhere if that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np

from hutan.core.inventory.coverage import Pool
from hutan.core.inventory.drawn_lines import DrawnLine, DrawnModel, LineName, drawn_lines, model_of
from hutan.core.inventory.intervals import moving_of, spreads_of
from hutan.core.inventory.lines import Evaluation
from hutan.core.inventory.plan import Plan, Question
from hutan.core.inventory.result import Line, Total
from hutan.core.methods.pack import TotalRule
from hutan.core.uncertainty.drawing import DrawnRatios, Floats, at_means
from hutan.core.uncertainty.monte_carlo import sample, with_simulation
from hutan.core.uncertainty.propagation import InputSpread, IntervalResult
from hutan.core.uncertainty.reason import Reason
from hutan.core.uncertainty.simulated import Simulation
from hutan.kernel.errors import FormulaError


def simulated_totals(
    question: Question,
    plan: Plan,
    evaluations: Sequence[Evaluation],
    totals: tuple[Total, ...],
    pools: Callable[[], Sequence[Pool]],
    simulation: Simulation,
) -> tuple[Total, ...]:
    """The totals with simulated intervals beside the first-order ones where they are wanted.

    Only lines whose every input has a sourced spread are drawn, as for the first-order interval. `pools` are asked for only if
    something is simulated.
    """
    wanted = [total for total in totals if wants(total.interval, simulation)]
    if not wanted:
        return totals
    drawn_pools, lines = drawn_lines(question, plan, pools())
    spreads = spreads_of(question, {key for line in lines for _, key in line.keys})
    covered = _covered(lines, evaluations, {spread.input_key for spread in spreads})
    model = model_of(drawn_pools, covered)
    rules = [rule for total in wanted for rule in plan.pack.totals if rule.id == total.id]
    try:
        values = sample(lambda ratios: _totals(model, rules, ratios), spreads, simulation)
        means = _totals(model, rules, at_means(spreads))
    except FormulaError as error:
        reason = Reason("simulation_impossible", tuple(item for item in error.params if item[0] == "formula"))
        return tuple(_with_reason(total, reason) if total in wanted else total for total in totals)
    found = {}
    for rule, total, row, mean in zip(rules, wanted, values, means, strict=True):
        members = [item for item in moving_of(evaluations) if _belongs(rule, (item.line.scope, item.line.basis))]
        size = sum((abs(item.line.stated()) for item in members), Decimal(0))
        own = _own_spreads(rule, covered, spreads)
        found[total.id] = replace(total, interval=with_simulation(total.interval, row, float(mean[0]), own, size, simulation))
    return tuple(found.get(total.id, total) for total in totals)


def wants(interval: IntervalResult, simulation: Simulation) -> bool:
    """Whether an interval is simulated: it is stated, and it is unfit or everything is asked for."""
    return interval.is_stated and (simulation.always or not interval.first_order_fit)


def _belongs(rule: TotalRule, place: tuple[str, str]) -> bool:
    return any((part.scope, part.basis) == place for part in rule.parts)


def _totals(model: DrawnModel, rules: Sequence[TotalRule], ratios: DrawnRatios) -> Floats:
    places = model.by_place(ratios)
    return np.array([sum((places[place] for place in sorted(places) if _belongs(rule, place)), np.zeros(ratios.count)) for rule in rules])


def _covered(lines: Sequence[DrawnLine], evaluations: Sequence[Evaluation], known: set[str]) -> list[DrawnLine]:
    """Lines inside the interval, and pieces that are nothing at the stated values.

    Such a piece counts if it belongs to a consumption of which a line is inside, or if it would be inside itself. An input of it
    without a spread stays at its stated value.
    """
    inside: set[LineName] = set()
    outside: set[LineName] = set()
    for item in moving_of(evaluations):
        sure = bool(item.sensitivities) and all(key in known for key, _ in item.sensitivities)
        (inside if sure else outside).add(_name(item.line))
    siblings = {line.sibling() for line in lines if line.name in inside}
    return [line for line in lines if line.name in inside or (line.name not in outside and _counts(line, siblings, known))]


def _name(line: Line) -> LineName:
    return (line.source_id, line.month.isoformat(), line.output, line.measure, line.basis, line.state, str(line.binding), line.part)


def _counts(line: DrawnLine, siblings: set[LineName], known: set[str]) -> bool:
    return line.pool >= 0 and (line.sibling() in siblings or all(key in known for _, key in line.keys))


def _own_spreads(rule: TotalRule, lines: Sequence[DrawnLine], spreads: Sequence[InputSpread]) -> list[InputSpread]:
    keys = {key for line in lines if _belongs(rule, line.place) for _, key in line.keys}
    return [spread for spread in spreads if spread.input_key in keys]


def _with_reason(total: Total, reason: Reason) -> Total:
    return replace(total, interval=replace(total.interval, reasons=(*total.interval.reasons, reason)))
