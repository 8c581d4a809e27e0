"""A simulated interval is sealed among the intervals, leaves the exact figures alone, and is repeated from the result alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from plain_library import GHGP, plain
from plain_organization import inputs, inventories, monthly, organization, percent_95, source

from hutan.adapters.engines import ENGINE_NAMES, engine
from hutan.core.inventory.calculation import Inputs
from hutan.core.model.sourcing import FactorSpread, SpreadForm, StatedSpread
from hutan.core.uncertainty.simulated import RECIPE, Simulation
from hutan.kernel.canonical import canonical
from hutan.kernel.errors import VerificationError
from hutan.usecases.live_inventory import started
from hutan.usecases.redact import Shown, redact, redacted_document
from hutan.usecases.redacted_totals import shown_totals
from hutan.usecases.reproduce import Difference, read_inputs, read_request, reproduce
from hutan.usecases.seal import SealedResult, seal, sealed

METER = source("A", "electricity", spread=percent_95("5"))
PLACE = f"{GHGP}/2024-01-01_2025-01-01"
USUAL, ASKED = Simulation(2_000, 7, always=False), Simulation(2_000, 7, always=True)


def _asked(gsd2: str, simulation: Simulation | None) -> Inputs:
    spread = StatedSpread(SpreadForm.GSD2, (Decimal(gsd2),), "report", "李静")
    of = replace(organization([METER]), factor_spreads=(FactorSpread("grid.*", spread),))
    return replace(inputs(of, monthly(METER, "100")), simulation=simulation)


def _sealed(gsd2: str, simulation: Simulation | None) -> SealedResult:
    asked = _asked(gsd2, simulation)
    return seal(asked, plain(), inventories(asked, plain()))


def _reproduced(chunks: Mapping[str, bytes], name: str = "python") -> tuple[Difference, ...]:
    return reproduce(sealed(chunks), read_inputs(chunks, read_request(chunks)), plain(), engine(name))


def test_where_first_order_fits_the_usual_simulation_leaves_no_trace() -> None:
    assert _sealed("1.1", USUAL) == _sealed("1.1", None)


def test_where_it_does_not_fit_only_request_and_intervals_differ() -> None:
    simulated, plainly = _sealed("3", USUAL), _sealed("3", None)
    differing = {name for name in simulated.chunks if simulated.chunks[name] != plainly.chunks.get(name)}
    assert differing == {"request", f"intervals/{PLACE}"}
    assert simulated.intervals_root != plainly.intervals_root
    request = json.loads(simulated.chunks["request"])
    assert request.pop("simulation") == {"always": False, "draws": 2000, "recipe": RECIPE, "seed": 7}
    assert request == json.loads(plainly.chunks["request"])
    first, *rest = json.loads(simulated.chunks[f"intervals/{PLACE}"])
    assert first.pop("simulated")["seed"] == 7
    assert [first, *rest] == json.loads(plainly.chunks[f"intervals/{PLACE}"])


@pytest.mark.parametrize("name", ENGINE_NAMES)
@pytest.mark.parametrize(("gsd2", "simulation"), [("1.1", USUAL), ("1.1", ASKED), ("3", USUAL), ("3", ASKED), ("3", None)])
def test_every_result_is_reproduced(gsd2: str, simulation: Simulation | None, name: str) -> None:
    assert _reproduced(_sealed(gsd2, simulation).chunks, name) == ()


def test_another_seed_is_another_result() -> None:
    one, other = _sealed("3", USUAL), _sealed("3", replace(USUAL, seed=8))
    assert one.root != other.root
    assert one.intervals_root != other.intervals_root


@pytest.mark.parametrize("field", ["low", "mean"])
def test_a_changed_figure_of_the_simulation_is_named(field: str) -> None:
    chunks = dict(_sealed("3", USUAL).chunks)
    rows = json.loads(chunks[f"intervals/{PLACE}"])
    right = rows[0]["simulated"][field]["value"]
    rows[0]["simulated"][field]["value"] = "1"
    chunks[f"intervals/{PLACE}"] = canonical(rows)
    assert _reproduced(chunks) == (Difference("difference_value", f"intervals/{PLACE}[0].simulated.{field}.value", "1", right),)


def test_a_simulation_struck_out_or_changed_in_the_request_is_a_difference() -> None:
    chunks = dict(_sealed("3", USUAL).chunks)
    request = json.loads(chunks["request"])
    without = {name: value for name, value in request.items() if name != "simulation"}
    found = _reproduced({**chunks, "request": canonical(without)})
    assert [item.place for item in found] == [f"intervals/{PLACE}[0].simulated"]
    other = {**request, "simulation": {**request["simulation"], "seed": 8}}
    assert {item.place.partition("[")[0] for item in _reproduced({**chunks, "request": canonical(other)})} == {f"intervals/{PLACE}"}


def test_a_simulation_that_nothing_called_for_is_a_difference() -> None:
    chunks = dict(_sealed("1.1", None).chunks)
    request = {**json.loads(chunks["request"]), "simulation": {"always": False, "draws": 2000, "recipe": RECIPE, "seed": 7}}
    assert [item.place for item in _reproduced({**chunks, "request": canonical(request)})] == ["request.simulation"]


@pytest.mark.parametrize(
    "simulation",
    [
        None,
        7,
        {},
        {"always": False, "draws": 2000, "recipe": RECIPE},
        {"always": False, "draws": "2000", "recipe": RECIPE, "seed": 7},
        {"always": 0, "draws": 2000, "recipe": RECIPE, "seed": 7},
        {"always": False, "draws": 10**12, "recipe": RECIPE, "seed": 7},
        {"always": False, "draws": True, "recipe": RECIPE, "seed": 7},
        {"always": False, "draws": 2000, "recipe": RECIPE, "seed": -1},
        {"always": False, "draws": 2000, "recipe": "other@9", "seed": 7},
    ],
)
def test_a_malformed_simulation_is_refused_before_anything_is_drawn(simulation: object) -> None:
    chunks = dict(_sealed("3", USUAL).chunks)
    request = {**json.loads(chunks["request"]), "simulation": simulation}
    with pytest.raises(VerificationError) as caught:
        read_request({**chunks, "request": json.dumps(request).encode()})
    assert caught.value.code in ("value_malformed", "result_chunk_malformed")


def test_a_redacted_result_shows_the_chosen_ends_and_names_no_input() -> None:
    chunks = _sealed("3", USUAL).chunks
    handed_on = redact(chunks, bytes(range(32)), Shown.TOTALS)
    asked = _asked("3", USUAL)
    interval = inventories(asked, plain())[0].total("location_based").interval
    (shown,) = [total for total in shown_totals(handed_on) if total.id == "location_based"]
    assert interval.simulated is not None and interval.coverage == 1
    assert (shown.low, shown.high) == (interval.simulated.low.value, interval.simulated.high.value)
    text = json.dumps(redacted_document(handed_on))
    assert "simulated_mean_lognormal" not in text
    assert "grid.2023" not in text and "meter:A" not in text


def test_live_inventories_stay_with_first_order() -> None:
    live = started(_asked("3", ASKED), plain(), engine("python"))
    assert live.inputs().simulation is None
    assert live.sealed() == _sealed("3", None)
