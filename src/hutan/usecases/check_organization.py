"""Is the organization who and where it says: credit code, industry, district, regions and carriers, each problem named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hutan.core.factors.regions import RegionTable
from hutan.core.model.carrier import Carrier
from hutan.core.model.codes import CodeTables
from hutan.core.model.credit_code import checked_credit_code
from hutan.core.model.organization import Organization
from hutan.kernel.refusals import Address, Refusal, Remark, params_of

_SHANGHAI = "CN-SH"


def check_organization(
    file: str, organization: Organization, codes: CodeTables, carriers: Sequence[Carrier], regions: RegionTable
) -> tuple[tuple[Refusal, ...], tuple[Remark, ...]]:
    """What must be mended before anything is calculated, and what the owner should know."""
    credit = checked_credit_code(organization.credit_code)
    address = Address(file, "organization", "credit_code")
    refusals = [Refusal(code, address, params) for code, params in credit.problems]
    remarks = tuple(Remark(code, address, params) for code, params in credit.remarks)
    refusals.extend(_industry(file, organization, codes))
    refusals.extend(_districts(file, organization, codes))
    refusals.extend(_regions(file, organization, regions))
    refusals.extend(_carriers(file, organization, carriers))
    return tuple(refusals), remarks


def _industry(file: str, organization: Organization, codes: CodeTables) -> Iterator[Refusal]:
    if organization.industry_code not in codes.industries.get(organization.industry_edition, {}):
        params = params_of(file=file, code=organization.industry_code, edition=organization.industry_edition)
        yield Refusal("organization_industry_unknown", Address(file, "organization", "industry"), params)


def _districts(file: str, organization: Organization, codes: CodeTables) -> Iterator[Refusal]:
    placed = [(organization.district_code, "organization")]
    placed += [(site.district_code, f"sites.{site.id}") for site in organization.sites if site.region == _SHANGHAI and site.district_code]
    known = ", ".join(f"{code} {name}" for code, name in codes.districts.items())
    for code, place in placed:
        if code not in codes.districts:
            yield Refusal("organization_district_unknown", Address(file, place, "district"), params_of(file=file, code=code, known=known))


def _regions(file: str, organization: Organization, regions: RegionTable) -> Iterator[Refusal]:
    for site in organization.sites:
        if regions.find(site.region) is None:
            params = params_of(file=file, site=site.id, region=site.region)
            yield Refusal("organization_region_unknown", Address(file, f"sites.{site.id}", "region"), params)


def _carriers(file: str, organization: Organization, carriers: Iterable[Carrier]) -> Iterator[Refusal]:
    known = [carrier.id for carrier in (*organization.items, *carriers)]
    for source in organization.sources:
        if source.carrier not in known:
            params = params_of(file=file, source=source.id, carrier=source.carrier, known=", ".join(known))
            yield Refusal("organization_carrier_unknown", Address(file, f"sources.{source.id}", "carrier"), params)
