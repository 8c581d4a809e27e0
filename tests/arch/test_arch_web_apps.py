"""Across the apps of the web only models, selectors and services are imported."""

from __future__ import annotations

import grimp

WEB = "hutan.web"
SHARED = {"models", "selectors", "services"}


def trespasses(graph: grimp.ImportGraph, web: str = WEB) -> list[str]:
    """Imports from one app into a part of another that is its own affair."""
    inside = sorted(module for module in graph.modules if module.startswith(f"{web}."))
    pairs = [(importer, imported) for importer in inside for imported in graph.find_modules_directly_imported_by(importer)]
    return sorted(f"{importer} -> {imported}" for importer, imported in pairs if _trespasses(importer, imported, web))


def _trespasses(importer: str, imported: str, web: str) -> bool:
    if not imported.startswith(f"{web}."):
        return False
    ours, theirs = (name.removeprefix(f"{web}.").split(".") for name in (importer, imported))
    return ours[0] != theirs[0] and (len(theirs) == 1 or theirs[1] not in SHARED)


def test_apps_import_only_what_others_share() -> None:
    assert trespasses(grimp.build_graph("hutan", cache_dir=None)) == []


def test_a_trespass_is_noticed() -> None:
    graph = grimp.ImportGraph()
    shared, private = ("factors.models", "factors.selectors", "factors.services.selection"), ("factors.views", "factors.forms", "factors")
    for imported in (*shared, *private, "inventory.mappers"):
        graph.add_import(importer=f"{WEB}.inventory.views", imported=f"{WEB}.{imported}")
    graph.add_import(importer=f"{WEB}.inventory.services", imported="hutan.usecases.calculate")
    assert trespasses(graph) == [
        f"{WEB}.inventory.views -> {WEB}.factors",
        f"{WEB}.inventory.views -> {WEB}.factors.forms",
        f"{WEB}.inventory.views -> {WEB}.factors.views",
    ]
