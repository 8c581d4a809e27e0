"""Rows that must not count, count once, or replace others: totals, duplicates, corrections, cancellations."""

from __future__ import annotations

from decimal import Decimal

from dirty_core import Book, Content, calc, workbook
from dirty_facts import SOURCES, base, month, num, usage, year_months, zh

HEADING = ("厂区", "能源", "月份", "用量", "单位", "备注")


@workbook("G01", "合计小计.xlsx", "各种合计行", "合计, 小计, 总计, 累计, 平均, 共计, Total, Σ in several columns")
def totals(book: Book) -> None:
    """Totals by their words, wherever the word stands."""
    s = book.sheet("Sheet1", q="D")
    s.put(HEADING)
    words: tuple[list[Content], ...] = (
        ["小计", None, None],
        ["浦东工厂", "合 计", None],
        [None, None, "总计"],
        ["浦东工厂", "电力", "累计"],
        ["浦东工厂", "电力", "月平均"],
        ["浦东工厂电力共计", None, None],
        ["Total", None, None],
        ["∑", None, None],
        ["浦东工厂", "电力", "全年合计"],
        ["浦东工厂小计：", "电力", "2024年"],
    )
    total = Decimal(0)
    for n, ym in enumerate(year_months(2024, 1, 10)):
        v = usage("PD-E1", ym)
        total += v
        s.accept(["浦东工厂", "电力", zh(ym), v, "度"], "PD-E1", month(ym), base("PD-E1", v), "plain row")
        shown = total / (n + 1) if "月平均" in words[n] else total
        s.ignore([*words[n], shown, "度"], "total or mean of rows above")


@workbook(
    "G02", "公式合计无字.xlsx", "没有字样的合计行", "totals recognisable only by their SUM formula or by position"
)
def silent_totals(book: Book) -> None:
    """Totals without a word; one is a plain number."""
    s = book.sheet("Sheet1", q="D")
    s.put(HEADING)
    for src in ("MH-E1", "MH-C1", "MH-B1"):
        first = s.next
        total = Decimal(0)
        unit = "kWh" if src == "MH-E1" else "吨"
        for ym in year_months(2025, 1, 4):
            v = usage(src, ym)
            total += v
            s.accept(["闵行工厂", SOURCES[src].carrier_zh, zh(ym), v, unit], src, month(ym), base(src, v), "plain row")
        if src == "MH-E1":
            s.ignore([None, None, None, calc(f"=SUM(D{first}:D{s.next - 1})", num(total)), unit], "SUM without a word")
        elif src == "MH-C1":
            s.ignore(
                ["闵行工厂", "烟煤", None, calc(f"=SUBTOTAL(9,D{first}:D{s.next - 1})", num(total)), unit],
                "SUBTOTAL, no month",
            )
        else:
            s.ignore([None, None, None, total], "bare number equal to the sum of the rows above")


@workbook(
    "G03",
    "重复行.xlsx",
    "重复行",
    "exact duplicates, same month with another amount, same row in another spelling, in another sheet",
)
def duplicates(book: Book) -> None:
    """A duplicate counts once; two amounts for one month must be asked back."""
    s = book.sheet("Sheet1", q="D")
    s.put(HEADING)
    for ym in year_months(2024, 1, 8):
        v = usage("MH-E1", ym)
        cells: list[Content] = ["闵行工厂", "电力", zh(ym), v, "kWh"]
        expected = ("MH-E1", month(ym), base("MH-E1", v))
        if ym == "2024-05":
            s.either(cells, *expected, "a second amount for the same month follows")
            s.refuse(["闵行工厂", "电力", zh(ym), v + 3120, "kWh"], "another amount for the same month")
            continue
        s.accept(cells, *expected, "plain row")
        if ym in ("2024-02", "2024-03"):
            s.refuse(cells, "exact duplicate of the row above")
        if ym == "2024-07":
            s.refuse(["MH", "电", "2024-07", v / 10000, "万度"], "the same record in another spelling and unit")
    s.refuse(["闵行工厂", "电力", "2024年1月", usage("MH-E1", "2024-01"), "kWh", "补报"], "January again, at the end")
    other = book.sheet("Sheet1 (2)", q="D")
    other.put(HEADING)
    for ym in year_months(2024, 1, 2):
        other.refuse(["闵行工厂", "电力", zh(ym), usage("MH-E1", ym), "kWh"], "copy of the first sheet")


@workbook(
    "G05",
    "更正与红冲.xlsx",
    "更正与红冲",
    "corrections that replace a row, red invoices with their originals, credit notes",
)
def corrections(book: Book) -> None:
    """The later, marked row replaces the earlier one."""
    s = book.sheet("Sheet1", q="D")
    s.head("厂区", "能源", "月份", "用量", "单位", "发票号", "备注")
    for ym in year_months(2024, 1, 8):
        v = usage("PD-S1", ym)
        cells: list[Content] = ["浦东工厂", "蒸汽", zh(ym), v, "吨", f"2431{ym[5:]}07"]
        expected = ("PD-S1", month(ym), base("PD-S1", v))
        if ym == "2024-03":
            s.ignore([*cells, "有误，见下行更正"], "replaced by the next row, as it says")
            s.accept(
                ["浦东工厂", "蒸汽", zh(ym), v - 12, "吨", "", "更正：以此为准"],
                "PD-S1",
                month(ym),
                base("PD-S1", v - 12),
                "the correction counts",
            )
        elif ym == "2024-05":
            s.ignore([*cells, "已红冲"], "cancelled by the red invoice below")
            s.ignore(
                ["浦东工厂", "蒸汽", zh(ym), -v, "吨", "24319905", f"红冲发票 2431{ym[5:]}07"],
                "red invoice that cancels the row above",
            )
            s.accept(
                ["浦东工厂", "蒸汽", zh(ym), v + 5, "吨", "24319906", "重开"],
                "PD-S1",
                month(ym),
                base("PD-S1", v + 5),
                "reissued invoice",
            )
        elif ym == "2024-07":
            s.either(cells, *expected, "a credit note for part of it follows")
            s.refuse(
                ["浦东工厂", "蒸汽", zh(ym), -20, "吨", "24319907", "退量"],
                "negative amount that would change July: to be asked back",
            )
        elif ym == "2024-08":
            s.either(cells, *expected, "an addition to it follows")
        else:
            s.accept(cells, *expected, "plain row")
    s.refuse(
        ["浦东工厂", "蒸汽", "2024年8月", 15.2, "吨", "", "补差"], "addition to a month that is there: to be asked back"
    )
    v = usage("PD-S1", "2024-09")
    s.either(
        ["浦东工厂", "蒸汽", "2024年9月", v, "吨", "", "更正（原数作废）"],
        "PD-S1",
        month("2024-09"),
        base("PD-S1", v),
        "a correction without its original in the file",
    )


@workbook(
    "G06",
    "作废与删除线.xlsx",
    "作废与删除线",
    "作废 in remark, number or first cell; struck-through rows; 取消, 不计, 测试",
)
def cancelled(book: Book) -> None:
    """Cancelled rows must not count, struck rows neither."""
    s = book.sheet("Sheet1", q="D")
    s.put(HEADING)
    marks = {"2024-05": "作废", "2024-07": "取消", "2024-09": "不计入", "2024-11": "重复，删除"}
    for ym in year_months(2024, 4):
        v = usage("JD-D1", ym)
        if ym in marks:
            s.ignore(["嘉定物流中心", "柴油", zh(ym), v + 310, "升", marks[ym]], f"{marks[ym]} in the remark")
        if ym in ("2024-06", "2024-10"):
            s.struck_rows.add(
                s.ignore(["嘉定物流中心", "柴油", zh(ym), v - 205, "升"], "row struck through, right one below")
            )
        s.accept(["嘉定物流中心", "柴油", zh(ym), v, "升"], "JD-D1", month(ym), base("JD-D1", v), "plain row")
    s.ignore(["作废", "柴油", "2025年1月", 4100, "升"], "作废 in the first cell")
    s.ignore(["嘉定物流中心", "柴油", "2025年1月", "作废", "升"], "作废 in the amount")
    s.ignore(["嘉定物流中心", "柴油", "2025年1月", "4100（作废）", "升"], "作废 behind the amount")
    s.ignore(["测试", "测试", "2025年1月", 1, "升", "test"], "test row")
    s.accept(
        ["嘉定物流中心", "柴油", "2025年2月", 4080, "升", "上月单据作废重开，本月正常"],
        "JD-D1",
        month("2025-02"),
        base("JD-D1", 4080),
        "作废 speaks of another month",
    )


@workbook(
    "G12",
    "备注太多.xlsx",
    "备注很长",
    "remarks that contain numbers, units, months and words of totals but mean nothing",
)
def remarks(book: Book) -> None:
    """Harmless remarks."""
    s = book.sheet("Sheet1", q="D")
    s.put(HEADING)
    texts = (
        "比上月合计多 3200 度",
        "含小计核对无误",
        "计划 180000",
        "2024年5月补录",
        "停产 2 天",
        "原计划作废",
        "见附件 3",
        "上年同期 17.2 万度",
        "单价 0.72 元",
        "-",
        "无",
        "N/A",
    )
    for ym, text in zip(year_months(2024), texts, strict=True):
        v = usage("PD-E1", ym)
        s.accept(
            ["浦东工厂", "电力", zh(ym), v, "kWh", text],
            "PD-E1",
            month(ym),
            base("PD-E1", v),
            "remark without bearing on the amount",
        )


@workbook(
    "G14", "估算状态列.xlsx", "数据状态列", "state column in many words: 实测, 计量, 估算, 暂估, 推算, 发票, blank"
)
def states(book: Book) -> None:
    """Words for measured and estimated."""
    s = book.sheet("Sheet1", q="D")
    s.head("厂区", "能源", "月份", "用量", "单位", "数据类型")
    words = (
        ("实测", "measured"),
        ("计量", "measured"),
        ("抄表", "measured"),
        ("发票", "measured"),
        ("估算", "estimated"),
        ("暂估", "estimated"),
        ("推算", "estimated"),
        ("估计", "estimated"),
        ("E", "estimated"),
        ("estimated", "estimated"),
        ("", "measured"),
        ("measured", "measured"),
    )
    for ym, (word, state) in zip(year_months(2025), words, strict=True):
        v = usage("MH-B1", ym)
        cells: list[Content] = ["闵行工厂", "木屑颗粒", zh(ym), v, "吨", word]
        expected = ("MH-B1", month(ym), base("MH-B1", v))
        if word == "E":
            s.either(cells, *expected, "E: estimated, as gas bills mark it", state)
        else:
            s.accept(cells, *expected, f"state {word or 'blank'}", state)
