"""Lines as stretches of a bar: scopes in the pack's order and fixed colours, estimated data hatched."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hutan.adapters.documents.blocks import LegendEntry, Segment
from hutan.adapters.documents.names import Subject, scope_color
from hutan.adapters.documents.number_text import tonnes
from hutan.adapters.documents.scales import Scale
from hutan.adapters.documents.sums import sums_by
from hutan.core.inventory.result import Line
from hutan.core.methods.pack import MethodPack
from hutan.core.model.activity_record import RecordState

_STATES = (RecordState.MEASURED.value, RecordState.ESTIMATED.value)


def scopes_of(pack: MethodPack) -> tuple[str, ...]:
    """Scopes in the order in which the pack's totals name them: the order of every stack and table."""
    return tuple(dict.fromkeys(part.scope for total in pack.totals for part in total.parts))


def segments_of(pack: MethodPack, lines: Sequence[Line], scale: Scale) -> tuple[Segment, ...]:
    """One stretch for each scope and state. Ends are rounded, not lengths, so that the whole is as long as its sum."""
    sums = sums_by(lines, lambda line: f"{line.scope} {line.state}")
    segments, reached, drawn = [], Decimal(0), 0
    for scope in scopes_of(pack):
        for state in _STATES:
            found = sums.get(f"{scope} {state}")
            if found is not None and found.value_kg > 0:
                reached += tonnes(found.value_kg)
                end = scale.length(reached)
                segments.append(Segment(end - drawn, scope_color(pack, scope), state == RecordState.ESTIMATED.value))
                drawn = end
    return tuple(segments)


def legend_of(subject: Subject, pack: MethodPack, lines: Sequence[Line]) -> tuple[LegendEntry, ...]:
    """A pack's scopes among these lines with their colours, and what hatching means where anything is estimated."""
    present = {line.scope for line in lines}
    entries = [LegendEntry(pack.scope_title(scope, subject.language), scope_color(pack, scope)) for scope in scopes_of(pack) if scope in present]
    if any(line.state == RecordState.ESTIMATED.value for line in lines):
        entries.append(LegendEntry(subject.labels.text("legend_estimated"), "neutral", True))
    return tuple(entries)


def joined_legend(legends: Sequence[tuple[LegendEntry, ...]]) -> tuple[LegendEntry, ...]:
    """Entries of several pictures' parts, one for each colour: packs that name a scope differently are named together."""
    names: dict[tuple[bool, str], list[str]] = {}
    for entry in (entry for legend in legends for entry in legend):
        known = names.setdefault((entry.hatched, entry.color), [])
        if entry.text not in known:
            known.append(entry.text)
    return tuple(LegendEntry(" / ".join(texts), color, hatched) for (hatched, color), texts in sorted(names.items(), key=lambda item: item[0][0]))
