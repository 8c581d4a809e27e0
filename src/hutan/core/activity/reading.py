"""Reading a cell gives a value with remarks, or the reason why not; nothing is guessed without saying so."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from hutan.core.activity.table import Cell, CellKind
from hutan.core.model.activity_record import RecordState
from hutan.core.model.instrument import InstrumentType
from hutan.kernel.canonical import decimal_text
from hutan.kernel.refusals import Params, params_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be said about a cell whose place is not yet known: a message code and its placeholders."""

    code: str
    params: Params = ()


def finding(code: str, **values: object) -> Finding:
    """A finding with its placeholders as text."""
    return Finding(code, params_of(**values))


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """A value that was read, and what its owner should know about the reading."""

    value: T
    remarks: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """Nothing was read, and why."""

    reason: Finding


_MEASURED: Final = frozenset(
    [
        "实测",
        "实测值",
        "计量",
        "计量值",
        "抄表",
        "抄见",
        "实际",
        "发票",
        "账单",
        "ok",
        "正常",
        "invoice",
        "invoiced",
        "bill",
        "m",
        "measured",
        "metered",
        "actual",
    ]
)
_ESTIMATED: Final = frozenset(
    ["估算", "估算值", "估计", "估计值", "估", "暂估", "推算", "e", "est", "estimate", "estimated", "测算", "暂估值", "推算值"]
)
_YES: Final = frozenset(["是", "有", "对", "√", "✓", "y", "yes", "true", "1"])
_NO: Final = frozenset(["否", "无", "不是", "没有", "×", "✗", "x", "n", "no", "false", "0"])
_INSTRUMENT_TYPES: Final = {
    InstrumentType.CERTIFICATE: frozenset(["绿证", "绿色电力证书", "绿电证书", "证书", "certificate", "gec", "rec", "irec"]),
    InstrumentType.GREEN_POWER_TRADE: frozenset(["绿电", "绿电交易", "绿色电力交易", "绿色电力", "greenpowertrade", "greenpower", "ppa"]),
    InstrumentType.SUPPLIER_FACTOR: frozenset(["供应商因子", "供应商排放因子", "供电商排放因子", "售电公司排放因子", "supplierfactor"]),
}
_BETWEEN_WORDS: Final = re.compile(r"[|/,;()\n]+")
_CJK_THEN_LATIN: Final = re.compile(r"(?<=[\u4e00-\u9fff])\s*(?=[a-z])|(?<=[a-z])\s*(?=[\u4e00-\u9fff])")
# Looked up once: members of an Enum are slow to reach.
_TEXT: Final = CellKind.TEXT
_NOT_IN_WORDS: Final = re.compile(r"[\s_\-.]+")


def filled(cell: Cell | None) -> Cell | None:
    """The cell, unless there is none or only blanks are in it."""
    return cell if cell is not None and (cell.kind is not CellKind.TEXT or cell.text.strip()) else None


def unusable(cell: Cell) -> Unread | None:
    """Why nothing can be read from an error value or from a formula that was never calculated."""
    if cell.kind is CellKind.ERROR:
        return Unread(finding("cell_error", text=cell.text))
    if cell.kind is CellKind.FORMULA_ONLY:
        return Unread(finding("cell_formula_only"))
    return None


@functools.lru_cache(maxsize=32_768)
def half_width(text: str) -> str:
    """`text` with half-width digits, letters and signs, single blanks, none at the ends."""
    return " ".join(text.split() if text.isascii() else unicodedata.normalize("NFKC", text).split())


def words_of(cell: Cell | None) -> str:
    """What a person would read in a cell, on one line; whole numbers as they are typed, days in ISO form, nothing for an empty cell."""
    if cell is None:
        return ""
    if cell.kind is _TEXT:
        return half_width(cell.text)
    if cell.kind is CellKind.NUMBER and cell.number is not None and cell.number.is_finite():
        return decimal_text(cell.number)
    if cell.kind is CellKind.DATE and cell.day is not None:
        return cell.day.isoformat()
    return half_width(cell.text)


@functools.lru_cache(maxsize=16_384)
def folded(text: str) -> str:
    """`text` for comparing names: half-width, lower case, without blanks."""
    return half_width(text).casefold().replace(" ", "")


def read_words(cell: Cell | None) -> Read[str] | Unread:
    """Free text as it stands, but for blanks around it; empty where the cell is."""
    if cell is None:
        return Read("")
    return unusable(cell) or Read(cell.text.strip())


def read_state(cell: Cell | None) -> Read[RecordState] | Unread:
    """Measured or estimated; an empty cell means measured."""
    if cell is None:
        return Read(RecordState.MEASURED)
    if problem := unusable(cell):
        return problem
    words = _word_set(words_of(cell))
    if words and words <= _MEASURED:
        return Read(RecordState.MEASURED)
    if words and words <= _ESTIMATED:
        return Read(RecordState.ESTIMATED)
    return Unread(finding("state_unknown", text=words_of(cell)))


def read_flag(cell: Cell | None) -> Read[bool | None] | Unread:
    """Yes, no, or None where nothing was said: unknown is not the same as no."""
    if cell is None:
        return Read(None)
    if problem := unusable(cell):
        return problem
    words = _word_set(words_of(cell))
    if words and words <= _YES:
        return Read(True)
    if words and words <= _NO:
        return Read(False)
    return Unread(finding("flag_unreadable", text=words_of(cell)))


def read_instrument_type(cell: Cell) -> Read[InstrumentType] | Unread:
    """The type of a contractual instrument, by its Chinese or English name or its id."""
    if problem := unusable(cell):
        return problem
    words = _word_set(words_of(cell))
    for kind, names in _INSTRUMENT_TYPES.items():
        if words and words <= names:
            return Read(kind)
    return Unread(finding("instrument_type_unknown", text=words_of(cell)))


def _word_set(text: str) -> frozenset[str]:
    """The words of a cell such as ``实测 Measured`` or ``certificate | 绿证``, each without blanks and in lower case."""
    pieces = _BETWEEN_WORDS.split(_CJK_THEN_LATIN.sub("|", half_width(text).casefold()))
    return frozenset(word for piece in pieces if (word := _NOT_IN_WORDS.sub("", piece)))
