"""The user's own packs, such as licensed texts and tables that a release cannot carry: imported once, checked, frozen, found after the release's."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from hutan.adapters.pack_store.folders import LOCK_NAME, PackFolder, list_packs, packaged_root, read_folder
from hutan.adapters.pack_store.library import find_packaged, load_packs
from hutan.adapters.pack_store.method_packs import read_header
from hutan.adapters.tabular.table_file import write_atomically
from hutan.kernel.errors import InputError, PackError
from hutan.kernel.ids import PackId, pack_id

STORE_VARIABLE: Final = "HUTAN_PACKS"
_MOST_BYTES: Final = 256 * 1024 * 1024
_MOST_FILES: Final = 2000


def store_root() -> Path:
    """Where the user's packs lie: ``HUTAN_PACKS``, else the data folder of the desktop standard."""
    if named := os.environ.get(STORE_VARIABLE):
        return Path(named)
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "hutan" / "packs"


def find_pack(identifier: PackId) -> PackFolder:
    """A pack of this release, else one of the user's; each agrees with its lock. Raises as `read_folder` and `PackFolder.checked` do."""
    if identifier in list_packs(packaged_root()):
        return find_packaged(identifier)
    return read_folder(store_root(), identifier).checked() if identifier in stored_packs() else find_packaged(identifier)


def stored_packs() -> tuple[PackId, ...]:
    """Ids of the user's packs."""
    root = store_root()
    return list_packs(root) if root.is_dir() else ()


def import_pack(source: Path, store: Path) -> PackFolder:
    """Take a pack from a folder or zip into the store, with a lock; the same pack again changes nothing.

    Raises
    ------
    InputError
        If there is no pack in `source`, or more than one.
    PackError
        If the pack breaks its contract, its name belongs to this release, or the store holds that edition with other contents.
    """
    folder = _from_zip(source) if source.is_file() else _from_folder(source)
    header = read_header(folder)
    if header.id in list_packs(packaged_root()):
        raise PackError("pack_name_released", pack=header.id)
    if header.content == "method":
        load_packs([header.id], lambda wanted: folder if wanted == header.id else find_pack(wanted))
    if LOCK_NAME in folder.files:
        folder.checked()
    if header.id in (list_packs(store) if store.is_dir() else ()):
        held = read_folder(store, header.id)
        if held.digest() != folder.digest():
            raise PackError("pack_held_otherwise", pack=header.id, held=held.digest(), given=folder.digest())
        return held
    locked = PackFolder(folder.id, {**folder.files, LOCK_NAME: folder.lock_bytes()})
    for name, data in locked.files.items():
        write_atomically(store / folder.id / name, data)
    return locked


def _from_folder(source: Path) -> PackFolder:
    if not source.joinpath("pack.yaml").is_file():
        raise InputError("pack_source_unusable", source=source.name, problem="pack.yaml?")
    return _folder(source.name, {path.relative_to(source).as_posix(): path.read_bytes() for path in sorted(source.rglob("*")) if path.is_file()})


def _from_zip(source: Path) -> PackFolder:
    try:
        with zipfile.ZipFile(io.BytesIO(source.read_bytes())) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if len(infos) > _MOST_FILES or sum(info.file_size for info in infos) > _MOST_BYTES:
                raise InputError("pack_source_unusable", source=source.name, problem=f"> {_MOST_BYTES >> 20} MB")
            files = {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, OSError, RuntimeError, EOFError, NotImplementedError) as error:
        raise InputError("pack_source_unusable", source=source.name, problem=str(error)) from error
    roots = [PurePosixPath(name).parent for name in files if PurePosixPath(name).name == "pack.yaml"]
    if len(roots) != 1:
        raise InputError("pack_source_unusable", source=source.name, problem=f"pack.yaml × {len(roots)}")
    for name in files:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or not path.is_relative_to(roots[0]):
            raise InputError("pack_source_unusable", source=source.name, problem=name)
    return _folder(source.name, {PurePosixPath(name).relative_to(roots[0]).as_posix(): data for name, data in files.items()})


def _folder(source: str, files: Mapping[str, bytes]) -> PackFolder:
    """The files as the pack that its own ``pack.yaml`` says it is."""
    for line in files["pack.yaml"].decode("utf-8", "replace").splitlines():
        if line.startswith("id:"):
            try:
                return PackFolder(pack_id(line.removeprefix("id:").strip().strip("\"'")), files)
            except ValueError as error:
                raise InputError("pack_source_unusable", source=source, problem=str(error)) from error
    raise InputError("pack_source_unusable", source=source, problem="id?")
