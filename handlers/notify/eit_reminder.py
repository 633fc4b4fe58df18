"""Reminds the section that runs the surveys of the official EIT: its first day, each week, and its last week.

The answers of the EIT are on ITAS and not here. What is told is whom the office's own surveys have not reached
since the window opened, because the same doors show the link to the EIT.
"""

from datetime import date, datetime, time, timedelta

from domain.figures.push_budget import Weight
from domain.organisation.calendar import BANGKOK, bangkok
from domain.surveys.eit import EitWindow
from handlers.access import survey_readers
from handlers.core import dates
from handlers.core.i18n import Translator
from handlers.core.messages import ButtonAction, Card, Choice
from handlers.core.unit_of_work import UnitOfWork

JOB = "eit_reminder"
LAST_DAYS = timedelta(days=7)
NAMED = 8
"""Villages or services that are named; further ones are counted."""


def send(uow: UnitOfWork) -> int:
    """Send the reminder that is due today; returns the number of messages. Each is sent once."""
    day = bangkok(uow.now).date()
    window = next((one for one in uow.context.eit_windows if one.is_open(day)), None)
    if window is None or not uow.context.calendar.is_working_day(day):
        return 0
    slot = f"{window.fiscal_year}:{_occasion(window, day)}"
    if not uow.tx.jobs.claim(JOB, slot, uow.now):
        return 0
    card = _card(uow, window, day)
    told = [one for one in uow.tx.officers.linked() if survey_readers.is_eit(uow, one.officer)]
    for linked in told:
        uow.notify(linked.line_user_id, [card], Weight.DIGEST)
    return len(told)


def _occasion(window: EitWindow, day: date) -> str:
    """Return what a reminder of this day is for: the last week, or the calendar week."""
    if window.closes - day < LAST_DAYS:
        return "last"
    year, week, _ = day.isocalendar()
    return f"{year}-{week:02}"


def _card(uow: UnitOfWork, window: EitWindow, day: date) -> Card:
    translator = Translator(uow.context.translations)
    title = translator.say("survey.itas_title", year=window.fiscal_year)
    if not window.may_be_shown:
        text = translator.say("survey_office.window_unverified", year=window.fiscal_year)
        return Card(title=title, alt=text, body=text)
    lines = [
        translator.say(
            "survey_office.window_until",
            day=dates.day(datetime.combine(window.closes, time(), BANGKOK)),
            left=(window.closes - day).days + 1,
        )
    ]
    if window.target is not None:
        lines.append(translator.say("survey_office.window_target", target=window.target))
    lines += _missed(uow, translator, datetime.combine(window.opens, time(), BANGKOK))
    results = translator.label("menu.results")
    return Card(
        title=title,
        alt=f"{title}\n{lines[0]}",
        body="\n".join(lines),
        buttons=(
            Choice(translator.label("survey.itas_open"), ButtonAction.LINK, window.address),
            Choice(results, ButtonAction.SAY, results),
        ),
        footnote=translator.say("survey_office.window_note"),
    )


def _missed(uow: UnitOfWork, translator: Translator, since: datetime) -> list[str]:
    """Return how many answered our own surveys since then, and the villages and services without an answer."""
    reached = uow.tx.survey_counts.reached(since)
    catalog = uow.context.catalog
    villages = [
        one.label for one in catalog.organisation.villages if one.number not in reached.villages
    ]
    services = [one.th for one in catalog.services if one.key not in reached.services]
    lines = [translator.say("survey_office.window_answers", count=reached.responses)]
    for key, names in (
        ("survey_office.window_villages", villages),
        ("survey_office.window_services", services),
    ):
        if names:
            more = len(names) - NAMED
            shown = ", ".join(names[:NAMED]) + (f" +{more}" if more > 0 else "")
            lines.append(translator.say(key, names=shown))
    return lines
