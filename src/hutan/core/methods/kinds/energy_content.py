"""Energy in standard coal: by heating value, or by a given equivalent per unit."""

from hutan.core.factors.gwp import GwpOrigin
from hutan.core.methods.kinds.kind import Kind, KindOutput
from hutan.kernel.ids import KindId

ENERGY_BY_HEATING_VALUE_1 = Kind(
    id=KindId("energy_by_heating_value@1"),
    inputs=("ncv",),
    formulas=(("energy", "quantity * ncv"),),
    outputs=(KindOutput("energy", "energy", "kgce", GwpOrigin.ANY, biogenic_apart=False),),
    source="GB/T 2589, equivalent value: 1 kgce = 29307 kJ",
)

ENERGY_BY_EQUIVALENT_1 = Kind(
    id=KindId("energy_by_equivalent@1"),
    inputs=("equivalent",),
    formulas=(("energy", "quantity * equivalent"),),
    outputs=(KindOutput("energy", "energy", "kgce", GwpOrigin.ANY, biogenic_apart=False),),
    source="GB/T 2589, reference coefficients",
)
