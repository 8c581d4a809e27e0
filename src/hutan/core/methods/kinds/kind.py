"""A kind: the structure of a calculation, in formulas over named inputs. A released kind never changes; a change is a new version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hutan.core.factors.gwp import GwpOrigin
from hutan.kernel.ids import KindId

GAS_OF_FACTOR = "gas of the factor"
GAS_OF_CARRIER = "gas of the carrier"


@dataclass(frozen=True, slots=True)
class KindOutput:
    """One thing a kind computes.

    `measure` is a gas, ``energy``, `GAS_OF_FACTOR` when the bound factor says which gas it gives, or `GAS_OF_CARRIER` when the carrier is itself
    a gas or a blend of gases. `biogenic_apart`: for a biogenic carrier the output is stated apart from every scope.
    """

    name: str
    measure: str
    unit: str
    origin: GwpOrigin
    biogenic_apart: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """Inputs beside the activity ``quantity``, named formulas (which may use each other), and the outputs among them."""

    id: KindId
    inputs: tuple[str, ...]
    formulas: tuple[tuple[str, str], ...]
    outputs: tuple[KindOutput, ...]
    source: str

    def formula_texts(self) -> Mapping[str, str]:
        return dict(self.formulas)
