"""Warming potentials: by origin, never zero, never one of two that disagree; and blends from their parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hutan.core.factors.blends import Blend, BlendShare, BlendTable, blend_gwp
from hutan.core.factors.factor import Factor
from hutan.core.factors.gwp import GwpOrigin, GwpTable, GwpValue, draft_refusal, restatement_refusal
from hutan.core.model.sourcing import Citation, Confirmation, EvidenceGrade
from hutan.kernel.errors import InputError, PackError
from hutan.kernel.ids import FactorId, PackId, RegionId
from hutan.kernel.refusals import Address

HERE = Address("inventory")
NOWHERE = Citation("", "", "", "", "")


def value(species: str, number: str, edition: str = "AR5", origin: GwpOrigin = GwpOrigin.ANY, horizon: int = 100) -> GwpValue:
    return GwpValue(
        id=f"gwp.{species}.{origin.value}.{edition}.{horizon}.{number}".lower(),
        species=species,
        origin=origin,
        edition=edition,
        horizon_years=horizon,
        value=Decimal(number),
        grade=EvidenceGrade.TRANSCRIPTION,
        corroborated=edition == "AR5",
        set_name=f"{edition}-{horizon}",
        family=species.partition("-")[0],
        name_zh="",
        name_en="",
        aliases=(),
        citation=NOWHERE,
        licence="",
        note="",
        pack=PackId("gwp/ar5"),
    )


TABLE = GwpTable(
    (
        value("CH4", "25", "AR4"),
        value("CH4", "28"),
        value("CH4", "30", origin=GwpOrigin.FOSSIL),
        value("CH4", "27.9", "AR6"),
        value("CH4", "29.8", "AR6", GwpOrigin.FOSSIL),
        value("CH4", "27.0", "AR6", GwpOrigin.NON_FOSSIL),
        replace(value("HFC-134a", "1300"), name_zh="1,1,1,2-四氟乙烷", aliases=("R-134a",)),
        value("HFC-32", "677"),
        value("SF6", "25200", "AR6"),
        value("SF6", "24300", "AR6"),
        value("CFC-12", "10200"),
    )
)


@pytest.mark.parametrize(
    ("origin", "edition", "expected"),
    [
        ("any", "AR4", "25"),
        ("fossil", "AR4", "25"),
        ("non_fossil", "AR4", "25"),
        ("any", "AR5", "28"),
        ("fossil", "ar5", "30"),
        ("any", "AR6", "27.9"),
        ("fossil", "AR6", "29.8"),
        ("non_fossil", "AR6", "27.0"),
    ],
)
def test_methane_by_origin(origin: str, edition: str, expected: str) -> None:
    assert TABLE.gwp("CH4", origin, edition, 100).value == Decimal(expected)


def test_a_report_that_splits_a_gas_gives_no_value_for_an_origin_it_lacks() -> None:
    with pytest.raises(InputError, match="gwp_missing"):
        TABLE.gwp("CH4", "non_fossil", "AR5", 100)


def test_co2_is_one_in_every_set() -> None:
    found = TABLE.gwp("co2", "fossil", "SAR", 100)
    assert (found.value, found.set_name) == (Decimal(1), "SAR-100")
    assert draft_refusal(found, (), HERE) is None


def test_a_missing_value_is_an_error_that_names_gas_and_set() -> None:
    with pytest.raises(InputError) as caught:
        TABLE.gwp("NF3", "any", "AR5", 20)
    assert (caught.value.code, caught.value.params) == ("gwp_missing", (("gas", "NF3"), ("edition", "AR5"), ("horizon", "20")))


def test_two_printings_that_disagree_give_no_value() -> None:
    with pytest.raises(InputError) as caught:
        TABLE.gwp("SF6", "any", "AR6", 100)
    assert caught.value.code == "gwp_conflict"
    assert "25200" in dict(caught.value.params)["values"]
    assert "24300" in dict(caught.value.params)["values"]


@pytest.mark.parametrize("name", ["HFC-134a", "HFC134a", "hfc 134a", "R134a", "R-134A", "ＨＦＣ－134a", "1,1,1,2-四氟乙烷"])
def test_names_of_a_gas(name: str) -> None:
    assert TABLE.species(name) == "HFC-134a"
    assert TABLE.gwp(name, "any", "AR5", 100).value == 1300


def test_an_unknown_name_is_not_guessed() -> None:
    assert TABLE.species("HFC-134") is None


def test_a_draft_waits_for_a_named_person() -> None:
    found = TABLE.gwp("CH4", "fossil", "AR6", 100)
    refusal = draft_refusal(found, (), HERE)
    assert refusal is not None
    assert refusal.code == "gwp_draft_not_confirmed"
    confirmed = (Confirmation("*.ar6.*", "王工", date(2026, 3, 1), "对照 AR6 表 7.15"),)
    assert draft_refusal(found, confirmed, HERE) is None
    assert draft_refusal(TABLE.gwp("CH4", "any", "AR5", 100), (), HERE) is None


def test_gases_outside_the_kyoto_basket_are_marked() -> None:
    assert TABLE.gwp("CFC-12", "any", "AR5", 100).outside_basket
    assert not TABLE.gwp("HFC-32", "any", "AR5", 100).outside_basket


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((value("CH4", "28"), value("CH4", "28")), "factor_duplicate"),
        ((value("CH4", "0"),), "factor_value_implausible"),
        ((value("CO2", "2"),), "factor_value_implausible"),
        ((replace(value("HFC-134", "1"), aliases=("R-134a",)), replace(value("HFC-134a", "2"), aliases=("R134a",))), "gwp_name_ambiguous"),
    ],
)
def test_a_table_that_disagrees_with_itself_is_refused(rows: tuple[GwpValue, ...], code: str) -> None:
    with pytest.raises(PackError) as caught:
        GwpTable(rows)
    assert caught.value.code == code


# ---- restating


@pytest.mark.parametrize(
    ("gas", "basis", "edition", "refused"),
    [
        ("CO2e", "AR5 GWP100", "AR5", False),
        ("CO2e", "AR5 GWP100 (as in the editions since 2023; not restated in the extraction)", "ar5", False),
        ("CO2e", "AR5 GWP100", "AR6", True),
        ("CO2e", "not stated in the annex", "AR5", True),
        ("CO2e", "", "AR5", True),
        ("CO2", "", "AR6", False),
    ],
)
def test_what_is_already_added_up_is_not_restated(gas: str, basis: str, edition: str, refused: bool) -> None:
    unit = f"kg{gas}/kWh"
    factor = Factor(
        FactorId("f"), "", "", "", "carbon_footprint", "s", "electricity", gas, Decimal("0.5777"), unit, RegionId("CN"), "", 2024,
        None, None, basis, "", EvidenceGrade.OFFICIAL, False, NOWHERE, "", "", PackId("s/1"),
    )  # fmt: skip
    refusal = restatement_refusal(factor, edition, 100, HERE)
    assert (refusal is not None) is refused
    if refusal is not None:
        assert refusal.code == "factor_restatement_refused"


# ---- blends


def blend(name: str, *shares: tuple[str, str], usable: bool = True) -> Blend:
    parts = tuple(BlendShare(component, Decimal(percent)) for component, percent in shares)
    return Blend(f"blend.{name}", name, parts, usable, EvidenceGrade.TRANSCRIPTION, False, NOWHERE, "", PackId("blends/1"))


BLENDS = BlendTable(
    (
        blend("R-X", ("HFC-32", "25.5"), ("HFC-134a", "74.5")),
        blend("R-Y", ("HFC-32", "50"), ("R-290 (propane)", "50")),
        blend("R-Z", ("HFC-32", "100"), usable=False),
    )
)


def test_a_blend_is_the_exact_sum_of_its_parts() -> None:
    found = blend_gwp("rx", "AR5", 100, BLENDS, TABLE)
    assert found.value == Decimal("25.5") * 677 / 100 + Decimal("74.5") * 1300 / 100 == Decimal("1141.135")
    assert [part.gwp.species for part in found.parts] == ["HFC-32", "HFC-134a"]


@pytest.mark.parametrize(("name", "code"), [("R-Y", "blend_component_missing"), ("R-Z", "blend_not_usable"), ("R-999", "blend_unknown")])
def test_a_blend_that_cannot_be_computed_says_why(name: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        blend_gwp(name, "AR5", 100, BLENDS, TABLE)
    assert caught.value.code == code
    if code == "blend_component_missing":
        assert dict(caught.value.params)["component"] == "R-290 (propane)"


def test_shares_add_up_to_the_whole() -> None:
    with pytest.raises(PackError, match="blend_broken"):
        BlendTable((blend("R-X", ("HFC-32", "25.5"), ("HFC-134a", "74.4")),))
    with pytest.raises(PackError, match="blend_broken"):
        BlendTable((blend("R-X", ("HFC-32", "100")), blend("RX", ("HFC-32", "100"))))
