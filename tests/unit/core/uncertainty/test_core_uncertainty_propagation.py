"""The correlation rule with worked figures: shared inputs add first, and only then come squares."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from hutan.core.uncertainty.propagation import (
    Contribution,
    InputSpread,
    IntervalResult,
    LineUncertainty,
    UncoveredLine,
    combine,
)
from hutan.core.uncertainty.rounding import stated
from hutan.core.uncertainty.spreads import SpreadShape
from hutan.kernel.errors import InputError

LEAST = Decimal("0.9")


def _spread(key: str, percent_95: str, shape: SpreadShape = SpreadShape.NORMAL) -> InputSpread:
    return InputSpread(key, Decimal(percent_95) / 100 / Decimal("1.96"), shape, "certificate")


def _line(key: str, emission: str, *inputs: str) -> LineUncertainty:
    """A product: every input moves the line by the line's own emission."""
    value = Decimal(emission)
    return LineUncertainty(key, value, tuple(Contribution(name, value) for name in inputs))


def _half_width(result: IntervalResult) -> Decimal:
    assert result.half_width_percent is not None
    return result.half_width_percent.quantize(Decimal("0.0001"))


def _combined(lines: Sequence[LineUncertainty], *spreads: InputSpread) -> IntervalResult:
    return combine(lines, spreads, LEAST)


def test_two_lines_that_share_a_factor() -> None:
    # Two lines of 100 and 300, activities ± 5 % each and independent, factor ± 7 % shared: √(28² + 5² + 15²) / 400.
    result = _combined([_line("a", "100", "m1", "f"), _line("b", "300", "m2", "f")], _spread("m1", "5"), _spread("m2", "5"), _spread("f", "7"))
    assert _half_width(result) == Decimal("8.0390")
    assert [share.input_key for share in result.variance_shares] == ["f", "m2", "m1"]
    assert stated(result.variance_shares[0].share) == Decimal("0.7582")
    assert sum(share.share for share in result.variance_shares) == pytest.approx(Decimal(1), abs=Decimal("1e-25"))
    assert result.first_order_fit
    assert result.established
    assert result.reasons == ()


def test_one_line_alone_and_the_wrong_sum_of_independent_lines() -> None:
    alone = _combined([_line("a", "100", "m1", "f")], _spread("m1", "5"), _spread("f", "7"))
    assert _half_width(alone) == Decimal("8.6023")
    # Two names for one factor would make it two variables and the interval too small.
    lines = [_line("a", "100", "m1", "f1"), _line("b", "300", "m2", "f2")]
    wrong = _combined(lines, _spread("m1", "5"), _spread("m2", "5"), _spread("f1", "7"), _spread("f2", "7"))
    assert _half_width(wrong) == Decimal("6.8007")


def test_the_interval_is_the_covered_total_and_1_96_sigma_either_way() -> None:
    result = _combined([_line("a", "1000", "m")], _spread("m", "10"))
    assert result.low is not None
    assert result.high is not None
    assert result.sigma is not None
    assert (stated(result.low, 20), stated(result.high, 20)) == (Decimal(900), Decimal(1100))
    assert stated(result.sigma) == Decimal("51.02")


def test_a_factor_cancels_in_the_difference_of_two_years() -> None:
    # 1000 in the base year, 900 now, one factor ± 10 %, meters ± 2 % of each year: √(10² + 20² + 18²) / 100.
    lines = [_line("now", "900", "meter-2", "grid"), _line("base", "-1000", "meter-1", "grid")]
    result = _combined(lines, _spread("meter-1", "2"), _spread("meter-2", "2"), _spread("grid", "10"))
    assert result.total == Decimal(-100)
    assert _half_width(result) == Decimal("28.7054")
    assert result.low is not None
    assert result.high is not None
    assert result.low < result.total < result.high


def test_a_factor_cancels_wholly_where_nothing_else_moves() -> None:
    result = _combined([_line("now", "500", "grid"), _line("base", "-500", "grid")], _spread("grid", "10"))
    assert result.sigma == 0
    assert result.half_width_percent is None
    assert result.variance_shares == ()


def test_a_line_with_spread_for_part_of_its_inputs_is_uncovered() -> None:
    lines = [_line("a", "950", "m1", "f"), _line("b", "50", "m1", "unsourced")]
    result = _combined(lines, _spread("m1", "5"), _spread("f", "7"))
    assert result.uncovered == (UncoveredLine("b", ("unsourced",)),)
    assert result.coverage == Decimal("0.95")
    assert result.established
    assert result.total == Decimal(1000)
    assert result.covered_total == Decimal(950)
    assert _half_width(result) == Decimal("8.6023")


def test_below_the_least_share_nothing_is_established_and_the_covered_part_is_still_shown() -> None:
    result = _combined([_line("a", "890", "m"), _line("b", "110", "unsourced")], _spread("m", "5"))
    assert not result.established
    assert result.is_stated
    assert result.coverage == Decimal("0.89")
    assert [reason.code for reason in result.reasons] == ["interval_not_established"]
    assert result.reasons[0].params == (("coverage", "89"), ("least", "90"))


def test_exactly_the_least_share_is_enough() -> None:
    assert _combined([_line("a", "900", "m"), _line("b", "100", "unsourced")], _spread("m", "5")).established


def test_coverage_counts_size_not_sign() -> None:
    result = _combined([_line("a", "500", "m"), _line("b", "-500", "unsourced")], _spread("m", "5"))
    assert result.coverage == Decimal("0.5")
    assert not result.established


def test_a_line_that_names_no_input_is_uncovered() -> None:
    result = _combined([_line("a", "10")])
    assert result.uncovered == (UncoveredLine("a", ()),)
    assert not result.is_stated
    assert result.coverage == 0


@pytest.mark.parametrize("lines", [[], [_line("a", "100", "unsourced")]])
def test_without_covered_lines_the_interval_is_not_stated(lines: list[LineUncertainty]) -> None:
    result = _combined(lines, _spread("m", "5"))
    assert (result.sigma, result.low, result.high, result.half_width_percent) == (None, None, None, None)
    assert not result.established
    assert not result.first_order_fit
    assert [reason.code for reason in result.reasons] == ["interval_not_stated"]


def test_nothing_at_all_has_no_coverage() -> None:
    assert _combined([]).coverage is None
    assert _combined([]).total == 0


def test_a_large_spread_does_not_fit_the_first_order() -> None:
    result = _combined([_line("a", "100", "m")], InputSpread("m", Decimal("0.31"), SpreadShape.NORMAL, "report"))
    assert not result.first_order_fit
    assert result.established
    assert [reason.code for reason in result.reasons] == ["interval_large_spread"]
    assert result.reasons[0].params == (("input", "m"), ("percent", "31"))


def test_skewness_counts_only_where_it_matters() -> None:
    skewed = InputSpread("f", Decimal("0.25"), SpreadShape.LOGNORMAL, "report")
    # Alone, skewness 0.25³ + 3·0.25 = 0.77.
    alone = _combined([_line("a", "100", "f")], skewed)
    assert [reason.code for reason in alone.reasons] == ["interval_skewed"]
    assert alone.reasons[0].params == (("skewness", "0.77"),)
    diluted = _combined([_line("a", "100", "f"), _line("b", "1000", "m")], skewed, _spread("m", "10"))
    assert diluted.first_order_fit


def test_two_spreads_for_one_input_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        _combined([_line("a", "100", "m")], _spread("m", "5"), _spread("m", "6"))
    assert caught.value.code == "spread_stated_twice"
    assert _combined([_line("a", "100", "m")], _spread("m", "5"), _spread("m", "5")).is_stated


@pytest.mark.parametrize(
    ("value", "significant", "text"),
    [
        ("123456", 4, "123500"),
        ("0.00123456", 3, "0.00123"),
        ("2.5", 1, "2"),
        ("3.5", 1, "4"),
        ("9999.6", 4, "10000"),
        ("0", 4, "0"),
        ("-8.03896", 4, "-8.039"),
    ],
)
def test_stated_rounds_half_even_and_writes_no_exponent(value: str, significant: int, text: str) -> None:
    assert str(stated(Decimal(value), significant)) == text
