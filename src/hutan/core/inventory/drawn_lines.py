"""Lines as functions of drawn inputs: their exact formulas, with lines that share every input but the meter added up before.

A formula that is proportional to its quantity needs one evaluation for all lines with the same factors, however many meters they have; any
other formula is evaluated line by line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from hutan.core.inventory.coverage import CoveredPart, Pool
from hutan.core.inventory.drawn_coverage import DrawnPool, drawn_pool
from hutan.core.inventory.lines import LineForm, forms_of, input_keys, quantity_key
from hutan.core.inventory.plan import Plan, Question
from hutan.core.methods.evaluation import QUANTITY, Units, proportional_part, typed_output
from hutan.core.methods.formula.arrays import evaluate_array
from hutan.core.uncertainty.drawing import DrawnRatios, Floats
from hutan.kernel.ids import KindId

Place = tuple[str, str]
# Source, month, output, gas, basis, state, binding, and the part that instruments make of a consumption.
LineName = tuple[str, str, str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """One line, or one that only draws bring forth: a piece of a consumption that covers nothing at the stated values."""

    name: LineName
    place: Place
    form: LineForm
    part: CoveredPart
    keys: tuple[tuple[str, str], ...]
    pool: int
    group: int
    piece: int | None

    def sibling(self) -> LineName:
        """What the pieces of one consumption have in common."""
        return (*self.name[:-1], "")


@dataclass(frozen=True, slots=True, order=True)
class _Shared:
    """Everything that lines must have in common to be added up before their formula is evaluated."""

    place: Place
    kind: KindId
    output: str
    unit: str
    units: Units
    inputs: tuple[tuple[str, str, Decimal], ...]
    pool: int
    group: int
    piece: str
    alone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Bundle:
    """Lines with one formula: each meter's quantity times the lines' weights."""

    shared: _Shared
    piece: int | None
    loads: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))


@dataclass(frozen=True, slots=True)
class DrawnModel:
    """All lines of an inventory, ready to be evaluated at drawn inputs."""

    pools: tuple[DrawnPool, ...]
    bundles: tuple[_Bundle, ...]

    def by_place(self, ratios: DrawnRatios) -> dict[Place, Floats]:
        """The sum of the lines of each scope and basis at every draw."""
        shares = [pool.shares(ratios) for pool in self.pools]
        sums: dict[Place, Floats] = {}
        for bundle in self.bundles:
            share = None if bundle.shared.pool < 0 else shares[bundle.shared.pool][bundle.shared.group][bundle.piece]
            value = _value(bundle, ratios, share)
            place = bundle.shared.place
            sums[place] = sums[place] + value if place in sums else value
        return sums


def drawn_lines(question: Question, plan: Plan, pools: Sequence[Pool]) -> tuple[tuple[DrawnPool, ...], tuple[DrawnLine, ...]]:
    """Every line of the plan, and every piece that instruments could make of a consumption if it were another."""
    made: list[DrawnPool] = []
    found: list[DrawnLine] = []
    for pool in pools:
        if not pool.accepted:
            found.extend(line for index in range(len(pool.parts)) for line in _lines_of(question, plan, pool, index, (-1, -1)))
            continue
        drawn, groups = drawn_pool(pool, [quantity_key(question, part) for part in pool.parts])
        found.extend(line for index, group in enumerate(groups) for line in _lines_of(question, plan, pool, index, (len(made), group)))
        made.append(drawn)
    return tuple(made), tuple(found)


def _lines_of(question: Question, plan: Plan, pool: Pool, index: int, where: tuple[int, int]) -> Iterator[DrawnLine]:
    for number, piece in pool.pieces(index):
        for form in forms_of(question, plan, piece):
            binding = piece.binding
            source = (binding.source_id, piece.month.isoformat(), form.output.name, form.component.measure)
            yield DrawnLine(
                name=(*source, form.basis, piece.state, str(binding.number), piece.name),
                place=(form.scope, form.basis),
                form=form,
                part=piece,
                keys=tuple(sorted(input_keys(question, form, piece).items())),
                pool=where[0],
                group=where[1],
                piece=number,
            )


def model_of(pools: tuple[DrawnPool, ...], lines: Sequence[DrawnLine]) -> DrawnModel:
    """Lines bundled, in an order that does not depend on theirs."""
    bundles: dict[_Shared, _Bundle] = {}
    for line in lines:
        shared = _shared(line)
        bundle = bundles.setdefault(shared, _Bundle(shared, line.piece))
        quantity = line.part.quantity * line.form.weight() if not shared.alone else line.form.weight()
        bundle.loads[dict(line.keys)[QUANTITY]] += quantity
    return DrawnModel(pools, tuple(bundles[shared] for shared in sorted(bundles)))


def _shared(line: DrawnLine) -> _Shared:
    form, keys = line.form, dict(line.keys)
    alone: tuple[str, ...] = ()
    if proportional_part(form.kind, form.output.name, form.unit, form.units) is None:
        alone = (*line.name, str(line.part.quantity))
    return _Shared(
        place=line.place,
        kind=form.kind,
        output=form.output.name,
        unit=form.unit,
        units=form.units,
        inputs=tuple(sorted((item.name, keys[item.name], item.value) for item in form.bound)),
        pool=line.pool,
        group=line.group,
        piece="" if line.piece is None else str(line.piece),
        alone=alone,
    )


def _value(bundle: _Bundle, ratios: DrawnRatios, share: Floats | None) -> Floats:
    shared = bundle.shared
    at: dict[str, Floats] = {name: float(value) * ratios.of(key) for name, key, value in shared.inputs}
    if shared.alone:
        return _one_line(bundle, ratios, share, at)
    moved: Floats = np.zeros(ratios.count)
    for meter, load in sorted(bundle.loads.items()):
        moved += float(load) * ratios.of(meter)
    per_unit = proportional_part(shared.kind, shared.output, shared.unit, shared.units)
    if per_unit is None:
        raise AssertionError("a bundle of several lines is proportional to its quantity")
    value = moved * evaluate_array(per_unit, {QUANTITY: np.zeros(ratios.count), **at})
    return value if share is None else value * share


def _one_line(bundle: _Bundle, ratios: DrawnRatios, share: Floats | None, at: dict[str, Floats]) -> Floats:
    ((meter, weight),) = bundle.loads.items()
    quantity = float(Decimal(bundle.shared.alone[-1])) * ratios.of(meter)
    typed = typed_output(bundle.shared.kind, bundle.shared.output, bundle.shared.unit, bundle.shared.units)
    return float(weight) * evaluate_array(typed, {QUANTITY: quantity if share is None else quantity * share, **at})
