"""The columns of the template: their headings, which ingest knows, their widths, formats, choices and notes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final

from hutan.core.model.carrier import Carrier, CarrierFamily
from hutan.core.units import bill_unit, parse_unit

ACTIVITY_SHEET: Final = "活动数据 Activity"
INSTRUMENTS_SHEET: Final = "绿电绿证 Instruments"
GUIDE_SHEET: Final = "说明 Guide"
LISTS_SHEET: Final = "lists"

ENERGY_UNITS: Final = ("kWh", "万kWh", "MWh", "GWh")
STATES: Final = ("实测 measured", "估算 estimated")
INSTRUMENT_TYPES: Final = ("绿证 certificate", "绿电交易 green power trade", "供应商因子 supplier factor")
YES_NO: Final = ("是", "否")

# What bills of each family are printed in, most usual first. Steam is often billed by the tonne.
_UNITS: Final = MappingProxyType(
    {
        CarrierFamily.ELECTRICITY: ("kWh", "度", "万度", "万kWh", "MWh"),
        CarrierFamily.HEAT: ("GJ", "MJ", "百万千焦", "kcal", "t"),
        CarrierFamily.GAS: ("m³", "Nm³", "万m³", "万Nm³"),
        CarrierFamily.LIQUID_FUEL: ("t", "kg", "L"),
        CarrierFamily.SOLID_FUEL: ("t", "kg"),
        CarrierFamily.SPEND: ("CNY", "元", "万元"),
        CarrierFamily.FREIGHT: ("tkm", "万tkm"),
        CarrierFamily.TRAVEL: ("pkm", "万pkm"),
    }
)


class Choice(Enum):
    """Which list a column offers."""

    NONE = "none"
    SOURCES = "sources"
    SITES = "sites"
    UNITS_OF_SOURCE = "units_of_source"
    ENERGY_UNITS = "energy_units"
    STATES = "states"
    TYPES = "types"
    YES_NO = "yes_no"


class Entry(Enum):
    """How what is typed into a column is shown."""

    GENERAL = "General"
    TEXT = "@"
    MONTH = "yyyy-mm"
    DAY = "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column: heading, width [characters], note, and what may be chosen in it."""

    heading: str
    width: int
    note: str
    entry: Entry = Entry.GENERAL
    choice: Choice = Choice.NONE


ACTIVITY_COLUMNS: Final = (
    TemplateColumn(
        "排放源 Source *", 34, "从下拉中选择；也可填写排放源编号、名称或表号。\nChoose, or type id, name or meter number.", Entry.TEXT, Choice.SOURCES
    ),
    TemplateColumn(
        "月份 Month *",
        14,
        "如 2024-01。不是整月时可留空，改填起始日和截止日。\nFor example 2024-01; or leave it empty and give both days.",
        Entry.MONTH,
    ),
    TemplateColumn(
        "起始日 From",
        14,
        "账期第一天；与截止日一起填写，填写后以日期为准。\nFirst day of the bill; give both days, they outrank the month.",
        Entry.DAY,
    ),
    TemplateColumn("截止日 To (含 included)", 24, "账期最后一天，包含当天。\nLast day of the bill, itself included.", Entry.DAY),
    TemplateColumn(
        "数量 Amount *", 16, "账单上的数量。留空表示尚未填报，零请填 0。\nAs on the bill. Empty means not yet filled in; type 0 for zero."
    ),
    TemplateColumn(
        "单位 Unit *",
        14,
        "先选排放源，再从下拉中选择；也可照账单填写。\nChoose the source first, then the unit; or type it as on the bill.",
        Entry.TEXT,
        Choice.UNITS_OF_SOURCE,
    ),
    TemplateColumn("状态 State", 18, "留空按实测。\nEmpty means measured.", Entry.TEXT, Choice.STATES),
    TemplateColumn("单据号 Document no.", 24, "账单或发票号码，便于核查。\nNumber of bill or invoice, for the verifier.", Entry.TEXT),
    TemplateColumn("备注 Note", 30, "需要说明的情况。\nWhatever should be known.", Entry.TEXT),
)

INSTRUMENT_COLUMNS: Final = (
    TemplateColumn("凭证编号 Instrument ID *", 26, "证书或交易凭证的编号，每个编号只能用一次。\nIts number; each can be used once.", Entry.TEXT),
    TemplateColumn("类型 Type *", 28, "绿证、绿电交易或供应商因子。\nCertificate, green power trade or supplier factor.", Entry.TEXT, Choice.TYPES),
    TemplateColumn("站点 Site *", 28, "电量用于哪个站点。\nThe site it is claimed for.", Entry.TEXT, Choice.SITES),
    TemplateColumn("用于年份 Claim year *", 20, "如 2024。\nFor example 2024."),
    TemplateColumn("电量 Energy *", 16, "用于该站点和年份的电量。\nEnergy claimed for this site and year."),
    TemplateColumn("单位 Unit *", 12, "电量的单位。\nUnit of the energy.", Entry.TEXT, Choice.ENERGY_UNITS),
    TemplateColumn("发电起 Generated from", 20, "发电期第一天。\nFirst day of generation.", Entry.DAY),
    TemplateColumn("发电止 Generated to (含 included)", 30, "发电期最后一天，包含当天。\nLast day of generation, itself included.", Entry.DAY),
    TemplateColumn("技术 Technology", 16, "如 风电、光伏。\nFor example wind, solar.", Entry.TEXT),
    TemplateColumn(
        "排放因子 Rate kgCO2/kWh", 24, "凭证载明的排放因子，单位 kgCO2/kWh；不清楚请留空。\nAs the instrument states it; empty if unknown."
    ),
    TemplateColumn("核销日期 Cancelled on", 20, "为本次声明核销或划转的日期。\nDay of cancellation for this claim.", Entry.DAY),
    TemplateColumn(
        "为本单位核销 Cancelled for us", 28, "不清楚请留空，空不等于否。\nLeave empty if unknown; empty is not no.", Entry.TEXT, Choice.YES_NO
    ),
    TemplateColumn("唯一声明 Sole claim", 20, "环境权益是否只由本单位声明；不清楚请留空。\nEmpty if unknown.", Entry.TEXT, Choice.YES_NO),
    TemplateColumn("市场 Market", 14, "凭证有效的市场范围，如 中国。\nWhere it is valid, for example China.", Entry.TEXT),
    TemplateColumn("跨省 Inter-provincial", 20, "是否为跨省（省间）交易；不清楚请留空。\nEmpty if unknown.", Entry.TEXT, Choice.YES_NO),
    TemplateColumn("交易平台 Platform", 20, "如 北京电力交易中心。\nWhere it was traded.", Entry.TEXT),
    TemplateColumn("合同号 Contract", 20, "购电合同编号。\nNumber of the contract.", Entry.TEXT),
    TemplateColumn("结算单号 Settlement", 22, "绿电交易结算单编号。\nNumber of the settlement.", Entry.TEXT),
)


def unit_choices(carrier: Carrier) -> tuple[str, ...]:
    """Units to choose from for a carrier: its base unit, then those its bills are printed in.

    A carrier counted by mass in a family of gases is billed by mass.
    """
    printed = [_UNITS[family] for family in (carrier.family, CarrierFamily.SOLID_FUEL) if family in _UNITS]
    units = next((known for known in printed if any(_measures_alike(unit, carrier.base_unit) for unit in known)), ())
    return (carrier.base_unit, *(unit for unit in units if _plain(unit) != _plain(carrier.base_unit)))


def _measures_alike(unit: str, base_unit: str) -> bool:
    read = bill_unit(unit)
    return read is not None and read.same_dimension(parse_unit(base_unit))


def _plain(unit: str) -> str:
    return unit.replace("³", "3").casefold()
