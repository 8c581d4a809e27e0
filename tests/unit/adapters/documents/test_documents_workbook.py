"""The workbook computes: its formulas, worked out here from the cells alone, give the exact figures."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import pytest
from inventory_factory import ROOT, Sample, emptied, sample
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from hutan.adapters.documents.report_workbook import SUMMARY, write_workbook
from hutan.adapters.documents.workbook_checks import CHECKS
from hutan.adapters.documents.workbook_factors import FACTORS
from hutan.adapters.documents.workbook_lines import LINES

_TOLERANCE = 1e-6
_TOKEN = re.compile(r"\s*(?:('[^']+'!)?(\$?[A-Z]{1,3}\$?\d+)(?::(\$?[A-Z]{1,3}\$?\d+))?|(\d+(?:\.\d+)?)|\"([^\"]*)\"|([A-Z]+)(?=\()|(<=|.))")


@pytest.fixture(scope="module")
def made() -> Sample:
    return sample()


@pytest.fixture(scope="module")
def data(made: Sample) -> bytes:
    return write_workbook(made.inputs, made.library, made.inventories, ROOT)


@pytest.fixture(scope="module")
def live(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


@pytest.fixture(scope="module")
def cached(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data), data_only=True)


# Sheet, first and last cell, number, text, function, sign; None where a token is not of that sort.
Token = tuple[str | None, ...]


class Calculator:
    """Just enough of a spreadsheet: + * / and brackets, references, SUMIFS, IF, ABS and VALUE; it reads no cached value."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.known: dict[tuple[str, str], object] = {}

    def cell(self, sheet: str, name: str) -> object:
        name = name.replace("$", "")
        if (sheet, name) not in self.known:
            content = self.workbook[sheet][name].value
            is_formula = isinstance(content, str) and content.startswith("=")
            self.known[sheet, name] = self.value(sheet, str(content)[1:]) if is_formula else content
        return self.known[sheet, name]

    def value(self, sheet: str, formula: str) -> object:
        tokens = [match.groups() for match in _TOKEN.finditer(formula)]
        found, rest = self._compared(sheet, tokens)
        assert not rest, formula
        return found

    def _compared(self, sheet: str, tokens: list[Token]) -> tuple[object, list[Token]]:
        left, tokens = self._sum(sheet, tokens)
        if tokens and tokens[0][6] == "<=":
            right, tokens = self._sum(sheet, tokens[1:])
            assert isinstance(left, float)
            assert isinstance(right, float)
            return left <= right, tokens
        return left, tokens

    def _sum(self, sheet: str, tokens: list[Token]) -> tuple[object, list[Token]]:
        total, tokens = self._product(sheet, tokens)
        while tokens and tokens[0][6] in ("+", "-"):
            sign = 1 if tokens[0][6] == "+" else -1
            item, tokens = self._product(sheet, tokens[1:])
            total = as_float(total) + sign * as_float(item)
        return total, tokens

    def _product(self, sheet: str, tokens: list[Token]) -> tuple[object, list[Token]]:
        total, tokens = self._atom(sheet, tokens)
        while tokens and tokens[0][6] in ("*", "/"):
            operator = tokens[0][6]
            item, tokens = self._atom(sheet, tokens[1:])
            total = as_float(total) * as_float(item) if operator == "*" else as_float(total) / as_float(item)
        return total, tokens

    def _atom(self, sheet: str, tokens: list[Token]) -> tuple[object, list[Token]]:
        place, first, last, number, text, function, sign = tokens[0]
        rest = tokens[1:]
        if function:
            arguments, rest = self._arguments(sheet, rest[1:])
            return apply(function, arguments), rest
        if sign == "(":
            inner, rest = self._compared(sheet, rest)
            return inner, rest[1:]
        if number is not None:
            return float(number), rest
        if text is not None:
            return text, rest
        assert first is not None, sign
        where = place[1:-2] if place else sheet
        return (self._range(where, first, last) if last else self.cell(where, first)), rest

    def _arguments(self, sheet: str, tokens: list[Token]) -> tuple[list[object], list[Token]]:
        found: list[object] = []
        while True:
            item, tokens = self._compared(sheet, tokens)
            found.append(item)
            closing, tokens = tokens[0][6] == ")", tokens[1:]
            if closing:
                return found, tokens

    def _range(self, sheet: str, first: str, last: str) -> list[object]:
        column = re.sub(r"[^A-Z]", "", first)
        rows = range(int(re.sub(r"\D", "", first)), int(re.sub(r"\D", "", last)) + 1)
        return [self.cell(sheet, f"{column}{row}") for row in rows]


def as_float(value: object) -> float:
    assert isinstance(value, (int, float)), value
    return float(value)


def apply(function: str, arguments: list[object]) -> object:
    if function == "SUMIFS":
        summed, *conditions = arguments
        assert isinstance(summed, list)
        kept = [True] * len(summed)
        for held, wanted in zip(conditions[::2], conditions[1::2], strict=True):
            assert isinstance(held, list)
            kept = [keep and item == wanted for keep, item in zip(kept, held, strict=True)]
        return sum((as_float(item) for item, keep in zip(summed, kept, strict=True) if keep), 0.0)
    if function == "IF":
        return arguments[1] if arguments[0] else arguments[2]
    if function == "ABS":
        return abs(as_float(arguments[0]))
    if function != "VALUE":
        raise AssertionError(function)
    return float(str(arguments[0]))


def rows(sheet: Worksheet, heading: str) -> Iterator[dict[str, str]]:
    """Cell names by English column heading, for every row below the row that has `heading`."""
    top = next(row for row in sheet.iter_rows() if any(str(cell.value).endswith(heading) for cell in row))
    names = {cell.column_letter: str(cell.value).rpartition("\n")[2] for cell in top if cell.value}
    for row in range(int(str(top[0].row)) + 1, sheet.max_row + 1):
        if sheet[f"A{row}"].value is None or sheet[f"B{row}"].value is None:
            return
        yield {name: f"{letter}{row}" for letter, name in names.items()}


def near(found: object, exact: Decimal) -> bool:
    return abs(as_float(found) - float(exact)) <= _TOLERANCE * abs(float(exact))


def test_each_line_computes_its_exact_amount(made: Sample, live: Workbook) -> None:
    calculator, sheet = Calculator(live), live[LINES]
    lines = [line for inventory in made.inventories for line in inventory.lines]
    found = list(rows(sheet, "Exact counted"))
    assert len(found) == len(lines)
    for row, line in zip(found, lines, strict=True):
        assert near(calculator.cell(LINES, row["Amount, kg or kgce"]), line.amount), row
        assert near(calculator.cell(LINES, row["Counted"]), line.stated()), row
        assert Decimal(str(sheet[row["Exact amount"]].value)) == line.amount


def test_each_line_takes_its_inputs_from_the_sheet_of_values(live: Workbook) -> None:
    sheet = live[LINES]
    row = next(iter(rows(sheet, "Exact counted")))
    formulas = [str(sheet[row[name]].value) for name in ("ncv", "factor") if sheet[row[name]].value]
    assert formulas
    assert all(formula.startswith(f"='{FACTORS}'!$F$") for formula in formulas)
    assert str(sheet[row["Amount, kg or kgce"]].value).startswith("=")


def test_totals_sum_the_lines(made: Sample, live: Workbook) -> None:
    calculator, sheet = Calculator(live), live[SUMMARY]
    totals = [inventory.total(rule.id) for inventory in made.inventories for rule in inventory.pack.totals]
    found = list(rows(sheet, "Total (formula)"))
    assert len(found) == len(totals)
    for row, total in zip(found, totals, strict=True):
        assert near(calculator.cell(SUMMARY, row["Total (formula)"]), total.value)
        assert near(calculator.cell(SUMMARY, row["In tonnes"]), total.value / 1000)
        assert calculator.cell(SUMMARY, row["Agrees"]) == "一致 yes"
        assert Decimal(str(sheet[row["Exact"]].value)) == total.value
        assert str(sheet[row["Total (formula)"]].value).startswith("=SUMIFS(")


def test_a_changed_factor_changes_the_total(made: Sample, data: bytes) -> None:
    changed = load_workbook(io.BytesIO(data))
    factors = changed[FACTORS]
    row = next(row for row in range(2, factors.max_row + 1) if factors[f"B{row}"].value == "elec.location.sh")
    factors[f"F{row}"] = 2 * as_float(factors[f"F{row}"].value)
    total = next(iter(rows(changed[SUMMARY], "Total (formula)")))
    calculator, inventory = Calculator(changed), made.inventories[0]
    more = sum((line.stated() for line in inventory.lines if line.basis == "location"), Decimal(0))
    assert near(calculator.cell(SUMMARY, total["Total (formula)"]), inventory.totals[0].value + more)
    assert calculator.cell(SUMMARY, total["Agrees"]) == "不一致 no"


def test_viewers_that_do_not_compute_see_the_same(live: Workbook, cached: Workbook) -> None:
    calculator = Calculator(live)
    for name in (SUMMARY, LINES):
        formulas = [cell for row in live[name].iter_rows() for cell in row if str(cell.value).startswith("=")]
        assert formulas
        for cell in formulas:
            shown, worked = cached[name][cell.coordinate].value, calculator.cell(name, cell.coordinate)
            assert shown == worked or abs(as_float(shown) - as_float(worked)) <= _TOLERANCE * abs(as_float(worked)), cell.coordinate


def test_parts_by_scope_and_site_sum_the_lines(made: Sample, live: Workbook) -> None:
    calculator, sheet = Calculator(live), live[SUMMARY]
    scopes = [row for row in rows(sheet, "Sum (formula)") if sheet[row["Pack"]].value == "ghgp-test/2004"]
    exact = sum((line.stated() for line in made.inventories[0].lines if line.scope == "scope_1"), Decimal(0))
    first = next(row for row in scopes if sheet[row["Scope"]].value == "scope_1")
    assert near(calculator.cell(SUMMARY, first["Sum (formula)"]), exact)


def test_checks_and_gaps_stand_in_both_languages(live: Workbook) -> None:
    texts = " ".join(str(cell.value) for row in live[CHECKS].iter_rows() for cell in row if cell.value)
    assert "估算数据的占比 Share of estimated data" in texts
    assert "必需，缺失 required, missing" in texts
    assert "unknown: sole claim" in texts


def test_sheets_bytes_and_day_are_fixed(made: Sample, data: bytes, live: Workbook) -> None:
    assert live.sheetnames == [SUMMARY, LINES, FACTORS, CHECKS]
    assert live.properties.created == datetime(2026, 3, 2)
    assert write_workbook(made.inputs, made.library, made.inventories, ROOT) == data


def test_without_lines_there_are_still_sheets(made: Sample) -> None:
    item = emptied(made)
    found = load_workbook(io.BytesIO(write_workbook(item.inputs, item.library, item.inventories, ROOT)))
    assert found.sheetnames == [SUMMARY, LINES, FACTORS, CHECKS]
