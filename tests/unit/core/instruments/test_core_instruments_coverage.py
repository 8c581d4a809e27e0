"""How instruments cover consumption: in full where they suffice, pro rata where they do not, and never more than was consumed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_organization import certificate

from hutan.core.instruments.coverage import Coverage, cover

_STEP = Decimal("0.000001")


def _cover(instruments: Sequence[str], consumed: Sequence[str], mask: Sequence[Sequence[bool]] | None = None) -> tuple[Coverage, ...]:
    everywhere = [[True] * len(consumed)] * len(instruments)
    made = [certificate(str(number), quantity) for number, quantity in enumerate(instruments)]
    return cover(made, [Decimal(kwh) for kwh in consumed], everywhere if mask is None else mask)


@pytest.mark.parametrize(
    ("instruments", "consumed", "covered", "unused"),
    [
        (["60"], ["100"], [["60"]], ["0"]),
        (["100"], ["100"], [["100"]], ["0"]),
        (["150"], ["100"], [["100"]], ["50"]),
        (["60"], ["100", "200"], [["20", "40"]], ["0"]),
        (["60", "60"], ["100", "200"], [["20", "40"], ["20", "40"]], ["0", "0"]),
        (["250", "100"], ["100", "200"], [["83.333333", "166.666667"], ["16.666667", "33.333333"]], ["0", "50"]),
        (["10"], ["1", "1", "1"], [["1", "1", "1"]], ["7"]),
        (["1"], ["1", "1", "1"], [["0.333334", "0.333333", "0.333333"]], ["0"]),
        (["5"], [], [[]], ["5"]),
        (["5"], ["0", "0"], [["0", "0"]], ["5"]),
        ([], ["5"], [], []),
    ],
)
def test_covered_and_unused(instruments: list[str], consumed: list[str], covered: list[list[str]], unused: list[str]) -> None:
    found = _cover(instruments, consumed)
    assert [list(item.covered_kwh) for item in found] == [[Decimal(kwh) for kwh in row] for row in covered]
    assert [item.unused_kwh for item in found] == [Decimal(kwh) for kwh in unused]


def test_an_instrument_covers_only_what_it_may() -> None:
    found = _cover(["60", "60"], ["100", "200"], [[True, False], [False, False]])
    assert [list(item.covered_kwh) for item in found] == [[Decimal(60), Decimal(0)], [Decimal(0), Decimal(0)]]
    assert [item.unused_kwh for item in found] == [0, 60]


_AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=6)


@given(st.lists(_AMOUNTS, max_size=4), st.lists(_AMOUNTS, max_size=8), st.randoms(use_true_random=False))
def test_nothing_is_covered_twice_and_nothing_is_lost(quantities: list[Decimal], consumed: list[Decimal], chance: object) -> None:
    mask = [[chance.random() < 0.7 for _ in consumed] for _ in quantities]  # type: ignore[attr-defined]  # a random.Random of Hypothesis
    found = cover([certificate(str(number), str(kwh)) for number, kwh in enumerate(quantities)], consumed, mask)
    for item, quantity, may in zip(found, quantities, mask, strict=True):
        assert item.total_kwh() + item.unused_kwh == quantity
        assert item.unused_kwh >= 0
        assert all(kwh == 0 for kwh, allowed in zip(item.covered_kwh, may, strict=True) if not allowed)
        assert all(kwh >= 0 and kwh == kwh.quantize(_STEP) for kwh in item.covered_kwh)
    for index, kwh in enumerate(consumed):
        assert sum(item.covered_kwh[index] for item in found) <= kwh


@given(st.lists(_AMOUNTS, min_size=1, max_size=4), st.lists(_AMOUNTS, min_size=1, max_size=6))
def test_an_instrument_is_used_as_long_as_there_is_consumption_left(quantities: list[Decimal], consumed: list[Decimal]) -> None:
    found = _cover([str(kwh) for kwh in quantities], [str(kwh) for kwh in consumed])
    assert sum(item.total_kwh() for item in found) == min(sum(quantities), sum(consumed))
