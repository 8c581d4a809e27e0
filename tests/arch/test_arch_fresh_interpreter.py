"""Everything below the web imports without Django, and the command line starts at once."""

from __future__ import annotations

import subprocess
import sys

import pytest

from source_tree import FLOORS_WITHOUT_WEB, ROOT

START_SECONDS = 0.3
TRIES = 5

IMPORT_ALL = """
import importlib, pkgutil, sys
count = 0
for floor in sys.argv[1:]:
    package = importlib.import_module(floor)
    for module in pkgutil.walk_packages(package.__path__, floor + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
            count += 1
print(count, *sorted({name.partition(".")[0] for name in sys.modules}))
"""

TIME_COMMAND_LINE = "import time; start = time.perf_counter(); import hutan.cli; print(time.perf_counter() - start)"


def fresh(code: str, *arguments: str) -> str:
    """What a fresh interpreter prints."""
    run = subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_floors_below_the_web_load_no_django() -> None:
    count, *loaded = fresh(IMPORT_ALL, *(f"hutan.{floor}" for floor in FLOORS_WITHOUT_WEB)).split()
    assert int(count) > 20
    assert "hutan" in loaded
    assert "django" not in loaded


def test_a_loaded_package_is_seen() -> None:
    assert "wsgiref" in fresh(IMPORT_ALL, "wsgiref").split()


def test_command_line_starts_in_under_300_ms() -> None:
    seconds: list[float] = []
    while len(seconds) < TRIES and min(seconds, default=START_SECONDS) >= START_SECONDS:
        seconds.append(float(fresh(TIME_COMMAND_LINE)))
    assert min(seconds) < START_SECONDS, f"import hutan.cli took {seconds} s"


@pytest.mark.parametrize("floor", FLOORS_WITHOUT_WEB)
def test_every_floor_can_be_imported_alone(floor: str) -> None:
    assert fresh("import importlib, sys; print(importlib.import_module(sys.argv[1]).__name__)", f"hutan.{floor}").strip() == f"hutan.{floor}"
