"""The packs of this release, and a library of the same methods over round, invented factors: figures that can be checked by hand."""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hutan.adapters.pack_store.library import LoadedPacks, load_packs
from hutan.core.factors.factor import Factor
from hutan.core.factors.table import FactorTable
from hutan.core.methods.library import Library
from hutan.core.model.sourcing import Citation, EvidenceGrade
from hutan.kernel.ids import FactorId, PackId, RegionId, pack_id

GHGP, SH_MRV, ENERGY = "ghgp-corporate/2004", "sh-mrv/2012", "energy-gbt2589/2020"

# Round figures: a normal cubic metre of gas gives 0.04 × 0.015 × 44/12 × 1000 = 2.2 kg CO2, a tonne of diesel 3.3 t, a tonne of pellets 1.65 t.
GRID_2022, GRID_2023, MARKET_2022, MARKET_2023 = Decimal("0.6"), Decimal("0.5"), Decimal("0.9"), Decimal("0.8")
GAS_KG_PER_NM3, GAS_CH4_KG_PER_NM3, GAS_N2O_KG_PER_NM3 = Decimal("2.2"), Decimal("0.00004"), Decimal("0.000004")


@functools.cache
def released(*methods: str) -> LoadedPacks:
    """The packs as they are shipped."""
    return load_packs(tuple(pack_id(method) for method in methods))


@functools.cache
def plain(*methods: str) -> Library:
    """The rules as they are shipped, over the factors of this module."""
    return with_factors(released(*(methods or (GHGP,))).library, plain_factors())


def with_factors(library: Library, factors: tuple[Factor, ...]) -> Library:
    return replace(library, factors=FactorTable(factors))


def factor(identifier: str, parameter: str, series: str, substance: str, value: str, unit: str, **changes: object) -> Factor:
    """A factor of grade P for the whole nation; `changes` name the fields that differ."""
    made = Factor(
        id=FactorId(identifier),
        name_zh=identifier,
        name_en=identifier,
        category="",
        parameter=parameter,
        series=series,
        substance=substance,
        gas="",
        value=Decimal(value),
        unit=unit,
        region=RegionId("CN"),
        sector="",
        data_year=None,
        published=None,
        superseded=None,
        gwp_basis="",
        boundary="",
        grade=EvidenceGrade.OFFICIAL,
        corroborated=False,
        citation=Citation("t", "p", "2024", "l", ""),
        licence="",
        note="",
        pack=PackId("test/1"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # names and types are those of the fields, checked when the factor is used


def _grid(identifier: str, parameter: str, series: str, value: Decimal, region: str, data_year: int) -> Factor:
    published, superseded = date(data_year + 2, 12, 31), date(data_year + 3, 12, 31)
    days = {"data_year": data_year, "published": published, "superseded": superseded}
    return factor(identifier, parameter, series, "electricity", str(value), "kgCO2/kWh", gas="CO2", region=RegionId(region), **days)


def _fuel(substance: str, ncv: str, unit: str, carbon: str) -> tuple[Factor, ...]:
    return tuple(
        factor(f"{series}.{substance}.{name}", name, series, substance, value, value_unit)
        for series in ("mee-steel", "sh-mrv-fuels")
        for name, value, value_unit in (("NCV", ncv, unit), ("carbon_content", carbon, "tC/GJ"), ("oxidation_rate", "100", "%"))
    )


def _trace_gases(substance: str, ch4: str, n2o: str) -> tuple[Factor, ...]:
    series = "ipcc-2006-stationary-manufacturing"
    return (
        factor(f"ipcc.{substance}.ch4", "ch4_per_energy", series, substance, ch4, "kgCH4/TJ", gas="CH4"),
        factor(f"ipcc.{substance}.n2o", "n2o_per_energy", series, substance, n2o, "kgN2O/TJ", gas="N2O"),
    )


@functools.cache
def plain_factors() -> tuple[Factor, ...]:
    average, ex_market = "average_consumption_factor", "average_factor_excluding_market_nonfossil"
    shanghai = {"gas": "CO2", "region": RegionId("CN-SH"), "published": date(2022, 2, 11)}
    return (
        _grid("grid.2022", average, "mee-grid-average", GRID_2022, "CN-SH", 2022),
        _grid("grid.2023", average, "mee-grid-average", GRID_2023, "CN-SH", 2023),
        _grid("market.2022", ex_market, "mee-grid-ex-market", MARKET_2022, "CN", 2022),
        _grid("market.2023", ex_market, "mee-grid-ex-market", MARKET_2023, "CN", 2023),
        *_fuel("natural_gas", "400", "GJ/10^4 Nm3", "0.015"),
        *_fuel("diesel", "45", "GJ/t", "0.02"),
        *_fuel("wood_pellets", "15", "GJ/t", "0.03"),
        *_trace_gases("natural_gas", "1", "0.1"),
        *_trace_gases("wood_pellets", "30", "4"),
        factor("heat.default", "default_factor", "cn-heat-default", "heat", "0.11", "tCO2/GJ", gas="CO2"),
        factor("sh.elec", "local_mrv_default", "sh-mrv", "electricity", "4.2", "tCO2/10^4 kWh", **shanghai),
        factor("sh.heat", "local_mrv_default", "sh-mrv", "heat", "0.06", "tCO2/GJ", **shanghai),
        factor("sh.green", "local_mrv_green_power", "sh-mrv", "electricity", "0", "tCO2/10^4 kWh", **shanghai),
        factor("ce.electricity", "equivalent_energy", ENERGY, "electricity", "0.1229", "kgce/kWh"),
        factor("ce.heat", "equivalent_energy", ENERGY, "heat", "34.12", "kgce/GJ"),
    )
