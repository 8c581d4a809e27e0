"""Refusals say where and with which words; errors carry a code and its placeholders; ids keep their shape."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from hutan.kernel.errors import FormulaError, HutanError, InputError, PackError, UnitError, VerificationError
from hutan.kernel.ids import pack_id
from hutan.kernel.refusals import Address, Refusal, Remark, params_of


@pytest.mark.parametrize(
    ("address", "text"),
    [
        (Address("a.xlsx", "电", "B7"), "a.xlsx 电!B7"),
        (Address("a.xlsx", "电"), "a.xlsx 电"),
        (Address("a.csv", cell="B7"), "a.csv B7"),
        (Address("a.csv"), "a.csv"),
        (Address(""), ""),
    ],
)
def test_addresses_read_as_people_write_them(address: Address, text: str) -> None:
    assert str(address) == text


def test_params_are_text_in_the_order_given() -> None:
    assert params_of(unit="kWh", row=7) == (("unit", "kWh"), ("row", "7"))


def test_refusals_are_values() -> None:
    one, two = (Refusal("unit_unknown", Address("a.xlsx", "电", "B7"), params_of(unit="度电")) for _ in range(2))
    assert one == two
    assert len({one, two}) == 1
    remark: object = Remark(one.code, one.address, one.params)
    assert one != remark
    with pytest.raises(FrozenInstanceError):
        one.code = "other"  # type: ignore[misc]  # that this is refused is what is tested


@pytest.mark.parametrize("kind", [InputError, PackError, FormulaError, UnitError, VerificationError])
def test_errors_carry_a_code_and_placeholders(kind: type[HutanError]) -> None:
    error = kind("unit_unknown", unit="度电")
    assert isinstance(error, HutanError)
    assert error.code == "unit_unknown"
    assert error.params == (("unit", "度电"),)
    assert "unit_unknown" in str(error)


@pytest.mark.parametrize("text", ["ghgp-corporate/2004", "gwp/ar6", "sh-mrv/2012", "factors-electricity-cn/2026.1", "pcr-2024/1-a"])
def test_pack_ids(text: str) -> None:
    assert pack_id(text) == text


@pytest.mark.parametrize(
    "text",
    ["", "gwp", "gwp/", "/ar6", "GWP/ar6", "gwp/AR6", "gwp/ar6/x", "../gwp/ar6", "gwp/..", "gwp /ar6", "-gwp/ar6", "gwp/ar6\n", "gwp/ar6."],
)
def test_other_text_is_no_pack_id(text: str) -> None:
    with pytest.raises(ValueError, match="not a pack id"):
        pack_id(text)
