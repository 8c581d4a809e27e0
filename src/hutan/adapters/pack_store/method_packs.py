"""From a method pack's files to the values that the core calculates with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from hutan.adapters.pack_store.documents import (
    BilingualText,
    ConditionYaml,
    InputYaml,
    InstrumentsYaml,
    OutsideYaml,
    PackYaml,
    ParametersYaml,
    ParameterYaml,
    RulesYaml,
    RuleYaml,
    TotalYaml,
    parsed,
)
from hutan.adapters.pack_store.folders import PackFolder
from hutan.core.factors.table import Factor
from hutan.core.methods.kinds import kind
from hutan.core.methods.pack import (
    Bilingual,
    Condition,
    GwpChoice,
    InputRule,
    InstrumentRule,
    MethodPack,
    Outside,
    PackHeader,
    Part,
    Rule,
    TotalRule,
)
from hutan.core.model.sourcing import Citation
from hutan.kernel.errors import PackError
from hutan.kernel.ids import FactorId, KindId, PackId, RegionId, RuleId, pack_id


def read_header(folder: PackFolder) -> PackHeader:
    """What the pack says of itself.

    Raises
    ------
    PackError
        If ``pack.yaml`` is missing or malformed, or names another pack.
    """
    document = parsed(PackYaml, folder, "pack.yaml")
    if document.id != folder.id:
        raise PackError("pack_id_differs", pack=folder.id, stated=document.id)
    return PackHeader(
        id=folder.id,
        edition=document.edition,
        title=_bilingual(document.title),
        authority=_bilingual(document.authority),
        status=document.status,
        text_status=document.text_status,
        evidence_grade=document.evidence_grade,
        licence=document.licence,
        content=document.content,
        requires=tuple(_required(folder, item) for item in document.requires),
        digest=folder.digest(),
        withheld=document.redistribution == "forbidden",
    )


def _required(folder: PackFolder, text: str) -> PackId:
    try:
        return pack_id(text)
    except ValueError as error:
        raise PackError("pack_document_invalid", pack=folder.id, file="pack.yaml", key="requires", problem=str(error)) from error


def read_method(folder: PackFolder, required: tuple[PackFolder, ...]) -> MethodPack:
    """The pack's own rules together with those of the method packs it requires.

    Raises
    ------
    PackError
        If ``rules.yaml`` is malformed, an id stands twice, or totals and rules do not meet.
    """
    document = parsed(RulesYaml, folder, "rules.yaml")
    documents = [(folder.id, document), *((other.id, parsed(RulesYaml, other, "rules.yaml")) for other in required)]
    pack = MethodPack(
        header=read_header(folder),
        unit=document.unit,
        gases=document.gases,
        gwp=GwpChoice(document.gwp.edition, document.gwp.horizon_years, document.gwp.grade) if document.gwp else None,
        biogenic_scope=document.biogenic_scope,
        least_coverage=document.least_coverage,
        rules=tuple(_placed(folder, document, _rule(pack, rule)) for pack, found in documents for rule in found.rules),
        totals=tuple(_total(item) for item in document.totals),
        scopes=tuple({name: _bilingual(title) for _, found in reversed(documents) for name, title in found.scopes.items()}.items()),
        outside=tuple(_outside(item) for item in document.outside),
        judged=document.judged,
    )
    _check_ids(pack)
    _check_scopes(pack)
    return pack


def _placed(folder: PackFolder, document: RulesYaml, rule: Rule) -> Rule:
    """The rule where this pack states its category; a pack with `places` states every category that it adopts."""
    if not document.places or rule.pack == folder.id:
        return rule
    if rule.category not in document.places:
        raise PackError("pack_category_unplaced", pack=folder.id, rule=rule.id, category=rule.category)
    return replace(rule, scope=document.places[rule.category])


def _outside(item: OutsideYaml) -> Outside:
    return Outside(_condition(item.when), item.clause, item.grade, _bilingual(item.because))


def _total(item: TotalYaml) -> TotalRule:
    return TotalRule(item.id, _bilingual(item.title), tuple(Part(part.scope, part.basis) for part in item.parts), item.apart)


def _check_ids(pack: MethodPack) -> None:
    for key, ids in (("rules", [str(rule.id) for rule in pack.rules]), ("totals", [total.id for total in pack.totals])):
        twice = next((item for item, count in Counter(ids).items() if count > 1), None)
        if twice is not None:
            raise PackError("pack_document_invalid", pack=pack.header.id, file="rules.yaml", key=key, problem=f"{twice} stands twice")


def _check_scopes(pack: MethodPack) -> None:
    named = {name for name, _ in pack.scopes}
    filled = {(rule.scope, rule.basis) for rule in pack.rules} | {(pack.biogenic_scope, "")}
    for total in pack.totals:
        for part in total.parts:
            if part.scope not in named or (part.scope, part.basis) not in filled:
                raise PackError("pack_total_unfilled", pack=pack.header.id, total=total.id, scope=f"{part.scope} {part.basis}".strip())
    counted = {(part.scope, part.basis) for total in pack.totals for part in total.parts}
    for rule in pack.rules if pack.totals else ():
        for scope, basis in _places(pack, rule):
            if (scope, basis) not in counted:
                raise PackError("pack_rule_uncounted", pack=pack.header.id, rule=rule.id, scope=f"{scope} {basis}".strip() or "–")


def _places(pack: MethodPack, rule: Rule) -> Iterator[tuple[str, str]]:
    """Where lines of a rule may stand: its scope, and that of biogenic carbon if it can meet a biogenic carrier."""
    yield rule.scope, rule.basis
    if rule.when.biogenic is not False and any(output.biogenic_apart for output in kind(rule.kind).outputs):
        yield pack.biogenic_scope, ""


def read_parameters(folder: PackFolder) -> tuple[Factor, ...]:
    """The pack's own parameters as factors of the series that bears its id."""
    if "parameters.yaml" not in folder.files:
        return ()
    return tuple(_parameter(folder.id, item) for item in parsed(ParametersYaml, folder, "parameters.yaml").parameters)


def _parameter(pack: PackId, item: ParameterYaml) -> Factor:
    return Factor(
        id=FactorId(f"{pack}:{item.id}"),
        name_zh=item.name.zh,
        name_en=item.name.en,
        category="pack_parameter",
        parameter=item.parameter,
        series=pack,
        substance=item.substance,
        gas=item.gas,
        value=item.value,
        unit=item.unit,
        region=RegionId(item.region),
        sector="",
        data_year=None,
        published=item.valid_from,
        superseded=item.valid_to + timedelta(days=1) if item.valid_to else None,
        gwp_basis="",
        boundary="",
        grade=item.grade,
        corroborated=item.corroborated,
        citation=Citation(item.source, item.publisher, item.year, item.locator, item.url),
        licence="single value with citation",
        note=item.note,
        pack=pack,
        spread=None,
    )


def _rule(pack: PackId, rule: RuleYaml) -> Rule:
    return Rule(
        id=RuleId(f"{pack}:{rule.id}"),
        pack=pack,
        when=_condition(rule.when),
        kind=KindId(rule.kind),
        scope=rule.scope,
        basis=rule.basis,
        category=rule.category,
        inputs=tuple(_input(name, item) for name, item in rule.inputs.items()),
        instruments=_instruments(rule.instruments) if rule.instruments else None,
        clause=rule.clause,
        grade=rule.grade,
        because=_bilingual(rule.because),
    )


def _condition(when: ConditionYaml) -> Condition:
    return Condition(when.family, when.use, when.carrier, when.biogenic, when.except_carrier)


def _input(name: str, item: InputYaml) -> InputRule:
    return InputRule(name, item.parameter, item.substance, item.gas, item.series, item.region, item.vintage, item.required, item.listed)


def _instruments(item: InstrumentsYaml) -> InstrumentRule:
    covered = _input(item.covered_input, item.covered_factor) if item.covered_factor else None
    return InstrumentRule(item.types, item.criteria, item.covered_input, covered)


def _bilingual(text: BilingualText) -> Bilingual:
    return Bilingual(text.zh, text.en)
