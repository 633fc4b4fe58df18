"""Declare responses invalid: one officer requests it, another one agrees. All figures state how many are invalid.

Both see the door and the day of a response, but not its answers. The responses of one burst are declared together.

The difference between the figures before and after one response is removed would be its answers. Agreed responses
therefore count until LEAST_SHOWN of a round can be removed together, or until the round ends.
"""

from dataclasses import dataclass
from datetime import timedelta

from domain.anonymity import LEAST_SHOWN
from domain.errors import Refused
from domain.figures.push_budget import Weight
from domain.organisation.calendar import bangkok
from domain.organisation.officers import Officer
from handlers.access import survey_readers
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys import rounds
from handlers.views import survey_void
from storage.db.column_types import whole_day
from storage.surveys.voiding import Doubted

REASON_LIMIT = 500
LISTED = 200
"""How many of a round's newest responses are searched for bursts."""
ENDED_LATELY = timedelta(days=30)
"""How long a missed run is made up for; less than the retention of job runs, which record what was done."""


@dataclass(frozen=True)
class Agreed:
    """`count`: the agreed responses. `waiting`: agreed responses of the round that still count."""

    count: int
    waiting: int


def may_void(uow: UnitOfWork, officer: Officer) -> bool:
    """Whether an officer may request this or agree: the section that runs the surveys, and the executives."""
    return officer.is_executive or survey_readers.is_eit(uow, officer)


def doubted(uow: UnitOfWork, officer: Officer, round_id: int, limit: int) -> list[list[Doubted]]:
    """Return the responses that may be declared invalid, at most `limit` items; a burst is one item.

    Requested ones come first. Raises Refused not_allowed, no_such_round.
    """
    _ensure_allowed(uow, officer)
    found = rounds.get(uow, round_id)
    items: dict[object, list[Doubted]] = {}
    for one in uow.tx.survey_voiding.newest(found.id, LISTED):
        day = bangkok(one.submitted_at).date()
        item = (one.door_id, day, one.asked_by) if one.burst else one.response_id
        items.setdefault(item, []).append(one)
    return list(items.values())[:limit]


def ask(uow: UnitOfWork, officer: Officer, response_id: int, reason: str) -> int:
    """Request that a response and its burst be declared invalid; returns how many responses these are.

    All others who may agree are notified. Raises Refused not_allowed, no_such_response, reason_missing, and
    asked_already if it was requested before.
    """
    _ensure_allowed(uow, officer)
    found = [one for one in _together(uow, response_id) if one.asked_by is None]
    if not found:
        raise Refused("asked_already")
    reason = reason.strip()[:REASON_LIMIT]
    if not reason:
        raise Refused("reason_missing")
    uow.tx.survey_voiding.ask([one.response_id for one in found], officer.id, reason)
    asked = _asked(uow, response_id)
    card = survey_void.card(uow, Translator(uow.context.translations), asked, for_second=True)
    for linked in uow.tx.officers.linked():
        if linked.officer.id != officer.id and may_void(uow, linked.officer):
            uow.notify(linked.line_user_id, [card], Weight.PROMPT)
    return len(found)


def agree(uow: UnitOfWork, officer: Officer, response_id: int) -> Agreed:
    """Declare a response and its burst invalid, as another officer requested.

    Nothing is deleted. Raises Refused not_allowed, no_such_response, and needs_another if nobody requested it or
    only this officer did.
    """
    _ensure_allowed(uow, officer)
    found = _asked(uow, response_id)
    if not found or officer.id in {one.asked_by for one in found}:
        raise Refused("needs_another")
    uow.tx.survey_voiding.agree([one.response_id for one in found], officer.id)
    agreed = uow.tx.survey_voiding.agreed(found[0].round_id)
    if len(agreed) < LEAST_SHOWN:
        return Agreed(len(found), len(agreed))
    uow.tx.survey_voiding.void(agreed, uow.now)
    return Agreed(len(found), 0)


def waiting(uow: UnitOfWork, round_id: int) -> int:
    """Return how many responses of a round two officers have agreed about that still count."""
    return uow.tx.survey_voiding.count_agreed(round_id)


def void_in_ended(uow: UnitOfWork) -> int:
    """Remove the agreed responses of the rounds that ended within ENDED_LATELY; returns how many."""
    return sum(
        rounds.void_at_end(uow, one.id)
        for one in uow.tx.survey_rounds.all()
        if uow.now - ENDED_LATELY < one.ended_at <= uow.now
    )


def decline(uow: UnitOfWork, officer: Officer, response_id: int) -> None:
    """Reject the request to declare a response and its burst invalid.

    The requester may withdraw it too. Raises Refused not_allowed, no_such_response, needs_another if nobody
    requested it.
    """
    _ensure_allowed(uow, officer)
    found = _asked(uow, response_id)
    if not found:
        raise Refused("needs_another")
    uow.tx.survey_voiding.withdraw([one.response_id for one in found])


def _asked(uow: UnitOfWork, response_id: int) -> list[Doubted]:
    """Return the response and the others of its burst in the same request."""
    together = _together(uow, response_id)
    asked_by = next(one.asked_by for one in together if one.response_id == response_id)
    return [one for one in together if asked_by is not None and one.asked_by == asked_by]


def _together(uow: UnitOfWork, response_id: int) -> list[Doubted]:
    """Return a response, or its whole burst of the day. Raises Refused no_such_response."""
    found = uow.tx.survey_voiding.find(response_id)
    if found is None:
        raise Refused("no_such_response")
    if not found.burst:
        return [found]
    since = whole_day(bangkok(found.submitted_at))
    return uow.tx.survey_voiding.burst_of(found.door_id, since, since + timedelta(days=1))


def _ensure_allowed(uow: UnitOfWork, officer: Officer) -> None:
    if not may_void(uow, officer):
        raise Refused("not_allowed")
