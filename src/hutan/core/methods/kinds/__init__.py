"""All kinds of every release, by id; results of old releases replay because none is ever edited."""

from __future__ import annotations

from typing import Final

from hutan.core.methods.kinds import gas_balance, process_carbon, product_of_factor, waste_treatment
from hutan.core.methods.kinds.energy_content import ENERGY_BY_EQUIVALENT_1, ENERGY_BY_HEATING_VALUE_1
from hutan.core.methods.kinds.energy_transfer import ENERGY_TRANSFER_1
from hutan.core.methods.kinds.fuel_combustion import FUEL_COMBUSTION_1
from hutan.core.methods.kinds.heel_use_abatement import HEEL_USE_ABATEMENT_1
from hutan.core.methods.kinds.kind import GAS_OF_CARRIER, GAS_OF_FACTOR, Kind, KindOutput
from hutan.kernel.errors import PackError
from hutan.kernel.ids import KindId

_ENERGY: Final = (ENERGY_BY_EQUIVALENT_1, ENERGY_BY_HEATING_VALUE_1, ENERGY_TRANSFER_1, FUEL_COMBUSTION_1)
_FACTOR: Final = (
    product_of_factor.FACTOR_1,
    product_of_factor.DEDUCTION_1,
    product_of_factor.SPEND_1,
    product_of_factor.HAULAGE_1,
    product_of_factor.UNIT_MASS_1,
    product_of_factor.LIFETIME_ENERGY_1,
    product_of_factor.ATTRIBUTION_1,
    product_of_factor.GRID_LOSS_1,
    product_of_factor.RUNNING_EQUIPMENT_1,
    product_of_factor.METERED_EQUIPMENT_1,
)
_CARBON: Final = (
    process_carbon.CARBON_IN_1,
    process_carbon.CARBON_OUT_1,
    process_carbon.EMBEDDED_CO2_IN_1,
    process_carbon.EMBEDDED_CO2_OUT_1,
    process_carbon.CO2_HANDED_ON_1,
    process_carbon.CARBONATE_1,
    process_carbon.LIME_1,
)
_GASES: Final = (gas_balance.GAS_BALANCE_IN_1, gas_balance.GAS_BALANCE_OUT_1, gas_balance.LEAKAGE_1, HEEL_USE_ABATEMENT_1)
_WASTE: Final = (waste_treatment.INCINERATION_1, waste_treatment.WASTEWATER_1)

KINDS: Final[dict[KindId, Kind]] = {kind.id: kind for kind in (*_ENERGY, *_FACTOR, *_CARBON, *_GASES, *_WASTE)}


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


__all__ = ["GAS_OF_CARRIER", "GAS_OF_FACTOR", "KINDS", "Kind", "KindOutput", "kind"]
