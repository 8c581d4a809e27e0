"""Every engine gives the digits of the plain one, in any order of the rows."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from hutan.adapters.engines import engine
from hutan.core.activity.quantities import ApplicabilityPiece, Reading
from hutan.core.model.activity_record import RecordState
from hutan.kernel.ids import SourceId
from hutan.kernel.periods import Period

SOURCES = st.sampled_from([SourceId("EL-1"), SourceId("NG-1"), SourceId("锅炉")])
FIRST = date(2023, 11, 1)
DAYS = st.integers(0, 200).map(lambda number: FIRST + timedelta(days=number))
QUANTITIES = st.decimals(min_value=0, max_value="999999999999.999999", places=6, allow_nan=False)
READINGS = st.lists(st.builds(Reading, SOURCES, DAYS, QUANTITIES, st.sampled_from(RecordState)), max_size=30)


@st.composite
def piece_lists(draw: st.DrawFn) -> list[ApplicabilityPiece]:
    """Pieces that leave gaps, before, between and after, and never overlap within a source."""
    pieces: list[ApplicabilityPiece] = []
    for source in (SourceId("EL-1"), SourceId("NG-1")):
        edges = sorted(draw(st.sets(DAYS, max_size=6)))
        for start, end in zip(edges[::2], edges[1::2], strict=False):
            pieces.append(ApplicabilityPiece(source, Period(start, end), len(pieces)))
    return draw(st.permutations(pieces))


@settings(max_examples=25)
@given(READINGS, piece_lists())
def test_duckdb_agrees_with_python(readings: list[Reading], pieces: list[ApplicabilityPiece]) -> None:
    plain, duckdb = (engine(name).sum_quantities(readings, pieces) for name in ("python", "duckdb"))
    assert duckdb == plain
    assert repr(duckdb) == repr(plain)


@given(READINGS, piece_lists(), st.data())
def test_the_order_of_rows_does_not_matter(readings: list[Reading], pieces: list[ApplicabilityPiece], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(readings))
    assert engine("python").sum_quantities(shuffled, pieces) == engine("python").sum_quantities(readings, pieces)


@settings(max_examples=10)
@given(READINGS, piece_lists(), st.data())
def test_nor_in_duckdb(readings: list[Reading], pieces: list[ApplicabilityPiece], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(readings))
    assert engine("duckdb").sum_quantities(shuffled, pieces) == engine("duckdb").sum_quantities(readings, pieces)


@given(READINGS, piece_lists())
def test_nothing_is_lost(readings: list[Reading], pieces: list[ApplicabilityPiece]) -> None:
    lines = engine("python").sum_quantities(readings, pieces)
    assert sum((line.quantity for line in lines), Decimal(0)) == sum((reading.quantity for reading in readings), Decimal(0))
    assert sum(line.reading_count for line in lines) == len(readings)
