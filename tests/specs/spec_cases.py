"""Worked cases of packs: what a named public source works out, and what the product makes of the same figures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pydantic import Field, model_validator

from hutan.adapters.pack_store.documents import BilingualText, Document
from hutan.adapters.yaml_text import read_yaml
from hutan.core.instruments.coverage import cover
from hutan.core.methods.evaluation import QUANTITY, evaluated
from hutan.core.methods.kinds import kind
from hutan.core.methods.pack import MethodPack
from hutan.core.model.instrument import ContractualInstrument, InstrumentType
from hutan.core.uncertainty.propagation import Contribution, InputSpread, LineUncertainty, combine
from hutan.core.uncertainty.spreads import SpreadShape
from hutan.core.units import conversion_factor, parse_unit
from hutan.kernel.ids import KindId, SiteId
from hutan.kernel.periods import year
from hutan.kernel.refusals import Address

_Z_95 = Decimal("1.96")


class SourceYaml(Document):
    """Where the figures can be read; only what was really seen there."""

    title: str = Field(min_length=1)
    publisher: str = Field(min_length=1)
    year: str = Field(min_length=1)
    locator: str = Field(min_length=1)
    url: str = Field(pattern=r"^https?://[^ ]+$")


class AmountYaml(Document):
    value: Decimal
    unit: str


class ToleranceYaml(Document):
    """How far the result may lie from the printed one, and which printed digits allow that."""

    absolute: Decimal | None = Field(default=None, ge=0)
    relative: Decimal | None = Field(default=None, ge=0)
    because: str = Field(min_length=1)

    @model_validator(mode="after")
    def _one_of_two(self) -> ToleranceYaml:
        if (self.absolute is None) == (self.relative is None):
            raise ValueError("give either absolute or relative")
        return self

    def allows(self, found: Decimal, expected: Decimal) -> bool:
        bound = self.absolute if self.absolute is not None else abs(expected) * (self.relative or 0)
        return abs(found - expected) <= bound


class _CaseYaml(Document):
    name: BilingualText
    source: SourceYaml
    expected: AmountYaml
    tolerance: ToleranceYaml


class FormulaYaml(_CaseYaml):
    """One output of a kind, named by the kind itself or by a rule of the pack."""

    kind: str = ""
    rule: str = ""
    output: str
    quantity: AmountYaml
    inputs: dict[str, AmountYaml]

    @model_validator(mode="after")
    def _kind_or_rule(self) -> FormulaYaml:
        if bool(self.kind) == bool(self.rule):
            raise ValueError("give either kind or rule")
        return self


class StreamYaml(Document):
    """One stream of a balance, worked with a kind."""

    kind: str
    output: str
    quantity: AmountYaml
    inputs: dict[str, AmountYaml]


class BalanceYaml(_CaseYaml):
    """What the streams of a process or of a gas add up to, each a line with its own sign."""

    balance: tuple[StreamYaml, ...] = Field(min_length=2)


class LineYaml(Document):
    emission: Decimal
    inputs: tuple[str, ...]


class IntervalBody(Document):
    lines: tuple[LineYaml, ...]
    half_widths_percent: dict[str, Decimal]


class IntervalYaml(_CaseYaml):
    """The half width of a sum [%] at 95 %."""

    interval: IntervalBody


class InstrumentYaml(Document):
    quantity_kwh: Decimal
    rate_kg_per_kwh: Decimal


class CoverageBody(Document):
    consumed_kwh: tuple[Decimal, ...]
    instruments: tuple[InstrumentYaml, ...]
    rest_kg_per_kwh: Decimal


class CoverageYaml(_CaseYaml):
    """The emission of electricity that instruments cover in part."""

    coverage: CoverageBody


CaseYaml = FormulaYaml | BalanceYaml | IntervalYaml | CoverageYaml


@dataclass(frozen=True, slots=True)
class SpecCase:
    """A case and the pack that carries it."""

    pack: str
    case: CaseYaml

    @property
    def label(self) -> str:
        return f"{self.pack}: {self.case.name.en}"

    def kind_id(self, packs: dict[str, MethodPack]) -> KindId | None:
        """The kind that the case is worked with; None for balances, intervals and coverage."""
        if not isinstance(self.case, FormulaYaml):
            return None
        if self.case.kind:
            return kind(KindId(self.case.kind)).id
        rules = [rule for rule in packs[self.pack].rules if rule.id == f"{self.pack}:{self.case.rule}"]
        if len(rules) != 1:
            raise ValueError(f"{self.label}: pack {self.pack} has no rule {self.case.rule}")
        unknown = set(self.case.inputs) - {entry.name for entry in rules[0].inputs}
        if unknown:
            raise ValueError(f"{self.label}: rule {self.case.rule} takes no {', '.join(sorted(unknown))}")
        return rules[0].kind

    def found(self, packs: dict[str, MethodPack]) -> Decimal:
        """The figure of the product, in the unit of the expected one."""
        if isinstance(self.case, IntervalYaml):
            return _half_width_percent(self.case.interval)
        if isinstance(self.case, CoverageYaml):
            return _covered_emission(self.case.coverage) * conversion_factor(parse_unit("kg"), parse_unit(self.case.expected.unit))
        if isinstance(self.case, BalanceYaml):
            streams = self.case.balance
            return sum((_evaluated(kind(KindId(stream.kind)).id, stream, self.case.expected.unit) for stream in streams), Decimal(0))
        kind_id = self.kind_id(packs)
        assert kind_id is not None
        return _evaluated(kind_id, self.case, self.case.expected.unit)

    def holds(self, packs: dict[str, MethodPack]) -> bool:
        return self.case.tolerance.allows(self.found(packs), self.case.expected.value)


def read_cases(pack: str, path: Path) -> list[SpecCase]:
    """The cases of one file of a pack; a key that is not known is an error."""
    document = read_yaml(path.name, path.read_bytes())
    if not isinstance(document, list):
        raise ValueError(f"{path.name}: not a list of cases")
    return [SpecCase(pack, _case(item)) for item in document]


def _case(item: object) -> CaseYaml:
    if isinstance(item, dict) and "interval" in item:
        return IntervalYaml.model_validate(item)
    if isinstance(item, dict) and "balance" in item:
        return BalanceYaml.model_validate(item)
    if isinstance(item, dict) and "coverage" in item:
        return CoverageYaml.model_validate(item)
    return FormulaYaml.model_validate(item)


def _evaluated(kind_id: KindId, case: FormulaYaml | StreamYaml, unit: str) -> Decimal:
    amounts = {QUANTITY: case.quantity, **case.inputs}
    units = tuple(sorted((name, amount.unit) for name, amount in amounts.items()))
    return evaluated(kind_id, case.output, unit, units, {name: amount.value for name, amount in amounts.items()})


def _half_width_percent(body: IntervalBody) -> Decimal:
    lines = [
        LineUncertainty(str(number), line.emission, tuple(Contribution(name, line.emission) for name in line.inputs))
        for number, line in enumerate(body.lines)
    ]
    spreads = [InputSpread(name, percent / 100 / _Z_95, SpreadShape.NORMAL, "case") for name, percent in body.half_widths_percent.items()]
    width = combine(lines, spreads, Decimal(1)).half_width_percent
    assert width is not None
    return width


def _covered_emission(body: CoverageBody) -> Decimal:
    """Emission [kg]: each instrument's energy at its rate, the rest at the rate of what no instrument covers."""
    instruments = [_instrument(str(number), item) for number, item in enumerate(body.instruments)]
    everywhere = [[True] * len(body.consumed_kwh)] * len(instruments)
    found = cover(instruments, body.consumed_kwh, everywhere)
    covered = sum((item.total_kwh() for item in found), Decimal(0))
    emission = (sum(body.consumed_kwh, Decimal(0)) - covered) * body.rest_kg_per_kwh
    return emission + sum((item.total_kwh() * rate.rate_kg_per_kwh for item, rate in zip(found, body.instruments, strict=True)), Decimal(0))


def _instrument(number: str, item: InstrumentYaml) -> ContractualInstrument:
    return ContractualInstrument(
        id=number,
        type=InstrumentType.CERTIFICATE,
        site_id=SiteId("site"),
        claim_period=year(2024),
        quantity_kwh=item.quantity_kwh,
        rate_kg_per_kwh=item.rate_kg_per_kwh,
        technology="",
        generated=None,
        cancelled_on=None,
        cancelled_for_reporter=None,
        sole_claim=None,
        market="",
        inter_provincial=None,
        trading_platform="",
        contract_number="",
        settlement_number="",
        origin=Address("case"),
    )
