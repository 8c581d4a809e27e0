"""Amounts as text: separators, units inside, full-width, numerals, errors, slips of typing."""

from __future__ import annotations

from decimal import Decimal

from dirty_core import Book, Content, workbook
from dirty_facts import base, grouped, month, usage, year_months, zh

HEADING = ("厂区", "能源", "月份", "用量", "单位", "备注")


@workbook("C01", "文本数字.xlsx", "文本型数字", "numbers as text, thousands commas, trailing and no-break spaces")
def text_numbers(book: Book) -> None:
    """All amounts are text."""
    s = book.sheet("Sheet1", q="D")
    s.put(HEADING)
    shapes = ("{:,}", " {}", "{} ", "{:,}.00", "\u00a0{:,}", "{}\u3000", "{:,} ", "'{}", "+{}", "{}.", "{}\n", "0{}")
    for ym, shape in zip(year_months(2024), shapes, strict=True):
        v = usage("PD-E1", ym)
        cells: list[Content] = ["浦东工厂", "电力", zh(ym), shape.format(v), "kWh"]
        expected = ("PD-E1", month(ym), base("PD-E1", v))
        if shape[0] in "'+0" or shape == "{}.":
            s.either(cells, *expected, "stray sign around a readable number")
        else:
            s.accept(cells, *expected, "number as text")


@workbook("C02", "数字带单位.xlsx", "数量与单位写在一格", "units inside the number cell, 万 inside, no unit column")
def unit_inside(book: Book) -> None:
    """The amount cell carries its unit."""
    s = book.sheet("Sheet1", q="D")
    s.head("厂区", "能源", "月份", "用量")
    rows: tuple[tuple[str, str, str, str, str, str], ...] = (
        ("PD-E1", "浦东工厂", "电力", "181,234度", "181234", "kWh"),
        ("PD-E1", "浦东工厂", "电力", "18.25万kWh", "18.25", "wkWh"),
        ("PD-E1", "浦东工厂", "电力", "17.9 万度", "17.9", "wkWh"),
        ("PD-E1", "浦东工厂", "电力", "180.4MWh", "180.4", "MWh"),
        ("PD-E1", "浦东工厂", "电力", "179 566 千瓦时", "179566", "kWh"),
        ("PD-G1", "浦东工厂", "天然气", "21,306立方", "21306", "m3"),
        ("PD-G1", "浦东工厂", "天然气", "2.1万方", "2.1", "wm3"),
        ("PD-G1", "浦东工厂", "天然气", "19854 Nm³", "19854", "Nm3"),
        ("PD-G1", "浦东工厂", "天然气", "20,011 m3", "20011", "m3"),
        ("PD-S1", "浦东工厂", "蒸汽", "305.5吨", "305.5", "t"),
        ("PD-S1", "浦东工厂", "蒸汽", "862GJ", "862", "GJ"),
        ("JD-D1", "嘉定物流中心", "柴油", "4,180升", "4180", "L"),
        ("JD-D1", "嘉定物流中心", "柴油", "3.5t", "3.5", "t"),
        ("JD-D1", "嘉定物流中心", "柴油", "3480公斤", "3480", "kg"),
        ("MH-C1", "闵行工厂", "烟煤", "85.36 吨", "85.36", "t"),
        ("MH-C1", "闵行工厂", "烟煤", "84,120kg", "84120", "kg"),
    )
    for n, (src, site, carrier, shown, v, unit) in enumerate(rows):
        ym = f"2025-{n % 8 + 1:02d}" if src[-2] != "E" else f"2024-{n + 1:02d}"
        s.accept([site, carrier, zh(ym), shown], src, month(ym), base(src, v, unit), "unit in the amount cell")
    s.refuse(["浦东工厂", "电力", "2024年8月", "18.25万元"], "money in the amount cell")
    s.refuse(["浦东工厂", "天然气", "2025年12月", "21306度"], "度 is no unit of gas")


@workbook(
    "C03",
    "全角与汉字数字.xlsx",
    "全角与汉字数字",
    "full-width digits, Chinese commas, Chinese numerals, grouping by four",
)
def wide_digits(book: Book) -> None:
    """Digits from a Chinese input method."""
    s = book.sheet("Sheet1", q="D")
    s.put(HEADING)
    rows: tuple[tuple[str, str, str, str], ...] = (
        ("１８２３４５", "182345", "accept", "full-width digits"),
        ("１８１，２３４．５", "181234.5", "accept", "full-width digits, comma and point"),
        ("179，880", "179880", "accept", "Chinese comma between thousands"),
        ("18万2000", "182000", "either", "万 in the middle"),
        ("十八万二千", "182000", "either", "Chinese numerals"),
        ("壹拾捌万零伍佰", "180500", "either", "Chinese banking numerals"),
        ("18,2345", "182345", "either", "grouped by four, the Chinese way"),
        ("182，345。5", "182345.5", "either", "Chinese full stop as decimal point"),
        ("18.1万", "181000", "accept", "万 behind the number, kWh in the unit column"),
        ("１７.６万", "176000", "accept", "万 behind half full-width number"),
    )
    for n, (shown, v, expect, why) in enumerate(rows, 1):
        ym = f"2025-{n:02d}"
        row = s.put(["浦东工厂", "电力", zh(ym), shown, "kWh"])
        s.mark(expect, row, "D", why, "PD-E1", month(ym), base("PD-E1", v))


@workbook("C04", "约数与估算.xlsx", "约数与估算", "约, 左右, ranges, bounds, remarks of estimation")
def approximations(book: Book) -> None:
    """Approximate words make an estimate at best."""
    s = book.sheet("柴油", q="D")
    s.head("厂区", "能源", "月份", "用量", "单位", "数据来源", "备注")
    rows: tuple[tuple[Content, str, str, str, str, str], ...] = (
        (4120, "加油记录", "", "accept", "4120", "measured"),
        ("约4000", "", "", "either", "4000", "estimated"),
        ("4200左右", "", "", "either", "4200", "estimated"),
        ("≈4150", "", "", "either", "4150", "estimated"),
        (4300, "估算", "", "accept", "4300", "estimated"),
        (4280, "", "暂估，待油卡对账", "accept", "4280", "estimated"),
        (4050, "按行驶里程推算", "", "accept", "4050", "estimated"),
        (4310, "实测", "", "accept", "4310", "measured"),
        ("4000-4500", "", "", "refuse", "", ""),
        (">4000", "", "", "refuse", "", ""),
        ("四千多", "", "", "refuse", "", ""),
        ("4000+", "", "", "refuse", "", ""),
        ("4190（估）", "", "", "either", "4190", "estimated"),
        ("不到4500", "", "", "refuse", "", ""),
        (4400, "估计值", "司机记录丢失", "accept", "4400", "estimated"),
    )
    for n, (shown, origin, remark, expect, v, state) in enumerate(rows):
        ym = year_months(2024, 6)[n] if n < 7 else year_months(2025)[n - 7]
        row = s.put(["嘉定物流中心", "柴油", zh(ym), shown, "升", origin, remark])
        if expect == "refuse":
            s.mark("refuse", row, "D", "a range or a bound is not an amount")
        else:
            s.mark(
                expect,
                row,
                "D",
                "approximate or estimated" if state == "estimated" else "plain row",
                "JD-D1",
                month(ym),
                base("JD-D1", v),
                state,
            )


@workbook("C08", "欧式数字.xlsx", "欧式数字", "European separators as text from a German parent company's template")
def european(book: Book) -> None:
    """1.234,5 is clear; 1.234 alone is not."""
    s = book.sheet("Verbrauch", q="D")
    s.put(HEADING)
    rows: tuple[tuple[str, str | None], ...] = (
        ("182.345,50", "182345.5"),
        ("1.182.345", "1182345"),
        ("179.880,0", "179880"),
        ("181.234", None),
        ("180 500,25", "180500.25"),
        ("177'250", "177250"),
        ("176250,75", "176250.75"),
        ("175.000,00 ", "175000"),
    )
    for n, (shown, v) in enumerate(rows, 1):
        ym = f"2024-{n:02d}"
        cells: list[Content] = ["浦东工厂", "电力", zh(ym), shown, "kWh"]
        if v is None:
            s.either(
                cells, "PD-E1", month(ym), base("PD-E1", "181234"), "thousands by its neighbours, a decimal by itself"
            )
        elif shown == "1.182.345":
            s.either(cells, "PD-E1", month(ym), base("PD-E1", v), "readable, ten times its neighbours")
        else:
            s.accept(cells, "PD-E1", month(ym), base("PD-E1", v), "European separators, unambiguous")


@workbook("C09", "错位的数.xlsx", "多写少写一位", "slips by 10, 1000 and 10000 among plain rows")
def slips(book: Book) -> None:
    """Readable amounts that are not plausible."""
    s = book.sheet("Sheet1", q="D")
    s.put(HEADING)
    factors: dict[str, Decimal | int] = {
        "2024-03": 10,
        "2024-07": Decimal("0.1"),
        "2024-09": 1000,
        "2024-11": Decimal("0.0001"),
    }
    for ym in year_months(2024):
        v = usage("MH-E1", ym) * factors.get(ym, 1)
        cells: list[Content] = ["闵行工厂", "电力", zh(ym), v, "kWh"]
        if ym in factors:
            s.either(cells, "MH-E1", month(ym), base("MH-E1", v), f"slip by {factors[ym]}: a matter of plausibility")
        else:
            s.accept(cells, "MH-E1", month(ym), base("MH-E1", v), "plain row")


@workbook("C10", "文字代替数字.xlsx", "用文字代替数字", "停产, 无, -, /, N/A, 待补, 同上, 未抄表 in the amount cell")
def words(book: Book) -> None:
    """What stands in place of a number."""
    s = book.sheet("烟煤", q="D")
    s.put(HEADING)
    zero_words = ("停产", "无", "-", "/", "未使用", "——")
    asked = ("N/A", "待补", "未抄表", "暂缺", "?", "见附件", "数据丢失", "同上")
    stretch = year_months(2024) + year_months(2025, 1, 6)
    for n, ym in enumerate(stretch):
        v = usage("MH-C1", ym)
        if n % 2 == 0 and n // 2 < len(zero_words):
            word = zero_words[n // 2]
            s.either(
                ["闵行工厂", "烟煤", zh(ym), word, "吨"],
                "MH-C1",
                month(ym),
                base("MH-C1", 0),
                f"{word}: zero or unknown",
            )
        elif n % 2 and n // 2 < len(asked):
            word = asked[n // 2]
            if word == "同上":
                same = usage("MH-C1", stretch[n - 1])
                s.either(
                    ["闵行工厂", "烟煤", zh(ym), word, "吨"],
                    "MH-C1",
                    month(ym),
                    base("MH-C1", same),
                    "同上 as an amount: same as above, or asked back",
                )
            else:
                s.refuse(["闵行工厂", "烟煤", zh(ym), word, "吨"], f"{word}: the amount is not known")
        else:
            s.accept(["闵行工厂", "烟煤", zh(ym), v, "吨"], "MH-C1", month(ym), base("MH-C1", v), "plain row")
    s.accept(
        ["闵行工厂", "烟煤", "2025年7月", 0, "吨", "停炉检修"],
        "MH-C1",
        month("2025-07"),
        base("MH-C1", 0),
        "a true zero with its reason",
    )


@workbook(
    "C11",
    "打错的数.xlsx",
    "打错的数",
    "letters O and l in numbers, double points, sums in text, money, dates in amount cells",
)
def typos(book: Book) -> None:
    """Characters that are no digits."""
    s = book.sheet("Sheet1", q="D")
    s.put(HEADING)
    bad = (
        ("5O123", "letter O in a number"),
        ("l2345", "letter l in a number"),
        ("52.3.4", "two decimal points"),
        ("¥38,200", "money"),
        ("2024-05-31", "a date in the amount cell"),
        ("52,34,5", "commas in odd places"),
        ("DTSD-310114-0081", "a meter number in the amount cell"),
        ("52345/2", "an unfinished division"),
        ("1.23E", "cut-off number"),
        ("5234#", "sign after the number"),
    )
    for n, (shown, why) in enumerate(bad):
        s.refuse(["嘉定物流中心", "电力", zh(year_months(2025)[n]), shown, "度"], why)
    s.either(
        ["嘉定物流中心", "电力", "2025年11月", "50000+2345", "度"],
        "JD-E1",
        month("2025-11"),
        base("JD-E1", "52345"),
        "a sum written as text",
    )
    s.accept(
        ["嘉定物流中心", "电力", "2025年12月", "5.2345E4", "度"],
        "JD-E1",
        month("2025-12"),
        base("JD-E1", "52345"),
        "scientific notation",
    )
    s.accept(
        ["嘉定物流中心", "柴油", "2025年12月", grouped(Decimal(4100)), "L"],
        "JD-D1",
        month("2025-12"),
        base("JD-D1", 4100),
        "plain row",
    )
