"""Tables of data packs are read exactly, quickly, and with the place of whatever cannot be read."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from hutan.adapters.pack_store.folders import PackFolder
from hutan.adapters.pack_store.tables import (
    blends_of,
    factors_of,
    gwp_of,
    load_factor_table,
    load_gwp_table,
    load_region_table,
    regions_of,
)
from hutan.core.factors.gwp import GwpOrigin
from hutan.core.model.sourcing import EvidenceGrade
from hutan.kernel.errors import PackError
from hutan.kernel.ids import PackId

FACTOR = {
    "id": "grid.2022",
    "name_zh": "上海",
    "name_en": "Shanghai",
    "category": "electricity",
    "parameter": "average_consumption_factor",
    "value": "0.5500",
    "unit": "kgCO2/kWh",
    "gas": "CO2",
    "region": "CN-SH",
    "sector": "",
    "data_year": "2022",
    "valid_from": "2024-12-20",
    "valid_to": "2025-12-30",
    "gwp_basis": "",
    "boundary": "",
    "derived": "no",
    "source_title": "公告, 附件",
    "source_publisher": "ministry",
    "source_year": "2024",
    "source_clause_or_table": "table 3",
    "source_url": "",
    "seen_at": "somewhere",
    "licence": "",
    "confidence": "secondary",
    "note": "",
    "series": "grid",
    "substance": "electricity",
    "grade": "P½",
    "corroborated": "yes",
    "status": "active",
}
GWP = {
    "id": "gwp.ch4.ar5.100",
    "edition": "AR5",
    "species": "CH4",
    "origin": "any",
    "horizon_years": "100",
    "value": "28",
    "unit": "kgCO2e/kg",
    "grade": "C",
    "corroborated": "yes",
    "set_name": "AR5-100 (8.A.1)",
    "name_zh": "甲烷",
    "name_en": "Methane",
    "aliases": "R-50;沼气",
    "formula": "CH4",
    "family": "CH4",
    "source_table": "Table 8.A.1",
    "source_url": "",
    "seen_at": "",
    "licence": "",
    "note": "",
}


def table(*rows: dict[str, str]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def folder(**files: bytes) -> PackFolder:
    return PackFolder(PackId("sample/1"), {f"{name}.csv": data for name, data in files.items()})


def refusal_of(read: Callable[[PackFolder], object], **files: bytes) -> PackError:
    with pytest.raises(PackError) as caught:
        read(folder(**files))
    return caught.value


def test_a_factor_keeps_its_digits_its_days_and_its_source() -> None:
    (factor,) = factors_of(folder(factors=table(FACTOR)))
    assert str(factor.value) == "0.5500"
    assert (factor.published, factor.superseded) == (date(2024, 12, 20), date(2025, 12, 31)), "printed days are both included, ours half-open"
    assert (factor.data_year, factor.grade, factor.corroborated, factor.pack) == (2022, EvidenceGrade.OFFICIAL_PART, True, "sample/1")
    assert (factor.citation.title, factor.citation.locator, factor.seen_at) == ("公告, 附件", "table 3", "somewhere")


def test_blank_days_and_years_stay_unknown() -> None:
    (factor,) = factors_of(folder(factors=table(FACTOR | {"valid_from": "", "valid_to": "", "data_year": ""})))
    assert (factor.published, factor.superseded, factor.data_year) == (None, None, None)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("value", "0,55"),
        ("value", ""),
        ("value", "NaN"),
        ("data_year", "2012-2014"),
        ("valid_from", "2024-12"),
        ("valid_to", "31.12.2025"),
        ("grade", "A"),
        ("corroborated", ""),
        ("derived", "ja"),
        ("status", "draft"),
    ],
)
def test_a_cell_that_cannot_be_read_names_its_place(column: str, text: str) -> None:
    error = refusal_of(factors_of, factors=table(FACTOR, FACTOR | {"id": "second", column: text}))
    params = dict(error.params)
    assert error.code == "pack_cell_invalid"
    assert (params["pack"], params["file"], params["row"], params["column"], params["text"]) == ("sample/1", "factors.csv", "3", column, text)


def test_a_row_with_too_few_or_too_many_cells_is_refused() -> None:
    data = table(FACTOR)
    assert refusal_of(factors_of, factors=data + b"one,two\n").code == "pack_row_ragged"
    assert refusal_of(factors_of, factors=data.rstrip(b"\n") + b",more\n").code == "pack_row_ragged"


def test_a_missing_column_is_named() -> None:
    error = refusal_of(factors_of, factors=table({key: text for key, text in FACTOR.items() if key != "series"}))
    assert (error.code, dict(error.params)["column"]) == ("pack_column_missing", "series")


def test_a_warming_potential_is_read() -> None:
    (value,) = gwp_of(folder(gwp=table(GWP)))
    assert (value.value, value.horizon_years, value.origin, value.aliases) == (Decimal(28), 100, GwpOrigin.ANY, ("R-50", "沼气"))


@pytest.mark.parametrize(("column", "text"), [("origin", "biogenic"), ("horizon_years", "100a"), ("horizon_years", "²"), ("value", "-")])
def test_a_warming_potential_that_cannot_be_read_is_refused(column: str, text: str) -> None:
    error = refusal_of(gwp_of, gwp=table(GWP | {column: text}))
    assert (error.code, dict(error.params)["column"]) == ("pack_cell_invalid", column)


def test_rows_of_one_blend_belong_together() -> None:
    base = {"id": "blend.r-x", "blend": "R-X", "grade": "C", "corroborated": "no", "usable": "yes"}
    base |= {"source_document": "", "source_url": "", "note": ""}
    rows = [base | {"component": "HFC-32", "share": "25.5"}, base | {"component": "HFC-125", "share": "74.5"}]
    (blend,) = blends_of(folder(blends=table(*rows)))
    assert [(share.component, share.mass_percent) for share in blend.shares] == [("HFC-32", Decimal("25.5")), ("HFC-125", Decimal("74.5"))]


def test_memberships_are_half_open_as_written() -> None:
    member = {"region": "A", "parent": "B", "order": "1", "valid_from": "2012-01-01", "valid_to": "2021-01-01"}
    later = member | {"parent": "C", "valid_from": "2021-01-01", "valid_to": ""}
    names = table(*({"region": name, "name_zh": name, "name_en": name} for name in "ABC"))
    found = regions_of(folder(regions=table(member, later), names=names))
    assert found.fallback_path("A", date(2020, 12, 31)) == ("A", "B")
    assert found.fallback_path("A", date(2021, 1, 1)) == ("A", "C")
    assert found.fallback_path("A", date(2011, 12, 31)) == ("A",)


def write_pack(root: Path, edition: str, content: str, **files: bytes) -> None:
    place = root / "sample" / edition
    place.mkdir(parents=True)
    (place / "pack.yaml").write_text(f"id: sample/{edition}\ncontent: {content}\n", "utf-8")
    for name, data in files.items():
        (place / f"{name}.csv").write_bytes(data)


def test_only_packs_with_that_content_are_read_and_only_their_newest_edition(tmp_path: Path) -> None:
    write_pack(tmp_path, "2026.2", "factors", factors=table(FACTOR))
    write_pack(tmp_path, "2026.10", "factors", factors=table(FACTOR | {"value": "0.6"}))
    assert [factor.pack for factor in load_factor_table(tmp_path).factors] == ["sample/2026.10"]
    assert load_gwp_table(tmp_path).values == ()


def test_every_report_of_warming_potentials_counts(tmp_path: Path) -> None:
    write_pack(tmp_path, "ar5", "gwp", gwp=table(GWP))
    write_pack(tmp_path, "ar6", "gwp", gwp=table(GWP | {"id": "gwp.ch4.ar6.100", "edition": "AR6"}))
    assert [value.edition for value in load_gwp_table(tmp_path).values] == ["AR5", "AR6"]


def test_regions_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="pack_content_missing"):
        load_region_table(tmp_path)


def test_the_whole_library_loads_in_less_than_a_third_of_a_second() -> None:
    seconds = []
    for _ in range(4):
        start = time.process_time()
        count = len(load_factor_table().factors)
        seconds.append(time.process_time() - start)
    assert count > 2700
    assert min(seconds) < 0.3
