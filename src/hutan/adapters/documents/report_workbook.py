"""The result as a workbook: totals that sum lines, lines that compute, values in one place, and the exact figures beside them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hutan.adapters.documents.sums import lines_of, sums_by
from hutan.adapters.documents.workbook_checks import CHECKS, write_checks
from hutan.adapters.documents.workbook_factors import FACTORS, write_factors
from hutan.adapters.documents.workbook_lines import BASIS, LINES, NOTHING, PACK, PERIOD, SCOPE, SITE, LineColumns, write_lines
from hutan.adapters.documents.workbook_sheets import Content, Live, ReportBook, Sheet, SheetColumn, Style, cell
from hutan.adapters.message_catalog import LANGUAGES, message
from hutan.core.inventory.calculation import Inputs
from hutan.core.inventory.result import Inventory, Total
from hutan.core.methods.library import Library
from hutan.core.methods.pack import TotalRule
from hutan.core.uncertainty.propagation import IntervalResult
from hutan.core.uncertainty.simulated import IntervalMethod
from hutan.kernel.canonical import decimal_text
from hutan.kernel.ids import Digest

SUMMARY = "汇总 Summary"
# Beyond this relative difference a sum of formulas no longer agrees with the exact figure.
_AGREES = "0.000001"

_TOTALS = (
    SheetColumn("方法包", "Pack", width=24),
    SheetColumn("周期", "Period", width=24),
    SheetColumn("合计项", "Total (zh)", width=34),
    SheetColumn("合计项（英文）", "Total (en)", width=34),
    SheetColumn("单位", "Unit", width=10),
    SheetColumn("合计（公式）", "Total (formula)", Style.AMOUNT, 20),
    SheetColumn("吨", "In tonnes", Style.TONNES, 18),
    SheetColumn("精确值", "Exact", width=26),
    SheetColumn("是否一致", "Agrees", Style.PLAIN, 14),
    SheetColumn("已覆盖部分下限", "Low of the covered part (95 %)", Style.AMOUNT, 20),
    SheetColumn("已覆盖部分上限", "High of the covered part (95 %)", Style.AMOUNT, 20),
    SheetColumn("覆盖", "Coverage", Style.RATIO, 10),
    SheetColumn("区间", "Interval", width=24),
    SheetColumn("另列", "Apart", width=10),
    SheetColumn("清单", "Inventory", width=20),
    SheetColumn("区间方法", "Interval by", width=24),
    SheetColumn("一阶下限", "First-order low", Style.AMOUNT, 20),
    SheetColumn("一阶上限", "First-order high", Style.AMOUNT, 20),
    SheetColumn("蒙特卡洛下限", "Monte Carlo low", Style.AMOUNT, 20),
    SheetColumn("蒙特卡洛上限", "Monte Carlo high", Style.AMOUNT, 20),
    SheetColumn("抽样中位数", "Median of the draws", Style.AMOUNT, 20),
    SheetColumn("抽样均值", "Mean of the draws", Style.AMOUNT, 20),
    SheetColumn("抽样次数", "Draws", width=10),
    SheetColumn("种子", "Seed", width=18),
    SheetColumn("原因", "Why", width=60),
)
_PARTS = (
    SheetColumn("方法包", "Pack"),
    SheetColumn("周期", "Period"),
    SheetColumn("范围", "Scope"),
    SheetColumn("口径", "Basis"),
    SheetColumn("单位", "Unit"),
    SheetColumn("合计（公式）", "Sum (formula)", Style.AMOUNT),
    SheetColumn("吨", "In tonnes", Style.TONNES),
)


_METHOD_NAMES = {IntervalMethod.FIRST_ORDER: "一阶 first order", IntervalMethod.MONTE_CARLO: "蒙特卡洛 Monte Carlo"}

_SITES = (*_PARTS[:2], SheetColumn("场所", "Site"), *_PARTS[3:])


def write_workbook(inputs: Inputs, library: Library, inventories: Sequence[Inventory], root: Digest) -> bytes:
    """The workbook as .xlsx, in both languages; the same result gives the same bytes.

    Formulas compute in floating point; the exact figures stand beside them as text, and every total says whether both agree.
    """
    book = ReportBook(f"{inputs.organization.name_zh} {root[:16]}", inputs.reported_on)
    summary, line_sheet, factor_sheet, check_sheet = (book.sheet(name) for name in (SUMMARY, LINES, FACTORS, CHECKS))
    values = write_factors(factor_sheet, inputs, library, inventories)
    lines = write_lines(line_sheet, inputs, inventories, values)
    _write_facts(summary, inputs, root)
    _write_totals(summary, inventories, lines)
    _write_parts(summary, inventories, lines)
    _write_sites(summary, inventories, lines)
    write_checks(check_sheet, inputs, inventories)
    return book.data()


def _write_facts(sheet: Sheet, inputs: Inputs, root: Digest) -> None:
    entity = inputs.organization
    sheet.write_title("温室气体清单 GHG inventory")
    sheet.write_fact("组织 Organization", f"{entity.name_zh} {entity.name_en}")
    sheet.write_fact("统一社会信用代码 Credit code", entity.credit_code)
    sheet.write_fact("报告日 Reported on", inputs.reported_on.isoformat())
    sheet.write_fact("结果摘要值 Result digest", root)
    sheet.write_fact(
        "说明 Note", "公式按浮点数计算，供查阅；精确值以文本列出，以结果文件为准。Formulas compute in floating point; the exact text stands."
    )
    sheet.row += 1


def _write_totals(sheet: Sheet, inventories: Sequence[Inventory], lines: LineColumns) -> None:
    sheet.write_headings(_TOTALS)
    for inventory in inventories:
        for rule in inventory.pack.totals:
            sheet.write_row(_TOTALS, _total_row(sheet.row, inventory, rule, lines))


def _total_row(row: int, inventory: Inventory, rule: TotalRule, lines: LineColumns) -> tuple[Content, ...]:
    total = inventory.total(rule.id)
    pack, period, formula = cell(row, 0), cell(row, 1), cell(row, 5)
    parts = (
        f'{_sum_where(lines, pack, period)},{lines.column(SCOPE)},"{part.scope}",{lines.column(BASIS)},"{part.basis or NOTHING}")'
        for part in rule.parts
    )
    exact = cell(row, 7)
    return (
        inventory.pack_id,
        str(inventory.period),
        rule.title.zh,
        rule.title.en,
        total.unit,
        Live(f"={'+'.join(parts)}", total.value),
        Live(f"={formula}/1000", total.value / 1000),
        decimal_text(total.value),
        Live(f'=IF(ABS({formula}-VALUE({exact}))<={_AGREES}*ABS(VALUE({exact})),"一致 yes","不一致 no")', "一致 yes"),
        *_interval(inventory, total),
        "另列 apart" if rule.apart else "",
        "完整 complete" if inventory.complete() else "不完整 incomplete",
        *_methods(total.interval),
    )


def _sum_where(lines: LineColumns, pack: str, period: str) -> str:
    """A sum over lines of one pack and period, left open for more conditions."""
    return f"SUMIFS({lines.column(lines.counted)},{lines.column(PACK)},{pack},{lines.column(PERIOD)},{period}"


def _interval(inventory: Inventory, total: Total) -> tuple[Content, Content, Content, Content]:
    """The interval of the covered part, its coverage, and whether it stands for the total; a total without lines is no zero."""
    interval = total.interval
    standing = "已确立 established" if interval.established else "未确立 not established"
    if not lines_of(inventory, total.id):
        standing = "无数据 no data"
    return *(interval.ends or (None, None)), interval.coverage, standing


def _methods(interval: IntervalResult) -> tuple[Content, ...]:
    """Which method the interval is stated by, both intervals, draws, seed, and why; seed and draws as text, since they are no amounts."""
    name = _METHOD_NAMES[interval.method] if interval.is_stated else ""
    first_order: tuple[Content, ...] = (name, interval.low, interval.high)
    found = interval.simulated
    if found is None:
        return *first_order, *(None for _ in range(7))
    why = [message(note.code, note.params, language).reason for language in LANGUAGES for note in found.notes[:1]]
    drawn = (found.low.value, found.high.value, found.median.value, found.mean.value, str(found.draws), str(found.seed))
    return *first_order, *drawn, " ".join(why)


def _write_parts(sheet: Sheet, inventories: Sequence[Inventory], lines: LineColumns) -> None:
    sheet.write_block("按范围 By scope", len(_PARTS))
    sheet.write_headings(_PARTS, widths=False)
    for inventory in inventories:
        for key, found in sums_by(inventory.lines, lambda line: f"{line.scope} {line.basis or NOTHING}").items():
            sheet.write_row(_PARTS, _part_row(sheet.row, inventory, key, lines, SCOPE, found.value_kg))


def _write_sites(sheet: Sheet, inventories: Sequence[Inventory], lines: LineColumns) -> None:
    sheet.write_block("按场所（全部行，各口径分列）By site (all lines, bases apart)", len(_SITES))
    sheet.write_headings(_SITES, widths=False)
    for inventory in inventories:
        for key, found in sums_by(inventory.lines, lambda line: f"{line.site_id} {line.basis or NOTHING}").items():
            sheet.write_row(_SITES, _part_row(sheet.row, inventory, key, lines, SITE, found.value_kg))


def _part_row(row: int, inventory: Inventory, key: str, lines: LineColumns, dimension: int, value_kg: Decimal) -> tuple[Content, ...]:
    """A scope or site with a basis; `key` is both, with a blank between."""
    name, _, basis = key.partition(" ")
    pack, period, part, counted_on = (cell(row, column) for column in range(4))
    where = f"{_sum_where(lines, pack, period)},{lines.column(dimension)},{part},{lines.column(BASIS)},{counted_on})"
    sums = (Live(f"={where}", value_kg), Live(f"={cell(row, 5)}/1000", value_kg / 1000))
    return (inventory.pack_id, str(inventory.period), name, basis, inventory.pack.unit, *sums)
