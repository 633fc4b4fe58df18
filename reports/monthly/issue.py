"""The one-page monthly report: its figures as JSON, and the document built from that JSON."""

import json
from dataclasses import replace
from datetime import timedelta

from domain.figures import month_page, monthly_figures
from domain.figures.month_page import UNREAD_DAYS, MonthCounts, MonthPage
from domain.organisation.calendar import month_before, month_bounds, month_shifted
from domain.organisation.catalog import Catalog
from handlers.core import dates
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.monthly_report import figures_of, frozen_figures
from reports.document import Document
from reports.monthly.month import Month, for_readers
from reports.monthly.page import page_document
from reports.monthly.section_page import section_document, section_figures

TREND_MONTHS = 12


def figures(uow: UnitOfWork, period: str) -> str:
    """Return the figures of a month, of the month before and of the page as JSON. `period`: such as 2569-10."""
    months = [month_shifted(period, offset) for offset in range(1 - TREND_MONTHS, 1)]
    bounds = [(month, *month_bounds(month)) for month in months]
    said_before = bounds[-1][2] - timedelta(days=UNREAD_DAYS)
    frozen = {month: found for month in months if (found := frozen_figures(uow, month))}
    counted = {key: MonthCounts(key, one.received, one.closed) for key, one in frozen.items()}
    page = replace(
        uow.tx.month_pages.read(bounds, counted),
        unread_words=uow.tx.survey_words.count_unread(None, said_before=said_before),
    )
    if bounds[-1][2] > uow.now:
        page = replace(page, aspects=())
    return json.dumps(
        {
            "month": json.loads(figures_of(uow, period).to_json()),
            "before": json.loads(figures_of(uow, month_before(period)).to_json()),
            "page": json.loads(page.to_json()),
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def attached(stored: str) -> str:
    """Return the part of the JSON of `figures` that is attached to the page for its readers, see `for_readers`."""
    parts = json.loads(stored)
    for name in ("month", "before"):
        month = monthly_figures.from_json(json.dumps(parts[name]))
        parts[name] = json.loads(for_readers(month).to_json())
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def document(catalog: Catalog, translator: Translator, stored: str) -> Document:
    """Return the page of the office from the JSON of `figures`."""
    return page_document(_month(catalog, translator, stored), stored_page(stored))


def of_section(
    catalog: Catalog, translator: Translator, stored: str, department: str
) -> tuple[Document, str]:
    """Return the page of one department and its figures as JSON, from the JSON of `figures`."""
    month, page = _month(catalog, translator, stored), stored_page(stored)
    return section_document(month, page, department), section_figures(month, page, department)


def stored_page(stored: str) -> MonthPage:
    """Return the figures of the page from the JSON of `figures`."""
    return month_page.from_json(json.dumps(json.loads(stored)["page"]))


def _month(catalog: Catalog, translator: Translator, stored: str) -> Month:
    parts = json.loads(stored)
    now, before = (
        monthly_figures.from_json(json.dumps(parts[name])) for name in ("month", "before")
    )
    name = translator.full(dates.month(now.month))
    return Month(catalog, translator, name, now, before, year=None)
