"""Text to unit, strict about case as the SI is; what is not known is refused, never guessed."""

from __future__ import annotations

import functools
import re
import unicodedata
from fractions import Fraction
from typing import Final

from hutan.core.units.definitions import CO2E, KNOWN_UNITS
from hutan.core.units.unit import DIMENSIONLESS, Unit
from hutan.kernel.errors import UnitError

CHINESE_MULTIPLES: Final = {"千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}

_LONGEST: Final = 100
_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_SUPERSCRIPT_RUN: Final = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
_DOTS: Final = re.compile("[⋅∙•・*]")
MULTIPLE_PATTERN: Final = r"(10\^[0-9]{1,2}|10{1,9}|百万|千万|十万|千|万|亿) ?(.+)"
_MULTIPLE: Final = re.compile(MULTIPLE_PATTERN)
_POWER: Final = re.compile(r"(.+)\^(-?[1-9])")

# A mass of a named substance is a mass; which gas it is, is kept beside the number. CO2e is no mass but a scale of its own.
_MASS_OF: Final = re.compile(r"(mg|g|kg|t|kt|Mt) ?(.+)")
_CO2E: Final = frozenset(("CO2e", "CO2eq", "CO2-eq", "CO2 eq"))
_SUBSTANCE: Final = re.compile(
    r"CO2|CO|CH4|N2O|C|SF6|NF3|F2|NH3|Mg|BOD|COD|N|S|SO2|NOx"
    r"|CF4|C2F4|C2F6|C3F8|C4F6|C4F8|C4F10|C5F8|CHF3|CH2F2|CH3F"
    r"|(?:HFC|HCFC|CFC|PFC|HFE)-[0-9]+[a-z]{0,3}|R-?[0-9]{2,3}[A-Za-z]{0,2}"
)


@functools.lru_cache(maxsize=4096)
def parse_unit(text: str) -> Unit:
    """The unit that `text` names: ``kWh``, ``kgCO2e/tonnes``, ``GJ/10^4 Nm3``, ``kg·m^-3``, ``%``, ``1``.

    Full-width forms and superscripts are read as their plain forms. Upper and lower case differ: ``mJ`` is not ``MJ``.

    Raises
    ------
    UnitError
        ``unit_unknown``, with the text.
    """
    unit = _quotient(plain_unit_text(text)) if len(text) <= _LONGEST else None
    if unit is None:
        raise UnitError("unit_unknown", unit=text)
    return unit


def plain_unit_text(text: str) -> str:
    """`text` with half-width letters and digits, ``^`` for superscripts, one product dot, single blanks."""
    text = _SUPERSCRIPT_RUN.sub(lambda run: "^" + run.group().translate(_SUPERSCRIPTS), text)
    text = _DOTS.sub("·", unicodedata.normalize("NFKC", text))
    return " ".join(text.split())


def _quotient(text: str) -> Unit | None:
    parts = _split(text, "/")
    unit = _product(parts[0])
    for part in parts[1:]:
        under = _product(part)
        if unit is None or under is None:
            return None
        unit = unit / under
    return unit


def _product(text: str) -> Unit | None:
    unit = DIMENSIONLESS
    for part in _split(text, "·"):
        factor = _factor(part)
        if factor is None:
            return None
        unit = unit * factor
    return unit


def _factor(text: str) -> Unit | None:
    if text == "1":
        return DIMENSIONLESS
    if text in KNOWN_UNITS:
        return KNOWN_UNITS[text]
    if text.startswith("(") and text.endswith(")"):
        return _quotient(text[1:-1].strip())
    return _multiple(text) or _power(text) or _mass_of_substance(text)


def _multiple(text: str) -> Unit | None:
    match = _MULTIPLE.fullmatch(text)
    unit = _factor(match[2]) if match else None
    if match is None or unit is None or unit.is_dimensionless:
        return None
    return scaled(unit, multiple_size(match[1]), text)


def multiple_size(text: str) -> int:
    """The number that ``10^4``, ``10000`` or ``万`` stands for."""
    if text in CHINESE_MULTIPLES:
        return CHINESE_MULTIPLES[text]
    base, _, exponent = text.partition("^")
    size: int = int(base) ** int(exponent or 1)
    return size


def scaled(unit: Unit, size: int, text: str) -> Unit:
    """`size` times `unit`, written as `text`."""
    return Unit(unit.scale * Fraction(size), unit.dimension, ((text, 1),))


def _power(text: str) -> Unit | None:
    match = _POWER.fullmatch(text)
    base = _factor(match[1]) if match else None
    return base ** int(match[2]) if match and base else None


def _mass_of_substance(text: str) -> Unit | None:
    match = _MASS_OF.fullmatch(text)
    if match is None:
        return None
    mass = KNOWN_UNITS[match[1]]
    if match[2] in _CO2E:
        return Unit(mass.scale, CO2E, ((text, 1),))
    return Unit(mass.scale, mass.dimension, ((text, 1),)) if _SUBSTANCE.fullmatch(match[2]) else None


def _split(text: str, separator: str) -> list[str]:
    """Parts of `text` between separators that stand outside brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == separator and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]
