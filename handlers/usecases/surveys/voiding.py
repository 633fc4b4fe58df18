"""Declares a response invalid: one officer asks, another one agrees. It shows in every figure."""

from domain.errors import Refused
from domain.organisation.officers import Officer
from domain.surveys.participation import ResponseState
from handlers.access import survey_readers
from handlers.core.unit_of_work import UnitOfWork


def ask(uow: UnitOfWork, officer: Officer, response_id: int, reason: str) -> None:
    """Ask to declare a response invalid. Raises Refused not_allowed, no_such_response, note_missing."""
    _ensure_allowed(uow, officer)
    if uow.tx.survey_responses.get(response_id) is None:
        raise Refused("no_such_response")
    if not reason.strip():
        raise Refused("note_missing")
    uow.tx.survey_voiding.ask(response_id, officer.id, reason.strip())


def agree(uow: UnitOfWork, officer: Officer, response_id: int) -> None:
    """Declare a response invalid that another officer asked for.

    Its answers are no longer counted; nothing is deleted. Raises Refused not_allowed, no_such_response, and
    needs_another if nobody asked or this officer did.
    """
    _ensure_allowed(uow, officer)
    found = uow.tx.survey_responses.get(response_id)
    if found is None:
        raise Refused("no_such_response")
    asked_by = uow.tx.survey_voiding.asked_by(response_id)
    if asked_by is None or asked_by == officer.id or found.state is ResponseState.VOID:
        raise Refused("needs_another")
    uow.tx.survey_voiding.void(response_id, officer.id)


def _ensure_allowed(uow: UnitOfWork, officer: Officer) -> None:
    if not (officer.is_executive or survey_readers.is_eit(uow, officer)):
        raise Refused("not_allowed")
