"""Data quality beside a total: how much rests on the firm's own data, and scores of each named scheme, weighted by contribution."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from fnmatch import fnmatchcase
from typing import Final

from hutan.core.inventory.lines import Evaluation
from hutan.core.inventory.plan import Plan, Question
from hutan.core.inventory.result import InputOrigin, Line, SchemeScore, TotalQuality
from hutan.core.inventory.totals import belongs
from hutan.core.model.activity_record import RecordState
from hutan.core.model.quality import QualityRating, QualityScheme

_STEP: Final = Decimal("0.000001")


def quality_of(question: Question, plan: Plan, evaluations: Sequence[Evaluation]) -> tuple[TotalQuality, ...]:
    """The quality of every total that has lines, in the pack's order.

    Source: PACT Technical Specifications v3, primaryDataShare and DataQualityIndicators.
    """
    found = []
    for rule in plan.pack.totals:
        lines = [item.line for item in evaluations if belongs(rule, item.line) and item.line.stated()]
        if lines:
            found.append(_quality(question, plan, rule.id, lines))
    return tuple(found)


def _quality(question: Question, plan: Plan, total_id: str, lines: Sequence[Line]) -> TotalQuality:
    size = sum((abs(line.stated()) for line in lines), Decimal(0))
    measured = [line for line in lines if line.state == RecordState.MEASURED.value]
    own = [line for line in lines if _is_own(plan, line)]
    both = [line for line in measured if _is_own(plan, line)]
    scores = (_score(question, plan, scheme, lines, size) for scheme in question.library.schemes)
    return TotalQuality(
        total_id, _share(measured, size), _share(own, size), _share(both, size), tuple(score for score in scores if score is not None)
    )


def _share(lines: Sequence[Line], size: Decimal) -> Decimal:
    return (sum((abs(line.stated()) for line in lines), Decimal(0)) / size).quantize(_STEP, ROUND_HALF_EVEN)


def _is_own(plan: Plan, line: Line) -> bool:
    """Whether no published default stands behind a line; a line without factors rests on its quantity alone."""
    return all(bound.origin is InputOrigin.OWN_VALUE for bound in plan.bindings[line.binding].inputs)


def _score(question: Question, plan: Plan, scheme: QualityScheme, lines: Sequence[Line], size: Decimal) -> SchemeScore | None:
    """A line counts with the worst of its rated inputs in each indicator; lines of which nothing is rated stay outside."""
    weights: dict[tuple[Decimal, ...], Decimal] = defaultdict(Decimal)
    for line in lines:
        rated = list(_ratings(question, plan, scheme, line))
        if rated:
            weights[_worst(scheme, rated)] += abs(line.stated())
    rated_size = sum(weights.values(), Decimal(0))
    if not rated_size:
        return None
    means = (
        (sum((scores[place] * weight for scores, weight in weights.items()), Decimal(0)) / rated_size).quantize(_STEP, ROUND_HALF_EVEN)
        for place in range(len(scheme.indicators))
    )
    return SchemeScore(scheme.id, scheme.indicators, tuple(means), (rated_size / size).quantize(_STEP, ROUND_HALF_EVEN))


def _ratings(question: Question, plan: Plan, scheme: QualityScheme, line: Line) -> Iterator[QualityRating]:
    """For the source's data and for each factor the first rating that names it."""
    ratings = [item for item in question.organization.ratings if item.scheme == scheme.id]
    names = [f"source:{line.source_id}", *(bound.reference for bound in plan.bindings[line.binding].inputs)]
    for name in names:
        found = next((item for item in ratings if fnmatchcase(name, item.pattern)), None)
        if found is not None:
            yield found


def _worst(scheme: QualityScheme, rated: Sequence[QualityRating]) -> tuple[Decimal, ...]:
    pick = max if scheme.worst > scheme.best else min
    return tuple(pick(rating.scores[place] for rating in rated) for place in range(len(scheme.indicators)))
