"""A workbook of 100,000 rows read, checked and given back with its answers: many_rows.py [ROWS] [--profile].

The same file is read by openpyxl and by python-calamine, which answer nothing, as peers. Both are read-only and give the values of all cells.
"""

from __future__ import annotations

import cProfile
import importlib.util
import pstats
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import openpyxl
import xlsxwriter

from hutan.adapters.organization_file import read_organization
from hutan.adapters.pack_store.carrier_tables import load_carriers
from hutan.adapters.tabular.answering import answered_file
from hutan.adapters.tabular.cycle_search import cycle_search_paused
from hutan.adapters.tabular.reading import read_table
from hutan.core.activity.answers import Verdict
from hutan.core.activity.book import Book
from hutan.usecases.ingest import IngestOutcome, ingest

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[1]
ROWS = 100_000
LIMIT_S = 10.0
REPORTED = date(2026, 3, 20)
HEADINGS = ("厂区", "排放源", "能源品种", "月份", "数量", "单位", "单据号", "备注")
# Bought fuels have any number of bills a month, so a hundred thousand rows are possible at all.
BOUGHT = (("嘉定物流中心", "JD-D1", "柴油", "升", 60.0), ("嘉定物流中心", "JD-P1", "汽油", "升", 41.0), ("闵行工厂", "MH-B1", "木屑颗粒", "吨", 2.4))
EVERY_REFUSED = 50


def main(arguments: list[str]) -> int:
    """Entry point."""
    rows = next((int(text) for text in arguments if text.isdecimal()), ROWS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.xlsx"
        write_workbook(path, rows)
        if "--profile" in arguments:
            profile = cProfile.Profile()
            profile.runcall(answered, path)
            pstats.Stats(profile).sort_stats("tottime").print_stats(35)
            return 0
        return report(path, rows)


def write_workbook(path: Path, rows: int) -> None:
    """Rows of three bought fuels over 21 months, the same at every run; each fiftieth has a unit that cannot be."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, HEADINGS)
    for number in range(1, rows + 1):
        site, source, carrier, unit, usual = BOUGHT[number % len(BOUGHT)]
        month = number % 21
        day = f"{2024 + (month + 3) // 12}年{(month + 3) % 12 + 1}月"
        amount = round(usual * (0.7 + number * 7919 % 1000 / 1600), 2)
        shown = "千瓦时" if number % EVERY_REFUSED == 0 else unit
        sheet.write_row(number, 0, (site, source, carrier, day, amount, shown, f"F{number:08d}", "月结" if number % 9 == 0 else ""))
    book.close()


def answered(path: Path) -> tuple[IngestOutcome, bytes, dict[str, float]]:
    """What became of the file, the file with its answers, and the seconds of each step."""
    organization = read_organization("organization.yaml", (ROOT / "examples" / "organization.yaml").read_bytes())
    carriers = load_carriers()
    data = path.read_bytes()
    seconds: dict[str, float] = {}
    with cycle_search_paused():
        table = timed(seconds, "read", lambda: read_table(path.name, data))
        outcome = timed(seconds, "checked", lambda: ingest(table, organization, carriers, Book(), REPORTED))
        back = timed(seconds, "answered", lambda: answered_file(data, table, outcome.answers, outcome.headers))
    return outcome, back, seconds


def timed(seconds: dict[str, float], name: str, work: Callable[[], T]) -> T:
    """What `work` gives, its seconds kept under `name`."""
    start = time.perf_counter()
    result = work()
    seconds[name] = time.perf_counter() - start
    return result


def report(path: Path, rows: int) -> int:
    """Print seconds and ratios, and whether the limit is kept."""
    outcome, back, seconds = answered(path)
    accepted = outcome.count(Verdict.ACCEPTED) + outcome.count(Verdict.REMARKED)
    print(f"{rows:,} rows: {accepted:,} accepted, {outcome.count(Verdict.REFUSED):,} refused; {path.stat().st_size:,} bytes in, {len(back):,} out")
    if accepted + outcome.count(Verdict.REFUSED) != rows:
        raise SystemExit("rows were lost")
    whole = sum(seconds.values())
    for name, value in seconds.items():
        print(f"  {name:<10} {value:6.2f} s")
    print(f"  whole      {whole:6.2f} s, {whole / LIMIT_S:.2f} of the limit of {LIMIT_S:.0f} s")
    for name, value in peers(path):
        print(f"  {name} reading alone {value:6.2f} s: ours takes {seconds['read'] / value:.2f} times as long to read, {whole / value:.2f} in all")
    print(f"  the limit is {'kept' if whole <= LIMIT_S else 'NOT kept'}")
    return 0


def peers(path: Path) -> list[tuple[str, float]]:
    """Seconds that other readers take for the same cells."""
    seconds: dict[str, float] = {}
    timed(seconds, "openpyxl", lambda: _cells_of_openpyxl(path))
    if importlib.util.find_spec("python_calamine"):
        timed(seconds, "calamine", lambda: _cells_of_calamine(path))
    return list(seconds.items())


def _cells_of_openpyxl(path: Path) -> int:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return sum(len(row) for row in book.worksheets[0].iter_rows(values_only=True))


def _cells_of_calamine(path: Path) -> int:
    calamine = importlib.import_module("python_calamine")
    return sum(len(row) for row in calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
