"""The check of links sees a broken one, and files say nothing of the machine they were written on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import check_docs
from source_tree import place, project_files

# built from parts, so that this file does not hold what it looks for
PARTS = ["/" + r"home/\w", "/" + "root/", "/" + "work/", r"\b10\.\d+\.\d+\.\d+\b", "file" + r"://+\w", r"\blocal" + r"host:\d"]
MACHINE = re.compile("|".join(PARTS))
TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".cfg", ".sh", ".typ", ".txt", ".json", ".csv", ".lock", ".in", ""}


def test_no_page_has_a_broken_link() -> None:
    found = [problem for page in check_docs.pages(check_docs.ROOT) for problem in check_docs.broken(page, check_docs.ROOT)]
    assert not found, "\n".join(found)


def test_broken_links_are_noticed(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# The one\n\n## The one\n", "utf-8")
    page = tmp_path / "page.md"
    page.write_text(
        "[a](there.md) [b](missing.md) [c](there.md#the-one-1) [d](there.md#nowhere) [e](../out.md) [f](mailto:a@b.c)\n\n"
        "`[g](code.md)`\n\n```\n[h](fence.md)\n```\n\n[i]: lost.md\n",
        "utf-8",
    )
    assert check_docs.broken(page, tmp_path) == [
        "page.md: missing.md: no such file",
        "page.md: there.md#nowhere: no such heading",
        "page.md: ../out.md: leads out of the project",
        "page.md: lost.md: no such file",
    ]


def machine_lines(text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), start=1) if MACHINE.search(line)]


def test_files_name_no_machine() -> None:
    readable = [path for path in project_files() if path.suffix in TEXT]
    found = [f"{place(path)}:{number}" for path in readable for number in machine_lines(path.read_text("utf-8"))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("line", ["see /" + "home/ann/x", "index file" + ":///opt/x", "http://local" + "host:8080", "at 10." + "1.2.3"])
def test_a_machine_is_noticed(line: str) -> None:
    assert machine_lines(line) == [1]
