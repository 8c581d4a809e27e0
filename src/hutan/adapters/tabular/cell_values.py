"""Cells from what a sheet stores: type, style, value and formula, read as Excel would show them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from hutan.adapters.tabular.number_formats import GENERAL, NumberFormat, Shows, day_and_text, shown_number, time_text
from hutan.adapters.tabular.workbook import Workbook
from hutan.adapters.tabular.xml_parts import unescaped
from hutan.core.activity.table import Cell, CellKind

# A formula that shares the text of another cell's, moved to its own place.
_SHARED_FORMULA: Final = "=…"


# Cells that are often alike, such as units and days, are kept and given again, up to this many.
_MOST_KEPT: Final = 50_000

# Looked up once: members of an Enum are slow to reach.
_TEXT: Final = CellKind.TEXT
_NUMBER: Final = CellKind.NUMBER
_SHOWS_NUMBER: Final = Shows.NUMBER

_PLAIN_NUMBER: Final = re.compile(r"(?:0|-?[1-9][0-9]*)(?:\.[0-9]*[1-9])?")
_PLAIN_DIGITS: Final = 15


class CellReader:
    """Builds the cells of one workbook.

    A cell in which a person would read nothing, such as one of blanks only, is empty and gives None.
    """

    def __init__(self, workbook: Workbook) -> None:
        self._strings = workbook.strings
        self._formats = workbook.formats
        self._any_struck = any(form.struck for form in workbook.formats)
        self._date_1904 = workbook.date_1904
        self._zeros_unknown = workbook.zeros_unknown
        self._kept: dict[tuple[int, str, str, str], Cell | None] = {}
        self._others: dict[str, Callable[[int, str], Cell | None]] = {
            "s": self._shared,
            "str": self._text,
            "inlineStr": self._text,
            "b": self._truth,
            "e": self._error,
            "d": self._day,
        }

    def cell(self, column: int, kind: str, style: str, value: str | None, formula: str | None) -> Cell | None:
        """The cell, or None if it is empty.

        Raises
        ------
        ValueError
            If the stored values cannot be.
        """
        if formula is not None and self._has_no_result(kind, value):
            return Cell(column, CellKind.FORMULA_ONLY, f"={formula}" if formula else _SHARED_FORMULA)
        if not value:
            return None
        form = GENERAL
        if kind == "n":
            form = self._format(style)
            if form.shows is _SHOWS_NUMBER:
                return self._number(column, form, value)
        elif self._any_struck:
            form = self._format(style)
        key = (column, kind, style, value)
        cell = self._kept.get(key)
        if cell is None:
            cell = self._special(column, kind, form, value)
            cell = replace(cell, struck=True) if cell is not None and form.struck else cell
            if len(self._kept) < _MOST_KEPT:
                self._kept[key] = cell
        return cell

    def _special(self, column: int, kind: str, form: NumberFormat, value: str) -> Cell | None:
        if kind == "n":
            return self._moment(column, form, value)
        if kind not in self._others:
            raise ValueError(f"cell type {kind}")
        return self._others[kind](column, value)

    def _has_no_result(self, kind: str, value: str | None) -> bool:
        """Whether a formula was stored without its value. Excel itself stores the empty text as a value of type str."""
        if not value:
            return kind != "str" or value is None
        return self._zeros_unknown and kind == "n" and value.strip() == "0"

    def _shared(self, column: int, value: str) -> Cell | None:
        index = int(value)
        if not 0 <= index < len(self._strings):
            raise ValueError(f"no shared text {index}")
        text = self._strings[index]
        return Cell(column, _TEXT, text) if text.strip() else None

    def _text(self, column: int, value: str) -> Cell | None:
        text = unescaped(value)
        return Cell(column, _TEXT, text) if text.strip() else None

    def _truth(self, column: int, value: str) -> Cell:
        if value.strip() not in ("0", "1", "true", "false"):
            raise ValueError(f"truth value {value}")
        return Cell(column, CellKind.BOOLEAN, "TRUE" if value.strip() in ("1", "true") else "FALSE")

    def _error(self, column: int, value: str) -> Cell:
        return Cell(column, CellKind.ERROR, value.strip())

    def _day(self, column: int, value: str) -> Cell:
        moment = datetime.fromisoformat(value.strip())
        clock = moment.time().isoformat("seconds")
        text = moment.date().isoformat()
        return Cell(column, CellKind.DATE, text if clock == "00:00:00" else f"{text} {clock}", day=moment.date())

    def _number(self, column: int, form: NumberFormat, value: str) -> Cell | None:
        if form is GENERAL and len(value) <= _PLAIN_DIGITS and _PLAIN_NUMBER.fullmatch(value):
            return Cell(column, _NUMBER, value, Decimal(value))
        number = shown_number(value.strip())
        if number is None:
            return self._text(column, value)
        return Cell(column, _NUMBER, form.text(number), number, None, form.suffix, form.struck)

    def _moment(self, column: int, form: NumberFormat, value: str) -> Cell | None:
        serial = shown_number(value.strip())
        if serial is None:
            return self._text(column, value)
        if form.shows is Shows.TIME:
            return Cell(column, _TEXT, time_text(serial))
        day, text = day_and_text(serial, self._date_1904)
        return Cell(column, CellKind.DATE if day else CellKind.ERROR, text, day=day)

    def _format(self, style: str) -> NumberFormat:
        if not self._formats:
            return GENERAL
        index = int(style)
        if not 0 <= index < len(self._formats):
            raise ValueError(f"no style {style}")
        return self._formats[index]
