"""The figures of a month, computed and then frozen so that they never change, and the report's recipients."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.errors import Refused
from domain.figures import monthly_figures, small_counts
from domain.figures.monthly_figures import MonthFigures
from domain.figures.small_counts import StaffComplaints
from domain.organisation.calendar import bangkok, month_bounds, month_key
from domain.organisation.officers import DEPARTMENTAL, EXECUTIVES, Officer
from handlers.core import dates
from handlers.core.unit_of_work import UnitOfWork
from storage.queues.job_runs import FrozenMonth

REPORT_HOUR = timedelta(hours=8)
"""Time of the report after midnight of the first day of the next month, Bangkok time."""


def frozen_figures(uow: UnitOfWork, month: str) -> MonthFigures | None:
    """Return the figures of a month if they were frozen. `month`: a key such as 2569-10."""
    frozen = uow.tx.jobs.frozen_month(month)
    return None if frozen is None else monthly_figures.from_json(frozen.figures)


def figures_of(uow: UnitOfWork, month: str) -> MonthFigures:
    """Return the figures of a month: the frozen ones, or computed now. `month`: a key such as 2569-10.

    Those of the running month have no scores, because the difference of two looks could reveal one answer.
    """
    frozen = frozen_figures(uow, month)
    if frozen is not None:
        return frozen
    start, end = month_bounds(month)
    plan = uow.tx.push_ledger.allowance(month, uow.context.catalog.organisation.message_plan)
    figures = replace(uow.tx.figures.month(month, start, end), message_plan=plan)
    if end > uow.now:
        figures = replace(figures, satisfaction=None, scores=(), services=(), reasons=())
    return figures.with_staff_complaints(_staff_complaints(uow, month))


def _staff_complaints(uow: UnitOfWork, month: str) -> StaffComplaints:
    """Return the published counts of staff complaints; suppressed if one accuses a reader of the report."""
    readers = {officer.id for officer in uow.tx.officers.all() if receives_report(uow, officer)}
    filed: dict[str, int] = {}
    is_concerned = False
    for one in small_counts.half_year_of(month) or (month,):
        ids = uow.tx.figures.staff_complaints(*month_bounds(one))
        filed[one] = len(ids)
        found = (uow.tx.custody.find(case) for case in ids)
        is_concerned = is_concerned or any(
            custody is None or custody.accusation is None or readers & custody.accusation.barred
            for custody in found
        )
    return small_counts.published(month, filed, accuses_reader=is_concerned)


def freeze(uow: UnitOfWork, month: str) -> MonthFigures | None:
    """Freeze the figures of a past month and return them; None if they were frozen before.

    Raises Refused month_not_over.
    """
    if month >= month_key(bangkok(uow.now).date()):
        raise Refused("month_not_over", month=dates.month(month))
    figures = figures_of(uow, month)
    frozen = FrozenMonth(month, figures.to_json(), figures.sha256)
    return figures if uow.tx.jobs.freeze_month(frozen, uow.now) else None


def due(month: str) -> datetime:
    """Return the time at which the report of a month is due."""
    return month_bounds(month)[1] + REPORT_HOUR


def receives_report(uow: UnitOfWork, officer: Officer) -> bool:
    """Whether an officer receives the report: executives, and the department that runs the EIT survey."""
    if officer.role in EXECUTIVES:
        return True
    eit_section = uow.context.catalog.organisation.eit_section
    return officer.role in DEPARTMENTAL and officer.department == eit_section
