"""Lines: each binding's formulas on each quantity, exact, rounded once to 1e-9."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hutan.core.activity.quantities import LineQuantity
from hutan.core.factors.factor import CO2E
from hutan.core.factors.gwp import draft_refusal
from hutan.core.inventory.coverage import CoveredPart, parts_of
from hutan.core.inventory.plan import Plan, Question
from hutan.core.inventory.quantities import Pieces
from hutan.core.inventory.result import Binding, BoundInput, InputOrigin, InstrumentVerdict, Line
from hutan.core.inventory.species import Component, components, is_counted
from hutan.core.methods.evaluation import QUANTITY, Units, evaluated, output_inputs, slope
from hutan.core.methods.formula import rounded
from hutan.core.methods.kinds import KindOutput, kind
from hutan.core.methods.pack import ENERGY_UNIT, Rule
from hutan.core.model.carrier import Carrier
from hutan.core.model.instrument import ContractualInstrument
from hutan.kernel.errors import InputError
from hutan.kernel.ids import KindId
from hutan.kernel.refusals import Address

CO2E_UNIT = "kgCO2e"
_PLACES = 9
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A line with how strongly each uncertain input moves it: (input key, ∂E/∂k · k in the total's unit)."""

    line: Line
    sensitivities: tuple[tuple[str, Decimal], ...]


def evaluate_plan(
    question: Question, plan: Plan, quantities: Sequence[LineQuantity], pieces: Pieces, instruments: Sequence[ContractualInstrument]
) -> tuple[tuple[Evaluation, ...], tuple[InstrumentVerdict, ...]]:
    """All lines of a plan in a fixed order, and how the instruments fared."""
    parts, verdicts = parts_of(question, plan, quantities, pieces, instruments)
    found = [evaluation for part in parts for evaluation in evaluations_of(question, plan, part)]
    found.sort(key=lambda evaluation: _line_order(evaluation.line))
    return tuple(found), verdicts


def _line_order(line: Line) -> tuple[str, str, str, int, str, str, str, str]:
    return (line.site_id, line.source_id, line.month.isoformat(), line.binding, line.part, line.state, line.measure, line.output)


@dataclass(frozen=True, slots=True)
class LineForm:
    """How a line is computed whatever its quantity: one output of a kind on bound inputs, times share and warming potential.

    `share` is the consolidated part times the component's part of a blend.
    """

    kind: KindId
    output: KindOutput
    unit: str
    units: Units
    bound: tuple[BoundInput, ...]
    component: Component
    category: str
    scope: str
    basis: str
    share: Decimal
    gwp: Decimal | None
    gwp_basis: str

    def weight(self) -> Decimal:
        """What the mass is multiplied with to give what totals add up."""
        return self.share * (_ONE if self.gwp is None else self.gwp)


def evaluations_of(question: Question, plan: Plan, part: CoveredPart) -> Iterator[Evaluation]:
    for form in forms_of(question, plan, part):
        yield _evaluation(question, plan, form, part)


def forms_of(question: Question, plan: Plan, part: CoveredPart) -> Iterator[LineForm]:
    """Every output that the part has all inputs for, and of it every gas that the pack counts."""
    rule = plan.rule(part.binding)
    carrier = question.library.carrier_of(question.organization.source(part.binding.source_id), question.organization)
    for output in kind(rule.kind).outputs:
        needed = output_inputs(rule.kind, output.name)
        inputs = {bound.name: bound for bound in part.inputs}
        if all(name == QUANTITY or name in inputs for name in needed):
            for component in components(question.library, output, part.inputs, carrier):
                if is_counted(question.library, plan.pack, component.measure):
                    yield _form(question, plan, rule, part, output, carrier, component)


def _form(
    question: Question, plan: Plan, rule: Rule, part: CoveredPart, output: KindOutput, carrier: Carrier, component: Component
) -> LineForm:
    needed = output_inputs(rule.kind, output.name)
    bound = [item for item in part.inputs if item.name in needed]
    gwp, basis = _warming(question, plan, component.measure, output, bound)
    return LineForm(
        kind=rule.kind,
        output=output,
        # A factor that is already added up gives CO2 equivalents, which are no mass of a gas.
        unit=CO2E_UNIT if component.measure == CO2E else output.unit,
        units=tuple(sorted([(QUANTITY, carrier.base_unit), *((item.name, item.unit) for item in bound)])),
        bound=tuple(bound),
        component=component,
        category=rule.category,
        scope=plan.pack.biogenic_scope if carrier.biogenic and output.biogenic_apart else rule.scope,
        basis=rule.basis,
        share=part.binding.share * component.share,
        gwp=gwp,
        gwp_basis=basis,
    )


def _evaluation(question: Question, plan: Plan, form: LineForm, part: CoveredPart) -> Evaluation:
    output, unit, units, gwp = form.output, form.unit, form.units, form.gwp
    values = {QUANTITY: part.quantity, **{item.name: item.value for item in form.bound}}
    mass = evaluated(form.kind, output.name, unit, units, values) * form.share
    line = Line(
        site_id=question.organization.source(part.binding.source_id).site_id,
        source_id=part.binding.source_id,
        month=part.month,
        binding=part.binding.number,
        part=part.name,
        state=part.state,
        category=form.category,
        scope=form.scope,
        basis=form.basis,
        output=output.name,
        measure=form.component.measure,
        component=form.component.share,
        quantity=part.quantity,
        metered=part.metered,
        quantity_unit=dict(units)[QUANTITY],
        amount=rounded(mass, _PLACES),
        gwp=gwp,
        gwp_basis=form.gwp_basis,
        co2e_kg=None if plan.pack.unit == ENERGY_UNIT else rounded(mass * (_ONE if gwp is None else gwp), _PLACES),
    )
    moved, weight, keys = {**values, QUANTITY: part.metered_part()}, form.weight(), input_keys(question, form, part)
    slopes = ((name, slope(form.kind, output.name, unit, units, values, name) * moved[name] * weight) for name, _ in units)
    return Evaluation(line, tuple((keys[name], value) for name, value in slopes if value))


def input_keys(question: Question, form: LineForm, part: CoveredPart) -> dict[str, str]:
    """The key under which each input of a line is known wherever it serves: a meter or an estimate, a factor in its version, an own value."""
    return {item.name: _input_key(item) for item in form.bound} | {QUANTITY: quantity_key(question, part)}


def quantity_key(question: Question, part: CoveredPart) -> str:
    """The uncertain input behind the quantity of a part: its meter, or the estimate that stands for one."""
    return question.estimates.key(part.binding.source_id, part.month, part.state)


def _warming(question: Question, plan: Plan, measure: str, output: KindOutput, bound: list[BoundInput]) -> tuple[Decimal | None, str]:
    """The warming potential to apply, and the set it or an already aggregated factor rests on."""
    if plan.pack.unit == ENERGY_UNIT:
        return None, ""
    if measure == CO2E:
        return None, next((item.gwp_basis for item in bound if item.gas == CO2E), "") or "not stated"
    if measure == "CO2" or plan.pack.gwp is None:
        return _ONE, ""
    choice = plan.pack.gwp
    value = question.library.gwp.gwp(measure, output.origin.value, choice.edition, choice.horizon_years)
    refusal = draft_refusal(value, question.organization.confirmations, Address(plan.pack.header.id))
    if refusal is not None:
        raise InputError(refusal.code, **dict(refusal.params))
    return value.value, value.set_name


def _input_key(bound: BoundInput) -> str:
    return f"own:{bound.reference}" if bound.origin is InputOrigin.OWN_VALUE else f"factor:{bound.reference}"


def line_unit(kind_id: KindId, line: Line) -> str:
    """The unit of a line's amount: that of the kind's output, or CO2 equivalents where the factor came added up."""
    return CO2E_UNIT if line.measure == CO2E else next(output.unit for output in kind(kind_id).outputs if output.name == line.output)


def binding_of(plan: Plan, line: Line) -> Binding:
    """The binding that says why a line is what it is."""
    return plan.bindings[line.binding]
