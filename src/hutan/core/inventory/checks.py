"""What the reader of a total must know beside it: months without data, estimates, drafts, proxies, what was left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from hutan.core.activity.quantities import LineQuantity
from hutan.core.inventory.boundary import shares_over
from hutan.core.inventory.coverage import RESIDUAL
from hutan.core.inventory.plan import Plan, Question
from hutan.core.inventory.result import BoundInput, Check, Line, Total
from hutan.core.methods.kinds import kind
from hutan.core.methods.pack import PackStatus
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.core.model.organization import EmissionSource
from hutan.core.model.sourcing import EvidenceGrade
from hutan.kernel.ids import SourceId
from hutan.kernel.periods import Period
from hutan.kernel.refusals import params_of

_HUNDRED = Decimal(100)


def checks_of(
    question: Question,
    plan: Plan,
    lines: Sequence[Line],
    totals: Sequence[Total],
    quantities: Sequence[LineQuantity],
    records: Sequence[ActivityRecord],
) -> tuple[Check, ...]:
    """All checks of one inventory, always in the same order; a check that has nothing to say passes and stays listed."""
    return (
        _months_without_data(question, records),
        _outside_boundary(quantities),
        _left_out(plan),
        _estimated(totals),
        _drafts_confirmed(plan),
        _residual_proxy(lines),
        _aggregated(lines),
        _negative(question, plan, lines),
        _gwp_set(plan),
        _judged(question, plan, lines),
        Check("check_pack_status", plan.pack.header.status is PackStatus.RELEASED, params_of(status=plan.pack.header.status.value)),
        Check("check_text_status", plan.pack.header.text_status.value == "held", params_of(status=plan.pack.header.text_status.value)),
    )


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """`part` of `whole` [%] to two decimals; 0 where there is no whole."""
    return (part / whole * _HUNDRED).quantize(Decimal("0.01"), ROUND_HALF_EVEN) if whole else Decimal(0)


def _months_without_data(question: Question, records: Sequence[ActivityRecord]) -> Check:
    periods: dict[SourceId, list[Period]] = defaultdict(list)
    for record in records:
        periods[record.source_id].append(record.period)
    gaps = [
        f"{source.id} {month.start.isoformat()[:7]}"
        for source in question.organization.sources
        for month in uncovered_months(question, source, periods[source.id])
    ]
    return Check("check_months_without_data", not gaps, params_of(count=len(gaps), months=_some(gaps)), blocking=True)


def uncovered_months(question: Question, source: EmissionSource, periods: Sequence[Period]) -> Iterator[Period]:
    """Months in which the source counts but at least one day is in none of `periods`, those of its records; bought fuels have no months."""
    if source.meter is None and periods:
        return
    site = question.organization.site(source.site_id)
    for held, share in shares_over(site, question.organization.consolidation, question.period):
        if share:
            yield from (month for month in held.months() if not _all_days(month, periods))


def _all_days(month: Period, periods: Iterable[Period]) -> bool:
    edges = {edge for period in periods for edge in (period.start, period.end)}
    return all(any(period.covers(piece) for period in periods) for piece in month.split(edges))


def _outside_boundary(quantities: Sequence[LineQuantity]) -> Check:
    outside = sorted({f"{item.source_id} {item.month.isoformat()[:7]}" for item in quantities})
    return Check("check_outside_boundary", not outside, params_of(count=len(outside), readings=_some(outside)))


def _left_out(plan: Plan) -> Check:
    left = sorted({f"{gap.source_id}: {', '.join(measure.upper() for measure in gap.measures)}" for gap in plan.gaps if not gap.blocking})
    return Check("check_left_out", not left, params_of(count=len(left), items=_some(left)))


def _estimated(totals: Sequence[Total]) -> Check:
    main = next((total for total in totals if not total.apart), None)
    share = Decimal(0)
    if main is not None:
        estimated = sum((piece.value for piece in main.slices if (piece.dimension, piece.key) == ("state", RecordState.ESTIMATED.value)), Decimal(0))
        share = percent(estimated, main.value)
    return Check("check_estimated_share", share == 0, params_of(percent=share))


def _drafts_confirmed(plan: Plan) -> Check:
    drafts = sorted({f"{bound.reference} ({bound.chosen_by})" for bound in _bound(plan) if bound.chosen_by and bound.candidates})
    return Check("check_drafts_confirmed", not drafts, params_of(count=len(drafts), items=_some(drafts)))


def _bound(plan: Plan) -> Iterator[BoundInput]:
    for binding in plan.bindings:
        yield from binding.inputs
        if binding.covered is not None:
            yield binding.covered


def _residual_proxy(lines: Sequence[Line]) -> Check:
    market = [line for line in lines if line.basis == "market"]
    proxy = sum((line.quantity for line in market if line.part == RESIDUAL), Decimal(0))
    whole = sum((line.quantity for line in market), Decimal(0))
    return Check("check_residual_proxy", not proxy, params_of(percent=percent(proxy, whole), kwh=proxy))


def _aggregated(lines: Sequence[Line]) -> Check:
    # Electricity stands twice, once on each basis; the share is of what one total adds up.
    once = [line for line in lines if line.basis != "market"]
    already = [line for line in once if line.measure == "CO2e"]
    part = sum((line.stated() for line in already), Decimal(0))
    whole = sum((line.stated() for line in once), Decimal(0))
    bases = sorted({line.gwp_basis for line in already})
    return Check("check_aggregated_share", not already, params_of(percent=percent(part, whole), bases=_some(bases)))


def _negative(question: Question, plan: Plan, lines: Sequence[Line]) -> Check:
    """Negative quantities, amounts that are negative though their kind takes nothing off, and balances that give more than they take."""
    rules = {rule.id: rule.kind for rule in plan.pack.rules}
    kinds = {binding.number: rules[binding.rule_id] for binding in plan.bindings}
    balances = {source.id: source.balance for source in question.organization.sources if source.balance}
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    found = set()
    for line in lines:
        if line.quantity < 0 or (line.amount < 0 and not kind(kinds[line.binding]).takes_off(line.output)):
            found.add(f"{line.source_id} {line.month.isoformat()[:7]}")
        if line.source_id in balances:
            sums[balances[line.source_id], line.basis] += line.stated()
    negative = sorted(found | {balance for (balance, _), value in sums.items() if value < 0})
    return Check("check_negative_lines", not negative, params_of(count=len(negative), items=_some(negative)))


def _gwp_set(plan: Plan) -> Check:
    """Whether the method's own words name the set of warming potentials; where they are not held it is a choice of ours."""
    gwp = plan.pack.gwp
    held = gwp is None or gwp.grade in (EvidenceGrade.OFFICIAL, EvidenceGrade.OFFICIAL_PART, EvidenceGrade.SECONDARY)
    name = "–" if gwp is None else f"{gwp.edition} GWP{gwp.horizon_years}"
    return Check("check_gwp_set", held, params_of(set=name, grade="–" if gwp is None else gwp.grade.value))


def _judged(question: Question, plan: Plan, lines: Sequence[Line]) -> Check:
    """What the reporter must quantify or judge: neither lines nor a statement, or called significant and without a line."""
    quantified = {place for line in lines for place in (line.scope, line.category)}
    stated = {item.category: item.significant for item in question.organization.significance}
    left = [place for place in plan.pack.judged if place not in quantified and stated.get(place, True)]
    return Check("check_judged", not left, params_of(count=len(left), items=_some(left, most=15)))


def _some(items: Sequence[str], most: int = 6) -> str:
    shown = ", ".join(items[:most])
    return (f"{shown} … (+{len(items) - most})" if len(items) > most else shown) or "–"
