"""Formulas in spreadsheet notation keep their meaning, and scales stand apart only where they are one factor."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hutan.adapters.documents.workbook_formulas import cell_formula, scaled_formula
from hutan.core.methods.formula import parse
from hutan.kernel.ids import KindId

_CELLS = {"a": "A1", "b": "B1", "c": "C1"}


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("a * b * 44 / 12", "A1*B1*44/12"),
        ("a * (b + c)", "A1*(B1+C1)"),
        ("a - (b - c)", "A1-(B1-C1)"),
        ("a / (b * c)", "A1/(B1*C1)"),
        ("-a^2", "(-(A1^(2)))"),
        ("a^2 * b", "A1^(2)*B1"),
        ("max(a, b)", "MAX(A1,B1)"),
        ("if(a <= b, a, c)", "IF(A1<=B1,A1,C1)"),
    ],
)
def test_trees_become_cell_formulas(formula: str, wanted: str) -> None:
    assert cell_formula(parse(formula), _CELLS) == wanted


def test_the_scale_between_units_stands_apart() -> None:
    fuel = KindId("fuel_combustion@1")
    units = (("carbon_content", "tC/GJ"), ("ncv", "GJ/10^4 Nm3"), ("oxidation", "%"), ("quantity", "Nm3"))
    found = scaled_formula(fuel, "co2", "kg", units)
    names = {name: name for name, _ in units}
    assert cell_formula(found.expression, names) == "quantity*ncv*carbon_content*oxidation*44/12"
    assert found.multiplier / found.divisor == Decimal("0.001")
