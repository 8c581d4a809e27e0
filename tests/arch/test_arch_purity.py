"""Kernel, core, ledger and use cases read no clock, no dice, no environment and no disk, and print nothing."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from source_tree import PURE_FLOORS, called_name, place, python_files, tree

# names that do something to the world, or read it, when they are called
CALLS = {"open", "print", "input", "breakpoint", "exec", "eval", "compile", "__import__"}
ATTRIBUTES = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
}
# generators that take their seed as an argument
SEEDED = {"Generator", "Philox"}
METHODS = {"read_text", "write_text", "read_bytes", "write_bytes", "default_rng"}
MODULES = {"io", "logging", "os", "pathlib", "random", "secrets", "shutil", "socket", "sqlite3", "subprocess", "sys", "tempfile", "threading", "time"}
MODULES |= {"uuid", "warnings"}


def impurities(path: Path, module: ast.Module) -> list[str]:
    """Every use of the outside world in a module."""
    return [f"{place(path, node)} {what}" for node in ast.walk(module) if (what := _impurity(node))]


def _impurity(node: ast.AST) -> str:
    match node:
        case ast.Call(func=ast.Name(id=name)) if name in CALLS:
            return f"{name}()"
        case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name) if (owner, name) in ATTRIBUTES:
            return f"{owner}.{name}"
        case ast.Attribute(value=ast.Attribute(value=ast.Name(id="np" | "numpy"), attr="random"), attr=name) if name not in SEEDED:
            return f"numpy.random.{name}"
        case ast.Call(func=ast.Attribute(attr=name)) if name in METHODS:
            return f".{name}()"
        case ast.Import(names=names):
            return next((f"import {alias.name}" for alias in names if alias.name.partition(".")[0] in MODULES), "")
        case ast.ImportFrom(module=str(name), level=0) if name.partition(".")[0] in MODULES:
            return f"from {name} import"
        case _:
            return ""


def floats_to_decimal(path: Path, module: ast.Module) -> list[str]:
    """Decimals made from a float, which carry its error on as digits."""
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call) and called_name(node) == "Decimal"]
    return [place(path, call) for call in calls if any(_is_float(argument) for argument in call.args)]


def _is_float(node: ast.expr) -> bool:
    return (isinstance(node, ast.Constant) and isinstance(node.value, float)) or (isinstance(node, ast.Call) and called_name(node) == "float")


@pytest.mark.parametrize("floor", PURE_FLOORS)
def test_pure_floors_leave_the_world_alone(floor: str) -> None:
    files = python_files(floor)
    assert files
    found = [line for path in files for line in impurities(path, tree(path))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "sample",
    [
        "from datetime import datetime\nx = datetime.now()",
        "import datetime\nx = datetime.datetime.now()",
        "from datetime import date\nx = date.today()",
        "import time",
        "from random import random",
        "import os.path",
        "import os as system",
        "import numpy as np\nnp.random.normal()",
        "np.random.default_rng(1)",
        "open('a')",
        "print(1)",
        "path.read_text()",
        "eval('1')",
    ],
)
def test_an_impurity_is_noticed(sample: str) -> None:
    assert impurities(Path("sample.py"), ast.parse(sample))


def test_pure_code_is_left_in_peace() -> None:
    sample = "from datetime import date\nx = date(2024, 1, 1)\nre.compile('a')\nnp.random.Generator(np.random.Philox(key=[seed, chunk]))\n"
    assert impurities(Path("sample.py"), ast.parse(sample)) == []


def test_decimals_are_not_made_from_floats() -> None:
    found = [line for path in python_files("kernel", "core", "usecases") for line in floats_to_decimal(path, tree(path))]
    assert not found, "\n".join(found)


def test_a_decimal_from_a_float_is_noticed() -> None:
    assert floats_to_decimal(Path("sample.py"), ast.parse("Decimal(0.1) + Decimal(float(x))")) == ["sample.py:1", "sample.py:1"]
    assert floats_to_decimal(Path("sample.py"), ast.parse("Decimal('0.1') + Decimal(1)")) == []
