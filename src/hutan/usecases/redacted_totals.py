"""What a bank or a buyer reads in a redacted result: totals, their shown parts, and whether those add up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from hutan.kernel.errors import VerificationError
from hutan.usecases.redact import Redacted, RedactedLeaf


@dataclass(frozen=True, slots=True)
class ShownTotal:
    """A total [unit] with its parts by dimension, and its 95 % interval where it is stated."""

    pack: str
    period: str
    id: str
    value: Decimal
    unit: str
    apart: bool
    parts: tuple[tuple[str, tuple[tuple[str, Decimal], ...]], ...]
    low: Decimal | None
    high: Decimal | None


def shown_totals(redacted: Redacted) -> tuple[ShownTotal, ...]:
    """Every total shown, in the order of the result.

    Raises
    ------
    VerificationError
        ``redacted_parts_differ`` if the parts by a dimension that is shown whole do not add up to the total; ``redacted_malformed``.
    """
    parts: dict[str, dict[str, list[tuple[str, Decimal]]]] = defaultdict(lambda: defaultdict(list))
    for leaf in redacted.leaves:
        if leaf.path.startswith("totals/") and ".slices#" in leaf.path:
            of = leaf.path.partition(".slices#")[0]
            parts[of][_text(leaf, "dimension")].append((_text(leaf, "key"), _decimal(leaf, "value")))
    heads = [leaf for leaf in redacted.leaves if leaf.path.startswith("totals/") and ".slices#" not in leaf.path]
    return tuple(_total(redacted, leaf, parts[leaf.path]) for leaf in heads)


def _total(redacted: Redacted, leaf: RedactedLeaf, parts: dict[str, list[tuple[str, Decimal]]]) -> ShownTotal:
    value = _decimal(leaf, "value")
    for dimension, items in parts.items():
        if sum((amount for _, amount in items), Decimal(0)) != value:
            raise VerificationError("redacted_parts_differ", total=_text(leaf, "id"), dimension=dimension)
    place, _, number = leaf.path.removeprefix("totals/").partition("#")
    pack, _, period = place.rpartition("/")
    ends = _ends(redacted, f"intervals/{place}#{number}", value)
    shown = tuple((dimension, tuple(items)) for dimension, items in sorted(parts.items()))
    return ShownTotal(pack, period.replace("_", "/"), _text(leaf, "id"), value, _text(leaf, "unit"), _is_apart(leaf), shown, *ends)


def _field(leaf: RedactedLeaf, name: str) -> object:
    return leaf.value.get(name) if isinstance(leaf.value, dict) else None


def _is_apart(leaf: RedactedLeaf) -> bool:
    return _field(leaf, "apart") is True


def _text(leaf: RedactedLeaf, name: str) -> str:
    found = _field(leaf, name)
    if not isinstance(found, str):
        raise VerificationError("redacted_malformed", problem=f"{leaf.path}: {name}")
    return found


def _decimal(leaf: RedactedLeaf, name: str) -> Decimal:
    try:
        return Decimal(_text(leaf, name))
    except InvalidOperation as error:
        raise VerificationError("redacted_malformed", problem=f"{leaf.path}: {name}") from error


def _ends(redacted: Redacted, path: str, value: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """The ends of the total's interval by the method it is stated by; none where it stands for a part of the total only."""
    interval = redacted.value(f"{path}.interval")
    if not isinstance(interval, dict) or interval.get("established") is not True:
        return None, None
    low, high, covered = interval.get("low"), interval.get("high"), interval.get("covered_total")
    if interval.get("first_order_fit") is False:
        simulated = [redacted.value(f"{path}.simulated.{end}") for end in ("low", "high")]
        low, high = (end.get("value") if isinstance(end, dict) else first for end, first in zip(simulated, (low, high), strict=True))
    if not isinstance(low, str) or not isinstance(high, str) or not isinstance(covered, str):
        return None, None
    rest = value - Decimal(covered)
    return rest + Decimal(low), rest + Decimal(high)
