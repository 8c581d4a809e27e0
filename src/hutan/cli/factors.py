"""``hutan factors``: look a factor up by words, and see everything that is known about one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

import click

from hutan.cli.speech import answers_errors, chosen_language, json_option, language_option, print_json

if TYPE_CHECKING:
    from rich.console import Console

    from hutan.core.factors.reasons import Reason
    from hutan.core.factors.table import Factor
    from hutan.usecases.find_factors import Found

_WIDTH: Final = 140
# Every label in Chinese and in English.
_LABELS: Final = {
    "value": ("数值", "Value"),
    "name": ("名称、编号、参数", "Name, id, parameter"),
    "region": ("地区", "Region"),
    "place": ("地区、数据年份", "Region, data year"),
    "state": ("状态、等级", "State, grade"),
    "grade": ("等级", "Grade"),
    "why": ("在此地此日", "Here, on this day"),
    "published": ("已公布", "published"),
    "superseded": ("已被取代", "superseded"),
    "not_yet_published": ("尚未公布", "not yet published"),
    "day_unknown": ("公布日不详", "day unknown"),
    "none": (
        "没有找到“{text}”。换一个词试试，例如 电力、天然气、diesel。",
        "Nothing found for “{text}”. Try another word, such as electricity, natural gas or 柴油.",
    ),
    "more": ("只列出前 {count} 条；可缩小范围，或用 --limit 多列一些。", "The first {count} only; narrow the search, or list more with --limit."),
    "near": ("是否要找：{ids}？", "Did you mean {ids}?"),
    "id": ("编号", "Id"),
    "name_zh": ("中文名", "Chinese name"),
    "name_en": ("英文名", "English name"),
    "series": ("系列", "Series"),
    "parameter": ("参数", "Parameter"),
    "substance": ("物质", "Substance"),
    "gas": ("气体", "Gas"),
    "unit": ("单位", "Unit"),
    "sector": ("行业", "Sector"),
    "category": ("类别", "Category"),
    "data_year": ("数据年份", "Data year"),
    "first_day": ("公布日", "Published"),
    "end_day": ("被取代日", "Superseded"),
    "gwp_basis": ("GWP 口径", "GWP basis"),
    "boundary": ("边界", "Boundary"),
    "derived": ("派生值", "Derived"),
    "corroborated": ("两份独立转录一致", "Two independent transcriptions agree"),
    "spread": ("离散程度", "Spread"),
    "title": ("文件", "Document"),
    "publisher": ("发布者", "Publisher"),
    "source_year": ("年份", "Year"),
    "locator": ("条款或表", "Clause or table"),
    "url": ("网址", "Address"),
    "seen_at": ("读自", "Read in"),
    "licence": ("许可", "Licence"),
    "note": ("备注", "Note"),
    "pack": ("因子包", "Pack"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "unstated": ("未说明", "not stated"),
}
_GRADE_CODES: Final = {
    "P": "factor_grade_p",
    "P½": "factor_grade_p_half",
    "S": "factor_grade_s",
    "C": "factor_grade_c",
    "B": "factor_grade_b",
    "N": "factor_grade_n",
    "own": "factor_grade_own",
}


@click.group()
def factors() -> None:
    """Look up emission factors."""


@factors.command()
@click.argument("words", metavar="TEXT", nargs=-1, required=True)
@click.option("--region", default="CN", show_default=True, metavar="REGION", help="Place the factor is for, such as CN-SH.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=None, metavar="DAY", help="Day to look from, such as 2024-06-30; by default today.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Most rows to list.")
@language_option
@json_option
@answers_errors
def search(words: tuple[str, ...], region: str, on: datetime | None, limit: int, lang: str | None, as_json: bool) -> None:
    """Factors that TEXT names, with their state on a day and why each would or would not do in a place.

    Exit status: 0 found, 1 nothing found, 2 bad call.
    """
    from hutan.adapters.pack_store.tables import load_factor_table, load_region_table
    from hutan.usecases.find_factors import search as find

    language, text = chosen_language(lang), " ".join(words)
    day = on.date() if on else date.today()
    found = find(load_factor_table(), load_region_table(), text, region, day, limit)
    if as_json:
        print_json({"text": text, "region": region, "on": day.isoformat(), "found": [_found_plain(item, language) for item in found]})
    elif found:
        _print_found(found, limit, language)
    else:
        click.echo(_label("none", language).format(text=text))
    raise SystemExit(0 if found else 1)


@factors.command()
@click.argument("factor_id", metavar="ID")
@language_option
@json_option
@answers_errors
def show(factor_id: str, lang: str | None, as_json: bool) -> None:
    """Everything known about the factor ID: value, days, source, clause, licence, grade.

    Exit status: 0 found, 1 not found, 2 bad call.
    """
    from hutan.adapters.message_catalog import message
    from hutan.adapters.pack_store.tables import load_factor_table
    from hutan.kernel.refusals import params_of
    from hutan.usecases.find_factors import similar_ids

    language = chosen_language(lang)
    table = load_factor_table()
    factor = table.find(factor_id)
    if factor is None:
        near = similar_ids(table, factor_id)
        click.echo(str(message("factor_unknown", params_of(factor=factor_id), language)), err=True)
        if near:
            click.echo(_label("near", language).format(ids=", ".join(near)), err=True)
        raise SystemExit(1)
    if as_json:
        print_json(_factor_plain(factor, language))
    else:
        _print_factor(factor, language)


def _label(key: str, language: str) -> str:
    zh, en = _LABELS[key]
    return zh if language == "zh" else en


def _told(reasons: Iterable[Reason], language: str) -> list[str]:
    from hutan.adapters.message_catalog import message

    return [message(code, params, language).reason for code, params in reasons]


def _grade_meaning(factor: Factor, language: str) -> str:
    from hutan.adapters.message_catalog import message

    return message(_GRADE_CODES[factor.grade.value], (), language).reason


def _print_found(found: Sequence[Found], limit: int, language: str) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(_label("value", language), justify="right", overflow="fold")
    table.add_column(_label("name", language), overflow="fold", ratio=5)
    table.add_column(_label("place", language), overflow="fold")
    table.add_column(_label("state", language), overflow="fold")
    table.add_column(_label("why", language), overflow="fold", ratio=5)
    for item in found:
        factor = item.factor
        table.add_row(
            Text(f"{factor.value}\n{factor.unit}"),
            Text(f"{factor.name(language)}\n{factor.id}\n{factor.parameter}"),
            Text(f"{factor.region}\n{factor.data_year or ''}"),
            Text(f"{_label(item.state.value, language)}\n{factor.grade.value}"),
            Text(("" if language == "zh" else " ").join(_told(item.reasons, language))),
        )
    console = _console()
    console.print(table)
    if len(found) == limit:
        console.print(Text(_label("more", language).format(count=limit)))


def _console() -> Console:
    """As wide as the terminal; in a pipe wide enough that no value is broken."""
    from rich.console import Console

    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDTH)


def _print_factor(factor: Factor, language: str) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for key, text in _factor_lines(factor, language):
        if text:
            table.add_row(Text(_label(key, language)), Text(text))
    _console().print(table)


def _factor_lines(factor: Factor, language: str) -> list[tuple[str, str]]:
    """Everything about a factor in the order a reader asks for it; empty texts are left out when printed."""
    citation = factor.citation
    return [
        ("id", factor.id),
        ("name_zh", factor.name_zh),
        ("name_en", factor.name_en),
        ("value", f"{factor.value} {factor.unit}"),
        ("gas", factor.gas),
        ("region", factor.region),
        ("data_year", str(factor.data_year or _label("unstated", language))),
        ("first_day", str(factor.published or _label("unstated", language))),
        ("end_day", str(factor.superseded or "")),
        ("grade", f"{factor.grade.value}: {_grade_meaning(factor, language)}"),
        ("corroborated", _label("yes" if factor.corroborated else "no", language)),
        ("spread", factor.spread.source if factor.spread else _label("unstated", language)),
        ("series", factor.series),
        ("parameter", factor.parameter),
        ("substance", factor.substance),
        ("category", factor.category),
        ("sector", factor.sector),
        ("gwp_basis", factor.gwp_basis),
        ("boundary", factor.boundary),
        ("derived", _label("yes", language) if factor.derived else ""),
        ("title", citation.title),
        ("publisher", citation.publisher),
        ("source_year", citation.year),
        ("locator", citation.locator),
        ("url", citation.url),
        ("seen_at", factor.seen_at),
        ("licence", factor.licence),
        ("note", factor.note),
        ("pack", factor.pack),
    ]


def _factor_plain(factor: Factor, language: str) -> object:
    from hutan.kernel.codec import to_plain

    plain = to_plain(factor)
    return {**plain, "value": str(factor.value), "grade_meaning": _grade_meaning(factor, language)} if isinstance(plain, dict) else plain


def _found_plain(item: Found, language: str) -> dict[str, object]:
    factor = item.factor
    return {
        "id": factor.id,
        "name": factor.name(language),
        "value": str(factor.value),
        "unit": factor.unit,
        "gas": factor.gas,
        "region": factor.region,
        "series": factor.series,
        "parameter": factor.parameter,
        "substance": factor.substance,
        "data_year": factor.data_year,
        "published": str(factor.published) if factor.published else None,
        "superseded": str(factor.superseded) if factor.superseded else None,
        "state": item.state.value,
        "grade": factor.grade.value,
        "pack": factor.pack,
        "why": [{"code": code, "text": text} for (code, _), text in zip(item.reasons, _told(item.reasons, language), strict=True)],
    }
