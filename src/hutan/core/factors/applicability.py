"""From vintages to days: which factor applies from when to when, in half-open periods that neither overlap nor leave a gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hutan.core.factors.regions import RegionTable
from hutan.core.factors.selection import Choice, FactorNeed, VintagePolicy, candidates
from hutan.core.factors.table import FactorTable
from hutan.core.model.sourcing import Confirmation, FactorChoice
from hutan.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Applicability:
    """The outcome for the days of `period`."""

    period: Period
    choice: Choice


def applicability(
    need: FactorNeed,
    period: Period,
    reported_on: date,
    table: FactorTable,
    regions: RegionTable,
    confirmations: Sequence[Confirmation],
    choices: Sequence[FactorChoice],
) -> tuple[Applicability, ...]:
    """What answers `need` on every day of `period`, in order.

    Under OWN_YEAR the period is cut at calendar years, else it stays whole. Neighbours with the same outcome are joined; the account of
    their candidates is that of the first.

    Raises
    ------
    InputError
        As ``candidates`` does.
    """
    joined: list[Applicability] = []
    for piece in _pieces(need.vintage, period):
        choice = candidates(need, piece, reported_on, table, regions, confirmations, choices)
        if joined and _same(joined[-1].choice, choice):
            joined[-1] = Applicability(Period(joined[-1].period.start, piece.end), joined[-1].choice)
        else:
            joined.append(Applicability(piece, choice))
    return tuple(joined)


def _pieces(policy: VintagePolicy, period: Period) -> tuple[Period, ...]:
    if policy is not VintagePolicy.OWN_YEAR:
        return (period,)
    return period.split(date(year, 1, 1) for year in range(period.start.year + 1, period.end.year + 1))


def _same(one: Choice, other: Choice) -> bool:
    """The same factor by the same word; two empty outcomes are the same if the same rows failed for the same kinds of reason."""
    if one.chosen is None and other.chosen is None:
        return _failures(one) == _failures(other)
    return one.chosen == other.chosen and one.chosen_by == other.chosen_by


def _failures(choice: Choice) -> list[tuple[str, tuple[str, ...]]]:
    return [(item.factor.id, tuple(code for code, _ in item.reasons)) for item in choice.candidates]
