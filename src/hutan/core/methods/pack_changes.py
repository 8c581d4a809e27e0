"""What changed from one method pack to another: header, totals, rules and their inputs, parameters and factors, item by item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hutan.core.factors.factor import Factor
from hutan.core.methods.pack import InputRule, MethodPack, Rule
from hutan.kernel.canonical import decimal_text


@dataclass(frozen=True, slots=True)
class PackChange:
    """One thing that is not the same: its place (``rules/electricity/inputs/factor``), and both texts, empty where it is not there."""

    place: str
    before: str
    after: str


def method_changes(before: MethodPack, after: MethodPack) -> tuple[PackChange, ...]:
    """Every difference of two packs with rules, in the order of the first; texts in both languages where a pack carries both."""
    return (
        *_fields("pack", _header(before), _header(after)),
        *_named("totals", {item.id: _total(item) for item in before.totals}, {item.id: _total(item) for item in after.totals}),
        *_named("rules", {_short(item): _rule(item) for item in before.rules}, {_short(item): _rule(item) for item in after.rules}),
        *_named("outside", _outside(before), _outside(after)),
    )


def factor_changes(before: Iterable[Factor], after: Iterable[Factor]) -> tuple[PackChange, ...]:
    """Factors and parameters by their names without the pack: added, removed, changed."""
    return tuple(_named("factors", {_bare(item): _factor(item) for item in before}, {_bare(item): _factor(item) for item in after}))


def _header(pack: MethodPack) -> Mapping[str, str]:
    gwp = pack.gwp
    return {
        "title": f"{pack.header.title.zh} / {pack.header.title.en}",
        "status": pack.header.status.value,
        "text_status": pack.header.text_status.value,
        "evidence_grade": pack.header.evidence_grade,
        "unit": pack.unit,
        "gases": ", ".join(pack.gases),
        "gwp": f"{gwp.edition} GWP{gwp.horizon_years} ({gwp.grade.value})" if gwp else "",
        "biogenic_scope": pack.biogenic_scope,
        "least_coverage": decimal_text(pack.least_coverage),
        "judged": ", ".join(pack.judged),
    }


def _total(item: object) -> Mapping[str, str]:
    title, parts, apart = (getattr(item, name) for name in ("title", "parts", "apart"))
    return {"title": f"{title.zh} / {title.en}", "parts": ", ".join(f"{part.scope} {part.basis}".strip() for part in parts), "apart": str(apart)}


def _short(rule: Rule) -> str:
    """A rule's own name: editions of one method share it."""
    return rule.id.rpartition(":")[2]


def _rule(rule: Rule) -> Mapping[str, str]:
    when = rule.when
    found = {
        "when.families": ", ".join(item.value for item in when.families),
        "when.uses": ", ".join(item.value for item in when.uses),
        "when.carriers": ", ".join(when.carriers),
        "when.except": ", ".join(when.except_carriers),
        "when.biogenic": "" if when.biogenic is None else str(when.biogenic),
        "kind": rule.kind,
        "scope": f"{rule.scope} {rule.basis}".strip(),
        "category": rule.category,
        "clause": rule.clause,
        "grade": rule.grade.value,
        "because": f"{rule.because.zh} / {rule.because.en}",
    }
    if rule.instruments is not None:
        found["instruments"] = ", ".join((*(item.value for item in rule.instruments.types), *rule.instruments.criteria))
    return {**found, **{f"inputs.{entry.name}": _input(entry) for entry in rule.inputs}}


def _input(entry: InputRule) -> str:
    optional = "" if entry.required else "optional"
    parts = (entry.parameter, entry.substance, entry.gas, "|".join(entry.series), entry.region, entry.vintage.value, optional)
    return " ".join(part for part in parts if part)


def _outside(pack: MethodPack) -> Mapping[str, Mapping[str, str]]:
    return {
        ", ".join(use.value for use in item.when.uses) or "*": {"clause": item.clause, "because": f"{item.because.zh} / {item.because.en}"}
        for item in pack.outside
    }


def _bare(factor: Factor) -> str:
    return factor.id.rpartition(":")[2]


def _factor(factor: Factor) -> Mapping[str, str]:
    return {
        "value": f"{decimal_text(factor.value)} {factor.unit}",
        "parameter": f"{factor.parameter} {factor.substance} {factor.gas}".strip(),
        "region": factor.region,
        "published": factor.published.isoformat() if factor.published else "",
        "grade": factor.grade.value,
        "source": f"{factor.citation.title} {factor.citation.locator}".strip(),
    }


def _named(place: str, before: Mapping[str, Mapping[str, str]], after: Mapping[str, Mapping[str, str]]) -> Iterator[PackChange]:
    for name in (*before, *(name for name in after if name not in before)):
        if name not in after:
            yield PackChange(f"{place}/{name}", _line(before[name]), "")
        elif name not in before:
            yield PackChange(f"{place}/{name}", "", _line(after[name]))
        else:
            yield from _fields(f"{place}/{name}", before[name], after[name])


def _fields(place: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[PackChange]:
    for key in (*before, *(key for key in after if key not in before)):
        if before.get(key, "") != after.get(key, ""):
            yield PackChange(f"{place}/{key}", before.get(key, ""), after.get(key, ""))


def _line(fields: Mapping[str, str]) -> str:
    return "; ".join(f"{key}: {text}" for key, text in fields.items() if text)


