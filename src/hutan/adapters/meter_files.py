"""Files of register readings and of interval data, read beside workbooks and entered into a book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hutan.adapters.interval_files import IntervalRule, read_intervals
from hutan.adapters.tabular.reading import read_table
from hutan.adapters.tabular.table_file import load
from hutan.core.activity.book import Book, SeenFile
from hutan.core.activity.metering.interval_series import StampMark
from hutan.core.activity.metering.registers import RolloverRule
from hutan.core.model.carrier import Carrier
from hutan.core.model.organization import Organization
from hutan.kernel.canonical import sha256_hex
from hutan.kernel.ids import Digest
from hutan.usecases.metering import MeterIntake, enter_records, interval_records, register_records


@dataclass(frozen=True, slots=True)
class MeterFiles:
    """Which files hold readings. Interval files are read together, since a series may go on from one to the next.

    `mark` says whether time stamps mark the start or the end of an interval; None: told from the files, else the start, and a remark says so.
    """

    registers: tuple[Path, ...] = ()
    intervals: tuple[Path, ...] = ()
    mark: StampMark | None = None


@dataclass(frozen=True, slots=True)
class MeterFile:
    """What became of one file of readings, or of all interval files together."""

    name: str
    intake: MeterIntake


def take_in_meters(
    files: MeterFiles, book: Book, organization: Organization, carriers: Sequence[Carrier], replaces: bool
) -> tuple[Book, tuple[MeterFile, ...]]:
    """The book with the records of all files of readings; with `replaces`, they take the place of records within their days.

    Raises
    ------
    InputError
        If a file cannot be used at all.
    """
    found = [_registers(path, organization, carriers) for path in files.registers]
    if files.intervals:
        found.append(_intervals(files, organization, carriers))
    told: list[MeterFile] = []
    for seen, intake in found:
        book, entered = enter_records(book, [seen], intake, replaces)
        told.append(MeterFile(seen.name, entered))
    return book, tuple(told)


def _registers(path: Path, organization: Organization, carriers: Sequence[Carrier]) -> tuple[SeenFile, MeterIntake]:
    table = read_table(path.name, load(path))
    return SeenFile(table.digest, path.name), register_records(table, organization, carriers, RolloverRule())


def _intervals(files: MeterFiles, organization: Organization, carriers: Sequence[Carrier]) -> tuple[SeenFile, MeterIntake]:
    named = [(path.name, load(path)) for path in files.intervals]
    name = ", ".join(name for name, _ in named)
    digests = [sha256_hex(data) for _, data in named]
    # Of one file the digest of its bytes, as everywhere; of several, that of their digests in the order given.
    digest = Digest(digests[0] if len(digests) == 1 else sha256_hex("\n".join(digests).encode()))
    tables = read_intervals(named, IntervalRule(files.mark))
    intake = interval_records(tables.series, organization, carriers, name)
    records = tuple(replace(record, origin=replace(record.origin, file=digest)) for record in intake.records)
    return SeenFile(digest, name), MeterIntake(records, (*tables.refusals, *intake.refusals), (*tables.remarks, *intake.remarks))
