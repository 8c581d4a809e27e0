"""Identifiers: text that may not be mistaken for other text."""

from __future__ import annotations

import re
from typing import NewType

OrganizationId = NewType("OrganizationId", str)
SiteId = NewType("SiteId", str)
SourceId = NewType("SourceId", str)
RecordId = NewType("RecordId", str)
FactorId = NewType("FactorId", str)
PackId = NewType("PackId", str)
RuleId = NewType("RuleId", str)
KindId = NewType("KindId", str)
RegionId = NewType("RegionId", str)
Digest = NewType("Digest", str)

_PACK_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*/[0-9a-z]+([.-][0-9a-z]+)*")


def pack_id(text: str) -> PackId:
    """A pack id such as ``ghgp-corporate/2004``: family, slash, edition.

    Raises
    ------
    ValueError
        If the text has another shape.
    """
    if not _PACK_ID.fullmatch(text):
        raise ValueError(f"not a pack id: {text!r}")
    return PackId(text)
