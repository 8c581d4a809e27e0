"""How people call sites and carriers: without the word for plant, with the grade of a fuel, in two languages at once, with a common slip."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from hutan.core.activity.reading import folded
from hutan.core.model.carrier import Carrier
from hutan.core.model.organization import Organization
from hutan.kernel.ids import SiteId

_SITE_WORDS: Final = re.compile(
    r"(?:厂区|工厂|分厂|厂|基地|园区|物流中心|物流|分公司)$|(?:logisticscent(?:er|re)|logistics|plant|factory|site|works|cent(?:er|re)|campus)$"
)
_PARTS: Final = re.compile(r"[|/\n;、]+")
_SCRIPTS: Final = re.compile(r"[㐀-鿿]+[0-9㐀-鿿]*|[a-z0-9][a-z0-9 .&'-]*")
_GRADE: Final = re.compile(r"^-?[0-9]{1,2}(?:#|号)")
_BEFORE: Final = re.compile(r"^(?:外购|购入|采购|工业|车用|生产|purchased|grid)")
_AFTER: Final = re.compile(r"(?:消耗|消费|fuel|用量)$")
_BRACKETED: Final = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")
# Common slips and words of every day, and the carrier's own name. Words that may mean several carriers are not among them.
_EVERYDAY: Final = {
    "天燃气": "天然气",
    "电能": "电力",
    "用电": "电力",
    "电量": "电力",
    "用电量": "电力",
    "生物质": "生物质成型燃料",
    "biomass": "生物质成型燃料",
}
_SHORTEST: Final = 2


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names: sites and carriers, each found in it, and whether anything was taken on trust."""

    sites: frozenset[SiteId] = frozenset()
    carriers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NameBook:
    """Folded names of sites, and of carriers as far as the organization has sources of them or the pack knows them."""

    sites: Mapping[str, set[SiteId]] = field(default_factory=dict)
    stems: Mapping[str, set[SiteId]] = field(default_factory=dict)
    carriers: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    organization: tuple[str, ...] = ()

    def site_ids(self, words: str) -> set[SiteId]:
        """Sites called `words`: by name, by what is left of a name without the word for plant, or in two languages that agree."""
        found = self.sites.get(folded(words)) or self.sites.get(folded(words.partition("|")[0])) or self.stems.get(_stem(folded(words)))
        if found:
            return found
        parts = _parts(words)
        each = [self.sites.get(part) or self.stems.get(_stem(part)) for part in parts]
        return set.intersection(*(set(ids) for ids in each if ids)) if len(parts) > 1 and all(each) else set()

    def carrier_id(self, words: str) -> str | None:
        """The carrier called `words`: by name, without what is said of its purchase or grade, or in two languages that agree."""
        plain = _BRACKETED.sub("", folded(words)) or folded(words)
        if found := self._carrier(plain):
            return found
        each = {self._carrier(part) for part in _parts(words)}
        return each.pop() if len(each) == 1 else None

    def _carrier(self, plain: str) -> str | None:
        for text in (plain, _GRADE.sub("", plain), _BEFORE.sub("", plain), _AFTER.sub("", _BEFORE.sub("", plain))):
            for name in (text, _EVERYDAY.get(text, "")):
                if name in self.carriers:
                    return self.carriers[name]
        return None

    def label(self, words: str) -> Named:
        """The site and the carrier that a label such as ``浦东用电`` or ``嘉定柴油`` puts together; nothing of it may be left over."""
        plain = _BRACKETED.sub("", folded(words))
        for stem in sorted((*self.sites, *self.stems), key=len, reverse=True):
            rest = plain.removeprefix(stem) if len(stem) >= _SHORTEST else plain
            ids = self.sites.get(stem) or self.stems.get(stem) or set()
            if rest != plain and len(ids) == 1:
                carrier = self._carrier(rest)
                if carrier or not rest or rest in ("用量", "消耗量"):
                    return Named(frozenset(ids), frozenset([carrier]) if carrier else frozenset())
        carrier = self._carrier(plain)
        return Named(carriers=frozenset([carrier])) if carrier else Named()

    def mentioned(self, text: str) -> Named:
        """Sites and own carriers whose names occur in a title; a name inside a longer one that occurs does not count,
        nor does one inside the name of the organization.
        """
        plain = folded(text)
        for name in self.organization:
            plain = plain.replace(name, " ")
        sites = frozenset(
            site_id for name, ids in (*self.sites.items(), *self.stems.items()) if _is_said(name, plain) and len(ids) == 1 for site_id in ids
        )
        names = sorted((name for name in (*self.carriers, *_EVERYDAY) if len(name) >= _SHORTEST and name in plain), key=len, reverse=True)
        carriers: set[str] = set()
        for name in names:
            if name in plain:
                plain = plain.replace(name, " ")
                carriers.add(self.carriers.get(name) or self.carriers.get(_EVERYDAY.get(name, ""), ""))
        return Named(sites, frozenset(carriers & self.own))


def name_book(organization: Organization, carriers: Iterable[Carrier]) -> NameBook:
    """The names of an organization's sites, and of all carriers."""
    sites: dict[str, set[SiteId]] = defaultdict(set)
    stems: dict[str, set[SiteId]] = defaultdict(set)
    for site in organization.sites:
        for name in filter(None, (site.id, site.name_zh, site.name_en)):
            sites[folded(name)].add(site.id)
            if len(_stem(folded(name))) >= _SHORTEST:
                stems[_stem(folded(name))].add(site.id)
    said = tuple(folded(name) for name in (organization.name_zh, organization.name_en) if name)
    names = {folded(name): carrier.id for carrier in carriers for name in (carrier.id, carrier.name_zh, carrier.name_en, *carrier.aliases)}
    return NameBook(dict(sites), dict(stems), names, frozenset(source.carrier for source in organization.sources), said)


def _stem(name: str) -> str:
    while (shorter := _SITE_WORDS.sub("", name)) != name and len(shorter) >= _SHORTEST:
        name = shorter
    return name


def _parts(words: str) -> list[str]:
    """The Chinese and the Latin parts of a text in two languages."""
    pieces = [piece for part in _PARTS.split(words) for piece in _SCRIPTS.findall(" ".join(part.split()).casefold())]
    return [folded(piece) for piece in pieces if folded(piece)]


def _is_said(name: str, plain: str) -> bool:
    """Whether a name occurs; short Latin ids must stand alone."""
    if name.isascii() and len(name) <= 3:
        return re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", plain) is not None
    return len(name) >= _SHORTEST and name in plain
