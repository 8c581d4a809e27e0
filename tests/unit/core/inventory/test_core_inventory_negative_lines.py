"""What is taken off by design passes; a credit note, a negative factor or a balance that gives more than it takes is pointed out."""

from __future__ import annotations

import pytest
from balance_streams import PRODUCT, Stream, of_streams
from plain_library import plain
from plain_organization import inputs, inventory, monthly, organization, own_value, source

from hutan.core.inventory.result import Check, Inventory
from hutan.core.methods.kinds import KINDS
from hutan.core.model.organization import SourceUse
from hutan.kernel.ids import KindId

_CARBON = (("carbon_mass_fraction", "0.5", "tC/t"),)


def _check(found: Inventory) -> Check:
    return next(check for check in found.checks if check.code == "check_negative_lines")


def _streams(entered: str, left: str) -> tuple[Stream, Stream]:
    enters = Stream("in", PRODUCT.id, SourceUse.PROCESS_INPUT, entered, _CARBON)
    return enters, Stream("out", PRODUCT.id, SourceUse.PROCESS_OUTPUT, left, _CARBON)


@pytest.mark.parametrize(
    ("entered", "left", "named"), [("100", "40", "–"), ("100", "100", "–"), ("100", "100.001", "B"), ("100", "-1", "out 2024-01")]
)
def test_a_balance_is_pointed_out_where_it_gives_more_than_it_takes(entered: str, left: str, named: str) -> None:
    check = _check(of_streams(_streams(entered, left)))
    assert check.passed is (named == "–")
    assert dict(check.params)["items"].split(", ")[0] == named


def test_a_credit_note_is_pointed_out() -> None:
    gas = source("G", "natural_gas")
    records = [*monthly(gas, "1000")[1:], monthly(gas, "-5")[0]]
    check = _check(inventory(inputs(organization([gas]), records), plain()))
    assert not check.passed and dict(check.params)["items"] == "G 2024-01"


def test_a_negative_factor_is_pointed_out() -> None:
    gas = source("G", "natural_gas")
    value = own_value("v", "G", "carbon_content", "natural_gas", "-0.015", "tC/GJ")
    check = _check(inventory(inputs(organization([gas], own_values=[value]), monthly(gas, "1000")), plain()))
    assert not check.passed and dict(check.params)["count"] == "12"


def test_which_kinds_take_off() -> None:
    found = {kind.id for kind in KINDS.values() if kind.takes_off()}
    assert found == {KindId(name) for name in ("deduction@1", "carbon_out@1", "embedded_co2_out@1", "co2_handed_on@1", "gas_balance_out@1")}
