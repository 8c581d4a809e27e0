"""What holds for every linked system: balance, linearity, two ways to one score, any order of the processes, and sums of trees."""

from __future__ import annotations

from math import fsum

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from linked_systems import linked, random_system
from scipy import sparse

from hutan.core.lca.order import solved_share, sweep_order
from hutan.core.lca.scores import scores, solved, supply
from hutan.core.lca.tree import contribution_tree

SIZES = st.integers(1, 40)
SEEDS = st.integers(0, 2**32 - 1)


@settings(max_examples=40, deadline=None)
@given(size=SIZES, seed=SEEDS, compiled=st.booleans())
def test_supply_balances_and_scores_as_the_intensities_do(size: int, seed: int, compiled: bool) -> None:
    system = random_system(size, seed)
    dice = np.random.default_rng(seed)
    first, second = dice.random(size), dice.random(size)
    one, two, both = (supply(system, demand, compiled).values[:, 0] for demand in (first, second, first + 2 * second))
    scale = np.abs(one) + abs(system.inputs) @ np.abs(one)
    assert np.all(np.abs(one - system.inputs @ one - first) <= 1e-12 * (scale + first))
    np.testing.assert_allclose(both, one + 2 * two, rtol=1e-9, atol=1e-12 * np.max(np.abs(both)))
    forward, terms = system.direct.T @ one, np.abs(system.direct).T @ np.abs(one)
    found = solved(system, compiled)
    terms = terms + np.abs(found.intensities).T @ first
    assert np.all(np.abs(forward - scores(found, first)) <= 1e-12 * terms)


@settings(max_examples=30, deadline=None)
@given(size=SIZES, seed=SEEDS)
def test_the_order_of_processes_does_not_matter(size: int, seed: int) -> None:
    system = random_system(size, seed)
    turned = np.random.default_rng(seed).permutation(size)
    other = solved(linked(system.inputs.toarray()[turned][:, turned], system.direct[turned])).intensities
    np.testing.assert_allclose(other, solved(system).intensities[turned], rtol=1e-10)


@settings(max_examples=30, deadline=None)
@given(size=SIZES, seed=SEEDS)
def test_both_ways_to_order_agree_and_chains_are_solved_whole(size: int, seed: int) -> None:
    reading = random_system(size, seed).inputs
    order = sweep_order(reading, compiled=False)
    np.testing.assert_array_equal(order, sweep_order(reading, compiled=True))
    assert sorted(order) == list(range(size))
    chain = sparse.csr_array(sparse.triu(reading, 1))
    assert solved_share(chain, sweep_order(chain, compiled=False)) == 1


@settings(max_examples=30, deadline=None)
@given(size=SIZES, seed=SEEDS, budget=st.integers(1, 200))
def test_a_tree_and_its_remainder_are_the_total(size: int, seed: int, budget: int) -> None:
    tree = contribution_tree(solved(random_system(size, seed)), "p0", 0, 1e-4, budget)
    parts = fsum([*(branch.direct for branch in tree.branches), tree.remainder])
    assert abs(parts - tree.total) <= 1e-15 * fsum(abs(branch.direct) for branch in tree.branches) + 1e-15 * abs(tree.total)
