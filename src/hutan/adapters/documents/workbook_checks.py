"""The sheet of checks: each with its outcome and words in both languages, then what is not quantified, then the instruments."""

from __future__ import annotations

from collections.abc import Sequence

from hutan.adapters.documents.labels import labels
from hutan.adapters.documents.workbook_sheets import Content, Sheet, SheetColumn, Style
from hutan.adapters.message_catalog import message
from hutan.core.inventory.calculation import Inputs
from hutan.core.inventory.result import Check, Gap, InstrumentVerdict, Inventory

CHECKS = "检查 Checks"

_CHECKS = (
    SheetColumn("方法包", "Pack", width=24),
    SheetColumn("周期", "Period", width=24),
    SheetColumn("检查", "Check", width=40),
    SheetColumn("结果", "Outcome", width=22),
    SheetColumn("说明", "Says (zh)", width=70),
    SheetColumn("英文说明", "Says (en)", width=70),
)
_GAPS = (
    SheetColumn("方法包", "Pack"),
    SheetColumn("期间", "Days"),
    SheetColumn("排放源", "Source"),
    SheetColumn("性质", "Weight"),
    SheetColumn("原因", "Reason (zh)"),
    SheetColumn("英文原因", "Reason (en)"),
)
_INSTRUMENTS = (
    SheetColumn("方法包", "Pack"),
    SheetColumn("周期", "Period"),
    SheetColumn("凭证", "Instrument"),
    SheetColumn("计入", "Counts"),
    SheetColumn("准则", "Criteria (zh)"),
    SheetColumn("英文准则", "Criteria (en)"),
    SheetColumn("覆盖，kWh", "Covers, kWh", Style.AMOUNT),
    SheetColumn("未用，kWh", "Unused, kWh", Style.AMOUNT),
)


def write_checks(sheet: Sheet, inputs: Inputs, inventories: Sequence[Inventory]) -> None:
    """Write checks, gaps and instrument verdicts of every inventory."""
    sheet.write_headings(_CHECKS)
    sheet.worksheet.freeze_panes(1, 0)
    for inventory in inventories:
        for check in inventory.checks:
            sheet.write_row(_CHECKS, _check_row(inventory, check))
    sheet.write_block("未量化 Not quantified", len(_GAPS))
    sheet.write_headings(_GAPS, widths=False)
    for inventory in inventories:
        for gap in inventory.gaps:
            sheet.write_row(_GAPS, _gap_row(inputs, inventory, gap))
    sheet.write_block("凭证 Instruments", len(_INSTRUMENTS))
    sheet.write_headings(_INSTRUMENTS, widths=False)
    for inventory in inventories:
        for verdict in inventory.instruments:
            sheet.write_row(_INSTRUMENTS, _instrument_row(inventory, verdict))


def _check_row(inventory: Inventory, check: Check) -> tuple[Content, ...]:
    name = " ".join(labels(language).term("check", check.code) for language in ("zh", "en"))
    outcome = "无须说明 nothing to note" if check.passed else "请注意 please note"
    return (
        inventory.pack_id,
        str(inventory.period),
        name,
        outcome,
        str(message(check.code, check.params, "zh")),
        str(message(check.code, check.params, "en")),
    )


def _gap_row(inputs: Inputs, inventory: Inventory, gap: Gap) -> tuple[Content, ...]:
    source = inputs.organization.source(gap.source_id)
    weight = "必需，缺失 required, missing" if gap.blocking else "披露 disclosed"
    told = (str(message(gap.code, gap.params, language)) for language in ("zh", "en"))
    return (inventory.pack_id, str(gap.period), f"{source.name_zh} {source.name_en}", weight, *told)


def _instrument_row(inventory: Inventory, verdict: InstrumentVerdict) -> tuple[Content, ...]:
    counts = "计入 counts" if verdict.accepted else "不计入 does not count"
    criteria = (_criteria(verdict, language) for language in ("zh", "en"))
    return (inventory.pack_id, str(inventory.period), verdict.instrument_id, counts, *criteria, verdict.covered_kwh, verdict.unused_kwh)


def _criteria(verdict: InstrumentVerdict, language: str) -> str:
    words = labels(language)
    said = (
        words.text(
            "criterion_outcome",
            criterion=words.term("criterion", key.partition(":")[0]).replace("{argument}", key.partition(":")[2]),
            outcome=words.term("outcome", outcome),
        )
        for key, outcome in verdict.outcomes
    )
    return words.text("semicolon").join(said)
