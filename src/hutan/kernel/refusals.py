"""Bad input is a value: what was not accepted, where, why, and what would mend it."""

from __future__ import annotations

from dataclasses import dataclass

Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """Where something stands: a file, and in it a sheet and a cell such as ``B7``; empty where there is none."""

    file: str
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        place = f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.sheet or self.cell
        return f"{self.file} {place}".strip()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something not accepted. `code` selects reason and hint in ``messages``; `params` fill their placeholders."""

    code: str
    address: Address
    params: Params = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something accepted that its owner should know about; same shape as a refusal, and it stops nothing."""

    code: str
    address: Address
    params: Params = ()


def params_of(**values: object) -> Params:
    """Placeholders for a message, as text, in the order given."""
    return tuple((name, str(value)) for name, value in values.items())
