"""Waste burned and waste water treated by the organization itself."""

from hutan.core.factors.gwp import GwpOrigin
from hutan.core.methods.kinds.kind import Kind, KindOutput
from hutan.kernel.ids import KindId

INCINERATION_1 = Kind(
    id=KindId("incineration@1"),
    inputs=("carbon", "fossil_fraction", "combustion_efficiency"),
    formulas=(("co2", "quantity * carbon * fossil_fraction * combustion_efficiency * 44 / 12"),),
    outputs=(KindOutput("co2", "CO2", "kg", GwpOrigin.ANY, biogenic_apart=False),),
    source="IPCC 2006 Guidelines, Volume 5, chapter 5, equation 5.1; China provincial inventory guideline: IW × CCW × FCF × EF × 44/12",
)

WASTEWATER_1 = Kind(
    id=KindId("wastewater@1"),
    inputs=("organics_in", "organics_out", "methane_capacity", "methane_correction", "recovered", "nitrogen_out", "n2o_per_nitrogen"),
    formulas=(
        ("ch4", "quantity * (organics_in - organics_out) * methane_capacity * methane_correction * (1 - recovered)"),
        ("n2o", "quantity * nitrogen_out * n2o_per_nitrogen * 44 / 28"),
    ),
    outputs=(
        KindOutput("ch4", "CH4", "kg", GwpOrigin.NON_FOSSIL, biogenic_apart=False),
        KindOutput("n2o", "N2O", "kg", GwpOrigin.ANY, biogenic_apart=False),
    ),
    source="IPCC 2006 Guidelines, Volume 5, chapter 6, equations 6.4 and 6.5 (CH4), 6.7 (N2O of the effluent)",
)
