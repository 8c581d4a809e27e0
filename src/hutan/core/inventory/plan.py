"""Before any number is computed: which rule binds which source, with which inputs, on which days, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from hutan.core.factors.applicability import Applicability, applicability
from hutan.core.factors.reasons import DRAFT_NOT_CONFIRMED
from hutan.core.factors.selection import Choice, FactorNeed
from hutan.core.inventory.boundary import shares_over
from hutan.core.inventory.estimates import NO_ESTIMATES, Estimates
from hutan.core.inventory.result import OUTSIDE_PACK, USE_NOT_COUNTED, Binding, BoundInput, Gap, InputOrigin
from hutan.core.inventory.species import gases_of, is_counted
from hutan.core.methods.evaluation import output_inputs
from hutan.core.methods.kinds import GAS_OF_CARRIER, GAS_OF_FACTOR, kind
from hutan.core.methods.library import Library
from hutan.core.methods.pack import ENERGY_UNIT, InputRule, MethodPack, Rule
from hutan.core.model.organization import ENERGY_USES, EmissionSource, Organization, OwnValue, SourceUse
from hutan.kernel.canonical import decimal_text
from hutan.kernel.errors import PackError
from hutan.kernel.ids import PackId, RegionId, RuleId, SourceId
from hutan.kernel.periods import Period
from hutan.kernel.refusals import params_of

_AnswerKey = tuple[FactorNeed, Period, PackId, PackId]


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be calculated: for whom, over which period, with what was published by the day of reporting, and which data are estimates.

    Sources that need the same factors in the same region are answered once; `_answers` keeps what was found.
    """

    organization: Organization
    library: Library
    period: Period
    reported_on: date
    estimates: Estimates = NO_ESTIMATES
    _answers: dict[_AnswerKey, tuple[Applicability, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def applicability(self, need: FactorNeed, days: Period, pack: PackId, rule_pack: PackId) -> tuple[Applicability, ...]:
        """What answers `need` on these days, with the choices made for the pack. Raises as `applicability.applicability` does."""
        key = (need, days, pack, rule_pack)
        if key not in self._answers:
            choices = tuple(choice for choice in self.organization.choices if choice.pack in ("*", pack, rule_pack))
            library, confirmations = self.library, self.organization.confirmations
            self._answers[key] = applicability(need, days, self.reported_on, library.factors, library.regions, confirmations, choices)
        return self._answers[key]


@dataclass(frozen=True, slots=True)
class Plan:
    """Bindings and gaps of one pack over one period."""

    pack: MethodPack
    period: Period
    bindings: tuple[Binding, ...]
    gaps: tuple[Gap, ...]
    without_rule: frozenset[SourceId]
    _by_source: Mapping[SourceId, tuple[Binding, ...]] = field(init=False, repr=False, compare=False)
    _rules: Mapping[RuleId, Rule] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_source: dict[SourceId, tuple[Binding, ...]] = {}
        for binding in self.bindings:
            by_source[binding.source_id] = (*by_source.get(binding.source_id, ()), binding)
        object.__setattr__(self, "_by_source", by_source)
        object.__setattr__(self, "_rules", {rule.id: rule for rule in self.pack.rules})

    def bindings_of(self, source_id: SourceId) -> tuple[Binding, ...]:
        return self._by_source.get(source_id, ())

    def rule(self, binding: Binding) -> Rule:
        return self._rules[binding.rule_id]


_Held = tuple[tuple[Period, Decimal], ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """An input over some days: a value with its trace, or the choice that came up empty."""

    period: Period
    value: BoundInput | None
    choice: Choice | None

    def is_unlisted(self) -> bool:
        """Whether no table that may be used has a row for it, and nobody gave or chose a value; a draft is a row that waits."""
        return self.choice is not None and self.choice.chosen is None and not _drafts(self)


def plan(question: Question, pack: MethodPack) -> Plan:
    """Bind every source of the organization under one pack.

    Raises
    ------
    PackError
        If two rules of the pack claim the same source for the same scope, basis and category.
    """
    bindings: list[Binding] = []
    gaps: list[Gap] = []
    without_rule: set[SourceId] = set()
    for source in question.organization.sources:
        if source.use is SourceUse.INTERNAL:
            # What a utility of one's own hands on was counted where it was made; the allocation looks at it.
            without_rule.add(source.id)
            continue
        held = shares_over(question.organization.site(source.site_id), question.organization.consolidation, question.period)
        rules = _rules_for(question, pack, source)
        if held and not rules:
            without_rule.add(source.id)
            gaps.append(_no_rule(question, pack, source))
        for rule in rules:
            _bind(question, pack, rule, source, held, bindings, gaps)
    return Plan(pack, question.period, tuple(bindings), tuple(gaps), frozenset(without_rule))


def _rules_for(question: Question, pack: MethodPack, source: EmissionSource) -> tuple[Rule, ...]:
    carrier = question.library.carrier_of(source, question.organization)
    rules = tuple(rule for rule in pack.rules if rule.when.holds(source, carrier))
    places = [(rule.scope, rule.basis, rule.category) for rule in rules]
    for rule, place in zip(rules, places, strict=True):
        if places.count(place) > 1:
            raise PackError("rules_overlap", pack=pack.header.id, rule=rule.id, source=source.id)
    return rules


def _no_rule(question: Question, pack: MethodPack, source: EmissionSource) -> Gap:
    """A gap that blocks, unless the pack says that it leaves such a source out, or is not about such sources at all.

    A pack is about a source if its rules name its use; for fuels, power and heat it is enough that they name its family.
    """
    carrier = question.library.carrier_of(source, question.organization)
    outside = next((item for item in pack.outside if item.when.holds(source, carrier)), None)
    if outside is not None:
        return Gap(OUTSIDE_PACK, source.id, question.period, (), False, params_of(pack=pack.header.id, clause=outside.clause))
    params = params_of(pack=pack.header.id, carrier=source.carrier, use=source.use.value)
    about_use = any(source.use in rule.when.uses for rule in pack.rules)
    about_family = any(carrier.family in rule.when.families for rule in pack.rules)
    if not (about_family if source.use in ENERGY_USES else about_use):
        return Gap(USE_NOT_COUNTED, source.id, question.period, (), False, params)
    return Gap("gap_no_rule", source.id, question.period, (), True, params)


def _bind(
    question: Question, pack: MethodPack, rule: Rule, source: EmissionSource, held: _Held, bindings: list[Binding], gaps: list[Gap]
) -> None:
    found = {entry.name: _found(question, pack, rule, entry, source) for entry in rule.inputs}
    covered = _covered(question, pack, rule, source)
    cuts = {edge for pieces in (*found.values(), covered) for piece in pieces for edge in (piece.period.start, piece.period.end)}
    for span, share in held:
        for days in span.split(cuts):
            inputs = tuple(value for pieces in found.values() if (value := _value_on(pieces, days.start)) is not None)
            number = len(bindings)
            bindings.append(Binding(number, rule.id, source.id, days, share, inputs, _value_on(covered, days.start)))
    gaps.extend(_missing(question, pack, rule, source, found, held))
    gaps.extend(_not_counted(question, pack, rule, found, source))
    gaps.extend(_components_not_counted(question, pack, rule, source, held))


def _value_on(pieces: tuple[_Found, ...], day: date) -> BoundInput | None:
    return next((piece.value for piece in pieces if day in piece.period), None)


def _covered(question: Question, pack: MethodPack, rule: Rule, source: EmissionSource) -> tuple[_Found, ...]:
    if rule.instruments is None or rule.instruments.covered_factor is None:
        return ()
    return _found(question, pack, rule, rule.instruments.covered_factor, source)


def _found(question: Question, pack: MethodPack, rule: Rule, entry: InputRule, source: EmissionSource) -> tuple[_Found, ...]:
    """The input over the whole period: own values first, factors for the days they leave open."""
    open_days: list[Period] = [question.period]
    pieces: list[_Found] = []
    for value in _own_values(question, entry, source):
        pieces.extend(_Found(inside, _bound_own(entry, value), None) for days in open_days if (inside := value.period.intersection(days)) is not None)
        open_days = [rest for days in open_days for rest in _without(days, value.period)]
    for days in open_days:
        pieces.extend(_from_factors(question, pack, rule, entry, source, days))
    return tuple(sorted(pieces, key=lambda piece: piece.period))


def _without(days: Period, taken: Period) -> Iterator[Period]:
    for piece in days.split((taken.start, taken.end)):
        if not taken.covers(piece):
            yield piece


def _own_values(question: Question, entry: InputRule, source: EmissionSource) -> list[OwnValue]:
    """Values for this source, then, for the days those leave open, values for every source with its substance."""
    substance = entry.substance or question.library.carrier_of(source, question.organization).factor_substance
    fitting = [
        value
        for value in question.organization.own_values
        if (value.parameter, value.substance) == (entry.parameter, substance) and value.source_id in (None, source.id)
    ]
    return sorted(fitting, key=lambda value: (value.source_id is None, value.period.start))


def _bound_own(entry: InputRule, value: OwnValue) -> BoundInput:
    return BoundInput(
        entry.name, value.value, value.unit, value.gas or entry.gas, InputOrigin.OWN_VALUE, value.id, "own", value.gwp_basis, "", candidates=()
    )


def _from_factors(question: Question, pack: MethodPack, rule: Rule, entry: InputRule, source: EmissionSource, days: Period) -> Iterator[_Found]:
    site = question.organization.site(source.site_id)
    need = FactorNeed(
        parameter=entry.parameter,
        substance=entry.substance or question.library.carrier_of(source, question.organization).factor_substance,
        gas=entry.gas,
        series=entry.series,
        region=RegionId(entry.region) if entry.region else site.region,
        vintage=entry.vintage,
    )
    for piece in question.applicability(need, days, pack.header.id, rule.pack):
        yield _Found(piece.period, _bound_factor(entry, piece.choice), piece.choice)


def _bound_factor(entry: InputRule, choice: Choice) -> BoundInput | None:
    factor = choice.chosen
    if factor is None:
        return None
    return BoundInput(
        name=entry.name,
        value=factor.value,
        unit=factor.unit,
        gas=factor.gas or entry.gas,
        origin=InputOrigin.FACTOR,
        reference=factor.id,
        grade=factor.grade.value,
        gwp_basis=factor.gwp_basis,
        chosen_by=choice.person(),
        candidates=choice.candidates,
    )


def _missing(
    question: Question, pack: MethodPack, rule: Rule, source: EmissionSource, found: dict[str, tuple[_Found, ...]], held: _Held
) -> Iterator[Gap]:
    """A gap for each input without a value, on the days on which the source counts."""
    rule_kind = kind(rule.kind)
    for entry in rule.inputs:
        stopped = tuple(output.name for output in rule_kind.outputs if entry.name in output_inputs(rule.kind, output.name))
        for piece in found[entry.name]:
            counted = [days for span, _ in held if (days := span.intersection(piece.period)) is not None]
            if piece.value is None and counted and not (entry.listed and piece.is_unlisted()):
                code = "gap_draft_unconfirmed" if _drafts(piece) else "gap_no_value" if entry.required else "gap_left_out"
                days = Period(counted[0].start, counted[-1].end)
                yield Gap(code, source.id, days, stopped, entry.required, _gap_params(question, pack, rule, entry, source, piece))


def _not_counted(question: Question, pack: MethodPack, rule: Rule, found: dict[str, tuple[_Found, ...]], source: EmissionSource) -> Iterator[Gap]:
    """Values of a gas that the pack does not count: their source would have no line, and nobody would be told."""
    if pack.unit == ENERGY_UNIT or all(output.measure != GAS_OF_FACTOR for output in kind(rule.kind).outputs):
        return
    for pieces in found.values():
        for piece in pieces:
            if piece.value is not None and piece.value.gas and not is_counted(question.library, pack, piece.value.gas):
                gas, reference = piece.value.gas, piece.value.reference
                params = params_of(pack=pack.header.id, rule=rule.id, gas=gas, reference=reference, gases=", ".join(pack.gases))
                yield Gap("gap_gas_not_counted", source.id, piece.period, (gas,), True, params)


def _components_not_counted(question: Question, pack: MethodPack, rule: Rule, source: EmissionSource, held: _Held) -> Iterator[Gap]:
    """Components of a gas or blend that stand outside what the pack counts, such as HCFC; disclosed, and in no total."""
    if not held or all(output.measure != GAS_OF_CARRIER for output in kind(rule.kind).outputs):
        return
    gas = question.library.carrier_of(source, question.organization).gas
    for component in gases_of(question.library, gas):
        if not is_counted(question.library, pack, component.measure):
            share, counted = decimal_text(component.share * 100), ", ".join(pack.gases)
            params = params_of(pack=pack.header.id, rule=rule.id, gas=component.measure, blend=gas, percent=share, gases=counted)
            yield Gap("gap_component_not_counted", source.id, Period(held[0][0].start, held[-1][0].end), (component.measure,), False, params)


def _drafts(piece: _Found) -> tuple[str, ...]:
    """Candidates that only wait for somebody's confirmation."""
    if piece.choice is None:
        return ()
    return tuple(item.factor.id for item in piece.choice.candidates if any(code == DRAFT_NOT_CONFIRMED for code, _ in item.reasons))


def _gap_params(
    question: Question, pack: MethodPack, rule: Rule, entry: InputRule, source: EmissionSource, piece: _Found
) -> tuple[tuple[str, str], ...]:
    return params_of(
        pack=pack.header.id,
        rule=rule.id,
        parameter=entry.parameter,
        substance=entry.substance or question.library.carrier_of(source, question.organization).factor_substance,
        series=", ".join(entry.series) or "–",
        drafts=", ".join(_drafts(piece)[:3]) or "–",
    )
