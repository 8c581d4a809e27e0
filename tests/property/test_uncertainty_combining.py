"""What combining intervals must keep, whatever the figures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutan.core.uncertainty.propagation import Contribution, InputSpread, IntervalResult, LineUncertainty, combine
from hutan.core.uncertainty.spreads import SpreadShape

KEYS = ("grid", "meter-1", "meter-2", "coal")
AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=9, allow_nan=False)
RELATIVE = st.decimals(min_value="0.0001", max_value="2", places=6, allow_nan=False)
SHAPES = st.sampled_from(list(SpreadShape))


@st.composite
def _lines(draw: st.DrawFn) -> list[LineUncertainty]:
    lines = []
    for number in range(draw(st.integers(0, 6))):
        keys = draw(st.lists(st.sampled_from(KEYS), max_size=3))
        lines.append(LineUncertainty(f"line-{number}", draw(AMOUNTS), tuple(Contribution(key, draw(AMOUNTS)) for key in keys)))
    return lines


@st.composite
def _spreads(draw: st.DrawFn, keys: tuple[str, ...] = KEYS) -> list[InputSpread]:
    return [InputSpread(key, draw(RELATIVE), draw(SHAPES), "source") for key in keys]


def _close(value: Decimal | None, other: Decimal | None) -> None:
    assert value is not None
    assert other is not None
    assert value == pytest.approx(other, rel=Decimal("1e-25"), abs=Decimal("1e-25"))


def _sigma(result: IntervalResult) -> Decimal:
    assert result.sigma is not None
    return result.sigma


@given(_lines(), st.lists(st.sampled_from(KEYS), unique=True), st.data())
def test_the_order_of_lines_and_spreads_changes_no_digit(lines: list[LineUncertainty], keys: list[str], data: st.DataObject) -> None:
    spreads = data.draw(_spreads(tuple(keys)))
    shuffled = data.draw(st.permutations(lines))
    one = combine(lines, spreads, Decimal("0.8"))
    other = combine(shuffled, data.draw(st.permutations(spreads)), Decimal("0.8"))
    assert sorted(one.uncovered, key=lambda line: line.line_key) == sorted(other.uncovered, key=lambda line: line.line_key)
    for name in ("total", "covered_total", "sigma", "low", "high", "half_width_percent", "coverage", "variance_shares", "reasons"):
        assert getattr(one, name) == getattr(other, name)


@given(_lines(), _spreads(), st.fractions(min_value=0, max_value=1, max_denominator=8).map(lambda part: Decimal(part.numerator) / 8))
def test_splitting_a_line_changes_nothing(lines: list[LineUncertainty], spreads: list[InputSpread], part: Decimal) -> None:
    split = []
    for line in lines:
        first = tuple(Contribution(item.input_key, item.sensitivity_kg * part) for item in line.contributions)
        rest = tuple(Contribution(item.input_key, item.sensitivity_kg * (1 - part)) for item in line.contributions)
        split += [LineUncertainty(f"{line.line_key}/1", line.emission_kg * part, first)]
        split += [LineUncertainty(f"{line.line_key}/2", line.emission_kg * (1 - part), rest)]
    whole, pieces = combine(lines, spreads, Decimal(1)), combine(split, spreads, Decimal(1))
    assert whole.total == pieces.total
    assert whole.sigma == pieces.sigma
    assert whole.coverage == pieces.coverage


@given(st.lists(st.tuples(AMOUNTS, RELATIVE), min_size=1, max_size=6))
def test_independent_inputs_add_in_quadrature(terms: list[tuple[Decimal, Decimal]]) -> None:
    lines = [LineUncertainty(str(n), amount, (Contribution(f"k{n}", amount),)) for n, (amount, _) in enumerate(terms)]
    spreads = [InputSpread(f"k{n}", relative, SpreadShape.NORMAL, "source") for n, (_, relative) in enumerate(terms)]
    _close(_sigma(combine(lines, spreads, Decimal(1))) ** 2, sum(((amount * relative) ** 2 for amount, relative in terms), Decimal(0)))


@given(st.lists(AMOUNTS, min_size=1, max_size=6), RELATIVE)
def test_one_shared_input_adds_linearly(amounts: list[Decimal], relative: Decimal) -> None:
    lines = [LineUncertainty(str(n), amount, (Contribution("grid", amount),)) for n, amount in enumerate(amounts)]
    _close(
        combine(lines, [InputSpread("grid", relative, SpreadShape.NORMAL, "source")], Decimal(1)).sigma,
        abs(sum(amounts, Decimal(0))) * relative,
    )


@given(_lines(), st.data())
def test_coverage_lies_between_none_and_all(lines: list[LineUncertainty], data: st.DataObject) -> None:
    keys = data.draw(st.lists(st.sampled_from(KEYS), unique=True))
    result = combine(lines, data.draw(_spreads(tuple(keys))), Decimal("0.5"))
    assert result.coverage is None or 0 <= result.coverage <= 1
    assert result.is_stated == (len(result.uncovered) < len(lines))
    assert all(0 <= share.share <= Decimal("1.000001") for share in result.variance_shares)
