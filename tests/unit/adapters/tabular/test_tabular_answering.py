"""The same workbook comes back with one more column, and byte for byte nothing else is changed."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from datetime import date

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.drawing.spreadsheet_drawing import TwoCellAnchor
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from tabular_samples import (
    PACKAGE,
    RELATIONS,
    XML,
    accepted,
    book,
    member,
    only_sheet,
    parts,
    prefixed_xml,
    raw_member,
    refused,
    remarked,
    sheet_xml,
    zipped,
)

from hutan.adapters.tabular.answering import answered_file, answered_workbook
from hutan.adapters.tabular.reading import read_table
from hutan.core.activity.answers import RowAnswer, Verdict
from hutan.kernel.errors import InputError

SHEET = "xl/worksheets/sheet1.xml"


def png() -> bytes:
    """A picture of one pixel."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))

    pixel = zlib.compress(b"\0\xff\xff\xff")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">LLBBBBB", 1, 1, 8, 2, 0, 0, 0)) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def rich_workbook() -> bytes:
    """Merged headings, formulas, conditional formats, validation, a chart, a picture, notes, and a second sheet."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = workbook.add_worksheet("活动数据 Activity")
    bold, day = workbook.add_format({"bold": True, "bg_color": "#1F6F54"}), workbook.add_format({"num_format": "yyyy-mm"})
    sheet.merge_range("A1:E1", "2024 年能源台账", bold)
    for column, text in enumerate(["排放源 Source *", "月份 Month *", "数量 Amount *", "单位 Unit *", "备注 Note"]):
        sheet.write(1, column, text, bold)
    for row in range(2, 14):
        sheet.write(row, 0, "EL-1 | 一厂总表")
        sheet.write_datetime(row, 1, date(2024, row - 1, 1), day)
        sheet.write_formula(row, 2, f"={row}*1.5", None, row * 1.5)
        sheet.write(row, 3, "度")
    sheet.write_comment("C3", "抄表值")
    sheet.conditional_format("C3:C14", {"type": "3_color_scale"})
    sheet.data_validation("D3:D14", {"validate": "list", "source": ["度", "kWh"]})
    chart = workbook.add_chart({"type": "column"})
    chart.add_series({"values": "='活动数据 Activity'!$C$3:$C$14"})
    sheet.insert_chart("H2", chart)
    sheet.insert_image("A20", "logo.png", {"image_data": io.BytesIO(png())})
    workbook.add_worksheet("别的").write(0, 0, "不动")
    workbook.close()
    return buffer.getvalue()


def without_answers(xml: bytes, column: str) -> bytes:
    """The sheet without the cells of the answer column."""
    return re.sub(rf'<c r="{column}[0-9]+" t="inlineStr"><is>(?:(?!</is>).)*</is></c>'.encode(), b"", xml, flags=re.DOTALL)


def others_untouched(before: bytes, after: bytes, touched: set[str]) -> bool:
    """Whether all members but `touched` have the same compressed bytes and the same lines in the directory."""
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        assert new.testzip() is None
        assert old.comment == new.comment
        assert [info.filename for info in old.infolist()] == [info.filename for info in new.infolist()]
        for one, other in zip(old.infolist(), new.infolist(), strict=True):
            assert (one.date_time, one.external_attr, one.internal_attr, one.create_system, one.comment, one.compress_type) == (
                (other.date_time, other.external_attr, other.internal_attr, other.create_system, other.comment, other.compress_type)
            )
            if one.filename not in touched:
                assert raw_member(before, one.filename) == raw_member(after, one.filename)
                assert (one.CRC, one.flag_bits, one.extra) == (other.CRC, other.flag_bits, other.extra)
    return True


def opened(data: bytes, sheet: str) -> Worksheet:
    found = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)[sheet]
    assert isinstance(found, Worksheet)
    return found


def charts(sheet: Worksheet) -> list[TwoCellAnchor]:
    """Where the charts of a sheet stand; openpyxl has no public name for them."""
    return [chart.anchor for chart in vars(sheet)["_charts"]]


def column_texts(data: bytes, column: int, sheet: int = 0) -> dict[int, str]:
    """Texts of a column, from 0, by row."""
    rows = read_table("a.xlsx", data).sheets[sheet].rows
    return {row.number: cell.text for row in rows if (cell := row.cell(column))}


def test_a_rich_workbook_comes_back_whole() -> None:
    data, name = rich_workbook(), "活动数据 Activity"
    answers = [*(accepted(row, name) for row in range(3, 13)), refused(13, name, "C13"), remarked(14, name)]
    answered = answered_workbook(data, answers, {name: 2}, "zh")
    assert others_untouched(data, answered, {SHEET})

    before, after = opened(data, name), opened(answered, name)
    column = after.max_column
    letter = get_column_letter(column)
    assert without_answers(member(answered, SHEET), letter) == member(data, SHEET)
    assert str(after.cell(2, column).value) == "系统回执 Answer"
    assert str(after.cell(3, column).value) == "已接收"
    assert str(after.cell(13, column).value).startswith("未接收 ｜ 单元格 C13：")
    assert str(after.cell(14, column).value).startswith("已接收·请留意 ｜ 单元格 C14：文件“a<b>&c.csv”是空的")
    for row, others in zip(before.iter_rows(), after.iter_rows(), strict=True):
        for cell, other in zip(row, others, strict=False):
            assert (cell.coordinate, cell.value, cell.number_format) == (other.coordinate, other.value, other.number_format)
            assert (cell.style_id, cell.has_style) == (other.style_id, other.has_style)
    assert after.cell(5, 3).value == "=4*1.5"
    assert before.merged_cells.ranges == after.merged_cells.ranges
    assert len(charts(after)) == len(charts(before)) == 1
    assert member(answered, "xl/media/image1.png") == png()


def test_the_answers_stand_right_of_the_chart() -> None:
    data, name = rich_workbook(), "活动数据 Activity"
    answered = answered_workbook(data, [accepted(3, name)], {name: 2}, "zh")
    (anchor,) = charts(opened(data, name))
    found = [cell.column for row in read_table("a", answered).sheets[0].rows if row.number == 2 for cell in row.cells if cell.text.startswith("系统")]
    assert found == [anchor.to.col + 1]


def test_colors_say_what_the_words_say() -> None:
    data = book('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"/><row r="3"/><row r="4"/><row r="5"/>')
    answers = [accepted(2), remarked(3), refused(4), RowAnswer("电", 5, Verdict.UNCHANGED)]
    sheet = opened(answered_workbook(data, answers, {"电": 1}, "zh"), "电")
    colors = {}
    for row in range(2, 6):
        value = sheet.cell(row, 2).value
        assert isinstance(value, CellRichText)
        blocks = [block for block in value if isinstance(block, TextBlock)]
        assert {(block.font.rFont, block.font.sz) for block in blocks} == {("等线", 12.0)}
        (colors[row],) = {str(block.font.color.rgb) for block in blocks if block.font.color}
    assert colors == {2: "FF1F6F54", 3: "FF8A5300", 4: "FFB3261E", 5: "FF4A5560"}


def test_what_openpyxl_wrote() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "电"
    for row in (["排放源", "数量"], ["a", 1], ["b", "=B2*2"]):
        sheet.append(row)
    buffer = io.BytesIO()
    workbook.save(buffer)
    answered = answered_workbook(buffer.getvalue(), [accepted(2), refused(3)], {"电": 1}, "both")
    assert others_untouched(buffer.getvalue(), answered, {SHEET})
    assert without_answers(member(answered, SHEET), "C") == member(buffer.getvalue(), SHEET)
    assert [str(cell.value).split(" ｜ ")[0] for cell in opened(answered, "电")["C"]] == ["系统回执 Answer", "已接收 Accepted", "未接收 Not accepted"]


@pytest.mark.parametrize("comment", ["", "<!-- <row r='2'/> -->", '<?note <row r="7"/> ?>'])
@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c></row>', '<row r="1"><c r="A1"><v>1</v></c>{B1}</row>{rows}'),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="7" s="3"/>', '<row r="1"><c r="A1"><v>1</v></c>{B1}</row><row r="7" s="3">{B7}</row>'),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="7"></row>', '<row r="1"><c r="A1"><v>1</v></c>{B1}</row><row r="7">{B7}</row>'),
        ('<row r="1" spans="1:1"><c r="A1"/></row><row r="9"/>', '<row r="1" spans="1:1"><c r="A1"/>{B1}</row>{rows}<row r="9"/>'),
        ("<row><c><v>1</v></c></row>" + "<row/>" * 7, "<row><c><v>1</v></c>{B1}</row>" + "<row/>" * 5 + "<row>{B7}</row><row/>"),
        ('<row r="1"><c><v>1</v></c></row>\n <row r="7" >\n</row>', '<row r="1"><c><v>1</v></c>{B1}</row>\n <row r="7" >\n{B7}</row>'),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row a="/>" r="7"/>', '<row r="1"><c r="A1"><v>1</v></c>{B1}</row><row a="/>" r="7">{B7}</row>'),
    ],
)
def test_rows_of_every_form(rows: str, wanted: str, comment: str) -> None:
    """The header goes to row 1, the answer to row 7."""
    answered = answered_workbook(book(comment + rows), [accepted(7)], {"电": 1}, "zh")
    xml = member(answered, SHEET).decode()
    found = {row: match[0] for row in (1, 7) if (match := re.search(rf'<c r="B{row}" t="inlineStr"><is>.*?</is></c>', xml))}
    assert list(found) == [1, 7]
    new_row = f'<row r="7">{found[7]}</row>'
    filled = comment + wanted.format(B1=found[1], B7=found[7], rows=new_row)
    assert xml == sheet_xml(filled)
    assert column_texts(answered, 1) == {1: "系统回执 Answer", 7: "已接收"}


def test_a_sheet_without_rows() -> None:
    xml = sheet_xml("").replace("<sheetData></sheetData>", "<sheetData/>")
    for empty in (xml, sheet_xml("")):
        answered = answered_workbook(zipped(parts({"电": empty})), [accepted(2), accepted(5)], {"电": 1}, "zh")
        assert column_texts(answered, 0) == {1: "系统回执 Answer", 2: "已接收", 5: "已接收"}
        assert "<sheetData><row" in member(answered, SHEET).decode()


def test_prefixes_are_kept() -> None:
    xml = prefixed_xml('<x:row r="1"><x:c r="C1"><x:v>1</x:v></x:c></x:row><x:row r="3"/>')
    answered = answered_workbook(zipped(parts({"电": xml})), [accepted(2), accepted(3)], {"电": 1}, "zh")
    assert column_texts(answered, 3) == {1: "系统回执 Answer", 2: "已接收", 3: "已接收"}
    assert b"<c " not in member(answered, SHEET)


@pytest.mark.parametrize(
    ("rows", "after", "column"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"/></row>', "", 2),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"/><row r="5"><c r="AA5" s="1"/></row>', "", 27),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"/>', '<mergeCells count="1"><mergeCell ref="A1:J1"/></mergeCells>', 10),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"/><!-- --><row r="5"><c/><c/><c/></row>', "", 3),
    ],
)
def test_the_column_is_right_of_everything(rows: str, after: str, column: int) -> None:
    answered = answered_workbook(book(rows, after), [accepted(2)], {"电": 1}, "zh")
    assert column_texts(answered, column) == {1: "系统回执 Answer", 2: "已接收"}


def test_a_picture_of_one_anchor_counts_with_its_width() -> None:
    drawing = (
        f'{XML}<d:wsDr xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"><d:oneCellAnchor><d:from><d:col>4</d:col>'
        '<d:colOff>0</d:colOff><d:row>0</d:row><d:rowOff>0</d:rowOff></d:from><d:ext cx="1900000" cy="1"/></d:oneCellAnchor></d:wsDr>'
    )
    relations = (
        f'{XML}<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATIONS}/drawing" Target="../drawings/drawing1.xml"/></Relationships>'
    )
    members = parts({"电": sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')})
    members |= {"xl/worksheets/_rels/sheet1.xml.rels": relations.encode(), "xl/drawings/drawing1.xml": drawing.encode()}
    assert column_texts(answered_workbook(zipped(members), [accepted(2)], {"电": 1}, "zh"), 8) == {1: "系统回执 Answer", 2: "已接收"}


def test_a_second_round_replaces_the_first_in_place() -> None:
    data = book('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row><row r="3"/><row r="4"/>')
    first = answered_workbook(data, [accepted(2), refused(3), remarked(4)], {"电": 1}, "both")
    second = answered_workbook(first, [accepted(3)], {"电": 1}, "zh")
    assert column_texts(second, 1) == {1: "系统回执 Answer", 3: "已接收"}
    assert {cell.column for row in only_sheet(second).rows for cell in row.cells} == {0, 1}
    third = answered_workbook(second, [], {"电": 1}, "zh")
    assert column_texts(third, 1) == {1: "系统回执 Answer"}


def test_a_second_round_after_her_program_saved_the_file() -> None:
    """Her program moved the answers to the shared texts; she colored a cell, wrote beside the column, and wrote into it."""
    texts = ["<t>系统回执 Answer</t>", "<r><t>已接收</t></r>", "<r><t>未接收</t></r><r><t> ｜ 单元格 B3：…</t></r>", "<t>请看附件</t>", "<t>已改</t>"]
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row><row r="2"><c r="A2"><v>2</v></c><c r="B2" t="s"><v>1</v></c></row>'
        '<row r="3"><c r="A3"><v>3</v></c><c r="B3" s="5" t="s"><v>2</v></c><c r="C3" t="s"><v>4</v></c></row>'
        '<row r="4"><c r="A4"><v>4</v></c><c r="C4" t="s"><v>4</v></c></row><row r="5"><c r="B5" t="s"><v>3</v></c></row>'
        '<row r="6"><c r="B6" s="5" t="s"><v>2</v></c></row>'
    )
    answered = answered_workbook(book(rows, strings=texts), [accepted(3), accepted(4)], {"电": 1}, "zh")
    assert column_texts(answered, 1) == {1: "系统回执 Answer", 3: "已接收", 4: "已接收", 5: "请看附件"}
    assert column_texts(answered, 2) == {3: "已改", 4: "已改"}
    xml = member(answered, SHEET).decode()
    assert '<c r="B3" s="5" t="inlineStr">' in xml
    assert '<row r="2"><c r="A2"><v>2</v></c></row>' in xml
    assert '<row r="6"><c r="B6" s="5"/></row>' in xml
    assert xml.index('r="B4"') < xml.index('r="C4"')


def test_the_answer_to_a_header() -> None:
    data = book('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"/>')
    first = answered_workbook(data, [refused(1)], {"电": 1}, "zh")
    assert column_texts(first, 1)[1].startswith("系统回执 Answer ｜ 未接收 ｜ ")
    assert column_texts(answered_workbook(first, [accepted(2)], {"电": 1}, "zh"), 1) == {1: "系统回执 Answer", 2: "已接收"}


def test_sheets_without_a_header_and_sheets_without_answers() -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    data = zipped(parts({"电": sheet_xml(row), "气": sheet_xml(row), "汽": sheet_xml(row)}))
    answered = answered_workbook(data, [accepted(1, "气")], {"电": 1}, "en")
    assert others_untouched(data, answered, {"xl/worksheets/sheet2.xml"})
    assert column_texts(answered, 1, sheet=1) == {1: "Accepted"}


def test_no_answers_no_change() -> None:
    data = rich_workbook()
    assert answered_workbook(data, [], {}, "both") == data
    assert answered_workbook(data, [], {"别的": 1}, "both") == data


def test_two_answers_to_one_row() -> None:
    data = book('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"/>')
    assert column_texts(answered_workbook(data, [accepted(2), RowAnswer("电", 2, Verdict.UNCHANGED)], {"电": 1}, "zh"), 1)[2] == "已接收 ｜ 未变"


def test_no_room_and_foreign_encodings_are_told() -> None:
    full = book('<row r="1"><c r="XFD1" s="1"/></row><row r="2"/>')
    with pytest.raises(InputError) as error:
        answered_workbook(full, [accepted(2)], {"电": 1}, "zh")
    assert error.value.code == "answer_no_free_column"
    xml = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>').replace("UTF-8", "UTF-16").encode("utf-16")
    with pytest.raises(InputError) as error:
        answered_workbook(zipped(parts({"电": xml})), [accepted(2)], {"电": 1}, "zh")
    assert error.value.code == "answer_sheet_encoding"


def test_answers_to_what_is_not_there_are_errors_of_ours() -> None:
    data = book('<row r="1"/>')
    with pytest.raises(ValueError, match="no sheets"):
        answered_workbook(data, [accepted(2, "没有")], {}, "zh")
    for row in (0, 1_048_577):
        with pytest.raises(ValueError, match="row"):
            answered_workbook(data, [accepted(row)], {}, "zh")


def test_a_file_is_answered_by_what_it_is() -> None:
    data = book('<row r="1"><c r="A1"><v>1</v></c></row>')
    assert column_texts(answered_file(data, read_table("a", data), [accepted(2)], {"电": 1}), 1)[2] == "已接收 Accepted"
    text = "源,数量\na,1\n".encode("gbk")
    answered = answered_file(text, read_table("a", text), [RowAnswer("", 2, Verdict.ACCEPTED)], {"": 1})
    assert answered.decode("gbk") == "源,数量,系统回执 Answer\na,1,已接收 Accepted\n"


def test_many_formatted_rows_are_answered() -> None:
    rows = "".join(f'<row r="{number}" spans="1:6" s="1" customFormat="1"/>' for number in range(3, 200_000))
    data = book(f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>{rows}')
    answered = answered_workbook(data, [accepted(2)], {"电": 1}, "zh")
    assert column_texts(answered, 1) == {1: "系统回执 Answer", 2: "已接收"}
