"""What a sheet says of all its rows outside its table: in the title above it, in its name, in a line between its rows, in a heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hutan.core.activity.columns import Column
from hutan.core.activity.period_texts import arabic, month_number
from hutan.core.activity.reading import half_width
from hutan.core.activity.table import CellKind, Row, Sheet
from hutan.core.units import bill_unit
from hutan.usecases.ingest.names import Named
from hutan.usecases.ingest.source_index import SourceIndex

_YEAR: Final = re.compile(r"(?<![0-9.])((?:19|20)[0-9]{2})(?![0-9.])")
_TWO_YEARS: Final = re.compile(r"((?:19|20)[0-9]{2})[-/–—~～]([0-9]{2})(?![0-9])")
# Who made the sheet, and when, says nothing of its rows.
_MAKING: Final = re.compile(r"日期|制表|填报人|填表|打印|导出|审核|prepared|printed|exported|currency", re.IGNORECASE)
# A title of what is made, sold or passed on names no source of use.
_NOT_USE: Final = re.compile(r"发电|光伏|风电|上网|外供|外售|外销|售电|转供|产量|产值|generat|export|\bsold\b|solar|photovoltaic", re.IGNORECASE)
_UNIT_LINE: Final = re.compile(r"(?:计量)?单位[:：]\s*([^\s)）]+)|unit[s]?[:：]\s*([^\s)）]+)", re.IGNORECASE)
_BRACKETED: Final = re.compile(r"[(\[（【]([^)\]）】]*)[)\]）】]")
_BETWEEN_UNITS: Final = re.compile("[、,，/]")
_SECTION_MARKS: Final = "【】[]()（）：: "


@dataclass(frozen=True, slots=True)
class Context:
    """Ids and words that hold for every row that does not say otherwise; empty where nothing, or more than one thing, was said.

    `sites_in_rows` tells that rows name their sites elsewhere than in a column of sites, and
    `month_is_said` that the heading of the amounts names month and year, so that nothing is assumed.
    """

    source: str = ""
    site: str = ""
    carrier: str = ""
    year: str = ""
    month: str = ""
    units: tuple[str, ...] = ()
    sites_in_rows: bool = False
    month_is_said: bool = False

    def words(self, column: Column) -> str:
        """What holds for a column."""
        return {Column.SOURCE: self.source, Column.SITE: self.site, Column.CARRIER: self.carrier, Column.MONTH: self.month}.get(column, "")

    def naming(self, named: Named) -> Context:
        """This context with the one site and the one carrier that something nearer to the row names."""
        site = next(iter(named.sites)) if len(named.sites) == 1 else self.site
        carrier = next(iter(named.carriers)) if len(named.carriers) == 1 else self.carrier
        return replace(self, site=site, carrier=carrier, source="" if named.sites or named.carriers else self.source)


def context_of(sheet: Sheet, above: Iterable[Row], index: SourceIndex) -> Context:
    """What the rows above a table, and the name of its sheet, say of it. The name decides where the rows speak of several sites or carriers."""
    titles = [half_width(cell.text) for row in above for cell in row.cells if cell.kind is CellKind.TEXT and not _MAKING.search(cell.text)]
    texts = [*titles, half_width(sheet.name)]
    telling = ["" if _NOT_USE.search(text) else text for text in texts]
    sources = index.sources_in(telling)
    named = [index.names.mentioned(text) for text in telling]
    years = {match[1] for text in texts for match in _YEAR.finditer(arabic(text))}
    year = years.pop() if len(years) == 1 and not any(_spans_years(text) for text in texts) else ""
    month = month_number(_YEAR.sub("", arabic(sheet.name)).strip("年 -._")) if not arabic(sheet.name).isdecimal() else None
    return Context(
        source=sources.pop() if len(sources) == 1 else "",
        site=_only([said.sites for said in named]),
        carrier=_only([said.carriers for said in named]),
        year=year,
        month=f"{year}-{month:02d}" if year and month else "",
        units=_units(titles),
    )


def _spans_years(text: str) -> bool:
    """Whether a text names a year that is not the calendar's, as ``2024-25`` does."""
    return any((int(match[1]) + 1) % 100 == int(match[2]) for match in _TWO_YEARS.finditer(arabic(text)))


def section_site(row: Row, index: SourceIndex) -> str:
    """The site that a row of one cell between the others names for the rows below it; empty where it names none."""
    if len(row.cells) != 1 or row.cells[0].kind is not CellKind.TEXT:
        return ""
    ids = index.names.site_ids(row.cells[0].text.strip().strip(_SECTION_MARKS))
    return next(iter(ids)) if len(ids) == 1 else ""


def _only(found: Sequence[frozenset[str]]) -> str:
    """What is named once in all texts, else what the last of them, the name of the sheet, names alone."""
    for named in (frozenset().union(*found), found[-1]):
        if len(named) == 1:
            return next(iter(named))
    return ""


def _units(titles: Sequence[str]) -> tuple[str, ...]:
    said = [match[1] or match[2] for title in titles for match in _UNIT_LINE.finditer(title)]
    said += [text for title in titles for text in _BRACKETED.findall(title)]
    units = [unit for text in said for unit in _BETWEEN_UNITS.split(text) if bill_unit(unit)]
    return tuple(dict.fromkeys(units))
