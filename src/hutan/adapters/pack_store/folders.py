"""A pack as a folder of bytes, its digest, and the lock that freezes a released edition."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from hutan.kernel.canonical import digest, sha256_hex
from hutan.kernel.errors import InputError, PackError
from hutan.kernel.ids import Digest, PackId, pack_id

LOCK_NAME = "pack.lock"


@dataclass(frozen=True, slots=True)
class PackFolder:
    """The files of one pack by their path inside it."""

    id: PackId
    files: Mapping[str, bytes] = field(repr=False)

    def digest(self) -> Digest:
        """Digest over path and SHA-256 of every file but the lock."""
        return digest(self.file_digests())

    def file_digests(self) -> dict[str, str]:
        return {name: sha256_hex(data) for name, data in sorted(self.files.items()) if name != LOCK_NAME}

    def text(self, name: str) -> bytes:
        """Bytes of one file.

        Raises
        ------
        PackError
            If the pack has no such file.
        """
        if name not in self.files:
            raise PackError("pack_file_missing", pack=self.id, file=name)
        return self.files[name]

    def checked(self) -> PackFolder:
        """The folder itself, once every file agrees with its lock.

        Raises
        ------
        PackError
            If there is no lock, or a file was added, removed or changed since the edition was frozen.
        """
        locked = _lock(self.text(LOCK_NAME))
        if locked is None:
            raise PackError("pack_lock_differs", pack=self.id, files=LOCK_NAME)
        found = self.file_digests()
        changed = sorted(name for name in {*locked, *found} if locked.get(name) != found.get(name))
        if changed:
            raise PackError("pack_lock_differs", pack=self.id, files=", ".join(changed))
        return self

    def lock_bytes(self) -> bytes:
        return (json.dumps(self.file_digests(), indent=1, sort_keys=True) + "\n").encode()


def _lock(data: bytes) -> dict[str, object] | None:
    """What a lock says of each file; None if it cannot be read."""
    try:
        locked = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return locked if isinstance(locked, dict) else None


def packaged_root() -> Traversable:
    """Where the packs of this release lie."""
    return resources.files("hutan.packs")


def read_folder(root: Traversable | Path, identifier: PackId) -> PackFolder:
    """All files of one pack below `root`.

    Raises
    ------
    InputError
        If there is no such pack; the message names those there are.
    """
    family, _, edition = identifier.partition("/")
    folder = root.joinpath(family).joinpath(edition)
    if not folder.joinpath("pack.yaml").is_file():
        raise InputError("pack_unknown", pack=identifier, known=", ".join(list_packs(root)))
    return PackFolder(identifier, dict(_files(folder, "")))


def list_packs(root: Traversable | Path) -> tuple[PackId, ...]:
    """Ids of the packs below `root`, in order."""
    return tuple(
        sorted(
            pack_id(f"{family.name}/{edition.name}")
            for family in root.iterdir()
            if family.is_dir() and not family.name.startswith(("_", "."))
            for edition in family.iterdir()
            if edition.joinpath("pack.yaml").is_file()
        )
    )


def _files(folder: Traversable | Path, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        elif not entry.name.startswith("."):
            yield prefix + entry.name, entry.read_bytes()
