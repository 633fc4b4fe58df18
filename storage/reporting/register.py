"""Reads the register of ordinary cases, without reporters, texts and staff complaints."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlalchemy import Connection, select

from domain.organisation.calendar import BANGKOK
from domain.reporting.register import RegisterLine
from storage.reporting.monthly_figures import as_stored, is_ordinary
from storage.tables import complaint, officer

_MILLISECOND = timedelta(milliseconds=1)
_A_DAY = timedelta(days=1) // _MILLISECOND
_AHEAD = (BANGKOK.utcoffset(None) or timedelta()) // _MILLISECOND
"""How far the clock of Bangkok is ahead of UTC, in milliseconds."""


def register_lines(
    connection: Connection, start: datetime, end: datetime
) -> tuple[RegisterLine, ...]:
    """Return the cases filed from `start` up to, not including, `end`, the earliest first."""
    rows = connection.execute(
        select(
            complaint.c.number,
            as_stored(complaint.c.filed_at).label("filed_at"),
            complaint.c.category,
            complaint.c.village,
            complaint.c.department,
            officer.c.name.label("officer"),
            as_stored(complaint.c.due_at).label("due_at"),
            as_stored(complaint.c.answered_at).label("answered_at"),
            as_stored(complaint.c.ended_at).label("ended_at"),
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


def _day(stored: int | None) -> str:
    return "" if stored is None else _iso_day((stored + _AHEAD) // _A_DAY)


@lru_cache(maxsize=4096)
def _iso_day(days: int) -> str:
    """Return the ISO date of a day of Bangkok. `days`: since 1 January 1970."""
    return (date(1970, 1, 1) + timedelta(days=days)).isoformat()
