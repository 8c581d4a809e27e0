"""``hutan inventory budget`` and ``change`` on a sealed result: words, figures and exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from plain_library import GHGP
from sealed_results import sealed_result

from hutan.cli.inventory import inventory

TABLE = "站点,月份,预算,强度预算,产出,产出单位\nS,2024-01,1,10,100,t\nS,2024-02,0.1,,90,t\nS,2024-04,1,,,\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    result, table = tmp_path / "r.zip", tmp_path / "budget.csv"
    result.write_bytes(sealed_result().archive)
    table.write_text(TABLE, "utf-8")
    return str(table), str(result)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(inventory, list(arguments))


def test_an_overrun_and_a_month_without_data_answer_no(files: tuple[str, str]) -> None:
    found = run("budget", files[0], "--on", files[1], "--pack", GHGP, "--json")
    assert found.exit_code == 1
    lines = json.loads(found.output)["lines"]
    assert [line["month"] for line in lines] == ["2024-01-01", "2024-02-01", "2024-04-01"]
    assert [line["actual_kg"] is None for line in lines] == [False, False, True]
    assert lines[1]["left_kg"].startswith("-")


def test_a_table_for_people_names_site_and_unit(files: tuple[str, str]) -> None:
    found = run("budget", files[0], "--on", files[1], "--pack", GHGP, "--lang", "zh")
    assert "强度预算" in found.output
    assert "2024-01" in found.output


def test_a_total_that_is_not_there_is_named(files: tuple[str, str]) -> None:
    found = run("budget", files[0], "--on", files[1], "--pack", GHGP, "--total", "none", "--lang", "en")
    assert found.exit_code == 2
    assert "no total none" in found.output


def test_a_year_that_is_not_there_is_named(files: tuple[str, str]) -> None:
    found = run("change", files[0], "--on", files[1], "--pack", GHGP, "--from", "2023", "--to", "2024", "--lang", "en")
    assert found.exit_code == 2
    assert "no inventory of ghgp-corporate/2004 for 2023" in found.output


def test_a_year_against_itself_has_no_parts(files: tuple[str, str]) -> None:
    found = run("change", files[0], "--on", files[1], "--pack", GHGP, "--from", "2024", "--to", "2024", "--json")
    assert found.exit_code == 0
    plain = json.loads(found.output)
    assert plain["parts"] == []
    assert plain["before_kg"] == plain["after_kg"]
