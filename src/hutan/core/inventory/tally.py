"""Counts and exact sums that many small parts add up to, so that exchanging one part costs that part alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final

# Wide enough that no sum of a result is ever rounded: what is taken out again leaves nothing behind.
EXACT: Final = Context(prec=250, rounding=ROUND_HALF_EVEN)
_ZERO: Final = Decimal(0)
_NOTHING: Final[tuple[int, Decimal]] = (0, _ZERO)

# A group says what is added up, and under which total where there is one.
Group = tuple[str, str]
Term = tuple[Group, str, Decimal]


@dataclass(frozen=True, slots=True)
class Tally:
    """For each group and key, how many terms there are and their exact sum; a key without terms does not exist."""

    groups: Mapping[Group, Mapping[str, tuple[int, Decimal]]]

    def group(self, group: Group) -> Mapping[str, tuple[int, Decimal]]:
        return self.groups.get(group, {})

    def keys(self, group: Group) -> list[str]:
        """The keys of a group in order."""
        return sorted(self.group(group))

    def count(self, group: Group, key: str = "") -> int:
        return self.group(group).get(key, _NOTHING)[0]

    def value(self, group: Group, key: str = "") -> Decimal:
        return self.group(group).get(key, _NOTHING)[1]

    def whole(self, group: Group) -> Decimal:
        """The sum over all keys of a group."""
        found = _ZERO
        for _, value in self.group(group).values():
            found = EXACT.add(found, value)
        return found


def tally_of(terms: Iterable[Term]) -> Tally:
    """The counts and sums of these terms."""
    groups: dict[Group, dict[str, tuple[int, Decimal]]] = {}
    for name, key, value in terms:
        group = groups.get(name)
        if group is None:
            group = groups[name] = {}
        count, total = group.get(key, _NOTHING)
        group[key] = (count + 1, EXACT.add(total, value))
    # In order, so that sorting a group again costs next to nothing.
    return Tally({name: {key: group[key] for key in sorted(group)} for name, group in groups.items()})


def exchanged(tally: Tally, removed: Tally, added: Tally) -> Tally:
    """The tally after some terms left and others came; groups that neither touches are shared with the old one."""
    groups = dict(tally.groups)
    for name in {*removed.groups, *added.groups}:
        group = dict(groups.get(name, {}))
        for key, count, value in _moves(name, removed, added):
            held, total = group.get(key, _NOTHING)
            if held + count:
                group[key] = (held + count, EXACT.add(total, value))
            else:
                del group[key]
        groups[name] = group
    return Tally(groups)


def moved_keys(name: Group, removed: Tally, added: Tally) -> set[str]:
    """The keys of a group that an exchange touches."""
    return {*removed.group(name), *added.group(name)}


def _moves(name: Group, removed: Tally, added: Tally) -> Iterator[tuple[str, int, Decimal]]:
    for key in moved_keys(name, removed, added):
        out_count, out = removed.group(name).get(key, _NOTHING)
        in_count, into = added.group(name).get(key, _NOTHING)
        if in_count - out_count or into != out:
            yield key, in_count - out_count, EXACT.subtract(into, out)
