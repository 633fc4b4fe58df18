"""Finds the open cases for which an escalation may be due."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, func, or_, select

from storage.tables import audit, complaint

CONTACT_ACTIONS = (
    "file",
    "accept",
    "update",
    "ask",
    "wait",
    "transfer",
    "close",
    "dispute",
    "review",
    "why",
)
"""Audit actions that informed the reporter, or that restart the time since the last information."""


class Escalation:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def to_check(self, now: datetime, silent_since: datetime) -> Sequence[int]:
        """Return the ids of open cases, ascending, that are past a deadline or review date at `now`.

        Also of those whose last action in CONTACT_ACTIONS was at `silent_since` or before. Deadlines of paused
        cases do not count.
        """
        last_contact = (
            select(func.max(audit.c.at))
            .where(audit.c.complaint_id == complaint.c.id, audit.c.action.in_(CONTACT_ACTIONS))
            .scalar_subquery()
        )
        not_paused = complaint.c.paused_at.is_(None)
        unanswered = complaint.c.answered_at.is_(None)
        # Sorted in Python: with ORDER BY id SQLite would scan all cases.
        found = self._connection.scalars(
            select(complaint.c.id).where(
                complaint.c.ended_at.is_(None),
                or_(
                    and_(not_paused, complaint.c.due_at <= now),
                    and_(not_paused, unanswered, complaint.c.answer_by <= now),
                    complaint.c.review_at <= now,
                    last_contact <= silent_since,
                ),
            )
        )
        return sorted(found)

    def last_contact(self, complaint_id: int) -> datetime | None:
        """Return the time of the case's last action in CONTACT_ACTIONS, None if there is none."""
        at: datetime | None = self._connection.scalar(
            select(func.max(audit.c.at)).where(
                audit.c.complaint_id == complaint_id, audit.c.action.in_(CONTACT_ACTIONS)
            )
        )
        return at
