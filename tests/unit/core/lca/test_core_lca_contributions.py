"""Trees, Sankey diagrams and first-order moments against figures worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from linked_systems import linked, random_system

from hutan.core.lca.first_order import direct_effects, first_order, input_effects
from hutan.core.lca.scores import demand_vector, scores, solved, supply
from hutan.core.lca.tree import contribution_tree, sankey


def test_a_tree_by_hand() -> None:
    # p0 takes 2 of p1 and 3 of p2, p1 takes 1 of p2; direct scores 1, 10, 100: 1 + 2·(10 + 100) + 3·100 = 521.
    found = solved(linked([[0, 0, 0], [2, 0, 0], [3, 1, 0]], [[1], [10], [100]]))
    tree = contribution_tree(found, "p0", 0, 0.0, 100)
    assert tree.total == pytest.approx(521, rel=1e-14)
    assert [(branch.product, branch.parent, round(branch.score, 9)) for branch in tree.branches] == [
        ("p0", -1, 521), ("p2", 0, 300), ("p1", 0, 220), ("p2", 2, 200),
    ]  # fmt: skip
    assert abs(tree.remainder) < 1e-12
    nodes, links = sankey(tree)
    assert [(node.product, round(node.score, 9), round(node.direct, 9)) for node in nodes] == [("p0", 521, 1), ("p2", 500, 500), ("p1", 220, 20)]
    assert [(link.supplier, link.consumer, round(link.score, 9)) for link in links] == [("p2", "p0", 300), ("p1", "p0", 220), ("p2", "p1", 200)]
    assert contribution_tree(found, "p0", 0, 0.5, 100).remainder == pytest.approx(220)


def test_first_order_by_hand() -> None:
    found = solved(linked([[0, 0, 0], [2, 0, 0], [3, 1, 0]], [[1], [10], [100]]))
    supplied = supply(found.system, demand_vector(found.system, {"p0": 1})).values[:, 0]
    np.testing.assert_allclose(input_effects(found, supplied, 0), [220, 300, 200])
    np.testing.assert_allclose(direct_effects(found, supplied, 0), [1, 20, 500])
    sigma = 0.1
    result = first_order(521, np.array([220.0, 300.0, 200.0]), np.full(3, sigma), np.array([0, 1, 1]))
    unit = math.exp(sigma**2) * math.expm1(sigma**2)
    assert result.variance == pytest.approx((220**2 + 500**2) * unit)
    assert result.mean == pytest.approx(521 + 720 * math.expm1(sigma**2 / 2))
    assert list(result.sources) == [1, 0]
    far = first_order(521, np.array([220.0, 300.0, 200.0]), np.full(3, sigma), np.array([0, 10**12, 10**12]))
    assert far.variance == pytest.approx(result.variance)
    assert list(far.sources) == [10**12, 0]


def test_effects_of_inputs_are_derivatives() -> None:
    system = random_system(12, 5)
    demand = demand_vector(system, {"p2": 3.0})
    found = solved(system)
    effects = input_effects(found, supply(system, demand).values[:, 0], 0)
    step = 1e-5
    for entry, effect in enumerate(effects):
        moved = []
        for factor in (1 + step, 1 - step):
            inputs = system.inputs.copy()
            inputs.data[entry] *= factor
            moved.append(scores(solved(linked(inputs.toarray(), system.direct)), demand)[0])
        assert (moved[0] - moved[1]) / (2 * step) == pytest.approx(effect, rel=1e-6, abs=1e-8 * abs(moved[0]))
