"""Ratings: one for each person and case, and one for each visit to a counter.

The score is stored when it is given, before any reason or comment.
"""

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
    """Return the rater's own closed case that is not rated yet, or was rated at most CHANGE_DAYS ago.

    Raises Refused not_found, not_closed_yet, already_rated, or not_rated for a staff complaint, whose rating would
    be counted in no figure and would only be a trace of who filed it.
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
    """Rate one's own closed case or change its rating; returns the id of the rating.

    A rating that is replaced stays stored and counts for the months before the change. Raises Refused
    no_such_score, and as `ratable` does.
    """
    _check(score)
    case = ratable(uow, rater, complaint_id)
    uow.tx.ratings.replace(rater, case.id, uow.now)
    if score <= ALARMING:
        case_events.low_rating(uow, case, score)
    return uow.tx.ratings.add(rater, score, uow.now, complaint_id=case.id)


def rate_service(uow: UnitOfWork, rater: str, service: str, score: int) -> int:
    """Rate a visit to a counter; returns the id of the rating. `service`: a key. Raises Refused no_such_score."""
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
    """Add reasons and a comment to the rater's own rating.

    `draft_id`: the draft that contains the comment, so that its message can be unsent or edited later.
    """
    uow.tx.ratings.explain(rating_id, rater, reasons=reasons, comment=comment)
    if comment:
        targets = {"comment": [(COMMENT, rating_id)]}
        holder = message_parts.rating(rating_id)
        message_links.move_to_record(uow, draft_id, holder, targets, last_text=("comment", comment))


def _check(score: int) -> None:
    if score not in SCORES:
        raise Refused("no_such_score")
