"""Values to plain JSON and back: nothing is lost, and what is malformed is named with its place."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from datetime import date
from decimal import Decimal
from enum import Enum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_library import GHGP, plain
from plain_organization import certificate, inputs, inventory, monthly, organization, own_value, percent_95, record, site, source

from hutan.core.inventory.result import Check, Gap, InstrumentVerdict, Line, Slice
from hutan.core.model.activity_record import ActivityRecord
from hutan.core.model.instrument import ContractualInstrument
from hutan.core.model.organization import Organization, OwnershipShare
from hutan.core.model.sourcing import Confirmation, EvidenceGrade, SpreadForm, StatedSpread
from hutan.core.uncertainty.propagation import IntervalResult
from hutan.kernel.canonical import canonical
from hutan.kernel.codec import from_plain, to_plain
from hutan.kernel.errors import VerificationError
from hutan.kernel.periods import Period, month
from hutan.kernel.refusals import Address

_TYPES = (ActivityRecord, ContractualInstrument, Organization, Line, Slice, Gap, Check, InstrumentVerdict, IntervalResult, EvidenceGrade, Period)
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_DAYS = st.dates(date(1, 1, 1), date(9999, 12, 30))


def _values(hint: object) -> st.SearchStrategy[object]:
    """Values of any type that a result is made of, from its type hints."""
    hint = getattr(hint, "__supertype__", hint)
    simple: dict[object, st.SearchStrategy[object]] = {
        str: _TEXT,
        int: st.integers(-(2**53) + 1, 2**53 - 1),
        bool: st.booleans(),
        Decimal: st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=9),
        date: _DAYS,
        Period: st.tuples(_DAYS, _DAYS).filter(lambda days: days[0] != days[1]).map(lambda days: Period(min(days), max(days))),
    }
    if hint in simple:
        return simple[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return st.builds(hint, **{field.name: _values(hints[field.name]) for field in dataclasses.fields(hint) if field.init})
    items = typing.get_args(hint)
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return st.one_of(*(st.none() if item is type(None) else _values(item) for item in items))
    if len(items) == 2 and items[1] is Ellipsis:
        return st.lists(_values(items[0]), max_size=2).map(tuple)
    return st.tuples(*map(_values, items))


_STRATEGIES = {kind.__name__: _values(kind) for kind in _TYPES}


@pytest.mark.parametrize("kind", _TYPES, ids=lambda kind: kind.__name__)
@settings(max_examples=40)
@given(data=st.data())
def test_what_is_written_is_read_again(kind: type[object], data: st.DataObject) -> None:
    value = data.draw(_STRATEGIES[kind.__name__])
    written = canonical(to_plain(value))
    read = from_plain(kind, json.loads(written))
    assert read == value
    assert canonical(to_plain(read)) == written


def test_a_calculated_inventory_is_read_again() -> None:
    of = source("E", "electricity", spread=percent_95("5"))
    values = [own_value("f", "E", "density", "diesel", "0.84", "kg/L")]
    asked = inputs(organization([of], [site()], values), monthly(of, "1000.5"), [certificate("c", "10")])
    found = inventory(asked, plain(GHGP))
    for value in (asked.organization, *asked.records, *asked.instruments, *found.lines, *found.checks, *found.gaps, *found.instruments):
        assert from_plain(type(value), json.loads(canonical(to_plain(value)))) == value


def _record() -> dict[str, object]:
    plain_record = to_plain(record(source("E", "electricity"), month(2024, 1), "10.5"))
    assert isinstance(plain_record, dict)
    return plain_record


@pytest.mark.parametrize(
    ("field", "wrong", "place"),
    [
        ("quantity", "10.50", "r.quantity"),
        ("quantity", "1e3", "r.quantity"),
        ("quantity", "1E+999999999999", "r.quantity"),
        ("quantity", "NaN", "r.quantity"),
        ("quantity", "Infinity", "r.quantity"),
        ("quantity", "-0", "r.quantity"),
        ("quantity", "+1", "r.quantity"),
        ("quantity", " 1", "r.quantity"),
        ("quantity", "1_000", "r.quantity"),
        ("quantity", "１", "r.quantity"),
        ("quantity", "01", "r.quantity"),
        ("quantity", ".5", "r.quantity"),
        ("quantity", "", "r.quantity"),
        ("quantity", 10.5, "r.quantity"),
        ("quantity", 10, "r.quantity"),
        ("quantity", None, "r.quantity"),
        ("source_id", 7, "r.source_id"),
        ("source_id", None, "r.source_id"),
        ("note", "\ud800", "r.note"),
        ("state", "guessed", "r.state"),
        ("state", [], "r.state"),
        ("period", {"start": "2024-01-01", "end": "2024-01-01"}, "r.period"),
        ("period", {"start": "2024-02-01", "end": "2024-01-01"}, "r.period"),
        ("period", {"start": "20240101", "end": "2024-02-01"}, "r.period.start"),
        ("period", {"start": "2024-W01-1", "end": "2024-02-01"}, "r.period.start"),
        ("period", {"start": "2024-01-01"}, "r.period"),
        ("period", {"start": "2024-01-01", "end": "2024-02-01", "days": 31}, "r.period"),
        ("period", "2024-01-01/2024-02-01", "r.period"),
        ("origin", ["file", "sheet", "cell"], "r.origin"),
    ],
)
def test_a_malformed_field_is_named(field: str, wrong: object, place: str) -> None:
    with pytest.raises(VerificationError) as error:
        from_plain(ActivityRecord, {**_record(), field: wrong}, "r")
    assert error.value.code == "value_malformed"
    assert dict(error.value.params)["where"] == place


@pytest.mark.parametrize("wrong", [None, [], "text", 1, {}])
def test_what_is_no_record_is_named(wrong: object) -> None:
    with pytest.raises(VerificationError) as error:
        from_plain(ActivityRecord, wrong)
    assert dict(error.value.params)["where"] == "ActivityRecord"


def test_a_field_too_few_and_a_field_too_many() -> None:
    for changed in ({key: value for key, value in _record().items() if key != "note"}, {**_record(), "extra": 1}):
        with pytest.raises(VerificationError, match="value_malformed"):
            from_plain(ActivityRecord, changed)


def test_the_place_of_something_deep() -> None:
    written = json.loads(canonical(to_plain(organization([source("E", "electricity")]))))
    written["sites"][0]["ownership"][0]["operational_control"] = 1
    with pytest.raises(VerificationError) as error:
        from_plain(Organization, written)
    assert dict(error.value.params)["where"] == "Organization.sites[0].ownership[0].operational_control"


@pytest.mark.parametrize("items", [[["a", "b", "c"]], [["a"]], ["ab"], [["a", 1]], "ab", {"a": "b"}])
def test_pairs_are_pairs(items: object) -> None:
    plain_check = {"code": "c", "passed": True, "params": items}
    blank = {field.name: False for field in dataclasses.fields(Check)}
    with pytest.raises(VerificationError):
        from_plain(Check, {**blank, **plain_check})


def test_a_truth_value_is_no_integer_and_an_integer_no_truth_value() -> None:
    @dataclasses.dataclass(frozen=True)
    class Counted:
        number: int
        given: bool

    assert from_plain(Counted, {"number": 1, "given": True}) == Counted(1, True)
    for wrong in ({"number": True, "given": True}, {"number": 1, "given": 1}, {"number": 1.0, "given": True}):
        with pytest.raises(VerificationError):
            from_plain(Counted, wrong)


@pytest.mark.parametrize("value", [1.5, b"bytes", {"a": 1}, object()])
def test_what_has_no_plain_form_is_a_mistake_of_ours(value: object) -> None:
    with pytest.raises(TypeError):
        to_plain(value)


def test_plain_forms() -> None:
    spread = StatedSpread(SpreadForm.PERCENT_95, (Decimal("5.0"),), "s")
    assert to_plain(spread) == {"form": "percent_95", "values": ["5"], "source": "s", "stated_by": ""}
    assert to_plain(Confirmation("p", "b", date(2026, 2, 10), "w")) == {
        "pattern": "p",
        "confirmed_by": "b",
        "confirmed_on": "2026-02-10",
        "because": "w",
    }
    assert to_plain((Address("f"), None, True, 3)) == [{"file": "f", "sheet": "", "cell": ""}, None, True, 3]
    share = OwnershipShare(month(2024, 1), Decimal("0.70"), True, False)
    assert to_plain(share) == {
        "period": {"start": "2024-01-01", "end": "2024-02-01"},
        "equity_share": "0.7",
        "operational_control": True,
        "financial_control": False,
    }
