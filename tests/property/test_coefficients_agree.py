"""The number that a formula comes to per unit gives the digits of the decimal evaluator: every kind, any quantity, ties included."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hutan.core.inventory.calculation import DIGITS
from hutan.core.methods import coefficients
from hutan.core.methods.coefficients import coefficient, divides, is_near_tie, rounded_ratio
from hutan.core.methods.evaluation import QUANTITY, evaluated, output_inputs
from hutan.core.methods.formula import parse, typecheck
from hutan.core.methods.formula.decimals import rounded
from hutan.core.methods.kinds import KINDS
from hutan.core.units import parse_unit
from hutan.kernel.ids import KindId

PLACES = 9
SMALL = st.integers(1, 40).map(lambda number: Decimal(number * 5).scaleb(-6))
QUANTITIES = st.one_of(SMALL, st.decimals("0.000001", "999999999999.999999", places=6))
VALUES = st.one_of(st.integers(1, 99).map(Decimal), st.decimals("0.0001", "0.9999", places=4), st.decimals("0.000001", "999", places=8))
SHARES = st.sampled_from([Decimal(text) for text in ("1", "0.3", "0.7", "0.25", "0.6", "0.9999")])
OUTPUTS = sorted((kind_id, output.name) for kind_id, kind in KINDS.items() for output in kind.outputs)


def plain_units(kind_id: KindId, output: str) -> tuple[tuple[str, str], ...]:
    """Every input without a unit: what is compared are the digits."""
    return tuple((name, "1") for name in output_inputs(kind_id, output))


def slow_line(of: tuple[KindId, str], values: dict[str, Decimal], share: Decimal) -> int:
    """Nanograms of kilograms, as it were: the evaluator's digits after the share, rounded once."""
    with localcontext(DIGITS):
        mass = evaluated(*of, "1", plain_units(*of), values) * share
        return int(rounded(mass, PLACES).scaleb(PLACES))


@pytest.mark.parametrize("of", OUTPUTS, ids=str)
@given(data=st.data(), quantity=QUANTITIES, share=SHARES)
def test_every_kind_gives_the_evaluator_s_digits(of: tuple[KindId, str], data: st.DataObject, quantity: Decimal, share: Decimal) -> None:
    units = plain_units(*of)
    values = {name: data.draw(VALUES, name) for name, _ in units if name != QUANTITY} | {QUANTITY: quantity}
    assume(all(value != 1 for value in values.values()) or "loss_rate" not in values)
    found = coefficient(*of, "1", units, values)
    assert found is not None, "no kind of this release is anything but a multiple of its quantity"
    ratio = found * Fraction(share) * Fraction(quantity) * 10**PLACES
    if divides(*of, "1", units) and is_near_tie(ratio.numerator, ratio.denominator):
        return  # a series asks the evaluator itself
    assert rounded_ratio(ratio.numerator, ratio.denominator) == slow_line(of, values, share)


ATTRIBUTION = (KindId("attribution@1"), "emission")


def test_a_quotient_that_the_evaluator_rounds_is_seen() -> None:
    """A third ends after sixty digits: the exact ratio is a tie, the evaluator's value lies below it."""
    values = {QUANTITY: Decimal(1), "company_value": Decimal(3), "company_emission": Decimal("0.0000000165")}
    found = coefficient(*ATTRIBUTION, "1", plain_units(*ATTRIBUTION), values)
    assert found is not None
    scaled = found * 10**PLACES
    assert rounded_ratio(scaled.numerator, scaled.denominator) == 6
    assert slow_line(ATTRIBUTION, values, Decimal(1)) == 5
    assert divides(*ATTRIBUTION, "1", plain_units(*ATTRIBUTION))
    assert is_near_tie(scaled.numerator, scaled.denominator)


@given(st.integers(-(10**30), 10**30), st.integers(1, 10**12))
def test_rounding_is_half_even(numerator: int, denominator: int) -> None:
    with localcontext(DIGITS):
        assert rounded_ratio(numerator, denominator) == round(Fraction(numerator, denominator))


@pytest.mark.parametrize(("numerator", "denominator", "expected"), [(1, 2, 0), (3, 2, 2), (-1, 2, 0), (-3, 2, -2), (5, 2, 2), (-7, 3, -2)])
def test_ties_go_to_the_even_integer(numerator: int, denominator: int, expected: int) -> None:
    assert rounded_ratio(numerator, denominator) == expected
    assert is_near_tie(numerator, denominator) == (denominator == 2)


NO_MULTIPLES = ("quantity * quantity", "quantity + factor", "factor / quantity", "max(quantity, factor)", "if(quantity > 1, quantity, 0)")


@pytest.mark.parametrize("formula", [*NO_MULTIPLES, "quantity ^ 2"])
def test_what_is_no_multiple_of_the_quantity_has_no_coefficient(formula: str, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = typecheck(parse(formula), {QUANTITY: parse_unit("1"), "factor": parse_unit("1")}, parse_unit("1"))
    monkeypatch.setattr(coefficients, "typed_output", lambda *_: typed)
    coefficients._slope.cache_clear()
    try:
        assert coefficient(KindId("made_up@1"), "emission", "1", (), {QUANTITY: Decimal(1), "factor": Decimal(2)}) is None
    finally:
        coefficients._slope.cache_clear()
