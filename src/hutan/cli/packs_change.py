"""``hutan packs diff`` and ``effect``: what another edition says, and what it would do to one's own figures, before adopting it."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hutan.cli.speech import NO, YES, answers_errors, chosen_language, json_option, language_option, print_json, sentence

if TYPE_CHECKING:
    from hutan.core.inventory.result import Gap, Inventory
    from hutan.core.model.organization import Organization


@click.command()
@click.argument("before")
@click.argument("after")
@language_option
@json_option
@answers_errors
def diff(before: str, after: str, lang: str | None, as_json: bool) -> None:
    """Name every difference of two packs, BEFORE and AFTER: rules, inputs, totals, parameters, factors.

    Exit status: 0 none, 1 there are differences, 2 unusable.
    """
    from hutan.adapters.pack_changes import changes_of
    from hutan.kernel.codec import to_plain
    from hutan.kernel.ids import pack_id

    changes = changes_of(pack_id(before), pack_id(after))
    if as_json:
        print_json(to_plain(changes))
    else:
        zh = chosen_language(lang) == "zh"
        for change in changes:
            click.secho(change.place, bold=True)
            for sign, color, text in (("-", "red", change.before), ("+", "green", change.after)):
                if text:
                    click.secho(f"  {sign} {text}", fg=color)
        click.echo(f"{before} → {after}: {len(changes)} {'处不同' if zh else 'differences'}")
    sys.exit(NO if changes else YES)


@click.command()
@click.argument("before")
@click.argument("after")
@click.option("--on", "result", required=True, type=click.Path(path_type=Path), help="Result whose data both are applied to.")
@click.option("--reported-on", type=click.DateTime(["%Y-%m-%d"]), default=None, metavar="DAY", help="Day of reporting for AFTER. Default: as sealed.")
@language_option
@json_option
@answers_errors
def effect(before: str, after: str, result: Path, reported_on: datetime | None, lang: str | None, as_json: bool) -> None:
    """Calculate the data of a result under BEFORE, as sealed, and under AFTER, and explain the difference. Nothing is adopted or written.

    Exit status: 0 no figure moves and nothing new is asked, 1 something does, 2 unusable.
    """
    from hutan.adapters.pack_changes import effect_of
    from hutan.adapters.recalculation import recalculated
    from hutan.adapters.tabular.table_file import load
    from hutan.cli.inventory_compare import plain_comparison, print_comparison
    from hutan.kernel.ids import pack_id

    language = chosen_language(lang)
    found = recalculated(load(result))
    effects = effect_of(found, pack_id(before), pack_id(after), reported_on.date() if reported_on else found.inputs.reported_on)
    moved = any(item.comparison.differences or item.new_gaps for item in effects)
    if as_json:
        print_json([{**plain_comparison(item.comparison), "new_gaps": [gap.code for gap in item.new_gaps]} for item in effects])
    else:
        for item in effects:
            print_comparison(item.comparison, found.inputs.organization, language)
            _print_gaps(item.after, item.new_gaps, found.inputs.organization, language)
        if not moved:
            click.echo("没有数字变化，也不需要新的数据。" if language == "zh" else "No figure moves, and nothing new is asked for.")
    sys.exit(NO if moved else YES)


def _print_gaps(after: Inventory, gaps: tuple[Gap, ...], organization: Organization, language: str) -> None:
    """What the other edition would ask for."""
    from hutan.kernel.refusals import Address, Remark

    if gaps:
        click.echo(f"{after.pack_id} 还需要：" if language == "zh" else f"{after.pack_id} would also ask for:")
    for gap in gaps:
        source = organization.source(gap.source_id)
        name = source.name_zh if language == "zh" else source.name_en
        click.echo("  " + sentence(Remark(gap.code, Address(name), gap.params), language))
