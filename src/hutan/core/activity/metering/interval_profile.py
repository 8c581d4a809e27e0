"""Missing intervals from the meter's own week: the same weekday and time in the weeks around, with errors from other weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from hutan.core.activity.statistics import EXACT, mean

# Weeks on either side that an interval is estimated from, and weeks that the method is tried on. Our own choice.
WEEKS_AROUND: Final = 4
WEEKS_TRIED: Final = 26


@dataclass(frozen=True, slots=True)
class ProfileFill:
    """The sum estimated for the missing intervals, and how far the same estimate was off, in the same unit, in other weeks."""

    total: Decimal
    errors: tuple[Decimal, ...]


def profile(values: Mapping[datetime, Decimal], missing: Sequence[datetime]) -> ProfileFill | None:
    """Each missing interval as the mean of the same weekday and time in up to four weeks before and after.

    None if an interval has none of these. An error is what the whole block of intervals really was in another week less what this method
    says of it without that week.
    """
    total = _estimate(values, missing)
    if total is None:
        return None
    errors = []
    for shift in (sign * week for week in range(1, WEEKS_TRIED + 1) for sign in (-1, 1)):
        block = [stamp + timedelta(weeks=shift) for stamp in missing]
        estimated = _estimate(values, block) if all(stamp in values for stamp in block) else None
        if estimated is not None:
            errors.append(EXACT.subtract(sum((values[stamp] for stamp in block), Decimal(0)), estimated))
    return ProfileFill(total, tuple(errors))


def _estimate(values: Mapping[datetime, Decimal], stamps: Sequence[datetime]) -> Decimal | None:
    weeks = [timedelta(weeks=sign * week) for week in range(1, WEEKS_AROUND + 1) for sign in (-1, 1)]
    total = Decimal(0)
    for stamp in stamps:
        alike = [values[stamp + shift] for shift in weeks if stamp + shift in values]
        if not alike:
            return None
        total = EXACT.add(total, mean(alike))
    return total
