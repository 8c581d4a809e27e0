"""An Excel template for one organization: its own sources and sites to choose from, and the same bytes for the same organization."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from hutan.adapters.tabular import template_columns as columns
from hutan.adapters.tabular.template_columns import Choice, Entry, TemplateColumn
from hutan.adapters.tabular.template_guide import GUIDE_LINES, HEADING_LINES
from hutan.core.model.carrier import Carrier
from hutan.core.model.organization import EmissionSource, Organization
from hutan.kernel.errors import InputError

_CREATED: Final = datetime(2024, 1, 1)
_LEAST_ROWS: Final = 2000
_SPARE_ROWS: Final = 500
_GUIDE_WIDTH: Final = 70
# Places on the hidden list sheet.
_SOURCES, _SITES, _UNIT_COUNTS, _FIRST_UNIT = 0, 1, 2, 3

_PINE, _WHITE, _LINE = "#1F6F54", "#FFFFFF", "#D5DAD6"


def write_template(organization: Organization, carriers: Sequence[Carrier], months: Sequence[date] = ()) -> bytes:
    """The template as .xlsx.

    Parameters
    ----------
    carriers
        The table of carriers; decides the units offered for each source.
    months
        First days of months; for each source a row per month is begun, to be filled in or left.

    Raises
    ------
    InputError
        ``template_carrier_unknown`` if a source names a carrier that is not in the table.
    """
    units = [_units(source, carriers) for source in organization.sources]
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    workbook.set_properties({"title": f"沪碳填报模板 {organization.name_zh}", "author": "hutan", "created": _CREATED})
    activity = workbook.add_worksheet(columns.ACTIVITY_SHEET)
    instruments = workbook.add_worksheet(columns.INSTRUMENTS_SHEET)
    guide = workbook.add_worksheet(columns.GUIDE_SHEET)
    lists = workbook.add_worksheet(columns.LISTS_SHEET)
    heading = workbook.add_format(
        {"bold": True, "font_color": _WHITE, "bg_color": _PINE, "border": 1, "border_color": _LINE, "valign": "vcenter", "text_wrap": True}
    )
    entries = {entry: workbook.add_format({"num_format": entry.value}) for entry in Entry}
    rows = max(_LEAST_ROWS, len(organization.sources) * len(months) + _SPARE_ROWS)

    _write_lists(lists, organization, units)
    counts = (len(organization.sources), len(organization.sites))
    _write_columns(activity, columns.ACTIVITY_COLUMNS, counts, rows, heading, entries)
    _write_columns(instruments, columns.INSTRUMENT_COLUMNS, counts, rows, heading, entries)
    begun = ((source, month) for source in organization.sources for month in months)
    for row, (source, month) in enumerate(begun, start=1):
        activity.write_string(row, 0, _label(source.id, source.name_zh), entries[Entry.TEXT])
        activity.write_datetime(row, 1, month, entries[Entry.MONTH])
    _write_guide(guide, heading, workbook.add_format({"text_wrap": True, "valign": "top"}))
    workbook.close()
    return buffer.getvalue()


def _units(source: EmissionSource, carriers: Sequence[Carrier]) -> tuple[str, ...]:
    carrier = next((carrier for carrier in carriers if carrier.id == source.carrier), None)
    if carrier is None:
        raise InputError("template_carrier_unknown", source=source.id, carrier=source.carrier)
    return columns.unit_choices(carrier)


def _label(identifier: str, name: str) -> str:
    return f"{identifier} | {name}"


def _write_lists(sheet: Worksheet, organization: Organization, units: Sequence[Sequence[str]]) -> None:
    """Sources with the units of each beside them, and sites."""
    sheet.hide()
    for row, (source, choices) in enumerate(zip(organization.sources, units, strict=True)):
        sheet.write_string(row, _SOURCES, _label(source.id, source.name_zh))
        sheet.write_number(row, _UNIT_COUNTS, len(choices))
        for index, unit in enumerate(choices):
            sheet.write_string(row, _FIRST_UNIT + index, unit)
    for row, site in enumerate(organization.sites):
        sheet.write_string(row, _SITES, _label(site.id, site.name_zh))


def _write_columns(
    sheet: Worksheet,
    wanted: Sequence[TemplateColumn],
    counts: tuple[int, int],
    rows: int,
    heading: Format,
    entries: dict[Entry, Format],
) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 32)
    for index, column in enumerate(wanted):
        sheet.set_column(index, index, column.width, entries[column.entry])
        sheet.write_string(0, index, column.heading, heading)
        sheet.data_validation(1, index, rows, index, {**_offer(column.choice, counts), **_note(column)})


def _note(column: TemplateColumn) -> dict[str, str]:
    """What is shown when a cell of the column is chosen."""
    return {"input_title": column.heading[:32], "input_message": column.note}


def _offer(choice: Choice, counts: tuple[int, int]) -> dict[str, object]:
    """The list of a column. What is typed instead is not stopped: it is answered when it is read."""
    sources, sites = counts
    ranges = {Choice.SOURCES: f"=lists!$A$1:$A${sources}", Choice.SITES: f"=lists!$B$1:$B${sites}"}
    fixed = {
        Choice.ENERGY_UNITS: columns.ENERGY_UNITS,
        Choice.STATES: columns.STATES,
        Choice.TYPES: columns.INSTRUMENT_TYPES,
        Choice.YES_NO: columns.YES_NO,
    }
    if choice in fixed:
        return {"validate": "list", "source": list(fixed[choice]), "show_error": False}
    if choice is Choice.UNITS_OF_SOURCE and sources:
        at = f"MATCH($A2,lists!$A$1:$A${sources},0)"
        return {
            "validate": "list",
            "source": f"=OFFSET(lists!$D$1,{at}-1,0,1,INDEX(lists!$C$1:$C${sources},{at}))",
            "show_error": False,
        }
    if choice in ranges and not ranges[choice].endswith("$0"):
        return {"validate": "list", "source": ranges[choice], "show_error": False}
    return {"validate": "any"}


def _write_guide(sheet: Worksheet, heading: Format, body: Format) -> None:
    sheet.set_column(0, 1, _GUIDE_WIDTH)
    for row, (chinese, english) in enumerate(GUIDE_LINES):
        for column, text in enumerate((chinese, english)):
            sheet.write_string(row, column, text, heading if row in HEADING_LINES else body)
