"""States, yes and no, and instrument types in the words people use."""

from __future__ import annotations

import pytest

from hutan.core.activity.reading import Read, Unread, folded, read_flag, read_instrument_type, read_state, words_of
from hutan.core.activity.table import Cell, CellKind
from hutan.core.model.activity_record import RecordState
from hutan.core.model.instrument import InstrumentType


def text(words: str) -> Cell:
    return Cell(0, CellKind.TEXT, words)


@pytest.mark.parametrize("words", ["实测", "measured", "Measured", " 实测 Measured ", "measured | 实测", "计量"])
def test_measured(words: str) -> None:
    assert read_state(text(words)) == Read(RecordState.MEASURED)


@pytest.mark.parametrize("words", ["估算", "估", "E", "estimated", "估算 Estimated", "estimated｜估算"])
def test_estimated(words: str) -> None:
    assert read_state(text(words)) == Read(RecordState.ESTIMATED)


def test_an_empty_state_is_measured() -> None:
    assert read_state(None) == Read(RecordState.MEASURED)


@pytest.mark.parametrize("words", ["大概", "实测 estimated", "?"])
def test_other_states_are_refused(words: str) -> None:
    outcome = read_state(text(words))
    assert isinstance(outcome, Unread)
    assert outcome.reason.code == "state_unknown"


@pytest.mark.parametrize(
    ("words", "value"), [("是", True), ("Yes", True), ("√", True), ("是 Yes", True), ("否", False), ("no", False), ("无", False)]
)
def test_yes_and_no(words: str, value: bool) -> None:
    assert read_flag(text(words)) == Read(value)


def test_nothing_said_is_not_no() -> None:
    assert read_flag(None) == Read(None)


@pytest.mark.parametrize("words", ["也许", "是否", "yes no"])
def test_neither_yes_nor_no_is_refused(words: str) -> None:
    assert isinstance(read_flag(text(words)), Unread)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("绿证", InstrumentType.CERTIFICATE),
        ("certificate | 绿证", InstrumentType.CERTIFICATE),
        ("GEC", InstrumentType.CERTIFICATE),
        ("绿电交易", InstrumentType.GREEN_POWER_TRADE),
        ("green_power_trade", InstrumentType.GREEN_POWER_TRADE),
        ("绿电交易 Green-power trade", InstrumentType.GREEN_POWER_TRADE),
        ("supplier_factor | 供应商排放因子", InstrumentType.SUPPLIER_FACTOR),
    ],
)
def test_instrument_types(words: str, kind: InstrumentType) -> None:
    assert read_instrument_type(text(words)) == Read(kind)


def test_ccer_is_no_instrument_for_electricity() -> None:
    assert isinstance(read_instrument_type(text("CCER")), Unread)


def test_names_are_compared_without_width_case_and_blanks() -> None:
    assert folded(" ＥＬ－1 总 表 ") == folded("el-1总表")


def test_an_empty_cell_has_no_words() -> None:
    assert words_of(None) == ""
