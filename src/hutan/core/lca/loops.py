"""Loops of a system: its strongly connected components, and how much of an amount comes back after one turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from hutan.core.lca.refusal import LifeCycleError
from hutan.core.lca.system import LinkedSystem

# Up to here the gain is an eigenvalue of the full matrix, beyond it the geometric mean of many steps.
SMALL_LOOP: Final = 300
_STEPS: Final = 400
_SETTLING_STEPS: Final = 100
_NAMED: Final = 5
_SINGULAR: Final = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """A strongly connected component with more than one process.

    `gain` is the spectral radius of its absolute inputs: below 1 an amount dies out, at 1 or above it does not where all inputs are positive.
    `distance` is how near an eigenvalue of the inputs with their signs comes to 1, where nothing is determined; infinite if the loop is too
    large for it to be computed.
    """

    members: NDArray[np.int64]
    gain: float
    signed: bool
    distance: float


def loops(system: LinkedSystem, largest: int | None = None) -> tuple[Loop, ...]:
    """Loops with their gains, highest first; only those of at most `largest` processes where that is given."""
    count, labels = csgraph.connected_components(system.inputs, directed=True, connection="strong")
    sizes = np.bincount(labels, minlength=count)
    by_label = np.argsort(labels, kind="stable")
    ends = np.cumsum(sizes)
    found = []
    for label in np.flatnonzero(sizes > 1):
        if largest is None or sizes[label] <= largest:
            members = by_label[ends[label] - sizes[label] : ends[label]]
            found.append(_loop(system.inputs, members))
    return tuple(sorted(found, key=lambda loop: -loop.gain))


def _loop(inputs: sparse.csr_array, members: NDArray[np.int64]) -> Loop:
    part = sparse.csr_array(inputs[members][:, members])
    signed = bool(np.any(part.data < 0))
    if len(members) > SMALL_LOOP:
        return Loop(members, _large_gain(abs(part)), signed, np.inf)
    turns = np.linalg.eigvals(part.toarray())
    gain = float(np.max(np.abs(np.linalg.eigvals(abs(part).toarray()) if signed else turns)))
    return Loop(members, gain, signed, float(np.min(np.abs(1 - turns))))


def _large_gain(amounts: sparse.csr_array) -> float:
    # The ratio of two steps swings with the units, so the mean is taken over hundreds of them.
    values = np.ones(amounts.shape[0])
    logarithms = []
    for _ in range(_STEPS):
        values = amounts @ values
        size = float(np.max(values))
        if not 0 < size < np.inf:
            return size
        logarithms.append(np.log(size))
        values /= size
    return float(np.exp(np.mean(logarithms[_SETTLING_STEPS:])))


def refuse_growing_loops(system: LinkedSystem) -> None:
    """Refuse loops of at most `SMALL_LOOP` processes that determine nothing, or have positive inputs and consume as much as they make.

    A residual does not show either: a singular system may have solutions, and they would pass every check.

    Raises
    ------
    LifeCycleError
        ``lca_unsolvable``.
    """
    for loop in loops(system, SMALL_LOOP):
        if loop.distance <= _SINGULAR or (loop.gain >= 1 and not loop.signed):
            raise unsolvable(system, (loop,))


def unsolvable(system: LinkedSystem, found: tuple[Loop, ...]) -> LifeCycleError:
    """The refusal of a system, naming its strongest loop."""
    if not found:
        return LifeCycleError("lca_unsolvable_without_loop")
    worst = found[0]
    names = ", ".join(system.products[place] for place in worst.members[:_NAMED])
    return LifeCycleError("lca_unsolvable", gain=f"{worst.gain:.6g}", count=str(len(worst.members)), members=names)
