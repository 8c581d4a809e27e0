"""Story 1 of the users' stories: sixty rows of electricity, gas, steam and diesel, five of them wrong, then only the mended ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from ingest_samples import CARRIERS, HEADINGS, SHEET, TODAY, codes, organization, own_value, sheet, table

from hutan.adapters.book_file import book_bytes
from hutan.adapters.message_catalog import LANGUAGES, told
from hutan.core.activity.answers import Verdict
from hutan.core.activity.book import Book, ClosedBy
from hutan.core.activity.table import TableFile
from hutan.kernel.refusals import Address, Refusal, Remark
from hutan.usecases.ingest import IngestOutcome, ingest

ROW_COUNT = 60
SOURCES = (
    ("EL-1 | 一厂总表", 182_400, "度"),
    ("EL-2 | 仓库电表", 21_300, "kWh"),
    ("NG-1 | 锅炉天然气", 9_150, "Nm3"),
    ("ST-1 | 外购蒸汽", 640, "GJ"),
    ("DI-1 | 叉车柴油", 850, "L"),
)
FIRM = organization(own_value("density", "0.84", "kg/L", "DI-1"))

NOWHERE = Address("")
Values = list[object]


def right_rows() -> list[Values]:
    """Twelve months of five sources; the amounts differ from month to month."""
    return [
        [source, f"2024-{month:02d}", None, None, amount + 7 * month, unit, "实测", f"{source[:4]}-{month}", ""]
        for source, amount, unit in SOURCES
        for month in range(1, 13)
    ]


def wrong_rows() -> dict[int, Values]:
    """The five wrong rows by their index: month 13, a negative amount, two claims for one month, and an unknown meter."""
    rows = right_rows()
    rows[5][1] = "2024.13"
    rows[14][4] = -21_321
    rows[30][1] = "2024-06"
    rows[44][0] = "ST-9"
    return {index: rows[index] for index in (5, 14, 29, 30, 44)}


def first_file() -> TableFile:
    rows = right_rows()
    for index, values in wrong_rows().items():
        rows[index] = values
    return table(sheet(rows), name="2024.xlsx")


def mended_file() -> TableFile:
    rows = right_rows()
    return table(sheet([rows[index] for index in wrong_rows()]), name="mended.xlsx")


def send(file: TableFile, book: Book) -> IngestOutcome:
    return ingest(file, FIRM, CARRIERS, book, TODAY)


def test_fifty_five_rows_are_accepted_and_five_refused_with_cell_and_reason() -> None:
    outcome = send(first_file(), Book())
    assert len(outcome.answers) == ROW_COUNT
    assert len(outcome.records) == 55
    refused = {answer.row: answer for answer in outcome.answers if answer.verdict is Verdict.REFUSED}
    assert {row: (codes(answer), answer.refusals[0].address.cell) for row, answer in refused.items()} == {
        7: (["month_number_wrong"], "B7"),
        16: (["amount_negative"], "E16"),
        31: (["rows_overlap"], "E31"),
        32: (["rows_overlap"], "E32"),
        46: (["source_unknown"], "A46"),
    }
    assert [len(answer.ticket) for answer in refused.values()] == [6] * 5
    assert [refusal.ticket for refusal in outcome.book.refusals] == [answer.ticket for answer in refused.values()]
    assert outcome.headers == {SHEET: 1}


def test_overlapping_rows_name_each_other_and_unknown_meters_the_known_ones() -> None:
    answers = {answer.row: answer for answer in send(first_file(), Book()).answers}
    assert "E32 (9199 Nm3, 2024-06)" in told(answers[31].refusals[0], "zh").reason
    assert "E31 (9192 Nm3, 2024-06)" in told(answers[32].refusals[0], "en").reason
    assert "ST-1 | 外购蒸汽" in told(answers[46].refusals[0], "zh").hint


def test_du_is_read_as_kwh_and_said_so_once_for_the_file() -> None:
    outcome = send(first_file(), Book())
    records = [record for record in outcome.records if record.source_id == "EL-1"]
    assert {(record.unit, record.printed_unit) for record in records} == {("kWh", "度")}
    assert [(remark.code, dict(remark.params)) for remark in outcome.file_remarks] == [
        ("unit_read_as", {"text": "度", "meaning": "1 kWh", "rows": "11"})
    ]


def test_litres_become_tonnes_through_the_density_and_the_row_says_so() -> None:
    outcome = send(first_file(), Book())
    january = next(record for record in outcome.records if record.source_id == "DI-1")
    assert (january.quantity, january.unit, january.printed_quantity, january.printed_unit) == (Decimal("0.71988"), "t", "857", "L")
    assert [codes(answer) for answer in outcome.answers[48:]] == [["density_used"]] * 12


def test_sending_only_the_mended_rows_finishes_the_job() -> None:
    first = send(first_file(), Book())
    second = send(mended_file(), first.book)
    assert [codes(answer) for answer in second.answers] == [[], [], [], [], ["row_taken_for_mended"]]
    assert len(second.records) == 5
    assert second.book.refusals == ()
    assert [closure.by for closure in second.book.closures] == [ClosedBy.RECORD] * 5
    whole = send(table(sheet(right_rows())), Book())
    assert [replace(record, origin=Address("")) for record in second.book.records] == [
        replace(record, origin=Address("")) for record in whole.book.records
    ]


@pytest.mark.parametrize("files", [(first_file,), (first_file, mended_file), (mended_file, first_file)])
def test_sending_twice_changes_nothing(files: tuple[Callable[[], TableFile], ...]) -> None:
    book = Book()
    for make in files:
        book = send(make(), book).book
    for make in files:
        again = send(make(), book)
        assert again.records == ()
        assert book_bytes(again.book) == book_bytes(book)


def test_the_first_file_after_the_mended_one_opens_nothing_again() -> None:
    book = send(mended_file(), send(first_file(), Book()).book).book
    again = send(first_file(), book)
    assert {answer.verdict for answer in again.answers} == {Verdict.UNCHANGED}
    assert [codes(answer) for answer in again.answers if answer.row in (7, 16, 46)] == [["row_mended_before"]] * 3
    assert again.book == book


def test_a_mended_copy_of_the_whole_file_closes_by_ticket() -> None:
    first = send(first_file(), Book())
    tickets = {answer.row: answer.ticket for answer in first.answers}
    rows = [[*values, f"未接收 #{tickets[index + 2]}" if tickets[index + 2] else "已接收"] for index, values in enumerate(right_rows())]
    rows[44][8] = "表号写错，已改"
    second = send(table(sheet(rows, [*HEADINGS, "系统回执"]), name="returned.xlsx"), first.book)
    assert second.book.refusals == ()
    assert (second.count(Verdict.ACCEPTED), second.count(Verdict.UNCHANGED)) == (5, 55)
    assert second.book.closures[-1].row == 46


def test_a_row_that_stays_wrong_keeps_one_refusal() -> None:
    first = send(first_file(), Book())
    rows = wrong_rows()
    rows[14][4] = -1
    second = send(table(sheet([rows[14]]), name="again.xlsx"), first.book)
    assert second.answers[0].verdict is Verdict.REFUSED
    assert len(second.book.refusals) == 5
    assert second.book.refusals[-1].ticket == second.answers[0].ticket
    assert [closure.by for closure in second.book.closures] == [ClosedBy.LATER_REFUSAL]
    third = send(table(sheet([right_rows()[14]]), name="third.xlsx"), second.book)
    assert len(third.book.refusals) == 4


def test_every_answer_has_words_in_both_languages() -> None:
    outcome = send(first_file(), Book())
    refusals = [refusal for answer in outcome.answers for refusal in answer.refusals]
    remarks = [remark for answer in outcome.answers for remark in answer.remarks]
    assert (len(refusals), len(remarks), len(outcome.file_remarks)) == (5, 12, 1)
    items: list[Refusal | Remark] = [*refusals, *remarks, *outcome.file_remarks]
    words = [told(item, language) for language in LANGUAGES for item in items]
    assert all(text.reason and text.hint for text in words)
