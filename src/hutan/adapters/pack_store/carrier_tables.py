"""Carriers from their pack."""

from __future__ import annotations

import csv
import io
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from hutan.adapters.pack_store.folders import PackFolder, packaged_root, read_folder
from hutan.core.model.carrier import Carrier, CarrierFamily
from hutan.core.units import parse_unit
from hutan.kernel.errors import PackError, UnitError
from hutan.kernel.ids import pack_id

CARRIERS_PACK: Final = pack_id("carriers/2026.2")
_FILE: Final = "carriers.csv"


def load_carriers(root: Traversable | Path | None = None) -> tuple[Carrier, ...]:
    """The carriers of the pack below `root`; without `root`, of this release. Raises as `carriers_of` does."""
    return carriers_of(read_folder(packaged_root() if root is None else root, CARRIERS_PACK))


def carriers_of(folder: PackFolder) -> tuple[Carrier, ...]:
    """The carriers of a pack, in the order of its table.

    Raises
    ------
    PackError
        If a row cannot be read, naming the carrier.
    """
    reader = csv.DictReader(io.StringIO(folder.text(_FILE).decode("utf-8"), newline=""))
    return tuple(_carrier(folder, row) for row in reader)


def _carrier(folder: PackFolder, row: dict[str, str]) -> Carrier:
    try:
        if None in row or None in row.values():
            raise ValueError("more or fewer cells than columns")
        parse_unit(row["base_unit"])
        return Carrier(
            id=row["id"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            family=CarrierFamily(row["family"]),
            base_unit=row["base_unit"],
            biogenic={"yes": True, "no": False}[row["biogenic"]],
            aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
            # Editions before 2026.2 have no gases.
            gas=row.get("gas", ""),
        )
    except (KeyError, ValueError, UnitError) as error:
        raise PackError("carrier_row_invalid", pack=folder.id, carrier=row.get("id") or "–", problem=str(error)) from error
