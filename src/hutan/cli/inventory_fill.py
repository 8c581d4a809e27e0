"""``hutan inventory fill``: have one gap filled by a named method, by a named person, for a reason."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from hutan.cli.inventory_intake import interval_option, stamp_mark, stamp_option
from hutan.cli.speech import YES, answers_errors, chosen_language, json_option, language_option, print_json

if TYPE_CHECKING:
    from typing import Unpack

    from hutan.core.model.activity_record import ActivityRecord

METHODS = ("mean_of_neighbors", "same_period_last_year", "regression_on_production", "interval_profile")
_PATH = click.Path(path_type=Path)


class _Options(TypedDict):
    """What ``fill`` was called with."""

    out: Path
    org: Path
    source: str
    month: datetime
    method: str
    by: str
    because: str
    production: Path | None
    interval: tuple[Path, ...]
    stamp: str | None
    lang: str | None
    as_json: bool


@click.command()
@click.option("--out", required=True, type=_PATH, help="The folder that calculate wrote to; its book gains the estimate.")
@click.option("--org", required=True, type=_PATH, help="Organization file.")
@click.option("--source", required=True, help="Emission source, by its id.")
@click.option("--month", required=True, type=click.DateTime(["%Y-%m"]), metavar="MONTH", help="Month with the gap, such as 2024-05.")
@click.option("--method", required=True, type=click.Choice(METHODS), help="How to estimate; never chosen by itself.")
@click.option("--by", required=True, help="Who stands for it; kept for ever.")
@click.option("--because", required=True, help="Why the data are missing; kept for ever.")
@click.option("--production", type=_PATH, default=None, help="For regression_on_production: table of month and production.")
@interval_option
@stamp_option
@language_option
@json_option
@answers_errors
def fill(**options: Unpack[_Options]) -> None:
    """Fill the days of MONTH for which the book holds nothing of SOURCE.

    The estimate is marked as such everywhere, with its own interval where the method's errors allow to state one. A measured row sent
    later with --replace takes its place.
    """
    from hutan.adapters.gap_filling_run import FillRequest, run_fill
    from hutan.core.activity.gap_filling import FillMethod, FillOrder
    from hutan.kernel.ids import SourceId

    order = FillOrder(
        source_id=SourceId(options["source"]),
        month=options["month"].date(),
        method=FillMethod(options["method"]),
        asked_by=options["by"],
        asked_on=date.today(),
        because=options["because"],
    )
    records = run_fill(FillRequest(order, options["out"], options["org"], options["production"], options["interval"], stamp_mark(options["stamp"])))
    language = chosen_language(options["lang"])
    if options["as_json"]:
        from hutan.kernel.codec import to_plain

        print_json([to_plain(record) for record in records])
    else:
        for record in records:
            click.echo(_line(record, language))
    sys.exit(YES)


def _line(record: ActivityRecord, language: str) -> str:
    """Source, days, quantity with its half width, and the method."""
    from hutan.core.activity.period_reading import month_text
    from hutan.kernel.canonical import decimal_text

    spread = record.estimate.spread if record.estimate else None
    if spread is None:
        certainty = "区间未说明" if language == "zh" else "interval not stated"
    else:
        half = decimal_text(round(spread.values[0], 1))
        certainty = f"±{half} %（95%）" if language == "zh" else f"±{half} % (95 %)"
    words = "估算" if language == "zh" else "estimated"
    method = record.estimate.method if record.estimate else ""
    return f"{record.source_id}  {month_text(record.period)}  {decimal_text(record.quantity)} {record.unit}  {certainty}  {words} {method}"
