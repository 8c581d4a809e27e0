"""Frozen values to plain JSON values and back, by their own type hints, so that no field is ever mapped by hand."""

from __future__ import annotations

import dataclasses
import functools
import operator
import re
import types
import typing
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from types import MappingProxyType
from typing import Final, TypeVar

from hutan.kernel.canonical import decimal_text
from hutan.kernel.errors import VerificationError

_T = TypeVar("_T")
_PLAIN_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_SURROGATE = re.compile("[\ud800-\udfff]")

# For ``field(default=None, metadata=LATER)``: a field that came after files had been written. None is left out of the plain form and null is
# refused, so that every value has one form and what was written before keeps its bytes and digests.
LATER: Final = MappingProxyType({"later": True})


def to_plain(value: object) -> object:
    """The JSON value of a dataclass, enum, decimal, date, tuple or scalar; decimals become text.

    Raises
    ------
    TypeError
        For a type that has no plain form.
    """
    kind: type = type(value)
    return _writer(kind)(value)


@functools.cache
def _writer(kind: type) -> Callable[[object], object]:
    """How values of exactly this type are written; found once, because a result holds hundreds of thousands of them."""
    if kind is type(None) or issubclass(kind, bool):
        return _same
    if dataclasses.is_dataclass(kind):
        return _dataclass_writer(kind)
    if issubclass(kind, (tuple, list)):
        return _list_to_plain
    return _scalar_writer(kind)


def _dataclass_writer(kind: type) -> Callable[[object], object]:
    names, later = _field_names(kind), _later_names(kind)
    if not later:
        return lambda value: {name: to_plain(getattr(value, name)) for name in names}
    return lambda value: {name: to_plain(item) for name in names if (item := getattr(value, name)) is not None or name not in later}


def _scalar_writer(kind: type) -> Callable[[object], object]:
    if issubclass(kind, Enum):
        return operator.attrgetter("value")
    if issubclass(kind, Decimal):
        return typing.cast("Callable[[object], object]", decimal_text)
    if issubclass(kind, date):
        return operator.methodcaller("isoformat")
    if issubclass(kind, (str, int)):
        return _same
    raise TypeError(f"no plain form for {kind.__name__}")


def _same(value: object) -> object:
    return value


def _list_to_plain(value: object) -> object:
    return [to_plain(item) for item in typing.cast("typing.Sequence[object]", value)]


def from_plain(kind: type[_T], plain: object, where: str = "") -> _T:
    """The value of type `kind` that `to_plain` wrote.

    Raises
    ------
    VerificationError
        If the plain value does not have that shape; `where` names the place.
    """
    return typing.cast("_T", _build(kind, plain, where or kind.__name__))


@functools.cache
def _field_names(kind: type) -> tuple[str, ...]:
    """Fields that make up the value; an index that a class builds for itself is not among them."""
    return tuple(field.name for field in dataclasses.fields(kind) if field.init)


@functools.cache
def _later_names(kind: type) -> frozenset[str]:
    return frozenset(field.name for field in dataclasses.fields(kind) if "later" in field.metadata)


@functools.cache
def _hints(kind: type) -> dict[str, object]:
    return typing.get_type_hints(kind)


def _build(hint: object, plain: object, where: str) -> object:
    hint = getattr(hint, "__supertype__", hint)
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return _build_optional(hint, plain, where)
    if origin is tuple:
        return _build_tuple(typing.get_args(hint), plain, where)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _build_dataclass(hint, plain, where)
    return _build_scalar(hint, plain, where)


def _build_optional(hint: object, plain: object, where: str) -> object:
    if plain is None:
        return None
    choices = [choice for choice in typing.get_args(hint) if choice is not type(None)]
    return _build(choices[0], plain, where)


def _build_tuple(items: tuple[object, ...], plain: object, where: str) -> object:
    if not isinstance(plain, list):
        raise _malformed(where, "a list", plain)
    if len(items) == 2 and items[1] is Ellipsis:
        return tuple(_build(items[0], item, f"{where}[{index}]") for index, item in enumerate(plain))
    if len(plain) != len(items):
        raise _malformed(where, f"{len(items)} items", plain)
    return tuple(_build(hint, item, f"{where}[{index}]") for index, (hint, item) in enumerate(zip(items, plain, strict=True)))


def _build_dataclass(kind: type, plain: object, where: str) -> object:
    names, later = _field_names(kind), _later_names(kind)
    if not isinstance(plain, dict) or not set(names) - later <= plain.keys() <= set(names) or any(plain.get(name, 0) is None for name in later):
        raise _malformed(where, f"an object with {', '.join(names)}", plain)
    hints = _hints(kind)
    try:
        return kind(**{name: _build(hints[name], plain[name], f"{where}.{name}") for name in names if name in plain})
    except ValueError as error:
        raise _malformed(where, kind.__name__, plain) from error


def _build_scalar(hint: object, plain: object, where: str) -> object:
    try:
        if hint is Decimal and isinstance(plain, str):
            return _exact(plain)
        if hint is date and isinstance(plain, str):
            return _day(plain)
        if isinstance(hint, type) and issubclass(hint, Enum):
            return hint(plain)
    except (ValueError, InvalidOperation) as error:
        raise _malformed(where, str(getattr(hint, "__name__", hint)), plain) from error
    if hint in (str, int, bool) and type(plain) is hint and not _has_surrogate(plain):
        return plain
    raise _malformed(where, str(getattr(hint, "__name__", hint)), plain)


def _exact(text: str) -> Decimal:
    # An exponent is refused before it is written out: 1E+999999999 would be as long as it says.
    if not _PLAIN_DECIMAL.fullmatch(text) or decimal_text(Decimal(text)) != text:
        raise ValueError(text)
    return Decimal(text)


def _day(text: str) -> date:
    value = date.fromisoformat(text)
    if value.isoformat() != text:
        raise ValueError(text)
    return value


def _has_surrogate(plain: object) -> bool:
    """Whether a text holds half a character, which no canonical bytes can carry."""
    return isinstance(plain, str) and _SURROGATE.search(plain) is not None


def _malformed(where: str, wanted: str, plain: object) -> VerificationError:
    return VerificationError("value_malformed", where=where, wanted=wanted, found=repr(plain)[:80])
