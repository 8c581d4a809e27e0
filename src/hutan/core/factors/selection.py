"""Which factor answers a need, which others stood beside it, and why each was taken or passed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from hutan.core.factors.factor import Factor
from hutan.core.factors.reasons import Reason, reason, standing
from hutan.core.factors.regions import RegionTable, country
from hutan.core.factors.table import FactorTable
from hutan.core.model.sourcing import Confirmation, EvidenceGrade, FactorChoice
from hutan.kernel.errors import InputError
from hutan.kernel.ids import RegionId
from hutan.kernel.periods import Period

_GRADES = {
    grade: place for place, grade in enumerate((EvidenceGrade.OWN, EvidenceGrade.OFFICIAL, EvidenceGrade.OFFICIAL_PART, EvidenceGrade.SECONDARY))
}


class VintagePolicy(Enum):
    """Which of several vintages a rule asks for.

    OWN_YEAR: the newest data year that is not after the activity's year, among those published by the day of reporting.
    NEWEST_PUBLISHED: the newest published by the day of reporting. FIXED: the rule names one value; vintages do not compete, and one
    that has since been superseded still stands.
    """

    OWN_YEAR = "own_year"
    NEWEST_PUBLISHED = "newest_published"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class FactorNeed:
    """What a rule asks for. `series` in order of preference: no other series is considered; `gas` empty: any gas."""

    parameter: str
    substance: str
    gas: str
    series: tuple[str, ...]
    region: RegionId
    vintage: VintagePolicy


@dataclass(frozen=True, slots=True)
class Candidate:
    """A factor that was considered, at its rank from 1; `accepted`: it would do if nothing better stood before it."""

    factor: Factor
    rank: int
    accepted: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The outcome for one need: the factor, the named person behind it where there is one, and all candidates in order of rank."""

    chosen: Factor | None
    chosen_by: Confirmation | FactorChoice | None
    candidates: tuple[Candidate, ...]

    def person(self) -> str:
        """Who confirmed or chose it; empty where the rule alone decided."""
        if isinstance(self.chosen_by, FactorChoice):
            return self.chosen_by.chosen_by
        return self.chosen_by.confirmed_by if self.chosen_by else ""


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A candidate while it is being ranked: `place` sorts it, `barred` says that a rule shuts it out, `draft` that only a word is missing."""

    factor: Factor
    place: tuple[int, ...]
    barred: bool
    draft: bool
    by: Confirmation | FactorChoice | None
    reasons: tuple[Reason, ...]


def candidates(
    need: FactorNeed,
    period: Period,
    reported_on: date,
    table: FactorTable,
    regions: RegionTable,
    confirmations: Sequence[Confirmation],
    choices: Sequence[FactorChoice],
) -> Choice:
    """Rank what the table holds for `need` by series, region, vintage and grade, and take the first that may be used.

    `choices` are those made for the pack at hand. One that names the need's parameter and substance overrides every default; of several
    the latest counts. Within one series a draft that fits better than the rest keeps them waiting: a number is not replaced by a weaker
    one because nobody has confirmed it yet.

    Raises
    ------
    InputError
        If the region is not held, or a choice names a factor that is not held.
    ValueError
        If `period` crosses a calendar year under OWN_YEAR: cut it first, as ``applicability`` does.
    """
    last_day = period.end - timedelta(days=1)
    if need.vintage is VintagePolicy.OWN_YEAR and period.start.year != last_day.year:
        raise ValueError(f"{period} has more than one year of its own")
    path = regions.fallback_path(need.region, period.start)
    weighed = sorted(
        (_weigh(need, factor, path, period.start.year, reported_on, confirmations) for factor in _considered(need, table, path)),
        key=lambda item: (item.barred, *item.place, item.factor.id),
    )
    picked = _picked(need, table, choices)
    if picked is not None:
        factor, choice = picked
        return _by_person(_weigh_choice(need, factor, choice, reported_on), [item for item in weighed if item.factor.id != factor.id])
    return _by_rule(weighed)


def _considered(need: FactorNeed, table: FactorTable, path: Sequence[str]) -> Iterator[Factor]:
    """Rows on the path, and rows of other countries so that it shows why they were not taken; other provinces answer nothing."""
    home = country(need.region)
    for series in need.series:
        for factor in table.matching(need.parameter, need.substance, series):
            if need.gas in ("", factor.gas) and (factor.region in path or country(factor.region) not in ("", home)):
                yield factor


def _weigh(
    need: FactorNeed, factor: Factor, path: Sequence[str], activity_year: int, reported_on: date, confirmations: Iterable[Confirmation]
) -> _Weighed:
    walls = tuple(_walls(need.vintage, factor, path, activity_year, reported_on))
    stands = standing(factor.id, factor.grade, factor.corroborated, confirmations)
    place = (
        need.series.index(factor.series),
        path.index(factor.region) if factor.region in path else len(path),
        *(-number for number in _vintage(need.vintage, factor)),
        _GRADES.get(factor.grade, len(_GRADES)),
    )
    grade = (stands.reason,) if stands.reason and not walls else ()
    notes = (*_fit(need, factor, path), *walls, *_unknown_days(need.vintage, factor), *grade)
    unverified = not stands.usable and factor.grade is not EvidenceGrade.TRANSCRIPTION
    return _Weighed(factor, place, bool(walls) or unverified, not stands.usable, stands.confirmation, notes)


def _vintage(policy: VintagePolicy, factor: Factor) -> tuple[int, int]:
    """Greater is newer; an unknown year or day is older than every known one."""
    day = factor.published.toordinal() if factor.published else 0
    year = factor.data_year or 0
    return (year, day) if policy is VintagePolicy.OWN_YEAR else (day, year)


def _walls(policy: VintagePolicy, factor: Factor, path: Sequence[str], activity_year: int, reported_on: date) -> Iterator[Reason]:
    """Rules that shut a row out, whatever its grade."""
    if factor.region not in path:
        yield reason("factor_reason_proxy_never_automatic", region=factor.region)
    if factor.published and factor.published > reported_on:
        yield reason("factor_reason_not_yet_published", published=factor.published, reported=reported_on)
    if policy is VintagePolicy.OWN_YEAR and factor.data_year and factor.data_year > activity_year:
        yield reason("factor_reason_data_year_after_activity", year=factor.data_year, activity=activity_year)
    if policy is VintagePolicy.NEWEST_PUBLISHED and factor.superseded and factor.superseded <= reported_on:
        yield reason("factor_reason_superseded", superseded=factor.superseded, reported=reported_on)


def _fit(need: FactorNeed, factor: Factor, path: Sequence[str]) -> Iterator[Reason]:
    if factor.region == need.region:
        yield reason("factor_reason_exact_region", region=factor.region)
    elif factor.region in path:
        yield reason("factor_reason_region_fallback", wanted=need.region, taken=factor.region)


def _unknown_days(policy: VintagePolicy, factor: Factor) -> Iterator[Reason]:
    if factor.published is None:
        yield reason("factor_reason_publication_day_unknown")
    if policy is VintagePolicy.OWN_YEAR and factor.data_year is None:
        yield reason("factor_reason_data_year_unknown")


def _by_rule(weighed: Sequence[_Weighed]) -> Choice:
    """The first that may be used; a draft keeps the rest of its own series waiting."""
    waiting: dict[str, Factor] = {}
    taken: _Weighed | None = None
    ranked: list[Candidate] = []
    for rank, item in enumerate(weighed, start=1):
        series = item.factor.series
        if item.barred or item.draft:
            ranked.append(Candidate(item.factor, rank, False, item.reasons))
            if not item.barred:
                waiting.setdefault(series, item.factor)
        elif taken is None and series in waiting:
            ranked.append(Candidate(item.factor, rank, False, (*item.reasons, reason("factor_reason_better_draft_waits", id=waiting[series].id))))
        elif taken is None:
            taken = item
            ranked.append(Candidate(item.factor, rank, True, item.reasons))
        else:
            ranked.append(Candidate(item.factor, rank, True, (*item.reasons, _behind(taken.factor, item.factor))))
    return Choice(taken.factor if taken else None, taken.by if taken else None, tuple(ranked))


def _behind(better: Factor, factor: Factor) -> Reason:
    """Why `factor` ranks behind `better`: the first of series, region, vintage and grade in which they differ."""
    if better.series != factor.series:
        return reason("factor_reason_series_order", id=better.id, series=better.series)
    if better.region != factor.region:
        return reason("factor_reason_closer_region_exists", id=better.id, region=better.region)
    if (better.data_year, better.published) != (factor.data_year, factor.published):
        return reason("factor_reason_newer_vintage_exists", id=better.id)
    return reason("factor_reason_better_grade_exists", id=better.id, grade=better.grade.value)


def _picked(need: FactorNeed, table: FactorTable, choices: Iterable[FactorChoice]) -> tuple[Factor, FactorChoice] | None:
    """The latest choice for the need; one whose factor gives the gas asked for comes before one that does not."""
    fitting: list[tuple[bool, date, int, Factor, FactorChoice]] = []
    for number, choice in enumerate(choices):
        if (choice.parameter, choice.substance) == (need.parameter, need.substance):
            factor = table.find(choice.factor)
            if factor is None:
                raise InputError("factor_choice_unknown", factor=choice.factor, by=choice.chosen_by)
            fitting.append((need.gas in ("", factor.gas), choice.chosen_on, number, factor, choice))
    return max(fitting)[3:] if fitting else None


def _weigh_choice(need: FactorNeed, factor: Factor, choice: FactorChoice, reported_on: date) -> _Weighed:
    """A named person may take a substitute, a proxy or a draft; the parameter, the gas and the day of publication stay walls."""
    walls: list[Reason] = []
    if factor.parameter != need.parameter:
        walls.append(reason("factor_reason_other_parameter", parameter=factor.parameter, wanted=need.parameter))
    if need.gas not in ("", factor.gas):
        walls.append(reason("factor_reason_other_gas", gas=factor.gas or "–", wanted=need.gas))
    if factor.published and factor.published > reported_on:
        walls.append(reason("factor_reason_not_yet_published", published=factor.published, reported=reported_on))
    if factor.grade in (EvidenceGrade.UNCONFIRMED, EvidenceGrade.NOT_HELD):
        walls.append(reason("factor_reason_unverified", grade=factor.grade.value))
    chosen = reason("factor_reason_chosen_by_user", by=choice.chosen_by, on=choice.chosen_on, because=choice.because)
    proxy = [reason("factor_reason_proxy_chosen", region=factor.region)] if country(factor.region) not in ("", country(need.region)) else []
    return _Weighed(factor, (), bool(walls), False, choice, (chosen, *proxy, *walls))


def _by_person(picked: _Weighed, others: Sequence[_Weighed]) -> Choice:
    """The person's choice or nothing: where it meets a wall no default steps in unasked."""
    passed = reason("factor_reason_person_chose_other", id=picked.factor.id)
    ranked = [Candidate(picked.factor, 1, not picked.barred, picked.reasons)]
    ranked += [Candidate(item.factor, rank, not (item.barred or item.draft), (*item.reasons, passed)) for rank, item in enumerate(others, start=2)]
    return Choice(None if picked.barred else picked.factor, None if picked.barred else picked.by, tuple(ranked))
