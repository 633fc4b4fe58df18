"""Who is told of a case, and in which language. Nothing else decides whom a message about a case goes to."""

from collections.abc import Sequence
from datetime import datetime

from domain.cases.complaint import Complaint
from domain.cases.escalation import Told
from domain.cases.lifecycle import Action
from domain.organisation.officers import DEPARTMENTAL, Role
from handlers.access import permission, restricted
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from storage.people.residents import Linked


def audience(uow: UnitOfWork, case: Complaint) -> list[Linked]:
    """The officers who are told of a case; where a department has nobody on LINE, the ปลัด or นายก.

    Of a case about staff its keepers, and nobody stands in for them.
    """
    if case.restricted:
        return list(restricted.custodians_of(uow, case))
    linked = uow.tx.officers.linked()
    of_department = [
        other
        for other in linked
        if other.officer.role in DEPARTMENTAL and other.officer.department == case.department
    ]
    for pseudonym in (Role.PALAD, Role.NAYOK):
        of_department = of_department or [one for one in linked if one.officer.role is pseudonym]
    return of_department


def assigned_to_officer(uow: UnitOfWork, case: Complaint) -> list[Linked]:
    """Who holds a case, whatever their post, while they may read it; else everyone who is told of it."""
    return _holder(uow, case) or audience(uow, case)


def receiver(uow: UnitOfWork, case: Complaint) -> list[Linked]:
    """Who was given a case, if they are on LINE."""
    return [one for one in uow.tx.officers.linked() if one.officer.id == case.officer_id]


def superiors(uow: UnitOfWork, everyone: Sequence[Linked]) -> list[Linked]:
    """The heads among those who hear of an ordinary case; where there is no head, the ปลัด stands in."""
    heads = [one for one in everyone if one.officer.role is Role.HEAD]
    return heads or with_role(uow, Role.PALAD)


def with_role(uow: UnitOfWork, role: Role) -> list[Linked]:
    return [linked for linked in uow.tx.officers.linked() if linked.officer.role is role]


def told_of_words(uow: UnitOfWork, case: Complaint, action: Action) -> list[Linked]:
    """Who hears what a reporter said of their case: whoever holds it; of "not fixed" the head too."""
    told = assigned_to_officer(uow, case)
    if action is Action.DISPUTE and may_leave_by(Outlet.SUPERIORS, case):
        heads = superiors(uow, audience(uow, case))
        told = [*told, *(one for one in heads if one not in told)]
    return told


def told_by_clock(uow: UnitOfWork, case: Complaint, told: Told) -> list[Linked]:
    """Who of those a level is for can be reached; of a case about staff its keepers, whatever the level.

    Where there is no head, the ปลัด stands in.
    """
    everyone = audience(uow, case)
    if not may_leave_by(Outlet.SUPERIORS, case):
        return everyone
    match told:
        case Told.HOLDER:
            return _holder(uow, case) or everyone
        case Told.HEAD:
            return superiors(uow, everyone) or everyone
        case Told.PALAD:
            return with_role(uow, Role.PALAD)
    return with_role(uow, Role.NAYOK)


def filed_since(uow: UnitOfWork, case: Complaint, since: datetime) -> int:
    """How many cases count as one burst with this one: those its reporter filed since then.

    Of cases about staff it may not be known who filed which, so they are counted together; and not among
    the others, whose officers could tell from it who complained of staff.
    """
    if case.restricted:
        return uow.tx.staff_cases.filed_since(since)
    return uow.tx.complaints.filed_since(since, reporter=case.reporter)


def may_receive(uow: UnitOfWork, line_user_id: str, complaint_id: int) -> bool:
    """Whether a LINE account may be sent something about a case, as its reporter or as an officer."""
    case = uow.tx.all_cases.find(complaint_id)
    if case is None:
        return False
    if uow.tx.all_cases.is_of(case, line_user_id):
        return True
    officer = uow.tx.officers.by_line(line_user_id)
    return officer is not None and permission.may_read(uow, officer, case)


def reporter_of(uow: UnitOfWork, complaint_id: int | None) -> str | None:
    """The LINE account of whoever reported a case, if it is kept; None for no case."""
    case = uow.tx.all_cases.find(complaint_id) if complaint_id else None
    return restricted.address_of(uow, case) if case else None


def translator_of(uow: UnitOfWork, line_user_id: str) -> Translator:
    person = uow.tx.people.find(line_user_id)
    return Translator(
        uow.context.translations, "en" if person and person.language == "en" else "th"
    )


def _holder(uow: UnitOfWork, case: Complaint) -> list[Linked]:
    return [one for one in receiver(uow, case) if permission.may_read(uow, one.officer, case)]
