"""Open311 GeoReport v2 below /open311/v2, read-only: for programs of other offices, maps and researchers.

https://wiki.open311.org/GeoReport_v2/
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import Blueprint, Response, abort, request

from domain.organisation.calendar import BANGKOK
from handlers.core.unit_of_work import AppContext, UnitOfWork
from reports import open311
from reports.open311 import Value
from reports.public_topics import PublicTopics, half_year_of, half_years
from storage.cases.rows_out import TopicsBetween, Wanted
from web.rate_limit import RateLimit
from web.visitor import network

A_MINUTE = 60
"""Requests of one network in a minute."""
MAX_AGE = 60
DAYS = 90
MOST = 1000
"""Default limits of the specification: requests of 90 days or the newest 1000."""
PAGE_SIZE = 100
YEARS = range(1970, 2200)
"""Years of a time in a request; near the ends of the calendar no days can be added."""
MOST_NAMED = 100
"""Maximum case numbers or topics in one request."""
TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json"}


@dataclass(frozen=True)
class Asked:
    """The query: the filter of cases, how many of them to skip, and how many to list.

    `codes`: the service codes to list, as they are published; empty for all.
    """

    wanted: Wanted
    codes: frozenset[str]
    offset: int
    most: int


class _WrongRequestError(Exception):
    """The request is invalid; the text says why."""


def blueprint(context: AppContext, now: Callable[[], datetime]) -> Blueprint:
    """The routes, for anyone."""
    pages = Blueprint("open311", __name__, url_prefix="/open311/v2")
    limit = RateLimit(A_MINUTE)
    topics = PublicTopics()

    @pages.before_request
    def count() -> Response | None:
        wait = limit.wait(network(), now())
        if not wait:
            return None
        return Response("", 429, headers={"Retry-After": str(wait)})

    @pages.after_request
    def share(answer: Response) -> Response:
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return answer

    _add_topics(pages, context)

    @pages.get("/requests.<form>")
    def requests(form: str) -> Response:
        try:
            asked = _asked(now())
        except _WrongRequestError as wrong:
            return _fault(form, 400, str(wrong))
        return _requests(context, topics, now(), form, asked)

    @pages.get("/requests/<number>.<form>")
    def one_request(number: str, form: str) -> Response:
        asked = Asked(Wanted(numbers=(number,)), frozenset(), 0, 1)
        return _requests(context, topics, now(), form, asked, is_single=True)

    return pages


def _add_topics(pages: Blueprint, context: AppContext) -> None:
    """Add the routes of the service discovery and of the list of topics."""

    @pages.get("/discovery.<form>")
    def discovery(form: str) -> Response:
        address = f"{context.signed_urls.public_url.rstrip('/')}/open311/v2"
        found: Value = {
            "changeset": "2026-11-29T00:00:00+07:00",
            "contact": context.current.catalog.organisation.phone,
            "key_service": "",
            "endpoints": [
                {
                    "specification": "http://wiki.open311.org/GeoReport_v2",
                    "url": address,
                    "changeset": "2026-11-29T00:00:00+07:00",
                    "type": "production",
                    "formats": ["text/xml", "application/json"],
                }
            ],
        }
        return _answer(form, "discovery", found)

    @pages.get("/services.<form>")
    def services(form: str) -> Response:
        current = context.refreshed()
        found = open311.services(current.catalog, current.translations)
        return _answer(form, "services", found)

    @pages.get("/services/<code>.<form>")
    def service(code: str, form: str) -> Response:
        current = context.refreshed()
        found = open311.service_definition(current.catalog, current.translations, code)
        if found is None:
            return _fault(form, 404, "service_code was not found")
        return _answer(form, "service_definition", found)


def _requests(
    context: AppContext,
    topics: PublicTopics,
    moment: datetime,
    form: str,
    asked: Asked,
    *,
    is_single: bool = False,
) -> Response:
    with context.read_only_uow(moment) as uow:
        wanted = asked.wanted
        if asked.codes:
            wanted = replace(wanted, topics=tuple(_topics(uow, topics, asked)))
        catalog, translations = uow.context.catalog, uow.context.translations
        found = [
            open311.service_request(
                catalog,
                translations,
                row,
                with_topic=row.category in topics.of(uow, half_year_of(row.filed_at)),
            )
            for row in uow.tx.rows_out.page(wanted, asked.offset, asked.most)
        ]
    if is_single and not found:
        return _fault(form, 404, "service_request_id was not found")
    return _answer(form, "service_requests", found)


def _topics(uow: UnitOfWork, topics: PublicTopics, asked: Asked) -> Iterator[TopicsBetween]:
    """Return the filter of the service codes: in each half-year other topics are published."""
    first = uow.tx.rows_out.first_filed()
    if first is None:
        return
    since = max(first, asked.wanted.since or first)
    until = min(uow.now, asked.wanted.until or uow.now)
    for half_year in half_years(since, until):
        shown = topics.of(uow, half_year)
        if open311.UNDISCLOSED in asked.codes:
            yield TopicsBetween(*half_year.bounds, shown - asked.codes, all_but=True)
        else:
            yield TopicsBetween(*half_year.bounds, shown & asked.codes)


def _asked(moment: datetime) -> Asked:
    """Parse the parameters of the current request."""
    numbers = _named("service_request_id")
    status = request.args.get("status", "")
    if status not in {"", "open", "closed", "open,closed", "closed,open"}:
        raise _WrongRequestError("status must be open or closed")
    page = _number("page", 1, 1_000_000)
    size = _number("page_size", PAGE_SIZE if "page" in request.args else MOST, MOST)
    begins, ends = _moment("start_date"), _moment("end_date")
    if begins is None and not numbers:
        begins = (ends or moment) - timedelta(days=DAYS)
    wanted = Wanted(
        begins,
        # The last second is part of the range.
        ends + timedelta(seconds=1) if ends else None,
        numbers,
        is_open=None if status in {"", "open,closed", "closed,open"} else status == "open",
    )
    return Asked(wanted, frozenset(_named("service_code")), (page - 1) * size, size)


def _named(name: str) -> tuple[str, ...]:
    named = tuple(filter(None, (one.strip() for one in request.args.get(name, "").split(","))))
    if len(named) > MOST_NAMED:
        raise _WrongRequestError(f"{name} names more than {MOST_NAMED}")
    return named


def _number(name: str, default: int, most: int) -> int:
    typed = request.args.get(name, str(default))
    if not (typed.isascii() and typed.isdigit()) or not 1 <= int(typed[:9]) <= most:
        raise _WrongRequestError(f"{name} must be a number from 1 to {most}")
    return int(typed[:9])


def _moment(name: str) -> datetime | None:
    typed = request.args.get(name, "")
    if not typed:
        return None
    wrong = _WrongRequestError(f"{name} must be a time such as 2026-10-01T00:00:00Z")
    try:
        # An unencoded "+" in a URL arrives as a space.
        found = datetime.fromisoformat(typed.replace(" ", "+"))
    except ValueError:
        raise wrong from None
    if found.year not in YEARS:
        raise wrong
    return found if found.tzinfo else found.replace(tzinfo=BANGKOK)


def _answer(form: str, root: str, content: Value, status: int = 200) -> Response:
    """The response with an ETag, or 304 if the client has the same content."""
    if form not in TYPES:
        abort(404)
    body = open311.as_xml(root, content) if form == "xml" else open311.as_json(content)
    answer = Response(body, status, content_type=TYPES[form])
    answer.set_etag(hashlib.sha256(body).hexdigest()[:32])
    answer.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
    answer.make_conditional(request)
    return answer


def _fault(form: str, status: int, description: str) -> Response:
    faults: Value = [{"code": str(status), "description": description}]
    return _answer(form, "errors", faults, status)
