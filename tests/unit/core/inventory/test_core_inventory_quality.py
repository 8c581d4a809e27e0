"""Primary shares and scores: weighted by contribution, each scheme for itself, the unrated part named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from plain_library import plain
from plain_organization import inputs, inventory, organization, own_value, record, source

from hutan.core.inventory.result import TotalQuality
from hutan.core.model.activity_record import RecordState
from hutan.core.model.quality import QualityRating, QualityScheme
from hutan.core.model.sourcing import EvidenceGrade
from hutan.kernel.periods import year

ONE = QualityScheme("one", "一", "one", ("time", "place"), Decimal(1), Decimal(5), EvidenceGrade.OFFICIAL, "s")
HIGH = QualityScheme("high", "高", "high", ("score",), Decimal(10), Decimal(0), EvidenceGrade.OFFICIAL, "s")


def rating(pattern: str, scheme: str, *scores: str) -> QualityRating:
    return QualityRating(pattern, scheme, tuple(Decimal(score) for score in scores), "Li", date(2026, 1, 1), "test")


def quality(*ratings: QualityRating) -> TotalQuality:
    """300 kg at a factor of the firm's own and 100 kg at the grid average, of which a half is estimated."""
    power = [source("A", "electricity"), source("B", "electricity")]
    own = replace(own_value("a", "A", "average_consumption_factor", "electricity", "0.3", "kgCO2/kWh"), gas="CO2")
    records = [
        record(power[0], year(2023), "1000"),
        record(power[1], year(2023), "100"),
        record(power[1], year(2023), "100", RecordState.ESTIMATED),
    ]
    of = replace(organization(power, own_values=[own]), ratings=ratings)
    library = replace(plain(), schemes=(ONE, HIGH))
    found = inventory(inputs(of, records, (), (year(2023),)), library)
    return next(item for item in found.quality if item.total_id == "location_based")


def test_shares_are_of_the_size_of_the_lines() -> None:
    found = quality()
    assert (found.measured, found.own_values, found.primary) == (Decimal("0.875"), Decimal("0.75"), Decimal("0.75"))
    assert found.scores == ()


def test_scores_are_means_weighted_by_contribution() -> None:
    (score,) = quality(rating("source:A", "one", "1", "2"), rating("source:B", "one", "5", "2")).scores
    assert (score.scheme, score.means, score.rated_share) == ("one", (Decimal(2), Decimal(2)), Decimal(1))


def test_what_nobody_rated_stays_outside_and_is_named() -> None:
    (score,) = quality(rating("source:B", "one", "3", "4")).scores
    assert (score.means, score.rated_share) == ((Decimal(3), Decimal(4)), Decimal("0.25"))


def test_a_line_counts_with_the_worst_of_its_inputs_on_either_kind_of_scale() -> None:
    found = quality(rating("source:A", "one", "1", "3"), rating("a", "one", "2", "1"), rating("source:A", "high", "9"), rating("a", "high", "4"))
    one, high = found.scores
    assert (one.means, high.means) == ((Decimal(2), Decimal(3)), (Decimal(4),))


def test_schemes_are_never_mixed() -> None:
    found = quality(rating("source:A", "one", "1", "1"), rating("source:B", "high", "10"))
    assert [(score.scheme, score.rated_share) for score in found.scores] == [("one", Decimal("0.75")), ("high", Decimal("0.25"))]


def test_a_scheme_knows_its_scale() -> None:
    assert ONE.allows((Decimal(1), Decimal(5)))
    assert not ONE.allows((Decimal(1),))
    assert not ONE.allows((Decimal(0), Decimal(5)))
    assert HIGH.allows((Decimal(10),))
