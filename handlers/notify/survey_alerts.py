"""Tells the head of a department and the ปลัด of a low score, or of money, the same day, without the person."""

from collections.abc import Sequence
from datetime import datetime

from domain.figures.push_budget import Weight
from domain.organisation.calendar import bangkok
from domain.surveys.participation import MOST_ALERTS_A_DAY, DoorKind
from domain.surveys.question_set import Destination, Question
from handlers.access import survey_readers
from handlers.core.i18n import Translator
from handlers.core.messages import Text
from handlers.core.unit_of_work import UnitOfWork
from storage.db.column_types import whole_day
from storage.surveys.responses import Cut, Response

ALERT, MORE = "survey_alert", "survey_more"
"""Names of the slots in job_run: one alert each, and the summary of a day."""


def alarm(
    uow: UnitOfWork, one: Response, kind: DoorKind, question: Question, codes: Sequence[int]
) -> None:
    """Tell of an alarming answer. The first ones of a day are pushed, the others counted in one message.

    The message says what was rated, through which channel and how; never who, when exactly, or in which words.
    """
    translator = Translator(uow.context.translations)
    section = one.cut.section
    if not _claim(uow, section):
        return
    key = "survey.alert_money" if _is_money(question, codes) else "survey.alert_score"
    alert = Text(
        translator.say(
            key,
            subject=subject_name(uow, translator, one.cut),
            channel=translator.say(f"survey.door_{kind.value}"),
            question=question.th,
            answer=", ".join(_labels(question, codes)),
        )
    )
    for linked in survey_readers.told_of_low_scores(uow, section):
        uow.notify(linked.line_user_id, [alert], Weight.PROMPT)


def tell_of_more(uow: UnitOfWork) -> int:
    """Send the number of today's alarming answers that were not pushed one by one; returns the messages sent.

    Each department is told once for each number.
    """
    sent = 0
    translator = Translator(uow.context.translations)
    for section in uow.context.catalog.departments:
        count = _claimed(uow, section.key) - MOST_ALERTS_A_DAY
        slot = f"{_day(uow.now)}:{section.key}:{count}"
        if count <= 0 or not uow.tx.jobs.claim(MORE, slot, uow.now):
            continue
        text = Text(translator.say("survey.alert_more", section=section.short_th, count=count))
        for linked in survey_readers.told_of_low_scores(uow, section.key):
            uow.notify(linked.line_user_id, [text], Weight.PROMPT)
            sent += 1
    return sent


def subject_name(uow: UnitOfWork, translator: Translator, cut: Cut) -> str:
    """Return what a response is about: the service, the topic of the case, or the department."""
    catalog = uow.context.catalog
    service = next((one.th for one in catalog.services if one.key == cut.service), "")
    if service:
        return service
    if cut.topic:
        return translator.say("survey.about_case", topic=catalog.category(cut.topic).th)
    return next((one.th for one in catalog.departments if one.key == cut.section), "-")


def _is_money(question: Question, codes: Sequence[int]) -> bool:
    options = [question.option(code) for code in codes]
    return any(one is not None and one.leads_to is Destination.CONDUCT for one in options)


def _labels(question: Question, codes: Sequence[int]) -> list[str]:
    options = [one for code in codes if (one := question.option(code)) is not None]
    scale = f"/{question.levels}" if question.levels else ""
    return [f"{one.th} ({one.code}{scale})" if scale else one.th for one in options]


def _claim(uow: UnitOfWork, section: str) -> bool:
    """Count an alarming answer of today; returns whether it is pushed by itself."""
    number = _claimed(uow, section) + 1
    # Only the day is stored: a time would help to find the person.
    uow.tx.jobs.claim(ALERT, f"{_day(uow.now)}:{section}:{number}", whole_day(bangkok(uow.now)))
    return number <= MOST_ALERTS_A_DAY


def _claimed(uow: UnitOfWork, section: str) -> int:
    return uow.tx.jobs.count(ALERT, f"{_day(uow.now)}:{section}:")


def _day(now: datetime) -> str:
    return bangkok(now).date().isoformat()
