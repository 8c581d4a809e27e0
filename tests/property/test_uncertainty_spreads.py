"""Conversions between measures of spread undo each other."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutan.core.model.sourcing import SpreadForm, StatedSpread
from hutan.core.uncertainty.lognormal import gsd2_of_sigma_ln, relative_sd_of_sigma_ln, sigma_ln_of_gsd2, sigma_ln_of_relative_sd
from hutan.core.uncertainty.pedigree import PedigreeTable
from hutan.core.uncertainty.spreads import StandardSpread, standard_spread

SIGMAS = st.decimals(min_value="0.001", max_value="3", places=6, allow_nan=False)


@given(SIGMAS)
def test_relative_and_logarithmic_measures_undo_each_other(sigma_ln: Decimal) -> None:
    assert sigma_ln_of_relative_sd(relative_sd_of_sigma_ln(sigma_ln)) == pytest.approx(sigma_ln, rel=Decimal("1e-20"))
    assert sigma_ln_of_gsd2(gsd2_of_sigma_ln(sigma_ln)) == pytest.approx(sigma_ln, rel=Decimal("1e-20"))


@given(SIGMAS, st.decimals(min_value="0.1", max_value="1000", places=3))
def test_a_lognormal_range_does_not_depend_on_its_unit(sigma_ln: Decimal, size: Decimal) -> None:
    nothing = PedigreeTable("none", ())
    low, high = 1 / (Decimal("1.96") * sigma_ln).exp(), (Decimal("1.96") * sigma_ln).exp()
    plain = standard_spread(StatedSpread(SpreadForm.LOW_HIGH_95, (low, high), "source"), nothing)
    scaled = standard_spread(StatedSpread(SpreadForm.LOW_HIGH_95, (low * size, high * size), "source"), nothing)
    assert isinstance(plain, StandardSpread)
    assert isinstance(scaled, StandardSpread)
    assert plain.sigma_ln == pytest.approx(sigma_ln, rel=Decimal("1e-20"))
    assert scaled.sigma_ln == pytest.approx(plain.sigma_ln, rel=Decimal("1e-20"))
