"""The template: headings that ingest knows, choices of the organization's own, and a guide that tells the truth."""

from __future__ import annotations

import io
import re
from datetime import date
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tabular_samples import CARRIERS, MAIN, member, organization

from hutan.adapters.tabular import template_guide
from hutan.adapters.tabular.reading import read_table
from hutan.adapters.tabular.template import write_template
from hutan.adapters.tabular.template_columns import (
    ACTIVITY_COLUMNS,
    INSTRUMENT_COLUMNS,
    INSTRUMENT_TYPES,
    STATES,
    YES_NO,
    unit_choices,
)
from hutan.core.activity.amount_reading import read_amount
from hutan.core.activity.columns import TableKind
from hutan.core.activity.header import find_header
from hutan.core.activity.period_reading import read_day, read_month
from hutan.core.activity.reading import Read, read_flag, read_instrument_type, read_state
from hutan.core.activity.table import Cell, CellKind
from hutan.core.model.instrument import InstrumentType
from hutan.core.units import bill_unit
from hutan.kernel.errors import InputError
from hutan.kernel.periods import month

MONTHS = (date(2024, 1, 1), date(2024, 2, 1))
TEMPLATE = write_template(organization("electricity", "natural_gas", "diesel", sites=2), CARRIERS)
BEGUN = write_template(organization("electricity", "natural_gas"), CARRIERS, MONTHS)


def sheet(data: bytes, name: str) -> Worksheet:
    found = openpyxl.load_workbook(io.BytesIO(data))[name]
    assert isinstance(found, Worksheet)
    return found


def text(value: str) -> Cell:
    return Cell(0, CellKind.TEXT, value)


def offers(data: bytes, name: str) -> dict[str, str]:
    """What the list of each column offers, by the first cell of the column."""
    found = sheet(data, name).data_validations.dataValidation
    return {str(item.sqref).split(":")[0]: str(item.formula1) for item in found if item.type == "list"}


def test_sheets() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(TEMPLATE))
    assert workbook.sheetnames == ["活动数据 Activity", "绿电绿证 Instruments", "说明 Guide", "lists"]
    assert [workbook[name].sheet_state for name in workbook.sheetnames] == ["visible", "visible", "visible", "hidden"]
    for name in workbook.sheetnames[:2]:
        assert workbook[name].freeze_panes == "B2"


def test_headings_are_those_that_ingest_knows() -> None:
    activity, instruments, guide, lists = read_table("t.xlsx", TEMPLATE).sheets
    for found, kind, columns in ((activity, TableKind.ACTIVITY, ACTIVITY_COLUMNS), (instruments, TableKind.INSTRUMENTS, INSTRUMENT_COLUMNS)):
        header = find_header(found)
        assert header is not None
        assert (header.kind, header.first_row, header.last_row) == (kind, 1, 1)
        assert (header.missing(), header.unknown, header.twice) == ((), (), ())
        assert [heading.text for heading in header.headings] == [column.heading for column in columns]
        assert len(found.rows) == 1
    assert find_header(guide) is None
    assert (lists.hidden, len(lists.rows)) == (True, 3)


def test_the_same_organization_gives_the_same_bytes() -> None:
    assert write_template(organization("electricity", "natural_gas", "diesel", sites=2), CARRIERS) == TEMPLATE
    assert b"2024-01-01T00:00:00Z" in member(TEMPLATE, "docProps/core.xml")


def test_every_part_is_xml() -> None:
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet4.xml", "xl/styles.xml"):
        assert ElementTree.fromstring(member(TEMPLATE, name)).tag.startswith(f"{{{MAIN}}}")


def test_choices() -> None:
    assert offers(TEMPLATE, "活动数据 Activity") == {
        "A2": "lists!$A$1:$A$3",
        "F2": "OFFSET(lists!$D$1,MATCH($A2,lists!$A$1:$A$3,0)-1,0,1,INDEX(lists!$C$1:$C$3,MATCH($A2,lists!$A$1:$A$3,0)))",
        "G2": '"实测 measured,估算 estimated"',
    }
    instruments = offers(TEMPLATE, "绿电绿证 Instruments")
    assert instruments["C2"] == "lists!$B$1:$B$2"
    assert instruments["F2"] == '"kWh,万kWh,MWh,GWh"'
    assert instruments["L2"] == '"是,否"'
    lists = sheet(TEMPLATE, "lists")
    assert [lists.cell(row, 1).value for row in (1, 2)] == ["SRC-1 | =electricity，总表", "SRC-2 | =natural_gas，总表"]
    assert [lists.cell(row, 2).value for row in (1, 2)] == ["S1 | 1号厂区", "S2 | 2号厂区"]
    for row in (1, 2, 3):
        count = lists.cell(row, 3).value
        units = [lists.cell(row, 4 + index).value for index in range(10)]
        assert isinstance(count, int)
        assert all(units[:count])
        assert not any(units[count:])


def test_what_is_chosen_is_what_ingest_reads() -> None:
    assert all(isinstance(read_state(text(state)), Read) for state in STATES)
    types = [read_instrument_type(text(kind)) for kind in INSTRUMENT_TYPES]
    assert [read.value for read in types if isinstance(read, Read)] == list(InstrumentType)
    flags = [read_flag(text(flag)) for flag in YES_NO]
    assert [read.value for read in flags if isinstance(read, Read)] == [True, False]


@pytest.mark.parametrize(
    ("carrier", "units"),
    [
        ("electricity", ("kWh", "度", "万度", "万kWh", "MWh")),
        ("steam", ("GJ", "MJ", "百万千焦", "kcal", "t")),
        ("natural_gas", ("Nm3", "m³", "万m³", "万Nm³")),
        ("refinery_gas", ("t", "kg")),
        ("diesel", ("t", "kg", "L")),
        ("anthracite", ("t", "kg")),
    ],
)
def test_units_begin_with_the_base_unit_and_are_known(carrier: str, units: tuple[str, ...]) -> None:
    found = unit_choices(next(item for item in CARRIERS if item.id == carrier))
    assert found == units
    assert all(bill_unit(unit) is not None for unit in found)


def test_rows_begun_for_each_source_and_month() -> None:
    activity = read_table("t.xlsx", BEGUN).sheets[0]
    assert [[cell.text for cell in row.cells] for row in activity.rows[1:]] == [
        ["SRC-1 | =electricity，总表", "2024-01-01"],
        ["SRC-1 | =electricity，总表", "2024-02-01"],
        ["SRC-2 | =natural_gas，总表", "2024-01-01"],
        ["SRC-2 | =natural_gas，总表", "2024-02-01"],
    ]
    months = [read_month(row.cells[1]) for row in activity.rows[1:]]
    assert [read.value for read in months if isinstance(read, Read)] == [month(2024, 1), month(2024, 2)] * 2
    assert sheet(BEGUN, "活动数据 Activity")["B2"].number_format == "yyyy-mm"


def test_nothing_in_it_is_a_formula() -> None:
    for number in (1, 2, 3, 4):
        assert b"<f>" not in member(BEGUN, f"xl/worksheets/sheet{number}.xml")


def test_an_organization_without_sources_or_sites() -> None:
    data = write_template(organization(sites=0), CARRIERS, MONTHS)
    assert set(offers(data, "活动数据 Activity")) == {"G2"}
    assert "C2" not in offers(data, "绿电绿证 Instruments")


def test_a_carrier_that_is_not_known() -> None:
    with pytest.raises(InputError) as error:
        write_template(organization("moonshine"), CARRIERS)
    assert (error.value.code, dict(error.value.params)) == ("template_carrier_unknown", {"source": "SRC-1", "carrier": "moonshine"})


def test_notes_fit_into_excel() -> None:
    for column in (*ACTIVITY_COLUMNS, *INSTRUMENT_COLUMNS):
        assert 0 < len(column.note) <= 255
    found = sheet(TEMPLATE, "活动数据 Activity").data_validations.dataValidation
    assert {item.promptTitle for item in found} == {column.heading[:32] for column in ACTIVITY_COLUMNS}
    assert not any(item.showErrorMessage for item in found if item.type == "list")


def test_the_guide_tells_the_truth() -> None:
    assert all(isinstance(read_amount(text(example)), Read) for example in template_guide.AMOUNT_EXAMPLES)
    for example in template_guide.MONTH_EXAMPLES:
        read = read_month(text(example))
        assert isinstance(read, Read)
        assert read.value == month(2024, 1)
    for example in template_guide.DAY_EXAMPLES:
        day = read_day(text(example))
        assert isinstance(day, Read)
        assert day.value == date(2024, 1, 31)
    assert all(bill_unit(example) is not None for example in template_guide.UNIT_EXAMPLES)
    assert not isinstance(read_amount(text("1.234,5")), Read)


def test_the_guide_speaks_both_languages() -> None:
    guide = sheet(TEMPLATE, "说明 Guide")
    lines = [(str(row[0].value), str(row[1].value)) for row in guide.iter_rows()]
    assert lines == list(template_guide.GUIDE_LINES)
    assert [lines[index][0] for index in sorted(template_guide.HEADING_LINES)] == ["怎么填", "能识别的写法", "“系统回执”一列的含义"]
    assert all(re.search("[\u4e00-\u9fff]", chinese) for chinese, _ in lines)
