"""The words for every code, in Chinese and English."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib import resources

from hutan.kernel.errors import HutanError
from hutan.kernel.refusals import Params, Refusal, Remark

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Message:
    """Reason and remedy in one language."""

    reason: str
    hint: str

    def __str__(self) -> str:
        return f"{self.reason} {self.hint}".strip()


@functools.cache
def catalog() -> dict[str, dict[str, str]]:
    """All texts by code.

    Raises
    ------
    ValueError
        If two files define the same code.
    """
    texts: dict[str, dict[str, str]] = {}
    for entry in sorted(resources.files("hutan.messages").iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".toml"):
            continue
        for code, forms in tomllib.loads(entry.read_text("utf-8")).items():
            if code in texts:
                raise ValueError(f"code {code} is defined twice, second time in {entry.name}")
            texts[code] = {name: str(text) for name, text in forms.items()}
    return texts


def message(code: str, params: Params, language: str) -> Message:
    """Text of `code` with its placeholders filled.

    Raises
    ------
    KeyError
        If the code or a placeholder has no value: a promise of ours is broken.
    """
    forms = catalog()[code]
    values = dict(params)
    return Message(forms[language].format_map(values), forms[f"{language}_hint"].format_map(values))


def told(item: Refusal | Remark | HutanError, language: str) -> Message:
    """Text of a refusal, a remark or an error."""
    return message(item.code, item.params, language)
