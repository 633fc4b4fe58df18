"""Tells of a low score, or of money that was asked for, the same day, without the person.

A low score reaches the head of the department and the ปลัด. Money accuses the department, so that it reaches the
custodian of staff complaints and the ปลัด instead; the head hears of the low score that it came with.
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
from storage.people.residents import Linked
from storage.surveys.responses import Cut, Response

ALERT, MORE = "survey_alert", "survey_more"
"""Names of the slots in job_run: one alert each, and the summary of a day."""
SCORE, MONEY = "score", "money"
"""What an alert is about; each is counted and told apart."""


def alarm(
    uow: UnitOfWork, one: Response, kind: DoorKind, question: Question, codes: Sequence[int]
) -> None:
    """Tell of an alarming answer. The first ones of a day are pushed, the others counted in one message.

    The message says what was rated, through which channel and how; never who, when exactly, or in which words.
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
    for linked in _told(uow, about, section):
        uow.notify(linked.line_user_id, [alert], Weight.PROMPT)


def tell_of_more(uow: UnitOfWork) -> int:
    """Send the number of today's alarming answers that were not pushed one by one; returns the messages sent.

    Each department is told once for each number.
    """
    sent = 0
    translator = Translator(uow.context.translations)
    for about, section, name in _counted(uow):
        count = _claimed(uow, about, section) - MOST_ALERTS_A_DAY
        slot = f"{_prefix(uow.now, about, section)}{count}"
        if count <= 0 or not uow.tx.jobs.claim(MORE, slot, uow.now):
            continue
        text = Text(translator.say(f"survey.alert_more_{about}", section=name, count=count))
        for linked in _told(uow, about, section):
            uow.notify(linked.line_user_id, [text], Weight.PROMPT)
            sent += 1
    return sent


def _section(cut: Cut, about: str) -> str:
    """Return the department that an answer is counted under; for money "" if it is about the whole office."""
    if about == MONEY and not (cut.service or cut.topic):
        return ""
    return cut.section


def _told(uow: UnitOfWork, about: str, section: str) -> list[Linked]:
    if about == MONEY:
        return survey_readers.told_of_money(uow, section)
    return survey_readers.told_of_low_scores(uow, section)


def _counted(uow: UnitOfWork) -> Iterator[tuple[str, str, str]]:
    """Return what is counted: the kind of alert, the department's key and its name."""
    catalog = uow.context.catalog
    for one in catalog.departments:
        yield from ((about, one.key, one.short_th) for about in (SCORE, MONEY))
    yield MONEY, "", catalog.organisation.name_th


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


def _claim(uow: UnitOfWork, about: str, section: str) -> bool:
    """Count an alarming answer of today; returns whether it is pushed by itself."""
    number = _claimed(uow, about, section) + 1
    # Only the day is stored: a time would help to find the person.
    slot = f"{_prefix(uow.now, about, section)}{number}"
    uow.tx.jobs.claim(ALERT, slot, whole_day(bangkok(uow.now)))
    return number <= MOST_ALERTS_A_DAY


def _claimed(uow: UnitOfWork, about: str, section: str) -> int:
    return uow.tx.jobs.count(ALERT, _prefix(uow.now, about, section))


def _prefix(now: datetime, about: str, section: str) -> str:
    day = bangkok(now).date().isoformat()
    return f"{day}:{section}:" if about == SCORE else f"{day}/{about}:{section}:"
