"""Every code has its words, in Chinese and in English, with the same placeholders; and no words are left without a code."""

from __future__ import annotations

import ast
import functools
import re
import string
import tomllib
from pathlib import Path

import pytest

from message_uses import Source, Use, strings
from source_tree import MESSAGES, PACKAGE, python_files, tree

FORMS = ("zh", "zh_hint", "en", "en_hint")
CHINESE = re.compile("[\u4e00-\u9fff]")
QUOTED = re.compile("[“「].*?[”」]")
SENTENCE_ENDS = tuple("。？！.?!）)”}")
Catalog = dict[str, dict[str, str]]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@functools.cache
def catalog() -> Catalog:
    entries = [item for path in sorted(MESSAGES.glob("*.toml")) for item in tomllib.loads(path.read_text("utf-8")).items()]
    assert len({code for code, _ in entries}) == len(entries), "a code stands in two files"
    return dict(entries)


@functools.cache
def modules() -> dict[Path, ast.Module]:
    return {path: tree(path) for path in python_files() if path.is_relative_to(PACKAGE)}


@functools.cache
def uses() -> list[Use]:
    return list(Source(modules()).uses())


def wordless(found: list[Use], words: Catalog) -> list[str]:
    """Uses of a code that has no entry, and codes that cannot be read from the source."""
    return [
        f"{use.place}: {use.pattern or 'give the code as text, a constant, or a parameter that is handed on'}"
        for use in found
        if not any(re.fullmatch(use.pattern, code) for code in words)
    ]


def unfilled(found: list[Use], words: Catalog) -> list[str]:
    """Placeholders that a use leaves without a value."""
    return [
        f"{use.place}: {code} asks for {sorted(missing)}"
        for use in found
        if use.names is not None and ".+" not in use.pattern
        for code, forms in words.items()
        if re.fullmatch(use.pattern, code) and (missing := set().union(*(placeholders(text) for text in forms.values())) - use.names)
    ]


def remediless(found: list[Use], words: Catalog) -> list[str]:
    """Refusals and errors that do not say what would mend them."""
    silent = {code for code, forms in words.items() if not forms["zh_hint"]}
    return [f"{use.place}: {use.pattern} has no hint" for use in found if use.asks and use.pattern in silent]


def faults(code: str, forms: dict[str, str]) -> list[str]:
    """What is wrong with the words of one code."""
    if set(forms) != set(FORMS) or not (forms["zh"] and forms["en"]):
        return [f"{code}: must have {', '.join(FORMS)}"]
    pairs = [("zh", "en"), ("zh_hint", "en_hint")]
    found = [f"{code}: {zh} and {en} differ in placeholders" for zh, en in pairs if placeholders(forms[zh]) != placeholders(forms[en])]
    found += [f"{code}: only one of {zh} and {en}" for zh, en in pairs if bool(forms[zh]) != bool(forms[en])]
    found += [f"{code}: {zh} has no Chinese in it" for zh, _ in pairs if forms[zh] and not CHINESE.search(forms[zh])]
    found += [f"{code}: {en} has Chinese in it" for _, en in pairs if CHINESE.search(QUOTED.sub("", forms[en]))]
    return found + [f"{code}: {name} does not end as a sentence" for name in FORMS if forms[name] and not forms[name].endswith(SENTENCE_ENDS)]


def test_every_code_has_words() -> None:
    assert uses()
    found = wordless(uses(), catalog())
    assert not found, "\n".join(found)


def test_every_placeholder_gets_a_value() -> None:
    found = unfilled(uses(), catalog())
    assert not found, "\n".join(found)


def test_words_are_complete_and_agree() -> None:
    found = [fault for code, forms in catalog().items() for fault in faults(code, forms)]
    assert not found, "\n".join(found)


def test_whoever_is_asked_to_act_is_told_how() -> None:
    found = remediless(uses(), catalog())
    assert not found, "\n".join(found)


def test_codes_are_snake_case() -> None:
    assert [code for code in catalog() if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)+", code)] == []


def test_no_words_are_left_over() -> None:
    literal = strings(modules().values())
    composed = [use.pattern for use in uses() if ".+" in use.pattern]
    found = [code for code in catalog() if code not in literal and not any(re.fullmatch(pattern, code) for pattern in composed)]
    assert not found, "\n".join(found)


SAMPLE = '''
class MeterError(InputError):
    pass

_TABLE = {"a": "meter_a", "b": "meter_b"}
MISSING = "meter_missing"

def tell(code, address, **values):
    return Refusal(code, address, params_of(sheet="1", **values))

@dataclass
class _Step:
    name: str
    lost: str

def _worded(kind):
    if kind:
        return "meter_old"
    return "meter_new"

class Reader:
    def _fail(self, code, token):
        return MeterError(code, token=token)

    def read(self, kind, cell):
        if cell is None:
            raise self._fail("meter_empty" if kind else "meter_blank", cell)
        yield tell("meter_unit", cell, unit=cell.unit)
        yield Remark(_TABLE[kind], cell)
        yield Refusal(code=MISSING, address=cell)
        yield MISSING, params_of(day=1)
        yield Refusal(f"meter_{kind}", cell, cell.params)
        yield Refusal(cell.name(), cell)
        yield Refusal(cell.problem.code, cell)
        yield Refusal(_Step("a", lost="meter_lost").lost, cell)
        yield Refusal(_worded(kind), cell)
        yield from (Refusal(code, cell, params) for code, params in cell.problems)
'''


@pytest.fixture
def sample_uses() -> list[Use]:
    foundations = {path: modules()[path] for path in (PACKAGE / "kernel/errors.py", PACKAGE / "kernel/refusals.py")}
    return list(Source(foundations | {PACKAGE / "sample.py": ast.parse(SAMPLE)}).uses())


def test_codes_are_found_however_they_are_given(sample_uses: list[Use]) -> None:
    found = {(use.pattern, None if use.names is None else "+".join(sorted(use.names))) for use in sample_uses}
    assert found == {
        ("meter_empty", "token"),
        ("meter_blank", "token"),
        ("meter_unit", "sheet+unit"),
        ("meter_a", ""),
        ("meter_b", ""),
        ("meter_missing", ""),
        ("meter_missing", "day"),
        ("meter_.+", None),
        ("meter_lost", ""),
        ("meter_old", ""),
        ("meter_new", ""),
        ("", ""),
    }


def test_missing_words_and_values_are_noticed(sample_uses: list[Use]) -> None:
    words = {"meter_unit": {"zh": "{unit} {meter}"}, "meter_a": {"zh": "好。"}}
    assert [line.partition(": ")[2] for line in unfilled(sample_uses, words)] == ["meter_unit asks for ['meter']"]
    missing = {line.partition(": ")[2] for line in wordless(sample_uses, words)}
    assert {"meter_blank", "meter_b", "meter_missing"} <= missing
    assert "meter_unit" not in missing
    assert len(missing) == 8


def test_faulty_words_are_noticed() -> None:
    good = {"zh": "缺 {unit}。", "zh_hint": "请补。", "en": "No {unit}.", "en_hint": "Add it."}
    assert faults("x_y", good) == []
    assert faults("x_y", good | {"en": "No unit."}) == ["x_y: zh and en differ in placeholders"]
    assert faults("x_y", good | {"zh_hint": "Add it."}) == ["x_y: zh_hint has no Chinese in it"]
    assert faults("x_y", good | {"en_hint": "请补。"}) == ["x_y: en_hint has Chinese in it"]
    assert faults("x_y", good | {"en_hint": "Add it"}) == ["x_y: en_hint does not end as a sentence"]
    assert faults("x_y", good | {"en_hint": ""}) == ["x_y: only one of zh_hint and en_hint"]
    assert faults("x_y", good | {"zh_hint": "", "en_hint": ""}) == []
    assert faults("x_y", {"zh": "缺。"}) == ["x_y: must have zh, zh_hint, en, en_hint"]


def test_a_refusal_without_remedy_is_noticed(sample_uses: list[Use]) -> None:
    words = {code: {"zh_hint": ""} for code in ("meter_unit", "meter_a", "meter_empty")}
    assert {line.partition(": ")[2] for line in remediless(sample_uses, words)} == {"meter_unit has no hint", "meter_empty has no hint"}
