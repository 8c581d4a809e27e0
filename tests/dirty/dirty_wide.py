"""Wide ledgers: months or sources across columns, sheets per month or per site."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dirty_core import Book, Content, calc, styled, workbook
from dirty_facts import SOURCES, base, month, num, usage, year_months, zh

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
UNIT_WORDS = {"kWh": "度", "m3": "m³", "t": "吨", "L": "升"}


@workbook("B01", "月度横表.xlsx", "十二个月横排", "months 1月..12月 across, 合计 column by formula, total row")
def months_across(book: Book) -> None:
    """The classical wide table."""
    s = book.sheet("2024年", q="D")
    s.head("浦东工厂2024年能源消耗月度统计")
    s.merge("A1:P1")
    s.head("序号", "能源名称", "单位", *(f"{n}月" for n in range(1, 13)), "合计")
    for order, src in enumerate(("PD-E1", "PD-G1", "PD-S1"), 1):
        values = [usage(src, ym) for ym in year_months(2024)]
        row = s.next
        total = calc(f"=SUM(D{row}:O{row})", num(sum(values, Decimal(0))))
        s.put([order, SOURCES[src].carrier_zh, UNIT_WORDS[SOURCES[src].unit], *values, total])
        for column, ym, v in zip(LETTERS[3:15], year_months(2024), values, strict=True):
            s.mark("accept", row, column, "month from the heading, year from the title", src, month(ym), base(src, v))
        s.mark("ignore", row, "P", "total of the year")


@workbook("B02", "两年对照横表.xlsx", "两年横排", "two heading rows: merged years above months")
def two_years(book: Book) -> None:
    """Years in merged cells of the first heading row."""
    s = book.sheet("对照")
    s.head("厂区", "能源(单位)", "2024年", *[None] * 5, "2025年")
    s.head(None, None, *(f"{n}月" for n in range(1, 7)), *(f"{n}月" for n in range(1, 7)))
    s.merge("C1:H1")
    s.merge("I1:N1")
    s.merge("A1:A2")
    s.merge("B1:B2")
    for src, label in (("MH-E1", "电(千瓦时)"), ("MH-C1", "烟煤(吨)")):
        stretch = year_months(2024, 1, 6) + year_months(2025, 1, 6)
        values = [usage(src, ym) for ym in stretch]
        row = s.put(["闵行工厂", label, *values])
        for column, ym, v in zip(LETTERS[2:14], stretch, values, strict=True):
            s.mark("accept", row, column, "year from the merged heading", src, month(ym), base(src, v))


@workbook(
    "B03",
    "每月一表.xlsx",
    "每月一张表",
    "one sheet per month, the year only in each title; a 汇总 sheet repeats everything",
)
def sheet_per_month(book: Book) -> None:
    """Months as sheet names, a summary sheet that would double everything."""
    sums = {"JD-E1": Decimal(0), "JD-D1": Decimal(0), "JD-P1": Decimal(0)}
    for n in range(4, 10):
        s = book.sheet(f"{n}月", q="C")
        s.head(f"嘉定物流中心 2025年{n}月 能源消耗")
        s.head("能源", "单位", "本月用量", "备注")
        for src in sums:
            v = usage(src, f"2025-{n:02d}")
            sums[src] += v
            s.accept(
                [SOURCES[src].carrier_zh, UNIT_WORDS[SOURCES[src].unit], v],
                src,
                month(f"2025-{n:02d}"),
                base(src, v),
                "site, year and month from title and sheet name",
            )
    s = book.sheet("汇总", q="C")
    s.head("2025年4-9月汇总")
    s.head("能源", "单位", "合计用量")
    for src, total in sums.items():
        s.ignore([SOURCES[src].carrier_zh, UNIT_WORDS[SOURCES[src].unit], total], "summary of the other sheets")


@workbook("B04", "每厂一表.xlsx", "每个厂区一张表", "site only in the sheet name; columns ordered differently in each")
def sheet_per_site(book: Book) -> None:
    """Three sheets named for the sites."""
    s = book.sheet("浦东", q="C")
    s.head("年月", "能源", "数量", "单位")
    for ym in year_months(2024, 1, 5):
        v = usage("PD-G1", ym)
        s.accept([zh(ym), "天然气", v, "m3"], "PD-G1", month(ym), base("PD-G1", v), "site from the sheet name")
    s = book.sheet("闵行", q="A")
    s.head("数量", "单位", "能源", "年月")
    for ym in year_months(2024, 1, 5):
        v = usage("MH-B1", ym)
        s.accept([v, "吨", "木屑颗粒", zh(ym)], "MH-B1", month(ym), base("MH-B1", v), "site from the sheet name")
    s = book.sheet("嘉定", q="D")
    s.head("能源", "单位", "年月", "数量")
    for ym in year_months(2024, 2, 7):
        v = usage("JD-E1", ym)
        cells: list[Content] = ["电力", "kWh", zh(ym), v]
        if ym < "2024-04":
            s.refuse(cells, "before the site was owned (2024-04-01)")
        else:
            s.accept(cells, "JD-E1", month(ym), base("JD-E1", v), "site from the sheet name")


@workbook(
    "B05", "横表带空缺.xlsx", "带空缺的横表", "blanks, dashes, 停产, 待补 among months, quarter subtotals between them"
)
def gaps_across(book: Book) -> None:
    """Words among the months; 一季度.. columns are subtotals."""
    s = book.sheet("2025", q="D")
    s.head("闵行工厂　2025年")
    quarter_names = ("一季度", "二季度", "三季度", "四季度")
    heading: list[Content] = ["能源", "单位"]
    for q in range(4):
        heading += [f"{n}月" for n in range(q * 3 + 1, q * 3 + 4)] + [quarter_names[q]]
    s.put(heading)
    odd: dict[tuple[str, int], str] = {
        ("MH-C1", 2): "停产",
        ("MH-C1", 7): "-",
        ("MH-B1", 5): "待补",
        ("MH-B1", 8): "/",
        ("MH-E1", 6): "未抄表",
    }
    for src in ("MH-E1", "MH-C1", "MH-B1"):
        row = s.next
        cells: list[Content] = [SOURCES[src].carrier_zh, UNIT_WORDS[SOURCES[src].unit]]
        for q in range(4):
            first, total = LETTERS[len(cells)], Decimal(0)
            for n in range(q * 3 + 1, q * 3 + 4):
                column = LETTERS[len(cells)]
                v = usage(src, f"2025-{n:02d}")
                word = odd.get((src, n))
                if n >= 11:
                    cells.append(None)
                    continue
                cells.append(word or v)
                total += 0 if word else v
                expected = (src, month(f"2025-{n:02d}"))
                if word in ("停产", "-", "/"):
                    s.mark("either", row, column, f"{word}: zero or unknown", *expected, base(src, 0))
                elif word:
                    s.mark("refuse", row, column, f"{word}: the amount is not known")
                else:
                    s.mark("accept", row, column, "month cell", *expected, base(src, v))
            s.mark("ignore", row, LETTERS[len(cells)], "quarter subtotal")
            cells.append(calc(f"=SUM({first}{row}:{LETTERS[len(cells) - 1]}{row})", num(total)))
        s.put(cells)


@workbook("B06", "能源横排.xlsx", "月份竖排、能源横排", "sources across the columns, units in the headings")
def sources_across(book: Book) -> None:
    """Each column is a source."""
    s = book.sheet("2024年", q="B")
    s.head("2024年各厂区用能汇总表")
    order = ("PD-E1", "MH-E1", "JD-E1", "PD-G1", "PD-S1", "JD-D1")
    s.head(
        "月份",
        "浦东用电(度)",
        "闵行用电(万度)",
        "嘉定用电(kWh)",
        "浦东天然气(m³)",
        "浦东蒸汽(吨)",
        "嘉定柴油(升)",
        "电合计(度)",
    )
    for n, ym in enumerate(year_months(2024, 1, 8), 1):
        values = {src: usage(src, ym) for src in order}
        shown = [values[src] / 10000 if src == "MH-E1" else values[src] for src in order]
        row = s.put([f"{n}月", *shown, values["PD-E1"] + values["MH-E1"] + values["JD-E1"]])
        for column, src in zip(LETTERS[1:7], order, strict=True):
            if src.startswith("JD") and n < 4:
                s.mark("refuse", row, column, "before the site was owned (2024-04-01)")
            else:
                s.mark("accept", row, column, "unit from the heading", src, month(ym), base(src, values[src]))
        s.mark("ignore", row, "H", "total of the three sites")


@workbook("B07", "用量金额交替.xlsx", "每月用量与金额交替", "amount and money alternate under merged months")
def amount_and_money(book: Book) -> None:
    """Two columns per month, the second one money."""
    s = book.sheet("费用", q="B")
    s.head("浦东工厂 2025年 能源用量及费用")
    s.head("能源", "1月", None, "2月", None, "3月", None, "4月", None)
    s.head(None, *(["用量", "金额"] * 4))
    for area in ("B2:C2", "D2:E2", "F2:G2", "H2:I2", "A2:A3"):
        s.merge(area)
    plan = (("PD-E1", "电力（度）", "0.72"), ("PD-G1", "天然气（立方）", "4.2"), ("PD-S1", "蒸汽（吨）", "236"))
    for src, label, price in plan:
        row = s.next
        cells: list[Content] = [label]
        for ym in year_months(2025, 1, 4):
            v = usage(src, ym)
            s.mark("accept", row, LETTERS[len(cells)], "用量 under its month", src, month(ym), base(src, v))
            cells += [v, (v * Decimal(price)).quantize(Decimal("0.01"))]
        s.put(cells)


@workbook("B08", "日期表头.xlsx", "表头是日期", "month headings are Excel dates shown as m月")
def date_headings(book: Book) -> None:
    """Headings show 1月, the cells hold 2025-01-01."""
    s = book.sheet("Sheet1", q="C")
    look = {"num_format": 'm"月"'}
    s.head("能源", "单位", *(styled(date(2025, n, 1), **look) for n in range(1, 7)))
    for src, label in (("JD-E1", "嘉定电"), ("JD-D1", "嘉定柴油"), ("JD-P1", "嘉定汽油")):
        values = [usage(src, ym) for ym in year_months(2025, 1, 6)]
        row = s.put([label, UNIT_WORDS[SOURCES[src].unit], *values])
        for column, ym, v in zip(LETTERS[2:8], year_months(2025, 1, 6), values, strict=True):
            s.mark("accept", row, column, "year in the date of the heading", src, month(ym), base(src, v))


@workbook(
    "B09",
    "meters_by_month.xlsx",
    "Meters by month",
    "English short months across, meter numbers as row names, mixed units",
)
def meters_across(book: Book) -> None:
    """Rows named by meter number only."""
    s = book.sheet("FY2024", q="C")
    s.head("Energy by meter, Jan-Jun 2024")
    s.head("Meter No.", "Unit", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "H1")
    for src, unit, scale in (("PD-E1", "MWh", 1000), ("PD-G1", "m3", 1), ("MH-E1", "kWh", 1)):
        values = [usage(src, ym) for ym in year_months(2024, 1, 6)]
        row = s.next
        s.put([SOURCES[src].meter, unit, *(v / scale for v in values), sum(values, Decimal(0)) / scale])
        for column, ym, v in zip(LETTERS[2:8], year_months(2024, 1, 6), values, strict=True):
            s.mark("accept", row, column, "source from the meter number", src, month(ym), base(src, v))
        s.mark("ignore", row, "I", "half-year total")


@workbook("B10", "计划实际分行.xlsx", "计划、实际、上年分行", "plan, actual and last year as rows of the same source")
def plan_rows(book: Book) -> None:
    """指标 tells which row is real."""
    s = book.sheet("2024年", q="D")
    s.head("闵行工厂用电指标完成情况（2024年，单位：万kWh）")
    s.head("能源", "指标", "单位", *(f"{n}月" for n in range(1, 7)))
    stretch = year_months(2024, 1, 6)
    values = [usage("MH-E1", ym) for ym in stretch]
    s.ignore(["电力", "计划", "万kWh", *[24.5] * 6], "plan")
    row = s.put(["电力", "实际", "万kWh", *(v / 10000 for v in values)])
    for column, ym, v in zip(LETTERS[3:9], stretch, values, strict=True):
        s.mark("accept", row, column, "row of actual amounts", "MH-E1", month(ym), base("MH-E1", v))
    s.ignore(
        ["电力", "上年同期", "万kWh", *(round(v / 10000 * Decimal("0.97"), 2) for v in values)],
        "last year, for comparison",
    )
    s.ignore(["电力", "完成率%", "%", *(round(v / 2450, 1) for v in values)], "rate of completion")


@workbook(
    "B11",
    "横表多厂区.xlsx",
    "多厂区横表",
    "site column merged, months across from 2024年7月 to 2025年6月 without repeating the year",
)
def rolling_year(book: Book) -> None:
    """A rolling year: the year changes in the middle of the headings."""
    s = book.sheet("滚动", q="C")
    s.head("2024年7月—2025年6月 用电情况（度）")
    s.head("厂区", "电表", *(f"{n}月" for n in (7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6)))
    stretch = year_months(2024, 7) + year_months(2025, 1, 6)
    for src in ("PD-E1", "JD-E1"):
        values = [usage(src, ym) for ym in stretch]
        row = s.put([SOURCES[src].site_zh, SOURCES[src].meter, *values])
        for column, ym, v in zip(LETTERS[2:14], stretch, values, strict=True):
            s.mark("either", row, column, "year changes after 12月, as the title says", src, month(ym), base(src, v))


@workbook(
    "B12",
    "按表文本月份.xlsx",
    "文本横表",
    "wide table, amounts as text, months as 202501.. and a remark column at the end",
)
def text_across(book: Book) -> None:
    """Numbers as text with thousands commas under YYYYMM headings."""
    s = book.sheet("data", q="D")
    s.head("厂区", "能源", "单位", *(int(f"2025{n:02d}") for n in range(1, 7)), "备注")
    s.mark("ignore", 1, "D", "heading with month numbers")
    for src in ("PD-G1", "PD-E1"):
        values = [usage(src, ym) for ym in year_months(2025, 1, 6)]
        row = s.put(
            [
                SOURCES[src].site_zh,
                SOURCES[src].carrier_zh,
                UNIT_WORDS[SOURCES[src].unit],
                *(f"{v:,}" for v in values),
                "正常",
            ]
        )
        for column, ym, v in zip(LETTERS[3:9], year_months(2025, 1, 6), values, strict=True):
            s.mark("accept", row, column, "text with thousands commas", src, month(ym), base(src, v))
