"""Checks of a method pack when it is loaded: kinds exist, inputs are theirs, and every factor it may take fits the formulas."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from hutan.core.factors.table import FactorTable
from hutan.core.methods.evaluation import QUANTITY, output_inputs, typed_output
from hutan.core.methods.kinds import GAS_OF_CARRIER, GAS_OF_FACTOR, Kind, KindOutput, kind
from hutan.core.methods.pack import ENERGY_UNIT, InputRule, MethodPack, Rule
from hutan.core.model.carrier import Carrier
from hutan.kernel.errors import FormulaError, PackError


def check_pack(pack: MethodPack, factors: FactorTable, carriers: Iterable[Carrier]) -> None:
    """Refuse a pack that could not calculate.

    Raises
    ------
    PackError
        If a kind is unknown, an input is not one of its kind or is lacking for an output that the pack counts, or a factor that a rule may
        take does not fit the formula's units.
    """
    for rule in pack.rules:
        rule_kind = kind(rule.kind)
        for entry in rule.inputs:
            if entry.name not in rule_kind.inputs:
                known = ", ".join(rule_kind.inputs)
                raise PackError("pack_input_unused", pack=pack.header.id, rule=rule.id, input=entry.name, kind=rule.kind, known=known)
        _check_inputs(pack, rule, rule_kind)
        for carrier in carriers:
            if not rule.when.families or carrier.family in rule.when.families:
                _check_units(pack, rule, rule_kind, carrier, factors)


def _check_inputs(pack: MethodPack, rule: Rule, rule_kind: Kind) -> None:
    """Every output that the pack counts has all its inputs, and instruments replace one of them."""
    given = {QUANTITY, *(entry.name for entry in rule.inputs)}
    for output in rule_kind.outputs:
        counted = pack.unit == ENERGY_UNIT or output.measure in (GAS_OF_CARRIER, GAS_OF_FACTOR, *pack.gases)
        missing = sorted(set(output_inputs(rule.kind, output.name)) - given)
        if counted and missing:
            raise PackError("pack_input_missing", pack=pack.header.id, rule=rule.id, input=", ".join(missing), output=output.name)
    if rule.instruments is not None and rule.instruments.covered_input not in given:
        raise PackError("pack_input_missing", pack=pack.header.id, rule=rule.id, input=rule.instruments.covered_input, output="instruments")


def _check_units(pack: MethodPack, rule: Rule, rule_kind: Kind, carrier: Carrier, factors: FactorTable) -> None:
    inputs = {entry.name: entry for entry in rule.inputs}
    for output in rule_kind.outputs:
        needed = [inputs[name] for name in output_inputs(rule.kind, output.name) if name in inputs]
        units = [_units_held(entry, carrier, factors) for entry in needed]
        for choice in product(*units):
            _check_output(pack, rule, output, carrier, dict(zip([entry.name for entry in needed], choice, strict=True)))


def _units_held(entry: InputRule, carrier: Carrier, factors: FactorTable) -> list[str]:
    """Units of every factor that the input may take for this carrier; rows of another gas than the one asked for are none of them."""
    substance = entry.substance or carrier.factor_substance
    held = (factor for series in entry.series for factor in factors.matching(entry.parameter, substance, series))
    return sorted({factor.unit for factor in held if entry.gas in ("", factor.gas)})


def _check_output(pack: MethodPack, rule: Rule, output: KindOutput, carrier: Carrier, units: dict[str, str]) -> None:
    needed = output_inputs(rule.kind, output.name)
    if any(name != QUANTITY and name not in units for name in needed):
        return
    try:
        typed_output(rule.kind, output.name, output.unit, tuple(sorted([(QUANTITY, carrier.base_unit), *units.items()])))
    except FormulaError as error:
        factors = ", ".join(f"{name} [{unit}]" for name, unit in sorted(units.items()))
        params = {"pack": pack.header.id, "rule": rule.id, "carrier": carrier.id, "factors": factors, "problem": str(error)}
        raise PackError("pack_unit_wrong", **params) from error
