"""Invite people who were served to a survey of the whole office: one invitation a person in INVITED_EVERY."""

from datetime import timedelta

from domain.cases.complaint import Status
from domain.figures.push_budget import DAY_BEGINS, DAY_ENDS, Weight
from domain.organisation.calendar import bangkok
from domain.surveys.participation import (
    INVITED_EVERY,
    STANDING_SETS,
    STANDING_SUBJECT,
    DoorKind,
)
from domain.surveys.question_set import Purpose
from handlers.access.own_answers import own_response
from handlers.access.recipients import translator_of
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.i18n import Bilingual, Translator
from handlers.core.messages import Card
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys import rounds
from storage.surveys.rounds import SurveyRound

SERVED_WITHIN = timedelta(days=7)
"""A person is invited within this time after the end of their case."""
BATCH = 50


def on_reply(uow: UnitOfWork, person: str, translator: Translator) -> Card | None:
    """Return the invitation for somebody who has just rated a case or a visit; None if none is due."""
    found = _open_round(uow)
    if found is None or not _may_invite(uow, person, found):
        return None
    return _invite(uow, person, found, translator)


def push_due(uow: UnitOfWork) -> int:
    """Invite people whose case ended recently and who were not invited in a reply; returns how many.

    Only by day. The invitation is pushed if the push budget allows it, else sent with the person's next reply.
    """
    found = _open_round(uow)
    by_day = DAY_BEGINS <= bangkok(uow.now).time() < DAY_ENDS
    if found is None or not by_day:
        return 0
    invited = 0
    for case_id in uow.tx.survey_served.cases_ended(uow.now - SERVED_WITHIN, uow.now):
        # Only ordinary cases are found, because an invitation after a staff complaint would show who filed it.
        case = uow.tx.complaints.find(case_id)
        if case is None or case.status is not Status.CLOSED or not case.reporter:
            continue
        if uow.tx.people.has_blocked(case.reporter) or not _may_invite(uow, case.reporter, found):
            continue
        card = _invite(uow, case.reporter, found, translator_of(uow, case.reporter))
        uow.notify(case.reporter, [card], Weight.NEWS, case_id=case.id)
        invited += 1
        if invited == BATCH:
            break
    return invited


def note_answered(uow: UnitOfWork, person: str) -> None:
    """Record that a person has answered a survey of the whole office, so that they are not invited again soon."""
    uow.tx.survey_people.note_invited(person, uow.now + INVITED_EVERY)


def _open_round(uow: UnitOfWork) -> SurveyRound | None:
    """Return the survey of the whole office; one about a single service is not for everyone who was served."""
    found = (
        one
        for one in rounds.running(uow)
        if one.question_set.key not in STANDING_SETS and not rounds.only_service(uow, one.id)
    )
    return next(found, None)


def _may_invite(uow: UnitOfWork, person: str, found: SurveyRound) -> bool:
    if uow.tx.survey_people.is_invited(person, uow.now):
        return False
    return own_response(uow, found, person, STANDING_SUBJECT) is None


def _invite(uow: UnitOfWork, person: str, found: SurveyRound, translator: Translator) -> Card:
    note_answered(uow, person)
    door = rounds.door_of(uow, found.id, DoorKind.INVITE)
    question_set = found.question_set
    title = translator.full(Bilingual(question_set.th, question_set.en))
    count = question_set.length({})
    is_eit = question_set.purpose is Purpose.EIT_ALIGNED
    return Card(
        title=title,
        alt=translator.say("survey.invite_alt", title=title),
        body=translator.say("survey.invite", count=count),
        buttons=(buttons.choice(translator, "survey.begin", Button.BEGIN_SURVEY, door.code),),
        footnote=translator.say("survey.not_the_eit" if is_eit else "survey.own"),
    )
