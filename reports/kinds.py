"""The kinds of reports: how the figures of each are computed, and how its document is built from them.

A report is created in two steps, so that it can be rendered again at any time with the same bytes: `figures`
reads the database and returns JSON, which is stored; `document` builds the document from that JSON only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.organisation.calendar import month_bounds
from domain.organisation.catalog import Catalog
from domain.organisation.periods import parse_period
from domain.reporting.register import volumes
from domain.reporting.written import Written
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from reports.document import Document, Layout
from reports.monthly import issue as month
from reports.office import integrity, memo, poster, register
from reports.satisfaction import chapters, services, sheet
from reports.satisfaction import figures as survey
from reports.statistics import cases


def _as_it_is(figures: str) -> str:
    """Return the figures of a report in which nothing has to be left out."""
    return figures


def _one_volume(figures: str) -> tuple[str, ...]:
    return (figures,)


def _nothing_to_write(_translator: Translator, _figures: str) -> tuple[Written, ...]:
    return ()


def _unwritten(figures: str, _texts: Mapping[str, str]) -> str:
    return figures


@dataclass(frozen=True)
class ReportKind:
    """One kind of report.

    `code`: the name in commands and URLs. `bounds`: start and end of a period. `figures`: returns canonical JSON
    for a period; raises ValueError for an invalid period. `document`: builds the document from the JSON.
    `published`: returns the JSON of the public version; None for a report that stays in the office. `attached`:
    returns the JSON that is attached to the PDF for its readers in the office. `volumes`: divides the JSON into
    that of each volume on paper, because typesetting thousands of rows takes gigabytes of memory. `to_write`: the
    parts that the office writes itself; `written`: the JSON with what it wrote, by the keys of these parts.
    """

    code: str
    bounds: Callable[[str], tuple[datetime, datetime]]
    figures: Callable[[UnitOfWork, str], str]
    document: Callable[[Catalog, Translator, str], Document]
    layout: Layout = Layout.REPORT
    published: Callable[[str], str] | None = None
    attached: Callable[[str], str] = _as_it_is
    volumes: Callable[[str], tuple[str, ...]] = _one_volume
    to_write: Callable[[Translator, str], tuple[Written, ...]] = _nothing_to_write
    written: Callable[[str, Mapping[str, str]], str] = _unwritten


def _bounds(period: str) -> tuple[datetime, datetime]:
    return parse_period(period).bounds


def _half_year_bounds(period: str) -> tuple[datetime, datetime]:
    """Return the bounds of a half-year. Raises ValueError for another period.

    In shorter periods too few people rate each service, and overlapping periods would reveal suppressed numbers.
    """
    if "-H" not in period:
        raise ValueError(f"{period!r} is not a half-year such as 2570-H1")
    return _bounds(period)


def _staff_bounds(period: str) -> tuple[datetime, datetime]:
    """Return the bounds of a half-year or a year. Raises ValueError for another period."""
    if not period.isdecimal():
        return _half_year_bounds(period)
    return _bounds(period)


def _year_bounds(period: str) -> tuple[datetime, datetime]:
    """Return the bounds of a fiscal year. Raises ValueError for another period."""
    if not period.isdecimal():
        raise ValueError(f"{period!r} is not a fiscal year such as 2570")
    return _bounds(period)


BOOK, POSTER, WIDE = Layout.BOOK, Layout.POSTER, Layout.WIDE
KINDS = {
    kind.code: kind
    for kind in (
        ReportKind(
            "M1",
            month_bounds,
            month.figures,
            month.document,
            Layout.PAGE,
            attached=month.attached,
        ),
        ReportKind("M2", _bounds, cases.figures, cases.document, published=cases.published),
        ReportKind(
            "M3",
            _staff_bounds,
            cases.staff_figures,
            cases.staff_document,
            published=cases.staff_published,
        ),
        ReportKind(
            "M4", _half_year_bounds, survey.services, services.document, published=_as_it_is
        ),
        ReportKind(
            "M5",
            _year_bounds,
            survey.satisfaction,
            chapters.document,
            BOOK,
            chapters.published,
            to_write=chapters.to_write,
            written=chapters.written,
        ),
        ReportKind("M6", _bounds, survey.aligned, sheet.document),
        ReportKind(
            "M7",
            _year_bounds,
            integrity.figures,
            integrity.document,
            WIDE,
            integrity.published,
            to_write=integrity.to_write,
            written=integrity.written,
        ),
        ReportKind("M8", _bounds, memo.figures, memo.document, Layout.LETTER),
        ReportKind("M9", month_bounds, register.figures, register.document, WIDE, volumes=volumes),
        ReportKind("M10", _half_year_bounds, poster.figures, poster.document, POSTER, _as_it_is),
    )
}
"""The kinds by their code."""
