"""Decides who reads comments and results of surveys, and who is notified of low scores."""

from domain.cases.conduct import Conduct, ReporterLink
from domain.organisation.officers import DEPARTMENTAL, Officer, Role
from handlers.access import custodians, recipients
from handlers.core.unit_of_work import UnitOfWork
from storage.people.officers import Linked
from storage.surveys.words import Comment


def is_eit(uow: UnitOfWork, officer: Officer) -> bool:
    """Whether an officer belongs to the department that runs the surveys."""
    section = uow.context.catalog.organisation.eit_section
    return officer.role in DEPARTMENTAL and officer.department == section


def sections_of(uow: UnitOfWork, officer: Officer) -> tuple[str, ...] | None:
    """Return the keys of the departments whose results and comments an officer may read; None for all of them.

    Executives and the department that runs the surveys read all, others their own department or none.
    """
    if officer.is_executive or is_eit(uow, officer):
        return None
    if officer.role in DEPARTMENTAL and officer.department:
        return (officer.department,)
    return ()


def may_read(uow: UnitOfWork, officer: Officer, section: str) -> bool:
    """Whether an officer may read the comments of a department that accuse nobody."""
    sections = sections_of(uow, officer)
    return sections is None or section in sections


def is_reader(uow: UnitOfWork, officer: Officer, section: str) -> bool:
    """Whether it is this officer's task to read the comments of a department; see `readers`."""
    return officer.id in {linked.officer.id for linked in readers(uow, section)}


def readers(uow: UnitOfWork, section: str) -> list[Linked]:
    """Return the officers who must read a department's comments: its heads, else its officers, else the ปลัด."""
    linked = uow.tx.officers.linked()
    for role in (Role.HEAD, Role.OFFICER):
        found = [
            one for one in linked if one.officer.role is role and one.officer.department == section
        ]
        if found:
            return found
    return recipients.with_role(uow, Role.PALAD) or recipients.with_role(uow, Role.NAYOK)


def told_of_low_scores(uow: UnitOfWork, section: str) -> list[Linked]:
    """Return who is notified of a low score on the same day: the department's heads and the ปลัด, else the นายก."""
    heads = [
        one
        for one in uow.tx.officers.linked()
        if one.officer.role is Role.HEAD and one.officer.department == section
    ]
    superiors = recipients.with_role(uow, Role.PALAD) or recipients.with_role(uow, Role.NAYOK)
    return [*heads, *superiors]


def told_of_money(uow: UnitOfWork, accused: str) -> list[Linked]:
    """Return who is notified on the same day of an answer that money was asked for.

    `accused`: the department whose service or case the answer is about, "" if it is about the whole office.
    Anybody of that department, even its head, may have taken the money and may remember whom they served that
    day. Therefore nobody of it is notified, but the custodian whom the answer does not accuse and the ปลัด, else
    the นายก, unless they belong to it.
    """
    if not accused:
        return told_of_low_scores(uow, uow.context.catalog.organisation.eit_section)
    about = Conduct(ReporterLink.NONE, departments=(accused,))
    barred = custodians.accusation_in(uow, custodians.reporter_words(about, "")).barred
    superiors = recipients.with_role(uow, Role.PALAD) or recipients.with_role(uow, Role.NAYOK)
    found = (*custodians.custodians_for(uow, about, ""), *superiors)
    return [one for one in dict.fromkeys(found) if one.officer.id not in barred]


def is_custodian(uow: UnitOfWork, officer: Officer, one: Comment) -> bool:
    """Whether an officer may read a comment that accuses staff: custodians may, except those whom it accuses.

    A comment about a service or a case accuses the department in charge even if it names nobody. Nor does anybody
    read it whom one of the accused has put in place since.
    """
    concerned = (one.cut.section,) if one.cut.service or one.cut.topic else ()
    about = Conduct(ReporterLink.NONE, departments=concerned)
    found = custodians.custodians_for(uow, about, one.text, since=one.said_on)
    return officer.id in {linked.officer.id for linked in found}


def may_be_custodian(uow: UnitOfWork, officer: Officer) -> bool:
    """Whether an officer's post is one of those that receive staff complaints."""
    return officer.role in {post.role for post in uow.context.catalog.organisation.custodians}
