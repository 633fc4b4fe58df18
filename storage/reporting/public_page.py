"""Reads what the public page of figures depends on: a value that changes with it, and when the data begin."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.reporting.monthly_figures import is_ordinary
from storage.tables import complaint, improvement_step, month_report, report_issue, response


class PublicPage:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begun_at(self) -> datetime | None:
        """Return the time of the earliest ordinary case or answer, None without any."""
        first_case = select(func.min(complaint.c.filed_at)).where(is_ordinary(complaint))
        first_answer = select(func.min(response.c.started_at))
        found = [self._connection.scalar(one) for one in (first_case, first_answer)]
        return min((one for one in found if one is not None), default=None)

    def state(self) -> tuple[int | None, ...]:
        """Return a value that changes with frozen months, steps of improvements, and steps of reports.

        Cases and answers change the page too, but only the figures of periods that are over, which need not be
        counted at once.
        """
        row = self._connection.execute(
            select(
                select(func.max(report_issue.c.id)).scalar_subquery(),
                select(func.count(report_issue.c.published_at)).scalar_subquery(),
                select(func.count(report_issue.c.withdrawn_at)).scalar_subquery(),
                select(func.max(improvement_step.c.id)).scalar_subquery(),
                select(func.count()).select_from(month_report).scalar_subquery(),
            )
        ).one()
        return tuple(row)
