"""Migrate ratings of earlier releases, also of counter services, into the set `case`. Runs once, in batches."""

from datetime import datetime

from domain.organisation.calendar import bangkok, fiscal_year
from domain.surveys.participation import (
    CASE_SET,
    DoorKind,
    ResponseState,
    case_subject,
    visit_subject,
)
from domain.surveys.question_set import QuestionSet
from handlers.access.own_answers import PERSON, SUBJECT
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys import accusing, rounds
from storage.db.column_types import whole_day
from storage.surveys.old_ratings import OldRating
from storage.surveys.responses import Cut, Entrance, key_of

BATCH = 500
SCORE, REASON, WORDS = "overall", "why", "words"
"""Questions of the set `case`."""


def move(uow: UnitOfWork) -> int:
    """Migrate the oldest ratings, at most BATCH; returns how many. Call it until it returns 0.

    A second rating of a visit on the same day replaces the first, as in the present release.
    """
    old = uow.tx.old_ratings.oldest(BATCH)
    for one in old:
        _move(uow, one)
    uow.tx.old_ratings.drop([one.id for one in old])
    return len(old)


def _move(uow: UnitOfWork, old: OldRating) -> None:
    if old.case_id and uow.tx.complaints.find(old.case_id) is None:
        # The case has become a staff complaint, and its rating could identify its reporter.
        return
    year = fiscal_year(bangkok(old.rated_at).date())
    found = rounds.round_of_year(uow, CASE_SET, year)
    kind = DoorKind.CASE if old.case_id else DoorKind.CHAT
    door = rounds.door_of(uow, found.id, kind)
    secret = uow.tx.survey_rounds.secret(found.id)
    day = bangkok(old.rated_at).date().isoformat()
    subject = case_subject(old.case_id) if old.case_id else visit_subject(old.service, day)
    # Without a rater or without the key, the rating cannot be linked to anybody, so it gets an owner of its own.
    person = old.rater or f"nobody:{old.id}"
    section = old.section or _section_of(uow, old.service)
    entrance = Entrance(
        found.id,
        door.id,
        key_of(secret or bytes(32), PERSON, person),
        key_of(secret or bytes(32), SUBJECT, subject),
        Cut(old.service, old.topic, section, old.village),
    )
    response = uow.tx.survey_responses.enter(entrance, old.rated_at)
    give = uow.tx.survey_responses.give
    give(response, {SCORE: (old.score,)}, old.rated_at)
    reasons = _codes(found.question_set, old.reasons)
    if reasons:
        give(response, {REASON: reasons}, old.rated_at)
    else:
        uow.tx.survey_responses.retract(response.id, [REASON], old.rated_at)
    if old.comment:
        uow.tx.survey_words.put(
            response,
            WORDS,
            old.comment,
            whole_day(bangkok(old.rated_at)),
            is_protected=accusing.alone(uow, old.comment),
            # An unsend finds the comment by this id.
            words_id=old.id,
        )
        give(response, {WORDS: ()}, old.rated_at)
    uow.tx.survey_responses.settle(
        response.id, ResponseState.COMPLETE, old.rated_at, alarmed=response.alarmed
    )
    if old.replaced_at is not None:
        _replace(uow, response.id, old.replaced_at)


def _replace(uow: UnitOfWork, response_id: int, replaced_at: datetime) -> None:
    """Mark the answers as replaced at the time of the newer rating, which is migrated after this one."""
    uow.tx.survey_responses.retract(response_id, [SCORE, REASON, WORDS], replaced_at)


def _codes(question_set: QuestionSet, reasons: tuple[str, ...]) -> tuple[int, ...]:
    if not question_set.has(REASON):
        return ()
    options = question_set.question(REASON).options
    return tuple(one.code for one in options if one.key in reasons)


def _section_of(uow: UnitOfWork, service: str) -> str:
    catalog = uow.context.catalog
    found = (one.department for one in catalog.services if one.key == service)
    return next(found, catalog.organisation.eit_section)
