"""The report on paper: Typst to PDF/A-2a and PDF/UA-1, one font, a fixed timestamp, so that the same content gives the same bytes."""

from __future__ import annotations

import functools
import json
import tempfile
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path

import justmytype_intl_cjk
import typst

from hutan.adapters.documents.blocks import ReportContent
from hutan.adapters.documents.glyphs import printable
from hutan.adapters.documents.labels import labels
from hutan.kernel.codec import to_plain

FONT = Path(justmytype_intl_cjk.__file__).parent / "fonts" / "ofl" / "notosanssc" / "NotoSansSC[wght].ttf"
_PAGE_WORDS = ("contents", "page_of", "digest_label", "issued_label", "cover_note")
_DATA = "report.json"
_MAIN = "report.typ"


def render_pdf(content: ReportContent, language: str, issued: date) -> bytes:
    """The report as PDF/A-2a and PDF/UA-1; `issued` is the day it bears, inside and out.

    Raises
    ------
    ValueError
        If the content speaks another language.
    """
    if language != content.language:
        raise ValueError(f"content in {content.language}, report wanted in {language}")
    with tempfile.TemporaryDirectory(prefix="hutan-report-") as folder:
        root = Path(folder)
        for entry in resources.files("hutan.adapters.documents").joinpath("templates").iterdir():
            if entry.name.endswith(".typ"):
                (root / entry.name).write_bytes(entry.read_bytes())
        (root / _DATA).write_text(json.dumps(_data(content, issued), ensure_ascii=False), encoding="utf-8")
        return typst.compile(
            str(root / _MAIN),
            root=str(root),
            format="pdf",
            font_paths=_fonts(),
            pdf_standards=["a-2a", "ua-1"],
            timestamp=datetime(issued.year, issued.month, issued.day, tzinfo=UTC),
        )


def _data(content: ReportContent, issued: date) -> dict[str, object]:
    words = labels(content.language).groups["text"]
    return {"content": _printable(to_plain(content)), "issued": issued.isoformat(), "labels": {key: words[key] for key in _PAGE_WORDS}}


def _printable(value: object) -> object:
    if isinstance(value, str):
        return printable(value, FONT)
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    return [_printable(item) for item in value] if isinstance(value, list) else value


@functools.cache
def _fonts() -> typst.Fonts:
    """Noto Sans SC and nothing else: what it cannot show is an error, never a box."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT.parent)])
