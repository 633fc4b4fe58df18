"""The monthly report of one department in the chat, for its head: page, figures and cases."""

from domain.figures.report_life import Issue
from domain.organisation.officers import Officer, Role
from handlers.core import dates
from handlers.core.i18n import Translator
from handlers.core.messages import Card, Choice, Reply, Row
from handlers.core.unit_of_work import UnitOfWork
from reports.monthly.case_cards import case_cards
from reports.monthly.chat_page import page_in_chat
from reports.monthly.issue import stored_page
from reports.monthly.section_page import department_of


def section_messages(uow: UnitOfWork, officer: Officer, issue: Issue) -> list[Reply]:
    """Return the messages for the head of a department; empty for anybody else.

    `issue`: of the one-page monthly report, so that heads and executives read the same numbers.
    """
    if officer.role is not Role.HEAD or not officer.department:
        return []
    pictures, buttons = page_in_chat(uow, issue, officer.department)
    _, shown = department_of(stored_page(issue.figures), officer.department)
    cases = case_cards(uow, officer, shown.decisions, shown.oldest)
    return [*pictures, _card(uow, officer.department, issue, buttons), *([cases] if cases else [])]


def _card(uow: UnitOfWork, department: str, issue: Issue, buttons: tuple[Choice, ...]) -> Card:
    translator = Translator(uow.context.translations)
    say, section = translator.say, uow.context.catalog.department(department)
    found, _ = department_of(stored_page(issue.figures), department)
    title = say(
        "month_page.section_title", section=section.short_th, month=dates.month(issue.period).th
    )
    counts = {
        "month_page.section_received": found.received,
        "month_page.section_in_time": found.in_time,
        "month_page.section_late": found.late,
        "month_page.section_open": found.open_at_end,
        "month_page.section_overdue": found.overdue,
    }
    return Card(
        title=title,
        alt=title,
        body="" if found.received or found.open_at_end else say("month_page.section_none"),
        rows=tuple(Row(say(key), str(count)) for key, count in counts.items()),
        buttons=buttons,
        footnote=say("month_page.definition", days=uow.context.catalog.organisation.answer_days),
    )
