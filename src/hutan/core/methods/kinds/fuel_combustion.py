"""Fuel burned: CO2 from its carbon, CH4 and N2O from its energy."""

from hutan.core.factors.gwp import GwpOrigin
from hutan.core.methods.kinds.kind import Kind, KindOutput
from hutan.kernel.ids import KindId

# The carbon of CH4 is already in the CO2 line, so its warming potential is the one without oxidation CO2.
FUEL_COMBUSTION_1 = Kind(
    id=KindId("fuel_combustion@1"),
    inputs=("ncv", "carbon_content", "oxidation", "ch4_per_energy", "n2o_per_energy"),
    formulas=(
        ("energy", "quantity * ncv"),
        ("co2", "energy * carbon_content * oxidation * 44 / 12"),
        ("ch4", "energy * ch4_per_energy"),
        ("n2o", "energy * n2o_per_energy"),
    ),
    outputs=(
        KindOutput("co2", "CO2", "kg", GwpOrigin.ANY, biogenic_apart=True),
        KindOutput("ch4", "CH4", "kg", GwpOrigin.NON_FOSSIL, biogenic_apart=False),
        KindOutput("n2o", "N2O", "kg", GwpOrigin.ANY, biogenic_apart=False),
    ),
    source="IPCC 2006 Guidelines, Volume 2, chapter 2, equations 2.1 to 2.3; GB/T 32150, amount × heating value × carbon content × oxidation × 44/12",
)
