"""What ``calculate`` and ``check`` share: options for files of readings, and what is said of files that were read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hutan.cli.speech import sentence

if TYPE_CHECKING:
    from hutan.adapters.meter_files import MeterFile
    from hutan.adapters.workbook_intake import Intake
    from hutan.core.activity.metering.interval_series import StampMark

_PATH = click.Path(path_type=Path)

registers_option = click.option("--registers", multiple=True, type=_PATH, help="Table of meter readings: day, reading, meter; multiplier, digits.")
interval_option = click.option("--interval", multiple=True, type=_PATH, help="Interval data, such as 15-minute values (CSV or Parquet).")
stamp_option = click.option(
    "--stamp", type=click.Choice(["start", "end"]), default=None, help="What time stamps of interval data mark: start or end of an interval."
)


def stamp_mark(text: str | None) -> StampMark | None:
    """The option's value; None where the files are to say it."""
    from hutan.core.activity.metering.interval_series import StampMark

    return None if text is None else StampMark(text)


def print_intakes(intakes: Sequence[Intake], language: str, *, with_open: bool) -> None:
    """One line a workbook, then what concerns the file as a whole; refusals that stay open in the book only `with_open`."""
    from hutan.core.activity.answers import Verdict

    zh = language == "zh"
    words = {
        Verdict.ACCEPTED: "接收" if zh else "accepted",
        Verdict.REMARKED: "接收（请留意）" if zh else "accepted with a remark",
        Verdict.REFUSED: "未接收" if zh else "refused",
        Verdict.UNCHANGED: "未变" if zh else "unchanged",
    }
    for item in intakes:
        counts = "  ".join(f"{word} {count}" for verdict, word in words.items() if (count := item.outcome.count(verdict)))
        click.echo(f"{item.name}: {counts}")
        for remark in item.outcome.file_remarks:
            click.echo("  " + sentence(remark, language))
        for answer in item.outcome.answers:
            for refusal in answer.refusals if with_open or not answer.ticket else ():
                click.secho("  " + sentence(refusal, language), fg="red")


def print_meters(meters: Sequence[MeterFile], language: str) -> None:
    """One line a file of readings, then what does not count and what should be known."""
    for item in meters:
        count, refused = len(item.intake.records), len(item.intake.refusals)
        click.echo(f"{item.name}: " + (f"读入 {count} 条记录，{refused} 处不计" if language == "zh" else f"{count} records, {refused} not counted"))
        for refusal in item.intake.refusals:
            click.secho("  " + sentence(refusal, language), fg="red")
        for remark in item.intake.remarks:
            click.echo("  " + sentence(remark, language))
