"""``hutan result``: a result without the bills for a bank or a buyer, and what its reader can check."""

from __future__ import annotations

import secrets
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hutan.cli.speech import YES, answers_errors, chosen_language, json_option, language_option, print_json

if TYPE_CHECKING:
    from hutan.usecases.redacted_totals import ShownTotal

_PATH = click.Path(path_type=Path)


@click.group()
def result() -> None:
    """Results that are handed on. 结果的脱敏与核对。"""


@result.command("redact")
@click.argument("full", type=_PATH)
@click.option("--out", required=True, type=_PATH, help="Redacted result to write.")
@click.option("--show", type=click.Choice(["totals", "sites", "months"]), default="totals", show_default=True, help="How much its reader sees.")
@click.option("--opening", required=True, type=_PATH, help="The owner's secret; used if it is there, else made. As confidential as the result.")
@language_option
@answers_errors
def redact_(full: Path, out: Path, show: str, opening: Path, lang: str | None) -> None:
    """Write FULL without lines, factors and bills: totals stay, all else becomes salted digests under one root."""
    from hutan.adapters.redacted_file import read_opening, redaction
    from hutan.adapters.tabular.table_file import load, write_atomically
    from hutan.usecases.redact import SECRET_BYTES, Shown

    secret = read_opening(load(opening)).secret if opening.exists() else secrets.token_bytes(SECRET_BYTES)
    redacted, kept = redaction(load(full), secret, Shown(show))
    write_atomically(opening, kept)
    write_atomically(out, redacted)
    zh = chosen_language(lang) == "zh"
    click.echo(f"已写入 {out}；开封密钥 {opening} 请与结果文件同等保密" if zh else f"wrote {out}; keep the opening {opening} as you keep the result")
    sys.exit(YES)


@result.command()
@click.argument("redacted", type=_PATH)
@click.option("--against", type=_PATH, default=None, help="The full result, to see that this is a redaction of it; needs --opening.")
@click.option("--opening", type=_PATH, default=None, help="The owner's opening.")
@language_option
@json_option
@answers_errors
def show(redacted: Path, against: Path | None, opening: Path | None, lang: str | None, as_json: bool) -> None:
    """Check REDACTED and print its totals. What it proves: all figures shown belong to one result; not that its bills are true.

    Exit status: 0 sound, 1 something was changed, 2 unusable.
    """
    from hutan.adapters.redacted_file import check_against, read_opening, read_redacted
    from hutan.adapters.tabular.table_file import load
    from hutan.kernel.codec import to_plain
    from hutan.usecases.redacted_totals import shown_totals

    if (against is None) != (opening is None):
        raise click.UsageError("--against and --opening go together")
    found = read_redacted(load(redacted))
    if against is not None and opening is not None:
        check_against(found, load(against), read_opening(load(opening)))
    totals = shown_totals(found)
    withheld = sum(1 for leaf in found.leaves if not leaf.shown)
    if as_json:
        plain = {"root": found.root, "leaves": len(found.leaves), "withheld": withheld, "compared": against is not None}
        print_json({**plain, "totals": to_plain(totals)})
    else:
        _print(totals, found.root, len(found.leaves), withheld, chosen_language(lang))
    sys.exit(YES)


def _print(totals: tuple[ShownTotal, ...], root: str, leaves: int, withheld: int, language: str) -> None:
    zh = language == "zh"
    words = ("脱敏结果完好", "项承诺", "项未出示") if zh else ("redacted result is sound", "commitments", "withheld")
    click.echo(f"{words[0]}  {root}  {leaves} {words[1]}, {withheld} {words[2]}")
    for total in totals:
        interval = "" if total.low is None or total.high is None else f"  [{_tonnes(total.low)}, {_tonnes(total.high)}]"
        click.echo(f"{total.pack}  {total.period}  {total.id}: {_tonnes(total.value)} t{total.unit.removeprefix('kg')}{interval}")
        for dimension, parts in total.parts:
            if len(parts) > 1:
                click.echo(f"    {dimension}: " + "  ".join(f"{key} {_tonnes(value)}" for key, value in parts))


def _tonnes(value: Decimal) -> str:
    return f"{value.scaleb(-3):,.1f}"
