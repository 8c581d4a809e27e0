"""Industry and district codes from their pack."""

from __future__ import annotations

import csv
import io
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from hutan.adapters.pack_store.folders import packaged_root, read_folder
from hutan.core.model.codes import CodeTables
from hutan.kernel.ids import pack_id

CODES_PACK: Final = pack_id("codes/2026.1")
INDUSTRY_EDITION: Final = "2017"


def load_code_tables(root: Traversable | Path | None = None) -> CodeTables:
    """Industries of GB/T 4754 and districts of Shanghai; names in Chinese.

    Raises
    ------
    InputError, PackError
        If the pack or a file is missing.
    """
    folder = read_folder(packaged_root() if root is None else root, CODES_PACK)
    industries = _names(folder.text("gbt4754_2017.csv"))
    return CodeTables({INDUSTRY_EDITION: industries}, _names(folder.text("shanghai_districts.csv")))


def _names(data: bytes) -> dict[str, str]:
    return {row["code"]: row["name_zh"] for row in csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""))}
