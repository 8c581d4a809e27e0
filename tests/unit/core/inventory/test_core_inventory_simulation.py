"""Simulated totals against the oracle that cannot be wrong: the whole inventory calculated anew with each drawn input."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from plain_library import GHGP, plain, with_factors
from plain_organization import certificate, inputs, inventory, monthly, organization, own_value, percent_95, record, share, site, source

from hutan.core.inventory.calculation import Inputs
from hutan.core.inventory.result import Inventory
from hutan.core.methods.kinds import KINDS, Kind
from hutan.core.methods.library import Library
from hutan.core.model.activity_record import ActivityRecord
from hutan.core.model.instrument import ContractualInstrument
from hutan.core.model.organization import Consolidation, EmissionSource, Organization
from hutan.core.model.sourcing import FactorSpread, SpreadForm, StatedSpread
from hutan.core.uncertainty.drawing import STREAM_DRAWS, DrawnRatios, drawn
from hutan.core.uncertainty.propagation import InputSpread, IntervalResult
from hutan.core.uncertainty.simulated import IntervalMethod, SimulatedInterval, Simulation
from hutan.core.uncertainty.spreads import StandardSpread, standard_spread
from hutan.kernel.ids import KindId
from hutan.kernel.periods import month

WIDE = StatedSpread(SpreadForm.GSD2, (Decimal(3),), "report", "李静")
A, B = source("A", "electricity", spread=percent_95("40")), source("B", "electricity", at="T", spread=percent_95("30"))
GAS = source("G", "natural_gas", spread=percent_95("10"))
RUN = Simulation(STREAM_DRAWS, 5, always=True)
DRAWS = 60


def _with_spreads(of: Organization, spreads: Mapping[str, StatedSpread]) -> Organization:
    """`spreads` by the pattern of the factor."""
    return replace(of, factor_spreads=tuple(FactorSpread(pattern, spread) for pattern, spread in spreads.items()))


def _stated_of(asked: Inputs, key: str) -> StatedSpread | None:
    kind, _, name = key.partition(":")
    if kind == "meter":
        return next(of.meter.spread for of in asked.organization.sources if of.id == name and of.meter)
    if kind == "own" and not name.startswith("instrument:"):
        return next(value.spread for value in asked.organization.own_values if value.id == name)
    pattern = {"grid.2023": "grid.*", "market.2023": "market.*"}.get(name, name)
    return next((item.spread for item in asked.organization.factor_spreads if item.pattern == pattern), None)


def _ratios(asked: Inputs, keys: Iterable[str]) -> DrawnRatios:
    spreads = []
    for key in keys:
        stated = _stated_of(asked, key)
        found = standard_spread(stated, plain().pedigree) if stated else None
        if isinstance(found, StandardSpread):
            spreads.append(InputSpread(key, found.relative_sd, found.shape, found.source, found.bounds))
    return drawn(spreads, RUN.seed, 0, STREAM_DRAWS)


def _anew(asked: Inputs, library: Library, ratio: dict[str, Decimal], total: str) -> Decimal:
    """The total of the inventory in which every record, factor, own value and rate is what was drawn for it."""
    # Readings have six decimals, which is as near as the oracle comes.
    drawn_kwh = {item.id: item.quantity * ratio.get(f"meter:{item.source_id}", Decimal(1)) for item in asked.records}
    records = tuple(replace(item, quantity=drawn_kwh[item.id].quantize(Decimal("0.000001"))) for item in asked.records)
    own = tuple(replace(item, value=item.value * ratio.get(f"own:{item.id}", Decimal(1))) for item in asked.organization.own_values)
    rated = tuple(
        replace(item, rate_kg_per_kwh=(item.rate_kg_per_kwh or Decimal(0)) * ratio.get(f"own:instrument:{item.id}", Decimal(1)))
        for item in asked.instruments
    )
    factors = tuple(replace(item, value=item.value * ratio.get(f"factor:{item.id}", Decimal(1))) for item in library.factors.factors)
    changed = replace(asked, records=records, instruments=rated, organization=replace(asked.organization, own_values=own), simulation=None)
    return inventory(changed, with_factors(library, factors)).total(total).value


def _oracle(asked: Inputs, library: Library, keys: Sequence[str], total: str) -> list[float]:
    ratios = _ratios(asked, keys)
    drawn_values = []
    for number in range(DRAWS):
        ratio = {key: Decimal(repr(float(ratios.of(key)[number]))) for key in keys}
        drawn_values.append(float(_anew(asked, library, ratio, total)))
    return drawn_values


def _sampled(monkeypatch: pytest.MonkeyPatch, asked: Inputs, library: Library, total: str) -> tuple[list[float], IntervalResult]:
    """The draws of a total as the simulation made them, caught on their way into the interval."""
    caught: list[list[float]] = []
    module = "hutan.core.inventory.simulation"
    original = __import__(module, fromlist=["with_simulation"]).with_simulation

    def catching(interval: IntervalResult, values: np.ndarray[tuple[int], np.dtype[np.float64]], *rest: object) -> IntervalResult:
        caught.append([float(value) for value in values[:DRAWS]])
        whole: IntervalResult = original(interval, values, *rest)
        return whole

    monkeypatch.setattr(f"{module}.with_simulation", catching)
    found = inventory(replace(asked, simulation=RUN), library)
    stated = [item.id for item in found.totals if item.interval.is_stated]
    return caught[stated.index(total)], found.total(total).interval


def _simulated(found: Inventory, total: str) -> SimulatedInterval:
    simulated = found.total(total).interval.simulated
    assert simulated is not None
    return simulated


def _january(of: EmissionSource, quantity: str) -> ActivityRecord:
    return record(of, month(2024, 1), quantity)


def test_each_draw_is_the_inventory_calculated_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two meters, one factor for both, a fuel of three gases with an own heating value, a site held in part."""
    uniform = StatedSpread(SpreadForm.UNIFORM, (Decimal(300), Decimal(480)), "report")
    ncv = replace(own_value("ncv", "G", "NCV", "natural_gas", "390", "GJ/10^4 Nm3"), spread=uniform)
    of = organization([A, B, GAS], [site("S", share("0.7")), site("T")], [ncv])
    of = _with_spreads(replace(of, consolidation=Consolidation.EQUITY_SHARE), {"grid.*": WIDE})
    named = {"mee-steel.natural_gas.carbon_content": percent_95("4")}
    named |= {f"ipcc.natural_gas.{gas}": WIDE for gas in ("ch4", "n2o")}
    # What is not drawn would be uncovered; draws of it beyond 100 % are no factor that a table takes, so its spread is tiny.
    oxidation = FactorSpread("*.oxidation_rate", percent_95("0.000000001"))
    of = replace(of, factor_spreads=(*of.factor_spreads, *(FactorSpread(name, item) for name, item in named.items()), oxidation))
    asked = inputs(of, [*monthly(A, "1000"), *monthly(B, "250"), *monthly(GAS, "90")])
    keys = ["meter:A", "meter:B", "meter:G", "own:ncv", "factor:grid.2023", *(f"factor:{name}" for name in named)]
    values, interval = _sampled(monkeypatch, asked, plain(), "location_based")
    assert interval.coverage == 1
    assert values == pytest.approx(_oracle(asked, plain(), keys, "location_based"), rel=1e-7)


@pytest.mark.parametrize(
    ("held", "rate"),
    [(("600",), "0.2"), (("2000",), "0.2"), (("400", "500", "200"), "0.1"), (("990",), "0"), (("300", "1500"), "0.3")],
    ids=["used up", "not used up", "three in turn, at the edge", "certified, nearly all", "the second takes the rest"],
)
def test_each_draw_is_covered_by_instruments_anew(monkeypatch: pytest.MonkeyPatch, held: tuple[str, ...], rate: str) -> None:
    """A meter of ±40 % crosses what the instruments hold: the residual must vanish below it and grow above it, as coverage itself says."""
    rated = Decimal(rate)
    certificates = [replace(certificate(f"c{number}", kwh), rate_kg_per_kwh=rated) for number, kwh in enumerate(held)]
    elsewhere = replace(certificate("t", "100", at="T"), rate_kg_per_kwh=rated)
    spreads: dict[str, StatedSpread] = {"market.*": WIDE} | {f"instrument:{item.id}": percent_95("20") for item in [*certificates, elsewhere]}
    of = _with_spreads(organization([A, B], [site("S"), site("T")]), spreads)
    asked = inputs(of, [_january(A, "1000"), _january(B, "300")], [*certificates, elsewhere])
    keys = ["meter:A", "meter:B", "factor:market.2023", *(f"own:instrument:{item.id}" for item in [*certificates, elsewhere])]
    values, _ = _sampled(monkeypatch, asked, plain(), "market_based")
    expected = _oracle(asked, plain(), [key for key in keys if not key.startswith("own:")] if not rated else keys, "market_based")
    assert values == pytest.approx(expected, rel=1e-7)


def _own_keys(asked: Inputs) -> list[str]:
    return [f"own:instrument:{item.id}" for item in asked.instruments]


def test_months_of_one_claim_share_what_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """One certificate over two meters of a site and twelve months, used up at the stated values, in excess at low draws."""
    other = source("B", "electricity", spread=percent_95("60"))
    instrument: ContractualInstrument = replace(certificate("c", "14000"), rate_kg_per_kwh=Decimal("0.1"))
    of = _with_spreads(organization([A, other]), {"market.*": WIDE, "instrument:c": percent_95("10")})
    asked = inputs(of, [*monthly(A, "1000"), *monthly(other, "250")], [instrument])
    values, _ = _sampled(monkeypatch, asked, plain(), "market_based")
    keys = ["meter:A", "meter:B", "factor:market.2023", *_own_keys(asked)]
    assert values == pytest.approx(_oracle(asked, plain(), keys, "market_based"), rel=1e-7)


def _with_kind(monkeypatch: pytest.MonkeyPatch, old: Kind, new: Kind) -> Library:
    """The rules as they are shipped, with another kind in place of one of them."""
    monkeypatch.setitem(KINDS, new.id, new)
    library = plain(GHGP)
    (pack,) = library.methods
    rules = tuple(replace(rule, kind=new.id) if rule.kind == old.id else rule for rule in pack.rules)
    return replace(library, methods=(replace(pack, rules=rules),))


def test_a_formula_that_is_not_proportional_is_evaluated_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    transfer = KINDS[KindId("energy_transfer@1")]
    formulas = (("emission", "max(quantity, quantity * 0.5) * factor * (factor + quantity * factor / quantity) / factor"),)
    library = _with_kind(monkeypatch, transfer, replace(transfer, id=KindId("bent@1"), formulas=formulas))
    asked = inputs(_with_spreads(organization([A, B], [site("S"), site("T")]), {"grid.*": WIDE}), [*monthly(A, "1000"), _january(B, "5")])
    values, _ = _sampled(monkeypatch, asked, library, "location_based")
    assert values == pytest.approx(_oracle(asked, library, ["meter:A", "meter:B", "factor:grid.2023"], "location_based"), rel=1e-7)


def test_only_an_unfit_interval_is_simulated_unless_all_are_asked_for() -> None:
    asked = inputs(_with_spreads(organization([A]), {"grid.*": percent_95("7"), "market.*": WIDE}), monthly(A, "100"))
    usual = inventory(replace(asked, simulation=Simulation(1000, 1, always=False)), plain())
    fit, unfit = usual.total("location_based").interval, usual.total("market_based").interval
    assert (fit.simulated, fit.method) == (None, IntervalMethod.FIRST_ORDER)
    assert unfit.method is IntervalMethod.MONTE_CARLO
    assert [note.code for note in _simulated(usual, "market_based").notes][:1] == ["simulation_chosen"]
    every = inventory(replace(asked, simulation=Simulation(1000, 1, always=True)), plain())
    assert [note.code for note in _simulated(every, "location_based").notes][:1] == ["simulation_beside"]
    assert every.total("location_based").interval.method is IntervalMethod.FIRST_ORDER
    assert every.total("biogenic_co2").interval.simulated is None
    assert _simulated(every, "market_based") == _simulated(usual, "market_based")


def test_without_a_simulation_nothing_changes() -> None:
    asked = inputs(_with_spreads(organization([A]), {"grid.*": WIDE}), monthly(A, "100"))
    plainly, simulated = inventory(asked, plain()), inventory(replace(asked, simulation=RUN), plain())
    assert all(total.interval.simulated is None for total in plainly.totals)
    assert [replace(total, interval=replace(total.interval, simulated=None)) for total in simulated.totals] == list(plainly.totals)
    assert replace(simulated, totals=()) == replace(plainly, totals=())


def test_small_spreads_agree_with_first_order() -> None:
    of = _with_spreads(organization([source("A", "electricity", spread=percent_95("1"))]), {"grid.*": percent_95("2")})
    asked = replace(inputs(of, monthly(source("A", "electricity"), "100")), simulation=Simulation(50_000, 1, always=True))
    interval = inventory(asked, plain()).total("location_based").interval
    found = interval.simulated
    assert found is not None and interval.low is not None and interval.high is not None
    assert abs(found.low.value - interval.low) < 4 * found.low.standard_error
    assert abs(found.high.value - interval.high) < 4 * found.high.standard_error
    assert found.comparison.agrees


def test_uncovered_lines_are_not_drawn() -> None:
    """B has no spread: the simulated part is A's alone, as the first-order one is."""
    bare = source("B", "electricity")
    of = _with_spreads(organization([A, bare]), {"grid.*": WIDE})
    both = replace(inputs(of, [_january(A, "1000"), _january(bare, "90")]), simulation=RUN)
    alone = replace(inputs(replace(of, sources=(A,)), [_january(A, "1000")]), simulation=RUN)
    found = inventory(both, plain()).total("location_based").interval
    assert found.coverage is not None and found.coverage < 1
    assert _simulated(inventory(both, plain()), "location_based") == _simulated(inventory(alone, plain()), "location_based")


def test_the_order_of_records_and_sources_does_not_matter() -> None:
    of = _with_spreads(organization([A, B, GAS], [site("S"), site("T")]), {"grid.*": WIDE})
    records = [*monthly(A, "1000.123456"), *monthly(B, "250.5"), *monthly(GAS, "90")]
    asked = replace(inputs(of, records), simulation=RUN)
    first = _simulated(inventory(asked, plain()), "location_based")
    shuffled = random.Random(3).sample(records, len(records))
    turned = replace(of, sources=of.sources[::-1])
    assert _simulated(inventory(replace(asked, records=tuple(shuffled), organization=turned), plain()), "location_based") == first


def test_a_formula_without_a_value_at_a_draw_is_said_and_first_order_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """The root of an input whose normal draws fall below zero: the inventory stands, and says why it has no simulated interval."""
    burning = KINDS[KindId("fuel_combustion@1")]
    root = {"co2": "energy * carbon_content * oxidation ^ 0.5 * oxidation ^ 0.5 * 44 / 12"}
    formulas = tuple((name, root.get(name, text)) for name, text in burning.formulas)
    library = _with_kind(monkeypatch, burning, replace(burning, id=KindId("rooted@1"), formulas=formulas))
    spreads = {"*.oxidation_rate": percent_95("150"), "*.NCV": percent_95("1"), "*.carbon_content": percent_95("1")}
    asked = inputs(_with_spreads(organization([GAS]), spreads), monthly(GAS, "100"))
    found = inventory(replace(asked, simulation=RUN), library).total("location_based").interval
    assert found.simulated is None
    assert found.method is IntervalMethod.FIRST_ORDER
    assert [reason.code for reason in found.reasons if reason.code.startswith("simulation")] == ["simulation_impossible"]
