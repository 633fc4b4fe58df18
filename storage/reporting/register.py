"""Reads the register of ordinary cases, without reporters, texts and staff complaints."""

from datetime import datetime

from sqlalchemy import Connection, select

from domain.organisation.calendar import bangkok
from domain.reporting.register import RegisterLine
from storage.reporting.monthly_figures import is_ordinary
from storage.tables import complaint, officer


def register_lines(
    connection: Connection, start: datetime, end: datetime
) -> tuple[RegisterLine, ...]:
    """Return the cases filed from `start` up to, not including, `end`, the earliest first."""
    rows = connection.execute(
        select(
            complaint.c.number,
            complaint.c.filed_at,
            complaint.c.category,
            complaint.c.village,
            complaint.c.department,
            officer.c.name.label("officer"),
            complaint.c.due_at,
            complaint.c.answered_at,
            complaint.c.ended_at,
            complaint.c.status,
        )
        .join_from(complaint, officer, complaint.c.officer_id == officer.c.id, isouter=True)
        .where(complaint.c.filed_at >= start, complaint.c.filed_at < end, is_ordinary(complaint))
        .order_by(complaint.c.filed_at, complaint.c.id)
    )
    return tuple(
        RegisterLine(
            row.number,
            _day(row.filed_at),
            row.category,
            row.village,
            row.department,
            row.officer or "",
            _day(row.due_at),
            _day(row.answered_at),
            _day(row.ended_at),
            row.status,
        )
        for row in rows
    )


def _day(moment: datetime | None) -> str:
    return "" if moment is None else bangkok(moment).date().isoformat()
