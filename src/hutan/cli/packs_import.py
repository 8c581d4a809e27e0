"""``hutan packs import``: a pack of one's own, such as a licensed standard's tables, into one's pack store."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from hutan.cli.speech import YES, answers_errors, chosen_language, language_option


@click.command("import")
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option("--store", type=click.Path(path_type=Path), default=None, help="Pack store. Default: HUTAN_PACKS, else the user's data folder.")
@language_option
@answers_errors
def import_(source: Path, store: Path | None, lang: str | None) -> None:
    """Check the pack in SOURCE, a folder or zip, and keep it in the pack store under a lock.

    Its files travel in result files only if its pack.yaml says ``redistribution: allowed``; else a result carries its digest, and whoever replays
    it needs the pack in a store of their own.
    """
    from hutan.adapters.pack_store.user_store import import_pack, store_root

    root = store or store_root()
    folder = import_pack(source, root)
    zh = chosen_language(lang) == "zh"
    click.echo(f"{folder.id}  {'已导入' if zh else 'imported'} {root}  {folder.digest()}")
    sys.exit(YES)
