"""Refrigerants, SF6 and other gases by mass balance: bought and charged, minus recovered, stocked and filled into equipment, each stream a line."""

from hutan.core.factors.gwp import GwpOrigin
from hutan.core.methods.kinds.kind import GAS_OF_CARRIER, Kind, KindOutput
from hutan.kernel.ids import KindId

# The gas itself is lost, not burned: fossil methane keeps the potential of its origin.
_LOST = KindOutput("emission", GAS_OF_CARRIER, "kg", GwpOrigin.FOSSIL, biogenic_apart=False)

GAS_BALANCE_IN_1 = Kind(
    id=KindId("gas_balance_in@1"),
    inputs=(),
    formulas=(("emission", "quantity"),),
    outputs=(_LOST,),
    source="40 CFR 98.303, equation DD-1: decrease in storage, acquisitions; IPCC 2006 Guidelines, Volume 3, chapter 7.5 and 8.2, mass balance",
)

GAS_BALANCE_OUT_1 = Kind(
    id=KindId("gas_balance_out@1"),
    inputs=(),
    formulas=(("emission", "-quantity"),),
    outputs=(_LOST,),
    source="40 CFR 98.303, equation DD-1: disbursements, net increase in nameplate capacity; IPCC 2006 Guidelines, Volume 3, chapter 8.2",
)

LEAKAGE_1 = Kind(
    id=KindId("leakage@1"),
    inputs=("leak_rate",),
    formulas=(("emission", "quantity * leak_rate"),),
    outputs=(_LOST,),
    source="IPCC 2006 Guidelines, Volume 3, chapter 7.5, equation 7.13: bank × annual emission rate",
)
