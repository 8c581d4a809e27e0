"""The sheet of lines: one row a line, its amount a live formula over its own cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hutan.adapters.documents.input_uses import inputs_of, rule_behind
from hutan.adapters.documents.workbook_factors import ValueCells
from hutan.adapters.documents.workbook_formulas import QUANTITY, cell_formula, scaled_formula
from hutan.adapters.documents.workbook_sheets import Content, Live, Sheet, SheetColumn, Style, cell, column_in
from hutan.core.inventory.calculation import Inputs
from hutan.core.inventory.lines import line_unit
from hutan.core.inventory.result import BoundInput, Inventory, Line
from hutan.core.methods.evaluation import output_inputs
from hutan.kernel.canonical import decimal_text

LINES = "明细 Lines"
# Stands where there is nothing, because an empty criterion of SUMIFS does not match an empty cell in every program.
NOTHING = "–"

_HEAD = (
    SheetColumn("方法包", "Pack", width=22),
    SheetColumn("周期", "Period", width=23),
    SheetColumn("场所", "Site", width=10),
    SheetColumn("排放源", "Source", width=14),
    SheetColumn("名称", "Name (zh)", width=26),
    SheetColumn("英文名称", "Name (en)", width=26),
    SheetColumn("能源品种", "Carrier", width=16),
    SheetColumn("月份", "Month", Style.MONTH, 10),
    SheetColumn("状态", "State", width=11),
    SheetColumn("范围", "Scope", width=14),
    SheetColumn("口径", "Basis", width=10),
    SheetColumn("凭证部分", "Part", width=14),
    SheetColumn("规则", "Rule", width=34),
    SheetColumn("气体", "Measure", width=10),
    SheetColumn("活动数据", "Quantity", Style.AMOUNT, 16),
    SheetColumn("单位", "Unit", width=8),
)
_TAIL = (
    SheetColumn("单位换算", "Unit scale", Style.PLAIN, 12),
    SheetColumn("计入比例", "Share", Style.PLAIN, 10),
    SheetColumn("量，kg 或 kgce", "Amount, kg or kgce", Style.AMOUNT, 18),
    SheetColumn("GWP", "GWP", Style.PLAIN, 8),
    SheetColumn("排放量，kgCO2e", "Emission, kgCO2e", Style.AMOUNT, 18),
    SheetColumn("计入合计", "Counted", Style.AMOUNT, 18),
    SheetColumn("精确值", "Exact amount", width=24),
    SheetColumn("计入合计的精确值", "Exact counted", width=24),
)
PACK, PERIOD, SITE, SCOPE, BASIS = 0, 1, 2, 9, 10
_QUANTITY = 14


@dataclass(frozen=True, slots=True)
class LineColumns:
    """Where the lines stand, for sums over them."""

    first: int
    last: int
    counted: int

    def column(self, index: int) -> str:
        return column_in(LINES, index, self.first, self.last)


@dataclass(frozen=True, slots=True)
class _Places:
    """Columns of the inputs by name, and of what follows them."""

    inputs: dict[str, int]

    @property
    def tail(self) -> int:
        return len(_HEAD) + len(self.inputs)

    def columns(self) -> tuple[SheetColumn, ...]:
        return (*_HEAD, *(SheetColumn(name, name, Style.PLAIN, 14) for name in self.inputs), *_TAIL)


def write_lines(sheet: Sheet, inputs: Inputs, inventories: Sequence[Inventory], values: ValueCells) -> LineColumns:
    """Write every line of every inventory, packs and periods in their order."""
    names = dict.fromkeys(bound.name for item in inventories for binding in item.bindings for bound in binding.inputs)
    places = _Places({name: len(_HEAD) + index for index, name in enumerate(names)})
    columns = places.columns()
    sheet.write_headings(columns)
    sheet.worksheet.freeze_panes(1, 4)
    for inventory in inventories:
        for line in inventory.lines:
            sheet.write_row(columns, _row(inputs, inventory, line, values, places, sheet.row))
    last = max(sheet.row - 1, 1)
    sheet.worksheet.autofilter(0, 0, last, len(columns) - 1)
    return LineColumns(1, last, places.tail + 5)


def _row(inputs: Inputs, inventory: Inventory, line: Line, values: ValueCells, places: _Places, row: int) -> tuple[Content, ...]:
    bound = {item.name: item for item in inputs_of(inventory, line, inputs.instruments)}
    needed = output_inputs(rule_behind(inventory, inventory.bindings[line.binding]).kind, line.output)
    shown = [Live(f"={values.of(bound[name])}", bound[name].value) if name in bound and name in needed else None for name in places.inputs]
    return (*_head(inputs, inventory, line), *shown, *_tail(inventory, line, bound, values, places, row))


def _head(inputs: Inputs, inventory: Inventory, line: Line) -> tuple[Content, ...]:
    source = inputs.organization.source(line.source_id)
    return (
        inventory.pack_id,
        str(inventory.period),
        line.site_id,
        line.source_id,
        source.name_zh,
        source.name_en,
        source.carrier,
        line.month,
        line.state,
        line.scope,
        line.basis or NOTHING,
        line.part or NOTHING,
        inventory.bindings[line.binding].rule_id,
        line.measure,
        line.quantity,
        line.quantity_unit,
    )


def _tail(inventory: Inventory, line: Line, bound: dict[str, BoundInput], values: ValueCells, places: _Places, row: int) -> tuple[Content, ...]:
    binding = inventory.bindings[line.binding]
    rule = rule_behind(inventory, binding)
    units = tuple(sorted([(QUANTITY, line.quantity_unit), *((name, item.unit) for name, item in bound.items())]))
    formula = scaled_formula(rule.kind, line.output, line_unit(rule.kind, line), units)
    cells = {QUANTITY: cell(row, _QUANTITY), **{name: cell(row, column) for name, column in places.inputs.items()}}
    scale, share, amount, gwp, emission = (cell(row, places.tail + step) for step in range(5))
    return (
        formula.multiplier / formula.divisor,
        binding.share * line.component,
        Live(f"={cell_formula(formula.expression, cells)}*{scale}*{share}", line.amount),
        _warming(line, values),
        _emission(line, amount, gwp),
        Live(f"={amount if line.co2e_kg is None else emission}", line.stated()),
        decimal_text(line.amount),
        decimal_text(line.stated()),
    )


def _warming(line: Line, values: ValueCells) -> Content:
    place = values.warming(line)
    if line.gwp is None or place is None:
        return line.gwp
    return Live(f"={place}", line.gwp)


def _emission(line: Line, amount: str, gwp: str) -> Content:
    """Amount times warming potential; the amount itself where the factor came added up already; nothing for energy."""
    if line.co2e_kg is None:
        return None
    return Live(f"={amount}" if line.gwp is None else f"={amount}*{gwp}", line.co2e_kg)
