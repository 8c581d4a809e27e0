"""A factor table is refused whole if its rows disagree; see reference to the checks in ``core.factors.checks``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hutan.core.factors.table import Factor, FactorTable
from hutan.core.model.sourcing import Citation, EvidenceGrade
from hutan.kernel.errors import InputError, PackError
from hutan.kernel.ids import FactorId, PackId, RegionId

GRID_2021 = Factor(
    id=FactorId("grid.2021"),
    name_zh="上海电力",
    name_en="Shanghai electricity",
    category="electricity",
    parameter="average_consumption_factor",
    series="grid",
    substance="electricity",
    gas="CO2",
    value=Decimal("0.5834"),
    unit="kgCO2/kWh",
    region=RegionId("CN-SH"),
    sector="",
    data_year=2021,
    published=date(2024, 4, 12),
    superseded=date(2024, 12, 20),
    gwp_basis="",
    boundary="",
    grade=EvidenceGrade.OFFICIAL,
    corroborated=False,
    citation=Citation("notice", "ministry", "2024", "table 3", ""),
    licence="",
    note="",
    pack=PackId("grid/1"),
)
GRID_2022 = replace(GRID_2021, id=FactorId("grid.2022"), data_year=2022, published=date(2024, 12, 20), superseded=None)


def refusal_of(*rows: Factor) -> str:
    with pytest.raises(PackError) as caught:
        FactorTable(rows)
    return caught.value.code


def test_rows_are_found_by_id_and_by_what_they_are() -> None:
    table = FactorTable((GRID_2021, GRID_2022))
    assert table.factor("grid.2022") is GRID_2022
    assert table.find("grid.2020") is None
    assert table.matching("average_consumption_factor", "electricity", "grid") == (GRID_2021, GRID_2022)
    assert table.matching("average_consumption_factor", "electricity", "footprint") == ()


def test_unknown_id_is_unusable_input() -> None:
    with pytest.raises(InputError) as caught:
        FactorTable((GRID_2021,)).factor("grid.2020")
    assert (caught.value.code, caught.value.params) == ("factor_unknown", (("factor", "grid.2020"),))


def test_an_id_stands_once() -> None:
    assert refusal_of(GRID_2021, replace(GRID_2022, id=GRID_2021.id)) == "factor_duplicate"


def test_windows_of_one_data_year_may_touch_but_not_overlap() -> None:
    erratum = replace(GRID_2021, id=FactorId("grid.2021.erratum"), published=date(2024, 12, 20), superseded=None)
    assert len(FactorTable((GRID_2021, erratum)).factors) == 2
    assert refusal_of(GRID_2021, replace(erratum, published=date(2024, 12, 19))) == "factor_windows_overlap"
    assert refusal_of(replace(GRID_2021, superseded=None), erratum) == "factor_windows_overlap"


def test_an_open_beginning_overlaps_nothing_that_follows_its_end() -> None:
    former = replace(GRID_2021, id=FactorId("former"), data_year=None, published=None, superseded=date(2022, 2, 11))
    now = replace(former, id=FactorId("now"), published=date(2022, 2, 11), superseded=None)
    assert len(FactorTable((now, former)).factors) == 2
    assert refusal_of(now, replace(former, superseded=date(2022, 2, 12))) == "factor_windows_overlap"


def test_the_same_days_are_free_for_another_region_gas_or_unit() -> None:
    others = (
        replace(GRID_2021, id=FactorId("a"), region=RegionId("CN")),
        replace(GRID_2021, id=FactorId("b"), gas="CH4", unit="kgCH4/kWh"),
        replace(GRID_2021, id=FactorId("c"), unit="tCO2/MWh"),
    )
    assert len(FactorTable((GRID_2021, *others)).factors) == 4


def test_a_later_year_comes_out_no_earlier() -> None:
    assert refusal_of(GRID_2021, replace(GRID_2022, published=date(2024, 4, 11))) == "factor_vintages_disordered"


def test_a_window_does_not_run_backwards() -> None:
    assert refusal_of(replace(GRID_2021, superseded=date(2024, 4, 12))) == "factor_window_backwards"


@pytest.mark.parametrize(
    ("value", "unit", "gas"),
    [("-0.1", "kgCO2/kWh", "CO2"), ("100.1", "%", ""), ("101", "%/yr of charge", "HFC-134a"), ("1.01", "fraction", "CO2")],
)
def test_a_value_stays_within_its_unit(value: str, unit: str, gas: str) -> None:
    assert refusal_of(replace(GRID_2021, value=Decimal(value), unit=unit, gas=gas)) == "factor_value_implausible"


@pytest.mark.parametrize(("gas", "unit"), [("CO2", "kgCO2e/kWh"), ("CO2e", "kgCO2/kWh")])
def test_gas_and_unit_agree_on_co2e(gas: str, unit: str) -> None:
    assert refusal_of(replace(GRID_2021, gas=gas, unit=unit)) == "factor_gas_unit_differ"


def test_a_warming_potential_has_a_gas_and_a_unit_of_co2e() -> None:
    row = replace(GRID_2021, parameter="gwp100_mass", gas="HFC-134a", unit="kgCO2e/kg", value=Decimal(1300))
    assert FactorTable((row,)).factors == (row,)


def test_a_label_is_never_invented() -> None:
    row = replace(GRID_2021, name_zh="", name_en="Butane")
    assert (row.name("zh"), row.name("en")) == ("Butane", "Butane")
    assert (GRID_2021.name("zh"), GRID_2021.name("en")) == ("上海电力", "Shanghai electricity")
