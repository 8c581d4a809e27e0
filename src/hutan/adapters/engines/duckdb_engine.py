"""Sums in DuckDB through Ibis: an interval join and exact decimal sums, never a product; the same expression runs on other Ibis backends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from hutan.core.activity.quantities import ApplicabilityPiece, LineQuantity, Reading
from hutan.core.activity.sum_checks import check_pieces, check_readings
from hutan.kernel.ids import SourceId

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

OUTSIDE: Final = -1
_STEP: Final = Decimal("0.000001")
_DECIMALS: Final = 6

_READINGS: Final = {"source_id": "string", "day": "date", "quantity": f"decimal(18,{_DECIMALS})", "state": "string"}
_PIECES: Final = {"piece_source": "string", "first_day": "date", "end_day": "date", "number": "int64"}


class DuckDBEngine:
    """An in-memory DuckDB; Ibis is loaded on first use, because it takes a second to load."""

    @property
    def name(self) -> str:
        return "duckdb"

    def sum_quantities(self, readings: Sequence[Reading], pieces: Sequence[ApplicabilityPiece]) -> tuple[LineQuantity, ...]:
        """Sums per source, month, piece and state, in the order of their fields.

        Raises
        ------
        PackError
            If pieces of a source overlap.
        InputError
            If a quantity is not exact to six decimals.
        """
        check_pieces(pieces)
        check_readings(readings)
        if not readings:
            return ()
        import duckdb
        import ibis

        query = str(ibis.to_sql(line_sums(ibis.table(_READINGS, name="readings"), ibis.table(_PIECES, name="pieces")), dialect="duckdb"))
        with duckdb.connect() as connection:
            connection.execute("SET TimeZone = 'UTC'")
            # Registered and run on DuckDB itself: from Ibis comes the query, the part that is the same on every backend.
            connection.register("readings", _reading_table(readings))
            connection.register("pieces", _piece_table(pieces))
            rows = connection.execute(query).fetchall()
        return tuple(sorted(_line(*row) for row in rows))


def _line(source_id: str, month: date, piece: int, state: str, quantity: Decimal, reading_count: int) -> LineQuantity:
    return LineQuantity(SourceId(source_id), month, piece, state, quantity.quantize(_STEP), reading_count)


def line_sums(readings: ir.Table, pieces: ir.Table) -> ir.Table:
    """The one query: each reading to the piece it lies in, or to none, then sums and counts per line."""
    inside = [readings.source_id == pieces.piece_source, readings.day >= pieces.first_day, readings.day < pieces.end_day]
    joined = readings.left_join(pieces, inside)
    lines = joined.select(
        source_id=joined.source_id,
        month=joined.day.cast("timestamp").truncate("M").cast("date"),
        piece=joined.number.fill_null(OUTSIDE),
        state=joined.state,
        quantity=joined.quantity.cast(f"decimal(38,{_DECIMALS})"),
    )
    return lines.group_by(["source_id", "month", "piece", "state"]).aggregate(quantity=lines.quantity.sum(), reading_count=lines.count())


def _reading_table(readings: Sequence[Reading]) -> pa.Table:
    import pyarrow as pa

    return pa.table(
        {
            "source_id": pa.array([reading.source_id for reading in readings], pa.string()),
            "day": pa.array([reading.day for reading in readings], pa.date32()),
            "quantity": pa.array([reading.quantity for reading in readings], pa.decimal128(18, _DECIMALS)),
            "state": pa.array([reading.state.value for reading in readings], pa.string()),
        }
    )


def _piece_table(pieces: Sequence[ApplicabilityPiece]) -> pa.Table:
    import pyarrow as pa

    return pa.table(
        {
            "piece_source": pa.array([piece.source_id for piece in pieces], pa.string()),
            "first_day": pa.array([piece.period.start for piece in pieces], pa.date32()),
            "end_day": pa.array([piece.period.end for piece in pieces], pa.date32()),
            "number": pa.array([piece.number for piece in pieces], pa.int64()),
        }
    )
