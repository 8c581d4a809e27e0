"""An inventory kept with its sums, and the same inventory after some of its lines were exchanged for others.

All that stands in an inventory beside its lines is read off sums, counts and a few lists by site; so an exchange costs what is exchanged, and the
inventory is the one that `calculation.calculate` gives for the records as they are then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from hutan.core.activity.quantities import LineQuantity
from hutan.core.inventory.checks import PlanChecks, checks_from, line_signs, plan_checks, quantity_sign
from hutan.core.inventory.kept_records import Months
from hutan.core.inventory.kept_totals import (
    KeptTotal,
    Moved,
    Spreads,
    kept_total,
    moved_in,
    retotaled,
    total_of_kept,
    total_terms,
    uncovered_of,
    value_of,
)
from hutan.core.inventory.lines import Evaluation
from hutan.core.inventory.plan import Plan, Question
from hutan.core.inventory.portions import Portion, Ties, ties_of, verdicts_with
from hutan.core.inventory.quality import quality_from, quality_terms
from hutan.core.inventory.result import Check, InstrumentVerdict, Inventory, Line, Total, TotalQuality, UtilityAccount
from hutan.core.inventory.tally import Tally, Term, exchanged, tally_of
from hutan.core.model.instrument import ContractualInstrument
from hutan.kernel.ids import SiteId, SourceId

# Where lines stand: site, source, first day of the month.
Place = tuple[SiteId, SourceId, date]

_NO_LINES: Final[tuple[Evaluation, ...]] = ()


@dataclass(frozen=True, slots=True)
class KeptInventory:
    """One pack over one period without its lines, which follow from the quantities of their source and month."""

    question: Question
    plan: Plan
    ties: Ties
    settled: PlanChecks
    tally: Tally
    totals: tuple[KeptTotal, ...]
    checks: tuple[Check, ...]
    verdicts: tuple[InstrumentVerdict, ...]
    utilities: tuple[UtilityAccount, ...]

    def stated_totals(self) -> tuple[Total, ...]:
        """The totals with their slices and intervals, in the pack's order."""
        return tuple(total_of_kept(self.plan, self.tally, kept) for kept in self.totals)

    def value(self, total_id: str) -> Decimal:
        """What one total comes to."""
        return next(value_of(self.tally, kept.rule) for kept in self.totals if kept.rule.id == total_id)

    def inventory(self, lines: Sequence[Line]) -> Inventory:
        """The inventory with these lines, which must be its own."""
        return Inventory(
            pack=self.plan.pack,
            period=self.plan.period,
            bindings=self.plan.bindings,
            lines=tuple(lines),
            totals=self.stated_totals(),
            gaps=self.plan.gaps,
            checks=self.checks,
            instruments=self.verdicts,
            utilities=self.utilities,
            quality=self.quality(),
        )

    def quality(self) -> tuple[TotalQuality, ...]:
        """The data quality of every total that has lines."""
        return quality_from(self.question, self.plan, self.tally)


@dataclass(frozen=True, slots=True)
class Exchange:
    """What an exchange did: the lines that now stand in each place where others stood, and what moved in each total."""

    lines: Mapping[Place, tuple[Line, ...]]
    moved: tuple[Moved, ...]


def kept_inventory(
    question: Question,
    plan: Plan,
    instruments: Sequence[ContractualInstrument],
    portion: Portion,
    spreads: Spreads,
    months: Months,
    utilities: tuple[UtilityAccount, ...],
) -> KeptInventory:
    """The inventory from all its lines; `spreads` holds every input of theirs."""
    tally = tally_of(_terms(question, plan, portion.evaluations, portion.outside, spreads))
    totals = tuple(kept_total(rule, spreads, tally, uncovered_of(rule, spreads, portion.evaluations)) for rule in plan.pack.totals)
    ties, settled = ties_of(question, plan, instruments), plan_checks(plan)
    checks = _checks(question, settled, tally, months)
    return KeptInventory(question, plan, ties, settled, tally, totals, checks, portion.verdicts, utilities)


def exchange(
    kept: KeptInventory, before: Portion, after: Portion, spreads: Spreads, months: Months, utilities: tuple[UtilityAccount, ...]
) -> tuple[KeptInventory, Exchange]:
    """The inventory with what `after` says in place of what `before` says, both about the same quantities."""
    old, new = _by_place(before.evaluations), _by_place(after.evaluations)
    places = sorted(place for place in {*old, *new} if old.get(place, _NO_LINES) != new.get(place, _NO_LINES))
    left = [item for place in places for item in old.get(place, _NO_LINES)]
    came = [item for place in places for item in new.get(place, _NO_LINES)]
    removed = tally_of(_terms(kept.question, kept.plan, left, before.outside, spreads))
    added = tally_of(_terms(kept.question, kept.plan, came, after.outside, spreads))
    tally = exchanged(kept.tally, removed, added)
    retaken = [_retaken(item, spreads, (left, came), (removed, added), tally) for item in kept.totals]
    totals = tuple(total for total, _ in retaken)
    changed = replace(
        kept,
        tally=tally,
        totals=totals,
        checks=_checks(kept.question, kept.settled, tally, months),
        verdicts=verdicts_with(kept.verdicts, after.verdicts),
        utilities=utilities,
    )
    lines = {place: tuple(item.line for item in new.get(place, _NO_LINES)) for place in places}
    return changed, Exchange(lines, tuple(moved for _, moved in retaken))


def _retaken(
    kept: KeptTotal, spreads: Spreads, lines: tuple[list[Evaluation], list[Evaluation]], tallies: tuple[Tally, Tally], tally: Tally
) -> tuple[KeptTotal, Moved]:
    """A total after lines left and others came; the same one if none of them is a part of it."""
    gone, come = (uncovered_of(kept.rule, spreads, items) for items in lines)
    moved = moved_in(kept.rule, *tallies, {*gone, *come})
    if not moved.slices:
        return kept, moved
    uncovered = {site_id: {**dict.fromkeys(gone.get(site_id, {}), ()), **come.get(site_id, {})} for site_id in sorted(moved.sites)}
    return retotaled(kept, spreads, tally, moved, uncovered), moved


def _terms(
    question: Question, plan: Plan, evaluations: Iterable[Evaluation], outside: Iterable[LineQuantity], spreads: Spreads
) -> Iterator[Term]:
    for item in evaluations:
        yield from total_terms(plan.pack.totals, spreads, item)
        yield from line_signs(item.line)
        yield from quality_terms(question, plan, item.line)
    for quantity in outside:
        yield quantity_sign(quantity)


def _checks(question: Question, settled: PlanChecks, tally: Tally, months: Months) -> tuple[Check, ...]:
    return checks_from(question, settled, tally, [gap for found in months.values() for gap in found])


def _by_place(evaluations: Iterable[Evaluation]) -> dict[Place, tuple[Evaluation, ...]]:
    found: dict[Place, list[Evaluation]] = {}
    for item in evaluations:
        found.setdefault((item.line.site_id, item.line.source_id, item.line.month), []).append(item)
    return {place: tuple(items) for place, items in found.items()}
