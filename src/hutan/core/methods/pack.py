"""A method pack as values: what applies to which source, by which kind, with which inputs, and on whose word."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from hutan.core.factors.selection import VintagePolicy
from hutan.core.model.carrier import Carrier, CarrierFamily
from hutan.core.model.instrument import InstrumentType
from hutan.core.model.organization import EmissionSource, SourceUse
from hutan.core.model.sourcing import EvidenceGrade
from hutan.kernel.ids import Digest, KindId, PackId, RuleId

# The unit of packs that state energy, not gases.
ENERGY_UNIT = "kgce"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same words in Chinese and English."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


class TextStatus(Enum):
    """Whether the text that a pack encodes is held."""

    HELD = "held"
    PARTLY = "partly"
    NOT_HELD = "not-held"


class PackStatus(Enum):
    """Where an edition stands in its life."""

    DRAFT = "draft"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PackHeader:
    """What every pack says of itself; `digest` covers every file of the pack. `withheld`: its licence forbids passing its files on."""

    id: PackId
    edition: str
    title: Bilingual
    authority: Bilingual
    status: PackStatus
    text_status: TextStatus
    evidence_grade: str
    licence: str
    content: str
    requires: tuple[PackId, ...]
    digest: Digest
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """Which sources a rule applies to; an empty tuple asks nothing. `except_carriers` are left to other rules."""

    families: tuple[CarrierFamily, ...]
    uses: tuple[SourceUse, ...]
    carriers: tuple[str, ...]
    biogenic: bool | None
    except_carriers: tuple[str, ...] = ()

    def holds(self, source: EmissionSource, carrier: Carrier) -> bool:
        return (
            (not self.families or carrier.family in self.families)
            and (not self.uses or source.use in self.uses)
            and (not self.carriers or carrier.id in self.carriers)
            and carrier.id not in self.except_carriers
            and (self.biogenic is None or carrier.biogenic is self.biogenic)
        )


@dataclass(frozen=True, slots=True)
class InputRule:
    """Where one input of a kind comes from.

    `substance` empty: the source's carrier; `region` empty: the site's. `required` false: without a value the outputs that
    need it are disclosed as left out; with true they are a gap that the user must close. `listed`: the series names every case there is, so
    that what it does not name does not arise, and nothing is left out.
    """

    name: str
    parameter: str
    substance: str
    gas: str
    series: tuple[str, ...]
    region: str
    vintage: VintagePolicy
    required: bool
    listed: bool = False


@dataclass(frozen=True, slots=True)
class InstrumentRule:
    """Which contractual instruments replace the rule's own factor, and which criteria each must pass.

    `covered_input`: the input that instruments replace. `covered_factor`: where the factor of covered energy comes from;
    None: each instrument's own rate.
    """

    types: tuple[InstrumentType, ...]
    criteria: tuple[str, ...]
    covered_input: str
    covered_factor: InputRule | None


@dataclass(frozen=True, slots=True)
class Rule:
    """When a source meets the condition, this kind computes its outputs with these inputs; `clause` and `because` say why."""

    id: RuleId
    pack: PackId
    when: Condition
    kind: KindId
    scope: str
    basis: str
    category: str
    inputs: tuple[InputRule, ...]
    instruments: InstrumentRule | None
    clause: str
    grade: EvidenceGrade
    because: Bilingual


@dataclass(frozen=True, slots=True)
class Outside:
    """Sources that a pack leaves out, and on whose word."""

    when: Condition
    clause: str
    grade: EvidenceGrade
    because: Bilingual


@dataclass(frozen=True, slots=True)
class Part:
    """A set of lines: a scope and, where the scope is counted in two ways, a basis."""

    scope: str
    basis: str


@dataclass(frozen=True, slots=True)
class TotalRule:
    """A total that the pack states, by the parts it adds up; `apart` totals are stated beside, never inside, the others."""

    id: str
    title: Bilingual
    parts: tuple[Part, ...]
    apart: bool


@dataclass(frozen=True, slots=True)
class GwpChoice:
    """The set that turns gases into CO2 equivalents: report, horizon [years], and how well it is held that the method asks for this one."""

    edition: str
    horizon_years: int
    grade: EvidenceGrade = EvidenceGrade.OFFICIAL


@dataclass(frozen=True, slots=True)
class MethodPack:
    """One edition of one method. `unit` is what its totals are stated in: ``kgCO2e``, ``kgCO2`` or ``kgce``.

    `biogenic_scope` is where CO2 of biogenic carriers is stated; `least_coverage` the share of a total with a sourced spread from which on the
    interval stands for the whole. `judged` are scopes or categories that must be quantified, or judged by a named person.
    """

    header: PackHeader
    unit: str
    gases: tuple[str, ...]
    gwp: GwpChoice | None
    biogenic_scope: str
    least_coverage: Decimal
    rules: tuple[Rule, ...]
    totals: tuple[TotalRule, ...]
    scopes: tuple[tuple[str, Bilingual], ...]
    outside: tuple[Outside, ...] = ()
    judged: tuple[str, ...] = ()

    def scope_title(self, scope: str, language: str) -> str:
        return next(title.text(language) for name, title in self.scopes if name == scope)
