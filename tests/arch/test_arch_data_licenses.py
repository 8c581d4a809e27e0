"""Every source of a shipped figure stands in DATA-LICENSES.md, with its terms and their state."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import yaml

from source_tree import PACKS, ROOT, place

COLUMNS = ["source", "publisher", "taken", "read in", "terms", "state"]
SOURCE_COLUMNS = ("source_title", "source_document", "source_table")


def listed(text: str) -> dict[str, list[str]]:
    """Rows of all tables of the page, by source."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    assert all(len(row) == len(COLUMNS) for row in rows), [row for row in rows if len(row) != len(COLUMNS)]
    return {row[0]: row for row in rows if row != COLUMNS and set(row[0]) != {"-"}}


def cited() -> dict[str, str]:
    """Sources that packs name for their figures, each with one file that names it."""
    return {title: place(path) for path in sorted(PACKS.rglob("*")) if path.suffix in (".csv", ".yaml") for title in _titles(path) if title}


def _titles(path: Path) -> set[str]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines)
            column = next((name for name in SOURCE_COLUMNS if name in (rows.fieldnames or [])), "")
            return {row[column] for row in rows} if column else set()
    if path.parent.name == "specs":
        return {case["source"]["title"] for case in yaml.safe_load(path.read_text("utf-8"))}
    if path.name == "sources.yaml":
        return {entry["title"] for entry in yaml.safe_load(path.read_text("utf-8"))["sources"] if "licence_theirs" in entry}
    if path.name == "parameters.yaml":
        return {entry["source"] for entry in yaml.safe_load(path.read_text("utf-8"))["parameters"]}
    return set()


def test_every_cited_source_is_listed() -> None:
    sources = cited()
    assert sources
    rows = listed((ROOT / "DATA-LICENSES.md").read_text("utf-8"))
    missing = [f"{where}: {source}" for source, where in sources.items() if source not in rows]
    assert not missing, "\n".join(missing)


def test_every_listed_source_states_where_it_stands() -> None:
    rows = listed((ROOT / "DATA-LICENSES.md").read_text("utf-8"))
    assert len(rows) > 40
    assert [source for source, row in rows.items() if not all(row) or not re.match(r"confirmed|to be confirmed", row[-1])] == []


def test_a_table_row_is_read() -> None:
    page = "| source | publisher | taken | read in | terms | state |\n|---|---|---|---|---|---|\n| A | B | c | d | e | confirmed |\n"
    assert listed(page) == {"A": ["A", "B", "c", "d", "e", "confirmed"]}
