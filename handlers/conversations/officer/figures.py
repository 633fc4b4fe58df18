"""Figures in the chat: a month's for those who receive the report, and an officer's own counts."""

from dataclasses import replace
from datetime import datetime, time

from domain.anonymity import LEAST_SHOWN
from domain.cases.queue import Tab
from domain.figures.monthly_figures import MonthFigures
from domain.organisation.calendar import BANGKOK, bangkok, month_key
from domain.organisation.officers import Officer
from handlers.access import inquiries
from handlers.access.desk import scope_of
from handlers.conversations.officer.case_lists import CaseList
from handlers.core import dates
from handlers.core.messages import ButtonAction, Card, Choice, Reply, Row, Text
from handlers.engine.turn import Turn
from handlers.usecases import monthly_report

NO_FIGURE = "-"
TOPICS_SHOWN = 3


def ways(turn: Turn) -> tuple[Choice, ...]:
    """Return the buttons below an answer to an officer's query."""
    labels = ("menu.work", "button.ask_late", "button.ask_month", "menu.desk")
    return tuple(Choice(turn.label(key), ButtonAction.SAY, turn.label(key)) for key in labels)


def show(turn: Turn, officer: Officer, month: str) -> list[Reply]:
    """Return a month's figures to those who receive the report, and to others the counts of their department."""
    today = bangkok(turn.uow.now).date()
    if month > month_key(today):
        return [Text(turn.say("search.month_to_come"), ways(turn))]
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
        choices=ways(turn),
    )


def _filed_today(turn: Turn) -> int:
    midnight = datetime.combine(bangkok(turn.uow.now).date(), time(), BANGKOK)
    return turn.uow.tx.complaints.filed_since(midnight)


def _by_department(turn: Turn, *, is_running: bool) -> tuple[Row, ...]:
    """Return the row of open cases by department now; none for a past month."""
    lines = lines_by_department(turn, CaseList(Tab.SECTION)) if is_running else []
    return (Row(turn.say("search.by_department"), "\n".join(lines)),) if lines else ()


def lines_by_department(turn: Turn, case_list: CaseList) -> list[str]:
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
    return Text(turn.say("search.own_counts", **figures), ways(turn))


def _counts(turn: Turn) -> dict[Tab, int]:
    """Return the number of the officer's visible cases by tab."""
    assert turn.officer is not None
    scope = scope_of(turn.officer)
    assert scope is not None
    return turn.uow.tx.desk_queue.counts(CaseList(Tab.ALL).filter(turn.uow, turn.officer, scope))
