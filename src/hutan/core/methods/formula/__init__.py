"""A small total language for formulas: parsed, unit-checked, evaluated exactly, differentiated. `arrays` evaluates with NumPy."""

from hutan.core.methods.formula.decimals import evaluate, rounded
from hutan.core.methods.formula.derivatives import derivative
from hutan.core.methods.formula.ordering import order, substituted
from hutan.core.methods.formula.parsing import parse
from hutan.core.methods.formula.printing import to_text
from hutan.core.methods.formula.proportion import vanishes_with
from hutan.core.methods.formula.tree import Expression, names
from hutan.core.methods.formula.typed_formula import TypedFormula
from hutan.core.methods.formula.unit_check import typecheck

__all__ = [
    "Expression",
    "TypedFormula",
    "derivative",
    "evaluate",
    "names",
    "order",
    "parse",
    "rounded",
    "substituted",
    "to_text",
    "typecheck",
    "vanishes_with",
]
