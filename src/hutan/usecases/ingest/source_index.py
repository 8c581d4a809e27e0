"""Which source a row means: by id, name, meter serial, or by site and carrier where only one source fits."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Final

from hutan.core.activity.columns import Column
from hutan.core.activity.reading import Read, Unread, finding, folded, half_width, words_of
from hutan.core.model.carrier import Carrier
from hutan.core.model.organization import EmissionSource, Organization, Site
from hutan.kernel.ids import SiteId, SourceId
from hutan.usecases.ingest.names import name_book
from hutan.usecases.ingest.row_reading import Note, RowTrial, SheetRow

_BETWEEN: Final = re.compile(r"[-_—–\s]+")
_SURE: Final = 6
# Words for the main meter of any place; the serial beside them tells which.
_ANY_MAIN_METER: Final = frozenset(["总表", "主表", "总计量", "关口表", "mainmeter"])
_NAMING: Final = (Column.SOURCE, Column.METER, Column.SITE, Column.CARRIER)
_SUGGESTED: Final = 3
_LISTED: Final = 8
_LIKENESS: Final = 0.5


class SourceIndex:
    """Names of an organization's sources, sites and carriers, folded for comparing."""

    def __init__(self, organization: Organization, carriers: Iterable[Carrier]) -> None:
        self._sources = {source.id: source for source in organization.sources}
        self._by_name: dict[str, set[SourceId]] = defaultdict(set)
        for source in organization.sources:
            for name in filter(None, (source.id, source.name_zh, source.name_en, source.meter.serial if source.meter else "")):
                self._by_name[folded(name)].add(source.id)
        self._resolved: dict[tuple[str | None, ...], tuple[EmissionSource | None, tuple[Note, ...], tuple[Note, ...]]] = {}
        self._by_bare_name: dict[str, set[SourceId]] = defaultdict(set)
        for name, ids in self._by_name.items():
            self._by_bare_name[_bare(name)] |= ids
        carriers = tuple(carriers)
        self.names = name_book(organization, carriers)
        self._site_names = [_shown_site(site) for site in organization.sites]
        self._carriers = {folded(name): carrier.id for carrier in carriers for name in _names(carrier)}

    def resolve(self, row: SheetRow, trial: RowTrial) -> EmissionSource | None:
        """The one source that all cells of the row agree on, else None and a fault that says what to choose from."""
        # Rows of a ledger name few sources, so what was made of the same words is kept.
        words = tuple([words_of(cell) if (cell := row.by_column.get(column)) else None for column in _NAMING])
        known = self._resolved.get(words)
        if known is None:
            own = RowTrial()
            known = self._resolved[words] = (self._resolve(row, own), tuple(own.faults), tuple(own.remarks))
        source, faults, remarks = known
        trial.faults.extend(faults)
        trial.remarks.extend(remarks)
        return source

    def _resolve(self, row: SheetRow, trial: RowTrial) -> EmissionSource | None:
        named = [column for column in (Column.SOURCE, Column.METER) if row.cell(column)]
        placed = [column for column in (Column.SITE, Column.CARRIER) if row.cell(column)]
        if not named and len(placed) < 2:
            trial.fault(finding("source_missing"), *(named or (Column.SOURCE,)))
            return None
        found = set(self._sources)
        for column in named:
            if column is Column.SOURCE and len(named) > 1 and folded(row.words(column)) in _ANY_MAIN_METER:
                continue
            ids = trial.take(self._named(row.words(column)), column)
            if ids is None:
                return None
            found &= ids
        if not found:
            trial.fault(finding("source_meter_differ", source=row.words(Column.SOURCE), meter=row.words(Column.METER)), *named)
            return None
        return self._narrowed(row, trial, found, named, placed)

    def named(self, words: str) -> Read[EmissionSource] | Unread:
        """The one source with this id, name or meter serial."""
        ids = self._named(words)
        if isinstance(ids, Unread):
            return ids
        if len(ids.value) > 1:
            return Unread(finding("source_ambiguous", choices=self._shown(ids.value)))
        return Read(self._sources[next(iter(ids.value))], ids.remarks)

    def site(self, words: str) -> Read[SiteId] | Unread:
        """The site with this id or name."""
        ids = self.names.site_ids(words)
        if len(ids) == 1:
            found = next(iter(ids))
            exact = folded(words.partition("|")[0]) in self.names.sites or folded(words) in self.names.sites
            return Read(found, () if exact else (finding("site_read_as", text=words, site=found),))
        return Unread(finding("site_unknown", text=words, known=_listed(self._site_names)))

    def sources_in(self, texts: Sequence[str]) -> set[SourceId]:
        """Sources whose name or meter serial occurs in one of the texts."""
        bare = [_bare(folded(text)) for text in texts]
        return {
            source_id for name, ids in self._by_bare_name.items() if len(name) >= _SURE for source_id in ids if any(name in text for text in bare)
        }

    def _narrowed(
        self, row: SheetRow, trial: RowTrial, found: set[SourceId], named: Sequence[Column], placed: Sequence[Column]
    ) -> EmissionSource | None:
        """`found` less what stands at another site or carries something else."""
        kept = found
        if Column.SITE in placed:
            site_id = trial.take(self.site(row.words(Column.SITE)), Column.SITE)
            kept = {source_id for source_id in kept if self._sources[source_id].site_id == site_id}
        if Column.CARRIER in placed:
            carrier_id = trial.take(self._carrier(row.words(Column.CARRIER)), Column.CARRIER)
            kept = {source_id for source_id in kept if self._sources[source_id].carrier == carrier_id}
        if trial.faults:
            return None
        if len(kept) == 1:
            return self._sources[next(iter(kept))]
        columns = (*named, *placed)
        if kept:
            trial.fault(finding("source_ambiguous", choices=self._shown(kept)), *columns)
        elif named:
            trial.fault(finding("source_elsewhere", source=self._shown(found), place=_joined(row, placed)), *columns)
        else:
            trial.fault(finding("source_none_here", place=_joined(row, placed)), *columns)
        return None

    def _named(self, words: str) -> Read[set[SourceId]] | Unread:
        """Sources called `words`, or called by the parts of ``ID | name``; the parts must not contradict each other."""
        bare = self._by_bare_name.get(_bare(folded(words)))
        if bare and folded(words) not in self._by_name:
            return Read(bare, (finding("source_name_differs", text=words, source=self._shown(bare)),))
        whole = self._by_name.get(folded(words))
        if whole:
            return Read(whole)
        parts = [half_width(part) for part in words.split("|")]
        known = [self._by_name[folded(part)] for part in parts if folded(part) in self._by_name]
        if not known:
            return Unread(finding("source_unknown", text=words, suggestions=self._suggestions(words)))
        common = set.intersection(*known)
        if not common:
            return Unread(finding("source_parts_differ", text=words, choices=self._shown(set.union(*known))))
        renamed = [part for part in parts if part and folded(part) not in self._by_name]
        return Read(common, tuple(finding("source_name_differs", text=part, source=self._shown(common)) for part in renamed))

    def _carrier(self, words: str) -> Read[str] | Unread:
        for text in (words, *words.split("|")):
            if found := self.names.carrier_id(text):
                known = folded(text) in self._carriers
                return Read(found, () if known else (finding("carrier_read_as", text=words, carrier=found),))
        close = get_close_matches(folded(words), self._carriers, n=1, cutoff=_LIKENESS)
        here = {source.carrier for source in self._sources.values()}
        return Unread(finding("row_carrier_unknown", text=words, known=_listed([*(self._carriers[name] for name in close), *sorted(here)])))

    def _suggestions(self, words: str) -> str:
        close = [
            name for part in (words, *words.split("|")) for name in get_close_matches(folded(part), self._by_name, n=_SUGGESTED, cutoff=_LIKENESS)
        ]
        ids = [source_id for name in close for source_id in sorted(self._by_name[name])] or sorted(self._sources)
        return _listed([_shown_source(self._sources[source_id]) for source_id in dict.fromkeys(ids)])

    def _shown(self, ids: set[SourceId]) -> str:
        return _listed([_shown_source(self._sources[source_id]) for source_id in sorted(ids)])


def _bare(name: str) -> str:
    """A folded name without the dashes that are often left out."""
    return _BETWEEN.sub("", name)


def _names(carrier: Carrier) -> tuple[str, ...]:
    return (carrier.id, carrier.name_zh, carrier.name_en, *carrier.aliases)


def _shown_source(source: EmissionSource) -> str:
    return f"{source.id} | {source.name_zh}"


def _shown_site(site: Site) -> str:
    return f"{site.id} | {site.name_zh}"


def _listed(names: Sequence[str]) -> str:
    shown = list(dict.fromkeys(names))
    return "; ".join(shown[:_LISTED]) + ("; …" if len(shown) > _LISTED else "")


def _joined(row: SheetRow, columns: Sequence[Column]) -> str:
    return " + ".join(row.words(column) for column in columns)
