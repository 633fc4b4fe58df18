"""The list of cases: tabs, search, filters, pages, and its export as a file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import Blueprint, Response, abort, render_template, request, url_for

from domain.cases.complaint import Status
from domain.cases.due import Standing
from domain.cases.queue import Sort, Tab, counted
from domain.organisation.calendar import bangkok, fiscal_year, month_key, month_shifted
from domain.organisation.thai_dates import month_name, short_date
from handlers.access.desk import DeskScope, scope_of
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.views import case_text, due_text
from reports.formats.rows import Cell
from storage.cases.desk_queue import QueueRow, SearchResult
from storage.cases.queue_filter import QueueFilter
from web.console import sheets
from web.console.desk import Desk
from web.console.gate import who
from web.console.queue_address import PAGE, QueueAddress

MOST_IN_XLSX = 20_000
"""Maximum rows of a workbook, which takes a second to write; a CSV file has no limit."""
MONTHS_OFFERED, YEARS_OFFERED = 24, 5
WORDS_SHOWN = 160
"""Characters of a story in a list; the page of the case shows all of it."""


@dataclass(frozen=True)
class Line:
    """A row of the list. `tone`: the colour of its due date, which `due` says in words.

    `joined_cases`: how many cases are about its problem, including this one.
    """

    id: int
    number: str
    topic: str
    words: str
    place: str
    section: str
    holder: str
    state: str
    reporter: str
    phone: str
    due: str
    due_day: str
    tone: str
    filed: datetime
    joined_cases: int = 1


@dataclass(frozen=True)
class Part:
    """A tab, with its number of open cases and its URL."""

    tab: Tab
    name: str
    count: int | None
    address: str
    is_open: bool


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The addresses below /desk/cases that list cases."""

    @pages.get("/cases")
    def cases() -> str:
        scope = _scope()
        address = _address(scope)
        with desk.reading() as uow:
            query = address.filter(uow, who().officer.id, scope)
            counts = uow.tx.desk_queue.counts(query)
            found = _found(uow, address, query)
            asked = address
            if found.tab is not address.tab:
                address = replace(address, tab=found.tab, page=1)
            total, rows = found.total, found.rows
            here = _link(address, page=address.page)
            return render_template(
                "desk/cases.html",
                address=address,
                not_found_in=_name_of(desk, asked.tab, scope)
                if asked.tab is not address.tab
                else "",
                parts=_parts(desk, address, counts, scope),
                periods=_periods(desk, uow.now),
                is_near=found.is_near,
                lines=_lines(uow, desk.translator, rows),
                total=total,
                counted=counted(total, is_search=bool(query.terms)),
                first=(address.page - 1) * PAGE + 1,
                last=(address.page - 1) * PAGE + len(rows),
                chosen=query,
                catalog=uow.context.catalog,
                statuses=[(one.value, desk.say(f"status.{one.value}")) for one in Status],
                sorts=[(one.value, desk.say(f"console.sort_{one.value}")) for one in Sort],
                sees_all=scope.department is None,
                link=_link,
                here=here,
                case_link=_case_links(here),
            )

    @pages.get("/cases.csv")
    def cases_csv() -> Response:
        rows = _rows(desk, _filter(desk))
        return sheets.as_csv(desk, _head(desk), rows, _address(_scope()).period)

    @pages.get("/cases.xlsx")
    def cases_xlsx() -> Response:
        query = _filter(desk)
        with desk.reading() as uow:
            is_long = uow.tx.desk_queue.total(query) > MOST_IN_XLSX
        if is_long:
            return Response(render_template("desk/long_file.html", most=MOST_IN_XLSX), 413)
        rows = _rows(desk, query)
        return sheets.as_xlsx(desk, _head(desk), rows, _address(_scope()).period)


def _found(uow: UnitOfWork, address: QueueAddress, query: QueueFilter) -> SearchResult:
    """The page of the list. What is searched may be closed or in another tab, and so is looked for there too."""
    offset = (address.page - 1) * PAGE
    if address.search:
        return uow.tx.desk_queue.search(query, offset, PAGE)
    return SearchResult(*uow.tx.desk_queue.listed(query, offset, PAGE), address.tab)


def _scope() -> DeskScope:
    scope = scope_of(who().officer)
    if scope is None:
        abort(404)
    return scope


def _address(scope: DeskScope) -> QueueAddress:
    return QueueAddress.read(request.args, Tab.SECTION if scope.department else Tab.LATE)


def _link(address: QueueAddress, **changes: object) -> str:
    return url_for("desk.cases", **address.parameters(**changes))  # type: ignore[arg-type]


def _case_links(here: str) -> Callable[[int], str]:
    """The addresses of cases, from which `here` leads back.

    Flask builds one of them: to build fifty took a tenth of the time of a page.
    """
    before, _, after = url_for("desk.case", key=0, back=here).partition("/0?")
    return lambda key: f"{before}/{key}?{after}"


def _name_of(desk: Desk, tab: Tab, scope: DeskScope) -> str:
    """The name of a tab. For officers who see every department, the tab SECTION shows all open cases."""
    if tab is Tab.SECTION and scope.department is None:
        return desk.say("console.tab_open")
    return desk.say(f"console.tab_{tab.value}")


def _periods(desk: Desk, now: datetime) -> list[tuple[str, str]]:
    """The months and fiscal years to choose from, as keys of domain.organisation.periods and as text."""
    today = bangkok(now).date()
    this_month, this_year = month_key(today), fiscal_year(today)
    months = [month_shifted(this_month, -ago) for ago in range(MONTHS_OFFERED)]
    years = [str(this_year - ago) for ago in range(YEARS_OFFERED)]
    return [
        *((key, desk.say("console.filed_month", month=month_name(key))) for key in months),
        *((key, desk.say("console.filed_year", year=key)) for key in years),
    ]


def _parts(
    desk: Desk, address: QueueAddress, counts: dict[Tab, int], scope: DeskScope
) -> list[Part]:
    """The tabs of the list."""
    return [
        Part(
            tab,
            _name_of(desk, tab, scope),
            counts.get(tab),
            _link(address, tab=tab),
            tab is address.tab,
        )
        for tab in Tab
    ]


def _lines(uow: UnitOfWork, translator: Translator, rows: Sequence[QueueRow]) -> list[Line]:
    joined = uow.tx.joined_cases.counts_of([row.id for row in rows])
    return [
        replace(line_of(uow, translator, row), joined_cases=1 + joined.get(row.id, 0))
        for row in rows
    ]


def line_of(uow: UnitOfWork, translator: Translator, row: QueueRow) -> Line:
    """The row of the list for a row of the database."""
    catalog = uow.context.catalog
    due = due_text.standing(uow, row)
    category = catalog.categories_by_key.get(row.category)
    department = catalog.departments_by_key.get(row.department)
    words = row.detail if len(row.detail) <= WORDS_SHOWN else row.detail[:WORDS_SHOWN] + "…"
    is_over = due.standing is Standing.OVER and row.ended_at is not None
    return Line(
        id=row.id,
        number=row.number,
        topic=f"{category.icon} {category.th}" if category else row.category,
        words=words,
        place=case_text.told_place_text(uow, translator, row.place, row.detail),
        section=department.short_th if department else row.department,
        holder=row.officer or translator.say("console.nobody"),
        state=state_of(translator, row),
        reporter=row.reporter,
        phone=row.phone,
        due=translator.full(due_text.words(translator.translations, due)),
        due_day=short_date(row.ended_at if is_over and row.ended_at else row.due_at),
        tone=due.standing.value,
        filed=row.filed_at,
    )


def state_of(translator: Translator, row: QueueRow) -> str:
    """The state of a case, or the verdict of a closed one."""
    if row.verdict is not None:
        return translator.say(f"status.closed_{row.verdict.value}")
    return translator.say(f"status.{row.status.value}")


def _filter(desk: Desk) -> QueueFilter:
    """The filter of the current URL, for all pages."""
    scope = _scope()
    address = _address(scope)
    with desk.reading() as uow:
        return address.filter(uow, who().officer.id, scope)


def _head(desk: Desk) -> list[str]:
    names = (
        *("number", "filed", "source", "topic", "words", "place", "reporter", "phone"),
        *("section", "holder", "state", "due", "standing", "ended", "in_time", "result"),
    )
    return [desk.say(f"console.column_{name}") for name in names]


def _rows(desk: Desk, query: QueueFilter) -> Iterator[list[Cell]]:
    """The rows of the file, read while it is written."""
    with desk.reading() as uow:
        for row in uow.tx.desk_queue.each(query):
            yield _cells(uow, desk.translator, row)


def _cells(uow: UnitOfWork, translator: Translator, row: QueueRow) -> list[Cell]:
    line = line_of(uow, translator, row)
    return [
        line.number,
        row.filed_at,
        translator.say(f"intake.from_{row.source.value}"),
        line.topic,
        row.detail,
        line.place,
        line.reporter,
        line.phone,
        line.section,
        line.holder,
        line.state,
        row.due_at,
        line.due,
        row.ended_at,
        _in_time(translator, row),
        row.result,
    ]


def _in_time(translator: Translator, row: QueueRow) -> str:
    """Whether an ended case ended by its due date; "" for an open one, whose clock says it, or a withdrawn one."""
    if row.ended_at is None or row.status is Status.WITHDRAWN:
        return ""
    days = (bangkok(row.ended_at).date() - bangkok(row.due_at).date()).days
    if row.ended_at <= row.due_at:
        return translator.say("console.in_time")
    return translator.say("console.too_late", days=max(1, days))
