"""``hutan organization``: is the organization file sound."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hutan.cli.speech import DEFAULT_PACKS, NO, YES, answers_errors, chosen_language, json_option, language_option, print_json, sentence

if TYPE_CHECKING:
    from hutan.kernel.refusals import Refusal, Remark


@click.group()
def organization() -> None:
    """The organization file."""


@organization.command()
@click.argument("org", type=click.Path(path_type=Path))
@click.option("--pack", "packs", multiple=True, default=DEFAULT_PACKS, show_default=True, help="Method pack that shall be able to use it.")
@language_option
@json_option
@answers_errors
def check(org: Path, packs: tuple[str, ...], lang: str | None, as_json: bool) -> None:
    """Check ORG: credit code, industry, districts, regions, carriers, own values, choices and spreads.

    Exit status: 0 sound, 1 something must be mended, 2 the file cannot be read.
    """
    from hutan.adapters.organization_file import read_organization
    from hutan.adapters.pack_store.code_tables import load_code_tables
    from hutan.adapters.pack_store.library import load_packs
    from hutan.adapters.pack_store.user_store import find_pack
    from hutan.adapters.tabular.table_file import load
    from hutan.kernel.ids import pack_id
    from hutan.usecases.check_organization import check_organization
    from hutan.usecases.check_values import check_values

    language = chosen_language(lang)
    found = read_organization(org.name, load(org))
    library = load_packs(tuple(pack_id(text) for text in packs), find_pack).library
    refusals, remarks = check_organization(org.name, found, load_code_tables(), library.carriers, library.regions)
    more_refusals, more_remarks = check_values(org.name, found, library)
    refusals, remarks = refusals + more_refusals, remarks + more_remarks
    findings: list[Refusal | Remark] = [*refusals, *remarks]
    if as_json:
        told = [{"code": item.code, "address": str(item.address), "text": sentence(item, language)} for item in findings]
        print_json({"organization": found.id, "sound": not refusals, "findings": told})
    else:
        for item in findings:
            click.echo(sentence(item, language))
        if not refusals:
            name = found.name_zh if language == "zh" else found.name_en
            sites, sources = len(found.sites), len(found.sources)
            counts = f"{sites} 个站点、{sources} 个排放源" if language == "zh" else f"{sites} sites, {sources} sources"
            click.echo(f"{name}  {found.credit_code}  {counts}")
    sys.exit(NO if refusals else YES)
