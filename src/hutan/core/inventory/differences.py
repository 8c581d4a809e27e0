"""Why two totals over one set of data differ: every kilogram of the difference belongs to one reason, and the reasons add up exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from hutan.core.inventory.result import BoundInput, Inventory, Line
from hutan.core.inventory.totals import belongs
from hutan.core.methods.pack import ENERGY_UNIT
from hutan.kernel.errors import InputError
from hutan.kernel.ids import PackId, RuleId, SourceId
from hutan.kernel.periods import Period


class Cause(Enum):
    """Why a part of one total is not the same in another, in the order in which a bridge shows them.

    NOT_IN_FIRST, NOT_IN_SECOND: the source is in no line of the other total. FURTHER_RULE: the same source is counted for something more or less,
    such as what lies upstream of it. GASES: a gas that only one counts. INSTRUMENTS: contracts and certificates. FACTOR: another value of an input.
    WARMING: another warming potential. SHARE: another part of the site. QUANTITY: other data.
    """

    NOT_IN_FIRST = "not_in_first"
    NOT_IN_SECOND = "not_in_second"
    FURTHER_RULE = "further_rule"
    GASES = "gases"
    INSTRUMENTS = "instruments"
    FACTOR = "factor"
    WARMING = "warming"
    SHARE = "share"
    QUANTITY = "quantity"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a difference: emission [kg CO2e], rule with clause, and the inputs behind it, each once."""

    kg: Decimal
    rule: RuleId | None
    clause: str
    inputs: tuple[BoundInput, ...]


@dataclass(frozen=True, slots=True)
class TotalDifference:
    """A part of the difference: one source, one kind of calculation, one gas."""

    source_id: SourceId
    kind: str
    measure: str
    cause: Cause
    first: Side
    second: Side

    @property
    def change_kg(self) -> Decimal:
        return self.second.kg - self.first.kg


@dataclass(frozen=True, slots=True)
class TotalAt:
    """Which total is meant: of which pack, over which days."""

    pack: PackId
    period: Period
    total_id: str
    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two totals and everything that makes their difference, largest first."""

    first: TotalAt
    second: TotalAt
    differences: tuple[TotalDifference, ...]

    def bridge(self) -> tuple[tuple[Cause, Decimal], ...]:
        """Steps from the first total to the second, those that occur, in the order of `Cause`; they add up to the difference."""
        sums: dict[Cause, Decimal] = defaultdict(Decimal)
        for item in self.differences:
            sums[item.cause] += item.change_kg
        return tuple((cause, sums[cause]) for cause in Cause if cause in sums)


_Key = tuple[SourceId, str, str]


def compared(first: Inventory, first_total: str, second: Inventory, second_total: str) -> Comparison:
    """The difference of two totals, taken apart by source, kind of calculation and gas.

    Raises
    ------
    InputError
        ``totals_not_comparable`` if one states energy and the other emissions.
    """
    if (first.pack.unit == ENERGY_UNIT) != (second.pack.unit == ENERGY_UNIT):
        raise InputError("totals_not_comparable", first=first.pack.unit, second=second.pack.unit)
    sides = [_grouped(inventory, total_id) for inventory, total_id in ((first, first_total), (second, second_total))]
    sources = [{key[0] for key in side} for side in sides]
    kinds = [{key[:2] for key in side} for side in sides]
    found = []
    for key in sorted({*sides[0], *sides[1]}):
        lines = [side.get(key, ()) for side in sides]
        parts = [_side(inventory, own) for inventory, own in zip((first, second), lines, strict=True)]
        if parts[0].kg != parts[1].kg:
            found.append(TotalDifference(*key, _cause(key, sources, kinds, lines, parts, (first, second)), *parts))
    found.sort(key=lambda item: (-abs(item.change_kg), item.source_id, item.kind, item.measure))
    return Comparison(_total_at(first, first_total), _total_at(second, second_total), tuple(found))


def _total_at(inventory: Inventory, total_id: str) -> TotalAt:
    return TotalAt(inventory.pack_id, inventory.period, total_id, inventory.total(total_id).value, inventory.pack.unit)


def _grouped(inventory: Inventory, total_id: str) -> Mapping[_Key, Sequence[Line]]:
    rule = next(item for item in inventory.pack.totals if item.id == total_id)
    kinds = {item.id: item.kind for item in inventory.pack.rules}
    groups: dict[_Key, list[Line]] = defaultdict(list)
    for line in inventory.lines:
        if belongs(rule, line):
            kind = kinds[inventory.bindings[line.binding].rule_id]
            groups[line.source_id, f"{kind}:{line.output}", line.measure].append(line)
    return groups


def _side(inventory: Inventory, lines: Sequence[Line]) -> Side:
    bindings = [inventory.bindings[number] for number in dict.fromkeys(line.binding for line in lines)]
    rule_id = bindings[0].rule_id if bindings else None
    clause = next((item.clause for item in inventory.pack.rules if item.id == rule_id), "")
    inputs = {(bound.name, bound.reference): bound for binding in bindings for bound in binding.inputs}
    return Side(sum((line.stated() for line in lines), Decimal(0)), rule_id, clause, tuple(inputs[key] for key in sorted(inputs)))


def _cause(
    key: _Key,
    sources: Sequence[set[SourceId]],
    kinds: Sequence[set[tuple[SourceId, str]]],
    lines: Sequence[Sequence[Line]],
    parts: Sequence[Side],
    inventories: tuple[Inventory, Inventory],
) -> Cause:
    if key[0] not in sources[0]:
        return Cause.NOT_IN_FIRST
    if key[0] not in sources[1]:
        return Cause.NOT_IN_SECOND
    if not lines[0] or not lines[1]:
        # The same kind with another gas on the other side is a factor that names another gas; else one side does without kind or gas.
        alone = kinds[1] if not lines[0] else kinds[0]
        other = kinds[0] if not lines[0] else kinds[1]
        return Cause.GASES if key[:2] in alone & other else Cause.FURTHER_RULE if _same_source_other_kind(key, other) else Cause.GASES
    return _same_lines(lines, parts, inventories)


def _same_source_other_kind(key: _Key, other: set[tuple[SourceId, str]]) -> bool:
    """Whether the other side has the source under other kinds only: a further rule, not a further gas of one combustion."""
    kind = key[1].partition(":")[0]
    return all(found.partition(":")[0] != kind for source, found in other if source == key[0])


def _same_lines(lines: Sequence[Sequence[Line]], parts: Sequence[Side], inventories: tuple[Inventory, Inventory]) -> Cause:
    quantities = [sum((line.quantity for line in own), Decimal(0)) for own in lines]
    if quantities[0] != quantities[1]:
        return Cause.QUANTITY
    contracts = [{line.part for line in own} for own in lines]
    if contracts[0] - {"", "residual"} or contracts[1] - {"", "residual"}:
        return Cause.INSTRUMENTS
    values = [{(bound.name, bound.value, bound.unit) for bound in part.inputs} for part in parts]
    if values[0] != values[1]:
        return Cause.FACTOR
    if {line.gwp for line in lines[0]} != {line.gwp for line in lines[1]}:
        return Cause.WARMING
    shares = [{inventory.bindings[line.binding].share for line in own} for inventory, own in zip(inventories, lines, strict=True)]
    return Cause.SHARE if shares[0] != shares[1] else Cause.QUANTITY
