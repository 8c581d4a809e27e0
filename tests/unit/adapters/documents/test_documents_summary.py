"""The summary on a terminal: readable in black and white, at any width."""

from __future__ import annotations

import io

import pytest
from inventory_factory import ROOT, book, sample
from rich.console import Console

from hutan.adapters.documents.report_content import report_content
from hutan.adapters.documents.summary import bar, print_summary
from hutan.core.activity.book import Book


def printed(language: str, width: int, handed_in: Book) -> str:
    made = sample()
    console = Console(file=io.StringIO(), width=width, color_system=None, legacy_windows=False)
    print_summary(report_content(made.inputs, made.library, made.inventories, ROOT, handed_in, language), console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_wide_terminals_show_totals_bars_and_what_is_left() -> None:
    text = printed("zh", 120, book())
    assert "9,100 ± 500 tCO2e（95 %），估算占 4.6 %，覆盖 95 %" in text
    assert "2,496 tce，区间未确立（覆盖 31 %）" in text
    assert "范围二  █" in text
    assert "█ 实测  ░ 估算" in text
    assert "未接收 2" in text
    assert "#3fa2c1" in text


@pytest.mark.parametrize("width", [40, 60, 80])
def test_narrow_terminals_lose_nothing(width: int) -> None:
    text = printed("en", width, Book())
    assert all(len(line) <= width for line in text.splitlines())
    assert "…" not in text
    assert "Refused: none" in text


def test_bars_tell_estimates_by_texture() -> None:
    assert bar(10_000, 0, 8) == "████████"
    assert bar(5_000, 2_500, 8) == "██░░"
    assert bar(300, 0, 8) == "▏"
    assert bar(0, 0, 8) == ""
    assert bar(10_000, 10_000, 8) == "░░░░░░░░"
