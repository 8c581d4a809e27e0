"""Quality criteria for contractual instruments: each passes, fails, does not apply, or is unknown for want of a fact.

Packs name criteria by key, some with an argument after a colon (``market:CN``); criteria without a fact are unknown, never assumed.

Source: GHG Protocol Scope 2 Guidance 2015, chapter 7, table 7.1, in our words.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import Enum

from hutan.core.model.instrument import ContractualInstrument, InstrumentType
from hutan.kernel.errors import PackError


class Outcome(Enum):
    """An instrument counts only if every criterion passes or does not apply."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


Criterion = Callable[[ContractualInstrument, str], Outcome]


def _known(fact: bool | None) -> Outcome:
    if fact is None:
        return Outcome.UNKNOWN
    return Outcome.PASSED if fact else Outcome.FAILED


def _given(text: str) -> Outcome:
    return Outcome.PASSED if text else Outcome.UNKNOWN


def _equals(text: str, wanted: str) -> Outcome:
    return _known(text == wanted) if text else Outcome.UNKNOWN


def _attribute(instrument: ContractualInstrument, _: str) -> Outcome:
    return Outcome.UNKNOWN if instrument.rate_kg_per_kwh is None else Outcome.PASSED


def _sole_claim(instrument: ContractualInstrument, _: str) -> Outcome:
    return _known(instrument.sole_claim)


def _retired(instrument: ContractualInstrument, _: str) -> Outcome:
    if instrument.cancelled_for_reporter is False:
        return Outcome.FAILED
    return _known(True if instrument.cancelled_on and instrument.cancelled_for_reporter else None)


def _vintage(instrument: ContractualInstrument, months: str) -> Outcome:
    """Generated no later than the claim period ends and at most `months` months before it starts."""
    if instrument.generated is None:
        return Outcome.UNKNOWN
    claim, generated = instrument.claim_period, instrument.generated
    months_before = (claim.start.year - generated.start.year) * 12 + claim.start.month - generated.start.month
    return _known(generated.end <= claim.end and months_before <= int(months))


def _validity(instrument: ContractualInstrument, rule: str) -> Outcome:
    """Declared while valid: `rule` is months from the first month of generation, then, for energy generated before a day, the day it lapses."""
    if instrument.type is not InstrumentType.CERTIFICATE:
        return Outcome.NOT_APPLICABLE
    if instrument.generated is None or instrument.cancelled_on is None:
        return Outcome.UNKNOWN
    months, before, lapses = rule.split(":")
    if instrument.generated.end <= date.fromisoformat(before):
        return _known(instrument.cancelled_on < date.fromisoformat(lapses))
    return _known(instrument.cancelled_on < _months_later(instrument.generated.start, int(months)))


def _months_later(day: date, months: int) -> date:
    """First day of the month that lies `months` after the month of `day`."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def _market(instrument: ContractualInstrument, market: str) -> Outcome:
    return _equals(instrument.market, market)


def _supplier_delivered(instrument: ContractualInstrument, _: str) -> Outcome:
    if instrument.type is not InstrumentType.SUPPLIER_FACTOR:
        return Outcome.NOT_APPLICABLE
    return _given(instrument.contract_number and instrument.settlement_number)


def _energy_with_certificates(instrument: ContractualInstrument, _: str) -> Outcome:
    if instrument.type is not InstrumentType.GREEN_POWER_TRADE:
        return Outcome.NOT_APPLICABLE
    return _given(instrument.contract_number and instrument.settlement_number)


def _residual_disclosed(_instrument: ContractualInstrument, _: str) -> Outcome:
    # No residual mix is published; the inventory always discloses the proxy it uses instead, which is what the criterion asks.
    return Outcome.PASSED


def _inter_provincial(instrument: ContractualInstrument, _: str) -> Outcome:
    return _known(instrument.inter_provincial)


def _platform(instrument: ContractualInstrument, platform: str) -> Outcome:
    return _equals(instrument.trading_platform, platform)


def _contract(instrument: ContractualInstrument, _: str) -> Outcome:
    return _given(instrument.contract_number)


def _settled(instrument: ContractualInstrument, _: str) -> Outcome:
    return _given(instrument.settlement_number)


CRITERIA: dict[str, Criterion] = {
    "attribute": _attribute,
    "sole_claim": _sole_claim,
    "retired": _retired,
    "vintage": _vintage,
    "validity": _validity,
    "market": _market,
    "supplier_delivered": _supplier_delivered,
    "energy_with_certificates": _energy_with_certificates,
    "residual_disclosed": _residual_disclosed,
    "inter_provincial": _inter_provincial,
    "platform": _platform,
    "contract": _contract,
    "settled": _settled,
}


def check_criteria(criteria: tuple[str, ...]) -> None:
    """Refuse names of criteria that do not exist.

    Raises
    ------
    PackError
        Naming the criterion and those there are.
    """
    for text in criteria:
        key = text.partition(":")[0]
        if key not in CRITERIA:
            raise PackError("criterion_unknown", criterion=key, known=", ".join(sorted(CRITERIA)))


def outcomes(instrument: ContractualInstrument, criteria: tuple[str, ...]) -> tuple[tuple[str, Outcome], ...]:
    """The outcome of every criterion, in the order asked. Raises as `check_criteria` does."""
    check_criteria(criteria)
    found = []
    for text in criteria:
        key, _, argument = text.partition(":")
        found.append((text, CRITERIA[key](instrument, argument)))
    return tuple(found)


def counts(found: tuple[tuple[str, Outcome], ...]) -> bool:
    """Whether the instrument may replace a factor: nothing failed, nothing unknown."""
    return all(outcome in (Outcome.PASSED, Outcome.NOT_APPLICABLE) for _, outcome in found)
