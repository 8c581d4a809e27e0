"""The words of an answer: verdict, cell, reason, remedy, ticket."""

from __future__ import annotations

from tabular_samples import accepted, refused, remarked

from hutan.adapters.tabular.answer_text import answer_runs, answer_text, is_answer
from hutan.core.activity.answers import RowAnswer, Verdict
from hutan.kernel.refusals import Address, Refusal, params_of


def test_verdicts() -> None:
    words = {
        Verdict.ACCEPTED: ("已接收", "Accepted", "已接收 Accepted"),
        Verdict.REMARKED: ("已接收·请留意", "Accepted, please note", "已接收·请留意 Accepted, please note"),
        Verdict.REFUSED: ("未接收", "Not accepted", "未接收 Not accepted"),
        Verdict.UNCHANGED: ("未变", "Unchanged", "未变 Unchanged"),
    }
    for verdict, (chinese, english, both) in words.items():
        answer = [RowAnswer("电", 2, verdict)]
        assert (answer_text(answer, "zh"), answer_text(answer, "en"), answer_text(answer, "both")) == (chinese, english, both)


def test_a_refusal_says_where_why_and_what_then() -> None:
    assert answer_text([refused(7)], "zh") == (
        "未接收 ｜ 单元格 B7：文件“电费.xlsx”第 7 行有一个双引号没有闭合，其后的内容会全部并入同一格。"
        '请补上或删去该双引号；内容里的双引号要写成两个（""）。 [#3f9a2c]'
    )
    english = answer_text([refused(7)], "en")
    assert english.startswith("Not accepted ｜ Cell B7: In row 7 of “电费.xlsx” a quotation mark is never closed")
    assert english.endswith(" [#3f9a2c]")
    both = answer_text([refused(7)], "both")
    assert both.startswith("未接收 Not accepted ｜ 单元格 B7：")
    assert both.count("[#3f9a2c]") == 1
    assert " ｜ Cell B7: " in both


def test_remarks_have_no_ticket() -> None:
    text = answer_text([remarked(3)], "zh")
    assert text.startswith("已接收·请留意 ｜ 单元格 C3：文件“a<b>&c.csv”是空的，里面没有内容。")
    assert "[#" not in text
    assert "[#" not in answer_text([RowAnswer("电", 2, Verdict.ACCEPTED, ticket="3f9a2c")], "zh")


def test_places_elsewhere_and_nowhere() -> None:
    def place(sheet: str, cell: str) -> str:
        refusal = Refusal("file_empty", Address("a.xlsx", sheet, cell), params_of(file="a"))
        return answer_text([RowAnswer("电", 2, Verdict.REFUSED, (refusal,))], "zh").split(" ｜ ")[1].split("文件")[0]

    assert place("电", "B2") == "单元格 B2："
    assert place("汽", "B2") == "工作表“汽”单元格 B2："
    assert place("汽", "") == "工作表“汽”："
    assert place("电", "") == ""


def test_an_answer_fits_into_a_cell() -> None:
    refusal = refused(7).refusals[0]
    answer = RowAnswer("电", 7, Verdict.REFUSED, (refusal,) * 900, ticket="3f9a2c")
    for language in ("zh", "en", "both"):
        text = answer_text([answer], language)
        assert len(text) <= 32_767
        assert text.endswith("[#3f9a2c]")
    assert "另有 " in answer_text([answer], "zh")


def test_answers_are_known_again() -> None:
    for language in ("zh", "en", "both"):
        for answer in (accepted(2), refused(3), remarked(4), RowAnswer("电", 5, Verdict.UNCHANGED)):
            assert is_answer(answer_text([answer], language))
    assert not is_answer("请看附件")


def test_several_answers_to_one_row() -> None:
    runs = answer_runs([accepted(2), refused(2)], "zh")
    assert [run.text for run in runs][:3] == ["已接收", " ｜ ", "未接收"]
    assert [run.bold for run in runs] == [True, False, True, False]
