"""Totals that are kept with what they are added up from, so that other lines in a few places cost those places alone.

A kept total has the same value, slices and interval as `totals.totals_of` gives for the same lines; the interval, whose every share of variance
moves with any line, is worked out when it is asked for.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from hutan.core.inventory.intervals import line_key, spread_of
from hutan.core.inventory.lines import Evaluation
from hutan.core.inventory.plan import Plan, Question
from hutan.core.inventory.portions import Span
from hutan.core.inventory.result import Slice, Total
from hutan.core.inventory.tally import EXACT, Tally, Term, moved_keys
from hutan.core.inventory.totals import DIMENSIONS, belongs, slice_key
from hutan.core.methods.pack import TotalRule
from hutan.core.uncertainty.propagation import CoveredSums, InputEffect, InputSpread, IntervalResult, UncoveredLine, input_effect, interval_of_sums
from hutan.kernel.ids import SiteId

# Every input met so far with its spread, None where no source states one.
Spreads = Mapping[str, InputSpread | None]

# Lines that an interval leaves out, by site, and there by source and month.
Uncovered = Mapping[SiteId, Mapping[Span, tuple[UncoveredLine, ...]]]

_ZERO: Final = Decimal(0)
_ALL: Final = "all"
_SIZE: Final = "size"


@dataclass(frozen=True, slots=True)
class SiteUncovered:
    """Lines of one site that the interval of a total leaves out, by source and month, and in the order of lines."""

    by_span: Mapping[Span, tuple[UncoveredLine, ...]]
    lines: tuple[UncoveredLine, ...]


@dataclass(frozen=True, slots=True)
class KeptTotal:
    """A total with its slices by dimension and key, the effects of its inputs with the sum of their squares, and the uncovered lines by site."""

    rule: TotalRule
    slices: Mapping[str, Mapping[str, Slice]]
    effects: Mapping[str, InputEffect]
    variance: Decimal
    uncovered: Mapping[SiteId, SiteUncovered]


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a total's parts: keys of slices by dimension, keys of inputs, and sites whose uncovered lines are others."""

    slices: Mapping[str, frozenset[str]]
    inputs: frozenset[str]
    sites: frozenset[SiteId]


def spreads_with(question: Question, spreads: Spreads, evaluations: Iterable[Evaluation]) -> Spreads:
    """The spreads held, and those of inputs that are met for the first time."""
    missing = {key for item in evaluations for key, _ in item.sensitivities if key not in spreads}
    return {**spreads, **{key: spread_of(question, key) for key in sorted(missing)}} if missing else spreads


def total_terms(rules: Iterable[TotalRule], spreads: Spreads, evaluation: Evaluation) -> Iterator[Term]:
    """What a line adds to each total that it belongs to."""
    stated = evaluation.line.stated()
    for rule in rules:
        if belongs(rule, evaluation.line):
            yield ("value", rule.id), "", stated
            for dimension in DIMENSIONS:
                yield (dimension, rule.id), slice_key(dimension, evaluation.line), stated
            if stated:
                yield from _interval_terms(rule, spreads, evaluation)


def _interval_terms(rule: TotalRule, spreads: Spreads, evaluation: Evaluation) -> Iterator[Term]:
    stated = evaluation.line.stated()
    yield ("moving", rule.id), _ALL, stated
    yield ("moving", rule.id), _SIZE, abs(stated)
    if _is_covered(evaluation, spreads):
        yield ("covered", rule.id), _ALL, stated
        yield ("covered", rule.id), _SIZE, abs(stated)
        for key, value in evaluation.sensitivities:
            yield ("input", rule.id), key, value


def _is_covered(evaluation: Evaluation, spreads: Spreads) -> bool:
    return bool(evaluation.sensitivities) and not _missing(evaluation, spreads)


def _missing(evaluation: Evaluation, spreads: Spreads) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key, _ in evaluation.sensitivities if spreads[key] is None))


def uncovered_of(rule: TotalRule, spreads: Spreads, evaluations: Iterable[Evaluation]) -> Uncovered:
    """Lines that the interval of a total leaves out, by site, source and month."""
    found: dict[SiteId, dict[Span, tuple[UncoveredLine, ...]]] = {}
    for item in evaluations:
        line = item.line
        if line.stated() and belongs(rule, line) and not _is_covered(item, spreads):
            spans, span = found.setdefault(line.site_id, {}), (line.source_id, line.month)
            spans[span] = (*spans.get(span, ()), UncoveredLine(line_key(line), _missing(item, spreads)))
    return found


def kept_total(rule: TotalRule, spreads: Spreads, tally: Tally, uncovered: Uncovered) -> KeptTotal:
    """A total from all its terms."""
    slices = {dimension: _slices(tally, rule, dimension, {}, tally.group((dimension, rule.id))) for dimension in DIMENSIONS}
    effects, variance = _effects(tally, rule, spreads, {}, _ZERO, tally.group(("input", rule.id)))
    # An interval sorts its inputs by effect; what is nearly in order is sorted in a tenth of the time.
    ranked = dict(sorted(effects.items(), key=lambda item: (-abs(item[1].effect), item[0])))
    return KeptTotal(rule, slices, ranked, variance, {site_id: _site_uncovered(spans) for site_id, spans in uncovered.items()})


def value_of(tally: Tally, rule: TotalRule) -> Decimal:
    """What a total comes to."""
    return tally.value(("value", rule.id))


def interval_of_kept(plan: Plan, tally: Tally, kept: KeptTotal) -> IntervalResult:
    """The interval of a total, as `intervals.interval_of` gives it for its lines."""
    sums = CoveredSums(
        total=tally.value(("moving", kept.rule.id), _ALL),
        size=tally.value(("moving", kept.rule.id), _SIZE),
        covered_total=tally.value(("covered", kept.rule.id), _ALL),
        covered_size=tally.value(("covered", kept.rule.id), _SIZE),
        covered_count=tally.count(("covered", kept.rule.id), _ALL),
        variance=kept.variance,
        effects=tuple(kept.effects.values()),
        uncovered=tuple(itertools.chain.from_iterable(kept.uncovered[site_id].lines for site_id in sorted(kept.uncovered))),
    )
    return interval_of_sums(sums, plan.pack.least_coverage)


def total_of_kept(plan: Plan, tally: Tally, kept: KeptTotal) -> Total:
    """The total with all its slices and its interval."""
    return Total(
        id=kept.rule.id,
        value=value_of(tally, kept.rule),
        unit=plan.pack.unit,
        apart=kept.rule.apart,
        slices=tuple(itertools.chain.from_iterable(kept.slices[dimension].values() for dimension in DIMENSIONS)),
        interval=interval_of_kept(plan, tally, kept),
    )


def retotaled(kept: KeptTotal, spreads: Spreads, tally: Tally, moved: Moved, uncovered: Uncovered) -> KeptTotal:
    """The total after an exchange of terms.

    Parameters
    ----------
    kept, spreads
        The total before, and the spreads of all inputs.
    tally
        The tally after the exchange.
    moved
        What the exchange touched.
    uncovered
        For the sites in `moved`: the uncovered lines of every source and month that was worked out anew; empty where none is left.
    """
    slices = dict(kept.slices)
    for dimension, keys in moved.slices.items():
        slices[dimension] = _slices(tally, kept.rule, dimension, kept.slices[dimension], keys)
    sites = dict(kept.uncovered)
    for site_id in moved.sites:
        held = kept.uncovered[site_id].by_span if site_id in kept.uncovered else {}
        spans = {span: lines for span, lines in {**held, **uncovered.get(site_id, {})}.items() if lines}
        sites[site_id] = _site_uncovered(spans)
        if not spans:
            del sites[site_id]
    effects, variance = _effects(tally, kept.rule, spreads, kept.effects, kept.variance, moved.inputs)
    return KeptTotal(kept.rule, slices, effects, variance, sites)


def moved_in(rule: TotalRule, removed: Tally, added: Tally, sites: Iterable[SiteId]) -> Moved:
    """What an exchange touches of a total."""
    found = {dimension: frozenset(moved_keys((dimension, rule.id), removed, added)) for dimension in DIMENSIONS}
    inputs = frozenset(moved_keys(("input", rule.id), removed, added))
    return Moved({dimension: keys for dimension, keys in found.items() if keys}, inputs, frozenset(sites))


def _slices(tally: Tally, rule: TotalRule, dimension: str, held: Mapping[str, Slice], keys: Iterable[str]) -> dict[str, Slice]:
    group, slices, fresh = tally.group((dimension, rule.id)), dict(held), False
    for key in keys:
        if key in group:
            fresh = fresh or key not in slices
            slices[key] = Slice(dimension, key, group[key][1])
        else:
            slices.pop(key, None)
    return {key: slices[key] for key in sorted(slices)} if fresh else slices


def _site_uncovered(spans: Mapping[Span, tuple[UncoveredLine, ...]]) -> SiteUncovered:
    return SiteUncovered(spans, tuple(line for span in sorted(spans) for line in spans[span]))


def _effects(
    tally: Tally, rule: TotalRule, spreads: Spreads, held: Mapping[str, InputEffect], variance: Decimal, keys: Iterable[str]
) -> tuple[dict[str, InputEffect], Decimal]:
    """The effects with those of `keys` anew, and the exact sum of the squares of all."""
    group, effects = tally.group(("input", rule.id)), dict(held)
    for key in keys:
        old = effects.pop(key, None)
        if old is not None:
            variance = EXACT.subtract(variance, EXACT.multiply(old.effect, old.effect))
        spread = spreads[key]
        if key in group and spread is not None:
            new = effects[key] = input_effect(spread, group[key][1])
            variance = EXACT.add(variance, EXACT.multiply(new.effect, new.effect))
    return effects, variance
