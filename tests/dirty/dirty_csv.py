"""Text files: encodings, separators, quotes, broken lines."""

from __future__ import annotations

from dataclasses import replace

from dirty_core import Book, Content, workbook
from dirty_facts import SOURCES, base, month, usage, year_months, zh

HEADING = ("厂区", "能源", "月份", "用量", "单位", "备注")
UNIT = {"kWh": "kWh", "m3": "m3", "t": "吨", "L": "升"}


def plain_rows(book: Book, sources: tuple[str, ...], stretch: list[str], remark: str = "") -> None:
    """Heading and plain rows of some sources."""
    s = book.sheet(q="D")
    s.put(HEADING)
    for src in sources:
        known = SOURCES[src]
        for ym in stretch:
            v = usage(src, ym)
            s.accept(
                [known.site_zh, known.carrier_zh, zh(ym), v, UNIT[known.unit], remark],
                src,
                month(ym),
                base(src, v),
                "plain row in this encoding",
            )


@workbook("H01", "导出_GBK.csv", "GBK 文本", "GBK, quoted cells, embedded newlines, commas and doubled quotes")
def gbk(book: Book) -> None:
    """Excel on a Chinese Windows; a newline inside a cell is still one row."""
    book.encoding = "gbk"
    s = book.sheet(q="D")
    s.put(HEADING)
    notes = (
        "正常",
        "抄表员：王,李",
        "第一行\n第二行",
        '据"电费单"录入',
        "",
        "多行\r\n备注\r\n三行",
        "合计无误，已核",
        "=1+1",
    )
    for ym, note in zip(year_months(2024, 1, 8), notes, strict=True):
        v = usage("PD-E1", ym)
        s.accept(
            ["浦东工厂", "电力", zh(ym), f"{v:,}", "度", note], "PD-E1", month(ym), base("PD-E1", v), "quoted cells"
        )
    s.ignore(["合计", "", "", f"{sum(usage('PD-E1', ym) for ym in year_months(2024, 1, 8)):,}", "度"], "total")


@workbook("H02", "导出_GB18030.csv", "GB18030 文本", "GB18030 with characters outside GBK, tab-separated")
def gb18030(book: Book) -> None:
    """Rare characters in a name of a person."""
    book.encoding, book.delimiter = "gb18030", "\t"
    plain_rows(book, ("MH-C1", "MH-B1"), year_months(2025, 1, 4), "经手人：𠮷㑇")


@workbook(
    "H03", "导出_UTF8BOM.csv", "UTF-8 BOM 文本", "UTF-8 with BOM, first heading would carry the mark; bare line feeds"
)
def utf8_bom(book: Book) -> None:
    """As Excel saves CSV UTF-8."""
    book.encoding, book.newline = "utf-8-sig", "\n"
    plain_rows(book, ("PD-G1", "PD-S1"), year_months(2024, 3, 6))


@workbook("H04", "导出_UTF16.csv", "UTF-16 文本", "Excel's Unicode text: UTF-16 with BOM, tabs")
def utf16(book: Book) -> None:
    """As Excel saves Unicode text."""
    book.encoding, book.delimiter = "utf-16", "\t"
    plain_rows(book, ("JD-E1", "JD-D1"), year_months(2024, 5, 8))


@workbook(
    "H05",
    "semicolon.csv",
    "Semicolons and decimal commas",
    "semicolons, decimal commas, points between thousands, Latin-1 safe heading",
)
def semicolons(book: Book) -> None:
    """A German Excel."""
    book.delimiter = ";"
    s = book.sheet(q="D")
    s.head("Site", "Energy", "Month", "Consumption", "Unit")
    shapes = {"MH-C1": "t", "PD-S1": "t"}
    for src, unit in shapes.items():
        for ym in year_months(2025, 1, 4):
            v = usage(src, ym)
            cells: list[Content] = [
                SOURCES[src].site,
                "bituminous coal" if src == "MH-C1" else "steam",
                ym,
                str(v).replace(".", ","),
                unit,
            ]
            s.accept(cells, src, month(ym), base(src, v), "decimal comma, semicolon-separated")
    s.accept(
        ["PD", "electricity", "2025-01", "182.345,50", "kWh"],
        "PD-E1",
        month("2025-01"),
        base("PD-E1", "182345.5"),
        "point and comma",
    )
    s.either(
        ["PD", "electricity", "2025-02", "181.234", "kWh"],
        "PD-E1",
        month("2025-02"),
        base("PD-E1", 181234),
        "thousands by the file's habit",
    )


@workbook(
    "H06",
    "无末尾换行.csv",
    "没有末尾换行",
    "no final newline, quoted thousands, trailing commas, blank lines, title lines",
)
def no_final_newline(book: Book) -> None:
    """The last row must not be lost."""
    book.final_newline = False
    s = book.sheet(q="D")
    s.put("闵行工厂用电,,,,,")
    s.put(",,,,,")
    s.put("厂区,能源,月份,用量,单位,备注,,")
    for n, ym in enumerate(year_months(2024, 1, 8)):
        v = usage("MH-E1", ym)
        line = f'闵行工厂,电力,{zh(ym)},"{v:,}",度,{",," if n % 2 else ""}'
        s.accept(
            line, "MH-E1", month(ym), base("MH-E1", v), "last row without newline" if n == 7 else "quoted thousands"
        )
        if n == 3:
            s.blank(2)


@workbook("H07", "千分位未加引号.csv", "千分位没有引号", "thousands comma without quotes shifts the columns")
def unquoted(book: Book) -> None:
    """181,234 becomes two cells; rows below a thousand are whole."""
    s = book.sheet(q="D")
    s.put("厂区,能源,月份,用量,单位")
    for ym in year_months(2024, 1, 5):
        v = usage("PD-E1", ym)
        s.either(
            f"浦东工厂,电力,{zh(ym)},{v:,},kWh",
            "PD-E1",
            month(ym),
            base("PD-E1", v),
            "a cell too many: the comma of the thousands",
        )
    for ym in year_months(2024, 1, 5):
        v = usage("PD-S1", ym)
        s.accept(f"浦东工厂,蒸汽,{zh(ym)},{v},吨", "PD-S1", month(ym), base("PD-S1", v), "whole row")
    s.refuse("浦东工厂,蒸汽,2024年6月,吨", "a cell too few, no amount")
    s.refuse("浦东工厂,蒸汽,2024年7月", "cut off")


@workbook(
    "H08",
    "sep行.csv",
    "sep= 与保护写法",
    'first line sep=;, numbers protected as ="..", tab before numbers, spoilt invoice numbers',
)
def protected(book: Book) -> None:
    """Export of a finance system that protects its numbers."""
    book.encoding, book.delimiter = "gbk", ";"
    s = book.sheet(q="E")
    s.put("sep=;")
    s.put("发票号码;厂区;能源;月份;用量;单位")
    for n, ym in enumerate(year_months(2025, 1, 9)):
        v = usage("JD-D1", ym)
        shown = (f'="{v}"', f"\t{v}", f"{v}\t", f"'{v}", f"{v}")[n % 5]
        cells = (
            f"2.43E+19;嘉定物流中心;柴油;{zh(ym)};"
            + (shown.replace('"', '""').join('""') if '"' in shown else shown)
            + ";升"
        )
        expected = ("JD-D1", month(ym), base("JD-D1", v))
        if n % 5 in (0, 3):
            s.either(cells, *expected, "number protected as text by a formula or apostrophe")
        else:
            s.accept(cells, *expected, "tab beside the number")
    # A spreadsheet shows no row for the line sep=; so every row stands one higher than in the text.
    book.truths[:] = [replace(t, row=t.row - 1, cell=f"{t.cell[0]}{t.row - 1}") for t in book.truths]


@workbook(
    "H09",
    "手工编辑.csv",
    "记事本里改过的文件",
    "full-width commas and a mixed separator in some lines, comment lines, repeated heading",
)
def by_hand(book: Book) -> None:
    """Edited in a text editor."""
    s = book.sheet(q="D")
    s.ignore("# 导出时间 2025-01-05 10:22", "comment line", q="A")
    s.put("厂区,能源,月份,用量,单位,备注")
    for n, ym in enumerate(year_months(2024, 1, 9)):
        v = usage("MH-C1", ym)
        expected = ("MH-C1", month(ym), base("MH-C1", v))
        if n == 3:
            s.either(
                f"闵行工厂，烟煤，{zh(ym)}，{v}，吨，", *expected, "full-width commas: one cell to a parser", q="A"
            )
        elif n == 5:
            s.either(f"闵行工厂;烟煤;{zh(ym)};{v};吨;", *expected, "semicolons in this line only", q="A")
        elif n == 6:
            s.ignore("厂区,能源,月份,用量,单位,备注", "heading repeated")
            s.accept(f"闵行工厂 , 烟煤 , {zh(ym)} , {v} , 吨 ,", *expected, "spaces around the commas")
        else:
            s.accept(f"闵行工厂,烟煤,{zh(ym)},{v},吨,", *expected, "plain row")
    s.ignore("--- 以下为空 ---", "separator line", q="A")


@workbook("H10", "横表.csv", "横排月份的文本", "wide table in GBK: months across, total column, blank future months")
def wide_text(book: Book) -> None:
    """A wide table saved as text."""
    book.encoding = "gbk"
    s = book.sheet(q="C")
    s.put("浦东工厂2025年能耗,,,,,,,")
    s.put("能源,单位,1月,2月,3月,4月,5月,6月,合计")
    for src, unit in (("PD-E1", "万度"), ("PD-G1", "m3"), ("PD-S1", "吨")):
        scale = 10000 if unit == "万度" else 1
        values = [usage(src, ym) for ym in year_months(2025, 1, 4)]
        shown = [str(v / scale) for v in values]
        row = s.put([SOURCES[src].carrier_zh, unit, *shown, "", "", str(sum(values) / scale)])
        for column, ym, v in zip("CDEF", year_months(2025, 1, 4), values, strict=True):
            s.mark("accept", row, column, "month across, year from the title", src, month(ym), base(src, v))
        s.mark("ignore", row, "I", "total of the months")
