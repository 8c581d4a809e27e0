"""``hutan packs``: which packs there are, what each says of itself, and whether one holds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hutan.cli.packs_change import diff, effect
from hutan.cli.packs_import import import_
from hutan.cli.speech import YES, answers_errors, chosen_language, json_option, language_option, print_json

if TYPE_CHECKING:
    from hutan.core.methods.pack import PackHeader


@click.group()
def packs() -> None:
    """Method packs and the data packs they rest on."""


packs.add_command(diff)
packs.add_command(effect)
packs.add_command(import_)


@packs.command("list")
@language_option
@json_option
@answers_errors
def list_(lang: str | None, as_json: bool) -> None:
    """Every pack of this release, then those of the user's own store, with title, status and evidence grade."""
    from hutan.adapters.pack_store.folders import list_packs, packaged_root, read_folder
    from hutan.adapters.pack_store.method_packs import read_header
    from hutan.adapters.pack_store.user_store import find_pack, stored_packs

    language = chosen_language(lang)
    headers = [read_header(read_folder(packaged_root(), identifier)) for identifier in list_packs(packaged_root())]
    headers += [read_header(find_pack(identifier)) for identifier in stored_packs()]
    if as_json:
        print_json([_plain(header, language) for header in headers])
    else:
        for header in headers:
            click.echo(f"{header.id:<30} {header.content:<12} {header.text_status.value:<9} {header.title.text(language)}")
    sys.exit(YES)


def _plain(header: PackHeader, language: str) -> dict[str, str]:
    return {
        "id": header.id,
        "title": header.title.text(language),
        "status": header.status.value,
        "text_status": header.text_status.value,
        "grade": header.evidence_grade,
        "content": header.content,
        "digest": header.digest,
    }


@packs.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@language_option
@answers_errors
def check(folder: Path, lang: str | None) -> None:
    """Check a pack in FOLDER (…/FAMILY/EDITION): files, units of every rule and factor, totals, worked cases' shape, lock."""
    from hutan.adapters.pack_store.folders import LOCK_NAME, packaged_root, read_folder
    from hutan.adapters.pack_store.library import load_packs
    from hutan.adapters.pack_store.method_packs import read_header
    from hutan.kernel.ids import pack_id

    identifier = pack_id("/".join(folder.resolve().parts[-2:]))
    mine = read_folder(folder.resolve().parents[1], identifier)
    header = read_header(mine)
    if header.content == "method":
        load_packs([identifier], lambda wanted: mine if wanted == identifier else read_folder(packaged_root(), wanted).checked())
    if LOCK_NAME in mine.files:
        mine.checked()
    locked = LOCK_NAME in mine.files
    words = ("成立", "已锁定" if locked else "未锁定") if chosen_language(lang) == "zh" else ("holds", "locked" if locked else "not locked")
    click.echo(f"{identifier}  {words[0]}, {words[1]}  {mine.digest()}")
    sys.exit(YES)


@packs.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@answers_errors
def lock(folder: Path) -> None:
    """Freeze the edition in FOLDER: write its pack.lock, once. A locked edition is never locked again."""
    from hutan.adapters.pack_store.folders import LOCK_NAME, read_folder
    from hutan.adapters.tabular.table_file import write_atomically
    from hutan.kernel.errors import PackError
    from hutan.kernel.ids import pack_id

    identifier = pack_id("/".join(folder.resolve().parts[-2:]))
    mine = read_folder(folder.resolve().parents[1], identifier)
    if LOCK_NAME in mine.files:
        raise PackError("pack_locked_already", pack=identifier)
    write_atomically(folder / LOCK_NAME, mine.lock_bytes())
    click.echo(f"{identifier}  {mine.digest()}")
    sys.exit(YES)
