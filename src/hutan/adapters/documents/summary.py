"""The report on a terminal: totals with intervals, scopes and sites as bars, what is missing; no meaning rests on colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hutan.adapters.documents.blocks import FULL_LENGTH, Overview, PartOfTotal, RefusalShown, ReportContent
from hutan.adapters.documents.labels import Labels, labels

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

_WIDEST_BAR = 32
_NARROW = 72
_MOST_ENTRIES = 8
_EIGHTHS = " ▏▎▍▌▋▊▉"


def print_summary(content: ReportContent, console: Console) -> None:
    """Write the content to `console`, in the language of the content, as narrow as the terminal is."""
    words = labels(content.language)
    _say(console, content.organization, "bold")
    _say(console, f"{words.text('digest_label')} {content.digest_short}", "dim")
    if any(part.estimated for item in content.overviews for part in (*item.scopes, *item.sites)):
        _say(console, words.text("terminal_legend"), "dim")
    for item in content.overviews:
        _print_overview(item, words, console)
    _print_refusals(content.refusals, words, console)
    console.print()
    _say(console, content.standing, "green" if content.complete else "yellow")


def _say(console: Console, text: str, style: str = "") -> None:
    """Text as it is: nothing in it is markup."""
    from rich.text import Text

    console.print(Text(text, style=style))


def _print_overview(item: Overview, words: Labels, console: Console) -> None:
    state = words.text("terminal_complete" if item.complete else "terminal_incomplete")
    console.print()
    _say(console, f"{item.method} · {item.period} · {state}", "bold")
    console.print(_totals(item, words))
    for title, parts in (("terminal_scopes", item.scopes), ("terminal_sites", item.sites)):
        if len(parts) > 1:
            _say(console, words.text(title), "dim")
            console.print(_bars(parts, item.unit, console.width))
    _print_list(words.text("terminal_gaps"), item.gaps, words, console)
    if item.outside:
        _say(console, words.text("terminal_outside", count=str(item.outside)), "dim")
    if item.remarks:
        _say(console, f"{words.text('terminal_remarks')} {len(item.remarks)}: {words.many(item.remarks)}", "dim")


def _totals(item: Overview, words: Labels) -> RenderableType:
    table = _table(2)
    for total in item.totals:
        title = words.text("apart_title", title=total.title) if total.apart else total.title
        text = words.text("terminal_interval", text=total.text, coverage=total.coverage) if total.established else total.text
        table.add_row(_cell(title), _cell(text))
    return table


def _bars(parts: Sequence[PartOfTotal], unit: str, width: int) -> RenderableType:
    table = _table(4)
    longest = min(_WIDEST_BAR, max(8, width // 3)) if width >= _NARROW else 8
    for part in parts:
        table.add_row(_cell(part.name), _cell(bar(part.length, part.estimated, longest)), _cell(f"{part.value} {unit}"), _cell(part.share))
    return table


def bar(length: int, estimated: int, longest: int) -> str:
    """A bar of `length` ten-thousandths of `longest` signs: measured data solid, estimated ones shaded."""
    measured_eighths = max(length - estimated, 0) * longest * 8 // FULL_LENGTH
    full, rest = divmod(measured_eighths, 8)
    shaded = -(-estimated * longest // FULL_LENGTH) if estimated else 0
    solid = "█" * full + (_EIGHTHS[rest] if rest else "")
    text = (solid + "░" * shaded)[:longest]
    return text or ("▏" if length else "")


def _table(columns: int) -> Table:
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(columns):
        table.add_column(overflow="fold")
    return table


def _cell(text: str) -> RenderableType:
    from rich.text import Text

    return Text(text, overflow="fold")


def _print_list(title: str, entries: Sequence[str], words: Labels, console: Console) -> None:
    if not entries:
        return
    _say(console, f"{title} {len(entries)}", "yellow")
    for entry in entries[:_MOST_ENTRIES]:
        _say(console, f"  - {entry}")
    if len(entries) > _MOST_ENTRIES:
        _say(console, "  " + words.text("terminal_more", count=str(len(entries) - _MOST_ENTRIES)))


def _print_refusals(refusals: Sequence[RefusalShown], words: Labels, console: Console) -> None:
    console.print()
    if not refusals:
        _say(console, f"{words.text('terminal_refusals')}: {words.text('terminal_none')}")
        return
    entries = [f"{item.file} {item.sheet}!{item.cell} #{item.ticket}: {item.reason} {item.hint}".strip() for item in refusals]
    _print_list(words.text("terminal_refusals"), entries, words, console)
