"""One Shanghai kilowatt-hour and its right answers, on the packs of this release.

Figures: notices 公告2024年第12号, 公告2024年第33号, 公告2025年第47号; 沪环气〔2022〕34号.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hutan.adapters.pack_store.tables import load_factor_table, load_region_table
from hutan.core.factors.applicability import applicability
from hutan.core.factors.selection import Choice, FactorNeed, VintagePolicy, candidates
from hutan.core.model.sourcing import Confirmation, FactorChoice
from hutan.kernel.ids import RegionId
from hutan.kernel.periods import Period, year
from hutan.usecases.find_factors import FactorState, search, similar_ids

TABLE, REGIONS = load_factor_table(), load_region_table()
CONFIRMED_2022 = (Confirmation("cn.elec.avg.2022.*", "王工", date(2025, 5, 30), "已对照公告2024年第33号附件"),)


def need(
    parameter: str = "average_consumption_factor",
    series: tuple[str, ...] = ("mee-grid-average",),
    substance: str = "electricity",
    gas: str = "CO2",
    region: str = "CN-SH",
    vintage: VintagePolicy = VintagePolicy.OWN_YEAR,
) -> FactorNeed:
    return FactorNeed(parameter, substance, gas, series, RegionId(region), vintage)


def choose(
    wanted: FactorNeed,
    activity: int,
    reported: date,
    confirmations: tuple[Confirmation, ...] = (),
    choices: tuple[FactorChoice, ...] = (),
) -> Choice:
    return candidates(wanted, year(activity), reported, TABLE, REGIONS, confirmations, choices)


def value(choice: Choice) -> Decimal | None:
    return choice.chosen.value if choice.chosen else None


def codes(choice: Choice, factor_id: str) -> set[str]:
    return {code for item in choice.candidates if item.factor.id == factor_id for code, _ in item.reasons}


# ---- location-based: the province's own year


def test_shanghai_2024_reported_in_2026() -> None:
    choice = choose(need(), 2024, date(2026, 3, 20))
    assert value(choice) == Decimal("0.5737")
    assert choice.chosen is not None
    assert (choice.chosen.data_year, choice.chosen.region, choice.person()) == (2023, "CN-SH", "")


def test_shanghai_2024_reported_in_2025_waits_for_a_named_person() -> None:
    waiting = choose(need(), 2024, date(2025, 6, 1))
    assert value(waiting) is None
    assert "factor_reason_draft_not_confirmed" in codes(waiting, "cn.elec.avg.2022.cn-sh")
    assert "factor_reason_not_yet_published" in codes(waiting, "cn.elec.avg.2023.cn-sh")
    confirmed = choose(need(), 2024, date(2025, 6, 1), CONFIRMED_2022)
    assert (value(confirmed), confirmed.person()) == (Decimal("0.5849"), "王工")


@pytest.mark.parametrize(("reported", "expected"), [(date(2024, 12, 19), "0.5834"), (date(2024, 12, 20), "0.5849")])
def test_the_new_vintage_begins_on_its_day(reported: date, expected: str) -> None:
    everything = (Confirmation("cn.elec.avg.*", "王工", date(2025, 5, 30), "已对照公告附件"),)
    for policy in (VintagePolicy.OWN_YEAR, VintagePolicy.NEWEST_PUBLISHED):
        assert value(choose(need(vintage=policy), 2024, reported, everything)) == Decimal(expected)


def test_a_province_that_publishes_no_factor_takes_the_nation() -> None:
    choice = choose(need(region="CN-XZ"), 2024, date(2026, 3, 20))
    assert value(choice) == Decimal("0.5306")
    assert ("factor_reason_region_fallback", (("wanted", "CN-XZ"), ("taken", "CN"))) in choice.candidates[0].reasons


def test_eastern_inner_mongolia_takes_its_province_before_its_grid() -> None:
    choice = choose(need(region="CN-NM-EAST"), 2024, date(2026, 3, 20))
    assert value(choice) == Decimal("0.6479")
    assert "factor_reason_closer_region_exists" in codes(choice, "cn.elec.avg.2023.cn-grid-northeast")


def test_three_years_have_three_vintages() -> None:
    period = Period(date(2022, 4, 1), date(2025, 4, 1))
    pieces = applicability(need(), period, date(2026, 3, 20), TABLE, REGIONS, CONFIRMED_2022, ())
    assert [(str(piece.period), value(piece.choice)) for piece in pieces] == [
        ("2022-04-01/2023-01-01", Decimal("0.5849")),
        ("2023-01-01/2025-04-01", Decimal("0.5737")),
    ]


# ---- other right answers, and the walls between them


@pytest.mark.parametrize(
    ("reported", "electricity", "heat"),
    [(date(2022, 2, 10), "7.88", "0.11"), (date(2022, 2, 11), "4.2", "0.06"), (date(2026, 3, 20), "4.2", "0.06")],
)
def test_the_city_market_by_the_day_of_reporting(reported: date, electricity: str, heat: str) -> None:
    for substance, expected in (("electricity", electricity), ("heat", heat)):
        wanted = need("local_mrv_default", ("sh-mrv",), substance, vintage=VintagePolicy.NEWEST_PUBLISHED)
        assert value(choose(wanted, 2021, reported)) == Decimal(expected)


def test_market_based_footprint_and_city_market_differ_and_all_are_right() -> None:
    reported = date(2026, 3, 20)
    residual = need("average_factor_excluding_market_nonfossil", ("mee-grid-ex-market",), region="CN")
    footprint = need("carbon_footprint", ("mee-footprint",), gas="CO2e")
    city = need("local_mrv_default", ("sh-mrv",), vintage=VintagePolicy.NEWEST_PUBLISHED)
    answers = [value(choose(wanted, 2024, reported)) for wanted in (need(), residual, footprint, city)]
    assert answers == [Decimal("0.5737"), Decimal("0.6096"), Decimal("0.5777"), Decimal("4.2")]


def test_a_footprint_factor_never_answers_for_an_average() -> None:
    every_series = tuple(sorted({factor.series for factor in TABLE.factors}))
    choice = choose(need(series=every_series), 2024, date(2026, 3, 20))
    assert {item.factor.parameter for item in choice.candidates} == {"average_consumption_factor"}
    margin = FactorChoice("*", "average_consumption_factor", "electricity", "cn.elec.om.2016.east", "李工", date(2026, 3, 1), "旧报告如此")
    refused = choose(need(), 2024, date(2026, 3, 20), choices=(margin,))
    assert value(refused) is None
    assert "factor_reason_other_parameter" in codes(refused, "cn.elec.om.2016.east")


def test_withheld_values_leave_the_need_open() -> None:
    residual = need("average_factor_excluding_market_nonfossil", ("mee-grid-ex-market",), region="CN")
    assert value(choose(residual, 2022, date(2026, 3, 20))) is None


def test_steel_guideline_is_a_draft() -> None:
    wanted = need("NCV", ("mee-steel",), "natural_gas", "", vintage=VintagePolicy.NEWEST_PUBLISHED)
    assert value(choose(wanted, 2025, date(2026, 3, 20))) is None
    confirmed = (Confirmation("cn.fuel.mee_steel.natural_gas.*", "王工", date(2026, 3, 1), "已对照附表 A.1"),)
    assert value(choose(wanted, 2025, date(2026, 3, 20), confirmed)) == Decimal("389.31")


# ---- proxies from abroad

VAN = "freighting_goods.vans.class_i_up_to_1_305_tonnes.diesel"


def freight() -> FactorNeed:
    return need("co2e_per_unit", ("desnz-2025", "desnz-2023"), VAN, "CO2e", vintage=VintagePolicy.NEWEST_PUBLISHED)


def test_uk_freight_is_never_automatic_in_shanghai() -> None:
    choice = choose(freight(), 2025, date(2026, 3, 20))
    assert value(choice) is None
    assert len(choice.candidates) == 2
    assert all("factor_reason_proxy_never_automatic" in codes(choice, item.factor.id) for item in choice.candidates)
    british = need("co2e_per_unit", ("desnz-2025",), VAN, "CO2e", "GB", VintagePolicy.NEWEST_PUBLISHED)
    assert value(choose(british, 2025, date(2026, 3, 20))) is not None


def test_a_named_person_may_take_uk_freight() -> None:
    factor_id = "uk.desnz.2025.27_303_3081_14_1"
    picked = FactorChoice("*", "co2e_per_unit", VAN, factor_id, "李工", date(2026, 3, 1), "本地因子未取得")
    choice = choose(freight(), 2025, date(2026, 3, 20), choices=(picked,))
    assert choice.chosen is not None
    assert (choice.chosen.id, choice.chosen_by, choice.person()) == (factor_id, picked, "李工")
    assert codes(choice, factor_id) == {"factor_reason_chosen_by_user", "factor_reason_proxy_chosen"}


# ---- finding


def test_search_shows_what_was_published_on_the_day() -> None:
    found = search(TABLE, REGIONS, "电力", "CN-SH", date(2024, 6, 30), 40)
    assert (found[0].factor.id, found[0].state) == ("cn.elec.avg.2021.cn-sh", FactorState.PUBLISHED)
    assert str(found[0].factor.value) == "0.5834"
    states = {str(item.factor.id): item.state for item in found}
    assert states["cn.elec.avg.2022.cn-sh"] is states["cn.elec.avg.2023.cn-sh"] is FactorState.NOT_YET_PUBLISHED
    assert states["sh.mrv.elec.pre2022"] is FactorState.SUPERSEDED
    assert states["cn.elec.avg.2010.cn-sh"] is FactorState.DAY_UNKNOWN
    places = [str(item.factor.region) for item in found]
    assert places.index("CN-SH") < places.index("CN-GRID-EAST") < places.index("CN") < places.index("CN-AH")


@pytest.mark.parametrize(("day", "first"), [(date(2024, 12, 19), "0.5834"), (date(2024, 12, 20), "0.5849"), (date(2025, 12, 31), "0.5737")])
def test_search_moves_on_with_the_day(day: date, first: str) -> None:
    assert str(search(TABLE, REGIONS, "electricity", "CN-SH", day, 1)[0].factor.value) == first


@pytest.mark.parametrize(
    ("text", "substance"),
    [
        ("天然气", "natural_gas"),
        ("natural gas", "natural_gas"),
        ("柴油", "diesel"),
        ("热力", "heat"),
        ("蒸汽", "heat"),
        ("六氟化硫 半导体", "semiconductor_sf6"),
    ],
)
def test_words_of_the_trade_hit(text: str, substance: str) -> None:
    found = search(TABLE, REGIONS, text, "CN-SH", date(2026, 3, 20), 60)
    assert substance in {item.factor.substance for item in found}
    if len(text.split()) == 1:
        assert found[0].factor.substance == substance


def test_every_word_must_hit_and_rows_from_abroad_come_last() -> None:
    found = search(TABLE, REGIONS, "diesel van", "CN-SH", date(2026, 3, 20), 10)
    assert found
    assert all("factor_reason_proxy_never_automatic" in dict(item.reasons) for item in found)
    assert search(TABLE, REGIONS, "电力 qqqq", "CN-SH", date(2026, 3, 20), 10) == ()
    assert search(TABLE, REGIONS, "  ", "CN-SH", date(2026, 3, 20), 10) == ()


def test_an_id_finds_itself_and_a_slip_finds_its_neighbours() -> None:
    assert search(TABLE, REGIONS, "sh.mrv.heat.2022", "CN-SH", date(2026, 3, 20), 5)[0].factor.id == "sh.mrv.heat.2022"
    assert "cn.elec.avg.2023.cn-sh" in similar_ids(TABLE, "cn.elec.avg.2023.cnsh")
