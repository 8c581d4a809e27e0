"""Packs as folders: what their digest covers, what their lock freezes, and where they are found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pack_folders import folder

from hutan.adapters.pack_store.folders import LOCK_NAME, PackFolder, list_packs, packaged_root, read_folder
from hutan.kernel.canonical import digest, sha256_hex
from hutan.kernel.errors import InputError, PackError
from hutan.kernel.ids import PackId, pack_id


def _write(root: Path, made: PackFolder, *, locked: bool = True) -> Path:
    place = root / made.id
    for name, data in {**made.files, **({LOCK_NAME: made.lock_bytes()} if locked else {})}.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    return place


def _refused(root: Path, identifier: str = "test/1") -> tuple[str, dict[str, str]]:
    with pytest.raises(PackError) as error:
        read_folder(root, pack_id(identifier)).checked()
    return error.value.code, dict(error.value.params)


@pytest.mark.parametrize("identifier", list_packs(packaged_root()))
def test_every_released_pack_agrees_with_its_lock(identifier: PackId) -> None:
    found = read_folder(packaged_root(), identifier).checked()
    assert found.files[LOCK_NAME] == found.lock_bytes()


def test_the_digest_covers_names_and_contents_of_all_files_but_the_lock() -> None:
    made = PackFolder(pack_id("test/1"), {"a.yaml": b"1", "specs/b.yaml": b"2", LOCK_NAME: b"whatever"})
    assert made.digest() == digest({"a.yaml": sha256_hex(b"1"), "specs/b.yaml": sha256_hex(b"2")})
    for files in ({"a.yaml": b"1"}, {"a.yaml": b"1", "specs/c.yaml": b"2"}, {"a.yaml": b"2", "specs/b.yaml": b"1"}):
        assert PackFolder(made.id, files).digest() != made.digest()


def test_a_folder_is_read_with_all_its_files(tmp_path: Path) -> None:
    made = folder()
    place = _write(tmp_path, made)
    (place / "specs").mkdir()
    (place / "specs" / "案例 一.yaml").write_bytes(b"x")
    (place / ".DS_Store").write_bytes(b"x")
    found = read_folder(tmp_path, made.id)
    assert set(found.files) == {*made.files, LOCK_NAME, "specs/案例 一.yaml"}
    assert found.text("pack.yaml") == made.files["pack.yaml"]


def test_a_sound_lock_holds(tmp_path: Path) -> None:
    _write(tmp_path, folder())
    assert read_folder(tmp_path, pack_id("test/1")).checked().digest() == folder().digest()


@pytest.mark.parametrize("name", ["rules.yaml", "pack.yaml"])
def test_a_file_that_was_changed_is_named(tmp_path: Path, name: str) -> None:
    place = _write(tmp_path, folder())
    (place / name).write_bytes((place / name).read_bytes() + b"\n")
    assert _refused(tmp_path) == ("pack_lock_differs", {"pack": "test/1", "files": name})


def test_files_that_were_added_or_removed_are_named(tmp_path: Path) -> None:
    place = _write(tmp_path, folder())
    (place / "rules.yaml").unlink()
    (place / "more.csv").write_bytes(b"x")
    assert _refused(tmp_path) == ("pack_lock_differs", {"pack": "test/1", "files": "more.csv, rules.yaml"})


def test_a_pack_without_a_lock(tmp_path: Path) -> None:
    _write(tmp_path, folder(), locked=False)
    assert _refused(tmp_path) == ("pack_file_missing", {"pack": "test/1", "file": LOCK_NAME})


@pytest.mark.parametrize("lock", [b"", b"not json", b"[]", b"null", b"[" * 100000, b"\xff"])
def test_a_lock_that_cannot_be_read(tmp_path: Path, lock: bytes) -> None:
    place = _write(tmp_path, folder())
    (place / LOCK_NAME).write_bytes(lock)
    assert _refused(tmp_path) == ("pack_lock_differs", {"pack": "test/1", "files": LOCK_NAME})


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(PackError) as error:
        folder().text("parameters.yaml")
    assert (error.value.code, dict(error.value.params)["file"]) == ("pack_file_missing", "parameters.yaml")


def test_a_pack_that_is_not_there_and_those_that_are(tmp_path: Path) -> None:
    _write(tmp_path, folder())
    _write(tmp_path, folder("other-test/2026.1"))
    (tmp_path / "_draft" / "1").mkdir(parents=True)
    (tmp_path / "empty" / "1").mkdir(parents=True)
    assert list_packs(tmp_path) == ("other-test/2026.1", "test/1")
    with pytest.raises(InputError) as error:
        read_folder(tmp_path, pack_id("test/2"))
    assert dict(error.value.params) == {"pack": "test/2", "known": "other-test/2026.1, test/1"}


def test_the_lock_is_one_text_for_one_pack() -> None:
    lock = json.loads(folder().lock_bytes())
    assert lock == folder().file_digests()
    assert folder().lock_bytes() == PackFolder(pack_id("test/1"), dict(sorted(folder().files.items(), reverse=True))).lock_bytes()


@pytest.mark.parametrize("text", ["", "a", "a/", "/1", "A/1", "a/b/c", "../x/1", "a b/1", "a/1 ", "a_b/1", "甲/1"])
def test_what_is_no_pack_id(text: str) -> None:
    with pytest.raises(ValueError, match="not a pack id"):
        pack_id(text)
