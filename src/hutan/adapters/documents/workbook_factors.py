"""The sheet of values: every factor, own value and warming potential once, in the cell that lines refer to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hutan.adapters.documents.input_uses import InputUse, factor_of, input_uses
from hutan.adapters.documents.workbook_sheets import Content, Sheet, SheetColumn, Style, cell_in
from hutan.core.factors.factor import Factor
from hutan.core.inventory.calculation import Inputs
from hutan.core.inventory.result import BoundInput, Inventory, Line
from hutan.core.methods.library import Library
from hutan.core.model.organization import OwnValue
from hutan.kernel.canonical import decimal_text

FACTORS = "因子 Factors"
_VALUE = 5

_COLUMNS = (
    SheetColumn("来历", "Origin", width=12),
    SheetColumn("编号", "Id", width=30),
    SheetColumn("名称", "Name (zh)", width=34),
    SheetColumn("英文名称", "Name (en)", width=34),
    SheetColumn("参数", "Parameter", width=22),
    SheetColumn("数值", "Value", Style.PLAIN, 12),
    SheetColumn("精确值", "Exact value", width=14),
    SheetColumn("单位", "Unit", width=16),
    SheetColumn("气体", "Gas", width=8),
    SheetColumn("等级", "Grade", width=8),
    SheetColumn("数据年份", "Data year", width=10),
    SheetColumn("发布日", "Published", width=12),
    SheetColumn("地区", "Region", width=12),
    SheetColumn("确认或选用", "Confirmed or chosen by", width=20),
    SheetColumn("文件", "Document", width=50),
    SheetColumn("位置", "Locator", width=20),
    SheetColumn("地址", "Address", width=30),
    SheetColumn("许可", "Licence", width=20),
)

_Key = tuple[str, str]
_WARMING = "gwp"


@dataclass(frozen=True, slots=True)
class ValueCells:
    """Where each value stands."""

    by_key: Mapping[_Key, str]

    def of(self, bound: BoundInput) -> str:
        return self.by_key[bound.origin.value, bound.reference]

    def warming(self, line: Line) -> str | None:
        """The cell of a line's warming potential; None where it is 1 by definition or was not applied."""
        return self.by_key.get((_WARMING, _warming_name(line)))


def _warming_name(line: Line) -> str:
    return f"{line.measure} {line.gwp_basis} {line.gwp}"


def write_factors(sheet: Sheet, inputs: Inputs, library: Library, inventories: Sequence[Inventory]) -> ValueCells:
    """Write the sheet and tell where its values stand."""
    sheet.write_headings(_COLUMNS)
    sheet.worksheet.freeze_panes(1, 2)
    cells: dict[_Key, str] = {}
    for use in input_uses(inventories, inputs.instruments):
        cells[use.key] = cell_in(FACTORS, sheet.row, _VALUE)
        sheet.write_row(_COLUMNS, _row(inputs, library, use))
    for line in _warmed(inventories):
        cells[_WARMING, _warming_name(line)] = cell_in(FACTORS, sheet.row, _VALUE)
        sheet.write_row(_COLUMNS, _warming_row(line))
    sheet.worksheet.autofilter(0, 0, max(sheet.row - 1, 1), len(_COLUMNS) - 1)
    return ValueCells(cells)


def _warmed(inventories: Sequence[Inventory]) -> list[Line]:
    """One line for each warming potential applied."""
    found: dict[str, Line] = {}
    for inventory in inventories:
        for line in inventory.lines:
            if line.gwp is not None and line.gwp_basis:
                found.setdefault(_warming_name(line), line)
    return [found[name] for name in sorted(found)]


def _row(inputs: Inputs, library: Library, use: InputUse) -> tuple[Content, ...]:
    factor = factor_of(library, use.bound)
    return _own_row(inputs, use) if factor is None else _factor_row(use, factor)


def _factor_row(use: InputUse, factor: Factor) -> tuple[Content, ...]:
    return (
        "因子 factor",
        factor.id,
        factor.name_zh,
        factor.name_en,
        factor.parameter,
        factor.value,
        decimal_text(factor.value),
        factor.unit,
        factor.gas,
        factor.grade.value,
        str(factor.data_year or ""),
        factor.published.isoformat() if factor.published else "",
        factor.region,
        use.bound.chosen_by,
        " · ".join(part for part in (factor.citation.title, factor.citation.publisher, factor.citation.year) if part),
        factor.citation.locator,
        factor.citation.url,
        factor.licence,
    )


def _own_row(inputs: Inputs, use: InputUse) -> tuple[Content, ...]:
    bound = use.bound
    own: OwnValue | None = next((value for value in inputs.organization.own_values if value.id == bound.reference), None)
    parameter = own.parameter if own else bound.name
    head = ("自有值 own value", bound.reference, "", "", parameter, bound.value, decimal_text(bound.value), bound.unit, bound.gas, bound.grade)
    return (*head, "", "", "", "", bound.chosen_by, "", "", "")


def _warming_row(line: Line) -> tuple[Content, ...]:
    value = line.gwp if line.gwp is not None else Decimal(1)
    head = (
        _WARMING.upper(),
        _warming_name(line),
        "全球变暖潜势",
        "global warming potential",
        line.gwp_basis,
        value,
        decimal_text(value),
        "kgCO2e/kg",
    )
    return (*head, line.measure, "", "", "", "", "", line.gwp_basis, "", "", "")
