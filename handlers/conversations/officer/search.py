"""Answers what an officer or an executive asks for in words: a month's figures, a list of cases, a search."""

from domain.figures.monthly_figures import MonthFigures
from domain.language.officer_query import OfficerQuery, read_query
from domain.organisation.calendar import bangkok, month_key
from domain.organisation.officers import DEPARTMENTAL, EXECUTIVES, Officer
from handlers.access import inquiries
from handlers.access.work_list import LIST_LIMIT
from handlers.core import dates
from handlers.core.buttons import Button
from handlers.core.messages import ButtonAction, Card, Cards, Choice, Reply, Row, Text
from handlers.engine.turn import Turn
from handlers.usecases import monthly_report
from handlers.views import case_card
from storage.cases.case_search import Wanted

NO_FIGURE = "-"
TOPICS_SHOWN = 3


def answer(turn: Turn, text: str) -> list[Reply]:
    """Return the answer to an officer's query; nothing for another text or for somebody who reads no cases."""
    officer = turn.officer
    if officer is None or officer.role not in DEPARTMENTAL | EXECUTIVES:
        return []
    today = bangkok(turn.uow.now).date()
    query = read_query(text, turn.uow.context.catalog.departments, today)
    if query is None:
        return []
    if query.month:
        return _figures(turn, officer, query.month)
    return _cases(turn, officer, query)


def help_text(turn: Turn) -> list[Reply]:
    """Return what an officer can ask for, for a text that is none of it."""
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
        return [case_card.for_officer(turn.uow, turn.translator, case, heading=heading)]
    cards = tuple(
        case_card.summary(turn.uow, turn.translator, case, Button.SHOW_CASE) for case in found
    )
    key = "search.late_found" if query.late else "search.found"
    said = turn.say(key, count=count)
    if count > len(found):
        said = f"{said}\n{turn.say('search.first', shown=len(found))}"
    return [Text(said), Cards(said, cards, _ways(turn))]


def _figures(turn: Turn, officer: Officer, month: str) -> list[Reply]:
    """Return a month's figures to those who receive the report, and to others the counts of their department."""
    today = bangkok(turn.uow.now).date()
    if month > month_key(today):
        return [Text(turn.say("search.month_to_come"), _ways(turn))]
    if not monthly_report.is_told(turn.uow, officer):
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
        *((("late", late),) if is_running else ()),
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
            *((Row(turn.say("search.topics"), "\n".join(topics)),) if topics else ()),
        ),
        footnote=turn.say("search.month_runs") if is_running else "",
        choices=_ways(turn),
    )


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
