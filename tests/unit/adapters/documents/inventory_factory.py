"""An invented organization, a small library, and the inventories calculated from them: what the documents are tested on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from hutan.adapters.engines import engine
from hutan.core.activity.book import Book, OpenRefusal, SeenFile
from hutan.core.factors.factor import Factor
from hutan.core.factors.gwp import GwpOrigin, GwpTable, GwpValue
from hutan.core.factors.regions import Membership, Region, RegionTable
from hutan.core.factors.selection import VintagePolicy
from hutan.core.factors.table import FactorTable
from hutan.core.inventory.calculation import Inputs, calculate
from hutan.core.inventory.result import Inventory
from hutan.core.methods.library import Library
from hutan.core.methods.pack import (
    Bilingual,
    Condition,
    GwpChoice,
    InputRule,
    InstrumentRule,
    MethodPack,
    PackHeader,
    PackStatus,
    Part,
    Rule,
    TextStatus,
    TotalRule,
)
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.core.model.carrier import Carrier, CarrierFamily
from hutan.core.model.instrument import ContractualInstrument, InstrumentType
from hutan.core.model.organization import Consolidation, EmissionSource, Meter, Organization, OwnershipShare, OwnValue, Site, SourceUse
from hutan.core.model.sourcing import Citation, Confirmation, EvidenceGrade, FactorSpread, SpreadForm, StatedSpread
from hutan.core.uncertainty.pedigree import PedigreeTable
from hutan.kernel.ids import Digest, FactorId, KindId, OrganizationId, PackId, RecordId, RegionId, RuleId, SiteId, SourceId
from hutan.kernel.periods import Period, year
from hutan.kernel.refusals import Address, Refusal, params_of

ROOT = Digest("3f9a6c1e" * 8)
CN, SHANGHAI = RegionId("CN"), RegionId("CN-SH")
_FUELS = (CarrierFamily.GAS, CarrierFamily.LIQUID_FUEL, CarrierFamily.SOLID_FUEL)
_EVER = Period(date(2020, 1, 1), date(9999, 1, 1))
# Parts in a thousand of a year's use, January to December.
_SEASON = (96, 90, 84, 74, 72, 80, 96, 102, 84, 72, 70, 80)


@dataclass(frozen=True, slots=True)
class Sample:
    """Everything that the documents are made from."""

    inputs: Inputs
    library: Library
    inventories: tuple[Inventory, ...]


def sample(years: Sequence[int] = (2023, 2024), established: bool = True) -> Sample:
    """Three packs over the years; without `established` no factor has a spread, so no interval covers enough."""
    organization = _organization(established)
    periods = tuple(year(number) for number in years)
    records = tuple(_records(organization.sources, years))
    inputs = Inputs(organization, records, _instruments(years[-1]), periods, date(2026, 3, 2))
    made = library()
    return Sample(inputs, made, calculate(inputs, made, engine("python")))


def book() -> Book:
    """One file seen, one row of it refused for two reasons."""
    file = Digest("a81f" * 16)
    reasons = (
        Refusal("amount_unreadable", Address(file, "浦东", "E9"), params_of(text="12,3o4")),
        Refusal("amount_missing", Address(file, "浦东", "E10")),
    )
    refusal = OpenRefusal("3fa2c1", file, "浦东", 9, (), ("amount",), reasons)
    return Book(refusals=(refusal,), files=(SeenFile(file, "用电台账2024.xlsx"),))


def renamed(item: Sample, name_zh: str) -> Sample:
    """The same results under another name of the organization."""
    return replace(item, inputs=replace(item.inputs, organization=replace(item.inputs.organization, name_zh=name_zh)))


def emptied(item: Sample) -> Sample:
    """The same question without a single record."""
    inputs = replace(item.inputs, records=(), instruments=())
    return Sample(inputs, item.library, calculate(inputs, item.library, engine("python")))


def _organization(established: bool) -> Organization:
    spread = StatedSpread(SpreadForm.CERTIFICATE_K, (Decimal("0.5"), Decimal(2)), "检定证书 2023-E0417")
    meters = {name: Meter(f"DTSD-{name}", spread) for name in ("PD-E1", "MH-E1", "PD-G1")}
    sources = (
        _source("PD-E1", "PD", "浦东 1 号总表", "Pudong main meter 1", "electricity", SourceUse.PURCHASED, meters),
        _source("PD-G1", "PD", "浦东锅炉天然气", "Pudong boiler natural gas", "natural_gas", SourceUse.STATIONARY, meters),
        _source("MH-E1", "MH", "闵行总表", "Minhang main meter", "electricity", SourceUse.PURCHASED, meters),
        _source("MH-B1", "MH", "闵行生物质锅炉木屑颗粒", "Minhang biomass boiler wood pellets", "wood_pellets", SourceUse.STATIONARY, meters),
        _source("JD-D1", "JD", "嘉定叉车与货车柴油", "Jiading forklift and truck diesel", "diesel", SourceUse.MOBILE, meters),
        _source("JD-S1", "JD", "嘉定外购蒸汽", "Jiading purchased steam", "heat", SourceUse.PURCHASED, meters),
    )
    spreads = (
        FactorSpread("elec.*", StatedSpread(SpreadForm.PERCENT_95, (Decimal(6),), "电网因子评审 2025", "李静")),
        FactorSpread("gas.*", StatedSpread(SpreadForm.PERCENT_95, (Decimal(3),), "气质报告 2024", "李静")),
        FactorSpread("mrv.*", StatedSpread(SpreadForm.PERCENT_95, (Decimal(8),), "电网因子评审 2025", "李静")),
    )
    own = OwnValue(
        "wood-ncv", SourceId("MH-B1"), "NCV", "wood_pellets", "", Decimal("16.9"), "GJ/t", _EVER, "颗粒燃料检测报告 2024-02，收到基低位发热量", None
    )
    return Organization(
        id=OrganizationId("hupu-precision"),
        name_zh="沪浦精密机械（示例）有限公司",
        name_en="Hupu Precision Machinery (example) Co. Ltd.",
        credit_code="91310115HUTANDEM59",
        district_code="310115",
        industry_code="3484",
        industry_edition="2017",
        consolidation=Consolidation.OPERATIONAL_CONTROL,
        sites=(
            _site("PD", "浦东工厂", "Pudong plant", "310115", "1", date(2015, 1, 1)),
            _site("MH", "闵行工厂", "Minhang plant", "310112", "0.7", date(2018, 7, 1)),
            _site("JD", "嘉定物流中心", "Jiading logistics center", "310114", "1", date(2024, 4, 1)),
        ),
        sources=sources,
        own_values=(own,),
        confirmations=(Confirmation("gas.*", "李静（碳管理员）", date(2026, 2, 10), "与指南原文逐项核对"),),
        choices=(),
        factor_spreads=spreads if established else (),
    )


def _site(site_id: str, zh: str, en: str, district: str, share: str, start: date) -> Site:
    return Site(SiteId(site_id), zh, en, SHANGHAI, district, (OwnershipShare(Period(start, date(9999, 1, 1)), Decimal(share), True, True),))


def _source(source_id: str, site: str, zh: str, en: str, carrier: str, use: SourceUse, meters: dict[str, Meter]) -> EmissionSource:
    return EmissionSource(SourceId(source_id), SiteId(site), zh, en, carrier, use, meters.get(source_id))


def _records(sources: Sequence[EmissionSource], years: Sequence[int]) -> list[ActivityRecord]:
    yearly = {"PD-E1": 8_400_000, "PD-G1": 610_000, "MH-E1": 5_150_000, "MH-B1": 420, "JD-D1": 96, "JD-S1": 3_100}
    units = {carrier.id: carrier.base_unit for carrier in CARRIERS}
    found = []
    for number in years:
        for source in sources:
            for month in year(number).months():
                if source.site_id == "JD" and month.start < date(2024, 4, 1):
                    continue
                quantity = Decimal(yearly[source.id]) * _SEASON[month.start.month - 1] / 1000 * (Decimal("0.94") if number == 2024 else 1)
                state = RecordState.ESTIMATED if (source.id, month.start.month) in (("MH-E1", 11), ("MH-E1", 12)) else RecordState.MEASURED
                cell = Address("a81f" * 16, source.site_id, f"E{month.start.month + 3}")
                key = RecordId(f"{source.id}-{month.start:%Y%m}")
                unit = units[source.carrier]
                found.append(ActivityRecord(key, source.id, month, round(quantity, 3), unit, str(quantity), unit, state, "", "", cell))
    return found


def _instruments(number: int) -> tuple[ContractualInstrument, ...]:
    trade = ContractualInstrument(
        id="GPT-2024-01",
        type=InstrumentType.GREEN_POWER_TRADE,
        site_id=SiteId("PD"),
        claim_period=year(number),
        quantity_kwh=Decimal(2_000_000),
        rate_kg_per_kwh=Decimal(0),
        technology="wind",
        generated=year(number),
        cancelled_on=date(number + 1, 1, 20),
        cancelled_for_reporter=True,
        sole_claim=True,
        market="CN",
        inter_provincial=True,
        trading_platform="北京电力交易中心",
        contract_number="HT-0318",
        settlement_number="JS-0922",
        origin=Address("b" * 64, "凭证", "E4"),
    )
    certificate = replace(
        trade,
        id="GEC-2024-77",
        type=InstrumentType.CERTIFICATE,
        site_id=SiteId("MH"),
        quantity_kwh=Decimal(500_000),
        sole_claim=None,
        inter_provincial=None,
        contract_number="",
        settlement_number="",
    )
    return (certificate, trade)


CARRIERS = (
    Carrier("electricity", "电力", "electricity", CarrierFamily.ELECTRICITY, "kWh", False, ()),
    Carrier("heat", "热力", "heat", CarrierFamily.HEAT, "GJ", False, ()),
    Carrier("natural_gas", "天然气", "natural gas", CarrierFamily.GAS, "Nm3", False, ()),
    Carrier("diesel", "柴油", "diesel", CarrierFamily.LIQUID_FUEL, "t", False, ()),
    Carrier("wood_pellets", "木屑颗粒", "wood pellets", CarrierFamily.SOLID_FUEL, "t", True, ()),
)


def library() -> Library:
    """Three method packs on a dozen factors."""
    methods = (ghg_pack(), mrv_pack(), energy_pack())
    headers = (*(pack.header for pack in methods), _header("factors-test/2026.1", "测试因子", "Test factors", TextStatus.HELD, "factors"))
    regions = RegionTable((Region(CN, "中国", "China"), Region(SHANGHAI, "上海", "Shanghai")), (Membership(SHANGHAI, CN, 1, None, None),))
    return Library(headers, methods, CARRIERS, FactorTable(tuple(_factors())), regions, _gwp(), PedigreeTable("ecoinvent_v3", ()))


def _header(pack: str, zh: str, en: str, status: TextStatus, content: str) -> PackHeader:
    return PackHeader(
        id=PackId(pack),
        edition=pack.partition("/")[2],
        title=Bilingual(zh, en),
        authority=Bilingual("测试机构", "Test authority"),
        status=PackStatus.RELEASED,
        text_status=status,
        evidence_grade="B",
        licence="CC0",
        content=content,
        requires=(),
        digest=Digest(("5" + pack.encode().hex() * 8)[:64]),
    )


def _input(name: str, parameter: str, series: str, gas: str = "", required: bool = True, substance: str = "") -> InputRule:
    return InputRule(name, parameter, substance, gas, (series,), "", VintagePolicy.NEWEST_PUBLISHED, required)


_FUEL = (_input("ncv", "NCV", "fuel"), _input("carbon_content", "carbon_content", "fuel"), _input("oxidation", "oxidation_rate", "fuel"))
_GASES = (_input("ch4_per_energy", "ch4_per_energy", "ipcc", "CH4", False), _input("n2o_per_energy", "n2o_per_energy", "ipcc", "N2O", False))


def _rule(pack: str, name: str, when: Condition, kind: str, place: tuple[str, str, str], inputs: tuple[InputRule, ...]) -> Rule:
    scope, basis, category = place
    because = Bilingual(
        "理由：用于文档测试的规则，写法与发布的方法包一致。", "Because: a rule for testing documents, written as released packs write theirs."
    )
    clause = "第 4 章 chapter 4"
    owner = PackId(pack)
    return Rule(RuleId(f"{pack}:{name}"), owner, when, KindId(kind), scope, basis, category, inputs, None, clause, EvidenceGrade.SECONDARY, because)


def _when(families: tuple[CarrierFamily, ...], *uses: SourceUse, biogenic: bool | None = None) -> Condition:
    return Condition(families, uses, (), biogenic)


_ELECTRICITY = _when((CarrierFamily.ELECTRICITY,), SourceUse.PURCHASED)
_HEAT = _when((CarrierFamily.HEAT,), SourceUse.PURCHASED)


def ghg_pack() -> MethodPack:
    """Scopes 1 and 2 on both bases, biogenic CO2 apart."""
    pack = "ghgp-test/2004"
    fuel = (*_FUEL, *_GASES)
    market = replace(
        _rule(pack, "electricity-market", _ELECTRICITY, "energy_transfer@1", ("scope_2", "market", "purchased_electricity"), (_grid("market"),)),
        instruments=InstrumentRule(
            (InstrumentType.CERTIFICATE, InstrumentType.GREEN_POWER_TRADE),
            ("attribute", "sole_claim", "retired", "vintage:24", "market:CN", "energy_with_certificates"),
            "factor",
            None,
        ),
    )
    rules = (
        _rule(pack, "stationary", _when(_FUELS, SourceUse.STATIONARY), "fuel_combustion@1", ("scope_1", "", "stationary_combustion"), fuel),
        _rule(pack, "mobile", _when(_FUELS, SourceUse.MOBILE), "fuel_combustion@1", ("scope_1", "", "mobile_combustion"), fuel),
        _rule(
            pack, "electricity-location", _ELECTRICITY, "energy_transfer@1", ("scope_2", "location", "purchased_electricity"), (_grid("location"),)
        ),
        market,
        _rule(pack, "heat", _HEAT, "energy_transfer@1", ("scope_2", "", "purchased_heat"), (_input("factor", "default_factor", "heat", "CO2"),)),
    )
    return MethodPack(
        header=_header(
            pack, "温室气体核算体系 企业核算与报告标准（测试）", "Corporate accounting and reporting standard (test)", TextStatus.NOT_HELD, "method"
        ),
        unit="kgCO2e",
        gases=("CO2", "CH4", "N2O", "CO2e"),
        gwp=GwpChoice("AR5", 100),
        biogenic_scope="outside_scopes",
        least_coverage=Decimal("0.90"),
        rules=rules,
        totals=(
            _total(
                "location_based",
                "范围一与范围二合计（基于位置）",
                "Scope 1 and 2, location-based",
                ("scope_1", ""),
                ("scope_2", ""),
                ("scope_2", "location"),
            ),
            _total(
                "market_based",
                "范围一与范围二合计（基于市场）",
                "Scope 1 and 2, market-based",
                ("scope_1", ""),
                ("scope_2", ""),
                ("scope_2", "market"),
            ),
            replace(_total("biogenic_co2", "生物源 CO2", "Biogenic CO2", ("outside_scopes", "")), apart=True),
        ),
        scopes=(
            ("scope_1", Bilingual("范围一", "Scope 1")),
            ("scope_2", Bilingual("范围二", "Scope 2")),
            ("outside_scopes", Bilingual("生物源 CO2（范围之外）", "Biogenic CO2 (outside the scopes)")),
        ),
    )


def _grid(series: str) -> InputRule:
    return _input("factor", "average_factor", f"grid-{series}", "CO2", substance="electricity")


def _total(total_id: str, zh: str, en: str, *parts: tuple[str, str]) -> TotalRule:
    return TotalRule(total_id, Bilingual(zh, en), tuple(Part(*part) for part in parts), False)


def mrv_pack() -> MethodPack:
    """CO2 only; the heat of this pack has no value, so one required input is missing."""
    pack = "mrv-test/2012"
    return MethodPack(
        header=_header(pack, "上海市温室气体排放核算与报告指南（测试）", "Shanghai MRV guideline (test)", TextStatus.PARTLY, "method"),
        unit="kgCO2",
        gases=("CO2",),
        gwp=None,
        biogenic_scope="biogenic",
        least_coverage=Decimal("0.90"),
        rules=(
            _rule(pack, "fuel", _when(_FUELS), "fuel_combustion@1", ("direct", "", "fuel"), _FUEL),
            _rule(pack, "electricity", _ELECTRICITY, "energy_transfer@1", ("indirect", "", "purchased_electricity"), (_grid("mrv"),)),
            _rule(pack, "heat", _HEAT, "energy_transfer@1", ("indirect", "", "purchased_heat"), (_input("factor", "default_factor", "none", "CO2"),)),
        ),
        totals=(
            _total("total", "排放总量", "Total emissions", ("direct", ""), ("indirect", "")),
            replace(_total("biogenic_co2", "生物质燃料 CO2", "CO2 of biomass", ("biogenic", "")), apart=True),
        ),
        scopes=(
            ("direct", Bilingual("直接排放", "Direct emissions")),
            ("indirect", Bilingual("间接排放", "Indirect emissions")),
            ("biogenic", Bilingual("生物质燃料 CO2（不计入总量）", "CO2 of biomass (outside the total)")),
        ),
    )


def energy_pack() -> MethodPack:
    """Energy in standard coal, biomass apart."""
    pack = "energy-test/2020"
    equivalent = _input("equivalent", "equivalent_energy", "energy")
    return MethodPack(
        header=_header(pack, "综合能耗（测试，当量值）", "Comprehensive energy consumption (test)", TextStatus.HELD, "method"),
        unit="kgce",
        gases=(),
        gwp=None,
        biogenic_scope="",
        least_coverage=Decimal("0.90"),
        rules=(
            _rule(pack, "electricity", _ELECTRICITY, "energy_by_equivalent@1", ("energy", "", "electricity"), (equivalent,)),
            _rule(pack, "heat", _HEAT, "energy_by_equivalent@1", ("energy", "", "heat"), (equivalent,)),
            _rule(pack, "fuel", _when(_FUELS, biogenic=False), "energy_by_heating_value@1", ("energy", "", "fuel"), _FUEL[:1]),
            _rule(pack, "biomass", _when(_FUELS, biogenic=True), "energy_by_heating_value@1", ("non_fossil", "", "non_fossil"), _FUEL[:1]),
        ),
        totals=(
            _total("comprehensive", "综合能源消费量（当量值）", "Comprehensive energy consumption", ("energy", "")),
            replace(_total("non_fossil", "非化石能源", "Non-fossil energy", ("non_fossil", "")), apart=True),
        ),
        scopes=(("energy", Bilingual("用作能源", "Used as energy")), ("non_fossil", Bilingual("非化石能源", "Non-fossil energy"))),
    )


def _factors() -> list[Factor]:
    low, draft = EvidenceGrade.OFFICIAL, EvidenceGrade.TRANSCRIPTION
    rows = (
        (
            "elec.location.sh",
            "上海电力平均二氧化碳排放因子",
            "Shanghai average electricity CO2 factor",
            "average_factor",
            "grid-location",
            "0.5834",
            "kgCO2/kWh",
        ),
        (
            "elec.market.sh",
            "不包括市场化交易的非化石能源电量的因子",
            "Factor excluding traded non-fossil power",
            "average_factor",
            "grid-market",
            "0.6096",
            "kgCO2/kWh",
        ),
        ("mrv.elec.sh", "上海外购电力排放因子", "Shanghai purchased electricity factor", "average_factor", "grid-mrv", "4.2", "tCO2/10^4 kWh"),
    )
    found = [_factor(key, zh, en, parameter, series, "electricity", "CO2", value, unit, low) for key, zh, en, parameter, series, value, unit in rows]
    found += [
        _factor("heat.cn", "外购热力缺省因子", "Purchased heat default", "default_factor", "heat", "heat", "CO2", "0.11", "tCO2/GJ", low),
        _factor("gas.ncv", "天然气 低位发热量", "natural gas NCV", "NCV", "fuel", "natural_gas", "", "389.31", "GJ/10^4 Nm3", draft),
        _factor(
            "gas.cc", "天然气 单位热值含碳量", "natural gas carbon content", "carbon_content", "fuel", "natural_gas", "", "0.01532", "tC/GJ", draft
        ),
        _factor("gas.of", "天然气 碳氧化率", "natural gas oxidation", "oxidation_rate", "fuel", "natural_gas", "", "99", "%", draft),
        _factor("diesel.ncv", "柴油 低位发热量", "diesel NCV", "NCV", "fuel", "diesel", "", "42.652", "GJ/t", low),
        _factor("diesel.cc", "柴油 单位热值含碳量", "diesel carbon content", "carbon_content", "fuel", "diesel", "", "0.0202", "tC/GJ", low),
        _factor("diesel.of", "柴油 碳氧化率", "diesel oxidation", "oxidation_rate", "fuel", "diesel", "", "98", "%", low),
        _factor(
            "wood.cc", "木屑颗粒 单位热值含碳量", "wood pellets carbon content", "carbon_content", "fuel", "wood_pellets", "", "0.0275", "tC/GJ", low
        ),
        _factor("wood.of", "木屑颗粒 碳氧化率", "wood pellets oxidation", "oxidation_rate", "fuel", "wood_pellets", "", "99", "%", low),
        _factor("gas.ch4", "天然气 CH4 因子", "natural gas CH4", "ch4_per_energy", "ipcc", "natural_gas", "CH4", "1", "kgCH4/TJ", draft),
        _factor("gas.n2o", "天然气 N2O 因子", "natural gas N2O", "n2o_per_energy", "ipcc", "natural_gas", "N2O", "0.1", "kgN2O/TJ", draft),
        _factor("wood.ch4", "木屑颗粒 CH4 因子", "wood pellets CH4", "ch4_per_energy", "ipcc", "wood_pellets", "CH4", "30", "kgCH4/TJ", low),
        _factor(
            "ce.elec",
            "电力折标准煤系数（当量值）",
            "electricity, equivalent value",
            "equivalent_energy",
            "energy",
            "electricity",
            "",
            "0.1229",
            "kgce/kWh",
            low,
        ),
        _factor(
            "ce.heat", "热力折标准煤系数（当量值）", "heat, equivalent value", "equivalent_energy", "energy", "heat", "", "34.12", "kgce/GJ", low
        ),
    ]
    return found


def _factor(key: str, zh: str, en: str, parameter: str, series: str, substance: str, gas: str, value: str, unit: str, grade: EvidenceGrade) -> Factor:
    return Factor(
        id=FactorId(key),
        name_zh=zh,
        name_en=en,
        category="test",
        parameter=parameter,
        series=series,
        substance=substance,
        gas=gas,
        value=Decimal(value),
        unit=unit,
        region=SHANGHAI if substance == "electricity" and series.startswith("grid") else CN,
        sector="",
        data_year=2022,
        published=date(2024, 12, 20),
        superseded=None,
        gwp_basis="",
        boundary="",
        grade=grade,
        corroborated=False,
        citation=Citation(f"关于发布{series}因子的公告", "测试部", "2024", "附表 1", "https://example.org/notice"),
        licence="CC0",
        note="",
        pack=PackId("factors-test/2026.1"),
    )


def _gwp() -> GwpTable:
    return GwpTable((_warming("CH4", GwpOrigin.NON_FOSSIL, "28"), _warming("CH4", GwpOrigin.FOSSIL, "30"), _warming("N2O", GwpOrigin.ANY, "265")))


def _warming(species: str, origin: GwpOrigin, value: str) -> GwpValue:
    return GwpValue(
        id=f"gwp.{species}.{origin.value}",
        species=species,
        origin=origin,
        edition="AR5",
        horizon_years=100,
        value=Decimal(value),
        grade=EvidenceGrade.OFFICIAL,
        corroborated=True,
        set_name="AR5 GWP100",
        family=species,
        name_zh="",
        name_en="",
        aliases=(),
        citation=Citation("AR5 WG1 chapter 8, appendix 8.A", "IPCC", "2013", "table 8.A.1", ""),
        licence="",
        note="",
        pack=PackId("gwp/ar5"),
    )
