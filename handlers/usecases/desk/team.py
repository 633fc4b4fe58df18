"""The officers: appointment, change of post, a new telephone, and removal.

Nobody may change their own rights, and the last officer who may change those of others cannot be removed. The
executives are notified of every appointment and every code, so that nobody can take another person's place
unnoticed.
"""

from collections.abc import Sequence
from datetime import timedelta

from domain.cases.accused import Accusation
from domain.errors import Refused
from domain.figures.push_budget import Weight
from domain.organisation.officers import DEPARTMENTAL, EXECUTIVES, Officer, Role
from domain.organisation.rights import Right, has_right
from handlers.access import custodians, permission, staff
from handlers.core.i18n import Translator
from handlers.core.messages import Text
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import custody, offboarding, officers
from handlers.usecases.desk import sign_in, team_names
from handlers.usecases.desk.sign_in import SignInLink
from storage.cases.audit import CODE_ISSUED, DESK_LINK, MOVED, Entry

TRUSTED_AFTER = timedelta(days=365)
"""After this time a custodian counts as independent of whoever appointed them or issued their code."""


def appoint(
    uow: UnitOfWork,
    by: Officer,
    name: str,
    role: Role,
    department: str,
    *,
    is_namesake: bool = False,
) -> tuple[Officer, str]:
    """Appoint an officer; returns them and the code that links their LINE account.

    `is_namesake`: another officer of this name is meant to be one. Raises Refused same_name, name_needed,
    custodians_name, common_name, department_needed or unknown_department.
    """
    name = officers.checked_name(name)
    if not is_namesake:
        team_names.ensure_new_name(uow, name)
    team_names.ensure_no_custodians_name(uow, [name], None)
    team_names.ensure_no_common_name(uow, [name], None)
    officer, code = officers.add(uow, name, role, department or None)
    _record(uow, by, "officer_added", officer.id)
    _tell_executives(uow, by, officer, "team.told_appointed")
    return officer, code


def change(
    uow: UnitOfWork,
    by: Officer,
    officer_id: int,
    *,
    name: str,
    role: Role,
    department: str,
    other_names: Sequence[str] | None = None,
    receiver_id: int | None = None,
) -> Officer:
    """Change an officer's name, role or department; if the post changes, the receiver gets their open cases.

    The officer and the executives are notified of other names, because a name that occurs in every complaint
    would bar the officer from all of them. Names of whoever receives staff complaints are changed on the server
    alone. Raises Refused own_rights, last_one, last_custodian, name_needed, other_names, names_kept,
    custodians_name, common_name, department_needed, unknown_department, no_such_officer, and as
    `offboarding.hand_over` does.
    """
    uow.tx.custody.hold()
    before = _member(uow, by, officer_id)
    name = officers.checked_name(name)
    section = department if role in DEPARTMENTAL else None
    _check_section(uow, role, section)
    if has_right(before.role, Right.TEAM) and not has_right(role, Right.TEAM):
        _ensure_another(uow, before)
    former_names = officers.other_names_of(uow, officer_id)
    if other_names is None:
        other_names = former_names
    other_names = officers.checked_other_names(other_names)
    if (name, other_names) != (before.name, former_names) and (
        team_names.keeps_names(uow, before.role) or team_names.keeps_names(uow, role)
    ):
        raise Refused("names_kept")
    new_names = {name, *other_names} - {before.name, *former_names}
    team_names.ensure_no_custodians_name(uow, new_names, officer_id)
    team_names.ensure_no_common_name(uow, new_names, officer_id)
    is_moved = (role, section) != (before.role, before.department)
    if is_moved:
        _ensure_custodian_stays(uow, by, before)
        offboarding.hand_over(uow, before, receiver_id)
        # Recorded before the change, because the change chooses custodians anew.
        _record(uow, by, MOVED, officer_id, f"{role.value} {section or ''}".strip())
    after = officers.change(uow, officer_id, name=name, role=role, department=section)
    if name != before.name:
        _record(uow, by, "officer_renamed", officer_id)
        _tell_of_names(uow, by, after, "team.told_renamed", before.name)
    if officers.also_called(uow, officer_id, other_names) != former_names:
        names = ", ".join(other_names) or "–"
        _tell_of_names(uow, by, after, "team.told_names", names)
    if is_moved:
        _tell_executives(uow, by, after, "team.told_changed")
    return after


def new_code(uow: UnitOfWork, by: Officer, officer_id: int) -> tuple[Officer, str]:
    """Issue a new code that links a LINE account. Raises Refused own_rights, no_such_officer or last_custodian."""
    officer = _member(uow, by, officer_id)
    _ensure_custodian_stays(uow, by, officer)
    _record(uow, by, CODE_ISSUED, officer_id)
    _tell_executives(uow, by, officer, "team.told_code")
    return officer, officers.new_code(uow, officer)


def lost_phone(uow: UnitOfWork, by: Officer, officer_id: int) -> tuple[Officer, str]:
    """Unlink an officer's LINE account and end all their sessions; returns a code for the new account.

    The password is deleted too, because its second factor was on the lost telephone. The unlinked account is
    notified, so that nobody with a new code can take over a post unnoticed. The next custodian gets their staff
    complaints. Raises as `new_code` does.
    """
    uow.tx.custody.hold()
    officer, code = new_code(uow, by, officer_id)
    account = uow.tx.officers.unlink(officer_id, uow.now)
    if account is not None:
        offboarding.make_resident_account(uow, account)
        say = Translator(uow.context.translations).say
        uow.notify(account, [Text(say("team.told_cut_off", by=by.name, officer=officer.name))])
        for weight in offboarding.TO_OFFICERS:
            uow.tx.outbox.drop_deferred(account, weight)
    uow.tx.console.drop_login(officer_id)
    sign_in.end_all(uow, officer_id, f"officer:{by.id}")
    _record(uow, by, "officer_phone_lost", officer_id)
    # Nobody reads their cases until somebody else has them.
    custody.review_all(uow)
    return officer, code


def desk_link(uow: UnitOfWork, by: Officer, officer_id: int) -> tuple[Officer, SignInLink]:
    """Issue a one-time link with which an officer without LINE signs in and sets a password and an app.

    A password that they have is deleted and their sessions end: they forgot it, or lost the app. Officers with
    LINE ask for a link in the chat, so nobody else ever holds theirs. The executives are notified. Raises Refused
    has_line, wait_and_retry, and as `new_code` does.
    """
    uow.tx.custody.hold()
    officer = _member(uow, by, officer_id)
    if any(one.officer.id == officer_id for one in uow.tx.officers.linked()):
        raise Refused("has_line", officer=officer.name)
    _ensure_custodian_stays(uow, by, officer)
    sign_in.count_link_for_another(uow, by)
    if uow.tx.console.login_of(officer_id) is not None:
        uow.tx.console.drop_login(officer_id)
        _record(uow, by, "officer_password_reset", officer_id)
    sign_in.end_all(uow, officer_id, f"officer:{by.id}")
    _record(uow, by, DESK_LINK, officer_id)
    _tell_executives(uow, by, officer, "team.told_link")
    custody.review_all(uow)
    return officer, sign_in.issue_link(uow, officer, sign_in.FIRST_LINK_LIFE)


def possible_receivers(uow: UnitOfWork, officer_id: int) -> list[Officer]:
    """Return who may take over every open case of an officer; everybody else would be refused."""
    cases = uow.tx.complaints.assigned_to(officer_id)
    return [
        one
        for one in uow.tx.officers.all()
        if one.active
        and one.id != officer_id
        and all(permission.may_handle(uow, one, case) for case in cases)
    ]


def leave(uow: UnitOfWork, by: Officer, officer_id: int, receiver_id: int | None) -> int:
    """Remove an officer who leaves the office; returns how many open cases the receiver got.

    Raises Refused own_rights, last_one, last_custodian, and as `offboarding.remove` does.
    """
    uow.tx.custody.hold()
    officer = _member(uow, by, officer_id)
    _ensure_custodian_stays(uow, by, officer)
    if has_right(officer.role, Right.TEAM):
        _ensure_another(uow, officer)
    handed = offboarding.remove(uow, officer_id, receiver_id)
    uow.tx.console.drop_login(officer_id)
    sign_in.end_all(uow, officer_id, f"officer:{by.id}")
    _tell_executives(uow, by, officer, "team.told_left")
    return len(handed)


def _member(uow: UnitOfWork, by: Officer, officer_id: int) -> Officer:
    if officer_id == by.id:
        raise Refused("own_rights")
    found = uow.tx.officers.lock([officer_id], to_change=True).get(officer_id)
    if found is None or not found.active:
        raise Refused("no_such_officer", officer=officer_id)
    return found


def _ensure_another(uow: UnitOfWork, leaver: Officer) -> None:
    others = [one for one in uow.tx.officers.all() if one.active and one.id != leaver.id]
    if not any(has_right(one.role, Right.TEAM) for one in others):
        raise Refused("last_one")


def _ensure_custodian_stays(uow: UnitOfWork, by: Officer, leaver: Officer) -> None:
    """Raise Refused last_custodian if `leaver` is the only custodian who would handle a complaint about `by`.

    Whoever has `leaver` removed, moved or linked anew may be accused. Another custodian must remain who is not of
    their unit and whom they have not put in place themselves. This holds whether or not there is a complaint, so
    that the answer tells nothing.
    """
    order = custodians.custodian_rank(uow)
    if leaver.role not in order:
        return
    since = uow.now - TRUSTED_AFTER
    pairs = uow.tx.audit.put_in_place_since(since, with_unused_codes=True)
    own = {officer for who, officer in pairs if who == by.id}
    about_them = custodians.grown(uow, Accusation(officers=frozenset({by.id})))
    out = staff.known_staff(uow).same_as({*about_them.barred, *own, leaver.id})
    remaining = (one.officer for one in uow.tx.officers.linked() if one.officer.role in order)
    if all(one.id in out for one in remaining):
        raise Refused("last_custodian")


def _check_section(uow: UnitOfWork, role: Role, department: str | None) -> None:
    if role not in DEPARTMENTAL:
        return
    if not department:
        raise Refused("department_needed")
    if department not in uow.context.catalog.departments_by_key:
        raise Refused("unknown_department", department=department)


def _tell_executives(uow: UnitOfWork, by: Officer, about: Officer, sentence: str) -> None:
    translator = Translator(uow.context.translations)
    post = translator.say(f"team.role_{about.role.value}")
    notice = Text(translator.say(sentence, by=by.name, officer=about.name, post=post))
    for linked in uow.tx.officers.linked():
        if linked.officer.role in EXECUTIVES and linked.officer.id not in {by.id, about.id}:
            uow.notify(linked.line_user_id, [notice], Weight.PROMPT)


def _tell_of_names(uow: UnitOfWork, by: Officer, about: Officer, sentence: str, names: str) -> None:
    translator = Translator(uow.context.translations)
    notice = Text(translator.say(sentence, by=by.name, officer=about.name, names=names))
    for linked in uow.tx.officers.linked():
        is_told = linked.officer.role in EXECUTIVES or linked.officer.id == about.id
        if is_told and linked.officer.id != by.id:
            uow.notify(linked.line_user_id, [notice], Weight.PROMPT)


def _record(uow: UnitOfWork, by: Officer, action: str, officer_id: int, more: str = "") -> None:
    note = f"{officer_id} {more}".strip()
    uow.tx.audit.add(Entry(uow.now, f"officer:{by.id}", action, None, None, note))
