"""A group of companies whose factors are known to a factor of 2.5 only: every kind is drawn, stated by Monte Carlo, reported and repeated."""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from hutan.adapters.engines import engine
from hutan.adapters.pack_store.library import load_packs
from hutan.adapters.result_archive import read_archive
from hutan.cli import main
from hutan.core.inventory.calculation import Inputs
from hutan.core.inventory.coverage import pools_of
from hutan.core.inventory.drawn_lines import drawn_lines, model_of
from hutan.core.inventory.plan import Question, plan
from hutan.core.inventory.portions import inside_of, portion_of
from hutan.core.inventory.quantities import pieces_for, readings_for
from hutan.core.methods.library import Library
from hutan.core.uncertainty.drawing import DrawnRatios
from hutan.usecases.reproduce import read_inputs, read_request

GROUP = Path(__file__).parents[2] / "examples" / "group"
PACKS = ("ghgp-corporate/2004", "ghgp-scope3/2011", "gbt-32150/2015", "energy-gbt2589/2020", "zero-carbon-park-accounting-cn/2025")
WIDE = '  - {pattern: "*", form: gsd2, values: ["2.5"], source: test, by: 周岚}\n'


def _call(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("group")
    text = (GROUP / "organization.yaml").read_text("utf-8")
    assert "factor_spreads:\n" in text
    (folder / "organization.yaml").write_text(text.replace("factor_spreads:\n", "factor_spreads:\n" + WIDE), "utf-8")
    packs = [word for pack in PACKS for word in ("--pack", pack)]
    call = ("inventory", "calculate", GROUP / "ledger-2024.xlsx", "--org", folder / "organization.yaml", "--reported-on", "2026-03-20")
    run = _call(*call, *packs, "--out", folder / "out", "--seed", "3", "--json")
    assert run.exit_code in (0, 1), run.output
    (folder / "out" / "answer.json").write_text(run.stdout, "utf-8")
    return folder / "out"


@pytest.fixture(scope="module")
def asked(out: Path) -> tuple[Inputs, Library]:
    chunks = read_archive((out / "result.zip").read_bytes()).result.chunks
    request = read_request(chunks)
    return read_inputs(chunks, request), load_packs(request.methods).library


def test_monte_carlo_is_chosen_and_stays_above_zero(out: Path) -> None:
    totals = [total for item in json.loads((out / "answer.json").read_text("utf-8"))["inventories"] for total in item["totals"].values()]
    chosen = [total["interval"] for total in totals if total["interval"] and total["interval"]["method"] == "monte_carlo"]
    assert len(chosen) >= 5
    for interval in chosen:
        assert (interval["monte_carlo"]["draws"], interval["monte_carlo"]["seed"]) == (20_000, 3)
        assert 0 < float(interval["low"]) < float(interval["high"])


def test_a_stranger_repeats_it(out: Path) -> None:
    replayed = _call("replay", out / "result.zip", "--json")
    assert (replayed.exit_code, json.loads(replayed.stdout)["reproduced"]) == (0, True)


def test_at_the_stated_values_the_drawn_lines_are_the_exact_ones(asked: tuple[Inputs, Library]) -> None:
    """Every kind of the packs, with shares, blends, deductions and instruments: the model that is drawn is the inventory itself."""
    inputs, library = asked
    seen: set[str] = set()
    for pack in library.methods:
        question = Question(inputs.organization, library, inputs.periods[0], inputs.reported_on)
        made = plan(question, pack)
        pieces = pieces_for([made])
        quantities = engine("python").sum_quantities(readings_for(inputs.records, pieces), pieces.pieces)
        evaluations = portion_of(question, made, quantities, pieces, inputs.instruments).evaluations
        pools = pools_of(question, made, inside_of(question, quantities, pieces), pieces, inputs.instruments)
        found = model_of(*drawn_lines(question, made, pools)).by_place(DrawnRatios(1, {}, np.empty((0, 1))))
        sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for item in evaluations:
            sums[item.line.scope, item.line.basis] += item.line.stated()
            seen.add(made.rule(made.bindings[item.line.binding]).kind)
        expected = {place: pytest.approx(float(kg), rel=1e-9) for place, kg in sums.items()}
        assert {place: float(values[0]) for place, values in found.items()} == expected
    assert len(seen) >= 15
