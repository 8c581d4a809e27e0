"""``hutan inventory budget`` and ``change``: budgets beside actuals, and why emissions changed from one year to another."""

from __future__ import annotations

import itertools
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hutan.cli.speech import NO, YES, answers_errors, chosen_language, json_option, language_option, print_json

if TYPE_CHECKING:
    from hutan.core.inventory.budgets import BudgetLine
    from hutan.core.inventory.decomposition import Decomposition
    from hutan.core.model.organization import Organization

_PATH = click.Path(path_type=Path)
_PACK = click.option("--pack", default="ghgp-scope3/2011", show_default=True, help="Method whose total is looked at.")
_TOTAL = click.option("--total", "total_id", default="location_based", show_default=True, help="Total of that method.")
_ON = click.option("--on", "result", required=True, type=_PATH, help="Result file that the inventories are taken from.")


@click.command()
@click.argument("table", type=_PATH)
@_ON
@_PACK
@_TOTAL
@language_option
@json_option
@answers_errors
def budget(table: Path, result: Path, pack: str, total_id: str, lang: str | None, as_json: bool) -> None:
    """Compare the budgets in TABLE, month by month, with the inventories of a result.

    Exit status: 0 within budget, 1 a month is over budget or has no data, 2 unusable.
    """
    from hutan.adapters.budget_file import read_budget
    from hutan.adapters.recalculation import recalculated
    from hutan.adapters.tabular.table_file import load
    from hutan.core.inventory.budgets import budget_lines
    from hutan.kernel.codec import to_plain

    found = recalculated(load(result))
    budgets = read_budget(table.name, load(table), found.inputs.organization)
    found.total_rule(pack, total_id)
    lines = budget_lines(budgets.plan(pack, total_id), found.inventories)
    if as_json:
        print_json({"pack": pack, "total": total_id, "unit": budgets.unit, "lines": to_plain(lines)})
    else:
        _print_budget(lines, budgets.unit, found.inputs.organization, chosen_language(lang))
    sys.exit(NO if any(line.overrun or line.actual_kg is None for line in lines) else YES)


def _print_budget(lines: tuple[BudgetLine, ...], unit: str, organization: Organization, language: str) -> None:
    from rich.console import Console
    from rich.table import Table

    zh = language == "zh"
    per = f"kgCO2e/{unit}"
    headings = ["月份", "预算 t", "实际 t", "结余 t", "累计 t", "强度预算", "实际强度"]
    if not zh:
        headings = ["month", "budget t", "actual t", "left t", "so far t", "intensity", "actual"]
    for site_id, own in itertools.groupby(lines, key=lambda line: line.site_id):
        name = _site(organization, site_id, zh)
        table = Table(box=None, pad_edge=False, title=f"{name}  ({per})" if unit else name, title_justify="left")
        for index, heading in enumerate(headings if unit else headings[:5]):
            table.add_column(heading, justify="left" if index < 1 else "right")
        for line in own:
            row = [line.month.isoformat()[:7], *(_tonnes(value) for value in (line.total_kg, line.actual_kg, line.left_kg, line.running_kg))]
            row += [_figure(line.intensity_kg), _figure(line.actual_intensity_kg)] if unit else []
            table.add_row(*row, style="red" if line.overrun else None)
        Console().print(table)


def _site(organization: Organization, site_id: str, zh: bool) -> str:
    site = next((item for item in organization.sites if item.id == site_id), None)
    if site is None:
        return "全部" if zh else "all"
    return site.name_zh if zh else site.name_en


def _tonnes(value: Decimal | None) -> str:
    return "–" if value is None else f"{value.scaleb(-3):,.1f}"


def _figure(value: Decimal | None) -> str:
    return "–" if value is None else f"{value:,.1f}"


@click.command()
@click.argument("table", type=_PATH)
@_ON
@click.option("--from", "before", required=True, type=click.IntRange(1990, 2100), help="Year to compare with.")
@click.option("--to", "after", required=True, type=click.IntRange(1990, 2100), help="Year that is explained.")
@_PACK
@_TOTAL
@language_option
@json_option
@answers_errors
def change(table: Path, result: Path, before: int, after: int, pack: str, total_id: str, lang: str | None, as_json: bool) -> None:
    """Take the change of a total apart: activity, structure, intensity, supply; production comes from TABLE. The parts add up exactly."""
    from hutan.adapters.budget_file import read_budget
    from hutan.adapters.recalculation import recalculated
    from hutan.adapters.tabular.table_file import load
    from hutan.core.inventory.decomposition import decomposed
    from hutan.kernel.codec import to_plain

    found = recalculated(load(result))
    budgets = read_budget(table.name, load(table), found.inputs.organization)
    found.total_rule(pack, total_id)
    first, last = found.inventory(pack, before), found.inventory(pack, after)
    parts = decomposed(first, last, total_id, budgets.production(first.period), budgets.production(last.period))
    if as_json:
        effects = {effect.value: to_plain(value) for effect, value in parts.by_effect()}
        print_json({"pack": pack, "effects": effects, **{key: value for key, value in _plain(parts).items()}})
    else:
        _print_change(parts, found.inputs.organization, chosen_language(lang))
    sys.exit(YES)


def _plain(parts: Decomposition) -> dict[str, object]:
    from hutan.kernel.codec import to_plain

    plain = to_plain(parts)
    return plain if isinstance(plain, dict) else {}


def _print_change(parts: Decomposition, organization: Organization, language: str) -> None:
    zh = language == "zh"
    names = {
        "activity": "产出规模" if zh else "activity",
        "structure": "产出结构" if zh else "structure",
        "intensity": "单位产出消耗" if zh else "intensity",
        "supply": "供给（因子）" if zh else "supply (factors)",
        "scale": "无产出站点的规模" if zh else "scale of sites without production",
    }
    whole = parts.after_kg - parts.before_kg
    click.echo(f"{_tonnes(parts.before_kg)} t → {_tonnes(parts.after_kg)} t   {whole.scaleb(-3):+,.1f} t")
    for effect, value in parts.by_effect():
        click.echo(f"  {value.scaleb(-3):+12,.1f} t  {names[effect.value]}")
    click.echo("最大的部分：" if zh else "largest parts:")
    for part in sorted(parts.parts, key=lambda item: -abs(item.change_kg))[:8]:
        source = organization.source(part.source_id)
        click.echo(f"  {part.change_kg.scaleb(-3):+12,.1f} t  {source.name_zh if zh else source.name_en} · {names[part.effect.value]}")
