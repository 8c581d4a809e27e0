"""The interval of a total: which inputs have a sourced spread, and how the lines that share them move together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fnmatch import fnmatchcase

from hutan.core.inventory.estimates import ESTIMATE
from hutan.core.inventory.lines import Evaluation
from hutan.core.inventory.plan import Plan, Question
from hutan.core.inventory.result import Line
from hutan.core.model.organization import Organization
from hutan.core.model.sourcing import StatedSpread
from hutan.core.uncertainty.propagation import Contribution, InputSpread, IntervalResult, LineUncertainty, combine
from hutan.core.uncertainty.spreads import StandardSpread, standard_spread
from hutan.kernel.ids import FactorId, SourceId


def interval_of(question: Question, plan: Plan, evaluations: Sequence[Evaluation]) -> IntervalResult:
    """The interval of the sum of these lines, first order, with shared inputs counted once.

    Warming potentials are taken as prescribed, without a spread of their own.
    """
    moving = moving_of(evaluations)
    keys = {key for item in moving for key, _ in item.sensitivities}
    return combine([_uncertainty(item) for item in moving], spreads_of(question, keys), plan.pack.least_coverage)


def moving_of(evaluations: Sequence[Evaluation]) -> list[Evaluation]:
    """The lines that an interval looks at: those that are not zero."""
    return [item for item in evaluations if item.line.stated()]


def spreads_of(question: Question, keys: Iterable[str]) -> list[InputSpread]:
    """The sourced spreads of these inputs, each once, in the order of their keys; an input without one has none here."""
    return [spread for key in sorted(set(keys)) if (spread := spread_of(question, key)) is not None]


def _uncertainty(item: Evaluation) -> LineUncertainty:
    key = line_key(item.line)
    return LineUncertainty(key, item.line.stated(), tuple(Contribution(name, value) for name, value in item.sensitivities))


def line_key(line: Line) -> str:
    """A name for a line that a reader can find: source, month, gas, part and basis."""
    return line_keys(line, (line.month,))[0]


def line_keys(line: Line, months: Iterable[date]) -> list[str]:
    """The names that this line has in each of these months."""
    rest = "/".join(part for part in (line.measure, line.basis, line.part, line.state, str(line.binding)) if part)
    return [f"{line.source_id}/{month.isoformat()[:7]}/{rest}" for month in months]


def spread_of(question: Question, key: str) -> InputSpread | None:
    """The sourced spread of an input, if it has one; it depends on the organization and the library, not on the period."""
    stated = _stated(question, key)
    found = None if stated is None else standard_spread(stated, question.library.pedigree)
    return InputSpread(key, found.relative_sd, found.shape, found.source, found.bounds) if isinstance(found, StandardSpread) else None


def _stated(question: Question, key: str) -> StatedSpread | None:
    """What the certificate, the owner of a value, a named person or the factor's own source says of an input."""
    organization = question.organization
    kind, _, name = key.partition(":")
    if kind == "meter":
        meter = organization.source(SourceId(name)).meter
        return meter.spread if meter else None
    if kind == ESTIMATE:
        return question.estimates.spread(key)
    if kind == "own":
        own = next((value.spread for value in organization.own_values if value.id == name), None)
        return own or _named_spread(organization, name)
    named = _named_spread(organization, name)
    if named is not None:
        return named
    factor = question.library.factors.find(FactorId(name))
    return factor.spread if factor else None


def _named_spread(organization: Organization, name: str) -> StatedSpread | None:
    """What a named person states for a factor, or for the rate of an instrument (``instrument:ID``)."""
    return next((item.spread for item in organization.factor_spreads if fnmatchcase(name, item.pattern)), None)
