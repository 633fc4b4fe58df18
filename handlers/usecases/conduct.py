"""Use cases of staff complaints: filing with the link to the reporter that they chose, and receipt codes."""

import re
import secrets
from dataclasses import replace

from domain.cases.complaint import Complaint
from domain.cases.conduct import Conduct, ReporterLink
from domain.errors import Refused
from handlers.core.messages import InboundEvent
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import case_filing
from handlers.usecases.case_filing import NewComplaint
from handlers.usecases.officers import CODE_LETTERS
from storage.cases import message_parts
from storage.cases.complaints import Complaints
from storage.people.daily_use import Use
from storage.people.identities import is_prepared

CODE_LENGTH = 12
WRONG_CODES_A_DAY = 10
_GROUP = f"([{CODE_LETTERS}]{{4}})"
_SHAPE = re.compile(f"{_GROUP}[- ]?{_GROUP}[- ]?{_GROUP}")


def file(
    uow: UnitOfWork,
    reporter: str,
    new: NewComplaint,
    about: Conduct,
    draft_id: str,
    *,
    code: str = "",
) -> tuple[Complaint, str]:
    """File a staff complaint.

    `code`: the receipt code if it is chosen already, from `new_code`. Returns the case and, for a case without a
    link to its reporter, the receipt code, which is returned only here; else, and if the draft was filed before,
    an empty code.
    """
    filed = uow.tx.staff_cases.by_draft(draft_id)
    if filed is not None:
        return filed, ""
    identities = uow.tx.identities
    # The account is sealed even if reporters gave their name: custodians see the name, but the row does not show
    # it.
    is_linked = about.link is not ReporterLink.NONE
    stored_reporter = identities.pseudonym(reporter) if is_linked else identities.unlinked()
    hidden = about.link is not ReporterLink.NAMED
    new = replace(new, conduct=about, hide_name=hidden)
    case = case_filing.file(uow, stored_reporter, new, draft_id, account=reporter)
    if is_linked:
        return case, ""
    code = code or new_code()
    identities.store_code(case.id, code)
    uow.tx.message_parts.drop([message_parts.draft(draft_id)])
    return case, code


def by_code(uow: UnitOfWork, account: str, typed: str) -> Complaint:
    """Return the staff complaint of a receipt code that an account sent. Raises Refused as `any_by_code` does."""
    return _of_code(uow, account, typed, uow.tx.staff_cases)


def any_by_code(uow: UnitOfWork, account: str, typed: str) -> Complaint:
    """Return the case of a receipt code that an account sent. Raises Refused no_such_code or too_many_receipts.

    Only wrong codes are counted, because a count of right ones would reveal who has a code. A code has 59 bits and
    cannot be guessed; the limit prevents abuse of the slow hash and of the answers.
    """
    return _of_code(uow, account, typed, uow.tx.all_cases)


def without_account(uow: UnitOfWork, code: str) -> Complaint:
    """Return the case of a receipt code that somebody without an account typed. Raises Refused no_such_code.

    Nothing is counted for a day: many people share one network, and the wrong codes of one of them must not
    refuse the right code of another. The caller limits how many are verified in a minute.
    """
    found = uow.tx.identities.by_code(code)
    case = None if found is None else uow.tx.all_cases.find(found)
    if case is None:
        raise Refused("no_such_code")
    return case


def _of_code(uow: UnitOfWork, account: str, typed: str, cases: Complaints) -> Complaint:
    if not may_try_code(uow, account):
        raise Refused("too_many_receipts")
    found = uow.tx.identities.by_code(read_code(typed) or "")
    case = None if found is None else cases.find(found)
    if case is None:
        uow.tx.daily_use.add(account, Use.WRONG_CODES, uow.now)
        raise Refused("no_such_code")
    return case


class UnpreparedCodeError(Exception):
    """The slow hash of a receipt code must be computed before a transaction is opened."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code


def ensure_prepared(uow: UnitOfWork, event: InboundEvent) -> None:
    """Raise UnpreparedCodeError if an event contains a receipt code that its sender may try, not hashed yet."""
    code = read_code(event.postback.value if event.postback else event.text)
    if code and not is_prepared(code) and may_try_code(uow, event.sender):
        raise UnpreparedCodeError(code)


def may_try_code(uow: UnitOfWork, account: str) -> bool:
    """Whether an account may try a receipt code: it has sent fewer than WRONG_CODES_A_DAY wrong ones today."""
    return uow.tx.daily_use.amount(account, Use.WRONG_CODES, uow.now) < WRONG_CODES_A_DAY


def read_code(text: str) -> str | None:
    """Return a receipt code in its normal form, XXXX-XXXX-XXXX; None if the text is not a code."""
    found = _SHAPE.fullmatch(text.strip().upper())
    # Every code contains a digit, so that an English word of twelve letters is not read as one.
    return "-".join(found.groups()) if found and any(map(str.isdigit, found[0])) else None


def new_code() -> str:
    """Return a random receipt code."""
    code = None
    while code is None:
        code = read_code("".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)))
    return code


def category_of(uow: UnitOfWork) -> str:
    """Return the key of the category for staff complaints."""
    return uow.context.catalog.staff_category.key
