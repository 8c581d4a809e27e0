"""``hutan organization``: is the organization file sound."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hutan.cli.speech import NO, YES, answers_errors, chosen_language, json_option, language_option, print_json, sentence

if TYPE_CHECKING:
    from hutan.kernel.refusals import Refusal, Remark


@click.group()
def organization() -> None:
    """The organization file."""


@organization.command()
@click.argument("org", type=click.Path(path_type=Path))
@language_option
@json_option
@answers_errors
def check(org: Path, lang: str | None, as_json: bool) -> None:
    """Check ORG: credit code, industry, districts, regions, carriers.

    Exit status: 0 sound, 1 something must be mended, 2 the file cannot be read.
    """
    from hutan.adapters.organization_file import read_organization
    from hutan.adapters.pack_store.carrier_tables import load_carriers
    from hutan.adapters.pack_store.code_tables import load_code_tables
    from hutan.adapters.pack_store.tables import load_region_table
    from hutan.adapters.tabular.table_file import load
    from hutan.usecases.check_organization import check_organization

    language = chosen_language(lang)
    found = read_organization(org.name, load(org))
    refusals, remarks = check_organization(org.name, found, load_code_tables(), load_carriers(), load_region_table())
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
