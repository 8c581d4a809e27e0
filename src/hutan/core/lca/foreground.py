"""A product as a small foreground on a solved background: what-if without solving the background again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hutan.core.lca.refusal import LifeCycleError
from hutan.core.lca.scores import SolvedSystem
from hutan.core.lca.solve import BACKWARD_LIMIT, backward_error

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Foreground:
    """The user's own processes, every amount per unit of product.

    Parameters
    ----------
    products
        Keys of the foreground products (m,).
    inputs
        A_ff (m, m): input of foreground product i per unit of foreground product j.
    from_background
        A_bf (n, m): input of background product i per unit of foreground product j.
    direct
        q_f (m, K): direct score per unit of foreground product.
    to_background
        A_fb (m, n): foreground products consumed by background processes; what is not zero is refused.
    """

    products: tuple[str, ...]
    inputs: Floats
    from_background: sparse.csr_array
    direct: Floats
    to_background: sparse.csr_array | None = None


def foreground_intensities(background: SolvedSystem, foreground: Foreground) -> Floats:
    """Scores of one unit of every foreground product (m, K): ``(I - A_ff)ᵀ L_f = A_bfᵀ L_b + q_f``.

    Raises
    ------
    LifeCycleError
        ``lca_foreground_shape``, ``lca_loop_through_background`` or ``lca_foreground_unsolvable``.

    Source: Heijungs and Suh 2002, The Computational Structure of Life Cycle Assessment
    """
    _check(background, foreground)
    given = foreground.from_background.T @ background.intensities + foreground.direct
    reading = sparse.csr_array(foreground.inputs.T)
    try:
        values = np.linalg.solve(np.eye(len(foreground.products)) - foreground.inputs.T, given)
    except np.linalg.LinAlgError as singular:
        raise LifeCycleError("lca_foreground_unsolvable", error="inf") from singular
    error = backward_error(reading, values, given)
    if not error <= BACKWARD_LIMIT:
        raise LifeCycleError("lca_foreground_unsolvable", error=f"{error:.1e}")
    return values


def foreground_scores(background: SolvedSystem, foreground: Foreground, demand: Floats) -> Floats:
    """Scores of a demand for foreground products d (m,) in every category (K,).

    Raises
    ------
    LifeCycleError
        As `foreground_intensities`.
    """
    result: Floats = foreground_intensities(background, foreground).T @ demand
    return result


def _check(background: SolvedSystem, foreground: Foreground) -> None:
    m, n, count = len(foreground.products), background.system.size, len(background.system.categories)
    for name, found, wanted, values in (
        ("inputs", foreground.inputs.shape, (m, m), foreground.inputs),
        ("from_background", foreground.from_background.shape, (n, m), foreground.from_background.data),
        ("direct", foreground.direct.shape, (m, count), foreground.direct),
    ):
        if found != wanted or not np.all(np.isfinite(values)):
            raise LifeCycleError("lca_foreground_shape", name=name, found=str(found), wanted=str(wanted))
    if foreground.to_background is None:
        return
    used = foreground.to_background.tocoo()
    places = np.flatnonzero(used.data != 0)
    if places.size:
        process, product = background.system.products[int(used.col[places[0]])], foreground.products[int(used.row[places[0]])]
        raise LifeCycleError("lca_loop_through_background", process=process, product=product)
