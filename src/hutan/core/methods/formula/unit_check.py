"""A formula is accepted only if its units make sense; factors between units of one dimension are written into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from hutan.core.methods.formula.printing import to_text
from hutan.core.methods.formula.tree import (
    Binary,
    Comparison,
    Conditional,
    Expression,
    Name,
    Negative,
    Number,
    Operator,
    Power,
    excerpt,
    limited,
    names,
)
from hutan.core.methods.formula.typed_formula import TypedFormula
from hutan.core.units import DIMENSIONLESS, Unit, conversion_factor
from hutan.kernel.errors import FormulaError


def typecheck(tree: Expression, inputs: Mapping[str, Unit], output: Unit) -> TypedFormula:
    """The formula with its units checked and its value stated in `output`.

    Products and quotients multiply values as given, each in its own unit; only the result is scaled. Sums, differences,
    comparisons, ``min``, ``max`` and both branches of ``if`` are brought to the unit of their first operand. Numbers are
    dimensionless. Names that the formula does not use are left out of its inputs.

    Raises
    ------
    FormulaError
        If a name has no unit here, operands measure different things, or the result does not measure what `output` does.
    """
    text = to_text(limited(tree))
    used = names(tree)
    for unknown in sorted(used - inputs.keys()):
        raise FormulaError("formula_unknown_name", name=unknown, known=", ".join(inputs) or "—", formula=excerpt(text))
    result = _Check(inputs, text).checked(tree)
    if not result.unit.same_dimension(output):
        raise FormulaError("formula_unit_mismatch", formula=excerpt(text), actual=str(result.unit), expected=str(output))
    needed = tuple((name, unit) for name, unit in inputs.items() if name in used)
    return TypedFormula(_scaled(result, output), text, needed, output)


@dataclass(frozen=True, slots=True)
class _Measured:
    """An expression and the unit of its value."""

    expression: Expression
    unit: Unit


@dataclass(frozen=True, slots=True)
class _Check:
    """One formula being checked: the units of its names, and its text for messages."""

    inputs: Mapping[str, Unit]
    text: str

    def checked(self, tree: Expression) -> _Measured:
        match tree:
            case Number():
                return _Measured(tree, DIMENSIONLESS)
            case Name(name):
                return _Measured(tree, self.inputs[name])
            case Negative(operand):
                inner = self.checked(operand)
                return _Measured(Negative(inner.expression), inner.unit)
            case Power(base, exponent):
                return self._power(tree, self.checked(base), exponent)
            case Binary(operator, left, right):
                return self._joined(tree, operator, self.checked(left), self.checked(right))
            case Conditional(condition, then, otherwise):
                return self._chosen(tree, condition, self.checked(then), self.checked(otherwise))

    def _power(self, part: Power, base: _Measured, exponent: Decimal) -> _Measured:
        if exponent == exponent.to_integral_value():
            return _Measured(Power(base.expression, exponent), base.unit ** int(exponent))
        if not base.unit.same_dimension(DIMENSIONLESS):
            raise FormulaError("formula_exponent_unit", part=excerpt(to_text(part)), unit=str(base.unit), formula=excerpt(self.text))
        return _Measured(Power(_scaled(base, DIMENSIONLESS), exponent), DIMENSIONLESS)

    def _joined(self, part: Binary, operator: Operator, left: _Measured, right: _Measured) -> _Measured:
        if operator is Operator.MULTIPLY:
            return _Measured(Binary(operator, left.expression, right.expression), left.unit * right.unit)
        if operator is Operator.DIVIDE:
            return _Measured(Binary(operator, left.expression, right.expression), left.unit / right.unit)
        return _Measured(Binary(operator, left.expression, self._aligned(part, left, right)), left.unit)

    def _chosen(self, part: Conditional, condition: Comparison, then: _Measured, otherwise: _Measured) -> _Measured:
        left = self.checked(condition.left)
        compared = Comparison(condition.comparator, left.expression, self._aligned(part, left, self.checked(condition.right)))
        return _Measured(Conditional(compared, then.expression, self._aligned(part, then, otherwise)), then.unit)

    def _aligned(self, part: Expression, left: _Measured, right: _Measured) -> Expression:
        if not left.unit.same_dimension(right.unit):
            raise FormulaError(
                "formula_operands_differ",
                part=excerpt(to_text(part)),
                left=str(left.unit),
                right=str(right.unit),
                formula=excerpt(self.text),
            )
        return _scaled(right, left.unit)


def _scaled(measured: _Measured, target: Unit) -> Expression:
    """The value in `target`, exactly: t to kg is ``* 1000``, kJ to kWh ``/ 3600``, kWh to kgce ``* 1200 / 9769``."""
    ratio = measured.unit.scale / target.scale
    if ratio == 1:
        return measured.expression
    factor, inverse = conversion_factor(measured.unit, target), conversion_factor(target, measured.unit)
    if Fraction(factor) == ratio:
        return Binary(Operator.MULTIPLY, measured.expression, Number(factor))
    if Fraction(inverse) * ratio == 1:
        return Binary(Operator.DIVIDE, measured.expression, Number(inverse))
    over = Binary(Operator.MULTIPLY, measured.expression, Number(Decimal(ratio.numerator)))
    return Binary(Operator.DIVIDE, over, Number(Decimal(ratio.denominator)))
