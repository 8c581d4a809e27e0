"""The tables of the uncertainty pack as shipped, and packs that cannot be read."""

from decimal import Decimal
from pathlib import Path

import pytest

from hutan.adapters.pack_store.uncertainty_tables import load_default_spreads, load_pedigree_table
from hutan.core.model.sourcing import EvidenceGrade, SpreadForm, StatedSpread
from hutan.core.uncertainty.pedigree import SCORED_INDICATORS, PedigreeIndicator
from hutan.core.uncertainty.spreads import StandardSpread, standard_spread
from hutan.kernel.errors import InputError, PackError

HEADER = "id,system,indicator,score,description,factor,factor_kind,sigma_ln,usable,grade,source_document,source_url,seen_at,licence,note\n"


def _pack(root: Path, pedigree: str) -> Path:
    folder = root / "uncertainty" / "2026.1"
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text("id: uncertainty/2026.1\n", "utf-8")
    (folder / "pedigree.csv").write_text(HEADER + pedigree, "utf-8")
    return root


def test_the_default_system_scores_five_indicators_from_one_to_five() -> None:
    table = load_pedigree_table()
    assert table.system == "ecoinvent_v3"
    assert len(table.factors) == 25
    for indicator in SCORED_INDICATORS:
        variances = [table.variance_ln(indicator, Decimal(score)) for score in range(1, 6)]
        assert variances[0] == 0
        assert all(variance is not None for variance in variances)
        assert variances == sorted(variance for variance in variances if variance is not None)


@pytest.mark.parametrize(("system", "gsd2"), [("ecoinvent_v3", "1.2152"), ("ecoinvent_v2", "1.2192")])
def test_the_worked_scores(system: str, gsd2: str) -> None:
    # Basic part: variance 0.0006 in the newer system, GSD² 1.05 in the older one.
    basic = {"ecoinvent_v3": Decimal("0.0006"), "ecoinvent_v2": (Decimal("1.05").ln() / 2) ** 2}[system]
    scores = tuple(Decimal(score) for score in (2, 2, 2, 1, 3))
    spread = standard_spread(StatedSpread(SpreadForm.PEDIGREE, (basic, *scores), "guideline", "陈静"), load_pedigree_table(system=system))
    assert isinstance(spread, StandardSpread)
    assert spread.sigma_ln is not None
    assert (2 * spread.sigma_ln).exp().quantize(Decimal("0.0001")) == Decimal(gsd2)


@pytest.mark.parametrize("system", ["ciroth_2016", "ghgp_product", "mine"])
def test_systems_that_are_not_usable_are_refused(system: str) -> None:
    with pytest.raises(InputError) as caught:
        load_pedigree_table(system=system)
    assert caught.value.code == "pedigree_system_unknown"
    assert dict(caught.value.params)["known"] == "ecoinvent_v2, ecoinvent_v3, ecoinvent_v3_rounded"


def test_only_usable_defaults_leave_the_pack_and_each_can_be_used() -> None:
    defaults = load_default_spreads()
    assert len(defaults) == 63
    assert all(row.grade is not EvidenceGrade.UNCONFIRMED for row in defaults)
    assert {row.kind for row in defaults} == {"basic_uncertainty", "activity_data", "gwp"}
    nothing = load_pedigree_table()
    assert all(isinstance(standard_spread(row.spread, nothing), StandardSpread) for row in defaults)


def test_a_default_says_what_its_source_says() -> None:
    by_id = {row.id: row.spread for row in load_default_spreads()}
    assert by_id["ipcc2006.ad.fossil_default"].form is SpreadForm.PERCENT_95
    assert by_id["ipcc2006.ad.fossil_default"].values == (Decimal(5),)
    assert by_id["ar6.gwp.ch4_fossil.100"].form is SpreadForm.PERCENT_90
    assert by_id["ar6.gwp.ch4_fossil.100"].values == (Decimal("36.91"),)
    assert by_id["ar6.gwp.ch4_fossil.100"].source == "IPCC AR6 WG1 Ch. 7, Table 7.15"


def test_a_cell_keeps_its_source() -> None:
    cell = next(cell for cell in load_pedigree_table().factors if cell.indicator is PedigreeIndicator.TECHNOLOGICAL and cell.score == 3)
    assert cell.factor == Decimal("0.008")
    assert "Weidema" in cell.source


def test_a_row_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    root = _pack(tmp_path, "x.1,ecoinvent_v3,reliability,one,,0.0006,variance_ln,,yes,C,,,,,\n")
    with pytest.raises(PackError) as caught:
        load_pedigree_table(root)
    assert caught.value.code == "uncertainty_row_unreadable"
    assert dict(caught.value.params)["row"] == "x.1"


def test_a_row_not_marked_usable_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    root = _pack(
        tmp_path, "x.1,ecoinvent_v3,reliability,1,,0,variance_ln,,yes,C,,,,,\nx.2,ecoinvent_v3,reliability,2,,0.0006,variance_ln,,no,B,,,,,\n"
    )
    table = load_pedigree_table(root)
    assert table.variance_ln(PedigreeIndicator.RELIABILITY, Decimal(1)) == 0
    assert table.variance_ln(PedigreeIndicator.RELIABILITY, Decimal(2)) is None
