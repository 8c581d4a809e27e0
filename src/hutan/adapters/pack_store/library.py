"""The packs a calculation rests on: found, followed through what they require, checked, and turned into a library."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from hutan.adapters.pack_store.carrier_tables import carriers_of
from hutan.adapters.pack_store.folders import PackFolder, packaged_root, read_folder
from hutan.adapters.pack_store.method_packs import read_header, read_method, read_parameters
from hutan.adapters.pack_store.quality_schemes import schemes_of
from hutan.adapters.pack_store.tables import blends_of, factors_of, gwp_of, regions_of
from hutan.adapters.pack_store.uncertainty_tables import pedigree_of
from hutan.core.factors.blends import BlendTable
from hutan.core.factors.gwp import GwpTable
from hutan.core.factors.table import FactorTable
from hutan.core.instruments.criteria import check_criteria
from hutan.core.methods.checks import check_pack
from hutan.core.methods.library import Library
from hutan.core.methods.pack import PackHeader
from hutan.kernel.errors import InputError, PackError
from hutan.kernel.ids import PackId, pack_id

# What every calculation needs, whatever its methods.
_ALWAYS = (pack_id("carriers/2026.2"), pack_id("regions/2026.1"), pack_id("uncertainty/2026.1"), pack_id("quality-schemes/2026.1"))

Finder = Callable[[PackId], PackFolder]


def needed_always(packs: Iterable[PackId]) -> tuple[PackId, ...]:
    """Which of `packs` are what every calculation needs, in whatever edition."""
    families = {identifier.partition("/")[0] for identifier in _ALWAYS}
    return tuple(identifier for identifier in packs if identifier.partition("/")[0] in families)


@dataclass(frozen=True, slots=True)
class LoadedPacks:
    """A library together with the folders it was read from, which travel in the result file."""

    library: Library
    folders: tuple[PackFolder, ...] = field(repr=False)

    def passed_on(self) -> tuple[PackFolder, ...]:
        """Folders that may travel in a result file: all but those whose licence forbids it."""
        withheld = {header.id for header in self.library.headers if header.withheld}
        return tuple(folder for folder in self.folders if folder.id not in withheld)


def find_packaged(identifier: PackId) -> PackFolder:
    """A pack of this release, once it agrees with its lock. Raises as `read_folder` and `PackFolder.checked` do."""
    return read_folder(packaged_root(), identifier).checked()


def load_packs(methods: Sequence[PackId], find: Finder = find_packaged, always: Sequence[PackId] = _ALWAYS) -> LoadedPacks:
    """The library for these methods; `always` are the editions of carriers, regions and uncertainty to use.

    Raises
    ------
    InputError
        If a pack is not there, or one of `methods` is no method.
    PackError
        If packs require each other in a circle, or one breaks its contract.
    """
    folders: dict[PackId, PackFolder] = {}
    headers: dict[PackId, PackHeader] = {}
    for identifier in (*methods, *always):
        _follow(identifier, find, folders, headers, ())
    _refuse_other_content(methods, headers)
    holding = {content: [folders[key] for key, header in headers.items() if header.content == content] for content in _contents(headers)}
    factors = FactorTable(
        tuple(factor for folder in holding.get("factors", []) for factor in factors_of(folder))
        + tuple(factor for folder in holding.get("method", []) for factor in read_parameters(folder))
    )
    library = Library(
        headers=tuple(headers[key] for key in sorted(headers)),
        methods=tuple(read_method(folders[key], tuple(_required_methods(key, folders, headers))) for key in methods),
        carriers=tuple(carrier for folder in holding["carriers"] for carrier in carriers_of(folder)),
        factors=factors,
        regions=regions_of(holding["regions"][-1]),
        gwp=GwpTable(tuple(value for folder in holding.get("gwp", []) for value in gwp_of(folder))),
        pedigree=pedigree_of(holding["uncertainty"][-1]),
        schemes=tuple(scheme for folder in holding.get("quality", []) for scheme in schemes_of(folder)),
        blends=BlendTable(tuple(blend for folder in holding.get("blends", []) for blend in blends_of(folder))),
    )
    for method in library.methods:
        check_pack(method, factors, library.carriers)
        for rule in method.rules:
            check_criteria(rule.instruments.criteria if rule.instruments else ())
    return LoadedPacks(library, tuple(folders[key] for key in sorted(folders)))


def _follow(identifier: PackId, find: Finder, folders: dict[PackId, PackFolder], headers: dict[PackId, PackHeader], path: tuple[PackId, ...]) -> None:
    if identifier in path:
        raise PackError("pack_cycle", path=" → ".join((*path[path.index(identifier) :], identifier)))
    if identifier in folders:
        return
    folder = find(identifier)
    header = read_header(folder)
    for required in header.requires:
        _follow(required, find, folders, headers, (*path, identifier))
    folders[identifier], headers[identifier] = folder, header


def _refuse_other_content(methods: Sequence[PackId], headers: dict[PackId, PackHeader]) -> None:
    for identifier in methods:
        if headers[identifier].content != "method":
            known = ", ".join(sorted(key for key, header in headers.items() if header.content == "method"))
            raise InputError("pack_not_a_method", pack=identifier, content=headers[identifier].content, known=known or "hutan packs list")


def _contents(headers: dict[PackId, PackHeader]) -> set[str]:
    return {header.content for header in headers.values()}


def _required_methods(identifier: PackId, folders: dict[PackId, PackFolder], headers: dict[PackId, PackHeader]) -> list[PackFolder]:
    return [folders[required] for required in headers[identifier].requires if headers[required].content == "method"]
