"""Which columns of figures are amounts: not the plan, last year, running totals, money or readings; and which period a heading names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from hutan.core.activity.period_reading import read_month
from hutan.core.activity.period_texts import arabic, month_number
from hutan.core.activity.reading import Read, folded
from hutan.core.activity.table import Cell, CellKind
from hutan.core.units import bill_unit

_NO_AMOUNT: Final = re.compile(
    # Made, sold or passed on is not used; a plan, last year, money and readings are no amounts of the row.
    r"发电|上网|外供|外售|外销|售电|售出|转供|转出|反向|倒送|输出|无功|产量|产值|产出|generat|\bexport|\bsold\b|feed-?in|\boutput\b|produced|"
    r"计划|预算|预估|预计|目标|指标|定额|上年|去年|同期|同比|环比|累计|增减|差异|完成率|金额|(?<!消)费|税|单价|价格|价税|成本|余额|库存|期初|期末|入库|盘盈"
    r"|毛重|皮重|扣水|扣重|系数|倍率|热值|折标|折算|标煤|瞬时|功率|需量|表底|表码|读数|示数|抄见数|止码|起码|损耗|线损|占比|比例|"
    r"(?:[尖峰谷]|(?<!水)平)电?量?$|^(?:单耗|车号|号$)"
    r"|\b(?:ly|last year|prior|plan|budget|target|forecast|cost|price|vat|tax|cumulative|ytd|register|reading|demand|balance|share|"
    r"change)\b|_register|register_|%|元\)|\(元"
)
_MEANT: Final = re.compile(r"实际|结算|本期|本月|当月|净重|领用|合计电量|总电量|实物量|抄见电量|actual|settled|net weight|delta")
_AMOUNT_WORDS: Final = re.compile(
    r"(?:数量|用量|消耗量|消费量|使用量|耗用量|耗量|领用量?|净重|本期|本月|用电|用气|用汽|用水|电量|气量|汽量|usage|consumption|quantity|"
    r"delta(?:_[a-z0-9]+)?|value)$"
)
_YEAR: Final = re.compile(r"(?:fy ?)?((?:19|20)[0-9]{2}) ?(?:年|年度)?")
_TOTAL_HEADING: Final = re.compile(r"合计|小计|总计|累计|季度|半年|全年|total|sum|^h[12]$|^q[1-4]$|ytd")
_BRACKETS: Final = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")


@dataclass(frozen=True, slots=True)
class AmountColumn:
    """One of several columns of amounts: the words above it, its unit, and the period it is of (``2024-03`` or ``--03``), empty where none."""

    index: int
    text: str
    unit_text: str
    period_text: str = ""


def is_no_amount(text: str) -> bool:
    """Whether a heading says that its figures are something else than the amount of the row."""
    return _NO_AMOUNT.search(" ".join(arabic(text).split())) is not None or _NO_AMOUNT.search(folded(text)) is not None


def is_meant(text: str) -> bool:
    """Whether a heading says that its figures are the amount, where others stand beside it."""
    return _MEANT.search(folded(text)) is not None


def is_amount(text: str) -> bool:
    """Whether a heading ends as names of amounts do."""
    return _AMOUNT_WORDS.search(folded(_BRACKETS.sub("", text))) is not None


def is_total_heading(text: str) -> bool:
    """Whether a heading says that its column sums up others."""
    return _TOTAL_HEADING.search(arabic(text)) is not None


def period_of(texts: list[str]) -> str:
    """The month that the words above a column name, ``2024-03``, or ``--03`` without a year; empty where they name none."""
    year_text = next((match[1] for text in texts if (match := _YEAR.fullmatch(arabic(text)))), "")
    for text in texts:
        plain = arabic(text)
        if plain.isdecimal() and len(plain) <= 2:
            continue
        number = month_number(plain)
        if number is not None:
            return f"{year_text or '-'}-{number:02d}"
        read = None if _YEAR.fullmatch(plain) or bill_unit(text) else read_month(Cell(0, CellKind.TEXT, plain))
        if isinstance(read, Read):
            return f"{read.value.start:%Y-%m}"
    return ""
