"""One run over files: read, answer, calculate, seal, report; everything is computed before the first file is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from hutan.adapters.book_file import book_bytes, parse_book
from hutan.adapters.documents.overviews import estimated_share
from hutan.adapters.documents.report_content import ReportContent, report_content
from hutan.adapters.documents.report_pdf import render_pdf
from hutan.adapters.documents.report_workbook import write_workbook
from hutan.adapters.engines import engine
from hutan.adapters.message_catalog import LANGUAGES
from hutan.adapters.meter_files import MeterFile, MeterFiles, take_in_meters
from hutan.adapters.organization_file import read_organization
from hutan.adapters.pack_store.code_tables import load_code_tables
from hutan.adapters.pack_store.library import LoadedPacks, load_packs
from hutan.adapters.pack_store.user_store import find_pack
from hutan.adapters.result_archive import write_archive
from hutan.adapters.tabular.answering import answered_file
from hutan.adapters.tabular.cycle_search import cycle_search_paused
from hutan.adapters.tabular.table_file import load, write_atomically
from hutan.adapters.workbook_intake import BOOK, Intake, take_in
from hutan.core.activity.answers import Verdict
from hutan.core.activity.book import Book
from hutan.core.inventory.calculation import Inputs, calculate
from hutan.core.inventory.result import Inventory
from hutan.core.model.organization import Organization
from hutan.core.uncertainty.propagation import IntervalResult
from hutan.core.uncertainty.rounding import stated
from hutan.core.uncertainty.simulated import Simulation
from hutan.kernel.canonical import decimal_text
from hutan.kernel.errors import InputError
from hutan.kernel.ids import PackId, pack_id
from hutan.kernel.periods import Period, year
from hutan.usecases.check_organization import check_organization
from hutan.usecases.check_values import check_values
from hutan.usecases.seal import SealedResult, seal

RESULT, WORKBOOK, ANSWERS = "result.zip", "report.xlsx", "answers"

# More digits than any interval supports, so that machines may round as they like.
_DIGITS = 7

Stage = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What a person asked for on the command line."""

    workbooks: tuple[Path, ...]
    organization: Path
    out: Path
    packs: tuple[str, ...]
    years: tuple[int, ...]
    reported_on: date
    replace: bool
    meters: MeterFiles
    engine: str
    language: str
    simulation: Simulation


@dataclass(frozen=True, slots=True)
class Done:
    """What a run ended in."""

    organization: Organization
    intakes: tuple[Intake, ...]
    meters: tuple[MeterFile, ...]
    book: Book
    inventories: tuple[Inventory, ...]
    result: SealedResult
    contents: Mapping[str, ReportContent] = field(repr=False)
    written: tuple[Path, ...] = ()

    @property
    def complete(self) -> bool:
        """No refusal is open, nothing was unreadable, and nothing blocks an inventory."""
        unreadable = any(answer.refusals and not answer.ticket for item in self.intakes for answer in item.outcome.answers)
        unreadable = unreadable or any(item.intake.refusals for item in self.meters)
        return not self.book.refusals and not unreadable and all(inventory.complete() for inventory in self.inventories)

    def plain(self) -> dict[str, object]:
        """The outcome for machines."""
        return {
            "organization": self.organization.id,
            "complete": self.complete,
            "root": self.result.root,
            "rows": {item.name: {verdict.value: item.outcome.count(verdict) for verdict in Verdict} for item in self.intakes},
            "readings": {item.name: {"records": len(item.intake.records), "refused": len(item.intake.refusals)} for item in self.meters},
            "open_refusals": len(self.book.refusals),
            "inventories": [_plain(inventory) for inventory in self.inventories],
            "written": [str(path) for path in self.written],
        }


def _plain(inventory: Inventory) -> dict[str, object]:
    return {
        "pack": inventory.pack_id,
        "period": str(inventory.period),
        "complete": inventory.complete(),
        "gaps": len(inventory.gaps),
        "totals": {
            total.id: {"value": decimal_text(total.value), "unit": total.unit, "interval": _interval(inventory, total.id)}
            | {"estimated_share": decimal_text(estimated_share(inventory, total))}
            for total in inventory.totals
        },
    }


def _interval(inventory: Inventory, total_id: str) -> dict[str, object] | None:
    """The 95 % interval of the total where it is established, else of the part that has sourced spreads; `of` says which."""
    found = inventory.total(total_id).interval
    if found.low is None or found.high is None or found.ends is None or found.coverage is None:
        return None
    rest = found.total - found.covered_total if found.established else Decimal(0)
    low, high = found.ends
    return {
        "of": "total" if found.established else "covered_part",
        "low": decimal_text(stated(rest + low, _DIGITS)),
        "high": decimal_text(stated(rest + high, _DIGITS)),
        "half_width": decimal_text(stated((high - low) / 2)),
        "coverage": decimal_text(stated(found.coverage)),
        "established": found.established,
        "method": found.method.value,
        **_both(found, rest),
    }


def _both(found: IntervalResult, rest: Decimal) -> dict[str, object]:
    """Both intervals where there are two, moved by what is not covered if the interval stands for the total."""
    if found.simulated is None or found.low is None or found.high is None:
        return {}
    simulated = found.simulated
    figures = {"low": simulated.low, "median": simulated.median, "mean": simulated.mean, "high": simulated.high}
    return {
        "first_order": {"low": decimal_text(stated(rest + found.low, _DIGITS)), "high": decimal_text(stated(rest + found.high, _DIGITS))},
        "monte_carlo": {
            **{name: decimal_text(stated(rest + figure.value, _DIGITS)) for name, figure in figures.items()},
            "standard_errors": {name: decimal_text(figure.standard_error) for name, figure in figures.items()},
            "skewness": decimal_text(simulated.skewness),
            "draws": simulated.draws,
            "seed": simulated.seed,
            "agrees": simulated.comparison.agrees,
        },
    }


def run(order: Order, stage: Stage) -> Done:
    """Do all of it.

    Raises
    ------
    HutanError
        Before anything is written, if a file or the call cannot be used.
    """
    stage("读取 reading")
    organization = read_organization(order.organization.name, load(order.organization))
    loaded = load_packs(tuple(_pack(text) for text in order.packs), find_pack)
    _refuse_unsound(order, organization, loaded)
    files: dict[Path, bytes] = {}
    book, intakes, meters = _take_in(order, organization, loaded, files)
    stage("核算 calculating")
    inputs = Inputs(organization, book.records, book.instruments, _periods(order, book), order.reported_on, order.simulation)
    inventories = calculate(inputs, loaded.library, engine(order.engine))
    stage("封存 sealing")
    result = seal(inputs, loaded.library, inventories)
    files[order.out / RESULT] = write_archive(result, loaded.passed_on())
    contents = {}
    for language in LANGUAGES:
        stage(f"报告 report ({language})")
        contents[language] = report_content(inputs, loaded.library, inventories, result.root, book, language)
        files[order.out / f"report.{language}.pdf"] = render_pdf(contents[language], language, order.reported_on)
    stage("工作簿 workbook")
    files[order.out / WORKBOOK] = write_workbook(inputs, loaded.library, inventories, result.root)
    files[order.out / BOOK] = book_bytes(book)
    # The book comes last: until it is there, sending the same files again does the whole run anew.
    for path, data in files.items():
        write_atomically(path, data)
    return Done(organization, intakes, meters, book, inventories, result, contents, tuple(files))


def _pack(text: str) -> PackId:
    try:
        return pack_id(text)
    except ValueError as error:
        raise InputError("pack_id_malformed", text=text) from error


def _refuse_unsound(order: Order, organization: Organization, loaded: LoadedPacks) -> None:
    library, name = loaded.library, order.organization.name
    refusals, _ = check_organization(name, organization, load_code_tables(), library.carriers, library.regions)
    refusals += check_values(name, organization, library)[0]
    if refusals:
        raise InputError(refusals[0].code, **dict(refusals[0].params))


def _take_in(
    order: Order, organization: Organization, loaded: LoadedPacks, files: dict[Path, bytes]
) -> tuple[Book, tuple[Intake, ...], tuple[MeterFile, ...]]:
    names = [path.name for path in order.workbooks]
    for name in names:
        if names.count(name) > 1:
            # Both would be answered under one name.
            raise InputError("workbook_name_twice", file=name)
    place = order.out / BOOK
    book = parse_book(load(place), place.name) if place.exists() else Book()
    carriers = (*organization.items, *loaded.library.carriers)
    with cycle_search_paused():
        book, intakes = take_in(order.workbooks, book, organization, carriers, order.reported_on, order.replace)
        for item in intakes:
            files[order.out / ANSWERS / item.name] = answered_file(item.data, item.table, item.outcome.answers, item.outcome.headers)
    book, meters = take_in_meters(order.meters, book, organization, carriers, order.replace)
    return book, intakes, meters


def _periods(order: Order, book: Book) -> tuple[Period, ...]:
    if order.years:
        return tuple(year(number) for number in sorted(set(order.years)))
    touched = {record.period.start.year for record in book.records}
    if not touched:
        raise InputError("inventory_without_records", files=", ".join(path.name for path in order.workbooks))
    return tuple(year(number) for number in sorted(touched))
