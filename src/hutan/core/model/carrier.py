"""What a source carries: energy, a material, a gas, a service; the names it goes by, the unit it is counted in, and what a factor calls it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class CarrierFamily(Enum):
    """What decides which rules a carrier meets.

    GREENHOUSE_GAS is a gas bought, fed or recovered by mass, GAS_CHARGE the same gas standing in equipment [kg·yr]; HOLDING is money put
    into somebody else's business; EQUIPMENT runs by the hour,
    EQUIPMENT_LOAD is the energy counted at it.
    """

    ELECTRICITY = "electricity"
    HEAT = "heat"
    GAS = "gas"
    LIQUID_FUEL = "liquid_fuel"
    SOLID_FUEL = "solid_fuel"
    UTILITY = "utility"
    GREENHOUSE_GAS = "greenhouse_gas"
    GAS_CHARGE = "gas_charge"
    MATERIAL = "material"
    PRODUCT = "product"
    WASTE = "waste"
    WASTEWATER = "wastewater"
    FREIGHT = "freight"
    TRAVEL = "travel"
    STAY = "stay"
    WORK = "work"
    AREA = "area"
    EQUIPMENT = "equipment"
    EQUIPMENT_LOAD = "equipment_load"
    SPEND = "spend"
    HOLDING = "holding"


@dataclass(frozen=True, slots=True)
class Carrier:
    """A row of ``packs/carriers``, or an item of the organization's own.

    `base_unit` is the unit of every record; `aliases` are names seen on Chinese bills. `gas` is the greenhouse gas or blend that the carrier
    is, where it is one. `substance` is what factors call it, empty where they use its id.
    """

    id: str
    name_zh: str
    name_en: str
    family: CarrierFamily
    base_unit: str
    biogenic: bool
    aliases: tuple[str, ...]
    gas: str = ""
    substance: str = ""

    @property
    def factor_substance(self) -> str:
        """The name by which factors know it."""
        return self.substance or self.id
