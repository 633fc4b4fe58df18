"""Who is told of a case, and in which language. Nothing else decides whom a message about a case goes to."""

from collections.abc import Sequence

from domain.cases.complaint import Complaint
from domain.organisation.officers import DEPARTMENTAL, Role
from handlers.access import restricted as custodians
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from storage.people.residents import Linked


def superiors(uow: UnitOfWork, everyone: Sequence[Linked]) -> list[Linked]:
    """The heads among those who hear of an ordinary case; where there is no head, the ปลัด stands in."""
    heads = [one for one in everyone if one.officer.role is Role.HEAD]
    return heads or with_role(uow, Role.PALAD)


def with_role(uow: UnitOfWork, role: Role) -> list[Linked]:
    return [linked for linked in uow.tx.officers.linked() if linked.officer.role is role]


def assigned_to_officer(uow: UnitOfWork, case: Complaint) -> list[Linked]:
    """Who holds a case, whatever their post, while they may read it; else everyone who is told of it."""
    holding = [
        linked
        for linked in uow.tx.officers.linked()
        if linked.officer.id == case.officer_id and custodians.may_read(uow, linked.officer, case)
    ]
    return holding or audience(uow, case)


def audience(uow: UnitOfWork, case: Complaint) -> list[Linked]:
    """The officers who are told of a case; where a department has nobody on LINE, the ปลัด or นายก."""
    if case.restricted:
        return list(custodians.custodians_of(uow, case))
    linked = uow.tx.officers.linked()
    of_department = [
        other
        for other in linked
        if other.officer.role in DEPARTMENTAL and other.officer.department == case.department
    ]
    for pseudonym in (Role.PALAD, Role.NAYOK):
        of_department = of_department or [one for one in linked if one.officer.role is pseudonym]
    return of_department


def translator_of(uow: UnitOfWork, line_user_id: str) -> Translator:
    person = uow.tx.people.find(line_user_id)
    return Translator(
        uow.context.translations, "en" if person and person.language == "en" else "th"
    )
