"""The tables of a sheet: one below another, side by side, or one for each of several columns of amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from hutan.core.activity.amount_columns import AmountColumn, is_amount
from hutan.core.activity.columns import AMOUNT_OF, REQUIRED, Column, TableKind
from hutan.core.activity.header import Header, Heading, column_of, find_header
from hutan.core.activity.reading import folded
from hutan.core.activity.table import CellKind, Row, Sheet
from hutan.usecases.ingest.names import Named
from hutan.usecases.ingest.sheet_context import Context, context_of, section_site
from hutan.usecases.ingest.source_index import SourceIndex

_FEWEST_HEADINGS: Final = 3
# Where rows are of workshops or machines, the title tells of what they are parts, and not what each is.
_OF_PARTS: Final = re.compile(r"车间|工序|设备|机台|产线|生产线|部门|班组|分表|workshop|department|equipment|machine|production line", re.IGNORECASE)
_ROWS_TRIED: Final = 200
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
        if self.context.sites_in_rows:
            here.add(Column.SITE)
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
    context = replace(context_of(sheet, above, index), sites_in_rows=_names_sites(header, rows, index))
    if any(_OF_PARTS.search(unknown.text) for unknown in header.unknown):
        context = replace(context, source="", site="", carrier="")
    if header.kind is not TableKind.ACTIVITY:
        return () if header.twice else (Table(header, rows, Context()),)
    if beside := _side_by_side(header):
        return tuple(Table(part, rows, context, is_one_of=True) for part in beside)
    if not header.amounts:
        return () if header.twice else (Table(header, rows, _near(header, context, index)),)
    if header.is_by_month:
        return () if header.twice else tuple(_by_month(header, rows, context))
    labelled = [(amount, label) for amount in header.amounts if (label := _label(amount.text, index)) != Named() or is_amount(amount.text)]
    if len({label for _, label in labelled}) < len(labelled) or any(label == Named() for _, label in labelled):
        return ()
    return tuple(Table(_with_amount(header, amount), rows, context.naming(label), is_one_of=True) for amount, label in labelled)


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
    if amount is None or (any(header.heading(column) for column in (*_SOURCE_COLUMNS, Column.CARRIER)) and header.heading(Column.SITE)):
        return context
    return context.naming(_label(amount.text, index))


def _names_sites(header: Header, rows: tuple[Row, ...], index: SourceIndex) -> bool:
    """Whether rows between the others, or the words for the carrier, name sites."""
    carrier = header.heading(Column.CARRIER)
    if header.heading(Column.SITE) is not None:
        return False
    cells = [cell for row in rows if carrier and (cell := row.cell(carrier.index)) and cell.kind is CellKind.TEXT]
    labels = {cell.text for cell in cells[:_ROWS_TRIED]}
    return any(section_site(row, index) for row in rows) or any(index.names.label(text).sites for text in labels)


def _label(text: str, index: SourceIndex) -> Named:
    """The site and carrier in the words above a column, each of which may name one."""
    said = [index.names.label(word) for word in text.split()]
    sites = frozenset().union(*(named.sites for named in said))
    return Named(sites, frozenset().union(*(named.carriers for named in said)))


def _by_month(header: Header, rows: tuple[Row, ...], context: Context) -> Iterator[Table]:
    """One table a month. Months without a year take the one the sheet names, as long as they stand in the order of the calendar."""
    numbers = [amount.period_text[-2:] for amount in header.amounts if amount.period_text.startswith("-")]
    year = context.year if numbers == sorted(numbers) and header.heading(Column.YEAR) is None else ""
    for amount in header.amounts:
        month = amount.period_text
        if month.startswith("-"):
            month = f"{year}-{month[-2:]}" if year else f"{int(month[-2:])}月"
        is_said = month == amount.period_text
        yield Table(_with_amount(header, amount), rows, replace(context, month=month, month_is_said=is_said, year=year), is_one_of=True)


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
