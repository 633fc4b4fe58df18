"""Officers: appointment, and linking of their LINE account by a one-time code."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from domain.errors import Refused
from domain.organisation.officers import DEPARTMENTAL, Officer, Role
from handlers.core.i18n import Translator
from handlers.core.messages import Text
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import custody, offboarding
from storage.cases.audit import CODE_ISSUED, LINKED, Entry
from storage.queues.tasks import TaskKind

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Letters and digits without those that look alike."""
CODE_LENGTH = 8
CODE_LIFE = timedelta(days=7)
MAX_ATTEMPTS = 5
"""Maximum wrong codes of one LINE account within ATTEMPT_WINDOW."""
ATTEMPT_WINDOW = timedelta(hours=1)
NAME_LIMIT = 100
"""Characters of an officer's name."""
MAX_OTHER_NAMES = 20
SHORTEST_OTHER_NAME, LONGEST_OTHER_NAME = 2, 100
"""Lengths of another name in characters. A single letter would occur in every complaint."""


def add(
    uow: UnitOfWork,
    name: str,
    role: Role,
    department: str | None,
    other_names: Sequence[str] = (),
) -> tuple[Officer, str]:
    """Add an officer; returns them and the one-time code that they send in LINE.

    `department`: a key, required for departmental roles. `other_names`: nicknames, Latin spelling and former
    names that a staff complaint may use. Raises Refused name_needed, department_needed, unknown_department or
    other_names.
    """
    name = checked_name(name)
    _ensure_department(uow, role, department)
    other_names = checked_other_names(other_names)
    uow.tx.custody.hold()
    officer = uow.tx.officers.add(name, role, department, uow.now, other_names)
    _record(uow, "officer_added", f"{officer.id} {role.value}")
    custody.review_all(uow)
    return officer, new_code(uow, officer)


def change(
    uow: UnitOfWork,
    officer_id: int,
    *,
    name: str = "",
    role: Role | None = None,
    department: str | None = None,
    other_names: Sequence[str] | None = None,
) -> Officer:
    """Change an officer's name or post; earlier values remain in their history. Returns the changed officer.

    A removed officer is reactivated and needs a new code. Omitted values are not changed; `department` belongs to
    the new role. The officer keeps assigned cases of the old department until somebody reassigns them. Raises
    Refused no_such_officer, and as `add` does.
    """
    uow.tx.custody.hold()
    before = uow.tx.officers.lock([officer_id], to_change=True).get(officer_id)
    if before is None:
        raise Refused("no_such_officer", officer=officer_id)
    changed = Officer(
        before.id,
        checked_name(name) if name else before.name,
        role or before.role,
        department if role or department else before.department,
    )
    _ensure_department(uow, changed.role, changed.department)
    uow.tx.officers.change(changed, other_names, uow.now)
    _record(uow, "officer_changed", f"{changed.id} {changed.role.value}")
    custody.review_all(uow)
    return changed


def other_names_of(uow: UnitOfWork, officer_id: int) -> tuple[str, ...]:
    """Return the currently stored other names of an officer. Raises Refused no_such_officer."""
    if officer_id not in {one.id for one in uow.tx.officers.all()}:
        raise Refused("no_such_officer", officer=officer_id)
    return uow.tx.officers.other_names_of(officer_id)


def also_called(uow: UnitOfWork, officer_id: int, names: Sequence[str]) -> tuple[str, ...]:
    """Replace an officer's other names: nickname, rank, Latin spelling, aliases. Returns the stored names.

    A staff complaint that uses one of them accuses the officer. Omitted names remain in the officer's history and
    still count. Raises Refused no_such_officer or other_names.
    """
    checked = checked_other_names(names)
    if checked != other_names_of(uow, officer_id):
        before = uow.tx.officers.get(officer_id)
        uow.tx.custody.hold()
        uow.tx.officers.change(before, checked, uow.now)
        _record(uow, "officer_names", str(officer_id))
        custody.review_all(uow)
    return checked


def checked_name(name: str) -> str:
    """Return a name on one line. Raises Refused name_needed for one without letters, or of too many."""
    name = " ".join(name.split())
    if not any(letter.isalpha() for letter in name) or len(name) > NAME_LIMIT:
        raise Refused("name_needed", most=NAME_LIMIT)
    return name


def checked_other_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names without empty ones, duplicates and superfluous spaces. Raises Refused other_names."""
    found = tuple(dict.fromkeys(filter(None, (" ".join(one.split()) for one in names))))
    if len(found) > MAX_OTHER_NAMES or any(
        not SHORTEST_OTHER_NAME <= len(one) <= LONGEST_OTHER_NAME for one in found
    ):
        raise Refused(
            "other_names",
            most=MAX_OTHER_NAMES,
            shortest=SHORTEST_OTHER_NAME,
            longest=LONGEST_OTHER_NAME,
        )
    return found


def new_code(uow: UnitOfWork, officer: Officer) -> str:
    """Issue a one-time code, such as ABCD-2345, valid for CODE_LIFE."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    code = f"{letters[:4]}-{letters[4:]}"
    uow.tx.link_codes.issue(officer.id, _hash(code), uow.now + CODE_LIFE)
    return code


def renew_code(uow: UnitOfWork, officer: Officer) -> str:
    """Issue a new code on the server, and record that it is the server's: see `Audit.put_in_place_since`."""
    _record(uow, CODE_ISSUED, str(officer.id))
    return new_code(uow, officer)


def link(uow: UnitOfWork, line_user_id: str, typed: str) -> Officer:
    """Link a LINE account to an officer by a code; returns the officer.

    Unsent messages to the officer's former account are moved to the new one. Raises Refused too_many_codes or
    wrong_code.
    """
    if uow.tx.link_codes.failures_since(line_user_id, uow.now - ATTEMPT_WINDOW) >= MAX_ATTEMPTS:
        raise Refused("too_many_codes")
    uow.tx.custody.hold()
    redeemed = uow.tx.link_codes.redeem(_hash(typed), line_user_id, uow.now)
    if redeemed is None:
        uow.tx.link_codes.count_failure(line_user_id, uow.now, window=ATTEMPT_WINDOW)
        raise Refused("wrong_code")
    officer, account_before = redeemed.officer, redeemed.account_before
    if account_before not in {None, line_user_id}:
        uow.tx.outbox.move_to_account(account_before, line_user_id, offboarding.TO_OFFICERS)
        offboarding.make_resident_account(uow, account_before)
        _tell_of_takeover(uow, officer, account_before)
    uow.tx.tasks.ask(TaskKind.OFFICER_MENU, line_user_id, uow.now)
    uow.tx.audit.add(Entry(uow.now, f"officer:{officer.id}", LINKED, None, None, ""))
    custody.review_all(uow)
    return officer


def _tell_of_takeover(uow: UnitOfWork, officer: Officer, account_before: str) -> None:
    """Notify the former account and the ปลัด that another LINE account acts as this officer from now on.

    Otherwise anybody with a stolen code could take an officer's place unnoticed. If the officer is the ปลัด, the
    นายก is notified instead.
    """
    say = Translator(uow.context.translations).say
    uow.notify(account_before, [Text(say("linking.taken_from_you", officer=officer.name))])
    for role in (Role.PALAD, Role.NAYOK):
        recipients = [
            one
            for one in uow.tx.officers.linked()
            if one.officer.role is role and one.officer.id != officer.id
        ]
        for one in recipients:
            uow.notify(one.line_user_id, [Text(say("linking.taken_over", officer=officer.name))])
        if recipients:
            return


def looks_like_code(text: str) -> bool:
    """Whether a text has the form of a code: eight of CODE_LETTERS with a dash in the middle."""
    head, dash, tail = text.strip().upper().partition("-")
    return (
        bool(dash)
        and len(head) == len(tail) == CODE_LENGTH // 2
        and set(head + tail) <= set(CODE_LETTERS)
    )


def _ensure_department(uow: UnitOfWork, role: Role, department: str | None) -> None:
    """Raise Refused unless the department belongs to this office, or is omitted for a role that needs none."""
    if role in DEPARTMENTAL and not department:
        raise Refused("department_needed")
    if department and department not in {known.key for known in uow.context.catalog.departments}:
        raise Refused("unknown_department", department=department)


def _record(uow: UnitOfWork, action: str, note: str) -> None:
    uow.tx.audit.add(Entry(uow.now, "system", action, None, None, note))


def _hash(code: str) -> str:
    """Return the hash of a code. It has no salt: a code has 39 bits, works once and is valid for a week."""
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()
