"""Warming potentials and blends of this release against the figures of the reports and of the official UK 2023 workbook."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from hutan.adapters.pack_store.tables import load_blend_table, load_factor_table, load_gwp_table
from hutan.core.factors.blends import blend_gwp
from hutan.core.factors.gwp import draft_refusal
from hutan.core.model.sourcing import Confirmation, EvidenceGrade
from hutan.kernel.errors import InputError
from hutan.kernel.refusals import Address

GWPS, BLENDS = load_gwp_table(), load_blend_table()
HERE = Address("inventory")


def test_rows_by_report_and_horizon() -> None:
    found = Counter((value.edition, value.horizon_years) for value in GWPS.values)
    assert found == {
        ("SAR", 100): 31,
        ("AR4", 20): 34,
        ("AR4", 100): 34,
        ("AR5", 20): 53,
        ("AR5", 100): 54,
        ("AR6", 20): 58,
        ("AR6", 100): 58,
    }
    assert len(GWPS.values) == 322
    assert {value.grade for value in GWPS.values} == {EvidenceGrade.TRANSCRIPTION}


# SAR 100, AR4 100, AR5 100, AR6 100, AR6 20 as tabulated in the CC0 package globalwarmingpotentials 0.13.2
PACKAGE = {
    "CH4": ("21", "25", "28", "27.9", "81.2"),
    "N2O": ("310", "298", "265", "273", "273"),
    "NF3": ("", "17200", "16100", "17400", "13400"),
    "HFC-23": ("11700", "14800", "12400", "14600", "12400"),
    "HFC-32": ("650", "675", "677", "771", "2690"),
    "HFC-125": ("2800", "3500", "3170", "3740", "6740"),
    "HFC-134a": ("1300", "1430", "1300", "1530", "4140"),
    "HFC-143a": ("3800", "4470", "4800", "5810", "7840"),
    "HFC-152a": ("140", "124", "138", "164", "591"),
    "HFC-227ea": ("2900", "3220", "3350", "3600", "5850"),
    "HFC-245fa": ("", "1030", "858", "962", "3170"),
    "HFC-43-10mee": ("1300", "1640", "1650", "1600", "3960"),
    "CF4": ("6500", "7390", "6630", "7380", "5300"),
    "C2F6": ("9200", "12200", "11100", "12400", "8940"),
    "C3F8": ("7000", "8830", "8900", "9290", "6770"),
    "c-C4F8": ("8700", "10300", "9540", "10200", "7400"),
    "C4F10": ("7000", "8860", "9200", "10000", "7300"),
}
SETS = (("SAR", 100), ("AR4", 100), ("AR5", 100), ("AR6", 100), ("AR6", 20))


@pytest.mark.parametrize("gas", PACKAGE)
def test_values_of_the_reports(gas: str) -> None:
    for (edition, horizon), expected in zip(SETS, PACKAGE[gas], strict=True):
        if expected:
            assert GWPS.gwp(gas, "any", edition, horizon).value == Decimal(expected)
        else:
            with pytest.raises(InputError, match="gwp_missing"):
                GWPS.gwp(gas, "any", edition, horizon)


@pytest.mark.parametrize(
    ("origin", "edition", "horizon", "value", "set_name"),
    [
        ("any", "AR5", 100, "28", "AR5-100 (8.A.1)"),
        ("non_fossil", "AR5", 100, "28", "AR5-100 (8.A.1)"),
        ("fossil", "AR5", 100, "30", "AR5-100 (8.A.1)"),
        ("any", "AR6", 100, "27.9", "AR6-100 (7.SM.7)"),
        ("fossil", "AR6", 100, "29.8", "AR6-100 (7.15)"),
        ("non_fossil", "AR6", 100, "27.0", "AR6-100 (7.15)"),
        ("fossil", "AR6", 20, "82.5", "AR6-20 (7.15)"),
        ("non_fossil", "AR6", 20, "79.7", "AR6-20 (7.15)"),
        ("fossil", "AR4", 100, "25", "AR4-100 (2.14)"),
    ],
)
def test_methane_names_its_table(origin: str, edition: str, horizon: int, value: str, set_name: str) -> None:
    found = GWPS.gwp("CH4", origin, edition, horizon)
    assert (found.value, found.set_name) == (Decimal(value), set_name)


@pytest.mark.parametrize("horizon", [20, 100])
def test_sf6_of_the_sixth_report_is_not_selectable(horizon: int) -> None:
    with pytest.raises(InputError) as caught:
        GWPS.gwp("SF6", "any", "AR6", horizon)
    assert caught.value.code == "gwp_conflict"
    assert "gwp.sf6.ar6." in dict(caught.value.params)["values"]
    assert GWPS.gwp("SF6", "any", "AR5", 100).value == 23500


@pytest.mark.parametrize(("gas", "edition", "horizon"), [("NF3", "SAR", 100), ("CH4", "SAR", 20), ("HFO-1234yf", "AR4", 100), ("C4F6", "AR6", 100)])
def test_gaps_of_the_tables_stay_gaps(gas: str, edition: str, horizon: int) -> None:
    with pytest.raises(InputError) as caught:
        GWPS.gwp(gas, "any", edition, horizon)
    assert dict(caught.value.params) == {"gas": gas, "edition": edition, "horizon": str(horizon)}


@pytest.mark.parametrize(
    ("name", "species"),
    [
        ("R134a", "HFC-134a"),
        ("HFC134a", "HFC-134a"),
        ("四氟化碳", "PFC-14"),
        ("CF4", "PFC-14"),
        ("cC4F8", "PFC-318"),
        ("六氟化硫", "SF6"),
        ("甲烷", "CH4"),
        ("CHF3", "HFC-23"),
        ("HFC4310mee", "HFC-43-10mee"),
        ("HFO-1234ze(E)", "HFO-1234ze(E)"),
        ("R22", "HCFC-22"),
    ],
)
def test_gases_go_by_many_names(name: str, species: str) -> None:
    assert GWPS.species(name) == species


def test_drafts_and_values_that_stand() -> None:
    assert draft_refusal(GWPS.gwp("N2O", "any", "AR5", 100), (), HERE) is None
    assert draft_refusal(GWPS.gwp("CH4", "non_fossil", "AR5", 100), (), HERE) is None
    drafts = (("CH4", "fossil", "AR5", 100), ("N2O", "any", "AR5", 20), ("N2O", "any", "AR6", 100), ("N2O", "any", "SAR", 100))
    for gas, origin, edition, horizon in drafts:
        refusal = draft_refusal(GWPS.gwp(gas, origin, edition, horizon), (), HERE)
        assert refusal is not None
        assert refusal.code == "gwp_draft_not_confirmed"
    confirmed = (Confirmation("gwp.ch4_fossil.ar6.100", "王工", date(2026, 3, 1), "对照表 7.15"),)
    assert draft_refusal(GWPS.gwp("CH4", "fossil", "AR6", 100), confirmed, HERE) is None
    assert draft_refusal(GWPS.gwp("CH4", "non_fossil", "AR6", 100), confirmed, HERE) is not None


def test_only_independent_transcriptions_corroborate() -> None:
    found = Counter(value.edition for value in GWPS.values if value.corroborated)
    assert found == {"AR4": 32, "AR5": 44}
    assert all(value.horizon_years == 100 for value in GWPS.values if value.corroborated)
    assert not [value.id for value in GWPS.values if value.corroborated and "common origin" in value.note]


# composition × warming potential, computed by hand from the two tables
@pytest.mark.parametrize(
    ("blend", "ar4", "ar5", "ar6"),
    [
        ("R-404A", "3921.6", "3942.8", "4728.0"),
        ("R-407C", "1773.85", "1624.21", "1907.93"),
        ("R-410A", "2087.5", "1923.5", "2255.5"),
        ("R-507A", "3985", "3985", "4775"),
        ("R-448A", "", "1273.49", "1494.36"),
        ("R-449A", "", "1281.85", "1504.47"),
        ("R-452A", "", "1945.07", "2291.56"),
        ("R-454B", "", "466.76", "531.37"),
        ("R-513A", "", "572.56", "673.48"),
    ],
)
def test_blends(blend: str, ar4: str, ar5: str, ar6: str) -> None:
    for edition, expected in (("AR4", ar4), ("AR5", ar5), ("AR6", ar6)):
        if expected:
            assert round(blend_gwp(blend, edition, 100, BLENDS, GWPS).value, 2) == Decimal(expected)
        else:
            with pytest.raises(InputError, match="blend_component_missing"):
                blend_gwp(blend, edition, 100, BLENDS, GWPS)


def test_a_pure_gas_by_its_refrigerant_name() -> None:
    assert [GWPS.gwp("R-32", "any", edition, 100).value for edition in ("AR4", "AR5", "AR6")] == [675, 677, 771]


def test_compositions_held() -> None:
    assert len(BLENDS.blends) == 126
    assert [blend.name for blend in BLENDS.blends if not blend.usable] == ["R-405A"]
    with pytest.raises(InputError, match="blend_not_usable"):
        blend_gwp("R-405A", "AR5", 100, BLENDS, GWPS)


def test_hydrocarbons_are_not_taken_as_zero() -> None:
    with pytest.raises(InputError) as caught:
        blend_gwp("R-290/600a", "AR5", 100, BLENDS, GWPS)
    assert caught.value.code == "blend_unknown"
    with pytest.raises(InputError) as caught:
        blend_gwp("R-436A", "AR5", 100, BLENDS, GWPS)
    assert caught.value.code == "blend_component_missing"


def test_corroborated_blends_agree_with_the_official_workbook() -> None:
    rows = [factor for factor in load_factor_table().factors if factor.series == "desnz-2023-gwp"]
    official = {re.sub("[^0-9a-z]", "", factor.substance): factor.value for factor in rows}
    assert len(official) == 166
    agreeing = [blend for blend in BLENDS.blends if blend.corroborated]
    assert len(agreeing) == 36
    for blend in agreeing:
        ours = blend_gwp(blend.name, "AR5", 100, BLENDS, GWPS).value
        assert abs(ours - official[blend.name.lower().replace("-", "")]) <= 1, blend.name


def test_single_gases_agree_with_the_official_workbook() -> None:
    agreed = 0
    for factor in load_factor_table().factors:
        if factor.series == "desnz-2023-gwp" and (species := GWPS.species(factor.gas)):
            agreed += 1
            assert abs(GWPS.gwp(species, "any", "AR5", 100).value - factor.value) <= 1, factor.gas
    assert agreed >= 20
