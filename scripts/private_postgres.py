"""A PostgreSQL server of one's own for tests and benchmarks: a socket in a private folder, no TCP port, proved to be the one started."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_USER = "postgres"


@contextmanager
def private_postgres() -> Iterator[str]:
    """The connection string of a server that is stopped and removed afterwards.

    Raises
    ------
    RuntimeError
        If whoever answers on the socket is not the server started here.
    """
    base = Path(tempfile.mkdtemp(prefix="hpg-"))
    data, socket = base / "data", base / "sock"
    try:
        socket.mkdir()
        if os.geteuid() == 0:
            # initdb and the server refuse to run as root.
            for folder in (base, socket):
                shutil.chown(folder, _USER, _USER)
        _run(base, "initdb", "-D", str(data), "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        _run(base, "pg_ctl", "-D", str(data), "-l", str(base / "log"), "-w", "-o", f"-k {socket} -c listen_addresses='' -c fsync=off", "start")
        try:
            dsn = f"host={socket} user={_USER} dbname=postgres"
            _prove(dsn, data)
            yield dsn
        finally:
            _run(base, "pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _prove(dsn: str, data: Path) -> None:
    import psycopg

    with psycopg.connect(dsn) as connection:
        row = connection.execute("show data_directory").fetchone()
    if row is None or Path(str(row[0])) != data:
        raise RuntimeError(f"not our server: {row}")


def _run(base: Path, program: str, *arguments: str) -> None:
    folder = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True).stdout.strip()
    own = ["setpriv", f"--reuid={_USER}", f"--regid={_USER}", "--init-groups"] if os.geteuid() == 0 else []
    subprocess.run([*own, f"{folder}/{program}", *arguments], cwd=base, check=True, stdout=subprocess.DEVNULL)
