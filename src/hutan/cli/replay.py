"""``hutan replay``: repeat a result from its file alone and say *reproduced*, or name what differs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hutan.cli.speech import NO, YES, answers_errors, chosen_language, json_option, language_option, print_json

if TYPE_CHECKING:
    from hutan.usecases.reproduce import Difference


@click.command()
@click.argument("result", type=click.Path(path_type=Path))
@click.option("--engine", type=click.Choice(["python", "duckdb"]), default="python", show_default=True, help="Where quantities are summed.")
@language_option
@json_option
@answers_errors
def replay(result: Path, engine: str, lang: str | None, as_json: bool) -> None:
    """Repeat the calculation in RESULT offline.

    Exit status: 0 reproduced, 1 something differs and is named, 2 the file is no result.
    """
    from hutan.adapters.replay import replay_archive
    from hutan.adapters.tabular.table_file import load

    language = chosen_language(lang)
    outcome = replay_archive(load(result), engine)
    if as_json:
        differences = [{"code": item.code, "place": item.place, "stated": item.stated, "found": item.found} for item in outcome.differences]
        print_json({"reproduced": not outcome.differences, "root": outcome.root, "differences": differences})
    elif outcome.differences:
        click.secho("未能复现：" if language == "zh" else "not reproduced:", fg="red")
        for item in outcome.differences:
            click.echo("  " + difference_text(item, language))
    else:
        words = ("已复现", "摘要") if language == "zh" else ("reproduced", "digest")
        click.echo(f"{words[0]}  {words[1]} {outcome.root}")
    sys.exit(NO if outcome.differences else YES)


def difference_text(item: Difference, language: str) -> str:
    from hutan.adapters.message_catalog import message

    text = message(item.code, (("place", item.place), ("stated", item.stated), ("found", item.found)), language)
    return f"{text.reason} {text.hint}"
