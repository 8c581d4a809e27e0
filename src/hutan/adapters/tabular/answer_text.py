"""The words of an answer, as they stand in the answer column of her own file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from hutan.adapters.message_catalog import told
from hutan.core.activity.answers import RowAnswer, Verdict
from hutan.kernel.refusals import Refusal, Remark

Language = Literal["zh", "en", "both"]

ANSWER_MARK: Final = "系统回执"
ANSWER_HEADER: Final = "系统回执 Answer"

_WORDS: Final[Mapping[Verdict, Mapping[str, str]]] = MappingProxyType(
    {
        Verdict.ACCEPTED: {"zh": "已接收", "en": "Accepted"},
        Verdict.REMARKED: {"zh": "已接收·请留意", "en": "Accepted, please note"},
        Verdict.REFUSED: {"zh": "未接收", "en": "Not accepted"},
        Verdict.UNCHANGED: {"zh": "未变", "en": "Unchanged"},
    }
)
# A verdict must be told apart by its word; the color only helps the eye. All have a contrast of at least 4.5 to 1 on white.
_COLORS: Final = MappingProxyType(
    {Verdict.ACCEPTED: "FF1F6F54", Verdict.REMARKED: "FF8A5300", Verdict.REFUSED: "FFB3261E", Verdict.UNCHANGED: "FF4A5560"}
)
_INK: Final = "FF1B2420"

BETWEEN: Final = " ｜ "
# A cell holds 32,767 characters.
_LONGEST: Final = 32_000
_MORE: Final[Mapping[str, str]] = MappingProxyType({"zh": "另有 {count} 处，见系统报告。", "en": "{count} more: see the report."})


@dataclass(frozen=True, slots=True)
class TextRun:
    """Text in one color; `color` as eight hexadecimal digits, alpha first."""

    text: str
    color: str
    bold: bool = False


def is_answer(text: str) -> bool:
    """Whether a cell's text is an answer written here in a former round."""
    return any(text.startswith(word) for words in _WORDS.values() for word in words.values())


def header_runs() -> tuple[TextRun, ...]:
    """What stands above the answers."""
    return (TextRun(ANSWER_HEADER, _INK, bold=True),)


def answer_runs(answers: Sequence[RowAnswer], language: Language) -> tuple[TextRun, ...]:
    """The answers to one row: verdict, then each cell with reason and remedy, then the ticket."""
    runs: list[TextRun] = []
    for answer in answers:
        verdict, rest = _words(answer, language, _LONGEST // len(answers))
        color = _COLORS[answer.verdict]
        if runs:
            runs.append(TextRun(BETWEEN, color))
        runs.append(TextRun(verdict, color, bold=True))
        if rest:
            runs.append(TextRun(rest, color))
    return tuple(runs)


def answer_text(answers: Sequence[RowAnswer], language: Language) -> str:
    """The same without colors."""
    return "".join(run.text for run in answer_runs(answers, language))


def _words(answer: RowAnswer, language: Language, longest: int) -> tuple[str, str]:
    languages = ("zh", "en") if language == "both" else (language,)
    verdict = " ".join(_WORDS[answer.verdict][each] for each in languages)
    ticket = f" [#{answer.ticket}]" if answer.ticket and answer.verdict is Verdict.REFUSED else ""
    room = (longest - len(verdict) - len(ticket)) // len(languages)
    details = "".join(_details(answer, each, room) for each in languages)
    return verdict, details + ticket


def _details(answer: RowAnswer, language: str, room: int) -> str:
    items: tuple[Refusal | Remark, ...] = (*answer.refusals, *answer.remarks)
    text = ""
    for index, item in enumerate(items):
        addition = BETWEEN + _place(item, answer.sheet, language) + _told(item, language)
        more = BETWEEN + _MORE[language].format(count=len(items) - index)
        if len(text) + len(addition) + len(more) > room:
            return text + more
        text += addition
    return text


def _told(item: Refusal | Remark, language: str) -> str:
    """Reason and remedy; Chinese sentences follow each other without a blank."""
    message = told(item, language)
    return f"{message.reason}{message.hint}" if language == "zh" else str(message)


def _place(item: Refusal | Remark, sheet: str, language: str) -> str:
    """The cell, and its sheet where it is another than that of the row."""
    cell, elsewhere = item.address.cell, item.address.sheet if item.address.sheet != sheet else ""
    if language == "zh":
        other = f"工作表“{elsewhere}”" if elsewhere else ""
        return f"{other}单元格 {cell}：" if cell else f"{other}：" if other else ""
    other = f" in sheet “{elsewhere}”" if elsewhere else ""
    return f"Cell {cell}{other}: " if cell else f"{other.strip().capitalize()}: " if other else ""
