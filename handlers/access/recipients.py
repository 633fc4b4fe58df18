"""Decides who receives messages about a case, and in which language. No other module decides this."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from domain.cases.complaint import Complaint
from domain.cases.escalation import Recipient
from domain.cases.lifecycle import Action
from domain.cases.origin import Source
from domain.organisation.officers import DEPARTMENTAL, Officer, Role
from handlers.access import custodians, identity, permission
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from storage.people.officers import Linked


def audience(uow: UnitOfWork, case: Complaint) -> list[Linked]:
    """Return the officers who are notified of a case.

    For an ordinary case: the officers of its department on LINE; if there are none, the ปลัด, else the นายก. For
    a staff complaint: its custodians only.
    """
    if case.restricted:
        return list(custodians.custodians_of(uow, case))
    return of_department(uow, case.department)


def of_department(uow: UnitOfWork, department: str) -> list[Linked]:
    """Return the officers of a department on LINE; if there are none, the ปลัด, else the นายก."""
    linked = uow.tx.officers.linked()
    found = [
        other
        for other in linked
        if other.officer.role in DEPARTMENTAL and other.officer.department == department
    ]
    for role in (Role.PALAD, Role.NAYOK):
        found = found or [one for one in linked if one.officer.role is role]
    return found


def assigned_to_officer(uow: UnitOfWork, case: Complaint) -> list[Linked]:
    """Return the assignee of a case if they may read it and are on LINE; else everyone who is notified of it."""
    return _reading_assignee(uow, case) or audience(uow, case)


def assignee(uow: UnitOfWork, case: Complaint) -> list[Linked]:
    """Return the assignee of a case as a list of one; empty if nobody is assigned or they are not on LINE."""
    return [one for one in uow.tx.officers.linked() if one.officer.id == case.officer_id]


def unreached(uow: UnitOfWork, officers: Iterable[Officer]) -> set[int]:
    """Return the ids of officers whom nothing reaches: neither LINE, nor a password, nor an open session."""
    linked = {one.officer.id for one in uow.tx.officers.linked()}
    return {
        one.id
        for one in officers
        if one.id not in linked
        and uow.tx.console.login_of(one.id) is None
        and not uow.tx.console.sessions_of(one.id, uow.now)
    }


def superiors(uow: UnitOfWork, everyone: Sequence[Linked]) -> list[Linked]:
    """Return the heads of department among the recipients of an ordinary case; if there are none, the ปลัด."""
    heads = [one for one in everyone if one.officer.role is Role.HEAD]
    return heads or with_role(uow, Role.PALAD)


def with_role(uow: UnitOfWork, role: Role) -> list[Linked]:
    """Return the officers on LINE who have this role."""
    return [linked for linked in uow.tx.officers.linked() if linked.officer.role is role]


def of_message(uow: UnitOfWork, case: Complaint, action: Action) -> list[Linked]:
    """Return the officers who are notified of a reporter's message about their case.

    That is the assignee, or everyone notified of the case; after a dispute ("not fixed") also the heads.
    """
    recipients = assigned_to_officer(uow, case)
    if action is Action.DISPUTE and may_leave_by(Outlet.SUPERIORS, case):
        heads = superiors(uow, audience(uow, case))
        recipients = [*recipients, *(one for one in heads if one not in recipients)]
    return recipients


def of_warning(uow: UnitOfWork, case: Complaint, recipient: Recipient) -> list[Linked]:
    """Return the officers on LINE who receive a warning of an escalation level. `recipient`: of the level.

    A department without a head is represented by the ปลัด. For a staff complaint: its custodians at every level.
    """
    everyone = audience(uow, case)
    if not may_leave_by(Outlet.SUPERIORS, case):
        return everyone
    match recipient:
        case Recipient.ASSIGNEE:
            return _reading_assignee(uow, case) or everyone
        case Recipient.HEAD:
            return superiors(uow, everyone) or everyone
        case Recipient.PALAD:
            return with_role(uow, Role.PALAD)
    return with_role(uow, Role.NAYOK)


def filed_since(uow: UnitOfWork, case: Complaint, since: datetime) -> int:
    """Return how many cases were filed since then that count as one burst with this one.

    For an ordinary case: those of the same reporter; all of the web form if the reporter is not known. For a
    staff complaint: all staff complaints, because their reporters may be unknown. The two kinds are counted
    apart: a common count could reveal to the officers of an ordinary case that its reporter also complained
    about staff.
    """
    if case.restricted:
        return uow.tx.staff_cases.filed_since(since)
    if not case.reporter:
        # Reports on the web cannot be attributed to a person.
        return uow.tx.origins.filed_since(Source.WEB, since)
    return uow.tx.complaints.filed_since(since, reporter=case.reporter)


def may_receive(uow: UnitOfWork, line_user_id: str, complaint_id: int) -> bool:
    """Whether a LINE account may receive messages about a case: its reporter, or an officer who may read it.

    Also the second person, who is asked whether its custodian may learn who reported it; nothing else is sent to
    them. `line_user_id`: a user, or a group, which may receive messages about ordinary cases while the bot is in
    it.
    """
    case = uow.tx.all_cases.find(complaint_id)
    if case is None:
        return False
    group = uow.tx.groups.find(line_user_id)
    if group is not None:
        return may_leave_by(Outlet.GROUP, case)
    if uow.tx.all_cases.is_of(case, line_user_id):
        return True
    officer = uow.tx.officers.by_line(line_user_id)
    return officer is not None and (
        permission.may_read(uow, officer, case)
        or identity.request_to(uow, officer, case) is not None
    )


def reporter_of(uow: UnitOfWork, complaint_id: int | None) -> str | None:
    """Return the LINE user id of a case's reporter; None if there is no such case or its reporter is not stored.

    Decrypting a sealed identity is recorded in the audit log.
    """
    case = uow.tx.all_cases.find(complaint_id) if complaint_id else None
    return custodians.address_of(uow, case) if case else None


def translator_of(uow: UnitOfWork, line_user_id: str) -> Translator:
    """Return the translator for a person's language; Thai if the language is unknown."""
    person = uow.tx.people.find(line_user_id)
    return Translator(
        uow.context.translations, "en" if person and person.language == "en" else "th"
    )


def _reading_assignee(uow: UnitOfWork, case: Complaint) -> list[Linked]:
    return [one for one in assignee(uow, case) if permission.may_read(uow, one.officer, case)]
