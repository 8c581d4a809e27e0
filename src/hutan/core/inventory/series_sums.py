"""What totals, intervals, checks and quality are read off, added up by the series instead of by the line; integers where lines are exact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from hutan.core.activity.quantities import LineQuantity
from hutan.core.inventory.checks import negative_signs, quantity_sign, summed_signs
from hutan.core.inventory.intervals import line_keys
from hutan.core.inventory.kept_totals import Spreads, Uncovered
from hutan.core.inventory.plan import Plan, Question
from hutan.core.inventory.portions import Span
from hutan.core.inventory.quality import quality_terms
from hutan.core.inventory.result import Line
from hutan.core.inventory.series import NANO, LineSeries
from hutan.core.inventory.tally import EXACT, Group, Tally, tally_of
from hutan.core.inventory.totals import DIMENSIONS, belongs, slice_key
from hutan.core.methods.pack import TotalRule
from hutan.core.uncertainty.propagation import UncoveredLine
from hutan.kernel.ids import SiteId

# Count and sum of each key of each group.
_Sums = dict[Group, dict[str, tuple[int, Decimal]]]


def tally_of_series(question: Question, plan: Plan, series: Sequence[LineSeries], outside: Iterable[LineQuantity], spreads: Spreads) -> Tally:
    """The tally that the lines of these series and the unbound quantities make up."""
    sums: _Sums = defaultdict(dict)
    months: dict[Group, dict[str, list[int]]] = defaultdict(dict)
    for item in series:
        _add_totals(sums, months, plan.pack.totals, spreads, item)
        _add_signs(sums, question, plan, item)
    for group, keys in months.items():
        for key, values in keys.items():
            _add(sums, group, key, len(values), Decimal(sum(values)).scaleb(NANO))
    for name, group_sums in tally_of(quantity_sign(item) for item in outside).groups.items():
        for key, (count, value) in group_sums.items():
            _add(sums, name, key, count, value)
    return Tally({name: {key: group_sums[key] for key in sorted(group_sums)} for name, group_sums in sums.items()})


def _add(sums: _Sums, group: Group, key: str, count: int, value: Decimal) -> None:
    held, total = sums[group].get(key, (0, Decimal(0)))
    sums[group][key] = (held + count, EXACT.add(total, value))


def _add_totals(
    sums: _Sums, months: dict[Group, dict[str, list[int]]], rules: Iterable[TotalRule], spreads: Spreads, series: LineSeries
) -> None:
    stated = [series.stated(month) for month in series.months]
    count, whole = len(stated), Decimal(sum(stated)).scaleb(NANO)
    moving = [value for value in stated if value]
    size = Decimal(sum(map(abs, moving))).scaleb(NANO)
    covered = bool(series.sensitivities) and all(spreads[key] is not None for key, _ in series.sensitivities)
    quantity = series.quantity
    for rule in rules:
        if not belongs(rule, series.head):
            continue
        _add(sums, ("value", rule.id), "", count, whole)
        for dimension in DIMENSIONS:
            if dimension != "month":
                _add(sums, (dimension, rule.id), slice_key(dimension, series.head), count, whole)
        own = months["month", rule.id]
        for month, value in zip(series.months, stated, strict=True):
            own.setdefault(month.month.isoformat()[:7], []).append(value)
        if moving:
            for group in ("moving", "covered") if covered else ("moving",):
                _add(sums, (group, rule.id), "all", len(moving), whole)
                _add(sums, (group, rule.id), "size", len(moving), size)
            _add_inputs(sums, rule, series.sensitivities if covered else (), len(moving), quantity)


def _add_inputs(sums: _Sums, rule: TotalRule, sensitivities: Iterable[tuple[str, Decimal]], count: int, quantity: Decimal) -> None:
    for key, per_unit in sensitivities:
        _add(sums, ("input", rule.id), key, count, EXACT.multiply(per_unit, quantity))


def _add_signs(sums: _Sums, question: Question, plan: Plan, series: LineSeries) -> None:
    """Signs of checks and quality: those of one line with the sums of the series in its place; negative lines one by one."""
    stated = [series.stated(month) for month in series.months]
    summed = _summed(series, Decimal(sum(stated)).scaleb(NANO), series.quantity)
    for group, key, value in summed_signs(summed, question.organization.source(series.head.source_id).balance):
        _add(sums, group, key, len(stated), value)
    sized = _summed(series, Decimal(sum(map(abs, stated))).scaleb(NANO), series.quantity)
    for group, key, value in quality_terms(question, plan, sized):
        _add(sums, group, key, sum(1 for one in stated if one), value)
    for month in series.months:
        if month.amount < 0 or month.quantity < 0:
            line = replace(series.head, month=month.month, amount=Decimal(month.amount), quantity=Decimal(month.quantity))
            for group, key, value in negative_signs(line):
                _add(sums, group, key, 1, value)


def _summed(series: LineSeries, stated: Decimal, quantity: Decimal) -> Line:
    """The head of a series with its sums in the place of one month's figures."""
    if series.head.co2e_kg is None:
        return replace(series.head, quantity=quantity, metered=quantity, amount=stated)
    return replace(series.head, quantity=quantity, metered=quantity, co2e_kg=stated)


def uncovered_of_series(rule: TotalRule, spreads: Spreads, series: Iterable[LineSeries]) -> Uncovered:
    """Lines that the interval of a total leaves out, by site, source and month."""
    found: dict[SiteId, dict[Span, tuple[UncoveredLine, ...]]] = {}
    for item in series:
        missing = tuple(dict.fromkeys(key for key, _ in item.sensitivities if spreads[key] is None))
        if not belongs(rule, item.head) or (item.sensitivities and not missing):
            continue
        moving = [one.month for one in item.months if item.stated(one)]
        spans = found.setdefault(item.head.site_id, {}) if moving else {}
        for month, key in zip(moving, line_keys(item.head, moving), strict=True):
            span = (item.head.source_id, month)
            line = UncoveredLine(key, missing)
            spans[span] = (*spans[span], line) if span in spans else (line,)
    return found


def inputs_of_series(series: Iterable[LineSeries]) -> Iterator[str]:
    """Every input that some series moves with."""
    seen = {key for item in series for key, _ in item.sensitivities}
    yield from sorted(seen)
