"""Data are checked before they are believed: readings fill a gap, interval data another, a person a third, and the result says which is which."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hutan.adapters.result_archive import read_archive
from hutan.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
ORGANIZATION, LEDGER, REGISTERS = EXAMPLES / "organization.yaml", EXAMPLES / "ledger-2024.xlsx", EXAMPLES / "registers-2024.csv"
GHGP = "ghgp-corporate/2004"


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def check(*words: str | Path) -> dict[str, Any]:
    run = call("inventory", "check", *words, "--org", ORGANIZATION, "--json")
    assert run.exit_code in (0, 1), run.output
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def gaps(found: dict[str, Any]) -> set[str]:
    return {item["finding"]["source_id"] for item in found["findings"] if item["finding"]["code"] == "finding_gap"}


def calculate(out: Path, *words: str | Path) -> Result:
    run = call("inventory", "calculate", *words, "--org", ORGANIZATION, "--reported-on", "2026-03-20", "--pack", GHGP, "--out", out, "--json")
    assert run.exit_code in (0, 1), run.output
    return run


def hourly(path: Path, without_day: int) -> Path:
    """Hourly kWh of the Pudong meter from June to August 2024, in which some hours of one July day are lost."""
    first, rows = datetime(2024, 6, 1), ["计量点,时间,电量(kWh)"]
    for hour in range(24 * 92):
        stamp = first + timedelta(hours=hour)
        lost = stamp.month == 7 and stamp.day == without_day and 8 <= stamp.hour < 12
        value = 640 if stamp.weekday() < 5 and 8 <= stamp.hour < 20 else 560 + stamp.day % 3
        rows += [] if lost else [f"PD-E1,{stamp:%Y-%m-%d %H:%M},{value}"]
    path.write_text("\n".join(rows), "utf-8")
    return path


def test_a_ledger_is_checked_before_anything_is_written(tmp_path: Path) -> None:
    found = check(LEDGER)
    assert {"PD-E1", "MH-E1"} <= gaps(found)
    assert all(item["text"] and item["remedy"] for item in found["findings"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("language", "words"), [("zh", "缺 2024-07 共 31 天"), ("en", "has no data for 2024-07, 31 days")])
def test_findings_are_told_in_both_languages(language: str, words: str) -> None:
    run = call("inventory", "check", LEDGER, "--org", ORGANIZATION, "--lang", language)
    assert run.exit_code == 1
    assert words in run.output
    assert "■■■■■■□■■■■■" in run.output


def test_readings_across_a_swapped_meter_fill_their_month(tmp_path: Path) -> None:
    assert "MH-E1" not in gaps(check(LEDGER, "--registers", REGISTERS))
    calculate(tmp_path / "out", LEDGER, "--registers", REGISTERS)
    book = json.loads((tmp_path / "out" / "book.json").read_text("utf-8"))["book"]
    june = [item for item in book["records"] if item["source_id"] == "MH-E1" and item["period"]["start"].startswith("2024-06")]
    # (8971.4 − 8856.0 + 85.9 − 0) × 1200
    assert sum(Decimal(item["quantity"]) for item in june) == Decimal("241560")
    assert {item["state"] for item in june} == {"measured"}


def test_interval_data_count_by_whole_days_and_a_person_has_the_rest_filled(tmp_path: Path) -> None:
    out, intervals = tmp_path / "out", hourly(tmp_path / "hourly.csv", without_day=17)
    calculate(out, LEDGER)
    calculate(out, "--interval", intervals, "--stamp", "start", "--replace")
    fill = ("inventory", "fill", "--out", out, "--org", ORGANIZATION, "--source", "PD-E1", "--month", "2024-07", "--by", "周岚")
    run = call(*fill, "--because", "采集中断", "--method", "interval_profile", "--interval", intervals, "--stamp", "start", "--json")
    assert run.exit_code == 0, run.output
    (made,) = json.loads(run.stdout)
    assert made["period"] == {"start": "2024-07-17", "end": "2024-07-18"}
    assert dict(made["estimate"]["parameters"])["missing"] == "4"
    # A Wednesday: twelve hours at 640, of which four are estimated, and twelve at 560 + 17 mod 3.
    assert abs(Decimal(made["quantity"]) - (12 * 640 + 12 * 562)) < 5
    # Other weeks have the same hours, so the method is never off, and errors of zero are no claim of certainty.
    assert (dict(made["estimate"]["parameters"])["errors"], made["estimate"]["spread"]) == ("12", None)
    assert gaps(check("--out", out)) == gaps(check(LEDGER)) - {"PD-E1"}


def test_a_filled_month_is_an_estimate_in_the_result_with_its_own_interval(tmp_path: Path) -> None:
    out = tmp_path / "out"
    calculate(out, LEDGER, EXAMPLES / "bills-2025.xlsx")
    fill = ("inventory", "fill", "--out", out, "--org", ORGANIZATION, "--source", "PD-E1", "--month", "2024-07", "--by", "周岚")
    assert call(*fill, "--because", "遗漏", "--method", "mean_of_neighbors").exit_code == 0
    calculate(out, LEDGER)
    assert call("replay", out / "result.zip").exit_code == 0
    chunks = {name: json.loads(data) for name, data in read_archive((out / "result.zip").read_bytes()).result.chunks.items()}
    place = f"{GHGP}/2024-01-01_2025-01-01"
    states = {item["key"]: Decimal(item["value"]) for item in chunks[f"totals/{place}"][0]["slices"] if item["dimension"] == "state"}
    assert states["estimated"] > 0
    shares = {item["input_key"] for item in chunks[f"intervals/{place}"][0]["interval"]["variance_shares"]}
    assert "estimate:PD-E1/2024-07" in shares
    found = [item["finding"] for item in check("--out", out)["findings"] if item["finding"]["code"] == "finding_estimated_share"]
    assert "PD-E1" in {item["source_id"] for item in found}


def test_nothing_to_check_is_a_call_that_cannot_be_used() -> None:
    assert call("inventory", "check", "--org", ORGANIZATION).exit_code == 2


def test_a_folder_without_a_book_is_named(tmp_path: Path) -> None:
    run = call("inventory", "check", "--org", ORGANIZATION, "--out", tmp_path / "nowhere", "--lang", "en")
    assert run.exit_code == 2
    assert "nowhere" in run.output
