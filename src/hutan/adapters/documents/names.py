"""What things are called in a report: periods, sites, sources, inputs and scopes, in the reader's language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from hutan.adapters.documents.labels import Labels, labels
from hutan.adapters.documents.number_text import grouped
from hutan.adapters.message_catalog import message
from hutan.core.activity.book import Book
from hutan.core.inventory.calculation import Inputs
from hutan.core.inventory.estimates import ESTIMATE
from hutan.core.methods.library import Library
from hutan.core.methods.pack import MethodPack
from hutan.core.model.organization import OwnValue
from hutan.kernel.canonical import decimal_text
from hutan.kernel.ids import FactorId, SiteId, SourceId
from hutan.kernel.periods import Period, year
from hutan.kernel.refusals import Params

_FAR = 9000
_NUMBERED_SCOPE = re.compile(r"scope_([123])")
_INSTRUMENT = "instrument:"
_NUMBER = re.compile(r"[0-9]{4,}|[0-9]+\.[0-9]+")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a report is about, with the words to speak of it."""

    inputs: Inputs
    library: Library
    book: Book
    labels: Labels

    @property
    def language(self) -> str:
        return self.labels.language

    def organization(self) -> str:
        entity = self.inputs.organization
        return entity.name_zh if self.language == "zh" else entity.name_en

    def site(self, site_id: SiteId) -> str:
        site = self.inputs.organization.site(site_id)
        return site.name_zh if self.language == "zh" else site.name_en

    def source(self, source_id: SourceId) -> str:
        source = self.inputs.organization.source(source_id)
        return source.name_zh if self.language == "zh" else source.name_en

    def carrier(self, carrier_id: str) -> str:
        carrier = next((item for item in self.inputs.organization.items if item.id == carrier_id), None) or self.library.carrier(carrier_id)
        return carrier.name_zh if self.language == "zh" else carrier.name_en

    def substance(self, substance: str) -> str:
        """A carrier's name where the substance is one, else the word for it."""
        known = {carrier.id for carrier in self.library.carriers}
        return self.carrier(substance) if substance in known else self.labels.term("substance", substance)

    def period(self, period: Period) -> str:
        """``2024`` for a calendar year, ``2024-01 to 2024-06`` for other whole months, else first and last day."""
        if period == year(period.start.year):
            return self.labels.text("year", year=str(period.start.year))
        if period.start.day == period.end.day == 1 and period.end.year <= _FAR:
            return self.labels.text("days", first=month_text(period.start), last=month_text(period.end - timedelta(days=1)))
        return self.days(period)

    def days(self, period: Period) -> str:
        """First and last day, both included; open where no end is in sight."""
        first = period.start.isoformat()
        if period.end.year > _FAR:
            return self.labels.text("days_open", first=first)
        return self.labels.text("days", first=first, last=(period.end - timedelta(days=1)).isoformat())

    def unit(self, pack: MethodPack) -> str:
        """``tCO2e``, ``tCO2`` or ``tce``: totals are printed in tonnes."""
        return "t" + pack.unit.removeprefix("kg")

    def own_value(self, value_id: str) -> OwnValue | None:
        return next((value for value in self.inputs.organization.own_values if value.id == value_id), None)

    def input_key(self, key: str) -> str:
        """The name of an uncertain input: a meter, a value of the organization's own, an instrument, a factor."""
        kind, _, name = key.partition(":")
        if kind == "meter":
            return self._meter(SourceId(name))
        if kind == ESTIMATE:
            source_id, _, month = name.rpartition("/")
            return self.labels.text("input_estimate", source=self.source(SourceId(source_id)), month=month)
        if name.startswith(_INSTRUMENT):
            return self.labels.text("input_instrument", id=name.removeprefix(_INSTRUMENT))
        own = self.own_value(name) if kind == "own" else None
        if own is not None:
            return self.labels.text("input_own", what=self.own_name(own))
        factor = self.library.factors.find(FactorId(name))
        return factor.name(self.language) if factor else name

    def own_name(self, own: OwnValue) -> str:
        """Whose value of what: the source where it is for one, and the parameter of the substance."""
        what = f"{self.substance(own.substance)} {self.labels.term('parameter', own.parameter)}"
        return what if own.source_id is None else self.labels.text("own_of_source", source=self.source(own.source_id), what=what)

    def _meter(self, source_id: SourceId) -> str:
        source = self.inputs.organization.source(source_id)
        key = "input_meter" if source.meter else "input_quantity"
        return self.labels.text(key, source=self.source(source_id), serial=source.meter.serial if source.meter else "")

    def told(self, code: str, params: Params) -> tuple[str, str]:
        """Reason and remedy of a code of ``messages``. The reason speaks in the reader's words; the remedy keeps ids, which are typed."""
        worded = tuple((name, self._worded(name, value)) for name, value in params)
        return message(code, worded, self.language).reason, message(code, params, self.language).hint

    def _worded(self, name: str, value: str) -> str:
        if _NUMBER.fullmatch(value):
            return grouped(Decimal(decimal_text(Decimal(value))))
        if name in ("substance", "carrier"):
            return self.substance(value)
        if name == "parameter":
            word = self.labels.term("parameter", value)
            return value if word == value else self.labels.text("term_with_id", word=word, id=value)
        group = {"use": "use", "status": "text_status"}.get(name)
        return self.labels.term(group, value) if group else value


def subject(inputs: Inputs, library: Library, book: Book, language: str) -> Subject:
    """A report's subject in ``zh`` or ``en``."""
    return Subject(inputs, library, book, labels(language))


def scope_color(pack: MethodPack, scope: str) -> str:
    """The fixed colour of a scope: by its number, green hatch for biogenic, else by its place among the pack's scopes."""
    numbered = _NUMBERED_SCOPE.fullmatch(scope)
    if numbered:
        return scope
    if scope == pack.biogenic_scope:
        return "biogenic"
    order = list(dict.fromkeys(name for name, _ in pack.scopes if name != pack.biogenic_scope))
    place = order.index(scope) + 1
    if pack.unit == "kgce":
        return f"other_{min(place, 5)}"
    return f"scope_{min(place, 3)}"


def month_text(month: date) -> str:
    """``2024-08``."""
    return month.isoformat()[:7]


def short_digest(digest: str) -> str:
    """The first sixteen digits in fours: enough to compare by eye, never enough to prove."""
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4))


def share_text(share: Decimal) -> str:
    """A share held as per cent without needless digits."""
    return f"{decimal_text(share * 100)} %"
