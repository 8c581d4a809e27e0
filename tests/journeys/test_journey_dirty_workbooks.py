"""A hundred dirty workbooks: nothing is lost or wrongly counted, and nearly all that a careful clerk can read is read."""

from __future__ import annotations

from collections import Counter

import pytest
from dirty_verdicts import Fate, Judged, judged_rows

FEWEST_WORKBOOKS = 60
SHARE_PERCENT = 99


@pytest.fixture(scope="module")
def judged() -> tuple[Judged, ...]:
    return judged_rows()


def test_there_are_workbooks_enough_to_tell(judged: tuple[Judged, ...]) -> None:
    assert len({row.file for row in judged}) >= FEWEST_WORKBOOKS


def test_no_row_is_silently_dropped(judged: tuple[Judged, ...]) -> None:
    assert [row for row in judged if row.fate is Fate.SILENTLY_DROPPED] == []


def test_no_row_is_wrongly_accepted(judged: tuple[Judged, ...]) -> None:
    assert [row for row in judged if row.fate is Fate.WRONGLY_ACCEPTED] == []


def test_nearly_all_clear_rows_are_rightly_accepted(judged: tuple[Judged, ...]) -> None:
    fates = Counter(row.fate for row in judged if row.expect == "accept")
    assert fates[Fate.RIGHTLY_ACCEPTED] * 100 >= SHARE_PERCENT * fates.total()
