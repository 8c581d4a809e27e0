"""Replay: packs and inputs out of a result file, the calculation again, and every difference by name."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from hutan.adapters.engines import engine
from hutan.adapters.pack_store.folders import LOCK_NAME, PackFolder, list_packs, packaged_root, read_folder
from hutan.adapters.pack_store.library import load_packs, needed_always
from hutan.adapters.pack_store.user_store import find_pack, stored_packs
from hutan.adapters.result_archive import ResultArchive, read_archive
from hutan.kernel.canonical import sha256_hex
from hutan.kernel.errors import HutanError, VerificationError
from hutan.kernel.ids import Digest, PackId
from hutan.usecases.reproduce import Difference, Request, read_inputs, read_request, reproduce


@dataclass(frozen=True, slots=True)
class ReplayOutcome:
    """The root that the file states, and what differs; nothing differs means reproduced."""

    root: Digest
    differences: tuple[Difference, ...]


def replay_archive(data: bytes, engine_name: str) -> ReplayOutcome:
    """Repeat the result in `data`.

    Raises
    ------
    VerificationError
        If the file is damaged, or holds something that its manifest or request does not name.
    InputError
        If there is no engine of that name.
    """
    archive = read_archive(data)
    request = read_request(archive.result.chunks)
    inputs = read_inputs(archive.result.chunks, request)
    differences = pack_differences(request, archive)
    summing = engine(engine_name)
    try:
        always = needed_always(PackId(name) for name in sorted(request.packs))
        loaded = load_packs(request.methods, lambda identifier: held_pack(archive, request, identifier), always)
        differences += reproduce(archive.result, inputs, loaded.library, summing)
    except VerificationError:
        raise
    except (HutanError, csv.Error, ArithmeticError, LookupError, ValueError) as error:
        # What cannot even be calculated was not calculated with these packs; the pack differences say which were changed.
        if not differences:
            raise VerificationError("result_not_calculable", problem=str(error)) from error
    return ReplayOutcome(archive.result.root, differences)


def held_pack(archive: ResultArchive, request: Request, identifier: PackId) -> PackFolder:
    """A pack of the file, or one that its licence kept out of it and that lies in the reader's own store with the digest that the file states.

    Raises
    ------
    VerificationError
        ``result_pack_missing``, or ``result_pack_withheld`` naming the digest that is wanted.
    """
    if identifier in archive.packs:
        return archive.packs[identifier]
    stated = request.packs.get(identifier)
    if stated is None or identifier in list_packs(packaged_root()):
        raise VerificationError("result_pack_missing", pack=identifier)
    if identifier in stored_packs():
        folder = find_pack(identifier)
        if folder.digest() == stated:
            return folder
    raise VerificationError("result_pack_withheld", pack=identifier, digest=stated)


def pack_differences(request: Request, archive: ResultArchive) -> tuple[Difference, ...]:
    """Packs in the file that the request does not list, that have another digest, or that differ from the edition released here."""
    known = [identifier for identifier in list_packs(packaged_root()) if identifier in archive.packs]
    released = {identifier: read_folder(packaged_root(), identifier).digest() for identifier in known}
    found = []
    for identifier, folder in sorted(archive.packs.items()):
        stated, digest = request.packs.get(identifier), folder.digest()
        if stated is None:
            found.append(Difference("difference_pack_unlisted", identifier, "–", digest))
        elif stated != digest:
            found.append(Difference("difference_pack_digest", identifier, stated, digest))
        if released.get(identifier, digest) != digest:
            found.append(Difference("difference_pack_released", identifier, digest, released[identifier]))
        elif folder.files.get(LOCK_NAME, folder.lock_bytes()) != folder.lock_bytes():
            # The lock is the one file that no digest covers.
            stated_lock, lock = sha256_hex(folder.files[LOCK_NAME]), sha256_hex(folder.lock_bytes())
            found.append(Difference("difference_value", f"{identifier}/{LOCK_NAME}", f"SHA-256 {stated_lock}", f"SHA-256 {lock}"))
    return tuple(found)
