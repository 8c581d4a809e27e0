"""What to measure next: mean, variance and the ranking of every entry to first order, entries of one source together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hutan.core.lca.scores import SolvedSystem

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class FirstOrder:
    """First-order moments of a score, and what each source adds to the variance.

    `sources` (s,) are the numbers of the sources, the largest variance first, `effects` (s,) their summed s_k and `variances` (s,) their parts.
    """

    nominal: float
    mean: float
    variance: float
    sources: Integers
    effects: Floats
    variances: Floats


def input_effects(solved: SolvedSystem, supplied: Floats, category: int) -> Floats:
    """Score that passes through every input entry, ``s_k = L_i a_ij x_j``, in the order of the entries of A (nnz,).

    Parameters
    ----------
    solved
        The system with its intensities.
    supplied
        x (n,): supply of the demand.
    category
        Column of the category.
    """
    inputs = solved.system.inputs
    rows = np.repeat(solved.intensities[:, category], np.diff(inputs.indptr))
    effects: Floats = rows * inputs.data * supplied[inputs.indices]
    return effects


def direct_effects(solved: SolvedSystem, supplied: Floats, category: int) -> Floats:
    """Score that every process adds itself, ``Q_j x_j`` (n,); finer entries sum to it."""
    effects: Floats = solved.system.direct[:, category] * supplied
    return effects


def first_order(nominal: float, effects: Floats, sigma_ln: Floats, sources: Integers) -> FirstOrder:
    """Mean and variance where every entry is multiplied by the lognormal factor of its source, with the median 1.

    Parameters
    ----------
    nominal
        S₀, the score with all factors at 1.
    effects
        s_k (m,), score that passes through each entry.
    sigma_ln
        Standard deviation of the logarithm of each entry's factor (m,); entries of one source have the same.
    sources
        Number of the source of each entry (m,), 0 or more: entries with the same number move together.

    Source: Heijungs 2010, Sensitivity coefficients for matrix-based LCA
    """
    numbers, place, spread_place = _sources(sources)
    summed: Floats = np.bincount(place, weights=effects, minlength=len(numbers)).astype(np.float64)
    squares = sigma_ln[spread_place] ** 2
    means = np.exp(squares / 2)
    variances = summed**2 * np.exp(squares) * np.expm1(squares)
    ranked = np.argsort(-variances, kind="stable")
    mean = nominal + float(np.sum(summed * (means - 1)))
    return FirstOrder(nominal, mean, float(np.sum(variances)), numbers[ranked], summed[ranked], variances[ranked])


def _sources(sources: Integers) -> tuple[Integers, Integers, Integers]:
    """Numbers of the sources (s,), the place of each entry among them (m,), and the first entry of each (s,)."""
    count = int(np.max(sources, initial=-1)) + 1
    if count > 4 * len(sources):
        numbers, first, place = np.unique(sources, return_index=True, return_inverse=True)
        return numbers, place, first
    first = np.full(count, -1, np.int64)
    first[sources[::-1]] = np.arange(len(sources) - 1, -1, -1)
    numbers = np.flatnonzero(first >= 0)
    rank = np.zeros(count, np.int64)
    rank[numbers] = np.arange(len(numbers))
    return numbers, rank[sources], first[numbers]
