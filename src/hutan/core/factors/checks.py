"""What a set of factors must satisfy before any of them may be chosen; a set that does not is refused whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final

from hutan.core.factors.factor import CO2E, Factor
from hutan.kernel.errors import PackError

GWP_PARAMETER: Final = "gwp100_mass"
_HUNDRED: Final = Decimal(100)
_Series = tuple[str, str, str, str, str, str]


def check_factors(factors: Sequence[Factor]) -> None:
    """Every check of this module over `factors`.

    Raises
    ------
    PackError
        Naming the first rows found to disagree.
    """
    _check_ids(factors)
    series: dict[_Series, list[Factor]] = defaultdict(list)
    for factor in factors:
        _check_row(factor)
        series[_series(factor)].append(factor)
    for rows in series.values():
        if len(rows) > 1:
            _check_windows(rows)
            _check_vintages(rows)


def _series(factor: Factor) -> _Series:
    return factor.series, factor.region, factor.parameter, factor.substance, factor.gas, factor.unit


def _check_ids(factors: Iterable[Factor]) -> None:
    seen: dict[str, Factor] = {}
    for factor in factors:
        other = seen.setdefault(factor.id, factor)
        if other is not factor:
            raise PackError("factor_duplicate", factor=factor.id, first=other.pack, second=factor.pack)


def _check_row(factor: Factor) -> None:
    if factor.published and factor.superseded and factor.superseded <= factor.published:
        raise PackError("factor_window_backwards", factor=factor.id, start=str(factor.published), end=str(factor.superseded))
    if factor.value < 0 or factor.value > _largest(factor.unit, factor.value):
        raise PackError("factor_value_implausible", factor=factor.id, value=str(factor.value), unit=factor.unit)
    if factor.parameter != GWP_PARAMETER and (factor.gas == CO2E) != (CO2E in factor.unit):
        raise PackError("factor_gas_unit_differ", factor=factor.id, gas=factor.gas or "–", unit=factor.unit)


def _largest(unit: str, value: Decimal) -> Decimal:
    """The most that a share may be; other units set no bound."""
    if unit.startswith("%"):
        return _HUNDRED
    return Decimal(1) if unit == "fraction" else value


def _check_windows(rows: Iterable[Factor]) -> None:
    years: dict[int | None, list[Factor]] = defaultdict(list)
    for factor in rows:
        years[factor.data_year].append(factor)
    for same_year in years.values():
        for earlier, later in pairwise(sorted(same_year, key=_first_day)):
            if earlier.superseded is None or _first_day(later) < earlier.superseded:
                raise PackError("factor_windows_overlap", series=later.series, first=earlier.id, second=later.id)


def _check_vintages(rows: Iterable[Factor]) -> None:
    dated = sorted((row.data_year, row.published, row.id) for row in rows if row.data_year is not None and row.published is not None)
    for (_, first, earlier), (_, second, later) in pairwise(dated):
        if second < first:
            raise PackError("factor_vintages_disordered", first=earlier, second=later)


def _first_day(factor: Factor) -> date:
    return factor.published or date.min
