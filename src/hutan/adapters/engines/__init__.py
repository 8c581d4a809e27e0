"""Engines that sum readings: each gives the same digits, whatever the order of the rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hutan.adapters.engines.duckdb_engine import DuckDBEngine
from hutan.adapters.engines.plain_python import PlainPythonEngine
from hutan.core.activity.quantities import QuantityEngine
from hutan.kernel.errors import InputError

_ENGINES: Final[Mapping[str, type[QuantityEngine]]] = {"python": PlainPythonEngine, "duckdb": DuckDBEngine}
ENGINE_NAMES: Final = tuple(_ENGINES)


def engine(name: str) -> QuantityEngine:
    """The engine with this name.

    Raises
    ------
    InputError
        ``engine_unknown``, naming those there are.
    """
    if name not in _ENGINES:
        raise InputError("engine_unknown", engine=name, known=", ".join(ENGINE_NAMES))
    return _ENGINES[name]()
