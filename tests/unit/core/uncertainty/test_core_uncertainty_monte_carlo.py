"""Simulated intervals against closed forms, against first order, and against a plain loop that shares no code with them."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from statistics import NormalDist

import numpy as np
import pytest

from hutan.core.uncertainty.drawing import DrawnRatios, Floats, at_means
from hutan.core.uncertainty.monte_carlo import sample, streams_of, with_simulation
from hutan.core.uncertainty.propagation import Contribution, InputSpread, IntervalResult, LineUncertainty, combine
from hutan.core.uncertainty.simulated import Estimate, IntervalMethod, SimulatedInterval, Simulation
from hutan.core.uncertainty.spreads import SpreadShape

N, L, T, U = SpreadShape.NORMAL, SpreadShape.LOGNORMAL, SpreadShape.TRIANGULAR, SpreadShape.UNIFORM
Z_975 = NormalDist().inv_cdf(0.975)
RUN = Simulation(100_000, 1, always=True)

Formula = Callable[[DrawnRatios], Floats]


def _inputs(shape: SpreadShape, **relative: str) -> list[InputSpread]:
    return [InputSpread(key, Decimal(value), shape, "source") for key, value in relative.items()]


def _first_order(spreads: Sequence[InputSpread], lines: dict[str, tuple[str, Sequence[str]]]) -> IntervalResult:
    """Lines by name: their amount and the inputs they are a product of."""
    made = [LineUncertainty(name, Decimal(kg), tuple(Contribution(key, Decimal(kg)) for key in keys)) for name, (kg, keys) in lines.items()]
    return combine(made, spreads, Decimal("0.9"))


def _simulated(formula: Formula, first: IntervalResult, spreads: Sequence[InputSpread], run: Simulation = RUN) -> SimulatedInterval:
    values = sample(lambda ratios: formula(ratios)[np.newaxis], spreads, run)[0]
    mean = float(formula(at_means(spreads))[0])
    found = with_simulation(first, values, mean, spreads, first.total, run).simulated
    assert found is not None
    return found


def _near(found: Estimate, expected: float, errors: float = 3.5) -> bool:
    return abs(float(found.value) - expected) <= errors * float(found.standard_error)


def test_two_lines_that_share_one_factor_agree_with_first_order() -> None:
    """100 and 300 kg, 5 % each, 7 % shared: 8.0390 %. Source: IPCC 2006 Vol. 1 Ch. 3, with the shared input counted once."""
    spreads = [*_inputs(N, a=str(Decimal(5) / 196), b=str(Decimal(5) / 196)), *_inputs(N, f=str(Decimal(7) / 196))]
    first = _first_order(spreads, {"1": ("100", "af"), "2": ("300", "bf")})
    assert first.half_width_percent is not None
    assert round(first.half_width_percent, 4) == Decimal("8.0390")
    found = _simulated(lambda r: (100 * r.of("a") + 300 * r.of("b")) * r.of("f"), first, spreads)
    half_width = float(found.high.value - found.low.value) / 2
    error = math.hypot(float(found.high.standard_error), float(found.low.standard_error)) / 2
    assert abs(half_width / 4 - 8.0390) < 3.5 * error / 4 + 0.02
    assert found.comparison.agrees
    assert [note.code for note in found.notes] == ["simulation_beside", "simulation_agrees", "simulated_mean_same"]


def test_the_same_lines_with_a_factor_each_are_narrower() -> None:
    """6.8007 %, the wrong answer where the factor is shared: the draws must tell both apart."""
    spreads = _inputs(N, **dict.fromkeys("ab", str(Decimal(5) / 196)), **dict.fromkeys("fg", str(Decimal(7) / 196)))
    first = _first_order(spreads, {"1": ("100", "af"), "2": ("300", "bg")})
    found = _simulated(lambda r: 100 * r.of("a") * r.of("f") + 300 * r.of("b") * r.of("g"), first, spreads)
    assert float(found.high.value - found.low.value) / 8 == pytest.approx(6.8007, abs=0.06)


def test_the_sum_of_independent_normals_has_normal_quantiles() -> None:
    spreads = _inputs(N, a="0.1", b="0.2", c="0.05")
    first = _first_order(spreads, {"1": ("100", "a"), "2": ("50", "b"), "3": ("-30", "c")})
    found = _simulated(lambda r: 100 * r.of("a") + 50 * r.of("b") - 30 * r.of("c"), first, spreads)
    sigma = math.sqrt(10**2 + 10**2 + 1.5**2)
    assert _near(found.low, 120 - Z_975 * sigma)
    assert _near(found.high, 120 + Z_975 * sigma)
    assert _near(found.mean, 120)
    assert _near(found.median, 120)
    assert float(found.standard_deviation) == pytest.approx(sigma, rel=0.01)
    assert abs(found.skewness) <= Decimal("0.03")


def test_the_product_of_lognormals_has_lognormal_quantiles() -> None:
    """Median 1, σ_ln² = ln(1 + u²) + ln(1 + v²), quantiles exp(± z σ_ln), skewness (e^σ² + 2) √(e^σ² - 1): all exact."""
    spreads = _inputs(L, a="0.3", b="0.5")
    first = _first_order(spreads, {"1": ("1000", "ab")})
    found = _simulated(lambda r: 1000 * r.of("a") * r.of("b"), first, spreads)
    variance = math.log(1.09) + math.log(1.25)
    assert _near(found.low, 1000 * math.exp(-Z_975 * math.sqrt(variance)))
    assert _near(found.median, 1000)
    assert _near(found.high, 1000 * math.exp(Z_975 * math.sqrt(variance)))
    assert _near(found.mean, 1000 * math.exp(variance / 2))
    assert float(found.skewness) == pytest.approx((math.exp(variance) + 2) * math.sqrt(math.exp(variance) - 1), rel=0.15)


def test_four_rectangles_have_the_interval_of_the_guide() -> None:
    """±2√3 (2 - (3/5)^¼) = ±3.88, where first order says ±3.92. Source: JCGM 101:2008, 9.2.3."""
    spreads = _inputs(U, **dict.fromkeys("abcd", "0.1"))
    first = _first_order(spreads, {name: ("10", name) for name in "abcd"})
    found = _simulated(lambda r: 10 * sum((r.of(name) for name in "abcd"), np.zeros(r.count)), first, spreads)
    end = 2 * math.sqrt(3) * (2 - 0.6**0.25)
    assert end == pytest.approx(3.88, abs=0.001)
    assert _near(found.low, 40 - end)
    assert _near(found.high, 40 + end)


def test_an_input_that_enters_squared() -> None:
    """(1 + 0.2 z)²: mean 1.04; quantiles those of a scaled non-central χ², here by the monotone square of the normal ones, to 1e-4."""
    spreads = _inputs(N, a="0.2")
    first = combine([LineUncertainty("1", Decimal(1), (Contribution("a", Decimal(2)),))], spreads, Decimal("0.9"))
    found = _simulated(lambda r: r.of("a") ** 2, first, spreads)
    assert _near(found.mean, 1.04)
    assert _near(found.high, (1 + 0.2 * Z_975) ** 2)
    assert _near(found.low, (1 - 0.2 * Z_975) ** 2)
    assert "simulated_mean_formula" in [note.code for note in found.notes]


def test_a_wide_lognormal_stays_above_zero_where_first_order_does_not() -> None:
    spreads = _inputs(L, f="0.8")
    first = _first_order(spreads, {"1": ("100", "f")})
    assert first.low is not None and first.low < 0
    assert not first.first_order_fit
    values = sample(lambda r: 100 * r.of("f")[np.newaxis], spreads, RUN)[0]
    whole = with_simulation(first, values, 100 * math.sqrt(1.64), spreads, Decimal(100), RUN)
    found = whole.simulated
    assert found is not None
    assert found.low.value > 0
    assert _near(found.low, 100 * math.exp(-Z_975 * math.sqrt(math.log(1.64))))
    assert whole.method is IntervalMethod.MONTE_CARLO
    assert whole.ends == (found.low.value, found.high.value)
    assert [note.code for note in found.notes] == ["simulation_chosen", "simulation_differs", "simulated_mean_lognormal"]
    assert dict(found.notes[2].params) == {"input": "f", "percent": "28"}


def test_first_order_is_stated_where_it_fits_and_where_nothing_was_simulated() -> None:
    fit = _first_order(_inputs(N, a="0.1"), {"1": ("100", "a")})
    unfit = _first_order(_inputs(N, a="0.4"), {"1": ("100", "a")})
    for first in (fit, unfit):
        assert first.method is IntervalMethod.FIRST_ORDER
        assert first.ends == (first.low, first.high)
    values = sample(lambda r: 100 * r.of("a")[np.newaxis], _inputs(N, a="0.1"), RUN)[0]
    beside = with_simulation(fit, values, 100.0, _inputs(N, a="0.1"), Decimal(100), RUN)
    assert beside.method is IntervalMethod.FIRST_ORDER
    assert beside.ends == (fit.low, fit.high)
    assert _first_order([], {"1": ("100", "a")}).ends is None


def test_a_wide_normal_is_said_to_fall_below_zero() -> None:
    """Φ(-1 / 0.5) = 2.3 %."""
    spreads = _inputs(N, a="0.5", b="0.1")
    found = _simulated(lambda r: 100 * r.of("a") + r.of("b"), _first_order(spreads, {"1": ("100", "a"), "2": ("1", "b")}), spreads)
    notes = {note.code: dict(note.params) for note in found.notes}
    assert notes["simulated_below_zero"] == {"input": "a", "percent": "2.3"}


def test_effects_that_cancel_leave_no_width() -> None:
    spreads = _inputs(N, a="0.1")
    first = _first_order(spreads, {"1": ("100", "a"), "2": ("-100", "a")})
    run = Simulation(1000, 1, always=True)
    values = sample(lambda r: (100 * r.of("a") - 100 * r.of("a"))[np.newaxis], spreads, run)[0]
    found = with_simulation(first, values, 0.0, spreads, Decimal(200), run).simulated
    assert found is not None
    assert (found.low, found.high) == (Estimate(Decimal(0), Decimal(0)), Estimate(Decimal(0), Decimal(0)))
    assert found.comparison.low_shift is None
    assert found.notes[1].code == "simulation_without_width"


def test_noise_of_floating_point_is_not_stated() -> None:
    """0.1 + 0.2 - 0.3 leaves 5.6e-17, which another machine might not."""
    spreads = _inputs(N, a="0.1")
    first = _first_order(spreads, {"1": ("1000", "a"), "2": ("-1000", "a")})
    run = Simulation(1000, 1, always=True)
    values = sample(lambda r: ((100.1 * r.of("a") + 200.2 * r.of("a")) - 300.3 * r.of("a"))[np.newaxis], spreads, run)[0]
    assert values.any()
    found = with_simulation(first, values, 0.0, spreads, Decimal(600), run).simulated
    assert found is not None
    assert found.low.value == found.high.value == found.mean.value == 0


def _one_by_one(work: Callable[[int], Floats], numbers: Iterable[int]) -> Iterable[Floats]:
    """The last stream first."""
    listed = list(numbers)
    done = {number: work(number) for number in reversed(listed)}
    return [done[number] for number in listed]


def test_any_number_of_workers_in_any_order_gives_the_same_draws() -> None:
    spreads = [*_inputs(L, a="0.5"), *_inputs(T, b="0.2"), *_inputs(U, c="0.1")]
    run = Simulation(9_500, 42, always=True)

    def formula(ratios: DrawnRatios) -> Floats:
        return (ratios.of("a") * ratios.of("b") + ratios.of("c"))[np.newaxis]

    alone = sample(formula, spreads, run)
    assert alone.shape == (1, 9_500)
    with ThreadPoolExecutor(3) as pool:
        assert (sample(formula, spreads, run, pool.map) == alone).all()
    assert (sample(formula, spreads[::-1], run, _one_by_one) == alone).all()
    assert streams_of(run) == 5
    assert (sample(formula, spreads, Simulation(3_000, 42, always=True))[0] == alone[0, :3_000]).all()
    assert (sample(formula, spreads, Simulation(9_500, 43, always=True)) != alone).any()


def test_a_plain_loop_with_another_generator_gives_the_same_interval() -> None:
    """A sum of products with a shared factor, of all four shapes, drawn by ``random.Random``: quantiles agree within their sampling errors."""
    spreads = [*_inputs(N, m="0.1"), *_inputs(L, f="0.6"), *_inputs(T, t="0.2"), *_inputs(U, u="0.15")]
    first = _first_order(spreads, {"1": ("100", "mf"), "2": ("60", "tf"), "3": ("40", "u")})
    found = _simulated(lambda r: (100 * r.of("m") + 60 * r.of("t")) * r.of("f") + 40 * r.of("u"), first, spreads)
    dice, draws, sigma_ln = random.Random(7), 100_000, math.sqrt(math.log(1.36))
    reach, half = 0.2 * math.sqrt(6), 0.15 * math.sqrt(3)
    values = sorted(
        (100 * dice.gauss(1, 0.1) + 60 * dice.triangular(1 - reach, 1 + reach, 1)) * dice.lognormvariate(0, sigma_ln)
        + 40 * dice.uniform(1 - half, 1 + half)
        for _ in range(draws)
    )
    for estimate, share in ((found.low, 0.025), (found.median, 0.5), (found.high, 0.975)):
        assert _near(estimate, values[int(share * draws)], 3.5 * math.sqrt(2))
    assert _near(found.mean, math.fsum(values) / draws, 3.5 * math.sqrt(2))


def test_standard_errors_say_how_far_a_run_is_from_the_truth() -> None:
    """Over 200 seeds the exact quantile lies within two standard errors about 95 times in a hundred, and the errors fall with √n."""
    spreads = _inputs(L, f="0.5")
    first = _first_order(spreads, {"1": ("100", "f")})
    sigma_ln = math.sqrt(math.log(1.25))
    exact = {"low": 100 * math.exp(-Z_975 * sigma_ln), "median": 100.0, "high": 100 * math.exp(Z_975 * sigma_ln), "mean": 100 * math.sqrt(1.25)}
    runs = [_simulated(lambda r: 100 * r.of("f"), first, spreads, Simulation(2_000, seed, always=True)) for seed in range(200)]
    for name, truth in exact.items():
        within = sum(_near(getattr(found, name), truth, 2) for found in runs)
        assert 180 <= within <= 198, (name, within)
    more = _simulated(lambda r: 100 * r.of("f"), first, spreads, Simulation(32_000, 1, always=True))
    typical = sum(float(found.high.standard_error) for found in runs) / len(runs)
    assert typical / float(more.high.standard_error) == pytest.approx(4, rel=0.3)


def test_figures_are_cut_at_the_second_digit_of_their_error() -> None:
    found = _simulated(lambda r: 1234567 * r.of("f"), _first_order(_inputs(L, f="0.5"), {"1": ("1234567", "f")}), _inputs(L, f="0.5"))
    for estimate in (found.mean, found.median, found.low, found.high):
        place = estimate.standard_error.adjusted() - 1
        assert len(estimate.standard_error.normalize().as_tuple().digits) <= 2
        assert estimate.value == estimate.value.quantize(Decimal((0, (1,), place)))


@pytest.mark.parametrize(
    ("draws", "seed", "recipe"), [(999, 1, None), (1_000_001, 1, None), (2000, -1, None), (2000, 2**53, None), (2000, 1, "other@1")]
)
def test_a_run_that_cannot_be_repeated_is_no_simulation(draws: int, seed: int, recipe: str | None) -> None:
    with pytest.raises(ValueError, match="not "):
        if recipe is None:
            Simulation(draws, seed, always=True)
        else:
            Simulation(draws, seed, True, recipe)
