"""The month of one department, for its head: what it received, answered late, and has open."""

from domain.figures.month_page import DepartmentMonth
from domain.organisation.calendar import month_bounds
from domain.organisation.officers import Officer, Role
from handlers.core import dates
from handlers.core.i18n import Translator
from handlers.core.messages import ButtonAction, Card, Choice, Row
from handlers.core.unit_of_work import UnitOfWork
from reports.monthly.issue import stored_page


def section_card(uow: UnitOfWork, officer: Officer, month: str, figures: str) -> Card | None:
    """Return the card for the head of a department; None for anybody else.

    `figures`: the JSON of the month on one page, so that head and executives read the same numbers.
    """
    if officer.role is not Role.HEAD or not officer.department:
        return None
    translator = Translator(uow.context.translations)
    say, section = translator.say, uow.context.catalog.department(officer.department)
    found = next(
        (one for one in stored_page(figures).departments if one.department == section.key),
        DepartmentMonth(section.key, 0, 0, 0, 0, 0, 0),
    )
    title = say("month_page.section_title", section=section.short_th, month=dates.month(month).th)
    counts = {
        "month_page.section_received": found.received,
        "month_page.section_in_time": found.in_time,
        "month_page.section_late": found.late,
        "month_page.section_open": found.open_at_end,
        "month_page.section_overdue": found.overdue,
    }
    oldest = uow.tx.month_pages.oldest_of(section.key, month_bounds(month)[1])
    listed = ", ".join(f"{one.number} ({say('month_page.days', days=one.days)})" for one in oldest)
    body = say("month_page.section_oldest", cases=listed) if listed else ""
    if not (found.received or found.open_at_end):
        body = say("month_page.section_none")
    overdue = say("month_page.open_late")
    return Card(
        title=title,
        alt=title,
        body=body,
        rows=tuple(Row(say(key), str(count)) for key, count in counts.items()),
        buttons=(Choice(overdue, ButtonAction.SAY, overdue),),
        footnote=say("month_page.definition", days=uow.context.catalog.organisation.answer_days),
    )
