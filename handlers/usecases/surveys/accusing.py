"""Whether a comment of a survey may accuse somebody of the staff, alone or together with what it is about."""

from collections.abc import Iterable

from domain.language.acts import Accusation
from handlers.access import own_answers, work_list
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import suspicion

_CASE = "case"
CASES_SEARCHED = 50
"""Newest cases of a person among which the one of a comment is looked for; its link ends after thirty days."""


def alone(uow: UnitOfWork, text: str) -> bool:
    """Whether a comment may accuse somebody of the staff; True in doubt."""
    return uow.understood(text).accusation is not Accusation.NONE


def with_subject(uow: UnitOfWork, text: str, subject: str, others: Iterable[str] = ()) -> bool:
    """Whether a comment may accuse, alone, with the other comments, or with what the case said that it rates.

    Officers of the section read them together. `subject`: as in `answering.Form`.
    """
    if alone(uow, text) or _together(uow, tuple(others), text):
        return True
    kind, _, key = subject.partition(":")
    case = uow.tx.complaints.find(row_key(key)) if kind == _CASE else None
    return case is not None and suspicion.may_accuse(uow, case, text)


def with_its_case(uow: UnitOfWork, person: str, words_id: int, text: str) -> bool:
    """Whether a person's comment with this id may accuse with this text, together with the case that it rates."""
    response = uow.tx.survey_words.response_of(words_id)
    for case in work_list.own_newest(uow, person, CASES_SEARCHED) if response else ():
        if not may_leave_by(Outlet.RATING, case):
            # It was sealed since, and its comment protected.
            continue
        rating = own_answers.rating_of(uow, person, case.id)
        if rating is not None and rating.id == response:
            return suspicion.may_accuse(uow, case, text)
    return False


def _together(uow: UnitOfWork, others: tuple[str, ...], text: str) -> bool:
    before = "\n".join(others)
    is_new = bool(others) and not uow.understood(before).staff
    return is_new and uow.understood(f"{before}\n{text}").staff
