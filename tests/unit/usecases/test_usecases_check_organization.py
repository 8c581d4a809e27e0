"""Is the organization who and where it says: each problem has its own code, its place, and what would mend it."""

from __future__ import annotations

import functools
from dataclasses import replace

import pytest
from plain_library import GHGP, released
from plain_organization import organization, site, source

from hutan.adapters.pack_store.code_tables import load_code_tables
from hutan.core.model.codes import CodeTables
from hutan.core.model.organization import Organization
from hutan.kernel.ids import RegionId
from hutan.kernel.refusals import Refusal, Remark
from hutan.usecases.check_organization import check_organization

FILE = "组织 文件.yaml"
SOUND = organization([source("E", "electricity")])


@functools.cache
def _codes() -> CodeTables:
    return load_code_tables()


def _check(of: Organization) -> tuple[tuple[Refusal, ...], tuple[Remark, ...]]:
    library = released(GHGP).library
    return check_organization(FILE, of, _codes(), library.carriers, library.regions)


def test_a_sound_organization_has_nothing_to_mend() -> None:
    assert _check(SOUND) == ((), ())


@pytest.mark.parametrize(
    ("of", "code", "address", "named"),
    [
        (replace(SOUND, credit_code="91310115HUTANDEM5"), "credit_code_length", "organization!credit_code", {"count": "17"}),
        (replace(SOUND, credit_code="91310115HUTANDEM58"), "credit_code_check", "organization!credit_code", {"character": "8"}),
        (replace(SOUND, credit_code="9131011VHUTANDEM59"), "credit_code_character", "organization!credit_code", {"position": "8"}),
        (replace(SOUND, credit_code="913101I5HUTANDEM59"), "credit_code_letter_meant", "organization!credit_code", {"meant": "91310115HUTANDEM59"}),
        (replace(SOUND, industry_code="34840"), "organization_industry_unknown", "organization!industry", {"code": "34840", "edition": "2017"}),
        (replace(SOUND, industry_edition="2011"), "organization_industry_unknown", "organization!industry", {"edition": "2011"}),
        (replace(SOUND, district_code="310103"), "organization_district_unknown", "organization!district", {"code": "310103"}),
        (replace(SOUND, sites=(replace(site(), district_code="310119"),)), "organization_district_unknown", "sites.S!district", {"code": "310119"}),
        (replace(SOUND, sites=(site(region="CN-SHANGHAI"),)), "organization_region_unknown", "sites.S!region", {"region": "CN-SHANGHAI"}),
        (replace(SOUND, sources=(source("X", "coal"),)), "organization_carrier_unknown", "sources.X!carrier", {"carrier": "coal", "source": "X"}),
    ],
)
def test_each_problem_is_named_with_its_place(of: Organization, code: str, address: str, named: dict[str, str]) -> None:
    refusals, remarks = _check(of)
    assert [refusal.code for refusal in refusals] == [code]
    assert str(refusals[0].address) == f"{FILE} {address}"
    params = dict(refusals[0].params)
    assert named.items() <= params.items()
    assert remarks == ()


def test_the_districts_and_carriers_that_there_are_stand_in_the_message() -> None:
    refusals, _ = _check(replace(SOUND, district_code="000000", sources=(source("X", "coal"),)))
    known = {refusal.code: dict(refusal.params)["known"] for refusal in refusals}
    assert "310115 浦东新区" in known["organization_district_unknown"]
    assert known["organization_district_unknown"].count("3101") == 16
    assert "natural_gas" in known["organization_carrier_unknown"]


def test_all_problems_are_told_at_once() -> None:
    worst = replace(
        SOUND,
        credit_code="1",
        industry_code="0",
        district_code="0",
        sites=(site(region="X"), site("T", region="Y")),
        sources=(source("A", "coal"), source("B", "peat")),
    )
    assert [refusal.code for refusal in _check(worst)[0]] == [
        "credit_code_length",
        "organization_industry_unknown",
        "organization_district_unknown",
        "organization_region_unknown",
        "organization_region_unknown",
        "organization_carrier_unknown",
        "organization_carrier_unknown",
    ]


def test_a_site_elsewhere_needs_no_district_of_shanghai() -> None:
    elsewhere = replace(site("T"), region=RegionId("CN-ZJ"), district_code="330100")
    without = replace(site("U"), district_code="")
    assert _check(replace(SOUND, sites=(site(), elsewhere, without))) == ((), ())


def test_an_old_division_in_the_credit_code_is_a_remark() -> None:
    """A code first registered in the former 卢湾区 stays valid; check characters worked out after GB 32100-2015."""
    from hutan.core.model.credit_code import credit_code_check, organization_check

    inner = "MA1K0001"
    body = f"91310103{inner}{organization_check(inner)}"
    refusals, remarks = _check(replace(SOUND, credit_code=body + credit_code_check(body)))
    assert refusals == ()
    assert [remark.code for remark in remarks] == ["credit_code_retired_division"]
