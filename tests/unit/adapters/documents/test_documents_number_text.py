"""Digits that an interval supports, and figures that never read as nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hutan.adapters.documents.number_text import estimate, four_digits, grouped, percent, percent_of, tonnes, with_half_width
from hutan.core.uncertainty.propagation import Contribution, InputSpread, LineUncertainty, combine
from hutan.core.uncertainty.spreads import SpreadShape


@pytest.mark.parametrize(
    ("value", "half", "wanted"),
    [
        ("12.437", "0.894", "12.4 ± 0.9"),
        ("12.437", "0.354", "12.44 ± 0.35"),
        ("12.437", "0.355", "12.4 ± 0.4"),
        ("12.437", "0.96", "12.4 ± 1.0"),
        ("9116.94", "474.4", "9,100 ± 500"),
        ("9116.94", "123.4", "9,120 ± 120"),
        ("0.012345", "0.000067", "0.01234 ± 0.00007"),
        ("-5.25", "1.2", "−5.2 ± 1.2"),
        ("12.437", "0", "12.44 ± 0"),
    ],
)
def test_value_and_half_width_are_cut_at_one_place(value: str, half: str, wanted: str) -> None:
    assert with_half_width(Decimal(value), Decimal(half)).text() == wanted


def test_without_an_established_interval_four_digits_stand_alone() -> None:
    lines = [LineUncertainty("a", Decimal(10_000), (Contribution("k", Decimal(10_000)),)), LineUncertainty("b", Decimal(90_000), ())]
    interval = combine(lines, [InputSpread("k", Decimal("0.05"), SpreadShape.NORMAL, "source")], Decimal("0.9"))
    found = estimate(Decimal("123456.789"), interval)
    assert (found.value, found.established) == ("123.5", False)


def test_an_established_interval_is_printed_in_tonnes() -> None:
    lines = [LineUncertainty("a", Decimal(100_000), (Contribution("k", Decimal(100_000)),))]
    interval = combine(lines, [InputSpread("k", Decimal("0.05"), SpreadShape.NORMAL, "source")], Decimal("0.9"))
    assert estimate(Decimal(100_000), interval).text() == "100 ± 10"


@pytest.mark.parametrize(
    ("ratio", "wanted"),
    [
        ("0", "0 %"),
        ("0.0003", "< 0.1 %"),
        ("-0.0003", "> −0.1 %"),
        ("0.0044", "0.4 %"),
        ("0.0997", "10 %"),
        ("0.61", "61 %"),
        ("0.9989", "99.9 %"),
        ("0.99996", "> 99.9 %"),
        ("1", "100 %"),
        ("-0.137", "−14 %"),
    ],
)
def test_a_share_never_reads_as_nothing_or_all_when_it_is_not(ratio: str, wanted: str) -> None:
    assert percent_of(Decimal(ratio)) == wanted


def test_shares_of_nothing_are_a_dash() -> None:
    assert percent(Decimal(1), Decimal(0)) == "–"


def test_plain_figures() -> None:
    assert grouped(Decimal("-1234567.5")) == "−1,234,567.5"
    assert grouped(Decimal("0.000000")) == "0"
    assert four_digits(Decimal("123456")) == "123,500"
    assert tonnes(Decimal("0.001")) == Decimal("0.000001")
