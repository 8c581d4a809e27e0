"""Formulas that use each other: order, cycles, and one written out."""

from __future__ import annotations

import pytest

from hutan.core.methods.formula import Expression, order, parse, substituted, to_text
from hutan.kernel.errors import FormulaError


def parsed(**texts: str) -> dict[str, Expression]:
    return {name: parse(text) for name, text in texts.items()}


FUEL = parsed(co2="energy * carbon_content * oxidation * 44 / 12", ch4="energy * ch4_per_energy", energy="quantity * ncv")


def test_each_formula_comes_after_those_it_uses() -> None:
    assert order(FUEL) == ("energy", "ch4", "co2")
    assert order(dict(reversed(FUEL.items()))) == ("energy", "ch4", "co2")
    assert order({}) == ()


def test_a_long_chain_is_no_trouble() -> None:
    chain = {f"f{number:04}": parse(f"f{number + 1:04} + 1") for number in range(3000)}
    assert order(chain) == tuple(sorted(chain, reverse=True))


@pytest.mark.parametrize(
    ("texts", "path"),
    [
        ({"a": "a + 1"}, "a → a"),
        ({"b": "a", "a": "b"}, "a → b → a"),
        ({"x": "z", "y": "x", "z": "y", "free": "x"}, "x → z → y → x"),
    ],
)
def test_a_circle_is_shown_from_user_to_used(texts: dict[str, str], path: str) -> None:
    with pytest.raises(FormulaError) as caught:
        order(parsed(**texts))
    assert caught.value.code == "formula_cycle"
    assert caught.value.params == (("path", path),)


def test_a_formula_written_out_in_full() -> None:
    assert to_text(substituted(FUEL["co2"], FUEL)) == "quantity * ncv * carbon_content * oxidation * 44 / 12"
    everywhere = parse("if(-a < min(a, 1), a^2, b)")
    assert to_text(substituted(everywhere, parsed(a="c + d"))) == "if(-(c + d) < min(c + d, 1), (c + d)^2, b)"


def test_what_is_put_in_is_not_searched_again() -> None:
    assert to_text(substituted(parse("a + b"), parsed(a="b", b="a"))) == "b + a"


def test_doubling_formulas_do_not_explode() -> None:
    tree = parse("x * x")
    with pytest.raises(FormulaError, match="formula_too_large"):
        for _ in range(50):
            tree = substituted(parse("x * x"), {"x": tree})


def test_formulas_put_into_each_other_stay_shallow() -> None:
    tree = parse("x")
    with pytest.raises(FormulaError, match="formula_too_deep"):
        for _ in range(100):
            tree = substituted(parse("x + 1"), {"x": tree})
