"""Answers what an officer or an executive asks for in words: a month's figures, a list of cases, a search."""

from collections.abc import Sequence
from datetime import datetime, time

from domain.cases.case_number import CaseNumber
from domain.cases.complaint import Complaint
from domain.figures.monthly_figures import MonthFigures
from domain.language.acts import Act
from domain.language.officer_query import OfficerQuery, read_query
from domain.organisation.calendar import BANGKOK, bangkok, month_key
from domain.organisation.officers import DEPARTMENTAL, EXECUTIVES, Officer
from handlers.access import inquiries
from handlers.access.work_list import LIST_LIMIT
from handlers.conversations import question_reply
from handlers.core import dates
from handlers.core.buttons import Button
from handlers.core.messages import ButtonAction, Card, Cards, Choice, Reply, Row, Text
from handlers.engine.turn import Turn
from handlers.usecases import monthly_report
from handlers.views import case_card
from storage.cases.case_search import Wanted

NO_FIGURE = "-"
TOPICS_SHOWN = 3
_NAME_LENGTH = 30
"""A longer text is no name or word to search for."""
_NO_SEARCH = frozenset({Act.GREETING, Act.THANKS, Act.OPENER, Act.ANNOUNCE, Act.INSULT})


def answer(turn: Turn, text: str) -> list[Reply]:
    """Return the answer to an officer's query; nothing for another text or for somebody who reads no cases."""
    officer = turn.officer
    if officer is None or officer.role not in DEPARTMENTAL | EXECUTIVES:
        return []
    if isinstance(turn.uow.understood(text).number, CaseNumber):
        # A whole number is looked up for anybody, and may be a case of the officer's own.
        return []
    today = bangkok(turn.uow.now).date()
    query = read_query(text, turn.uow.context.catalog.departments, today)
    if query is None:
        return []
    if query.questions:
        waiting = question_reply.cards(turn)
        return waiting or [Text(turn.say("search.no_questions"), _ways(turn))]
    if query.month:
        return _figures(turn, officer, query.month)
    return _cases(turn, officer, query)


def other(turn: Turn, text: str) -> list[Reply]:
    """Answer an officer's text that is neither a query nor a problem: cases of its topic or words, else help."""
    officer = turn.officer
    understood = turn.uow.understood(text)
    if officer is None or officer.role not in DEPARTMENTAL | EXECUTIVES:
        return [Text(turn.say("search.help"), _ways(turn))]
    if len(text) > _NAME_LENGTH or understood.act in _NO_SEARCH:
        return [Text(turn.say("search.help"), _ways(turn))]
    department = (officer.department or "") if officer.role in DEPARTMENTAL else ""
    wanted = Wanted(department=department, words=text)
    if understood.guess.margin:
        topic = understood.guess.ranking[0]
        wanted = Wanted(department=department, category=topic, is_open=True)
    count, found = turn.uow.tx.case_search.find_wanted(wanted, LIST_LIMIT)
    if found:
        return _listed(turn, found, turn.say("search.found", count=count), count)
    return [Text(turn.say("search.help"), _ways(turn))]


def _ways(turn: Turn) -> tuple[Choice, ...]:
    labels = ("menu.work", "button.ask_late", "button.ask_month")
    return tuple(Choice(turn.label(key), ButtonAction.SAY, turn.label(key)) for key in labels)


def _cases(turn: Turn, officer: Officer, query: OfficerQuery) -> list[Reply]:
    department = query.department
    if officer.role in DEPARTMENTAL:
        if department not in {"", officer.department}:
            return [Text(turn.say("search.only_own"), _ways(turn))]
        department = officer.department or ""
    is_bare_list = not (query.words or query.running is not None or query.village is not None)
    wanted = Wanted(
        department=department,
        overdue_at=turn.uow.now if query.late else None,
        is_open=query.is_open or is_bare_list,
        new=query.new,
        village=query.village,
        running=query.running,
        words=query.words,
    )
    count, found = turn.uow.tx.case_search.find_wanted(wanted, LIST_LIMIT)
    if query.check is not None:
        found = [case for case in found if case.number.endswith(f"-{query.check}")]
        count = len(found)
    if not found:
        return [Text(turn.say("search.late_none" if query.late else "search.none"), _ways(turn))]
    if count == 1:
        (case,) = found
        heading = turn.say(f"status.{case.status.value}")
        return [case_card.for_officer(turn.uow, turn.translator, case, officer, heading=heading)]
    key = "search.late_found" if query.late else "search.found"
    return _listed(turn, found, turn.say(key, count=count), count)


def _listed(turn: Turn, found: Sequence[Complaint], said: str, count: int) -> list[Reply]:
    """Return the cards of the cases found. `said`: the sentence above; `count`: how many there are in all."""
    cards = tuple(
        case_card.summary(turn.uow, turn.translator, case, Button.SHOW_CASE) for case in found
    )
    if count > len(found):
        said = f"{said}\n{turn.say('search.first', shown=len(found))}"
    return [Text(said), Cards(said, cards, _ways(turn))]


def _figures(turn: Turn, officer: Officer, month: str) -> list[Reply]:
    """Return a month's figures to those who receive the report, and to others the counts of their department."""
    today = bangkok(turn.uow.now).date()
    if month > month_key(today):
        return [Text(turn.say("search.month_to_come"), _ways(turn))]
    if not monthly_report.receives_report(turn.uow, officer):
        return [_own_counts(turn, officer)]
    return [
        _month_card(
            turn,
            monthly_report.figures_of(turn.uow, month),
            is_running=month == month_key(today),
        )
    ]


def _month_card(turn: Turn, figures: MonthFigures, *, is_running: bool) -> Card:
    name = turn.translator.full(dates.month(figures.month))
    catalog = turn.uow.context.catalog
    late, _ = turn.uow.tx.case_search.find_wanted(Wanted(overdue_at=turn.uow.now), 1)
    mean = NO_FIGURE if figures.satisfaction is None else f"{figures.satisfaction:.2f}"
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
    catalog = turn.uow.context.catalog
    lines = [
        turn.say("search.topic_line", topic=catalog.department(key).th, count=count)
        for key, count in turn.uow.tx.case_search.open_by_department()
    ]
    if not (is_running and lines):
        return ()
    return (Row(turn.say("search.by_department"), "\n".join(lines)),)


def _own_counts(turn: Turn, officer: Officer) -> Reply:
    department = officer.department or ""
    search = turn.uow.tx.case_search
    counts = {
        "open": search.find_wanted(Wanted(department=department, is_open=True), 1)[0],
        "new": search.find_wanted(Wanted(department=department, new=True), 1)[0],
        "late": search.find_wanted(Wanted(department=department, overdue_at=turn.uow.now), 1)[0],
        "questions": inquiries.count_waiting_for(turn.uow, officer),
    }
    return Text(turn.say("search.own_counts", **counts), _ways(turn))
