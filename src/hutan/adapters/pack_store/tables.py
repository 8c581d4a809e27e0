"""The CSV tables of data packs as values: factors, warming potentials, blends, regions; a cell that cannot be read names its row and column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, TypeVar

from hutan.adapters.pack_store.folders import PackFolder, list_packs, packaged_root, read_folder
from hutan.adapters.yaml_text import read_yaml
from hutan.core.factors.blends import Blend, BlendShare, BlendTable
from hutan.core.factors.gwp import GwpOrigin, GwpTable, GwpValue
from hutan.core.factors.regions import Membership, Region, RegionTable
from hutan.core.factors.table import Factor, FactorTable
from hutan.core.model.sourcing import Citation, EvidenceGrade
from hutan.kernel.errors import PackError
from hutan.kernel.ids import FactorId, RegionId

FACTORS_CSV: Final = "factors.csv"
GWP_CSV: Final = "gwp.csv"
BLENDS_CSV: Final = "blends.csv"
REGIONS_CSV: Final = "regions.csv"
REGION_NAMES_CSV: Final = "names.csv"

_Row = Mapping[str, str]
_T = TypeVar("_T")


def load_factor_table(root: Traversable | Path | None = None) -> FactorTable:
    """Factors of every pack below `root` that holds factors; None: the packs of this release.

    Raises
    ------
    PackError
        If a row cannot be read, or the rows disagree with one another.
    """
    return FactorTable(tuple(factor for folder in _folders(root, "factors") for factor in factors_of(folder)))


def load_gwp_table(root: Traversable | Path | None = None) -> GwpTable:
    """Warming potentials of every pack below `root` that holds them; None: the packs of this release.

    Raises
    ------
    PackError
        As for `load_factor_table`.
    """
    return GwpTable(tuple(value for folder in _folders(root, "gwp") for value in gwp_of(folder)))


def load_blend_table(root: Traversable | Path | None = None) -> BlendTable:
    """Refrigerant blends of every pack below `root` that holds them; None: the packs of this release.

    Raises
    ------
    PackError
        As for `load_factor_table`.
    """
    return BlendTable(tuple(blend for folder in _folders(root, "blends") for blend in blends_of(folder)))


def load_region_table(root: Traversable | Path | None = None) -> RegionTable:
    """Regions of the newest region pack below `root`; None: the packs of this release.

    Raises
    ------
    PackError
        If there is none, or as for `load_factor_table`.
    """
    folders = list(_folders(root, "regions"))
    if not folders:
        raise PackError("pack_content_missing", content="regions")
    return regions_of(folders[-1])


def factors_of(folder: PackFolder) -> tuple[Factor, ...]:
    """The rows of ``factors.csv``.

    Raises
    ------
    PackError
        ``pack_cell_invalid``, with file, row and column.
    """
    return tuple(_read(folder, FACTORS_CSV, lambda row: _factor(folder, row)))


def gwp_of(folder: PackFolder) -> tuple[GwpValue, ...]:
    """The rows of ``gwp.csv``.

    Raises
    ------
    PackError
        ``pack_cell_invalid``, with file, row and column.
    """
    return tuple(_read(folder, GWP_CSV, lambda row: _gwp(folder, row)))


def blends_of(folder: PackFolder) -> tuple[Blend, ...]:
    """The blends of ``blends.csv``, one of several rows each.

    Raises
    ------
    PackError
        ``pack_cell_invalid``, with file, row and column.
    """
    rows: dict[str, list[_Row]] = {}
    shares: dict[str, list[BlendShare]] = {}
    for row, share in _read(folder, BLENDS_CSV, lambda row: (row, BlendShare(row["component"], _decimal(row, "share")))):
        rows.setdefault(row["id"], []).append(row)
        shares.setdefault(row["id"], []).append(share)
    return tuple(_blend(folder, rows[key][0], tuple(shares[key])) for key in rows)


def regions_of(folder: PackFolder) -> RegionTable:
    """Names and dated memberships.

    Raises
    ------
    PackError
        ``pack_cell_invalid``, with file, row and column; or as `RegionTable` does.
    """
    names = tuple(_read(folder, REGION_NAMES_CSV, lambda row: Region(RegionId(row["region"]), row["name_zh"], row["name_en"])))
    return RegionTable(names, tuple(_read(folder, REGIONS_CSV, _membership)))


class _CellError(Exception):
    """A cell that cannot be read; the row number is added further out."""

    def __init__(self, column: str, text: str, wanted: str) -> None:
        super().__init__(column, text, wanted)
        self.column, self.text, self.wanted = column, text, wanted


def _folders(root: Traversable | Path | None, content: str) -> Iterator[PackFolder]:
    """Packs with that content; of a family with several editions the newest. Reports of warming potentials all count, side by side."""
    where = packaged_root() if root is None else root
    packs = list_packs(where)
    newest = {identifier.partition("/")[0]: identifier for identifier in sorted(packs, key=_natural)}
    for identifier in packs if content == "gwp" else newest.values():
        family, _, edition = identifier.partition("/")
        header = where.joinpath(family).joinpath(edition).joinpath("pack.yaml")
        document = read_yaml(f"{identifier}/pack.yaml", header.read_bytes())
        if isinstance(document, dict) and document.get("content") == content:
            yield read_folder(where, identifier)


def _natural(identifier: str) -> tuple[tuple[int, str], ...]:
    """Sort key in which 2026.10 comes after 2026.2."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in re.split(r"([0-9]+)", identifier))


def _read(folder: PackFolder, name: str, build: Callable[[_Row], _T]) -> Iterator[_T]:
    reader = csv.DictReader(io.StringIO(folder.text(name).decode("utf-8"), newline=""), strict=True)
    for number, row in enumerate(reader, start=2):
        if None in row or None in row.values():
            raise PackError("pack_row_ragged", pack=folder.id, file=name, row=str(number))
        try:
            yield build(row)
        except _CellError as error:
            params = {"row": str(number), "column": error.column, "text": error.text, "wanted": error.wanted}
            raise PackError("pack_cell_invalid", pack=folder.id, file=name, **params) from error
        except KeyError as error:
            raise PackError("pack_column_missing", pack=folder.id, file=name, column=str(error.args[0])) from error


def _factor(folder: PackFolder, row: _Row) -> Factor:
    if row["status"] != "active":
        raise _CellError("status", row["status"], "active")
    last_day = _day(row, "valid_to")
    return Factor(
        id=FactorId(row["id"]),
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        category=row["category"],
        parameter=row["parameter"],
        series=row["series"],
        substance=row["substance"],
        gas=row["gas"],
        value=_decimal(row, "value"),
        unit=row["unit"],
        region=RegionId(row["region"]),
        sector=row["sector"],
        data_year=_year(row, "data_year"),
        published=_day(row, "valid_from"),
        superseded=last_day + timedelta(days=1) if last_day else None,
        gwp_basis=row["gwp_basis"],
        boundary=row["boundary"],
        grade=_grade(row),
        corroborated=_yes(row, "corroborated"),
        citation=Citation(row["source_title"], row["source_publisher"], row["source_year"], row["source_clause_or_table"], row["source_url"]),
        licence=row["licence"],
        note=row["note"],
        pack=folder.id,
        seen_at=row["seen_at"],
        derived=_yes(row, "derived"),
    )


def _gwp(folder: PackFolder, row: _Row) -> GwpValue:
    try:
        origin = GwpOrigin(row["origin"])
    except ValueError as error:
        raise _CellError("origin", row["origin"], ", ".join(item.value for item in GwpOrigin)) from error
    return GwpValue(
        id=row["id"],
        species=row["species"],
        origin=origin,
        edition=row["edition"],
        horizon_years=_whole(row, "horizon_years"),
        value=_decimal(row, "value"),
        grade=_grade(row),
        corroborated=_yes(row, "corroborated"),
        set_name=row["set_name"],
        family=row["family"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        aliases=tuple(filter(None, row["aliases"].split(";"))),
        citation=Citation(row["source_table"], "IPCC", "", row["set_name"], row["source_url"]),
        licence=row["licence"],
        note=row["note"],
        pack=folder.id,
        seen_at=row["seen_at"],
    )


def _blend(folder: PackFolder, row: _Row, shares: tuple[BlendShare, ...]) -> Blend:
    return Blend(
        id=row["id"],
        name=row["blend"],
        shares=shares,
        usable=_yes(row, "usable"),
        grade=_grade(row),
        corroborated=_yes(row, "corroborated"),
        citation=Citation(row["source_document"], "ASHRAE", "2019", row["blend"], row["source_url"]),
        note=row["note"],
        pack=folder.id,
    )


def _membership(row: _Row) -> Membership:
    return Membership(RegionId(row["region"]), RegionId(row["parent"]), _whole(row, "order"), _day(row, "valid_from"), _day(row, "valid_to"))


def _decimal(row: _Row, column: str) -> Decimal:
    try:
        value = Decimal(row[column])
    except InvalidOperation as error:
        raise _CellError(column, row[column], "0.5737") from error
    if not value.is_finite():
        raise _CellError(column, row[column], "0.5737")
    return value


def _whole(row: _Row, column: str) -> int:
    if not row[column].isascii() or not row[column].isdigit():
        raise _CellError(column, row[column], "100")
    return int(row[column])


def _year(row: _Row, column: str) -> int | None:
    return _whole(row, column) if row[column] else None


def _day(row: _Row, column: str) -> date | None:
    try:
        return date.fromisoformat(row[column]) if row[column] else None
    except ValueError as error:
        raise _CellError(column, row[column], "2024-12-20") from error


def _yes(row: _Row, column: str) -> bool:
    if row[column] not in ("yes", "no"):
        raise _CellError(column, row[column], "yes, no")
    return row[column] == "yes"


def _grade(row: _Row) -> EvidenceGrade:
    try:
        return EvidenceGrade(row["grade"])
    except ValueError as error:
        raise _CellError("grade", row["grade"], ", ".join(item.value for item in EvidenceGrade)) from error
