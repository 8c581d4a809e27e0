"""The report on paper: archivable, accessible, the same bytes each time, and complete in both languages."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date

import pytest
from inventory_factory import ROOT, Sample, book, emptied, renamed, sample
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from hutan.adapters.documents.report_content import report_content
from hutan.adapters.documents.report_pdf import render_pdf

_ISSUED = date(2026, 3, 5)


@dataclass(frozen=True)
class Printed:
    """A report and what can be read in it, without blanks and break marks, which depend on where lines end."""

    language: str
    data: bytes
    pages: int
    text: str
    catalog: DictionaryObject
    fonts: frozenset[str]


def rendered(item: Sample, language: str) -> bytes:
    made = report_content(item.inputs, item.library, item.inventories, ROOT, book(), language)
    return render_pdf(made, language, _ISSUED)


def text_of(data: bytes, pages: int | None = None) -> str:
    texts = (page.extract_text() for page in PdfReader(io.BytesIO(data)).pages[:pages])
    return re.sub(r"[\s\u200b]+", "", "".join(texts))


@pytest.fixture(scope="module")
def made() -> Sample:
    return sample()


@pytest.fixture(scope="module", params=["zh", "en"])
def report(request: pytest.FixtureRequest, made: Sample) -> Printed:
    language = str(request.param)
    data = rendered(made, language)
    reader = PdfReader(io.BytesIO(data))
    catalog = reader.trailer["/Root"]
    assert isinstance(catalog, DictionaryObject)
    return Printed(language, data, len(reader.pages), text_of(data), catalog, fonts_of(reader))


def fonts_of(reader: PdfReader) -> frozenset[str]:
    found = set()
    for page in reader.pages:
        resources = page["/Resources"]
        assert isinstance(resources, DictionaryObject)
        fonts = resources.get("/Font", DictionaryObject())
        assert isinstance(fonts, DictionaryObject)
        for font in fonts.values():
            described = font.get_object()
            assert isinstance(described, DictionaryObject)
            found.add(str(described["/BaseFont"]))
    return frozenset(found)


def test_same_content_gives_the_same_bytes(made: Sample, report: Printed) -> None:
    assert rendered(made, report.language) == report.data


def test_it_says_pdf_a_2a_and_pdf_ua_1(report: Printed) -> None:
    described = report.catalog["/Metadata"]
    assert isinstance(described, StreamObject)
    metadata = described.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert str(report.catalog["/Lang"]).startswith(report.language)


def test_only_the_one_font_is_used(report: Printed) -> None:
    assert report.fonts
    assert all("NotoSansSC" in name for name in report.fonts)


def test_digest_page_numbers_and_figures_are_there(report: Printed) -> None:
    page = f"第{report.pages}页，共{report.pages}页" if report.language == "zh" else f"Page{report.pages}of{report.pages}"
    wanted = (ROOT, "3f9a6c1e3f9a6c1e", page, "9,100±500tCO2e", "hutanreplayresult.zip")
    assert [word for word in wanted if word not in report.text] == []


def test_every_section_is_listed_and_signed(report: Printed) -> None:
    zh, en = ("目录", "12签署", "核查机构", "图1", "表1"), ("Contents", "12Signatures", "Leadverifier", "Figure1", "Table1")
    assert [word for word in (zh if report.language == "zh" else en) if word not in report.text] == []


def test_a_table_that_runs_over_pages_repeats_its_heading(report: Printed) -> None:
    assert report.text.count("年份；发布日" if report.language == "zh" else "Datayear;published") >= 2


def test_names_that_are_long_beyond_the_font_or_like_markup_are_printed(made: Sample) -> None:
    name = "上海" + "特别长的名字" * 12 + "LongWordWithoutAnyBreak" * 4 + '#panic("x")*粗*$y$' + "😀"
    text = text_of(rendered(renamed(made, name), "zh"), pages=4)
    assert "特别长的名字" * 12 in text
    assert '#panic("x")*粗*$y$' in text
    assert "‹U+1F600›" in text


def test_a_report_without_data_is_still_a_report(made: Sample) -> None:
    assert "nodata" in text_of(rendered(emptied(made), "en"), pages=3)


def test_content_in_another_language_is_refused(made: Sample) -> None:
    content = report_content(made.inputs, made.library, made.inventories, ROOT, book(), "zh")
    with pytest.raises(ValueError, match="zh"):
        render_pdf(content, "en", _ISSUED)
