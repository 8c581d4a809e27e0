"""``hutan inventory calculate --draws N --seed S``: both intervals for machines, a result that replays, and calls that cannot be meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hutan.cli import main

EXAMPLES = Path(__file__).parents[3] / "examples"


def _call(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def _calculate(out: Path, *options: str) -> Result:
    files = (EXAMPLES / "bills-2025.xlsx", "--org", EXAMPLES / "organization.yaml", "--pack", "ghgp-corporate/2004")
    return _call("inventory", "calculate", *files, "--reported-on", "2026-03-20", "--out", out, "--json", *options)


def test_both_intervals_are_given_and_replayed(tmp_path: Path) -> None:
    run = _calculate(tmp_path, "--draws", "2000", "--seed", "5")
    assert run.exit_code in (0, 1), run.output
    interval = json.loads(run.stdout)["inventories"][0]["totals"]["location_based"]["interval"]
    assert interval["method"] == "first_order"
    assert interval["first_order"] == {"low": interval["low"], "high": interval["high"]}
    simulated = interval["monte_carlo"]
    assert (simulated["draws"], simulated["seed"], simulated["agrees"]) == (2000, 5, True)
    assert float(simulated["low"]) < float(simulated["median"]) < float(simulated["high"])
    replayed = _call("replay", tmp_path / "result.zip", "--json")
    assert (replayed.exit_code, json.loads(replayed.stdout)["reproduced"]) == (0, True)


@pytest.mark.parametrize("options", [("--draws", "999"), ("--draws", "1e4"), ("--draws", "2000000"), ("--seed", "-1"), ("--seed", str(2**53))])
def test_draws_and_seeds_that_cannot_be_repeated_are_refused(tmp_path: Path, options: tuple[str, str]) -> None:
    run = _calculate(tmp_path, *options)
    assert run.exit_code == 2
    assert not list(tmp_path.iterdir())
