"""``hutan packs diff`` and ``effect``: nothing for a pack against itself, every change named, an effect that adds up."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from plain_library import GHGP, SH_MRV
from sealed_results import sealed_result

from hutan.cli.packs import packs


def run(*arguments: object) -> Result:
    return CliRunner().invoke(packs, [str(item) for item in arguments])


@pytest.fixture
def result(tmp_path: Path) -> Path:
    path = tmp_path / "r.zip"
    path.write_bytes(sealed_result().archive)
    return path


@pytest.mark.parametrize("pack", [GHGP, "factors-electricity-cn/2026.1", "iso-14064-1/2018"])
def test_a_pack_does_not_differ_from_itself(pack: str) -> None:
    assert run("diff", pack, pack).exit_code == 0


def test_editions_of_one_standard_are_told_apart_clause_by_clause() -> None:
    found = run("diff", "gbt-32150/2015", "gbt-32150/2025", "--json")
    assert found.exit_code == 1
    changes = {item["place"]: (item["before"], item["after"]) for item in json.loads(found.output)}
    assert changes["rules/purchased-heat/clause"][1] == "7.5.6–7.5.7"
    assert changes["factors/heat"][0] == ""
    assert "0.11 tCO2/GJ" in changes["factors/heat"][1]
    assert changes["pack/status"] == ("released", "draft")


def test_rules_and_data_are_not_compared() -> None:
    found = run("diff", GHGP, "gwp/ar5", "--lang", "en")
    assert found.exit_code == 2
    assert "cannot be compared" in found.output


def test_the_effect_of_another_pack_adds_up(result: Path) -> None:
    found = run("effect", SH_MRV, GHGP, "--on", result, "--json")
    assert found.exit_code == 1
    (effect,) = json.loads(found.output)
    change = Decimal(effect["second"]["value"]) - Decimal(effect["first"]["value"])
    assert sum(map(Decimal, effect["bridge"].values())) == change
    assert sum(Decimal(item["change_kg"]) for item in effect["differences"]) == change


def test_the_same_pack_has_no_effect(result: Path) -> None:
    assert run("effect", GHGP, GHGP, "--on", result, "--lang", "en").exit_code == 0


def test_a_pack_that_the_result_was_not_sealed_with_is_named(result: Path) -> None:
    found = run("effect", "iso-14064-1/2018", GHGP, "--on", result, "--lang", "en")
    assert found.exit_code == 2
    assert SH_MRV in found.output
