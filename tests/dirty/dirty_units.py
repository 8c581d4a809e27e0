"""Units: spellings, scales, missing, wrong, contradicting."""

from __future__ import annotations

from decimal import Decimal

from dirty_core import Book, Content, workbook
from dirty_facts import SOURCES, base, month, usage, year_months, zh

HEADING = ("厂区", "能源", "月份", "用量", "单位", "备注")
Rows = tuple[tuple[str, str, str, str], ...]
ALL_MONTHS = year_months(2024) + year_months(2025)


def unit_sheet(book: Book, src: str, rows: Rows, name: str = "") -> None:
    """One row per spelling of a unit: shown amount, unit text, unit code, verdict."""
    s = book.sheet(SOURCES[src].carrier_zh, q="D")
    s.put(HEADING)
    stretch = ALL_MONTHS if SOURCES[src].site != "JD" else ALL_MONTHS[3:]
    for ym, (shown, text, code, expect) in zip(stretch, rows, strict=False):
        row = s.put([SOURCES[src].site_zh, name or SOURCES[src].carrier_zh, zh(ym), Decimal(shown), text or None])
        if expect == "refuse":
            s.mark("refuse", row, "D", f"unit {text or 'missing'} does not fit or cannot be known")
        else:
            s.mark(expect, row, "D", f"unit {text or 'missing'}", src, month(ym), base(src, shown, code))


@workbook("E01", "电力单位.xlsx", "电力单位五花八门", "kWh in fifteen spellings and scales, wrong ones between")
def power_units(book: Book) -> None:
    """Units of electricity."""
    unit_sheet(
        book,
        "PD-E1",
        (
            ("182345", "kWh", "kWh", "accept"),
            ("181220", "KWH", "kWh", "accept"),
            ("179880", "kwh", "kWh", "accept"),
            ("180012", "度", "kWh", "accept"),
            ("177345", "千瓦时", "kWh", "accept"),
            ("18.05", "万度", "wkWh", "accept"),
            ("18.21", "万千瓦时", "wkWh", "accept"),
            ("17.99", "万kWh", "wkWh", "accept"),
            ("181.5", "MWh", "MWh", "accept"),
            ("180.7", "兆瓦时", "MWh", "accept"),
            ("0.1822", "GWh", "GWh", "accept"),
            ("182000", "千瓦·时", "kWh", "accept"),
            ("181000", "KW·h", "kWh", "accept"),
            ("180400", "ｋＷｈ", "kWh", "accept"),
            ("655.2", "GJ", "GJ", "either"),
            ("181900", "kW.h ", "kWh", "accept"),
            ("182000", "kW", "", "refuse"),
            ("182000", "千瓦", "", "refuse"),
            ("181000", "kVA", "", "refuse"),
            ("131000", "元", "", "refuse"),
            ("22.4", "tce", "", "refuse"),
            ("180100", "度电", "kWh", "either"),
            ("180", "千度", "MWh", "either"),
            ("183000", "", "kWh", "either"),
        ),
    )


@workbook("E02", "燃气单位.xlsx", "天然气单位五花八门", "m3 at 20 degC against Nm3, 立方/方/万方, mass, energy, none")
def gas_units(book: Book) -> None:
    """Units of gas: m3 converts from 20 degC, Nm3 does not."""
    unit_sheet(
        book,
        "PD-G1",
        (
            ("21340", "m3", "m3", "accept"),
            ("20988", "m³", "m3", "accept"),
            ("21007", "立方米", "m3", "accept"),
            ("20100", "立方", "m3", "accept"),
            ("19650", "方", "m3", "accept"),
            ("2.11", "万立方米", "wm3", "accept"),
            ("2.05", "万方", "wm3", "accept"),
            ("19850", "Nm3", "Nm3", "accept"),
            ("19720", "Nm³", "Nm3", "accept"),
            ("1.98", "万Nm3", "wNm3", "accept"),
            ("19900", "标方", "Nm3", "either"),
            ("19870", "标准立方米", "Nm3", "either"),
            ("20500", "M3", "m3", "accept"),
            ("20610", "㎥", "m3", "accept"),
            ("20710", "米3", "m3", "either"),
            ("15.2", "吨", "", "refuse"),
            ("15200", "kg", "", "refuse"),
            ("765", "GJ", "", "refuse"),
            ("20340", "度", "", "refuse"),
            ("87000", "元", "", "refuse"),
            ("20800", "", "", "refuse"),
            ("20800", "m2", "", "refuse"),
            ("20900", "立方公尺", "m3", "either"),
            ("21000", "Sm3", "", "refuse"),
        ),
    )


@workbook("E03", "蒸汽单位.xlsx", "蒸汽单位五花八门", "tonnes of steam, GJ, MJ, kcal, kg, kWh, m3")
def steam_units(book: Book) -> None:
    """Units of steam: tonnes convert with 2.78 GJ/t."""
    unit_sheet(
        book,
        "PD-S1",
        (
            ("312.5", "吨", "t", "accept"),
            ("305.2", "t", "t", "accept"),
            ("298.4", "吨蒸汽", "t", "accept"),
            ("861.5", "GJ", "GJ", "accept"),
            ("855.2", "吉焦", "GJ", "accept"),
            ("848200", "MJ", "MJ", "accept"),
            ("851.7", "百万千焦", "GJ", "accept"),
            ("301200", "kg", "kg", "accept"),
            ("299800", "公斤", "kg", "accept"),
            ("302.4", "T", "t", "accept"),
            ("304.0", "ton", "t", "accept"),
            ("858000", "兆焦", "MJ", "accept"),
            ("0.8621", "TJ", "TJ", "accept"),
            ("238000", "kWh", "kWh", "either"),
            ("20500", "万大卡", "wkcal", "either"),
            ("306", "吨/小时", "", "refuse"),
            ("305", "m3", "", "refuse"),
            ("0.8", "MPa", "", "refuse"),
            ("71000", "元", "", "refuse"),
            ("310.5", "", "", "refuse"),
        ),
    )


@workbook("E04", "油品单位.xlsx", "油品单位五花八门", "litres, kg, tonnes, m3, barrels, gallons, money; two sheets")
def fuel_units(book: Book) -> None:
    """Units of diesel (0.84 kg/L) and petrol (0.745 kg/L)."""
    unit_sheet(
        book,
        "JD-D1",
        (
            ("4120", "L", "L", "accept"),
            ("4205", "升", "L", "accept"),
            ("4180", "公升", "L", "accept"),
            ("4230", "l", "L", "accept"),
            ("3.52", "吨", "t", "accept"),
            ("3.498", "t", "t", "accept"),
            ("3510", "kg", "kg", "accept"),
            ("3480", "公斤", "kg", "accept"),
            ("3550", "千克", "kg", "accept"),
            ("4.2", "立方", "m3", "either"),
            ("4190", "liters", "L", "accept"),
            ("4210", "Ｌ", "L", "accept"),
            ("26", "桶", "", "refuse"),
            ("1100", "gal", "", "refuse"),
            ("29800", "元", "", "refuse"),
            ("4250", "km", "", "refuse"),
            ("4260", "", "", "refuse"),
            ("4100", "度", "", "refuse"),
        ),
    )
    unit_sheet(
        book,
        "JD-P1",
        (
            ("640", "升", "L", "accept"),
            ("655", "L", "L", "accept"),
            ("0.48", "吨", "t", "accept"),
            ("478", "kg", "kg", "accept"),
            ("4650", "元", "", "refuse"),
            ("12", "箱", "", "refuse"),
            ("8300", "公里", "", "refuse"),
            ("660", "", "", "refuse"),
        ),
    )


@workbook(
    "E05",
    "固体燃料单位.xlsx",
    "固体燃料单位五花八门",
    "tonnes, kg, 斤, cartloads, bags, standard coal, energy; two sheets",
)
def solid_units(book: Book) -> None:
    """Units of coal and pellets."""
    unit_sheet(
        book,
        "MH-C1",
        (
            ("86.32", "吨", "t", "accept"),
            ("85.1", "t", "t", "accept"),
            ("84120", "kg", "kg", "accept"),
            ("85330", "公斤", "kg", "accept"),
            ("86.05", "T", "t", "accept"),
            ("84.77", "公吨", "t", "accept"),
            ("168240", "斤", "jin", "either"),
            ("84900", "KG", "kg", "accept"),
            ("61.2", "吨标煤", "", "refuse"),
            ("61.2", "tce", "", "refuse"),
            ("1967", "GJ", "", "refuse"),
            ("3", "车", "", "refuse"),
            ("86", "方", "", "refuse"),
            ("84.5", "", "t", "either"),
            ("83100", "元", "", "refuse"),
            ("0.0085", "万吨", "wt", "accept"),
        ),
    )
    unit_sheet(
        book,
        "MH-B1",
        (
            ("43.1", "吨", "t", "accept"),
            ("42850", "千克", "kg", "accept"),
            ("1720", "袋", "", "refuse"),
            ("43.5", "t ", "t", "accept"),
            ("726", "GJ", "", "refuse"),
            ("1700", "包(25kg)", "", "refuse"),
            ("44.2", "", "t", "either"),
            ("42.9", "MT", "t", "either"),
        ),
    )


@workbook("E06", "表头单位与行单位.xlsx", "表头单位与行内单位矛盾", "heading says 度, some rows name another unit")
def heading_against_row(book: Book) -> None:
    """The row's own unit overrides or contradicts the heading."""
    s = book.sheet("Sheet1", q="D")
    s.head("厂区", "能源", "月份", "用量（度）", "计量单位")
    for ym in year_months(2024, 1, 8):
        v = usage("MH-E1", ym)
        expected = ("MH-E1", month(ym), base("MH-E1", v))
        if ym == "2024-03":
            s.either(
                ["闵行工厂", "电力", zh(ym), v / 10000, "万度"],
                *expected,
                "row says 万度 and its size agrees, heading says 度",
            )
        elif ym == "2024-05":
            s.refuse(["闵行工厂", "电力", zh(ym), v, "万度"], "row says 万度, its size says 度 as the heading")
        elif ym == "2024-07":
            s.refuse(["闵行工厂", "电力", zh(ym), v, "吨"], "row says 吨 for electricity")
        else:
            unit = "度" if ym < "2024-05" else "kWh"
            s.accept(["闵行工厂", "电力", zh(ym), v, unit], *expected, "row and heading agree")
    for ym in year_months(2024, 1, 3):
        v = usage("MH-C1", ym)
        s.either(
            ["闵行工厂", "烟煤", zh(ym), v, "吨"],
            "MH-C1",
            month(ym),
            base("MH-C1", v),
            "row unit fits the carrier, heading was made for power",
        )


@workbook("E07", "单位与品种矛盾.xlsx", "单位与能源品种矛盾", "units of one carrier on rows of another")
def against_carrier(book: Book) -> None:
    """Power in tonnes, coal in kWh, diesel in m3 of gas."""
    s = book.sheet("Sheet1", q="D")
    s.put(HEADING)
    wrong = (
        ("PD-E1", "吨"),
        ("PD-E1", "m3"),
        ("PD-E1", "升"),
        ("PD-G1", "千瓦时"),
        ("PD-G1", "公斤"),
        ("MH-C1", "kWh"),
        ("MH-C1", "升"),
        ("MH-C1", "Nm3"),
        ("JD-D1", "kWh"),
        ("JD-D1", "Nm3"),
        ("JD-P1", "度"),
        ("MH-B1", "MWh"),
        ("MH-B1", "升"),
        ("PD-S1", "Nm3"),
    )
    for n, (src, unit) in enumerate(wrong):
        ym = ALL_MONTHS[n + 4]
        known = SOURCES[src]
        s.refuse(
            [known.site_zh, known.carrier_zh, zh(ym), usage(src, ym), unit], f"{unit} is no unit of {known.carrier}"
        )
    for src, unit in (("PD-E1", "度"), ("MH-C1", "吨"), ("JD-P1", "升")):
        v = usage(src, "2025-10")
        s.accept(
            [SOURCES[src].site_zh, SOURCES[src].carrier_zh, "2025年10月", v, unit],
            src,
            month("2025-10"),
            base(src, v),
            "unit fits",
        )


@workbook(
    "E08", "表上注明单位.xlsx", "单位写在表上方", "单位：万千瓦时、吨 in the corner above the table, none in the rows"
)
def corner_unit(book: Book) -> None:
    """The corner line gives one unit per sheet."""
    for name, src, line, scale in (
        ("电", "MH-E1", "单位：万千瓦时", 10000),
        ("木屑", "MH-B1", "单位：吨", 1),
        ("煤", "MH-C1", "计量单位：公斤", Decimal("0.001")),
    ):
        s = book.sheet(name, q="C")
        s.head(f"闵行工厂{SOURCES[src].carrier_zh}消耗明细表")
        s.head(None, None, line)
        s.head("年月", "供应商", "消耗数量", "备注")
        for ym in year_months(2025, 1, 5):
            v = usage(src, ym)
            s.accept([zh(ym), "示例供应商", v / scale], src, month(ym), base(src, v), f"{line} above the table")


@workbook("E09", "计量单位缺失.xlsx", "没有单位", "no unit anywhere; power can be guessed, gas and oil cannot")
def no_units(book: Book) -> None:
    """A clerk would take kWh and t of coal, but must ask for gas, steam and oil."""
    s = book.sheet("Sheet1", q="D")
    s.head("厂区", "能源", "月份", "数量")
    for src in ("PD-E1", "MH-C1", "PD-G1", "PD-S1", "JD-D1"):
        for ym in year_months(2024, 8, 9):
            v = usage(src, ym)
            cells: list[Content] = [SOURCES[src].site_zh, SOURCES[src].carrier_zh, zh(ym), v]
            if src in ("PD-E1", "MH-C1"):
                s.either(cells, src, month(ym), base(src, v), "no unit: the usual one by size")
            else:
                s.refuse(cells, "no unit: m3 or Nm3, t or GJ, L or kg")
