"""Officers: appointment, and linking of their LINE account by a one-time code."""

import hashlib
import secrets
from datetime import timedelta

from domain.errors import Refused
from domain.organisation.officers import DEPARTMENTAL, Officer, Role
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import offboarding
from storage.cases.audit import Entry
from storage.queues.tasks import TaskKind

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Letters and digits without those that look alike."""
CODE_LENGTH = 8
CODE_LIFE = timedelta(days=7)
MAX_ATTEMPTS = 5
"""Maximum wrong codes of one LINE account within ATTEMPT_WINDOW."""
ATTEMPT_WINDOW = timedelta(hours=1)


def add(uow: UnitOfWork, name: str, role: Role, department: str | None) -> tuple[Officer, str]:
    """Add an officer; returns them and the one-time code that they send in LINE.

    `department`: a key, required for departmental roles. Raises Refused department_needed or unknown_department.
    """
    if role in DEPARTMENTAL:
        if not department:
            raise Refused("department_needed")
        if department not in {known.key for known in uow.context.catalog.departments}:
            raise Refused("unknown_department", department=department)
    officer = uow.tx.officers.add(name, role, department, uow.now)
    uow.tx.audit.add(
        Entry(uow.now, "system", "officer_added", None, None, f"{officer.id} {role.value}")
    )
    return officer, new_code(uow, officer)


def new_code(uow: UnitOfWork, officer: Officer) -> str:
    """Issue a one-time code, such as ABCD-2345, valid for CODE_LIFE."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    code = f"{letters[:4]}-{letters[4:]}"
    uow.tx.officers.issue_code(officer.id, _hash(code), uow.now + CODE_LIFE)
    return code


def link(uow: UnitOfWork, line_user_id: str, typed: str) -> Officer:
    """Link a LINE account to an officer by a code; returns the officer.

    Unsent messages to the officer's former account are moved to the new one. Raises Refused too_many_codes or
    wrong_code.
    """
    if uow.tx.officers.failures_since(line_user_id, uow.now - ATTEMPT_WINDOW) >= MAX_ATTEMPTS:
        raise Refused("too_many_codes")
    redeemed = uow.tx.officers.redeem_code(_hash(typed), line_user_id, uow.now)
    if redeemed is None:
        uow.tx.officers.count_failure(line_user_id, uow.now, window=ATTEMPT_WINDOW)
        raise Refused("wrong_code")
    officer, account_before = redeemed.officer, redeemed.account_before
    if account_before not in {None, line_user_id}:
        uow.tx.outbox.move_to_account(account_before, line_user_id, offboarding.TO_OFFICERS)
        offboarding.make_resident_account(uow, account_before)
    uow.tx.tasks.ask(TaskKind.OFFICER_MENU, line_user_id, uow.now)
    uow.tx.audit.add(Entry(uow.now, f"officer:{officer.id}", "officer_linked", None, None, ""))
    return officer


def looks_like_code(text: str) -> bool:
    """Whether a text has the form of a code: eight of CODE_LETTERS with a dash in the middle."""
    head, dash, tail = text.strip().upper().partition("-")
    return (
        bool(dash)
        and len(head) == len(tail) == CODE_LENGTH // 2
        and set(head + tail) <= set(CODE_LETTERS)
    )


def _hash(code: str) -> str:
    """Return the hash of a code. It has no salt: a code has 39 bits, works once and is valid for a week."""
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()
