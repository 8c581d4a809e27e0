"""The book's file: round trip, damage noticed, written whole or not at all."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from hutan.adapters.book_file import book_bytes, parse_book
from hutan.core.activity.book import Book, CellText, ClosedBy, Closure, OpenRefusal, SeenFile, record_id
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.core.model.instrument import ContractualInstrument, InstrumentType
from hutan.kernel.canonical import canonical, digest
from hutan.kernel.errors import VerificationError
from hutan.kernel.ids import Digest, SiteId, SourceId
from hutan.kernel.periods import month, year
from hutan.kernel.refusals import Address, Refusal

FILE = Digest("ab" * 32)


def full_book() -> Book:
    quantity, source = Decimal("1234.5"), SourceId("EL-1")
    identifier = record_id(source, month(2024, 1), quantity, "kWh", "D-1", RecordState.ESTIMATED)
    record = ActivityRecord(
        identifier, source, month(2024, 1), quantity, "kWh", "1,234.5", "度", RecordState.ESTIMATED, "D-1", "换表", Address(FILE, "s", "E2")
    )
    instrument = ContractualInstrument(
        id="GEC-1",
        type=InstrumentType.CERTIFICATE,
        site_id=SiteId("PLANT"),
        claim_period=year(2024),
        quantity_kwh=Decimal(1000),
        rate_kg_per_kwh=None,
        technology="",
        generated=month(2024, 3),
        cancelled_on=date(2025, 1, 2),
        cancelled_for_reporter=None,
        sole_claim=True,
        market="CN",
        inter_provincial=False,
        trading_platform="",
        contract_number="",
        settlement_number="",
        origin=Address(FILE, "i", "E2"),
    )
    refusal = OpenRefusal(
        ticket="0a1b2c",
        file=FILE,
        sheet="s",
        row=3,
        cells=(CellText("amount", "五"),),
        faulty=("amount",),
        refusals=(Refusal("amount_unreadable", Address(FILE, "s", "E3"), (("text", "五"),)),),
    )
    return Book(
        records=(record,),
        instruments=(instrument,),
        refusals=(refusal,),
        closures=(Closure("ffffff", FILE, "s", 4, ClosedBy.RECORD, record.id),),
        superseded=(record,),
        superseded_instruments=(instrument,),
        files=(SeenFile(FILE, "2024.xlsx"),),
    )


def code_of(data: bytes) -> str:
    with pytest.raises(VerificationError) as caught:
        parse_book(data, "book.json")
    return caught.value.code


@pytest.mark.parametrize("book", [Book(), full_book()])
def test_what_was_written_is_read(book: Book) -> None:
    found = parse_book(book_bytes(book), "book.json")
    assert found == book
    assert book_bytes(found) == book_bytes(book)
    assert str(found) == str(book)


def test_the_file_is_canonical_json_with_the_digest_of_its_content() -> None:
    document = json.loads(book_bytes(full_book()))
    assert canonical(document) + b"\n" == book_bytes(full_book())
    assert document["digest"] == digest(document["book"])


def test_every_changed_byte_is_noticed() -> None:
    data = book_bytes(full_book())
    for position in range(0, len(data), 37):
        changed = bytearray(data)
        changed[position] ^= 1
        with pytest.raises(VerificationError):
            parse_book(bytes(changed), "book.json")


@pytest.mark.parametrize("length", [0, 1, 100, -1, -2])
def test_a_cut_file_is_noticed(length: int) -> None:
    assert code_of(book_bytes(full_book())[:length]) == "book_malformed"


def sealed(content: object, **more: object) -> bytes:
    return canonical({"format": "hutan-book/1", "digest": digest(content), "book": content, **more}) + b"\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"[]", "book_malformed"),
        (b"null", "book_malformed"),
        (b"\xff\xfe", "book_malformed"),
        (b"[" * 100_000, "book_malformed"),
        (b'{"format": "hutan-book/9"}', "book_format_unknown"),
        (sealed({}), "book_malformed"),
        (sealed({}, extra=1), "book_malformed"),
        (b'{"format":"hutan-book/1","digest":"","book":1.5}', "book_malformed"),
        (b'{"format":"hutan-book/1","digest":"","book":"\\ud800"}', "book_malformed"),
        (b'{"format":"hutan-book/1","digest":"","book":{}}', "book_digest_differs"),
    ],
)
def test_what_is_no_book_is_refused(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_a_resealed_book_with_a_wrong_value_is_refused() -> None:
    content = json.loads(book_bytes(full_book()))["book"]
    content["records"][0]["period"] = {"start": "2024-02-01", "end": "2024-01-01"}
    assert code_of(sealed(content)) == "book_malformed"


def test_other_spacing_is_not_canonical() -> None:
    document = json.loads(book_bytes(full_book()))
    assert code_of(json.dumps(document, ensure_ascii=False).encode()) == "book_malformed"
