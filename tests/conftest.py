"""What holds for every test: no network, no forgotten program, and a plain word about what was left out."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("hutan", deadline=None, print_blob=True)
hypothesis.settings.load_profile("hutan")

LEAVE_NOTHING_OUT = "HUTAN_LEAVE_NOTHING_OUT"


@dataclass(frozen=True, slots=True)
class Need:
    """What tests with a marker need beyond Python, how to see it, and how to get it."""

    marker: str
    met: Callable[[], bool]
    remedy: str


def _has_server() -> bool:
    """Whether PostgreSQL's server programs are there, not only its client library, and a way to leave root."""
    if shutil.which("pg_config") is None or (os.geteuid() == 0 and shutil.which("setpriv") is None):
        return False
    folder = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=False).stdout.strip()
    return (Path(folder) / "initdb").exists() and importlib.util.find_spec("psycopg") is not None


NEEDS = (
    Need("postgres", _has_server, "apt-get install postgresql, then scripts/install_locked requirements/postgres.lock"),
    Need(
        "java",
        lambda: shutil.which("java") is not None and importlib.util.find_spec("pyspark") is not None,
        "apt-get install openjdk-17-jre-headless, then scripts/install_locked requirements/spark.lock",
    ),
    Need("node", lambda: shutil.which("node") is not None, "apt-get install nodejs"),
    Need("chromium", lambda: Path("/usr/bin/chromium").exists(), "apt-get install chromium fonts-noto-cjk"),
)


def _lacking(item: pytest.Item) -> list[Need]:
    return [need for need in NEEDS if item.get_closest_marker(need.marker) is not None and not need.met()]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave a test out where a program is missing; fail it where nothing may be left out."""
    lacking = _lacking(item)
    if lacking:
        words = "; ".join(f"{need.marker} is missing: {need.remedy}" for need in lacking)
        if os.environ.get(LEAVE_NOTHING_OUT):
            pytest.fail(words, pytrace=False)
        pytest.skip(words)


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A test that opens a connection fails, unless its marker says that it talks to a server of its own."""
    if not any(request.node.get_closest_marker(need.marker) for need in NEEDS):

        def refuse(self: socket.socket, address: object) -> None:
            raise AssertionError(f"a test opened a connection to {address!r}")

        monkeypatch.setattr(socket.socket, "connect", refuse)
        monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    yield
