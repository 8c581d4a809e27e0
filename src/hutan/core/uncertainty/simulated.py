"""A Monte Carlo interval as a value: what was asked for, what was found, to as many digits as its own sampling error allows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final

from hutan.core.uncertainty.reason import Reason

# How draws are made from a seed. A released recipe is never edited: results name theirs, and a change is another one.
RECIPE: Final = "philox-as241@1"

FEWEST_DRAWS: Final = 1_000
MOST_DRAWS: Final = 1_000_000
USUAL_DRAWS: Final = 20_000
# Canonical JSON holds whole numbers up to here.
LARGEST_SEED: Final = 2**53 - 1


class IntervalMethod(Enum):
    """How the interval that is stated was found."""

    FIRST_ORDER = "first_order"
    MONTE_CARLO = "monte_carlo"


@dataclass(frozen=True, slots=True)
class Simulation:
    """A Monte Carlo run that is asked for: how many draws, from which seed.

    `always`: every interval is simulated too; otherwise only those for which the first-order formula is unfit.

    Raises
    ------
    ValueError
        If draws, seed or recipe are none that this release can run.
    """

    draws: int
    seed: int
    always: bool
    recipe: str = RECIPE

    def __post_init__(self) -> None:
        if not FEWEST_DRAWS <= self.draws <= MOST_DRAWS:
            raise ValueError(f"draws {self.draws}, not {FEWEST_DRAWS} to {MOST_DRAWS}")
        if not 0 <= self.seed <= LARGEST_SEED:
            raise ValueError(f"seed {self.seed}, not 0 to {LARGEST_SEED}")
        if self.recipe != RECIPE:
            raise ValueError(f"recipe {self.recipe}, not {RECIPE}")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure [kg] with the standard error that the finite number of draws leaves it, cut at the second digit of that error."""

    value: Decimal
    standard_error: Decimal


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far the simulated ends lie above the first-order ones, as parts of the first-order half width; None where that is zero.

    `agrees`: neither end moves by more than a tenth, or by more than its sampling error can explain.
    """

    low_shift: Decimal | None
    high_shift: Decimal | None
    agrees: bool


@dataclass(frozen=True, slots=True)
class SimulatedInterval:
    """The covered part of a total as the exact formulas spread it: `low` and `high` are its 2.5 % and 97.5 % quantiles [kg].

    `streams` independent streams of draws were used, keyed by seed and number, so that any number of workers gives the same result.
    """

    mean: Estimate
    median: Estimate
    low: Estimate
    high: Estimate
    standard_deviation: Decimal
    skewness: Decimal
    draws: int
    seed: int
    streams: int
    recipe: str
    comparison: Comparison
    notes: tuple[Reason, ...]
