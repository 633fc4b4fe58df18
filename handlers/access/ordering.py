"""Decides who receives an order to a department, who may confirm it and report it done, and who may cancel it."""

from dataclasses import dataclass
from enum import StrEnum

from domain.organisation.officers import DEPARTMENTAL, Officer, Role
from domain.organisation.rights import Right, has_right
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.instructions import Instruction
from storage.people.officers import Linked


class Reach(StrEnum):
    """Whom an order reaches.

    HEAD: heads of the department on LINE. OFFICERS: without them, its officers on LINE. DESK: a head who has only
    a password, and sees it in the console. PALAD: without anybody of the department, the ปลัด. NOBODY: no one.
    """

    HEAD = "head"
    OFFICERS = "officers"
    DESK = "desk"
    PALAD = "palad"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Receivers:
    """`on_line`: who gets the order on LINE."""

    reach: Reach
    on_line: tuple[Linked, ...] = ()


def receivers(uow: UnitOfWork, department: str, author_id: int) -> Receivers:
    """Return who receives an order to a department. Its author is never among them."""
    linked = [one for one in uow.tx.officers.linked() if one.officer.id != author_id]
    team = [one for one in linked if _is_of(one.officer, department)]
    heads = [one for one in team if one.officer.role is Role.HEAD]
    if heads or team:
        return Receivers(Reach.HEAD if heads else Reach.OFFICERS, tuple(heads or team))
    on_desk = [
        one
        for one in uow.tx.officers.all()
        if one.active and one.role is Role.HEAD and _is_of(one, department)
    ]
    if any(uow.tx.console.login_of(one.id) for one in on_desk):
        return Receivers(Reach.DESK)
    palads = tuple(one for one in linked if one.officer.role is Role.PALAD)
    return Receivers(Reach.PALAD if palads else Reach.NOBODY, palads)


def may_see(officer: Officer, order: Instruction) -> bool:
    """Whether an officer may read an order: executives all of them, others those to their own department."""
    return has_right(officer.role, Right.ORDER) or _is_of(officer, order.department)


def may_answer(uow: UnitOfWork, officer: Officer, order: Instruction) -> bool:
    """Whether an officer may confirm an order and report it done: its receivers and the heads of the department.

    If the department has nobody, the ปลัด may, so that no order waits for ever.
    """
    if _is_of(officer, order.department) and has_right(officer.role, Right.CONFIRM):
        return True
    found = receivers(uow, order.department, order.ordered_by)
    if any(one.officer.id == officer.id for one in found.on_line):
        return True
    return officer.role is Role.PALAD and found.reach in {Reach.PALAD, Reach.NOBODY}


def may_cancel(uow: UnitOfWork, officer: Officer, order: Instruction) -> bool:
    """Whether an officer may cancel an order: its author, or after they left any executive who gives orders."""
    if order.done_at is not None or not has_right(officer.role, Right.ORDER):
        return False
    return officer.id == order.ordered_by or not uow.tx.officers.get(order.ordered_by).active


def _is_of(officer: Officer, department: str) -> bool:
    return officer.role in DEPARTMENTAL and officer.department == department
