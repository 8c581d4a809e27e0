"""From the packs that are asked for to everything they rest on; a pack that breaks its contract is refused before anything is calculated."""

from __future__ import annotations

import pytest
from pack_folders import PACK_YAML, RULES_YAML, finder, folder
from plain_library import ENERGY, GHGP, SH_MRV, released

from hutan.adapters.pack_store.folders import PackFolder
from hutan.adapters.pack_store.library import load_packs
from hutan.kernel.errors import HutanError, InputError
from hutan.kernel.ids import pack_id


def _requiring(identifier: str, *required: str) -> PackFolder:
    text = PACK_YAML.replace("test/1", identifier)
    start = text.index("requires:")
    return folder(identifier, pack_yaml=f"{text[:start]}requires: [{', '.join(required)}]\n")


def _refused(*folders: PackFolder) -> tuple[str, dict[str, str]]:
    with pytest.raises(HutanError) as error:
        load_packs((folders[0].id,), finder(*folders))
    return error.value.code, dict(error.value.params)


def _rules(change: str, to: str) -> PackFolder:
    assert change in RULES_YAML
    return folder(rules_yaml=RULES_YAML.replace(change, to, 1))


def test_a_library_holds_what_its_methods_require_and_what_every_calculation_needs() -> None:
    loaded = released(SH_MRV)
    assert [folder.id for folder in loaded.folders] == [
        "carriers/2026.2",
        "factors-electricity-cn/2026.1",
        "factors-fuels-cn/2026.1",
        "quality-schemes/2026.1",
        "regions/2026.1",
        "sh-mrv/2012",
        "uncertainty/2026.1",
    ]
    assert [header.id for header in loaded.library.headers] == [folder.id for folder in loaded.folders]
    assert loaded.library.carrier("diesel").base_unit == "t"
    assert loaded.library.factors.find("sh.mrv.elec.2022") is not None
    assert loaded.library.factors.find("desnz.2025") is None
    assert loaded.library.regions.find("CN-SH") is not None


def test_what_a_required_pack_requires_comes_along() -> None:
    ids = {folder.id for folder in released(GHGP).folders}
    assert {"ghgp-scope2/2015", "factors-electricity-cn/2026.1", "gwp/ar4", "gwp/ar5", "gwp/ar6"} <= ids


def test_methods_stand_in_the_order_asked() -> None:
    assert [pack.header.id for pack in released(SH_MRV, GHGP, ENERGY).library.methods] == [SH_MRV, GHGP, ENERGY]


def test_parameters_of_a_method_are_among_the_factors() -> None:
    assert released(ENERGY).library.factors.find(f"{ENERGY}:electricity") is not None


def test_a_pack_of_one_s_own_is_loaded() -> None:
    loaded = load_packs((pack_id("test/1"),), finder(folder()))
    assert [rule.id for rule in loaded.library.methods[0].rules] == ["test/1:fuel", "test/1:electricity"]


def test_packs_that_require_each_other() -> None:
    one, two, three = _requiring("test/1", "other/1"), _requiring("other/1", "third/1"), _requiring("third/1", "test/1")
    assert _refused(one, two, three) == ("pack_cycle", {"path": "test/1 → other/1 → third/1 → test/1"})


def test_a_pack_that_requires_itself() -> None:
    assert _refused(_requiring("test/1", "test/1")) == ("pack_cycle", {"path": "test/1 → test/1"})


def test_a_pack_that_is_required_twice_is_no_circle() -> None:
    one, two = _requiring("test/1", "other/1", "gwp/ar5"), _requiring("other/1", "gwp/ar5")
    assert [folder.id for folder in load_packs((one.id,), finder(one, two)).folders].count(pack_id("gwp/ar5")) == 1


def test_a_required_pack_that_is_not_there() -> None:
    code, params = _refused(_requiring("test/1", "factors-mars/2026.1"))
    assert (code, params["pack"]) == ("pack_unknown", "factors-mars/2026.1")
    assert "factors-fuels-cn/2026.1" in params["known"]


@pytest.mark.parametrize("identifier", ["gwp/ar5", "factors-fuels-cn/2026.1", "carriers/2026.2"])
def test_data_is_no_method(identifier: str) -> None:
    with pytest.raises(InputError) as error:
        load_packs((pack_id(identifier),))
    assert error.value.code == "pack_not_a_method"


@pytest.mark.parametrize(
    ("made", "code", "param", "value"),
    [
        (_rules("kind: energy_transfer@1", "kind: energy_transfer@2"), "kind_unknown", "kind", "energy_transfer@2"),
        (_rules("      factor: {", "      rate: {"), "pack_input_unused", "input", "rate"),
        (_rules("criteria: [attribute", "criteria: [deliverable"), "criterion_unknown", "criterion", "deliverable"),
        (_rules("      oxidation: {parameter: oxidation_rate", "      oxidation: {parameter: NCV"), "pack_unit_wrong", "rule", "test/1:fuel"),
        (_rules("covered_input: factor", "covered_input: rate"), "pack_input_missing", "input", "rate"),
        (
            _rules("      oxidation: {parameter: oxidation_rate, series: [mee-steel], vintage: newest_published}\n", ""),
            "pack_input_missing",
            "input",
            "oxidation",
        ),
    ],
    ids=["kind", "input", "criterion", "unit", "covered input", "missing input"],
)
def test_a_pack_that_could_not_calculate_is_refused(made: PackFolder, code: str, param: str, value: str) -> None:
    found, params = _refused(made)
    assert (found, params[param]) == (code, value)


def test_a_factor_whose_unit_does_not_fit_its_rule() -> None:
    """NCV of heat stands in no series; a parameter of the pack's own in a unit of mass does not make up an emission."""
    own = """
parameters:
  - {id: f, parameter: average_consumption_factor, substance: electricity, gas: CO2, value: "1", unit: kgCO2/t, grade: B,
     name: {zh: 甲, en: a}, source: s, publisher: p, year: "2024", locator: l}
"""
    made = folder(rules_yaml=RULES_YAML.replace("series: [mee-grid-average]", "series: [test/1]"), parameters_yaml=own)
    code, params = _refused(made)
    assert (code, params["carrier"], params["factors"]) == ("pack_unit_wrong", "electricity", "factor [kgCO2/t]")


def test_one_id_for_two_factors() -> None:
    own = """
parameters:
  - &f {id: f, parameter: p, substance: s, value: "1", unit: kg, grade: B, name: {zh: 甲, en: a}, source: s, publisher: p, year: "1", locator: l}
  - *f
"""
    assert _refused(folder(parameters_yaml=own))[0] == "factor_duplicate"
