"""Small packs as folders in memory, and a finder that puts them before the released ones."""

from __future__ import annotations

from collections.abc import Mapping

from hutan.adapters.pack_store.folders import PackFolder
from hutan.adapters.pack_store.library import Finder, find_packaged
from hutan.kernel.ids import PackId, pack_id

PACK_YAML = """
id: test/1
edition: "1"
title: {zh: 试, en: Test}
authority: {zh: 试, en: Test}
status: draft
text_status: held
evidence_grade: B
licence: test
content: method
requires: [factors-electricity-cn/2026.1, factors-fuels-cn/2026.1]
"""

RULES_YAML = """
unit: kgCO2
gases: [CO2]
biogenic_scope: apart
least_coverage: "0.90"
scopes:
  direct: {zh: 直接, en: Direct}
  indirect: {zh: 间接, en: Indirect}
  apart: {zh: 生物源, en: Biogenic}
totals:
  - {id: total, title: {zh: 合计, en: Total}, parts: [{scope: direct}, {scope: indirect}]}
  - {id: apart, title: {zh: 生物源, en: Biogenic}, parts: [{scope: apart}], apart: true}
rules:
  - id: fuel
    when: {family: [gas, liquid_fuel, solid_fuel], use: [stationary]}
    kind: fuel_combustion@1
    scope: direct
    category: fuel
    inputs:
      ncv: {parameter: NCV, series: [mee-steel], vintage: newest_published}
      carbon_content: {parameter: carbon_content, series: [mee-steel], vintage: newest_published}
      oxidation: {parameter: oxidation_rate, series: [mee-steel], vintage: newest_published}
    clause: "1"
    grade: B
    because: {zh: 因, en: Because}
  - id: electricity
    when: {family: [electricity], use: [purchased]}
    kind: energy_transfer@1
    scope: indirect
    category: electricity
    inputs:
      factor: {parameter: average_consumption_factor, substance: electricity, gas: CO2, series: [mee-grid-average], vintage: own_year}
    instruments: {types: [certificate], criteria: [attribute, "market:CN"], covered_input: factor}
    clause: "2"
    grade: B
    because: {zh: 因, en: Because}
"""


def folder(identifier: str = "test/1", **files: str) -> PackFolder:
    """A pack of the two files above, or of those given: `pack_yaml` and `rules_yaml` stand for their names."""
    texts = {"pack_yaml": PACK_YAML.replace("test/1", identifier), "rules_yaml": RULES_YAML, **files}
    return PackFolder(pack_id(identifier), {name.replace("_", "."): text.encode() for name, text in texts.items() if text})


def finder(*folders: PackFolder) -> Finder:
    """Finds these first, then those of this release."""
    own: Mapping[PackId, PackFolder] = {item.id: item for item in folders}
    return lambda identifier: own[identifier] if identifier in own else find_packaged(identifier)
