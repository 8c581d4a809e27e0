"""Ledgers whose layout is the trouble: merges, separators, several tables, hidden parts."""

from __future__ import annotations

from decimal import Decimal

from dirty_core import Book, Content, calc, workbook
from dirty_facts import ORG, SOURCES, Period, base, month, num, usage, year_months, zh


@workbook("A09", "合并单元格.xlsx", "合并单元格台账", "site and carrier merged downwards over their months")
def merged_down(book: Book) -> None:
    """Only the first row of each block names site and carrier."""
    s = book.sheet("台账", q="D")
    s.head("厂区", "能源种类", "月份", "消耗量", "单位")
    blocks = (("MH-E1", "电", "度"), ("MH-C1", "烟煤", "吨"), ("MH-B1", "生物质颗粒", "吨"))
    for index, (src, name, unit) in enumerate(blocks):
        first = s.next
        for n, ym in enumerate(year_months(2025, 1, 6)):
            v = usage(src, ym)
            site = "闵行工厂" if index == 0 and n == 0 else None
            s.accept(
                [site, name if n == 0 else None, zh(ym), v, unit if n == 0 else None],
                src,
                month(ym),
                base(src, v),
                "names come from the merged cell above",
            )
        s.merge(f"B{first}:B{first + 5}")
        s.merge(f"E{first}:E{first + 5}")
    s.merge("A2:A19")


@workbook("A10", "分厂区台账.xlsx", "分厂区台账", "the site stands in a row of its own above its rows")
def separators(book: Book) -> None:
    """Separator rows name the site; they are no data."""
    s = book.sheet("2024", q="C")
    s.head(f"{ORG} 2024年用能台账")
    s.merge("A1:E1")
    s.head("月份", "品种", "数量", "单位", "备注")
    plan = {
        "浦东工厂": (("PD-E1", "度"), ("PD-S1", "吨")),
        "闵行工厂": (("MH-E1", "度"),),
        "嘉定物流中心": (("JD-E1", "度"), ("JD-D1", "升")),
    }
    for site, lines in plan.items():
        total = Decimal(0)
        s.ignore([f"【{site}】"], "separator row with the site's name", q="A")
        for src, unit in lines:
            for n in (10, 11, 12):
                ym = f"2024-{n}"
                v = usage(src, ym)
                total += v
                s.accept(
                    [f"{n}月", SOURCES[src].carrier_zh, v, unit],
                    src,
                    month(ym),
                    base(src, v),
                    "site from the separator row above, year from the title",
                )
        s.ignore(["小计", None, total], "subtotal over different units")


@workbook("A11", "左右两栏.xlsx", "左右两栏台账", "two halves of the year side by side on one sheet")
def side_by_side(book: Book) -> None:
    """1-6月 left, 7-12月 right, so each sheet row holds two records."""
    s = book.sheet("Sheet1", q="B")
    s.head("浦东工厂 2024年 用电量统计（单位：度）")
    s.merge("A1:E1")
    s.head("月份", "用电量", None, "月份", "用电量")
    for n in range(1, 7):
        a, b = f"2024-{n:02d}", f"2024-{n + 6:02d}"
        va, vb = usage("PD-E1", a), usage("PD-E1", b)
        row = s.put([f"{n}月", va, None, f"{n + 6}月", vb])
        s.mark("accept", row, "B", "left half", "PD-E1", month(a), base("PD-E1", va))
        s.mark("accept", row, "E", "right half", "PD-E1", month(b), base("PD-E1", vb))
    halves = [sum(usage("PD-E1", ym) for ym in year_months(2024, a, a + 5)) for a in (1, 7)]
    row = s.put(["上半年", calc("=SUM(B3:B8)", int(halves[0])), None, "下半年", calc("=SUM(E3:E8)", int(halves[1]))])
    s.mark("ignore", row, "B", "half-year total")
    s.mark("ignore", row, "E", "half-year total")


@workbook("A12", "上下两表.xlsx", "一张表上的两个表", "two tables with different columns below each other")
def stacked(book: Book) -> None:
    """The second table orders its columns differently."""
    s = book.sheet("汇总", q="D")
    s.head("表一　浦东工厂电力")
    s.head("月份", "表号", "单位", "用量")
    for ym in year_months(2025, 1, 5):
        v = usage("PD-E1", ym)
        s.accept([zh(ym), "DTSD-310115-0417", "kWh", v], "PD-E1", month(ym), base("PD-E1", v), "first table")
    s.ignore(
        ["合计", None, "kWh", sum(usage("PD-E1", ym) for ym in year_months(2025, 1, 5))], "total of the first table"
    )
    s.blank(2)
    s.head("表二　浦东工厂天然气")
    s.ignore(["用气量（m³）", "月份", "流量计编号", "单价", "金额"], "heading of the second table", q="A")
    for ym in year_months(2025, 1, 5):
        v = usage("PD-G1", ym)
        s.accept(
            [v, zh(ym), "TBQM-80-2231", 4.21, v * Decimal("4.21")],
            "PD-G1",
            month(ym),
            base("PD-G1", v),
            "second table, amount in the first column",
            q="A",
        )


@workbook("A13", "偏移的表.xlsx", "偏移的表", "table starts at D5, blank rows and columns inside")
def shifted(book: Book) -> None:
    """Empty columns left of and inside the table, blank rows between records."""
    s = book.sheet("Sheet2", q="H")
    s.blank(4)
    s.head(None, None, None, "厂区", "能源", None, "年月", "数量", None, "单位")
    for ym in year_months(2024, 6, 12):
        v = usage("MH-B1", ym)
        s.accept(
            [None, None, None, "闵行工厂", "木屑颗粒", None, zh(ym), v, None, "吨 "],
            "MH-B1",
            month(ym),
            base("MH-B1", v),
            "blank rows and columns mean nothing",
        )
        s.blank(1 if ym != "2024-09" else 3)


@workbook(
    "A15", "打印版台账.xlsx", "打印版台账", "heading repeated on each printed page, 本页小计 and 转下页/承前页 rows"
)
def printed_pages(book: Book) -> None:
    """Page breaks of a printed ledger."""
    s = book.sheet("打印", q="D")
    heading: list[Content] = ["厂区", "能源", "月份", "用量(升)", "经手人"]
    s.put(heading)
    carried = Decimal(0)
    for n, ym in enumerate(year_months(2024, 4)):
        if n and n % 3 == 0:
            s.ignore(["本页小计", None, None, carried], "page subtotal")
            s.ignore(["转下页"], "page turn", q="A")
            s.ignore(heading, "heading repeated")
            s.ignore(["承前页", None, None, carried], "carried forward")
        v = usage("JD-D1", ym)
        carried += v
        s.accept(["嘉定物流中心", "柴油", zh(ym), v, "陈"], "JD-D1", month(ym), base("JD-D1", v), "plain row")
    s.ignore(["本年累计", None, None, carried], "total of the year")


@workbook("A17", "填报表单.xlsx", "一事一表的填报单", "a form of labels and values, not a table")
def form(book: Book) -> None:
    """Two forms below each other, each one record spread over rows."""
    s = book.sheet("填报单", q="B")
    for src, ym, unit in (("JD-E1", "2024-10", "千瓦时"), ("JD-P1", "2024-11", "升")):
        v = usage(src, ym)
        s.head("能源消耗月报单")
        s.ignore(["厂区：", "嘉定物流中心"], "part of a form: site")
        s.ignore(["能源品种：", SOURCES[src].carrier_zh], "part of a form: carrier")
        s.ignore(["所属月份：", zh(ym)], "part of a form: month")
        s.either(["消耗量：", v], src, month(ym), base(src, v), "a form; the amount row carries the record")
        s.ignore(["计量单位：", unit], "part of a form: unit")
        s.blank()


@workbook("A20", "三行表头.xlsx", "三行表头", "three heading rows, units in the third, carriers across")
def three_headings(book: Book) -> None:
    """Carriers in merged second row, units in the third, months downwards."""
    s = book.sheet("月报", q="B")
    s.head("2025年 闵行工厂 能源月报")
    s.merge("A1:G1")
    s.head("月份", "电力", None, "烟煤", None, "生物质", None)
    s.head(None, "用量", "金额", "用量", "金额", "用量", "金额")
    s.head(None, "(度)", "(元)", "(吨)", "(元)", "(公斤)", "(元)")
    for area in ("A2:A4", "B2:C2", "D2:E2", "F2:G2"):
        s.merge(area)
    for n, ym in enumerate(year_months(2025, 1, 6), 1):
        power, coal, wood = usage("MH-E1", ym), usage("MH-C1", ym), usage("MH-B1", ym)
        row = s.put([f"{n}月", power, power * Decimal("0.7"), coal, coal * 980, wood * 1000, wood * 1150])
        s.mark("accept", row, "B", "用量 under 电力", "MH-E1", month(ym), base("MH-E1", power))
        s.mark("accept", row, "D", "用量 under 烟煤", "MH-C1", month(ym), base("MH-C1", coal))
        s.mark("accept", row, "F", "用量 under 生物质, in kg", "MH-B1", month(ym), base("MH-B1", wood))


@workbook("G07", "隐藏行列.xlsx", "隐藏的行、列和表", "hidden rows, a hidden unit column, a hidden draft sheet")
def hidden_parts(book: Book) -> None:
    """Rows hidden by a filter, the unit in a hidden column, an old draft in a hidden sheet."""
    s = book.sheet("正式", q="D")
    s.head("厂区", "能源", "月份", "用量", "单位", "备注")
    s.hidden_columns.append("E")
    for n, ym in enumerate(year_months(2025, 1, 8)):
        v = usage("PD-S1", ym)
        cells: list[Content] = ["浦东工厂", "蒸汽", zh(ym), v, "吨"]
        period, amount = month(ym), base("PD-S1", v)
        if n in (3, 4):
            s.hidden_rows.add(s.either(cells, "PD-S1", period, amount, "row hidden, otherwise complete"))
        else:
            s.accept(cells, "PD-S1", period, amount, "unit stands in a hidden column")
    draft = book.sheet("旧版勿用", q="D")
    draft.hidden = True
    draft.head("厂区", "能源", "月份", "用量", "单位")
    for ym in year_months(2025, 1, 4):
        draft.ignore(["浦东工厂", "蒸汽", zh(ym), usage("PD-S1", ym, "old"), "吨"], "hidden sheet named 旧版勿用")


@workbook("G08", "空白模板.xlsx", "几乎空白的模板", "example row, prefilled months without amounts, instructions sheet")
def template(book: Book) -> None:
    """An almost empty template sent back."""
    notes = book.sheet("填写说明", q="A")
    notes.ignore(["1. 请按月填写；2. 单位不得修改；3. 每行一条。"], "instructions")
    notes.ignore(["2. 例：浦东工厂 电力 2024年1月 100000 kWh"], "instructions with an example")
    s = book.sheet("数据", q="D")
    s.head("*厂区", "*能源", "*月份", "*用量", "*单位", "备注")
    s.ignore(
        ["示例：浦东工厂", "电力", "2024-01", 100000, "kWh", "此行为示例，请勿删除"], "example row of the template"
    )
    for ym in year_months(2024):
        cells: list[Content] = ["浦东工厂", "电力", ym, None, "kWh"]
        if ym in ("2024-02", "2024-03"):
            v = usage("PD-E1", ym)
            cells[3] = v
            s.accept(cells, "PD-E1", month(ym), base("PD-E1", v), "the only filled rows")
        else:
            s.ignore(cells, "prefilled row without an amount")


@workbook("G09", "同上.xlsx", "同上与空白续写", "names only in the first row, then blanks, 同上 or 〃")
def ditto(book: Book) -> None:
    """Blank, 同上 and 〃 all mean the row above."""
    s = book.sheet("台账", q="D")
    s.head("厂区", "能源", "月份", "用量", "单位")
    words: dict[str, tuple[str | None, ...]] = {
        "PD-E1": ("浦东工厂", "同上", "同上", "〃", "〃"),
        "MH-C1": ("闵行工厂", None, None, None, None),
        "JD-D1": ("嘉定物流中心", "″", "同上", '"', "同上"),
    }
    units = {"PD-E1": "度", "MH-C1": "吨", "JD-D1": "升"}
    for src, marks in words.items():
        for n, mark in enumerate(marks):
            ym = f"2024-{n + 5:02d}"
            v = usage(src, ym)
            first = n == 0
            name = SOURCES[src].carrier_zh if first else mark
            unit = units[src] if first else mark
            cells: list[Content] = [mark, name, zh(ym), v, unit]
            expected = (src, month(ym), base(src, v))
            if mark is None:
                s.either(cells, *expected, "left blank below the first row, not merged")
            else:
                s.accept(cells, *expected, "named, or ditto of the row above")


@workbook("G13", "跨页合并数量.xlsx", "数量被合并的台账", "one amount merged over two months or two rows")
def merged_amount(book: Book) -> None:
    """An amount merged over two months cannot be split, one period merged with two uses can be told apart."""
    s = book.sheet("台账", q="D")
    s.head("厂区", "能源", "月份", "用量(吨)", "备注")
    for n, ym in enumerate(year_months(2024, 1, 8)):
        v = usage("MH-C1", ym)
        cells: list[Content] = ["闵行工厂", "烟煤", zh(ym), v]
        if n == 2:
            both = v + usage("MH-C1", "2024-04")
            cells[3:] = [num(both), "3、4月合并过磅"]
            s.either(
                cells,
                "MH-C1",
                Period(month(ym).start, month("2024-04").end),
                base("MH-C1", both),
                "one amount for two months",
            )
            s.merge("D4:D5")
        elif n == 3:
            cells[3:] = [None]
            s.ignore(cells, "its amount is merged into the row above")
        else:
            s.accept(cells, "MH-C1", month(ym), base("MH-C1", v), "plain row")


@workbook(
    "G17",
    "联动公式模板.xlsx",
    "带联动公式的模板",
    "unfilled months show 0, a dash or nothing by formula; helper column of zeros",
)
def linked_template(book: Book) -> None:
    """Zeros that come from links to empty cells are no readings."""
    s = book.sheet("2025", q="D")
    s.head("厂区", "能源", "月份", "用量", "单位", "校验")
    for n, ym in enumerate(year_months(2025), 1):
        v = usage("PD-G1", ym)
        link = f"='[抄表.xlsx]2025'!$C${n + 1}"
        cells: list[Content] = ["浦东工厂", "天然气", zh(ym), calc(link, num(v)), "m3", 0]
        if n <= 8:
            s.accept(cells, "PD-G1", month(ym), base("PD-G1", v), "cached value of a link")
        elif n <= 10:
            cells[3] = calc(link, 0)
            s.either(
                cells, "PD-G1", month(ym), base("PD-G1", 0), "zero from a link to an empty cell, after months of use"
            )
        else:
            cells[3] = calc(f'=IF(F{n + 1}=0,"","x")', "")
            s.ignore(cells, "formula that shows nothing")
