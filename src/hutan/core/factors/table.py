"""Factors in one checked table, looked up by id or by parameter, substance and series."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hutan.core.factors.checks import check_factors
from hutan.core.factors.factor import CO2E, Factor
from hutan.kernel.errors import InputError

__all__ = ["CO2E", "Factor", "FactorTable"]

_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class FactorTable:
    """All factors of the packs in use.

    Raises
    ------
    PackError
        If an id stands twice, two rows of one series claim the same days, a later vintage came out before an earlier one, or a value
        is outside what its unit allows.
    """

    factors: tuple[Factor, ...]
    _by_id: Mapping[str, Factor] = field(init=False, repr=False, compare=False)
    _by_key: Mapping[_Key, tuple[Factor, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_factors(self.factors)
        object.__setattr__(self, "_by_id", {factor.id: factor for factor in self.factors})
        object.__setattr__(self, "_by_key", _grouped(self.factors))

    def find(self, factor_id: str) -> Factor | None:
        return self._by_id.get(factor_id)

    def factor(self, factor_id: str) -> Factor:
        """The factor of that id.

        Raises
        ------
        InputError
            If no pack in use holds it.
        """
        found = self.find(factor_id)
        if found is None:
            raise InputError("factor_unknown", factor=factor_id)
        return found

    def matching(self, parameter: str, substance: str, series: str) -> tuple[Factor, ...]:
        """Rows of one series for one parameter and substance, in pack order; empty where it holds none."""
        return self._by_key.get((parameter, substance, series), ())


def _grouped(factors: Iterable[Factor]) -> dict[_Key, tuple[Factor, ...]]:
    groups: dict[_Key, list[Factor]] = {}
    for factor in factors:
        groups.setdefault((factor.parameter, factor.substance, factor.series), []).append(factor)
    return {key: tuple(rows) for key, rows in groups.items()}
