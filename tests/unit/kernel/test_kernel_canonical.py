"""One value has one byte string, the one that RFC 8785 gives."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from enum import Enum

import pytest

from hutan.kernel.canonical import canonical, decimal_text, digest, plain, sha256_hex
from hutan.kernel.ids import PackId


class Color(Enum):
    GREEN = "green"
    COUNT = 3


def test_keys_are_sorted_by_utf_16_code_units() -> None:
    """RFC 8785, section 3.2.3: the sorting example, whose expected order is that of its values below."""
    value = json.loads(
        r'{"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",'
        r' "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"}'
    )
    written = json.loads(canonical(value), object_pairs_hook=lambda pairs: [name for _, name in pairs])
    assert written == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


def test_key_order_is_not_that_of_code_points() -> None:
    assert canonical({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'.encode()


def test_strings_and_literals_of_the_rfc() -> None:
    """RFC 8785, section 3.2.2: the sample object without its floating-point numbers, and its canonical form."""
    value = json.loads(r'{"string": "\u20ac$\u000F\u000aA' + "'" + r'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}')
    expected = '{"literals":[null,true,false],"string":"' + "€$" + r"\u000f\nA'B\"\\\\\"/" + '"}'
    assert canonical(value) == expected.encode()
    assert canonical("\u20ac$\u000f\nA'B\"\\\\\"/").hex() == "22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f22"


@pytest.mark.parametrize(
    ("sign", "written"),
    [
        ("\b", r"\b"),
        ("\t", r"\t"),
        ("\n", r"\n"),
        ("\f", r"\f"),
        ("\r", r"\r"),
        ("\x00", r"\u0000"),
        ("\x1f", r"\u001f"),
        ("\x0b", r"\u000b"),
        ('"', r"\""),
        ("\\", r"\\"),
        ("/", "/"),
        ("\x7f", "\x7f"),
        ("\u2028", "\u2028"),
        ("沪碳", "沪碳"),
        ("\U0001f332", "\U0001f332"),
    ],
)
def test_escapes_of_strings(sign: str, written: str) -> None:
    """RFC 8785, section 3.2.2.2."""
    assert canonical(sign) == f'"{written}"'.encode()


def test_a_lone_surrogate_is_refused() -> None:
    """RFC 8785, section 3.2.2.2: lone surrogates must end in an error."""
    with pytest.raises(UnicodeEncodeError):
        canonical("\udead")


def test_composed_and_decomposed_text_stay_different() -> None:
    """RFC 8785, section 3.1: string data are taken as they are."""
    assert canonical("\u00e9") != canonical("e\u0301")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({}, "{}"),
        ([], "[]"),
        ((), "[]"),
        (None, "null"),
        (True, "true"),
        (0, "0"),
        (-1, "-1"),
        (2**53 - 1, "9007199254740991"),
        (1 - 2**53, "-9007199254740991"),
        (Decimal("0.420"), '"0.42"'),
        (date(2024, 2, 29), '"2024-02-29"'),
        (Color.GREEN, '"green"'),
        (Color.COUNT, "3"),
        (PackId("gwp/ar6"), '"gwp/ar6"'),
        ({"b": [1, {"d": None, "c": Decimal(2)}], "a": ""}, '{"a":"","b":[1,{"c":"2","d":null}]}'),
    ],
)
def test_values_have_one_form(value: object, written: str) -> None:
    assert canonical(value) == written.encode()


@pytest.mark.parametrize(
    "value",
    [0.1, 1.0, float("nan"), 2**53, -(2**53), b"bytes", {1, 2}, object(), {1: "a"}, {None: 1}, [[0.5]], {"a": {"b": 1e9}}],
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("-Infinity")])
def test_decimals_that_are_not_numbers_are_refused(value: Decimal) -> None:
    with pytest.raises(ValueError, match="not a finite number"):
        canonical(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("0.000", "0"),
        ("-0.00", "0"),
        ("-0E+2", "0"),
        ("0E+2", "0"),
        ("1E+3", "1000"),
        ("1000", "1000"),
        ("1000.0", "1000"),
        ("0.42", "0.42"),
        ("0.4200", "0.42"),
        ("1E-9", "0.000000001"),
        ("-1.50E+2", "-150"),
        ("123456789012345678901234567890.123456789", "123456789012345678901234567890.123456789"),
    ],
)
def test_decimal_text(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text


def test_plain_leaves_what_it_was_given() -> None:
    value = {"a": [Decimal("1.0"), (1, 2)]}
    assert plain(value) == {"a": ["1", [1, 2]]}
    assert value == {"a": [Decimal("1.0"), (1, 2)]}


def test_digests_are_sha_256_of_canonical_bytes() -> None:
    """FIPS 180-4 and the NIST examples: the empty message and ``abc``."""
    assert sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest({"b": 1, "a": 2}) == hashlib.sha256(b'{"a":2,"b":1}').hexdigest() == digest({"a": 2, "b": 1})
