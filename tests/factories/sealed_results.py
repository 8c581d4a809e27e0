"""A small sealed result over the packs of this release, and the tools with which a test opens and closes a result file."""

from __future__ import annotations

import functools
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from plain_library import GHGP, SH_MRV, released
from plain_organization import certificate, inputs, monthly, organization, own_value, percent_95, share, site, source, trade

from hutan.adapters.engines import engine
from hutan.adapters.result_archive import write_archive
from hutan.core.inventory.calculation import Inputs, calculate
from hutan.core.inventory.result import Inventory
from hutan.core.model.sourcing import Confirmation, FactorChoice
from hutan.kernel.canonical import canonical, sha256_hex
from hutan.kernel.periods import Period
from hutan.usecases.seal import SealedResult, root_of, seal

MANIFEST = "manifest.json"
QUARTER = Period(date(2024, 1, 1), date(2024, 4, 1))
PLACE = f"{GHGP}/{QUARTER.start}_{QUARTER.end}"
Members = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Sealed:
    """What went in and what came out."""

    inputs: Inputs
    inventories: tuple[Inventory, ...]
    result: SealedResult
    archive: bytes


@functools.cache
def sealed_result(engine_name: str = "python") -> Sealed:
    """Two meters and a gas boiler at a site, with a certificate and a trade, under two methods for a quarter."""
    sources = [source("E", "electricity", spread=percent_95("1")), source("E2", "electricity"), source("G", "natural_gas")]
    own = [own_value("ncv", "G", "NCV", "natural_gas", "390", "GJ/10^4 Nm3")]
    by, on = "李静", date(2026, 2, 10)
    of = replace(
        organization(sources, [site("S", share("0.7"))], own),
        confirmations=(Confirmation("cn.fuel.mee_steel.*", by, on, "compared"), Confirmation("ipcc2006.*", by, on, "compared")),
        choices=tuple(
            FactorChoice(SH_MRV, parameter, "natural_gas", f"cn.fuel.mee_steel.natural_gas.{suffix}", by, on, "no own value")
            for parameter, suffix in (("carbon_content", "cc"), ("oxidation_rate", "of"))
        ),
    )
    records = [item for each, kwh in zip(sources, ("1000.5", "250", "90.125"), strict=True) for item in monthly(each, kwh)[:3]]
    months = Period(QUARTER.start, date(2024, 3, 1))
    instruments = [replace(item, claim_period=QUARTER, generated=months) for item in (certificate("c", "3000"), trade("t", "500"))]
    asked = inputs(of, records, instruments, (QUARTER,))
    loaded = released(GHGP, SH_MRV)
    found = calculate(asked, loaded.library, engine(engine_name))
    result = seal(asked, loaded.library, found)
    return Sealed(asked, found, result, write_archive(result, loaded.folders))


def opened(archive: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return {name: file.read(name) for name in file.namelist()}


def closed(members: Mapping[str, bytes]) -> bytes:
    """A zip of these members as they are, whatever its manifest says."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in sorted(members.items()):
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def covered_up(members: Members) -> bytes:
    """A zip whose manifest names the members as they are now: every digest and both roots worked out anew."""
    chunks = {name[7:-5]: data for name, data in members.items() if name.startswith("chunks/") and name.endswith(".json")}
    exact = {name: data for name, data in chunks.items() if not name.startswith("intervals/")}
    rest = {name: data for name, data in chunks.items() if name.startswith("intervals/")}
    manifest = {
        **json.loads(members[MANIFEST]),
        "root": root_of(exact),
        "intervals_root": root_of(rest),
        "members": {name: sha256_hex(data) for name, data in members.items() if name != MANIFEST},
    }
    return closed({**members, MANIFEST: canonical(manifest)})


def changed_json(members: Members, name: str, change: Callable[[object], object | None]) -> None:
    """Change the value of one chunk in place; `change` may also return a new one."""
    value = json.loads(members[f"chunks/{name}.json"])
    new = change(value)
    members[f"chunks/{name}.json"] = canonical(value if new is None else new)
