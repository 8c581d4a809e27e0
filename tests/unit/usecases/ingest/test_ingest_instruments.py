"""Certificates, green-power trades and supplier factors."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from ingest_samples import INSTRUMENT_HEADINGS, INSTRUMENT_SHEET, codes, sheet, table, take_in

from hutan.core.activity.answers import Verdict
from hutan.core.activity.book import ClosedBy
from hutan.core.activity.table import TableFile
from hutan.core.model.instrument import InstrumentType
from hutan.kernel.periods import Period, year
from hutan.kernel.refusals import Address

FULL: dict[int, object] = {
    0: "GEC-2024-0001",
    1: "certificate | 绿证",
    2: "PLANT | 一厂",
    3: 2024,
    4: "120",
    5: "MWh",
    6: "2024-01",
    7: "2024-06",
    8: "光伏",
    9: 0,
    10: date(2025, 2, 1),
    11: "是",
    12: "Yes",
    13: "CN",
    14: "否",
    15: "北京电力交易中心",
    16: "HT-1",
    17: "JS-1",
}


def instrument(**changed: object) -> list[object]:
    """A full row; keys are ``c0`` to ``c17``."""
    cells = FULL | {int(key[1:]): value for key, value in changed.items()}
    return [cells.get(column) for column in range(len(INSTRUMENT_HEADINGS))]


def file(*rows: list[object]) -> TableFile:
    return table(sheet(rows, INSTRUMENT_HEADINGS, INSTRUMENT_SHEET))


def test_a_full_row() -> None:
    outcome = take_in(file(instrument()))
    found = outcome.instruments[0]
    assert (found.id, found.type, found.site_id, found.claim_period) == ("GEC-2024-0001", InstrumentType.CERTIFICATE, "PLANT", year(2024))
    assert (found.quantity_kwh, found.rate_kg_per_kwh) == (Decimal(120000), Decimal(0))
    assert found.generated == Period(date(2024, 1, 1), date(2024, 7, 1))
    assert (found.cancelled_on, found.cancelled_for_reporter, found.sole_claim, found.inter_provincial) == (date(2025, 2, 1), True, True, False)
    assert (found.technology, found.market, found.trading_platform) == ("光伏", "CN", "北京电力交易中心")
    assert (found.contract_number, found.settlement_number) == ("HT-1", "JS-1")
    assert found.origin == Address(outcome.book.files[0].digest, INSTRUMENT_SHEET, "E2")
    assert codes(outcome.answers[0]) == ["day_from_month", "day_from_month"]


def test_facts_not_given_stay_unknown() -> None:
    blank = instrument(**{f"c{column}": None for column in range(6, 18)})
    found = take_in(file(blank)).instruments[0]
    assert (found.rate_kg_per_kwh, found.generated, found.cancelled_on) == (None, None, None)
    assert (found.cancelled_for_reporter, found.sole_claim, found.inter_provincial) == (None, None, None)
    assert found.market == ""


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"c0": None}, ["cell_missing"]),
        ({"c1": "CCER"}, ["instrument_type_unknown"]),
        ({"c1": None}, ["cell_missing"]),
        ({"c2": "四厂"}, ["site_unknown"]),
        ({"c3": "去年"}, ["year_unreadable"]),
        ({"c3": 2026}, ["claim_year_in_future"]),
        ({"c4": None}, ["amount_missing"]),
        ({"c4": -5}, ["amount_negative"]),
        ({"c5": "t"}, ["unit_wrong_kind"]),
        ({"c5": None}, ["unit_missing"]),
        ({"c7": None}, ["period_half", "day_from_month"]),
        ({"c9": 570}, ["rate_implausible", "day_from_month", "day_from_month"]),
        ({"c9": "0.57kg"}, ["rate_with_unit", "day_from_month", "day_from_month"]),
        ({"c10": date(2026, 1, 1)}, ["day_in_future", "day_from_month", "day_from_month"]),
        ({"c11": "也许"}, ["flag_unreadable", "day_from_month", "day_from_month"]),
    ],
)
def test_what_does_not_fit_is_refused(changed: dict[str, object], expected: list[str]) -> None:
    outcome = take_in(file(instrument(**changed)))
    assert outcome.instruments == ()
    told = codes(outcome.answers[0])
    assert told[: len(expected)] == expected
    assert len(outcome.book.refusals) == 1


def test_the_same_row_again_changes_nothing() -> None:
    first = take_in(file(instrument()))
    assert take_in(file(instrument()), first.book).book == first.book
    twice = take_in(file(instrument(), instrument()))
    assert [answer.verdict for answer in twice.answers] == [Verdict.REMARKED, Verdict.UNCHANGED]
    assert len(twice.book.instruments) == 1


def test_one_number_with_two_contents_is_refused_in_both_rows() -> None:
    outcome = take_in(file(instrument(), instrument(c4="130"), instrument(c0="GEC-2")))
    assert [answer.verdict for answer in outcome.answers] == [Verdict.REFUSED, Verdict.REFUSED, Verdict.REMARKED]
    assert codes(outcome.answers[0])[0] == "instrument_number_twice"


def test_a_held_number_with_other_contents_needs_replace() -> None:
    held = take_in(file(instrument())).book
    changed = file(instrument(c4="130"))
    refused = take_in(changed, held)
    assert codes(refused.answers[0])[0] == "instrument_held_differs"
    outcome = take_in(changed, refused.book, replacing=True)
    assert [item.quantity_kwh for item in outcome.book.instruments] == [Decimal(130000)]
    assert [item.quantity_kwh for item in outcome.book.superseded_instruments] == [Decimal(120000)]
    assert [closure.by for closure in outcome.book.closures] == [ClosedBy.INSTRUMENT]
    old = take_in(file(instrument()), outcome.book)
    assert (codes(old.answers[0]), old.book) == (["row_was_superseded"], outcome.book)


def test_a_mended_row_closes_its_refusal() -> None:
    book = take_in(file(instrument(c4="一百二"))).book
    assert len(book.refusals) == 1
    assert take_in(file(instrument()), book).book.refusals == ()


def test_both_sheets_of_a_workbook_are_read() -> None:
    activity = sheet([["EL-1 | 一厂总表", "2024-01", None, None, 5, "kWh"]])
    outcome = take_in(table(activity, sheet([instrument()], INSTRUMENT_HEADINGS, INSTRUMENT_SHEET)))
    assert (len(outcome.records), len(outcome.instruments)) == (1, 1)
    assert list(outcome.headers) == [activity.name, INSTRUMENT_SHEET]
