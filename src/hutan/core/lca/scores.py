"""Scores of products and demands: all intensities from one adjoint solve, and supply as the independent other way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hutan.core.lca.refusal import LifeCycleError
from hutan.core.lca.solve import Side, Solution, SolveTrace, solve
from hutan.core.lca.system import LinkedSystem

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class SolvedSystem:
    """A system with its intensities L (n, K): score of one unit of every product in every category."""

    system: LinkedSystem
    intensities: Floats
    trace: SolveTrace


def solved(system: LinkedSystem, compiled: bool | None = None) -> SolvedSystem:
    """All products in all categories: ``(I - A)ᵀ L = Q``.

    Raises
    ------
    LifeCycleError
        ``lca_unsolvable`` or ``lca_unsolvable_without_loop``.

    Source: Heijungs and Suh 2002, The Computational Structure of Life Cycle Assessment
    """
    found = solve(system, system.direct, Side.ADJOINT, compiled)
    found.values.flags.writeable = False
    return SolvedSystem(system, found.values, found.trace)


def demand_vector(system: LinkedSystem, demand: Mapping[str, float]) -> Floats:
    """Amounts by product as f (n,), each in the unit of its product.

    Raises
    ------
    LifeCycleError
        ``lca_unknown_product`` or ``lca_amount``.
    """
    vector = np.zeros(system.size)
    for product, amount in demand.items():
        if not np.isfinite(amount):
            raise LifeCycleError("lca_amount", product=product, value=str(amount))
        vector[system.position(product)] = amount
    return vector


def supply(system: LinkedSystem, demand: Floats, compiled: bool | None = None) -> Solution:
    """Amounts of all products that a demand f (n,) sets in motion: ``(I - A) x = f``; x is the only column of the solution (n, 1).

    Raises
    ------
    LifeCycleError
        ``lca_given``, ``lca_unsolvable`` or ``lca_unsolvable_without_loop``.
    """
    return solve(system, np.asarray(demand, dtype=np.float64).reshape(-1, 1), Side.SUPPLY, compiled)


def scores(background: SolvedSystem, demand: Floats) -> Floats:
    """Scores of a demand f (n,) in every category (K,): ``Lᵀ f``."""
    result: Floats = background.intensities.T @ demand
    return result
