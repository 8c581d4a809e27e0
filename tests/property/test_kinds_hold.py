"""What must hold for every kind: proportional to its quantity, bounded by what went in, nothing where in equals out, a blend as its components."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext

import pytest
from balance_streams import SCOPE3
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_library import released

from hutan.core.inventory.species import gases_of
from hutan.core.methods.evaluation import QUANTITY, evaluated, output_inputs, slope
from hutan.core.methods.kinds import KINDS
from hutan.core.methods.kinds.heel_use_abatement import BY_PRODUCTS
from hutan.kernel.ids import KindId

# The digits of a calculation (core/inventory/calculation.py).
_DIGITS = Context(prec=60, rounding=ROUND_HALF_EVEN)
_CLOSE = Decimal("1e-40")
OUTPUTS = sorted((kind.id, output.name) for kind in KINDS.values() for output in kind.outputs)
HEEL = KindId("heel_use_abatement@1")
# Inputs from 0 to 1, and those that stand under a fraction stroke and are never 0.
_PARTS = st.decimals(min_value=0, max_value=1, places=6)
_DIVISORS = {"company_value", "supply_efficiency"}
_INSIDE = st.decimals(min_value=Decimal("0.000001"), max_value=Decimal("0.999999"), places=6)
_QUANTITIES = st.decimals(min_value=0, max_value=10**9, places=6)


def _names(kind: KindId, output: str) -> list[str]:
    return [name for name in output_inputs(kind, output) if name != QUANTITY]


def _value(kind: KindId, output: str, values: Mapping[str, Decimal]) -> Decimal:
    """The output in units in which every input is a bare number and the quantity a mass."""
    with localcontext(_DIGITS):
        return evaluated(kind, output, "kg", _units(kind, values), values)


def _units(kind: KindId, values: Mapping[str, Decimal]) -> tuple[tuple[str, str], ...]:
    own = {QUANTITY: "CNY", "company_value": "CNY", "company_emission": "kg"} if kind == "attribution@1" else {QUANTITY: "kg"}
    return tuple(sorted((name, own.get(name, "1")) for name in values))


@st.composite
def _inputs(draw: st.DrawFn, kind: KindId, output: str) -> dict[str, Decimal]:
    return {name: draw(_INSIDE if name in _DIVISORS or name == "loss_rate" else _PARTS) for name in _names(kind, output)}


@pytest.mark.parametrize(("kind", "output"), OUTPUTS)
@settings(max_examples=20)
@given(data=st.data())
def test_an_output_is_proportional_to_its_quantity(kind: KindId, output: str, data: st.DataObject) -> None:
    inputs = data.draw(_inputs(kind, output))
    one, other = data.draw(_QUANTITIES), data.draw(_QUANTITIES)
    whole, first, second = (_value(kind, output, {QUANTITY: amount, **inputs}) for amount in (one + other, one, other))
    with localcontext(_DIGITS):
        assert abs(whole - first - second) <= _CLOSE * max(abs(whole), Decimal(1))
    assert _value(kind, output, {QUANTITY: Decimal(0), **inputs}) == 0


@pytest.mark.parametrize(("kind", "output"), OUTPUTS)
@settings(max_examples=20)
@given(data=st.data())
def test_the_slope_in_the_quantity_is_the_output_of_one_unit(kind: KindId, output: str, data: st.DataObject) -> None:
    values = {QUANTITY: data.draw(_QUANTITIES), **data.draw(_inputs(kind, output))}
    with localcontext(_DIGITS):
        found = slope(kind, output, "kg", _units(kind, values), values, QUANTITY)
        assert abs(found - _value(kind, output, {**values, QUANTITY: Decimal(1)})) <= _CLOSE


@pytest.mark.parametrize("name", ["", *(name for name, _ in BY_PRODUCTS)])
@settings(max_examples=30)
@given(data=st.data())
def test_gas_that_leaves_a_tool_lies_between_nothing_and_what_was_fed(name: str, data: st.DataObject) -> None:
    output, rate, removed = ("emission", "unused", "destruction") if not name else (name, f"{name}_formed", f"{name}_destruction")
    values = {QUANTITY: data.draw(_QUANTITIES), **data.draw(_inputs(HEEL, output))}
    found = _value(HEEL, output, values)
    with localcontext(_DIGITS):
        assert 0 <= found <= values[QUANTITY] * (1 - values["heel"]) * values[rate]
    assert _value(HEEL, output, {**values, "abated_share": Decimal(1), removed: Decimal(1)}) == 0
    assert _value(HEEL, output, {**values, "heel": Decimal(1)}) == 0
    unabated = _value(HEEL, output, {**values, "abated_share": Decimal(0)})
    assert unabated == _value(HEEL, output, {**values, removed: Decimal(0)}) >= found


@pytest.mark.parametrize(
    ("enters", "leaves"),
    [
        ("carbon_in@1", "carbon_out@1"),
        ("embedded_co2_in@1", "embedded_co2_out@1"),
        ("gas_balance_in@1", "gas_balance_out@1"),
        ("factor@1", "deduction@1"),
    ],
)
@given(data=st.data())
def test_what_enters_and_leaves_unchanged_is_nothing(enters: str, leaves: str, data: st.DataObject) -> None:
    (output,) = (output.name for output in KINDS[KindId(enters)].outputs)
    values = {QUANTITY: data.draw(_QUANTITIES), **data.draw(_inputs(KindId(enters), output))}
    assert _value(KindId(enters), output, values) == _value(KindId(leaves), output, values).copy_negate()


@given(used=_QUANTITIES, loss=_INSIDE)
def test_what_is_lost_is_the_part_of_what_was_fed_into_the_grid(used: Decimal, loss: Decimal) -> None:
    with localcontext(_DIGITS):
        lost = _value(KindId("grid_loss@1"), "emission", {QUANTITY: used, "loss_rate": loss, "factor": Decimal(1)})
        assert abs(lost - loss * (used + lost)) <= _CLOSE * max(lost, Decimal(1))


@given(held=st.lists(st.decimals(min_value=1, max_value=10**9, places=2), min_size=1, max_size=6), emitted=_QUANTITIES)
def test_all_who_hold_a_company_carry_all_of_its_emissions(held: list[Decimal], emitted: Decimal) -> None:
    value = sum(held, Decimal(0))
    parts = [_value(KindId("attribution@1"), "emission", {QUANTITY: part, "company_value": value, "company_emission": emitted}) for part in held]
    with localcontext(_DIGITS):
        assert abs(sum(parts, Decimal(0)) - emitted) <= _CLOSE * max(emitted, Decimal(1))


@given(data=st.data())
def test_methane_of_waste_water_is_bounded_by_the_organics_that_went_in(data: st.DataObject) -> None:
    kind = KindId("wastewater@1")
    values = {QUANTITY: data.draw(_QUANTITIES), **data.draw(_inputs(kind, "ch4"))}
    low, high = sorted((values["organics_in"], values["organics_out"]))
    values |= {"organics_in": high, "organics_out": low}
    with localcontext(_DIGITS):
        assert 0 <= _value(kind, "ch4", values) <= values[QUANTITY] * high * values["methane_capacity"]
    assert _value(kind, "ch4", {**values, "recovered": Decimal(1)}) == 0


@given(st.sampled_from(sorted(blend.name for blend in released(SCOPE3).library.blends.blends if blend.usable)), _QUANTITIES)
def test_the_components_of_a_blend_weigh_what_the_blend_weighs(blend: str, quantity: Decimal) -> None:
    lost = _value(KindId("gas_balance_in@1"), "emission", {QUANTITY: quantity})
    with localcontext(_DIGITS):
        assert sum((lost * part.share for part in gases_of(released(SCOPE3).library, blend)), Decimal(0)) == quantity
