"""Whole balances from meter to total: every stream a source of its own, under the packs as they are shipped, against what a public source prints."""

from __future__ import annotations

from decimal import Decimal

import pytest
from balance_streams import GBT, PRODUCT, SCOPE3, Stream, of_streams

from hutan.core.inventory.result import Inventory
from hutan.core.model.organization import SourceUse

IN, OUT = SourceUse.PROCESS_INPUT, SourceUse.PROCESS_OUTPUT
BOUGHT, RECOVERED, STOCKED, FILLED = SourceUse.GAS_ACQUIRED, SourceUse.GAS_RECOVERED, SourceUse.GAS_STOCKED, SourceUse.GAS_FILLED
# A yearly record is cut into twelve months, and each of its lines is rounded to 1e-9 kg.
_ROUNDING = Decimal("0.000001")
TOTALS = {SCOPE3: "location_based", GBT: "total"}


def _carbon(fraction: str) -> tuple[tuple[str, str, str], ...]:
    return (("carbon_mass_fraction", fraction, "tC/t"),)


def _total(found: Inventory, total: str = TOTALS[SCOPE3]) -> Decimal:
    return next(each.value for each in found.totals if each.id == total)


def _by_source(found: Inventory) -> dict[str, Decimal]:
    names = {line.source_id for line in found.lines}
    return {name: sum((line.stated() for line in found.lines if line.source_id == name), Decimal(0)) for name in names}


def _near(found: Decimal, expected: Decimal | str) -> bool:
    return abs(found - Decimal(expected)) < _ROUNDING


# GreenLang, tests of its MaterialBalanceEngine: 750 − 25 = 725 t C and 405 t C, at 44/12.
COAL_AND_SCRAP = (Stream("coal", "bituminous_coal", IN, "1000", _carbon("0.750")), Stream("scrap", PRODUCT.id, OUT, "5000", _carbon("0.005")))
COKE_AND_COAL = (Stream("coke", "coke", IN, "300", _carbon("0.850")), Stream("coal", "bituminous_coal", IN, "200", _carbon("0.750")))
# Its refrigerant balance: 500 + 100 − 20 + 10 − 5 − 450 − 30 = 105 kg of R-134a.
R134A = (
    Stream("beginning", "r134a", BOUGHT, "500"),
    Stream("purchases", "r134a", BOUGHT, "100"),
    Stream("sales", "r134a", RECOVERED, "20"),
    Stream("acquisitions", "r134a", BOUGHT, "10"),
    Stream("divestitures", "r134a", RECOVERED, "5"),
    Stream("end", "r134a", STOCKED, "450"),
    Stream("capacity", "r134a", FILLED, "30"),
)
# 附表 A.2 of the steel guideline, amounts ours: 22 + 7.326 + 17.2 + 37 − 37 t.
FURNACE = (
    Stream("limestone", "limestone", IN, "50"),
    Stream("electrode", "electrode", IN, "2"),
    Stream("pig-iron", "pig_iron", IN, "100"),
    Stream("scrap", "scrap", IN, "1000"),
    Stream("steel", "crude_steel", OUT, "1000"),
)


@pytest.mark.parametrize(("streams", "carbon_t"), [(COAL_AND_SCRAP, 725), (COKE_AND_COAL, 405)])
def test_a_carbon_balance_gives_the_carbon_that_is_printed(streams: tuple[Stream, ...], carbon_t: int) -> None:
    found = of_streams(streams)
    assert found.gaps == ()
    assert _near(_total(found) * 12 / 44, 1000 * Decimal(carbon_t))


def test_each_stream_of_a_carbon_balance_keeps_its_sign() -> None:
    found = _by_source(of_streams(COAL_AND_SCRAP))
    assert _near(found["coal"], "2750000") and _near(found["scrap"], Decimal(-275000) / 3)


def test_carbon_that_enters_and_leaves_unchanged_is_nothing() -> None:
    streams = (Stream("in", PRODUCT.id, IN, "123.456", _carbon("0.875")), Stream("out", PRODUCT.id, OUT, "123.456", _carbon("0.875")))
    assert _total(of_streams(streams)) == 0


@pytest.mark.parametrize("pack", [SCOPE3, GBT])
def test_a_steel_furnace_of_five_streams(pack: str) -> None:
    found = of_streams(FURNACE, pack)
    assert found.gaps == ()
    assert _near(_total(found, TOTALS[pack]), "46526")
    expected = {"limestone": 22000, "electrode": 7326, "pig-iron": 17200, "scrap": 37000, "steel": -37000}
    assert {name: round(value, 6) for name, value in _by_source(found).items()} == expected


def test_a_refrigerant_balance_of_seven_streams() -> None:
    """105 kg are printed; at the AR5 potential of 1300 they are 136.5 t."""
    found = of_streams(R134A)
    assert found.gaps == ()
    assert _near(sum((line.amount for line in found.lines), Decimal(0)), "105")
    assert {line.measure for line in found.lines} == {"HFC-134a"}
    assert _near(_total(found), "136500")


def test_a_blend_bought_and_recovered_is_a_loss_of_its_components() -> None:
    """R-410A, 100 kg bought, 30 recovered, 70 lost: half HFC-32, half HFC-125."""
    found = of_streams((Stream("bought", "r410a", BOUGHT, "100"), Stream("recovered", "r410a", RECOVERED, "30")))
    lost = {gas: sum((line.amount for line in found.lines if line.measure == gas), Decimal(0)) for gas in ("HFC-32", "HFC-125")}
    assert all(_near(amount, "35") for amount in lost.values())
    assert _near(_total(found), 35 * Decimal(677) + 35 * Decimal(3170))


def test_sulfur_hexafluoride_by_equation_dd_1() -> None:
    """Decrease in storage 15, acquired 230, disbursed 40, added nameplate capacity 165: 40 kg, at 23,500."""
    streams = (
        Stream("storage", "sf6", BOUGHT, "15"),
        Stream("acquired", "sf6", BOUGHT, "230"),
        Stream("disbursed", "sf6", RECOVERED, "40"),
        Stream("capacity", "sf6", FILLED, "165"),
    )
    found = of_streams(streams)
    assert found.gaps == () and _near(_total(found), 40 * Decimal(23500))


def test_captured_carbon_dioxide_is_not_taken_off() -> None:
    """120 t at 99 % handed on stand apart: the total stays that of the furnace."""
    handed_on = Stream("captured", "captured_co2", SourceUse.CAPTURED, "120", (("co2_purity", "99", "%"),))
    found = of_streams((*FURNACE, handed_on))
    assert _near(_total(found), "46526") and _near(_total(found, "co2_handed_on"), "-118800")


def test_a_stream_without_its_carbon_is_a_gap_and_not_a_zero() -> None:
    found = of_streams((Stream("coal", "bituminous_coal", IN, "1000"), COAL_AND_SCRAP[1]))
    assert [(gap.code, gap.source_id, gap.blocking) for gap in found.gaps] == [("gap_no_value", "coal", True)]
