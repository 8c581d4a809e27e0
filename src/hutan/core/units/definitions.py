"""Every unit the product knows, with its exact size and the source of each size that is not a power of ten.

Energy is a base dimension of its own, not kg·m²/s²: carbon accounting has no mechanics, and a factor in kg/kWh stays what it says.
"""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import Final

from hutan.core.units.unit import Powers, Unit

MASS: Final[Powers] = (("mass", 1),)
ENERGY: Final[Powers] = (("energy", 1),)
LENGTH: Final[Powers] = (("length", 1),)
AREA: Final[Powers] = (("length", 2),)
VOLUME: Final[Powers] = (("length", 3),)
TIME: Final[Powers] = (("time", 1),)
CO2E: Final[Powers] = (("co2e", 1),)
NUMBER: Final[Powers] = ()

# A normal cubic metre is an amount of gas at a stated condition. Without that condition it is no cubic metre, and none becomes it.
NORMAL_VOLUME: Final[Powers] = (("normal_volume", 1),)

# Fuel energy on net and on gross heating value differ by a ratio that depends on the fuel; neither becomes a plain kWh unasked.
ENERGY_NET: Final[Powers] = (("energy_net_cv", 1),)
ENERGY_GROSS: Final[Powers] = (("energy_gross_cv", 1),)

PASSENGER: Final[Powers] = (("passenger", 1),)
PASSENGER_DISTANCE: Final[Powers] = (("length", 1), ("passenger", 1))
FREIGHT: Final[Powers] = (("length", 1), ("mass", 1))
# A calendar year has no exact length in hours.
YEAR: Final[Powers] = (("year", 1),)
ROOM_NIGHT: Final[Powers] = (("room_night", 1),)
FTE_HOUR: Final[Powers] = (("fte_hour", 1),)
PIECE: Final[Powers] = (("piece", 1),)
CNY: Final[Powers] = (("cny", 1),)
USD: Final[Powers] = (("usd", 1),)
# Dollars of one price year at purchaser prices: exchange rate, inflation and margins stand between them and any other money.
USD_2022_PURCHASER: Final[Powers] = (("usd_2022_purchaser_price", 1),)

# GB/T 2589 as transcribed publicly: 1 kgce = 29 307 kJ. The 29 307.6 kJ also met are 7000 kcal of 4.1868 kJ.
_KGCE_J: Final = 29_307_000
# International Table calorie, 4.1868 J exactly, as used in Chinese energy statistics.
_KCAL_J: Final = Fraction("4186.8")
_MU_M2: Final = Fraction(10000, 15)

# Symbols that mean the same, size in base units (kg, J, m, s, kgCO2e, …), dimension.
_DEFINITIONS: Final[tuple[tuple[str, Fraction | int, Powers], ...]] = (
    ("%|percent", Fraction(1, 100), NUMBER),
    ("fraction|factor", 1, NUMBER),
    ("mg", Fraction(1, 10**6), MASS),
    ("g", Fraction(1, 1000), MASS),
    ("kg", 1, MASS),
    ("jin", Fraction(1, 2), MASS),
    ("t|tonne|tonnes", 1000, MASS),
    ("kt", 10**6, MASS),
    ("Mt", 10**9, MASS),
    ("J", 1, ENERGY),
    ("kJ", 10**3, ENERGY),
    ("MJ", 10**6, ENERGY),
    ("GJ", 10**9, ENERGY),
    ("TJ", 10**12, ENERGY),
    ("PJ", 10**15, ENERGY),
    ("EJ", 10**18, ENERGY),
    ("Wh", 3600, ENERGY),
    ("kWh", 3_600_000, ENERGY),
    ("MWh", 3600 * 10**6, ENERGY),
    ("GWh", 3600 * 10**9, ENERGY),
    ("TWh", 3600 * 10**12, ENERGY),
    ("kcal", _KCAL_J, ENERGY),
    ("Mcal", _KCAL_J * 1000, ENERGY),
    ("Gcal", _KCAL_J * 10**6, ENERGY),
    ("kgce", _KGCE_J, ENERGY),
    ("tce", _KGCE_J * 1000, ENERGY),
    ("kWh (Net CV)", 3_600_000, ENERGY_NET),
    ("kWh (Gross CV)", 3_600_000, ENERGY_GROSS),
    ("W", 1, (("energy", 1), ("time", -1))),
    ("kW", 10**3, (("energy", 1), ("time", -1))),
    ("MW", 10**6, (("energy", 1), ("time", -1))),
    ("m|metre|metres", 1, LENGTH),
    ("km", 1000, LENGTH),
    ("m2", 1, AREA),
    ("km2", 10**6, AREA),
    ("ha", 10**4, AREA),
    ("mu", _MU_M2, AREA),
    ("m3|cubic metre|cubic metres", 1, VOLUME),
    ("L|l|litre|litres", Fraction(1, 1000), VOLUME),
    ("mL|ml", Fraction(1, 10**6), VOLUME),
    ("kL", 1, VOLUME),
    ("Nm3|Nm^3", 1, NORMAL_VOLUME),
    ("s", 1, TIME),
    ("h", 3600, TIME),
    ("d", 86400, TIME),
    ("yr|year", 1, YEAR),
    ("passenger", 1, PASSENGER),
    ("pkm|passenger.km", 1000, PASSENGER_DISTANCE),
    ("tkm|t.km|tonne.km", 10**6, FREIGHT),
    ("room night|Room per night", 1, ROOM_NIGHT),
    ("FTE hour|per FTE Working Hour", 1, FTE_HOUR),
    ("piece|pieces", 1, PIECE),
    ("CNY|元", 1, CNY),
    ("USD", 1, USD),
    ("USD2022 (purchaser price)", 1, USD_2022_PURCHASER),
)

# What a ratio is counted on, in the factor tables' own words. The words stay in the unit's text; the dimension is that of the first word.
_QUALIFIED: Final[tuple[tuple[str, str], ...]] = (
    ("kg", "emitted|fed|gas fed"),
    ("t", "pure carbonate|CaO or CaO.MgO|lime|glass"),
    ("m2", "substrate"),
    ("%", "of charge|of gas used|of nameplate"),
    ("yr", "of charge|of nameplate"),
)


def _known() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for symbols, scale, dimension in _DEFINITIONS:
        for symbol in symbols.split("|"):
            units[symbol] = Unit(Fraction(scale), dimension, ((symbol, 1),))
    for symbol, qualifiers in _QUALIFIED:
        for qualifier in qualifiers.split("|"):
            text = f"{symbol} {qualifier}"
            units[text] = Unit(units[symbol].scale, units[symbol].dimension, ((text, 1),))
    return units


KNOWN_UNITS: Final = MappingProxyType(_known())
