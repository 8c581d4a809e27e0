"""Engines: the same sums from each, and the same refusals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hutan.adapters.engines import ENGINE_NAMES, engine
from hutan.core.activity.quantities import ApplicabilityPiece, LineQuantity, Reading
from hutan.core.model.activity_record import RecordState
from hutan.kernel.errors import InputError, PackError
from hutan.kernel.ids import SourceId
from hutan.kernel.periods import Period

EL, NG = SourceId("EL-1"), SourceId("NG-1")
MEASURED, ESTIMATED = RecordState.MEASURED, RecordState.ESTIMATED


def reading(source: SourceId, day: date, quantity: str, state: RecordState = MEASURED) -> Reading:
    return Reading(source, day, Decimal(quantity), state)


def line(source: SourceId, month: date, piece: int, state: str, quantity: str, count: int) -> LineQuantity:
    return LineQuantity(source, month, piece, state, Decimal(quantity), count)


@pytest.mark.parametrize("name", ENGINE_NAMES)
def test_sums_by_source_month_piece_and_state(name: str) -> None:
    readings = [
        reading(NG, date(2024, 1, 1), "5"),
        reading(EL, date(2024, 1, 31), "0.1"),
        reading(EL, date(2024, 1, 1), "0.2"),
        reading(EL, date(2024, 1, 14), "0.000001", ESTIMATED),
        reading(EL, date(2024, 1, 15), "7"),
        reading(EL, date(2024, 2, 1), "0"),
    ]
    pieces = [
        ApplicabilityPiece(EL, Period(date(2024, 1, 15), date(2024, 2, 1)), 8),
        ApplicabilityPiece(EL, Period(date(2023, 1, 1), date(2024, 1, 15)), 7),
    ]
    assert engine(name).sum_quantities(readings, pieces) == (
        line(EL, date(2024, 1, 1), 7, "estimated", "0.000001", 1),
        line(EL, date(2024, 1, 1), 7, "measured", "0.2", 1),
        line(EL, date(2024, 1, 1), 8, "measured", "7.1", 2),
        line(EL, date(2024, 2, 1), -1, "measured", "0", 1),
        line(NG, date(2024, 1, 1), -1, "measured", "5", 1),
    )


@pytest.mark.parametrize("name", ENGINE_NAMES)
def test_large_sums_are_exact(name: str) -> None:
    readings = [reading(EL, date(2024, 1, 1), "999999999999.999999")] * 3
    assert engine(name).sum_quantities(readings, [])[0].quantity == Decimal("2999999999999.999997")


@pytest.mark.parametrize("name", ENGINE_NAMES)
def test_nothing_gives_nothing(name: str) -> None:
    assert engine(name).sum_quantities([], []) == ()


@pytest.mark.parametrize("name", ENGINE_NAMES)
def test_overlapping_pieces_and_inexact_readings_are_refused(name: str) -> None:
    periods = [Period(date(2024, 1, 1), date(2024, 3, 1)), Period(date(2024, 2, 1), date(2024, 4, 1))]
    pieces = [ApplicabilityPiece(EL, period, number) for number, period in enumerate(periods)]
    with pytest.raises(PackError) as overlap:
        engine(name).sum_quantities([], pieces)
    with pytest.raises(InputError) as inexact:
        engine(name).sum_quantities([reading(EL, date(2024, 1, 1), "0.0000001")], [])
    assert (overlap.value.code, inexact.value.code) == ("pieces_overlap", "reading_not_exact")


@pytest.mark.parametrize("name", ENGINE_NAMES)
def test_an_engine_knows_its_name(name: str) -> None:
    assert engine(name).name == name


def test_an_unknown_engine_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError) as caught:
        engine("excel")
    assert dict(caught.value.params) == {"engine": "excel", "known": "python, duckdb"}
