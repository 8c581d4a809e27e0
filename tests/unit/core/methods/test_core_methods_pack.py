"""Conditions of rules, and what is refused when a pack is checked against the factors it may take."""

from __future__ import annotations

from dataclasses import replace

import pytest
from plain_library import GHGP, factor, plain, plain_factors, released
from plain_organization import source

from hutan.core.factors.factor import Factor
from hutan.core.factors.table import FactorTable
from hutan.core.methods.checks import check_pack
from hutan.core.methods.pack import Bilingual, Condition, MethodPack
from hutan.core.model.carrier import Carrier, CarrierFamily
from hutan.core.model.organization import SourceUse
from hutan.kernel.errors import PackError
from hutan.kernel.ids import KindId

ANY = Condition((), (), (), None)
WOOD = Carrier("wood_pellets", "木", "wood", CarrierFamily.SOLID_FUEL, "t", True, ())


def _pack() -> MethodPack:
    return plain().methods[0]


def _check(pack: MethodPack, *more: Factor) -> str:
    """The code with which the pack is refused over the plain factors and `more`; empty if it holds."""
    try:
        check_pack(pack, FactorTable((*plain_factors(), *more)), plain().carriers)
    except PackError as error:
        return error.code
    return ""


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (ANY, True),
        (replace(ANY, families=(CarrierFamily.SOLID_FUEL,)), True),
        (replace(ANY, families=(CarrierFamily.GAS, CarrierFamily.LIQUID_FUEL)), False),
        (replace(ANY, uses=(SourceUse.STATIONARY,)), True),
        (replace(ANY, uses=(SourceUse.MOBILE,)), False),
        (replace(ANY, carriers=("wood_pellets",)), True),
        (replace(ANY, carriers=("coke",)), False),
        (replace(ANY, biogenic=True), True),
        (replace(ANY, biogenic=False), False),
        (replace(ANY, families=(CarrierFamily.SOLID_FUEL,), biogenic=False), False),
    ],
)
def test_condition(condition: Condition, expected: bool) -> None:
    assert condition.holds(source("X", "wood_pellets"), WOOD) is expected


def test_the_released_packs_hold() -> None:
    assert _check(_pack()) == ""


def test_an_input_that_the_kind_does_not_have() -> None:
    rule = _pack().rules[0]
    wrong = replace(rule, inputs=(replace(rule.inputs[0], name="heating_value"), *rule.inputs[1:]))
    assert _check(replace(_pack(), rules=(wrong,))) == "pack_input_unused"


def test_a_kind_that_does_not_exist() -> None:
    assert _check(replace(_pack(), rules=(replace(_pack().rules[0], kind=KindId("magic@1")),))) == "kind_unknown"


@pytest.mark.parametrize(
    ("parameter", "series", "substance", "unit"),
    [
        ("NCV", "mee-steel", "coke", "GJ/Nm3"),
        ("NCV", "mee-power", "natural_gas", "GJ/t"),
        ("carbon_content", "mee-steel", "natural_gas", "tC/t"),
    ],
)
def test_a_factor_whose_unit_does_not_fit_is_refused_before_anything_is_calculated(parameter: str, series: str, substance: str, unit: str) -> None:
    carbon = ("carbon_content", "mee-steel", "coke", "0.03", "tC/GJ")
    oxidation = ("oxidation_rate", "mee-steel", "coke", "99", "%")
    factors = [*plain_factors(), factor("a", *carbon), factor("b", *oxidation), factor("wrong", parameter, series, substance, "1", unit)]
    with pytest.raises(PackError) as error:
        check_pack(_pack(), FactorTable(tuple(factors)), plain().carriers)
    assert error.value.code == "pack_unit_wrong"
    assert dict(error.value.params)["carrier"] == substance


def test_a_factor_of_a_series_that_no_rule_takes_may_have_any_unit() -> None:
    assert _check(_pack(), factor("more", "NCV", "elsewhere", "coke", "1", "GJ/Nm3")) == ""


def test_a_rule_that_can_compute_nothing_is_refused() -> None:
    rule = next(rule for rule in _pack().rules if rule.kind == "energy_transfer@1")
    assert _check(replace(_pack(), rules=(replace(rule, inputs=()),)))


def test_an_input_for_instruments_that_the_kind_does_not_have_is_refused() -> None:
    rule = next(rule for rule in _pack().rules if rule.instruments)
    assert rule.instruments is not None
    wrong = replace(rule, instruments=replace(rule.instruments, covered_input="rate"))
    assert _check(replace(_pack(), rules=(wrong,)))




def test_a_factor_of_another_gas_in_the_same_series_is_none_that_the_rule_may_take() -> None:
    whole = factor("e", "average_consumption_factor", "mee-grid-average", "electricity", "0.6", "kgCO2e/kWh", gas="CO2e", gwp_basis="AR5 GWP100")
    assert _check(_pack(), whole) == ""


def test_titles_in_both_languages() -> None:
    pack = released(GHGP).library.methods[0]
    assert (pack.scope_title("scope_1", "zh"), pack.scope_title("scope_1", "en")) == ("范围一", "Scope 1")
    assert Bilingual("甲", "A").text("en") == "A"


def test_a_carrier_that_is_not_defined() -> None:
    with pytest.raises(PackError) as error:
        plain().carrier("unobtainium")
    assert error.value.code == "carrier_unknown"
