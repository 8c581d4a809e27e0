"""Amounts as numbers: errors, formulas, signs, scaled displays."""

from __future__ import annotations

from decimal import Decimal

from dirty_core import Book, Content, calc, styled, workbook
from dirty_facts import base, month, num, usage, year_months, zh

HEADING = ("厂区", "能源", "月份", "用量", "单位", "备注")


@workbook("C05", "公式错误.xlsx", "公式出错的台账", "#DIV/0!, #REF!, #VALUE!, #N/A, #NAME? as cached results")
def errors(book: Book) -> None:
    """Errors of calculation among plain rows."""
    s = book.sheet("Sheet1", q="D")
    s.put(HEADING)
    marks = ("#DIV/0!", "#REF!", "#VALUE!", "#N/A", "#NAME?", "#NUM!")
    formulas = ("=1/0", "=#REF!*60", '=VALUE("x")', "=NA()", "=用量合计(1)", "=SQRT(-1)")
    for n, ym in enumerate(year_months(2024)):
        v = usage("PD-G1", ym)
        if n % 2:
            s.refuse(
                ["浦东工厂", "天然气", zh(ym), calc(formulas[n // 2], marks[n // 2]), "m3"],
                f"{marks[n // 2]} in the amount",
            )
        else:
            s.accept(["浦东工厂", "天然气", zh(ym), v, "m3"], "PD-G1", month(ym), base("PD-G1", v), "plain row")
    s.refuse(["浦东工厂", "天然气", "2025年1月", "#####", "m3"], "typed-over column of hash signs")
    s.accept(
        ["浦东工厂", "天然气", "2025年2月", usage("PD-G1", "2025-02"), "m3", calc("=D15/0", "#DIV/0!")],
        "PD-G1",
        month("2025-02"),
        base("PD-G1", usage("PD-G1", "2025-02")),
        "error only in the remark column",
    )


@workbook("C06", "公式台账.xlsx", "公式算出的用量", "amounts by formula with cached values; two rows never calculated")
def formulas(book: Book) -> None:
    """Cached values count; a formula without one is a matter of the program."""
    s = book.sheet("Sheet1", q="F")
    s.head("月份", "上月表底", "本月表底", "倍率", "损耗系数", "电量（kWh）", "厂区", "能源")
    reading = Decimal("2210.4")
    total = Decimal(0)
    for ym in year_months(2025):
        turns = (usage("MH-E1", ym) / 800).quantize(Decimal("0.1"))
        row = s.next
        now = reading + turns
        v = turns * 800
        total += v
        cached = None if ym in ("2025-05", "2025-09") else num(v)
        amount = calc(f"=(C{row}-B{row})*D{row}", cached)
        cells: list[Content] = [zh(ym), reading, now, 800, 1, amount, "闵行工厂", "电"]
        expected = ("MH-E1", month(ym), base("MH-E1", v))
        if cached is None:
            s.either(cells, *expected, "formula saved without its value; Excel would show it on opening")
        else:
            s.accept(cells, *expected, "cached value of a formula")
        reading = now
    row = s.next
    s.ignore(["合计", None, None, None, None, calc(f"=SUM(F2:F{row - 1})", num(total))], "total by formula")


@workbook("C07", "负数与零.xlsx", "负数与零", "negative amounts, accounting brackets, zeros, a dash format for zero")
def signs(book: Book) -> None:
    """Negative energy cannot be used; zero can."""
    s = book.sheet("Sheet1", q="D")
    s.put(HEADING)
    accounting = "#,##0.00_);(#,##0.00)"
    odd: dict[str, tuple[Content, str, str]] = {
        "2024-05": (-420, "refuse", "negative amount without an explanation"),
        "2024-07": ("(610)", "refuse", "accounting brackets: negative"),
        "2024-08": (0, "accept", "a true zero"),
        "2024-09": (styled(-655, num_format=accounting), "refuse", "negative shown in brackets"),
        "2024-10": (styled(0, num_format='0;-0;"-"'), "accept", "zero shown as a dash"),
        "2024-11": ("－580", "refuse", "full-width minus"),
        "2024-12": ("0.00", "accept", "zero as text"),
        "2025-02": ("△600", "refuse", "triangle: negative in accounting"),
    }
    for ym in year_months(2024, 4) + year_months(2025, 1, 6):
        v = usage("JD-P1", ym)
        cell, expect, why = odd.get(ym, (v, "accept", "plain row"))
        row = s.put(["嘉定物流中心", "汽油", zh(ym), cell, "升"])
        if expect == "refuse":
            s.mark("refuse", row, "D", why)
        else:
            s.mark("accept", row, "D", why, "JD-P1", month(ym), base("JD-P1", 0 if ym in odd else v))


@workbook("C12", "万度表头.xlsx", "表头是万度", "heading 用电量（万度）, some rows plainly in 度")
def ten_thousands(book: Book) -> None:
    """The heading's 万 holds unless the row cannot be meant so."""
    s = book.sheet("Sheet1", q="C")
    s.head("厂区", "年月", "用电量（万度）", "电费（万元）")
    for ym in year_months(2024):
        v = usage("PD-E1", ym)
        if ym in ("2024-04", "2024-10"):
            s.refuse(
                ["浦东工厂", zh(ym), v, v / 10000], "written in 度 under a heading of 万度: 1.8 billion kWh cannot be"
            )
        else:
            s.accept(
                ["浦东工厂", zh(ym), v / 10000, v / 13000],
                "PD-E1",
                month(ym),
                base("PD-E1", v),
                "万度 from the heading",
            )


@workbook(
    "C13",
    "显示与数值.xlsx",
    "显示值与实际值不同",
    "number formats that round, scale by 万 or append units; long decimals",
)
def displays(book: Book) -> None:
    """What the cell holds and what it shows."""
    s = book.sheet("Sheet1", q="D")
    s.put(HEADING)
    rows: tuple[tuple[Content, str, str, str], ...] = (
        (styled(181234.56, num_format="0"), "181234.56", "accept", "shown rounded, the value counts"),
        (styled(179880, num_format='0!.0,"万"'), "179880", "accept", "shown as 18.0万, the value is 179880"),
        (styled(182345, num_format="#,##0"), "182345", "accept", "thousands by format"),
        (styled(180500, num_format='#,##0"度"'), "180500", "accept", "unit by format"),
        (styled(18.25, num_format='0.00"万度"'), "182500", "either", "the format says 万度, the unit column says kWh"),
        (180123.123456789, "180123.123456789", "accept", "long decimals"),
        (177777.1 + 0.2, "177777.3", "accept", "binary rounding noise below six decimals"),
        (styled(176500, num_format="0.00E+00"), "176500", "accept", "scientific by format"),
        (styled(175000, num_format=";;;"), "175000", "either", "format hides the value: the cell looks empty"),
        (styled(174000, font_color="#FFFFFF"), "174000", "either", "white on white"),
    )
    for n, (cell, v, expect, why) in enumerate(rows, 1):
        ym = f"2025-{n:02d}"
        row = s.put(["浦东工厂", "电力", zh(ym), cell, "kWh"])
        s.mark(expect, row, "D", why, "PD-E1", month(ym), base("PD-E1", v))


@workbook("C14", "峰平谷.xlsx", "峰平谷电量", "尖/峰/平/谷 columns before 合计电量, which is the amount")
def tariff(book: Book) -> None:
    """The total across is the amount here."""
    s = book.sheet("电费单", q="G")
    s.head(
        "月份",
        "电表号",
        "尖电量",
        "峰电量",
        "平电量",
        "谷电量",
        "合计电量(kWh)",
        "最大需量(kW)",
        "功率因数",
        "电费合计(元)",
    )
    sums = [Decimal(0)] * 5
    for ym in year_months(2024, 1, 10):
        v = usage("MH-E1", ym)
        sharp, peak, flat = v // 20, v * 4 // 10, v * 3 // 10
        sums = [a + b for a, b in zip(sums, (sharp, peak, flat, v - sharp - peak - flat, v), strict=True)]
        row = s.next
        s.accept(
            [
                zh(ym),
                "DTSD-310112-0932",
                sharp,
                peak,
                flat,
                v - sharp - peak - flat,
                calc(f"=SUM(C{row}:F{row})", num(v)),
                812,
                0.96,
                v * Decimal("0.74"),
            ],
            "MH-E1",
            month(ym),
            base("MH-E1", v),
            "合计电量 sums the tariffs of one month and is the amount",
        )
    s.ignore(["年累计", None, *sums, None, None, sums[-1] * Decimal("0.74")], "total of the year")


@workbook("C15", "峰谷分行.xlsx", "峰谷分行电量", "one row per tariff and a 合计 row per month: counting all doubles")
def tariff_rows(book: Book) -> None:
    """Either the three tariffs or the month's total, never both."""
    s = book.sheet("分时", q="E")
    s.head("厂区", "能源", "月份", "时段", "电量", "单位")
    for ym in year_months(2025, 1, 4):
        v = usage("JD-E1", ym)
        peak, flat = v * 4 // 10, v * 35 // 100
        for name, part in (("峰", peak), ("平", flat), ("谷", v - peak - flat)):
            s.either(
                ["嘉定物流中心", "电力", zh(ym), name, part, "度"],
                "JD-E1",
                month(ym),
                base("JD-E1", part),
                "one tariff of the month",
            )
        s.ignore(["嘉定物流中心", "电力", zh(ym), "合计", v, "度"], "total of the three tariffs above")
