"""Own values, choices and spreads that no pack could use are named before anything is calculated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from plain_library import GHGP, released
from plain_organization import organization, own_value, percent_95, source

from hutan.core.model.organization import Organization, OwnValue
from hutan.core.model.sourcing import Confirmation, FactorSpread
from hutan.usecases.check_values import check_values

METER = source("A", "electricity", spread=percent_95("5"))


def codes(of: Organization) -> tuple[list[str], list[str]]:
    refusals, remarks = check_values("o.yaml", of, released(GHGP).library)
    return [item.code for item in refusals], [item.code for item in remarks]


def value(**changes: object) -> OwnValue:
    base = own_value("v", None, "NCV", "diesel", "42", "GJ/t")
    return replace(base, **changes)  # type: ignore[arg-type]  # the fields are named by each test


def test_a_sound_organization_has_nothing_to_mend() -> None:
    assert codes(replace(organization([METER]), own_values=(value(),))) == ([], [])


def test_a_misspelt_parameter_is_named() -> None:
    assert codes(replace(organization([METER]), own_values=(value(parameter="NVC"),)))[0] == ["own_value_parameter_unknown"]


def test_a_unit_that_is_unknown_or_measures_something_else_is_named() -> None:
    for unit in ("GJ per barrel", "kWh"):
        assert codes(replace(organization([METER]), own_values=(value(unit=unit),)))[0] == ["own_value_unit_unfit"]


def test_a_spread_that_cannot_be_used_is_told_with_its_reason() -> None:
    broken = replace(percent_95("5"), values=(Decimal(5), Decimal(2)))
    assert codes(replace(organization([METER]), factor_spreads=(FactorSpread("cn.elec.*", broken),)))[0] == ["spread_values"]


def test_confirmations_and_spreads_that_match_nothing_are_remarked() -> None:
    of = replace(
        organization([METER]),
        confirmations=(Confirmation("no.such.*", "李静", date(2026, 1, 1), "核对"),),
        factor_spreads=(FactorSpread("nor.this.*", percent_95("5")),),
    )
    assert codes(of) == ([], ["confirmation_matches_nothing", "spread_matches_nothing"])
