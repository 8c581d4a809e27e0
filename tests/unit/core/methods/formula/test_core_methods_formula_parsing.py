"""Text to tree and back; every way in which text is not a formula."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hutan.core.methods.formula import names, parse, to_text
from hutan.core.methods.formula.tree import (
    DEPTH_LIMIT,
    LENGTH_LIMIT,
    Binary,
    Comparator,
    Comparison,
    Conditional,
    Name,
    Negative,
    Number,
    Operator,
    Power,
)
from hutan.kernel.errors import FormulaError

A, B, C = Name("a"), Name("b"), Name("c")


def number(text: str) -> Number:
    return Number(Decimal(text))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        ("0.98", number("0.98")),
        ("a - b - c", Binary(Operator.SUBTRACT, Binary(Operator.SUBTRACT, A, B), C)),
        ("a - (b - c)", Binary(Operator.SUBTRACT, A, Binary(Operator.SUBTRACT, B, C))),
        ("a + b * c", Binary(Operator.ADD, A, Binary(Operator.MULTIPLY, B, C))),
        ("a / b * c", Binary(Operator.MULTIPLY, Binary(Operator.DIVIDE, A, B), C)),
        ("-a * b", Binary(Operator.MULTIPLY, Negative(A), B)),
        ("a - -b", Binary(Operator.SUBTRACT, A, Negative(B))),
        ("-a^2", Negative(Power(A, Decimal(2)))),
        ("(-a)^2", Power(Negative(A), Decimal(2))),
        ("2 * a^-1", Binary(Operator.MULTIPLY, number("2"), Power(A, Decimal(-1)))),
        ("a^0.5 + 1", Binary(Operator.ADD, Power(A, Decimal("0.5")), number("1"))),
        ("(a^2)^3", Power(Power(A, Decimal(2)), Decimal(3))),
        ("min(a, b, c)", Binary(Operator.MINIMUM, Binary(Operator.MINIMUM, A, B), C)),
        ("min(a, min(b, c))", Binary(Operator.MINIMUM, A, Binary(Operator.MINIMUM, B, C))),
        ("max(min(a, b), c)", Binary(Operator.MAXIMUM, Binary(Operator.MINIMUM, A, B), C)),
        ("if(a <= b, a, c)", Conditional(Comparison(Comparator.LESS_OR_EQUAL, A, B), A, C)),
    ],
)
def test_a_formula_has_one_tree_and_prints_as_it_was_written(text: str, tree: object) -> None:
    assert parse(text) == tree
    assert to_text(parse(text)) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("quantity\n  * ncv", "quantity * ncv"),
        ("a×b÷c−1", "a * b / c - 1"),
        ("if(a≤b,1.50,007)", "if(a <= b, 1.5, 7)"),
        ("((a + (b)))", "a + b"),
        ("a^(-2)", "a^-2"),
        ("min(min(a, b), c)", "min(a, b, c)"),
    ],
)
def test_other_spellings_have_one_canonical_text(text: str, canonical: str) -> None:
    assert to_text(parse(text)) == canonical
    assert parse(canonical) == parse(text)


def test_numbers_keep_every_digit() -> None:
    digits = "0.1234567890123456789012345678901234567890123456789"
    assert parse(digits) == Number(Decimal(digits))


def test_names_of_a_formula() -> None:
    assert names(parse("if(a < b_2, min(c, 1), a^2 / -d)")) == {"a", "b_2", "c", "d"}
    assert names(parse("44 / 12")) == frozenset()


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("a $ b", "formula_character", "3"),
        ("__import__('os')", "formula_character", "12"),
        ("a.b", "formula_character", "2"),
        ("a = b", "formula_character", "3"),
        ("数量 * 2", "formula_character", "1"),
        ("1e400", "formula_number_form", "1"),
        ("a * 1e-3", "formula_number_form", "5"),
        ("2x", "formula_number_form", "1"),
        (".5", "formula_number_form", "1"),
        ("1.", "formula_number_form", "1"),
        ("0." + "7" * 61, "formula_number_digits", "1"),
        ("a +", "formula_incomplete", "4"),
        ("-", "formula_incomplete", "2"),
        ("(", "formula_incomplete", "2"),
        ("a^", "formula_incomplete", "3"),
        ("min(a, ", "formula_incomplete", "8"),
        ("* a", "formula_operand_missing", "1"),
        ("a + * b", "formula_operand_missing", "5"),
        ("min()", "formula_operand_missing", "5"),
        ("+a", "formula_operand_missing", "1"),
        ("a b", "formula_operator_missing", "3"),
        ("import os", "formula_operator_missing", "8"),
        ("2 (a)", "formula_operator_missing", "3"),
        ("(a + b", "formula_parenthesis_unclosed", "1"),
        ("min(a, b", "formula_parenthesis_unclosed", "4"),
        ("a + b)", "formula_parenthesis_unopened", "6"),
        ("1,000", "formula_comma_misplaced", "2"),
        ("(a, b)", "formula_comma_misplaced", "3"),
        ("a < b", "formula_comparison_misplaced", "3"),
        ("if(a < b < c, a, b)", "formula_comparison_misplaced", "10"),
        ("if(a, b, c)", "formula_condition_missing", "5"),
        ("if(a < b, c)", "formula_argument_count", "1"),
        ("1 + max(a)", "formula_argument_count", "5"),
        ("min + 1", "formula_function_bare", "1"),
        ("exp(a)", "formula_function_unknown", "1"),
        ("a^b", "formula_exponent_form", "3"),
        ("a^(1 + 1)", "formula_exponent_form", "3"),
        ("a^-b", "formula_exponent_form", "3"),
        ("a^101", "formula_exponent_range", "3"),
        ("a^2^3", "formula_power_chain", "4"),
    ],
)
def test_text_that_is_no_formula_is_refused_where_it_goes_wrong(text: str, code: str, position: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert caught.value.code == code
    assert dict(caught.value.params)["position"] == position


@pytest.mark.parametrize("text", ["", " \t\r\n"])
def test_no_text_is_no_formula(text: str) -> None:
    with pytest.raises(FormulaError, match="formula_empty"):
        parse(text)


def test_the_number_with_an_exponent_is_named_whole() -> None:
    with pytest.raises(FormulaError) as caught:
        parse("a + 1e400 * b")
    assert dict(caught.value.params)["number"] == "1e400"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(" * 1900, "formula_too_deep"),
        ("(" * 900 + "a" + ")" * 900, "formula_too_deep"),
        ("-" * 1900 + "a", "formula_too_deep"),
        ("min(a," * 300, "formula_too_deep"),
        ("a" + "+a" * DEPTH_LIMIT, "formula_too_deep"),
        ("a" + " " * LENGTH_LIMIT, "formula_too_long"),
        ("(" * 10_000_000, "formula_too_long"),
    ],
)
def test_bombs_are_refused(text: str, code: str) -> None:
    with pytest.raises(FormulaError, match=code):
        parse(text)


def test_the_deepest_formulas_accepted() -> None:
    enclosed = "(" * DEPTH_LIMIT + "a" + ")" * DEPTH_LIMIT
    assert parse(enclosed) == A
    chain = "a" + " + a" * (DEPTH_LIMIT - 1)
    assert to_text(parse(chain)) == chain


@pytest.mark.parametrize("value", ["-1", "NaN", "Infinity"])
def test_a_constant_is_finite_and_not_negative(value: str) -> None:
    with pytest.raises(FormulaError, match="formula_constant_unfit"):
        Number(Decimal(value))
