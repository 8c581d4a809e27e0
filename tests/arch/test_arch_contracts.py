"""The import contracts leave no room out, ignore nothing, and bite."""

from __future__ import annotations

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract

from source_tree import PACKAGE, ROOT

TYPES: dict[str, type[AcyclicSiblingsContract | ForbiddenContract | LayersContract]] = {
    "acyclic_siblings": AcyclicSiblingsContract,
    "forbidden": ForbiddenContract,
    "layers": LayersContract,
}
FLOORS = ["adapters", "cli", "core", "kernel", "ledger", "messages", "packs", "usecases"]
# importer, imported, the contract this breaks
VIOLATIONS = [
    ("hutan.kernel.upward", "hutan.core.units", "floors"),
    ("hutan.ledger.sideways", "hutan.core.units", "floors"),
    ("hutan.core.units.upward", "hutan.core.activity", "rooms"),
    ("hutan.ledger.disk", "pathlib", "pure"),
    ("hutan.usecases.engine", "duckdb", "pure"),
    ("hutan.adapters.first.one", "hutan.adapters.second.two", "no-loops"),
    ("hutan.kernel.numbers", "numpy", "kernel-stands-alone"),
    ("hutan.adapters.site", "django", "no-web-below"),
    ("hutan.cli.rows", "duckdb", "outside-world"),
    ("hutan.core.inventory.solver", "scipy", "solvers-in-one-room"),
    ("hutan.messages.words", "hutan.kernel.errors", "data-only"),
    ("hutan.core.drawer", "hutan.kernel.errors", "rooms"),
    ("hutan.attic", "hutan.kernel.errors", "floors"),
]


def contracts() -> dict[str, dict[str, object]]:
    return {str(contract["id"]): contract for contract in read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"]}


def house() -> grimp.ImportGraph:
    """All rooms, empty but for two packages of adapters of which one imports the other."""
    graph = grimp.ImportGraph()
    layers = contracts()["rooms"]["layers"]
    assert isinstance(layers, list)
    rooms = [name.strip() for layer in layers for name in str(layer).split("|")]
    names = ["hutan", *(f"hutan.{floor}" for floor in FLOORS), *(f"hutan.core.{room}" for room in rooms if not room.startswith("("))]
    for name in (*names, "hutan.adapters.first", "hutan.adapters.second"):
        graph.add_module(name)
    graph.add_import(importer="hutan.adapters.second.two", imported="hutan.adapters.first.one")
    return graph


def kept(contract: str, graph: grimp.ImportGraph) -> bool:
    options = contracts()[contract]
    settings = read_configuration(str(ROOT / "pyproject.toml"))["session_options"] | {"root_packages": ["hutan"]}
    judge = TYPES[str(options["type"])](name=str(options["name"]), session_options=settings, contract_options=options)
    return judge.check(graph, verbose=False).kept


def test_contracts_leave_nothing_out() -> None:
    found = contracts()
    assert found["floors"]["exhaustive"] == found["rooms"]["exhaustive"] == "True"
    assert found["floors"]["exhaustive_ignores"] == ["messages", "packs"]
    assert "exhaustive_ignores" not in found["rooms"]
    assert found["no-loops"]["ancestors"] == ["hutan"]
    assert "skip_descendants" not in found["no-loops"]


def test_contracts_ignore_no_import() -> None:
    assert [name for name, contract in contracts().items() if "ignore_imports" in contract] == []


def test_data_floors_hold_no_code() -> None:
    assert [path.name for floor in ("messages", "packs") for path in (PACKAGE / floor).rglob("*.py") if path.read_text("utf-8").strip()] == []


@pytest.mark.parametrize("contract", contracts())
def test_an_empty_house_breaks_nothing(contract: str) -> None:
    assert kept(contract, house())


@pytest.mark.parametrize("contract", contracts())
def test_every_contract_is_tried(contract: str) -> None:
    assert contract in {broken for _, _, broken in VIOLATIONS}


@pytest.mark.parametrize(("importer", "imported", "contract"), VIOLATIONS)
def test_a_violation_is_noticed(importer: str, imported: str, contract: str) -> None:
    graph = house()
    if not imported.startswith("hutan."):
        graph.add_module(imported, is_squashed=True)
    graph.add_import(importer=importer, imported=imported)
    assert not kept(contract, graph)
