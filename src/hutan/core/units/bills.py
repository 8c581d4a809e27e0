"""Units as they are printed on Chinese bills, to the units they mean."""

from __future__ import annotations

import functools
import re
from types import MappingProxyType
from typing import Final

from hutan.core.units.parsing import MULTIPLE_PATTERN, multiple_size, parse_unit, plain_unit_text, scaled
from hutan.core.units.unit import Unit

# Latin symbols that may be typed in any case: milliwatt-hours and millijoules do not occur on bills. Not among them, because two
# readings occur: mg and Mg, ml and ML. Power (kW) is no quantity of energy and is not accepted for it.
_ANY_CASE: Final = "Wh kWh MWh GWh kJ MJ GJ TJ kcal Mcal Gcal kg t m3 Nm3 L kgce tce m2 km pkm tkm piece CNY USD"
_EXACT_CASE: Final = "g mL kL ha"

_CHINESE: Final = MappingProxyType(
    {
        "Wh": "瓦时",
        "kWh": "度 千瓦时 千瓦小时",
        "MWh": "兆瓦时",
        "GWh": "吉瓦时",
        "kJ": "千焦 千焦耳",
        "MJ": "兆焦 兆焦耳",
        "GJ": "吉焦 吉焦耳",
        "TJ": "太焦 太焦耳",
        "kcal": "大卡 千卡",
        "Mcal": "兆卡",
        "Gcal": "吉卡",
        "kgce": "千克标准煤 千克标煤 公斤标准煤 公斤标煤",
        "tce": "吨标准煤 吨标煤",
        "g": "克",
        "kg": "公斤 千克",
        "jin": "斤 市斤",
        "t": "吨 公吨",
        "m3": "立方 方 立方米 立米 m^3",
        "Nm3": "标方 标立方 标准立方 标准立方米 标立方米 标立米 Nm^3",
        "L": "升 公升",
        "mL": "毫升",
        "m2": "平方米 平方 平 平米 m^2",
        "mu": "亩",
        "ha": "公顷",
        "km": "公里 千米",
        "tkm": "吨公里 t·km 吨·公里",
        "pkm": "人公里 人·公里",
        "h": "小时 时 工时 台时",
        "room night": "间夜 间·夜",
        "piece": "件 台 套 只 辆 pcs pieces",
        "CNY": "元 人民币元 rmb",
        "USD": "美元",
    }
)

_MULTIPLE: Final = re.compile(f"[x\u00d7]?{MULTIPLE_PATTERN}")
_WATT_HOUR: Final = re.compile(r"([kmg]?w)[·.](h)")


def bill_unit(text: str) -> Unit | None:
    """The unit a bill means by `text`, or None where it means none we know, or more than one.

    ``度`` is kWh, ``万度`` 10^4 kWh, ``方`` m3, ``标方`` Nm3 (its normal condition must be known before it becomes m3), ``斤`` half a
    kilogram. Full-width forms, blanks and one pair of brackets around the unit do not matter, nor does case where only one reading occurs on
    bills. ``吨`` is a tonne here; that a water bill means m3 by it is for the carrier to say.

    Source: billing usage, from public transcriptions; multiples are arithmetic.
    """
    plain = plain_unit_text(text).replace(" ", "")
    if len(plain) > 1 and plain[0] == "(" and plain[-1] == ")":
        plain = plain[1:-1]
    unit = _named(plain)
    if unit is not None:
        return unit
    match = _MULTIPLE.fullmatch(plain)
    base = _named(match[2]) if match else None
    return scaled(base, multiple_size(match[1]), f"{_power_of_ten(match[1])} {base}") if match and base else None


def _named(text: str) -> Unit | None:
    exact, folded = _names()
    return exact.get(text) or folded.get(_WATT_HOUR.sub(r"\1\2", text.casefold()))


def _power_of_ten(multiple: str) -> str:
    return f"10^{len(str(multiple_size(multiple))) - 1}"


@functools.cache
def _names() -> tuple[dict[str, Unit], dict[str, Unit]]:
    """Names in the case they must have, and names in lower case that may be typed in any."""
    exact = {symbol: parse_unit(symbol) for symbol in _EXACT_CASE.split()}
    folded = {symbol.casefold(): parse_unit(symbol) for symbol in _ANY_CASE.split()}
    for symbol, names in _CHINESE.items():
        folded.update((name.casefold(), parse_unit(symbol)) for name in names.split())
    return exact, folded
