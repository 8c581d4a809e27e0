"""Ledgers of English-speaking colleagues and bilingual ones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dirty_core import Book, Content, calc, styled, workbook
from dirty_facts import SOURCES, Period, base, days, month, num, usage, year_months

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@workbook(
    "I01", "utility_bills.xlsx", "Utility bills", "DD/MM/YYYY from and to, cost columns, notes above, n/a and TBC"
)
def bills(book: Book) -> None:
    """Days above 12 show that the day comes first."""
    s = book.sheet("Bills", q="F")
    s.head("Hupu Precision Machinery - Utility bills FY2024")
    s.head("Prepared by: Facilities", None, None, None, "Currency: CNY")
    s.blank()
    s.head("Site", "Utility", "Supplier", "Bill from", "Bill to", "Usage", "UoM", "Net cost", "VAT", "Total")
    total = Decimal(0)
    for n, ym in enumerate(year_months(2024), 1):
        v = usage("PD-E1", ym)
        total += v
        last = month(ym).end.toordinal() - 1
        cells: list[Content] = [
            "Pudong",
            "Electricity",
            "State Grid",
            f"01/{n:02d}/2024",
            f"{date.fromordinal(last):%d/%m/%Y}",
            v,
            "kWh",
            v * Decimal("0.7"),
            v * Decimal("0.09"),
            v * Decimal("0.79"),
        ]
        s.accept(cells, "PD-E1", month(ym), base("PD-E1", v), "day first, as the ends show; Usage is the amount")
    for shown in ("n/a", "TBC", "pending"):
        s.refuse(
            ["Pudong", "Natural gas", "City Gas", "01/01/2025", "31/01/2025", shown, "m3"],
            f"{shown}: the amount is not known",
        )
    s.ignore(["TOTAL", None, None, None, None, total, "kWh", total * Decimal("0.7")], "total")


@workbook(
    "I02",
    "energy_log.xlsx",
    "Energy log",
    "month names in all lengths, US thousands, MWh, metric tons, litres, thousand m3",
)
def log(book: Book) -> None:
    """English words for months and units."""
    s = book.sheet("Log", q="D")
    s.head("Location", "Fuel / energy", "Month", "Quantity", "Units", "Comments")
    rows: tuple[tuple[str, str, str, str, str, str, str, str], ...] = (
        ("PD-E1", "Pudong plant", "Power", "January 2024", "2024-01", "182.4", "MWh", "MWh"),
        ("PD-E1", "Pudong plant", "Grid electricity", "Feb 2024", "2024-02", "181,220", "kWh", "kWh"),
        ("PD-E1", "Pudong plant", "Electricity", "Mar-24", "2024-03", "0.1799", "GWh", "GWh"),
        ("PD-G1", "Pudong plant", "Natural gas", "Sept 2024", "2024-09", "21,004", "m3", "m3"),
        ("PD-G1", "Pudong plant", "Nat. gas", "OCT 2024", "2024-10", "20,870", "cu m", "m3"),
        ("PD-G1", "Pudong plant", "Gas", "November-2024", "2024-11", "19,430", "Nm3", "Nm3"),
        ("PD-G1", "Pudong plant", "Natural gas", "Dec. 2024", "2024-12", "20.7", "thousand m3", "km3"),
        ("PD-S1", "Pudong plant", "Steam", "2024 Dec", "2024-12", "311.5", "tonnes", "t"),
        ("PD-S1", "Pudong plant", "Purchased steam", "12/2025", "2025-12", "858", "GJ", "GJ"),
        ("MH-C1", "Minhang plant", "Bituminous coal", "Apr 2025", "2025-04", "84.2", "metric tons", "t"),
        ("MH-C1", "Minhang plant", "Coal", "May 2025", "2025-05", "85,100", "kgs", "kg"),
        ("MH-B1", "Minhang plant", "Wood pellets", "June 2025", "2025-06", "42.7", "t", "t"),
        ("MH-B1", "Minhang plant", "Biomass", "July 2025", "2025-07", "43.1", "tonne", "t"),
        ("JD-D1", "Jiading logistics center", "Diesel", "Aug '24", "2024-08", "4,210", "litres", "L"),
        ("JD-D1", "Jiading logistics centre", "Diesel fuel", "2024-M9", "2024-09", "4,180", "Liter", "L"),
        ("JD-P1", "Jiading logistics center", "Petrol", "Oct 2024", "2024-10", "655", "l", "L"),
        ("JD-P1", "Jiading", "Gasoline", "Nov 2024", "2024-11", "630", "ltr", "L"),
    )
    doubtful = {"thousand m3", "cu m", "kgs", "ltr", "Aug '24", "2024-M9", "Coal", "Biomass", "Gas", "Nat. gas"}
    for src, site, carrier, text, ym, shown, unit, code in rows:
        row = s.put([site, carrier, text, shown, unit])
        expect = "either" if doubtful & {unit, text, carrier} else "accept"
        s.mark(expect, row, "D", "English names", src, month(ym), base(src, shown.replace(",", ""), code))
    s.refuse(["Pudong plant", "Electricity", "Smarch 2024", "180,000", "kWh"], "no such month")
    s.refuse(["Pudong plant", "Natural gas", "Jan 2025", "7,200", "therms"], "heat unit needs a heating value")
    s.refuse(["Jiading", "Diesel", "Jan 2025", "1,100", "gallons"], "US or imperial gallons?")
    s.refuse(["Minhang plant", "Coal", "Jan 2025", "94", "short tons?"], "unit in doubt")


@workbook("I03", "双语台账.xlsx", "双语台账", "bilingual headings and cells with slashes and line breaks")
def bilingual(book: Book) -> None:
    """Chinese and English in each heading and cell."""
    s = book.sheet("Energy 能源", q="D")
    s.head(
        "厂区\nSite",
        "能源品种 / Energy",
        "年月 (Month)",
        "消耗量\nConsumption",
        "单位 Unit",
        "去年同期 LY",
        "备注 Remark",
    )
    plan = (
        ("MH-E1", "闵行工厂 Minhang", "电力 / Electricity", "kWh"),
        ("JD-E1", "嘉定 Jiading", "电 Power", "度/kWh"),
        ("PD-G1", "浦东工厂/Pudong plant", "天然气 Natural gas", "立方米 m3"),
    )
    for src, site, carrier, unit in plan:
        for n, ym in enumerate(year_months(2025, 1, 4)):
            v = usage(src, ym)
            text = f"2025年{n + 1}月/{MONTHS[n]}" if n % 2 else ym
            s.accept(
                [site, carrier, text, v, unit, usage(src, f"2024-{n + 5:02d}")],
                src,
                month(ym),
                base(src, v),
                "both languages say the same",
            )


@workbook(
    "I04",
    "ambiguous_dates.xlsx",
    "Ambiguous dates",
    "03/04/2024 without any day above 12, then a column that settles it",
)
def ambiguous(book: Book) -> None:
    """Month or day first cannot be told on the first sheet; the second sheet tells."""
    s = book.sheet("Readings", q="C")
    s.head("Meter", "Date", "kWh")
    for text in ("03/04/2024", "05/06/2024", "07/08/2024", "09/10/2024"):
        s.refuse(["DTSD-310112-0932", text, num(usage("MH-E1", "2024-03", text) // 30)], "day or month first?")
    s = book.sheet("Daily", q="C")
    s.head("Meter", "Date (dd/mm/yyyy)", "kWh")
    for d in (10, 11, 12, 13, 14, 15):
        v = usage("MH-E1", f"2024-06-{d}", "daily") // 30
        day = date(2024, 6, d)
        s.accept(
            ["DTSD-310112-0932", f"{d:02d}/06/2024", v],
            "MH-E1",
            Period(day, date(2024, 6, d + 1)),
            base("MH-E1", v),
            "the heading says day first",
        )


@workbook(
    "I05",
    "carbon_template_v3.xlsx",
    "Group template",
    "parent company's template: required marks, code row below the heading, drop-down placeholders, notes column",
)
def group_template(book: Book) -> None:
    """A code row and placeholder rows below the heading."""
    s = book.sheet("Input", q="F")
    s.head("Scope*", "Site code*", "Activity*", "Start date*", "End date*", "Value*", "Unit*", "Data quality*", "Notes")
    s.ignore(
        ["SCOPE", "SITE", "ACT", "YYYY-MM-DD", "YYYY-MM-DD", "NUM", "UOM", "M/E", "TXT"],
        "row of codes below the heading",
    )
    s.ignore(["<select>", "<select>", "<select>", None, None, None, "<select>"], "placeholder row", q="A")
    words = {"electricity": "Electricity", "natural_gas": "Natural gas", "diesel": "Diesel"}
    for src, unit in (("PD-E1", "kWh"), ("PD-G1", "m3"), ("JD-D1", "L")):
        known = SOURCES[src]
        for n, ym in enumerate(year_months(2025, 7, 9)):
            v = usage(src, ym)
            period = month(ym)
            last = date.fromordinal(period.end.toordinal() - 1)
            state = "estimated" if n == 2 else "measured"
            scope = "Scope 2" if src == "PD-E1" else "Scope 1"
            s.accept(
                [scope, known.site, words[known.carrier], period.start, last, v, unit, state.capitalize()],
                src,
                period,
                base(src, v),
                "template row",
                state,
            )
    s.ignore(["<select>", "<select>", "<select>", None, None, None, "<select>"], "placeholder row", q="A")
    v = usage("MH-E1", "2025-09")
    s.either(
        ["Scope 1", "MH", "Electricity", date(2025, 9, 1), date(2025, 9, 30), v, "kWh", "Measured"],
        "MH-E1",
        month("2025-09"),
        base("MH-E1", v),
        "scope is wrong, the amount is not",
    )


@workbook("I06", "meter_export.csv", "Meter system export", "ISO time stamps, register and delta columns, status flags")
def meter_export(book: Book) -> None:
    """Delta is the amount, Register is the reading."""
    s = book.sheet(q="E")
    s.head("device_id", "ts_start", "ts_end", "register_kwh", "delta_kwh", "status")
    register = 8123400
    for d in range(1, 11):
        v = int(usage("JD-E1", f"2025-08-{d:02d}", "export")) // 30
        register += v
        cells: list[Content] = [
            "DTSD-310114-0081",
            f"2025-08-{d:02d}T00:00:00+08:00",
            f"2025-08-{d + 1:02d}T00:00:00+08:00",
            register,
            v,
            "OK",
        ]
        period = days(f"2025-08-{d:02d}", f"2025-08-{d:02d}")
        if d == 5:
            cells[4:] = ["NaN", "COMM_LOST"]
            s.refuse(cells, "communication lost")
        elif d == 8:
            cells[5] = "ESTIMATED"
            s.accept(cells, "JD-E1", period, base("JD-E1", v), "estimated by the meter system", "estimated")
        else:
            s.accept(cells, "JD-E1", period, base("JD-E1", v), "from midnight to midnight")


@workbook(
    "I07",
    "us_style.xlsx",
    "US style dates and numbers",
    "Excel dates shown mm/dd/yyyy, K and M behind numbers, totals as Grand Total",
)
def us_style(book: Book) -> None:
    """Shown month first but true dates; 182.3K."""
    s = book.sheet("2025", q="D")
    s.head("Plant", "Energy", "Period ending", "Usage (kWh)", "Cost ($)")
    total = Decimal(0)
    for n, ym in enumerate(year_months(2025, 1, 8)):
        v = usage("MH-E1", ym)
        total += 0 if n in (3, 5) else v
        last = date.fromordinal(month(ym).end.toordinal() - 1)
        shown: Content = f"{v / 1000}K" if n == 5 else f"{v:,} kWh" if n == 3 else v
        cells: list[Content] = [
            "Minhang plant",
            "Electricity",
            styled(last, num_format="mm/dd/yyyy"),
            shown,
            v * Decimal("0.1"),
        ]
        s.either(
            cells, "MH-E1", month(ym), base("MH-E1", v), "period ending on the month's last day, start not written"
        )
    s.ignore(["Grand Total", None, None, calc("=SUM(D2:D9)", num(total)), None], "total")
