"""The carbon manager's first hour: bills in, answers out, mended rows, reports, and a stranger who repeats the result."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from hutan.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
ORGANIZATION = str(EXAMPLES / "organization.yaml")
REPORTED_ON = ("--reported-on", "2026-03-20")


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def calculate(out: Path, *files: str | Path) -> Result:
    return call("inventory", "calculate", *files, "--org", ORGANIZATION, *REPORTED_ON, "--out", out, "--json")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both years handed in, then the mended rows."""
    out = tmp_path_factory.mktemp("清单 run")
    first = calculate(out, EXAMPLES / "ledger-2024.xlsx", EXAMPLES / "bills-2025.xlsx")
    assert first.exit_code == 1, first.output
    assert json.loads(first.stdout)["open_refusals"] == 7
    assert not any(item["complete"] for item in json.loads(first.stdout)["inventories"] if item["period"].startswith("2024"))
    second = calculate(out, EXAMPLES / "mended.xlsx")
    assert second.exit_code == 0, second.output
    assert json.loads(second.stdout)["open_refusals"] == 0
    return out


def test_every_row_of_the_first_round_is_answered(run: Path) -> None:
    original = zipfile.ZipFile(EXAMPLES / "ledger-2024.xlsx")
    answered = zipfile.ZipFile(run / "answers" / "ledger-2024.xlsx")
    assert answered.namelist() == original.namelist()
    changed = [name for name in original.namelist() if original.read(name) != answered.read(name)]
    assert changed == ["xl/worksheets/sheet1.xml"]


def test_sending_everything_twice_changes_nothing(run: Path) -> None:
    before = {name: (run / name).read_bytes() for name in ("book.json", "result.zip", "report.zh.pdf", "report.xlsx")}
    again = calculate(run, EXAMPLES / "ledger-2024.xlsx", EXAMPLES / "bills-2025.xlsx", EXAMPLES / "mended.xlsx")
    assert again.exit_code == 0, again.output
    for name, data in before.items():
        assert (run / name).read_bytes() == data, name


def test_both_engines_give_the_same_result_file(run: Path, tmp_path: Path) -> None:
    files = [EXAMPLES / name for name in ("ledger-2024.xlsx", "bills-2025.xlsx")]
    for engine in ("python", "duckdb"):
        calculate(tmp_path / engine, *files, "--engine", engine)
    assert (tmp_path / "python" / "result.zip").read_bytes() == (tmp_path / "duckdb" / "result.zip").read_bytes()


@pytest.mark.parametrize(
    "surroundings",
    [
        {"LC_ALL": "C", "TZ": "UTC"},
        {"LC_ALL": "de_DE.UTF-8", "TZ": "America/St_Johns"},
        {"LC_ALL": "zh_CN.GB18030", "TZ": "Asia/Kathmandu", "USER": "stranger", "LOGNAME": "stranger", "PYTHONHASHSEED": "7"},
    ],
)
def test_a_stranger_repeats_it_to_the_digit(run: Path, tmp_path: Path, surroundings: dict[str, str]) -> None:
    """Another locale, time zone, name, home, folder and hash seed; and no network, for sockets are not needed."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8", **surroundings}
    done = subprocess.run(
        [sys.executable, "-c", "from hutan.cli import main; main()", "replay", str(run / "result.zip"), "--json"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["reproduced"] is True


def test_the_reports_say_the_same_in_both_languages(run: Path) -> None:
    root = call("replay", run / "result.zip", "--lang", "en").output.split()[-1]
    for language, words in (("zh", "温室气体清单报告"), ("en", "Greenhouse gas inventory report")):
        text = "".join(page.extract_text() for page in PdfReader(run / f"report.{language}.pdf").pages)
        assert words in text
        assert root[:4] in text


def test_the_template_comes_back_filled_in(tmp_path: Path) -> None:
    blank = tmp_path / "模板.xlsx"
    assert call("inventory", "template", ORGANIZATION, "--from", "2025-01", "--to", "2025-03", "--out", blank).exit_code == 0
    empty = calculate(tmp_path / "out", blank)
    assert empty.exit_code == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_what_cannot_be_read_leaves_nothing_behind(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "账单.xlsx").write_bytes(content)
    done = calculate(tmp_path / "out", tmp_path / "账单.xlsx")
    assert done.exit_code == 2
    assert "remedy" in done.stderr or "怎么办" in done.stderr
    assert not (tmp_path / "out").exists()
