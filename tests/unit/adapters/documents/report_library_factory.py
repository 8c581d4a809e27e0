"""Three small method packs, a dozen factors and warming potentials: the library that the documents are tested on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hutan.core.factors.factor import Factor
from hutan.core.factors.gwp import GwpOrigin, GwpTable, GwpValue
from hutan.core.factors.regions import Membership, Region, RegionTable
from hutan.core.factors.selection import VintagePolicy
from hutan.core.factors.table import FactorTable
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
from hutan.core.model.carrier import Carrier, CarrierFamily
from hutan.core.model.instrument import InstrumentType
from hutan.core.model.organization import SourceUse
from hutan.core.model.sourcing import Citation, EvidenceGrade
from hutan.core.uncertainty.pedigree import PedigreeTable
from hutan.kernel.ids import Digest, FactorId, KindId, PackId, RegionId, RuleId

_FUELS = (CarrierFamily.GAS, CarrierFamily.LIQUID_FUEL, CarrierFamily.SOLID_FUEL)
CN, SHANGHAI = RegionId("CN"), RegionId("CN-SH")

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


# id, Chinese and English name, parameter, series, substance, gas, value, unit
_OFFICIAL = (
    "elec.location.sh|上海电力平均二氧化碳排放因子|Shanghai average CO2 factor|average_factor|grid-location|electricity|CO2|0.5834|kgCO2/kWh",
    "elec.market.sh|不含市场化交易非化石电量的因子|Excluding traded non-fossil power|average_factor|grid-market|electricity|CO2|0.6096|kgCO2/kWh",
    "mrv.elec.sh|上海外购电力排放因子|Shanghai purchased electricity factor|average_factor|grid-mrv|electricity|CO2|4.2|tCO2/10^4 kWh",
    "heat.cn|外购热力缺省因子|Purchased heat default|default_factor|heat|heat|CO2|0.11|tCO2/GJ",
    "diesel.ncv|柴油 低位发热量|diesel NCV|NCV|fuel|diesel||42.652|GJ/t",
    "diesel.cc|柴油 单位热值含碳量|diesel carbon content|carbon_content|fuel|diesel||0.0202|tC/GJ",
    "diesel.of|柴油 碳氧化率|diesel oxidation|oxidation_rate|fuel|diesel||98|%",
    "wood.cc|木屑颗粒 单位热值含碳量|wood pellets carbon content|carbon_content|fuel|wood_pellets||0.0275|tC/GJ",
    "wood.of|木屑颗粒 碳氧化率|wood pellets oxidation|oxidation_rate|fuel|wood_pellets||99|%",
    "wood.ch4|木屑颗粒 CH4 因子|wood pellets CH4|ch4_per_energy|ipcc|wood_pellets|CH4|30|kgCH4/TJ",
    "ce.elec|电力折标准煤系数（当量值）|electricity, equivalent value|equivalent_energy|energy|electricity||0.1229|kgce/kWh",
    "ce.heat|热力折标准煤系数（当量值）|heat, equivalent value|equivalent_energy|energy|heat||34.12|kgce/GJ",
)
_DRAFTS = (
    "gas.ncv|天然气 低位发热量|natural gas NCV|NCV|fuel|natural_gas||389.31|GJ/10^4 Nm3",
    "gas.cc|天然气 单位热值含碳量|natural gas carbon content|carbon_content|fuel|natural_gas||0.01532|tC/GJ",
    "gas.of|天然气 碳氧化率|natural gas oxidation|oxidation_rate|fuel|natural_gas||99|%",
    "gas.ch4|天然气 CH4 因子|natural gas CH4|ch4_per_energy|ipcc|natural_gas|CH4|1|kgCH4/TJ",
    "gas.n2o|天然气 N2O 因子|natural gas N2O|n2o_per_energy|ipcc|natural_gas|N2O|0.1|kgN2O/TJ",
)


def _factors() -> list[Factor]:
    return [_factor(row, EvidenceGrade.OFFICIAL) for row in _OFFICIAL] + [_factor(row, EvidenceGrade.TRANSCRIPTION) for row in _DRAFTS]


def _factor(row: str, grade: EvidenceGrade) -> Factor:
    key, zh, en, parameter, series, substance, gas, value, unit = row.split("|")
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
        region=SHANGHAI if series.startswith("grid") else CN,
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
