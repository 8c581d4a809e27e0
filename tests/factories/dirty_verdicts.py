"""How the rows of the dirty workbooks fare: each file is taken in by itself and compared with what a careful clerk would make of it.

The workbooks and their truth were written by somebody who had not seen the parser (``tests/dirty``); nothing of the product is used to make them.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path

from hutan.adapters.organization_file import read_organization
from hutan.adapters.pack_store.carrier_tables import load_carriers
from hutan.adapters.tabular.reading import read_table
from hutan.core.activity.book import Book
from hutan.core.model.activity_record import ActivityRecord
from hutan.core.model.organization import Organization
from hutan.kernel.errors import InputError
from hutan.kernel.periods import Period
from hutan.usecases.ingest import IngestOutcome, ingest

_Row = dict[str, str]
ROOT = Path(__file__).resolve().parents[2]
GENERATOR = ROOT / "tests" / "dirty" / "dirty_workbooks.py"
REPORTED = date(2026, 3, 20)
_CELL = re.compile(r"[A-Z]+([0-9]+)$")


class Fate(Enum):
    """What became of a row of the truth."""

    RIGHTLY_ACCEPTED = "rightly accepted"
    RIGHTLY_NOT_COUNTED = "rightly not counted"
    EITHER = "either, with the right values"
    REFUSED_THOUGH_CLEAR = "refused though clear"
    WRONGLY_ACCEPTED = "wrongly accepted"
    SILENTLY_DROPPED = "silently dropped"


@dataclass(frozen=True, slots=True)
class Judged:
    """One row of the truth with its fate."""

    file: str
    sheet: str
    cell: str
    expect: str
    why: str
    fate: Fate
    found: str
    reason: str = ""


def judged_rows() -> tuple[Judged, ...]:
    """Every row of every workbook, judged."""
    organization = read_organization("organization.yaml", (ROOT / "examples" / "organization.yaml").read_bytes())
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, str(GENERATOR), folder], check=True, capture_output=True)
        truth = json.loads((Path(folder) / "truth.json").read_text("utf-8"))
        return tuple(item for file in sorted(truth) for item in _file(Path(folder) / file, truth[file], organization))


def _file(path: Path, rows: list[_Row], organization: Organization) -> Iterator[Judged]:
    try:
        outcome = ingest(read_table(path.name, path.read_bytes()), organization, load_carriers(), Book(), REPORTED)
    except InputError as error:
        # The whole file is refused by name: nothing of it is counted, and its owner is told.
        for row in rows:
            fate = Fate.REFUSED_THOUGH_CLEAR if row["expect"] == "accept" else Fate.RIGHTLY_NOT_COUNTED
            yield Judged(row["file"], row["sheet"], row["cell"], row["expect"], row["why"], fate, error.code, error.code)
        return
    records = _records(outcome)
    told = _told(outcome)
    reasons = _reasons(outcome)
    matches = _matches(rows, records)
    for index, row in enumerate(rows):
        found, alone = matches[index]
        yield replace(_judged(row, found, alone, told), reason=" + ".join(reasons.get((row["sheet"], int(row["row"])), ())))


def _matches(rows: list[_Row], records: dict[tuple[str, int], list[ActivityRecord]]) -> list[tuple[ActivityRecord | None, bool]]:
    """The record that each row became: the one of its cell, else of its row; one that no row expects is laid at a row that expects none."""
    taken: set[str] = set()
    found: list[tuple[ActivityRecord | None, bool]] = []
    for row in rows:
        here = records.get((row["sheet"], int(row["row"])), [])
        same = next((item for item in here if item.id not in taken and _agrees(row, item)), None)
        if same is not None:
            taken.add(same.id)
        found.append((same, False))
    for index, row in enumerate(rows):
        if found[index][0] is None:
            here = [item for item in records.get((row["sheet"], int(row["row"])), []) if item.id not in taken]
            if here:
                taken.add(here[0].id)
                found[index] = (here[0], True)
    return found


def _agrees(row: _Row, record: ActivityRecord) -> bool:
    if not row["quantity"]:
        return False
    period = Period(date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_end"]))
    within = abs(record.quantity - Decimal(row["quantity"])) <= Decimal("0.000001")
    return (record.source_id, record.period, record.state.value) == (row["source"], period, row["state"]) and within


def _judged(row: _Row, found: ActivityRecord | None, other: bool, told: set[tuple[str, int]]) -> Judged:
    expect = row["expect"]
    if found is not None:
        text = f"{found.source_id} {found.period} {found.quantity} {found.unit} {found.state.value}"
        right = not other and expect in ("accept", "either")
        fate = (Fate.RIGHTLY_ACCEPTED if expect == "accept" else Fate.EITHER) if right else Fate.WRONGLY_ACCEPTED
    else:
        is_told = (row["sheet"], int(row["row"])) in told or (row["sheet"], 0) in told
        text = "told" if is_told else "not told"
        if not is_told and expect in ("accept", "refuse"):
            fate = Fate.SILENTLY_DROPPED
        elif expect == "accept":
            fate = Fate.REFUSED_THOUGH_CLEAR
        else:
            fate = Fate.EITHER if expect == "either" else Fate.RIGHTLY_NOT_COUNTED
    return Judged(row["file"], row["sheet"], row["cell"], expect, row["why"], fate, text)


def _records(outcome: IngestOutcome) -> dict[tuple[str, int], list[ActivityRecord]]:
    places: dict[tuple[str, int], list[ActivityRecord]] = defaultdict(list)
    for record in outcome.records:
        match = _CELL.search(record.origin.cell)
        places[record.origin.sheet, int(match[1]) if match else 0].append(record)
    return places


def _reasons(outcome: IngestOutcome) -> dict[tuple[str, int], tuple[str, ...]]:
    """The codes for which each row was refused, without repetitions."""
    codes: dict[tuple[str, int], list[str]] = defaultdict(list)
    for answer in outcome.answers:
        codes[answer.sheet, answer.row].extend(refusal.code for refusal in answer.refusals)
    return {place: tuple(dict.fromkeys(found)) for place, found in codes.items()}


def _told(outcome: IngestOutcome) -> set[tuple[str, int]]:
    """Rows that were answered; row 0 stands for a sheet or file that a remark or refusal leaves out as a whole."""
    told = {(answer.sheet, answer.row) for answer in outcome.answers}
    for answer in outcome.answers:
        if outcome.headers.get(answer.sheet) == answer.row and answer.refusals:
            told.add((answer.sheet, 0))
    told |= {(remark.address.sheet, 0) for remark in outcome.file_remarks if remark.code.startswith(("sheet_", "file_"))}
    return told
