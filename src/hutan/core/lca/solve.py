"""Iterate, check, and solve directly where the check fails: no figure leaves unchecked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import linalg

from hutan.core.lca.kernels import LANES
from hutan.core.lca.krylov import iterate
from hutan.core.lca.loops import loops, refuse_growing_loops, unsolvable
from hutan.core.lca.refusal import LifeCycleError
from hutan.core.lca.sweeps import Sweeps, sweeps_of
from hutan.core.lca.system import LinkedSystem

Floats = NDArray[np.float64]

TOLERANCE: Final = 3e-17
BACKWARD_LIMIT: Final = 1e-12
SWEEP_LIMIT: Final = 400
_WEIGHING_SWEEPS: Final = 6
_REFINEMENTS: Final = 3
_SMOOTHING_SWEEPS: Final = 20


class Side(Enum):
    """Which system: intensities from direct scores, or supply from a demand."""

    ADJOINT = "adjoint"
    SUPPLY = "supply"


class Path(Enum):
    """How a solution was found."""

    ITERATIVE = "iterative"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class SolveTrace:
    """How a solution was found, and how well it satisfies the system.

    `backward_error` is the largest residual of a row over the sum of the sizes of its terms; `sweeps` counts those of all groups of lanes.
    """

    side: Side
    path: Path
    backward_error: float
    sweeps: int


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """Values (n, k) and how they were found."""

    values: Floats
    trace: SolveTrace


def solve(system: LinkedSystem, given: Floats, side: Side, compiled: bool | None = None) -> Solution:
    """Solve ``(I - A)ᵀ u = g`` or ``(I - A) u = g`` for k right-hand sides (n, k).

    Parameters
    ----------
    system
        The linked system.
    given
        g (n, k), finite.
    side
        `Side.ADJOINT` for the transposed system, `Side.SUPPLY` for the other.
    compiled
        True for the compiled kernel, False for SciPy, None for the kernel where numba is installed.

    Raises
    ------
    LifeCycleError
        ``lca_unsolvable`` or ``lca_unsolvable_without_loop`` if no solution passes the check, ``lca_given`` if g does not fit.

    Source: Arioli, Demmel and Duff 1989, Solving sparse linear systems with sparse backward error
    """
    if given.ndim != 2 or given.shape[0] != system.size or not np.all(np.isfinite(given)):
        raise LifeCycleError("lca_given", wanted=str(system.size), found=str(given.shape))
    refuse_growing_loops(system)
    reading = sparse.csr_array(system.inputs.T) if side is Side.ADJOINT else system.inputs
    with np.errstate(all="ignore"):
        sweeps = sweeps_of(reading, compiled)
        values, converged, count = _iterated(sweeps, given)
        error = backward_error(reading, values, given)
        if converged and error <= BACKWARD_LIMIT:
            return Solution(values, SolveTrace(side, Path.ITERATIVE, error, count))
        values = _direct(system, sweeps, reading, given, side)
        error = backward_error(reading, values, given)
    if not error <= BACKWARD_LIMIT:
        raise unsolvable(system, loops(system))
    return Solution(values, SolveTrace(side, Path.DIRECT, error, count))


def backward_error(reading: sparse.csr_array, values: Floats, given: Floats) -> float:
    """Componentwise backward error of ``u = g + S u``: the largest over rows and right-hand sides; infinite if a value is not finite."""
    if not np.all(np.isfinite(values)):
        return np.inf
    residual = np.abs(given - values + reading @ values)
    size = np.abs(given) + np.abs(values) + abs(reading) @ np.abs(values)
    shares = np.divide(residual, size, out=np.zeros_like(residual), where=size > 0)
    worst = float(np.max(shares, initial=0.0))
    return worst if np.all(np.isfinite(size)) and np.isfinite(worst) else np.inf


def _iterated(sweeps: Sweeps, given: Floats) -> tuple[Floats, bool, int]:
    values, converged, count = np.zeros_like(given, dtype=np.float64), True, 0
    absolute = sweeps.absolute()
    for first in range(0, given.shape[1], LANES):
        part, scale = _scaled(given[:, first : first + LANES])
        lanes = sweeps.ordered(part)
        sizes = _sizes(absolute, lanes)
        inverse = np.divide(1.0, sizes, out=np.zeros_like(sizes), where=sizes > 0)
        found = iterate(sweeps, lanes, inverse * inverse, TOLERANCE, SWEEP_LIMIT)
        values[:, first : first + LANES] = sweeps.restored(found.values, part.shape[1]) * scale
        converged &= found.converged
        count += found.sweeps
    return values, converged, count


def _scaled(given: Floats) -> tuple[Floats, Floats]:
    """Right-hand sides over their largest value, and these values (k,); an empty one stays as it is."""
    scale = np.max(np.abs(given), axis=0, initial=0.0)
    scale[scale == 0] = 1.0
    return given / scale, scale


def _sizes(absolute: Sweeps, lanes: Floats) -> Floats:
    """Sizes of the rows (n,), so that every row can count by its relative error whatever its unit; zero for rows out of reach."""
    bound = np.abs(lanes)
    values, reached, count = bound, -1, 0
    while count < _WEIGHING_SWEEPS or (np.count_nonzero(values) > reached and count < SWEEP_LIMIT):
        reached = int(np.count_nonzero(values))
        values = absolute.sweep(bound, values)
        count += 1
    largest: Floats = np.max(values, axis=1)
    return largest


def _direct(system: LinkedSystem, sweeps: Sweeps, reading: sparse.csr_array, given: Floats, side: Side) -> Floats:
    """The direct solution, in units in which every row is about as large as the others, and refined."""
    largest = np.max(np.abs(_scaled(given)[0]), axis=1, keepdims=True)
    sizes = sweeps.restored(_sizes(sweeps.absolute(), sweeps.ordered(largest))[:, None], 1)
    sizes = np.where((sizes > 0) & np.isfinite(sizes), sizes, 1.0)
    entries = reading.tocoo()
    amounts = entries.data * sizes[entries.col, 0] / sizes[entries.row, 0]
    matrix = sparse.csc_array(sparse.eye_array(system.size) - sparse.coo_array((amounts, (entries.row, entries.col)), reading.shape))
    # The transposed system is what is factorized for both sides: dense rows of the other fill in many times more.
    try:
        factors = linalg.splu(matrix if side is Side.ADJOINT else sparse.csc_array(matrix.T), permc_spec="COLAMD")
    except RuntimeError as singular:
        raise unsolvable(system, loops(system)) from singular
    turned, reached = "N" if side is Side.ADJOINT else "T", _reached(reading, given)
    target = given / sizes
    values: Floats = factors.solve(target, turned) * reached
    for _ in range(_REFINEMENTS):
        values = (values + factors.solve(target - matrix @ values, turned)) * reached
    return _smoothed(sweeps, values * sizes, given)


def _smoothed(sweeps: Sweeps, values: Floats, given: Floats) -> Floats:
    """A direct solution after some sweeps: a factorization is exact in the norm and leaves errors in rows that are very small in it."""
    smooth = np.empty_like(values)
    for first in range(0, given.shape[1], LANES):
        part = slice(first, first + LANES)
        lanes, bound = sweeps.ordered(values[:, part]), sweeps.ordered(given[:, part])
        for _ in range(_SMOOTHING_SWEEPS):
            lanes = sweeps.sweep(bound, lanes)
        smooth[:, part] = sweeps.restored(lanes, lanes.shape[1])[:, : given[:, part].shape[1]]
    return smooth


def _reached(reading: sparse.csr_array, given: Floats) -> NDArray[np.bool_]:
    """Which values (n, k) can differ from zero; factors leave rounding errors in the others."""
    pattern = sparse.csr_array((np.ones(reading.nnz), reading.indices, reading.indptr), reading.shape)
    reached: NDArray[np.bool_] = given != 0
    last = -1
    while np.count_nonzero(reached) > last:
        last = int(np.count_nonzero(reached))
        reached = np.logical_or(reached, pattern @ reached.astype(np.float64) > 0)
    return reached
