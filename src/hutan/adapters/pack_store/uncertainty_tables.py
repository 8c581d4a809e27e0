"""Pedigree matrix and default spreads from the uncertainty pack; only rows that it marks usable leave it."""

from __future__ import annotations

import csv
import io
from decimal import Decimal, InvalidOperation
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Final

from hutan.adapters.pack_store.folders import PackFolder, packaged_root, read_folder
from hutan.core.model.sourcing import EvidenceGrade, SpreadForm, StatedSpread
from hutan.core.uncertainty.defaults import DefaultSpread
from hutan.core.uncertainty.pedigree import PedigreeFactor, PedigreeFactorKind, PedigreeIndicator, PedigreeTable
from hutan.kernel.errors import InputError, PackError
from hutan.kernel.ids import pack_id

UNCERTAINTY_PACK: Final = pack_id("uncertainty/2026.1")
DEFAULT_PEDIGREE_SYSTEM: Final = "ecoinvent_v3"

_PEDIGREE_FILE: Final = "pedigree.csv"
_DEFAULTS_FILE: Final = "defaults.csv"

_FORMS: Final = MappingProxyType(
    {
        "gsd2": SpreadForm.GSD2,
        "variance_ln": SpreadForm.VARIANCE_LN,
        "pm95_pct": SpreadForm.PERCENT_95,
        "pm90_pct": SpreadForm.PERCENT_90,
    }
)
_PERCENT_FORMS: Final = (SpreadForm.PERCENT_95, SpreadForm.PERCENT_90)


def load_pedigree_table(root: Traversable | Path | None = None, system: str = DEFAULT_PEDIGREE_SYSTEM) -> PedigreeTable:
    """The usable cells of `system` from the pack below `root`; without `root`, from the packs of this release. Raises as `pedigree_of` does."""
    return pedigree_of(_folder(root), system)


def pedigree_of(folder: PackFolder, system: str = DEFAULT_PEDIGREE_SYSTEM) -> PedigreeTable:
    """The usable cells of `system` from an uncertainty pack.

    Raises
    ------
    InputError
        ``pedigree_system_unknown``, if the pack has no usable cell of it.
    PackError
        If the pack or the file is missing, or a row cannot be read.
    """
    rows = _usable_rows(folder, _PEDIGREE_FILE)
    factors = tuple(_pedigree_factor(row) for row in rows if row["system"] == system)
    if not factors:
        raise InputError("pedigree_system_unknown", system=system, known=", ".join(sorted({row["system"] for row in rows})))
    return PedigreeTable(system, factors)


def load_default_spreads(root: Traversable | Path | None = None) -> tuple[DefaultSpread, ...]:
    """The usable default spreads of the pack, in the order of its table.

    Raises
    ------
    PackError
        If the pack or the file is missing, or a row cannot be read.
    """
    return tuple(_default_spread(row) for row in _usable_rows(_folder(root), _DEFAULTS_FILE))


def _folder(root: Traversable | Path | None) -> PackFolder:
    return read_folder(packaged_root() if root is None else root, UNCERTAINTY_PACK)


def _usable_rows(folder: PackFolder, name: str) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(folder.text(name).decode("utf-8"), newline=""))
    return [row for row in reader if row["usable"] == "yes"]


def _pedigree_factor(row: dict[str, str]) -> PedigreeFactor:
    try:
        return PedigreeFactor(
            indicator=PedigreeIndicator(row["indicator"]),
            score=int(row["score"]),
            factor=Decimal(row["factor"]),
            kind=PedigreeFactorKind(row["factor_kind"]),
            description=row["description"],
            source=row["source_document"],
        )
    except (ValueError, InvalidOperation) as error:
        raise _unreadable(_PEDIGREE_FILE, row) from error


def _default_spread(row: dict[str, str]) -> DefaultSpread:
    try:
        form = _FORMS[row["value_kind"]]
        source = ", ".join(part for part in (row["source_document"], row["source_table"]) if part)
        spread = StatedSpread(form, (_default_value(row, form),), source)
        return DefaultSpread(row["id"], row["kind"], row["subject"], row["condition"], spread, EvidenceGrade(row["grade"]))
    except (KeyError, ValueError, InvalidOperation) as error:
        raise _unreadable(_DEFAULTS_FILE, row) from error


def _default_value(row: dict[str, str], form: SpreadForm) -> Decimal:
    if form not in _PERCENT_FORMS:
        return Decimal(row["value"])
    lower, upper = Decimal(row["lower_pct"]), Decimal(row["upper_pct"])
    if lower != -upper:
        raise ValueError("a half width has the same size on both sides")
    return upper


def _unreadable(name: str, row: dict[str, str]) -> PackError:
    return PackError("uncertainty_row_unreadable", pack=UNCERTAINTY_PACK, file=name, row=row["id"])
