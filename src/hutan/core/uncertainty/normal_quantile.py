"""The standard normal quantile of many probabilities at once, to about 16 digits, the same in every release of NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Coefficients from the highest power down: numerator and denominator for the middle, the shoulders and the far tails.
_MIDDLE: Final = (
    (
        2.5090809287301226727e3,
        3.3430575583588128105e4,
        6.7265770927008700853e4,
        4.5921953931549871457e4,
        1.3731693765509461125e4,
        1.9715909503065514427e3,
        1.3314166789178437745e2,
        3.3871328727963666080e0,
    ),
    (
        5.2264952788528545610e3,
        2.8729085735721942674e4,
        3.9307895800092710610e4,
        2.1213794301586595867e4,
        5.3941960214247511077e3,
        6.8718700749205790830e2,
        4.2313330701600911252e1,
        1.0,
    ),
)
_SHOULDER: Final = (
    (
        7.74545014278341407640e-4,
        2.27238449892691845833e-2,
        2.41780725177450611770e-1,
        1.27045825245236838258e0,
        3.64784832476320460504e0,
        5.76949722146069140550e0,
        4.63033784615654529590e0,
        1.42343711074968357734e0,
    ),
    (
        1.05075007164441684324e-9,
        5.47593808499534494600e-4,
        1.51986665636164571966e-2,
        1.48103976427480074590e-1,
        6.89767334985100004550e-1,
        1.67638483018380384940e0,
        2.05319162663775882187e0,
        1.0,
    ),
)
_TAIL: Final = (
    (
        2.01033439929228813265e-7,
        2.71155556874348757815e-5,
        1.24266094738807843860e-3,
        2.65321895265761230930e-2,
        2.96560571828504891230e-1,
        1.78482653991729133580e0,
        5.46378491116411436990e0,
        6.65790464350110377720e0,
    ),
    (
        2.04426310338993978564e-15,
        1.42151175831644588870e-7,
        1.84631831751005468180e-5,
        7.86869131145613259100e-4,
        1.48753612908506148525e-2,
        1.36929880922735805310e-1,
        5.99832206555887937690e-1,
        1.0,
    ),
)
_HALF_MIDDLE: Final = 0.425
_SHOULDER_END: Final = 5.0


def normal_quantile(probability: Floats) -> Floats:
    """The standard normal quantile of probabilities strictly between 0 and 1, in their shape.

    Source: M. J. Wichura (1988), Algorithm AS 241, Applied Statistics 37 (3), 477-484, PPND16.
    """
    offset = probability - 0.5
    found: Floats = offset * _ratio(_MIDDLE, _HALF_MIDDLE * _HALF_MIDDLE - offset * offset)
    outer = np.abs(offset) > _HALF_MIDDLE
    beyond = offset[outer]
    rest = np.where(beyond < 0, probability[outer], 1.0 - probability[outer])
    depth = np.sqrt(-np.log(rest))
    sides = _ratio(_SHOULDER, depth - 1.6)
    far = depth > _SHOULDER_END
    if far.any():
        sides[far] = _ratio(_TAIL, depth[far] - _SHOULDER_END)
    found[outer] = np.copysign(sides, beyond)
    return found


def _ratio(coefficients: tuple[Sequence[float], Sequence[float]], at: Floats) -> Floats:
    numerator, denominator = (_polynomial(items, at) for items in coefficients)
    return numerator / denominator


def _polynomial(coefficients: Sequence[float], at: Floats) -> Floats:
    value = np.full_like(at, coefficients[0])
    for coefficient in coefficients[1:]:
        value *= at
        value += coefficient
    return value
