"""A house with internal utilities: each lives on electricity of its own and hands what it makes to others by meters, in one month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from plain_library import GRID_2023, plain
from plain_organization import inputs, inventory, organization, source

from hutan.core.inventory.result import Inventory, UtilityAccount
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.core.model.organization import Delivery, EmissionSource, Feed, SourceUse, Utility
from hutan.kernel.ids import RecordId, SourceId
from hutan.kernel.periods import Period, month
from hutan.kernel.refusals import Address

TOTAL: Final = "location_based"
JANUARY: Final = month(2024, 1)
Handed = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class House:
    """What each utility's own electricity emits [kgCO2], what each hands to whom by (from, to), and what its output meter counts, if it has one."""

    emitted_kg: Mapping[str, str]
    handed: Handed
    made: Mapping[str, str] = field(default_factory=dict)

    def utilities(self) -> tuple[Utility, ...]:
        return tuple(
            Utility(
                id=name,
                name_zh=name,
                name_en=name,
                fed_by=(Feed(SourceId(f"power-{name}"), None),),
                output=SourceId(f"made-{name}") if name in self.made else None,
                deliveries=tuple(Delivery(SourceId(f"{name}-{to}"), to) for maker, to in self.handed if maker == name),
            )
            for name in self.emitted_kg
        )

    def streams(self) -> list[tuple[EmissionSource, Decimal]]:
        powered = [(source(f"power-{name}", "electricity"), Decimal(kg) / GRID_2023) for name, kg in self.emitted_kg.items()]
        counted = {f"{maker}-{to}": amount for (maker, to), amount in self.handed.items()}
        counted |= {f"made-{name}": amount for name, amount in self.made.items()}
        return [*powered, *((internal(name), Decimal(amount)) for name, amount in counted.items())]


def internal(identifier: str, carrier: str = "compressed_air") -> EmissionSource:
    """An internal meter."""
    return source(identifier, carrier, SourceUse.INTERNAL)


def counted(of: EmissionSource, quantity: str | Decimal, period: Period = JANUARY) -> ActivityRecord:
    unit, text = ("kWh" if of.carrier == "electricity" else "Nm3"), str(quantity)
    key = RecordId(f"{of.id} {period}")
    return ActivityRecord(key, of.id, period, Decimal(quantity), unit, text, unit, RecordState.MEASURED, "", "", Address("file", "sheet", "A1"))


def calculated(utilities: tuple[Utility, ...], sources: Iterable[EmissionSource], records: Iterable[ActivityRecord]) -> Inventory:
    return inventory(inputs(replace(organization(tuple(sources)), utilities=utilities), records), plain())


def accounts(house: House) -> dict[str, UtilityAccount]:
    """The accounts of a house under the location-based total, by utility."""
    streams = house.streams()
    return accounts_of(calculated(house.utilities(), [each for each, _ in streams], [counted(each, amount) for each, amount in streams]))


def accounts_of(found: Inventory) -> dict[str, UtilityAccount]:
    return {account.utility_id: account for account in found.utilities if account.total_id == TOTAL}


def charge(account: UtilityAccount) -> Decimal:
    """All that a utility is charged with [kg]."""
    return account.fed_kg + account.received_kg


def used_outside(found: Mapping[str, UtilityAccount]) -> Decimal:
    """What users that are no utilities carry [kg]."""
    return sum((use.co2e_kg for account in found.values() for use in account.uses if use.to not in found), Decimal(0))
