"""A method pack's files become values, and a pack that could not be followed is refused with file, key and reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pack_folders import PACK_YAML, RULES_YAML, folder

from hutan.adapters.pack_store.folders import PackFolder, packaged_root, read_folder
from hutan.adapters.pack_store.method_packs import read_header, read_method, read_parameters
from hutan.core.factors.selection import VintagePolicy
from hutan.core.methods.pack import MethodPack, PackStatus, Part, TextStatus
from hutan.core.model.carrier import CarrierFamily
from hutan.core.model.instrument import InstrumentType
from hutan.core.model.organization import SourceUse
from hutan.core.model.sourcing import EvidenceGrade
from hutan.kernel.errors import HutanError
from hutan.kernel.ids import pack_id

PARAMETERS_YAML = """
parameters:
  - id: heat
    parameter: equivalent_energy
    substance: heat
    value: "34.12"
    unit: kgce/GJ
    valid_from: 2021-04-01
    valid_to: 2025-12-31
    grade: P½
    name: {zh: 热力, en: heat}
    source: s
    publisher: p
    year: "2020"
    locator: A
"""


def _refused(**files: str) -> tuple[str, dict[str, str]]:
    made = folder(**files)
    with pytest.raises(HutanError) as error:
        read_header(made)
        read_method(made, ())
        read_parameters(made)
    return error.value.code, dict(error.value.params)


def _method() -> MethodPack:
    return read_method(folder(), ())


def test_the_header() -> None:
    found = read_header(folder())
    assert (found.id, found.status, found.text_status, found.content) == ("test/1", PackStatus.DRAFT, TextStatus.HELD, "method")
    assert found.requires == ("factors-electricity-cn/2026.1", "factors-fuels-cn/2026.1")
    assert found.digest == folder().digest()


def test_rules_totals_and_scopes() -> None:
    found = _method()
    assert (found.unit, found.gases, found.gwp, found.biogenic_scope, found.least_coverage) == ("kgCO2", ("CO2",), None, "apart", Decimal("0.90"))
    fuel, electricity = found.rules
    assert (fuel.id, fuel.pack, fuel.kind, fuel.scope, fuel.basis, fuel.grade) == (
        "test/1:fuel",
        "test/1",
        "fuel_combustion@1",
        "direct",
        "",
        EvidenceGrade.UNCONFIRMED,
    )
    assert fuel.when.families == (CarrierFamily.GAS, CarrierFamily.LIQUID_FUEL, CarrierFamily.SOLID_FUEL)
    assert (fuel.when.uses, fuel.when.biogenic) == ((SourceUse.STATIONARY,), None)
    (factor,) = electricity.inputs
    assert (factor.name, factor.region, factor.vintage, factor.required) == ("factor", "", VintagePolicy.OWN_YEAR, True)
    assert electricity.instruments is not None
    assert (electricity.instruments.types, electricity.instruments.covered_factor) == ((InstrumentType.CERTIFICATE,), None)
    assert [(total.id, total.apart) for total in found.totals] == [("total", False), ("apart", True)]
    assert found.totals[0].parts == (Part("direct", ""), Part("indirect", ""))
    assert found.scope_title("indirect", "zh") == "间接"


def test_rules_of_a_required_pack_come_along_with_their_own_names() -> None:
    corporate = read_folder(packaged_root(), pack_id("ghgp-corporate/2004"))
    scope2 = read_folder(packaged_root(), pack_id("ghgp-scope2/2015"))
    found = read_method(corporate, (scope2,))
    assert {rule.pack for rule in found.rules} == {"ghgp-corporate/2004", "ghgp-scope2/2015"}
    assert all(rule.id.startswith(f"{rule.pack}:") for rule in found.rules)
    assert found.scope_title("scope_2", "en") == "Scope 2"
    assert found.unit == "kgCO2e"


def test_parameters_are_factors_of_the_pack_s_own_series() -> None:
    (found,) = read_parameters(folder(parameters_yaml=PARAMETERS_YAML))
    assert (found.id, found.series, found.pack, found.value) == ("test/1:heat", "test/1", "test/1", Decimal("34.12"))
    assert found.grade is EvidenceGrade.OFFICIAL_PART
    assert (found.published, found.superseded, found.corroborated) == (date(2021, 4, 1), date(2026, 1, 1), False)
    assert read_parameters(folder()) == ()


def test_a_pack_in_the_folder_of_another() -> None:
    assert _refused(pack_yaml=PACK_YAML.replace("test/1", "test/2")) == ("pack_id_differs", {"pack": "test/1", "stated": "test/2"})


@pytest.mark.parametrize(
    ("file", "change", "to", "key"),
    [
        ("pack_yaml", "status: draft", "status: ready", "status"),
        ("pack_yaml", "text_status: held", "text-status: held", "text_status"),
        ("pack_yaml", "licence: test\n", "", "licence"),
        ("pack_yaml", "requires: [", "require: [", "require"),
        ("pack_yaml", "factors-fuels-cn/2026.1]", "Factors]", "requires"),
        ("rules_yaml", "unit: kgCO2\n", "unit: lbCO2\n", "unit"),
        ("rules_yaml", 'least_coverage: "0.90"', 'least_coverage: "90"', "least_coverage"),
        ("rules_yaml", "family: [electricity]", "famliy: [electricity]", "rules.1.when.famliy"),
        ("rules_yaml", "family: [electricity]", "family: [power]", "rules.1.when.family.0"),
        ("rules_yaml", "use: [purchased]", "use: [bought]", "rules.1.when.use.0"),
        ("rules_yaml", "vintage: own_year", "vintage: newest", "rules.1.inputs.factor.vintage"),
        ("rules_yaml", "series: [mee-grid-average], ", "", "rules.1.inputs.factor.series"),
        ("rules_yaml", "types: [certificate]", "types: [promise]", "rules.1.instruments.types.0"),
        ("rules_yaml", "covered_input: factor", "covered_input: factor, covers: all", "rules.1.instruments.covers"),
        ("rules_yaml", 'clause: "2"\n    grade: B', 'clause: "2"\n    grade: A', "rules.1.grade"),
        ("rules_yaml", "because: {zh: 因, en: Because}", "because: {zh: 因}", "rules.0.because.en"),
        ("rules_yaml", "scope: direct\n", "scpoe: direct\n", "rules.0.scope"),
        ("rules_yaml", "  - id: electricity", "  - id: fuel", "rules"),
        ("rules_yaml", "{id: apart, title", "{id: total, title", "totals"),
        ("parameters_yaml", 'value: "34.12"', 'value: "34,12"', "parameters.0.value"),
        ("parameters_yaml", "unit: kgce/GJ", "units: kgce/GJ", "parameters.0.unit"),
        ("parameters_yaml", "valid_from: 2021-04-01", "valid_from: 2021-04-31", "parameters.0.valid_from"),
    ],
)
def test_a_misspelt_key_or_a_wrong_value_is_named(file: str, change: str, to: str, key: str) -> None:
    texts = {"pack_yaml": PACK_YAML, "rules_yaml": RULES_YAML, "parameters_yaml": PARAMETERS_YAML}
    assert change in texts[file]
    code, params = _refused(**{file: texts[file].replace(change, to, 1)})
    assert (code, params["key"], params["file"]) == ("pack_document_invalid", key, file.replace("_", "."))
    assert params["problem"]


@pytest.mark.parametrize(
    ("change", "to", "code", "scope"),
    [
        ("[{scope: direct}, {scope: indirect}]", "[{scope: direct}, {scope: indirect}, {scope: other}]", "pack_total_unfilled", "other"),
        ("[{scope: direct}, {scope: indirect}]", "[{scope: direct}, {scope: indirect, basis: market}]", "pack_total_unfilled", "indirect market"),
        ("  indirect: {zh: 间接, en: Indirect}\n", "", "pack_total_unfilled", "indirect"),
        ("[{scope: direct}, {scope: indirect}]", "[{scope: direct}]", "pack_rule_uncounted", "indirect"),
    ],
)
def test_totals_and_rules_must_meet(change: str, to: str, code: str, scope: str) -> None:
    assert change in RULES_YAML
    found, params = _refused(rules_yaml=RULES_YAML.replace(change, to, 1))
    assert (found, params["scope"]) == (code, scope)


@pytest.mark.parametrize("change", [("parts: [{scope: apart}], apart", "parts: [{scope: direct}], apart"), ("biogenic_scope: apart\n", "")])
def test_biogenic_carbon_must_be_in_a_total(change: tuple[str, str]) -> None:
    """A rule for all solid fuels meets wood as well; its CO2 may not vanish into a scope that nothing adds up."""
    assert change[0] in RULES_YAML
    assert _refused(rules_yaml=RULES_YAML.replace(*change))[0] in ("pack_rule_uncounted", "pack_total_unfilled", "pack_document_invalid")


@pytest.mark.parametrize("name", ["pack_yaml", "rules_yaml"])
def test_a_missing_file_is_named(name: str) -> None:
    code, params = _refused(**{name: ""})
    assert (code, params["file"]) == ("pack_file_missing", name.replace("_", "."))


@pytest.mark.parametrize("text", ["rules: [", "a: 1\na: 2", "\t"])
def test_a_file_that_is_no_yaml_is_named_with_its_place(text: str) -> None:
    code, params = _refused(rules_yaml=text)
    assert (code, params["file"]) == ("yaml_broken", "test/1/rules.yaml")


def test_a_file_that_is_empty_or_a_list() -> None:
    for text in ("# nothing", "- a"):
        assert _refused(rules_yaml=text)[0] == "pack_document_invalid"


def test_the_released_methods_are_read() -> None:
    for identifier in ("ghgp-scope2/2015", "sh-mrv/2012", "energy-gbt2589/2020"):
        found: PackFolder = read_folder(packaged_root(), pack_id(identifier))
        assert read_method(found, ()).header.id == identifier
