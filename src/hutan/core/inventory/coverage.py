"""Quantities met with bindings, split where contractual instruments cover a part of the electricity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from hutan.core.activity.quantities import LineQuantity
from hutan.core.instruments.coverage import Coverage, cover
from hutan.core.instruments.criteria import Outcome, counts, outcomes
from hutan.core.inventory.plan import Plan, Question
from hutan.core.inventory.quantities import Pieces
from hutan.core.inventory.result import Binding, BoundInput, InputOrigin, InstrumentVerdict
from hutan.core.methods.pack import InstrumentRule
from hutan.core.model.instrument import ContractualInstrument
from hutan.kernel.errors import PackError
from hutan.kernel.ids import SiteId

RESIDUAL = "residual"


@dataclass(frozen=True, slots=True)
class CoveredPart:
    """A quantity under one binding; `name` is empty, an instrument's id, or `RESIDUAL` for what no instrument covers."""

    binding: Binding
    month: date
    state: str
    name: str
    quantity: Decimal
    metered: Decimal
    inputs: tuple[BoundInput, ...]
    fixed: bool = False

    def metered_part(self) -> Decimal:
        """The quantity that moves with the meter: the whole consumption, unless a contract that is used up fixes this part."""
        return Decimal(0) if self.fixed else self.metered


Outcomes = tuple[tuple[str, Outcome], ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """The consumptions under one rule, and the instruments it looks at: which count, in the order of their use, and what each may cover.

    `claims`: for each accepted instrument, whether it may cover each part. `asked` is None where the rule looks at no instruments.
    """

    asked: InstrumentRule | None
    parts: tuple[CoveredPart, ...]
    judged: tuple[tuple[ContractualInstrument, Outcomes], ...]
    accepted: tuple[ContractualInstrument, ...]
    claims: tuple[tuple[bool, ...], ...]

    def pieces(self, index: int) -> Iterator[tuple[int | None, CoveredPart]]:
        """What a part may fall into, whatever the amounts: a piece of each instrument that may cover it, and a residual."""
        part = self.parts[index]
        if self.asked is None:
            yield None, part
            return
        for number, instrument in enumerate(self.accepted):
            if self.claims[number][index]:
                yield number, _covered_by(self.asked, part, instrument)
        yield None, replace(part, name=RESIDUAL)


def parts_of(
    question: Question, plan: Plan, quantities: Sequence[LineQuantity], pieces: Pieces, instruments: Sequence[ContractualInstrument]
) -> tuple[tuple[CoveredPart, ...], tuple[InstrumentVerdict, ...]]:
    """Every quantity of the plan's period with its binding, and the verdict on each instrument the pack looks at."""
    plain: list[CoveredPart] = []
    verdicts: list[InstrumentVerdict] = []
    for pool in pools_of(question, plan, quantities, pieces, instruments):
        split, found = _split(pool)
        plain.extend(split)
        verdicts.extend(found)
    return tuple(plain), tuple(verdicts)


def pools_of(
    question: Question, plan: Plan, quantities: Sequence[LineQuantity], pieces: Pieces, instruments: Sequence[ContractualInstrument]
) -> tuple[Pool, ...]:
    """The consumptions of each rule of the plan's pack, with the instruments that the rule looks at."""
    whole = tuple(_whole_parts(plan, quantities, pieces))
    found = []
    for rule in plan.pack.rules:
        parts = tuple(part for part in whole if part.binding.rule_id == rule.id)
        asked = rule.instruments
        judged = () if asked is None else _judged(plan, asked, instruments)
        accepted = tuple(item for item, outcome in judged if counts(outcome))
        claims = () if asked is None else tuple(tuple(_claims(question, asked, item, part) for part in parts) for item in accepted)
        found.append(Pool(asked, parts, judged, accepted, claims))
    return tuple(found)


def _whole_parts(plan: Plan, quantities: Sequence[LineQuantity], pieces: Pieces) -> Iterator[CoveredPart]:
    """One part for each binding, month and state, however other packs cut the days."""
    sums: dict[tuple[int, date, str], Decimal] = defaultdict(Decimal)
    for item in quantities:
        if item.piece >= 0:
            days = pieces.period(item.piece)
            for binding in plan.bindings_of(item.source_id):
                if binding.period.covers(days):
                    sums[binding.number, item.month, item.state] += item.quantity
    for (number, month, state), quantity in sums.items():
        binding = plan.bindings[number]
        yield CoveredPart(binding, month, state, "", quantity, quantity, binding.inputs)


def _judged(plan: Plan, asked: InstrumentRule, instruments: Sequence[ContractualInstrument]) -> tuple[tuple[ContractualInstrument, Outcomes], ...]:
    looked_at = [item for item in instruments if item.type in asked.types and item.claim_period.overlaps(plan.period)]
    return tuple((item, (_one_period(plan, item), *outcomes(item, asked.criteria))) for item in sorted(looked_at, key=lambda item: item.id))


def _split(pool: Pool) -> tuple[tuple[CoveredPart, ...], list[InstrumentVerdict]]:
    asked, parts = pool.asked, pool.parts
    if asked is None:
        return parts, []
    coverages = {c.instrument.id: c for c in cover(pool.accepted, [part.quantity for part in parts], pool.claims)}
    split = [piece for index, part in enumerate(parts) for piece in _pieces(asked, part, [(c, c.covered_kwh[index]) for c in coverages.values()])]
    verdicts = [_verdict(item, tuple((key, found.value) for key, found in outcome), coverages.get(item.id)) for item, outcome in pool.judged]
    return tuple(split), verdicts


def _one_period(plan: Plan, instrument: ContractualInstrument) -> tuple[str, Outcome]:
    """A claim that reaches beyond the period would be used in each: it must be split by its holder."""
    return ("one_period", Outcome.PASSED if plan.period.covers(instrument.claim_period) else Outcome.FAILED)


def _claims(question: Question, asked: InstrumentRule, instrument: ContractualInstrument, part: CoveredPart) -> bool:
    """Whether an instrument may cover a part: its site, its months, and days on which the pack has a factor for covered energy."""
    site_id: SiteId = question.organization.source(part.binding.source_id).site_id
    rated = asked.covered_factor is None or part.binding.covered is not None
    return rated and site_id == instrument.site_id and part.month in instrument.claim_period


def _verdict(instrument: ContractualInstrument, outcome: tuple[tuple[str, str], ...], coverage: Coverage | None) -> InstrumentVerdict:
    covered = coverage.total_kwh() if coverage else Decimal(0)
    return InstrumentVerdict(instrument.id, outcome, coverage is not None, covered, instrument.quantity_kwh - covered)


def _pieces(asked: InstrumentRule, part: CoveredPart, covered: list[tuple[Coverage, Decimal]]) -> Iterator[CoveredPart]:
    for coverage, quantity in covered:
        if quantity:
            yield replace(_covered_by(asked, part, coverage.instrument), quantity=quantity, fixed=not coverage.unused_kwh)
    rest = part.quantity - sum((quantity for _, quantity in covered), Decimal(0))
    if rest or not any(quantity for _, quantity in covered):
        yield replace(part, name=RESIDUAL, quantity=rest)


def _covered_by(asked: InstrumentRule, part: CoveredPart, instrument: ContractualInstrument) -> CoveredPart:
    others = tuple(bound for bound in part.inputs if bound.name != asked.covered_input)
    return replace(part, name=instrument.id, inputs=(*others, _rate(asked, part, instrument)))


def _rate(asked: InstrumentRule, part: CoveredPart, instrument: ContractualInstrument) -> BoundInput:
    if part.binding.covered is not None:
        return replace(part.binding.covered, name=asked.covered_input)
    rate = instrument.rate_kg_per_kwh
    if rate is None:
        raise PackError("instrument_rate_missing", instrument=instrument.id)
    reference = f"instrument:{instrument.id}"
    return BoundInput(asked.covered_input, rate, "kgCO2/kWh", "CO2", InputOrigin.OWN_VALUE, reference, "own", "", "", candidates=())
