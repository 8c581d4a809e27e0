"""A recalculation of the base year as a file: policy, events, the results it rests on, every series, and a digest that anyone can repeat."""

from __future__ import annotations

import json
from dataclasses import dataclass

from hutan.adapters.engines import engine
from hutan.adapters.pack_store.library import load_packs
from hutan.adapters.recalculation import Recalculation as Recalculated
from hutan.core.inventory.base_year import BaseYearEvent, BaseYearPolicy, Judged, Series
from hutan.core.inventory.calculation import Inputs, calculate
from hutan.core.inventory.result import Inventory
from hutan.kernel.canonical import canonical, digest
from hutan.kernel.codec import from_plain, to_plain
from hutan.kernel.errors import VerificationError
from hutan.kernel.ids import Digest, PackId
from hutan.usecases.recalculate_base_year import recalculate

FORMAT = "hutan-base-year/1"
_KEYS = {"format", "base_result", "current_result", "policy", "events", "packs", "judged", "series", "digest"}


@dataclass(frozen=True, slots=True)
class BaseYearRecord:
    """A recalculation with everything it depends on; `packs` are the digests of the packs that were used beside those of the base result."""

    base_result: Digest
    current_result: Digest
    policy: BaseYearPolicy
    events: tuple[BaseYearEvent, ...]
    packs: tuple[tuple[str, str], ...]
    judged: tuple[Judged, ...]
    series: tuple[Series, ...]

    def plain(self) -> dict[str, object]:
        """All of it as a JSON value, without its digest."""
        return {
            "format": FORMAT,
            "base_result": self.base_result,
            "current_result": self.current_result,
            "policy": to_plain(self.policy),
            "events": to_plain(self.events),
            "packs": to_plain(self.packs),
            "judged": to_plain(self.judged),
            "series": to_plain(self.series),
        }

    def digest(self) -> Digest:
        return Digest(digest(self.plain()))

    def data(self) -> bytes:
        """The bytes of the file; the same recalculation gives the same bytes."""
        return canonical({**self.plain(), "digest": self.digest()})


def base_year_record(policy: BaseYearPolicy, events: tuple[BaseYearEvent, ...], base: Recalculated, current: Recalculated) -> BaseYearRecord:
    """Recalculate, with the packs of the base result and, for a change of method, those of this release. Raises as `recalculate` does."""
    libraries: dict[str, tuple[str, str]] = {}

    def calculator(inputs: Inputs, pack: PackId) -> tuple[Inventory, ...]:
        held = {folder.id: folder for folder in base.packs.folders}
        if pack in held:
            loaded = load_packs((pack,), lambda identifier: held[identifier], tuple(name for name in held if _is_always(name)))
        else:
            loaded = load_packs((pack,))
            libraries.update({header.id: (header.id, header.digest) for header in loaded.library.headers if header.id not in held})
        return calculate(inputs, loaded.library, engine("python"))

    found = recalculate(policy, events, base.inputs, current.inputs, calculator)
    packs = tuple(sorted(libraries.values()))
    return BaseYearRecord(base.archive.result.root, current.archive.result.root, policy, events, packs, found.judged, found.series)


def _is_always(name: str) -> bool:
    return name.partition("/")[0] in ("carriers", "regions", "uncertainty", "quality-schemes")


def read_record(data: bytes) -> BaseYearRecord:
    """The recalculation in a file, once its digest is the one it states.

    Raises
    ------
    VerificationError
        ``base_year_record_malformed``, or ``base_year_record_differs`` if something in it was changed.
    """
    try:
        plain = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise VerificationError("base_year_record_malformed", problem=str(error)) from error
    if not isinstance(plain, dict) or set(plain) != _KEYS or plain["format"] != FORMAT:
        raise VerificationError("base_year_record_malformed", problem="keys")
    record = BaseYearRecord(
        base_result=Digest(str(plain["base_result"])),
        current_result=Digest(str(plain["current_result"])),
        policy=from_plain(BaseYearPolicy, plain["policy"]),
        events=from_plain(tuple[BaseYearEvent, ...], plain["events"], "events"),
        packs=from_plain(tuple[tuple[str, str], ...], plain["packs"], "packs"),
        judged=from_plain(tuple[Judged, ...], plain["judged"], "judged"),
        series=from_plain(tuple[Series, ...], plain["series"], "series"),
    )
    if record.digest() != plain["digest"]:
        raise VerificationError("base_year_record_differs", stated=str(plain["digest"]), found=record.digest())
    return record
