"""One method over one period in few words: totals with their intervals, scopes, sites, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from hutan.adapters.documents.blocks import FULL_LENGTH, Overview, PartOfTotal, TotalShown
from hutan.adapters.documents.names import Subject, scope_color
from hutan.adapters.documents.number_text import estimate, four_digits, percent, percent_of, tonnes
from hutan.adapters.documents.sums import Sum, largest_first, lines_of, main_lines, main_totals, rule_of, sums_by
from hutan.core.inventory.result import Check, Gap, Inventory, Line, Total
from hutan.kernel.ids import SiteId


def overview(subject: Subject, inventory: Inventory) -> Overview:
    """The inventory as a screen shows it."""
    pack = inventory.pack
    lines = main_lines(inventory)
    return Overview(
        method=pack.header.title.text(subject.language),
        pack=pack.header.id,
        period=subject.period(inventory.period),
        unit=subject.unit(pack),
        totals=tuple(total_shown(subject, inventory, total) for total in inventory.totals),
        scopes=_parts(lines, lambda line: line.scope, lambda key: pack.scope_title(key, subject.language), lambda key: scope_color(pack, key)),
        sites=_parts(lines, lambda line: line.site_id, lambda key: subject.site(SiteId(key)), lambda _: "neutral"),
        complete=inventory.complete(),
        gaps=tuple(gap_text(subject, gap) for gap in inventory.gaps if not gap.outside),
        outside=len({gap.source_id for gap in inventory.gaps if gap.outside}),
        remarks=tuple(subject.labels.term("check", check.code) for check in inventory.checks if not check.passed),
    )


def total_shown(subject: Subject, inventory: Inventory, total: Total) -> TotalShown:
    """A total with its interval in words."""
    return TotalShown(
        title=total_title(subject, inventory, total),
        text=total_text(subject, inventory, total),
        coverage=coverage_text(total),
        established=total.interval.established,
        apart=total.apart,
    )


def total_title(subject: Subject, inventory: Inventory, total: Total) -> str:
    """The pack's own words for a total."""
    return rule_of(inventory.pack, total.id).title.text(subject.language)


def total_text(subject: Subject, inventory: Inventory, total: Total, without: str = "without_interval") -> str:
    """``12.4 ± 0.9 tCO2e (95 %)``; the value, that no interval is established, and the coverage; or that there are no data.

    `without` is the sentence for a value without an established interval.
    """
    if not lines_of(inventory, total.id):
        return subject.labels.text("no_data")
    found, unit = estimate(total.value, total.interval), subject.unit(inventory.pack)
    if found.established:
        text = subject.labels.text("with_interval", value=found.text(), unit=unit)
    else:
        text = subject.labels.text(without, value=found.value, unit=unit, coverage=coverage_text(total))
    return marked(subject, inventory, total, _with_estimated(subject, inventory, total, text))


def marked(subject: Subject, inventory: Inventory, total: Total, text: str) -> str:
    """The words for a total, and that it is incomplete where something blocks."""
    return text if inventory.complete() or total.apart else subject.labels.text("incomplete_cell", text=text)


def _with_estimated(subject: Subject, inventory: Inventory, total: Total, text: str) -> str:
    """The words for a total, and how much of it rests on estimates where any does."""
    estimated = estimated_share(inventory, total)
    return subject.labels.text("estimated_cell", text=text, share=percent_of(estimated)) if estimated else text


def estimated_share(inventory: Inventory, total: Total) -> Decimal:
    """The part of a total, by the size of its lines, whose activity was estimated, 0 to 1."""
    return next((Decimal(1) - item.measured for item in inventory.quality if item.total_id == total.id), Decimal(0))


def coverage_text(total: Total) -> str:
    """The share of the total whose every input has a sourced spread; a dash for an empty total."""
    coverage = total.interval.coverage
    return "–" if coverage is None else percent_of(coverage)


def gap_text(subject: Subject, gap: Gap) -> str:
    """Source, days and what is missing."""
    reason, _ = subject.told(gap.code, gap.params)
    return subject.labels.text("gap_line", source=subject.source(gap.source_id), days=subject.period(gap.period), reason=reason)


def _parts(lines: tuple[Line, ...], key: Callable[[Line], str], name: Callable[[str], str], color: Callable[[str], str]) -> tuple[PartOfTotal, ...]:
    sums = sums_by(lines, key)
    whole = sum((item.value_kg for item in sums.values()), Decimal(0))
    return tuple(part_of_total(name(item), sums[item], whole, color(item)) for item in largest_first(sums))


def part_of_total(name: str, item: Sum, whole_kg: Decimal, color: str) -> PartOfTotal:
    """A part with its share of the whole [kg]."""
    return PartOfTotal(
        name=name,
        value=four_digits(tonnes(item.value_kg)),
        share=percent(item.value_kg, whole_kg),
        length=share_length(item.value_kg, whole_kg),
        estimated=share_length(item.estimated_kg, whole_kg),
        color=color,
    )


def share_length(part_kg: Decimal, whole_kg: Decimal) -> int:
    """A share as ten-thousandths, within 0 and the whole."""
    if not whole_kg:
        return 0
    return min(max(int(part_kg / whole_kg * FULL_LENGTH), 0), FULL_LENGTH)


def first_total(inventory: Inventory) -> Total | None:
    """The total that leads a report, where the pack states one."""
    totals = main_totals(inventory)
    return totals[0] if totals else None


def blocking_texts(subject: Subject, inventories: Sequence[Inventory]) -> tuple[str, ...]:
    """Why inventories are incomplete, each reason once and in brief: required values that are missing, checks that block."""
    missing = {(gap.source_id, gap.period, gap.params) for item in inventories for gap in item.gaps if gap.blocking}
    texts = [subject.labels.text("blocking_gaps", count=str(len(missing)))] if missing else []
    checks = dict.fromkeys(check for item in inventories for check in item.checks if check.blocking and not check.passed)
    return (*texts, *dict.fromkeys(_brief(subject, check) for check in checks))


def _brief(subject: Subject, check: Check) -> str:
    words = subject.labels.term("check_brief", check.code)
    return subject.told(check.code, check.params)[0].rstrip("。.") if words == check.code else words.format_map(dict(check.params))
