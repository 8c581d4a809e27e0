"""A person has a gap filled by a method she names: the book gains estimated records that keep method, reason and name for ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from hutan.core.activity.book import Book, in_order
from hutan.core.activity.gap_filling import FillOrder, fill_month
from hutan.core.activity.reading import Unread
from hutan.core.model.activity_record import ActivityRecord
from hutan.core.model.carrier import Carrier
from hutan.core.model.organization import EmissionSource, Organization
from hutan.kernel.errors import InputError
from hutan.kernel.ids import SourceId


@dataclass(frozen=True, slots=True)
class Filled:
    """The book with the estimated records in it, and those records."""

    book: Book
    records: tuple[ActivityRecord, ...]


def fill_gap(
    order: FillOrder, book: Book, organization: Organization, carriers: Iterable[Carrier], production: Mapping[date, Decimal]
) -> Filled:
    """Fill the days of a month for which the book holds nothing.

    Raises
    ------
    InputError
        If nobody stands for it, the source is unknown, nothing is missing, or the method has nothing to go by.
    """
    unit = base_unit(order, organization, carriers)
    found = fill_month(order, book.records, unit, production)
    if isinstance(found, Unread):
        raise InputError(found.reason.code, **dict(found.reason.params))
    return entered(book, found)


def base_unit(order: FillOrder, organization: Organization, carriers: Iterable[Carrier]) -> str:
    """The unit that records of the source are in, once it is clear who asks and why.

    Raises
    ------
    InputError
        ``fill_unsigned``, ``fill_source_unknown``.
    """
    if not order.asked_by.strip() or not order.because.strip():
        raise InputError("fill_unsigned", source=order.source_id)
    source = source_of(organization, order.source_id)
    return next(carrier.base_unit for carrier in carriers if carrier.id == source.carrier)


def source_of(organization: Organization, source_id: SourceId) -> EmissionSource:
    """The source with this id.

    Raises
    ------
    InputError
        ``fill_source_unknown``, naming those there are.
    """
    source = next((source for source in organization.sources if source.id == source_id), None)
    if source is None:
        raise InputError("fill_source_unknown", source=source_id, known=", ".join(source.id for source in organization.sources))
    return source


def entered(book: Book, records: Sequence[ActivityRecord]) -> Filled:
    """The book with records whose days it holds nothing for."""
    return Filled(replace(book, records=in_order([*book.records, *records])), tuple(records))
