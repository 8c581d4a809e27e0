"""Axes end on round numbers and amounts keep their proportions."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inventory_factory import sample
from report_library_factory import energy_pack, ghg_pack, mrv_pack

from hutan.adapters.documents.blocks import FULL_LENGTH
from hutan.adapters.documents.names import scope_color
from hutan.adapters.documents.scales import scale_over
from hutan.adapters.documents.stacking import segments_of
from hutan.adapters.documents.sums import main_lines


@pytest.mark.parametrize(
    ("largest", "texts"), [("9617", ["0", "2,000", "4,000", "6,000", "8,000", "10,000"]), ("0.7", ["0", "0.2", "0.4", "0.6", "0.8"])]
)
def test_ticks_are_round(largest: str, texts: list[str]) -> None:
    assert [tick.text for tick in scale_over([Decimal(largest)], "t").axis().ticks] == texts


@given(st.decimals(min_value=Decimal("1e-6"), max_value=Decimal("1e12"), places=6))
def test_the_largest_amount_fits_and_fills_half_of_the_axis(largest: Decimal) -> None:
    scale = scale_over([largest], "t")
    assert FULL_LENGTH // 2 <= scale.length(largest) <= FULL_LENGTH
    assert len(scale.axis().ticks) <= 6


def test_without_amounts_there_is_still_an_axis() -> None:
    assert scale_over([], "t").axis().ticks[-1].position == FULL_LENGTH


def test_stretches_are_as_long_as_their_sum_and_estimates_are_hatched() -> None:
    inventory = sample().inventories[1]
    lines = main_lines(inventory)
    whole = sum((line.stated() for line in lines), Decimal(0)) / 1000
    scale = scale_over([whole], "t")
    segments = segments_of(inventory.pack, lines, scale)
    assert sum(segment.length for segment in segments) == scale.length(whole)
    assert [(segment.color, segment.hatched) for segment in segments] == [("scope_1", False), ("scope_2", False), ("scope_2", True)]


def test_scopes_keep_their_colours() -> None:
    assert [scope_color(ghg_pack(), name) for name in ("scope_1", "scope_2", "outside_scopes")] == ["scope_1", "scope_2", "biogenic"]
    assert [scope_color(mrv_pack(), name) for name in ("direct", "indirect", "biogenic")] == ["scope_1", "scope_2", "biogenic"]
    assert [scope_color(energy_pack(), name) for name in ("energy", "non_fossil")] == ["other_1", "other_2"]
