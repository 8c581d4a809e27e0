"""Systems worked by hand, both paths of the solver, and refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from linked_systems import linked, random_system
from scipy import sparse

from hutan.core.lca.foreground import Foreground, foreground_intensities, foreground_scores
from hutan.core.lca.loops import loops
from hutan.core.lca.refusal import LifeCycleError
from hutan.core.lca.scores import demand_vector, scores, solved, supply
from hutan.core.lca.solve import BACKWARD_LIMIT, Path
from hutan.core.lca.system import LinkedSystem

PATHS = (True, False)


@pytest.mark.parametrize("compiled", PATHS)
def test_a_textbook_system(compiled: bool) -> None:
    # Heijungs and Suh 2002, chapter 2: electricity makes 10 kWh of 2 l fuel with 1 kg CO2 and 0.1 kg SO2;
    # fuel makes 100 l of 50 l crude oil with 10 kg CO2 and 2 kg SO2. 1,000 kWh: 120 kg CO2, 14 kg SO2, -100 l crude oil.
    system = linked([[0, 0], [0.2, 0]], [[0.1, 0.01, 0], [0.1, 0.02, -0.5]])
    demand = demand_vector(system, {"p0": 1000})
    np.testing.assert_allclose(scores(solved(system, compiled), demand), [120, 14, -100], rtol=1e-15)
    np.testing.assert_allclose(supply(system, demand, compiled).values[:, 0], [1000, 200], rtol=1e-15)


@pytest.mark.parametrize("compiled", PATHS)
def test_a_loop_of_three(compiled: bool) -> None:
    # p0 takes 0.5 of p1, p1 takes 0.5 of p2, p2 takes 0.4 of p0: 0.1 comes back, so L0 = (1 + 0.5·2 + 0.25·4) / 0.9.
    system = linked([[0, 0, 0.4], [0.5, 0, 0], [0, 0.5, 0]], [[1], [2], [4]])
    found = solved(system, compiled)
    l0 = 3 / 0.9
    np.testing.assert_allclose(found.intensities[:, 0], [l0, 2 + 0.5 * (4 + 0.4 * l0), 4 + 0.4 * l0], rtol=1e-14)
    assert found.trace.backward_error <= BACKWARD_LIMIT
    (loop,) = loops(system)
    assert loop.gain == pytest.approx(0.1 ** (1 / 3))
    assert sorted(loop.members) == [0, 1, 2]


@pytest.mark.parametrize("seed", range(6))
def test_dense_solves_agree(seed: int) -> None:
    system = random_system(60, seed, categories=11)
    dense = np.linalg.solve(np.eye(60) - system.inputs.toarray().T, system.direct)
    quick, plain = (solved(system, compiled) for compiled in PATHS)
    np.testing.assert_allclose(quick.intensities, dense, rtol=1e-10)
    np.testing.assert_allclose(plain.intensities, quick.intensities, rtol=1e-10)
    assert quick.trace.path is plain.trace.path is Path.ITERATIVE


def test_without_iterations_the_direct_path_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    system = random_system(60, 1)
    demand = demand_vector(system, {"p3": 2.0})
    iterated = solved(system).intensities, supply(system, demand).values
    monkeypatch.setattr("hutan.core.lca.solve.SWEEP_LIMIT", 1)
    direct = solved(system), supply(system, demand)
    assert direct[0].trace.path is direct[1].trace.path is Path.DIRECT
    np.testing.assert_allclose(direct[0].intensities, iterated[0], rtol=1e-10)
    np.testing.assert_allclose(direct[1].values, iterated[1], rtol=1e-10)


@pytest.mark.parametrize("compiled", PATHS)
@pytest.mark.parametrize("gain", [1.0, 2.0])
def test_a_loop_that_consumes_what_it_makes_is_refused(gain: float, compiled: bool) -> None:
    with pytest.raises(LifeCycleError) as refused:
        solved(linked([[0, gain], [gain, 0]], [[1], [1]]), compiled)
    assert refused.value.code == "lca_unsolvable"
    assert dict(refused.value.params) == {"gain": f"{gain:.6g}", "count": "2", "members": "p0, p1"}


@pytest.mark.parametrize("compiled", PATHS)
def test_amounts_beyond_the_range_are_refused(compiled: bool) -> None:
    with pytest.raises(LifeCycleError) as refused:
        solved(linked([[0, 1e308], [0, 0]], [[1e308], [1]]), compiled)
    assert refused.value.code == "lca_unsolvable_without_loop"


@pytest.mark.parametrize("compiled", PATHS)
def test_signed_loops_that_cancel_are_refused(compiled: bool) -> None:
    with pytest.raises(LifeCycleError) as refused:
        solved(linked([[0, -1], [-1, 0]], [[1], [1]]), compiled)
    assert refused.value.code == "lca_unsolvable"


def test_an_empty_category_scores_nothing() -> None:
    found = solved(linked([[0, 0.1], [0.1, 0]], [[1, 0], [2, 0]]))
    np.testing.assert_array_equal(found.intensities[:, 1], 0)


def made(**changed: Any) -> LinkedSystem:
    given: dict[str, Any] = {
        "products": ("a", "b"), "inputs": sparse.csr_array(np.array([[0, 1.0], [0, 0]])), "direct": np.ones((2, 1)),
        "categories": ("c",), "reference_amounts": np.ones(2),
    }  # fmt: skip
    return LinkedSystem(**(given | changed))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"direct": np.ones((3, 1))}, "lca_shape"),
        ({"products": ("a", "a")}, "lca_repeated_key"),
        ({"direct": np.array([[1], [np.nan]])}, "lca_not_finite"),
        ({"inputs": sparse.csr_array(np.array([[0, np.inf], [0, 0]]))}, "lca_not_finite"),
        ({"inputs": sparse.csr_array(np.array([[0, 0], [0, 0.5]]))}, "lca_own_input"),
        ({"reference_amounts": np.array([1.0, 0.0])}, "lca_no_reference"),
    ],
)
def test_a_broken_system_is_refused(changed: dict[str, object], code: str) -> None:
    with pytest.raises(LifeCycleError) as refused:
        made(**changed)
    assert refused.value.code == code


def test_questions_that_do_not_fit_are_refused() -> None:
    system = made()
    for demand, code in (({"z": 1.0}, "lca_unknown_product"), ({"a": np.nan}, "lca_amount")):
        with pytest.raises(LifeCycleError) as refused:
            demand_vector(system, demand)
        assert refused.value.code == code
    with pytest.raises(LifeCycleError, match="lca_given"):
        supply(system, np.array([1.0]))


def test_a_foreground_is_the_same_as_the_whole_system() -> None:
    whole = random_system(40, 3)
    parts = sparse.csr_array(np.hstack([whole.inputs.toarray()[5:, 5:]]))
    background = solved(LinkedSystem(whole.products[5:], parts, whole.direct[5:], whole.categories, np.ones(35)))
    inputs = whole.inputs.toarray()
    inputs[:5, 5:] = 0
    foreground = Foreground(whole.products[:5], inputs[:5, :5], sparse.csr_array(inputs[5:, :5]), whole.direct[:5])
    expected = solved(linked(inputs, whole.direct)).intensities[:5]
    np.testing.assert_allclose(foreground_intensities(background, foreground), expected, rtol=1e-10)
    np.testing.assert_allclose(foreground_scores(background, foreground, np.ones(5)), expected.sum(axis=0), rtol=1e-10)


def test_foregrounds_that_do_not_fit_are_refused() -> None:
    background = solved(made())
    none, back = sparse.csr_array((2, 1)), sparse.csr_array(np.array([[0.0, 1.0]]))
    for foreground, code in (
        (Foreground(("f",), np.zeros((2, 2)), none, np.ones((1, 1))), "lca_foreground_shape"),
        (Foreground(("f",), np.zeros((1, 1)), none, np.ones((1, 1)), back), "lca_loop_through_background"),
        (Foreground(("f",), np.ones((1, 1)), none, np.ones((1, 1))), "lca_foreground_unsolvable"),
    ):
        with pytest.raises(LifeCycleError) as refused:
            foreground_intensities(background, foreground)
        assert refused.value.code == code
