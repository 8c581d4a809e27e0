"""What some of the quantities of an inventory come to, and which quantities can only be worked out together.

Sources are independent of each other, and so are months, but for one thing: contractual instruments of a site cover its electricity pro rata
over all its sources and months that they claim for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hutan.core.activity.quantities import LineQuantity
from hutan.core.inventory.lines import Evaluation, evaluate_plan
from hutan.core.inventory.plan import Plan, Question
from hutan.core.inventory.quantities import Pieces
from hutan.core.inventory.result import InstrumentVerdict
from hutan.core.model.instrument import ContractualInstrument
from hutan.core.model.organization import Organization
from hutan.kernel.ids import SiteId, SourceId

# A source and the first day of a month.
Span = tuple[SourceId, date]


@dataclass(frozen=True, slots=True)
class Portion:
    """Lines with their sensitivities, how the instruments fared, and the quantities of the period that meet no binding."""

    evaluations: tuple[Evaluation, ...]
    verdicts: tuple[InstrumentVerdict, ...]
    outside: tuple[LineQuantity, ...]


def portion_of(
    question: Question, plan: Plan, quantities: Sequence[LineQuantity], pieces: Pieces, instruments: Sequence[ContractualInstrument]
) -> Portion:
    """What these quantities come to under one plan; all of them or any that `affected` names together."""
    inside = inside_of(question, quantities, pieces)
    outside = tuple(item for item in quantities if is_unbound(question, plan, item, pieces))
    evaluations, verdicts = evaluate_plan(question, plan, inside, pieces, instruments)
    return Portion(evaluations, verdicts, outside)


def inside_of(question: Question, quantities: Sequence[LineQuantity], pieces: Pieces) -> list[LineQuantity]:
    """The quantities of the period, as far as they lie in a piece."""
    return [item for item in quantities if item.piece >= 0 and question.period.covers(pieces.period(item.piece))]


def is_unbound(question: Question, plan: Plan, item: LineQuantity, pieces: Pieces) -> bool:
    """Whether a quantity of the period meets no binding of this plan; pieces that only other packs ask about count as none.

    Sources that the pack has no rule for are told by a gap, and internal meters by the accounts of their utility.
    """
    if item.source_id in plan.without_rule:
        return False
    if item.piece < 0:
        return item.month in question.period
    days = pieces.period(item.piece)
    return question.period.covers(days) and not any(binding.period.covers(days) for binding in plan.bindings_of(item.source_id))


@dataclass(frozen=True, slots=True)
class Ties:
    """For each site whose instruments a plan looks at: those instruments, and the sources whose electricity they may cover."""

    instruments: Mapping[SiteId, tuple[ContractualInstrument, ...]]
    sources: Mapping[SiteId, frozenset[SourceId]]


def ties_of(question: Question, plan: Plan, instruments: Sequence[ContractualInstrument]) -> Ties:
    """What instruments tie together under one plan."""
    held: dict[SiteId, list[ContractualInstrument]] = defaultdict(list)
    for instrument in instruments:
        held[instrument.site_id].append(instrument)
    sources: dict[SiteId, set[SourceId]] = defaultdict(set)
    for binding in plan.bindings:
        asked, site_id = plan.rule(binding).instruments, question.organization.source(binding.source_id).site_id
        if asked and any(item.type in asked.types and item.claim_period.overlaps(plan.period) for item in held.get(site_id, ())):
            sources[site_id].add(binding.source_id)
    return Ties({site_id: tuple(held[site_id]) for site_id in sources}, {site_id: frozenset(found) for site_id, found in sources.items()})


@dataclass(frozen=True, slots=True)
class Affected:
    """The quantities that must be worked out anew together: some months of some sources, and all months of others."""

    spans: frozenset[Span]
    whole: frozenset[SourceId]
    instruments: tuple[ContractualInstrument, ...]

    def sources(self) -> frozenset[SourceId]:
        return self.whole | {source_id for source_id, _ in self.spans}

    def among(self, quantities: Iterable[LineQuantity]) -> tuple[LineQuantity, ...]:
        """Those of the quantities that are meant."""
        return tuple(item for item in quantities if item.source_id in self.whole or (item.source_id, item.month) in self.spans)


def affected(organization: Organization, ties: Ties, spans: Iterable[Span], whole: Iterable[SourceId] = ()) -> Affected:
    """The spans and whole sources with all that instruments tie to them."""
    spans, whole = frozenset(spans), frozenset(whole)
    sources = whole | {source_id for source_id, _ in spans}
    sites = sorted({organization.source(source_id).site_id for source_id in sources})
    tied = [site_id for site_id in sites if ties.sources.get(site_id, frozenset()) & sources]
    together = frozenset(source_id for site_id in tied for source_id in ties.sources[site_id])
    return Affected(spans, whole | together, tuple(item for site_id in tied for item in ties.instruments[site_id]))


def verdicts_with(held: Sequence[InstrumentVerdict], found: Sequence[InstrumentVerdict]) -> tuple[InstrumentVerdict, ...]:
    """The verdicts held, those found anew in their places; an instrument that several rules look at has one for each, in the rules' order."""
    anew: dict[str, list[InstrumentVerdict]] = defaultdict(list)
    for verdict in reversed(found):
        anew[verdict.instrument_id].append(verdict)
    return tuple(anew[verdict.instrument_id].pop() if anew.get(verdict.instrument_id) else verdict for verdict in held)


def utility_sources(organization: Organization) -> frozenset[SourceId]:
    """Every source and internal meter that the accounts of the organization's utilities look at."""
    named = {feed.source_id for utility in organization.utilities for feed in utility.fed_by}
    named |= {feed.through for utility in organization.utilities for feed in utility.fed_by if feed.through is not None}
    named |= {utility.output for utility in organization.utilities if utility.output is not None}
    return frozenset(named | {delivery.source_id for utility in organization.utilities for delivery in utility.deliveries})


def feeding_sources(organization: Organization) -> frozenset[SourceId]:
    """Sources whose emissions the utilities are charged with."""
    return frozenset(feed.source_id for utility in organization.utilities for feed in utility.fed_by)
