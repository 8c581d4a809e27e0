"""Loops over sparse rows, eight right-hand sides at a time: compiled where numba is installed, and loaded on first use.

The bodies are plain Python and are what is compiled; where numba is missing the order runs as it stands, and sweeps go through SciPy.
"""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

LANES: Final = 8

Floats = NDArray[np.float64]
Integers = NDArray[np.int32]


def sweep_rows(starts: Integers, reads: Integers, amounts: Floats, given: Floats, values: Floats) -> None:
    """One Gauss-Seidel sweep of ``values = given + S values`` in place, rows in their order; arrays (n, 8)."""
    total = np.empty(LANES)
    for row in range(values.shape[0]):
        for lane in range(LANES):
            total[lane] = given[row, lane]
        for entry in range(starts[row], starts[row + 1]):
            amount = amounts[entry]
            other = reads[entry]
            for lane in range(LANES):
                total[lane] += amount * values[other, lane]
        for lane in range(LANES):
            values[row, lane] = total[lane]


def order_rows(starts: Integers, reads: Integers, reader_starts: Integers, readers: Integers, by_degree: Integers) -> Integers:
    """Eades-Lin-Smyth order of rows (n,): what a row reads stands before it wherever that can be."""
    n = len(by_degree)
    reading = np.diff(starts)
    read_by = np.diff(reader_starts)
    placed = np.zeros(n, np.int8)
    queue = np.empty(3 * n + 1, np.int32)
    order = np.empty(n, np.int32)
    ends = np.flatnonzero((reading == 0) | (read_by == 0))
    front, back, head, tail, next_degree = 0, n, 0, len(ends), 0
    queue[:tail] = ends
    while front < back:
        if head < tail:
            row = queue[head]
            head += 1
        else:
            row = by_degree[next_degree]
            next_degree += 1
        if placed[row] != 0:
            continue
        if reading[row] > 0 and read_by[row] == 0:
            placed[row] = 1
            back -= 1
            order[back] = row
        else:
            placed[row] = 1
            order[front] = row
            front += 1
        for entry in range(reader_starts[row], reader_starts[row + 1]):
            other = readers[entry]
            reading[other] -= 1
            queue[tail] = other
            tail += int(placed[other] == 0 and reading[other] == 0)
        for entry in range(starts[row], starts[row + 1]):
            other = reads[entry]
            read_by[other] -= 1
            queue[tail] = other
            tail += int(placed[other] == 0 and read_by[other] == 0)
    return order


def can_compile() -> bool:
    """Whether numba is installed."""
    return importlib.util.find_spec("numba") is not None


@functools.cache
def compiled_sweep() -> Callable[[Integers, Integers, Floats, Floats, Floats], None]:
    """`sweep_rows`, compiled."""
    import numba

    kernel: Callable[[Integers, Integers, Floats, Floats, Floats], None] = numba.njit(cache=True)(sweep_rows)
    return kernel


@functools.cache
def compiled_order() -> Callable[[Integers, Integers, Integers, Integers, Integers], Integers]:
    """`order_rows`, compiled."""
    import numba

    kernel: Callable[[Integers, Integers, Integers, Integers, Integers], Integers] = numba.njit(cache=True)(order_rows)
    return kernel
