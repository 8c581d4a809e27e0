"""Ids and tickets: what they depend on, and what not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hutan.core.activity.book import record_id, row_ticket
from hutan.core.activity.quantities import ApplicabilityPiece, Reading
from hutan.core.activity.sum_checks import check_pieces, check_readings
from hutan.core.model.activity_record import RecordState
from hutan.kernel.errors import InputError, PackError
from hutan.kernel.ids import Digest, SourceId
from hutan.kernel.periods import Period, month

EL = SourceId("EL-1")
FILE = Digest("ab" * 32)


def test_a_record_id_depends_on_what_the_record_says() -> None:
    first = record_id(EL, month(2024, 1), Decimal("1.50"), "kWh", "D1", RecordState.MEASURED)
    assert first == record_id(EL, month(2024, 1), Decimal("1.5"), "kWh", "D1", RecordState.MEASURED)
    others = {
        record_id(SourceId("EL-2"), month(2024, 1), Decimal("1.5"), "kWh", "D1", RecordState.MEASURED),
        record_id(EL, month(2024, 2), Decimal("1.5"), "kWh", "D1", RecordState.MEASURED),
        record_id(EL, month(2024, 1), Decimal("1.6"), "kWh", "D1", RecordState.MEASURED),
        record_id(EL, month(2024, 1), Decimal("1.5"), "GJ", "D1", RecordState.MEASURED),
        record_id(EL, month(2024, 1), Decimal("1.5"), "kWh", "D2", RecordState.MEASURED),
        record_id(EL, month(2024, 1), Decimal("1.5"), "kWh", "D1", RecordState.ESTIMATED),
    }
    assert len(others | {first}) == 7


def test_a_ticket_names_file_sheet_and_row() -> None:
    tickets = {row_ticket(FILE, "s", 2), row_ticket(FILE, "s", 3), row_ticket(FILE, "t", 2), row_ticket(Digest("cd" * 32), "s", 2)}
    assert len(tickets) == 4
    assert all(len(ticket) == 6 and set(ticket) <= set("0123456789abcdef") for ticket in tickets)


def test_overlapping_pieces_of_one_source_are_refused() -> None:
    pieces = [ApplicabilityPiece(EL, Period(date(2024, 1, 15), date(2024, 3, 1)), 1), ApplicabilityPiece(EL, month(2024, 1), 0)]
    with pytest.raises(PackError) as caught:
        check_pieces(pieces)
    assert caught.value.code == "pieces_overlap"
    assert dict(caught.value.params)["first"] == "2024-01-01/2024-02-01"


def test_neighbouring_pieces_and_other_sources_are_fine() -> None:
    check_pieces(
        [ApplicabilityPiece(EL, month(2024, 1), 0), ApplicabilityPiece(EL, month(2024, 2), 1), ApplicabilityPiece(SourceId("x"), month(2024, 1), 2)]
    )


@pytest.mark.parametrize("quantity", ["0.0000001", "1e12", "-1000000000000", "NaN"])
def test_quantities_that_no_exact_column_holds_are_refused(quantity: str) -> None:
    with pytest.raises(InputError) as caught:
        check_readings([Reading(EL, date(2024, 1, 1), Decimal(quantity), RecordState.MEASURED)])
    assert caught.value.code == "reading_not_exact"
