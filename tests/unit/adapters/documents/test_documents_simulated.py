"""Report and workbook say which method an interval is stated by, both intervals, draws, seed and why."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from inventory_factory import ROOT, Sample, book, sample
from openpyxl import load_workbook

from hutan.adapters.documents.blocks import BarChart, Block, Paragraph, ReportContent, Section, Table
from hutan.adapters.documents.number_text import estimate
from hutan.adapters.documents.report_content import report_content
from hutan.adapters.documents.report_pdf import render_pdf
from hutan.adapters.documents.report_workbook import SUMMARY, write_workbook
from hutan.adapters.engines import engine
from hutan.core.inventory.calculation import calculate
from hutan.core.inventory.result import Total
from hutan.core.model.sourcing import FactorSpread, SpreadForm, StatedSpread
from hutan.core.uncertainty.simulated import IntervalMethod, Simulation

LANGUAGES = ("zh", "en")
WORDS = {"zh": ("蒙特卡洛", "种子 11", "2,000 次", "中位数"), "en": ("Monte Carlo", "seed 11", "2,000 draws", "median")}


@pytest.fixture(scope="module")
def wide() -> Sample:
    """The grid's factor is known to a factor of two only."""
    made = sample()
    spread = FactorSpread("elec.*", StatedSpread(SpreadForm.GSD2, (Decimal(2),), "review", "李静"))
    organization = replace(made.inputs.organization, factor_spreads=(spread, *made.inputs.organization.factor_spreads))
    inputs = replace(made.inputs, organization=organization, simulation=Simulation(2_000, 11, always=False))
    return Sample(inputs, made.library, calculate(inputs, made.library, engine("python")))


def _content(made: Sample, language: str) -> ReportContent:
    return report_content(made.inputs, made.library, made.inventories, ROOT, book(), language)


def _blocks(items: tuple[Section, ...]) -> Iterator[Block]:
    for item in items:
        yield from item.blocks
        yield from _blocks(item.sections)


def _texts(content: ReportContent) -> Iterator[str]:
    for block in _blocks(content.sections):
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            yield block.caption
            yield from (cell.text for row in block.rows for cell in row.cells)


def _chosen(made: Sample) -> list[Total]:
    return [total for item in made.inventories for total in item.totals if total.interval.method is IntervalMethod.MONTE_CARLO]


def test_the_sample_has_both_methods(wide: Sample) -> None:
    stated = [total for item in wide.inventories for total in item.totals if total.interval.is_stated]
    assert 0 < len(_chosen(wide)) < len(stated)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_says_how_and_why(wide: Sample, language: str) -> None:
    text = "\n".join(_texts(_content(wide, language)))
    for word in WORDS[language]:
        assert word in text
    assert not re.search(r"\{\w+\}", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_intervals_stand_in_one_row(wide: Sample, language: str) -> None:
    tables = [block for block in _blocks(_content(wide, language).sections) if isinstance(block, Table)]
    caption = {"zh": "一阶与蒙特卡洛并列", "en": "First order and Monte Carlo side by side"}[language]
    (table,) = [table for table in tables if table.caption == caption]
    rows = [row for row in table.rows if row.role != "group"]
    assert len(rows) == len(_chosen(wide))
    assert all(len(row.cells) == len(table.columns) for row in rows)


def test_a_simulated_total_has_ends_of_its_own(wide: Sample) -> None:
    total = next(total for total in _chosen(wide) if total.interval.established)
    found = estimate(total.value, total.interval)
    assert found.ends is not None and total.interval.simulated is not None
    rest = total.value - total.interval.covered_total
    low, high = (float(end.replace(",", "")) for end in found.ends)
    assert low == pytest.approx(float(rest + total.interval.simulated.low.value) / 1000, rel=0.02)
    assert high == pytest.approx(float(rest + total.interval.simulated.high.value) / 1000, rel=0.02)
    assert found.text() == f"{found.value} ({found.ends[0]} – {found.ends[1]})"
    assert any(found.text() in overview_total.text for item in _content(wide, "en").overviews for overview_total in item.totals)


def test_the_picture_shows_the_chosen_ends(wide: Sample) -> None:
    chart = next(block for block in _blocks(_content(wide, "en").sections) if isinstance(block, BarChart))
    whiskers = {bar.text: bar.whisker for group in chart.groups for bar in group.bars if bar.whisker}
    total = next(total for total in _chosen(wide) if total.interval.established)
    whisker = next(whisker for text, whisker in whiskers.items() if estimate(total.value, total.interval).text() in text)
    assert whisker is not None and whisker.high > whisker.low


def test_without_a_simulation_the_report_does_not_speak_of_one() -> None:
    for language in LANGUAGES:
        assert WORDS[language][0] not in "\n".join(_texts(_content(sample(), language)))


def test_the_pdf_is_made(wide: Sample) -> None:
    for language in LANGUAGES:
        assert render_pdf(_content(wide, language), language, wide.inputs.reported_on).startswith(b"%PDF")


def test_the_workbook_holds_both_intervals_draws_and_seed(wide: Sample) -> None:
    data = write_workbook(wide.inputs, wide.library, wide.inventories, ROOT)
    sheet = load_workbook(io.BytesIO(data), data_only=True)[SUMMARY]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    simulated = [row for row in rows if any(str(value).startswith("蒙特卡洛 Monte Carlo") for value in row)]
    assert len(simulated) == len(_chosen(wide))
    total, row = _chosen(wide)[0], simulated[0]
    interval = total.interval
    assert interval.simulated is not None and interval.low is not None
    at = row.index("蒙特卡洛 Monte Carlo")
    assert row[at + 1] == pytest.approx(float(interval.low))
    assert row[at + 3] == pytest.approx(float(interval.simulated.low.value))
    assert row[at + 7 : at + 9] == ["2000", "11"]
    assert "一阶公式在此不适用" in str(row[at + 9]) and "first-order formula is unfit" in str(row[at + 9])
