"""Reads the data files of the catalog: one function for each file, from its table to its objects.

Faults are collected in the table, not raised (see storage.organisation_data.toml_table).
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from domain.organisation.calendar import BUDDHIST_ERA
from domain.organisation.officers import Role
from domain.organisation.organisation import (
    Category,
    Contact,
    Custodian,
    Department,
    DirectoryEntry,
    Holiday,
    Organisation,
    PrivacyGap,
    ReplyTemplate,
    Service,
    Step,
    Village,
)
from storage.organisation_data.sources import source_of, sources_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.organisation_data.toml_table import Table

FREE_PLAN = 300
"""Push messages a month in LINE's free plan in Thailand (lineforbusiness.com/th, LINE Official Account)."""


KEEP_YEARS = 10
"""Default for a category without `keep_years`. ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ is understood to require it
for ordinary papers. We have not read its text; the office must confirm it."""


def organisation(table: Table) -> Organisation:
    """The organisation of organisation.toml."""
    office = Organisation(
        name_th=table.text("name_th"),
        short_th=table.text("short_th"),
        name_en=table.text("name_en"),
        case_prefix=table.text("case_prefix"),
        address_th=table.text("address_th"),
        address_en=table.text("address_en"),
        phone=table.text("phone"),
        website=table.address_or_blank("website"),
        latitude=table.degrees("latitude", 90),
        longitude=table.degrees("longitude", 180),
        opens=table.clock("opens"),
        closes=table.clock("closes"),
        eit_section=table.text("eit_section"),
        integrity_section=table.text("integrity_section"),
        answer_days=table.count("answer_days"),
        acknowledge_working_days=table.count("acknowledge_working_days"),
        message_plan=table.count("message_plan") if table.has("message_plan") else FREE_PLAN,
        alert_share=(table.count("alert_percent") if table.has("alert_percent") else 50) / 100,
        villages=tuple(
            Village(village.count("number"), village.text_or_blank("name"))
            for village in table.tables("villages")
        ),
        outside=tuple(_contacts(table, "outside")),
        emergency=tuple(_contacts(table, "emergency")),
        agencies=tuple(_contacts(table, "agency")),
        custodians=tuple(_custodians(table)),
        unverified=_unverified(table, Organisation),
        line_id=table.text_or_blank("line_id") if table.has("line_id") else "",
    )
    table.reject_unknown_keys()
    return office


def departments(table: Table) -> Iterator[Department]:
    """The departments of departments.toml, in file order."""
    for key, entry in table.named("department"):
        yield Department(
            key=key,
            th=entry.text("th"),
            short_th=entry.text("short_th" if entry.has("short_th") else "th"),
            en=entry.text("en"),
            short_en=entry.text("short_en" if entry.has("short_en") else "en"),
            phone=entry.text("phone"),
            unverified=_unverified(entry, Department),
            aliases=entry.texts("aliases") if entry.has("aliases") else (),
        )
        entry.reject_unknown_keys()
    table.reject_unknown_keys()


def categories(table: Table) -> Iterator[Category]:
    """The categories of categories.toml, in file order."""
    for key, entry in table.named("category"):
        yield Category(
            key=key,
            th=entry.text("th"),
            en=entry.text("en"),
            icon=entry.text("icon"),
            department=entry.text("department"),
            working_days=entry.count("working_days"),
            restricted=entry.flag("restricted"),
            rings_at_night=entry.flag("rings_at_night") if entry.has("rings_at_night") else False,
            keep_years=entry.count("keep_years") if entry.has("keep_years") else KEEP_YEARS,
            first_reply=entry.text("first_reply") if entry.has("first_reply") else "",
            first_reply_en=entry.text("first_reply_en") if entry.has("first_reply") else "",
            verified=entry.flag("verified"),
        )
        entry.reject_unknown_keys()
    table.reject_unknown_keys()


def services(table: Table) -> Iterator[Service]:
    """The services of services.toml, in file order."""
    sources = sources_of(table)
    for key, entry in table.named("service"):
        yield Service(
            key=key,
            th=entry.text("th"),
            en=entry.text("en"),
            aliases=entry.texts("aliases"),
            department=entry.text("department"),
            channel=entry.text("channel"),
            time=entry.text("time"),
            fee=entry.text("fee"),
            documents=entry.texts("documents"),
            steps=tuple(
                Step(step.text("what"), step.text("time"), step.text("responsible"))
                for step in entry.tables("steps")
            ),
            source=source_of(entry, sources),
            verified=entry.flag("verified"),
        )
        entry.reject_unknown_keys()
    table.reject_unknown_keys()


def holidays(table: Table) -> Iterator[Holiday]:
    """The holidays of holidays.toml, in file order."""
    sources = sources_of(table)
    for year, entries in table.named("year"):
        for entry in entries.tables("days"):
            day = entry.day("date")
            if str(day.year + BUDDHIST_ERA) != year:
                entry.fault("date", f"{day} does not lie in พ.ศ. {year}")
            yield Holiday(
                day=day,
                th=entry.text("th"),
                en=entry.text("en"),
                instead_of=entry.day("for") if entry.has("for") else None,
                source=source_of(entry, sources),
                verified=entry.flag("verified"),
            )
            entry.reject_unknown_keys()
        entries.reject_unknown_keys()
    table.reject_unknown_keys()


def directory(table: Table) -> Iterator[DirectoryEntry]:
    """The entries of directory.toml, in file order; an office may have none."""
    for key, entry in table.named("entry") if table.has("entry") else ():
        is_own = entry.has("department")
        yield DirectoryEntry(
            key=key,
            th=entry.text("th"),
            en=entry.text("en"),
            aliases=entry.texts("aliases"),
            department=entry.text("department") if is_own else "",
            at_th="" if is_own else entry.text("at_th"),
            at_en="" if is_own else entry.text("at_en"),
            phone="" if is_own else entry.text_or_blank("phone"),
            note_th=entry.text("note_th") if entry.has("note_th") else "",
            note_en=entry.text("note_en") if entry.has("note_th") else "",
            verified=entry.flag("verified"),
        )
        entry.reject_unknown_keys()
    table.reject_unknown_keys()


def templates(table: Table) -> Iterator[ReplyTemplate]:
    """The reply templates of templates.toml, in file order; an office may have none."""
    for key, entry in table.named("template") if table.has("template") else ():
        yield ReplyTemplate(
            key=key,
            action=entry.text("action"),
            name=entry.text("name"),
            th=entry.text("th"),
            category=entry.text("category") if entry.has("category") else "",
        )
        entry.reject_unknown_keys()
    table.reject_unknown_keys()


def privacy(table: Table) -> Iterator[PrivacyGap]:
    """The sentences of privacy.toml, in file order; an office may have none."""
    for key, entry in table.named("gap") if table.has("gap") else ():
        yield PrivacyGap(key, entry.text("th"), entry.text("en"), entry.flag("verified"))
        entry.reject_unknown_keys()
    table.reject_unknown_keys()


def _contacts(table: Table, key: str) -> Iterator[Contact]:
    for name, entry in table.named(key):
        yield Contact(name, entry.text("th"), entry.text("en"), entry.text("phone"))
        entry.reject_unknown_keys()


def _custodians(table: Table) -> Iterator[Custodian]:
    for name, entry in table.named("keeper"):
        if name in set(Role):
            yield Custodian(
                Role(name),
                entry.text("th"),
                entry.text("en"),
                entry.texts("words"),
                unit=entry.text("unit") if entry.has("unit") else name,
            )
            entry.reject_unknown_keys()
        else:
            table.fault("keeper", f"{name!r} is not a role an officer can hold")


def _unverified(table: Table, owner: type[Organisation | Department]) -> frozenset[str]:
    names = frozenset(table.texts_or_none("unverified"))
    for name in sorted(names - {field.name for field in fields(owner)}):
        table.fault("unverified", f"names {name!r}, which is not a field")
    return names
