"""The example group as its carbon manager would work it: six rulebooks over one set of data, differences, utilities, a sold plant, a bank."""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hutan.adapters.result_archive import read_archive
from hutan.cli import main

GROUP = Path(__file__).parents[2] / "examples" / "group"
SCOPE3 = "ghgp-scope3/2011"
PACKS = (SCOPE3, "iso-14064-1/2018", "gbt-32150/2015", "zero-carbon-park-accounting-cn/2025", "sh-mrv/2012", "energy-gbt2589/2020")


def _call(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("group") / "out"
    ledgers = (GROUP / "ledger-2024.xlsx", GROUP / "ledger-2025.xlsx")
    packs = [word for pack in PACKS for word in ("--pack", pack)]
    run = _call("inventory", "calculate", *ledgers, "--org", GROUP / "organization.yaml", "--reported-on", "2026-09-01", *packs, "--out", folder)
    assert run.exit_code == 0, run.output
    return folder


@pytest.fixture(scope="module")
def chunks(out: Path) -> dict[str, Any]:
    archive = read_archive((out / "result.zip").read_bytes())
    return {name: json.loads(content) for name, content in archive.result.chunks.items()}


def _change(rows: list[dict[str, Any]]) -> Decimal:
    return sum((Decimal(row["change_kg"]) for row in rows), Decimal(0))


def test_every_row_of_the_ledgers_is_used_and_the_result_replays(out: Path) -> None:
    book = json.loads((out / "book.json").read_text("utf-8"))["book"]
    assert len(book["records"]) > 800
    assert book["refusals"] == []
    assert _call("replay", out / "result.zip").exit_code == 0


def test_all_scopes_have_lines_under_the_value_chain_standard(chunks: dict[str, Any]) -> None:
    lines = [line for name, rows in chunks.items() if name.startswith(f"lines/{SCOPE3}/2025") for line in rows]
    assert {line["scope"] for line in lines} >= {"scope_1", "scope_2", "scope_3"}
    assert len({line["category"] for line in lines if line["scope"] == "scope_3"}) >= 10


@pytest.mark.parametrize("pack", ["gbt-32150/2015", "zero-carbon-park-accounting-cn/2025", "sh-mrv/2012"])
def test_the_bridge_between_two_rulebooks_adds_up_and_names_its_sources(out: Path, pack: str) -> None:
    call = ("inventory", "compare", out / "result.zip", "--from", pack, "--to", SCOPE3, "--year", "2025", "--json")
    found = json.loads(_call(*call).stdout)
    gap = Decimal(found["second"]["value"]) - Decimal(found["first"]["value"])
    assert found["differences"]
    assert sum(map(Decimal, found["bridge"].values())) == gap
    assert _change(found["differences"]) == gap


def test_two_rulebooks_with_the_same_boundary_and_factors_agree(out: Path) -> None:
    call = ("inventory", "compare", out / "result.zip", "--from", "iso-14064-1/2018", "--to", SCOPE3, "--year", "2025", "--json")
    found = json.loads(_call(*call).stdout)
    assert found["differences"] == []
    assert found["first"]["value"] == found["second"]["value"]


def test_internal_utilities_close_to_what_was_fed_in_and_to_the_meter(chunks: dict[str, Any]) -> None:
    accounts = [item for name, rows in chunks.items() if name.startswith(f"utilities/{SCOPE3}/") for item in rows]
    assert {item["utility_id"] for item in accounts} >= {"compressed-air", "chilled-water"}
    fed: dict[str, Decimal] = defaultdict(Decimal)
    users: dict[str, Decimal] = defaultdict(Decimal)
    utilities = {item["utility_id"] for item in accounts}
    for item in accounts:
        assert item["problem"] == ""
        assert Decimal(item["delivered"]) <= Decimal(item["made"])
        given = sum((Decimal(use["co2e_kg"]) for use in item["uses"]), Decimal(0))
        assert given == Decimal(item["fed_kg"]) + Decimal(item["received_kg"])
        fed[item["total_id"]] += Decimal(item["fed_kg"])
        users[item["total_id"]] += sum((Decimal(use["co2e_kg"]) for use in item["uses"] if use["to"] not in utilities), Decimal(0))
    assert users == fed
    assert all(value > 0 for value in fed.values())


def test_the_sold_plant_leaves_the_base_year_and_growth_does_not(out: Path) -> None:
    record = out / "base-year.json"
    run = _call("base-year", "recalculate", GROUP / "base-year.yaml", "--on", out / "result.zip", "--out", record, "--json")
    assert run.exit_code == 1, run.output
    judged = {item["event_id"]: item["verdict"] for item in json.loads(run.stdout)["judged"]}
    assert judged["adh-sold"] == "recalculates"
    assert judged["fab-growth"] == judged["grid-2023"] == "never"
    assert _call("base-year", "check", record, "--on", out / "result.zip").exit_code == 0
    known = json.loads(_call("base-year", "show", record, "--as-known-on", "2025-06-30", "--json").stdout)
    assert known != json.loads(_call("base-year", "show", record, "--as-known-on", "2025-07-01", "--json").stdout)


def test_the_change_between_two_years_is_taken_apart_exactly(out: Path) -> None:
    call = ("inventory", "change", GROUP / "budget.csv", "--on", out / "result.zip", "--from", "2024", "--to", "2025", "--json")
    found = json.loads(_call(*call).stdout)
    change = Decimal(found["after_kg"]) - Decimal(found["before_kg"])
    assert sum(map(Decimal, found["effects"].values())) == change
    assert _change(found["parts"]) == change


def test_a_month_over_its_budget_says_no(out: Path) -> None:
    found = _call("inventory", "budget", GROUP / "budget.csv", "--on", out / "result.zip", "--json")
    assert found.exit_code == 1
    over = [line for line in json.loads(found.stdout)["lines"] if line["left_kg"] is not None and Decimal(line["left_kg"]) < 0]
    assert over


def test_a_new_edition_is_shown_before_it_is_adopted(out: Path) -> None:
    found = _call("packs", "effect", "gbt-32150/2015", "gbt-32150/2025", "--on", out / "result.zip", "--lang", "en")
    assert found.exit_code == 0
    assert "No figure moves" in found.output


def test_the_bank_gets_totals_and_no_bills(out: Path, tmp_path: Path) -> None:
    redacted = tmp_path / "for-the-bank.zip"
    assert _call("result", "redact", out / "result.zip", "--out", redacted, "--opening", tmp_path / "opening.json").exit_code == 0
    shown = _call("result", "show", redacted)
    assert shown.exit_code == 0
    assert "location_based: 97,189.8 tCO2e" in shown.output
    assert b"FAB-E1" not in redacted.read_bytes()
