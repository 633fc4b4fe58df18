"""The overview for executives: the current month, and the load of every department and person."""

from dataclasses import dataclass

from domain.organisation.calendar import bangkok, month_bounds, month_key
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.overview import MonthSoFar


@dataclass(frozen=True)
class PersonNow:
    """A person of a department, or "" for the cases without an assignee."""

    name: str
    open: int
    late: int
    waiting: int


@dataclass(frozen=True)
class SectionNow:
    """A department and the assignees of its cases, the busiest first."""

    key: str
    name: str
    open: int
    late: int
    waiting: int
    people: tuple[PersonNow, ...] = ()


@dataclass(frozen=True)
class OfficeNow:
    """`problems`: the month's cases without those that are joined to another case.

    `sections`: departments, the one with the most overdue cases first.
    """

    month: MonthSoFar
    problems: int
    total: SectionNow
    sections: tuple[SectionNow, ...]


def read(uow: UnitOfWork) -> OfficeNow:
    """The current counts, without staff complaints."""
    start, end = month_bounds(month_key(bangkok(uow.now).date()))
    loads = uow.tx.overview.loads(uow.now)
    names = {one.id: one.name for one in uow.tx.officers.all()}
    sections = []
    for department in uow.context.catalog.departments:
        own = [load for load in loads if load.department == department.key]
        people = sorted(
            (
                PersonNow(names.get(load.officer_id or 0, ""), load.open, load.late, load.waiting)
                for load in own
            ),
            key=lambda one: (-one.late, -one.open),
        )
        sections.append(
            SectionNow(
                department.key,
                department.short_th,
                sum(load.open for load in own),
                sum(load.late for load in own),
                sum(load.waiting for load in own),
                tuple(people),
            )
        )
    sections.sort(key=lambda one: (-one.late, -one.open))
    total = SectionNow(
        "",
        "",
        sum(one.open for one in sections),
        sum(one.late for one in sections),
        sum(one.waiting for one in sections),
    )
    month = uow.tx.overview.since(start)
    further = uow.tx.joined_cases.filed_between(start, end)
    return OfficeNow(month, month.filed - further, total, tuple(sections))
