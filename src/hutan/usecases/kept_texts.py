"""Canonical text of long rows kept in pieces, so that a total of thousands of slices is written anew where it moved and joined elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from hutan.core.inventory.kept_totals import KeptTotal, Moved
from hutan.core.inventory.totals import DIMENSIONS
from hutan.core.uncertainty.propagation import VarianceShare
from hutan.kernel.canonical import canonical, decimal_text
from hutan.kernel.codec import to_plain
from hutan.kernel.ids import SiteId
from hutan.usecases.seal import interval_row, total_row


@dataclass(frozen=True, slots=True)
class TotalText:
    """The text of each slice by dimension and key, of each site's uncovered lines, and of each input's key."""

    slices: Mapping[str, Mapping[str, str]]
    uncovered: Mapping[SiteId, str]
    inputs: Mapping[str, str]


def text_of(kept: KeptTotal) -> TotalText:
    """All pieces of a total."""
    everything = Moved({name: frozenset(slices) for name, slices in kept.slices.items()}, frozenset(kept.uncovered))
    return retexted(TotalText({name: {} for name in DIMENSIONS}, {}, {}), kept, everything)


def retexted(text: TotalText, kept: KeptTotal, moved: Moved) -> TotalText:
    """The pieces after something moved."""
    slices = dict(text.slices)
    for dimension, keys in moved.slices.items():
        held = kept.slices[dimension]
        pieces = {**slices[dimension], **{key: _text(held[key]) for key in keys if key in held}}
        # In the order of the slices, without those that are no more.
        slices[dimension] = {key: pieces[key] for key in held}
    uncovered = dict(text.uncovered)
    for site_id in moved.sites:
        if site_id in kept.uncovered:
            uncovered[site_id] = ",".join(map(_text, kept.uncovered[site_id].lines))
        else:
            uncovered.pop(site_id, None)
    fresh = [share.input_key for share in kept.total.interval.variance_shares if share.input_key not in text.inputs]
    inputs = {**text.inputs, **{key: _text(key) for key in fresh}} if fresh else text.inputs
    return TotalText(slices, uncovered, inputs)


def totals_bytes(totals: Sequence[KeptTotal], texts: Sequence[TotalText]) -> bytes:
    """The chunk of all totals, as `seal` writes it."""
    return _listed(_total_text(kept, text) for kept, text in zip(totals, texts, strict=True))


def intervals_bytes(totals: Sequence[KeptTotal], texts: Sequence[TotalText]) -> bytes:
    """The chunk of all intervals, as `seal` writes it."""
    return _listed(_interval_text(kept, text) for kept, text in zip(totals, texts, strict=True))


def _total_text(kept: KeptTotal, text: TotalText) -> str:
    row = _encoded(total_row(replace(kept.total, slices=())))
    return _filled(row, "slices", (piece for dimension in DIMENSIONS for piece in text.slices[dimension].values()))


def _interval_text(kept: KeptTotal, text: TotalText) -> str:
    interval = kept.total.interval
    short = replace(interval, uncovered=(), variance_shares=())
    row = _encoded(interval_row(replace(kept.total, slices=(), interval=short)))
    row = _filled(row, "uncovered", (text.uncovered[site_id] for site_id in sorted(text.uncovered)))
    return _filled(row, "variance_shares", (_share_text(share, text) for share in interval.variance_shares))


def _share_text(share: VarianceShare, text: TotalText) -> str:
    return f'{{"input_key":{text.inputs[share.input_key]},"share":"{decimal_text(share.share)}"}}'


def _filled(row: str, name: str, pieces: Iterable[str]) -> str:
    """The row with these pieces in its empty list `name`; quotes within texts are escaped, so that none reads like it."""
    before, mark, after = row.partition(f'"{name}":[]')
    return f"{before}{mark[:-1]}{','.join(pieces)}]{after}"


def _text(value: object) -> str:
    return _encoded(to_plain(value))


def _encoded(plain: object) -> str:
    return canonical(plain).decode()


def _listed(rows: Iterable[str]) -> bytes:
    return f"[{','.join(rows)}]".encode()
