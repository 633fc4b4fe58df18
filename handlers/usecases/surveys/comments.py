"""Comments of surveys: who must read them, and the actions of a reader. Nobody learns who wrote a comment."""

import hashlib

from domain.errors import Refused
from domain.organisation.calendar import bangkok
from domain.organisation.officers import Officer
from domain.surveys.participation import READ_WITHIN
from handlers.access import survey_readers
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import case_filing, improvements
from handlers.usecases.case_filing import NewComplaint
from storage.db.column_types import whole_day
from storage.surveys.words import Comment, Outcome

NOTE_LIMIT = 1000


def unread(uow: UnitOfWork, officer: Officer, limit: int) -> list[Comment]:
    """Return the comments that an officer must read, the oldest first.

    These are the comments of the departments whose reader the officer is, and those about staff in their custody.
    """
    sections = _sections_to_read(uow, officer)
    found = uow.tx.survey_words.unread(sections, limit) if sections else []
    return sorted([*_protected(uow, officer), *found], key=lambda one: (one.said_on, one.id))[
        :limit
    ]


def count_unread(uow: UnitOfWork, officer: Officer) -> int:
    """Return how many comments an officer must read."""
    sections = _sections_to_read(uow, officer)
    ordinary = uow.tx.survey_words.count_unread(sections) if sections else 0
    return ordinary + len(_protected(uow, officer))


def count_overdue(uow: UnitOfWork, section: str | None = None) -> int:
    """Return how many comments are unread for longer than READ_WITHIN; of one department, or of all."""
    before = whole_day(bangkok(uow.now)) - READ_WITHIN
    return uow.tx.survey_words.count_unread([section] if section else None, said_before=before)


def _sections_to_read(uow: UnitOfWork, officer: Officer) -> list[str]:
    return [
        one.key
        for one in uow.context.catalog.departments
        if survey_readers.is_reader(uow, officer, one.key)
    ]


def _protected(uow: UnitOfWork, officer: Officer) -> list[Comment]:
    if not survey_readers.may_be_custodian(uow, officer):
        return []
    found = uow.tx.survey_words.unread(None, MOST_PROTECTED, are_protected=True)
    return [one for one in found if survey_readers.is_custodian(uow, officer, one)]


MOST_PROTECTED = 200
"""Maximum unread comments about staff in one query: far more than an office has."""


def readable(uow: UnitOfWork, officer: Officer, words_id: int) -> Comment:
    """Return a comment that an officer may read. Raises Refused not_found, also if they may not read it."""
    found = uow.tx.survey_words.get(words_id)
    if found is None:
        raise Refused("no_such_comment")
    may = (
        survey_readers.is_custodian(uow, officer, found)
        if found.is_protected
        else survey_readers.may_read(uow, officer, found.cut.section)
    )
    if not may:
        raise Refused("no_such_comment")
    return found


def mark_read(uow: UnitOfWork, officer: Officer, words_id: int) -> Comment:
    """Mark a comment as read, unless it has another outcome already. Raises Refused as `readable` does."""
    found = readable(uow, officer, words_id)
    if found.outcome is Outcome.NONE:
        uow.tx.survey_words.decide(found.id, Outcome.READ, officer.id, uow.now)
    return found


def release(uow: UnitOfWork, officer: Officer, words_id: int) -> None:
    """Release a protected comment that accuses nobody to the department's reader.

    In doubt a comment is protected; only its custodians may release it. Raises Refused as `readable` does.
    """
    found = readable(uow, officer, words_id)
    if found.is_protected:
        uow.tx.survey_words.release(found.id)


def hide(uow: UnitOfWork, officer: Officer, words_id: int, reason: str) -> None:
    """Exclude a comment from every report, with the reason.

    Raises Refused note_missing, not_a_case for a comment about staff, which is in no report and whose reason would
    be stored unencrypted, and as `readable`.
    """
    _decide(uow, officer, words_id, Outcome.HIDDEN, reason)


def propose(uow: UnitOfWork, officer: Officer, words_id: int, proposal: str) -> None:
    """Propose an improvement that follows from a comment; its department sees the proposal.

    Raises Refused not_a_case for a comment about staff, and as `hide` does.
    """
    _decide(uow, officer, words_id, Outcome.IMPROVEMENT, proposal)
    comment = readable(uow, officer, words_id)
    improvements.propose_from_comment(uow, officer, comment, comment.note)


def open_case(uow: UnitOfWork, officer: Officer, words_id: int, category: str) -> str:
    """Open a case of this category about a comment; returns its number. The case has no reporter.

    Raises Refused not_a_case for a comment about staff, and as `readable` does.
    """
    found = readable(uow, officer, words_id)
    catalog = uow.context.catalog
    categories = {one.key for one in catalog.categories if not catalog.is_about_staff(one.key)}
    if found.is_protected or category not in categories:
        raise Refused("not_a_case")
    new = NewComplaint(category, found.text, hide_name=True)
    case = case_filing.file(uow, "", new, _draft_id(found.id))
    uow.tx.survey_words.decide(found.id, Outcome.CASE, officer.id, uow.now, case.number)
    return case.number


def _decide(uow: UnitOfWork, officer: Officer, words_id: int, outcome: Outcome, note: str) -> None:
    found = readable(uow, officer, words_id)
    if found.is_protected:
        raise Refused("not_a_case")
    if not note.strip():
        raise Refused("note_missing")
    uow.tx.survey_words.decide(found.id, outcome, officer.id, uow.now, note.strip()[:NOTE_LIMIT])


def _draft_id(words_id: int) -> str:
    """Return the draft id of a comment's case, so that a second press opens no second case."""
    return "w" + hashlib.sha256(str(words_id).encode()).hexdigest()[:11]
