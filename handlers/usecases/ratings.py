"""Ratings: one per person and case, one per visit to a counter; the score is kept at the first tap."""

from collections.abc import Sequence
from datetime import timedelta

from domain.cases.complaint import Complaint, Status
from domain.errors import Refused
from domain.figures.rating_scale import ALARMING, CHANGE_DAYS, SCORES
from handlers.access import work_list
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core.unit_of_work import UnitOfWork
from handlers.notify import case_events
from handlers.usecases.corrections import message_links
from storage.cases import message_parts
from storage.cases.reporter_notes import COMMENT


def ratable(uow: UnitOfWork, rater: str, complaint_id: int) -> Complaint:
    """One's own closed case, not rated yet or so lately that one may still change one's mind.

    Refuses: not_found, not_closed_yet, already_rated, and not_rated: what becomes of a complaint about staff
    is in no figure, so nobody is asked to leave a trace of having made one.
    """
    case = work_list.own(uow, rater, complaint_id)
    if not may_leave_by(Outlet.RATING, case):
        raise Refused("not_rated")
    if case.status is not Status.CLOSED:
        raise Refused("not_closed_yet")
    rated_at = uow.tx.ratings.rated_at(rater, case.id)
    if rated_at is not None and uow.now - rated_at > timedelta(days=CHANGE_DAYS):
        raise Refused("already_rated")
    return case


def rate_case(uow: UnitOfWork, rater: str, complaint_id: int, score: int) -> int:
    """Rate one's own closed case, or change the rating; its id. Refuses as `ratable` does.

    The rating that was changed is kept and counts for the months before the change.
    """
    _check(score)
    case = ratable(uow, rater, complaint_id)
    uow.tx.ratings.replace(rater, case.id, uow.now)
    if score <= ALARMING:
        case_events.low_rating(uow, case, score)
    return uow.tx.ratings.add(rater, score, uow.now, complaint_id=case.id)


def rate_service(uow: UnitOfWork, rater: str, service: str, score: int) -> int:
    """Rate a visit to a counter; the rating's id."""
    _check(score)
    return uow.tx.ratings.add(
        rater, score, uow.now, service=uow.context.catalog.service(service).key
    )


def explain(
    uow: UnitOfWork,
    rater: str,
    rating_id: int,
    *,
    reasons: Sequence[str] = (),
    comment: str = "",
    draft_id: str = "",
) -> None:
    """Add why to one's own rating. `draft_id`: the draft that has the comment, so that it can be taken back."""
    uow.tx.ratings.explain(rating_id, rater, reasons=reasons, comment=comment)
    if comment:
        targets = {"comment": [(COMMENT, rating_id)]}
        holder = message_parts.rating(rating_id)
        message_links.enter(uow, draft_id, holder, targets, said=("comment", comment))


def _check(score: int) -> None:
    if score not in SCORES:
        raise Refused("no_such_score")
