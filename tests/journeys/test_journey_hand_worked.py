"""The example company's inventory, worked by hand in a workbook of live formulas, is what the program says, source by source."""

from __future__ import annotations

import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import openpyxl
import pytest
from click.testing import CliRunner, Result
from openpyxl.cell.cell import Cell
from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from hutan.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
HAND_WORKED = EXAMPLES / "hand-worked.xlsx"
LARGEST_RELATIVE_DIFFERENCE = Fraction(1, 10**8)
# Cached values are binary fractions of fifteen or so digits; the formulas are worked exactly here.
ROUNDING_OF_A_SPREADSHEET = Fraction(1, 10**13)

YEARS = (2024, 2025)
BILLS = {2024: "2024 票据 Bills", 2025: "2025 票据 Bills"}
BILL_FILES = {2024: ("ledger-2024.xlsx", "2024年能源台账", 4, 5, 6), 2025: ("bills-2025.xlsx", "活动数据 Activity", 2, 5, 6)}
BY_SOURCE = "分源 By source"
TOTALS = "合计 Totals"
FIRST_ROW = 5
AS_WRITTEN, UNIT_AS_WRITTEN, USED, COUNTS, REMARK = "F", "G", "H", "K", "R"

TotalKey: TypeAlias = tuple[str, str, int]
SourceKey: TypeAlias = tuple[str, str, str, str, int]


class Sums:
    """Works the formulas of a workbook anew with exact fractions: + - * /, SUM, ROUND and references, nothing else."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._known: dict[tuple[str, str], Fraction] = {}

    def value(self, sheet: str, address: str) -> Fraction:
        """Give the number of one cell."""
        place = (sheet, address)
        if place not in self._known:
            content = cell_of(self._workbook, sheet, address).value
            if isinstance(content, str) and content.startswith("="):
                self._known[place] = _Formula(self, sheet, content).worked()
            else:
                assert isinstance(content, int | float), f"{sheet}!{address} holds {content!r}, which is no number"
                self._known[place] = Fraction(str(content))
        return self._known[place]

    def block(self, sheet: str, reference: str) -> Iterator[Fraction]:
        """Give the numbers of a reference to one cell or several, on this sheet or another."""
        if "!" in reference:
            name, _, reference = reference.rpartition("!")
            sheet = name.strip("'")
        left, top, right, bottom = (int(edge or 0) for edge in range_boundaries(reference))
        for row in self._workbook[sheet].iter_rows(top, bottom, left, right):
            for cell in row:
                yield self.value(sheet, cell.coordinate)


class _Formula:
    """One formula, read from left to right."""

    def __init__(self, sums: Sums, sheet: str, text: str) -> None:
        self._sums, self._sheet, self._text = sums, sheet, text
        self._tokens = [token for token in Tokenizer(text).items if token.type != Token.WSPACE]
        self._at = 0

    def worked(self) -> Fraction:
        value = self._sum()
        assert self._at == len(self._tokens), f"cannot read {self._text} on {self._sheet}"
        return value

    def _follows(self, *texts: str) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at].value in texts

    def _take(self) -> Token:
        assert self._at < len(self._tokens), f"{self._text} on {self._sheet} ends too early"
        token: Token = self._tokens[self._at]
        self._at += 1
        return token

    def _sum(self) -> Fraction:
        value = self._product()
        while self._follows("+", "-"):
            value += self._product() if self._take().value == "+" else -self._product()
        return value

    def _product(self) -> Fraction:
        value = self._single()
        while self._follows("*", "/"):
            value = value * self._single() if self._take().value == "*" else value / self._single()
        return value

    def _single(self) -> Fraction:
        token = self._take()
        if token.type == Token.OP_PRE:
            return -self._single() if token.value == "-" else self._single()
        if token.type == Token.PAREN:
            return self._closed(self._sum())
        if token.type == Token.OPERAND and token.subtype == Token.NUMBER:
            return Fraction(token.value)
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            (value,) = self._sums.block(self._sheet, token.value)
            return value
        if token.type == Token.FUNC and token.value == "SUM(":
            return self._closed(sum(self._sums.block(self._sheet, self._take().value), Fraction(0)))
        if token.type == Token.FUNC and token.value == "ROUND(":
            return self._closed(self._rounded())
        raise AssertionError(f"{token.value!r} in {self._text} on {self._sheet} is more than this test can work")

    def _rounded(self) -> Fraction:
        """Round to the nearest; a spreadsheet rounds a tie up and Python to the even digit, and no bill ends in a tie."""
        value = self._sum()
        assert self._take().type == Token.SEP
        return round(value, int(self._sum()))

    def _closed(self, value: Fraction) -> Fraction:
        assert self._take().subtype == Token.CLOSE, f"a bracket is open in {self._text} on {self._sheet}"
        return value


def cell_of(workbook: Workbook, sheet: str, address: str) -> Cell:
    cell = workbook[sheet][address]
    assert isinstance(cell, Cell), f"{sheet}!{address} is not one cell"
    return cell


def sheet_of(workbook: Workbook, name: str) -> Worksheet:
    sheet = workbook[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def text_of(workbook: Workbook, sheet: str, address: str) -> str:
    content = cell_of(workbook, sheet, address).value
    return "" if content is None else str(content)


def differs(one: Fraction, other: Fraction, allowed: Fraction) -> bool:
    return abs(one - other) > allowed * max(abs(one), abs(other))


def bill_rows(workbook: Workbook, year: int) -> Iterator[int]:
    """Give the rows of the sheet that hold a bill; headings and sums carry no row number of the file."""
    for row in range(FIRST_ROW, sheet_of(workbook, BILLS[year]).max_row + 1):
        if isinstance(cell_of(workbook, BILLS[year], f"A{row}").value, int):
            yield row


def places_of_totals(workbook: Workbook) -> dict[TotalKey, str]:
    places = {}
    for row in range(FIRST_ROW, sheet_of(workbook, TOTALS).max_row + 1):
        for year, column in zip(YEARS, "FG", strict=True):
            places[text_of(workbook, TOTALS, f"A{row}"), text_of(workbook, TOTALS, f"B{row}"), year] = f"{column}{row}"
    return places


def places_by_source(workbook: Workbook) -> dict[SourceKey, str]:
    places = {}
    for row in range(FIRST_ROW, sheet_of(workbook, BY_SOURCE).max_row + 1):
        pack, scope, basis, source = (text_of(workbook, BY_SOURCE, f"{column}{row}") for column in "ABCD")
        for year, column in zip(YEARS, "GH", strict=True):
            places[pack, scope, basis, source, year] = f"{column}{row}"
    return places


def calculate(out: Path, *names: str) -> Result:
    files = [str(EXAMPLES / name) for name in names]
    options = ["--org", str(EXAMPLES / "organization.yaml"), "--reported-on", "2026-03-20", "--out", str(out), "--json"]
    return CliRunner().invoke(main, ["inventory", "calculate", *files, *options])


@pytest.fixture(scope="module")
def formulas() -> Workbook:
    return openpyxl.load_workbook(HAND_WORKED)


@pytest.fixture(scope="module")
def cached() -> Workbook:
    return openpyxl.load_workbook(HAND_WORKED, data_only=True)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the program's results lie: both years handed in, then the mended rows."""
    out = tmp_path_factory.mktemp("hand-worked") / "out"
    first = calculate(out, "ledger-2024.xlsx", "bills-2025.xlsx")
    assert first.exit_code == 1, first.output
    answered = {name: (rows["refused"], rows["unchanged"]) for name, rows in json.loads(first.stdout)["rows"].items()}
    assert answered == {"ledger-2024.xlsx": (6, 1), "bills-2025.xlsx": (1, 0)}
    second = calculate(out, "mended.xlsx")
    assert second.exit_code == 0, second.output
    (out / "answer.json").write_text(second.stdout, encoding="utf-8")
    return out


def program_totals(run: Path) -> dict[TotalKey, Fraction]:
    answer = json.loads((run / "answer.json").read_text(encoding="utf-8"))
    return {
        (item["pack"], name, int(item["period"][:4])): Fraction(total["value"])
        for item in answer["inventories"]
        for name, total in item["totals"].items()
    }


def program_by_source(run: Path) -> dict[SourceKey, Fraction]:
    """Sum the lines of the result file; a line on energy has an amount and no kgCO2e."""
    sums: dict[SourceKey, Decimal] = defaultdict(Decimal)
    with zipfile.ZipFile(run / "result.zip") as archive:
        for name in archive.namelist():
            place = re.fullmatch(r"chunks/lines/([^/]+/[^/]+)/(\d{4})-01-01_\d{4}-01-01/.+\.json", name)
            if place is None:
                continue
            for line in json.loads(archive.read(name)):
                key = (place[1], line["scope"], line["basis"], line["source_id"], int(place[2]))
                sums[key] += Decimal(line["amount"] if line["co2e_kg"] is None else line["co2e_kg"])
    return {key: Fraction(value) for key, value in sums.items()}


def test_the_cached_values_are_what_the_formulas_give(formulas: Workbook, cached: Workbook) -> None:
    sums, worked = Sums(formulas), 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if not (isinstance(cell.value, str) and cell.value.startswith("=")):
                    continue
                content = cell_of(cached, sheet.title, cell.coordinate).value
                assert isinstance(content, int | float), f"{sheet.title}!{cell.coordinate} has no cached value"
                value = sums.value(sheet.title, cell.coordinate)
                assert not differs(value, Fraction(content), ROUNDING_OF_A_SPREADSHEET), f"{sheet.title}!{cell.coordinate}"
                worked += 1
    assert worked > 1000


@pytest.mark.parametrize("year", YEARS)
def test_every_bill_stands_in_the_workbook_as_it_was_written(formulas: Workbook, year: int) -> None:
    name, sheet, first_row, amount, unit = BILL_FILES[year]
    book = sheet_of(openpyxl.load_workbook(EXAMPLES / name), sheet)
    written = {row: (str(book.cell(row, amount).value), str(book.cell(row, unit).value)) for row in range(first_row, book.max_row + 1)}
    page = BILLS[year]
    copied = {
        int(text_of(formulas, page, f"A{row}")): (text_of(formulas, page, f"{AS_WRITTEN}{row}"), text_of(formulas, page, f"{UNIT_AS_WRITTEN}{row}"))
        for row in bill_rows(formulas, year)
    }
    assert copied == written


@pytest.mark.parametrize(("year", "mended", "left_out"), [(2024, [10, 24, 31, 45, 61, 81], [76, 113]), (2025, [119], [])])
def test_the_workbook_names_the_rows_that_were_mended_or_do_not_count(formulas: Workbook, year: int, mended: list[int], left_out: list[int]) -> None:
    page = BILLS[year]
    rows = {int(text_of(formulas, page, f"A{row}")): row for row in bill_rows(formulas, year)}
    assert sorted(number for number, row in rows.items() if text_of(formulas, page, f"{REMARK}{row}").startswith("更正")) == mended
    assert sorted(number for number, row in rows.items() if cell_of(formulas, page, f"{COUNTS}{row}").value == 0) == left_out


def test_the_totals_hang_on_the_bills_alone() -> None:
    """Every bill twice as large makes every total without instruments twice as large."""
    plain, doubled = openpyxl.load_workbook(HAND_WORKED), openpyxl.load_workbook(HAND_WORKED)
    for year in YEARS:
        for row in bill_rows(doubled, year):
            for column in (AS_WRITTEN, USED):
                cell = cell_of(doubled, BILLS[year], f"{column}{row}")
                if isinstance(cell.value, int | float):
                    cell.value = float(Decimal(str(cell.value)) * 2)
    before, after = Sums(plain), Sums(doubled)
    for (pack, total, year), address in places_of_totals(plain).items():
        if year == YEARS[0] or total not in {"market_based", "total"}:
            assert not differs(after.value(TOTALS, address), 2 * before.value(TOTALS, address), LARGEST_RELATIVE_DIFFERENCE), (pack, total, year)


def test_each_total_of_each_pack_and_year_agrees(run: Path, formulas: Workbook, cached: Workbook) -> None:
    program, places, sums = program_totals(run), places_of_totals(formulas), Sums(formulas)
    assert set(program) == set(places)
    for key, address in places.items():
        content = cell_of(cached, TOTALS, address).value
        assert isinstance(content, int | float)
        for by_hand in (sums.value(TOTALS, address), Fraction(content)):
            assert not differs(by_hand, program[key], LARGEST_RELATIVE_DIFFERENCE), f"{key}: by hand {float(by_hand)}, program {float(program[key])}"


def test_each_source_agrees(run: Path, formulas: Workbook) -> None:
    program, places, sums = program_by_source(run), places_by_source(formulas), Sums(formulas)
    assert set(program) == set(places)
    for key, address in places.items():
        by_hand = sums.value(BY_SOURCE, address)
        assert not differs(by_hand, program[key], LARGEST_RELATIVE_DIFFERENCE), f"{key}: by hand {float(by_hand)}, program {float(program[key])}"
