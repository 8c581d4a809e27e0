"""Locks pin every package by digest and name no address; licenses of all of them are known and fit."""

from __future__ import annotations

import re
import tomllib

import pytest

import check_licenses
import locks
from source_tree import ROOT


def unpinned(text: str) -> list[str]:
    """Requirements of a lock without an exact version or without a digest."""
    entries = re.split(r"\n(?=\S)", text.strip())
    return [entry.splitlines()[0] for entry in entries if not re.match(r"^[\w.\-\[\]]+==[^\s;]+( ; [^\\]+)? \\\n +--hash=sha256:[0-9a-f]{64}", entry)]


@pytest.mark.parametrize("lock", locks.LOCKS, ids=lambda lock: lock.name)
def test_lock_pins_and_names_no_address(lock: locks.Lock) -> None:
    text = (ROOT / lock.path).read_text("utf-8")
    assert unpinned(text) == []
    assert locks.addresses(text) == []
    assert "--index" not in text


def test_every_extra_has_a_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert {lock.extra for lock in locks.LOCKS if lock.extra} == set(project["optional-dependencies"])
    assert sorted(path.stem for path in (ROOT / "requirements").glob("*.lock")) == sorted(lock.name for lock in locks.LOCKS)


@pytest.mark.parametrize("lock", [lock for lock in locks.LOCKS if lock.shares], ids=lambda lock: lock.name)
def test_locks_agree_on_versions(lock: locks.Lock) -> None:
    def pins(name: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for package, version in re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements" / f"{name}.lock").read_text("utf-8"), re.MULTILINE):
            found.setdefault(package, set()).add(version)
        return found

    ours, theirs = pins(lock.name), pins(lock.shares)
    assert {name: (versions, theirs[name]) for name, versions in ours.items() if name in theirs and theirs[name] != versions} == {}


def test_a_loose_lock_is_noticed() -> None:
    good = "click==8.5.1 \\\n    --hash=sha256:" + "0" * 64 + "\n"
    assert unpinned(good) == []
    assert unpinned("numpy==2.4.6 ; python_full_version < '3.12' \\\n    --hash=sha256:" + "0" * 64) == []
    assert unpinned(good + "rich>=14\n") == ["rich>=14"]
    assert unpinned("click==8.5.1\n") == ["click==8.5.1"]
    assert locks.addresses("click @ https://example.org/click.whl\n") == ["click @ https://example.org/click.whl"]


@pytest.mark.parametrize(
    "text",
    [
        "GPL-3.0-only",
        "GNU Affero General Public License v3",
        "AGPL-3.0-or-later",
        "Other/Proprietary License",
        "MIT AND GPL-2.0-only",
        "MIT License; GNU General Public License v3 (GPLv3)",
        "LGPL-3.0-only",
        "UNKNOWN",
        "",
    ],
)
def test_licenses_that_do_not_fit_are_noticed(text: str) -> None:
    assert check_licenses.objection(text)


@pytest.mark.parametrize(
    "text",
    [
        "MIT",
        "Apache Software License",
        "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0",
        "GPL-2.0-only OR MIT",
        "(MIT OR Apache-2.0) AND ISC",
        "Mozilla Public License 2.0 (MPL 2.0)",
    ],
)
def test_licenses_that_fit_are_accepted(text: str) -> None:
    assert check_licenses.objection(text) == ""


def test_lesser_licenses_are_allowed_one_by_one() -> None:
    stated = {"driver": "LGPL-3.0-only", "other": "LGPL-3.0-only"}
    found = check_licenses.problems({"driver", "other"}, stated, {}, {"driver"})
    assert [line.partition(":")[0] for line in found] == ["other"]
