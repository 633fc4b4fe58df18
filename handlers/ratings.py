"""Ratings: one per person and case, one per visit to a counter; the score is kept at the first tap."""

from collections.abc import Sequence

from domain.complaint import Complaint, Status
from domain.errors import Refused
from domain.satisfaction import SCORES
from handlers import complaints
from handlers.desk import Desk


def ratable(desk: Desk, rater: str, complaint_id: int) -> Complaint:
    """One's own closed case that one has not rated. Refuses: not_found, not_closed_yet, already_rated."""
    case = complaints.own(desk, rater, complaint_id)
    if case.status is not Status.CLOSED:
        raise Refused("not_closed_yet")
    if desk.tx.ratings.of_case(rater, case.id) is not None:
        raise Refused("already_rated")
    return case


def rate_case(desk: Desk, rater: str, complaint_id: int, score: int) -> int:
    """Rate one's own closed case; the rating's id. Refuses as `ratable` does."""
    _check(score)
    case = ratable(desk, rater, complaint_id)
    return desk.tx.ratings.add(rater, score, desk.now, complaint_id=case.id)


def rate_service(desk: Desk, rater: str, service: str, score: int) -> int:
    """Rate a visit to a counter; the rating's id."""
    _check(score)
    return desk.tx.ratings.add(
        rater, score, desk.now, service=desk.office.catalog.service(service).key
    )


def explain(
    desk: Desk, rater: str, rating_id: int, *, reasons: Sequence[str] = (), comment: str = ""
) -> None:
    desk.tx.ratings.explain(rating_id, rater, reasons=reasons, comment=comment)


def _check(score: int) -> None:
    if score not in SCORES:
        raise Refused("no_such_score")
