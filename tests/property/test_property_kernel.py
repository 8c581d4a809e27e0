"""Canonical form is stable, decimals lose nothing, and the parts of a period are the period."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hutan.kernel.canonical import canonical, decimal_text, digest
from hutan.kernel.periods import Period, from_inclusive, next_month, parse_period

text = st.text(st.characters(exclude_categories=["Cs"]))
integers = st.integers(-(2**53) + 1, 2**53 - 1)
decimals = st.decimals(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | integers | text | decimals | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=20,
)
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
periods = st.builds(lambda start, length: Period(start, start + timedelta(days=length)), days, st.integers(1, 1500))


@given(values)
def test_canonical_form_of_the_canonical_form_is_itself(value: object) -> None:
    written = canonical(value)
    assert canonical(json.loads(written)) == written


@given(st.dictionaries(text, integers, max_size=8).flatmap(lambda value: st.tuples(st.just(value), st.permutations(list(value)))))
def test_the_order_of_keys_does_not_matter(value_and_order: tuple[dict[str, int], list[str]]) -> None:
    value, order = value_and_order
    assert digest({key: value[key] for key in order}) == digest(value)


@given(text, text)
def test_different_texts_have_different_forms(one: str, other: str) -> None:
    assert (canonical(one) == canonical(other)) == (one == other)


@given(decimals)
def test_decimal_text_is_the_same_number(value: Decimal) -> None:
    written = decimal_text(value)
    assert Decimal(written) == value
    assert "E" not in written.upper()
    assert "." not in written or written[-1] not in ".0"


@given(decimals, decimals)
def test_equal_decimals_have_equal_text(one: Decimal, other: Decimal) -> None:
    assert (decimal_text(one) == decimal_text(other)) == (one == other)


@given(periods, st.lists(days, max_size=8))
def test_the_parts_of_a_split_period_are_the_period(period: Period, cuts: list[date]) -> None:
    parts = period.split(cuts)
    assert sum(part.days for part in parts) == period.days
    assert (parts[0].start, parts[-1].end) == (period.start, period.end)
    assert all(before.end == after.start for before, after in pairwise(parts))
    assert {cut for cut in cuts if period.start < cut < period.end} == {part.start for part in parts[1:]}


@given(periods)
def test_months_are_whole_but_for_the_edges(period: Period) -> None:
    parts = list(period.months())
    assert sum(part.days for part in parts) == period.days
    assert all(part.start.day == 1 for part in parts[1:])
    assert all(part.end <= next_month(part.start) for part in parts)


@given(periods, periods)
def test_intersection_and_overlap_agree(one: Period, other: Period) -> None:
    common = one.intersection(other)
    assert common == other.intersection(one)
    assert (common is not None) == one.overlaps(other) == other.overlaps(one)
    assert common is None or (one.covers(common) and other.covers(common))
    assert one.covers(other) == (common == other)


@given(periods, days)
def test_a_day_is_in_exactly_one_part(period: Period, day: date) -> None:
    assert sum(day in part for part in period.months()) == (day in period)


@given(periods)
def test_a_period_is_read_as_it_was_written(period: Period) -> None:
    assert parse_period(str(period)) == period
    assert from_inclusive(period.start, period.end - timedelta(days=1)) == period
