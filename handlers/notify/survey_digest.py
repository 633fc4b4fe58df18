"""The part of the morning digest about comments of surveys that an officer must read."""

from collections.abc import Sequence

from domain.organisation.officers import Officer
from handlers.access import survey_readers
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from storage.surveys.words import Comment

MOST_READ = 200
JOB = "words_digest"
"""The name of the slots in job_run, one for each comment and officer."""


def to_read(uow: UnitOfWork, officer: Officer) -> Sequence[Comment]:
    """Return the comments that an officer must read, as `usecases.surveys.comments.unread` lists them."""
    words = uow.tx.survey_words
    sections = [
        one.key
        for one in uow.context.catalog.departments
        if survey_readers.is_reader(uow, officer, one.key)
    ]
    found = words.unread(sections, MOST_READ) if sections else []
    if not survey_readers.may_be_custodian(uow, officer):
        return found
    about_staff = words.unread(None, MOST_READ, are_protected=True)
    own = [one for one in about_staff if survey_readers.is_custodian(uow, officer, one)]
    return [*own, *found]


def is_fresh(uow: UnitOfWork, officer: Officer, words: Sequence[Comment]) -> bool:
    """Whether one of the comments was in no earlier digest of this officer."""
    # Claim every slot, not only the first, so that none of them is new tomorrow.
    claimed = [uow.tx.jobs.claim(JOB, f"{one.id}:{officer.id}", uow.now) for one in words]
    return any(claimed)


def line(uow: UnitOfWork, words: Sequence[Comment]) -> str:
    """Return the line of the digest; empty if there is nothing to read."""
    if not words:
        return ""
    return Translator(uow.context.translations).say("survey_office.digest", count=len(words))
