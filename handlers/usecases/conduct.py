"""Use cases of staff complaints: filing with the link to the reporter that they chose, and receipt codes."""

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
    """File a staff complaint.

    Returns the case and, for a case without a link to its reporter, the receipt code, which is returned only here;
    else, and if the draft was filed before, an empty code.
    """
    filed = uow.tx.staff_cases.by_draft(draft_id)
    if filed is not None:
        return filed, ""
    identities = uow.tx.identities
    stored_reporter = {
        ReporterLink.NAMED: reporter,
        ReporterLink.SEALED: identities.pseudonym(reporter),
        ReporterLink.NONE: identities.unlinked(),
    }[about.link]
    hidden = about.link is not ReporterLink.NAMED
    new = replace(new, conduct=about, hide_name=hidden)
    case = complaints.file(uow, stored_reporter, new, draft_id)
    if about.link is ReporterLink.SEALED:
        identities.store(case.id, reporter)
    if about.link is not ReporterLink.NONE:
        return case, ""
    code = _new_code()
    identities.store_code(case.id, code)
    uow.tx.message_parts.drop([message_parts.draft(draft_id)])
    return case, code


def by_code(uow: UnitOfWork, typed: str) -> Complaint:
    """Return the case of a receipt code. Raises Refused no_such_code.

    Wrong codes are not counted: 59 bits cannot be guessed, and a count would reveal who has a code.
    """
    found = uow.tx.identities.by_code(read_code(typed) or "")
    if found is None:
        raise Refused("no_such_code")
    return uow.tx.staff_cases.get(found)


def read_code(text: str) -> str | None:
    """Return a receipt code in its normal form, XXXX-XXXX-XXXX; None if the text is not a code."""
    found = _SHAPE.fullmatch(text.strip().upper())
    # Every code contains a digit, so that an English word of twelve letters is not read as one.
    return "-".join(found.groups()) if found and any(map(str.isdigit, found[0])) else None


def _new_code() -> str:
    code = None
    while code is None:
        code = read_code("".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)))
    return code


def category_of(uow: UnitOfWork) -> str:
    """Return the key of the category for staff complaints."""
    return uow.context.catalog.staff_category.key
