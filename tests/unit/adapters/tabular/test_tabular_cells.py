"""What stands in a cell is read as Excel would show it, by either of the two ways of reading a sheet."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell import WriteOnlyCell
from tabular_samples import book, cells, only_sheet

from hutan.core.activity.table import Cell, CellKind


def read(cell: str, strings: tuple[str, ...] = (), workbook_extra: str = "") -> Cell | None:
    """The only cell, read by pattern and by the parser, which must agree."""
    row = f'<row r="2">{cell}</row>'
    by_pattern = cells(book(row, strings=strings, workbook_extra=workbook_extra))
    by_parser = cells(book(f"<!-- a comment -->{row}", strings=strings, workbook_extra=workbook_extra))
    assert by_pattern == by_parser
    assert set(by_pattern) <= {"2,1"}
    return by_pattern.get("2,1")


def read_number(text: str, style: int = 0) -> Cell | None:
    return read(f'<c r="B2" s="{style}"><v>{text}</v></c>')


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("0.30000000000000004", "0.3"),
        ("1234.5", "1234.5"),
        ("-0.1", "-0.1"),
        ("100", "100"),
        ("1.0", "1"),
        ("1E3", "1000"),
        ("1.2345E-5", "0.000012345"),
        ("-0", "0"),
        ("0.1000000000000000055", "0.1"),
        ("73499999999999996", "73500000000000000"),
        ("2.2999999999999998", "2.3"),
    ],
)
def test_numbers_are_the_fifteen_digits_excel_shows(stored: str, shown: str) -> None:
    assert read_number(stored) == Cell(1, CellKind.NUMBER, shown, Decimal(shown))


@pytest.mark.parametrize("stored", ["NaN", "1e400", "1e-400", "1e999999999", "INF", "1_000", "１２", "0x10", "1,5", "--1", "."])
def test_what_is_no_number_of_excel_stays_text(stored: str) -> None:
    assert read_number(stored) == Cell(1, CellKind.TEXT, stored)


def test_text_that_looks_like_a_number_stays_text() -> None:
    assert read('<c r="B2" t="s"><v>0</v></c>', ("<t>1e400</t>",)) == Cell(1, CellKind.TEXT, "1e400")
    assert read('<c r="B2" t="inlineStr"><is><t>NaN</t></is></c>') == Cell(1, CellKind.TEXT, "NaN")


@pytest.mark.parametrize(
    ("stored", "style", "text", "day"),
    [
        ("45292", 1, "2024-01-01", date(2024, 1, 1)),
        ("45322.354166666664", 1, "2024-01-31 08:30:00", date(2024, 1, 31)),
        ("45292", 4, "2024-01-01", date(2024, 1, 1)),
        ("45292", 6, "2024-01-01", date(2024, 1, 1)),
        ("1", 1, "1900-01-01", date(1900, 1, 1)),
        ("59", 1, "1900-02-28", date(1900, 2, 28)),
        ("61", 1, "1900-03-01", date(1900, 3, 1)),
        ("2958465", 1, "9999-12-31", date(9999, 12, 31)),
    ],
)
def test_days_are_known_by_their_number_format(stored: str, style: int, text: str, day: date) -> None:
    assert read_number(stored, style) == Cell(1, CellKind.DATE, text, day=day)


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    for setting in ('date1904="1"', 'date1904="true"'):
        found = read('<c r="B2" s="1"><v>43830</v></c>', workbook_extra=f"<workbookPr {setting}/>")
        assert found == Cell(1, CellKind.DATE, "2024-01-01", day=date(2024, 1, 1))
    first = read('<c r="B2" s="1"><v>0</v></c>', workbook_extra='<workbookPr date1904="1"/>')
    assert first == Cell(1, CellKind.DATE, "1904-01-01", day=date(1904, 1, 1))


@pytest.mark.parametrize(
    ("stored", "shown"), [("60", "1900-02-29"), ("0", "1900-01-00"), ("-1", "########"), ("2958466", "########"), ("1e300", "########")]
)
def test_serial_numbers_that_are_no_day_are_errors(stored: str, shown: str) -> None:
    assert read_number(stored, 1) == Cell(1, CellKind.ERROR, shown)


def test_a_time_is_no_number_and_no_day() -> None:
    assert read_number("0.5", 2) == Cell(1, CellKind.TEXT, "12:00:00")
    assert read_number("1.0416666666666667", 2) == Cell(1, CellKind.TEXT, "25:00:00")


def test_zeros_that_the_format_shows_are_in_the_text() -> None:
    assert read_number("123", 3) == Cell(1, CellKind.NUMBER, "000123", Decimal(123))
    assert read_number("2024.1", 5) == Cell(1, CellKind.NUMBER, "2024.10", Decimal("2024.1"))
    assert read_number("1.2345", 5) == Cell(1, CellKind.NUMBER, "1.2345", Decimal("1.2345"))


def test_truth_values_and_errors() -> None:
    assert read('<c r="B2" t="b"><v>1</v></c>') == Cell(1, CellKind.BOOLEAN, "TRUE")
    assert read('<c r="B2" t="b"><v>0</v></c>') == Cell(1, CellKind.BOOLEAN, "FALSE")
    for error in ("#DIV/0!", "#N/A", "#REF!"):
        assert read(f'<c r="B2" t="e"><v>{error}</v></c>') == Cell(1, CellKind.ERROR, error)
    assert read('<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>') == Cell(1, CellKind.ERROR, "#DIV/0!")


def test_iso_days_of_strict_workbooks() -> None:
    assert read('<c r="B2" t="d"><v>2024-01-31T00:00:00</v></c>') == Cell(1, CellKind.DATE, "2024-01-31", day=date(2024, 1, 31))
    assert read('<c r="B2" t="d"><v>2024-01-31T08:30:00Z</v></c>') == Cell(1, CellKind.DATE, "2024-01-31 08:30:00", day=date(2024, 1, 31))


@pytest.mark.parametrize("value", ["", "<v></v>", "<v/>", "<v />"])
def test_a_formula_without_a_stored_value(value: str) -> None:
    assert read(f'<c r="B2"><f>SUM(A1:A9)</f>{value}</c>') == Cell(1, CellKind.FORMULA_ONLY, "=SUM(A1:A9)")
    assert read(f'<c r="B2"><f t="shared" si="0"/>{value}</c>') == Cell(1, CellKind.FORMULA_ONLY, "=…")


def test_a_formula_with_a_stored_value_is_that_value() -> None:
    assert read('<c r="B2"><f>1+1</f><v>2</v></c>') == Cell(1, CellKind.NUMBER, "2", Decimal(2))
    assert read('<c r="B2"><f>1-1</f><v>0</v></c>') == Cell(1, CellKind.NUMBER, "0", Decimal(0))
    assert read('<c r="B2" s="1"><f>TODAY()</f><v>45292</v></c>') == Cell(1, CellKind.DATE, "2024-01-01", day=date(2024, 1, 1))
    assert read('<c r="B2" t="str"><f>A1&amp;"x"</f><v>k&lt;x</v></c>') == Cell(1, CellKind.TEXT, "k<x")
    assert read('<c r="B2" t="b"><f>TRUE()</f><v>1</v></c>') == Cell(1, CellKind.BOOLEAN, "TRUE")


@pytest.mark.parametrize("value", ["<v></v>", "<v/>"])
def test_a_formula_that_gives_empty_text_is_an_empty_cell(value: str) -> None:
    assert read(f'<c r="B2" t="str"><f>IF(A1="","",A1)</f>{value}</c>') is None


def test_a_zero_stored_by_a_writer_that_computes_nothing_is_no_value() -> None:
    stale = '<calcPr calcId="124519" fullCalcOnLoad="1"/>'
    assert read('<c r="B2"><f>A1*2</f><v>0</v></c>', workbook_extra=stale) == Cell(1, CellKind.FORMULA_ONLY, "=A1*2")
    assert read('<c r="B2"><f>A1*2</f><v>7</v></c>', workbook_extra=stale) == Cell(1, CellKind.NUMBER, "7", Decimal(7))
    assert read('<c r="B2"><v>0</v></c>', workbook_extra=stale) == Cell(1, CellKind.NUMBER, "0", Decimal(0))


def test_shared_and_rich_text() -> None:
    rich = '<r><rPr><b/></rPr><t>一</t></r><r><t xml:space="preserve"> 厂</t></r>'
    reading_aloud = '<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/>'
    texts = ("<t>总表</t>", rich, reading_aloud, '<t xml:space="preserve"> a </t>', "<t>a_x000D_b_x005F_x000D_</t>")
    wanted = ("总表", "一 厂", "東京", " a ", "a\rb_x000D_")
    for index, text in enumerate(wanted):
        assert read(f'<c r="B2" t="s"><v>{index}</v></c>', texts) == Cell(1, CellKind.TEXT, text)
    for item, text in zip(texts, wanted, strict=True):
        assert read(f'<c r="B2" t="inlineStr"><is>{item}</is></c>') == Cell(1, CellKind.TEXT, text)


def test_entities_and_cdata_are_read() -> None:
    assert read('<c r="B2" t="inlineStr"><is><t>a&amp;b&#x7535;</t></is></c>') == Cell(1, CellKind.TEXT, "a&b电")
    assert read('<c r="B2" t="inlineStr"><is><t><![CDATA[<row r="9"/>]]></t></is></c>') == Cell(1, CellKind.TEXT, '<row r="9"/>')


@pytest.mark.parametrize("blank", ["", " ", "\u3000", "\u00a0", "\n"])
def test_cells_of_blanks_only_are_empty(blank: str) -> None:
    assert read('<c r="B2" t="s"><v>0</v></c>', (f'<t xml:space="preserve">{blank}</t>',)) is None
    assert read(f'<c r="B2" t="inlineStr"><is><t xml:space="preserve">{blank}</t></is></c>') is None


def test_formatted_empty_cells_are_none() -> None:
    assert read('<c r="B2" s="1"/>') is None
    assert read('<c r="B2" s="1"></c>') is None
    assert only_sheet(book('<row r="2" s="1" customFormat="1"><c r="A2" s="1"/><c r="B2" s="1"/></row>')).rows == ()


def test_what_openpyxl_writes() -> None:
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("电")
    day = WriteOnlyCell(sheet, datetime(2024, 3, 1))
    day.number_format = 'yyyy"年"m"月"d"日"'
    sheet.append(["排放源", 0.1 + 0.2, day, "=1+1", True])
    buffer = io.BytesIO()
    workbook.save(buffer)
    found = cells(buffer.getvalue())
    assert found == {
        "1,0": Cell(0, CellKind.TEXT, "排放源"),
        "1,1": Cell(1, CellKind.NUMBER, "0.3", Decimal("0.3")),
        "1,2": Cell(2, CellKind.DATE, "2024-03-01", day=date(2024, 3, 1)),
        "1,3": Cell(3, CellKind.FORMULA_ONLY, "=1+1"),
        "1,4": Cell(4, CellKind.BOOLEAN, "TRUE"),
    }


STORED = st.one_of(
    st.integers(-(10**18), 10**18).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(["", "0", "1", " 7 ", "a", "2024-01-31", "1e5"]),
)
CELLS = st.tuples(st.sampled_from(["", ' s="1"', ' s="2"', ' s="3"', ' s="5"']), st.sampled_from(["", ' t="n"', ' t="str"']), st.booleans(), STORED)


@given(st.lists(CELLS, max_size=6))
def test_both_ways_of_reading_agree(found: list[tuple[str, str, bool, str]]) -> None:
    row = "".join(
        f'<c r="{"ABCDEFG"[index]}3"{style}{kind}>{"<f>A1</f>" if formula else ""}<v>{value}</v></c>'
        for index, (style, kind, formula, value) in enumerate(found)
    )
    plain = f'<row r="3" spans="1:6">{row}</row>'
    assert only_sheet(book(plain)) == only_sheet(book(f"<!-- -->{plain}"))
