"""Amounts as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hutan.core.activity.amount_reading import Amount, read_amount, rounded_quantity
from hutan.core.activity.reading import Read, Unread
from hutan.core.activity.table import Cell, CellKind


def text(words: str) -> Cell:
    return Cell(0, CellKind.TEXT, words)


def number(value: str) -> Cell:
    return Cell(0, CellKind.NUMBER, value, number=Decimal(value))


def code_of(outcome: Read[Amount] | Unread) -> str:
    assert isinstance(outcome, Unread), outcome
    return outcome.reason.code


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("1234.5", "1234.5", ""),
        ("１，２３４．５", "1234.5", ""),
        ("1,234.5", "1234.5", ""),
        ("1，234", "1234", ""),
        ("1 234.5", "1234.5", ""),
        ("1\u00a0234\u00a0567", "1234567", ""),
        ("1'234.5", "1234.5", ""),
        ("12,345,678", "12345678", ""),
        ("  42  ", "42", ""),
        ("+7", "7", ""),
        (".5", "0.5", ""),
        ("5.", "5", ""),
        ("1234.5度", "1234.5", "度"),
        ("3.2 万度", "3.2", "万度"),
        ("12吨", "12", "吨"),
        ("850 L", "850", "L"),
        ("100 m³", "100", "m3"),
        ("3.2万", "3.2", "万"),
    ],
)
def test_common_forms_are_read(words: str, value: str, unit: str) -> None:
    assert read_amount(text(words)) == Read(Amount(Decimal(value), unit, words.strip()))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("1.234,5", "amount_two_readings"),
        ("12,34", "amount_two_readings"),
        ("0,234", "amount_two_readings"),
        ("1 234,5", "amount_two_readings"),
        ("1.234.567", "amount_separators"),
        ("1,2345.6", "amount_separators"),
        ("12 34", "amount_separators"),
        ("-5", "amount_negative"),
        ("−5", "amount_negative"),
        ("(1,234.5)", "amount_negative"),
        ("约1200", "amount_approximate"),
        ("～1200", "amount_approximate"),
        ("1200左右", "amount_approximate"),
        ("1200多度", "amount_approximate"),
        ("1200-1300", "amount_is_range"),
        ("1200～1300度", "amount_is_range"),
        ("-", "amount_nothing"),
        ("/", "amount_nothing"),
        ("无", "amount_nothing"),
        ("N/A", "amount_nothing"),
        ("NaN", "amount_unreadable"),
        ("inf", "amount_unreadable"),
        ("¥1200", "amount_unreadable"),
        ("12*13", "amount_unreadable"),
        ("12%", "amount_unreadable"),
        ("电表坏了", "amount_unreadable"),
        ("1e400", "amount_too_large"),
        ("1000000000000", "amount_too_large"),
        ("1" * 41, "amount_unreadable"),
    ],
)
def test_what_cannot_be_meant_is_refused(words: str, code: str) -> None:
    assert code_of(read_amount(text(words))) == code


def test_both_readings_are_named() -> None:
    outcome = read_amount(text("1.234,5"))
    assert isinstance(outcome, Unread)
    assert dict(outcome.reason.params) == {"text": "1.234,5", "first": "1234.5", "second": "1.2345"}


def test_the_figure_of_an_approximate_amount_is_given_back() -> None:
    outcome = read_amount(text("约 1200 度"))
    assert isinstance(outcome, Unread)
    assert dict(outcome.reason.params)["figure"] == "1200 度"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (number("-0.1"), "amount_negative"),
        (number("NaN"), "amount_unreadable"),
        (number("Infinity"), "amount_unreadable"),
        (number("1e400"), "amount_too_large"),
        (Cell(0, CellKind.NUMBER, "?"), "amount_unreadable"),
        (Cell(0, CellKind.BOOLEAN, "TRUE"), "amount_unreadable"),
        (Cell(0, CellKind.DATE, "2024-01-02"), "amount_is_date"),
        (Cell(0, CellKind.ERROR, "#DIV/0!"), "cell_error"),
        (Cell(0, CellKind.FORMULA_ONLY, "=A1*2"), "cell_formula_only"),
    ],
)
def test_cells_that_hold_no_amount_are_refused(cell: Cell, code: str) -> None:
    assert code_of(read_amount(cell)) == code


@pytest.mark.parametrize(
    ("words", "value", "code"), [("0", "0", "amount_zero"), ("12。5", "12.5", "amount_chinese_point"), ("1.23E+05", "123000", "amount_scientific")]
)
def test_doubtful_forms_are_read_with_a_remark(words: str, value: str, code: str) -> None:
    outcome = read_amount(text(words))
    assert isinstance(outcome, Read)
    assert outcome.value.value == Decimal(value)
    assert [remark.code for remark in outcome.remarks] == [code]


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("0.0000005", None), ("0.00000051", "0.000001"), ("1.0000005", "1"), ("1.0000015", "1.000002"), ("999999999999.9999994", "999999999999.999999")],
)
def test_quantities_are_rounded_half_even_to_six_decimals_and_say_so(value: str, rounded: str | None) -> None:
    outcome = rounded_quantity(Decimal(value))
    if rounded is None:
        assert isinstance(outcome, Unread)
        assert outcome.reason.code == "amount_too_small"
    else:
        assert isinstance(outcome, Read)
        assert str(outcome.value) == rounded
        assert [remark.code for remark in outcome.remarks] == ["amount_rounded"]


@pytest.mark.parametrize("value", ["1e12", "999999999999.9999999"])
def test_a_quantity_that_no_column_holds_is_refused(value: str) -> None:
    outcome = rounded_quantity(Decimal(value))
    assert isinstance(outcome, Unread)
    assert outcome.reason.code == "amount_too_large"


def test_six_decimals_stay_as_they_are() -> None:
    assert rounded_quantity(Decimal("1234.500000")) == Read(Decimal("1234.5"))
