"""All kinds of every release, by id; results of old releases replay because none is ever edited."""

from __future__ import annotations

from hutan.core.methods.kinds.energy_content import ENERGY_BY_EQUIVALENT_1, ENERGY_BY_HEATING_VALUE_1
from hutan.core.methods.kinds.energy_transfer import ENERGY_TRANSFER_1
from hutan.core.methods.kinds.fuel_combustion import FUEL_COMBUSTION_1
from hutan.core.methods.kinds.kind import GAS_OF_FACTOR, Kind, KindOutput
from hutan.kernel.errors import PackError
from hutan.kernel.ids import KindId

KINDS: dict[KindId, Kind] = {
    kind.id: kind for kind in (ENERGY_BY_EQUIVALENT_1, ENERGY_BY_HEATING_VALUE_1, ENERGY_TRANSFER_1, FUEL_COMBUSTION_1)
}


def kind(kind_id: KindId) -> Kind:
    """The kind of that id and version.

    Raises
    ------
    PackError
        If this release does not know it.
    """
    if kind_id not in KINDS:
        raise PackError("kind_unknown", kind=kind_id, known=", ".join(sorted(KINDS)))
    return KINDS[kind_id]


__all__ = ["GAS_OF_FACTOR", "KINDS", "Kind", "KindOutput", "kind"]
