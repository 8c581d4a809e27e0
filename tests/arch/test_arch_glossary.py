"""Our Chinese uses the words of GLOSSARY.md and none of the forms it tells to avoid."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from source_tree import MESSAGES, PACKAGE, ROOT, place, project_files

COLUMNS = ["code", "English", "中文", "avoid", "note"]
MARK = re.compile(r"\s[SUKO](?=$|、)")


@dataclass(frozen=True, slots=True)
class Term:
    """One row: the words to use, and the forms not to use for them."""

    code: str
    chinese: tuple[str, ...]
    avoid: tuple[str, ...]


def terms(text: str) -> list[Term]:
    """Rows of the glossary's table."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    assert rows[0] == COLUMNS, rows[0]
    assert all(len(row) == len(COLUMNS) for row in rows), [row for row in rows if len(row) != len(COLUMNS)]
    return [Term(row[0], _words(MARK.sub("", row[2])), _words(row[3])) for row in rows[2:]]


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word for part in cell.split("、") for word in re.split(r"[（）]", part) if word)


@functools.cache
def glossary() -> tuple[Term, ...]:
    return tuple(terms((ROOT / "GLOSSARY.md").read_text("utf-8")))


def wrong_words(text: str, table: tuple[Term, ...]) -> list[str]:
    """Forms to avoid that stand in a text outside the words that are right."""
    right = sorted({word for term in table for word in term.chinese}, key=len, reverse=True)
    rest = re.sub("|".join(map(re.escape, right)), "\0", text)
    return [f"{form} (say {'、'.join(term.chinese)})" for term in table for form in term.avoid if form in rest]


def test_every_term_has_its_words() -> None:
    table = glossary()
    assert len(table) > 40
    assert [term.code for term in table if not term.chinese or not re.fullmatch(r"`\w+`(, `\w+`)*", term.code)] == []
    codes = [code for term in table for code in re.findall(r"`(\w+)`", term.code)]
    assert len(codes) == len(set(codes))


def test_no_word_is_right_and_wrong() -> None:
    table = glossary()
    right = {word for term in table for word in term.chinese}
    assert [form for term in table for form in term.avoid if form in right] == []


def test_our_chinese_uses_the_words_of_the_glossary() -> None:
    readable = [path for path in project_files() if path.is_relative_to(PACKAGE) and path.suffix in (".toml", ".typ", ".yaml")]
    assert any(path.is_relative_to(MESSAGES) for path in readable)
    found = [f"{place(path)}: {wrong}" for path in readable for wrong in wrong_words(path.read_text("utf-8"), glossary())]
    assert not found, "\n".join(found)


def test_a_wrong_word_is_noticed() -> None:
    table = glossary()
    assert wrong_words("每个功能单元的排放量", table) == ["功能单元 (say 功能单位)"]
    assert wrong_words("按产量分摊", table) == ["分摊 (say 分配)"]
    assert wrong_words("每个功能单位的排放量，按产量分配，采用截断法", table) == []
