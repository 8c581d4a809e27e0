"""Whatever a file holds: every filled row is answered, sending it again changes nothing, and no day of a meter counts twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from hutan.adapters.book_file import book_bytes, parse_book
from hutan.core.activity.answers import Verdict
from hutan.core.activity.book import Book
from hutan.core.activity.table import Cell, CellKind, Row, Sheet, TableFile
from hutan.core.model.carrier import Carrier, CarrierFamily
from hutan.core.model.organization import Consolidation, EmissionSource, Meter, Organization, OwnershipShare, Site, SourceUse
from hutan.kernel.canonical import digest
from hutan.kernel.ids import OrganizationId, RegionId, SiteId, SourceId
from hutan.kernel.periods import Period
from hutan.usecases.ingest import IngestOutcome, ingest

TODAY = date(2025, 3, 31)
SINCE = Period(date(2020, 1, 1), date(2030, 1, 1))
HEADINGS = ("排放源", "月份", "起始日", "截止日", "数量", "单位", "状态", "单据号", "系统回执")
CARRIERS = (
    Carrier("electricity", "电力", "electricity", CarrierFamily.ELECTRICITY, "kWh", False, ()),
    Carrier("diesel", "柴油", "diesel", CarrierFamily.LIQUID_FUEL, "t", False, ()),
)
FIRM = Organization(
    id=OrganizationId("demo"),
    name_zh="示例",
    name_en="Demo",
    credit_code="91350100M000100Y43",
    district_code="310115",
    industry_code="3311",
    industry_edition="2017",
    consolidation=Consolidation.OPERATIONAL_CONTROL,
    sites=(Site(SiteId("P"), "厂", "Plant", RegionId("CN-SH"), "310115", (OwnershipShare(SINCE, Decimal(1), True, True),)),),
    sources=(
        EmissionSource(SourceId("EL-1"), SiteId("P"), "总表", "main", "electricity", SourceUse.PURCHASED, Meter("M-1", None)),
        EmissionSource(SourceId("DI-1"), SiteId("P"), "柴油", "diesel", "diesel", SourceUse.MOBILE, None),
    ),
    own_values=(),
    confirmations=(),
    choices=(),
    factor_spreads=(),
)

# A row that comes again with a document, which a metered source has no use for.
TWICE = ("EL-1", "2024-01", "", "", "5", "kWh", "", "", "")
ROWS = st.tuples(
    st.sampled_from(["EL-1", "DI-1", "M-1", "XX", ""]),
    st.sampled_from(["2024-01", "2024-02", "2024-03", "2024.13", ""]),
    st.sampled_from(["", "2024-01-15"]),
    st.sampled_from(["", "2024-02-14", "2024-01-31"]),
    st.sampled_from(["5", "5.0", "6", "-5", "约7", ""]),
    st.sampled_from(["kWh", "度", "t", "吨", ""]),
    st.sampled_from(["", "估算"]),
    st.sampled_from(["", "A", "B"]),
    st.just(""),
)
FILES = st.lists(ROWS, max_size=8)


def table(rows: Sequence[Sequence[str]]) -> TableFile:
    texts = [HEADINGS, *rows]
    made = [Row(number, tuple(Cell(column, CellKind.TEXT, text) for column, text in enumerate(row) if text)) for number, row in enumerate(texts, 1)]
    return TableFile("f.xlsx", digest([list(row) for row in rows]), (Sheet("s", tuple(row for row in made if row.cells)),))


def take_in(rows: Sequence[Sequence[str]], book: Book, replace: bool = False) -> IngestOutcome:
    return ingest(table(rows), FIRM, CARRIERS, book, TODAY, replace=replace)


def taken_in(files: Sequence[Sequence[Sequence[str]]], replace: bool = False) -> Book:
    book = Book()
    for rows in files:
        book = take_in(rows, book, replace).book
    return book


@given(FILES)
def test_every_filled_row_is_answered_once(rows: list[tuple[str, ...]]) -> None:
    outcome = take_in(rows, Book())
    filled_in = [number for number, row in enumerate(rows, 2) if row[4] or row[7]]
    assert [answer.row for answer in outcome.answers] == filled_in
    assert len(filled_in) + outcome.unfilled == sum(any(row) for row in rows)
    refused = [answer for answer in outcome.answers if answer.verdict is Verdict.REFUSED]
    assert [refusal.ticket for refusal in outcome.book.refusals] == [answer.ticket for answer in refused]
    assert all(answer.refusals for answer in refused)
    assert outcome.count(Verdict.ACCEPTED) + outcome.count(Verdict.REMARKED) == len(outcome.records) == len(outcome.book.records)


@settings(max_examples=50)
@example([[TWICE, (*TWICE[:7], "A", "")]], True)
@given(st.lists(FILES, min_size=1, max_size=3), st.booleans())
def test_sending_the_last_file_again_changes_nothing(files: list[list[tuple[str, ...]]], replace: bool) -> None:
    book = taken_in(files, replace)
    again = take_in(files[-1], book, replace)
    assert again.records == ()
    assert book_bytes(again.book) == book_bytes(book)


@settings(max_examples=50)
@given(st.lists(FILES, min_size=1, max_size=3))
def test_sending_any_file_again_adds_no_record_and_no_open_refusal(files: list[list[tuple[str, ...]]]) -> None:
    book = taken_in(files)
    for rows in files:
        again = take_in(rows, book)
        assert again.book.records == book.records
        assert {refusal.ticket for refusal in again.book.refusals} <= {refusal.ticket for refusal in book.refusals}


@settings(max_examples=50)
@given(st.lists(FILES, min_size=1, max_size=3), st.booleans())
def test_no_day_of_a_meter_counts_twice_and_ids_are_single(files: list[list[tuple[str, ...]]], replace: bool) -> None:
    book = taken_in(files, replace)
    metered = [record.period for record in book.records if record.source_id == "EL-1"]
    assert not any(before.overlaps(after) for index, before in enumerate(metered) for after in metered[index + 1 :])
    assert len({record.id for record in book.records}) == len(book.records)


@settings(max_examples=50)
@given(st.lists(FILES, min_size=1, max_size=3), st.booleans())
def test_a_book_survives_its_file(files: list[list[tuple[str, ...]]], replace: bool) -> None:
    book = taken_in(files, replace)
    assert parse_book(book_bytes(book), "book.json") == book


@given(FILES, st.data())
def test_the_order_of_rows_does_not_decide_what_is_held(rows: list[tuple[str, ...]], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(rows))

    def held(book: Book) -> list[tuple[object, ...]]:
        return [(record.source_id, record.period, record.quantity) for record in book.records]

    assert held(take_in(shuffled, Book()).book) == held(take_in(rows, Book()).book)
