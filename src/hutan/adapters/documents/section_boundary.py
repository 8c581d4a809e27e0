"""Whose emissions these are: the organization, its sites with the share that counts, its sources and their records."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from hutan.adapters.documents.blocks import Cell, Column, Fact, Facts, Paragraph, Row, Section, Table
from hutan.adapters.documents.names import Subject, month_text, share_text
from hutan.core.inventory.boundary import consolidated_share, shares_over
from hutan.core.model.activity_record import ActivityRecord, RecordState
from hutan.core.model.organization import EmissionSource, Site
from hutan.kernel.ids import Digest


def boundary_section(subject: Subject) -> Section:
    """Organizational boundary, sources, and the files that the activity data come from."""
    words = subject.labels
    entity = subject.inputs.organization
    facts = Facts(
        (
            Fact(words.text("fact_consolidation"), words.term("consolidation", entity.consolidation.value)),
            Fact(words.text("fact_periods"), words.many([subject.period(period) for period in sorted(subject.inputs.periods)])),
        )
    )
    return Section(words.text("section_boundary"), (facts, _sites(subject), *_change_of_boundary(subject), _sources(subject), _files(subject)))


def _sites(subject: Subject) -> Table:
    words = subject.labels
    columns = (
        Column(words.text("column_site"), share=3),
        Column(words.text("column_region"), share=2),
        Column(words.text("column_district")),
        Column(words.text("column_counted_days"), share=3),
        Column(words.text("column_equity"), "right"),
        Column(words.text("column_counted_share"), "right"),
    )
    rows = tuple(Row(cells) for site in subject.inputs.organization.sites for cells in _site_cells(subject, site))
    return Table(words.text("sites_caption", count=str(len(subject.inputs.organization.sites))), columns, rows)


def _site_cells(subject: Subject, site: Site) -> Iterator[tuple[Cell, ...]]:
    region = subject.library.regions.find(site.region)
    named = site.region if region is None else region.name_zh if subject.language == "zh" else region.name_en
    for share in site.ownership:
        counted = consolidated_share(share, subject.inputs.organization.consolidation)
        yield (
            Cell(subject.site(site.id)),
            Cell(named),
            Cell(site.district_code or "–"),
            Cell(subject.days(share.period)),
            Cell(share_text(share.equity_share)),
            Cell(share_text(counted)),
        )


def _change_of_boundary(subject: Subject) -> tuple[Paragraph, ...]:
    """A sentence where a site does not count all days of a period: totals of two periods then differ in what they cover."""
    found = []
    for site in subject.inputs.organization.sites:
        for period in sorted(subject.inputs.periods):
            held = [days for days, share in shares_over(site, subject.inputs.organization.consolidation, period) if share]
            if sum(days.days for days in held) < period.days:
                place = {"site": subject.site(site.id), "period": subject.period(period)}
                days = subject.labels.many([subject.days(item) for item in held])
                found.append(subject.labels.text("boundary_part", days=days, **place) if held else subject.labels.text("boundary_none", **place))
    return (Paragraph(subject.labels.text("boundary_changed", parts=subject.labels.text("semicolon").join(found)), "attention"),) if found else ()


def _sources(subject: Subject) -> Table:
    words = subject.labels
    columns = (
        Column(words.text("column_source"), share=4),
        Column(words.text("column_site"), share=3),
        Column(words.text("column_carrier"), share=2),
        Column(words.text("column_use"), share=2),
        Column(words.text("column_meter"), share=3),
        Column(words.text("column_records"), "right"),
        Column(words.text("column_estimated"), "right"),
    )
    sources = subject.inputs.organization.sources
    rows = tuple(Row(_source_cells(subject, source)) for source in sources)
    return Table(words.text("sources_caption", count=str(len(sources)), records=str(len(subject.inputs.records))), columns, rows)


def _source_cells(subject: Subject, source: EmissionSource) -> tuple[Cell, ...]:
    records = [record for record in subject.inputs.records if record.source_id == source.id]
    estimated = sum(1 for record in records if record.state is RecordState.ESTIMATED)
    return (
        Cell(subject.source(source.id)),
        Cell(subject.site(source.site_id)),
        Cell(subject.carrier(source.carrier)),
        Cell(subject.labels.term("use", source.use.value)),
        Cell(source.meter.serial if source.meter else "–", code=source.meter is not None),
        Cell(str(len(records)), tone="plain" if records else "attention"),
        Cell(str(estimated)),
    )


def _files(subject: Subject) -> Table:
    words = subject.labels
    columns = (
        Column(words.text("column_file_name"), share=3),
        Column(words.text("column_file"), share=5),
        Column(words.text("column_sheet"), share=2),
        Column(words.text("column_records"), "right"),
        Column(words.text("column_months"), share=2),
    )
    records = sorted(subject.inputs.records, key=_place)
    rows = tuple(Row(_file_cells(subject, place, list(group))) for place, group in groupby(records, key=_place))
    return Table(words.text("files_caption", count=str(len({record.origin.file for record in records}))), columns, rows, words.text("files_note"))


def _place(record: ActivityRecord) -> tuple[str, str]:
    return (record.origin.file, record.origin.sheet)


def _file_cells(subject: Subject, place: tuple[str, str], records: list[ActivityRecord]) -> tuple[Cell, ...]:
    first, last = min(record.period.start for record in records), max(record.period.start for record in records)
    return (
        Cell(subject.book.file_name(Digest(place[0])) or "–"),
        Cell(place[0], code=True),
        Cell(place[1] or "–"),
        Cell(str(len(records))),
        Cell(f"{month_text(first)} – {month_text(last)}"),
    )
