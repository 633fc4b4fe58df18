"""Delete the keys of rounds and the links of responses to people and cases after LINK_KEPT."""

from collections.abc import Sequence
from datetime import datetime

from domain.organisation.calendar import bangkok, month_bounds, month_key
from domain.surveys.participation import CASE_SET, LINK_KEPT
from handlers.core.unit_of_work import UnitOfWork

BATCH = 500
"""Responses in one transaction, so that a long backlog does not block other transactions."""


def unlink(uow: UnitOfWork) -> int:
    """Unlink the responses that are due, at most BATCH; returns how many. Call it until it returns 0.

    Responses are due LINK_KEPT after the round's end, ratings of cases LINK_KEPT after the answer. The key of a
    round is deleted before the pseudonyms that were made with it.
    """
    before = uow.now - LINK_KEPT
    due: list[tuple[int, datetime]] = []
    for round_id in uow.tx.unlinking.rounds_ended_before(before):
        uow.tx.survey_rounds.destroy_secret(round_id)
    for round_id in _without_key(uow):
        due += uow.tx.unlinking.responses_of(round_id, BATCH - len(due))
    rounds_of_cases = [
        one.id for one in uow.tx.survey_rounds.all() if one.question_set.key == CASE_SET
    ]
    due += uow.tx.unlinking.about_cases_before(rounds_of_cases, before, BATCH - len(due))
    for response_id, submitted_at in dict(due).items():
        _unlink(uow, response_id, submitted_at)
    uow.tx.survey_people.prune(uow.now)
    return len(due)


def _without_key(uow: UnitOfWork) -> Sequence[int]:
    return [one.id for one in uow.tx.survey_rounds.all() if not one.is_linked]


def _unlink(uow: UnitOfWork, response_id: int, submitted_at: datetime) -> None:
    uow.tx.unlinking.unlink(response_id, _month_start(submitted_at))
    for answer_id, given_at, replaced_at in uow.tx.unlinking.answer_times(response_id):
        uow.tx.unlinking.set_answer_times(
            answer_id, _month_start(given_at), replaced_at and _month_start(replaced_at)
        )


def _month_start(moment: datetime) -> datetime:
    start, _ = month_bounds(month_key(bangkok(moment).date()))
    return start
