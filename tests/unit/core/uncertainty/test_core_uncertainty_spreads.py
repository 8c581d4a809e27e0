"""Every way of stating a spread, with worked figures."""

from decimal import Decimal

import pytest

from hutan.core.model.sourcing import SpreadForm, StatedSpread
from hutan.core.uncertainty.lognormal import gsd2_of_sigma_ln, lognormal_mean, relative_sd_of_sigma_ln, sigma_ln_of_relative_sd
from hutan.core.uncertainty.pedigree import SCORED_INDICATORS, PedigreeFactor, PedigreeFactorKind, PedigreeIndicator, PedigreeTable
from hutan.core.uncertainty.spreads import SpreadProblem, SpreadShape, StandardSpread, standard_spread, triangular_sd, uniform_sd


def _table(system: str, kind: PedigreeFactorKind, cells: dict[tuple[PedigreeIndicator, int], str]) -> PedigreeTable:
    return PedigreeTable(system, tuple(PedigreeFactor(*key, Decimal(factor), kind, "", "guideline") for key, factor in cells.items()))


# The cells of scores (2, 2, 2, 1, 3) in both systems.
SCORES = tuple(zip(SCORED_INDICATORS, (2, 2, 2, 1, 3), strict=True))
V3 = _table("ecoinvent_v3", PedigreeFactorKind.VARIANCE_LN, dict(zip(SCORES, ("0.0006", "0.0001", "0.0002", "0", "0.008"), strict=True)))
V2 = _table("ecoinvent_v2", PedigreeFactorKind.GSD2, dict(zip(SCORES, ("1.05", "1.02", "1.03", "1.00", "1.20"), strict=True)))


def _stated(form: SpreadForm, *values: str, source: str = "certificate 17", stated_by: str = "") -> StatedSpread:
    return StatedSpread(form, tuple(Decimal(value) for value in values), source, stated_by)


def _spread(stated: StatedSpread, table: PedigreeTable = V3) -> StandardSpread:
    spread = standard_spread(stated, table)
    assert isinstance(spread, StandardSpread)
    return spread


def _problem(stated: StatedSpread, table: PedigreeTable = V3) -> SpreadProblem:
    problem = standard_spread(stated, table)
    assert isinstance(problem, SpreadProblem)
    return problem


def _to(value: Decimal | None, places: str) -> Decimal:
    assert value is not None
    return value.quantize(Decimal(places))


@pytest.mark.parametrize(
    ("form", "values", "sigma_ln"),
    [
        (SpreadForm.LOW_HIGH_95, ("0.5", "2.5"), "0.41057"),
        (SpreadForm.GSD2, ("1.05",), "0.02440"),
        (SpreadForm.GSD2, ("2",), "0.34657"),
        (SpreadForm.GSD2, ("3",), "0.54931"),
        (SpreadForm.GSD, ("1.05",), "0.04879"),
        (SpreadForm.VARIANCE_LN, ("0.0006",), "0.02449"),
        (SpreadForm.VARIANCE_LN, ("0.12",), "0.34641"),
    ],
)
def test_lognormal_forms(form: SpreadForm, values: tuple[str, ...], sigma_ln: str) -> None:
    spread = _spread(_stated(form, *values))
    assert _to(spread.sigma_ln, "0.00001") == Decimal(sigma_ln)
    assert spread.shape is SpreadShape.LOGNORMAL
    assert spread.sigma_ln is not None
    assert spread.relative_sd == relative_sd_of_sigma_ln(spread.sigma_ln)


def test_worked_figures_to_six_digits() -> None:
    assert _to(_spread(_stated(SpreadForm.GSD2, "1.05")).sigma_ln, "0.000001") == Decimal("0.024395")
    assert _to(_spread(_stated(SpreadForm.VARIANCE_LN, "0.0006")).sigma_ln, "0.000001") == Decimal("0.024495")
    assert _to(relative_sd_of_sigma_ln(Decimal("0.2")), "0.00001") == Decimal("0.20202")
    assert _to(sigma_ln_of_relative_sd(Decimal("0.5")), "0.00001") == Decimal("0.47238")
    assert _to(triangular_sd(Decimal(80), Decimal(100), Decimal(130)), "0.0001") == Decimal("10.2740")


def test_percentages_are_half_widths_of_a_normal_range() -> None:
    # AR6 table 7.15: fossil CH4 29.8 with a 90 % range of 11 either side.
    assert _to(_spread(_stated(SpreadForm.PERCENT_90, "36.91")).relative_sd, "0.0001") == Decimal("0.2244")
    assert _spread(_stated(SpreadForm.PERCENT_95, "1.96")).relative_sd == Decimal("0.01")
    assert _spread(_stated(SpreadForm.PERCENT_95, "5")).shape is SpreadShape.NORMAL
    assert _spread(_stated(SpreadForm.PERCENT_95, "5")).sigma_ln is None


def test_a_certificate_divides_by_its_coverage_factor() -> None:
    assert _spread(_stated(SpreadForm.CERTIFICATE_K, "0.5", "2")).relative_sd == Decimal("0.0025")


def test_triangular_and_uniform_are_relative_to_their_mean() -> None:
    triangular = _spread(_stated(SpreadForm.TRIANGULAR, "80", "100", "130"))
    assert triangular.shape is SpreadShape.TRIANGULAR
    assert _to(triangular.relative_sd * 310 / 3, "0.0001") == Decimal("10.2740")
    uniform = _spread(_stated(SpreadForm.UNIFORM, "94", "106"))
    assert uniform.shape is SpreadShape.UNIFORM
    assert _to(uniform.relative_sd, "0.000001") == Decimal("0.034641")
    assert _to(uniform_sd(Decimal(94), Decimal(106)), "0.0001") == Decimal("3.4641")


def test_a_median_lies_below_the_mean() -> None:
    assert _to(lognormal_mean(Decimal(100), Decimal("0.2")), "0.0001") == Decimal("102.0201")


def test_pedigree_variances_add() -> None:
    spread = _spread(_stated(SpreadForm.PEDIGREE, "0.0006", "2", "2", "2", "1", "3", stated_by="陈静"))
    assert spread.sigma_ln is not None
    assert _to(spread.sigma_ln**2, "0.00000001") == Decimal("0.0095")
    assert _to(spread.sigma_ln, "0.00001") == Decimal("0.09747")
    assert _to(gsd2_of_sigma_ln(spread.sigma_ln), "0.0001") == Decimal("1.2152")
    assert spread.pedigree_system == "ecoinvent_v3"
    assert spread.stated_by == "陈静"


def test_the_older_system_gives_its_own_figure() -> None:
    basic = str(_spread(_stated(SpreadForm.GSD2, "1.05")).sigma_ln)
    spread = _spread(_stated(SpreadForm.PEDIGREE, str(Decimal(basic) ** 2), "2", "2", "2", "1", "3", stated_by="陈静"), V2)
    assert spread.sigma_ln is not None
    assert _to(gsd2_of_sigma_ln(spread.sigma_ln), "0.0001") == Decimal("1.2192")
    assert spread.pedigree_system == "ecoinvent_v2"


def test_a_missing_score_is_a_problem_and_never_a_one() -> None:
    unknown = _problem(_stated(SpreadForm.PEDIGREE, "0.0006", "2", "2", "2", "1", "6", stated_by="陈静"))
    assert unknown.code == "spread_pedigree_score"
    assert unknown.params == (("indicator", "technological_correlation"), ("score", "6"), ("system", "ecoinvent_v3"))
    assert _problem(_stated(SpreadForm.PEDIGREE, "0.0006", "2", "2", "2", "1", stated_by="陈静")).code == "spread_values"
    assert _problem(_stated(SpreadForm.PEDIGREE, "0.0006", "2", "2", "2", "1", "NaN", stated_by="陈静")).code == "spread_values"
    assert _problem(_stated(SpreadForm.PEDIGREE, "0.0006", "2", "2", "2", "1.5", "3", stated_by="陈静")).code == "spread_pedigree_score"


def test_pedigree_scores_need_a_name() -> None:
    assert _problem(_stated(SpreadForm.PEDIGREE, "0.0006", "2", "2", "2", "1", "3")).code == "spread_pedigree_unsigned"


@pytest.mark.parametrize("form", list(SpreadForm))
def test_a_spread_without_a_source_is_a_problem(form: SpreadForm) -> None:
    assert _problem(_stated(form, "5", source=" ")).code == "spread_source_missing"


@pytest.mark.parametrize(
    ("form", "values"),
    [
        (SpreadForm.PERCENT_95, ()),
        (SpreadForm.PERCENT_95, ("5", "7")),
        (SpreadForm.CERTIFICATE_K, ("5",)),
        (SpreadForm.GSD2, ("Infinity",)),
        (SpreadForm.TRIANGULAR, ("1", "2")),
    ],
)
def test_wrong_numbers_of_values(form: SpreadForm, values: tuple[str, ...]) -> None:
    assert _problem(_stated(form, *values)).code == "spread_values"


@pytest.mark.parametrize(
    ("form", "values"),
    [
        (SpreadForm.PERCENT_95, ("0",)),
        (SpreadForm.PERCENT_90, ("-5",)),
        (SpreadForm.CERTIFICATE_K, ("5", "0")),
        (SpreadForm.CERTIFICATE_K, ("0", "2")),
        (SpreadForm.GSD2, ("1",)),
        (SpreadForm.GSD, ("0.9",)),
        (SpreadForm.VARIANCE_LN, ("0",)),
        (SpreadForm.VARIANCE_LN, ("-1",)),
        (SpreadForm.GSD2, ("0",)),
    ],
)
def test_no_spread_is_not_a_spread(form: SpreadForm, values: tuple[str, ...]) -> None:
    assert _problem(_stated(form, *values)).code == "spread_not_positive"


def test_a_negative_basic_variance_is_refused() -> None:
    stated = _stated(SpreadForm.PEDIGREE, "-0.0006", "2", "2", "2", "1", "3", stated_by="陈静")
    assert _problem(stated).code == "spread_not_positive"


@pytest.mark.parametrize(
    ("form", "values"),
    [
        (SpreadForm.LOW_HIGH_95, ("0", "2")),
        (SpreadForm.LOW_HIGH_95, ("3", "2")),
        (SpreadForm.TRIANGULAR, ("80", "140", "130")),
        (SpreadForm.TRIANGULAR, ("5", "5", "5")),
        (SpreadForm.UNIFORM, ("2", "2")),
        (SpreadForm.UNIFORM, ("-1", "2")),
    ],
)
def test_bounds_out_of_order(form: SpreadForm, values: tuple[str, ...]) -> None:
    assert _problem(_stated(form, *values)).code == "spread_out_of_order"
