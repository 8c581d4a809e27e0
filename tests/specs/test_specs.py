"""Every worked case of every pack holds, every output of every kind has one, and the runner can fail."""

from __future__ import annotations

import functools
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError
from spec_cases import BalanceYaml, CoverageYaml, FormulaYaml, IntervalYaml, SpecCase, read_cases

from hutan.adapters.pack_store.library import load_packs
from hutan.core.methods.kinds import KINDS
from hutan.core.methods.pack import MethodPack
from hutan.kernel.errors import FormulaError
from hutan.kernel.ids import pack_id

PACKS = Path(__file__).parents[2] / "src" / "hutan" / "packs"
METHODS = ("ghgp-corporate/2004", "ghgp-scope2/2015", "sh-mrv/2012", "energy-gbt2589/2020", "ghgp-process/2004", "ghgp-scope3/2011", "gbt-32150/2015")
# Methods whose rules all rest on kinds that other packs' cases work.
WITHOUT_OWN_CASES = ("gbt-32150/2025", "iso-14064-1/2018", "zero-carbon-park-accounting-cn/2025")


@functools.cache
def cases() -> list[SpecCase]:
    found = []
    for path in sorted(PACKS.glob("*/*/specs/*.yaml")):
        found.extend(read_cases(path.relative_to(PACKS).parent.parent.as_posix(), path))
    return found


@functools.cache
def methods() -> dict[str, MethodPack]:
    return {str(pack.header.id): pack for name in (*METHODS, *WITHOUT_OWN_CASES) for pack in load_packs((pack_id(name),)).library.methods}


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.label)
def test_case_holds(case: SpecCase) -> None:
    found, expected = case.found(methods()), case.case.expected
    assert case.holds(methods()), f"{case.label}: {found} {expected.unit} found, {expected.value} printed"


def test_labels_are_unique() -> None:
    labels = [case.label for case in cases()]
    assert len(labels) == len(set(labels))


def test_every_output_of_every_kind_has_a_case() -> None:
    worked = {(case.kind_id(methods()), case.case.output) for case in cases() if isinstance(case.case, FormulaYaml)}
    wanted = {(kind_id, output.name) for kind_id, kind in KINDS.items() for output in kind.outputs}
    assert wanted <= worked


@pytest.mark.parametrize("pack", METHODS)
def test_every_method_pack_has_cases(pack: str) -> None:
    assert any(case.pack == pack for case in cases())


def test_every_rule_of_a_method_rests_on_a_kind_with_a_case() -> None:
    worked = {case.kind_id(methods()) for case in cases()}
    assert {rule.kind for method in methods().values() for rule in method.rules} <= worked


@pytest.mark.parametrize("shape", [FormulaYaml, BalanceYaml, IntervalYaml, CoverageYaml])
def test_a_wrong_figure_fails(shape: type[FormulaYaml | BalanceYaml | IntervalYaml | CoverageYaml]) -> None:
    case = next(case for case in cases() if isinstance(case.case, shape))
    tolerance = case.case.tolerance.absolute or Decimal(0)
    for wrong in (case.found(methods()) + 2 * tolerance + Decimal("0.001"), -case.found(methods())):
        expected = case.case.expected.model_copy(update={"value": wrong})
        assert not replace(case, case=case.case.model_copy(update={"expected": expected})).holds(methods())


def test_a_wrong_unit_fails() -> None:
    case = next(case for case in cases() if isinstance(case.case, FormulaYaml))
    expected = case.case.expected.model_copy(update={"unit": "m2"})
    with pytest.raises(FormulaError) as error:
        replace(case, case=case.case.model_copy(update={"expected": expected})).found(methods())
    assert error.value.code == "formula_unit_mismatch"


_GOOD = """
- name: {zh: 例, en: example}
  source: {title: t, publisher: p, year: "2024", locator: l, url: https://example.org/x}
  kind: energy_transfer@1
  output: emission
  quantity: {value: "2", unit: kWh}
  inputs: {factor: {value: "0.5", unit: kg/kWh}}
  expected: {value: "1", unit: kg}
  tolerance: {absolute: "0", because: exact}
"""


def test_a_relative_tolerance_is_read(tmp_path: Path) -> None:
    path = tmp_path / "good.yaml"
    path.write_text(_GOOD.replace('absolute: "0"', 'relative: "0.01"').replace('expected: {value: "1"', 'expected: {value: "1.009"'), "utf-8")
    assert [case.holds({}) for case in read_cases("x/1", path)] == [True]


_BALANCE = """
- name: {zh: 例, en: example}
  source: {title: t, publisher: p, year: "2024", locator: l, url: https://example.org/x}
  balance:
    - {kind: gas_balance_in@1, output: emission, quantity: {value: "5", unit: kg}, inputs: {}}
    - {kind: gas_balance_out@1, output: emission, quantity: {value: "3", unit: kg}, inputs: {}}
  expected: {value: "2", unit: kg}
  tolerance: {absolute: "0", because: exact}
"""


def test_a_balance_adds_its_streams_with_their_signs(tmp_path: Path) -> None:
    path = tmp_path / "good.yaml"
    path.write_text(_BALANCE, "utf-8")
    assert [case.found({}) for case in read_cases("x/1", path)] == [Decimal(2)]


def test_one_stream_is_no_balance(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("\n".join(line for line in _BALANCE.splitlines() if "gas_balance_out" not in line), "utf-8")
    with pytest.raises(ValidationError):
        read_cases("x/1", path)


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ("tolerance:", "tolerances:"),
        ("  output:", "  extra: 1\n  output:"),
        ("inputs: {factor: {value", "inputs: {factor: {amount"),
        ('absolute: "0"', 'absolute: "0", relative: "0"'),
        ("because: exact", 'because: ""'),
        ("kind: energy_transfer@1", "kind: energy_transfer@1\n  rule: electricity"),
        ("  kind: energy_transfer@1\n", ""),
        ("url: https://example.org/x", "url: somewhere"),
        ("publisher: p, ", ""),
    ],
)
def test_a_misspelt_case_is_an_error(tmp_path: Path, change: str, to: str) -> None:
    assert change in _GOOD
    path = tmp_path / "bad.yaml"
    path.write_text(_GOOD.replace(change, to), "utf-8")
    with pytest.raises(ValidationError):
        read_cases("x/1", path)


def test_a_rule_or_input_that_the_pack_does_not_have_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(_GOOD.replace("kind: energy_transfer@1", "rule: no-such-rule"), "utf-8")
    with pytest.raises(ValueError, match="has no rule"):
        read_cases("sh-mrv/2012", path)[0].kind_id(methods())
    path.write_text(_GOOD.replace("kind: energy_transfer@1", "rule: electricity").replace("factor:", "rate:"), "utf-8")
    with pytest.raises(ValueError, match="takes no rate"):
        read_cases("sh-mrv/2012", path)[0].kind_id(methods())
