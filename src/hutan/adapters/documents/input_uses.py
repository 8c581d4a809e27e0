"""Every value that the lines rest on, once: where it is used, on which days, what stood beside it, and its citation's number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from hutan.core.factors.factor import Factor
from hutan.core.factors.gwp import GwpValue
from hutan.core.factors.selection import Candidate
from hutan.core.inventory.coverage import RESIDUAL
from hutan.core.inventory.result import Binding, BoundInput, InputOrigin, Inventory, Line
from hutan.core.methods.library import Library
from hutan.core.methods.pack import Rule
from hutan.core.model.instrument import ContractualInstrument
from hutan.core.model.sourcing import Citation
from hutan.kernel.ids import FactorId, PackId
from hutan.kernel.periods import Period

INSTRUMENT = "instrument:"


@dataclass(frozen=True, slots=True)
class InputUse:
    """A value with the packs that use it, the days it is applied to, and the candidates it was chosen from."""

    bound: BoundInput
    packs: tuple[PackId, ...]
    days: tuple[Period, ...]
    candidates: tuple[Candidate, ...]

    @property
    def key(self) -> tuple[str, str]:
        return (self.bound.origin.value, self.bound.reference)


def rule_behind(inventory: Inventory, binding: Binding) -> Rule:
    """The rule of a binding."""
    return next(rule for rule in inventory.pack.rules if rule.id == binding.rule_id)


def inputs_of(inventory: Inventory, line: Line, instruments: Sequence[ContractualInstrument]) -> tuple[BoundInput, ...]:
    """The inputs of a line; where an instrument covers it, the rate that the instrument brings stands in place of the rule's factor."""
    binding = inventory.bindings[line.binding]
    rule = rule_behind(inventory, binding)
    if line.part in ("", RESIDUAL) or rule.instruments is None:
        return binding.inputs
    name = rule.instruments.covered_input
    others = tuple(bound for bound in binding.inputs if bound.name != name)
    if binding.covered is not None:
        return (*others, replace(binding.covered, name=name))
    return (*others, *(_own_rate(name, item) for item in instruments if item.id == line.part))


def _own_rate(name: str, instrument: ContractualInstrument) -> BoundInput:
    if instrument.rate_kg_per_kwh is None:
        raise ValueError(f"instrument {instrument.id} covers energy without a rate")
    reference = f"{INSTRUMENT}{instrument.id}"
    rate = instrument.rate_kg_per_kwh
    return BoundInput(name, rate, "kgCO2/kWh", "CO2", InputOrigin.OWN_VALUE, reference, "own", "", instrument.contract_number, candidates=())


def input_uses(inventories: Sequence[Inventory], instruments: Sequence[ContractualInstrument]) -> tuple[InputUse, ...]:
    """All values behind lines, in order of first use; factors first, then own values, then rates of instruments."""
    found: dict[tuple[str, str], InputUse] = {}
    for inventory in inventories:
        for binding, bound in _used(inventory, instruments):
            use = InputUse(bound, (inventory.pack_id,), (binding.period,), bound.candidates)
            found[use.key] = _joined(found[use.key], use) if use.key in found else use
    return tuple(sorted(found.values(), key=lambda use: (use.bound.origin is InputOrigin.OWN_VALUE, use.bound.reference.startswith(INSTRUMENT))))


def _used(inventory: Inventory, instruments: Sequence[ContractualInstrument]) -> Iterator[tuple[Binding, BoundInput]]:
    seen: set[tuple[int, str]] = set()
    for line in inventory.lines:
        if (line.binding, line.part) not in seen:
            seen.add((line.binding, line.part))
            for bound in inputs_of(inventory, line, instruments):
                yield inventory.bindings[line.binding], bound


def _joined(first: InputUse, second: InputUse) -> InputUse:
    known = {item.factor.id for item in first.candidates}
    more = tuple(item for item in second.candidates if item.factor.id not in known)
    return InputUse(
        bound=first.bound,
        packs=tuple(dict.fromkeys((*first.packs, *second.packs))),
        days=merged((*first.days, *second.days)),
        candidates=(*first.candidates, *more),
    )


def merged(periods: Iterable[Period]) -> tuple[Period, ...]:
    """The same days in as few periods as possible."""
    found: list[Period] = []
    for period in sorted(periods):
        if found and period.start <= found[-1].end:
            found[-1] = Period(found[-1].start, max(found[-1].end, period.end))
        else:
            found.append(period)
    return tuple(found)


def factor_of(library: Library, bound: BoundInput) -> Factor | None:
    """The factor behind a bound input; None for the organization's own values."""
    return library.factors.find(FactorId(bound.reference)) if bound.origin is InputOrigin.FACTOR else None


@dataclass(frozen=True, slots=True)
class SourceList:
    """Documents cited, numbered from 1 in order of first use."""

    citations: tuple[Citation, ...]

    def number(self, citation: Citation) -> str:
        return f"[{self.citations.index(_document(citation)) + 1}]"


def source_list(library: Library, uses: Sequence[InputUse], inventories: Sequence[Inventory]) -> SourceList:
    """Every document that a value used was taken from: factors, own values and warming potentials."""
    factors = [factor_of(library, use.bound) for use in uses]
    cited = [factor.citation for factor in factors if factor is not None]
    cited += [value.citation for value in warming_values(library, inventories)]
    return SourceList(tuple(dict.fromkeys(_document(citation) for citation in cited)))


def warming_values(library: Library, inventories: Sequence[Inventory]) -> tuple[GwpValue, ...]:
    """The warming potentials that lines were multiplied by."""
    used = {
        (library.gwp.species(line.measure) or line.measure, line.gwp_basis, line.gwp)
        for inventory in inventories
        for line in inventory.lines
        if line.gwp is not None and line.gwp_basis
    }
    found = [value for value in library.gwp.values if (value.species, value.set_name, value.value) in used]
    return tuple(sorted(found, key=lambda value: (value.species, value.set_name, value.value, value.id)))


def _document(citation: Citation) -> Citation:
    """The document as a whole: places within it stay with the value."""
    return replace(citation, locator="")
