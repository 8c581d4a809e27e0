"""Linked systems for tests: worked by hand, and random ones with loops."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hutan.core.lca.system import LinkedSystem


def linked(inputs: list[list[float]] | NDArray[np.float64], direct: list[list[float]] | NDArray[np.float64]) -> LinkedSystem:
    """A system with products p0, p1 … and categories c0, c1 …, from dense matrices."""
    scores = np.array(direct, dtype=np.float64)
    products = tuple(f"p{place}" for place in range(len(scores)))
    categories = tuple(f"c{place}" for place in range(scores.shape[1]))
    return LinkedSystem(products, sparse.csr_array(np.array(inputs, dtype=np.float64)), scores, categories, np.ones(len(scores)))


def random_system(size: int, seed: int, categories: int = 3) -> LinkedSystem:
    """Columns that consume at most 0.9 of an output, in units that differ by orders of magnitude, some of them signed as wastes."""
    dice = np.random.default_rng(seed)
    inputs = dice.random((size, size)) * (dice.random((size, size)) < min(1.0, 4 / size))
    np.fill_diagonal(inputs, 0)
    inputs *= 0.9 * dice.random(size) / np.maximum(inputs.sum(axis=0), 1e-12)
    units = 10 ** dice.normal(0, 1.5, size) * np.where(dice.random(size) < 0.1, -1, 1)
    return linked(inputs * units / units[:, None], dice.lognormal(0, 2, (size, categories)) * np.abs(units)[:, None])
