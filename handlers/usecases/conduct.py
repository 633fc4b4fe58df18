"""Complaints about staff as use cases: kept with as much of a link to their reporter as that person chose."""

import re
import secrets
from dataclasses import replace

from domain.cases.complaint import Complaint
from domain.cases.conduct import Conduct, ReporterLink
from domain.errors import Refused
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import complaints
from handlers.usecases.complaints import NewComplaint
from handlers.usecases.officers import CODE_LETTERS
from storage.cases import message_parts

CODE_LENGTH = 12
_GROUP = f"([{CODE_LETTERS}]{{4}})"
_SHAPE = re.compile(f"{_GROUP}[- ]?{_GROUP}[- ]?{_GROUP}")


def file(
    uow: UnitOfWork, reporter: str, new: NewComplaint, about: Conduct, draft_id: str
) -> tuple[Complaint, str]:
    """Keep a complaint about staff; the case, and for one without a link its receipt code, told only now."""
    filed = uow.tx.staff_cases.by_draft(draft_id)
    if filed is not None:
        return filed, ""
    identities = uow.tx.identities
    known_as = {
        ReporterLink.NAMED: reporter,
        ReporterLink.SEALED: identities.pseudonym(reporter),
        ReporterLink.NONE: identities.nobody(),
    }[about.link]
    hidden = about.link is not ReporterLink.NAMED
    new = replace(new, conduct=about, hide_name=hidden)
    case = complaints.file(uow, known_as, new, draft_id)
    if about.link is ReporterLink.SEALED:
        identities.store(case.id, reporter)
    if about.link is not ReporterLink.NONE:
        return case, ""
    code = _new_code()
    identities.keep_code(case.id, code)
    uow.tx.message_parts.drop([message_parts.draft(draft_id)])
    return case, code


def by_code(uow: UnitOfWork, typed: str) -> Complaint:
    """The case of a receipt code. Refuses with no_such_code.

    Wrong codes are not counted: 59 bits cannot be guessed, and the count would tell who holds a code.
    """
    found = uow.tx.identities.by_code(read_code(typed) or "")
    if found is None:
        raise Refused("no_such_code")
    return uow.tx.staff_cases.get(found)


def read_code(text: str) -> str | None:
    """A receipt code however it is typed; None when it is none."""
    found = _SHAPE.fullmatch(text.strip().upper())
    # Each has a digit, so that no English word of twelve letters is taken for one.
    return "-".join(found.groups()) if found and any(map(str.isdigit, found[0])) else None


def _new_code() -> str:
    code = None
    while code is None:
        code = read_code("".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)))
    return code


def category_of(uow: UnitOfWork) -> str:
    """The key of the category that is about staff."""
    return uow.context.catalog.staff_category.key
