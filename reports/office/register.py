"""The register of complaints of a month, as a table of days and states, without personal data of reporters."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from domain.organisation import thai_dates
from domain.organisation.calendar import month_bounds
from domain.organisation.catalog import Catalog
from domain.reporting.register import RegisterFigures, RegisterLine, from_json
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from reports.document import DateCell, Document, RowsOf, Section, Table, TableRow, TextCell
from reports.satisfaction import phrases
from reports.statistics.period_names import period_name

WIDTHS = (13, 9, 13, 6, 12, 10, 9, 9, 9, 10)
"""A case number, a date, a topic and a department fit into one line each."""


def figures(uow: UnitOfWork, period: str) -> str:
    """Return the cases filed in a month as JSON. Raises ValueError for any other period."""
    return RegisterFigures(period, uow.tx.statistics.register(*month_bounds(period))).to_json()


def document(catalog: Catalog, translator: Translator, stored: str) -> Document:
    """Return the register, or one of its volumes, from the JSON of `figures`."""
    found, say = from_json(stored), translator.say
    columns = tuple(
        say(f"register.{name}")
        for name in (
            "number",
            "filed",
            "category",
            "village",
            "department",
            "officer",
            "due",
            "answered",
            "ended",
            "status",
        )
    )
    villages = phrases.village_names(catalog)
    rows = RowsOf(found.lines, lambda one: _row(catalog, translator, villages, one))
    table = Table(rows, columns, empty=say("statistics.no_cases"), widths=WIDTHS)
    title = say("register.title", period=period_name(translator, found.period))
    headline = say("register.headline", count=len(found.lines))
    if one := found.volume:
        title = say("register.volume", title=title, number=one.number, volumes=one.volumes)
        last = one.first + len(found.lines) - 1
        headline = say("register.volume_headline", first=one.first, last=last, count=one.lines)
    return Document(
        title=title,
        period=found.period,
        office=catalog.organisation.name_th,
        headline=headline,
        sections=(Section(say("register.heading"), "", (), table),),
        notes=(say("register.note"),),
    )


def _row(
    catalog: Catalog, translator: Translator, villages: Mapping[str, str], one: RegisterLine
) -> TableRow:
    village = "" if one.village is None else str(one.village)
    return TableRow(
        one.number,
        (
            _day(one.filed_on),
            TextCell(catalog.category(one.category).th),
            TextCell(villages.get(village, village) or phrases.NONE),
            TextCell(catalog.department(one.department).short_th),
            TextCell(one.officer or phrases.NONE),
            _day(one.due_on),
            _day(one.answered_on),
            _day(one.ended_on),
            TextCell(translator.say(f"status.{one.status}")),
        ),
    )


@lru_cache(maxsize=512)
def _day(text: str) -> DateCell:
    if not text:
        return DateCell(phrases.NONE, None)
    day = date.fromisoformat(text)
    return DateCell(thai_dates.short_date(day), day)
