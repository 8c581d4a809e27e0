"""The result file: the same bytes for the same result, and nothing is taken from a file that is not what its manifest says."""

from __future__ import annotations

import io
import json
import random
import struct
import warnings
import zipfile
from collections.abc import Callable

import pytest
from plain_library import GHGP, SH_MRV, released
from sealed_results import MANIFEST, PLACE, Members, closed, covered_up, opened, sealed_result

from hutan.adapters.result_archive import README, read_archive, write_archive
from hutan.kernel.canonical import canonical
from hutan.kernel.errors import VerificationError

TOTALS = f"chunks/totals/{PLACE}.json"


def _refused(data: bytes) -> tuple[str, dict[str, str]]:
    with pytest.raises(VerificationError) as error:
        read_archive(data)
    return error.value.code, dict(error.value.params)


def _manifest(members: Members) -> dict[str, object]:
    found = json.loads(members[MANIFEST])
    assert isinstance(found, dict)
    return found


def test_what_is_written_is_read_again() -> None:
    found = read_archive(sealed_result().archive)
    assert found.result == sealed_result().result
    assert found.packs == {folder.id: folder for folder in released(GHGP, SH_MRV).folders}


def test_the_same_result_gives_the_same_bytes() -> None:
    folders = released(GHGP, SH_MRV).folders
    assert write_archive(sealed_result().result, folders) == sealed_result().archive
    assert write_archive(sealed_result().result, reversed(folders)) == sealed_result().archive


def test_the_file_tells_a_stranger_what_to_do() -> None:
    members = opened(sealed_result().archive)
    assert "hutan replay" in members[README].decode()
    assert list(members) == sorted(members)
    assert {name.partition("/")[0] for name in members} == {README, MANIFEST, "chunks", "packs"}
    assert set(_manifest(members)["members"]) == set(members) - {MANIFEST}  # type: ignore[call-overload]  # an object of names and digests


def test_dates_and_systems_leave_no_mark() -> None:
    with zipfile.ZipFile(io.BytesIO(sealed_result().archive)) as archive:
        assert {(info.date_time, info.create_system) for info in archive.infolist()} == {((1980, 1, 1, 0, 0, 0), 3)}


@pytest.mark.parametrize("name", [TOTALS, f"packs/{GHGP}/rules.yaml", README, "chunks/request.json"])
def test_a_changed_member_is_named(name: str) -> None:
    members = opened(sealed_result().archive)
    members[name] = members[name].replace(b"2", b"3", 1) + b" "
    assert _refused(closed(members)) == ("result_member_differs", {"member": name})


@pytest.mark.parametrize("name", [TOTALS, f"packs/{SH_MRV}/rules.yaml", README, MANIFEST])
def test_a_missing_member_is_named(name: str) -> None:
    members = opened(sealed_result().archive)
    del members[name]
    assert _refused(closed(members)) == ("result_member_missing", {"member": name})


@pytest.mark.parametrize("name", ["report.pdf", "chunks/lines/x.json", f"packs/{GHGP}/more.yaml"])
def test_a_member_more_is_named(name: str) -> None:
    assert _refused(closed({**opened(sealed_result().archive), name: b"{}"})) == ("result_member_extra", {"member": name})


@pytest.mark.parametrize(
    "name", ["report.pdf", "chunks/lines/x.txt", "packs/x", "packs/../x/y", "packs/A/b/c", "Manifest.json", "readme.txt", "/etc/passwd"]
)
def test_a_member_that_no_root_covers_is_refused_even_if_the_manifest_names_it(name: str) -> None:
    assert _refused(covered_up({**opened(sealed_result().archive), name: b"x"})) == ("result_member_extra", {"member": name})


@pytest.mark.parametrize("which", ["root", "intervals_root"])
def test_a_changed_root_is_named_with_both_values(which: str) -> None:
    members = opened(sealed_result().archive)
    right = _manifest(members)[which]
    members[MANIFEST] = canonical({**_manifest(members), which: "0" * 64})
    assert _refused(closed(members)) == ("result_root_differs", {"which": which, "stated": "0" * 64, "found": right})


@pytest.mark.parametrize(
    ("manifest", "code"),
    [
        (b"", "result_manifest_malformed"),
        (b"not json", "result_manifest_malformed"),
        (b"[" * 100000, "result_manifest_malformed"),
        (b"[]", "result_manifest_malformed"),
        (b"{}", "result_manifest_malformed"),
        (b"\xff\xfe", "result_manifest_malformed"),
        (lambda found: {**found, "note": "x"}, "result_manifest_malformed"),
        (lambda found: {key: value for key, value in found.items() if key != "root"}, "result_manifest_malformed"),
        (lambda found: {**found, "members": []}, "result_manifest_malformed"),
        (lambda found: {**found, "format": "hutan-result/2"}, "result_format_unknown"),
        (lambda found: {**found, "format": None}, "result_format_unknown"),
        (lambda found: {**found, "members": {**found["members"], README: None}}, "result_member_extra"),
        (lambda found: {**found, "members": {**found["members"], README: 7}}, "result_member_differs"),
        (lambda found: {**found, "root": None}, "result_root_differs"),
    ],
)
def test_a_manifest_that_does_not_hold(manifest: bytes | Callable[[dict[str, object]], object], code: str) -> None:
    members = opened(sealed_result().archive)
    members[MANIFEST] = manifest if isinstance(manifest, bytes) else canonical(manifest(_manifest(members)))
    assert _refused(closed(members))[0] == code


def _twice() -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
        warnings.simplefilter("ignore")
        for name, data in opened(sealed_result().archive).items():
            archive.writestr(name, data)
        archive.writestr(TOTALS, b"[]")
    return buffer.getvalue()


def test_a_member_twice_is_named() -> None:
    assert _refused(_twice()) == ("result_member_twice", {"member": TOTALS})


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"text", b"\x00" * 100, sealed_result().archive[:-1], sealed_result().archive[: len(sealed_result().archive) // 2]]
)
def test_what_is_no_zip_or_is_cut_off(data: bytes) -> None:
    assert _refused(data)[0] == "result_not_a_zip"


def _stating(size: int, content: bytes) -> bytes:
    """A zip of one member that states another size than it has, in both of its headers."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(MANIFEST), content, zipfile.ZIP_DEFLATED)
    data = bytearray(buffer.getvalue())
    central = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, 22, size)
    struct.pack_into("<I", data, central + 24, size)
    return bytes(data)


@pytest.mark.parametrize(("size", "code"), [(10, "result_not_a_zip"), (2_000_000, "result_member_differs"), (2**30 + 1, "result_too_large")])
def test_a_header_that_lies_about_the_size(size: int, code: str) -> None:
    assert _refused(_stating(size, b"0" * 1_000_000))[0] == code


def test_a_locked_member_is_refused() -> None:
    data = bytearray(_stating(3, b"abc"))
    for place in (6, data.index(b"PK\x01\x02") + 8):
        data[place] |= 1
    assert _refused(bytes(data))[0] == "result_not_a_zip"


def test_other_ways_of_packing_are_read_or_refused_in_words() -> None:
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", method) as archive:
            for name, data in opened(sealed_result().archive).items():
                archive.writestr(name, data)
        assert read_archive(buffer.getvalue()).result == sealed_result().result
        broken = bytearray(buffer.getvalue())
        broken[200:220] = bytes(20)
        assert _refused(bytes(broken))


def test_flipped_bits_are_refused_in_words_or_touch_nothing() -> None:
    """Bits of dates and attributes carry nothing; every other one must be noticed, and none may end in a crash."""
    archive, chance = sealed_result().archive, random.Random(20240)
    for _ in range(300):
        data = bytearray(archive)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        try:
            found = read_archive(bytes(data))
        except VerificationError:
            continue
        assert found.result == sealed_result().result
        assert found.packs == {folder.id: folder for folder in released(GHGP, SH_MRV).folders}
