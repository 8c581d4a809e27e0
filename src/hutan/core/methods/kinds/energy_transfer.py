"""Energy bought from elsewhere: amount times the emission rate of its supply."""

from hutan.core.factors.gwp import GwpOrigin
from hutan.core.methods.kinds.kind import GAS_OF_FACTOR, Kind, KindOutput
from hutan.kernel.ids import KindId

ENERGY_TRANSFER_1 = Kind(
    id=KindId("energy_transfer@1"),
    inputs=("factor",),
    formulas=(("emission", "quantity * factor"),),
    outputs=(KindOutput("emission", GAS_OF_FACTOR, "kg", GwpOrigin.ANY, biogenic_apart=False),),
    source="GHG Protocol Scope 2 Guidance 2015, chapter 6; SH/MRV-001-2012, indirect emissions",
)
