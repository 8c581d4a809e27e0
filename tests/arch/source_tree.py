"""The project's own files, as the tests of the house read them."""

from __future__ import annotations

import ast
import functools
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "hutan"
MESSAGES = PACKAGE / "messages"
PACKS = PACKAGE / "packs"

PURE_FLOORS = ("kernel", "core", "ledger", "usecases")
FLOORS_WITHOUT_WEB = (*PURE_FLOORS, "adapters", "cli")


@functools.cache
def project_files() -> tuple[Path, ...]:
    """Files that are, or would be, in the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return tuple(ROOT / name for name in listed if (ROOT / name).is_file())


def python_files(*floors: str) -> list[Path]:
    """Python files of the project, or of the named floors only."""
    folders = [PACKAGE / floor for floor in floors]
    return [path for path in project_files() if path.suffix == ".py" and (not floors or any(path.is_relative_to(folder) for folder in folders))]


@functools.cache
def tree(path: Path) -> ast.Module:
    """Syntax tree of a Python file."""
    return ast.parse(path.read_text("utf-8"), str(path))


def called_name(call: ast.Call) -> str:
    """Last name of what is called: ``b`` for ``a.b(…)``."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""


def place(path: Path, node: ast.AST | None = None) -> str:
    """File and line, for a message."""
    name = str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
    return f"{name}:{node.lineno}" if isinstance(node, (ast.expr, ast.stmt)) else name
