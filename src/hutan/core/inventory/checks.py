"""What the reader of a total must know beside it: months without data, estimates, drafts, proxies, what was left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from hutan.core.activity.quantities import LineQuantity
from hutan.core.inventory.boundary import shares_over
from hutan.core.inventory.coverage import RESIDUAL
from hutan.core.inventory.plan import Plan, Question
from hutan.core.inventory.result import BoundInput, Check, Line, Total
from hutan.core.inventory.tally import Tally, Term, tally_of
from hutan.core.methods.kinds import kind
from hutan.core.methods.pack import PackStatus
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.core.model.organization import EmissionSource
from hutan.core.model.sourcing import EvidenceGrade
from hutan.kernel.ids import SourceId
from hutan.kernel.periods import Period
from hutan.kernel.refusals import params_of

_ZERO, _HUNDRED = Decimal(0), Decimal(100)

# What is read off lines and quantities, each a group of a tally.
_PLACES: Final = ("place", "")
_NEGATIVE: Final = ("negative", "")
# By the number of the binding, and by basis.
_BELOW_ZERO: Final = "below zero"
_BALANCE: Final = "balance"
_MARKET: Final = ("market", "")
_RESIDUAL: Final = ("residual", "")
_ONCE: Final = ("once", "")
_AGGREGATED: Final = ("aggregated", "")
_OUTSIDE: Final = ("outside", "")


def checks_of(
    question: Question,
    plan: Plan,
    lines: Sequence[Line],
    totals: Sequence[Total],
    quantities: Sequence[LineQuantity],
    records: Sequence[ActivityRecord],
) -> tuple[Check, ...]:
    """All checks of one inventory, always in the same order; a check that has nothing to say passes and stays listed."""
    main = next((total for total in totals if not total.apart), None)
    slices = [((piece.dimension, main.id), piece.key, piece.value) for piece in main.slices if piece.dimension == "state"] if main else []
    signs = tally_of([*slices, *_signs(question, lines), *(quantity_sign(item) for item in quantities)])
    return checks_from(question, plan_checks(plan), signs, months_without_data(question, records))


def _signs(question: Question, lines: Sequence[Line]) -> Iterator[Term]:
    for line in lines:
        yield from line_signs(line, question.organization.source(line.source_id).balance)


@dataclass(frozen=True, slots=True)
class PlanChecks:
    """Checks that follow from a plan alone, whatever its records say; its first total, the places that the reporter must judge, and the
    numbers of the bindings whose kind takes something off.
    """

    left_out: Check
    drafts_confirmed: Check
    gwp_set: Check
    pack_status: Check
    text_status: Check
    main_total: str
    judged: tuple[str, ...]
    taking_off: frozenset[int]


def plan_checks(plan: Plan) -> PlanChecks:
    """The checks of a plan."""
    header = plan.pack.header
    rules = {rule.id for rule in plan.pack.rules if kind(rule.kind).takes_off()}
    return PlanChecks(
        left_out=_left_out(plan),
        drafts_confirmed=_drafts_confirmed(plan),
        gwp_set=_gwp_set(plan),
        pack_status=Check("check_pack_status", header.status is PackStatus.RELEASED, params_of(status=header.status.value)),
        text_status=Check("check_text_status", header.text_status.value == "held", params_of(status=header.text_status.value)),
        main_total=next((rule.id for rule in plan.pack.totals if not rule.apart), ""),
        judged=plan.pack.judged,
        taking_off=frozenset(binding.number for binding in plan.bindings if binding.rule_id in rules),
    )


def checks_from(question: Question, settled: PlanChecks, signs: Tally, months: Sequence[str]) -> tuple[Check, ...]:
    """The same from what lines, quantities and the main total's states add up to, and the months without data, each as source and month."""
    return (
        Check("check_months_without_data", not months, params_of(count=len(months), months=_some(months)), blocking=True),
        _outside_boundary(signs),
        settled.left_out,
        _estimated(settled, signs),
        settled.drafts_confirmed,
        _residual_proxy(signs),
        _aggregated(signs),
        _negative(settled, signs),
        settled.gwp_set,
        _judged(question, settled, signs),
        settled.pack_status,
        settled.text_status,
    )


def line_signs(line: Line, balance: str) -> Iterator[Term]:
    """What checks look at in a line; `balance` is the one its source belongs to, empty where it stands alone."""
    yield from negative_signs(line)
    yield from summed_signs(line, balance)


def negative_signs(line: Line) -> Iterator[Term]:
    """What a line below zero leaves behind, with its month."""
    if line.amount < 0 or line.quantity < 0:
        group = _NEGATIVE if line.quantity < 0 else (_BELOW_ZERO, str(line.binding))
        yield group, f"{line.source_id} {line.month.isoformat()[:7]}", _ZERO


def summed_signs(line: Line, balance: str) -> Iterator[Term]:
    """What adds up over the months of a series as over its lines."""
    yield _PLACES, line.scope, _ZERO
    yield _PLACES, line.category, _ZERO
    if balance:
        yield (_BALANCE, line.basis), balance, line.stated()
    if line.basis == "market":
        yield _MARKET, "", line.quantity
        if line.part == RESIDUAL:
            # Apart by decimal places, so that the sum is printed with as many as lines have, whichever lines left.
            yield _RESIDUAL, str(line.quantity.as_tuple().exponent), line.quantity
        return
    # Electricity stands twice, once on each basis; the share is of what one total adds up.
    yield _ONCE, "", line.stated()
    if line.measure == "CO2e":
        yield _AGGREGATED, line.gwp_basis, line.stated()


def quantity_sign(quantity: LineQuantity) -> Term:
    """What checks look at in a quantity that no line stands on."""
    return _OUTSIDE, f"{quantity.source_id} {quantity.month.isoformat()[:7]}", _ZERO


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """`part` of `whole` [%] to two decimals; 0 where there is no whole."""
    return (part / whole * _HUNDRED).quantize(Decimal("0.01"), ROUND_HALF_EVEN) if whole else Decimal(0)


def months_without_data(question: Question, records: Sequence[ActivityRecord]) -> tuple[str, ...]:
    """Source and month of each gap, in the order of the organization's sources."""
    periods: dict[SourceId, list[Period]] = defaultdict(list)
    for record in records:
        periods[record.source_id].append(record.period)
    return tuple(gap for source in question.organization.sources for gap in source_gaps(question, source, periods[source.id]))


def source_gaps(question: Question, source: EmissionSource, periods: Sequence[Period]) -> tuple[str, ...]:
    """The gaps of one source; `periods` are those of its records that reach into the period asked for."""
    return tuple(f"{source.id} {month.start.isoformat()[:7]}" for month in uncovered_months(question, source, periods))


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


def _outside_boundary(signs: Tally) -> Check:
    outside = signs.keys(_OUTSIDE)
    return Check("check_outside_boundary", not outside, params_of(count=len(outside), readings=_some(outside)))


def _left_out(plan: Plan) -> Check:
    left = sorted({f"{gap.source_id}: {', '.join(measure.upper() for measure in gap.measures)}" for gap in plan.gaps if not gap.blocking})
    return Check("check_left_out", not left, params_of(count=len(left), items=_some(left)))


def _estimated(settled: PlanChecks, signs: Tally) -> Check:
    states = ("state", settled.main_total)
    share = percent(signs.value(states, RecordState.ESTIMATED.value), signs.whole(states))
    return Check("check_estimated_share", share == 0, params_of(percent=share))


def _drafts_confirmed(plan: Plan) -> Check:
    drafts = sorted({f"{bound.reference} ({bound.chosen_by})" for bound in _bound(plan) if bound.chosen_by and bound.candidates})
    return Check("check_drafts_confirmed", not drafts, params_of(count=len(drafts), items=_some(drafts)))


def _bound(plan: Plan) -> Iterator[BoundInput]:
    for binding in plan.bindings:
        yield from binding.inputs
        if binding.covered is not None:
            yield binding.covered


def _residual_proxy(signs: Tally) -> Check:
    proxy = signs.whole(_RESIDUAL)
    return Check("check_residual_proxy", not proxy, params_of(percent=percent(proxy, signs.value(_MARKET)), kwh=proxy))


def _aggregated(signs: Tally) -> Check:
    bases = signs.keys(_AGGREGATED)
    part = percent(signs.whole(_AGGREGATED), signs.value(_ONCE))
    return Check("check_aggregated_share", not bases, params_of(percent=part, bases=_some(bases)))


def _negative(settled: PlanChecks, signs: Tally) -> Check:
    """Negative quantities, amounts that are negative though their kind takes nothing off, and balances that give more than they take."""
    found = set(signs.keys(_NEGATIVE))
    for group in signs.groups:
        name, part = group
        if name == _BELOW_ZERO and int(part) not in settled.taking_off:
            found |= set(signs.keys(group))
        if name == _BALANCE:
            found |= {balance for balance in signs.keys(group) if signs.value(group, balance) < 0}
    negative = sorted(found)
    return Check("check_negative_lines", not negative, params_of(count=len(negative), items=_some(negative)))


def _gwp_set(plan: Plan) -> Check:
    """Whether the method's own words name the set of warming potentials; where they are not held it is a choice of ours."""
    gwp = plan.pack.gwp
    held = gwp is None or gwp.grade in (EvidenceGrade.OFFICIAL, EvidenceGrade.OFFICIAL_PART, EvidenceGrade.SECONDARY)
    name = "–" if gwp is None else f"{gwp.edition} GWP{gwp.horizon_years}"
    return Check("check_gwp_set", held, params_of(set=name, grade="–" if gwp is None else gwp.grade.value))


def _judged(question: Question, settled: PlanChecks, signs: Tally) -> Check:
    """What the reporter must quantify or judge: neither lines nor a statement, or called significant and without a line."""
    quantified = signs.group(_PLACES)
    stated = {item.category: item.significant for item in question.organization.significance}
    left = [place for place in settled.judged if place not in quantified and stated.get(place, True)]
    return Check("check_judged", not left, params_of(count=len(left), items=_some(left, most=15)))


def _some(items: Sequence[str], most: int = 6) -> str:
    shown = ", ".join(items[:most])
    return (f"{shown} … (+{len(items) - most})" if len(items) > most else shown) or "–"
