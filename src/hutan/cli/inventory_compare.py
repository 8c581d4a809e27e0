"""``hutan inventory compare``: the way from one method's total to another's over the same data, step by step."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hutan.cli.speech import YES, answers_errors, chosen_language, json_option, language_option, print_json

if TYPE_CHECKING:
    from hutan.adapters.recalculation import Recalculation
    from hutan.core.inventory.differences import Comparison
    from hutan.core.model.organization import Organization


@click.command()
@click.argument("result", type=click.Path(path_type=Path))
@click.option("--from", "first", required=True, metavar="PACK[:TOTAL]", help="Method to start from; without TOTAL its first one.")
@click.option("--to", "second", required=True, metavar="PACK[:TOTAL]", help="Method to end at.")
@click.option("--year", required=True, type=click.IntRange(1990, 2100), help="Calendar year.")
@language_option
@json_option
@answers_errors
def compare(result: Path, first: str, second: str, year: int, lang: str | None, as_json: bool) -> None:
    """Explain why two methods in RESULT come to different totals. The steps add up exactly."""
    from hutan.adapters.recalculation import recalculated
    from hutan.adapters.tabular.table_file import load
    from hutan.core.inventory.differences import compared

    found = recalculated(load(result))
    (pack_a, total_a), (pack_b, total_b) = (_total(found, text) for text in (first, second))
    comparison = compared(found.inventory(pack_a, year), total_a, found.inventory(pack_b, year), total_b)
    if as_json:
        print_json(plain_comparison(comparison))
    else:
        print_comparison(comparison, found.inputs.organization, chosen_language(lang))
    sys.exit(YES)


def _total(found: Recalculation, text: str) -> tuple[str, str]:
    """Pack and total that a person named; without total the first that is not stated apart."""
    pack, _, total = text.partition(":")
    if not total:
        packs = {str(item.pack_id): item.pack for item in found.inventories}
        total = next((rule.id for rule in packs[pack].totals if not rule.apart), "") if pack in packs else ""
    found.total_rule(pack, total)
    return pack, total


def plain_comparison(comparison: Comparison) -> dict[str, object]:
    """The comparison for machines: bridge and every difference."""
    from hutan.kernel.codec import to_plain

    differences = [
        {
            "source": item.source_id,
            "kind": item.kind,
            "gas": item.measure,
            "cause": item.cause.value,
            "change_kg": to_plain(item.change_kg),
            "first": _side(item.first.kg, item.first.rule, item.first.clause, [bound.reference for bound in item.first.inputs]),
            "second": _side(item.second.kg, item.second.rule, item.second.clause, [bound.reference for bound in item.second.inputs]),
        }
        for item in comparison.differences
    ]
    return {
        "first": to_plain(comparison.first),
        "second": to_plain(comparison.second),
        "bridge": {cause.value: to_plain(change) for cause, change in comparison.bridge()},
        "differences": differences,
    }


def _side(kg: Decimal, rule: str | None, clause: str, inputs: list[str]) -> dict[str, object]:
    from hutan.kernel.canonical import decimal_text

    return {"kg": decimal_text(kg), "rule": rule, "clause": clause, "inputs": inputs}


def print_comparison(comparison: Comparison, organization: Organization, language: str) -> None:
    """The bridge, and under each step its largest causes with the values on both sides."""
    from hutan.adapters.documents.labels import labels
    from hutan.kernel.canonical import decimal_text

    words, zh = labels(language), language == "zh"
    first, second = comparison.first, comparison.second
    click.echo(f"{first.value.scaleb(-3):12,.1f} t  {first.pack}: {first.total_id}  {first.period}")
    for cause, change in comparison.bridge():
        click.secho(f"{change.scaleb(-3):+12,.1f} t  {words.term('cause', cause.value)}", bold=True)
        own = [item for item in comparison.differences if item.cause is cause]
        for item in own[:5]:
            source = organization.source(item.source_id)
            values = [
                words.many([f"{decimal_text(bound.value)} {bound.unit}" for bound in side.inputs]) or "–" for side in (item.first, item.second)
            ]
            name = source.name_zh if zh else source.name_en
            click.echo(f"{item.change_kg.scaleb(-3):+16,.1f} t  {name} {item.measure}  {values[0]} → {values[1]}")
        if len(own) > 5:
            click.echo(f"{'':18}… +{len(own) - 5}")
    click.echo(f"{second.value.scaleb(-3):12,.1f} t  {second.pack}: {second.total_id}  {second.period}")
