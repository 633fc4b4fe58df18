"""The public page of the office's figures, services and published reports, without sign-in and without scripts."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from flask import Blueprint, Response, abort, render_template, request

from domain.figures.report_life import Issue
from domain.organisation import thai_dates
from domain.organisation.calendar import bangkok
from domain.organisation.organisation import Service
from domain.organisation.periods import last_finished
from domain.reporting.open_data import OTHERS, HalfYear, OpenFigures, OpenMonth
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import AppContext, UnitOfWork
from reports.issues import MEDIA_TYPES, FileFormat
from reports.open_data import (
    as_csv,
    as_json,
    dictionary,
    half_year_figures,
    open_figures,
)
from reports.satisfaction import phrases
from reports.statistics.period_names import period_name
from web.public.open_photos import ASK_FIRST, add_photos, photo_pairs
from web.public.snapshots import COUNTED_ANEW, Snapshots

CACHED = "public, max-age=600"
"""Caches may serve the figures, which change once a month, for ten minutes without revalidation."""


@dataclass(frozen=True)
class PublishedReport:
    """`published`: the day in words, `published_on`: as an ISO date. `files`: URL path by kind of file.

    `withdrawn`: the day in words on which its publication was withdrawn, else ""; then it has no files.
    """

    report: str
    period: str
    title: str
    published: str
    published_on: str
    is_replaced: bool
    withdrawn: str
    withdrawn_reason: str
    files: Mapping[str, str]


def blueprint(context: AppContext, now: Callable[[], datetime]) -> Blueprint:
    """The routes below /open, for anyone."""
    pages = Blueprint("open", __name__)
    snapshots = Snapshots()
    half_years: dict[str, tuple[datetime, HalfYear]] = {}

    add_photos(pages, context)

    def figures(uow: UnitOfWork) -> OpenFigures:
        """Count the half-year, which has ended, only from time to time, because it is most of the work."""
        key = last_finished(uow.now, 6).key
        counted_at, half = half_years.get(key, (None, None))
        if half is None or counted_at is None or uow.now - counted_at >= COUNTED_ANEW:
            half = half_year_figures(uow)
            half_years.clear()
            half_years[key] = (uow.now, half)
        return open_figures(uow, half)

    def content(make: Callable[[UnitOfWork, OpenFigures], bytes]) -> bytes:
        with context.read_only_uow(now()) as uow:
            return snapshots.content(uow, request.path, lambda: make(uow, figures(uow)))

    @pages.get("/open")
    def page() -> Response:
        # Revalidated each time, so that a withdrawn photo disappears at once.
        return _answer(content(_html), "text/html; charset=utf-8", cache=ASK_FIRST)

    @pages.get("/open/data.json")
    def data_json() -> Response:
        return _answer(content(_json), "application/json", cache=ASK_FIRST)

    @pages.get("/open/data.csv")
    def data_csv() -> Response:
        return _answer(content(_csv), "text/csv; charset=utf-8")

    @pages.get("/open/reports/<slug>.<extension>")
    def report(slug: str, extension: str) -> Response:
        with context.store.read() as tx:
            issue = tx.report_issues.by_slug(slug)
            file = tx.report_issues.file(issue.id, extension) if issue else None
        if issue is None or file is None or extension not in MEDIA_TYPES:
            abort(404)
        if not issue.is_public:
            return _withdrawn(context.refreshed(), issue)
        # Revalidated each time, so that a withdrawn report disappears at once.
        return _answer(file.content, MEDIA_TYPES[FileFormat(extension)], cache=ASK_FIRST)

    return pages


def _html(uow: UnitOfWork, found: OpenFigures) -> bytes:
    current = uow.context
    translator = Translator(current.translations)
    return render_template(
        "open_page.html",
        office=current.catalog.organisation,
        figures=found,
        newest=found.months[0] if found.months else None,
        month_name=thai_dates.month_name,
        half_year=period_name(translator, found.half_year),
        topics=list(_topics(current, found)),
        largest=max((count for _, count in found.topics), default=1),
        waiting=[(_reason(translator, key), count) for key, count in found.waiting_for],
        services=current.catalog.services,
        satisfaction=phrases.written(found.satisfaction.mean),
        margin=found.satisfaction.margin and phrases.written(found.satisfaction.margin),
        improvements=[
            (one, phrases.measured(translator, one), phrases.day(one.ended_on))
            for one in found.improvements
        ],
        share=share_in_time,
        photos=photo_pairs(uow, translator),
        reports=published_reports(uow, translator),
    ).encode()


def _json(uow: UnitOfWork, found: OpenFigures) -> bytes:
    translator = Translator(uow.context.translations)
    more = {
        "photos": [asdict(one) for one in photo_pairs(uow, translator)],
        "reports": [asdict(one) for one in published_reports(uow, translator)],
        "services": [_service(one) for one in uow.context.catalog.services],
    }
    return as_json(found, dictionary(uow.context.translations), more)


def _service(one: Service) -> dict[str, object]:
    return {
        "name": one.th,
        "time": one.time,
        "fee": one.fee,
        "documents": one.documents,
        "steps": [asdict(step) for step in one.steps],
        "verified": one.verified,
    }


def _csv(uow: UnitOfWork, found: OpenFigures) -> bytes:
    return as_csv(found, dictionary(uow.context.translations))


def _answer(content: bytes, content_type: str, *, cache: str = CACHED) -> Response:
    """Return the response with an ETag, or 304 if the client has the same content."""
    answer = Response(content, content_type=content_type)
    answer.set_etag(hashlib.sha256(content).hexdigest()[:32])
    answer.headers["Cache-Control"] = cache
    answer.make_conditional(request)
    return answer


def _withdrawn(context: AppContext, issue: Issue) -> Response:
    """Return the page that stands at the address of a report whose publication was withdrawn."""
    assert issue.withdrawn_at is not None
    translator = Translator(context.translations)
    period = period_name(translator, issue.period)
    page = render_template(
        "withdrawn_report.html",
        title=translator.say(f"publication.report_{issue.report}", period=period),
        office=context.catalog.organisation,
        withdrawn=thai_dates.long_date(issue.withdrawn_at),
        reason=issue.withdrawn_reason,
    )
    return Response(page, 410, headers={"Cache-Control": "no-cache"})


def _topics(context: AppContext, figures: OpenFigures) -> Iterator[tuple[str, int]]:
    others = context.translations.say("publication.other_topics", "th")
    for key, count in figures.topics:
        yield (others if key == OTHERS else context.catalog.category(key).th), count


def _reason(translator: Translator, key: str) -> str:
    return translator.say(f"waiting.{key}") if key else translator.say("publication.in_progress")


def share_in_time(month: OpenMonth) -> str:
    """Return the share of cases answered in time in per cent, "-" if none was received."""
    return f"{100 * month.answered_in_time / month.received:.0f}" if month.received else "-"


def published_reports(uow: UnitOfWork, translator: Translator) -> list[PublishedReport]:
    """Return the published reports with their URLs, the newest first.

    A draft that is to replace one does not count: only a later published issue of the same report and period does.
    """
    found = []
    newer: set[tuple[str, str]] = set()
    for one in uow.tx.report_issues.published():
        same = (one.report, one.period)
        kinds = uow.tx.report_issues.kinds_of(one.id)
        found.append(_published(translator, one, kinds, is_replaced=same in newer))
        newer.add(same)
    return found


def _published(
    translator: Translator, issue: Issue, kinds: tuple[str, ...], *, is_replaced: bool
) -> PublishedReport:
    assert issue.published_at is not None
    return PublishedReport(
        report=issue.report,
        period=issue.period,
        title=translator.say(
            f"publication.report_{issue.report}", period=period_name(translator, issue.period)
        ),
        published=thai_dates.short_date(issue.published_at),
        published_on=bangkok(issue.published_at).date().isoformat(),
        is_replaced=is_replaced,
        # The scan of the signed paper contains signatures and is not published.
        files={
            kind: f"/open/reports/{issue.slug}.{kind}"
            for kind in kinds
            if kind in MEDIA_TYPES and issue.is_public
        },
        withdrawn=thai_dates.short_date(issue.withdrawn_at) if issue.withdrawn_at else "",
        withdrawn_reason=issue.withdrawn_reason if issue.withdrawn_at else "",
    )
