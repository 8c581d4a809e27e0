"""The shapes of ``pack.yaml``, ``parameters.yaml`` and ``rules.yaml``, checked at the door."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from hutan.adapters.pack_store.folders import PackFolder
from hutan.adapters.yaml_text import read_yaml
from hutan.core.factors.selection import VintagePolicy
from hutan.core.methods.pack import PackStatus, TextStatus
from hutan.core.model.carrier import CarrierFamily
from hutan.core.model.instrument import InstrumentType
from hutan.core.model.organization import SourceUse
from hutan.core.model.sourcing import EvidenceGrade
from hutan.kernel.errors import PackError


def _blank_to_none(value: object) -> object:
    return None if value in ("", "null") else value


Blank = BeforeValidator(_blank_to_none)


class Document(BaseModel):
    """No unknown keys: a misspelt key is an error, not a default."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BilingualText(Document):
    zh: str
    en: str


class PackYaml(Document):
    id: str
    edition: str
    title: BilingualText
    authority: BilingualText
    status: PackStatus
    text_status: TextStatus
    evidence_grade: str
    licence: str
    content: str
    redistribution: Literal["allowed", "forbidden"] = "allowed"
    requires: tuple[str, ...] = ()


class ParameterYaml(Document):
    id: str
    parameter: str
    substance: str
    gas: str = ""
    value: Decimal
    unit: str
    region: str = "CN"
    valid_from: Annotated[date | None, Blank] = None
    valid_to: Annotated[date | None, Blank] = None
    grade: EvidenceGrade
    corroborated: bool = False
    name: BilingualText
    source: str
    publisher: str
    year: str
    locator: str
    url: str = ""
    note: str = ""


class ConditionYaml(Document):
    family: tuple[CarrierFamily, ...] = ()
    use: tuple[SourceUse, ...] = ()
    carrier: tuple[str, ...] = ()
    biogenic: Annotated[bool | None, Blank] = None
    except_carrier: tuple[str, ...] = ()


class InputYaml(Document):
    parameter: str
    substance: str = ""
    gas: str = ""
    series: tuple[str, ...]
    region: str = ""
    vintage: VintagePolicy
    required: bool = True
    listed: bool = False


class InstrumentsYaml(Document):
    types: tuple[InstrumentType, ...]
    criteria: tuple[str, ...]
    covered_input: str
    covered_factor: InputYaml | None = None


class RuleYaml(Document):
    id: str
    when: ConditionYaml
    kind: str
    scope: str
    basis: str = ""
    category: str
    inputs: dict[str, InputYaml]
    instruments: InstrumentsYaml | None = None
    clause: str
    grade: EvidenceGrade
    because: BilingualText


class OutsideYaml(Document):
    when: ConditionYaml
    clause: str
    grade: EvidenceGrade
    because: BilingualText


class PartYaml(Document):
    scope: str
    basis: str = ""


class TotalYaml(Document):
    id: str
    title: BilingualText
    parts: tuple[PartYaml, ...]
    apart: bool = False


class GwpYaml(Document):
    edition: str
    horizon_years: int
    grade: EvidenceGrade = EvidenceGrade.OFFICIAL


class RulesYaml(Document):
    unit: Literal["kgCO2e", "kgCO2", "kgce"] = "kgCO2e"
    gases: tuple[str, ...] = ()
    gwp: GwpYaml | None = None
    biogenic_scope: str = ""
    least_coverage: Decimal = Field(default=Decimal(1), ge=0, le=1)
    scopes: dict[str, BilingualText] = {}
    totals: tuple[TotalYaml, ...] = ()
    places: dict[str, str] = {}
    outside: tuple[OutsideYaml, ...] = ()
    judged: tuple[str, ...] = ()
    rules: tuple[RuleYaml, ...] = ()


class ParametersYaml(Document):
    parameters: tuple[ParameterYaml, ...]


_Parsed = TypeVar("_Parsed", bound=Document)


def parsed(model: type[_Parsed], folder: PackFolder, name: str) -> _Parsed:
    """One file of a pack as a checked document.

    Raises
    ------
    PackError
        Naming file, key and problem.
    """
    document = read_yaml(f"{folder.id}/{name}", folder.text(name))
    try:
        return model.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise PackError("pack_document_invalid", pack=folder.id, file=name, key=where, problem=first["msg"]) from error
