"""The tables of a sheet: one below another, side by side, or one for each of several columns of amounts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hutan.core.activity.amount_columns import AmountColumn
from hutan.core.activity.columns import AMOUNT_OF, REQUIRED, Column, TableKind
from hutan.core.activity.header import Header, Heading, column_of, find_header
from hutan.core.activity.reading import folded
from hutan.core.activity.table import CellKind, Row, Sheet
from hutan.usecases.ingest.names import Named
from hutan.usecases.ingest.sheet_context import Context, context_of
from hutan.usecases.ingest.source_index import SourceIndex

_FEWEST_HEADINGS: Final = 3
_SOURCE_COLUMNS: Final = (Column.SOURCE, Column.METER)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below one heading with one column of amounts, and what holds for all of them. `is_one_of` tells that its rows have other amounts too."""

    header: Header
    rows: tuple[Row, ...]
    context: Context
    is_one_of: bool = False

    def missing(self) -> tuple[Column, ...]:
        """For each thing every row needs and neither a column nor the context gives: the column that usually gives it."""
        here = {heading.column for heading in self.header.headings}
        here |= {column for column in (Column.SOURCE, Column.SITE, Column.CARRIER, Column.MONTH) if self.context.words(column)}
        if Column.YEAR in here and Column.MONTH not in here:
            here -= {Column.YEAR}
        return tuple(choices[0][0] for choices in REQUIRED[self.header.kind] if not any(here.issuperset(choice) for choice in choices))


def stacked(sheet: Sheet, header: Header) -> Iterator[tuple[Header, tuple[Row, ...], tuple[Row, ...]]]:
    """Each table with the rows above it that are no part of another, and its own rows; a row of other headings begins a new one."""
    rest = [row for row in sheet.rows if row.number > header.last_row]
    above = tuple(row for row in sheet.rows if row.number < header.first_row)
    while True:
        cut = next((at for at, row in enumerate(rest) if _begins_another(row, header)), None)
        if cut is None:
            yield header, above, tuple(rest)
            return
        below = find_header(replace(sheet, rows=tuple(rest[cut : cut + 3])))
        if below is None or below.first_row != rest[cut].number:
            yield header, above, tuple(rest)
            return
        own = rest[:cut]
        titles = []
        while own and len(own[-1].cells) == 1:
            titles.append(own.pop())
        yield header, above, tuple(own)
        header, above = below, tuple(titles)
        rest = [row for row in rest[cut:] if row.number > below.last_row]


def tables_of(sheet: Sheet, header: Header, rows: tuple[Row, ...], above: tuple[Row, ...], index: SourceIndex) -> tuple[Table, ...]:
    """The tables below a heading; none where it has several columns of amounts and nothing tells what each is."""
    context = context_of(sheet, above, index)
    if header.kind is not TableKind.ACTIVITY:
        return () if header.twice else (Table(header, rows, Context()),)
    if beside := _side_by_side(header):
        return tuple(Table(part, rows, context, is_one_of=True) for part in beside)
    if not header.amounts:
        return () if header.twice else (Table(header, rows, _near(header, context, index)),)
    if header.is_by_month:
        return () if header.twice else tuple(_by_month(header, rows, context))
    labels = [_label(amount.text, index) for amount in header.amounts]
    if len(set(labels)) < len(labels) or not all(label.carriers or label.sites for label in labels):
        return ()
    return tuple(
        Table(_with_amount(header, amount), rows, context.naming(label), is_one_of=True)
        for amount, label in zip(header.amounts, labels, strict=True)
    )


def _begins_another(row: Row, header: Header) -> bool:
    """Whether a row is a heading of other columns than those above it."""
    if len(row.cells) < _FEWEST_HEADINGS or not all(cell.kind is CellKind.TEXT for cell in row.cells):
        return False
    named = {cell.column: column for cell in row.cells if (column := column_of(cell.text, header.kind))}
    if len(set(named.values())) < _FEWEST_HEADINGS or AMOUNT_OF[header.kind] not in named.values():
        return False
    return {heading.index: heading.column for heading in header.headings if heading.index in named} != named


def _near(header: Header, context: Context, index: SourceIndex) -> Context:
    """The context with what the heading of the amount names, where no column names it."""
    amount = header.heading(Column.AMOUNT)
    if amount is None or any(header.heading(column) for column in (*_SOURCE_COLUMNS, Column.CARRIER)) and header.heading(Column.SITE):
        return context
    return context.naming(_label(amount.text, index))


def _label(text: str, index: SourceIndex) -> Named:
    """The site and carrier in the words above a column, each of which may name one."""
    said = [index.names.label(word) for word in text.split()]
    sites = frozenset().union(*(named.sites for named in said))
    return Named(sites, frozenset().union(*(named.carriers for named in said)))


def _by_month(header: Header, rows: tuple[Row, ...], context: Context) -> Iterator[Table]:
    """One table a month. Months without a year take the one the sheet names, as long as they stand in the order of the calendar."""
    numbers = [amount.period_text[-2:] for amount in header.amounts if amount.period_text.startswith("-")]
    year = context.year if numbers == sorted(numbers) else ""
    for amount in header.amounts:
        month = amount.period_text
        if month.startswith("-"):
            month = f"{year}-{month[-2:]}" if year else f"{int(month[-2:])}月"
        yield Table(_with_amount(header, amount), rows, replace(context, month=month), is_one_of=True)


def _with_amount(header: Header, amount: AmountColumn) -> Header:
    kept = [heading for heading in header.headings if heading.column not in (Column.AMOUNT, Column.NOTE)]
    chosen = Heading(amount.index, Column.AMOUNT, amount.text, amount.unit_text)
    return replace(header, headings=tuple(sorted((*kept, chosen), key=lambda item: item.index)), twice=())


def _side_by_side(header: Header) -> tuple[Header, ...]:
    """Two tables with the same headings in the same order, the second right of the first."""
    second = sorted((unknown for _, unknown in header.twice), key=lambda item: item.index)
    first = sorted(header.headings, key=lambda item: item.index)
    if len(first) < 2 or [folded(item.text) for item in second] != [folded(item.text) for item in first]:
        return ()
    if second[0].index <= first[-1].index:
        return ()
    moved = tuple(replace(heading, index=place.index) for heading, place in zip(first, second, strict=True))
    return replace(header, twice=(), amounts=()), replace(header, headings=moved, twice=(), amounts=())


def answer_rows(tables: Sequence[Table]) -> frozenset[int]:
    """Numbers of all rows below the headings."""
    return frozenset(row.number for table in tables for row in table.rows)
