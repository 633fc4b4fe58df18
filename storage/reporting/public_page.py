"""Reads, in one query, a value that changes when something on the public page of figures does."""

from sqlalchemy import Connection, func, select

from storage.tables import improvement_step, month_report, report_issue


class PublicPage:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

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
