"""A factor: one published value with its place, its days, its source and its grade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from hutan.core.model.sourcing import Citation, EvidenceGrade, StatedSpread
from hutan.kernel.ids import FactorId, PackId, RegionId

CO2E: Final = "CO2e"


@dataclass(frozen=True, slots=True)
class Factor:
    """One published value, as its document prints it.

    `series` is the programme wall: values of two series never stand in for each other. `published` is the first day on which this was
    the newest vintage, `superseded` the first day on which it no longer was; None where the source gives no day. `data_year` is the
    year the data describe. `gwp_basis` is filled only where the source has already added up gases.
    """

    id: FactorId
    name_zh: str
    name_en: str
    category: str
    parameter: str
    series: str
    substance: str
    gas: str
    value: Decimal
    unit: str
    region: RegionId
    sector: str
    data_year: int | None
    published: date | None
    superseded: date | None
    gwp_basis: str
    boundary: str
    grade: EvidenceGrade
    corroborated: bool
    citation: Citation
    licence: str
    note: str
    pack: PackId
    spread: StatedSpread | None = None
    seen_at: str = ""
    derived: bool = False

    def name(self, language: str) -> str:
        """The label in that language, else in the other: UK and US rows carry no Chinese name, none is invented."""
        return (self.name_zh or self.name_en) if language == "zh" else (self.name_en or self.name_zh)
