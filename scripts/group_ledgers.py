"""Writes the ledgers of the example group, ``examples/group/ledger-2024.xlsx`` and ``ledger-2025.xlsx``; the same bytes whenever it runs."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import xlsxwriter

FOLDER = Path(__file__).parent.parent / "examples" / "group"
WRITTEN_ON = date(2026, 1, 10)
# The plant at Jinshan was sold on the first of July 2025.
SOLD = (2025, 7)
SOLD_SITE = "ADH"

# Source, unit, amount in a mean month of 2024, growth to 2025, how much summer adds, decimals.
MONTHLY: tuple[tuple[str, str, float, float, float, int], ...] = (
    ("FAB-E1", "kWh", 2_150_000, 1.04, 0.12, 0),
    ("FAB-G1", "Nm3", 62_000, 1.01, -0.35, 0),
    ("FAB-CF4", "kg", 38, 0.95, 0, 1),
    ("FAB-SF6", "kg", 9, 0.93, 0, 1),
    ("FAB-NF3", "kg", 120, 1.05, 0, 1),
    ("FAB-W1", "m3", 18_500, 1.03, 0.02, 0),
    ("FAB-EC", "kWh", 305_000, 1.03, 0.05, 0),
    ("FAB-EH", "kWh", 498_000, 1.05, 0.45, 0),
    ("FAB-AO", "Nm3", 2_650_000, 1.03, 0.05, 0),
    ("FAB-AL", "Nm3", 1_210_000, 1.02, 0.03, 0),
    ("FAB-AE", "Nm3", 1_160_000, 1.04, 0.03, 0),
    ("FAB-AH", "Nm3", 150_000, 1.03, 0.05, 0),
    ("FAB-HO", "GJ", 8_400, 1.05, 0.45, 1),
    ("FAB-HC", "GJ", 980, 1.03, 0.2, 1),
    ("FAB-HR", "GJ", 5_100, 1.05, 0.45, 1),
    ("FAB-HL", "GJ", 2_050, 1.05, 0.45, 1),
    ("STL-E1", "kWh", 1_480_000, 0.98, 0.02, 0),
    ("STL-G1", "Nm3", 81_000, 0.97, -0.05, 0),
    ("STL-SC", "t", 2_350, 0.98, 0, 2),
    ("STL-PI", "t", 260, 0.98, 0, 2),
    ("STL-EL", "t", 6.4, 0.96, 0, 3),
    ("STL-LS", "t", 74, 0.98, 0, 2),
    ("STL-ST", "t", 2_410, 0.98, 0, 2),
    ("STL-H1", "GJ", 1_900, 1.02, -0.2, 1),
    ("ADH-E1", "kWh", 238_000, 1.0, 0.05, 0),
    ("ADH-S1", "GJ", 2_450, 1.0, -0.1, 1),
    ("NET-BS", "h", 132_000, 1.06, 0, 0),
    ("NET-DC", "kWh", 96_000, 1.08, 0.04, 0),
    ("HQ-UPT", "tkm", 1_260_000, 1.02, 0, 0),
    ("HQ-DNT", "tkm", 9_400_000, 1.05, 0, 0),
    ("HQ-WST", "t", 46, 0.97, 0, 2),
    ("HQ-LEA", "kWh", 21_000, 1.0, 0.1, 0),
    ("HQ-LET", "kWh", 13_500, 1.0, 0.1, 0),
)
# Source, unit, amount of the year 2024, growth.
YEARLY: tuple[tuple[str, str, float, float], ...] = (
    ("FAB-R1", "kg", 64, 0.9),
    ("FAB-R2", "kg", 17, 1.1),
    ("STL-SW", "kg·yr", 185, 1.0),
    ("HQ-PCB", "CNY", 86_400_000, 1.06),
    ("HQ-PLA", "t", 1_340, 1.03),
    ("HQ-CAP", "CNY", 41_500_000, 0.7),
    ("HQ-RAIL", "pkm", 2_150_000, 1.08),
    ("HQ-AIR", "pkm", 3_620_000, 1.1),
    ("HQ-HOT", "room night", 6_240, 1.05),
    ("HQ-COM", "pkm", 11_800_000, 1.01),
    ("HQ-USE", "piece", 410_000, 1.09),
    ("HQ-EOL", "piece", 410_000, 1.09),
    ("HQ-INV", "CNY", 36_000_000, 1.0),
)
_HEADINGS = ("排放源", "起", "止", "数量", "单位", "单据号")


def amount(mean: float, growth: float, summer: float, year: int, month: int, digits: int) -> float:
    """The amount of a month: a mean, a swing between winter and summer, and a little that has no pattern."""
    swing = 1 - summer * math.cos(2 * math.pi * (month - 1) / 12)
    wobble = 1 + 0.015 * math.sin(12.9898 * month + 78.233 * (year - 2000) + mean)
    return round(mean * (growth if year > 2024 else 1) * swing * wobble, digits)


def rows(year: int) -> list[tuple[str, date, date, float, str, str]]:
    """Every row of a year: source, first and last day, amount, unit, number of the bill."""
    found: list[tuple[str, date, date, float, str, str]] = []
    for source, unit, mean, growth, summer, digits in MONTHLY:
        for month in range(1, 13):
            if source.startswith(SOLD_SITE) and (year, month) >= SOLD:
                continue
            last = date(year + month // 12, month % 12 + 1, 1).toordinal() - 1
            value = amount(mean, growth, summer, year, month, digits)
            found.append((source, date(year, month, 1), date.fromordinal(last), value, unit, f"{source}-{year}{month:02d}"))
    for source, unit, whole, growth in YEARLY:
        value = round(whole * (growth if year > 2024 else 1), 1)
        found.append((source, date(year, 1, 1), date(year, 12, 31), value, unit, f"{source}-{year}"))
    return found


def write(year: int) -> Path:
    """The ledger of one year."""
    path = FOLDER / f"ledger-{year}.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    workbook.set_properties({"title": f"示例台账 {year}", "created": WRITTEN_ON})
    sheet = workbook.add_worksheet("台账")
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, _HEADINGS)
    for number, (source, first, last, value, unit, document) in enumerate(rows(year), start=1):
        sheet.write_string(number, 0, source)
        sheet.write_datetime(number, 1, first, day)
        sheet.write_datetime(number, 2, last, day)
        sheet.write_number(number, 3, value)
        sheet.write_string(number, 4, unit)
        sheet.write_string(number, 5, document)
    sheet.set_column(0, 5, 16)
    workbook.close()
    return path


if __name__ == "__main__":
    for ledger in (2024, 2025):
        print(write(ledger))
