"""Headings as templates and people write them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from hutan.core.activity.columns import Column, TableKind
from hutan.core.activity.header import Header, column_of, find_header, unit_in
from hutan.core.activity.table import Cell, CellKind, MergedArea, Row, Sheet


def sheet(*rows: Sequence[str], merged: tuple[MergedArea, ...] = ()) -> Sheet:
    made = [
        Row(number, tuple(Cell(column, CellKind.TEXT, text) for column, text in enumerate(texts) if text))
        for number, texts in enumerate(rows, start=1)
    ]
    return Sheet("s", tuple(row for row in made if row.cells), merged)


def found(*rows: Sequence[str], merged: tuple[MergedArea, ...] = ()) -> Header:
    header = find_header(sheet(*rows, merged=merged))
    assert header is not None
    return header


def columns(header: Header) -> dict[int, str]:
    return {heading.index: heading.column.value for heading in header.headings}


TEMPLATE = (
    "排放源 Source *",
    "月份 Month *",
    "起始日 From",
    "截止日 To (含 included)",
    "数量 Amount *",
    "单位 Unit *",
    "状态 State",
    "单据号 Document no.",
    "备注 Note",
)
INSTRUMENTS = (
    "凭证编号 Instrument ID *",
    "类型 Type *",
    "站点 Site *",
    "用于年份 Claim year *",
    "电量 Energy *",
    "单位 Unit *",
    "发电起 Generated from",
    "发电止 Generated to (含 included)",
    "技术 Technology",
    "排放因子 Rate kgCO2/kWh",
    "核销日期 Cancelled on",
    "为本单位核销 Cancelled for us",
    "唯一声明 Sole claim",
    "市场 Market",
    "跨省 Inter-provincial",
    "交易平台 Platform",
    "合同号 Contract",
    "结算单号 Settlement",
)


def test_the_activity_template() -> None:
    header = found(TEMPLATE)
    assert header.kind is TableKind.ACTIVITY
    assert list(columns(header).values()) == ["source", "month", "from", "to", "amount", "unit", "state", "document", "note"]
    assert (header.unknown, header.missing()) == ((), ())


def test_the_instrument_template() -> None:
    header = found(INSTRUMENTS)
    assert header.kind is TableKind.INSTRUMENTS
    assert len(header.headings) == len(INSTRUMENTS)
    assert header.missing() == ()


@pytest.mark.parametrize("half", [0, 1])
def test_each_language_alone_is_enough(half: int) -> None:
    for texts in (TEMPLATE, INSTRUMENTS):
        alone = [text.replace(" *", "").split(" ", 1)[half] for text in texts]
        assert columns(found(alone)) == columns(found(texts))


@pytest.mark.parametrize(
    ("text", "column", "unit"),
    [
        ("用电量(kWh)", Column.AMOUNT, "kWh"),
        ("用量（万度）", Column.AMOUNT, "万度"),
        ("用量\n（单位：吨）", Column.AMOUNT, "吨"),
        ("用电量/千瓦时", Column.AMOUNT, "千瓦时"),
        ("Consumption, MWh", Column.AMOUNT, "MWh"),
        ("天然气用量 m³", Column.AMOUNT, "m3"),
        ("Amount (t)", Column.AMOUNT, "t"),
        ("Amount t", Column.AMOUNT, "t"),
        ("数量 Amount（t）*", Column.AMOUNT, "t"),
        ("锅炉耗量", Column.AMOUNT, ""),
        ("＊ 月 份 ＊", Column.MONTH, ""),
        ("Billing Month", Column.MONTH, ""),
        ("表号", Column.METER, ""),
        ("能源品种", Column.CARRIER, ""),
        ("发票号码", Column.DOCUMENT, ""),
        ("用量（必填）", Column.AMOUNT, ""),
    ],
)
def test_headings_and_the_units_in_them(text: str, column: Column, unit: str) -> None:
    assert column_of(text, TableKind.ACTIVITY) is column
    assert unit_in(text) == unit


@pytest.mark.parametrize("text", ["金额（元）", "电价", "month 数量", "负责人", "", "*"])
def test_other_headings_are_not_guessed(text: str) -> None:
    assert column_of(text, TableKind.ACTIVITY) is None


def test_titles_and_blank_rows_stand_above_a_heading() -> None:
    header = found(["某某公司能源台账"], [], ["单位：某某公司", "", "2024 年"], ["表号", "月份", "用电量(kWh)"], ["M-1", "2024-01", "5"])
    assert (header.first_row, header.last_row) == (4, 4)
    assert columns(header) == {0: "meter", 1: "month", 2: "amount"}


def test_a_heading_after_the_twentieth_row_is_not_looked_for() -> None:
    assert find_header(sheet(*[[f"注 {number}"] for number in range(20)], TEMPLATE)) is None


def test_two_rows_merged_downwards_and_across() -> None:
    merged = (MergedArea(1, 2, 0, 0), MergedArea(1, 1, 1, 2), MergedArea(1, 1, 3, 4))
    header = found(["排放源", "期间 Period", "", "用量", ""], ["", "起 From", "止 To", "数量", "单位"], ["EL-1", "2024-01-01"], merged=merged)
    assert (header.first_row, header.last_row) == (1, 2)
    assert columns(header) == {0: "source", 1: "from", 2: "to", 3: "amount", 4: "unit"}


def test_a_row_of_units_below_the_heading() -> None:
    header = found(["", "", "万度"], ["表号", "月份", "用电量"], ["", "", "万度"], ["M-1", "2024-01", "5"])
    assert (header.first_row, header.last_row) == (2, 3)
    amount = header.heading(Column.AMOUNT)
    assert amount is not None
    assert amount.unit_text == "万度"


def test_a_data_row_of_text_is_not_part_of_the_heading() -> None:
    header = found(TEMPLATE, ["EL-1", "2024-01", "", "", "5", "度"])
    assert header.last_row == 1


def test_missing_columns_are_named_by_what_usually_gives_them() -> None:
    assert found(["排放源", "月份", "单位"]).missing() == (Column.AMOUNT,)
    assert found(["数量", "单位", "备注"]).missing() == (Column.SOURCE, Column.MONTH)
    assert found(["站点", "能源品种", "起始日", "截止日", "用量"]).missing() == ()
    assert found(["站点", "起始日", "用量"]).missing() == (Column.SOURCE, Column.MONTH)


def test_two_columns_of_one_meaning_are_told() -> None:
    header = found(["表号", "月份", "用电量(kWh)", "用气量(m3)"])
    assert [(first.text, second.text) for first, second in header.twice] == [("用电量(kWh)", "用气量(m3)")]
    assert len(found(["表号", "月份", "用量", "用量"]).twice) == 1


def test_a_heading_merged_over_two_columns_is_one_column() -> None:
    header = found(["表号", "月份", "用量", ""], ["M-1", "2024-01", "5"], merged=(MergedArea(1, 1, 2, 3),))
    assert (header.twice, header.last_row) == ((), 1)


def test_a_second_note_column_is_only_unread() -> None:
    header = found(["表号", "月份", "用量", "备注", "说明"])
    assert header.twice == ()
    assert [str(unknown) for unknown in header.unknown] == ["E “说明”"]


@pytest.mark.parametrize("rows", [[["表号", "站点"]], [["1月", "2月", "3月"]], [["说明", "请逐行填写"]], [[]]])
def test_sheets_without_a_heading(rows: list[list[str]]) -> None:
    assert find_header(sheet(*rows)) is None
