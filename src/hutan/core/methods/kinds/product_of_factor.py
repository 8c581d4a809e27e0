"""An activity times what one unit of it emits, with a plus or a minus sign, directly or through what one unit of it is made of."""

from hutan.core.factors.gwp import GwpOrigin
from hutan.core.methods.kinds.kind import GAS_OF_FACTOR, Kind, KindOutput
from hutan.kernel.ids import KindId

_EMISSION = KindOutput("emission", GAS_OF_FACTOR, "kg", GwpOrigin.ANY, biogenic_apart=False)

FACTOR_1 = Kind(
    id=KindId("factor@1"),
    inputs=("factor",),
    formulas=(("emission", "quantity * factor"),),
    outputs=(_EMISSION,),
    source="IPCC 2006 Guidelines, Volume 1, chapter 1: emissions = activity data × emission factor",
)

# Energy handed to others, carbon leaving in products, CO2 handed on: what is taken off has a sign of its own and stays a line.
DEDUCTION_1 = Kind(
    id=KindId("deduction@1"),
    inputs=("factor",),
    formulas=(("emission", "-quantity * factor"),),
    outputs=(_EMISSION,),
    source="GB/T 32150, exported electricity and heat: activity data × emission factor, subtracted",
)

SPEND_1 = Kind(
    id=KindId("spend@1"),
    inputs=("price_bridge", "factor"),
    formulas=(("emission", "quantity * price_bridge * factor"),),
    outputs=(_EMISSION,),
    source="GHG Protocol Technical Guidance for Calculating Scope 3 Emissions 2013, category 1, spend-based method",
)

HAULAGE_1 = Kind(
    id=KindId("haulage@1"),
    inputs=("distance", "factor"),
    formulas=(("emission", "quantity * distance * factor"),),
    outputs=(_EMISSION,),
    source="GHG Protocol Technical Guidance for Calculating Scope 3 Emissions 2013, category 4, distance-based method",
)

UNIT_MASS_1 = Kind(
    id=KindId("unit_mass@1"),
    inputs=("unit_mass", "factor"),
    formulas=(("emission", "quantity * unit_mass * factor"),),
    outputs=(_EMISSION,),
    source="GHG Protocol Technical Guidance for Calculating Scope 3 Emissions 2013, category 12: total mass of sold products × factor of treatment",
)

LIFETIME_ENERGY_1 = Kind(
    id=KindId("lifetime_energy@1"),
    inputs=("uses_over_life", "energy_per_use", "factor"),
    formulas=(("emission", "quantity * uses_over_life * energy_per_use * factor"),),
    outputs=(_EMISSION,),
    source="GHG Protocol Technical Guidance for Calculating Scope 3 Emissions 2013, category 11, products that consume electricity",
)

ATTRIBUTION_1 = Kind(
    id=KindId("attribution@1"),
    inputs=("company_value", "company_emission"),
    formulas=(("emission", "quantity / company_value * company_emission"),),
    outputs=(KindOutput("emission", "CO2e", "kg", GwpOrigin.ANY, biogenic_apart=False),),
    source="PCAF Global GHG Accounting and Reporting Standard, Part A, listed equity: outstanding amount / EVIC × emissions of the company",
)

GRID_LOSS_1 = Kind(
    id=KindId("grid_loss@1"),
    inputs=("loss_rate", "factor"),
    formulas=(("emission", "quantity * loss_rate / (1 - loss_rate) * factor"),),
    outputs=(_EMISSION,),
    source="GHG Protocol Technical Guidance for Calculating Scope 3 Emissions 2013, category 3, activity C; loss_rate is of the energy fed in",
)

RUNNING_EQUIPMENT_1 = Kind(
    id=KindId("running_equipment@1"),
    inputs=("power", "load", "overhead", "supply_efficiency", "factor"),
    formulas=(("energy", "quantity * power * load * overhead / supply_efficiency"), ("emission", "energy * factor")),
    outputs=(_EMISSION,),
    source="ISO/IEC 30134-2, PUE: energy of the site = power × hours × load of the equipment × PUE, over the efficiency of its supply",
)

METERED_EQUIPMENT_1 = Kind(
    id=KindId("metered_equipment@1"),
    inputs=("overhead", "own_share", "factor"),
    formulas=(("emission", "quantity * overhead * own_share * factor"),),
    outputs=(_EMISSION,),
    source="ISO/IEC 30134-2, PUE: energy of the site = energy of the equipment × PUE; shared sites by the share of the load",
)
