"""Everything a calculation may look up: packs, factors, regions, warming potentials and pedigree scores."""

from __future__ import annotations

from dataclasses import dataclass

from hutan.core.factors.gwp import GwpTable
from hutan.core.factors.regions import RegionTable
from hutan.core.factors.table import FactorTable
from hutan.core.methods.pack import MethodPack, PackHeader
from hutan.core.model.carrier import Carrier
from hutan.core.uncertainty.pedigree import PedigreeTable
from hutan.kernel.errors import PackError


@dataclass(frozen=True, slots=True)
class Library:
    """The packs of one calculation, resolved: `methods` are the ones asked for, `headers` every pack they rest on."""

    headers: tuple[PackHeader, ...]
    methods: tuple[MethodPack, ...]
    carriers: tuple[Carrier, ...]
    factors: FactorTable
    regions: RegionTable
    gwp: GwpTable
    pedigree: PedigreeTable

    def carrier(self, carrier_id: str) -> Carrier:
        """The carrier of that id.

        Raises
        ------
        PackError
            If no pack in the library defines it.
        """
        found = next((carrier for carrier in self.carriers if carrier.id == carrier_id), None)
        if found is None:
            raise PackError("carrier_unknown", carrier=carrier_id, known=", ".join(carrier.id for carrier in self.carriers))
        return found
