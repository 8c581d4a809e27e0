"""Gases fed to semiconductor and display tools: less the heel, less what is used, less what abatement destroys, and the by-products that form."""

from typing import Final

from hutan.core.factors.gwp import GwpOrigin
from hutan.core.methods.kinds.kind import GAS_OF_CARRIER, Kind, KindOutput
from hutan.kernel.ids import KindId

# By-products that the tables name, under the names of their gases.
BY_PRODUCTS: Final = (
    ("cf4", "CF4"),
    ("c2f6", "C2F6"),
    ("c3f8", "C3F8"),
    ("cc4f8", "c-C4F8"),
    ("chf3", "CHF3"),
    ("ch2f2", "CH2F2"),
    ("ch3f", "CH3F"),
)

HEEL_USE_ABATEMENT_1 = Kind(
    id=KindId("heel_use_abatement@1"),
    inputs=(
        "heel",
        "unused",
        "abated_share",
        "destruction",
        *(f"{name}_formed" for name, _ in BY_PRODUCTS),
        *(f"{name}_destruction" for name, _ in BY_PRODUCTS),
    ),
    formulas=(
        ("fed", "quantity * (1 - heel)"),
        ("emission", "fed * unused * (1 - abated_share * destruction)"),
        *((name, f"fed * {name}_formed * (1 - abated_share * {name}_destruction)") for name, _ in BY_PRODUCTS),
    ),
    outputs=(
        KindOutput("emission", GAS_OF_CARRIER, "kg", GwpOrigin.ANY, biogenic_apart=False),
        *(KindOutput(name, gas, "kg", GwpOrigin.ANY, biogenic_apart=False) for name, gas in BY_PRODUCTS),
    ),
    source="IPCC 2006 Guidelines, Volume 3, chapter 6, equations 6.2 to 6.6, tier 2a; 40 CFR part 98 subpart I for the rates",
)
