"""Reads a formula from text: either the whole tree, or an error that says where and what was expected."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from hutan.core.methods.formula.tokens import Token, TokenKind, tokenized
from hutan.core.methods.formula.tree import (
    DEPTH_LIMIT,
    EXPONENT_LIMIT,
    Binary,
    Comparator,
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
)
from hutan.kernel.errors import FormulaError

_PRECEDENCE: Final = {"+": 1, "-": 1, "*": 2, "/": 2}
_TIGHTEST: Final = 3
_EXTREMES: Final = {"min": Operator.MINIMUM, "max": Operator.MAXIMUM}
_CHOICE: Final = "if"
_BRANCH_COUNT: Final = 2
_FUNCTIONS: Final = (_CHOICE, "max", "min")
_COMPARATORS: Final = {comparator.value: comparator for comparator in Comparator}


def parse(text: str) -> Expression:
    """The tree of a formula.

    Products bind tighter than sums, a minus sign tighter than products, a power tighter than a minus sign: ``-x^2`` is
    ``-(x^2)``. Operators of one rank work from left to right. A power of a power needs parentheses.

    Raises
    ------
    FormulaError
        If the text is not a formula; the error names the position, counted in characters from 1.
    """
    tokens = tokenized(text)
    if tokens[0].kind is TokenKind.END:
        raise FormulaError("formula_empty")
    reader = _Reader(text, tokens)
    tree = reader.expression(1)
    if reader.current.kind is not TokenKind.END:
        raise reader.stopped_by(reader.current)
    return limited(tree)


class _Reader:
    """Goes through the tokens once, one method for each form of the language."""

    def __init__(self, text: str, tokens: tuple[Token, ...]) -> None:
        self._text = text
        self._tokens = tokens
        self._index = 0
        self._nesting = 0

    @property
    def current(self) -> Token:
        return self._tokens[self._index]

    def expression(self, least: int) -> Expression:
        """Operands joined by operators of precedence `least` or tighter."""
        tree = self._signed()
        while (precedence := _PRECEDENCE.get(self._symbol(), 0)) >= least:
            operator = Operator(self._next().text)
            tree = Binary(operator, tree, self.expression(precedence + 1))
        return tree

    def stopped_by(self, token: Token) -> FormulaError:
        """Why what stands after an operand cannot stand there."""
        if token.text in _COMPARATORS:
            return self._error("formula_comparison_misplaced", token)
        codes = {")": "formula_parenthesis_unopened", ",": "formula_comma_misplaced", "^": "formula_power_chain"}
        return self._error(codes.get(token.text, "formula_operator_missing"), token)

    def _signed(self) -> Expression:
        if self._symbol() != "-":
            return self._power()
        self._next()
        self._descend()
        tree = Negative(self._signed())
        self._nesting -= 1
        return tree

    def _power(self) -> Expression:
        base = self._operand()
        if self._symbol() != "^":
            return base
        self._next()
        exponent = self._exponent()
        if self._symbol() == "^":
            raise self.stopped_by(self.current)
        return Power(base, exponent)

    def _exponent(self) -> Decimal:
        start = self.current
        enclosed = self._took("(")
        negative = self._took("-")
        token = self._next()
        if token.kind is TokenKind.END:
            raise self._error("formula_incomplete", token)
        if token.kind is not TokenKind.NUMBER or (enclosed and not self._took(")")):
            raise self._error("formula_exponent_form", start)
        exponent = Decimal(token.text)
        if exponent > EXPONENT_LIMIT:
            raise FormulaError("formula_exponent_range", exponent=excerpt(token.text), position=str(token.position), limit=str(EXPONENT_LIMIT))
        return exponent.copy_negate() if negative else exponent

    def _operand(self) -> Expression:
        token = self._next()
        if token.kind is TokenKind.NUMBER:
            return Number(Decimal(token.text))
        if token.kind is TokenKind.NAME:
            return self._named(token)
        if token.text == "(":
            self._descend()
            tree = self.expression(1)
            self._close(token)
            return tree
        raise self._error("formula_incomplete" if token.kind is TokenKind.END else "formula_operand_missing", token)

    def _named(self, token: Token) -> Expression:
        if token.text in _FUNCTIONS:
            opening = self.current
            if not self._took("("):
                raise FormulaError("formula_function_bare", name=token.text, position=str(token.position), formula=excerpt(self._text))
            self._descend()
            return self._choice(token, opening) if token.text == _CHOICE else self._extreme(token, opening)
        if self._symbol() == "(":
            raise FormulaError(
                "formula_function_unknown",
                name=excerpt(token.text),
                position=str(token.position),
                known=", ".join(_FUNCTIONS),
                formula=excerpt(self._text),
            )
        return Name(token.text)

    def _choice(self, token: Token, opening: Token) -> Expression:
        left = self.expression(1)
        comparator = _COMPARATORS.get(self._symbol())
        if comparator is None:
            raise self._condition_missing()
        self._next()
        condition = Comparison(comparator, left, self.expression(1))
        branches: list[Expression] = []
        while self._took(","):
            branches.append(self.expression(1))
        self._close(opening)
        if len(branches) != _BRANCH_COUNT:
            raise self._miscounted(token, 1 + len(branches))
        return Conditional(condition, branches[0], branches[1])

    def _extreme(self, token: Token, opening: Token) -> Expression:
        first = self.expression(1)
        others: list[Expression] = []
        while self._took(","):
            others.append(self.expression(1))
        self._close(opening)
        if not others:
            raise self._miscounted(token, 1)
        for other in others:
            first = Binary(_EXTREMES[token.text], first, other)
        return first

    def _symbol(self) -> str:
        return self.current.text if self.current.kind is TokenKind.SYMBOL else ""

    def _next(self) -> Token:
        token = self.current
        if token.kind is not TokenKind.END:
            self._index += 1
        return token

    def _took(self, symbol: str) -> bool:
        if self._symbol() != symbol:
            return False
        self._next()
        return True

    def _descend(self) -> None:
        self._nesting += 1
        if self._nesting > DEPTH_LIMIT:
            raise FormulaError("formula_too_deep", limit=str(DEPTH_LIMIT))

    def _close(self, opening: Token) -> None:
        if not self._took(")"):
            ended = self.current.kind is TokenKind.END
            raise self._error("formula_parenthesis_unclosed", opening) if ended else self.stopped_by(self.current)
        self._nesting -= 1

    def _condition_missing(self) -> FormulaError:
        ended = self.current.kind is TokenKind.END
        stopped = not ended and self._symbol() not in (",", ")")
        return self.stopped_by(self.current) if stopped else self._error("formula_condition_missing", self.current)

    def _miscounted(self, token: Token, count: int) -> FormulaError:
        return FormulaError("formula_argument_count", name=token.text, position=str(token.position), count=str(count), formula=excerpt(self._text))

    def _error(self, code: str, token: Token) -> FormulaError:
        return FormulaError(code, found=excerpt(token.text), position=str(token.position), formula=excerpt(self._text))
