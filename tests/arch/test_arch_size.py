"""Files and functions stay small enough to be read at one go, and no check is silenced without a reason."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from source_tree import place, python_files, tree

FILE_LINES = 400
FUNCTION_LINES = 60
SILENCED = re.compile(r"#\s*(noqa|type:\s*ignore)(?P<rest>.*)$")
CODE_AND_REASON = re.compile(r"^(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|\[[a-z-]+(,\s*[a-z-]+)*\])\W+\w+(\W+\w+){2,}")


def long_functions(path: Path, module: ast.Module) -> list[str]:
    return [
        f"{place(path, node)} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(module)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno and node.end_lineno - node.lineno >= FUNCTION_LINES
    ]


def unexplained(line: str) -> bool:
    """Whether a line silences a check without naming the check and, in at least three words, the reason."""
    found = SILENCED.search(line)
    return found is not None and not CODE_AND_REASON.match(found["rest"].strip())


def test_files_have_at_most_400_lines() -> None:
    counts = {place(path): len(path.read_text("utf-8").splitlines()) for path in python_files()}
    assert counts
    assert {name: count for name, count in counts.items() if count > FILE_LINES} == {}


def test_functions_have_at_most_60_lines() -> None:
    found = [line for path in python_files() for line in long_functions(path, tree(path))]
    assert not found, "\n".join(found)


def test_a_long_function_is_noticed() -> None:
    fits = "def short():\n" + "    pass\n" * (FUNCTION_LINES - 1)
    assert long_functions(Path("sample.py"), ast.parse(fits)) == []
    assert long_functions(Path("sample.py"), ast.parse(fits + "    pass\n")) == [f"sample.py:1 short: {FUNCTION_LINES + 1} lines"]


def test_a_silenced_check_has_a_code_and_a_reason() -> None:
    own = Path(__file__).name
    found = [
        f"{place(path)}:{number}"
        for path in python_files()
        if path.name != own
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if unexplained(line)
    ]
    assert not found, "\n".join(found)


def test_an_unexplained_silence_is_noticed() -> None:
    assert unexplained("x = 1  # noqa")
    assert unexplained("x = 1  # noqa: E501")
    assert unexplained("x = 1  # type: ignore[misc]")
    assert unexplained("x = 1  # type: ignore")
    assert not unexplained("x = 1  # noqa: E501 - the line is a quotation")
    assert not unexplained("x = 1  # type: ignore[misc]  # the package has wrong types")
    assert not unexplained("x = 1")
