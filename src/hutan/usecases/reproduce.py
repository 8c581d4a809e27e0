"""A stranger repeats a result from its file alone, and learns that it is reproduced or exactly what differs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hutan.core.activity.quantities import QuantityEngine
from hutan.core.inventory.calculation import Inputs, calculate
from hutan.core.methods.library import Library
from hutan.core.model.activity_record import ActivityRecord
from hutan.core.model.instrument import ContractualInstrument
from hutan.core.model.organization import Organization
from hutan.core.uncertainty.simulated import Simulation
from hutan.kernel.canonical import canonical, sha256_hex
from hutan.kernel.codec import from_plain
from hutan.kernel.errors import VerificationError
from hutan.kernel.ids import PackId
from hutan.kernel.periods import parse_period
from hutan.usecases.seal import FORMAT, SealedResult, seal

_NONE: Final = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the result says: a code, the place, what the file says and what was found."""

    code: str
    place: str
    stated: str
    found: str


@dataclass(frozen=True, slots=True)
class Request:
    """What a result says it answers."""

    periods: tuple[str, ...]
    reported_on: str
    methods: tuple[PackId, ...]
    packs: Mapping[str, str]
    simulation: Simulation | None = None


def read_request(chunks: Mapping[str, bytes]) -> Request:
    """The request chunk.

    Raises
    ------
    VerificationError
        If it is missing, malformed or of another format.
    """
    plain = _document(chunks, "request")
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise VerificationError("result_format_unknown", wanted=FORMAT, found=str(plain)[:60])
    try:
        simulation = plain.get("simulation", _NONE)
        return Request(
            tuple(str(item) for item in plain["periods"]),
            str(plain["reported_on"]),
            tuple(PackId(str(item)) for item in plain["methods"]),
            {str(name): str(found) for name, found in plain["packs"].items()},
            None if simulation is _NONE else from_plain(Simulation, simulation, "request.simulation"),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise VerificationError("result_chunk_malformed", chunk="request", problem=str(error)) from error


def read_inputs(chunks: Mapping[str, bytes], request: Request) -> Inputs:
    """The inputs that the chunks hold.

    Raises
    ------
    VerificationError
        If a chunk is missing or malformed.
    """
    records = [
        from_plain(ActivityRecord, plain, f"{name}[{index}]")
        for name in sorted(chunks)
        if name.startswith("inputs/records/")
        for index, plain in enumerate(_list(chunks, name))
    ]
    instruments = tuple(from_plain(ContractualInstrument, plain) for plain in _list(chunks, "inputs/instruments"))
    organization = from_plain(Organization, _document(chunks, "inputs/organization"))
    try:
        periods = tuple(parse_period(text) for text in request.periods)
        reported_on = type(periods[0].start).fromisoformat(request.reported_on)
    except (ValueError, IndexError) as error:
        raise VerificationError("result_chunk_malformed", chunk="request", problem=str(error)) from error
    _check_references(organization, records)
    return Inputs(organization, tuple(records), instruments, periods, reported_on, request.simulation)


def _check_references(organization: Organization, records: Sequence[ActivityRecord]) -> None:
    """Nothing, if every source lies at a site of the organization and every record belongs to a source of it."""
    sites, sources = {site.id for site in organization.sites}, {source.id for source in organization.sources}
    for source in organization.sources:
        if source.site_id not in sites:
            raise VerificationError("result_chunk_malformed", chunk="inputs/organization", problem=f"{source.id}: site {source.site_id}?")
    for record in records:
        if record.source_id not in sources:
            raise VerificationError("result_chunk_malformed", chunk="inputs/records", problem=f"{record.id}: source {record.source_id}?")


def _document(chunks: Mapping[str, bytes], name: str) -> object:
    if name not in chunks:
        raise VerificationError("result_chunk_missing", chunk=name)
    try:
        plain: object = json.loads(chunks[name])
    except (ValueError, RecursionError) as error:
        raise VerificationError("result_chunk_malformed", chunk=name, problem=str(error)) from error
    return plain


def _list(chunks: Mapping[str, bytes], name: str) -> list[object]:
    plain = _document(chunks, name)
    if not isinstance(plain, list):
        raise VerificationError("result_chunk_malformed", chunk=name, problem="not a list")
    return plain


def reproduce(stated: SealedResult, inputs: Inputs, library: Library, engine: QuantityEngine) -> tuple[Difference, ...]:
    """Calculate again and compare chunk by chunk; nothing to report means reproduced, to the digit."""
    found = seal(inputs, library, calculate(inputs, library, engine))
    names = sorted({*stated.chunks, *found.chunks})
    return tuple(
        difference for name in names for difference in compare_chunk(name, stated.chunks.get(name, b""), found.chunks.get(name, b""))
    )


def compare_chunk(name: str, stated: bytes, found: bytes) -> tuple[Difference, ...]:
    """The first differences between two versions of one chunk, down to row and field where both are readable."""
    if stated == found:
        return ()
    if not stated:
        return (Difference("difference_chunk_missing", name, "–", name),)
    if not found:
        return (Difference("difference_chunk_extra", name, name, "–"),)
    try:
        walked = _walk(name, json.loads(stated), json.loads(found))
    except (ValueError, RecursionError):
        walked = []
    # Other bytes for the same values (blanks, keys given twice) have another root, so they are a difference as well.
    return tuple(walked[:5]) or (Difference("difference_value", name, f"SHA-256 {sha256_hex(stated)}", f"SHA-256 {sha256_hex(found)}"),)


def _walk(place: str, stated: object, found: object) -> list[Difference]:
    if canonical_or_text(stated) == canonical_or_text(found):
        return []
    if isinstance(stated, dict) and isinstance(found, dict):
        return [item for key in sorted({*stated, *found}) for item in _walk_field(place, key, stated, found)]
    if isinstance(stated, list) and isinstance(found, list):
        rows = [item for index, (one, other) in enumerate(zip(stated, found, strict=False)) for item in _walk(f"{place}[{index}]", one, other)]
        more = [Difference("difference_value", f"{place} [n]", str(len(stated)), str(len(found)))] if len(stated) != len(found) else []
        return more + rows
    return [Difference("difference_value", place, _short(stated), _short(found))]


def _walk_field(place: str, key: str, stated: Mapping[str, object], found: Mapping[str, object]) -> list[Difference]:
    if key in stated and key in found:
        return _walk(f"{place}.{key}", stated[key], found[key])
    said, calculated = (_short(fields[key]) if key in fields else "–" for fields in (stated, found))
    return [Difference("difference_value", f"{place}.{key}", said, calculated)]


def canonical_or_text(value: object) -> bytes:
    """Canonical bytes, or the text of what has none (a float or half a character in a tampered file)."""
    try:
        return canonical(value)
    except (TypeError, ValueError):
        return ascii(value).encode()


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value)
    return text if len(text) <= 80 else f"{text[:40]}…{text[-39:]}"
