"""``hutan factors`` as a person meets it: words, exit status, two languages."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from hutan.cli.factors import factors


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(factors, list(arguments), env={"LC_ALL": None, "LC_MESSAGES": None, "LANG": "C.UTF-8", **environment})


def test_search_shows_the_value_of_the_day_with_its_state_grade_and_reason() -> None:
    found = run("search", "电力", "--region", "CN-SH", "--on", "2024-06-30", "--lang", "zh")
    assert found.exit_code == 0
    first = found.output.index("cn.elec.avg.2021.cn-sh")
    assert "0.5834" in found.output[:first]
    assert "地区一致：CN-SH。" in found.output
    assert "已公布" in found.output
    assert "尚未公布" in found.output
    assert found.output.index("0.5834") < found.output.index("0.5737")


def test_search_as_json() -> None:
    found = run("search", "电力", "--region", "CN-SH", "--on", "2024-06-30", "--json", "--lang", "en", "--limit", "3")
    told = json.loads(found.output)
    assert (told["region"], told["on"], len(told["found"])) == ("CN-SH", "2024-06-30", 3)
    first = told["found"][0]
    assert (first["id"], first["value"], first["state"], first["grade"]) == ("cn.elec.avg.2021.cn-sh", "0.5834", "published", "C")
    assert [why["code"] for why in first["why"]] == ["factor_reason_exact_region", "factor_reason_draft_not_confirmed"]
    assert first["why"][0]["text"] == "Made for this region: CN-SH."


def test_several_words_need_no_quotes() -> None:
    found = run("search", "natural", "gas", "--json")
    assert json.loads(found.output)["found"][0]["substance"] == "natural_gas"


def test_search_says_that_there_is_more() -> None:
    assert "The first 2 only" in run("search", "diesel", "--limit", "2").output


def test_nothing_found_is_no() -> None:
    found = run("search", "qqqq", "--lang", "zh")
    assert (found.exit_code, "没有找到“qqqq”" in found.output) == (1, True)
    assert json.loads(run("search", "qqqq", "--json").output)["found"] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["search"],
        ["search", "电力", "--region", "CN-XX"],
        ["search", "电力", "--on", "2024-13-01"],
        ["search", "电力", "--limit", "0"],
        ["search", "电力", "--lang", "fr"],
        ["show"],
    ],
)
def test_a_bad_call(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_an_unknown_region_lists_the_known_ones() -> None:
    assert "CN-SH" in run("search", "电力", "--region", "CN-XX").output


def test_show_prints_everything() -> None:
    shown = run("show", "cn.elec.avg.2023.cn-sh", "--lang", "en")
    assert shown.exit_code == 0
    for part in ("0.5737 kgCO2/kWh", "公告2025年第47号", "附件 表3", "https://www.mee.gov.cn", "2025-12-31"):
        assert part in shown.output, part
    assert "no licence statement seen" in shown.output
    assert "P: Official text seen" in shown.output
    assert "not stated" in shown.output, "a spread that no source states"


def test_show_as_json_keeps_the_printed_digits() -> None:
    told = json.loads(run("show", "cn.elec.avg.2023.cn-grid-east", "--json", "--lang", "zh").output)
    assert (told["value"], told["published"], told["superseded"]) == ("0.5500", "2025-12-31", None)
    assert told["grade_meaning"].startswith("官方文本已见")
    assert told["citation"]["locator"] == "附件 表2"


def test_show_of_an_unknown_id_suggests_neighbours() -> None:
    shown = run("show", "cn.elec.avg.2023.cnsh")
    assert shown.exit_code == 1
    assert "cn.elec.avg.2023.cn-sh" in shown.output


@pytest.mark.parametrize(
    ("environment", "chinese"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, True),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, False),
    ],
)
def test_language_of_the_environment(environment: dict[str, str], chinese: bool) -> None:
    shown = run("search", "qqqq", **environment)
    assert ("没有找到" in shown.output) is chinese
    assert "没有找到" in run("search", "qqqq", "--lang", "zh", **environment).output


def test_every_grade_and_state_can_be_shown_in_both_languages() -> None:
    for language in ("zh", "en"):
        for factor_id in ("sh.mrv.elec.2022", "cn.elec.om.2016.east", "cn.heat.default"):
            assert run("show", factor_id, "--lang", language).exit_code == 0


def test_the_command_loads_without_the_library_behind_it() -> None:
    late = ("rich", "yaml", "hutan.core", "hutan.adapters", "hutan.usecases")
    script = f"import sys, hutan.cli.factors; print([name for name in {late!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
