"""Periods that meet limits: ownership, the reporting day, split year and month columns, days and weeks."""

from __future__ import annotations

from datetime import date, timedelta

from dirty_core import Book, Content, workbook
from dirty_facts import Period, base, days, month, months, num, usage, year_months, zh


@workbook(
    "D10",
    "收购前与未来.xlsx",
    "收购前与未来的数据",
    "JD before 2024-04-01, periods across that day, after the reporting day 2026-03-20",
)
def limits(book: Book) -> None:
    """Rows outside what can be owned or known."""
    s = book.sheet("Sheet1", q="D")
    s.head("厂区", "能源", "月份", "用量", "单位", "备注")
    for ym in year_months(2024, 1, 5):
        v = usage("JD-E1", ym)
        cells: list[Content] = ["嘉定物流中心", "电力", zh(ym), v, "kWh"]
        if ym < "2024-04":
            s.refuse(cells, "before the site was owned (2024-04-01)")
        else:
            s.accept(cells, "JD-E1", month(ym), base("JD-E1", v), "owned")
    s.refuse(["嘉定物流中心", "柴油", "2024年3月", 4210, "升", "原业主数据"], "before the site was owned")
    s.either(
        ["嘉定物流中心", "柴油", "2024-03-26至2024-04-25", 4150, "升"],
        "JD-D1",
        days("2024-03-26", "2024-04-25"),
        base("JD-D1", 4150),
        "lies across the first day of ownership",
    )
    s.either(
        ["嘉定物流中心", "汽油", "2024年", 7320, "升"],
        "JD-P1",
        months("2024-01", "2024-12"),
        base("JD-P1", 7320),
        "the year holds three months before ownership",
    )
    for text in ("2026年4月", "2026年12月", "2027年1月", "2034年10月"):
        s.refuse(["闵行工厂", "电力", text, 243000, "kWh"], "lies after the reporting day")
    s.refuse(["闵行工厂", "电力", "2026年3月", 151000, "kWh", "截至20日"], "the month is not over on the reporting day")
    v = usage("MH-E1", "2026-01")
    s.either(
        ["闵行工厂", "电力", "2026年1月", v, "kWh"],
        "MH-E1",
        month("2026-01"),
        base("MH-E1", v),
        "past, but after the years asked for",
    )


@workbook("D11", "年月分列.xlsx", "年、月分两列", "year and month in two columns, the year only once and merged")
def split_columns(book: Book) -> None:
    """The year is filled down through a merged cell."""
    s = book.sheet("Sheet1", q="D")
    s.head("年", "月", "能源", "浦东工厂用量", "单位")
    s.merge("A2:A13")
    for year in (2024, 2025):
        for n, ym in enumerate(year_months(year), 1):
            if year == 2025 and n > 6:
                break
            v = usage("PD-G1", ym)
            shown: Content = (year if year == 2024 else "2025年") if n == 1 else None
            s.accept(
                [shown, n if year == 2024 else f"{n}月", "天然气", v, "立方米"],
                "PD-G1",
                month(ym),
                base("PD-G1", v),
                "year from the merged cell, month beside it",
            )
    s.merge("A14:A19")
    s.refuse([2025, 13, "天然气", 20100, "立方米"], "month 13")
    s.refuse([2025, None, "天然气", 20100, "立方米"], "no month")


@workbook("D12", "起止日期.xlsx", "起止两列", "开始日期/结束日期 in mixed forms, equal days, swapped, missing end")
def start_and_end(book: Book) -> None:
    """Two date columns, both inclusive by their names."""
    s = book.sheet("Sheet1", q="E")
    s.head("厂区", "能源", "开始日期", "结束日期", "数量", "单位")
    rows: tuple[tuple[Content, Content, Period], ...] = (
        (date(2024, 7, 1), date(2024, 7, 31), month("2024-07")),
        ("2024-08-01", "2024-08-31", month("2024-08")),
        ("2024/9/1", "2024/9/30", month("2024-09")),
        ("2024.10.1", "2024.10.31", month("2024-10")),
        ("2024年11月1日", "2024年11月30日", month("2024-11")),
        (20241201, 20241231, month("2024-12")),
        ("2025-01-01 00:00", "2025-01-31 23:59", month("2025-01")),
        (date(2025, 2, 1), "2025-02-28", month("2025-02")),
        ("2025年3月", "2025年4月", months("2025-03", "2025-04")),
    )
    for first, last, period in rows:
        v = usage("MH-B1", period.start.isoformat()[:7])
        s.accept(
            ["闵行工厂", "木屑颗粒", first, last, v, "吨"], "MH-B1", period, base("MH-B1", v), "both days inclusive"
        )
    s.refuse(["闵行工厂", "木屑颗粒", "2025-06-30", "2025-06-01", 42.1, "吨"], "end before start")
    s.refuse(["闵行工厂", "木屑颗粒", "2025-07-01", None, 42.1, "吨"], "no end")
    s.refuse(["闵行工厂", "木屑颗粒", "2025-08-01", "2025-08-32", 42.1, "吨"], "day 32")
    s.either(
        ["闵行工厂", "木屑颗粒", "2025-09-01", "2025-10-01", 41.3, "吨"],
        "MH-B1",
        month("2025-09"),
        base("MH-B1", "41.3"),
        "the end may be the first day not included",
    )


@workbook("D13", "每日抄表.xlsx", "每日抄表", "one row per day, a skipped day, week subtotals, a month total")
def daily(book: Book) -> None:
    """Daily readings; totals must not be counted with them."""
    s = book.sheet("2024年10月", q="C")
    s.head("浦东工厂锅炉天然气日报表　表号 TBQM-80-2231")
    s.head("日期", "瞬时流量(m³/h)", "日用量(m³)", "值班")
    day = date(2024, 10, 8)
    total = 0
    for n in range(20):
        now = day + timedelta(days=n)
        if n == 9:
            continue
        v = usage("PD-G1", now.isoformat(), "day") // 30
        total += int(v)
        s.accept(
            [now, num(v // 24), v, "甲乙丙丁"[n % 4]],
            "PD-G1",
            Period(now, now + timedelta(days=1)),
            base("PD-G1", v),
            "a day's amount",
        )
        if n % 7 == 6:
            s.ignore(["周小计", None, total], "weekly subtotal")
    s.ignore(["本月合计", None, total], "monthly total of the days")


@workbook("D14", "旬报周报.xlsx", "旬报与周报", "上旬/中旬/下旬, week numbers")
def thirds(book: Book) -> None:
    """Thirds of a month are days; weeks are disputed."""
    s = book.sheet("Sheet1", q="D")
    s.head("厂区", "能源", "期间", "用量(吨)", "备注")
    rows = (
        ("2025年5月上旬", days("2025-05-01", "2025-05-10")),
        ("2025年5月中旬", days("2025-05-11", "2025-05-20")),
        ("2025年5月下旬", days("2025-05-21", "2025-05-31")),
        ("2025年6月上旬", days("2025-06-01", "2025-06-10")),
        ("2025年第27周", days("2025-06-30", "2025-07-06")),
        ("2025W28", days("2025-07-07", "2025-07-13")),
    )
    for text, period in rows:
        v = (usage("MH-C1", text, "third") / 3).quantize(usage("MH-C1", text))
        s.either(["闵行工厂", "烟煤", text, v], "MH-C1", period, base("MH-C1", v), "third of a month or ISO week")
    s.refuse(["闵行工厂", "烟煤", "第29周", 20.4], "week without a year")
    s.refuse(["闵行工厂", "烟煤", "2025年7月末", 20.4], "end of a month is no period")


@workbook(
    "G04", "重叠期间.xlsx", "期间重叠", "months and quarters of the same source, meter periods that overlap, gaps"
)
def overlaps(book: Book) -> None:
    """A quarter over its months, shifted periods."""
    s = book.sheet("Sheet1", q="D")
    s.head("厂区", "能源", "期间", "用量", "单位")
    total = 0
    for ym in year_months(2024, 1, 3):
        v = usage("PD-E1", ym)
        total += int(v)
        s.accept(["浦东工厂", "电力", zh(ym), v, "kWh"], "PD-E1", month(ym), base("PD-E1", v), "plain row")
    s.ignore(["浦东工厂", "电力", "2024年一季度", total, "kWh"], "equals the sum of its months: a subtotal in disguise")
    v = usage("PD-E1", "2024-04")
    s.accept(["浦东工厂", "电力", "2024年4月", v, "kWh"], "PD-E1", month("2024-04"), base("PD-E1", v), "plain row")
    s.refuse(["浦东工厂", "电力", "2024-04-16至2024-05-15", 181000, "kWh"], "overlaps April, which is already there")
    v = usage("PD-E1", "2024-06")
    s.accept(
        ["浦东工厂", "电力", "2024年6月", v, "kWh"],
        "PD-E1",
        month("2024-06"),
        base("PD-E1", v),
        "a gap in May is no fault of June",
    )
    s.refuse(
        ["浦东工厂", "电力", "2024年上半年", 1250000, "kWh"], "overlaps months that are there and is not their sum"
    )
    for text, first, last in (
        ("2024-07-01至2024-07-25", "2024-07-01", "2024-07-25"),
        ("2024-07-26至2024-08-25", "2024-07-26", "2024-08-25"),
    ):
        v = usage("PD-G1", first[:7], text)
        s.accept(
            ["浦东工厂", "天然气", text, v, "m3"],
            "PD-G1",
            days(first, last),
            base("PD-G1", v),
            "meter periods that meet",
        )
    s.either(
        ["浦东工厂", "天然气", "2024-08-25至2024-09-25", 21000, "m3"],
        "PD-G1",
        days("2024-08-25", "2024-09-25"),
        base("PD-G1", 21000),
        "shares 25 August with the row above",
    )
