"""``hutan result``: redact, show, compare with the full result; exit status and words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sealed_results import sealed_result

from hutan.cli.result import result


def run(*arguments: object) -> Result:
    return CliRunner().invoke(result, [str(item) for item in arguments])


@pytest.fixture
def full(tmp_path: Path) -> Path:
    path = tmp_path / "r.zip"
    path.write_bytes(sealed_result().archive)
    return path


def test_a_redaction_is_sound_and_belongs_to_its_result(full: Path, tmp_path: Path) -> None:
    out, opening = tmp_path / "bank.json", tmp_path / "opening.json"
    assert run("redact", full, "--out", out, "--opening", opening, "--lang", "en").exit_code == 0
    found = run("show", out, "--against", full, "--opening", opening, "--json")
    assert found.exit_code == 0
    plain = json.loads(found.output)
    assert plain["compared"] is True
    assert plain["withheld"] > 0
    assert {total["id"] for total in plain["totals"]} >= {"location_based", "market_based", "total"}


def test_a_second_redaction_with_the_same_opening_has_the_same_root(full: Path, tmp_path: Path) -> None:
    opening = tmp_path / "opening.json"
    roots = set()
    for show in ("totals", "months"):
        out = tmp_path / f"{show}.json"
        run("redact", full, "--out", out, "--opening", opening, "--show", show)
        roots.add(json.loads(run("show", out, "--json").output)["root"])
    assert len(roots) == 1


def test_a_changed_figure_answers_no(full: Path, tmp_path: Path) -> None:
    out = tmp_path / "bank.json"
    run("redact", full, "--out", out, "--opening", tmp_path / "o.json")
    text = out.read_text("utf-8")
    value = next(leaf["value"]["value"] for leaf in json.loads(text)["leaves"] if leaf.get("path", "").startswith("totals/"))
    out.write_text(text.replace(f'"{value}"', '"1"', 1), "utf-8")
    found = run("show", out, "--lang", "zh")
    assert found.exit_code == 1
    assert "被改动" in found.output


def test_a_redaction_of_another_result_is_told_apart(full: Path, tmp_path: Path) -> None:
    out, opening, other = tmp_path / "bank.json", tmp_path / "o.json", tmp_path / "other.json"
    run("redact", full, "--out", out, "--opening", opening)
    run("redact", full, "--out", tmp_path / "second.json", "--opening", other)
    found = run("show", out, "--against", full, "--opening", other, "--lang", "en")
    assert found.exit_code == 1
    assert "no redaction of that result" in found.output


def test_files_that_are_none_of_these_are_refused(full: Path, tmp_path: Path) -> None:
    nonsense = tmp_path / "n.json"
    nonsense.write_text("{", "utf-8")
    assert run("show", nonsense).exit_code == 1
    assert run("redact", full, "--out", tmp_path / "x.json", "--opening", nonsense).exit_code == 1
    assert run("show", nonsense, "--against", full).exit_code == 2
