"""Code lists that an organization's own description is checked against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CodeTables:
    """`industries` by edition of GB/T 4754 and code, `districts` of Shanghai by code; the values are Chinese names."""

    industries: Mapping[str, Mapping[str, str]]
    districts: Mapping[str, str]
