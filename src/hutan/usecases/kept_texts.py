"""Canonical text of long rows kept in pieces, so that a total of thousands of slices is written anew where it moved and joined elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from hutan.core.inventory.kept_inventory import KeptInventory
from hutan.core.inventory.kept_totals import KeptTotal, Moved, interval_of_kept, value_of
from hutan.core.inventory.totals import DIMENSIONS
from hutan.core.methods.pack import TotalRule
from hutan.core.uncertainty.propagation import VarianceShare
from hutan.kernel.canonical import canonical, decimal_text
from hutan.kernel.codec import to_plain
from hutan.kernel.ids import SiteId
from hutan.usecases.seal import interval_row, total_row

_NOUGHT: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class TotalText:
    """The text of each slice by dimension and key, of each site's uncovered lines, and the beginning of each input's share.

    Pieces begin with the comma that parts them from the one before, so that a chunk is joined in one go.
    """

    slices: Mapping[str, Mapping[str, bytes]]
    uncovered: Mapping[SiteId, bytes]
    inputs: Mapping[str, str]


def text_of(kept: KeptTotal) -> TotalText:
    """All pieces of a total."""
    slices = {name: frozenset(slices) for name, slices in kept.slices.items()}
    everything = Moved(slices, frozenset(kept.effects), frozenset(kept.uncovered))
    return retexted(TotalText({name: {} for name in DIMENSIONS}, {}, {}), kept, everything)


def retexted(text: TotalText, kept: KeptTotal, moved: Moved) -> TotalText:
    """The pieces after something moved."""
    slices = dict(text.slices)
    for dimension, keys in moved.slices.items():
        held = kept.slices[dimension]
        pieces = {**slices[dimension], **{key: _piece(held[key]) for key in keys if key in held}}
        # New keys stand at the end and old ones may be gone: then in the order of the slices again.
        slices[dimension] = pieces if slices[dimension].keys() == held.keys() else {key: pieces[key] for key in held}
    uncovered = dict(text.uncovered)
    for site_id in moved.sites:
        if site_id in kept.uncovered:
            uncovered[site_id] = b"".join(map(_piece, kept.uncovered[site_id].lines))
        else:
            uncovered.pop(site_id, None)
    fresh = {key: _share_start(key) for key in moved.inputs if key not in text.inputs}
    return TotalText(slices, uncovered, {**text.inputs, **fresh} if fresh else text.inputs)


def totals_bytes(kept: KeptInventory, texts: Sequence[TotalText]) -> bytes:
    """The chunk of all totals, as `seal` writes it."""
    return _listed([_total_pieces(kept, total.rule, text) for total, text in zip(kept.totals, texts, strict=True)])


def intervals_bytes(kept: KeptInventory, texts: Sequence[TotalText]) -> bytes:
    """The chunk of all intervals, as `seal` writes it."""
    return _listed([_interval_pieces(kept, total, text) for total, text in zip(kept.totals, texts, strict=True)])


def _total_pieces(kept: KeptInventory, rule: TotalRule, text: TotalText) -> list[bytes]:
    row = total_row(rule.id, value_of(kept.tally, rule), kept.plan.pack.unit, rule.apart, slices=())
    start, end = _around(canonical(row), "slices")
    slices = [piece for dimension in DIMENSIONS for piece in text.slices[dimension].values()]
    return [start, *_without_first_comma(slices), end]


def _interval_pieces(kept: KeptInventory, total: KeptTotal, text: TotalText) -> list[bytes]:
    interval = interval_of_kept(kept.plan, kept.tally, total)
    row = interval_row(total.rule.id, replace(interval, uncovered=(), variance_shares=()))
    start, rest = _around(canonical(row), "uncovered")
    middle, end = _around(rest, "variance_shares")
    uncovered, starts = [text.uncovered[site_id] for site_id in sorted(text.uncovered)], text.inputs
    shares = ",".join([f'{starts[share.input_key]}{decimal_text(share.share)}"}}' for share in interval.variance_shares])
    return [start, *_without_first_comma(uncovered), middle, shares.encode(), end]


def _share_start(input_key: str) -> str:
    """A share's text up to its figure, the last of its fields."""
    return canonical(to_plain(VarianceShare(input_key, _NOUGHT))).decode().removesuffix('0"}')


def _around(row: bytes, name: str) -> tuple[bytes, bytes]:
    """What stands before and after the content of the empty list `name`; quotes within texts are escaped, so that none reads like it."""
    before, mark, after = row.partition(f'"{name}":[]'.encode())
    return before + mark[:-1], b"]" + after


def _piece(value: object) -> bytes:
    return b"," + canonical(to_plain(value))


def _without_first_comma(pieces: list[bytes]) -> list[bytes]:
    return [pieces[0][1:], *pieces[1:]] if pieces else []


def _listed(rows: Sequence[list[bytes]]) -> bytes:
    pieces: list[bytes] = []
    for row in rows:
        pieces.append(b"," if pieces else b"[")
        pieces.extend(row)
    return b"".join([*pieces, b"]"] if pieces else [b"[]"])
