"""Months and days in all their spellings."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from dirty_core import Book, Content, calc, styled, workbook
from dirty_facts import (
    Period,
    base,
    days,
    half_open,
    month,
    months,
    usage,
    year_months,
    zh,
)

HEADING = ("厂区", "能源", "月份", "用量", "单位", "备注")
PD = ("浦东工厂", "电力")


@workbook("D01", "日期写法.xlsx", "月份的各种写法", "one spelling per row, as text")
def spellings(book: Book) -> None:
    """Twenty-odd spellings of a month."""
    s = book.sheet("Sheet1", q="D")
    s.put(HEADING)
    texts = (
        ("2024-01", "2024-01"),
        ("2024年2月", "2024-02"),
        ("2024.03", "2024-03"),
        ("2024/4", "2024-04"),
        ("202405", "2024-05"),
        ("2024年06月份", "2024-06"),
        ("24年7月", "2024-07"),
        ("２０２４年８月", "2024-08"),
        (" 2024 年 9 月 ", "2024-09"),
        ("2024.10", "2024-10"),
        ("二〇二四年十一月", "2024-11"),
        ("2024年十二月", "2024-12"),
        ("Jan-25", "2025-01"),
        ("2025年 2月", "2025-02"),
        ("Mar 2025", "2025-03"),
        ("2025-4", "2025-04"),
        ("2025年5月1日", "2025-05"),
        ("2025-06-01 00:00:00", "2025-06"),
        ("07/2025", "2025-07"),
        ("2025—08", "2025-08"),
        ("2025\\9", "2025-09"),
        ("2025,10", "2025-10"),
        ("’25.11", "2025-11"),
        ("2025年12", "2025-12"),
    )
    doubtful = {"2025\\9", "2025,10", "’25.11", "2025年12", "2025—08", "2025年5月1日", "2025-06-01 00:00:00"}
    for text, ym in texts:
        v = usage("PD-E1", ym)
        expected = ("PD-E1", month(ym), base("PD-E1", v))
        cells: list[Content] = [*PD, text, v, "kWh"]
        if text in doubtful:
            s.either(cells, *expected, "unusual spelling of a month, or a first day for its month")
        else:
            s.accept(cells, *expected, "usual spelling of a month")


@workbook("D02", "小数月份.xlsx", "小数点月份", "2024.1 .. 2024.12 typed as numbers: October turns into 2024.1")
def decimal_months(book: Book) -> None:
    """Typed as numbers, the tenth month loses its zero."""
    s = book.sheet("无格式", q="D")
    s.put(HEADING)
    for n, ym in enumerate(year_months(2024), 1):
        v = usage("PD-E1", ym)
        shown = float(f"2024.{n}")
        cells: list[Content] = [*PD, shown, v, "kWh"]
        if n in (1, 10):
            s.either(cells, "PD-E1", month(ym), base("PD-E1", v), "2024.1 stands twice; by its place it is this month")
        else:
            s.accept(cells, "PD-E1", month(ym), base("PD-E1", v), "decimal month")
    s = book.sheet("两位格式", q="D")
    s.put(HEADING)
    for n, ym in enumerate(year_months(2025, 8), 8):
        v = usage("PD-E1", ym)
        look = styled(float(f"2025.{n:02d}"), num_format="0.00")
        s.accept([*PD, look, v, "kWh"], "PD-E1", month(ym), base("PD-E1", v), "number shown with two decimals")


@workbook("D03", "数字与序列日期.xlsx", "数字日期", "202410 as number, Excel dates, bare serials, dates with time")
def numeric_dates(book: Book) -> None:
    """Dates as numbers."""
    s = book.sheet("Sheet1", q="D")
    s.put(HEADING)
    look = {"num_format": 'yyyy"年"m"月"'}
    rows: tuple[tuple[Content, str, str, str], ...] = (
        (202401, "2024-01", "accept", "YYYYMM as a number"),
        (202402, "2024-02", "accept", "YYYYMM as a number"),
        (styled(date(2024, 3, 1), **look), "2024-03", "accept", "date shown as year and month"),
        (styled(date(2024, 4, 30), **look), "2024-04", "accept", "last day shown as year and month"),
        (styled(date(2024, 5, 1), num_format="mmm-yy"), "2024-05", "accept", "date shown as May-24"),
        (45444, "2024-06", "either", "bare serial of 2024-06-01"),
        ("45474", "2024-07", "either", "bare serial as text, 2024-07-01"),
        (styled(45505.0, num_format="0"), "2024-08", "either", "bare serial of 2024-08-01"),
        (styled(date(2024, 9, 1), num_format="yyyy/m/d"), "2024-09", "either", "first day in a column 月份"),
        (calc("=DATE(2024,10,1)", 45566, **look), "2024-10", "accept", "date by formula, shown as year and month"),
        (20241101, "2024-11", "either", "YYYYMMDD, a first day in a column 月份"),
        ("20241231", "2024-12", "either", "YYYYMMDD, a last day in a column 月份"),
    )
    for cell, ym, expect, why in rows:
        v = usage("MH-E1", ym)
        row = s.put(["闵行工厂", "电力", cell, v, "kWh"])
        s.mark(expect, row, "D", why, "MH-E1", month(ym), base("MH-E1", v))
    for bad in (2024, 24, 1, 20241301):
        s.refuse(["闵行工厂", "电力", bad, 240000, "kWh"], f"{bad} names no month")


@workbook(
    "D04", "抄表周期.xlsx", "抄表周期（文本）", "ranges as text: tildes, dashes, 至, missing second year, reversed"
)
def ranges(book: Book) -> None:
    """Meter periods that cross months."""
    s = book.sheet("Sheet1", q="D")
    s.head("厂区", "能源", "抄表周期", "用量", "单位")
    rows: tuple[tuple[str, Period], ...] = (
        ("2024-01-26至2024-02-25", days("2024-01-26", "2024-02-25")),
        ("2024/2/26-2024/3/25", days("2024-02-26", "2024-03-25")),
        ("2024.3.26~2024.4.25", days("2024-03-26", "2024-04-25")),
        ("2024年4月26日—2024年5月25日", days("2024-04-26", "2024-05-25")),
        ("2024/5/26 - 6/25", days("2024-05-26", "2024-06-25")),
        ("2024年6月26日至7月25日", days("2024-06-26", "2024-07-25")),
        ("20240726-20240825", days("2024-07-26", "2024-08-25")),
        ("2024-08-26～2024-09-25", days("2024-08-26", "2024-09-25")),
        ("2024/9/26–2024/10/25", days("2024-09-26", "2024-10-25")),
        ("自2024.10.26起至2024.11.25止", days("2024-10-26", "2024-11-25")),
        ("2024/11/26-2024/12/31", days("2024-11-26", "2024-12-31")),
        ("2025.01.01-01.31", days("2025-01-01", "2025-01-31")),
    )
    for text, period in rows:
        v = usage("PD-G1", text[:4] + "-01", text)
        s.accept(["浦东工厂", "天然气", text, v, "m3"], "PD-G1", period, base("PD-G1", v), "both days inclusive")
    s.refuse(["浦东工厂", "天然气", "2025-03-25至2025-02-26", 20100, "m3"], "ends before it begins")
    s.refuse(["浦东工厂", "天然气", "2025-03-26至", 20300, "m3"], "no end")
    s.refuse(["浦东工厂", "天然气", "26日-25日", 20500, "m3"], "days without months")
    s.refuse(["浦东工厂", "天然气", "2025-05-26至2025-06-31", 19900, "m3"], "31 June does not exist")


@workbook(
    "D05",
    "上次本次抄表日.xlsx",
    "上次/本次抄表日",
    "two reading dates per row; the days meet, so the end is not inclusive",
)
def reading_days(book: Book) -> None:
    """Consumption between two readings; last row lacks the earlier one."""
    s = book.sheet("抄表", q="E")
    s.head("厂区", "能源", "上次抄表日期", "本次抄表日期", "电量（度）")
    stops = [
        "2024-12-25",
        "2025-01-24",
        "2025-02-25",
        "2025-03-26",
        "2025-04-25",
        "2025-05-26",
        "2025-06-25",
        "2025-07-25",
    ]
    for before, now in pairwise(stops):
        v = usage("MH-E1", now[:7], "days")
        s.accept(
            ["闵行工厂", "电力", date.fromisoformat(before), date.fromisoformat(now), v],
            "MH-E1",
            half_open(before, now),
            base("MH-E1", v),
            "from reading to reading: consecutive rows share the day",
        )
    v = usage("MH-E1", "2025-08", "days")
    s.either(
        ["闵行工厂", "电力", None, date(2025, 8, 25), v],
        "MH-E1",
        half_open("2025-07-25", "2025-08-25"),
        base("MH-E1", v),
        "earlier reading left out; the row above gives it",
    )
    s.refuse(["闵行工厂", "电力", date(2025, 9, 25), date(2025, 8, 25), 240100], "later reading before the earlier one")
    s.refuse(["闵行工厂", "电力", date(2025, 9, 25), date(2025, 9, 25), 800], "no days between the readings")


@workbook("D06", "只写几月.xlsx", "月份不写年", "1月.. with the year only in the title; 十月, 11, 腊月")
def year_in_title(book: Book) -> None:
    """The title's year holds for all."""
    s = book.sheet("Sheet1", q="D")
    s.head("嘉定物流中心二〇二五年用能统计")
    s.put(HEADING)
    texts = ("1月", "2月份", "三月", "04", "5", "六月份", "7 月", "８月", "9月", "十月", "11月", "十二月")
    for text, ym in zip(texts, year_months(2025), strict=True):
        v = usage("JD-D1", ym)
        s.accept(["嘉定物流中心", "柴油", text, v, "升"], "JD-D1", month(ym), base("JD-D1", v), "year from the title")
    s.refuse(["嘉定物流中心", "柴油", "腊月", 4100, "升"], "a lunar month")
    s.refuse(["嘉定物流中心", "柴油", "13月", 4100, "升"], "no thirteenth month")


@workbook("D07", "用电.xlsx", "没有年份", "no year anywhere, not in title, sheet or file name")
def no_year(book: Book) -> None:
    """Cannot be known."""
    s = book.sheet("Sheet1", q="D")
    s.head("闵行工厂用电")
    s.put(HEADING)
    for n, ym in enumerate(year_months(2024, 1, 8), 1):
        s.refuse(["闵行工厂", "电力", f"{n}月", usage("MH-E1", ym), "度"], "no year anywhere")


@workbook("D15", "用电_2024年.xlsx", "年份只在文件名", "the year only in the file name")
def year_in_file_name(book: Book) -> None:
    """A clerk may or may not trust a file name."""
    s = book.sheet("Sheet1", q="D")
    s.put(HEADING)
    for n, ym in enumerate(year_months(2024, 1, 6), 1):
        v = usage("MH-E1", ym)
        s.either(
            ["闵行工厂", "电力", f"{n}月", v, "度"], "MH-E1", month(ym), base("MH-E1", v), "year only in the file name"
        )


@workbook("D08", "季度半年.xlsx", "季度、半年、年度", "2024Q1, 第二季度, 上半年, 1-2月, 全年, 3-4季度")
def long_periods(book: Book) -> None:
    """Periods longer than a month, no overlaps within a source."""
    s = book.sheet("Sheet1", q="D")
    s.head("厂区", "能源", "期间", "用量", "单位")
    rows: tuple[tuple[str, str, str, Period], ...] = (
        ("PD-S1", "蒸汽", "2024Q1", months("2024-01", "2024-03")),
        ("PD-S1", "蒸汽", "2024年第二季度", months("2024-04", "2024-06")),
        ("PD-S1", "蒸汽", "2024年三季度", months("2024-07", "2024-09")),
        ("PD-S1", "蒸汽", "2024-Q4", months("2024-10", "2024-12")),
        ("PD-S1", "蒸汽", "Q1 2025", months("2025-01", "2025-03")),
        ("PD-S1", "蒸汽", "2025年2季度", months("2025-04", "2025-06")),
        ("PD-G1", "天然气", "2024年上半年", months("2024-01", "2024-06")),
        ("PD-G1", "天然气", "2024年下半年", months("2024-07", "2024-12")),
        ("PD-G1", "天然气", "2025H1", months("2025-01", "2025-06")),
        ("PD-E1", "电力", "2024年1-2月", months("2024-01", "2024-02")),
        ("PD-E1", "电力", "2024年3～6月", months("2024-03", "2024-06")),
        ("PD-E1", "电力", "2024年7月至12月", months("2024-07", "2024-12")),
        ("PD-E1", "电力", "2025年度", months("2025-01", "2025-12")),
    )
    units = {"PD-S1": "吨", "PD-G1": "m3", "PD-E1": "kWh"}
    for src, name, text, period in rows:
        count = (period.end - period.start).days // 30
        v = usage(src, "2024-01", text) * count
        s.accept(
            ["浦东工厂", name, text, v, units[src]],
            src,
            period,
            base(src, v),
            "period longer than a month, plainly named",
        )
    s.refuse(["浦东工厂", "蒸汽", "2025年五季度", 900, "吨"], "no fifth quarter")
    s.refuse(["浦东工厂", "蒸汽", "Q3", 900, "吨"], "quarter without a year")
    s.refuse(["浦东工厂", "蒸汽", "2025年冬季", 900, "吨"], "a season is no period")


@workbook("D09", "不可能的日期.xlsx", "不可能的日期", "2024-02-30, month 13, 2025-02-29, year 2204, blank, words")
def impossible(book: Book) -> None:
    """Dates that do not exist among plain rows."""
    s = book.sheet("Sheet1", q="D")
    s.head("厂区", "能源", "日期", "用量", "单位")
    bad = (
        ("2024年13月", "month 13"),
        ("2024-00", "month 0"),
        ("2024-02-30", "30 February"),
        ("2025-02-29", "no leap year"),
        ("2204-05", "year 2204"),
        ("1900-01", "year 1900"),
        ("2024年", "a year alone for one month's amount"),
        ("上月", "relative"),
        ("2024年6、7月?", "in doubt"),
        ("yyyy-mm", "placeholder"),
        ("202", "cut off"),
        (None, "blank"),
        ("#VALUE!", "error text"),
        ("2024-1O", "letter O for zero"),
    )
    for text, why in bad:
        if text == "2024年":
            s.either(
                ["闵行工厂", "烟煤", text, 1020.5, "吨"],
                "MH-C1",
                months("2024-01", "2024-12"),
                base("MH-C1", "1020.5"),
                "a year's amount for a year",
            )
        else:
            s.refuse(["闵行工厂", "烟煤", text, 86.2, "吨"], f"date cannot be: {why}")
    for ym in year_months(2025, 3, 6):
        v = usage("MH-C1", ym)
        s.accept(["闵行工厂", "烟煤", zh(ym), v, "吨"], "MH-C1", month(ym), base("MH-C1", v), "plain row")
