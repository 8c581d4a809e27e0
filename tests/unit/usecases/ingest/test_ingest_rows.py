"""One row at a time: sources, periods, amounts, units, and the values of the organization's own that units may need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from ingest_samples import HEADINGS, SHEET, codes, one, organization, own_value, sheet, table, take_in

from hutan.core.activity.answers import Verdict
from hutan.core.activity.table import Cell, CellKind, MergedArea
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.core.model.organization import OwnValue
from hutan.kernel.periods import Period, month
from hutan.kernel.refusals import Address

JANUARY = "2024-01"


def values(source: object = "EL-1", when: object = JANUARY, amount: object = 100, unit: object = "kWh", **more: object) -> list[object]:
    return [source, when, more.get("first"), more.get("last"), amount, unit, more.get("state"), more.get("document"), more.get("note")]


def power(when: object, amount: object) -> list[object]:
    return ["EL-1", when, amount, "kWh"]


def only(row: Sequence[object]) -> ActivityRecord:
    outcome, answer = one(row)
    assert answer.verdict in (Verdict.ACCEPTED, Verdict.REMARKED), answer
    return outcome.records[0]


def refused_with(row: Sequence[object]) -> list[str]:
    outcome, answer = one(row)
    assert answer.verdict is Verdict.REFUSED, answer
    assert outcome.records == ()
    return [refusal.code for refusal in answer.refusals]


def test_a_record_keeps_what_the_file_said_and_where() -> None:
    file = table(sheet([values(amount="1.2 万度", unit="", state="估算", document="D-9", note="换表")]))
    record = take_in(file).records[0]
    assert (record.quantity, record.unit, record.printed_quantity, record.printed_unit) == (Decimal(12000), "kWh", "1.2 万度", "万度")
    assert (record.period, record.state, record.document, record.note) == (month(2024, 1), RecordState.ESTIMATED, "D-9", "换表")
    assert record.origin == Address(file.digest, SHEET, "E2")


@pytest.mark.parametrize("name", ["EL-1", "el-1", "一厂总表", "M-1001", "EL-1 | 一厂总表", "EL-1｜一厂总表", "ＥＬ－１", " 一厂 总表 "])
def test_a_source_by_any_of_its_names(name: str) -> None:
    assert only(values(name)).source_id == "EL-1"


def test_the_id_decides_when_the_name_changed_and_the_row_says_so() -> None:
    outcome, answer = one(values("EL-1 | 老名字"))
    assert outcome.records[0].source_id == "EL-1"
    assert codes(answer) == ["source_name_differs"]


@pytest.mark.parametrize(("name", "code"), [("EL-9", "source_unknown"), ("EL-1 | 仓库电表", "source_parts_differ"), ("", "source_missing")])
def test_sources_that_are_none_or_two(name: str, code: str) -> None:
    assert refused_with(values(name)) == [code]


SITE_HEADINGS = ("站点", "能源品种", "表号", "月份", "用量", "单位")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["一厂", "外购电力", "", JANUARY, 5, "kWh"], "EL-1"),
        (["DEPOT", "0#柴油", "", JANUARY, 5, "t"], "DI-1"),
        (["", "", "G-77", JANUARY, 5, "Nm3"], "NG-1"),
        (["一厂", "燃气", "G-77", JANUARY, 5, "Nm3"], "NG-1"),
    ],
)
def test_site_and_carrier_or_meter_name_a_source(cells: list[object], expected: str) -> None:
    outcome = take_in(table(sheet([cells], SITE_HEADINGS)))
    assert [record.source_id for record in outcome.records] == [expected]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (["仓库", "天然气", "", JANUARY, 5, "Nm3"], "source_none_here"),
        (["仓库", "", "G-77", JANUARY, 5, "Nm3"], "source_elsewhere"),
        (["三厂", "电", "", JANUARY, 5, "kWh"], "site_unknown"),
        (["一厂", "核能", "", JANUARY, 5, "kWh"], "row_carrier_unknown"),
        (["一厂", "", "", JANUARY, 5, "kWh"], "source_missing"),
    ],
)
def test_site_and_carrier_that_name_none(cells: list[object], code: str) -> None:
    answer = take_in(table(sheet([cells], SITE_HEADINGS))).answers[0]
    assert [refusal.code for refusal in answer.refusals] == [code]


def test_source_and_meter_must_be_the_same() -> None:
    file = table(sheet([["EL-1", "M-1002", JANUARY, 5, "kWh"]], ("排放源", "表号", "月份", "用量", "单位")))
    assert codes(take_in(file).answers[0]) == ["source_meter_differ"]


def test_all_faults_of_a_row_are_told_at_once() -> None:
    assert refused_with(values("XX", "2024-13", "-5", "桶", state="大概")) == [
        "source_unknown",
        "month_number_wrong",
        "amount_negative",
        "unit_not_known",
        "state_unknown",
    ]


@pytest.mark.parametrize(
    ("source", "amount", "unit", "quantity"),
    [
        ("EL-1", "3.2", "万度", "32000"),
        ("EL-1", "3.2万", "度", "32000"),
        ("EL-1", 5, "MWh", "5000"),
        ("EL-1", "5度", "kWh", "5"),
        ("ST-1", 1000, "大卡", "0.004187"),
        ("ST-1", 2, "百万千焦", "2"),
        ("NG-1", 7, "标方", "7"),
        ("NG-1", "0.5", "万标方", "5000"),
        ("DI-1", 840, "公斤", "0.84"),
        ("CO-1", 3, "斤", "0.0015"),
        ("EL-1", 7200, "MJ", "2000"),
    ],
)
def test_units_on_bills(source: str, amount: object, unit: str, quantity: str) -> None:
    assert only(values(source, amount=amount, unit=unit)).quantity == Decimal(quantity)


@pytest.mark.parametrize(
    ("source", "amount", "unit", "expected"),
    [
        ("EL-1", 5, "kg", ["unit_wrong_kind"]),
        ("EL-1", 5, "元", ["unit_wrong_kind"]),
        ("EL-1", 5, "kW", ["unit_wrong_kind"]),
        ("NG-1", 5, "t", ["unit_wrong_kind"]),
        ("CO-1", 5, "吨标准煤", ["unit_standard_coal"]),
        ("EL-1", 5, "tce", ["unit_standard_coal"]),
        ("EL-1", 5, "箱", ["unit_not_known"]),
        ("EL-1", 5, "", ["unit_missing"]),
        ("EL-1", "5度", "MWh", ["unit_twice"]),
        ("EL-1", "3万", "", ["unit_missing"]),
        ("NG-1", 5, "立方", ["gas_temperature_missing"]),
        ("DI-1", 5, "升", ["density_missing"]),
        ("ST-1", 5, "吨", ["enthalpy_missing"]),
    ],
)
def test_units_that_do_not_fit(source: str, amount: object, unit: str, expected: list[str]) -> None:
    assert refused_with(values(source, amount=amount, unit=unit)) == expected


def test_the_unit_may_stand_in_the_heading() -> None:
    file = table(sheet([["EL-1", JANUARY, "1.5"]], ("表号", "月份", "用量（万度）")))
    assert take_in(file).records[0].quantity == Decimal(15000)


def test_heading_and_unit_column_must_agree() -> None:
    file = table(sheet([["EL-1", JANUARY, "1.5", "度"]], ("表号", "月份", "用量（万度）", "单位")))
    assert codes(take_in(file).answers[0]) == ["unit_twice"]


def test_gas_at_twenty_degrees_is_converted_to_normal_conditions() -> None:
    # Ratio 273.15/293.15 = 0.931776… Source: ideal gas law; 20 °C is the usual condition of trade in China.
    outcome, answer = one(values("NG-1", amount=1000, unit="m3"), organization(own_value("gas_temperature_c", "20", "degC", "NG-1")))
    assert outcome.records[0].quantity == Decimal("931.775542")
    assert codes(answer) == ["gas_at_normal_conditions"]


def test_density_of_a_carrier_serves_all_its_sources() -> None:
    outcome, answer = one(values("DI-1", amount=1000, unit="L"), organization(own_value("density", "0.84", "kg/L", substance="diesel")))
    assert (outcome.records[0].quantity, codes(answer)) == (Decimal("0.84"), ["density_used"])


def test_a_density_in_another_unit_serves_too() -> None:
    outcome, _ = one(values("DI-1", amount=1, unit="m3"), organization(own_value("density", "840", "kg/m3", "DI-1")))
    assert outcome.records[0].quantity == Decimal("0.84")


def test_steam_by_weight_needs_its_enthalpy() -> None:
    outcome, answer = one(values("ST-1", amount=10, unit="吨"), organization(own_value("enthalpy", "2.7788", "GJ/t", "ST-1")))
    assert (outcome.records[0].quantity, codes(answer)) == (Decimal("27.788"), ["enthalpy_used"])


@pytest.mark.parametrize(
    ("own", "source", "unit", "code"),
    [
        (own_value("gas_temperature_c", "20", "K", "NG-1"), "NG-1", "m3", "own_value_unit_wrong"),
        (own_value("gas_temperature_c", "293.15", "degC", "NG-1"), "NG-1", "m3", "gas_temperature_implausible"),
        (own_value("density", "0.84", "GJ/t", "DI-1"), "DI-1", "L", "own_value_unit_wrong"),
        (own_value("density", "0", "kg/L", "DI-1"), "DI-1", "L", "own_value_not_positive"),
        (own_value("density", "0.84", "kg/L", "DI-1", period=Period(date(2024, 1, 15), date(2025, 1, 1))), "DI-1", "L", "density_missing"),
        (own_value("density", "0.84", "kg/L", substance="gasoline"), "DI-1", "L", "density_missing"),
    ],
)
def test_own_values_that_do_not_serve(own: OwnValue, source: str, unit: str, code: str) -> None:
    _, answer = one(values(source, amount=5, unit=unit), organization(own))
    assert codes(answer) == [code]


def test_first_and_last_day_are_both_included() -> None:
    record = only(values(when=None, first=date(2023, 12, 26), last="2024-01-25"))
    assert record.period == Period(date(2023, 12, 26), date(2024, 1, 26))


def test_a_period_before_ownership_is_told_and_not_counted() -> None:
    outcome, answer = one(values(when="2019-12"))
    assert outcome.records == ()
    assert codes(answer) == ["period_before_ownership"]


def test_a_period_that_ownership_covers_in_part_is_kept_with_a_remark() -> None:
    outcome, answer = one(values(when=None, first="2019-12-26", last="2020-01-25"))
    assert len(outcome.records) == 1
    assert codes(answer) == ["period_outside_ownership"]


def test_error_cells_and_formulas_without_values_are_refused_wherever_they_stand() -> None:
    error, formula = Cell(0, CellKind.ERROR, "#N/A"), Cell(0, CellKind.FORMULA_ONLY, "=B2*2")
    assert refused_with(values(amount=formula, note=error, document=error)) == ["cell_formula_only", "cell_error"]
    assert refused_with(values(unit=error)) == ["cell_error"]


def test_a_document_number_that_a_spreadsheet_cut_is_remarked() -> None:
    _, answer = one(values("DI-1", unit="t", document=Decimal("12345678901234567000")))
    assert codes(answer) == ["document_digits_lost"]


def test_zero_is_accepted_with_a_remark_and_empty_is_not_zero() -> None:
    outcome, answer = one(values(amount=0))
    assert (outcome.records[0].quantity, codes(answer)) == (Decimal(0), ["amount_zero"])
    blank = take_in(table(sheet([values(amount=None), values(amount="   ", when="2024-02")])))
    assert (blank.answers, blank.records, blank.unfilled) == ((), (), 2)


def test_a_row_with_a_document_but_no_amount_is_refused() -> None:
    assert refused_with(values(amount=None, document="D-1")) == ["amount_missing"]


def test_totals_are_left_out_and_said_so() -> None:
    outcome = take_in(table(sheet([values(), ["合计", None, None, None, 100, "kWh"]])))
    assert len(outcome.records) == 1
    assert [(answer.verdict, codes(answer)) for answer in outcome.answers] == [(Verdict.ACCEPTED, []), (Verdict.REMARKED, ["row_total_left_out"])]
    assert outcome.book.refusals == ()


def test_headings_repeated_on_every_page_are_left_out() -> None:
    outcome = take_in(table(sheet([values(), list(HEADINGS), values(when="2024-02")])))
    assert [codes(answer) for answer in outcome.answers] == [[], ["row_heading_left_out"], []]
    assert len(outcome.records) == 2


def test_a_source_merged_over_its_months_counts_for_each() -> None:
    rows = [["EL-1", "2024-01", 5, "kWh"], ["", "2024-02", 6, ""], ["", "2024-03", 7, ""]]
    merged = (MergedArea(2, 4, 0, 0), MergedArea(2, 4, 3, 3))
    outcome = take_in(table(sheet(rows, ("排放源", "月份", "用量", "单位"), merged=merged)))
    assert [record.quantity for record in outcome.records] == [5, 6, 7]


def test_an_amount_merged_over_several_months_is_refused_in_each() -> None:
    rows = [power("2024-01", 500), power("2024-02", None)]
    outcome = take_in(table(sheet(rows, ("排放源", "月份", "用量", "单位"), merged=(MergedArea(2, 3, 2, 2),))))
    assert [codes(answer) for answer in outcome.answers] == [["amount_merged"], ["amount_merged"]]


def test_padded_months_tell_october_from_january() -> None:
    rows: list[list[object]] = [
        ["EL-1", Decimal(text), amount, "kWh"] for amount, text in enumerate(("2024.01", "2024.09", "2024.1", "2024.11"), start=1)
    ]
    outcome = take_in(table(sheet(rows, ("排放源", "月份", "用量", "单位"))))
    assert [record.period.start.month for record in outcome.records] == [1, 9, 10, 11]


def test_sheets_that_are_not_read_are_named() -> None:
    activity = sheet([values()])
    others = [
        sheet([["a", "b"]], ("随便", "写写"), name="草稿"),
        sheet([["EL-1", "2024-02", 9, "kWh"]], ("排放源", "月份", "用量", "单位"), name="旧数据", hidden=True),
        sheet([["EL-1", "2024-02", 9, "kWh"]], ("排放源", "月份", "用量", "单位"), name="说明 Guide"),
        sheet([["EL-1", "kWh", "实测"]], ("source", "unit", "state"), name="lists", hidden=True),
        sheet([["先填黄格"]], ("怎样填写",), name="填写说明"),
        sheet([], (), name="Sheet3"),
    ]
    outcome = take_in(table(activity, *others))
    assert len(outcome.records) == 1
    remarked = [(remark.code, remark.address.sheet) for remark in outcome.file_remarks]
    assert remarked == [("sheet_unrecognized", "草稿"), ("sheet_hidden", "旧数据"), ("sheet_is_guide", "说明 Guide")]


def test_a_file_without_any_table_says_so() -> None:
    outcome = take_in(table(sheet([["x"]], ("y",))))
    assert [remark.code for remark in outcome.file_remarks] == ["sheet_unrecognized", "file_without_table"]


def test_a_sheet_without_a_required_column_gets_one_refusal_with_the_headings_we_know() -> None:
    file = table(sheet([["EL-1", "2024-01", "kWh"], ["EL-1", "2024-02", "kWh"]], ("排放源", "月份", "单位")))
    outcome = take_in(file)
    assert [(answer.row, codes(answer)) for answer in outcome.answers] == [(1, ["column_missing"])]
    params = dict(outcome.answers[0].refusals[0].params)
    assert params["column"] == "数量"
    assert "用量" in params["known"]
    assert "amount" in params["known"]


def test_columns_that_are_not_read_are_named() -> None:
    file = table(sheet([["EL-1", JANUARY, 5, "kWh", 3.5, "x"]], ("排放源", "月份", "用量", "单位", "电价")))
    remark = take_in(file).file_remarks[0]
    assert (remark.code, dict(remark.params)["columns"]) == ("columns_unread", "E “电价”, F")


def test_the_heading_row_of_each_sheet_is_given() -> None:
    outcome = take_in(table(sheet([values()]), sheet([values("EL-2")], name="二月")))
    assert dict(outcome.headers) == {SHEET: 1, "二月": 1}
    assert len(outcome.records) == 2
