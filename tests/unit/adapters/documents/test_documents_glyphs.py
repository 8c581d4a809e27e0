"""What the font lacks is written as its code point."""

from __future__ import annotations

from hutan.adapters.documents.glyphs import printable
from hutan.adapters.documents.report_pdf import FONT


def test_known_characters_stay() -> None:
    text = "沪浦精密机械 Hupu ± 95 % 〔2022〕 P½ × ÷ “引号” → CO₂"
    assert printable(text, FONT) == text


def test_unknown_characters_show_their_code_point() -> None:
    assert printable("好😀", FONT) == "好‹U+1F600›"


def test_joiners_and_controls_leave_no_box() -> None:
    assert printable("甲\u200d乙\u0007\n丙", FONT) == "甲乙\n丙"
