"""The content of a report: the same figures in both languages, intervals with every total, nothing missing left unsaid."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from inventory_factory import ROOT, Sample, book, emptied, sample

from hutan.adapters.documents.blocks import BarChart, Block, Paragraph, ReportContent, Section, StackChart, Table
from hutan.adapters.documents.labels import labels
from hutan.adapters.documents.report_content import report_content
from hutan.core.activity.book import Book
from hutan.core.instruments.criteria import CRITERIA, Outcome
from hutan.core.methods.kinds import KINDS
from hutan.core.methods.pack import PackStatus, TextStatus
from hutan.core.model.instrument import InstrumentType
from hutan.core.model.organization import Consolidation, SourceUse
from hutan.kernel.codec import to_plain

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def content(item: Sample, language: str, handed_in: Book | None = None) -> ReportContent:
    return report_content(item.inputs, item.library, item.inventories, ROOT, book() if handed_in is None else handed_in, language)


@pytest.fixture(scope="module")
def made() -> Sample:
    return sample()


@pytest.fixture(scope="module")
def chinese(made: Sample) -> ReportContent:
    return content(made, "zh")


@pytest.fixture(scope="module")
def english(made: Sample) -> ReportContent:
    return content(made, "en")


def sections(items: tuple[Section, ...]) -> Iterator[Section]:
    for item in items:
        yield item
        yield from sections(item.sections)


def blocks(item: ReportContent) -> list[Block]:
    return [block for section in sections(item.sections) for block in section.blocks]


def tables(item: ReportContent) -> list[Table]:
    return [block for block in blocks(item) if isinstance(block, Table)]


def table(item: ReportContent, start: str) -> Table:
    return next(found for found in tables(item) if found.caption.startswith(start))


def cells(found: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in found.rows]


def test_totals_carry_their_interval_and_coverage(chinese: ReportContent) -> None:
    total = chinese.overviews[1].totals[0]
    assert total.text == "9,100 ± 500 tCO2e（95 %），估算占 4.6 %"
    assert total.coverage == "95 %"


def test_without_sourced_spreads_no_interval_is_claimed() -> None:
    found = content(sample(established=False), "en")
    assert found.overviews[1].totals[0].text == "9,117 tCO2e, interval not established (coverage 0 %), 4.6 % estimated"
    chart = next(block for block in blocks(found) if isinstance(block, BarChart))
    assert all(bar.whisker is None for group in chart.groups for bar in group.bars)


def test_whiskers_straddle_the_end_of_their_bar(chinese: ReportContent) -> None:
    chart = next(block for block in blocks(chinese) if isinstance(block, BarChart))
    drawn = [(bar, bar.whisker) for group in chart.groups for bar in group.bars if bar.whisker]
    assert len(drawn) == 6
    for bar, whisker in drawn:
        end = sum(segment.length for segment in bar.segments)
        assert whisker.low < end < whisker.high
        assert abs((end - whisker.low) - (whisker.high - end)) <= 2


def test_both_languages_say_the_same_figures(chinese: ReportContent, english: ReportContent) -> None:
    number = re.compile(r"[0-9]+(?:[,.][0-9]+)*")
    assert len(tables(chinese)) == len(tables(english))
    for zh, en in zip(tables(chinese), tables(english), strict=True):
        assert len(zh.rows) == len(en.rows)
        for left, right in zip(zh.rows, en.rows, strict=True):
            if left.role in ("plain", "sum", "apart"):
                figures = [number.findall(cell.text) for cell in left.cells[1:-1]]
                assert figures == [number.findall(cell.text) for cell in right.cells[1:-1]], zh.caption


def test_titles_say_what_was_found(chinese: ReportContent) -> None:
    captions = [found.caption for found in tables(chinese)]
    assert "采购电力占 82 %（2024 年）" in captions
    assert "浦东工厂占 64 %（2024 年）" in captions
    assert "2024 年基于市场比基于位置低 12 %" in captions
    assert "2 份凭证中 1 份计入，覆盖 2,000,000 kWh" in captions


def test_methods_stand_side_by_side_and_incomplete_ones_are_not_compared(english: ReportContent) -> None:
    rows = cells(table(english, "3 methods side by side"))
    assert ["Scope 1 and 2, market-based", "tCO2e", "9,600 ± 500", "8,200 ± 400", "−14 %"] in rows
    assert ["Total emissions", "tCO2", "7,000 ± 500", "6,800 ± 400, incomplete", "–"] in rows
    assert ["Non-fossil energy (apart)", "tce", "242.2 (not established, 0 %)", "227.7 (not established, 0 %)", "−6.0 %"] in rows


def test_parts_of_a_table_add_up(english: ReportContent) -> None:
    rows = cells(table(english, "Purchased electricity: 82 % (2024)"))
    assert rows[0][:2] == ["Purchased electricity", "7,905"]
    assert rows[-1] == ["Sum", "9,233", "", "9,117", ""]


def test_biogenic_carbon_stands_apart_of_the_months(chinese: ReportContent) -> None:
    chart = next(block for block in blocks(chinese) if isinstance(block, StackChart))
    august = chart.panels[1].stacks[7]
    assert {segment.color for segment in august.segments} == {"scope_1", "scope_2"}
    assert [segment.color for segment in august.apart] == ["biogenic"]
    november = chart.panels[1].stacks[10]
    assert any(segment.hatched for segment in november.segments)


def test_months_that_lack_data_are_outlined(made: Sample) -> None:
    kept = tuple(record for record in made.inputs.records if record.id != "PD-E1-202405")
    found = content(replace(made, inputs=replace(made.inputs, records=kept)), "en")
    chart = next(block for block in blocks(found) if isinstance(block, StackChart))
    assert [stack.label for stack in chart.panels[1].stacks if stack.lacking] == ["5"]
    assert chart.lacking


def test_every_criterion_is_told_in_words(english: ReportContent) -> None:
    remarks = [row.cells[0].text for row in table(english, "Instruments that count").rows if row.role == "remark"]
    assert remarks[0].startswith("conveys 0 kgCO2/kWh; unknown: sole claim; passed: ")
    assert "cancelled for the reporter" in remarks[0]
    assert "not applicable: energy together with certificates" in remarks[0]
    assert "generated within 24 months before" in remarks[1]


def test_factors_name_source_grade_and_person(english: ReportContent) -> None:
    found = table(english, "Factors: 17, of which 12 by rule and 5 confirmed")
    row = next(index for index, row in enumerate(found.rows) if row.cells[0].text == "natural gas NCV")
    texts = [cell.text for cell in found.rows[row].cells]
    assert texts[:7] == ["natural gas NCV", "389.31", "GJ/10^4 Nm3", "C", "data of 2022\n2024-12-20", "China", "李静（碳管理员）"]
    assert "confirmed by 李静（碳管理员） on 2026-02-10" in found.rows[row + 1].cells[0].text


def test_own_values_are_listed_with_their_evidence(chinese: ReportContent) -> None:
    rows = cells(table(chinese, "1 个企业自有值"))
    assert rows[0][0] == "闵行生物质锅炉木屑颗粒：木屑颗粒 低位发热量"
    assert rows[0][4] == "颗粒燃料检测报告 2024-02，收到基低位发热量"


def test_formulas_are_in_words_and_only_those_the_pack_counts(chinese: ReportContent) -> None:
    ghg = cells(table(chinese, "温室气体核算体系"))
    assert "CO2 = 能量 × 单位热值含碳量 × 碳氧化率 × 44/12" in ghg[0][1]
    assert "CH4" in ghg[0][1]
    mrv = cells(table(chinese, "上海市温室气体"))
    assert "CH4" not in mrv[0][1]


def test_missing_values_and_refusals_are_told(chinese: ReportContent) -> None:
    assert chinese.standing.startswith("清单不完整：必需的数值 1 项")
    assert not chinese.complete
    gaps = cells(table(chinese, "未量化的部分"))
    assert gaps[0][3] == "必需，缺失"
    assert "热力 的 缺省因子（default_factor）" in gaps[0][4]
    refused = cells(table(chinese, "2 项数据未接收"))
    assert refused[0] == ["用电台账2024.xlsx 浦东!E9 #3fa2c1", "数量“12,3o4”不是一个数。", "只填数字，单位填在单位列。"]


def test_nothing_refused_is_said(made: Sample) -> None:
    found = content(made, "zh", Book())
    assert any(isinstance(block, Paragraph) and block.text.startswith("未接收项：无") for block in blocks(found))


def test_an_organization_without_data_has_no_zeros(made: Sample) -> None:
    found = content(emptied(made), "en")
    assert {total.text for item in found.overviews for total in item.totals} == {"no data"}
    assert not found.complete
    totals = next(block for block in blocks(found) if isinstance(block, BarChart))
    assert {bar.text for group in totals.groups for bar in group.bars} == {"no data"}


def test_periods_of_other_lengths_are_not_compared(made: Sample) -> None:
    found = content(sample((2024,)), "en")
    assert table(found, "3 methods side by side (2024)").columns[-1].title == "2024"


def test_the_tree_is_plain_text_without_open_placeholders(chinese: ReportContent, english: ReportContent) -> None:
    for item in (chinese, english):
        text = json.dumps(to_plain(item), ensure_ascii=False)
        assert not re.search(r"\{[a-z_]+\}", text)


def test_english_words_are_english() -> None:
    for group in labels("en").groups.values():
        assert not [word for word in group.values() if _CHINESE.search(word)]


def test_both_languages_have_the_same_words() -> None:
    zh, en = labels("zh").groups, labels("en").groups
    assert {name: set(words) for name, words in zh.items()} == {name: set(words) for name, words in en.items()}
    placeholder = re.compile(r"\{[a-z_]+\}")
    for key, sentence in zh["text"].items():
        assert set(placeholder.findall(sentence)) >= set(placeholder.findall(en["text"][key])), key


def test_every_term_of_the_core_has_words() -> None:
    for language in ("zh", "en"):
        groups = labels(language).groups
        assert set(CRITERIA) <= set(groups["criterion"])
        assert {outcome.value for outcome in Outcome} == set(groups["outcome"])
        assert {item.value for item in InstrumentType} == set(groups["instrument_type"])
        assert {item.value for item in Consolidation} == set(groups["consolidation"])
        assert {item.value for item in SourceUse} == set(groups["use"])
        assert {item.value for item in TextStatus} == set(groups["text_status"])
        assert {item.value for item in PackStatus} == set(groups["pack_status"])
        assert {name for kind in KINDS.values() for name in (*kind.inputs, *dict(kind.formulas))} <= set(groups["input"])
        assert {check.code for inventory in sample().inventories for check in inventory.checks} <= set(groups["check"])


def test_no_inventory_is_no_report(made: Sample) -> None:
    with pytest.raises(ValueError, match="no inventory"):
        report_content(made.inputs, made.library, (), ROOT, book(), "zh")
