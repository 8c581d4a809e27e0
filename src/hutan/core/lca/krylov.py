"""Sweeps accelerated by BiCGSTAB: eight systems in lock-step, measured in a norm without units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hutan.core.lca.sweeps import Sweeps

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Iterated:
    """What an iteration came to: values (n, 8) in the order of the sweep, whether all lanes converged, and how many sweeps it took."""

    values: Floats
    converged: bool
    sweeps: int


def _dots(left: Floats, right: Floats, weights: Floats) -> Floats:
    """Weighted scalar products lane by lane (8,)."""
    products: Floats = np.einsum("ij,ij,i->j", left, right, weights)
    return products


def _ratio(above: Floats, below: Floats) -> Floats:
    """Quotients (8,); zero where the denominator is zero, which freezes the lane."""
    return np.divide(above, below, out=np.zeros_like(above), where=below != 0)


def iterate(sweeps: Sweeps, given: Floats, weights: Floats, tolerance: float, limit: int) -> Iterated:
    """Solve ``u = g + S u`` for eight right-hand sides (n, 8), from zero.

    Parameters
    ----------
    sweeps
        The ordered system.
    given
        g (n, 8) in the order of the sweep.
    weights
        Row weights (n,) of the norm, inverse squares of the rows' sizes.
    tolerance
        A lane is done once the norm of its residual is at most this share of the norm of its values.
    limit
        Largest number of sweeps.

    Source: van der Vorst 1992, Bi-CGSTAB
    """
    zero = np.zeros_like(given)
    values = np.zeros_like(given)
    residual = sweeps.sweep(given, values)
    shadow, direction, image = residual.copy(), zero, zero
    rho, alpha, omega = (np.ones(given.shape[1]) for _ in range(3))
    moving = np.any(given != 0, axis=0)
    done, count = ~moving, 1
    while np.any(moving) and count + 2 <= limit:
        rho, last = _dots(shadow, residual, weights), rho
        direction = residual + _ratio(rho * alpha, last * omega) * (direction - omega * image)
        image = direction - sweeps.sweep(zero, direction)
        alpha = np.where(moving, _ratio(rho, _dots(shadow, image, weights)), 0.0)
        half = residual - alpha * image
        change = half - sweeps.sweep(zero, half)
        omega = np.where(moving, _ratio(_dots(change, half, weights), _dots(change, change, weights)), 0.0)
        values += alpha * direction + omega * half
        residual = np.where(moving, half - omega * change, residual)
        count += 2
        small = _dots(residual, residual, weights) <= tolerance**2 * _dots(values, values, weights)
        done |= moving & small
        moving &= ~small & (alpha != 0) & (omega != 0) & np.isfinite(alpha) & np.isfinite(omega)
    return Iterated(values, bool(np.all(done)), count)
