"""Names of sites, carriers, sources and meters as people write them."""

from __future__ import annotations

from dirty_core import Book, Content, workbook
from dirty_facts import SOURCES, base, month, usage, year_months, zh

ALL_MONTHS = year_months(2024, 4) + year_months(2025)


@workbook("F01", "品种俗称.xlsx", "能源品种的俗称与错字", "slang, misspellings and wrong carriers")
def carriers(book: Book) -> None:
    """What the workshop calls its energy."""
    s = book.sheet("Sheet1", q="D")
    s.head("厂区", "用能种类", "月份", "数量", "单位")
    rows: tuple[tuple[str, str, str, str], ...] = (
        ("PD-E1", "电", "kWh", "accept"),
        ("PD-E1", "市电", "度", "accept"),
        ("PD-E1", "外购电", "kWh", "accept"),
        ("PD-E1", "电能", "度", "accept"),
        ("PD-E1", "工业用电", "度", "accept"),
        ("PD-E1", "生产用电", "度", "either"),
        ("PD-G1", "天燃气", "m3", "accept"),
        ("PD-G1", "管道气", "m3", "accept"),
        ("PD-G1", "天然汽", "m3", "either"),
        ("PD-G1", "燃气", "m3", "accept"),
        ("PD-G1", "煤气", "m3", "either"),
        ("PD-G1", "天 然 气", "m3", "accept"),
        ("PD-S1", "蒸气", "吨", "accept"),
        ("PD-S1", "外购蒸汽", "吨", "accept"),
        ("PD-S1", "汽", "吨", "either"),
        ("MH-C1", "烟煤（块）", "吨", "either"),
        ("MH-C1", "动力煤", "吨", "accept"),
        ("MH-C1", "煤", "吨", "either"),
        ("MH-C1", "煤炭", "吨", "either"),
        ("MH-B1", "生物质", "吨", "either"),
        ("MH-B1", "木屑颗粒", "吨", "accept"),
        ("MH-B1", "生物质颗粒", "吨", "accept"),
        ("MH-B1", "木粒", "吨", "either"),
        ("JD-D1", "0#柴油", "升", "accept"),
        ("JD-D1", "0号柴油", "升", "accept"),
        ("JD-D1", "柴由", "升", "either"),
        ("JD-D1", "叉车油", "升", "either"),
        ("JD-P1", "92#汽油", "升", "accept"),
        ("JD-P1", "95#", "升", "either"),
        ("JD-P1", "车用汽油", "升", "accept"),
    )
    for n, (src, name, unit, expect) in enumerate(rows):
        ym = ALL_MONTHS[n % len(ALL_MONTHS)]
        v = usage(src, ym)
        row = s.put([SOURCES[src].site_zh, name, zh(ym), v, unit])
        s.mark(expect, row, "D", f"carrier written {name}", src, month(ym), base(src, v))
    for site, name, unit, why in (
        ("闵行工厂", "无烟煤", "吨", "another coal than the source's"),
        ("浦东工厂", "液化气", "公斤", "no such source"),
        ("浦东工厂", "柴油", "升", "the plant has no diesel source"),
        ("闵行工厂", "自来水", "吨", "water is no carrier"),
        ("嘉定物流中心", "天然气", "m3", "the site has no gas"),
        ("闵行工厂", "蒸汽", "吨", "the site has no steam"),
        ("浦东工厂", "其他", "吨", "other: cannot be known"),
        ("浦东工厂", "热水", "GJ", "no such source"),
        ("闵行工厂", "", "吨", "no carrier named: coal or pellets"),
        ("浦东工厂", "压缩空气", "m3", "made on site, no source"),
        ("浦东工厂", "光伏发电", "度", "no such source; must not be the main meter"),
    ):
        s.refuse([site, name, "2025年11月", 1200, unit], why)


@workbook(
    "F02", "表号写法.xlsx", "表号写得乱", "lower case, spaces, no dashes, full-width, O for 0, short forms, unknown"
)
def meters(book: Book) -> None:
    """Only the meter number names the source."""
    s = book.sheet("Sheet1", q="C")
    s.head("表号", "年月", "用量", "单位", "备注")
    rows: tuple[tuple[str, str, str, str, str], ...] = (
        ("PD-E1", "DTSD-310115-0417", "kWh", "accept", "as registered"),
        ("PD-E1", "dtsd-310115-0417", "kWh", "accept", "lower case"),
        ("PD-E1", " DTSD-310115-0417 ", "kWh", "accept", "spaces around"),
        ("PD-E1", "DTSD 310115 0417", "kWh", "accept", "spaces for dashes"),
        ("PD-E1", "DTSD3101150417", "kWh", "accept", "no dashes"),
        ("PD-E1", "ＤＴＳＤ－３１０１１５－０４１７", "kWh", "accept", "full-width"),
        ("PD-E1", "DTSD—310115—0417", "kWh", "accept", "long dashes"),
        ("PD-E1", "DTSD-31O115-O417", "kWh", "either", "letter O for 0"),
        ("PD-E1", "表号:DTSD-310115-0417", "kWh", "either", "label before"),
        ("PD-E1", "0417", "kWh", "either", "last four digits"),
        ("PD-G1", "TBQM-80-2231", "m3", "accept", "as registered"),
        ("PD-G1", "tbqm 80 2231", "m3", "accept", "spaces, lower case"),
        ("PD-G1", "TBQM-80-223I", "m3", "either", "letter I for 1"),
        ("PD-S1", "ZQ-DN150-09", "吨", "accept", "as registered"),
        ("PD-S1", "ZQDN15009", "吨", "accept", "no dashes"),
        ("PD-S1", "ZQ-DN150-9", "吨", "either", "zero lost"),
        ("MH-C1", "DZC-60-0173", "吨", "accept", "weighbridge as registered"),
        ("MH-E1", "DTSD-310112-0932", "度", "accept", "as registered"),
        ("MH-E1", "DTSD_310112_0932", "度", "accept", "underscores"),
        ("JD-E1", "dtsd310114-0081", "度", "accept", "one dash lost"),
    )
    for n, (src, serial, unit, expect, why) in enumerate(rows):
        ym = ALL_MONTHS[n % len(ALL_MONTHS)]
        v = usage(src, ym)
        row = s.put([serial, zh(ym), v, unit])
        s.mark(expect, row, "C", f"meter number: {why}", src, month(ym), base(src, v))
    for serial, why in (
        ("DTSD-310115-0418", "unknown meter"),
        ("DTSD-310115", "cut off"),
        ("DTSD-310113-0417", "unknown meter, one digit off"),
        ("", "no meter named"),
        ("3.10115E+09", "number spoilt by Excel"),
        ("1号表", "which main meter?"),
        ("DTSD-310115-0417/0932", "two meters"),
    ):
        s.refuse([serial, "2025年12月", 182000, "kWh"], f"meter number: {why}")


@workbook("F03", "厂区写法.xlsx", "厂区写法", "short names, codes, English, unknown and missing sites")
def sites(book: Book) -> None:
    """How sites are written."""
    s = book.sheet("Sheet1", q="D")
    s.head("单位/厂区", "能源", "月份", "用量", "计量单位")
    rows: tuple[tuple[str, str, str], ...] = (
        ("PD-E1", "浦东", "accept"),
        ("PD-E1", "PD", "accept"),
        ("PD-E1", "pd", "accept"),
        ("PD-E1", "浦东工厂（总部）", "either"),
        ("PD-E1", "浦东厂", "accept"),
        ("PD-E1", "Pudong plant", "accept"),
        ("PD-E1", "浦東工廠", "either"),
        ("PD-E1", "PUDONG", "accept"),
        ("MH-E1", "闵行厂区", "accept"),
        ("MH-E1", "Minhang", "accept"),
        ("MH-E1", "MH", "accept"),
        ("MH-E1", "闵行工厂 ", "accept"),
        ("MH-E1", "闽行工厂", "either"),
        ("MH-E1", "沪浦精密闵行工厂", "either"),
        ("JD-E1", "嘉定", "accept"),
        ("JD-E1", "嘉定仓库", "either"),
        ("JD-E1", "嘉定物流", "accept"),
        ("JD-E1", "Jiading logistics center", "accept"),
        ("JD-E1", "物流中心", "either"),
    )
    for n, (src, name, expect) in enumerate(rows):
        ym = ALL_MONTHS[n % len(ALL_MONTHS)]
        v = usage(src, ym)
        row = s.put([name, "电力", zh(ym), v, "kWh"])
        s.mark(expect, row, "D", f"site written {name}", src, month(ym), base(src, v))
    for bad, why in (
        ("松江工厂", "no such site"),
        (None, "no site, three main meters"),
        ("总部", "which site?"),
        ("PD/MH", "two sites"),
        ("供应商", "not of the organization"),
        ("全公司", "all sites together"),
    ):
        s.refuse([bad, "电力", "2025年12月", 180000, "kWh"], f"site: {why}")
    v = usage("PD-G1", "2025-12")
    s.either(
        [None, "天然气", "2025年12月", v, "m3"],
        "PD-G1",
        month("2025-12"),
        base("PD-G1", v),
        "no site, but only one gas source",
    )


@workbook(
    "F04",
    "排放源名称.xlsx",
    "只写排放源名称",
    "source names instead of site and carrier, in part shortened; source ids",
)
def source_names(book: Book) -> None:
    """One column names the source in words."""
    s = book.sheet("Sheet1", q="C")
    s.head("计量点", "月份", "用量", "单位")
    units = {"kWh": "度", "m3": "m³", "t": "吨", "L": "升"}
    for n, src in enumerate(SOURCES):
        known = SOURCES[src]
        for k, name in enumerate((known.name, known.name.replace(" ", ""), src)):
            ym = ALL_MONTHS[n + k]
            v = usage(src, ym)
            s.accept([name, zh(ym), v, units[known.unit]], src, month(ym), base(src, v), "name or id of the source")
    for src, name in (
        ("PD-E1", "浦东一号总表"),
        ("MH-C1", "锻造炉用煤"),
        ("JD-D1", "叉车与货车柴油"),
        ("PD-G1", "锅炉天然气"),
    ):
        v = usage(src, "2025-11")
        s.either(
            [name, "2025年11月", v, units[SOURCES[src].unit]],
            src,
            month("2025-11"),
            base(src, v),
            "source name shortened",
        )
    for name in ("2号总表", "食堂天然气", "浦东 2 号总表", "PD-E9", "总表"):
        s.refuse([name, "2025年12月", 1500, "m³" if "气" in name else "度"], "no such source")


@workbook("F05", "互相矛盾.xlsx", "厂区、能源、表号互相矛盾", "site, carrier and meter number contradict each other")
def contradictions(book: Book) -> None:
    """Two of three may agree; the row must be asked back."""
    s = book.sheet("Sheet1", q="E")
    s.head("厂区", "能源", "表号", "月份", "用量", "单位")
    rows: tuple[tuple[str, str, str, str, str], ...] = (
        ("浦东工厂", "电力", "DTSD-310112-0932", "kWh", "meter of Minhang at Pudong"),
        ("浦东工厂", "天然气", "DTSD-310115-0417", "m3", "power meter for gas"),
        ("闵行工厂", "电力", "DTSD-310114-0081", "kWh", "meter of Jiading at Minhang"),
        ("闵行工厂", "烟煤", "TBQM-80-2231", "吨", "gas meter for coal"),
        ("浦东工厂", "蒸汽", "TBQM-80-2231", "吨", "gas meter for steam"),
        ("嘉定物流中心", "柴油", "DTSD-310114-0081", "升", "power meter for diesel"),
        ("嘉定物流中心", "电力", "DTSD-310114-0082", "kWh", "unknown meter at a known source"),
    )
    for n, (site, carrier, serial, unit, why) in enumerate(rows):
        s.refuse([site, carrier, serial, zh(ALL_MONTHS[n]), 20300, unit], why)
    for src in ("PD-E1", "PD-S1", "MH-E1"):
        known = SOURCES[src]
        v = usage(src, "2025-06")
        cells: list[Content] = [
            known.site_zh,
            known.carrier_zh,
            known.meter,
            "2025年6月",
            v,
            "吨" if known.unit == "t" else "kWh",
        ]
        s.accept(cells, src, month("2025-06"), base(src, v), "all three agree")


@workbook(
    "F06", "分表与总表.xlsx", "总表与分表", "其中 rows of workshops below the main meter, losses, difference rows"
)
def submeters(book: Book) -> None:
    """Only the main meter counts; the workshops are parts of it."""
    s = book.sheet("Sheet1", q="D")
    s.head("浦东工厂分车间用电（度）", None, None, None)
    s.head("月份", "计量点", "表号", "电量")
    for ym in year_months(2025, 1, 4):
        v = usage("PD-E1", ym)
        s.accept([zh(ym), "总表", "DTSD-310115-0417", v], "PD-E1", month(ym), base("PD-E1", v), "main meter")
        parts = (("其中：一车间", v * 4 // 10), ("　　　二车间", v * 3 // 10), ("　　　办公楼", v // 10))
        for n, (name, part) in enumerate(parts, 1):
            s.ignore([None, name, f"FB-{n:02d}", part], "part of the main meter")
        s.ignore([None, "线损及其他", None, v - sum(p for _, p in parts)], "rest of the main meter")
