"""``hutan base-year``: recalculate, show as known on a day, check; a changed record is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from plain_library import GHGP
from sealed_results import sealed_result

from hutan.cli.base_year import base_year

POLICY = f"""
policy: {{base_year: 2024, pack: {GHGP}, total: location_based, threshold_percent: "5", by: Li, on: 2025-02-01, because: policy}}
events:
  - {{id: out, kind: outsourcing, effective: 2025-01-01, known_on: 2025-03-01, sources: [G], by: Li, because: boiler run by others}}
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(base_year, [str(item) for item in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "r.zip").write_bytes(sealed_result().archive)
    (tmp_path / "policy.yaml").write_text(POLICY, "utf-8")
    return tmp_path


def test_a_result_of_a_quarter_holds_no_base_year(folder: Path) -> None:
    found = run("recalculate", folder / "policy.yaml", "--on", folder / "r.zip", "--out", folder / "b.json", "--lang", "en")
    assert found.exit_code == 2
    assert "does not hold base year 2024" in found.output
    assert not (folder / "b.json").exists()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("threshold_percent", "treshold"), "policy.threshold_percent"),
        (("outsourcing", "sale"), "events.0.kind"),
        (("id: out", "id: ''"), "events.0.id"),
    ],
)
def test_a_policy_with_a_mistake_names_its_key(folder: Path, change: tuple[str, str], named: str) -> None:
    (folder / "policy.yaml").write_text(POLICY.replace(*change), "utf-8")
    found = run("recalculate", folder / "policy.yaml", "--on", folder / "r.zip", "--out", folder / "b.json", "--lang", "zh")
    assert found.exit_code == 2
    assert named in found.output


def test_what_is_no_record_is_refused(folder: Path) -> None:
    (folder / "b.json").write_text(json.dumps({"format": "x"}), "utf-8")
    assert run("show", folder / "b.json").exit_code == 1
    (folder / "b.json").write_text("{", "utf-8")
    assert run("show", folder / "b.json", "--as-known-on", "2025-01-01").exit_code == 1
