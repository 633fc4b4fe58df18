"""Find a person's own survey responses by the pseudonyms of each round. Officers cannot use this."""

from domain.surveys.participation import CASE_SET, case_subject
from handlers.core.unit_of_work import UnitOfWork
from storage.surveys.responses import Response, key_of
from storage.surveys.rounds import SurveyRound

PERSON, SUBJECT = "person", "subject"
"""Purposes of the pseudonyms of a round, see `key_of`."""


def own_response(uow: UnitOfWork, found: SurveyRound, person: str, subject: str) -> Response | None:
    """Return a person's response about a subject in a round, or None."""
    secret = uow.tx.survey_rounds.secret(found.id)
    if secret is None:
        return None
    return uow.tx.survey_responses.find(
        found.id, key_of(secret, SUBJECT, subject), key_of(secret, PERSON, person), lock=False
    )


def rating_of(uow: UnitOfWork, reporter: str, case_id: int) -> Response | None:
    """Return the reporter's rating of a case, even of a finished round, or None."""
    of_cases = (
        one
        for one in uow.tx.survey_rounds.all()
        if one.question_set.key == CASE_SET and one.is_linked
    )
    given = (own_response(uow, one, reporter, case_subject(case_id)) for one in of_cases)
    return next(filter(None, given), None)


def by_code(case_id: int) -> str:
    """Return what stands for the person who rates a case by its receipt code, without LINE."""
    return f"code:{case_id}"


def own_responses(uow: UnitOfWork, person: str) -> list[Response]:
    """Return all responses of a person that are still linked to them."""
    found: list[Response] = []
    for one in uow.tx.survey_rounds.all():
        secret = uow.tx.survey_rounds.secret(one.id) if one.is_linked else None
        if secret is not None:
            found += uow.tx.survey_responses.of_person(one.id, key_of(secret, PERSON, person))
    return found
