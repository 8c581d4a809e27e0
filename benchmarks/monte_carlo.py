"""How long 10,000 draws take on the example inventory and on 5,000 lines, beside two plain ways of doing it in the same run.

*Draw by draw* knows that every line is a product, keeps the stated emission of each, and multiplies all lines by their drawn inputs at once, for one
draw after another. *Line by line* evaluates the exact formula of every line at a vector of draws. All three must give the same figures.
The committed figures stand in ``benchmarks/monte_carlo.md``.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np
from first_inventory import EXAMPLE, enlarged, monthly_records

from hutan.adapters.engines import engine
from hutan.adapters.organization_file import read_organization
from hutan.adapters.pack_store.library import load_packs
from hutan.core.inventory.calculation import Inputs, calculate
from hutan.core.inventory.coverage import Pool, pools_of
from hutan.core.inventory.drawn_lines import DrawnLine, drawn_lines, model_of
from hutan.core.inventory.intervals import spreads_of
from hutan.core.inventory.plan import Plan, Question, plan
from hutan.core.inventory.quantities import pieces_for, readings_for
from hutan.core.methods.evaluation import QUANTITY, typed_output
from hutan.core.methods.formula.arrays import evaluate_array
from hutan.core.methods.library import Library
from hutan.core.model.organization import Organization
from hutan.core.model.sourcing import FactorSpread, SpreadForm, StatedSpread
from hutan.core.uncertainty.drawing import STREAM_DRAWS, DrawnRatios, Floats, drawn
from hutan.core.uncertainty.monte_carlo import sample
from hutan.core.uncertainty.propagation import InputSpread
from hutan.core.uncertainty.simulated import Simulation
from hutan.kernel.ids import pack_id
from hutan.kernel.periods import year

METHOD = pack_id("ghgp-corporate/2004")
DRAWS, ROUNDS = 10_000, 3
SPREAD = StatedSpread(SpreadForm.GSD2, (Decimal("1.5"),), "benchmark", "benchmark")


@dataclass(frozen=True, slots=True)
class Case:
    """One inventory, ready to be simulated."""

    inputs: Inputs
    library: Library
    spreads: Sequence[InputSpread]
    pools: tuple[Pool, ...]
    question: Question
    made: Plan


def case(organization: Organization, times: int) -> Case:
    """The example, `times` over, with a spread for every factor and meter."""
    larger = enlarged(organization, times)
    sources = tuple(replace(item, meter=replace(item.meter, spread=SPREAD)) if item.meter else item for item in larger.sources)
    larger = replace(larger, sources=sources, factor_spreads=(FactorSpread("*", SPREAD),))
    library = load_packs((METHOD,)).library
    units = {carrier.id: carrier.base_unit for carrier in library.carriers}
    inputs = Inputs(larger, monthly_records(larger, units), (), (year(2024),), date(2026, 3, 20))
    question = Question(larger, library, year(2024), inputs.reported_on)
    made = plan(question, library.methods[0])
    pieces = pieces_for([made])
    quantities = engine("python").sum_quantities(readings_for(inputs.records, pieces), pieces.pieces)
    inside = [item for item in quantities if item.piece >= 0]
    pools = pools_of(question, made, inside, pieces, ())
    _, lines = drawn_lines(question, made, pools)
    return Case(inputs, library, spreads_of(question, {key for line in lines for _, key in line.keys}), pools, question, made)


def simulated(item: Case) -> Floats:
    """All totals at every draw, from the plan on: lines, bundles, draws, formulas."""
    drawn_pools, lines = drawn_lines(item.question, item.made, item.pools)
    model = model_of(drawn_pools, lines)
    return sample(lambda ratios: np.array([sum(model.by_place(ratios).values())]), item.spreads, Simulation(DRAWS, 1, always=True))


def draw_by_draw(lines: Sequence[DrawnLine], spreads: Sequence[InputSpread]) -> Floats:
    """The sum of the lines for one draw after another; right only where every line is a product of its inputs."""
    stated = by_line_at(lines, DrawnRatios(1, {}, np.empty((0, 1))))[:, 0]
    widest = max(len(line.keys) for line in lines)
    found = []
    for stream in range(DRAWS // STREAM_DRAWS):
        ratios = drawn(spreads, 1, stream, STREAM_DRAWS)
        values = np.vstack([ratios.values, np.ones(STREAM_DRAWS)])
        rows = np.full((len(lines), widest), len(ratios.values))
        for number, line in enumerate(lines):
            rows[number, : len(line.keys)] = [ratios.rows.get(key, len(ratios.values)) for _, key in line.keys]
        found += [float((stated * values[rows, number].prod(axis=1)).sum()) for number in range(STREAM_DRAWS)]
    return np.array(found)


def by_line_at(lines: Sequence[DrawnLine], ratios: DrawnRatios) -> Floats:
    """Every line at every draw, each by its own formula (lines, draws)."""
    found = np.empty((len(lines), ratios.count))
    for number, line in enumerate(lines):
        form, keys = line.form, dict(line.keys)
        values = {bound.name: float(bound.value) * ratios.of(keys[bound.name]) for bound in form.bound}
        values[QUANTITY] = float(line.part.quantity) * ratios.of(keys[QUANTITY])
        found[number] = evaluate_array(typed_output(form.kind, form.output.name, form.unit, form.units), values) * float(form.weight())
    return found


def line_by_line(lines: Sequence[DrawnLine], spreads: Sequence[InputSpread]) -> Floats:
    """The sum of the lines, line by line."""
    streams = range(DRAWS // STREAM_DRAWS)
    return np.concatenate([by_line_at(lines, drawn(spreads, 1, stream, STREAM_DRAWS)).sum(axis=0) for stream in streams])


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median time of a few runs [s]."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def report(organization: Organization, times: int) -> str:
    """One row: sizes, times, ratios; raises if the three ways do not give the same figures."""
    item = case(organization, times)
    _, lines = drawn_lines(item.question, item.made, item.pools)
    whole = simulated(item)[0]
    if not all(np.allclose(whole, other, rtol=1e-12) for other in (line_by_line(lines, item.spreads), draw_by_draw(lines, item.spreads))):
        raise SystemExit("the ways of simulating do not agree")
    drawing = seconds(lambda: [drawn(item.spreads, 1, stream, STREAM_DRAWS) for stream in range(DRAWS // STREAM_DRAWS)])
    fast, one_draw = seconds(lambda: simulated(item)), seconds(lambda: draw_by_draw(lines, item.spreads))
    one_line = seconds(lambda: line_by_line(lines, item.spreads))
    asked = replace(item.inputs, simulation=Simulation(DRAWS, 1, always=True))
    plainly = seconds(lambda: calculate(item.inputs, item.library, engine("python")))
    beside = seconds(lambda: calculate(asked, item.library, engine("python")))
    return (
        f"| {len(lines)} | {len(item.spreads)} | {fast:.2f} | {drawing:.2f} | {one_draw:.2f} | {one_draw / fast:.1f} "
        f"| {one_line:.2f} | {one_line / fast:.1f} | {plainly:.2f} | {beside:.2f} |"
    )


def main() -> None:
    organization = read_organization(EXAMPLE.name, EXAMPLE.read_bytes())
    print(f"GHG Protocol, one year, monthly records, {DRAWS} draws; median of {ROUNDS} runs [s]; ratios to the simulation in the same run")
    print("| lines | inputs | simulation | of it drawing | draw by draw | ratio | line by line | ratio | calculate | with simulation |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for times in (1, 34):
        print(report(organization, times))


if __name__ == "__main__":
    main()
