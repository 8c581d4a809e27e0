"""What a sheet says outside its rows: months across, titles, several tables, marks that take a row out; and what stays refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from ingest_samples import cell, codes, row, sheet, table, take_in

from hutan.core.activity.answers import Verdict
from hutan.core.activity.table import Cell, CellKind, Sheet
from hutan.kernel.periods import Period, month
from hutan.usecases.ingest import IngestOutcome

PLAIN = ("站点", "能源", "月份", "数量", "单位", "备注")


def titled(title: str, *rows: tuple[object, ...], name: str = "Sheet1") -> Sheet:
    every = [row(number, values) for number, values in enumerate([(title,), *rows], start=1)]
    return Sheet(name, tuple(made for made in every if made.cells))


def told(outcome: IngestOutcome) -> set[str]:
    return {code for answer in outcome.answers for code in codes(answer)}


def read(*rows: tuple[object, ...], headings: tuple[object, ...] = PLAIN) -> IngestOutcome:
    return take_in(table(sheet(rows, headings)))


def test_months_across_take_their_year_from_the_title() -> None:
    outcome = take_in(table(titled("一厂2024年用能", ("能源", "单位", "1月", "2月", "3月", "合计"), ("电力", "度", 10, 20, None, 30))))
    assert [(record.period, record.quantity) for record in outcome.records] == [(month(2024, 1), Decimal(10)), (month(2024, 2), Decimal(20))]
    assert {record.source_id for record in outcome.records} == {"EL-1"}
    assert {record.origin.cell for record in outcome.records} == {"C3", "D3"}
    assert told(outcome) == {"sheet_says"}


def test_months_across_without_any_year_are_refused() -> None:
    outcome = take_in(table(titled("一厂用能", ("能源", "单位", "1月", "2月"), ("电力", "度", 10, 20))))
    assert outcome.records == ()
    assert "month_without_year" in told(outcome)


def test_months_across_that_run_into_the_next_year_are_refused() -> None:
    outcome = take_in(table(titled("一厂2024年用能", ("能源", "单位", "11月", "12月", "1月"), ("电力", "度", 10, 20, 30))))
    assert outcome.records == ()


@pytest.mark.parametrize("years", ["2024-2025年", "2024-25年度", "2024、2025年"])
def test_a_title_that_names_two_years_gives_none(years: str) -> None:
    outcome = take_in(table(titled(f"一厂{years}用能", ("能源", "单位", "1月", "2月"), ("电力", "度", 10, 20))))
    assert outcome.records == ()


@pytest.mark.parametrize("heading", ["消费量", "能源消费量", "活动水平", "活动水平数据", "结算电量"])
def test_headings_of_amounts_that_only_look_like_money_or_tariffs(heading: str) -> None:
    assert len(read(("一厂", "电力", "2024-01", 5, "度"), headings=("站点", "能源", "月份", heading, "单位")).records) == 1


@pytest.mark.parametrize("heading", ["发电量", "上网电量", "外供电量", "光伏发电量", "无功电量", "Generation (kWh)", "峰电量"])
def test_what_is_made_or_sold_is_not_taken_for_use(heading: str) -> None:
    assert take_in(table(titled("一厂2024年电量", ("月份", heading, "单位"), ("1月", 5, "度")))).records == ()


def test_a_title_of_what_is_made_names_no_source() -> None:
    assert take_in(table(titled("一厂2024年光伏发电", ("月份", "数量", "单位"), ("1月", 5, "度")))).records == ()


def test_a_column_of_years_outranks_the_title_of_a_wide_table() -> None:
    rows = (("能源", "单位", "年度", "1月", "2月"), ("电力", "度", "2024", 5, 6), ("电力", "度", "2023", 7, 8))
    outcome = take_in(table(titled("一厂2024年", *rows)))
    amounts = {str(record.period.start): str(record.quantity) for record in outcome.records}
    assert amounts == {"2024-01-01": "5", "2024-02-01": "6", "2023-01-01": "7", "2023-02-01": "8"}


@pytest.mark.parametrize("heading", ["车间", "设备编号", "产线"])
def test_rows_of_parts_are_not_taken_for_the_site_of_the_title(heading: str) -> None:
    assert take_in(table(titled("一厂2024年用电（度）", (heading, "月份", "用电量"), ("一车间", "1月", 5)))).records == ()


def test_two_bills_dated_in_one_month_are_not_taken_for_two_days() -> None:
    rows = (("一厂", "电力", "2024-01-05", 5000, "度"), ("一厂", "电力", "2024-01-30", 5100, "度"))
    outcome = read(*rows, headings=("站点", "能源", "日期", "数量", "单位"))
    assert outcome.records == ()


def test_each_amount_of_a_wide_row_has_a_ticket_of_its_own_that_lasts() -> None:
    file = table(titled("一厂2024年用能", ("能源", "单位", "1月", "2月", "3月"), ("电力", "度", "待补", 20, "?")))
    first = take_in(file)
    tickets = [answer.ticket for answer in first.answers if answer.verdict is Verdict.REFUSED]
    assert len(set(tickets)) == 2
    again = take_in(file, first.book)
    assert [answer.ticket for answer in again.answers if answer.verdict is Verdict.REFUSED] == tickets
    assert again.book == first.book


def test_a_title_that_names_two_sites_names_none() -> None:
    outcome = take_in(table(titled("一厂和仓库2024年", ("能源", "月份", "数量", "单位"), ("电力", "2024-01", 5, "度"))))
    assert outcome.records == ()
    assert told(outcome) == {"column_missing"}


def test_a_unit_above_the_table_counts_only_where_it_fits() -> None:
    outcome = take_in(
        table(titled("一厂2024年（单位：度、吨）", ("能源", "月份", "数量"), ("电力", "1月", 5), ("无烟煤", "1月", 7), ("天然气", "1月", 9)))
    )
    assert {(record.source_id, record.unit) for record in outcome.records} == {("CO-1", "t"), ("EL-1", "kWh")}
    assert "unit_missing" in codes(outcome.answers[2])


def test_a_second_table_below_has_headings_of_its_own() -> None:
    rows = (("站点", "能源", "月份", "单位", "数量"), ("一厂", "电力", "2024-01", "度", 5), ("数量", "单位", "月份", "能源", "站点"))
    outcome = take_in(table(titled("台账", *rows, (7, "吨", "2024-01", "无烟煤", "一厂"))))
    assert {(str(record.source_id), record.quantity) for record in outcome.records} == {("EL-1", Decimal(5)), ("CO-1", Decimal(7))}


def test_plan_and_last_year_beside_the_amount_are_not_read() -> None:
    outcome = read(("一厂", "电力", "2024-01", 9, 5, 8, "度"), headings=("站点", "能源", "月份", "计划用量", "实际用量", "去年同期用量", "单位"))
    assert [record.quantity for record in outcome.records] == [5]
    assert "columns_unread" in [remark.code for remark in outcome.file_remarks]


@pytest.mark.parametrize("words", ["作废", "已取消", "不计入", "重复，删除", "void", "Cancelled"])
def test_void_rows_are_told_and_not_counted(words: str) -> None:
    outcome = read(("一厂", "电力", "2024-01", 5, "度", words), ("一厂", "电力", "2024-01", 6, "度", ""))
    assert [record.quantity for record in outcome.records] == [6]
    assert codes(outcome.answers[0]) == ["row_void_left_out"]


@pytest.mark.parametrize("words", ["原计划作废", "上月单据作废重开，本月正常", "含小计核对无误"])
def test_notes_that_speak_of_something_else_take_nothing_out(words: str) -> None:
    assert len(read(("一厂", "电力", "2024-01", 5, "度", words)).records) == 1


def test_a_struck_amount_is_told_and_not_counted() -> None:
    struck = replace(cell(3, 5) or Cell(3, CellKind.NUMBER, "5", Decimal(5)), struck=True)
    outcome = read(("一厂", "电力", "2024-01", struck, "度"))
    assert outcome.records == ()
    assert codes(outcome.answers[0]) == ["row_struck_left_out"]


def test_a_unit_in_the_number_format_must_not_contradict_the_column() -> None:
    shown = Cell(3, CellKind.NUMBER, "18.25", Decimal("18.25"), None, "万度")
    assert codes(read(("一厂", "电力", "2024-01", shown, "kWh")).answers[0]) == ["unit_twice"]
    assert [record.quantity for record in read(("一厂", "电力", "2024-01", shown, "")).records] == [182500]


def test_ditto_marks_repeat_the_row_above_and_blanks_do_not() -> None:
    outcome = read(("一厂", "电力", "2024-01", 5, "度"), ("同上", "〃", "2024-02", 6, "同上"), (None, None, "2024-03", 7, "度"))
    assert [record.period for record in outcome.records] == [month(2024, 1), month(2024, 2)]
    assert outcome.answers[2].verdict is Verdict.REFUSED


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2024年一季度", Period(date(2024, 1, 1), date(2024, 4, 1))),
        ("2024H2", Period(date(2024, 7, 1), date(2025, 1, 1))),
        ("2024年3～6月", Period(date(2024, 3, 1), date(2024, 7, 1))),
        ("自2024.10.26起至2024.11.25止", Period(date(2024, 10, 26), date(2024, 11, 26))),
        ("2024/5/26 - 6/25", Period(date(2024, 5, 26), date(2024, 6, 26))),
        ("二〇二四年十一月", month(2024, 11)),
    ],
)
def test_periods_as_text(text: str, period: Period) -> None:
    assert [record.period for record in read(("一厂", "电力", text, 5, "度")).records] == [period]


@pytest.mark.parametrize(
    "text", ["2024年五季度", "Q3", "2024年冬季", "2024-03-26至", "26日-25日", "2024-05-26至2024-06-31", "2024-03-25至2024-02-26"]
)
def test_periods_that_are_none_stay_refused(text: str) -> None:
    outcome = read(("一厂", "电力", text, 5, "度"))
    assert outcome.records == ()
    assert outcome.answers[0].verdict is Verdict.REFUSED


def test_an_amount_a_thousand_times_the_others_is_refused() -> None:
    rows = [("一厂", f"2024-0{number}", amount) for number, amount in enumerate((18, 17, 182345, 19, 18), start=1)]
    outcome = read(*rows, headings=("站点", "月份", "用电量（万度）"))
    assert len(outcome.records) == 4
    assert "amount_out_of_scale" in codes(outcome.answers[2])


def test_decimal_commas_are_read_where_the_column_shows_them() -> None:
    outcome = read(*(("一厂", "电力", f"2024-0{number}", text, "度") for number, text in enumerate(("1.234,5", "12.345,75", "181.234"), start=1)))
    assert [record.quantity for record in outcome.records] == [Decimal("1234.5"), Decimal("12345.75")]
    assert codes(outcome.answers[2]) == ["amount_two_readings"]


def test_from_the_first_of_a_month_to_the_first_of_the_next_is_asked_back() -> None:
    outcome = read(("一厂", "电力", "2024-09-01", "2024-10-01", 5, "度"), headings=("站点", "能源", "起始日", "截止日", "数量", "单位"))
    assert codes(outcome.answers[0]) == ["period_end_two_readings"]


def test_days_of_readings_meet() -> None:
    rows = (("一厂", "电力", "2024-01-25", "2024-02-25", 5, "度"), ("一厂", "电力", "2024-02-25", "2024-03-25", 6, "度"))
    outcome = read(*rows, headings=("站点", "能源", "上次抄表日期", "本次抄表日期", "数量", "单位"))
    assert [record.period for record in outcome.records] == [
        Period(date(2024, 1, 25), date(2024, 2, 25)),
        Period(date(2024, 2, 25), date(2024, 3, 25)),
    ]


def test_purchases_beside_uses_are_left_out_and_purchases_alone_are_not() -> None:
    headings = ("站点", "能源", "月份", "类别", "数量", "单位")
    both = read(("一厂", "无烟煤", "2024-01", "购入", 9, "吨"), ("一厂", "无烟煤", "2024-01", "消耗", 5, "吨"), headings=headings)
    assert [record.quantity for record in both.records] == [5]
    assert len(read(("一厂", "无烟煤", "2024-01", "购入", 9, "吨"), headings=headings).records) == 1
