"""The organization behind the workbooks: sites, sources, conversions, plausible monthly amounts."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

SEED = 20260320
ORG = "沪浦精密机械（示例）有限公司"
SITE_NAMES = {"PD": "浦东工厂", "MH": "闵行工厂", "JD": "嘉定物流中心"}
MICRO = Decimal("0.000001")


@dataclass(frozen=True)
class Source:
    """One source as the organization file describes it, with the unit people write it in."""

    id: str
    site: str
    carrier: str
    carrier_zh: str
    name: str
    meter: str
    unit: str
    typical: float
    places: int

    @property
    def site_zh(self) -> str:
        """Chinese name of the site."""
        return SITE_NAMES[self.site]


SOURCES = {
    s.id: s
    for s in (
        Source("PD-E1", "PD", "electricity", "电力", "浦东 1 号总表", "DTSD-310115-0417", "kWh", 182000, 0),
        Source("PD-G1", "PD", "natural_gas", "天然气", "浦东锅炉天然气", "TBQM-80-2231", "m3", 21400, 0),
        Source("PD-S1", "PD", "steam", "蒸汽", "浦东外购蒸汽", "ZQ-DN150-09", "t", 312, 1),
        Source("MH-E1", "MH", "electricity", "电力", "闵行总表", "DTSD-310112-0932", "kWh", 243000, 0),
        Source("MH-C1", "MH", "bituminous_coal", "烟煤", "闵行锻造炉用烟煤", "DZC-60-0173", "t", 86, 2),
        Source("MH-B1", "MH", "wood_pellets", "木屑颗粒", "闵行生物质锅炉木屑颗粒", "", "t", 43, 2),
        Source("JD-E1", "JD", "electricity", "电力", "嘉定总表", "DTSD-310114-0081", "kWh", 52600, 0),
        Source("JD-D1", "JD", "diesel", "柴油", "嘉定叉车与货车柴油", "", "L", 4250, 0),
        Source("JD-P1", "JD", "gasoline", "汽油", "嘉定公务车汽油", "", "L", 640, 0),
    )
}

GAS = Fraction("273.15") / Fraction("293.15")
FACTORS: dict[str, dict[str, Fraction]] = {
    "electricity": {
        "kWh": Fraction(1),
        "wkWh": Fraction(10000),
        "MWh": Fraction(1000),
        "GWh": Fraction(1000000),
        "GJ": Fraction(10000, 36),
        "MJ": Fraction(10, 36),
        "Wh": Fraction(1, 1000),
    },
    "natural_gas": {
        "Nm3": Fraction(1),
        "m3": GAS,
        "wm3": GAS * 10000,
        "wNm3": Fraction(10000),
        "km3": GAS * 1000,
        "L": GAS / 1000,
    },
    "steam": {
        "t": Fraction("2.78"),
        "kg": Fraction("0.00278"),
        "GJ": Fraction(1),
        "MJ": Fraction(1, 1000),
        "kWh": Fraction("0.0036"),
        "MWh": Fraction("3.6"),
        "wkcal": Fraction("0.041868"),
        "TJ": Fraction(1000),
    },
    "diesel": {"t": Fraction(1), "kg": Fraction(1, 1000), "L": Fraction("0.00084"), "m3": Fraction("0.84")},
    "gasoline": {"t": Fraction(1), "kg": Fraction(1, 1000), "L": Fraction("0.000745"), "m3": Fraction("0.745")},
    "bituminous_coal": {"t": Fraction(1), "kg": Fraction(1, 1000), "jin": Fraction(1, 2000), "wt": Fraction(10000)},
    "wood_pellets": {"t": Fraction(1), "kg": Fraction(1, 1000), "jin": Fraction(1, 2000)},
}

Number = Decimal | int | float | str


def base(source: str, value: Number, unit: str = "") -> Decimal:
    """The amount in the carrier's base unit, six decimals; without a unit the source's usual one."""
    known = SOURCES[source]
    exact = Fraction(str(value)) * FACTORS[known.carrier][unit or known.unit]
    scaled = Decimal(exact.numerator) / Decimal(exact.denominator)
    return scaled.quantize(MICRO, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Period:
    """Half-open run of days."""

    start: date
    end: date


def next_month(day: date) -> date:
    """First day of the month after the given day's month."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def month(text: str) -> Period:
    """Period of 'YYYY-MM'."""
    start = date(int(text[:4]), int(text[5:7]), 1)
    return Period(start, next_month(start))


def months(first: str, last: str) -> Period:
    """Period from the first month to the last one inclusive."""
    return Period(month(first).start, month(last).end)


def days(first: str, last: str) -> Period:
    """Period of two days, both inclusive."""
    return Period(date.fromisoformat(first), date.fromisoformat(last) + timedelta(days=1))


def half_open(first: str, end: str) -> Period:
    """Period of a first day and the day after the last."""
    return Period(date.fromisoformat(first), date.fromisoformat(end))


def year_months(year: int, first: int = 1, last: int = 12) -> list[str]:
    """'YYYY-MM' texts of a stretch of one year."""
    return [f"{year}-{m:02d}" for m in range(first, last + 1)]


def zh(text: str) -> str:
    """'2024-03' as 2024年3月."""
    return f"{text[:4]}年{int(text[5:])}月"


def usage(source: str, text: str, salt: str = "") -> Decimal:
    """A plausible monthly amount in the source's usual unit, the same at every run."""
    known = SOURCES[source]
    rng = random.Random(f"{SEED}:{source}:{text}:{salt}")
    step = Decimal(1).scaleb(-known.places)
    return Decimal(str(known.typical * rng.uniform(0.82, 1.18))).quantize(step)


def num(value: Decimal) -> int | float:
    """A decimal as a spreadsheet number."""
    return int(value) if value == value.to_integral_value() else float(value)


def grouped(value: Decimal) -> str:
    """The number with thousands commas."""
    return f"{value:,}"
