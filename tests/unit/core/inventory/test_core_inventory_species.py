"""The gases that an output stands for, a blend by its components, and which of them a pack counts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from balance_streams import SCOPE3
from plain_library import ENERGY, SH_MRV, released

from hutan.core.factors.gwp import GwpOrigin
from hutan.core.inventory.result import BoundInput, InputOrigin
from hutan.core.inventory.species import Component, components, gases_of, is_counted
from hutan.core.methods.kinds import GAS_OF_CARRIER, GAS_OF_FACTOR, KindOutput
from hutan.core.methods.library import Library
from hutan.core.methods.pack import MethodPack
from hutan.kernel.errors import InputError

_WHOLE = Decimal(1)


def _library() -> Library:
    return released(SCOPE3).library


def _pack(name: str) -> MethodPack:
    return next(pack for pack in released(name).library.methods if pack.header.id == name)


def _output(measure: str) -> KindOutput:
    return KindOutput("emission", measure, "kg", GwpOrigin.ANY, biogenic_apart=False)


def _factor(gas: str) -> BoundInput:
    return BoundInput("factor", Decimal(1), "kg/kg", gas, InputOrigin.FACTOR, "r", "P", "", "", ())


@pytest.mark.parametrize(
    ("gas", "parts"),
    [
        ("R-410A", {"HFC-32": "0.5", "HFC-125": "0.5"}),
        ("R-404A", {"HFC-125": "0.44", "HFC-143a": "0.52", "HFC-134a": "0.04"}),
        ("HFC-134a", {"HFC-134a": "1"}),
        ("R134a", {"HFC-134a": "1"}),
        ("CF4", {"PFC-14": "1"}),
        ("c-C4F8", {"PFC-318": "1"}),
        ("SF6", {"SF6": "1"}),
    ],
)
def test_a_blend_is_its_components_and_a_gas_goes_by_its_common_name(gas: str, parts: dict[str, str]) -> None:
    assert gases_of(_library(), gas) == tuple(Component(name, Decimal(share)) for name, share in parts.items())


def test_the_components_of_every_usable_blend_add_up_to_it() -> None:
    usable = [blend for blend in _library().blends.blends if blend.usable]
    assert len(usable) > 20
    assert {sum((part.share for part in gases_of(_library(), blend.name)), Decimal(0)) for blend in usable} == {_WHOLE}


def test_a_blend_of_a_composition_known_to_be_wrong_is_refused() -> None:
    wrong = [blend.name for blend in _library().blends.blends if not blend.usable]
    assert wrong
    for name in wrong:
        with pytest.raises(InputError) as error:
            gases_of(_library(), name)
        assert error.value.code == "blend_not_usable"


def test_a_gas_that_no_table_holds_keeps_the_name_it_was_given() -> None:
    assert gases_of(_library(), "unobtainium") == (Component("unobtainium", _WHOLE),)


def test_the_output_of_a_carrier_is_what_the_carrier_is() -> None:
    carrier = _library().carrier("r410a")
    assert components(_library(), _output(GAS_OF_CARRIER), (), carrier) == gases_of(_library(), "R-410A")


@pytest.mark.parametrize(("gas", "measure"), [("CO2e", "CO2e"), ("CO2", "CO2"), ("", "CO2")])
def test_the_output_of_a_factor_is_the_gas_the_factor_gives(gas: str, measure: str) -> None:
    other = replace(_factor("CH4"), name="price_bridge")
    found = components(_library(), _output(GAS_OF_FACTOR), (other, _factor(gas)), _library().carrier("electricity"))
    assert found == (Component(measure, _WHOLE),)


@pytest.mark.parametrize(("measure", "name"), [("C2F6", "PFC-116"), ("CHF3", "HFC-23"), ("CO2", "CO2"), ("energy", "energy")])
def test_an_output_that_names_its_gas_says_it_in_the_common_name(measure: str, name: str) -> None:
    assert components(_library(), _output(measure), (), _library().carrier("nf3")) == (Component(name, _WHOLE),)


@pytest.mark.parametrize(
    ("pack", "measure", "counted"),
    [
        (SCOPE3, "HFC-134a", True),
        (SCOPE3, "PFC-14", True),
        (SCOPE3, "SF6", True),
        (SCOPE3, "CO2e", True),
        (SCOPE3, "HCFC-22", False),
        (SCOPE3, "unobtainium", False),
        (SH_MRV, "CO2", True),
        (SH_MRV, "HFC-134a", False),
        (ENERGY, "anything", True),
    ],
)
def test_a_pack_counts_a_gas_by_its_name_or_its_family(pack: str, measure: str, counted: bool) -> None:
    assert is_counted(released(pack).library, _pack(pack), measure) is counted
