"""Schemes of data-quality scores from their pack."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from hutan.adapters.pack_store.documents import BilingualText, Document, parsed
from hutan.adapters.pack_store.folders import PackFolder
from hutan.core.model.quality import QualityScheme
from hutan.core.model.sourcing import EvidenceGrade


class _SchemeYaml(Document):
    id: str
    name: BilingualText
    indicators: tuple[str, ...] = Field(min_length=1)
    best: Decimal
    worst: Decimal
    grade: EvidenceGrade
    source: str


class _SchemesYaml(Document):
    schemes: tuple[_SchemeYaml, ...]


def schemes_of(folder: PackFolder) -> tuple[QualityScheme, ...]:
    """The schemes of a pack, in the order of its file.

    Raises
    ------
    PackError
        If the file is malformed.
    """
    document = parsed(_SchemesYaml, folder, "schemes.yaml")
    return tuple(
        QualityScheme(item.id, item.name.zh, item.name.en, item.indicators, item.best, item.worst, item.grade, item.source)
        for item in document.schemes
    )
