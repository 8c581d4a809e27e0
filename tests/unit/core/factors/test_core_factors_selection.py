"""Which factor is chosen, and that every other one is told why it was not; on rows made up for the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from hutan.core.factors.applicability import applicability
from hutan.core.factors.regions import Membership, Region, RegionTable
from hutan.core.factors.selection import Choice, FactorNeed, VintagePolicy, candidates
from hutan.core.factors.table import Factor, FactorTable
from hutan.core.model.sourcing import Citation, Confirmation, EvidenceGrade, FactorChoice
from hutan.kernel.errors import InputError
from hutan.kernel.ids import FactorId, PackId, RegionId
from hutan.kernel.periods import Period, year

P, S, C, B, N = (
    EvidenceGrade.OFFICIAL,
    EvidenceGrade.SECONDARY,
    EvidenceGrade.TRANSCRIPTION,
    EvidenceGrade.UNCONFIRMED,
    EvidenceGrade.NOT_HELD,
)
PLACES = ("CN-SH", "CN-JS", "CN-GRID-EAST", "CN", "GLOBAL", "GB")
REGIONS = RegionTable(
    tuple(Region(RegionId(place), place, place) for place in PLACES),
    tuple(
        Membership(RegionId(child), RegionId(parent), 1, None, None)
        for child, parent in (
            ("CN-SH", "CN-GRID-EAST"),
            ("CN-JS", "CN-GRID-EAST"),
            ("CN-GRID-EAST", "CN"),
            ("CN", "GLOBAL"),
            ("GB", "GLOBAL"),
        )
    ),
)
NEED = FactorNeed("factor", "electricity", "CO2", ("grid",), RegionId("CN-SH"), VintagePolicy.OWN_YEAR)
NEWEST = replace(NEED, vintage=VintagePolicy.NEWEST_PUBLISHED)
REPORTED = date(2026, 3, 20)


def row(name: str, region: str = "CN-SH", data_year: int | None = 2023, grade: EvidenceGrade = P, corroborated: bool = False) -> Factor:
    return Factor(
        id=FactorId(name),
        name_zh="",
        name_en=name,
        category="electricity",
        parameter="factor",
        series="grid",
        substance="electricity",
        gas="CO2",
        value=Decimal("0.5"),
        unit="kgCO2/kWh",
        region=RegionId(region),
        sector="",
        data_year=data_year,
        published=date(data_year + 2, 12, 20) if data_year else None,
        superseded=None,
        gwp_basis="",
        boundary="",
        grade=grade,
        corroborated=corroborated,
        citation=Citation("", "", "", "", ""),
        licence="",
        note="",
        pack=PackId("grid/1"),
    )


def choose(
    *rows: Factor,
    need: FactorNeed = NEED,
    activity: int = 2024,
    reported: date = REPORTED,
    confirmations: tuple[Confirmation, ...] = (),
    choices: tuple[FactorChoice, ...] = (),
) -> Choice:
    return candidates(need, year(activity), reported, FactorTable(rows), REGIONS, confirmations, choices)


def chosen(choice: Choice) -> str:
    return choice.chosen.id if choice.chosen else ""


def codes(choice: Choice, factor_id: str) -> list[str]:
    return [code.removeprefix("factor_reason_") for item in choice.candidates if item.factor.id == factor_id for code, _ in item.reasons]


def confirm(pattern: str, by: str = "王工") -> Confirmation:
    return Confirmation(pattern, by, date(2026, 3, 1), "对照公告附件")


def pick(factor: str, on: date = date(2026, 3, 1)) -> FactorChoice:
    return FactorChoice("*", "factor", "electricity", factor, "李工", on, "供应商在英国")


# ---- region, series, vintage, grade


def test_the_exact_region_comes_first_and_each_step_down_is_told() -> None:
    choice = choose(row("sh"), row("east", "CN-GRID-EAST"), row("cn", "CN"))
    assert chosen(choice) == "sh"
    assert [item.rank for item in choice.candidates] == [1, 2, 3]
    assert codes(choice, "sh") == ["exact_region"]
    assert codes(choice, "east") == ["region_fallback", "closer_region_exists"]
    assert all(item.accepted for item in choice.candidates)


def test_a_province_without_a_row_of_its_own_takes_its_grid() -> None:
    choice = choose(row("sh"), row("east", "CN-GRID-EAST"), row("cn", "CN"), need=replace(NEED, region=RegionId("CN-JS")))
    assert chosen(choice) == "east"
    reasons = choice.candidates[0].reasons
    assert ("factor_reason_region_fallback", (("wanted", "CN-JS"), ("taken", "CN-GRID-EAST"))) in reasons
    assert "sh" not in {item.factor.id for item in choice.candidates}


def test_series_outrank_regions() -> None:
    other = replace(row("other", "CN"), series="other")
    choice = choose(row("sh"), other, need=replace(NEED, series=("other", "grid")))
    assert chosen(choice) == "other"
    assert codes(choice, "sh")[-1] == "series_order"


def test_a_series_that_is_not_named_answers_nothing() -> None:
    choice = choose(replace(row("footprint"), series="footprint"))
    assert choice == Choice(None, None, ())


def test_parameter_substance_and_gas_are_walls() -> None:
    rows = (
        replace(row("a"), parameter="carbon_footprint"),
        replace(row("b"), substance="heat"),
        replace(row("c"), gas="CO2e", unit="kgCO2e/kWh"),
    )
    assert choose(*rows).candidates == ()
    assert chosen(choose(rows[2], need=replace(NEED, gas=""))) == "c"


def test_regions_outrank_vintages_and_vintages_outrank_grades() -> None:
    assert chosen(choose(row("old.sh", data_year=2021), row("new.cn", "CN", 2023))) == "old.sh"
    choice = choose(row("old", data_year=2022, grade=P), row("new", data_year=2023, grade=S))
    assert chosen(choice) == "new"
    assert codes(choice, "old")[-1] == "newer_vintage_exists"


def test_the_better_grade_breaks_a_tie() -> None:
    better = replace(row("b"), unit="tCO2/MWh")
    choice = choose(row("a", grade=S), better)
    assert chosen(choice) == "b"
    assert codes(choice, "a")[-1] == "better_grade_exists"


def test_own_year_takes_no_year_after_the_activity() -> None:
    choice = choose(row("2023"), row("2022", data_year=2022), activity=2022)
    assert chosen(choice) == "2022"
    assert codes(choice, "2023") == ["exact_region", "data_year_after_activity"]
    assert chosen(choose(row("2023"), row("2022", data_year=2022), activity=2023)) == "2023"


def test_newest_published_takes_the_newest_whatever_the_activity() -> None:
    assert chosen(choose(row("2023"), row("2022", data_year=2022), need=NEWEST, activity=2020)) == "2023"


def test_nothing_is_used_before_its_day() -> None:
    rows = (row("2023"), row("2022", data_year=2022))
    assert chosen(choose(*rows, need=NEWEST, reported=date(2025, 12, 19))) == "2022"
    assert chosen(choose(*rows, need=NEWEST, reported=date(2025, 12, 20))) == "2023"
    assert "not_yet_published" in codes(choose(*rows, reported=date(2025, 12, 19)), "2023")


def test_superseded_rows_leave_the_newest_policy_only() -> None:
    old = replace(row("old", data_year=2022), superseded=date(2025, 12, 31))
    assert chosen(choose(old, need=NEWEST, reported=date(2025, 12, 30))) == "old"
    assert chosen(choose(old, need=NEWEST, reported=date(2025, 12, 31))) == ""
    assert chosen(choose(old, activity=2022)) == "old"
    assert chosen(choose(old, need=replace(NEED, vintage=VintagePolicy.FIXED))) == "old"


def test_unknown_days_and_years_are_told_and_rank_last() -> None:
    choice = choose(row("undated", data_year=None), row("2022", data_year=2022))
    assert chosen(choice) == "2022"
    assert codes(choice, "undated") == ["exact_region", "publication_day_unknown", "data_year_unknown", "newer_vintage_exists"]
    assert chosen(choose(row("undated", data_year=None))) == "undated"


# ---- drafts


@pytest.mark.parametrize("grade", [P, EvidenceGrade.OFFICIAL_PART, S, EvidenceGrade.OWN])
def test_these_grades_need_no_word(grade: EvidenceGrade) -> None:
    choice = choose(row("a", grade=grade))
    assert (chosen(choice), choice.chosen_by, choice.person()) == ("a", None, "")


def test_a_draft_waits_for_a_named_person() -> None:
    draft = row("cn.elec.avg.2022.cn-sh", data_year=2022, grade=C)
    waiting = choose(draft)
    assert chosen(waiting) == ""
    assert codes(waiting, draft.id) == ["exact_region", "draft_not_confirmed"]
    confirmed = choose(draft, confirmations=(confirm("cn.fuel.*"), confirm("cn.elec.avg.2022.*"), confirm("*", "赵工")))
    assert (chosen(confirmed), confirmed.person()) == (draft.id, "王工")
    assert codes(confirmed, draft.id) == ["exact_region", "draft_confirmed"]


def test_two_independent_transcriptions_need_no_word() -> None:
    choice = choose(row("a", grade=C, corroborated=True))
    assert (chosen(choice), choice.chosen_by) == ("a", None)
    assert codes(choice, "a") == ["exact_region", "corroborated"]


@pytest.mark.parametrize("grade", [B, N])
def test_unverified_rows_are_never_chosen(grade: EvidenceGrade) -> None:
    unverified = row("a", grade=grade, corroborated=True)
    assert chosen(choose(unverified, confirmations=(confirm("*"),))) == ""
    assert chosen(choose(unverified, choices=(pick("a"),))) == ""
    assert chosen(choose(unverified, row("cn", "CN"))) == "cn"


def test_a_better_draft_is_not_replaced_by_a_weaker_row_of_its_series() -> None:
    rows = (row("draft", data_year=2022, grade=C), row("older", data_year=2021), row("nation", "CN", 2022))
    choice = choose(*rows)
    assert chosen(choice) == ""
    assert codes(choice, "older")[-1] == codes(choice, "nation")[-1] == "better_draft_waits"
    assert [item.accepted for item in choice.candidates] == [False, False, False]
    assert chosen(choose(*rows, confirmations=(confirm("draft"),))) == "draft"


def test_the_next_series_that_the_rule_names_may_step_in_for_a_draft() -> None:
    second = replace(row("second", "CN"), series="second")
    choice = choose(row("draft", grade=C), second, need=replace(NEED, series=("grid", "second")))
    assert chosen(choice) == "second"


def test_a_draft_that_is_not_out_yet_keeps_nobody_waiting() -> None:
    assert chosen(choose(row("draft", grade=C), row("older", data_year=2022), reported=date(2025, 6, 1))) == "older"


# ---- choices by a person


def test_a_proxy_is_shown_and_never_taken_by_a_rule() -> None:
    choice = choose(row("uk", "GB"), need=NEWEST)
    assert chosen(choice) == ""
    assert codes(choice, "uk") == ["proxy_never_automatic"]


def test_a_named_person_may_take_a_proxy_and_the_choice_is_kept() -> None:
    picked = pick("uk")
    choice = choose(row("uk", "GB"), row("sh"), choices=(picked,))
    assert (chosen(choice), choice.chosen_by, choice.person()) == ("uk", picked, "李工")
    assert codes(choice, "uk") == ["chosen_by_user", "proxy_chosen"]
    assert codes(choice, "sh") == ["exact_region", "person_chose_other"]


def test_a_person_may_take_a_substitute_a_draft_and_a_row_of_another_series() -> None:
    substitute = replace(row("substitute", grade=C), substance="other", series="elsewhere")
    choice = choose(substitute, row("sh"), choices=(pick("substitute"),))
    assert chosen(choice) == "substitute"


@pytest.mark.parametrize(
    ("factor", "reason"),
    [
        (replace(row("x"), parameter="operating_margin"), "other_parameter"),
        (replace(row("x"), gas="CO2e", unit="kgCO2e/kWh"), "other_gas"),
        (replace(row("x", "CN"), published=date(2026, 3, 21)), "not_yet_published"),
    ],
)
def test_walls_hold_for_persons_too_and_no_default_steps_in(factor: Factor, reason: str) -> None:
    choice = choose(factor, row("sh"), choices=(pick("x"),))
    assert chosen(choice) == ""
    assert reason in codes(choice, "x")


def test_the_latest_choice_counts_and_a_choice_for_something_else_does_not() -> None:
    first, second = pick("uk", date(2026, 1, 1)), pick("sh", date(2026, 2, 1))
    rows = (row("uk", "GB"), row("sh"))
    assert chosen(choose(*rows, choices=(second, first))) == "sh"
    assert chosen(choose(*rows, choices=(replace(first, substance="heat"),))) == "sh"


def test_of_two_choices_the_one_for_the_gas_counts() -> None:
    methane = replace(row("ch4"), gas="CH4", unit="kgCH4/kWh")
    choices = (pick("sh", date(2026, 1, 1)), pick("ch4", date(2026, 2, 1)))
    assert chosen(choose(methane, row("sh"), choices=choices)) == "sh"
    assert chosen(choose(methane, row("sh"), choices=choices, need=replace(NEED, gas="CH4"))) == "ch4"


def test_a_choice_of_a_factor_that_is_not_held_is_unusable_input() -> None:
    with pytest.raises(InputError) as caught:
        choose(row("sh"), choices=(pick("gone"),))
    assert caught.value.code == "factor_choice_unknown"


# ---- from vintages to days


def spans(need: FactorNeed, period: Period, *rows: Factor, confirmations: tuple[Confirmation, ...] = ()) -> list[tuple[str, str]]:
    pieces = applicability(need, period, REPORTED, FactorTable(rows), REGIONS, confirmations, ())
    return [(str(piece.period), chosen(piece.choice)) for piece in pieces]


TWO_YEARS = Period(date(2021, 7, 1), date(2024, 7, 1))


def test_each_year_has_its_own_vintage() -> None:
    rows = [row(str(number), data_year=number) for number in (2021, 2022, 2023)]
    assert spans(NEED, TWO_YEARS, *rows) == [
        ("2021-07-01/2022-01-01", "2021"),
        ("2022-01-01/2023-01-01", "2022"),
        ("2023-01-01/2024-07-01", "2023"),
    ]


def test_years_without_a_vintage_are_left_open_not_filled() -> None:
    assert spans(NEED, TWO_YEARS, row("2023")) == [("2021-07-01/2023-01-01", ""), ("2023-01-01/2024-07-01", "2023")]


def test_years_that_wait_for_different_drafts_stay_apart() -> None:
    rows = (row("2021", data_year=2021, grade=C), row("2022", data_year=2022, grade=C))
    assert spans(NEED, Period(date(2021, 1, 1), date(2024, 1, 1)), *rows) == [("2021-01-01/2022-01-01", ""), ("2022-01-01/2024-01-01", "")]


@pytest.mark.parametrize("policy", [VintagePolicy.NEWEST_PUBLISHED, VintagePolicy.FIXED])
def test_other_policies_do_not_cut(policy: VintagePolicy) -> None:
    need = replace(NEED, vintage=policy)
    assert spans(need, TWO_YEARS, row("2022", data_year=2022), row("2023")) == [("2021-07-01/2024-07-01", "2023")]


@pytest.mark.parametrize("end", [date(2022, 1, 1), date(2022, 1, 2), date(2024, 12, 31), date(2025, 1, 1)])
@pytest.mark.parametrize("policy", list(VintagePolicy))
def test_pieces_cover_the_period_without_overlap_or_gap(policy: VintagePolicy, end: date) -> None:
    period = Period(date(2021, 12, 31), end)
    rows = (row("2021", data_year=2021), row("2022", data_year=2022, grade=C), row("2023"))
    pieces = applicability(replace(NEED, vintage=policy), period, REPORTED, FactorTable(rows), REGIONS, (), ())
    assert pieces[0].period.start == period.start
    assert pieces[-1].period.end == period.end
    assert all(one.period.end == other.period.start for one, other in pairwise(pieces))


def test_a_period_of_two_years_has_no_year_of_its_own() -> None:
    with pytest.raises(ValueError, match="more than one year"):
        candidates(NEED, TWO_YEARS, REPORTED, FactorTable((row("sh"),)), REGIONS, (), ())
