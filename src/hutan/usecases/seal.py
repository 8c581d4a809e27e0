"""A result as chunks of canonical rows and the Merkle root over them: what was asked, what went in, what came out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hutan.core.inventory.calculation import Inputs
from hutan.core.inventory.result import Binding, BoundInput, Check, InstrumentVerdict, Inventory, Line, Slice, TotalQuality, UtilityAccount
from hutan.core.inventory.simulation import wants
from hutan.core.methods.kinds import kind
from hutan.core.methods.library import Library
from hutan.core.model.activity_record import ActivityRecord
from hutan.core.uncertainty.propagation import IntervalResult
from hutan.kernel.canonical import canonical
from hutan.kernel.codec import to_plain
from hutan.kernel.ids import Digest, PackId, SiteId
from hutan.kernel.periods import Period
from hutan.ledger.merkle import tree_root

FORMAT = "hutan-result/1"
INTERVALS = "intervals/"

# Rows of candidates by the identity of the tuple that they were made from, while the inventory holds it.
_Considered = dict[int, list[dict[str, object]]]


@dataclass(frozen=True, slots=True)
class SealedResult:
    """Chunks by name, the root over the exact ones, and the root over what came from rounding floating ranges (intervals)."""

    chunks: Mapping[str, bytes]
    root: Digest
    intervals_root: Digest


def seal(inputs: Inputs, library: Library, inventories: Sequence[Inventory]) -> SealedResult:
    """Chunks and roots of a calculation; the same inputs give the same bytes on every machine."""
    return sealed(chunks_of(inputs, library, inventories))


def chunks_of(inputs: Inputs, library: Library, inventories: Sequence[Inventory]) -> dict[str, bytes]:
    """Canonical bytes by name, not yet sealed."""
    values: dict[str, object] = {"request": {**request_of(inputs, library), **_simulation(inputs, inventories)}}
    values["inputs/organization"] = to_plain(inputs.organization)
    values["inputs/instruments"] = to_plain(sorted(inputs.instruments, key=lambda instrument: instrument.id))
    values.update(_records_by_site_month(inputs))
    for inventory in inventories:
        values.update(inventory_values(inventory))
    return {name: canonical(value) for name, value in values.items()}


def sealed(chunks: Mapping[str, bytes]) -> SealedResult:
    """The roots over chunks that exist already."""
    exact = {name: data for name, data in chunks.items() if not name.startswith(INTERVALS)}
    rest = {name: data for name, data in chunks.items() if name.startswith(INTERVALS)}
    return SealedResult(dict(sorted(chunks.items())), root_of(exact), root_of(rest))


def root_of(chunks: Mapping[str, bytes]) -> Digest:
    """RFC 6962 root over the chunks in the order of their names; each leaf is name, zero byte, content."""
    return Digest(tree_root([leaf_of(name, chunks[name]) for name in sorted(chunks)]).hex())


def leaf_of(name: str, content: bytes) -> bytes:
    """What the tree holds of a chunk."""
    return name.encode() + b"\0" + content


def request_of(inputs: Inputs, library: Library) -> dict[str, object]:
    """What was asked, with the digest of every pack and the version of every kind that answers it."""
    kinds = sorted({rule.kind for pack in library.methods for rule in pack.rules})
    return {
        "format": FORMAT,
        "organization": inputs.organization.id,
        "periods": [str(period) for period in sorted(inputs.periods)],
        "reported_on": inputs.reported_on.isoformat(),
        "methods": [pack.header.id for pack in library.methods],
        "packs": {header.id: header.digest for header in library.headers},
        "kinds": [{"id": item, "formulas": dict(kind(item).formulas)} for item in kinds],
    }


def _simulation(inputs: Inputs, inventories: Sequence[Inventory]) -> dict[str, object]:
    """The simulation behind the intervals; one that no interval called for leaves no trace, so that the root is that of first order alone."""
    simulation = inputs.simulation
    if simulation is None or not any(wants(total.interval, simulation) for inventory in inventories for total in inventory.totals):
        return {}
    return {"simulation": to_plain(simulation)}


def _records_by_site_month(inputs: Inputs) -> dict[str, object]:
    sites: dict[str, SiteId] = {source.id: source.site_id for source in inputs.organization.sources}
    groups: dict[str, list[ActivityRecord]] = defaultdict(list)
    for record in sorted(inputs.records, key=lambda record: (record.source_id, record.period, record.id)):
        groups[records_name(sites[record.source_id], record.period.start)].append(record)
    return {name: to_plain(records) for name, records in groups.items()}


def records_name(site_id: SiteId, day: date) -> str:
    """Name of the chunk with the records of a site that begin in the month of `day`."""
    return f"inputs/records/{site_id}/{day.isoformat()[:7]}"


def place_of(pack_id: PackId, period: Period) -> str:
    """What the names of all chunks of one inventory have in common."""
    return f"{pack_id}/{period.start.isoformat()}_{period.end.isoformat()}"


def lines_name(place: str, site_id: SiteId, month: date) -> str:
    """Name of the chunk with the lines of a site and month."""
    return f"lines/{place}/{site_id}/{month.isoformat()[:7]}"


def inventory_values(inventory: Inventory) -> dict[str, object]:
    """Everything that a result holds of one inventory, by the names of its chunks."""
    place = place_of(inventory.pack_id, inventory.period)
    lines: dict[str, list[Line]] = defaultdict(list)
    for line in inventory.lines:
        lines[lines_name(place, line.site_id, line.month)].append(line)
    found: dict[str, object] = {name: to_plain(rows) for name, rows in lines.items()}
    considered: _Considered = {}
    found[f"bindings/{place}"] = [_binding(binding, considered) for binding in inventory.bindings]
    found[f"gaps/{place}"] = to_plain(inventory.gaps)
    found.update(finding_chunks(place, inventory.checks, inventory.instruments, inventory.quality, inventory.utilities))
    found[f"totals/{place}"] = [total_row(total.id, total.value, total.unit, total.apart, total.slices) for total in inventory.totals]
    found[f"{INTERVALS}{place}"] = [interval_row(total.id, total.interval) for total in inventory.totals]
    return found


def finding_chunks(
    place: str,
    checks: Sequence[Check],
    verdicts: Sequence[InstrumentVerdict],
    quality: Sequence[TotalQuality],
    utilities: Sequence[UtilityAccount],
) -> dict[str, object]:
    """What is found about an inventory beside its totals."""
    found: dict[str, object] = {f"checks/{place}": to_plain(checks), f"instruments/{place}": to_plain(verdicts)}
    found[f"quality/{place}"] = to_plain(quality)
    return {**found, f"utilities/{place}": to_plain(utilities)} if utilities else found


def total_row(total_id: str, value: Decimal, unit: str, apart: bool, slices: Sequence[Slice]) -> dict[str, object]:
    """A total as the exact part of a result states it."""
    return {"id": total_id, "value": to_plain(value), "unit": unit, "apart": apart, "slices": to_plain(slices)}


def interval_row(total_id: str, interval: IntervalResult) -> dict[str, object]:
    """The interval of a total, which stands apart from the exact part: first order as in every release, and beside it the simulated one if any."""
    fields = to_plain(interval)
    if not isinstance(fields, dict):
        raise TypeError(type(fields).__name__)
    simulated = fields.pop("simulated")
    return {"id": total_id, "interval": fields, **({} if simulated is None else {"simulated": simulated})}


def _binding(binding: Binding, considered: _Considered) -> dict[str, object]:
    return {
        "number": binding.number,
        "rule": binding.rule_id,
        "source": binding.source_id,
        "period": str(binding.period),
        "share": to_plain(binding.share),
        "inputs": [_bound(item, considered) for item in binding.inputs],
        "covered": _bound(binding.covered, considered) if binding.covered else None,
    }


def _bound(bound: BoundInput, considered: _Considered) -> dict[str, object]:
    # Sources of one region share their candidates, which are by far the longest part of a row.
    candidates = considered.get(id(bound.candidates))
    if candidates is None:
        candidates = considered[id(bound.candidates)] = _candidates(bound)
    return {
        "name": bound.name,
        "value": to_plain(bound.value),
        "unit": bound.unit,
        "gas": bound.gas,
        "origin": bound.origin.value,
        "reference": bound.reference,
        "grade": bound.grade,
        "gwp_basis": bound.gwp_basis,
        "chosen_by": bound.chosen_by,
        "candidates": candidates,
    }


def _candidates(bound: BoundInput) -> list[dict[str, object]]:
    return [
        {"factor": item.factor.id, "accepted": item.accepted, "reasons": [[code, to_plain(params)] for code, params in item.reasons]}
        for item in bound.candidates
    ]
