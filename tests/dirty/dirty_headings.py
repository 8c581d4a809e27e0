"""Ledgers whose headings are the trouble."""

from __future__ import annotations

from decimal import Decimal

from dirty_core import Book, Content, calc, styled, workbook
from dirty_facts import ORG, SOURCES, base, month, months, num, usage, year_months, zh

LAST_YEAR = Decimal("0.93")


@workbook("A01", "能源消耗台账.xlsx", "能源消耗台账", "title rows and notes above the table, signature lines below")
def titles(book: Book) -> None:
    """Three title rows, a note, a blank row, the table, then who filled it in."""
    s = book.sheet("台账", q="D")
    s.head(f"{ORG}2024年度能源消耗台账")
    s.merge("A1:F1")
    s.head("填报部门：设备动力部", None, None, "填报日期：2025年1月8日")
    s.head("说明：1. 电量以供电局抄表为准；2. 天然气为流量计读数（20℃）。")
    s.merge("A3:F3")
    s.blank()
    s.head("厂区", "能源", "月份", "用量", "单位", "备注")
    for src, unit in (("PD-E1", "度"), ("PD-G1", "立方米")):
        for ym in year_months(2024, 1, 6):
            v = usage(src, ym)
            s.accept(["浦东工厂", SOURCES[src].carrier_zh, zh(ym), v, unit], src, month(ym), base(src, v), "plain row")
    s.blank()
    s.ignore(["注：3月因检修停机2天，用量略低。"], "note below the table")
    s.ignore(["制表：张晓燕", None, "审核：", None, "批准："], "signature line")


@workbook(
    "A02", "电费台账.xlsx", "电费台账", "two-row merged heading; cumulative, last year and change beside the amount"
)
def two_row_heading(book: Book) -> None:
    """本月 is the amount; the rest only looks like one."""
    s = book.sheet("电费", q="C")
    s.head("闵行工厂外购电力统计表（2024年）")
    s.merge("A1:G1")
    s.head("月份", "电表编号", "用电量（kWh）", None, None, None, "电费（元）")
    s.head(None, None, "本月", "本年累计", "上年同期", "同比%", None)
    s.merge("A2:A3")
    s.merge("B2:B3")
    s.merge("C2:F2")
    s.merge("G2:G3")
    total = Decimal(0)
    for n, ym in enumerate(year_months(2024), 1):
        v = usage("MH-E1", ym)
        total += v
        before = (v * LAST_YEAR).quantize(Decimal(1))
        change = calc(f"=(C{s.next}-E{s.next})/E{s.next}*100", float(v / before * 100 - 100), num_format="0.0")
        row: list[Content] = [f"{n}月", "DTSD-310112-0932", v, total, before, change, v * Decimal("0.78")]
        s.accept(row, "MH-E1", month(ym), base("MH-E1", v), "本月 under 用电量; year from the title")


@workbook("A03", "抄表记录.xlsx", "抄表记录", "上月表底/本月表底/倍率 before 抄见电量")
def readings_with_amount(book: Book) -> None:
    """The amount stands behind readings and multiplier, one row does not agree with them."""
    s = book.sheet("抄表", q="G")
    s.head("抄表记录")
    s.head("厂区", "表号", "年月", "上月表底", "本月表底", "倍率", "抄见电量(度)", "抄表人")
    reading = Decimal("1204.5")
    for ym in year_months(2024, 4):
        turns = (usage("JD-E1", ym) / 60).quantize(Decimal("0.1"))
        now = reading + turns
        v = turns * 60
        cells: list[Content] = ["嘉定物流中心", "DTSD-310114-0081", zh(ym), reading, now, 60, v, "王师傅"]
        why = "抄见电量 is the amount; readings and multiplier agree"
        if ym == "2024-09":
            cells[6] = turns
            s.either(cells, "JD-E1", month(ym), base("JD-E1", turns), "amount left without the multiplier of 60")
        else:
            s.accept(cells, "JD-E1", month(ym), base("JD-E1", v), why)
        reading = now


@workbook(
    "A04",
    "电表底数.xlsx",
    "只有表底的抄表本",
    "no amount column: two readings and a multiplier, one roll-over, one swapped meter",
)
def readings_only(book: Book) -> None:
    """A clerk subtracts and multiplies; a falling reading must be asked back."""
    s = book.sheet("抄表本", q="C")
    s.head("厂区：嘉定物流中心　能源：电力　表号：DTSD-310114-0081")
    s.head("月份", "上月抄见数", "本月抄见数", "倍率", "备注")
    reading = Decimal(8120)
    for ym in year_months(2025, 1, 10):
        turns = (usage("JD-E1", ym) / 60).quantize(Decimal(1))
        now = reading + turns
        remark = ""
        if ym == "2025-06":
            now = Decimal(312)
            remark = "换表"
        cells: list[Content] = [zh(ym), reading, now, 60, remark]
        if ym == "2025-06":
            s.refuse(cells, "reading fell because of a new meter; the old meter's last reading is not given")
        elif ym == "2025-08":
            cells[3] = None
            s.refuse(cells, "multiplier missing on this row")
        else:
            s.either(cells, "JD-E1", month(ym), base("JD-E1", turns * 60), "(now - before) x 60, no amount written")
        reading = now


@workbook("A05", "计划与实际.xlsx", "计划完成情况表", "计划用量 stands before 实际用量, 完成率 after it")
def plan_and_actual(book: Book) -> None:
    """Plan first; later months have a plan only."""
    s = book.sheet("完成情况", q="E")
    s.head("2025年能源计划完成情况表")
    s.head("厂区", "能源", "月份", "计划用量(吨)", "实际用量(吨)", "完成率")
    for n, ym in enumerate(year_months(2025), 1):
        v = usage("MH-C1", ym)
        cells: list[Content] = ["闵行工厂", "烟煤", f"{n}月", 90, v, styled(float(v / 90), num_format="0%")]
        if n <= 10:
            s.accept(cells, "MH-C1", month(ym), base("MH-C1", v), "实际用量 is the amount, not the plan")
        else:
            cells[4:] = []
            s.ignore(cells, "plan only, nothing used yet", q="D")


@workbook(
    "A06",
    "发票台账.xlsx",
    "能源发票台账",
    "price, money with and without tax, quantity in the middle; a service fee without quantity",
)
def invoices(book: Book) -> None:
    """Money columns on both sides of 数量."""
    s = book.sheet("发票", q="F")
    s.head(
        "序号",
        "发票号码",
        "所属月份",
        "厂区",
        "货物名称",
        "数量",
        "计量单位",
        "单价(元)",
        "金额(元)",
        "税额(元)",
        "价税合计(元)",
    )
    names = {"PD-S1": ("蒸汽", "吨", "238.5"), "JD-D1": ("柴油", "升", "6.92"), "JD-P1": ("汽油", "升", "7.15")}
    number = 24312000
    order = 0
    sums = [Decimal(12000), Decimal(720)]
    for ym in year_months(2024, 7, 12):
        for src, (name, unit, price) in names.items():
            order, number = order + 1, number + 137
            v = usage(src, ym)
            net = (v * Decimal(price)).quantize(Decimal("0.01"))
            tax = (net * Decimal("0.13")).quantize(Decimal("0.01"))
            sums = [sums[0] + net, sums[1] + tax]
            s.accept(
                [order, str(number), zh(ym), SOURCES[src].site_zh, name, v, unit, Decimal(price), net, tax, net + tax],
                src,
                month(ym),
                base(src, v),
                "数量 is the amount, money is not",
            )
    s.refuse(
        [order + 1, str(number + 900), "2024年12月", "浦东工厂", "蒸汽管网服务费", None, "项", None, 12000, 720, 12720],
        "a service fee: money without a quantity of energy",
    )
    s.ignore([None, None, None, None, "合计", None, None, None, *sums, sum(sums)], "total of money")


@workbook("A07", "综合能耗表.xlsx", "综合能耗计算表", "折标系数 and 折标煤 columns before the real amount")
def standard_coal(book: Book) -> None:
    """Standard coal is derived and must not be taken for the amount."""
    s = book.sheet("综合能耗", q="G")
    s.head("综合能源消费量计算表　2024年")
    s.head("厂区", "能源名称", "月份", "折标系数", "折标煤(tce)", "计量单位", "实物量", "热值")
    plan = (
        ("PD-E1", "电力", "0.0001229", "千瓦时"),
        ("PD-G1", "天然气", "0.0013300", "m³"),
        ("MH-C1", "烟煤", "0.7143", "吨"),
    )
    total = Decimal(0)
    for src, name, factor, unit in plan:
        subtotal = Decimal(0)
        for n, ym in enumerate(year_months(2024, 1, 4), 1):
            v = usage(src, ym)
            tce = (v * Decimal(factor)).quantize(Decimal("0.001"))
            subtotal += tce
            s.accept(
                [SOURCES[src].site_zh, name, f"{n}月", Decimal(factor), tce, unit, v, None],
                src,
                month(ym),
                base(src, v),
                "实物量 is the amount, 折标煤 is derived",
            )
        total += subtotal
        s.ignore([None, "小计", None, None, subtotal], "subtotal of standard coal", q="E")
    s.ignore([None, "综合能源消费量", None, None, total, "tce"], "grand total in standard coal", q="E")


@workbook("A08", "累计报表.xlsx", "累计用量报表", "only cumulative amounts, no monthly ones")
def cumulative_only(book: Book) -> None:
    """Only the January row can be read as such; the rest are running totals."""
    s = book.sheet("累计", q="D")
    s.head("厂区", "能源", "截止月份", "累计用量（万千瓦时）", "上年同期累计")
    total = Decimal(0)
    for ym in year_months(2024, 1, 9):
        total += usage("PD-E1", ym)
        cells: list[Content] = ["浦东工厂", "电力", zh(ym), total / 10000, total / 10000 * LAST_YEAR]
        if ym == "2024-01":
            s.either(cells, "PD-E1", month(ym), base("PD-E1", total), "the January running total is January")
        else:
            s.refuse(cells, "running total since January, not the month's amount")


@workbook("A14", "用电登记.xlsx", "用电登记", "headings with line breaks, inner spaces and full-width brackets")
def broken_headings(book: Book) -> None:
    """Headings as typed to fit narrow columns."""
    s = book.sheet("登记", q="D")
    s.head("厂　区", "能 源\n品 种", "年\n月", "用 电 量\n（ 度 ）", "功率因数", "备 注 ")
    for ym in year_months(2024, 1, 8):
        v = usage("PD-E1", ym)
        s.accept([" 浦东工厂 ", "电　力", f" {zh(ym)} ", v, 0.95], "PD-E1", month(ym), base("PD-E1", v), "spaces only")


@workbook("A16", "无表头.xlsx", "没有表头的数据", "no heading row at all")
def no_heading(book: Book) -> None:
    """Each cell says what it is, but no column does."""
    s = book.sheet("Sheet1", q="D")
    for src, unit in (("PD-E1", "kWh"), ("PD-S1", "吨"), ("JD-D1", "升")):
        for ym in year_months(2024, 5, 7):
            v = usage(src, ym)
            s.either(
                [SOURCES[src].site_zh, SOURCES[src].carrier_zh, zh(ym), v, unit],
                src,
                month(ym),
                base(src, v),
                "no heading, but the cells speak for themselves",
            )


@workbook(
    "A18",
    "上年同期对比.xlsx",
    "同期对比表",
    "both years side by side: 本期 and 上年同期 are both real but only one is this year's",
)
def same_period(book: Book) -> None:
    """本期 is the row's amount; 上年同期 is for comparison."""
    s = book.sheet("对比", q="E")
    s.head("填报期：2025年1-8月", None, None, None, None, None, "单位：吨、度")
    s.head("序号", "月份", "厂区", "能源", "本期", "上年同期", "增减量", "增减%")
    order = 0
    total = last = Decimal(0)
    for ym in year_months(2025, 1, 8):
        for src in ("MH-E1", "MH-B1"):
            order += 1
            v, before = usage(src, ym), usage(src, ym.replace("2025", "2024"))
            total, last = total + v, last + before
            cells: list[Content] = [
                order,
                f"{int(ym[5:])}月",
                "闵行工厂",
                SOURCES[src].carrier_zh,
                v,
                before,
                calc(f"=E{s.next}-F{s.next}", num(v - before)),
                float(v / before * 100 - 100),
            ]
            s.accept(cells, src, month(ym), base(src, v), "本期 is the amount; units 吨、度 fit one carrier each")
    s.ignore(["合计", None, None, None, total, last], "total over carriers of different units")


@workbook("A19", "季度汇总.xlsx", "季度汇总", "heading 用量 twice: estimate and final settlement")
def two_amounts(book: Book) -> None:
    """Two amount columns: 预估用量 first, 结算用量 counts."""
    s = book.sheet("季度", q="E")
    s.head("厂区", "能源", "季度", "预估用量（吨）", "结算用量（吨）", "差异说明")
    for q, (a, b) in enumerate((("01", "03"), ("04", "06"), ("07", "09"), ("10", "12")), 1):
        v = sum((usage("PD-S1", f"2024-{m:02d}") for m in range(int(a), int(b) + 1)), Decimal(0))
        s.accept(
            ["浦东工厂", "蒸汽", f"2024年第{'一二三四'[q - 1]}季度", round(v, -1), v, "按结算单"],
            "PD-S1",
            months(f"2024-{a}", f"2024-{b}"),
            base("PD-S1", v),
            "settled amount beats the forecast",
        )
