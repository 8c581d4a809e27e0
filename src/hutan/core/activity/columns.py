"""The columns a table may have, and every heading we know for them, in Chinese and English."""

from __future__ import annotations

from enum import Enum
from types import MappingProxyType
from typing import Final


class TableKind(Enum):
    """What the rows of a sheet are."""

    ACTIVITY = "activity"
    INSTRUMENTS = "instruments"


class Column(Enum):
    """What a column holds. The value is the name under which a refused row is kept in the book."""

    # Members are one of a kind; the hash of an Enum by its name takes six times as long, and rows are full of them.
    __hash__ = object.__hash__

    SOURCE = "source"
    METER = "meter"
    SITE = "site"
    CARRIER = "carrier"
    MONTH = "month"
    FROM = "from"
    TO = "to"
    AMOUNT = "amount"
    UNIT = "unit"
    STATE = "state"
    DOCUMENT = "document"
    NOTE = "note"
    ANSWER = "answer"
    INSTRUMENT_ID = "instrument_id"
    TYPE = "type"
    CLAIM_YEAR = "claim_year"
    ENERGY = "energy"
    GENERATED_FROM = "generated_from"
    GENERATED_TO = "generated_to"
    TECHNOLOGY = "technology"
    RATE = "rate"
    CANCELLED_ON = "cancelled_on"
    CANCELLED_FOR_US = "cancelled_for_us"
    SOLE_CLAIM = "sole_claim"
    MARKET = "market"
    INTER_PROVINCIAL = "inter_provincial"
    PLATFORM = "platform"
    CONTRACT = "contract"
    SETTLEMENT = "settlement"
    YEAR = "year"
    PART = "part"
    BASIS = "basis"


_SHARED: Final = {
    Column.SITE: "站点 厂区 单位厂区 场所 工厂 厂址 基地 site sitename plant facility location sitecode plantsite",
    Column.UNIT: "单位 计量单位 用量单位 unit units uom",
    Column.NOTE: "备注 注 说明 note notes remark remarks comment comments",
    Column.ANSWER: "系统回执 回执 系统答复 答复 answer systemanswer reply",
}
_ACTIVITY: Final = {
    Column.SOURCE: "排放源 计量点 计量点位 测点 计量点排放源 排放源计量点 排放源名称 排放源编号 来源 源 设备 设备名称 用能设备 "
    "source sourceid sourcename emissionsource",
    Column.METER: "表计 表号 表具 电表 电表号 电表编号 流量计编号 气表号 表计编号 计量表 计量表号 仪表编号 计量器具编号 meter meterno "
    "meternumber meterid meterserial deviceid",
    Column.CARRIER: "能源品种 品种 能源种类 能源类型 能源名称 能源 燃料 燃料种类 燃料品种 用能种类 用能品种 能耗种类 货物名称 油品 油品名称 "
    "煤种 carrier energy fuelenergy utility activity energycarrier energytype fuel fueltype",
    Column.MONTH: "月份 月 年月 月度 期间 账期 账单月份 所属月份 所属期 统计月份 用能月份 核算期 日期 抄表周期 计费周期 用能期间 季度 "
    "交易时间 交易日期 过磅日期 加油日期 供货日期 month period billingmonth yearmonth date",
    Column.FROM: "起始日 起始日期 开始日 开始日期 起始 起 起日 自 上次抄表日期 上次抄表日 billfrom tsstart from fromdate start startdate",
    Column.TO: "截止日 截止日期 结束日 结束日期 截止 止 止日 至 本次抄表日期 本次抄表日 billto tsend to todate end enddate",
    Column.AMOUNT: "数量 用量 消耗量 消费量 使用量 耗用量 电量 用电量 气量 用气量 用汽量 蒸汽量 用热量 热量 油量 用油量 加油量 用煤量 "
    "实物量 抄见电量 计费电量 结算电量 购入量 采购量 购买量 活动数据 活动水平 活动水平数据 消耗数量 日用量 净重 本期 本月 本期领用 领用量 "
    "领用 合计电量 总电量 实际用量 结算用量 "
    "amount quantity qty usage consumption activitydata value",
    Column.YEAR: "年 年份 年度 year",
    Column.PART: "时段 分时 时段类型 类别 指标 交易类型 tariff category",
    Column.BASIS: "数据来源 来源依据 取数依据 datasource basis",
    Column.STATE: "状态 数据状态 数据性质 数据类型 数据类别 实测估算 dataquality datatype 数据质量 state status measuredestimated",
    Column.DOCUMENT: "单据号 单据 单据编号 票据号 发票号 发票号码 发票编号 凭证号 账单号 账单编号 "
    "document documentno documentnumber documentid invoice invoiceno invoicenumber billno billnumber",
}
_INSTRUMENTS: Final = {
    Column.INSTRUMENT_ID: "凭证编号 证书编号 绿证编号 凭证号 证书号 编号 instrumentid instrument certificateid certificateno certificatenumber",
    Column.TYPE: "类型 凭证类型 证书类型 种类 type instrumenttype",
    Column.CLAIM_YEAR: "用于年份 使用年份 声明年份 核算年份 claimyear year reportingyear",
    Column.ENERGY: "电量 证书电量 结算电量 数量 energy quantity volume amount",
    Column.GENERATED_FROM: "发电起 发电起始 发电起始日 发电开始日期 生产起 generatedfrom generationfrom generationstart",
    Column.GENERATED_TO: "发电止 发电截止 发电截止日 发电结束日期 生产止 generatedto generationto generationend",
    Column.TECHNOLOGY: "技术 发电技术 发电类型 电源类型 technology tech",
    Column.RATE: "排放因子 排放系数 因子 rate ratekgco2 emissionrate emissionfactor",
    Column.CANCELLED_ON: "核销日期 注销日期 划转日期 声明日期 cancelledon cancelleddate cancellationdate canceledon",
    Column.CANCELLED_FOR_US: "为本单位核销 本单位核销 为我方核销 cancelledforus canceledforus cancelledforreporter",
    Column.SOLE_CLAIM: "唯一声明 唯一性声明 soleclaim",
    Column.MARKET: "市场 所在市场 market",
    Column.INTER_PROVINCIAL: "跨省 省间 跨省交易 interprovincial",
    Column.PLATFORM: "交易平台 平台 platform tradingplatform",
    Column.CONTRACT: "合同号 合同编号 合同 contract contractno contractnumber",
    Column.SETTLEMENT: "结算单号 结算单 结算编号 settlement settlementno settlementnumber",
}


def _by_heading(aliases: dict[Column, str]) -> MappingProxyType[str, Column]:
    return MappingProxyType({name: column for column, names in aliases.items() for name in names.split()})


HEADINGS: Final = MappingProxyType(
    {TableKind.ACTIVITY: _by_heading(_SHARED | _ACTIVITY), TableKind.INSTRUMENTS: _by_heading(_SHARED | _INSTRUMENTS)},
)

# Headings such as 天然气用量 or 锅炉耗量 name what is counted; their last word says that it is an amount.
AMOUNT_ENDINGS: Final = ("用量", "消耗量", "消费量", "使用量", "耗量", "采购量", "购入量")

AMOUNT_OF: Final = MappingProxyType({TableKind.ACTIVITY: Column.AMOUNT, TableKind.INSTRUMENTS: Column.ENERGY})

# One of each group must be there in full.
REQUIRED: Final = MappingProxyType(
    {
        TableKind.ACTIVITY: (
            ((Column.SOURCE,), (Column.METER,), (Column.SITE, Column.CARRIER)),
            ((Column.MONTH,), (Column.FROM, Column.TO)),
            ((Column.AMOUNT,),),
        ),
        TableKind.INSTRUMENTS: (
            ((Column.INSTRUMENT_ID,),),
            ((Column.TYPE,),),
            ((Column.SITE,),),
            ((Column.CLAIM_YEAR,),),
            ((Column.ENERGY,),),
        ),
    }
)

# Cells that a template fills in beforehand: a row with nothing else in it was left blank.
PREFILLED: Final = MappingProxyType(
    {
        TableKind.ACTIVITY: frozenset(
            (
                Column.SOURCE,
                Column.METER,
                Column.SITE,
                Column.CARRIER,
                Column.MONTH,
                Column.FROM,
                Column.TO,
                Column.UNIT,
                Column.STATE,
                Column.YEAR,
                Column.PART,
                Column.ANSWER,
            )
        ),
        TableKind.INSTRUMENTS: frozenset((Column.SITE, Column.CLAIM_YEAR, Column.UNIT, Column.ANSWER)),
    }
)


def known_headings(kind: TableKind, column: Column) -> tuple[str, ...]:
    """Every heading we know for a column, most usual first."""
    return tuple(name for name, named in HEADINGS[kind].items() if named is column)
