"""Estimated quantities are inputs of their own: no meter counted them, so no certificate of a meter speaks for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from types import MappingProxyType
from typing import Final

from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.core.model.sourcing import SpreadForm, StatedSpread
from hutan.kernel.ids import SourceId
from hutan.kernel.periods import Period, next_month

ESTIMATE: Final = "estimate"
_DIGITS: Final = Context(prec=30, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Estimates:
    """Which months of which sources hold estimated data, and the spread stated for them.

    Neighboring estimated months of a source share one key: they rest on the same history, so their errors do not cancel.
    """

    first_months: Mapping[tuple[SourceId, date], date]
    spreads: Mapping[str, StatedSpread]

    def key(self, source_id: SourceId, month: date, state: str) -> str:
        """The uncertain input behind a quantity: the meter where it was measured, else the estimate (``estimate:SOURCE/MONTH``)."""
        if state != RecordState.ESTIMATED.value:
            return f"meter:{source_id}"
        return _key(source_id, self.first_months.get((source_id, month), month))

    def spread(self, key: str) -> StatedSpread | None:
        """What the method says of its own errors; None where an estimate was sent in without, or its history was too short."""
        return self.spreads.get(key)


NO_ESTIMATES: Final = Estimates(MappingProxyType({}), MappingProxyType({}))


def estimates_in(records: Iterable[ActivityRecord]) -> Estimates:
    """The estimated months of all sources, in runs of neighboring months."""
    by_source: dict[SourceId, list[ActivityRecord]] = defaultdict(list)
    for record in records:
        if record.state is RecordState.ESTIMATED:
            by_source[record.source_id].append(record)
    first_months: dict[tuple[SourceId, date], date] = {}
    spreads: dict[str, StatedSpread] = {}
    for source_id, own in sorted(by_source.items()):
        runs = _runs(piece.start.replace(day=1) for record in own for piece in record.period.months())
        first_months.update({(source_id, month): months[0] for months in runs for month in months})
        for months in runs:
            days = Period(months[0], next_month(months[-1]))
            spread = _joint_spread([record for record in own if record.period.overlaps(days)])
            if spread is not None:
                spreads[_key(source_id, months[0])] = spread
    return Estimates(MappingProxyType(first_months), MappingProxyType(spreads))


def estimates_with(held: Estimates, sources: Collection[SourceId], records: Iterable[ActivityRecord]) -> Estimates:
    """The same, with those of `sources` as `records`, which are all records of theirs, have them now."""
    own = estimates_in(records)
    gone = {_key(source_id, first) for (source_id, _), first in held.first_months.items() if source_id in sources}
    first_months = {span: first for span, first in held.first_months.items() if span[0] not in sources}
    spreads = {key: spread for key, spread in held.spreads.items() if key not in gone}
    return Estimates(MappingProxyType({**first_months, **own.first_months}), MappingProxyType({**spreads, **own.spreads}))


def bare_estimates(months: Iterable[tuple[SourceId, date]]) -> Estimates:
    """Estimated months of which nobody says how they were estimated: runs as in `estimates_in`, without any spread."""
    by_source: dict[SourceId, set[date]] = defaultdict(set)
    for source_id, month in months:
        by_source[source_id].add(month)
    first_months = {(source_id, month): run[0] for source_id, own in by_source.items() for run in _runs(own) for month in run}
    return Estimates(MappingProxyType(first_months), MappingProxyType({}))


def _key(source_id: SourceId, month: date) -> str:
    return f"{ESTIMATE}:{source_id}/{month.isoformat()[:7]}"


def _runs(months: Iterable[date]) -> list[list[date]]:
    runs: list[list[date]] = []
    for month in sorted(set(months)):
        if runs and next_month(runs[-1][-1]) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return runs


def _joint_spread(records: Sequence[ActivityRecord]) -> StatedSpread | None:
    """One spread for records whose errors move together: half widths add up. None as soon as one of them has none.

    Source: JCGM 100:2008 (GUM), 5.2.2, all correlation coefficients +1: the uncertainty of a sum is the sum of the uncertainties.
    """
    stated = [record.estimate.spread if record.estimate else None for record in records]
    if len(records) == 1:
        return stated[0]
    whole = sum((record.quantity for record in records), Decimal(0))
    half = Decimal(0)
    for record, spread in zip(records, stated, strict=True):
        if spread is None or spread.form is not SpreadForm.PERCENT_95 or len(spread.values) != 1:
            return None
        half = _DIGITS.add(half, _DIGITS.multiply(record.quantity, spread.values[0]))
    if not whole:
        return None
    sources = dict.fromkeys(spread.source for spread in stated if spread)
    return StatedSpread(SpreadForm.PERCENT_95, (_plain(_DIGITS.divide(half, whole)),), "; ".join(sources))


def _plain(value: Decimal) -> Decimal:
    return Decimal(format(value.quantize(Decimal("0.000001"), context=_DIGITS), "f"))
