"""Remind the section that runs the surveys of the official EIT: on its first day, each week, and in its last week.

The answers of the EIT are on ITAS and not in this program; the section enters their number each week. The message
also lists the groups that the office's own surveys have not reached since the window opened, because the same
doors show the link to the EIT.
"""

from datetime import date, timedelta

from domain.figures.push_budget import Weight
from domain.organisation.calendar import bangkok
from domain.surveys.eit import EitWindow
from handlers.access import survey_readers
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.views import eit_window

JOB = "eit_reminder"
LAST_DAYS = timedelta(days=7)


def send(uow: UnitOfWork) -> int:
    """Send the reminder that is due today, once; returns the number of messages."""
    day = bangkok(uow.now).date()
    window = next((one for one in uow.context.eit_windows if one.is_open(day)), None)
    if window is None or not uow.context.calendar.is_working_day(day):
        return 0
    slot = f"{window.fiscal_year}:{_occasion(window, day)}"
    if not uow.tx.jobs.claim(JOB, slot, uow.now):
        return 0
    card = eit_window.card(uow, Translator(uow.context.translations), window, may_enter=True)
    recipients = [
        one for one in uow.tx.officers.linked() if survey_readers.is_eit(uow, one.officer)
    ]
    for linked in recipients:
        uow.notify(linked.line_user_id, [card], Weight.DIGEST)
    return len(recipients)


def _occasion(window: EitWindow, day: date) -> str:
    """Return the key under which a reminder is sent once: the last week, or the calendar week."""
    if window.closes - day < LAST_DAYS:
        return "last"
    year, week, _ = day.isocalendar()
    return f"{year}-{week:02}"
