"""``hutan inventory check``: what in the data cannot be right, and what somebody should look at, before anything is calculated."""

from __future__ import annotations

import itertools
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from hutan.cli.inventory_intake import interval_option, print_intakes, print_meters, registers_option, stamp_mark, stamp_option
from hutan.cli.speech import NO, YES, answers_errors, chosen_language, json_option, language_option, print_json

if TYPE_CHECKING:
    from typing import Unpack

    from hutan.adapters.record_check_run import CheckedRecords
    from hutan.core.activity.checks.calendar import GridRow
    from hutan.core.model.organization import Organization

_PATH = click.Path(path_type=Path)
_MARKS = {"complete": "■", "partial": "◧", "none": "□", "not_asked": "·"}


class _Options(TypedDict):
    """What ``check`` was called with."""

    workbooks: tuple[Path, ...]
    org: Path
    out: Path | None
    year: int | None
    registers: tuple[Path, ...]
    interval: tuple[Path, ...]
    stamp: str | None
    lang: str | None
    as_json: bool


@click.command()
@click.argument("workbooks", nargs=-1, type=_PATH)
@click.option("--org", required=True, type=_PATH, help="Organization file.")
@click.option("--out", default=None, type=_PATH, help="The folder that calculate wrote to: what its book holds is checked too.")
@click.option("--year", type=click.IntRange(1990, 2100), default=None, help="Ask for every day of this year. Default: first to last record.")
@registers_option
@interval_option
@stamp_option
@language_option
@json_option
@answers_errors
def check(**options: Unpack[_Options]) -> None:
    """Check WORKBOOKS, files of readings and the book in --out; nothing is written.

    Looks for gaps, repeats, overlaps, slips of a power of ten, confused units, outliers against each source's own history, days outside
    ownership, and estimates.

    Exit status: 0 nothing that must be mended, 1 something is refused, missing or cannot be right, 2 a file or call cannot be used.
    """
    from hutan.adapters.meter_files import MeterFiles
    from hutan.adapters.record_check_run import CheckOrder, run_check
    from hutan.core.activity.checks import Severity

    if not options["workbooks"] and not options["registers"] and not options["interval"] and options["out"] is None:
        raise click.UsageError("nothing to check: name WORKBOOKS, --registers, --interval or --out")
    meters = MeterFiles(options["registers"], options["interval"], stamp_mark(options["stamp"]))
    order = CheckOrder(options["workbooks"], meters, options["org"], options["out"], options["year"], date.today())
    checked = run_check(order)
    language = chosen_language(options["lang"])
    if options["as_json"]:
        print_json(_plain(checked, language))
    else:
        _print(checked, language)
    answers = [answer for item in checked.intakes for answer in item.outcome.answers]
    refused = any(answer.refusals for answer in answers) or any(item.intake.refusals for item in checked.meters)
    must = any(item.severity is Severity.MUST for item in checked.findings)
    sys.exit(NO if refused or must else YES)


def _plain(checked: CheckedRecords, language: str) -> dict[str, object]:
    from hutan.adapters.message_catalog import told
    from hutan.kernel.codec import to_plain
    from hutan.kernel.refusals import Refusal

    texts = [told(Refusal(item.code, item.origin, item.params), language) for item in checked.findings]
    findings = [{"finding": to_plain(item), "text": text.reason, "remedy": text.hint} for item, text in zip(checked.findings, texts, strict=True)]
    return {"within": to_plain(checked.within), "findings": findings, "months": to_plain(checked.grid)}


def _print(checked: CheckedRecords, language: str) -> None:
    zh = language == "zh"
    print_intakes(checked.intakes, language, with_open=True)
    print_meters(checked.meters, language)
    _print_grid(checked, zh)
    if not checked.findings:
        click.echo("没有发现问题。" if zh else "Nothing was found.")
    _print_findings(checked, language)


def _print_grid(checked: CheckedRecords, zh: bool) -> None:
    """A picture before the list: a row a source, a mark a month."""
    legend = "■ 齐全  ◧ 不足  □ 缺  e 含估算  · 不要求" if zh else "■ complete  ◧ in part  □ none  e estimated  · not asked"
    click.echo(f"{checked.within}   {legend}")
    for row in checked.grid:
        name = _name(checked.organization, row.source_id, zh)
        click.echo(f"  {_months(row)}  {name}")


def _months(row: GridRow) -> str:
    """Twelve marks, then a space: years stand below each other."""
    marks = ["e" if cell.estimated else _MARKS[cell.state.value] for cell in row.cells]
    years = itertools.groupby(zip(row.cells, marks, strict=True), key=lambda item: item[0].month.year)
    return " ".join("".join(mark for _, mark in own) for _, own in years)


def _print_findings(checked: CheckedRecords, language: str) -> None:
    """Sources in their order; what must be mended in red."""
    from hutan.adapters.message_catalog import told
    from hutan.core.activity.checks import Severity
    from hutan.kernel.refusals import Refusal

    for source_id, own in itertools.groupby(checked.findings, key=lambda item: item.source_id):
        click.secho(_name(checked.organization, source_id, language == "zh"), bold=True)
        for item in own:
            text = told(Refusal(item.code, item.origin, item.params), language)
            place = f"  [{item.origin.cell}]" if item.origin.cell else ""
            click.secho(f"  {text.reason}{place}", fg="red" if item.severity is Severity.MUST else None)
            click.echo(f"    {text.hint}")


def _name(organization: Organization, source_id: str, zh: bool) -> str:
    source = next(item for item in organization.sources if item.id == source_id)
    return f"{source.id}  {source.name_zh if zh else source.name_en}"
