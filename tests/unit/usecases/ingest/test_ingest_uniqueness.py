"""Nothing is counted twice, nothing replaced unasked."""

from __future__ import annotations

from datetime import date

import pytest
from ingest_samples import SHEET, codes, row, sheet, table, take_in

from hutan.adapters.book_file import book_bytes
from hutan.core.activity.answers import Verdict
from hutan.core.activity.book import Book, ClosedBy, row_ticket
from hutan.core.activity.table import Sheet, TableFile
from hutan.kernel.errors import InputError
from hutan.kernel.ids import Digest
from hutan.usecases.ingest import IngestOutcome, withdraw

HEADINGS = ("排放源", "月份", "起始日", "截止日", "用量", "单位", "状态", "单据号", "备注", "系统回执")


def power(when: str, amount: object, source: str = "EL-1", document: str = "", note: str = "", answer: str = "") -> list[object]:
    return [source, when, None, None, amount, "kWh", "", document, note, answer]


def days(first: date, last: date, amount: object) -> list[object]:
    return ["EL-1", None, first, last, amount, "kWh"]


def fuel(when: str, amount: object, document: str = "") -> list[object]:
    return ["DI-1", when, None, None, amount, "t", "", document]


def file(*rows: list[object], name: str = "a.xlsx") -> TableFile:
    return table(sheet(rows, HEADINGS), name=name)


def verdicts(outcome: IngestOutcome) -> list[Verdict]:
    return [answer.verdict for answer in outcome.answers]


def told(outcome: IngestOutcome) -> list[list[str]]:
    return [codes(answer) for answer in outcome.answers]


def amounts(book: Book) -> list[int]:
    return [int(record.quantity) for record in book.records]


def replaced(book: Book) -> list[int]:
    return [int(record.quantity) for record in book.superseded]


def test_the_same_row_twice_in_a_file_is_counted_once() -> None:
    outcome = take_in(file(power("2024-01", 5), power("2024-01", "5.0", document="B-2")))
    assert verdicts(outcome) == [Verdict.ACCEPTED, Verdict.UNCHANGED]
    assert told(outcome)[1] == ["row_repeated"]
    assert dict(outcome.answers[1].remarks[0].params) == {"first": "E2"}
    assert amounts(outcome.book) == [5]


def test_a_copy_of_a_refused_row_is_refused_with_it() -> None:
    outcome = take_in(file(power("2024-01", 5), power("2024-01", 5), power("2024-01", 6)))
    assert verdicts(outcome) == [Verdict.REFUSED] * 3
    assert outcome.book.records == ()


def test_every_row_of_a_tangle_is_refused() -> None:
    outcome = take_in(
        file(
            days(date(2024, 1, 1), date(2024, 12, 31), 9),
            power("2024-02", 2),
            power("2024-06", 3),
            days(date(2024, 12, 15), date(2025, 1, 14), 4),
            power("2025-02", 5),
        )
    )
    assert verdicts(outcome) == [Verdict.REFUSED] * 4 + [Verdict.ACCEPTED]


def test_overlap_is_seen_across_sheets() -> None:
    outcome = take_in(table(sheet([power("2024-01", 5)], HEADINGS, "一"), sheet([power("2024-01", 6)], HEADINGS, "二")))
    assert "二!E2" in dict(outcome.answers[0].refusals[0].params)["others"]


def test_neighbouring_bills_do_not_overlap() -> None:
    outcome = take_in(file(days(date(2024, 1, 1), date(2024, 1, 25), 5), days(date(2024, 1, 26), date(2024, 2, 25), 6)))
    assert verdicts(outcome) == [Verdict.ACCEPTED] * 2


def test_deliveries_of_one_month_all_count_unless_they_are_the_same() -> None:
    outcome = take_in(file(fuel("2024-01", 5, "A"), fuel("2024-01", 5, "B"), fuel("2024-01", 6, "B"), fuel("2024-01", 5, "A")))
    assert verdicts(outcome) == [Verdict.ACCEPTED] * 3 + [Verdict.UNCHANGED]
    assert sum(amounts(outcome.book)) == 16


def test_another_amount_for_a_held_period_is_refused_with_a_hint() -> None:
    held = take_in(file(power("2024-01", 5))).book
    outcome = take_in(file(power("2024-01", 6)), held)
    assert told(outcome) == [["held_differs"]]
    assert amounts(outcome.book) == [5]
    assert outcome.answers[0].refusals[0].address.cell == "E2"


def test_replace_takes_its_place_and_keeps_the_old_one() -> None:
    held = take_in(file(power("2024-01", 5))).book
    refused = take_in(file(power("2024-01", 6)), held).book
    outcome = take_in(file(power("2024-01", 6)), refused, replacing=True)
    assert told(outcome) == [["record_replaced"]]
    assert (amounts(outcome.book), replaced(outcome.book)) == ([6], [5])
    assert outcome.book.refusals == ()
    assert [closure.by for closure in outcome.book.closures] == [ClosedBy.RECORD]


def test_the_old_file_after_a_replacement_changes_nothing() -> None:
    old, new = file(power("2024-01", 5)), file(power("2024-01", 6))
    book = take_in(new, take_in(old).book, replacing=True).book
    again = take_in(old, book)
    assert (verdicts(again), told(again)) == ([Verdict.UNCHANGED], [["row_was_superseded"]])
    assert book_bytes(again.book) == book_bytes(book)
    assert book_bytes(take_in(new, book, replacing=True).book) == book_bytes(book)


def test_replace_can_bring_an_old_value_back() -> None:
    old, new = file(power("2024-01", 5)), file(power("2024-01", 6))
    book = take_in(new, take_in(old).book, replacing=True).book
    back = take_in(old, book, replacing=True).book
    assert (amounts(back), replaced(back)) == ([5], [5, 6])


def test_replace_must_cover_all_days_of_what_it_replaces() -> None:
    held = take_in(file(days(date(2024, 1, 1), date(2024, 3, 31), 90))).book
    outcome = take_in(file(power("2024-02", 30)), held, replacing=True)
    assert told(outcome) == [["held_overlaps"]]
    wider = take_in(file(days(date(2024, 1, 1), date(2024, 6, 30), 180)), held, replacing=True)
    assert amounts(wider.book) == [180]


def test_replace_does_not_choose_between_rows_of_one_file() -> None:
    held = take_in(file(power("2024-01", 5))).book
    outcome = take_in(file(power("2024-01", 6), power("2024-01", 7)), held, replacing=True)
    assert verdicts(outcome) == [Verdict.REFUSED] * 2
    assert (amounts(outcome.book), replaced(outcome.book)) == ([5], [])


def test_a_held_row_beside_a_contradicting_one_stays_held() -> None:
    held = take_in(file(power("2024-01", 5))).book
    for replacing in (False, True):
        outcome = take_in(file(power("2024-01", 5), power("2024-01", 6)), held, replacing)
        assert verdicts(outcome) == [Verdict.UNCHANGED, Verdict.REFUSED]
        assert amounts(outcome.book) == [5]


def test_details_are_renewed_only_when_asked() -> None:
    held = take_in(file(power("2024-01", 5))).book
    sent = file(power("2024-01", 5, document="B-7", note="补票"))
    assert told(take_in(sent, held)) == [["held_details_differ"]]
    outcome = take_in(sent, held, replacing=True)
    assert told(outcome) == [["record_details_replaced"]]
    assert [(record.document, record.note) for record in outcome.book.records] == [("B-7", "补票")]


def test_a_corrected_delivery_replaces_the_one_on_the_same_bill() -> None:
    held = take_in(file(fuel("2024-01", 5, "A"), fuel("2024-01", 7, "B"))).book
    corrected = file(fuel("2024-01", 6, "A"))
    assert told(take_in(corrected, held)) == [["same_document_held"]]
    outcome = take_in(corrected, held, replacing=True)
    assert sorted(amounts(outcome.book)) == [6, 7]


def test_the_same_bill_from_another_file_has_the_same_id() -> None:
    first, second = take_in(file(power("2024-01", 5))), take_in(file(power("2024-01", "5 度", note=""), name="b.xlsx"), Book())
    assert first.records[0].id == second.records[0].id
    again = take_in(file(power("2024-01", "5 度"), name="b.xlsx"), first.book)
    assert (verdicts(again), again.book.records) == ([Verdict.UNCHANGED], first.book.records)


def test_the_order_of_files_does_not_matter_for_the_records() -> None:
    files = [file(power("2024-03", 3)), file(power("2024-01", 1, "EL-2")), file(power("2024-02", 2))]
    books = []
    for order in (files, files[::-1]):
        book = Book()
        for one in order:
            book = take_in(one, book).book
        books.append(book)
    assert books[0].records == books[1].records


def wrong_and_right() -> tuple[list[object], list[object]]:
    return power("2024-01", "五"), power("2024-01", 5)


def test_a_mended_row_is_known_by_the_cells_that_were_right() -> None:
    wrong, right = wrong_and_right()
    book = take_in(file(wrong), Book()).book
    assert take_in(file(right), book).book.refusals == ()


def test_a_row_that_differs_elsewhere_does_not_close_a_refusal() -> None:
    wrong, _ = wrong_and_right()
    book = take_in(file(wrong), Book()).book
    for other in (power("2024-02", 5), power("2024-01", 5, "EL-2")):
        assert len(take_in(file(other), book).book.refusals) == 1


def test_a_bill_in_another_layout_closes_the_refusal_of_its_meter_and_month() -> None:
    wrong, _ = wrong_and_right()
    book = take_in(file(wrong), Book()).book
    assert take_in(file(power("2024-01", 5, document="B-1")), book).book.refusals == ()


def test_a_slip_beside_a_held_value_is_mended_by_sending_that_value_in_a_new_file() -> None:
    old = file(power("2024-01", 5))
    book = take_in(file(power("2024-01", 6)), take_in(old).book).book
    assert take_in(old, book).book == book
    mended = take_in(file(power("2024-01", 5), power("2024-02", 7)), book)
    assert (verdicts(mended), mended.book.refusals) == ([Verdict.UNCHANGED, Verdict.ACCEPTED], ())


def test_the_same_figure_of_another_held_meter_mends_nothing() -> None:
    book = take_in(file(power("2024-01", 0, "EL-9")), take_in(file(power("2024-01", 0))).book).book
    cumulative = take_in(file(power("2024-01", 0), power("2024-02", 7)), book)
    assert [refusal.text("source") for refusal in cumulative.book.refusals] == ["EL-9"]


def test_a_new_row_of_another_source_says_what_it_was_taken_for() -> None:
    first = take_in(file(power("2024-01", 5, "EL-9")))
    outcome = take_in(file(power("2024-01", 5, "EL-2")), first.book)
    assert told(outcome) == [["row_taken_for_mended"]]
    assert dict(outcome.answers[0].remarks[0].params)["ticket"] == first.answers[0].ticket


def test_a_row_wrong_in_source_and_month_needs_its_ticket() -> None:
    first = take_in(file(power("2024-13", 5, "EL-9")))
    without = take_in(file(power("2024-01", 5)), first.book)
    assert len(without.book.refusals) == 1
    ticket = first.answers[0].ticket
    with_ticket = take_in(file(power("2024-01", 5, answer=f"未接收 {ticket.upper()}：不认识排放源")), first.book)
    assert with_ticket.book.refusals == ()
    late = take_in(file(power("2024-01", 5, answer=ticket)), without.book)
    assert (verdicts(late), late.book.refusals) == ([Verdict.UNCHANGED], ())


def test_one_mended_row_closes_one_refusal() -> None:
    book = take_in(file(fuel("2024-01", "五"), fuel("2024-01", "五"))).book
    assert len(book.refusals) == 2
    once = take_in(file(fuel("2024-01", 5)), book).book
    assert len(once.refusals) == 1
    both = take_in(file(fuel("2024-01", 5), fuel("2024-01", 6)), book).book
    assert both.refusals == ()


def test_the_same_bytes_accepted_later_close_their_own_refusal() -> None:
    early, sent = date(2024, 1, 15), file(power("2024-01", 5))
    book = take_in(sent, reported_on=early).book
    assert len(book.refusals) == 1
    later = take_in(sent, book)
    assert (len(later.records), later.book.refusals) == (1, ())


def test_a_refused_row_sent_on_another_day_is_the_same_refusal() -> None:
    sent = file(power("2024-06", 5))
    book = take_in(sent, reported_on=date(2024, 1, 15)).book
    assert take_in(sent, book, reported_on=date(2024, 1, 16)).book == book


def test_an_unwanted_row_can_be_withdrawn_with_a_reason() -> None:
    sent = file(power("2024-01", "五"))
    first = take_in(sent)
    ticket = first.answers[0].ticket
    book = withdraw(first.book, ticket, "重复的行")
    assert (book.refusals, book.closures[0].by) == ((), ClosedBy.WITHDRAWN)
    again = take_in(sent, book)
    assert (told(again), again.book) == ([["row_withdrawn_before"]], book)


@pytest.mark.parametrize(("ticket", "reason", "code"), [("ffffff", "x", "ticket_not_open"), ("", " ", "reason_missing")])
def test_withdrawing_needs_an_open_ticket_and_a_reason(ticket: str, reason: str, code: str) -> None:
    first = take_in(file(power("2024-01", "五")))
    with pytest.raises(InputError) as caught:
        withdraw(first.book, ticket or first.answers[0].ticket, reason)
    assert caught.value.code == code


def test_files_are_remembered_by_their_bytes() -> None:
    book = take_in(file(power("2024-01", 5), name="a.xlsx")).book
    book = take_in(file(power("2024-01", 5), name="b.xlsx"), book).book
    assert [seen.name for seen in book.files] == ["a.xlsx"]
    assert book.file_name(book.files[0].digest) == "a.xlsx"


def two_rows_with_one_ticket() -> tuple[int, int]:
    """Two row numbers of the sheet whose digests begin alike, for a file with the digest below."""
    seen: dict[str, int] = {}
    for number in range(2, 60_000):
        ticket = row_ticket(COLLIDING, SHEET, number)
        if ticket in seen:
            return seen[ticket], number
        seen[ticket] = number
    raise AssertionError("no two rows share a ticket")


COLLIDING = Digest("c0" * 32)


def sheet_with(rows: dict[int, list[object]]) -> TableFile:
    headings: list[object] = list(HEADINGS)
    made = tuple(row(number, values) for number, values in sorted((rows | {1: headings}).items()))
    return TableFile("c.xlsx", COLLIDING, (Sheet(SHEET, made),))


def test_rows_whose_tickets_would_be_the_same_get_different_ones() -> None:
    first, second = two_rows_with_one_ticket()
    sent = sheet_with({first: power("2024-01", "五"), second: power("2024-02", "六")})
    outcome = take_in(sent)
    tickets = [answer.ticket for answer in outcome.answers]
    assert [len(ticket) for ticket in tickets] == [6, 7]
    assert take_in(sent, outcome.book).book == outcome.book
    assert len(take_in(file(power("2024-03", 6, answer=tickets[1])), outcome.book).book.refusals) == 1


def test_an_accepted_row_does_not_close_a_refusal_that_only_shares_its_ticket() -> None:
    first, second = two_rows_with_one_ticket()
    outcome = take_in(sheet_with({first: power("2024-01", "五"), second: power("2024-02", 6)}))
    assert len(outcome.book.refusals) == 1
    assert take_in(sheet_with({first: power("2024-01", "五"), second: power("2024-02", 6)}), outcome.book).book == outcome.book
