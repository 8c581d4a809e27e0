"""Contractual instruments for electricity: certificates, green-power trades, contracts, as their holder states them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from hutan.kernel.ids import SiteId
from hutan.kernel.periods import Period
from hutan.kernel.refusals import Address


class InstrumentType(Enum):
    """Unbundled certificate, bundled green-power trade, or a supplier's own factor."""

    CERTIFICATE = "certificate"
    GREEN_POWER_TRADE = "green_power_trade"
    SUPPLIER_FACTOR = "supplier_factor"


@dataclass(frozen=True, slots=True)
class ContractualInstrument:
    """What is claimed for one site and period. Facts not given are None: unknown is not the same as no.

    `quantity_kwh` is the energy claimed; `rate_kg_per_kwh` the emission rate it conveys [kg CO2/kWh]; `generated` the months of generation;
    `cancelled_on` the day of declaration or cancellation for this claim; `market` the region in which it is valid.
    """

    id: str
    type: InstrumentType
    site_id: SiteId
    claim_period: Period
    quantity_kwh: Decimal
    rate_kg_per_kwh: Decimal | None
    technology: str
    generated: Period | None
    cancelled_on: date | None
    cancelled_for_reporter: bool | None
    sole_claim: bool | None
    market: str
    inter_provincial: bool | None
    trading_platform: str
    contract_number: str
    settlement_number: str
    origin: Address
