"""The order of a sweep: an unknown comes after the unknowns it reads, wherever loops allow it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hutan.core.lca.kernels import compiled_order, order_rows

Integers = NDArray[np.int32]


def sweep_order(reading: sparse.csr_array, compiled: bool) -> Integers:
    """Order the unknowns of ``u = g + S u``; equal candidates keep their order, so the result is always the same.

    Parameters
    ----------
    reading
        S (n, n), CSR with 32-bit indices: row i reads the unknowns of its columns.
    compiled
        Whether the compiled kernel runs; the result is the same.

    Returns
    -------
    Positions of the unknowns in their order (n,).

    Source: Eades, Lin and Smyth 1993, A fast and effective heuristic for the feedback arc set problem
    """
    readers = sparse.csr_array(reading.T)
    lead = np.diff(readers.indptr) - np.diff(reading.indptr)
    by_degree = np.argsort(-lead, kind="stable").astype(np.int32)
    order = compiled_order() if compiled else order_rows
    arrays = (reading.indptr, reading.indices, readers.indptr, readers.indices)
    starts, reads, reader_starts, others = (np.array(array, np.int32) for array in arrays)
    return order(starts, reads, reader_starts, others, by_degree)


def solved_share(reading: sparse.csr_array, order: Integers) -> float:
    """Share of the entries of S that a sweep in this order reads after they are new, 0 to 1; 1 without entries."""
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    entries = reading.tocoo()
    return float(np.mean(place[entries.col] < place[entries.row])) if entries.nnz else 1.0
