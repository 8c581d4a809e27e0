"""Files on disk: every way in which they cannot be had, and writing that never leaves a part."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from hutan.adapters.message_catalog import told
from hutan.adapters.tabular import table_file
from hutan.adapters.tabular.table_file import load, write_atomically
from hutan.kernel.errors import InputError

NAME = "2024 年 电费（一厂）.xlsx"


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "账单 bills" / NAME
    write_atomically(path, b"first")
    assert load(path) == b"first"
    write_atomically(path, b"second")
    assert load(path) == b"second"
    assert [entry.name for entry in path.parent.iterdir()] == [NAME]


def code(path: Path) -> str:
    with pytest.raises(InputError) as error:
        load(path)
    assert str(path.name) in told(error.value, "zh").reason
    return error.value.code


def test_files_that_cannot_be_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert code(tmp_path / NAME) == "file_missing"
    assert code(tmp_path) == "file_is_folder"
    (tmp_path / "a").write_bytes(b"12345")
    assert code(tmp_path / "a" / NAME) == "file_unreadable"
    monkeypatch.setattr(table_file, "MAX_FILE_BYTES", 4)
    assert code(tmp_path / "a") == "file_too_large"


def test_a_file_one_may_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / NAME
    path.write_bytes(b"x")

    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", refuse)
        found = code(path)
    assert found == "file_unreadable"


def test_a_write_that_breaks_off_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / NAME
    path.write_bytes(b"old")

    def break_off(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", break_off)
    with pytest.raises(InputError) as error:
        write_atomically(path, b"new")
    assert (error.value.code, dict(error.value.params)["reason"]) == ("file_unwritable", "No space left on device")
    assert [entry.read_bytes() for entry in tmp_path.iterdir()] == [b"old"]


def test_an_interrupted_write_leaves_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / NAME, b"new")
    assert list(tmp_path.iterdir()) == []


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path, tmp_path / "file" / NAME):
        with pytest.raises(InputError) as error:
            write_atomically(path, b"x")
        assert error.value.code == "file_unwritable"


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_long_chinese_name(tmp_path: Path) -> None:
    path = tmp_path / ("电" * 83 + ".xlsx")
    write_atomically(path, b"x")
    assert load(path) == b"x"
