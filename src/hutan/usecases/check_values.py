"""Do the organization's own values, choices, confirmations and spreads say something that the packs can use; nothing is passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from hutan.core.methods.library import Library
from hutan.core.model.organization import Organization, OwnValue
from hutan.core.model.sourcing import StatedSpread
from hutan.core.uncertainty.spreads import SpreadProblem, standard_spread
from hutan.core.units import parse_unit
from hutan.kernel.errors import UnitError
from hutan.kernel.refusals import Address, Refusal, Remark, params_of
from hutan.usecases.ingest.conversion import CONVERSION_UNITS


def check_values(file: str, organization: Organization, library: Library) -> tuple[tuple[Refusal, ...], tuple[Remark, ...]]:
    """What must be mended before these packs calculate, and what they will not use."""
    refusals = (
        *_own_values(file, organization, library),
        *_choices(file, organization, library),
        *_spreads(file, organization, library),
        *_ratings(file, organization, library),
    )
    return refusals, tuple(_unused(file, organization, library))


def _asked(library: Library) -> set[str]:
    """Parameters that any rule asks for, and those that readings are converted with."""
    entries = (entry for pack in library.methods for rule in pack.rules for entry in rule.inputs)
    return {entry.parameter for entry in entries} | set(CONVERSION_UNITS)


def _own_values(file: str, organization: Organization, library: Library) -> Iterator[Refusal]:
    known = _asked(library)
    for value in organization.own_values:
        address = Address(file, "own_values", value.id)
        if value.parameter not in known:
            params = params_of(id=value.id, parameter=value.parameter, known=", ".join(sorted(known)))
            yield Refusal("own_value_parameter_unknown", address, params)
        elif value.parameter not in CONVERSION_UNITS:
            # Where readings are converted with a value, the row that needs it says what is wrong with its unit.
            yield from _unit(value, address, library)


def _unit(value: OwnValue, address: Address, library: Library) -> Iterator[Refusal]:
    """The unit must be known and measure what published values of the parameter measure, as far as there are any."""
    try:
        unit = parse_unit(value.unit)
    except UnitError:
        yield Refusal("own_value_unit_unfit", address, params_of(id=value.id, unit=value.unit, wanted="–"))
        return
    wanted = {factor.unit for factor in library.factors.factors if factor.parameter == value.parameter and factor.substance == value.substance}
    if wanted and value.gas != "CO2e" and not any(unit.same_dimension(parse_unit(other)) for other in wanted):
        yield Refusal("own_value_unit_unfit", address, params_of(id=value.id, unit=value.unit, wanted=", ".join(sorted(wanted))))


def _choices(file: str, organization: Organization, library: Library) -> Iterator[Refusal]:
    known = _asked(library)
    for choice in organization.choices:
        if choice.parameter not in known:
            params = params_of(id=choice.factor, parameter=choice.parameter, known=", ".join(sorted(known)))
            yield Refusal("own_value_parameter_unknown", Address(file, "choices", choice.factor), params)


def _spreads(file: str, organization: Organization, library: Library) -> Iterator[Refusal]:
    """Spreads that cannot be used, with the reason; an input would silently stay without one."""
    stated: list[tuple[str, StatedSpread]] = [(item.pattern, item.spread) for item in organization.factor_spreads]
    stated += [(value.id, value.spread) for value in organization.own_values if value.spread]
    stated += [(source.meter.serial, source.meter.spread) for source in organization.sources if source.meter and source.meter.spread]
    for place, spread in stated:
        found = standard_spread(spread, library.pedigree)
        if isinstance(found, SpreadProblem):
            yield Refusal(found.code, Address(file, "spread", place), found.params)


def _ratings(file: str, organization: Organization, library: Library) -> Iterator[Refusal]:
    """Scores of a scheme that is not held, or off its scale."""
    schemes = {scheme.id: scheme for scheme in library.schemes}
    for rating in organization.ratings:
        scheme = schemes.get(rating.scheme)
        address = Address(file, "ratings", rating.pattern)
        if scheme is None:
            yield Refusal("rating_scheme_unknown", address, params_of(scheme=rating.scheme, known=", ".join(schemes)))
        elif not scheme.allows(rating.scores):
            wanted = f"{', '.join(scheme.indicators)}: {scheme.best}–{scheme.worst}"
            yield Refusal("rating_scores_unfit", address, params_of(scheme=scheme.id, scores=", ".join(map(str, rating.scores)), wanted=wanted))


def _unused(file: str, organization: Organization, library: Library) -> Iterator[Remark]:
    ids = [str(factor.id) for factor in library.factors.factors] + [value.id for value in library.gwp.values]
    for confirmation in organization.confirmations:
        if not any(fnmatchcase(item, confirmation.pattern) for item in ids):
            yield _without_match("confirmation_matches_nothing", Address(file, "confirmations", confirmation.pattern))
    for spread in organization.factor_spreads:
        if not spread.pattern.startswith("instrument:") and not any(fnmatchcase(item, spread.pattern) for item in ids):
            yield _without_match("spread_matches_nothing", Address(file, "factor_spreads", spread.pattern))


def _without_match(code: str, address: Address) -> Remark:
    return Remark(code, address, params_of(pattern=address.cell))
