"""``hutan base-year``: recalculate the base year by policy, look at a series as it was known on a day, repeat a recalculation."""

from __future__ import annotations

import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hutan.cli.speech import NO, YES, answers_errors, chosen_language, json_option, language_option, print_json

if TYPE_CHECKING:
    from hutan.adapters.base_year_record import BaseYearRecord
    from hutan.core.inventory.base_year import Series

_PATH = click.Path(path_type=Path)
_ON = click.option("--on", "base", required=True, type=_PATH, help="Result that the base year was reported with.")
_CURRENT = click.option("--current", type=_PATH, default=None, help="Result as known now, for acquired sites and corrected records. Default: --on.")


@click.group("base-year")
def base_year() -> None:
    """The base year and its recalculation. 基准年与重算。"""


@base_year.command()
@click.argument("policy", type=_PATH)
@_ON
@_CURRENT
@click.option("--out", required=True, type=_PATH, help="File to write: policy, events, verdicts, every series, digest.")
@language_option
@json_option
@answers_errors
def recalculate(policy: Path, base: Path, current: Path | None, out: Path, lang: str | None, as_json: bool) -> None:
    """Judge the events in POLICY and recalculate the base year where the policy asks for it; no series is ever overwritten.

    Exit status: 0 the base year stands, 1 it was recalculated, 2 unusable.
    """
    from hutan.adapters.tabular.table_file import write_atomically

    record = _record(policy, base, current)
    write_atomically(out, record.data())
    _show(record, chosen_language(lang), as_json)
    sys.exit(NO if len(record.series) > 1 else YES)


def _record(policy: Path, base: Path, current: Path | None) -> BaseYearRecord:
    from hutan.adapters.base_year_file import read_base_year
    from hutan.adapters.base_year_record import base_year_record
    from hutan.adapters.recalculation import recalculated
    from hutan.adapters.tabular.table_file import load

    rules, events = read_base_year(policy.name, load(policy))
    first = recalculated(load(base))
    return base_year_record(rules, events, first, recalculated(load(current)) if current else first)


@base_year.command()
@click.argument("record", type=_PATH)
@click.option("--as-known-on", "day", type=click.DateTime(["%Y-%m-%d"]), default=None, metavar="DAY", help="Only the series that stood on that day.")
@language_option
@json_option
@answers_errors
def show(record: Path, day: datetime | None, lang: str | None, as_json: bool) -> None:
    """Print the verdicts and series in RECORD, or the series as it was known on a day. Exit status 1 if none was known."""
    from hutan.adapters.base_year_record import read_record
    from hutan.adapters.tabular.table_file import load
    from hutan.core.inventory.base_year import as_known_on
    from hutan.kernel.codec import to_plain

    found, language = read_record(load(record)), chosen_language(lang)
    if day is None:
        _show(found, language, as_json)
        sys.exit(YES)
    series = as_known_on(found.series, day.date())
    if series is None:
        click.echo("该日尚无基准年序列" if language == "zh" else "no series was known on that day")
        sys.exit(NO)
    if as_json:
        print_json(to_plain(series))
    else:
        _print_series((series,), language)
    sys.exit(YES)


@base_year.command()
@click.argument("record", type=_PATH)
@_ON
@_CURRENT
@language_option
@answers_errors
def check(record: Path, base: Path, current: Path | None, lang: str | None) -> None:
    """Repeat the recalculation in RECORD from its results. Exit status: 0 reproduced, 1 something differs."""
    from hutan.adapters.base_year_record import base_year_record, read_record
    from hutan.adapters.recalculation import recalculated
    from hutan.adapters.tabular.table_file import load

    stated = read_record(load(record))
    first = recalculated(load(base))
    found = base_year_record(stated.policy, stated.events, first, recalculated(load(current)) if current else first)
    same = found.digest() == stated.digest()
    zh = chosen_language(lang) == "zh"
    words = ("已复现" if zh else "reproduced") if same else ("未能复现" if zh else "not reproduced")
    click.echo(f"{words}  {stated.digest()}" + ("" if same else f" ≠ {found.digest()}"))
    sys.exit(YES if same else NO)


def _show(record: BaseYearRecord, language: str, as_json: bool) -> None:
    if as_json:
        print_json({**record.plain(), "digest": record.digest()})
        return
    from hutan.adapters.documents.labels import labels

    words, zh, policy = labels(language), language == "zh", record.policy
    rule = f"{policy.pack}: {policy.total_id}  {policy.base_year}  ≥ {policy.threshold_percent} %"
    click.secho(f"{rule}  {('累计' if zh else 'cumulative') if policy.cumulative else ('单项' if zh else 'singly')}", bold=True)
    events = {event.id: event for event in record.events}
    for item in record.judged:
        event = events[item.event_id]
        figures = f"{item.effect_kg.scaleb(-3):+,.1f} t  {item.effect_percent:+.1f} %  (Σ {item.gathered_percent:.1f} %)"
        kind, verdict = words.term("event", event.kind.value), words.term("verdict", item.verdict.value)
        click.echo(f"  {event.known_on}  {event.id}  {kind}  {figures}  → {verdict}")
    _print_series(record.series, language)
    click.echo(f"{'摘要' if zh else 'digest'} {record.digest()}")


def _print_series(series: tuple[Series, ...], language: str) -> None:
    from rich.console import Console
    from rich.table import Table

    zh = language == "zh"
    table = Table(box=None, pad_edge=False)
    table.add_column("tCO2e")
    for item in series:
        for found in item.years:
            known = f"自 {item.known_on}" if zh else f"from {item.known_on}"
            table.add_column(f"{found.year}\n{known}", justify="right")
    table.add_row("合计" if zh else "total", *(_tonnes(found.total_kg) for item in series for found in item.years), style="bold")
    for dimension in ("by_scope", "by_site"):
        keys = list(dict.fromkeys(key for item in series for found in item.years for key, _ in _parts(found, dimension)))
        for key in keys:
            table.add_row(f"  {key}", *(_tonnes(dict(_parts(found, dimension)).get(key)) for item in series for found in item.years))
    Console().print(table)


def _parts(found: object, dimension: str) -> tuple[tuple[str, Decimal], ...]:
    parts: tuple[tuple[str, Decimal], ...] = getattr(found, dimension)
    return parts


def _tonnes(value: Decimal | None) -> str:
    return "–" if value is None else f"{value.scaleb(-3):,.1f}"
