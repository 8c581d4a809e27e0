"""Data quality beside a total: how much rests on the firm's own data, and scores of each named scheme, weighted by contribution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from fnmatch import fnmatchcase
from typing import Final

from hutan.core.inventory.plan import Plan, Question
from hutan.core.inventory.result import InputOrigin, Line, SchemeScore, TotalQuality
from hutan.core.inventory.tally import Tally, Term, tally_of
from hutan.core.inventory.totals import belongs
from hutan.core.model.activity_record import RecordState
from hutan.core.model.quality import QualityRating, QualityScheme

_STEP: Final = Decimal("0.000001")
# Groups of a tally, one a total.
_SIZE, _MEASURED, _OWN, _BOTH, _RATED = "quality size", "quality measured", "quality own", "quality both", "quality rated"


def quality_of(question: Question, plan: Plan, lines: Sequence[Line]) -> tuple[TotalQuality, ...]:
    """The quality of every total that has lines, in the pack's order.

    Source: PACT Technical Specifications v3, primaryDataShare and DataQualityIndicators.
    """
    return quality_from(question, plan, tally_of(term for line in lines for term in quality_terms(question, plan, line)))


def quality_terms(question: Question, plan: Plan, line: Line) -> Iterator[Term]:
    """What a line adds to the quality of the totals that it belongs to."""
    size = abs(line.stated())
    if not size:
        return
    measured, own = line.state == RecordState.MEASURED.value, _is_own(plan, line)
    scores = list(_scores(question, plan, line))
    for rule in plan.pack.totals:
        if belongs(rule, line):
            yield (_SIZE, rule.id), "", size
            for group, holds in ((_MEASURED, measured), (_OWN, own), (_BOTH, measured and own)):
                if holds:
                    yield (group, rule.id), "", size
            for scheme, score in scores:
                yield (f"{_RATED} {scheme}", rule.id), score, size


def quality_from(question: Question, plan: Plan, sums: Tally) -> tuple[TotalQuality, ...]:
    """The quality of every total from what its lines add up to."""
    found = []
    for rule in plan.pack.totals:
        size = sums.value((_SIZE, rule.id))
        if size:
            measured, own, both = (_share(sums.value((group, rule.id)), size) for group in (_MEASURED, _OWN, _BOTH))
            scores = (_mean(scheme, sums.group((f"{_RATED} {scheme.id}", rule.id)), size) for scheme in question.library.schemes)
            found.append(TotalQuality(rule.id, measured, own, both, tuple(score for score in scores if score is not None)))
    return tuple(found)


def _share(part: Decimal, size: Decimal) -> Decimal:
    return (part / size).quantize(_STEP, ROUND_HALF_EVEN)


def _is_own(plan: Plan, line: Line) -> bool:
    """Whether no published default stands behind a line; a line without factors rests on its quantity alone."""
    return all(bound.origin is InputOrigin.OWN_VALUE for bound in plan.bindings[line.binding].inputs)


def _mean(scheme: QualityScheme, weights: Mapping[str, tuple[int, Decimal]], size: Decimal) -> SchemeScore | None:
    """Means over what is rated; lines of which nothing is rated stay outside."""
    rated = sum((weight for _, weight in weights.values()), Decimal(0))
    if not rated:
        return None
    scores = [([Decimal(text) for text in key.split()], weight) for key, (_, weight) in sorted(weights.items())]
    means = (_share(sum((own[place] * weight for own, weight in scores), Decimal(0)), rated) for place in range(len(scheme.indicators)))
    return SchemeScore(scheme.id, scheme.indicators, tuple(means), _share(rated, size))


def _scores(question: Question, plan: Plan, line: Line) -> Iterator[tuple[str, str]]:
    """For each scheme the worst rating of the line's data and factors, as text; a line that nobody rated under it has none."""
    ratings = question.organization.ratings
    if not ratings:
        return
    names = [f"source:{line.source_id}", *(bound.reference for bound in plan.bindings[line.binding].inputs)]
    for scheme in question.library.schemes:
        rated = [found for name in names if (found := _rating(ratings, scheme, name)) is not None]
        if rated:
            pick = max if scheme.worst > scheme.best else min
            yield scheme.id, " ".join(str(pick(item.scores[place] for item in rated)) for place in range(len(scheme.indicators)))


def _rating(ratings: Sequence[QualityRating], scheme: QualityScheme, name: str) -> QualityRating | None:
    """The first rating under a scheme that names it."""
    return next((item for item in ratings if item.scheme == scheme.id and fnmatchcase(name, item.pattern)), None)
