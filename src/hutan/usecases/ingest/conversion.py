"""From the unit on the bill to the unit of the record: exact factors, and values of the organization's own where physics needs one."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from hutan.core.activity.amount_reading import product, quotient, rounded_quantity
from hutan.core.activity.period_reading import month_text
from hutan.core.activity.reading import Finding, Read, Unread, finding, half_width
from hutan.core.model.carrier import Carrier, CarrierFamily
from hutan.core.model.organization import EmissionSource, Organization, OwnValue
from hutan.core.units import Unit, bill_unit, conversion_factor, parse_unit
from hutan.kernel.canonical import decimal_text
from hutan.kernel.errors import UnitError
from hutan.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class _Bridge:
    """A parameter of the organization's own that leads from one kind of quantity to another, its unit, and the codes that speak of it."""

    parameter: str
    unit: str
    missing: str
    used: str


_GAS_TEMPERATURE: Final = _Bridge("gas_temperature_c", "degC", "gas_temperature_missing", "gas_at_normal_conditions")
_DENSITY: Final = _Bridge("density", "kg/L", "density_missing", "density_used")
_ENTHALPY: Final = _Bridge("enthalpy", "GJ/t", "enthalpy_missing", "enthalpy_used")
# Own values that readings are converted with, and the unit each is in.
CONVERSION_UNITS: Final = MappingProxyType({bridge.parameter: bridge.unit for bridge in (_GAS_TEMPERATURE, _DENSITY, _ENTHALPY)})

_MULTIPLES: Final = frozenset(["千", "万", "十万", "百万", "千万", "亿"])
_STANDARD_COAL: Final = re.compile(r"标准?煤|(?:kg|t)ce$", re.IGNORECASE)
_CELSIUS: Final = frozenset(["degc", "°c", "c", "摄氏度"])
_MIDDLE_DOTS: Final = re.compile(r"(?<=[\u4e00-\u9fff])[·•∙・.](?=[\u4e00-\u9fff])")
_OF_WHAT: Final = re.compile(r"(?<=吨|斤|克|升|方|米)(?:蒸汽|蒸气|煤|烟煤|柴油|汽油|天然气)$")
_TWO_WAYS: Final = re.compile(r"[/ ]+")
_WORDS: Final = MappingProxyType(
    {
        **dict.fromkeys(("liter", "liters", "litre", "litres"), "L"),
        **dict.fromkeys(("metric ton", "metric tons", "metric tonne", "tonne", "tonnes", "ton"), "t"),
        **dict.fromkeys(("kilogram", "kilograms", "kgs"), "kg"),
        **dict.fromkeys(("cubic meter", "cubic meters", "cubic metre", "cubic metres"), "m3"),
        **dict.fromkeys(("kilowatt hour", "kilowatt hours", "kilowatt-hours"), "kWh"),
    }
)
_ICE_POINT_K: Final = Decimal("273.15")
_COLDEST_C, _HOTTEST_C = Decimal(-60), Decimal(150)


@dataclass(frozen=True, slots=True)
class StatedUnit:
    """A unit and the words in which the row stated it."""

    unit: Unit
    text: str


@functools.lru_cache(maxsize=4096)
def stated_unit(beside_figure: str, in_column: str, in_heading: str) -> Read[StatedUnit] | Unread:
    """The unit that the figure's cell, the unit column and the heading agree on; a bare 万 beside the figure multiplies the other.

    Refused: no unit at all, one that is not known, two that differ.
    """
    multiple = beside_figure if beside_figure in _MULTIPLES else ""
    texts = [text for text in ("" if multiple else beside_figure, half_width(in_column), half_width(in_heading)) if text]
    if not texts:
        return Unread(finding("unit_missing"))
    found: list[StatedUnit] = []
    for text in texts:
        unit = known_unit(multiple + text)
        if unit is None:
            return Unread(finding("unit_not_known", text=multiple + text))
        found.append(StatedUnit(unit, multiple + text))
    if any(stated.unit != found[0].unit for stated in found):
        return Unread(finding("unit_twice", first=found[0].text, second=next(stated.text for stated in found if stated.unit != found[0].unit)))
    return Read(found[0])


@functools.lru_cache(maxsize=4096)
def known_unit(text: str) -> Unit | None:
    """The unit that a bill, or else a technician, means by `text`."""
    unit = bill_unit(text)
    if unit is not None:
        return unit
    try:
        return parse_unit(text)
    except UnitError:
        return _spelt_out(text)


@functools.lru_cache(maxsize=1024)
def _spelt_out(text: str) -> Unit | None:
    """A unit as a word, with a dot or a carrier's name in it, or written in two ways that agree: ``liters``, ``吨蒸汽``, ``度/kWh``."""
    plain = _MIDDLE_DOTS.sub("", half_width(text)).casefold()
    plain = _OF_WHAT.sub("", plain)
    if found := bill_unit(_WORDS.get(plain, plain)):
        return found
    units = {bill_unit(_WORDS.get(part, part)) for part in _TWO_WAYS.split(plain) if part}
    return units.pop() if len(units) == 1 else None


def in_base_unit(
    value: Decimal, stated: StatedUnit, carrier: Carrier, source: EmissionSource, period: Period, organization: Organization
) -> Read[Decimal] | Unread:
    """`value` in the carrier's base unit, not yet rounded.

    A change of kind needs a value of the organization's own that covers the whole period: cubic metres to normal cubic metres of gas the
    temperature on the meter, litres to tonnes of liquid fuel the density, tonnes to gigajoules of steam the enthalpy.

    Source: for gas, the ideal gas law at constant pressure, V_n = V · 273.15 K / (273.15 K + t).
    """
    base = parse_unit(carrier.base_unit)
    if _STANDARD_COAL.search(stated.text):
        return Unread(finding("unit_standard_coal", text=stated.text, base=carrier.base_unit))
    if stated.unit.same_dimension(base):
        return Read(product(value, conversion_factor(stated.unit, base)))
    bridge = _bridge(stated.unit, carrier)
    if bridge is None:
        return Unread(_wrong_kind(stated, carrier))
    own = _own_value(organization, source, bridge.parameter, period)
    if own is None:
        return Unread(finding(bridge.missing, source=source.id, text=stated.text, base=carrier.base_unit, period=month_text(period)))
    return _at_normal_conditions(value, stated, own, base) if bridge is _GAS_TEMPERATURE else _through(value, stated, bridge, own, base)


def unit_reading(stated: StatedUnit, carrier: Carrier) -> tuple[str, str]:
    """Words of a unit and what one of it is in the base unit, for the summary of a file; empty where both are written alike."""
    base = parse_unit(carrier.base_unit)
    if stated.text == carrier.base_unit or not stated.unit.same_dimension(base):
        return "", ""
    return stated.text, f"{decimal_text(conversion_factor(stated.unit, base))} {carrier.base_unit}"


def units_that_fit(texts: Sequence[str], carrier: Carrier) -> tuple[str, ...]:
    """Those of several units in which the carrier may be measured."""
    base = parse_unit(carrier.base_unit)
    units = [(text, known_unit(text)) for text in texts]
    return tuple(text for text, unit in units if unit is not None and (unit.same_dimension(base) or _bridge(unit, carrier) is not None))


def _wrong_kind(stated: StatedUnit, carrier: Carrier) -> Finding:
    return finding("unit_wrong_kind", text=stated.text, carrier=f"{carrier.name_zh} {carrier.name_en}", base=carrier.base_unit)


def _bridge(unit: Unit, carrier: Carrier) -> _Bridge | None:
    """Which own value leads from `unit` to the carrier's base unit."""
    volume, mass = unit.same_dimension(parse_unit("m3")), unit.same_dimension(parse_unit("t"))
    if carrier.family is CarrierFamily.GAS and volume and carrier.base_unit == "Nm3":
        return _GAS_TEMPERATURE
    if carrier.family is CarrierFamily.LIQUID_FUEL and volume and carrier.base_unit == "t":
        return _DENSITY
    if carrier.family is CarrierFamily.HEAT and mass and carrier.base_unit == "GJ":
        return _ENTHALPY
    return None


def _own_value(organization: Organization, source: EmissionSource, parameter: str, period: Period) -> OwnValue | None:
    """The value for this source, else for all sources of its carrier, that covers the whole period."""
    fitting = [own for own in organization.own_values if own.parameter == parameter and own.period.covers(period)]
    for_source = [own for own in fitting if own.source_id == source.id]
    for_carrier = [own for own in fitting if own.source_id is None and own.substance == source.carrier]
    return next(iter(for_source or for_carrier), None)


def _at_normal_conditions(value: Decimal, stated: StatedUnit, own: OwnValue, base: Unit) -> Read[Decimal] | Unread:
    if half_width(own.unit).casefold() not in _CELSIUS:
        return Unread(finding("own_value_unit_wrong", id=own.id, unit=own.unit, wanted=_GAS_TEMPERATURE.unit))
    if not _COLDEST_C <= own.value <= _HOTTEST_C:
        return Unread(finding("gas_temperature_implausible", id=own.id, temperature=decimal_text(own.value)))
    volume_m3 = product(value, conversion_factor(stated.unit, parse_unit("m3")))
    converted = quotient(product(volume_m3, _ICE_POINT_K), _ICE_POINT_K + own.value)
    return Read(converted, (_used(_GAS_TEMPERATURE.used, value, stated, own, converted, base),))


def _through(value: Decimal, stated: StatedUnit, bridge: _Bridge, own: OwnValue, base: Unit) -> Read[Decimal] | Unread:
    factor = _factor_through(stated.text, own.unit, base)
    if factor is None:
        return Unread(finding("own_value_unit_wrong", id=own.id, unit=own.unit, wanted=bridge.unit))
    if own.value <= 0:
        return Unread(finding("own_value_not_positive", id=own.id, value=decimal_text(own.value)))
    converted = product(product(value, own.value), factor)
    return Read(converted, (_used(bridge.used, value, stated, own, converted, base),))


@functools.lru_cache(maxsize=1024)
def _factor_through(stated_text: str, own_unit_text: str, base: Unit) -> Decimal | None:
    """What one stated unit times one of the own value's is in the base unit; None where they do not lead there."""
    stated, unit = known_unit(stated_text), known_unit(own_unit_text)
    if stated is None or unit is None or not (stated * unit).same_dimension(base):
        return None
    return conversion_factor(stated * unit, base)


@functools.lru_cache(maxsize=256)
def _shown_unit(unit: Unit) -> str:
    return str(unit)


def _used(code: str, value: Decimal, stated: StatedUnit, own: OwnValue, converted: Decimal, base: Unit) -> Finding:
    rounded = rounded_quantity(converted)
    shown = decimal_text(rounded.value if isinstance(rounded, Read) else converted)
    return finding(
        code,
        amount=decimal_text(value),
        text=stated.text,
        value=decimal_text(own.value),
        unit=own.unit,
        id=own.id,
        converted=shown,
        base=_shown_unit(base),
    )
