"""CSV files in every encoding an office in Shanghai sends, row by row as a spreadsheet counts them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tabular_samples import only_sheet, refused

from hutan.adapters.tabular.answering import answered_csv
from hutan.adapters.tabular.reading import read_table
from hutan.core.activity.answers import RowAnswer, Verdict
from hutan.core.activity.table import CellKind
from hutan.kernel.errors import InputError

BILL = '排放源,月份,数量,单位\r\n一厂总表,2024-01,"1,234.5",度\r\n仓库电表,2024-02,88,度\r\n'
ENCODINGS = [
    ("utf-8", b"", "utf-8"),
    ("utf-8", b"\xef\xbb\xbf", "utf-8-sig"),
    ("gbk", b"", "gb18030"),
    ("gb18030", b"", "gb18030"),
    ("utf-16-le", b"\xff\xfe", "utf-16-le"),
    ("utf-16-be", b"\xfe\xff", "utf-16-be"),
]


def values(data: bytes) -> list[tuple[int, list[str]]]:
    return [(row.number, [cell.text for cell in row.cells]) for row in only_sheet(data).rows]


def code(data: bytes) -> str:
    with pytest.raises(InputError) as error:
        read_table("a.csv", data)
    return error.value.code


@pytest.mark.parametrize(("codec", "mark", "name"), ENCODINGS)
def test_encodings(codec: str, mark: bytes, name: str) -> None:
    table = read_table("电费.csv", mark + BILL.encode(codec))
    assert table.encoding == name
    (sheet,) = table.sheets
    assert (sheet.name, sheet.merged, sheet.hidden) == ("", (), False)
    assert [cell.text for cell in sheet.rows[1].cells] == ["一厂总表", "2024-01", "1,234.5", "度"]
    assert {cell.kind for row in sheet.rows for cell in row.cells} == {CellKind.TEXT}


def test_utf_16_without_a_mark() -> None:
    assert read_table("a.csv", BILL.encode("utf-16-le")).encoding == "utf-16-le"
    assert read_table("a.csv", BILL.encode("utf-16-be")).encoding == "utf-16-be"


def test_rare_characters_of_gb18030() -> None:
    data = (BILL + "㴪喆 m³ 厂,2024-03,1,方\r\n").encode("gb18030")
    assert values(data)[-1] == (4, ["㴪喆 m³ 厂", "2024-03", "1", "方"])


@pytest.mark.parametrize("codec", ["big5", "shift_jis", "cp1251"])
def test_other_encodings_are_not_guessed(codec: str) -> None:
    text = {
        "big5": "排放源,月份,數量,單位,備註\n第一廠電錶總表,度,繳費單據號碼,電力公司\n",
        "shift_jis": "排出源,月,数量,単位\n第一工場のメーター,電力会社ご使用量のお知らせ\n",
        "euc-kr": "배출원,월,수량,단위\n제일공장전력계,한국전력공사\n",
        "cp1251": "источник,месяц,количество\nсчётчик электроэнергии,январь\n",
    }[codec]
    assert code((text * 3).encode(codec)) == "file_encoding_unknown"


def test_latin_1_is_not_guessed() -> None:
    assert code("Quelle,Menge\nWärmezähler Süd,5 m³\n".encode("latin-1")) == "file_encoding_unknown"


def test_utf_8_with_a_broken_byte_is_not_taken_for_gbk() -> None:
    data = (BILL * 4).encode()
    assert code(data.replace("仓".encode(), b"\xe4\xbb", 1)) == "file_encoding_unknown"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_separators(delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in [["排放源", "月份", "数量"], ["a", "2024-01", "1.5"], ["b", "2024-02", "7"]])
    assert values(text.encode())[1] == (2, ["a", "2024-01", "1.5"])


def test_a_semicolon_is_not_mistaken_where_figures_have_commas() -> None:
    assert values("电费表\n源;月;数量\na;2024-01;1,5\nb;2024-02;2,5\n".encode())[2] == (3, ["a", "2024-01", "1,5"])


def test_the_separator_a_file_states_itself() -> None:
    assert values(b"sep=;\r\na;b,c\r\nd;e,f\r\n") == [(1, ["a", "b,c"]), (2, ["d", "e,f"])]
    assert values(b"sep=|\na|b\n") == [(1, ["a", "b"])]


def test_quoted_fields_and_rows_over_several_lines() -> None:
    data = '源,备注\r\n"a","第一行\r\n第二行，含 ""引号"""\r\n\r\n  ,\r\nb,5" 管\r\nc,""\r\n'.encode()
    assert values(data) == [(1, ["源", "备注"]), (2, ["a", '第一行\r\n第二行，含 "引号"']), (5, ["b", '5" 管']), (6, ["c"])]


def test_line_ends_of_all_systems() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert values(f"a,b{end}c,d{end}{end}e,f".encode()) == [(1, ["a", "b"]), (2, ["c", "d"]), (4, ["e", "f"])]


def test_a_quotation_mark_that_is_never_closed() -> None:
    with pytest.raises(InputError) as error:
        read_table("a.csv", b'a,b\n1,"2\n3,4\n')
    assert (error.value.code, dict(error.value.params)["row"]) == ("file_quote_open", "2")


@pytest.mark.parametrize(("codec", "mark", "name"), ENCODINGS)
def test_answers_are_appended_and_all_else_stays(codec: str, mark: bytes, name: str) -> None:
    data = mark + BILL.encode(codec)
    answers = [RowAnswer("", 2, Verdict.ACCEPTED), refused(3, sheet="")]
    answered = answered_csv(data, name, answers, 1, "zh")
    assert answered.startswith(mark)
    lines = answered[len(mark) :].decode(codec).split("\r\n")
    assert lines[0] == "排放源,月份,数量,单位,系统回执 Answer"
    assert lines[1] == '一厂总表,2024-01,"1,234.5",度,已接收'
    assert lines[2].startswith('仓库电表,2024-02,88,度,"未接收 ｜ 单元格 B7：')
    assert lines[2].endswith('[#3f9a2c]"')
    assert [line.startswith(old) for line, old in zip(lines, BILL.split("\r\n"), strict=True)] == [True] * 4


def test_short_long_and_blank_records() -> None:
    data = "电费表\n源,月,数量\n\na,1\nb,1,2,多\n".encode()
    answered = answered_csv(data, "utf-8", [RowAnswer("", 4, Verdict.ACCEPTED)], 2, "en")
    assert answered.decode() == "电费表,,,,\n源,月,数量,,系统回执 Answer\n\na,1,,,Accepted\nb,1,2,多,\n"


def test_a_quoted_newline_is_no_row_end() -> None:
    data = b'a,b\r\n"x\r\ny",1\r\nz,2'
    answered = answered_csv(data, "utf-8", [RowAnswer("", 2, Verdict.UNCHANGED), RowAnswer("", 3, Verdict.ACCEPTED)], None, "zh")
    assert answered.decode() == 'a,b,\r\n"x\r\ny",1,未变\r\nz,2,已接收'


def test_a_second_round_replaces_the_first() -> None:
    data = BILL.encode("gbk")
    first = answered_csv(data, "gb18030", [RowAnswer("", 2, Verdict.ACCEPTED), refused(3, sheet="")], 1, "both")
    second = answered_csv(first, "gb18030", [RowAnswer("", 3, Verdict.ACCEPTED)], 1, "zh")
    assert second.decode("gbk") == ('排放源,月份,数量,单位,系统回执 Answer\r\n一厂总表,2024-01,"1,234.5",度,\r\n仓库电表,2024-02,88,度,已接收\r\n')


def test_words_of_hers_in_the_answer_column_stay() -> None:
    data = "源,系统回执\na,请看附件\nb,已接收\n".encode()
    assert answered_csv(data, "utf-8", [], 1, "zh").decode() == "源,系统回执 Answer\na,请看附件\nb,\n"


def test_what_cannot_be_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="not in"):
        answered_csv(BILL.encode("gbk"), "utf-8", [], 1, "zh")
    with pytest.raises(ValueError, match="not there"):
        answered_csv(BILL.encode(), "utf-8", [RowAnswer("", 99, Verdict.ACCEPTED)], 1, "zh")


FIELD = st.text(
    st.characters(codec="utf-8", exclude_characters="\ufeff", exclude_categories=("Cc", "Cs", "Cn")) | st.sampled_from(',;"\n'), max_size=8
)


@given(st.lists(st.lists(FIELD, min_size=2, max_size=5), min_size=1, max_size=8), st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le"]))
def test_any_table_comes_back_whole(table: list[list[str]], name: str) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows([["源", "月", "数量", "单位"], *table])
    mark = {"utf-8": b"", "utf-8-sig": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe"}[name]
    data = mark + buffer.getvalue().encode(name.removesuffix("-sig"))
    found = read_table("a.csv", data)
    assume(found.encoding == name)
    wanted = {number: {index: text for index, text in enumerate(row) if text.strip()} for number, row in enumerate(table, start=2)}
    read = {row.number: {cell.column: cell.text for cell in row.cells} for row in found.sheets[0].rows}
    # Another separator may be more regular than the comma.
    assume(read.get(1) == dict(enumerate(["源", "月", "数量", "单位"])))
    assert {number: read.get(number, {}) for number in wanted} == wanted
    answered = answered_csv(data, name, [RowAnswer("", 2, Verdict.ACCEPTED)], 1, "zh")
    rows = list(csv.reader(io.StringIO(answered[len(mark) :].decode(name.removesuffix("-sig")), newline="")))
    width = max(4, *map(len, table))
    assert [row[: len(old)] for row, old in zip(rows[1:], table, strict=True)] == table
    assert rows[1][width] == "已接收"
    assert {len(row) for row in rows} == {width + 1}
