"""All products in all categories, a tree, a foreground and a first-order ranking on a system of about 293,000 entries.

    python benchmarks/life_cycle.py
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph, linalg
from synthetic_system import synthetic

from hutan.core.lca.first_order import first_order, input_effects
from hutan.core.lca.foreground import Foreground, foreground_intensities
from hutan.core.lca.kernels import can_compile
from hutan.core.lca.order import solved_share, sweep_order
from hutan.core.lca.scores import SolvedSystem, demand_vector, scores, solved, supply
from hutan.core.lca.system import LinkedSystem
from hutan.core.lca.tree import contribution_tree

Floats = NDArray[np.float64]
Made = TypeVar("Made")
SEED, REPEATS = 1, 5


def timed(what: str, work: Callable[[], Made], repeats: int = REPEATS) -> tuple[Made, float]:
    """The result, and the median of its wall times [ms]."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        made = work()
        times.append(1_000 * (time.perf_counter() - start))
    median = statistics.median(times)
    print(f"{what:<60} {median:10.2f} ms   ({min(times):.2f} to {max(times):.2f}, {repeats} runs)")
    return made, median


def describe(system: LinkedSystem) -> None:
    count, labels = csgraph.connected_components(system.inputs, connection="strong")
    used, using = np.diff(system.inputs.indptr), np.diff(system.inputs.tocsc().indptr)
    print(f"{system.size} products, {system.inputs.nnz + system.size} stored entries ({system.inputs.nnz} off the diagonal)")
    print(f"{count} strongly connected components, the largest of {np.bincount(labels).max()}; {int(np.sum(system.reference_amounts < 0))} wastes")
    print(f"inputs per product: mean {using.mean():.1f}, median {np.median(using):.0f}, most {using.max()}")
    print(f"largest row {used.max()}, rows above 1,000: {int(np.sum(used > 1_000))}, products nobody uses: {int(np.sum(used == 0))}")
    reading = sparse.csr_array(system.inputs.T)
    print(f"entries in the solved triangle: {100 * solved_share(reading, sweep_order(reading, can_compile())):.1f} %")


def direct(system: LinkedSystem) -> Floats:
    """SuperLU of the transposed matrix with one refinement."""
    matrix = sparse.csc_array(sparse.eye_array(system.size) - system.inputs.T)
    factors = linalg.splu(matrix, permc_spec="COLAMD")
    values: Floats = factors.solve(system.direct)
    return values + factors.solve(system.direct - matrix @ values)


def compare(background: SolvedSystem, judge: Floats) -> None:
    scale = np.where(judge == 0, 1, np.abs(judge))
    errors = np.abs(background.intensities - judge) / scale
    worst = np.max(errors)
    print(f"relative difference from the refined direct solve: median {np.median(errors):.1e}, largest {worst:.1e}, {background.trace}")


def questions(background: SolvedSystem, sigma_ln: Floats) -> None:
    system, dice = background.system, np.random.default_rng(7)
    product = system.products[int(np.argmax(np.diff(system.inputs.tocsc().indptr)))]
    for cut_off in (1e-2, 1e-3):
        tree, _ = timed(f"contribution tree, cut-off {cut_off:g}", lambda c=cut_off: contribution_tree(background, product, 0, c, 10_000))
        print(f"    {len(tree.branches)} branches, remainder {100 * tree.remainder / tree.total:.2f} %")
    inputs = np.tril(dice.random((50, 50)), -1) * 0.02
    used = sparse.random_array((system.size, 50), density=8 / system.size, rng=dice, format="csr")
    foreground = Foreground(tuple(f"own {place}" for place in range(50)), inputs, used, np.zeros((50, len(system.categories))))
    timed("foreground of 50 processes in all categories", lambda: foreground_intensities(background, foreground), 50)
    demand = demand_vector(system, {product: 1.0})
    found, _ = timed("supply of one product", lambda: supply(system, demand))
    forward, nominal = system.direct.T @ found.values[:, 0], scores(background, demand)
    print(f"    forward and adjoint scores differ by at most {np.max(np.abs(forward / nominal - 1)):.1e}, {found.trace}")
    single = np.arange(system.inputs.nnz)
    moments, _ = timed(
        "first order, every input ranked",
        lambda: first_order(float(nominal[0]), input_effects(background, found.values[:, 0], 0), sigma_ln, single),
    )
    print(f"    mean {moments.mean / moments.nominal:.4f} and standard deviation {moments.variance**0.5 / moments.nominal:.4f} of the nominal score")


def main() -> None:
    system, sigma_ln = synthetic(4.6, SEED)
    describe(system)
    if can_compile():
        timed("adjoint, first call, with what numba compiles or reads", lambda: solved(system, True), 1)
        background, quick = timed("adjoint, all products in 20 categories, compiled", lambda: solved(system, True))
    plain, without = timed("adjoint, all products in 20 categories, SciPy only", lambda: solved(system, False), 3)
    if not can_compile():
        background, quick = plain, without
    judge, slow = timed("SuperLU of the transposed matrix, refined once", lambda: direct(system), 3)
    print(f"ratio to SuperLU in this run: {slow / quick:.1f}, without the compiled kernel {slow / without:.1f}")
    compare(background, judge)
    compare(plain, judge)
    questions(background, sigma_ln)


if __name__ == "__main__":
    main()
