"""Reading an amount: every way people write numbers on bills, and a refusal wherever two numbers could be meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final

from hutan.core.activity.reading import Finding, Read, Unread, finding, half_width, unusable
from hutan.core.activity.table import Cell, CellKind
from hutan.kernel.canonical import decimal_text

QUANTITY_STEP: Final = Decimal("0.000001")
QUANTITY_LIMIT: Final = Decimal(10) ** 12
_EXACT: Final = Context(prec=60, rounding=ROUND_HALF_EVEN)
_LONGEST_FIGURE: Final = 40

_AMOUNT: Final = re.compile(
    r"(?P<sign>[-−–—+]?) ?(?P<figure>[0-9.][0-9.,' ]*?)(?P<power>e[-+]?[0-9]{1,4})? ?(?P<unit>[^\W\d_].*|°.*)?",
    re.IGNORECASE,
)
_IN_BRACKETS: Final = re.compile(r"\( ?([0-9][0-9.,' ]*) ?\)")
_APPROXIMATE: Final = re.compile(
    r"(?:约为|大约|大概|约|近|估计|[~≈∼〜]|ca\.?|circa|approx\.?|about) ?(?P<before>[0-9].*)"
    r"|(?P<after>[0-9][0-9.,' ]*) ?(?:左右|上下|多|余)(?P<rest>.*)",
    re.IGNORECASE,
)
_RANGE: Final = re.compile(r"[0-9][0-9.,' ]* ?(?:[-–—~∼〜]|至|到|to) ?[0-9][0-9.,' ]*.*", re.IGNORECASE)
_NOTHING: Final = frozenset(
    ["-", "--", "---", "—", "——", "–", "/", "//", "\\", ".", "n/a", "na", "nil", "none", "null", "无", "没有", "无数据", "未知", "暂无", "缺", "空"]
)

_SIMPLE: Final = re.compile(r"[0-9]+\.?[0-9]*|\.[0-9]+")
_GROUPED: Final = tuple(re.compile(rf"[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+(?:\.[0-9]*)?") for mark in (",", " ", "'"))
_COMMA_DECIMAL: Final = re.compile(r"[0-9]+(?:[. '][0-9]+)*,[0-9]+")
# Written with a decimal comma beyond doubt: points or blanks between thousands before it, several points, or no three digits behind it.
_COMMA_SURELY: Final = re.compile(r"[0-9]{1,3}(?:[. '][0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}|[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})")
_POINT_SURELY: Final = re.compile(r"[0-9]{1,3}(?:[, '][0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})")
_COMMA_FIGURE: Final = re.compile(r"[0-9]{1,3}(?:[. '][0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?")
_ONE_MARK: Final = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")
_FEWEST_WITH_COMMA: Final = 2
_CHINESE_POINT: Final = re.compile(r"(?<=[0-9])。(?=[0-9])")


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure as it was meant, the unit written beside it in the same cell (empty where none), and the figure as it was written."""

    value: Decimal
    unit_text: str
    printed: str


def commas_are_points(cells: Iterable[Cell]) -> bool:
    """Whether a column writes ``1.234,5``: two figures or more that read so and not otherwise, and none that reads the other way."""
    texts = [half_width(cell.text) for cell in cells if cell.kind is CellKind.TEXT]
    points = sum(_COMMA_SURELY.fullmatch(text) is not None for text in texts)
    return points >= _FEWEST_WITH_COMMA and not any(_POINT_SURELY.fullmatch(text) for text in texts)


def read_amount(cell: Cell, comma_is_point: bool = False) -> Read[Amount] | Unread:
    """The figure in a cell, with the unit that stands beside it if one does.

    Refused: negative, approximate, a range, not a number, 10^12 or more, and figures such as ``1.234,5`` that can be read in two ways.

    Parameters
    ----------
    comma_is_point
        Whether the column writes decimal commas, see `commas_are_points`. A single separator before three digits is refused there too.
    """
    if problem := unusable(cell):
        return problem
    if cell.kind is CellKind.DATE:
        return Unread(finding("amount_is_date", text=cell.text))
    if cell.kind is CellKind.NUMBER and cell.number is not None:
        return _judged(cell.number, cell.shown_unit, cell.text.strip(), ())
    if cell.kind is CellKind.NUMBER or cell.kind is CellKind.BOOLEAN:
        return Unread(finding("amount_unreadable", text=cell.text))
    return _from_text(cell.text.strip(), comma_is_point)


def rounded_quantity(value: Decimal) -> Read[Decimal] | Unread:
    """`value` to six decimals, half-even; refused where it is 10^12 or more, or where nothing but zero would be left of it."""
    if value >= QUANTITY_LIMIT:
        return Unread(finding("amount_too_large", amount=_shown(value)))
    rounded = _tidy(value.quantize(QUANTITY_STEP, context=_EXACT))
    if rounded >= QUANTITY_LIMIT:
        return Unread(finding("amount_too_large", amount=_shown(value)))
    if rounded == value:
        return Read(rounded)
    if not rounded:
        return Unread(finding("amount_too_small", amount=_shown(value)))
    return Read(rounded, (finding("amount_rounded", amount=_shown(value), rounded=decimal_text(rounded)),))


def product(value: Decimal, factor: Decimal) -> Decimal:
    """`value` times `factor` with 60 digits, so that only the stated rounding to six decimals is ever seen."""
    return _EXACT.multiply(value, factor)


def quotient(value: Decimal, divisor: Decimal) -> Decimal:
    """`value` over `divisor` with 60 digits."""
    return _EXACT.divide(value, divisor)


def _from_text(printed: str, comma_is_point: bool) -> Read[Amount] | Unread:
    text = half_width(printed)
    if text.casefold() in _NOTHING:
        return Unread(finding("amount_nothing", text=printed))
    pointed = _CHINESE_POINT.sub(".", text)
    remarks: tuple[Finding, ...] = () if pointed == text else (finding("amount_chinese_point", text=printed, read=pointed),)
    if problem := _not_one_figure(pointed, printed):
        return Unread(problem)
    match = _AMOUNT.fullmatch(pointed)
    if match is None:
        return Unread(finding("amount_unreadable", text=printed))
    figure = _comma_figure(match["figure"].strip(), printed) if comma_is_point else _plain_figure(match["figure"].strip(), printed)
    if isinstance(figure, Unread):
        return figure
    if match["power"]:
        remarks += (finding("amount_scientific", text=printed),)
    sign = "" if match["sign"] in ("", "+") else "-"
    return _judged(Decimal(sign + figure + (match["power"] or "")), (match["unit"] or "").strip(), printed, remarks)


def _not_one_figure(text: str, printed: str) -> Finding | None:
    """Why `text` is no single positive figure: in accountants' brackets, a range, or approximate."""
    if bracketed := _IN_BRACKETS.fullmatch(text):
        return finding("amount_negative", amount=f"-{bracketed[1].strip()}")
    if _RANGE.fullmatch(text):
        return finding("amount_is_range", text=printed)
    if approximate := _APPROXIMATE.fullmatch(text):
        figure = approximate["before"] or approximate["after"].strip() + (approximate["rest"] or "")
        return finding("amount_approximate", text=printed, figure=figure.strip())
    return None


def _comma_figure(figure: str, printed: str) -> str | Unread:
    """A figure in a column of decimal commas. ``1.234`` and ``1,234`` are refused: by habit of the column one is 1234, but it may be a slip."""
    if _ONE_MARK.fullmatch(figure):
        whole, decimal = re.sub("[.,]", "", figure), figure.replace(",", ".")
        return Unread(finding("amount_two_readings", text=printed, first=decimal, second=whole))
    if _COMMA_FIGURE.fullmatch(figure):
        return re.sub("[. ']", "", figure).replace(",", ".")
    return _plain_figure(figure, printed)


def _plain_figure(figure: str, printed: str) -> str | Unread:
    """Digits with at most one point; refused where separators stand in no known order or in two possible ones."""
    if len(figure) > _LONGEST_FIGURE:
        return Unread(finding("amount_unreadable", text=printed[:_LONGEST_FIGURE] + "…"))
    if _SIMPLE.fullmatch(figure):
        return figure
    if any(form.fullmatch(figure) for form in _GROUPED):
        return re.sub("[, ']", "", figure)
    if _COMMA_DECIMAL.fullmatch(figure):
        as_point = re.sub("[. ']", "", figure).replace(",", ".")
        as_group = re.sub("[, ']", "", figure)
        if as_group.count(".") <= 1:
            return Unread(finding("amount_two_readings", text=printed, first=as_point, second=as_group))
    return Unread(finding("amount_separators", text=printed))


def _judged(value: Decimal, unit_text: str, printed: str, remarks: tuple[Finding, ...]) -> Read[Amount] | Unread:
    if not value.is_finite():
        return Unread(finding("amount_unreadable", text=printed))
    if value < 0:
        return Unread(finding("amount_negative", amount=printed))
    if value >= QUANTITY_LIMIT:
        return Unread(finding("amount_too_large", amount=printed))
    if not value:
        remarks += (finding("amount_zero"),)
    return Read(Amount(value, unit_text, printed), remarks)


def _tidy(value: Decimal) -> Decimal:
    """The same value in plain notation, so that it reads the same after a round trip through a file."""
    return Decimal(decimal_text(value))


def _shown(value: Decimal) -> str:
    """A figure short enough for a message."""
    text = decimal_text(value) if abs(value.adjusted()) < _LONGEST_FIGURE else ""
    return text if 0 < len(text) <= _LONGEST_FIGURE else format(value, ".12g")
