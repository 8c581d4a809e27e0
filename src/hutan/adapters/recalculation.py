"""The inventories inside a result file, calculated anew from its inputs and packs, for whoever wants to ask more of them than replay does."""

from __future__ import annotations

from dataclasses import dataclass

from hutan.adapters.engines import engine
from hutan.adapters.pack_store.library import LoadedPacks, load_packs, needed_always
from hutan.adapters.replay import held_pack
from hutan.adapters.result_archive import ResultArchive, read_archive
from hutan.core.inventory.calculation import Inputs, calculate
from hutan.core.inventory.result import Inventory
from hutan.core.methods.pack import TotalRule
from hutan.kernel.errors import InputError, VerificationError
from hutan.kernel.ids import PackId
from hutan.usecases.reproduce import read_inputs, read_request
from hutan.usecases.seal import seal


@dataclass(frozen=True, slots=True)
class Recalculation:
    """A result file with what it holds: inputs, packs and inventories, whose digest is the one the file states."""

    archive: ResultArchive
    inputs: Inputs
    packs: LoadedPacks
    inventories: tuple[Inventory, ...]

    def inventory(self, pack: str, year: int) -> Inventory:
        """The inventory of one pack and calendar year.

        Raises
        ------
        InputError
            If the file holds none.
        """
        found = next((item for item in self.inventories if item.pack_id == pack and item.period.start.year == year), None)
        if found is None:
            known = ", ".join(f"{item.pack_id} {item.period.start.year}" for item in self.inventories)
            raise InputError("result_without_inventory", pack=pack, year=str(year), known=known)
        return found

    def total_rule(self, pack: str, total_id: str) -> TotalRule:
        """The total of that id of a pack in the file.

        Raises
        ------
        InputError
            If the file holds no such pack, or the pack no such total.
        """
        methods = {item.pack.header.id: item.pack for item in self.inventories}
        totals = {f"{name}: {rule.id}": rule for name, method in methods.items() for rule in method.totals}
        if f"{pack}: {total_id}" not in totals:
            raise InputError("result_without_total", pack=pack, total=total_id, known="; ".join(totals))
        return totals[f"{pack}: {total_id}"]


def recalculated(data: bytes, engine_name: str = "python") -> Recalculation:
    """Calculate the result in `data` again.

    Raises
    ------
    VerificationError
        If the file is damaged, or does not reproduce: then ``hutan replay`` names what differs.
    """
    archive = read_archive(data)
    request = read_request(archive.result.chunks)
    inputs = read_inputs(archive.result.chunks, request)
    always = needed_always(PackId(name) for name in sorted(request.packs))
    loaded = load_packs(request.methods, lambda identifier: held_pack(archive, request, identifier), always)
    inventories = calculate(inputs, loaded.library, engine(engine_name))
    found = seal(inputs, loaded.library, inventories)
    if found.root != archive.result.root:
        raise VerificationError("result_not_reproduced", stated=archive.result.root, found=found.root)
    return Recalculation(archive, inputs, loaded, inventories)
