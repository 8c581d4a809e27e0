"""What a Parquet file of readings must look like before any engine sums it: all columns, exact quantities, times in UTC or without zone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from hutan.kernel.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

NAMES: Final = ("source_id", "ts", "quantity", "state")
_DECIMALS: Final = 6
_WHOLE_DIGITS: Final = 12


def check_columns(path: Path) -> None:
    """Nothing, if every engine reads the same values from this file.

    Raises
    ------
    InputError
        ``stored_columns_missing``, naming those that are not there; ``stored_column_type`` for quantities that are floating point or have more
        than six decimals or twelve digits before them, and for times that are none or carry a zone other than UTC.
    """
    from pyarrow import parquet

    schema = parquet.read_schema(path)
    if missing := [name for name in NAMES if name not in schema.names]:
        raise InputError("stored_columns_missing", file=path.name, columns=", ".join(missing))
    fits = {"source_id": _is_text, "ts": _is_time, "quantity": _is_exact, "state": _is_text}
    for name, fit in fits.items():
        kind = schema.field(name).type
        if not fit(kind):
            raise InputError("stored_column_type", file=path.name, column=name, found=str(kind))


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa

    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(inner) or pa.types.is_large_string(inner))


def _is_time(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_timestamp(kind)) and kind.tz in (None, "UTC")


def _is_exact(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_decimal(kind)) and 0 <= kind.scale <= _DECIMALS and kind.precision - kind.scale <= _WHOLE_DIGITS
