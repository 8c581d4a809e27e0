"""What a simulated interval must keep, whatever the figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutan.core.uncertainty.drawing import DrawnRatios, Floats, at_means, drawn, drawn_together
from hutan.core.uncertainty.monte_carlo import sample, with_simulation
from hutan.core.uncertainty.propagation import Contribution, InputSpread, IntervalResult, LineUncertainty, combine
from hutan.core.uncertainty.simulated import SimulatedInterval, Simulation
from hutan.core.uncertainty.spreads import SpreadShape

KEYS = ("grid", "meter-1", "meter-2", "coal")
AMOUNTS = st.decimals(min_value=1, max_value=10**6, places=3, allow_nan=False)
RELATIVE = st.decimals(min_value="0.001", max_value="0.5", places=4, allow_nan=False)
RUN = Simulation(2_000, 3, always=True)

Products = list[tuple[Decimal, tuple[str, ...]]]


@st.composite
def _products(draw: st.DrawFn) -> Products:
    """Lines, each an amount moved by one or two inputs."""
    keys = st.lists(st.sampled_from(KEYS), min_size=1, max_size=2, unique=True).map(tuple)
    return draw(st.lists(st.tuples(AMOUNTS, keys), min_size=1, max_size=6))


@st.composite
def _spreads(draw: st.DrawFn) -> list[InputSpread]:
    return [InputSpread(key, draw(RELATIVE), draw(st.sampled_from(list(SpreadShape))), "source") for key in KEYS]


def _total(products: Products, ratios: DrawnRatios) -> Floats:
    values = [float(amount) * np.prod([ratios.of(key) for key in keys], axis=0) for amount, keys in products]
    whole: Floats = np.sum(values, axis=0)
    return whole[np.newaxis]


def _interval(products: Products, spreads: Sequence[InputSpread]) -> IntervalResult:
    lines = [LineUncertainty(str(number), kg, tuple(Contribution(key, kg) for key in keys)) for number, (kg, keys) in enumerate(products)]
    first = combine(lines, spreads, Decimal("0.9"))
    values = sample(lambda ratios: _total(products, ratios), spreads, RUN)[0]
    mean = float(_total(products, at_means(spreads))[0, 0])
    return with_simulation(first, values, mean, spreads, first.total, RUN)


def _simulated(products: Products, spreads: Sequence[InputSpread]) -> SimulatedInterval:
    found = _interval(products, spreads).simulated
    assert found is not None
    return found


@given(products=_products(), spreads=_spreads(), data=st.data())
def test_no_order_of_inputs_changes_a_digit(products: Products, spreads: list[InputSpread], data: st.DataObject) -> None:
    assert _simulated(products, data.draw(st.permutations(spreads))) == _simulated(products, spreads)


@given(products=_products(), spreads=_spreads())
def test_ends_stand_in_order_and_are_seen_by_at_most_chance_beyond_the_draws(products: Products, spreads: list[InputSpread]) -> None:
    found = _simulated(products, spreads)
    assert found.low.value <= found.median.value <= found.high.value
    assert all(item.standard_error >= 0 for item in (found.low, found.median, found.high, found.mean))


@given(products=_products(), spreads=_spreads())
def test_a_thousandfold_inventory_has_a_thousandfold_interval(products: Products, spreads: list[InputSpread]) -> None:
    larger = [(amount * 1000, keys) for amount, keys in products]
    found, scaled = _simulated(products, spreads), _simulated(larger, spreads)
    for name in ("low", "median", "high", "mean"):
        one, other = getattr(found, name), getattr(scaled, name)
        assert float(other.value) == pytest.approx(float(one.value) * 1000, abs=float(other.standard_error) / 4)


@given(products=_products(), spreads=_spreads())
def test_lognormal_inputs_never_fall_below_zero(products: Products, spreads: list[InputSpread]) -> None:
    lognormal = [InputSpread(item.input_key, item.relative_sd * 4, SpreadShape.LOGNORMAL, item.source) for item in spreads]
    assert _simulated(products, lognormal).low.value > 0


@given(products=_products(), relative=st.decimals(min_value="0.0001", max_value="0.02", places=5, allow_nan=False))
def test_small_spreads_agree_with_first_order(products: Products, relative: Decimal) -> None:
    assert _simulated(products, [InputSpread(key, relative, SpreadShape.NORMAL, "source") for key in KEYS]).comparison.agrees


@given(weights=st.lists(st.floats(0.01, 10), min_size=1, max_size=5), spreads=_spreads())
def test_shares_drawn_together_always_sum_to_one(weights: list[float], spreads: list[InputSpread]) -> None:
    shares = [weight / sum(weights) for weight in weights]
    lognormal = [InputSpread(f"s{number}", spreads[0].relative_sd, SpreadShape.LOGNORMAL, "source") for number in range(len(shares))]
    ratios = drawn(lognormal, 1, 0, 50)
    found = drawn_together(shares, [ratios.of(item.input_key) for item in lognormal])
    assert np.allclose(np.sum(found, axis=0), 1)
    assert all((share > 0).all() for share in found)
