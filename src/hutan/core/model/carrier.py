"""Energy carriers: the names they go by on bills, the unit they are counted in, and what a factor calls them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class CarrierFamily(Enum):
    """What decides which rules a carrier meets."""

    ELECTRICITY = "electricity"
    HEAT = "heat"
    GAS = "gas"
    LIQUID_FUEL = "liquid_fuel"
    SOLID_FUEL = "solid_fuel"


@dataclass(frozen=True, slots=True)
class Carrier:
    """A row of ``packs/carriers``: `base_unit` is the unit of every record; `aliases` are names seen on Chinese bills."""

    id: str
    name_zh: str
    name_en: str
    family: CarrierFamily
    base_unit: str
    biogenic: bool
    aliases: tuple[str, ...]
