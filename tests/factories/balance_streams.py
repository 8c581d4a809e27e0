"""Streams of a balance: each a source with the one yearly record of what went through it, calculated with the packs as they are shipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from plain_library import released
from plain_organization import EVER, inputs, inventory, organization, own_value, source

from hutan.core.inventory.result import Inventory
from hutan.core.methods.library import Library
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.core.model.carrier import Carrier, CarrierFamily
from hutan.core.model.organization import EmissionSource, Organization, OwnValue, SourceUse
from hutan.core.model.sourcing import Confirmation
from hutan.kernel.ids import RecordId
from hutan.kernel.periods import year
from hutan.kernel.refusals import Address

SCOPE3, GBT = "ghgp-scope3/2011", "gbt-32150/2015"
_YEAR = year(2024)


@dataclass(frozen=True, slots=True)
class Stream:
    """A carrier that enters or leaves, in the base unit of the carrier, with the values its rule asks the firm for."""

    id: str
    carrier: str
    use: SourceUse
    quantity: str
    own: tuple[tuple[str, str, str], ...] = field(default=())

    def source(self) -> EmissionSource:
        return replace(source(self.id, self.carrier, self.use), balance="B")

    def record(self, unit: str) -> ActivityRecord:
        quantity, state = Decimal(self.quantity), RecordState.MEASURED
        return ActivityRecord(
            RecordId(self.id), self.source().id, _YEAR, quantity, unit, self.quantity, unit, state, "", "", Address("file", "sheet", "A1")
        )

    def values(self) -> list[OwnValue]:
        return [own_value(f"{self.id}.{name}", self.id, name, self.carrier, value, unit, EVER) for name, value, unit in self.own]


# What a process makes that no table of ours names.
PRODUCT = Carrier("product_of_ours", "产品", "product", CarrierFamily.MATERIAL, "t", False, ())


def plant(streams: Sequence[Stream]) -> Organization:
    """The streams at one site, with every draft default that they lean on confirmed by a named person."""
    confirmed = Confirmation("*", "A. Person", date(2026, 3, 1), "compared with the guideline")
    made = organization([stream.source() for stream in streams], own_values=[value for stream in streams for value in stream.values()])
    return replace(made, confirmations=(confirmed,), items=(PRODUCT,))


def of_streams(streams: Sequence[Stream], pack: str = SCOPE3) -> Inventory:
    """The inventory of 2024 under the pack."""
    library = released(pack).library
    records = [stream.record(_unit(library, stream)) for stream in streams]
    return inventory(inputs(plant(streams), records), library)


def _unit(library: Library, stream: Stream) -> str:
    return PRODUCT.base_unit if stream.carrier == PRODUCT.id else library.carrier(stream.carrier).base_unit
