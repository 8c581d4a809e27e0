"""Writes dirty energy ledgers and the truth about every row: dirty_workbooks.py FOLDER | --list.

truth.json maps each file to its rows. One spreadsheet row of a wide table holds several records, so file, sheet and
cell (the amount's address) together name a record. Each file is to be read on its own. A CSV file's sheet is "".
"""

from __future__ import annotations

import importlib
import json
import sys
from collections import Counter
from pathlib import Path

from dirty_core import CATALOGUE, made
from dirty_write import faults, write

MODULES = (
    "dirty_headings",
    "dirty_layout",
    "dirty_wide",
    "dirty_numbers",
    "dirty_amounts",
    "dirty_dates",
    "dirty_periods",
    "dirty_units",
    "dirty_names",
    "dirty_rows",
    "dirty_tickets",
    "dirty_csv",
    "dirty_english",
)


def load() -> None:
    """Enter all workbooks into the catalogue."""
    here = Path(__file__).parent
    for name in MODULES:
        if (here / f"{name}.py").exists():
            importlib.import_module(name)


def run(folder: Path) -> int:
    """Write all files and truth.json, check them, print the counts."""
    folder.mkdir(parents=True, exist_ok=True)
    truth: dict[str, list[dict[str, object]]] = {}
    catalogue: list[dict[str, str]] = []
    wrong: list[str] = []
    for entry in CATALOGUE:
        book = made(entry)
        write(book, folder)
        wrong += faults(book, folder)
        truth[book.file] = [t.plain() for t in book.truths]
        catalogue.append({"id": entry.id, "file": entry.file, "title": entry.title, "dirty": entry.dirty})
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    listing = json.dumps(catalogue, ensure_ascii=False, indent=1) + "\n"
    (folder / "catalogue.json").write_text(listing, encoding="utf-8")
    counts = Counter(str(row["expect"]) for rows in truth.values() for row in rows)
    print(f"{len(truth)} files, {sum(counts.values())} rows: {dict(sorted(counts.items()))}")
    for line in wrong:
        print("FAULT", line)
    return 1 if wrong else 0


def main(arguments: list[str]) -> int:
    """Entry point."""
    load()
    if len({e.id for e in CATALOGUE}) != len(CATALOGUE):
        raise ValueError("an id occurs twice")
    if arguments == ["--list"]:
        for entry in CATALOGUE:
            print(f"{entry.id}\t{entry.title}\t{entry.dirty}")
        return 0
    if len(arguments) != 1:
        print(__doc__)
        return 2
    return run(Path(arguments[0]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
