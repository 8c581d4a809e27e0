"""A linked system of the size and shape of a large database, drawn from a seed: regions, markets, hubs, feedback, loops, wastes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hutan.core.lca.system import LinkedSystem

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

REGIONS, FLOWS, CATEGORIES, SIZE = 160, 4_000, 20, 23_500
HUBS = {"transport": 12, "heat": 12, "water": 6, "waste": 60, "infrastructure": 30}


@dataclass
class Draft:
    """A system while it is drawn; entries are lists of (rows, column, amounts)."""

    dice: np.random.Generator
    mean_extra: float
    high: list[int] = field(default_factory=list)
    medium: list[int] = field(default_factory=list)
    low: list[int] = field(default_factory=list)
    generators: list[list[int]] = field(default_factory=list)
    markets: list[list[int]] = field(default_factory=list)
    producers: list[list[int]] = field(default_factory=list)
    region: dict[int, int] = field(default_factory=dict)
    cumulated: Floats = field(default_factory=lambda: np.zeros(0))
    ranked: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    hubs: dict[str, Integers] = field(default_factory=dict)
    rows: list[Integers] = field(default_factory=list)
    columns: list[Integers] = field(default_factory=list)
    amounts: list[Floats] = field(default_factory=list)
    size: int = 0

    def new(self, region: int) -> int:
        self.region[self.size] = region
        self.size += 1
        return self.size - 1

    def put(self, column: int, rows: list[int], total: float) -> None:
        shares = self.dice.lognormal(0, 1.8, len(rows))
        self.write(column, rows, total * shares / shares.sum())

    def write(self, column: int, rows: list[int], amounts: Floats) -> None:
        self.rows.append(np.array(rows, np.int64))
        self.columns.append(np.full(len(rows), column, np.int64))
        self.amounts.append(np.asarray(amounts, np.float64))

    def supplier(self, family: int, region: int) -> int:
        members = self.markets[family] or self.producers[family]
        return next((place for place in self.markets[family] if self.region[place] == region), members[0])

    def hub(self, name: str, count: int, region: int) -> list[int]:
        return [self.supplier(int(family), region) for family in self.dice.choice(self.hubs[name], count)]

    def families(self, count: int, before: int) -> Integers:
        feedback = self.dice.random(count) < 0.05
        limit = np.where(feedback, self.cumulated[-1], self.cumulated[max(30, before) - 1])
        return np.searchsorted(self.cumulated, self.dice.random(count) * limit, side="right")


def grow(draft: Draft) -> None:
    """Grid and families, without amounts."""
    for region in range(REGIONS):
        draft.high.append(draft.new(region))
        draft.medium.append(draft.new(region))
        draft.low.append(draft.new(region))
        draft.generators.append([draft.new(region) for _ in range(draft.dice.integers(8, 16))])
    while draft.size < SIZE:
        low, high = ((1, 2), (2, 4), (4, 16), (16, 60))[int(draft.dice.choice(4, p=(0.62, 0.28, 0.085, 0.015)))]
        markets = int(draft.dice.integers(low, high))
        producers = max(1, int(draft.dice.poisson(1.1 * markets)) + 1)
        regions = [-1 if place == 0 else int(draft.dice.integers(REGIONS)) for place in range(markets)]
        draft.markets.append([draft.new(region) for region in regions] if draft.dice.random() < 0.9 else [])
        draft.producers.append([draft.new(-1 if place == 0 else int(draft.dice.integers(REGIONS))) for place in range(producers)])
    count = len(draft.markets)
    draft.ranked = np.argsort(np.arange(count) + draft.dice.normal(0, 0.12 * count, count))
    weights = np.empty(count)
    weights[draft.ranked] = (np.arange(count) + 3.0) ** -1.05
    draft.cumulated = np.cumsum(weights)
    ends = np.cumsum(list(HUBS.values()))
    draft.hubs = dict(zip(HUBS, np.split(draft.ranked[: ends[-1]], ends[:-1]), strict=True))


def fill_grid(draft: Draft) -> None:
    dice = draft.dice
    for region in range(REGIONS):
        high, medium, low = draft.high[region], draft.medium[region], draft.low[region]
        imported = float(dice.uniform(0.03, 0.3))
        draft.put(high, draft.generators[region], 1 - imported)
        neighbors = dice.choice(np.delete(np.arange(REGIONS), region), dice.integers(1, 6), replace=False)
        draft.put(high, [draft.high[place] for place in neighbors], imported)
        draft.write(medium, [high, *draft.hub("infrastructure", 1, region)], np.array([1.01, 0.002]))
        draft.write(low, [medium, *draft.hub("infrastructure", 1, region)], np.array([1.035, 0.004]))
        for generator in draft.generators[region]:
            families = dice.choice(400, dice.integers(3, 12))
            rows = [draft.supplier(int(family), region) for family in families]
            rows += [row for name in ("infrastructure", "waste", "water", "transport") for row in draft.hub(name, 1, region)]
            draft.put(generator, [*rows, medium], float(dice.beta(2, 4)))


def fill_families(draft: Draft) -> None:
    dice = draft.dice
    for family, (markets, producers) in enumerate(zip(draft.markets, draft.producers, strict=True)):
        for producer in producers:
            home = draft.region[producer] if draft.region[producer] >= 0 else int(dice.integers(REGIONS))
            count = min(120, int(dice.lognormal(np.log(draft.mean_extra), 0.7)))
            rows = [draft.supplier(int(found), home) for found in draft.families(count, family) if found != family]
            for name, lowest, highest in (("heat", 2, 2), ("waste", 1, 4), ("infrastructure", 1, 1), ("water", 1, 1), ("transport", 0, 2)):
                rows += draft.hub(name, int(dice.integers(lowest, highest + 1)), home)
            rows.append((draft.medium if dice.random() < 0.7 else draft.low)[home])
            draft.put(producer, [row for row in rows if row != producer], 0.95 * float(dice.beta(3, 3)))
        for place, market in enumerate(markets):
            few = place == 0 or len(producers) < 3
            chosen = producers if few else [int(one) for one in dice.choice(producers, min(len(producers), dice.integers(1, 5)), replace=False)]
            draft.put(market, chosen, 0.97)
            draft.put(market, [row for row in draft.hub("transport", 5, draft.region[market]) if row != market], 0.025)


def technosphere(draft: Draft) -> sparse.csc_array:
    grow(draft)
    fill_grid(draft)
    fill_families(draft)
    n = draft.size
    entries = (np.concatenate(draft.amounts), (np.concatenate(draft.rows), np.concatenate(draft.columns)))
    inputs = sparse.csr_array(sparse.coo_array(entries, shape=(n, n)))
    every = np.array([place for producers in draft.producers for place in producers])
    triples = draft.dice.choice(every, 90, replace=False).reshape(30, 3)
    scale = np.ones(n)
    scale[triples.ravel()] = 0.015
    links = np.repeat(np.where(np.arange(30) < 4, 0.98, 0.85), 3)
    loops = sparse.csr_array(sparse.coo_array((links, (np.roll(triples, 1, axis=1).ravel(), triples.ravel())), shape=(n, n)))
    return sparse.csc_array(inputs @ sparse.diags_array(scale) + loops)


def biosphere(draft: Draft, units: Floats) -> Floats:
    """Direct scores (n, categories) of drawn flows and factors."""
    dice, n = draft.dice, draft.size
    share = np.ones(n)
    share[[place for markets in draft.markets for place in markets] + draft.high + draft.medium + draft.low] = 0.03
    counts = np.minimum(2_000, dice.poisson(dice.lognormal(np.log(20), 0.8, n) * share / 0.66))
    columns = np.repeat(np.arange(n), counts)
    popular = np.cumsum((np.arange(FLOWS) + 5.0) ** -0.9)
    flows = np.searchsorted(popular, dice.random(len(columns)) * popular[-1])
    values = np.exp(dice.normal(-6, 2.5, len(columns))) * (10 ** dice.normal(0, 0.5, n) * units)[columns]
    factors = np.zeros((FLOWS, CATEGORIES))
    for category in range(CATEGORIES):
        some = dice.choice(FLOWS, 55 if category == 0 else int(dice.choice([20, 40, 80, 200, 500, 1_500])), replace=False)
        chosen = np.concatenate([[0, 1, 2, 5, 9], some]) if category == 0 else some
        factors[chosen, category] = np.exp(dice.normal(0, 2, len(chosen)))
    amounts = sparse.csr_array(sparse.coo_array((values, (columns, flows)), shape=(n, FLOWS)))
    return np.asarray(amounts @ factors)


def synthetic(mean_extra: float, seed: int) -> tuple[LinkedSystem, Floats]:
    """The system, and the spread sigma_ln of each of its input entries in their order (nnz,)."""
    draft = Draft(np.random.default_rng(seed), mean_extra)
    inputs = technosphere(draft)
    dice, n = draft.dice, draft.size
    units = 10 ** dice.normal(0, 1.5, n)
    signs = np.ones(n)
    signs[[place for family in draft.hubs["waste"] for place in draft.markets[family] + draft.producers[family]]] = -1
    direct = biosphere(draft, units) * signs[:, None]
    change = units * signs
    turned = dice.permutation(n)
    scaled = sparse.diags_array(1 / change) @ inputs @ sparse.diags_array(change)
    products = tuple(f"product {place}" for place in range(n))
    categories = tuple(f"category {place}" for place in range(CATEGORIES))
    system = LinkedSystem(products, sparse.csr_array(scaled)[turned][:, turned], direct[turned], categories, signs[turned])
    market = np.zeros(n, bool)
    market[[place for markets in draft.markets for place in markets] + draft.high + draft.medium + draft.low] = True
    narrow = market[turned][system.inputs.indices]
    wide = np.clip(np.abs(dice.normal(0.18, 0.15, system.inputs.nnz)), 0.02, 0.75)
    return system, np.where(narrow, dice.uniform(0.005, 0.03, system.inputs.nnz), wide)
