"""The organization file: what it says is read exactly, and every problem is named with its key."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from hutan.adapters.organization_file import OPEN_END, read_organization
from hutan.adapters.tabular.table_file import load
from hutan.core.model.organization import Consolidation, Meter, Organization, OwnershipShare, OwnValue, SourceUse
from hutan.core.model.sourcing import Confirmation, FactorChoice, FactorSpread, SpreadForm, StatedSpread
from hutan.kernel.errors import InputError
from hutan.kernel.ids import SourceId
from hutan.kernel.periods import Period

EXAMPLE = Path(__file__).parents[3] / "examples" / "organization.yaml"

_TEXT = """
organization:
  id: acme
  name: {zh: 甲公司}
  credit_code: 91310115HUTANDEM59
  district: "310115"
  industry: {code: "3484", edition: "2017"}
  consolidation: equity_share
sites:
  - id: S1
    name: {zh: 一厂, en: Plant 1}
    region: CN-SH
    ownership:
      - {from: 2020-01-01, to: 2024-01-16, equity_share: "0.50", operational_control: false, financial_control: true}
      - {from: 2024-01-16, equity_share: "0.7", operational_control: true, financial_control: true}
    sources:
      - id: E1
        name: {zh: 总表}
        carrier: electricity
        use: purchased
        meter: {serial: M-1, spread: {form: certificate_k, values: ["0.5", "2"], source: 证书}}
      - {id: D1, name: {zh: 柴油, en: Diesel}, carrier: diesel, use: mobile}
own_values:
  - id: v1
    source: E1
    parameter: p
    substance: electricity
    gas: CO2
    value: "0.10"
    unit: kg/kWh
    from: 2024-01-01
    to: 2025-01-01
    citation: 合同
  - {id: v2, parameter: density, substance: diesel, value: "0.84", unit: kg/L, from: 2024-01-01, citation: 供油单}
confirmations:
  - {pattern: "a.*", by: 李静, on: 2026-02-10, because: 核对}
choices:
  - {parameter: NCV, substance: diesel, factor: f, by: 李静, on: 2026-02-10, because: 无实测}
factor_spreads:
  - {pattern: "b.*", form: percent_95, values: ["5"], source: 报告, by: 李静}
"""


def _read(text: str = _TEXT) -> Organization:
    return read_organization("organization.yaml", text.encode())


def _refused(text: str) -> tuple[str, dict[str, str]]:
    with pytest.raises(InputError) as error:
        read_organization("organization.yaml", text.encode())
    params = dict(error.value.params)
    assert params["file"] == "organization.yaml"
    return error.value.code, params


def test_every_part_is_read() -> None:
    found = _read()
    assert (found.id, found.name_zh, found.name_en, found.consolidation) == ("acme", "甲公司", "甲公司", Consolidation.EQUITY_SHARE)
    (site,) = found.sites
    assert (site.name_en, site.region, site.district_code) == ("Plant 1", "CN-SH", "")
    assert site.ownership == (
        OwnershipShare(Period(date(2020, 1, 1), date(2024, 1, 16)), Decimal("0.5"), False, True),
        OwnershipShare(Period(date(2024, 1, 16), OPEN_END), Decimal("0.7"), True, True),
    )
    meter, diesel = found.sources
    assert meter.meter == Meter("M-1", StatedSpread(SpreadForm.CERTIFICATE_K, (Decimal("0.5"), Decimal(2)), "证书"))
    assert (meter.name_en, meter.site_id, diesel.use, diesel.meter) == ("总表", "S1", SourceUse.MOBILE, None)
    year_2024 = Period(date(2024, 1, 1), date(2025, 1, 1))
    assert found.own_values[0] == OwnValue("v1", SourceId("E1"), "p", "electricity", "CO2", Decimal("0.1"), "kg/kWh", year_2024, "合同", None)
    assert (found.own_values[1].source_id, found.own_values[1].period.end) == (None, OPEN_END)
    assert found.confirmations == (Confirmation("a.*", "李静", date(2026, 2, 10), "核对"),)
    assert found.choices == (FactorChoice("*", "NCV", "diesel", "f", "李静", date(2026, 2, 10), "无实测"),)
    assert found.factor_spreads == (FactorSpread("b.*", StatedSpread(SpreadForm.PERCENT_95, (Decimal(5),), "报告", "李静")),)


def test_digits_stay_as_they_were_written() -> None:
    assert str(_read().own_values[0].value) == "0.10"
    assert str(_read(_TEXT.replace('"0.10"', "0.123456789012345678901234567890")).own_values[0].value) == "0.123456789012345678901234567890"


def test_the_example_is_read() -> None:
    found = read_organization(EXAMPLE.name, EXAMPLE.read_bytes())
    assert [site.id for site in found.sites] == ["PD", "MH", "JD"]
    assert len(found.sources) == 9


def test_a_file_in_a_folder_with_chinese_and_blanks(tmp_path: Path) -> None:
    path = tmp_path / "碳 管理" / "甲公司 组织（2024）.yaml"
    path.parent.mkdir()
    path.write_text("\ufeff" + _TEXT, "utf-8")
    assert read_organization(path.name, load(path)).id == "acme"
    path.write_text(_TEXT.replace("region: CN-SH", "regoin: CN-SH"), "utf-8")
    with pytest.raises(InputError) as error:
        read_organization(path.name, load(path))
    assert dict(error.value.params)["file"] == "甲公司 组织（2024）.yaml"


@pytest.mark.parametrize(
    ("change", "to", "key"),
    [
        ("region: CN-SH", "regoin: CN-SH", "sites.0.region"),
        ("  id: acme\n", "", "organization.id"),
        ("id: acme", "id: -acme", "organization.id"),
        ("id: acme", "id: a b", "organization.id"),
        ("id: S1", "id: 一厂", "sites.0.id"),
        ("id: S1", "id: a/b", "sites.0.id"),
        ("id: E1", 'id: ""', "sites.0.sources.0.id"),
        ("consolidation: equity_share", "consolidation: majority", "organization.consolidation"),
        ("use: purchased", "use: bought", "sites.0.sources.0.use"),
        ('equity_share: "0.7"', 'equity_share: "70"', "sites.0.ownership.1.equity_share"),
        ('equity_share: "0.7"', 'equity_share: "-0.1"', "sites.0.ownership.1.equity_share"),
        ('equity_share: "0.7"', "equity_share: 70 %", "sites.0.ownership.1.equity_share"),
        ("operational_control: true", "operational_control: perhaps", "sites.0.ownership.1.operational_control"),
        ("from: 2020-01-01", "from: 2020-13-01", "sites.0.ownership.0.from"),
        ("from: 2020-01-01", "from: 2020-02-30", "sites.0.ownership.0.from"),
        ("from: 2020-01-01, ", "", "sites.0.ownership.0.from"),
        ("form: certificate_k", "form: about", "sites.0.sources.0.meter.spread.form"),
        ('value: "0.10"', 'value: "0,10"', "own_values.0.value"),
        ('value: "0.10"', 'value: ""', "own_values.0.value"),
        ('value: "0.10"', "value: .nan", "own_values.0.value"),
        ('value: "0.10"', "value: Infinity", "own_values.0.value"),
        ("citation: 合同", 'citation: ""', "own_values.0.citation"),
        ('  - {pattern: "a.*", by: 李静, on', "  - {pattern: \"a.*\", by: '', on", "confirmations.0.by"),
        ("because: 核对", 'because: ""', "confirmations.0.because"),
        ("factor: f, by", "facter: f, by", "choices.0.factor"),
        ('industry: {code: "3484", edition: "2017"}', 'industry: "3484"', "organization.industry"),
        ("own_values:", "own_value:", "own_value"),
    ],
)
def test_a_wrong_key_or_value_is_named(change: str, to: str, key: str) -> None:
    assert change in _TEXT
    code, params = _refused(_TEXT.replace(change, to, 1))
    assert (code, params["key"]) == ("organization_invalid", key)
    assert params["problem"]
    assert int(params["count"]) >= 1


@pytest.mark.parametrize("text", ["", "- a", "text", "organization: {}", "sites: []"])
def test_what_is_no_organization_is_refused(text: str) -> None:
    assert _refused(text)[0] == "organization_invalid"


def test_sites_without_ownership_and_an_organization_without_sites_are_refused() -> None:
    without = _TEXT[: _TEXT.index("    ownership:")] + "    ownership: []\n"
    assert _refused(without)[1]["key"] == "sites.0.ownership"
    assert _refused(_TEXT[: _TEXT.index("sites:")] + "sites: []\n")[1]["key"] == "sites"


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ("from: 2020-01-01, to: 2024-01-16", "from: 2024-01-16, to: 2020-01-01"),
        ("to: 2025-01-01", "to: 2024-01-01"),
    ],
)
def test_a_period_that_runs_backwards_or_is_empty(change: str, to: str) -> None:
    code, params = _refused(_TEXT.replace(change, to, 1))
    assert (code, params["key"]) == ("organization_invalid", "from/to")


@pytest.mark.parametrize(
    ("change", "to", "key", "twice"),
    [
        ("id: D1", "id: E1", "sites.sources.id", "E1"),
        ("id: v2", "id: v1", "own_values.id", "v1"),
    ],
)
def test_an_id_twice(change: str, to: str, key: str, twice: str) -> None:
    code, params = _refused(_TEXT.replace(change, to, 1))
    assert (code, params["key"], params["id"]) == ("organization_id_twice", key, twice)


def test_two_sites_of_one_id() -> None:
    held = '{from: 2020-01-01, equity_share: "1", operational_control: true, financial_control: true}'
    site = f"  - {{id: S1, name: {{zh: 二厂}}, region: CN-SH, ownership: [{held}]}}\n"
    code, params = _refused(_TEXT.replace("own_values:", site + "own_values:", 1))
    assert (code, params["key"], params["id"]) == ("organization_id_twice", "sites.id", "S1")


def test_an_own_value_of_a_source_that_does_not_exist() -> None:
    code, params = _refused(_TEXT.replace("source: E1", "source: E9", 1))
    assert (code, params["id"], params["source"]) == ("organization_source_unknown", "v1", "E9")


def test_two_shares_at_once() -> None:
    code, params = _refused(_TEXT.replace("to: 2024-01-16", "to: 2024-01-17", 1))
    assert code == "organization_shares_overlap"
    assert (params["first"], params["second"]) == ("2020-01-01/2024-01-17", "2024-01-16/9999-01-01")


def test_a_gap_between_shares_is_no_mistake() -> None:
    assert len(_read(_TEXT.replace("to: 2024-01-16", "to: 2023-12-01", 1)).sites[0].ownership) == 2


def test_two_own_values_at_once() -> None:
    third = '  - {id: v3, parameter: density, substance: diesel, value: "0.83", unit: kg/L, from: 2025-01-01, citation: 供油单}\n'
    code, params = _refused(_TEXT.replace("confirmations:", third + "confirmations:", 1))
    assert (code, params["first"], params["second"]) == ("organization_values_overlap", "v2", "v3")
    ended = _TEXT.replace("from: 2024-01-01, citation: 供油单", "from: 2024-01-01, to: 2025-01-01, citation: 供油单", 1)
    assert len(_read(ended.replace("confirmations:", third + "confirmations:", 1)).own_values) == 3


def test_broken_yaml_and_another_encoding() -> None:
    assert _refused(_TEXT + "\n  x: [")[0] == "yaml_broken"
    with pytest.raises(InputError) as error:
        read_organization("organization.yaml", _TEXT.encode("gb18030"))
    assert error.value.code == "yaml_not_utf8"


@pytest.mark.parametrize("written", ["1E+999999", "1e400"])
def test_a_number_of_absurd_size_is_refused(written: str) -> None:
    assert _refused(_TEXT.replace('"0.10"', written, 1))[0] == "organization_invalid"
