"""The whole calculation as one pure function of its inputs; only the summing of readings is lent to an engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, localcontext
from functools import partial
from typing import Final

from hutan.core.activity.quantities import LineQuantity, QuantityEngine
from hutan.core.inventory.checks import checks_of
from hutan.core.inventory.coverage import pools_of
from hutan.core.inventory.estimates import Estimates, estimates_in
from hutan.core.inventory.plan import Plan, Question, plan
from hutan.core.inventory.portions import inside_of, portion_of
from hutan.core.inventory.quality import quality_of
from hutan.core.inventory.quantities import Pieces, pieces_for, readings_for
from hutan.core.inventory.result import Inventory
from hutan.core.inventory.simulation import simulated_totals
from hutan.core.inventory.totals import totals_of
from hutan.core.inventory.utilities import utility_accounts
from hutan.core.methods.library import Library
from hutan.core.model.activity_record import ActivityRecord
from hutan.core.model.instrument import ContractualInstrument
from hutan.core.model.organization import Organization
from hutan.core.uncertainty.simulated import Simulation
from hutan.kernel.errors import InputError
from hutan.kernel.periods import Period

# Wide enough that nothing is rounded before its last place, whatever context the caller has set.
DIGITS: Final = Context(prec=60, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything an inventory depends on besides the library: whoever has these and the packs has the result.

    `simulation`: Monte Carlo beside first order, as it was asked for; None: first order alone, as in results of earlier releases.
    """

    organization: Organization
    records: tuple[ActivityRecord, ...]
    instruments: tuple[ContractualInstrument, ...]
    periods: tuple[Period, ...]
    reported_on: date
    simulation: Simulation | None = None


def calculate(inputs: Inputs, library: Library, engine: QuantityEngine) -> tuple[Inventory, ...]:
    """One inventory for each pack and period, packs in the order asked, periods in time.

    Raises
    ------
    PackError
        If a pack breaks its contract on these inputs.
    InputError
        If a warming potential that a pack needs is not held, or a record is not in its carrier's unit.
    FormulaError, UnitError
        If a value is in a unit that does not fit its formula.
    """
    questions = questions_of(inputs, library, estimates_in(inputs.records))
    asked = [(question, plan(question, pack)) for pack in library.methods for question in questions]
    pieces = pieces_for([made for _, made in asked])
    check_units(inputs.organization, library, inputs.records)
    records = sorted(inputs.records, key=lambda record: (record.source_id, record.period, record.id))
    quantities = engine.sum_quantities(readings_for(records, pieces), pieces.pieces)
    with localcontext(DIGITS):
        return tuple(_inventory(question, made, inputs, quantities, pieces) for question, made in asked)


def questions_of(inputs: Inputs, library: Library, estimates: Estimates) -> list[Question]:
    """One question for each period, in time."""
    return [Question(inputs.organization, library, period, inputs.reported_on, estimates) for period in sorted(inputs.periods)]


def check_units(organization: Organization, library: Library, records: Sequence[ActivityRecord]) -> None:
    """Nothing, if every record is in its carrier's unit; raises as `calculate` does."""
    for record in records:
        carrier = library.carrier_of(organization.source(record.source_id), organization)
        if record.unit != carrier.base_unit:
            raise InputError("record_unit_differs", record=record.id[:12], unit=record.unit, carrier=carrier.id, wanted=carrier.base_unit)


def _inventory(question: Question, made: Plan, inputs: Inputs, quantities: Sequence[LineQuantity], pieces: Pieces) -> Inventory:
    portion = portion_of(question, made, quantities, pieces, inputs.instruments)
    lines = tuple(item.line for item in portion.evaluations)
    totals = totals_of(question, made, portion.evaluations)
    if inputs.simulation is not None:
        pools = partial(pools_of, question, made, inside_of(question, quantities, pieces), pieces, inputs.instruments)
        totals = simulated_totals(question, made, portion.evaluations, totals, pools, inputs.simulation)
    records = [record for record in inputs.records if record.period.overlaps(question.period)]
    return Inventory(
        pack=made.pack,
        period=question.period,
        bindings=made.bindings,
        lines=lines,
        totals=totals,
        gaps=made.gaps,
        checks=checks_of(question, made, lines, totals, portion.outside, records),
        instruments=portion.verdicts,
        quality=quality_of(question, made, lines),
        utilities=utility_accounts(question, made.pack, lines, quantities),
    )

