"""Every error of the language has words in both languages that name the formula's own trouble."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from hutan.adapters.message_catalog import LANGUAGES, catalog, told
from hutan.core.methods.formula import Expression, derivative, evaluate, order, parse, rounded, substituted, typecheck
from hutan.core.methods.formula.tree import Number
from hutan.core.units import DIMENSIONLESS, parse_unit
from hutan.kernel.errors import FormulaError

PER_UNIT = {"a": parse_unit("kg"), "b": parse_unit("kWh")}


def at(text: str, a: str) -> Decimal:
    return evaluate(typecheck(parse(text), {"a": DIMENSIONLESS}, DIMENSIONLESS), {"a": Decimal(a)} if a else {})


def doubled(times: int) -> Expression:
    tree = parse("x")
    for _ in range(times):
        tree = substituted(parse("x * x"), {"x": tree})
    return tree


CASES: list[tuple[str, Callable[[], object], str]] = [
    ("formula_empty", lambda: parse(""), ""),
    ("formula_too_long", lambda: parse("a" * 3000), "3000"),
    ("formula_too_deep", lambda: parse("(" * 100), "60"),
    ("formula_too_large", lambda: doubled(20), ""),
    ("formula_character", lambda: parse("a $ b"), "$"),
    ("formula_number_form", lambda: parse("1e400"), "1e400"),
    ("formula_number_digits", lambda: parse("7" * 61), "60"),
    ("formula_constant_unfit", lambda: Number(Decimal(-1)), "-1"),
    ("formula_incomplete", lambda: parse("a +"), "a +"),
    ("formula_operand_missing", lambda: parse("a + * b"), "5"),
    ("formula_operator_missing", lambda: parse("import os"), "os"),
    ("formula_parenthesis_unclosed", lambda: parse("(a"), "(a"),
    ("formula_parenthesis_unopened", lambda: parse("a)"), "a)"),
    ("formula_comma_misplaced", lambda: parse("1,000"), "1,000"),
    ("formula_comparison_misplaced", lambda: parse("a < b"), "<"),
    ("formula_condition_missing", lambda: parse("if(a, b, c)"), "5"),
    ("formula_argument_count", lambda: parse("max(a)"), "max"),
    ("formula_function_bare", lambda: parse("min + 1"), "min"),
    ("formula_function_unknown", lambda: parse("exp(a)"), "exp"),
    ("formula_exponent_form", lambda: parse("a^b"), "b"),
    ("formula_exponent_range", lambda: parse("a^101"), "101"),
    ("formula_power_chain", lambda: parse("a^2^3"), "a^2^3"),
    ("formula_unknown_name", lambda: typecheck(parse("a * d"), PER_UNIT, DIMENSIONLESS), "d"),
    ("formula_unit_mismatch", lambda: typecheck(parse("a * b"), PER_UNIT, parse_unit("kg")), "kg·kWh"),
    ("formula_operands_differ", lambda: typecheck(parse("a + b"), PER_UNIT, parse_unit("kg")), "kWh"),
    ("formula_exponent_unit", lambda: typecheck(parse("a^0.5"), PER_UNIT, parse_unit("kg")), "a^0.5"),
    ("formula_value_missing", lambda: at("a", ""), "a"),
    ("formula_value_not_finite", lambda: at("a", "NaN"), "NaN"),
    ("formula_division_by_zero", lambda: at("1 / a", "0"), "1 / a"),
    ("formula_power_undefined", lambda: at("a^-1", "0"), "a^-1"),
    ("formula_out_of_range", lambda: at("a^100", "1e10000"), "a^100"),
    ("formula_rounding_digits", lambda: rounded(Decimal("1e99"), 9), "9"),
    ("formula_cycle", lambda: order({"a": parse("b"), "b": parse("a")}), "a → b → a"),
]


@pytest.mark.parametrize(("code", "failing", "named"), CASES, ids=[code for code, _, _ in CASES])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_says_what_and_what_to_do(code: str, failing: Callable[[], object], named: str, language: str) -> None:
    with pytest.raises(FormulaError) as caught:
        failing()
    told_words = told(caught.value, language)
    assert caught.value.code == code
    assert named in told_words.reason
    assert told_words.hint


def test_a_derivative_in_an_unknown_name_has_words_too() -> None:
    with pytest.raises(FormulaError) as caught:
        derivative(typecheck(parse("44 / 12"), {}, DIMENSIONLESS), "a")
    assert "“a”" in told(caught.value, "en").reason


def test_no_error_of_the_language_is_left_out() -> None:
    assert {code for code, _, _ in CASES} == {code for code in catalog() if code.startswith("formula_")}


def test_long_texts_are_cut_in_messages() -> None:
    with pytest.raises(FormulaError) as caught:
        parse("a" + " b" * 900)
    assert len(told(caught.value, "zh").reason) < 300
