"""One value, one byte string: canonical JSON after RFC 8785, with exact decimals as strings and no floats."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

from hutan.kernel.ids import Digest

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")
_LARGEST_INTEGER: Final = 2**53 - 1


def decimal_text(value: Decimal) -> str:
    """Plain decimal notation without exponent or trailing zeros: ``0.42``, ``1000``, ``0``.

    Raises
    ------
    ValueError
        If the value is not finite.
    """
    if not value.is_finite():
        raise ValueError(f"not a finite number: {value}")
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def plain(value: object) -> object:
    """The JSON value that stands for `value`: text, integer, truth value, null, list or dict with text keys.

    Raises
    ------
    TypeError
        For floats and for types that have no canonical form.
    """
    if value is None or isinstance(value, (bool, str)):
        return value.value if isinstance(value, Enum) else value
    return _plain_scalar(value) if not isinstance(value, (Mapping, list, tuple)) else _plain_container(value)


def _plain_scalar(value: object) -> object:
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, int):
        if abs(value) > _LARGEST_INTEGER:
            raise TypeError(f"integer beyond 2**53: {value}")
        return value
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no canonical form for {type(value).__name__}")


def _plain_container(value: Mapping[object, object] | list[object] | tuple[object, ...]) -> object:
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("keys must be text")
        return {str(key): plain(item) for key, item in value.items()}
    return [plain(item) for item in value]


def encoded(ready: object) -> bytes:
    """Canonical bytes of a value that is plain already, such as `codec.to_plain` gives; see `canonical`."""
    text = _ENCODER.encode(ready)
    # Code points and UTF-16 units sort alike below U+10000; only above it must keys be sorted the slow way.
    return (text if text.isascii() or not _ASTRAL.search(text) else _write(ready)).encode("utf-8")


def canonical(value: object) -> bytes:
    """Canonical bytes of `value`: keys in UTF-16 order, no blanks, UTF-8.

    Source: RFC 8785, sections 3.2.1 to 3.2.4.
    """
    return encoded(plain(value))


def _write(value: object) -> str:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_text(key)}:{_write(value[key])}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_write(item) for item in value) + "]"
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def sha256_hex(data: bytes) -> Digest:
    """SHA-256 of `data`, 64 lower-case hexadecimal digits."""
    return Digest(hashlib.sha256(data).hexdigest())


def digest(value: object) -> Digest:
    """SHA-256 of the canonical bytes of `value`."""
    return sha256_hex(canonical(value))
