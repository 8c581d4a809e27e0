"""The result file: a zip with inputs, packs and results as canonical chunks, and a manifest; read with suspicion."""

from __future__ import annotations

import io
import json
import lzma
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hutan.adapters.pack_store.folders import PackFolder
from hutan.kernel.canonical import canonical, sha256_hex
from hutan.kernel.errors import VerificationError
from hutan.kernel.ids import PackId, pack_id
from hutan.usecases.seal import FORMAT, SealedResult, sealed

MANIFEST = "manifest.json"
README = "README.txt"
_CHUNKS, _PACKS, _JSON = "chunks/", "packs/", ".json"
# A result of a hundred sites and ten years stays far below these; a file that is larger is not one of ours.
_LARGEST_BYTES, _MOST_MEMBERS = 1 << 30, 200_000
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_WORDS = (
    "沪碳计算结果。复算：hutan replay <本文件>，离线即可，无需我们的服务器。\n"
    "A result of hutan. To repeat it: hutan replay <this file>; no network and no server of ours is needed.\n"
)


@dataclass(frozen=True, slots=True)
class ResultArchive:
    """What a result file holds: sealed chunks, and the packs they were calculated with."""

    result: SealedResult
    packs: Mapping[PackId, PackFolder] = field(repr=False)


def write_archive(result: SealedResult, packs: Iterable[PackFolder]) -> bytes:
    """The bytes of a result file; the same result gives the same bytes."""
    members: dict[str, bytes] = {README: _WORDS.encode()}
    folders = sorted(packs, key=lambda folder: folder.id)
    members.update({f"{_CHUNKS}{name}.json": data for name, data in result.chunks.items()})
    members.update({f"{_PACKS}{folder.id}/{name}": data for folder in folders for name, data in folder.files.items()})
    members[MANIFEST] = canonical(
        {
            "format": FORMAT,
            "root": result.root,
            "intervals_root": result.intervals_root,
            "members": {name: sha256_hex(data) for name, data in sorted(members.items())},
        }
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(members.items()):
            info = zipfile.ZipInfo(name, _NO_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            archive.writestr(info, data)
    return buffer.getvalue()


def read_archive(data: bytes) -> ResultArchive:
    """The contents of a result file, once every member is the one its manifest names.

    Raises
    ------
    VerificationError
        If the file is no result, is damaged, or a member was changed, added or removed; the message names the member.
    """
    members = _members(data)
    manifest = _manifest(members)
    listed = manifest["members"]
    if not isinstance(listed, dict):
        raise VerificationError("result_manifest_malformed", problem="members")
    for name in sorted({*listed, *members} - {MANIFEST}):
        _check_member(name, members.get(name), listed.get(name))
    chunks = {name[len(_CHUNKS) : -len(_JSON)]: content for name, content in members.items() if _is_chunk(name)}
    result = sealed(chunks)
    for key, found in (("root", result.root), ("intervals_root", result.intervals_root)):
        if manifest[key] != found:
            raise VerificationError("result_root_differs", which=key, stated=str(manifest[key]), found=found)
    return ResultArchive(result, _packs(members))


def _is_chunk(name: str) -> bool:
    return name.startswith(_CHUNKS) and name.endswith(_JSON)


def _members(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            names = [info.filename for info in infos]
            if len(infos) > _MOST_MEMBERS or sum(info.file_size for info in infos) > _LARGEST_BYTES:
                raise VerificationError("result_too_large")
            twice = next((name for name, count in Counter(names).items() if count > 1), None)
            if twice is not None:
                raise VerificationError("result_member_twice", member=twice)
            return {info.filename: _bounded(archive, info) for info in infos}
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise VerificationError("result_not_a_zip", problem=str(error)) from error


def _bounded(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    # The stated size may lie; reading one byte more than stated shows it without inflating a bomb.
    with archive.open(info) as stream:
        content = stream.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise VerificationError("result_member_differs", member=info.filename)
    return content


def _manifest(members: Mapping[str, bytes]) -> dict[str, object]:
    if MANIFEST not in members:
        raise VerificationError("result_member_missing", member=MANIFEST)
    try:
        manifest = json.loads(members[MANIFEST])
    except (ValueError, RecursionError) as error:
        raise VerificationError("result_manifest_malformed", problem=str(error)) from error
    if not isinstance(manifest, dict) or set(manifest) != {"format", "root", "intervals_root", "members"}:
        raise VerificationError("result_manifest_malformed", problem="keys")
    if manifest["format"] != FORMAT:
        raise VerificationError("result_format_unknown", wanted=FORMAT, found=str(manifest["format"])[:60])
    return manifest


def _check_member(name: str, content: bytes | None, stated: object) -> None:
    if content is None:
        raise VerificationError("result_member_missing", member=name)
    # A member that is neither of these is covered by no root, whatever the manifest says of it.
    if stated is None or not (name == README or _is_chunk(name) or name.startswith(_PACKS)):
        raise VerificationError("result_member_extra", member=name)
    if sha256_hex(content) != stated:
        raise VerificationError("result_member_differs", member=name)


def _packs(members: Mapping[str, bytes]) -> dict[PackId, PackFolder]:
    files: dict[PackId, dict[str, bytes]] = {}
    for name, content in members.items():
        if name.startswith(_PACKS):
            parts = name.removeprefix(_PACKS).split("/", 2)
            try:
                files.setdefault(pack_id("/".join(parts[:2])), {})[parts[2]] = content
            except (ValueError, IndexError) as error:
                raise VerificationError("result_member_extra", member=name) from error
    return {identifier: PackFolder(identifier, found) for identifier, found in files.items()}
