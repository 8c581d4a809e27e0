"""Why a value was taken or passed over: a code of ``messages`` and its placeholders; and whether a draft may be used at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from hutan.core.model.sourcing import Confirmation, EvidenceGrade
from hutan.kernel.refusals import Params, params_of

Reason = tuple[str, Params]

DRAFT_NOT_CONFIRMED: Final = "factor_reason_draft_not_confirmed"
_DEFAULTS: Final = frozenset({EvidenceGrade.OFFICIAL, EvidenceGrade.OFFICIAL_PART, EvidenceGrade.SECONDARY, EvidenceGrade.OWN})


def reason(code: str, **values: object) -> Reason:
    return code, params_of(**values)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a value may be used, by whose word, and why; `reason` is None for grades that need no word."""

    usable: bool
    confirmation: Confirmation | None
    reason: Reason | None


def standing(row_id: str, grade: EvidenceGrade, corroborated: bool, confirmations: Iterable[Confirmation]) -> Standing:
    """May the row be used?

    P, P½ and S may. C may where two independent transcriptions agree, or where a named person confirmed a pattern (shell wildcards) that
    matches the id; the first confirmation that matches counts. B and N never may.
    """
    if grade in _DEFAULTS:
        return Standing(True, None, None)
    if grade is not EvidenceGrade.TRANSCRIPTION:
        return Standing(False, None, reason("factor_reason_unverified", grade=grade.value))
    if corroborated:
        return Standing(True, None, reason("factor_reason_corroborated"))
    by = next((item for item in confirmations if fnmatchcase(row_id, item.pattern)), None)
    if by is None:
        return Standing(False, None, reason(DRAFT_NOT_CONFIRMED, id=row_id))
    return Standing(True, by, reason("factor_reason_draft_confirmed", by=by.confirmed_by, on=by.confirmed_on, because=by.because))
