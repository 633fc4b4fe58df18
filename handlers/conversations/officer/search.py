"""Answer queries that officers and executives type: a month's figures, a list of cases, a search."""

from dataclasses import replace
from datetime import datetime, time

from domain.anonymity import LEAST_SHOWN
from domain.cases.case_number import CaseNumber
from domain.cases.queue import Tab
from domain.figures.month_page import decisions
from domain.figures.monthly_figures import MonthFigures
from domain.language.acts import Act
from domain.language.officer_query import OfficerQuery, read_query
from domain.organisation.calendar import BANGKOK, bangkok, month_key
from domain.organisation.officers import DEPARTMENTAL, EXECUTIVES, Officer
from handlers.access import inquiries
from handlers.access.desk import scope_of
from handlers.conversations import question_reply
from handlers.conversations.officer import case_lists, desk_link, how_to
from handlers.conversations.officer.case_lists import CaseList
from handlers.conversations.survey_office import overview
from handlers.core import dates
from handlers.core.messages import ButtonAction, Card, Cards, Choice, Reply, Row, Text
from handlers.engine.turn import Turn
from handlers.usecases import monthly_report
from handlers.views import case_card
from handlers.views.decision_card import decision_card

NO_FIGURE = "-"
TOPICS_SHOWN = 3
_NAME_LENGTH = 30
"""Characters of the longest name or word to search for."""
_NO_SEARCH = frozenset({Act.GREETING, Act.THANKS, Act.OPENER, Act.ANNOUNCE, Act.INSULT})


def answer(turn: Turn, text: str) -> list[Reply]:
    """Return the answer to an officer's query; empty for another text or for somebody who may read no cases."""
    officer = turn.officer
    if officer is None or officer.role not in DEPARTMENTAL | EXECUTIVES:
        return []
    if isinstance(turn.uow.understood(text).number, CaseNumber):
        # Complete case numbers are handled by the general look-up, which also finds the officer's own reports.
        return []
    explained = how_to.answer(turn, officer, text, _ways(turn))
    if explained:
        return explained
    today = bangkok(turn.uow.now).date()
    query = read_query(text, turn.uow.context.catalog.departments, today)
    if query is None:
        return []
    return _answered(turn, officer, query)


def _answered(turn: Turn, officer: Officer, query: OfficerQuery) -> list[Reply]:
    if query.questions:
        waiting = question_reply.cards(turn)
        return waiting or [Text(turn.say("search.no_questions"), _ways(turn))]
    if query.reporter:
        return [Text(turn.say("search.no_reporter"), _ways(turn))]
    if query.decisions:
        return _decisions(turn, officer)
    if query.surveys:
        return overview.show(turn) if overview.may_see(turn) else []
    if query.documents:
        return desk_link.offer(turn)
    if query.month:
        return _figures(turn, officer, query.month)
    return _cases(turn, officer, query)


def other(turn: Turn, text: str) -> list[Reply]:
    """Answer an officer's text that is neither a query nor a report: cases with its topic or words, else help."""
    officer = turn.officer
    understood = turn.uow.understood(text)
    if officer is None or officer.role not in DEPARTMENTAL | EXECUTIVES:
        return [Text(turn.say("search.help"), _ways(turn))]
    if len(text) > _NAME_LENGTH or understood.act in _NO_SEARCH:
        return [Text(turn.say("search.help"), _ways(turn))]
    case_list = CaseList(Tab.ALL, words=text)
    if understood.guess.margin:
        case_list = CaseList(Tab.SECTION, category=understood.guess.ranking[0])
    found = case_lists.cards_of(turn, officer, case_list, "search.found")
    nothing = "search.none" if case_list.category and understood.names_a_problem else "search.help"
    return found or [Text(turn.say(nothing), _ways(turn))]


def _ways(turn: Turn) -> tuple[Choice, ...]:
    labels = ("menu.work", "button.ask_late", "button.ask_month", "menu.desk")
    return tuple(Choice(turn.label(key), ButtonAction.SAY, turn.label(key)) for key in labels)


def _decisions(turn: Turn, officer: Officer) -> list[Reply]:
    """Return a card for each case to decide now, of an officer's own department or of all for an executive."""
    found = decisions(
        case
        for case in turn.uow.tx.month_pages.open_at(turn.uow.now)
        if officer.role in EXECUTIVES or case.department == officer.department
    )
    if not found:
        return [Text(turn.say("month_page.nothing_to_decide"), _ways(turn))]
    cards = tuple(decision_card(turn.uow, officer, one) for one in found)
    return [Cards(turn.say("month_page.to_decide_alt", count=len(cards)), cards)]


def _cases(turn: Turn, officer: Officer, query: OfficerQuery) -> list[Reply]:
    department = query.department
    if officer.role in DEPARTMENTAL:
        if department not in {"", officer.department}:
            return [Text(turn.say("search.only_own"), _ways(turn))]
        department = officer.department or ""
    case_list = CaseList(
        _part(query),
        query.village or 0,
        # For officers of a department the list contains only that department anyway.
        department if officer.role in EXECUTIVES else "",
        number=_number(query),
        words=query.words,
    )
    key = "search.late_found" if query.late else "search.found"
    found = case_lists.cards_of(turn, officer, case_list, key)
    if not found:
        none = "search.none_own" if officer.role in DEPARTMENTAL else "search.none"
        nothing = none if _part(query) is Tab.ALL else "search.none_listed"
        return [Text(turn.say("search.late_none" if query.late else nothing), _ways(turn))]
    whole = _whole_if_one(turn, officer, case_list)
    if whole or not query.late or officer.role not in EXECUTIVES or department:
        return whole or found
    lines = "\n".join(_lines_by_department(turn, case_list))
    return [Text(turn.say("search.late_by_department", lines=lines)), *found]


def _part(query: OfficerQuery) -> Tab:
    """Return the tab of a query; ALL for a query with words, a number or a village."""
    parts = (
        (query.mine, Tab.MINE),
        (query.late, Tab.LATE),
        (query.soon, Tab.SOON),
        (query.new, Tab.NEW),
        (query.waiting, Tab.WAITING),
        (query.is_open, Tab.SECTION),
    )
    asked = next((tab for is_asked, tab in parts if is_asked), None)
    if asked is not None:
        return asked
    is_narrow = query.words or query.running is not None or query.village is not None
    return Tab.ALL if is_narrow else Tab.SECTION


def _number(query: OfficerQuery) -> str:
    """Return the part of a case number in a query, or ""."""
    if query.running is None:
        return ""
    return f"-{query.running:06}-{'' if query.check is None else query.check}"


def _whole_if_one(turn: Turn, officer: Officer, case_list: CaseList) -> list[Reply]:
    """Return the full card if the list has exactly one case; else an empty list."""
    scope = scope_of(officer)
    assert scope is not None
    count, rows = turn.uow.tx.desk_queue.listed(case_list.filter(turn.uow, officer, scope), 0, 1)
    if count != 1:
        return []
    case = turn.uow.tx.complaints.get(rows[0].id)
    heading = turn.say(f"status.{case.status.value}")
    return [case_card.for_officer(turn.uow, turn.translator, case, officer, heading=heading)]


def _figures(turn: Turn, officer: Officer, month: str) -> list[Reply]:
    """Return a month's figures to those who receive the report, and to others the counts of their department."""
    today = bangkok(turn.uow.now).date()
    if month > month_key(today):
        return [Text(turn.say("search.month_to_come"), _ways(turn))]
    if not monthly_report.receives_report(turn.uow, officer):
        return [_own_counts(turn, officer)]
    figures = monthly_report.figures_of(turn.uow, month)
    if officer.is_executive and figures.ratings < LEAST_SHOWN:
        # Only the section that runs the survey sees the scores of few people.
        figures = replace(figures, satisfaction=None)
    return [_month_card(turn, figures, is_running=month == month_key(today))]


def _month_card(turn: Turn, figures: MonthFigures, *, is_running: bool) -> Card:
    name = turn.translator.full(dates.month(figures.month))
    catalog = turn.uow.context.catalog
    late = _counts(turn)[Tab.LATE]
    none_yet = turn.say("search.score_later") if is_running and figures.ratings else NO_FIGURE
    mean = none_yet if figures.satisfaction is None else f"{figures.satisfaction:.2f}"
    topics = [
        turn.say("search.topic_line", topic=catalog.category(key).th, count=count)
        for key, count in figures.topics[:TOPICS_SHOWN]
    ]
    counts = (
        ("received", figures.received),
        ("answered", figures.answered_in_time),
        ("closed", figures.closed),
        ("confirmed", figures.confirmed),
        ("open", figures.open_at_end),
        *((("late", late), ("today", _filed_today(turn))) if is_running else ()),
        ("questions", figures.questions),
        ("praise", figures.praise),
        ("suggestions", figures.suggestions),
    )
    return Card(
        title=turn.say("search.month_title", month=name),
        alt=turn.say("search.month_title", month=name),
        rows=(
            *(Row(turn.say(f"search.{key}"), str(count)) for key, count in counts),
            Row(turn.say("search.satisfaction"), mean),
            *_by_department(turn, is_running=is_running),
            *((Row(turn.say("search.topics"), "\n".join(topics)),) if topics else ()),
        ),
        footnote=turn.say("search.month_runs") if is_running else "",
        choices=_ways(turn),
    )


def _filed_today(turn: Turn) -> int:
    midnight = datetime.combine(bangkok(turn.uow.now).date(), time(), BANGKOK)
    return turn.uow.tx.complaints.filed_since(midnight)


def _by_department(turn: Turn, *, is_running: bool) -> tuple[Row, ...]:
    """Return the row of open cases by department now; none for a past month."""
    lines = _lines_by_department(turn, CaseList(Tab.SECTION)) if is_running else []
    return (Row(turn.say("search.by_department"), "\n".join(lines)),) if lines else ()


def _lines_by_department(turn: Turn, case_list: CaseList) -> list[str]:
    """Return a line for each department with its number of cases in a list, the largest first."""
    officer = turn.officer
    scope = None if officer is None else scope_of(officer)
    if officer is None or scope is None:
        return []
    catalog = turn.uow.context.catalog
    counted = turn.uow.tx.desk_queue.by_department(case_list.filter(turn.uow, officer, scope))
    return [
        turn.say("search.topic_line", topic=catalog.department(key).th, count=count)
        for key, count in counted
    ]


def _own_counts(turn: Turn, officer: Officer) -> Reply:
    counts = _counts(turn)
    figures = {
        "open": counts[Tab.SECTION],
        "new": counts[Tab.NEW],
        "late": counts[Tab.LATE],
        "questions": inquiries.count_waiting_for(turn.uow, officer),
    }
    return Text(turn.say("search.own_counts", **figures), _ways(turn))


def _counts(turn: Turn) -> dict[Tab, int]:
    """Return the number of the officer's visible cases by tab."""
    assert turn.officer is not None
    scope = scope_of(turn.officer)
    assert scope is not None
    return turn.uow.tx.desk_queue.counts(CaseList(Tab.ALL).filter(turn.uow, turn.officer, scope))
