"""Statistics against published figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hutan.core.activity.regression import line_through
from hutan.core.activity.statistics import median, modified_z, root_mean_square, t_quantile

# y, x. Source: NIST Statistical Reference Datasets, linear regression, Norris; certified intercept and slope below.
NORRIS = """
0.1 0.2; 338.8 337.4; 118.1 118.2; 888.0 884.6; 9.2 10.1; 228.1 226.5; 668.5 666.3; 998.5 996.3; 449.1 448.6; 778.9 777.0; 559.2 558.2; 0.3 0.4;
0.1 0.6; 778.1 775.5; 668.8 666.9; 339.3 338.0; 448.9 447.5; 10.8 11.6; 557.7 556.0; 228.3 228.1; 998.0 995.8; 888.8 887.6; 119.6 120.2; 0.3 0.3;
0.6 0.3; 557.6 556.8; 339.3 339.1; 888.0 887.2; 998.5 999.0; 778.9 779.0; 10.2 11.1; 117.6 118.3; 228.9 229.2; 668.4 669.1; 449.2 448.9; 0.2 0.5
"""
INTERCEPT, SLOPE = Decimal("-0.262323073774029"), Decimal("1.00211681802045")


def test_the_line_is_that_of_the_reference_data_set() -> None:
    points = [(Decimal(x), Decimal(y)) for y, x in (pair.split() for pair in NORRIS.split(";"))]
    assert len(points) == 36
    line = line_through(points)
    assert line is not None
    assert round(line.intercept, 15) == INTERCEPT
    assert round(line.slope, 14) == SLOPE


def test_no_line_through_too_few_points_or_one_x() -> None:
    two = [(Decimal(1), Decimal(2)), (Decimal(2), Decimal(3))]
    assert line_through(two) is None
    assert line_through([(Decimal(1), Decimal(value)) for value in range(5)]) is None


def test_a_modified_z_score_by_hand() -> None:
    # Median 3, deviations 2 1 0 1 97, their median 1: 0.6745 × (100 − 3) ÷ 1.
    values = [Decimal(value) for value in (1, 2, 3, 4, 100)]
    assert modified_z(Decimal(100), values) == Decimal("65.4265")
    assert modified_z(Decimal(2), [Decimal(1), Decimal(1), Decimal(1), Decimal(2)]) is None


def test_median_and_root_mean_square() -> None:
    assert median([Decimal(4), Decimal(1), Decimal(3), Decimal(2)]) == Decimal("2.5")
    assert root_mean_square([Decimal(7), Decimal(-1)]) == 5
    with pytest.raises(ValueError, match="nothing"):
        median([])


@pytest.mark.parametrize(("degrees", "quantile"), [(1, "12.706"), (10, "2.228"), (35, "2.042"), (5000, "1.984")])
def test_between_the_rows_of_the_table_the_wider_quantile_holds(degrees: int, quantile: str) -> None:
    assert t_quantile(degrees) == Decimal(quantile)
