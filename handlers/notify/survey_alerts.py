"""Alerts on the same day about a low score, or about money that was asked for, without naming the person.

A low score is sent to the head of the department and the ปลัด. An answer about money accuses the department, so
it is sent to the custodian of staff complaints and the ปลัด instead; the head is notified only of the low score
in the same response.
"""

from collections.abc import Iterator, Sequence
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
from storage.people.officers import Linked
from storage.surveys.responses import Cut, Response

ALERT, MORE = "survey_alert", "survey_more"
"""Names of the slots in job_run: one for each alert, and one for the summary of a day."""
SCORE, MONEY = "score", "money"
"""The kinds of alert, which are counted and sent separately."""


def alarm(
    uow: UnitOfWork, one: Response, kind: DoorKind, question: Question, codes: Sequence[int]
) -> None:
    """Notify officers of an alarming answer: the first of a day are pushed, the others counted in one message.

    The message says what was rated, how, and through which channel; never by whom, at what time, or the comment.
    """
    translator = Translator(uow.context.translations)
    about = MONEY if _is_money(question, codes) else SCORE
    section = _section(one.cut, about)
    if not _claim(uow, about, section):
        return
    alert = Text(
        translator.say(
            f"survey.alert_{about}",
            subject=subject_name(uow, translator, one.cut),
            channel=translator.say(f"survey.door_{kind.value}"),
            question=question.th,
            answer=", ".join(_labels(question, codes)),
        )
    )
    for linked in _recipients(uow, about, section):
        uow.notify(linked.line_user_id, [alert], Weight.PROMPT)


def tell_of_more(uow: UnitOfWork) -> int:
    """Send the number of today's alarming answers that were not pushed one by one; returns the messages sent.

    Each department gets each number once.
    """
    sent = 0
    translator = Translator(uow.context.translations)
    for about, section, name in _counted(uow):
        count = _claimed(uow, about, section) - MOST_ALERTS_A_DAY
        slot = f"{_prefix(uow.now, about, section)}{count}"
        if count <= 0 or not uow.tx.jobs.claim(MORE, slot, uow.now):
            continue
        text = Text(translator.say(f"survey.alert_more_{about}", section=name, count=count))
        for linked in _recipients(uow, about, section):
            uow.notify(linked.line_user_id, [text], Weight.PROMPT)
            sent += 1
    return sent


def _section(cut: Cut, about: str) -> str:
    """Return the department of an answer; for money "" if it is about the whole office."""
    if about == MONEY and not (cut.service or cut.topic):
        return ""
    return cut.section


def _recipients(uow: UnitOfWork, about: str, section: str) -> list[Linked]:
    if about == MONEY:
        return survey_readers.told_of_money(uow, section)
    return survey_readers.told_of_low_scores(uow, section)


def _counted(uow: UnitOfWork) -> Iterator[tuple[str, str, str]]:
    """Yield each counter: the kind of alert, the department's key and its name."""
    catalog = uow.context.catalog
    for one in catalog.departments:
        yield from ((about, one.key, one.short_th) for about in (SCORE, MONEY))
    yield MONEY, "", catalog.organisation.name_th


def subject_name(uow: UnitOfWork, translator: Translator, cut: Cut) -> str:
    """Return the name of a response's subject: the service, the topic of the case, or the department."""
    catalog = uow.context.catalog
    service = next((one.th for one in catalog.services if one.key == cut.service), "")
    if service:
        return service
    if cut.topic:
        return translator.say("survey.about_case", topic=catalog.category(cut.topic).th)
    return next((one.th for one in catalog.departments if one.key == cut.section), "-")


def _is_money(question: Question, codes: Sequence[int]) -> bool:
    return any(question.destination(code) is Destination.CONDUCT for code in codes)


def _labels(question: Question, codes: Sequence[int]) -> list[str]:
    options = [one for code in codes if (one := question.option(code)) is not None]
    scale = f"/{question.levels}" if question.levels else ""
    return [f"{one.th} ({one.code}{scale})" if scale else one.th for one in options]


def _claim(uow: UnitOfWork, about: str, section: str) -> bool:
    """Count an alarming answer of today; returns whether it is pushed separately."""
    number = _claimed(uow, about, section) + 1
    # Only the day is stored, because a time would help to identify the person.
    slot = f"{_prefix(uow.now, about, section)}{number}"
    uow.tx.jobs.claim(ALERT, slot, whole_day(bangkok(uow.now)))
    return number <= MOST_ALERTS_A_DAY


def _claimed(uow: UnitOfWork, about: str, section: str) -> int:
    return uow.tx.jobs.count(ALERT, _prefix(uow.now, about, section))


def _prefix(now: datetime, about: str, section: str) -> str:
    day = bangkok(now).date().isoformat()
    return f"{day}:{section}:" if about == SCORE else f"{day}/{about}:{section}:"
