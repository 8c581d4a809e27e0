"""A small table of production by month, for methods that estimate from it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hutan.adapters.tabular.reading import read_table
from hutan.core.activity.amount_reading import read_amount
from hutan.core.activity.period_reading import read_month
from hutan.core.activity.reading import Finding, Unread
from hutan.core.activity.table import Row
from hutan.kernel.errors import InputError


def read_production(name: str, data: bytes) -> dict[date, Decimal]:
    """Production by first day of month: the first column holds months, the second amounts; a first row of headings is passed over.

    Raises
    ------
    InputError
        ``production_row_unreadable`` with row and reason in words, ``production_month_twice``, ``production_empty``.
    """
    rows = [row for sheet in read_table(name, data).sheets for row in sheet.rows]
    found: dict[date, Decimal] = {}
    for index, row in enumerate(rows):
        entry = _entry(row)
        if isinstance(entry, Finding):
            if index == 0:
                continue
            raise InputError("production_row_unreadable", file=name, row=str(row.number))
        month, amount = entry
        if month in found:
            raise InputError("production_month_twice", file=name, row=str(row.number), month=month.isoformat()[:7])
        found[month] = amount
    if not found:
        raise InputError("production_empty", file=name)
    return found


def _entry(row: Row) -> tuple[date, Decimal] | Finding:
    first, second = row.cell(0), row.cell(1)
    if first is None or second is None:
        return Finding("production_row_unreadable")
    month, amount = read_month(first), read_amount(second)
    if isinstance(month, Unread):
        return month.reason
    return amount.reason if isinstance(amount, Unread) else (month.value.start, amount.value.value)
