"""The words of the documents in one language; what a pack brings that has no word here is shown by its own name."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class Labels:
    """Sentences with placeholders under ``text``, and words for terms by group."""

    language: str
    groups: Mapping[str, Mapping[str, str]]

    def text(self, key: str, **values: str) -> str:
        """The sentence of that key with its placeholders filled.

        Raises
        ------
        KeyError
            If there is no such sentence or a placeholder has no value: a promise of ours is broken.
        """
        return self.groups["text"][key].format_map(values)

    def term(self, group: str, key: str) -> str:
        """The word for `key`, or `key` itself: packs are data and may bring terms that are not listed here."""
        return self.groups[group].get(key, key)

    def many(self, items: list[str] | tuple[str, ...]) -> str:
        """A list within a sentence."""
        return self.groups["text"]["list_separator"].join(items)


@functools.cache
def labels(language: str) -> Labels:
    """The words of ``zh`` or ``en``."""
    folder = resources.files("hutan.adapters.documents").joinpath("templates")
    files = (folder.joinpath(f"{part}_{language}.toml") for part in ("labels", "terms"))
    return Labels(language, {group: words for file in files for group, words in tomllib.loads(file.read_text("utf-8")).items()})
