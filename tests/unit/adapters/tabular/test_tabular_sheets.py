"""Rows, sheets and workbooks: every cell keeps its place, however the file was written."""

from __future__ import annotations

import io
import time
import tracemalloc

import pytest
import xlsxwriter
from tabular_samples import RELATIONS, STRICT, book, cells, only_sheet, parts, prefixed_xml, sheet_xml, zipped

from hutan.adapters.tabular.reading import read_table
from hutan.core.activity.table import MergedArea, TableFile
from hutan.kernel.canonical import sha256_hex
from hutan.kernel.errors import InputError

CELL = '<c r="B7"><v>1</v></c>'


def texts(data: bytes) -> dict[str, str]:
    return {place: cell.text for place, cell in cells(data).items()}


def test_file_and_sheets() -> None:
    data = zipped(
        parts(
            {"电": sheet_xml(f'<row r="7">{CELL}</row>'), "气 &amp; 汽": sheet_xml(""), "lists": sheet_xml(""), "secret": sheet_xml("")},
            states={"lists": "hidden", "secret": "veryHidden"},
        )
    )
    table = read_table("C:\\账单 2024\\电费.xlsx", data)
    assert isinstance(table, TableFile)
    assert (table.name, table.digest, table.encoding) == ("电费.xlsx", sha256_hex(data), "")
    assert [(sheet.name, sheet.hidden) for sheet in table.sheets] == [("电", False), ("气 & 汽", False), ("lists", True), ("secret", True)]


def test_rows_and_cells_without_places_are_counted() -> None:
    rows = '<row r="3"><c r="B3"><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c><c/><c><v>4</v></c></row>'
    rows += '<row r="9"><c r="D9"><v>5</v></c></row>'
    assert texts(book(rows)) == {"3,1": "1", "3,2": "2", "5,0": "3", "5,2": "4", "9,3": "5"}


def test_unnumbered_rows_after_empty_ones() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"/><row r="3"><c r="A3" s="1"/></row><row><c><v>2</v></c></row>'
    assert texts(book(rows)) == {"1,0": "1", "4,0": "2"}


def test_prefixed_elements() -> None:
    xml = prefixed_xml('<x:row r="7"><x:c r="B7" t="inlineStr"><x:is><x:t>电</x:t></x:is></x:c></x:row>')
    assert texts(zipped(parts({"电": xml}))) == {"7,1": "电"}


def test_elements_of_other_namespaces_are_not_cells() -> None:
    rows = f'<row r="7">{CELL}<extLst xmlns:y="urn:y"><y:c r="C7"><y:v>9</y:v></y:c></extLst></row>'
    assert texts(book(rows)) == {"7,1": "1"}


@pytest.mark.parametrize("comment", ["", "<!-- -->"])
def test_rows_of_other_namespaces_are_not_rows(comment: str) -> None:
    other = '<row r="3" xmlns="urn:y"><c r="A3"><v>9</v></c></row><row r="4"><c r="A4" xmlns="urn:y"><v>9</v></c></row>'
    assert texts(book(f'{comment}{other}<row r="7">{CELL}</row>')) == {"7,1": "1"}


def test_strict_workbooks() -> None:
    xml = sheet_xml(f'<row r="7">{CELL}</row>', namespace=STRICT)
    assert texts(zipped(parts({"电": xml}))) == {"7,1": "1"}


def test_other_encodings_of_xml() -> None:
    xml = sheet_xml('<row r="7"><c r="B7" t="inlineStr"><is><t>总表</t></is></c></row>').replace("UTF-8", "UTF-16")
    assert texts(zipped(parts({"电": xml.encode("utf-16")}))) == {"7,1": "总表"}
    latin = sheet_xml('<row r="7"><c r="B7" t="inlineStr"><is><t>m³</t></is></c></row>').replace("UTF-8", "ISO-8859-1")
    assert texts(zipped(parts({"电": latin.encode("latin-1")}))) == {"7,1": "m³"}


def test_rows_in_the_wrong_order_are_put_in_order() -> None:
    assert list(texts(book('<row r="9"><c r="A9"><v>9</v></c></row><row r="3"><c r="A3"><v>3</v></c></row>'))) == ["3,0", "9,0"]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="7"><c r="B7"><v>1</v></c></row><row r="7"><c r="C7"><v>2</v></c></row>',
        '<row r="7"><c r="B7"><v>1</v></c><c r="B7"><v>2</v></c></row>',
        '<row r="7"><c r="C7"><v>1</v></c><c r="B7"><v>2</v></c></row>',
        '<row r="7"><c r="B8"><v>1</v></c></row>',
        '<row r="0"><c r="B0"><v>1</v></c></row>',
        '<row r="1048577"><c r="B1048577"><v>1</v></c></row>',
        '<row r="7"><c r="XFE7"><v>1</v></c></row>',
        '<row r="7"><c r="7"><v>1</v></c></row>',
        '<row r="x"><c r="B7"><v>1</v></c></row>',
        '<row r="7"><c r="B7" t="s"><v>0</v></c></row>',
        '<row r="7"><c r="B7" t="s"><v>-1</v></c></row>',
        '<row r="7"><c r="B7" t="s"><v>a</v></c></row>',
        '<row r="7"><c r="B7" s="99"><v>1</v></c></row>',
        '<row r="7"><c r="B7" t="z"><v>1</v></c></row>',
        '<row r="7"><c r="B7" t="b"><v>2</v></c></row>',
        '<row r="7"><c r="B7" t="d"><v>2024-02-30</v></c></row>',
    ],
)
def test_cells_that_cannot_be_are_told_not_guessed(rows: str) -> None:
    for data in (book(rows), book(f"<!-- -->{rows}")):
        with pytest.raises(InputError) as error:
            read_table("电费.xlsx", data)
        assert error.value.code == "file_damaged"
        assert ("part", "xl/worksheets/sheet1.xml") in error.value.params


def test_merged_areas() -> None:
    merged = '<mergeCells count="3"><mergeCell ref="A1:C1"/><mergeCell ref="B3:B5"/><mergeCell ref="AA2"/></mergeCells>'
    sheet = only_sheet(book(f'<row r="7">{CELL}</row>', merged))
    assert sheet.merged == (MergedArea(1, 1, 0, 2), MergedArea(3, 5, 1, 1), MergedArea(2, 2, 26, 26))


def test_part_names_in_other_case_and_with_backslashes() -> None:
    members = parts({"电": sheet_xml(f'<row r="7">{CELL}</row>')})
    renamed = {name.replace("xl/worksheets/sheet1.xml", "xl\\Worksheets\\Sheet1.xml"): content for name, content in members.items()}
    assert texts(zipped(renamed)) == {"7,1": "1"}


def test_chart_sheets_are_passed_over() -> None:
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = workbook.add_worksheet("电")
    sheet.write(6, 1, 1)
    chart = workbook.add_chart({"type": "line"})
    chart.add_series({"values": "=电!$B$7:$B$8"})
    workbook.add_chartsheet("图").set_chart(chart)
    workbook.close()
    assert texts(buffer.getvalue()) == {"6,1".replace("6", "7"): "1"}


def formatted_rows(last: int) -> bytes:
    rows = "".join(f'<row r="{number}" spans="1:6" s="1" customFormat="1"><c r="A{number}" s="1"/></row>' for number in range(8, last + 1))
    return book(f'<row r="7">{CELL}</row>{rows}')


def test_a_million_empty_rows_are_passed_over() -> None:
    data = formatted_rows(1_048_576)
    started = time.monotonic()
    found = only_sheet(data)
    assert [row.number for row in found.rows] == [7]
    assert time.monotonic() - started < 20


def test_empty_rows_take_no_memory() -> None:
    data = formatted_rows(200_000)
    tracemalloc.start()
    found = only_sheet(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found.rows) == 1
    assert peak < 8 * 2**20


def test_many_pieces_agree_with_one() -> None:
    """Rows that lie across the pieces in which a part is inflated."""
    rows = "".join(
        f'<row r="{number}" spans="1:3"><c r="A{number}" t="inlineStr"><is><t>表{number}</t></is></c><c r="B{number}" s="1"/>'
        f'<c r="C{number}"><v>{number}.5</v></c></row>'
        for number in range(1, 9000)
    )
    sheet = only_sheet(book(rows))
    assert len(rows.encode()) > 3 * 256 * 1024
    assert sheet == only_sheet(book(f"<!-- -->{rows}"))
    assert [row.number for row in sheet.rows] == list(range(1, 9000))
    assert sheet.rows[4321].cells[1].text == "4322.5"


def test_a_comment_may_come_late() -> None:
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>{number}</v></c></row>' for number in range(1, 20_000))
    late = '<!-- <row r="5"><c r="A5"><v>99</v></c></row> --><row r="20000"><c r="A20000"><v>7</v></c></row>'
    found = texts(book(rows + late))
    assert len(found) == 20_000
    assert (found["5,0"], found["20000,0"]) == ("5", "7")


@pytest.mark.parametrize("hidden", ["<!-- {} -->", "<?note {} ?>"])
def test_what_only_looks_like_a_row(hidden: str) -> None:
    fake = hidden.format('<row r="3"><c r="A3"><v>9</v></c></row>')
    assert texts(book(f'{fake}<row r="7">{CELL}</row>')) == {"7,1": "1"}


def test_relations_by_absolute_target() -> None:
    members = parts({"电": sheet_xml(f'<row r="7">{CELL}</row>')})
    relations = members["xl/_rels/workbook.xml.rels"].replace(b'Target="worksheets/', b'Target="/xl/worksheets/')
    assert RELATIONS.encode() in relations
    assert texts(zipped(members | {"xl/_rels/workbook.xml.rels": relations})) == {"7,1": "1"}
