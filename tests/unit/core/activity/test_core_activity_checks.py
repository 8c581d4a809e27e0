"""Checks before belief: every kind of fault is found where it was put, and a sound history gives none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from plain_organization import monthly, organization, record, share, site, source

from hutan.core.activity.checks import CheckScope, OutlierRule, RecordFinding, Severity, check_records
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.kernel.ids import RecordId
from hutan.kernel.periods import Period, month, year

POWER = source("E", "electricity")
OIL = source("D", "diesel", at="T")
HELD = share(period=Period(date(2024, 4, 1), date(9999, 1, 1)))
ORGANIZATION = organization((POWER, OIL), (site("S"), site("T", HELD)))
THE_YEAR = year(2024)
BOTH_YEARS = Period(date(2023, 1, 1), date(2025, 1, 1))


def season(number: int, growth: str = "1") -> list[ActivityRecord]:
    """A summer peak: some 100,000 kWh in winter, 160,000 in July; no two months alike."""
    shape = [100_003, 98_011, 104_017, 112_021, 128_033, 148_039, 160_043, 158_047, 140_051, 118_057, 106_061, 101_063]
    return [record(POWER, month(number, index), Decimal(value) * Decimal(growth)) for index, value in enumerate(shape, start=1)]


def found(records: list[ActivityRecord], within: Period = THE_YEAR) -> list[RecordFinding]:
    scope = CheckScope(ORGANIZATION, frozenset((POWER.id,)), within, OutlierRule())
    return list(check_records(records, scope))


def codes(records: list[ActivityRecord], within: Period = THE_YEAR) -> list[str]:
    return [item.code for item in found(records, within)]


def with_quantity(records: list[ActivityRecord], index: int, quantity: Decimal | str) -> list[ActivityRecord]:
    return [replace(item, quantity=Decimal(quantity)) if at == index else item for at, item in enumerate(records)]


def test_a_season_that_comes_back_every_year_is_sound() -> None:
    assert codes(season(2023) + season(2024, "1.06"), BOTH_YEARS) == []


def test_missing_days_are_told_as_one_gap() -> None:
    records = [item for item in season(2024) if item.period.start.month not in (5, 6)]
    (gap,) = found(records)
    assert (gap.code, gap.severity) == ("finding_gap", Severity.MUST)
    assert gap.period == Period(date(2024, 5, 1), date(2024, 7, 1))


SLIPS = [("10", "finding_slip"), ("0.1", "finding_slip"), ("1000", "finding_unit_slip"), ("0.0001", "finding_unit_slip")]


@pytest.mark.parametrize(("factor", "code"), SLIPS)
def test_a_slip_names_its_factor_and_what_would_be_expected(factor: str, code: str) -> None:
    records = season(2023) + season(2024)
    records = with_quantity(records, 16, records[16].quantity * Decimal(factor))
    (slip,) = found(records, BOTH_YEARS)
    assert (slip.code, slip.severity) == (code, Severity.MUST)
    assert slip.period == month(2024, 5)
    shown = Decimal(factor) if Decimal(factor) > 1 else 1 / Decimal(factor)
    assert dict(slip.params)["factor"].strip("×÷") == f"{shown:f}"
    expected = Decimal(slip.expected.split()[0])
    assert abs(expected - Decimal(128_033) / 31) < 1


def test_an_outlier_against_the_year_before_is_to_be_looked_at() -> None:
    records = season(2023) + season(2024)
    (one,) = found(with_quantity(records, 18, "290000"), BOTH_YEARS)
    assert (one.code, one.severity, one.period) == ("finding_outlier_year", Severity.LOOK, month(2024, 7))


def test_too_short_a_history_judges_nothing() -> None:
    records = with_quantity(season(2024)[:4], 2, "1040170")
    assert codes(records, Period(date(2024, 1, 1), date(2024, 5, 1))) == []


def test_the_same_days_twice_and_overlapping_days() -> None:
    records = season(2024)
    twice = replace(records[2], id=RecordId("again"), quantity=Decimal(104_999))
    assert "finding_repeated" in codes([*records, twice])
    across = record(POWER, Period(date(2024, 3, 20), date(2024, 4, 5)), "50001")
    assert "finding_overlap" in codes([*records, across])


def test_the_figure_of_the_month_before_is_to_be_looked_at() -> None:
    records = season(2024)
    assert codes(with_quantity(records, 1, records[0].quantity)) == ["finding_same_figure"]
    assert codes(monthly(POWER, "0")) == []


def test_a_zero_between_two_figures() -> None:
    assert "finding_zero_between" in codes(with_quantity(season(2024), 4, "0"))


def test_days_outside_ownership_and_one_document_twice() -> None:
    early = record(OIL, month(2024, 3), "2")
    first, second = (replace(record(OIL, month(2024, number), "2"), document="F-1") for number in (5, 6))
    assert codes([*season(2024), early, first, second]) == ["finding_outside_ownership", "finding_same_document"]


def test_the_share_of_estimates_is_told_for_every_source() -> None:
    records = season(2024)
    records[0] = replace(records[0], state=RecordState.ESTIMATED)
    (share_of,) = found(records)
    assert share_of.code == "finding_estimated_share"
    whole = sum((item.quantity for item in records), Decimal(0))
    assert dict(share_of.params)["percent"] == f"{records[0].quantity * 100 / whole:.2f}"


def test_what_lies_outside_the_days_asked_about_is_not_judged() -> None:
    records = season(2023) + season(2024)
    assert codes(with_quantity(records, 5, "1480390")) == []
