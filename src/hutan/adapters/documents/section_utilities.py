"""Utilities of the organization's own: what each was charged with, whom it serves, and whether its meters close."""

from __future__ import annotations

from collections.abc import Sequence

from hutan.adapters.documents.blocks import Cell, Column, Paragraph, Row, Section, Table
from hutan.adapters.documents.names import Subject
from hutan.adapters.documents.number_text import four_digits, percent, tonnes
from hutan.adapters.documents.overviews import total_title
from hutan.core.inventory.result import Inventory, UtilityAccount


def utilities_section(subject: Subject, inventories: Sequence[Inventory]) -> tuple[Section, ...]:
    """A table for each period under the first total of the first method; no section where there are no utilities."""
    first = [item for item in inventories if item.utilities and item.pack_id == inventories[0].pack_id]
    if not first:
        return ()
    words = subject.labels
    tables = tuple(_table(subject, inventory) for inventory in first)
    return (Section(words.text("section_utilities"), (Paragraph(words.text("utilities_note"), "note"), *tables)),)


def _table(subject: Subject, inventory: Inventory) -> Table:
    words, unit = subject.labels, subject.unit(inventory.pack)
    total = inventory.utilities[0].total_id
    accounts = [account for account in inventory.utilities if account.total_id == total]
    columns = (
        Column(words.text("column_utility_user"), share=6),
        Column(words.text("column_utility_quantity"), "right", 4),
        Column(words.text("column_utility_charge", unit=unit), "right", 3),
        Column(words.text("column_share"), "right", 2),
    )
    rows: list[Row] = []
    for account in accounts:
        rows += _account_rows(subject, account)
    title = total_title(subject, inventory, inventory.total(total))
    served = sum(1 for account in accounts for use in account.uses if use.to not in {item.utility_id for item in accounts})
    caption = words.text("utilities_caption", period=subject.period(inventory.period), title=title, users=str(served), utilities=str(len(accounts)))
    return Table(caption, columns, tuple(rows))


def _account_rows(subject: Subject, account: UtilityAccount) -> list[Row]:
    words = subject.labels
    charge = account.fed_kg + account.received_kg
    rows = [Row((Cell(words.text("utility_head", name=_name(subject, account.utility_id))),), "group")]
    for use in account.uses:
        quantity = f"{four_digits(use.quantity)} {account.unit}"
        rows.append(Row((Cell(_name(subject, use.to)), Cell(quantity), Cell(four_digits(tonnes(use.co2e_kg))), Cell(percent(use.co2e_kg, charge)))))
    whole = f"{four_digits(account.delivered)} {account.unit}"
    rows.append(Row((Cell(words.text("sum")), Cell(whole), Cell(four_digits(tonnes(charge))), Cell(""))))
    rows.append(Row((Cell(_closing(subject, account), tone="attention" if account.problem else "note"),), "remark"))
    return rows


def _closing(subject: Subject, account: UtilityAccount) -> str:
    """Where the charge comes from, what was lost on the way, and that the account closes or why it does not."""
    words = subject.labels
    fed = words.text("utility_fed", fed=four_digits(tonnes(account.fed_kg)), received=four_digits(tonnes(account.received_kg)))
    lost = "" if account.made is None else words.text("utility_lost", share=percent(account.made - account.delivered, account.made))
    end = words.text("utility_closes") if not account.problem else " ".join(subject.told(account.problem, ()))
    return words.text("sentence_space").join(part for part in (fed, lost, end) if part)


def _name(subject: Subject, identifier: str) -> str:
    found = next((item for item in subject.inputs.organization.utilities if item.id == identifier), None)
    if found is None:
        return identifier
    return found.name_zh if subject.language == "zh" else found.name_en
