"""``hutan inventory``: a template to fill, and a calculation with answers, reports and a result anyone can replay."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from hutan.cli.inventory_change import budget, change
from hutan.cli.inventory_check import check
from hutan.cli.inventory_compare import compare
from hutan.cli.inventory_fill import fill
from hutan.cli.inventory_intake import interval_option, print_intakes, print_meters, registers_option, stamp_mark, stamp_option
from hutan.cli.speech import DEFAULT_PACKS, NO, YES, answers_errors, chosen_language, json_option, language_option, print_json, progress

if TYPE_CHECKING:
    from typing import Unpack

    from hutan.adapters.inventory_run import Done

_DAY = click.DateTime(["%Y-%m-%d"])
_MONTH = click.DateTime(["%Y-%m"])
_PATH = click.Path(path_type=Path)
_STAGES = 6


@click.group()
def inventory() -> None:
    """GHG inventory of an organization."""


inventory.add_command(budget)
inventory.add_command(change)
inventory.add_command(check)
inventory.add_command(compare)
inventory.add_command(fill)


@inventory.command()
@click.argument("org", type=_PATH)
@click.option("--out", required=True, type=_PATH, help="Workbook to write.")
@click.option("--from", "first", type=_MONTH, default=None, metavar="MONTH", help="First month to prefill for every source, such as 2025-01.")
@click.option("--to", "last", type=_MONTH, default=None, metavar="MONTH", help="Last month to prefill.")
@language_option
@answers_errors
def template(org: Path, out: Path, first: datetime | None, last: datetime | None, lang: str | None) -> None:
    """Write a workbook for ORG with drop-downs of its own sources and units."""
    from hutan.adapters.organization_file import read_organization
    from hutan.adapters.pack_store.carrier_tables import load_carriers
    from hutan.adapters.tabular.table_file import load, write_atomically
    from hutan.adapters.tabular.template import write_template

    if (first is None) != (last is None):
        raise click.UsageError("--from and --to go together")
    organization = read_organization(org.name, load(org))
    write_atomically(out, write_template(organization, (*organization.items, *load_carriers()), _months(first, last)))
    click.echo(f"已写入 {out}" if chosen_language(lang) == "zh" else f"wrote {out}")
    sys.exit(YES)


def _months(first: datetime | None, last: datetime | None) -> tuple[date, ...]:
    from hutan.kernel.periods import next_month

    months: list[date] = []
    day = first.date() if first else None
    while day is not None and last is not None and day <= last.date():
        months.append(day)
        day = next_month(day)
    return tuple(months)


@inventory.command()
@click.argument("ticket")
@click.option("--out", required=True, type=_PATH, help="The folder that calculate wrote to.")
@click.option("--because", required=True, help="Why the row is not wanted; kept for ever.")
@language_option
@answers_errors
def withdraw(ticket: str, out: Path, because: str, lang: str | None) -> None:
    """Close the refusal TICKET because its row is not wanted after all."""
    from hutan.adapters.book_file import book_bytes, parse_book
    from hutan.adapters.tabular.table_file import load, write_atomically
    from hutan.adapters.workbook_intake import BOOK
    from hutan.usecases.ingest import withdraw as withdrawn

    book = withdrawn(parse_book(load(out / BOOK), BOOK), ticket.strip("#[]"), because)
    write_atomically(out / BOOK, book_bytes(book))
    left = len(book.refusals)
    click.echo(f"已撤回 {ticket}，尚有 {left} 行未接收" if chosen_language(lang) == "zh" else f"withdrawn {ticket}; {left} still refused")
    sys.exit(NO if left else YES)


class _Options(TypedDict):
    """What ``calculate`` was called with."""

    workbooks: tuple[Path, ...]
    org: Path
    out: Path
    packs: tuple[str, ...]
    years: tuple[int, ...]
    reported_on: datetime | None
    replace: bool
    registers: tuple[Path, ...]
    interval: tuple[Path, ...]
    stamp: str | None
    engine: str
    draws: int | None
    seed: int
    lang: str | None
    as_json: bool


@inventory.command()
@click.argument("workbooks", nargs=-1, type=_PATH)
@click.option("--org", required=True, type=_PATH, help="Organization file.")
@click.option("--out", required=True, type=_PATH, help="Folder for answers, reports and result; it also keeps what was accepted before.")
@click.option("--pack", "packs", multiple=True, default=DEFAULT_PACKS, show_default=True, help="Method pack; several stand side by side.")
@click.option("--year", "years", multiple=True, type=click.IntRange(1990, 2100), help="Calendar year; by default every year with data.")
@click.option("--reported-on", type=_DAY, default=None, metavar="DAY", help="Day of reporting: later publications are not used. Default: today.")
@click.option("--replace", is_flag=True, help="Let rows replace accepted ones of the same source and period; the old ones are kept as superseded.")
@registers_option
@interval_option
@stamp_option
@click.option("--engine", type=click.Choice(["python", "duckdb"]), default="python", show_default=True, help="Where quantities are summed.")
@click.option(
    "--draws",
    type=click.IntRange(1_000, 1_000_000),
    default=None,
    help="Monte Carlo beside every interval, with so many draws. Default: 20000, and only where the first-order interval is unfit.",
)
@click.option("--seed", type=click.IntRange(0, 2**53 - 1), default=1, show_default=True, help="Where the draws start; the same seed, the same draws.")
@language_option
@json_option
@answers_errors
def calculate(**options: Unpack[_Options]) -> None:
    """Read WORKBOOKS and files of readings, answer every row, and calculate.

    Exit status: 0 complete, 1 refusals or gaps are left, 2 a file or call cannot be used (then nothing is written).
    """
    from hutan.adapters.inventory_run import Order, run
    from hutan.adapters.meter_files import MeterFiles
    from hutan.core.uncertainty.simulated import USUAL_DRAWS, Simulation

    if not options["workbooks"] and not options["registers"] and not options["interval"]:
        raise click.UsageError("nothing to read: name WORKBOOKS, --registers or --interval")
    language = chosen_language(options["lang"])
    order = Order(
        workbooks=options["workbooks"],
        organization=options["org"],
        out=options["out"],
        packs=options["packs"],
        years=options["years"],
        reported_on=options["reported_on"].date() if options["reported_on"] else date.today(),
        replace=options["replace"],
        meters=MeterFiles(options["registers"], options["interval"], stamp_mark(options["stamp"])),
        engine=options["engine"],
        language=language,
        simulation=Simulation(options["draws"] or USUAL_DRAWS, options["seed"], always=options["draws"] is not None),
    )
    with progress(_STAGES) as stage:
        done = run(order, stage)
    if options["as_json"]:
        print_json(done.plain())
    else:
        _print_run(done, language)
    sys.exit(YES if done.complete else NO)


def _print_run(done: Done, language: str) -> None:
    from rich.console import Console

    from hutan.adapters.documents.summary import print_summary

    # The summary tells the open ones, with those of earlier runs.
    print_intakes(done.intakes, language, with_open=False)
    print_meters(done.meters, language)
    print_summary(done.contents[language], Console())
    for path in done.written:
        click.echo(f"  {path}")
