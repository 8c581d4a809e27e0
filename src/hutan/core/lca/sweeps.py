"""Sweeps over an ordered system, by a compiled kernel or by SciPy: the same map, apart from the last digits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import linalg

from hutan.core.lca.kernels import LANES, can_compile, compiled_sweep
from hutan.core.lca.order import sweep_order

Floats = NDArray[np.float64]
Integers = NDArray[np.int32]


class _Map(Protocol):
    def __call__(self, given: Floats, values: Floats) -> Floats: ...


@dataclass(frozen=True, slots=True, eq=False)
class Sweeps:
    """A Gauss-Seidel sweep of ``u = g + S u`` in its best order.

    `rows` is S (n, n) in that order; `order` (n,) are the positions in the system as given.
    """

    rows: sparse.csr_array
    order: Integers
    sweep: _Map
    compiled: bool

    def absolute(self) -> Sweeps:
        """The same sweep with the sizes of the entries."""
        return _prepared(abs(self.rows), self.order, self.compiled)

    def ordered(self, values: Floats) -> Floats:
        """Rows (n, k) of the system in the order of the sweep, as eight lanes (n, 8): missing ones are zero."""
        lanes = np.zeros((values.shape[0], LANES))
        lanes[:, : values.shape[1]] = values[self.order]
        return lanes

    def restored(self, lanes: Floats, count: int) -> Floats:
        """The first `count` lanes as rows of the system (n, count)."""
        values = np.empty((lanes.shape[0], count))
        values[self.order] = lanes[:, :count]
        return values


def sweeps_of(reading: sparse.csr_array, compiled: bool | None = None) -> Sweeps:
    """Order a system and prepare its sweep.

    Parameters
    ----------
    reading
        S (n, n), CSR.
    compiled
        True for the compiled kernel, False for SciPy, None for the kernel where numba is installed.
    """
    with_kernel = can_compile() if compiled is None else compiled
    order = sweep_order(reading, with_kernel)
    rows = sparse.csr_array(reading[order][:, order])
    rows.sort_indices()
    return _prepared(rows, order, with_kernel)


def _prepared(rows: sparse.csr_array, order: Integers, compiled: bool) -> Sweeps:
    return Sweeps(rows, order, _by_kernel(rows) if compiled else _by_scipy(rows), compiled)


def _by_kernel(rows: sparse.csr_array) -> _Map:
    kernel = compiled_sweep()
    starts, reads, amounts = rows.indptr.astype(np.int32), rows.indices.astype(np.int32), rows.data

    def sweep(given: Floats, values: Floats) -> Floats:
        new = values.copy()
        kernel(starts, reads, amounts, given, new)
        return new

    return sweep


def _by_scipy(rows: sparse.csr_array) -> _Map:
    later = sparse.csr_array(sparse.triu(rows, 1))
    solved = sparse.csc_array(sparse.eye_array(rows.shape[0]) - sparse.tril(rows, -1))
    # Factors of a lower triangle with ones on its diagonal are itself and the identity: nothing fills in.
    triangle = linalg.splu(solved, permc_spec="NATURAL", diag_pivot_thresh=0.0, options={"SymmetricMode": True})

    def sweep(given: Floats, values: Floats) -> Floats:
        new: Floats = triangle.solve(given + later @ values)
        return new

    return sweep
