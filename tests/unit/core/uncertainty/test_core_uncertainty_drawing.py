"""Draws: the normal quantile against the standard library, shapes against their closed forms, streams against each other."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from statistics import NormalDist

import numpy as np
import pytest

from hutan.core.model.sourcing import SpreadForm, StatedSpread
from hutan.core.uncertainty.drawing import STREAM_DRAWS, Floats, at_means, drawn, drawn_together, mean_ratio
from hutan.core.uncertainty.normal_quantile import normal_quantile
from hutan.core.uncertainty.pedigree import PedigreeTable
from hutan.core.uncertainty.propagation import InputSpread
from hutan.core.uncertainty.spreads import SpreadShape, StandardSpread, standard_spread

NO_PEDIGREE = PedigreeTable("none", ())
PINNED = [0.9198626720713127, 1.2084213902084282, 0.9046309687255314]


def _spread(shape: SpreadShape, relative_sd: str = "0.2", key: str = "k", bounds: tuple[Decimal, ...] = ()) -> InputSpread:
    return InputSpread(key, Decimal(relative_sd), shape, "source", bounds)


def _stated(form: SpreadForm, *values: str) -> InputSpread:
    found = standard_spread(StatedSpread(form, tuple(Decimal(value) for value in values), "source"), NO_PEDIGREE)
    assert isinstance(found, StandardSpread)
    return InputSpread("k", found.relative_sd, found.shape, found.source, found.bounds)


def _many(spread: InputSpread, streams: int = 100, seed: int = 1) -> Floats:
    return np.concatenate([drawn([spread], seed, number, STREAM_DRAWS).of(spread.input_key) for number in range(streams)])


def test_the_normal_quantile_is_that_of_the_standard_library() -> None:
    tails = [1e-300, 1e-100, 1e-16, 1e-11, 1e-5, 0.075, np.nextafter(0.075, 0), np.nextafter(0.075, 1)]
    places = np.array([*tails, *np.linspace(0.001, 0.999, 999), 1 - 1e-5, 1 - 1e-15])
    expected = np.array([NormalDist().inv_cdf(float(place)) for place in places])
    assert np.allclose(normal_quantile(places), expected, rtol=1e-15, atol=1e-15)


def test_the_normal_quantile_rises() -> None:
    assert (np.diff(normal_quantile(np.linspace(1e-12, 1 - 1e-12, 100_001))) > 0).all()


def test_a_normal_input_has_its_stated_value_as_its_mean() -> None:
    values = _many(_spread(SpreadShape.NORMAL))
    assert abs(values.mean() - 1) < 4 * 0.2 / np.sqrt(len(values))
    assert abs(values.std() / 0.2 - 1) < 0.01


def test_a_lognormal_input_has_its_stated_value_as_its_median_and_its_mean_above() -> None:
    """σ_ln = 0.47238 for u = 0.5; mean over median exp(σ_ln² / 2) = √1.25. Source: moments of the lognormal distribution."""
    spread = _spread(SpreadShape.LOGNORMAL, "0.5")
    values = _many(spread)
    assert abs(np.median(values) - 1) < 0.01
    assert mean_ratio(spread) == pytest.approx(1.25**0.5, rel=1e-12)
    assert abs(values.mean() - 1.25**0.5) < 4 * 0.5 * 1.25**0.5 / np.sqrt(len(values))
    assert abs(np.log(values).std() / 0.4723807 - 1) < 0.01
    assert values.min() > 0


def test_a_triangular_input_keeps_its_corners_and_its_mode_is_the_stated_value() -> None:
    """80, 100, 130: σ = 10.2740, mean 103.33. Source: moments of the triangular distribution."""
    spread = _stated(SpreadForm.TRIANGULAR, "80", "100", "130")
    values = 100 * _many(spread)
    assert values.min() > 80 and values.max() < 130
    assert values.min() < 80.5 and values.max() > 129.5
    assert values.std() == pytest.approx(10.2740, rel=0.01)
    assert values.mean() == pytest.approx(310 / 3, rel=0.001)
    assert np.mean(values < 100) == pytest.approx(20 / 50, abs=0.005)
    assert mean_ratio(spread) == pytest.approx(31 / 30, rel=1e-12)


@pytest.mark.parametrize(("corners", "center"), [(("0", "0", "3"), 1.0), (("0", "2", "2"), 2.0)])
def test_a_triangle_with_its_mode_at_a_corner(corners: tuple[str, str, str], center: float) -> None:
    values = center * _many(_stated(SpreadForm.TRIANGULAR, *corners), 20)
    low, _, high = (float(corner) for corner in corners)
    assert values.min() >= low and values.max() <= high
    assert values.mean() == pytest.approx(sum(float(corner) for corner in corners) / 3, rel=0.01)


def test_a_uniform_input_keeps_its_ends() -> None:
    """σ = (b - a) / √12. Source: moments of the uniform distribution."""
    values = 50 * _many(_stated(SpreadForm.UNIFORM, "40", "60"))
    assert 40 < values.min() < 40.1 and 59.9 < values.max() < 60
    assert values.std() == pytest.approx(20 / 12**0.5, rel=0.01)


@pytest.mark.parametrize("shape", [SpreadShape.TRIANGULAR, SpreadShape.UNIFORM])
def test_a_shape_without_corners_is_symmetric_and_as_wide_as_its_deviation_says(shape: SpreadShape) -> None:
    values = _many(_spread(shape, "0.1"))
    assert values.std() == pytest.approx(0.1, rel=0.01)
    assert values.mean() == pytest.approx(1, abs=0.001)


def test_an_input_has_the_same_draws_whatever_stands_beside_it() -> None:
    inputs = [_spread(SpreadShape.NORMAL, key=key) for key in ("a", "b", "c")]
    alone, together, turned = (drawn(items, 1, 0, 100) for items in (inputs[1:2], inputs, inputs[::-1]))
    assert (alone.of("b") == together.of("b")).all()
    assert (turned.of("b") == together.of("b")).all()


def test_fewer_draws_are_the_first_of_more() -> None:
    spread = _spread(SpreadShape.LOGNORMAL)
    assert (drawn([spread], 1, 3, 10).of("k") == drawn([spread], 1, 3, STREAM_DRAWS).of("k")[:10]).all()


def test_inputs_streams_and_seeds_are_independent() -> None:
    a, b = (_spread(SpreadShape.NORMAL, key=key) for key in ("a", "b"))
    first = _many(a, 50)
    for other in (_many(b, 50), _many(a, 50, seed=2), np.roll(first.reshape(50, -1), 1, axis=0).ravel()):
        assert abs(np.corrcoef(first, other)[0, 1]) < 4 / np.sqrt(len(first))


def test_draws_are_the_same_for_ever() -> None:
    """Figures of this recipe's first release, seed 1, stream 0; if they move, results no longer replay and the recipe needs another name."""
    found = drawn([_spread(SpreadShape.NORMAL, "0.1", "meter:A")], 1, 0, 3).of("meter:A")
    assert found == pytest.approx(PINNED, rel=1e-12)


def _philox(counter: int, key: tuple[int, int]) -> list[int]:
    """One block of Philox 4x64, ten rounds, in whole numbers. Source: Salmon et al. (2011), Parallel random numbers: as easy as 1, 2, 3."""
    mask = 2**64 - 1
    words = [(counter >> shift) & mask for shift in (0, 64, 128, 192)]
    low, high = key
    for _ in range(10):
        first, second = words[0] * 0xD2E7470EE14C6C93, words[2] * 0xCA5A826395121157
        words = [(second >> 64) ^ words[1] ^ low, second & mask, (first >> 64) ^ words[3] ^ high, first & mask]
        low, high = (low + 0x9E3779B97F4A7C15) & mask, (high + 0xBB67AE8584CAA73B) & mask
    return words


def test_the_recipe_can_be_followed_without_numpy() -> None:
    """Key (seed, stream); the counter starts above 2**128 times the first 128 bits of SHA-256 of the input's key; 52 bits and a half."""
    start = int(hashlib.sha256(b"meter:A").hexdigest()[:32], 16) << 128
    words = [word for block in range(1, 6) for word in _philox(start + block, (20, 3))]
    expected = [1 + 0.1 * NormalDist().inv_cdf(((word >> 12) + 0.5) / 2**52) for word in words]
    assert drawn([_spread(SpreadShape.NORMAL, "0.1", "meter:A")], 20, 3, 20).of("meter:A") == pytest.approx(expected, rel=1e-14)


def test_an_input_without_a_spread_stays_at_its_value() -> None:
    assert (drawn([], 1, 0, 5).of("unknown") == 1).all()


def test_the_mean_draw_has_every_input_at_its_mean() -> None:
    found = at_means([_spread(SpreadShape.LOGNORMAL, "0.5", "l"), _spread(SpreadShape.NORMAL, "0.5", "n")])
    assert found.count == 1
    assert found.of("l")[0] == pytest.approx(1.25**0.5)
    assert found.of("n")[0] == 1


def test_shares_drawn_together_sum_to_one_and_move_against_each_other() -> None:
    ratios = [drawn([_spread(SpreadShape.LOGNORMAL, "0.3", key)], 1, 0, STREAM_DRAWS).of(key) for key in ("a", "b", "c")]
    found = drawn_together([0.5, 0.3, 0.2], ratios)
    assert np.allclose(np.sum(found, axis=0), 1, rtol=1e-14)
    assert np.corrcoef(found[0], found[1])[0, 1] < -0.3
    assert np.median(found[0]) == pytest.approx(0.5, abs=0.02)
    assert drawn_together([1.0], [ratios[0]])[0] == pytest.approx(1)
