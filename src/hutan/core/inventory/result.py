"""What a calculation ends in: bindings that say why, lines that say how much, totals, intervals and checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

from hutan.core.factors.selection import Candidate
from hutan.core.methods.pack import MethodPack
from hutan.core.uncertainty.propagation import IntervalResult
from hutan.kernel.ids import PackId, RuleId, SiteId, SourceId
from hutan.kernel.periods import Period
from hutan.kernel.refusals import Params

OUTSIDE_PACK: Final = "gap_outside_pack"
USE_NOT_COUNTED: Final = "gap_use_not_counted"


class InputOrigin(Enum):
    """Whether an input is a row of a factor pack or the organization's own value."""

    FACTOR = "factor"
    OWN_VALUE = "own_value"


@dataclass(frozen=True, slots=True)
class BoundInput:
    """One input of a kind with its value and everything that was considered before it was taken."""

    name: str
    value: Decimal
    unit: str
    gas: str
    origin: InputOrigin
    reference: str
    grade: str
    gwp_basis: str
    chosen_by: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Binding:
    """A rule bound to a source for days in which none of its inputs changes; `share` is the part consolidated, 0 to 1."""

    number: int
    rule_id: RuleId
    source_id: SourceId
    period: Period
    share: Decimal
    inputs: tuple[BoundInput, ...]
    covered: BoundInput | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that could not be calculated. `blocking`: the inventory is incomplete until it is closed."""

    code: str
    source_id: SourceId
    period: Period
    measures: tuple[str, ...]
    blocking: bool
    params: Params

    @property
    def outside(self) -> bool:
        """Whether the source stands outside what the pack is about, so that nothing of the pack's own is missing."""
        return self.code in (OUTSIDE_PACK, USE_NOT_COUNTED)


@dataclass(frozen=True, slots=True)
class Line:
    """One gas of one source in one month under one binding.

    `quantity` is the part of the activity this line stands for, `metered` the whole that the meter counted; they differ where
    instruments cover a part. `output` is what the kind computed, `component` the part of it that is this gas, 1 unless it is a blend.
    `amount` is mass [kg] or energy [kgce]; `co2e_kg` is amount × GWP, or the amount itself where the factor was already aggregated
    (`gwp_basis` then says on which set). All to 1e-9.
    """

    site_id: SiteId
    source_id: SourceId
    month: date
    binding: int
    part: str
    state: str
    category: str
    scope: str
    basis: str
    output: str
    measure: str
    component: Decimal
    quantity: Decimal
    metered: Decimal
    quantity_unit: str
    amount: Decimal
    gwp: Decimal | None
    gwp_basis: str
    co2e_kg: Decimal | None

    def stated(self) -> Decimal:
        """What totals add up: CO2 equivalents [kg] where there are gases, else the amount [kgce]."""
        return self.amount if self.co2e_kg is None else self.co2e_kg


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a total by one dimension: scope, gas, site, month or carrier."""

    dimension: str
    key: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Total:
    """A total that the pack states, with its slices and its interval; `apart` ones are not part of any other."""

    id: str
    value: Decimal
    unit: str
    apart: bool
    slices: tuple[Slice, ...]
    interval: IntervalResult


@dataclass(frozen=True, slots=True)
class Check:
    """Something the reader of the totals must know, shown whether it passed or not. `blocking`: until it passes the inventory is incomplete."""

    code: str
    passed: bool
    params: Params
    blocking: bool = False


@dataclass(frozen=True, slots=True)
class InstrumentVerdict:
    """How one instrument fared under the pack: each criterion with its outcome, and the energy it covers [kWh]."""

    instrument_id: str
    outcomes: tuple[tuple[str, str], ...]
    accepted: bool
    covered_kwh: Decimal
    unused_kwh: Decimal


@dataclass(frozen=True, slots=True)
class UtilityUse:
    """What one user of a utility took, and the emissions that go with it [kg CO2e]; `to` is a utility or a cost center, line or product."""

    to: str
    quantity: Decimal
    co2e_kg: Decimal


@dataclass(frozen=True, slots=True)
class UtilityAccount:
    """One utility under one total: what it was charged with and what it passed on, to 1e-9; the two are equal, or the account says why not.

    `fed_kg` comes from its own sources, `received_kg` from other utilities. `made` is what its output meter counts, `delivered` what the
    delivery meters count; None and 0 where there is no meter. `intensity` is per unit delivered. `problem` is empty where the account closes.
    """

    utility_id: str
    total_id: str
    unit: str
    made: Decimal | None
    delivered: Decimal
    fed_kg: Decimal
    received_kg: Decimal
    intensity: Decimal | None
    uses: tuple[UtilityUse, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class SchemeScore:
    """Means of one scheme's indicators over the rated part of a total, and how large that part is, 0 to 1. Never averaged over schemes."""

    scheme: str
    indicators: tuple[str, ...]
    means: tuple[Decimal, ...]
    rated_share: Decimal


@dataclass(frozen=True, slots=True)
class TotalQuality:
    """Shares of a total by the size of its lines, 0 to 1, and its scores.

    `measured`: activity that was measured, not estimated. `own_values`: lines whose every factor is the organization's own or its supplier's.
    `primary`: both, which is what PACT calls the primary data share.
    """

    total_id: str
    measured: Decimal
    own_values: Decimal
    primary: Decimal
    scores: tuple[SchemeScore, ...]


@dataclass(frozen=True, slots=True)
class Inventory:
    """One pack over one period."""

    pack: MethodPack
    period: Period
    bindings: tuple[Binding, ...]
    lines: tuple[Line, ...]
    totals: tuple[Total, ...]
    gaps: tuple[Gap, ...]
    checks: tuple[Check, ...]
    instruments: tuple[InstrumentVerdict, ...]
    utilities: tuple[UtilityAccount, ...] = ()
    quality: tuple[TotalQuality, ...] = ()

    @property
    def pack_id(self) -> PackId:
        return self.pack.header.id

    def total(self, total_id: str) -> Total:
        return next(total for total in self.totals if total.id == total_id)

    def complete(self) -> bool:
        """Nothing that blocks is open: every source is quantified, and no month lacks data."""
        return not any(gap.blocking for gap in self.gaps) and all(check.passed for check in self.checks if check.blocking)
