"""Which gases an output stands for: one, the one its factor gives, or every component of a blend; and whether a pack counts them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from hutan.core.inventory.result import BoundInput
from hutan.core.methods.kinds import GAS_OF_CARRIER, GAS_OF_FACTOR, KindOutput
from hutan.core.methods.library import Library
from hutan.core.methods.pack import ENERGY_UNIT, MethodPack
from hutan.core.model.carrier import Carrier
from hutan.kernel.errors import InputError

_WHOLE: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class Component:
    """A gas and its part of an output by mass, 0 to 1."""

    measure: str
    share: Decimal


def components(library: Library, output: KindOutput, inputs: tuple[BoundInput, ...], carrier: Carrier) -> tuple[Component, ...]:
    """The gases of an output; a blend by its nominal composition.

    Raises
    ------
    InputError
        ``blend_not_usable`` where the composition held is known to be wrong.
    """
    if output.measure == GAS_OF_FACTOR:
        return (Component(next(bound.gas for bound in inputs if bound.name == "factor") or "CO2", _WHOLE),)
    if output.measure == GAS_OF_CARRIER:
        return gases_of(library, carrier.gas)
    return (Component(library.gwp.species(output.measure) or output.measure, _WHOLE),)


def gases_of(library: Library, gas: str) -> tuple[Component, ...]:
    """The components of a gas or blend under their common names. Raises as `components` does."""
    blend = library.blends.find(gas)
    if blend is None:
        return (Component(library.gwp.species(gas) or gas, _WHOLE),)
    if not blend.usable:
        raise InputError("blend_not_usable", blend=blend.name, note=blend.note)
    return tuple(Component(library.gwp.species(share.component) or share.component, share.mass_percent.scaleb(-2)) for share in blend.shares)


def is_counted(library: Library, pack: MethodPack, measure: str) -> bool:
    """Whether the pack counts a gas, by its name or by its family; packs of energy count everything."""
    return pack.unit == ENERGY_UNIT or measure in pack.gases or library.gwp.family(measure) in pack.gases
