"""Cuts the text of a formula into numbers, names and symbols, and says where it cannot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from hutan.core.methods.formula.tree import DIGITS_LIMIT, LENGTH_LIMIT, excerpt
from hutan.kernel.errors import FormulaError


class TokenKind(Enum):
    """What a piece of text is."""

    NUMBER = "number"
    NAME = "name"
    SYMBOL = "symbol"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text; `position` counts characters from 1. Symbols are given in their plain form, ``*`` for a cross."""

    kind: TokenKind
    text: str
    position: int


_PLAIN: Final = {
    "\N{MULTIPLICATION SIGN}": "*",
    "\N{DIVISION SIGN}": "/",
    "\N{MINUS SIGN}": "-",
    "\N{LESS-THAN OR EQUAL TO}": "<=",
    "\N{GREATER-THAN OR EQUAL TO}": ">=",
}

# A number takes in what is glued to it, so that "1e400" or "2x" is named whole.
_PIECE: Final = re.compile(
    r"(?P<blank>[ \t\r\n]+)"
    r"|(?P<number>\.?[0-9](?:[0-9A-Za-z_.]|(?<=[eE])[+-](?=[0-9]))*)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    rf"|(?P<symbol><=|>=|==|[-+*/^(),<>{''.join(_PLAIN)}])"
)
_PLAIN_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def tokenized(text: str) -> tuple[Token, ...]:
    """The pieces of `text` without blanks, the last of kind END.

    Raises
    ------
    FormulaError
        If the text is too long, or a character or number is not of the language.
    """
    if len(text) > LENGTH_LIMIT:
        raise FormulaError("formula_too_long", length=str(len(text)), limit=str(LENGTH_LIMIT))
    tokens: list[Token] = []
    start = 0
    while start < len(text):
        piece = _PIECE.match(text, start)
        if piece is None:
            raise FormulaError("formula_character", character=_shown(text[start]), position=str(start + 1), formula=excerpt(text))
        if piece.lastgroup != "blank":
            tokens.append(_token(piece, text))
        start = piece.end()
    return (*tokens, Token(TokenKind.END, "", len(text) + 1))


def _token(piece: re.Match[str], text: str) -> Token:
    kind = TokenKind(piece.lastgroup)
    word = piece.group()
    if kind is TokenKind.NUMBER:
        _check_number(word, piece.start() + 1, text)
    return Token(kind, _PLAIN.get(word, word), piece.start() + 1)


def _check_number(word: str, position: int, text: str) -> None:
    if not _PLAIN_NUMBER.fullmatch(word):
        raise FormulaError("formula_number_form", number=excerpt(word), position=str(position), formula=excerpt(text))
    if len(word.replace(".", "").strip("0")) > DIGITS_LIMIT:
        raise FormulaError("formula_number_digits", number=excerpt(word), position=str(position), limit=str(DIGITS_LIMIT))


def _shown(character: str) -> str:
    code_point = f"U+{ord(character):04X}"
    return f"{character} ({code_point})" if character.isprintable() else code_point
