"""Everything a calculation may look up: packs, factors, regions, warming potentials, blends, pedigree scores and schemes of quality."""

from __future__ import annotations

from dataclasses import dataclass, field

from hutan.core.factors.blends import BlendTable
from hutan.core.factors.gwp import GwpTable
from hutan.core.factors.regions import RegionTable
from hutan.core.factors.table import FactorTable
from hutan.core.methods.pack import MethodPack, PackHeader
from hutan.core.model.carrier import Carrier
from hutan.core.model.organization import EmissionSource, Organization
from hutan.core.model.quality import QualityScheme
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
    schemes: tuple[QualityScheme, ...] = ()
    blends: BlendTable = field(default_factory=lambda: BlendTable(()))

    def carrier(self, carrier_id: str) -> Carrier:
        """The carrier of that id.

        Raises
        ------
        PackError
            If no pack in the library defines it.
        """
        return _found(self.carriers, carrier_id)

    def carrier_of(self, source: EmissionSource, organization: Organization) -> Carrier:
        """What a source carries: an item of the organization's own, else a carrier of the packs. Raises as `carrier` does."""
        return _found((*organization.items, *self.carriers), source.carrier)


def _found(carriers: tuple[Carrier, ...], carrier_id: str) -> Carrier:
    found = next((carrier for carrier in carriers if carrier.id == carrier_id), None)
    if found is None:
        raise PackError("carrier_unknown", carrier=carrier_id, known=", ".join(carrier.id for carrier in carriers))
    return found
