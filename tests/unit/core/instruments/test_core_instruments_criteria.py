"""Each criterion passes, fails, does not apply, or is unknown; and unknown never counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from plain_library import GHGP, SH_MRV, released
from plain_organization import certificate, trade

from hutan.core.instruments.criteria import CRITERIA, Outcome, check_criteria, counts, outcomes
from hutan.core.model.instrument import ContractualInstrument, InstrumentType
from hutan.kernel.errors import PackError
from hutan.kernel.periods import Period, year

GEC, TRADE = certificate("c", "1"), trade("t", "1")
SUPPLIER = replace(TRADE, type=InstrumentType.SUPPLIER_FACTOR, rate_kg_per_kwh=Decimal("0.3"))
PASSED, FAILED, UNKNOWN, NOT_APPLICABLE = Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE


def _generated(start: tuple[int, int], end: tuple[int, int]) -> Period:
    return Period(date(*start, 1), date(*end, 1))


@pytest.mark.parametrize(
    ("instrument", "criterion", "expected"),
    [
        (GEC, "attribute", PASSED),
        (replace(GEC, rate_kg_per_kwh=None), "attribute", UNKNOWN),
        (GEC, "sole_claim", PASSED),
        (replace(GEC, sole_claim=False), "sole_claim", FAILED),
        (replace(GEC, sole_claim=None), "sole_claim", UNKNOWN),
        (GEC, "retired", PASSED),
        (replace(GEC, cancelled_for_reporter=False), "retired", FAILED),
        (replace(GEC, cancelled_for_reporter=False, cancelled_on=None), "retired", FAILED),
        (replace(GEC, cancelled_for_reporter=None), "retired", UNKNOWN),
        (replace(GEC, cancelled_on=None), "retired", UNKNOWN),
        (GEC, "vintage:24", PASSED),
        (replace(GEC, generated=None), "vintage:24", UNKNOWN),
        (replace(GEC, generated=_generated((2022, 1), (2022, 2))), "vintage:24", PASSED),
        (replace(GEC, generated=_generated((2021, 12), (2022, 1))), "vintage:24", FAILED),
        (replace(GEC, generated=_generated((2021, 12), (2024, 3))), "vintage:24", FAILED),
        (replace(GEC, generated=_generated((2024, 12), (2025, 1))), "vintage:24", PASSED),
        (replace(GEC, generated=_generated((2025, 1), (2025, 2))), "vintage:24", FAILED),
        (replace(GEC, generated=_generated((2024, 12), (2025, 2))), "vintage:24", FAILED),
        (replace(GEC, generated=_generated((2023, 12), (2024, 1))), "vintage:0", FAILED),
        (GEC, "market:CN", PASSED),
        (replace(GEC, market="US"), "market:CN", FAILED),
        (replace(GEC, market=""), "market:CN", UNKNOWN),
        (GEC, "supplier_delivered", NOT_APPLICABLE),
        (TRADE, "supplier_delivered", NOT_APPLICABLE),
        (SUPPLIER, "supplier_delivered", PASSED),
        (replace(SUPPLIER, settlement_number=""), "supplier_delivered", UNKNOWN),
        (GEC, "energy_with_certificates", NOT_APPLICABLE),
        (SUPPLIER, "energy_with_certificates", NOT_APPLICABLE),
        (TRADE, "energy_with_certificates", PASSED),
        (replace(TRADE, contract_number=""), "energy_with_certificates", UNKNOWN),
        (GEC, "residual_disclosed", PASSED),
        (TRADE, "inter_provincial", PASSED),
        (replace(TRADE, inter_provincial=False), "inter_provincial", FAILED),
        (GEC, "inter_provincial", UNKNOWN),
        (TRADE, "platform:北京电力交易中心", PASSED),
        (replace(TRADE, trading_platform="广州电力交易中心"), "platform:北京电力交易中心", FAILED),
        (replace(TRADE, trading_platform=""), "platform:北京电力交易中心", UNKNOWN),
        (TRADE, "contract", PASSED),
        (replace(TRADE, contract_number=""), "contract", UNKNOWN),
        (TRADE, "settled", PASSED),
        (replace(TRADE, settlement_number=""), "settled", UNKNOWN),
        (GEC, "validity:24:2024-01-01:2026-01-01", PASSED),
    ],
)
def test_outcome(instrument: ContractualInstrument, criterion: str, expected: Outcome) -> None:
    assert outcomes(instrument, (criterion,)) == ((criterion, expected),)


def test_every_criterion_of_the_code_is_tested_above() -> None:
    marks = test_outcome.pytestmark  # type: ignore[attr-defined]  # pytest keeps its marks there
    tested = {case[1].partition(":")[0] for case in marks[0].args[1]}
    assert tested == set(CRITERIA)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ((), True),
        ((PASSED,), True),
        ((PASSED, NOT_APPLICABLE), True),
        ((PASSED, UNKNOWN), False),
        ((PASSED, FAILED), False),
        ((UNKNOWN,), False),
    ],
)
def test_an_instrument_counts_only_if_nothing_failed_and_nothing_is_unknown(found: tuple[Outcome, ...], expected: bool) -> None:
    assert counts(tuple((str(number), outcome) for number, outcome in enumerate(found))) is expected


def test_a_criterion_that_does_not_exist_is_refused_by_name() -> None:
    with pytest.raises(PackError) as error:
        outcomes(GEC, ("attribute", "deliverable"))
    assert error.value.code == "criterion_unknown"
    assert dict(error.value.params)["criterion"] == "deliverable"


@pytest.mark.parametrize("pack", [GHGP, SH_MRV])
def test_packs_name_criteria_that_exist(pack: str) -> None:
    asked = [rule.instruments for rule in released(pack).library.methods[0].rules if rule.instruments]
    assert asked
    for rule in asked:
        assert [key for key, _ in outcomes(TRADE, rule.criteria)] == list(rule.criteria)


def test_what_the_city_accepts() -> None:
    """A trade across provinces on the Beijing exchange, settled and cancelled; a certificate alone is not even looked at.

    Source: 沪环气候〔2023〕89号.
    """
    (rule,) = (rule.instruments for rule in released(SH_MRV).library.methods[0].rules if rule.instruments)
    assert rule.types == (InstrumentType.GREEN_POWER_TRADE,)
    assert counts(outcomes(TRADE, rule.criteria))
    for lacking in (
        replace(TRADE, trading_platform="上海电力交易中心"),
        replace(TRADE, inter_provincial=False),
        replace(TRADE, contract_number=""),
        replace(TRADE, settlement_number=""),
        replace(TRADE, cancelled_on=None),
    ):
        assert not counts(outcomes(lacking, rule.criteria))


def test_a_certificate_declared_after_its_validity_does_not_count() -> None:
    """Generated in January 2024, so valid until December 2025; energy of 2023 was valid until the end of 2025, too.

    Source: 国能发新能规〔2024〕67号: valid for two years from the month of generation, that month included.
    """
    (rule,) = (rule.instruments for rule in released(GHGP).library.methods[0].rules if rule.instruments)
    for generated in (_generated((2024, 1), (2024, 2)), _generated((2023, 6), (2023, 7))):
        declared = replace(GEC, generated=generated, cancelled_on=date(2025, 12, 31), claim_period=year(2024))
        assert counts(outcomes(declared, rule.criteria))
        assert not counts(outcomes(replace(declared, cancelled_on=date(2026, 1, 1)), rule.criteria))


def test_validity_is_asked_of_certificates_only() -> None:
    rule = "validity:24:2024-01-01:2026-01-01"
    assert outcomes(TRADE, (rule,)) == ((rule, Outcome.NOT_APPLICABLE),)
    assert outcomes(replace(GEC, generated=None), (rule,)) == ((rule, Outcome.UNKNOWN),)
    assert outcomes(replace(GEC, cancelled_on=None), (rule,)) == ((rule, Outcome.UNKNOWN),)


def test_criteria_are_checked_before_any_instrument_comes_along() -> None:
    with pytest.raises(PackError) as caught:
        check_criteria(("market:CN", "deliverable"))
    assert dict(caught.value.params)["criterion"] == "deliverable"
