"""Locks name every package that is installed, with its version and digests, and no address to fetch it from.

    python scripts/locks.py write [--upgrade]     write all locks; versions stay as they are unless --upgrade is given
    python scripts/locks.py check                 fail if a lock lags behind pyproject.toml or names an address
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path("requirements")
OPTIONS = ("--quiet", "--universal", "--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate")


@dataclass(frozen=True, slots=True)
class Lock:
    """One lock file: what it is made from, and the lock whose versions it shares, so that both fit in one environment."""

    name: str
    source: str = "pyproject.toml"
    extra: str = ""
    shares: str = ""

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.name}.lock"

    def arguments(self, folder: Path) -> list[str]:
        extra = ["--extra", self.extra] if self.extra else []
        shares = ["--constraint", str(FOLDER / f"{self.shares}.lock")] if self.shares else []
        return [*OPTIONS, *extra, *shares, self.source, "--output-file", str(folder / self.path.name)]


# In order: a lock comes after the one it shares versions with.
LOCKS = (
    Lock("tools", source="requirements/tools.in"),
    Lock("base"),
    Lock("test", extra="test", shares="base"),
    Lock("bench", extra="bench", shares="test"),
    Lock("spark", extra="spark", shares="test"),
    Lock("postgres", extra="postgres", shares="test"),
    Lock("chain", extra="chain", shares="test"),
    Lock("lca", extra="lca", shares="test"),
)


def compile_lock(lock: Lock, folder: Path, *options: str) -> str:
    """Run uv for one lock. Returns what it complained about, empty if nothing."""
    command = [str(Path(sys.executable).with_name("uv")), "pip", "compile", *options, *lock.arguments(folder)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return run.stderr.strip() or "uv failed" if run.returncode else ""


def write(*options: str) -> int:
    for lock in LOCKS:
        problem = compile_lock(lock, FOLDER, *options)
        if problem:
            print(f"{lock.path}: {problem}", file=sys.stderr)
            return 1
    return 0


def addresses(text: str) -> list[str]:
    """Lines that name an address."""
    return [line for line in text.splitlines() if "://" in line]


def lagging(lock: Lock, folder: Path) -> str:
    """Why `lock` is not what uv would write now, or nothing. What uv has seen before is asked first, the registry only if that is not enough."""
    problem = compile_lock(lock, folder, "--offline") and compile_lock(lock, folder)
    if problem:
        return f"{lock.path}: cannot be compared. uv needs the package registry for this and did not get an answer it can use:\n{problem}"
    if (ROOT / lock.path).read_text("utf-8") != (folder / lock.path.name).read_text("utf-8"):
        return f"{lock.path}: lags behind {lock.source}. Run `make lock` and commit the result."
    return ""


def check() -> int:
    missing = [str(lock.path) for lock in LOCKS if not (ROOT / lock.path).is_file()]
    if missing:
        print(f"no such lock: {', '.join(missing)}. Run `make lock`.", file=sys.stderr)
        return 1
    problems = [f"{lock.path}: names an address: {line}" for lock in LOCKS for line in addresses((ROOT / lock.path).read_text("utf-8"))]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for lock in LOCKS:
            shutil.copy(ROOT / lock.path, folder)
        with ThreadPoolExecutor(max_workers=4) as pool:
            problems += filter(None, pool.map(lambda lock: lagging(lock, folder), LOCKS))
    for problem in problems:
        print(problem, file=sys.stderr)
    print("locks: in step with pyproject.toml" if not problems else f"locks: {len(problems)} problem(s)")
    return 1 if problems else 0


def main(arguments: list[str]) -> int:
    match arguments:
        case ["check"]:
            return check()
        case ["write", *options] if set(options) <= {"--upgrade"}:
            return write(*options)
        case _:
            print(__doc__, file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
