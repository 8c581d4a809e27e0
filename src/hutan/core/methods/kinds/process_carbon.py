"""Carbon that enters and leaves a process: carbonates, and balances of materials whose streams each are a line with its sign."""

from hutan.core.factors.gwp import GwpOrigin
from hutan.core.methods.kinds.kind import Kind, KindOutput
from hutan.kernel.ids import KindId

_CO2 = KindOutput("co2", "CO2", "kg", GwpOrigin.ANY, biogenic_apart=True)

CARBON_IN_1 = Kind(
    id=KindId("carbon_in@1"),
    inputs=("carbon",),
    formulas=(("co2", "quantity * carbon * 44 / 12"),),
    outputs=(_CO2,),
    source="IPCC 2006 Guidelines, Volume 3, chapter 3.9, tier 2, and chapter 4.2, equation 4.9: carbon of inputs × 44/12",
)

CARBON_OUT_1 = Kind(
    id=KindId("carbon_out@1"),
    inputs=("carbon",),
    formulas=(("co2", "-quantity * carbon * 44 / 12"),),
    outputs=(_CO2,),
    source="IPCC 2006 Guidelines, Volume 3, chapter 3.9, tier 2, and chapter 4.2, equation 4.9: carbon of outputs × 44/12",
)

EMBEDDED_CO2_IN_1 = Kind(
    id=KindId("embedded_co2_in@1"),
    inputs=("co2_content",),
    formulas=(("co2", "quantity * co2_content"),),
    outputs=(_CO2,),
    source="MEE guideline for iron and steel, table A.2: inputs with a CO2 factor per tonne",
)

EMBEDDED_CO2_OUT_1 = Kind(
    id=KindId("embedded_co2_out@1"),
    inputs=("co2_content",),
    formulas=(("co2", "-quantity * co2_content"),),
    outputs=(_CO2,),
    source="MEE guideline for iron and steel, table A.2: products with a CO2 factor per tonne, taken off",
)

# A tonne of CO2 captured and handed on; what the pack makes of it (deducted, or shown apart) is a matter of its rule.
CO2_HANDED_ON_1 = Kind(
    id=KindId("co2_handed_on@1"),
    inputs=("purity",),
    formulas=(("co2", "-quantity * purity"),),
    outputs=(_CO2,),
    source="IPCC 2006 Guidelines, Volume 3, chapter 3.2: CO2 recovered for downstream use is subtracted where it is reported elsewhere",
)

CARBONATE_1 = Kind(
    id=KindId("carbonate@1"),
    inputs=("content", "co2_content", "calcination"),
    formulas=(("co2", "quantity * content * co2_content * calcination"),),
    outputs=(_CO2,),
    source="IPCC 2006 Guidelines, Volume 3, chapter 2.5, equations 2.14 to 2.16: mass of carbonate × factor × fraction calcined",
)

LIME_1 = Kind(
    id=KindId("lime@1"),
    inputs=("stoichiometric_ratio", "oxide_content", "dust_correction"),
    formulas=(("co2", "quantity * stoichiometric_ratio * oxide_content * dust_correction"),),
    outputs=(_CO2,),
    source="IPCC 2006 Guidelines, Volume 3, chapter 2.3, equations 2.6 and 2.9",
)
